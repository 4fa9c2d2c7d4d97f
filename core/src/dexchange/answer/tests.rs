//! What outweighs what, and whose an answer is.

use super::*;
use crate::call::Endpoint;
use crate::dexchange::Service;
use crate::outcome::Excess;
use crate::policy::DEPTH_CAP;
use crate::value::{Amount, CustomerReference, Reference};

fn answered(status: u16, body: &str) -> Response {
    Response { status, headers: Vec::new(), body: body.to_owned() }
}

fn paying(status: u16, body: &str) -> Verdict<BillPayment> {
    let asked = PayBill {
        service: Service::Woyofal,
        customer: CustomerReference::parse("0442 1187").unwrap(),
        amount: Amount::new(2_500).ok(),
        bill: None,
        external_id: Reference::parse("TID7700").unwrap(),
        callback_url: None,
        custom_data: None,
    };
    let verdict = payment(&answered(status, body), &asked);
    match &verdict {
        Verdict::Answer(value) => asked.mismatch(value).map_or(verdict, Verdict::uncertain),
        _ => verdict,
    }
}

fn looking(status: u16, body: &str) -> Verdict<BillPayment> {
    let asked = FetchTransaction { transaction_id: Reference::parse("TID1").unwrap() };
    let verdict = transaction(&answered(status, body), &asked);
    match &verdict {
        Verdict::Answer(value) => asked.mismatch(value).map_or(verdict, Verdict::uncertain),
        _ => verdict,
    }
}

/// What outweighs what, for a payment and for a lookup.
#[test]
fn a_code_that_may_stand_for_a_payment_outweighs_the_status() {
    let harmful = r#"{"success":false,"code":"TIMEOUT_ERROR"}"#;
    let harmless = r#"{"success":false,"code":"INSUFFICIENT_FUNDS"}"#;
    let duplicate = r#"{"success":false,"code":"DUPLICATE_TRANSACTION"}"#;
    let inner = r#"{"message":"x","transaction":{"Status":"FAILED","code":"operator_error"}}"#;
    let alive = r#"{"message":"x","transaction":{"Status":"PROCESSING"}}"#;
    let dead = r#"{"message":"x","transaction":{"Status":"Failed"}}"#;
    let cut = r#"{"success":false,"co"#;
    for (status, body, paid, looked) in [
        (401, "{}", "refused UNAUTHORIZED", "refused UNAUTHORIZED"),
        (401, harmful, "UncertainCode", "refused TIMEOUT_ERROR"),
        (403, "{}", "refused SERVICE_UNAVAILABLE", "refused SERVICE_UNAVAILABLE"),
        (403, "<html>", "refused FORBIDDEN", "refused FORBIDDEN"),
        (403, harmful, "UncertainCode", "refused TIMEOUT_ERROR"),
        (409, "{}", "known DUPLICATE_REFERENCE", "refused NOT_FOUND"),
        (409, harmless, "known DUPLICATE_REFERENCE", "refused INSUFFICIENT_FUNDS"),
        (404, "{}", "UncertainCode", "refused NOT_FOUND"),
        (400, "", "Malformed", "Malformed"),
        (400, "{}", "refused INVALID_DATA", "refused NOT_FOUND"),
        (400, harmless, "refused INSUFFICIENT_FUNDS", "refused INSUFFICIENT_FUNDS"),
        (400, harmful, "UncertainCode", "refused TIMEOUT_ERROR"),
        (400, cut, "Malformed", "Malformed"),
        (400, "<html>", "NotJson", "NotJson"),
        (418, "{}", "UncertainCode", "Malformed"),
        (500, harmless, "ServerError", "ServerError"),
        (429, "", "busy", "busy"),
        (429, harmless, "busy", "busy"),
        (429, harmful, "UncertainCode", "busy"),
        (429, inner, "UncertainCode", "busy"),
        (429, alive, "UncertainCode", "busy"),
        (429, cut, "Malformed", "busy"),
        (400, r#"{"code":" rate_limit_exceeded "}"#, "busy", "busy"),
        (400, r#"{"code":" "}"#, "refused INVALID_DATA", "refused NOT_FOUND"),
        (400, r#"{"code":"NEW_WORD"}"#, "UncertainCode", "refused NEW_WORD"),
        (401, cut, "Malformed", "refused UNAUTHORIZED"),
        (403, alive, "UncertainCode", "refused SERVICE_UNAVAILABLE"),
        (403, dead, "refused SERVICE_UNAVAILABLE", "refused SERVICE_UNAVAILABLE"),
        (409, "<html>", "known DUPLICATE_REFERENCE", "NotJson"),
        (409, duplicate, "known DUPLICATE_REFERENCE", "refused DUPLICATE_TRANSACTION"),
        (409, alive, "known DUPLICATE_REFERENCE", "refused NOT_FOUND"),
        (409, harmful, "UncertainCode", "refused TIMEOUT_ERROR"),
        (409, cut, "Malformed", "Malformed"),
        (422, inner, "UncertainCode", "refused OPERATOR_ERROR"),
        (400, alive, "UncertainCode", "refused NOT_FOUND"),
        (400, dead, "refused INVALID_DATA", "refused NOT_FOUND"),
        (302, harmful, "Redirected", "Redirected"),
        (503, harmful, "ServerError", "ServerError"),
        // Nor is an ending believed beside such a code.
        (200, dead, "answer", "Malformed"),
        (200, inner, "UncertainCode", "Malformed"),
        (200, alive, "answer", "Malformed"),
        (200, harmful, "UncertainCode", "Malformed"),
        (200, "<html>", "NotJson", "NotJson"),
    ] {
        assert_eq!(paying(status, body).said(), paid, "{status} {body}");
        assert_eq!(looking(status, body).said(), looked, "{status} {body}");
    }
}

#[test]
fn an_answer_that_names_another_is_none_whatever_it_says() {
    for (status, body, paid, looked) in [
        (200, r#"{"transaction":{"Status":"SUCCESS","number":"4421187","amount":2500}}"#, "answer", "answer"),
        (200, r#"{"transaction":{"Status":"SUCCESS","number":"4421188"}}"#, "Foreign", "answer"),
        (200, r#"{"transaction":{"Status":"SUCCESS","amount":2400}}"#, "Foreign", "answer"),
        (
            200,
            r#"{"transaction":{"Status":"SUCCESS","amount":2400,"externalTransactionId":"tid7700"}}"#,
            "AmountMismatch",
            "answer",
        ),
        (200, r#"{"transaction":{"Status":"FAILED","externalTransactionId":"T-8"}}"#, "Foreign", "answer"),
        (200, r#"{"transaction":{"Status":"SUCCESS","transactionId":"TID2"}}"#, "answer", "Foreign"),
        (200, r#"{"data":{"status":"SUCCESS","id":"no id"}}"#, "Malformed", "Malformed"),
        (200, r#"{"transaction":{"Status":"SUCCESS","transactionId":" tid1 "}}"#, "answer", "answer"),
        (
            400,
            r#"{"transaction":{"Status":"FAILED","externalTransactionId":"T-8"}}"#,
            "Foreign",
            "refused NOT_FOUND",
        ),
        (409, r#"{"externalTransactionId":"T-8"}"#, "Foreign", "refused NOT_FOUND"),
        (429, r#"{"externalTransactionId":"T-8"}"#, "Foreign", "busy"),
        (404, r#"{"message":"unknown","transactionId":"TID2"}"#, "UncertainCode", "Foreign"),
        // What an error says of amounts is not what was asked for.
        (
            400,
            r#"{"code":"INVALID_AMOUNT","amount":500}"#,
            "refused INVALID_AMOUNT",
            "refused INVALID_AMOUNT",
        ),
    ] {
        assert_eq!(paying(status, body).said(), paid, "{status} {body}");
        assert_eq!(looking(status, body).said(), looked, "{status} {body}");
    }
}

#[test]
fn what_is_left_of_an_answer_is_compared_before_it_is_looked_up() {
    for (status, body, why, hint) in [
        (200, r#"{"transaction":{"transactionId":"TID555000","amount":25"#, "Malformed", Some("TID555000")),
        (
            500,
            r#"{"transaction":{"transactionId":"TID555000","amount":2500}}"#,
            "ServerError",
            Some("TID555000"),
        ),
        (200, r#"{"transaction":{"transactionId":"TID555000","amount":2600,"#, "Foreign", None),
        (200, r#"{"transaction":{"transactionId":"TID555000","number":"7","#, "Foreign", None),
        (500, r#"{"transactionId":"TID555000","externalTransactionId":"T-8","#, "Foreign", None),
        (200, r#"{"transaction":{"transactionId":"TID55500"#, "Malformed", None),
        // An echo of our own id is not theirs.
        (200, r#"{"externalTransactionId":"TID7700","amount":"#, "Malformed", None),
    ] {
        match paying(status, body) {
            Verdict::Uncertain { why: said, hint: found, .. } => {
                assert_eq!(
                    (format!("{said:?}").as_str(), found.as_ref().map(Reference::as_str)),
                    (why, hint),
                    "{body}"
                );
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[test]
fn a_limit_that_was_passed_is_named() {
    let large = format!(r#"{{"transaction":"{}"}}"#, "x".repeat(1 << 20));
    let deep = format!(r#"{{"transaction":{}{}}}"#, "[".repeat(300), "]".repeat(300));
    let (size, cap) = (i64::try_from(large.len()).unwrap(), BODY_CAP);
    for (body, why, seen, limit) in
        [(large, Doubt::Oversized, size, cap), (deep, Doubt::TooDeep, 301, DEPTH_CAP)]
    {
        let excess = Some(Excess { seen: Some(seen), limit });
        for verdict in [paying(200, &body), looking(200, &body)] {
            assert_eq!(verdict, Verdict::Uncertain { why, code: None, hint: None, excess });
        }
    }
}

#[test]
fn an_envelope_s_status_is_no_transaction_s() {
    for (body, looked) in [
        (r#"{"status":"SUCCESS"}"#, "Malformed"),
        (r#"{"id":"TID1","status":"SUCCESS"}"#, "answer"),
        (r#"{"transactionId":"TID1","Status":"SUCCESS"}"#, "answer"),
        (r#"{"data":{"status":"SUCCESS"}}"#, "Malformed"),
        (r#"{"data":{"id":" ","status":"SUCCESS"}}"#, "Malformed"),
        (r#"{"data":{"status":"SUCCESS","amount":500}}"#, "answer"),
        (r#"{"transaction":{"status":"SUCCESS","referenceFacture":"77"}}"#, "answer"),
    ] {
        assert_eq!(looking(200, body).said(), looked, "{body}");
    }
}
