use super::*;

const PAY: Change = Change::Money { prefix: "ch_", fields: &["amount", "payee", "phone"] };

fn said(status: u16, body: &str, effect: Change) -> String {
    let response = Response { status, headers: Vec::new(), body: body.to_owned() };
    otherwise::<()>(&response, 1_000, effect).said()
}

/// What outweighs what, for a payment and for a read.
#[test]
fn a_code_that_may_stand_for_a_payment_outweighs_the_status() {
    let harmful = r#"{"status":false,"error_code":"EXTERNAL_API_ERROR"}"#;
    let harmless = r#"{"status":false,"error_code":"INSUFFICIENT_FUNDS"}"#;
    let fields = r#"{"status":false,"errors":{"amount":["too small"]}}"#;
    let unheard = r#"{"status":false,"error_code":"HELD_FOR_REVIEW"}"#;
    let slow = r#"{"status":false,"error_code":"rate_limit_exceeded"}"#;
    let yes = r#"{"status":true,"error_code":"INVALID_DATA"}"#;
    for (status, body, paying, reading) in [
        (401, "{}", "refused UNAUTHORIZED", "refused UNAUTHORIZED"),
        (401, harmful, "UncertainCode", "refused EXTERNAL_API_ERROR"),
        (403, "{}", "refused FORBIDDEN", "refused FORBIDDEN"),
        (403, harmful, "UncertainCode", "refused EXTERNAL_API_ERROR"),
        (404, "{}", "Malformed", "refused NOT_FOUND"),
        (409, "{}", "Conflict", "refused CONFLICT"),
        (400, harmless, "refused INSUFFICIENT_FUNDS", "refused INSUFFICIENT_FUNDS"),
        (400, harmful, "UncertainCode", "refused EXTERNAL_API_ERROR"),
        (400, fields, "refused VALIDATION", "refused VALIDATION"),
        (400, r#"{"status":false,"errors":{}}"#, "UncertainCode", "refused VALIDATION"),
        (400, "<html>", "NotJson", "refused VALIDATION"),
        (500, harmless, "ServerError", "ServerError"),
        (500, slow, "ServerError", "ServerError"),
        (302, harmless, "Redirected", "Redirected"),
        (429, "", "busy", "busy"),
        (429, harmless, "busy", "busy"),
        (429, harmful, "UncertainCode", "busy"),
        (429, r#"{"status":false,"error_co"#, "Malformed", "busy"),
        (429, "<html>{", "busy", "busy"),
        (429, unheard, "UncertainCode", "busy"),
        (400, slow, "busy", "busy"),
        (200, slow, "busy", "busy"),
        (403, unheard, "UncertainCode", "refused HELD_FOR_REVIEW"),
        (409, unheard, "UncertainCode", "refused HELD_FOR_REVIEW"),
        // A yes is no refusal, whatever it comes with.
        (400, yes, "Malformed", "refused INVALID_DATA"),
        (429, r#"{"status":true}"#, "Malformed", "busy"),
        (401, r#"{"status":"True"}"#, "Malformed", "refused UNAUTHORIZED"),
        (400, r#"{"status":false,"error_code":" "}"#, "UncertainCode", "refused VALIDATION"),
    ] {
        assert_eq!(said(status, body, PAY), paying, "{status} {body}");
        assert_eq!(said(status, body, Change::None), reading, "{status} {body}");
    }
}

/// Rule G5: only complaints about values that were sent come certainly before the effect.
#[test]
fn a_refusal_without_a_code_is_proven_by_names_of_fields_alone() {
    for (errors, proven) in [
        (r#"{"phone":["no such number"]}"#, true),
        (r#"{"Amount":"too small","phone":["a","b"]}"#, true),
        (r#"{"payee":{"phone":["no such number"]}}"#, true),
        (r#"{"payee":[{},{"phone":["no such number"]}]}"#, true),
        (r#"{"payee":{"3":{"phone":["no such number"]}}}"#, true),
        (r#"{"payee[12].phone":["no such number"]}"#, true),
        (r#"{"payee.0.amount":"too small"}"#, true),
        (r#"{"phone":["no such number"],"gateway":["closed"]}"#, false),
        (r#"{"gateway":["closed"]}"#, false),
        (r#"{"payee":{"gateway":"closed"}}"#, false),
        (r#"{"phones":["no such number"]}"#, false),
        (r#"{"non_field_errors":["socket hang up"]}"#, false),
        (r#"{"detail":"socket hang up"}"#, false),
        (r#"{"0":["socket hang up"]}"#, false),
        (r#"{"":["socket hang up"]}"#, false),
        (r#"[{"phone":["no such number"]}]"#, false),
        (r#"["socket hang up"]"#, false),
        (r#""socket hang up""#, false),
        (r#"{"phone":[],"amount":null}"#, false),
        ("{}", false),
        ("null", false),
    ] {
        for status in [200, 400, 404, 422] {
            let body = format!(r#"{{"status":false,"message":"no","errors":{errors}}}"#);
            let paying = if proven { "refused VALIDATION" } else { "UncertainCode" };
            assert_eq!(said(status, &body, PAY), paying, "{status} {body}");
            let reading = if status == 404 { "refused NOT_FOUND" } else { "refused VALIDATION" };
            assert_eq!(said(status, &body, Change::None), reading, "{status} {body}");
        }
    }
}

#[test]
fn what_is_too_large_or_too_deep_says_by_how_much() {
    let excess = |body: String, effect| {
        let response = Response { status: 200, headers: Vec::new(), body };
        match one::<Problem>(&response, 1_000, effect) {
            Verdict::Uncertain { why, excess: Some(Excess { seen, limit }), .. } => Some((why, seen, limit)),
            _ => None,
        }
    };
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let quoted = format!(r#"{{"status":true,"data":"[[{deep}"}}"#);
    for effect in [PAY, Change::None] {
        let large = excess(" ".repeat(1_001), effect);
        assert_eq!(large, Some((Doubt::Oversized, Some(1_001), 1_000)));
        let nested = excess(format!(r#"{{"status":true,"data":{deep}}}"#), effect);
        assert_eq!(nested, Some((Doubt::TooDeep, Some(301), 128)));
        assert_eq!(excess(quoted.clone(), effect), Some((Doubt::TooDeep, Some(302), 128)));
        let refused = excess(format!(r#"{{"status":false,"errors":{{"amount":{deep}}}}}"#), PAY);
        assert_eq!(refused, Some((Doubt::TooDeep, Some(302), 128)));
    }
    let unread = format!(r#"{{"status":true,"new":{deep},"data":{{"message":"fine"}}}}"#);
    assert_eq!(excess(unread, PAY), None, "a part that nobody reads may be deep");
}

/// Beside a no there is no answer, as it is or in a text.
#[test]
fn data_counts_only_beside_a_yes() {
    for (status, data, answered) in [
        ("true", "[]", true),
        ("true", r#""[]""#, true),
        ("false", "[]", false),
        ("false", r#""[]""#, false),
        ("null", r#""[]""#, false),
    ] {
        let body = format!(r#"{{"status":{status},"data":{data}}}"#);
        let response = Response { status: 200, headers: Vec::new(), body };
        let read = super::data::<Vec<u8>>(&response, 1_000, PAY);
        assert_eq!(matches!(read, Verdict::Answer(_)), answered, "{}", response.body);
    }
}
