//! What is told of a bill or a top-up when answers are another's, cut, doubtful or overtaken by a callback.

mod attempts;
mod lists;
mod story;

use story::{LOOK, OURS, PAY, bill, top_up};
use xaalis::Event;

#[test]
fn an_answer_of_somebody_else_s_payment_is_a_lost_one() {
    for another in [
        r#""transactionId":"TID1","externalTransactionId":"Till-8","amount":2500,"token":"11","Status":"SUCCESS""#,
        r#""transactionId":"TID1","number":"04421187310","amount":2500,"token":"11","Status":"SUCCESS""#,
        r#""transactionId":"TID1","number":"04421187309","amount":2400,"token":"11","Status":"SUCCESS""#,
        r#""externalTransactionId":"Till-70","Status":"FAILED""#,
    ] {
        let mut story = top_up();
        story.shown(another).says(&["wait quiet"]).due().says(&["store open -", PAY]);
        story.answered(409, "").says(&["wait reconciling"]).told(Event::Stop);
        story.says(&["store unknown -", "unknown accepted_earlier -"]);
    }
    let mut story = bill();
    let other_bill = r#""transactionId":"TID1","externalTransactionId":"Till-7","referenceFacture":"FA-5522","Status":"SUCCESS""#;
    story.shown(other_bill).says(&["wait quiet"]);
}

#[test]
fn our_own_payment_is_known_however_the_vendor_writes_it() {
    for ours in [
        r#""transactionId":"TID500900","externalTransactionId":" TILL-7 ","number":"7","token":"11","Status":" Success ""#,
        r#""transactionId":"TID500900","number":4421187309,"amount":"2500.0","token":"11","Status":"success""#,
        r#""transactionId":"TID500900","number":"0442****309","token":"11","transactionFee":12.5,"currentBalance":-100,"Status":"SUCCESS""#,
    ] {
        top_up().shown(ours).says(&["store closed TID500900", "settled SUCCESS TID500900 11 reply"]);
    }
}

#[test]
fn another_amount_under_our_own_id_is_not_sent_again() {
    let mut story = top_up();
    story.shown(
        r#""transactionId":"TID500900","externalTransactionId":"Till-7","amount":2600,"Status":"SUCCESS""#,
    );
    story.says(&["store unknown TID500900", "unknown amount_mismatch TID500900"]);
}

#[test]
fn a_lookup_of_somebody_else_s_is_no_answer() {
    for (another, why) in [
        (r#""transactionId":"TID500901","token":"99","Status":"SUCCESS""#, "still_open"),
        (
            r#""transactionId":"TID500900","externalTransactionId":"Till-8","token":"99","Status":"SUCCESS""#,
            "foreign",
        ),
        (r#""transactionId":"TID500900","number":"99","token":"99","Status":"SUCCESS""#, "foreign"),
    ] {
        let mut story = top_up();
        story
            .shown(r#""transactionId":"TID500900","Status":"PROCESSING""#)
            .says(&["store open TID500900", "wait pending"]);
        for _ in 0..3 {
            story.due().says(&[LOOK]).shown(another);
            assert!(story.goes()[0].starts_with("wait"), "{another}");
        }
        while story.goes() != ["wait pending"] {
            story.due().says(&[LOOK]).shown(another);
        }
        story.told(Event::Stop).says(&["store unknown TID500900", &format!("unknown {why} TID500900")]);
    }
}

/// The answer ends in the middle of its id, which is then somebody else's.
#[test]
fn an_id_cut_short_is_not_looked_up() {
    let whole = r#"{"transaction":{"success":true,"transactionId":"TID5009001","amount":2500,"#;
    let end = whole.find(r#"","amount"#).expect("an id");
    for cut in end - 4..=end {
        top_up().answered(200, &whole[..cut]).says(&["wait quiet"]);
    }
    top_up().answered(200, &whole[..=end]).says(&["send GET /api/v1/transaction/TID5009001"]);
}

#[test]
fn a_salvaged_id_settles_nothing_without_our_own() {
    let wreck = r#"{"transaction":{"transactionId":"TID500900","amount":25"#;
    for silent in [
        r#""transactionId":"TID500900","amount":2500,"number":"04421187309","token":"99","Status":"SUCCESS""#,
        r#""transactionId":"TID500900","amount":2500,"token":"99","Status":"FAILED""#,
    ] {
        let mut story = top_up();
        story.answered(200, wreck).says(&[LOOK]).shown(silent).says(&["wait pending"]);
        story.due().says(&[LOOK]).shown(silent).says(&["wait pending"]).told(Event::Stop);
        story.says(&["store unknown -", "unknown malformed TID500900"]);
    }
    // It tells a status, and not whose.
    let nobodys = r#""Status":"SUCCESS","token":"99""#;
    let mut story = top_up();
    story.answered(200, wreck).says(&[LOOK]).shown(nobodys).says(&["wait backoff"]);
    story.due().says(&[LOOK]).shown(nobodys).says(&["wait backoff"]).told(Event::Stop);
    story.says(&["store unknown -", "unknown malformed TID500900"]);
    let mut story = top_up();
    story.answered(200, wreck).says(&[LOOK]);
    story.shown(&format!(r#"{OURS},"token":"11","Status":"SUCCESS""#));
    story.says(&["store closed TID500900", "settled SUCCESS TID500900 11 lookup"]);
    // What is plainly another's is forgotten.
    for foreign in [r#""externalTransactionId":"Till-9""#, r#""amount":900"#, r#""number":"9""#] {
        let mut story = top_up();
        story
            .answered(200, wreck)
            .says(&[LOOK])
            .shown(&format!(r#""Status":"SUCCESS","token":"99",{foreign}"#));
        story.says(&["wait reconciling"]).told(Event::Stop).says(&["store unknown -", "unknown malformed -"]);
    }
}

#[test]
fn a_callback_concludes_what_a_salvaged_id_cannot() {
    let wreck = r#"{"transaction":{"transactionId":"TID500900","amount":25"#;
    let silent = r#""transactionId":"TID500900","amount":2500,"token":"99","Status":"SUCCESS""#;
    // It gives no id of the vendor's: then that of the wreck is not shown to be ours.
    let mut story = top_up();
    story.answered(200, wreck).says(&[LOOK]).shown(silent).says(&["wait pending"]);
    story
        .called("SUCCESS", &[("token", r#""11""#), ("reference", "null")])
        .says(&["store open -", LOOK])
        .shown(silent);
    story.says(&["store closed -", "settled SUCCESS - 11 callback"]);
    // Another customer's number, or another id, proves nothing.
    for odd in [("number", r#""99""#), ("amount", "2600"), ("fee", "24"), ("previous_balance", "10001")] {
        let mut story = top_up();
        story
            .shown(r#""transactionId":"TID500900","Status":"PROCESSING""#)
            .says(&["store open TID500900", "wait pending"]);
        story.called("SUCCESS", &[("token", r#""11""#), odd]).says(&["store open TID500900", LOOK]);
        story.answered(404, "{}").says(&["wait pending"]);
    }
}

#[test]
fn a_success_taken_back_is_told_as_a_success() {
    let mut story = top_up();
    story
        .shown(r#""transactionId":"TID500900","Status":"SUCCESS""#)
        .says(&["store open TID500900", "wait awaiting_token"]);
    story.due().says(&[LOOK]).shown(&format!(r#"{OURS},"Status":"FAILED""#)).says(&["wait awaiting_token"]);
    story.told(Event::Stop).says(&["store closed TID500900", "settled SUCCESS TID500900 - lookup"]);
    assert_eq!(story.alarms(), ["SUCCESS FAILED"]);
}

#[test]
fn a_bill_found_failed_is_owed_nothing() {
    let mut story = bill();
    story.answered(500, r#"{"transactionId":"TID500900","#).says(&[LOOK]);
    story.shown(r#""externalTransactionId":"Till-7","Status":"FAILED""#);
    story.says(&["store closed TID500900", "rejected PAYMENT_FAILED -"]);
    story
        .crashed()
        .later(86_400_000)
        .says(&[LOOK])
        .shown(r#""externalTransactionId":"Till-7","Status":"FAILED""#);
    story.says(&["store closed TID500900", "rejected PAYMENT_FAILED -"]);
}

#[test]
fn a_code_that_may_stand_for_a_payment_is_no_reason_to_try_at_once() {
    for (status, body) in [
        (429, r#"{"success":false,"code":"OPERATOR_ERROR"}"#),
        (429, r#"{"message":"x","transaction":{"Status":"PROCESSING"}}"#),
        (409, r#"{"success":false,"code":"TIMEOUT_ERROR"}"#),
        (200, r#"{"code":"service_unavailable","transaction":{"Status":"FAILED"}}"#),
    ] {
        let mut story = top_up();
        story.answered(status, body).says(&["wait quiet"]);
    }
    top_up().answered(429, r#"{"success":false,"code":"INVALID_AMOUNT"}"#).says(&["wait rate_limited"]);
}

#[test]
fn a_notice_of_the_other_vendor_is_not_about_a_bill() {
    let mut story = top_up();
    story
        .shown(r#""transactionId":"TID500900","Status":"PROCESSING""#)
        .says(&["store open TID500900", "wait pending"]);
    story.called("SUCCESS", &[("vendor", r#""senfenico""#)]).says(&["wait pending"]);
}
