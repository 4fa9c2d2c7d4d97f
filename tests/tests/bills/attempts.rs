//! More than one attempt under one id, and callbacks that overtake answers.

use crate::story::{LOOK, OURS, PAY, ordered, top_up};
use xaalis::Event;
use xaalis::http::Failure;

#[test]
fn what_becomes_of_one_attempt_says_nothing_of_another() {
    let accepted = |more: &str| {
        let mut story = top_up();
        story.again().shown(&format!(r#""transactionId":"TID500900","Status":"PROCESSING"{more}"#));
        story.says(&["store open TID500900", "wait pending"]);
        story
    };
    let unknown = ["store unknown TID500900", "unknown refused_after_uncertain TID500900"];
    // By a lookup.
    accepted("").due().says(&[LOOK]).shown(&format!(r#"{OURS},"Status":"FAILED""#)).says(&unknown);
    // By a callback, the lookup does not know it.
    let mut story = accepted("");
    story.called("FAILED", &[]).says(&["store open TID500900", LOOK]).answered(404, "{}").says(&unknown);
    // The same for the process that resumes, once and again.
    let mut story = accepted("");
    story.called("FAILED", &[]).says(&["store open TID500900", LOOK]).crashed().says(&[LOOK]);
    story.answered(404, "{}").says(&unknown).crashed().says(&[LOOK]).answered(404, "{}").says(&unknown);
    // Success of either is one.
    accepted("")
        .due()
        .says(&[LOOK])
        .shown(&format!(r#"{OURS},"Status":"SUCCESS","token":"11""#))
        .says(&["store closed TID500900", "settled SUCCESS TID500900 11 lookup"]);
    // By the reply to the repeat.
    let mut story = top_up();
    story
        .again()
        .answered(200, r#"{"transaction":{"success":false,"Status":"FAILED"}}"#)
        .says(&["wait reconciling"]);
    story.called("FAILED", &[]).says(&["store open TID500900", LOOK]).answered(404, "{}").says(&unknown);
    // Two lost ones: news of one says nothing of the other.
    let mut story = top_up();
    story
        .again()
        .lost()
        .says(&["wait reconciling"])
        .told(Event::Stop)
        .says(&["store unknown -", "unknown no_answer -"]);
    story.crashed().says(&["wait reconciling"]).called("FAILED", &[]).says(&["store open TID500900", LOOK]);
    story.shown(&format!(r#"{OURS},"Status":"FAILED""#)).says(&unknown);
    // A process died with the repeat on its way: it may have been accepted as well.
    let mut story = top_up();
    story.again().crashed().says(&["wait reconciling"]).called("FAILED", &[]);
    story.says(&["store open TID500900", LOOK]).answered(404, "{}").says(&unknown);
}

#[test]
fn of_one_attempt_alone_failed_is_the_truth() {
    let refund = ["store closed TID500900", "rejected PAYMENT_FAILED 2525 seen"];
    // The repeat was refused as one: there is the first only.
    let mut story = top_up();
    story.again().answered(409, "").says(&["wait reconciling"]).called("FAILED", &[]);
    story.says(&["store open TID500900", LOOK]).answered(404, "{}").says(&refund);
    // Never sent again.
    let mut story = top_up();
    story.lost().says(&["wait quiet"]).called("FAILED", &[]).says(&["store open TID500900", LOOK]);
    story.shown(&format!(r#"{OURS},"Status":"FAILED""#)).says(&refund);
    // A repeat that surely never left is none.
    let mut story = top_up();
    story
        .again()
        .told(Event::Failed { failure: Failure::NotSent })
        .says(&["wait backoff"])
        .called("FAILED", &[]);
    story.says(&["store open TID500900", LOOK]).answered(404, "{}").says(&refund);
}

#[test]
fn a_success_of_the_first_attempt_is_found_beside_the_second() {
    let first = "send GET /api/v1/transaction/TID500111";
    let accepted = || {
        let mut story = top_up();
        story.again().shown(r#""transactionId":"TID500900","Status":"PROCESSING""#);
        story.says(&["store open TID500900", "wait pending"]);
        story
    };
    let paid = OURS.replace("TID500900", "TID500111");
    let mut story = accepted();
    story.called("SUCCESS", &[("reference", r#""TID500111""#), ("custom_data", "null")]);
    story.says(&["store open TID500900", first]).shown(&format!(r#"{paid},"token":"11","Status":"SUCCESS""#));
    story.says(&["store closed TID500111", "settled SUCCESS TID500111 11 lookup"]);
    assert_eq!(story.alarms(), ["PROCESSING SUCCESS"], "both may have been debited");
    // Anything else says nothing of the one that is known; that of a crash in between neither.
    for other in [
        format!(r#"{paid},"Status":"FAILED""#),
        format!(r#"{paid},"Status":"PROCESSING""#),
        r#""transactionId":"TID500111","externalTransactionId":"Till-8","Status":"SUCCESS","token":"99""#
            .to_owned(),
        r#""transactionId":"TID500111","Status":"SUCCESS","token":"99""#.to_owned(),
    ] {
        let mut story = accepted();
        story.called("SUCCESS", &[("reference", r#""TID500111""#), ("custom_data", "null")]);
        story.says(&["store open TID500900", first]).crashed().says(&[first]);
        story.shown(&other).says(&["wait pending"]).due().says(&[LOOK]);
        story.shown(&format!(r#"{OURS},"token":"11","Status":"SUCCESS""#));
        story.says(&["store closed TID500900", "settled SUCCESS TID500900 11 lookup"]);
    }
    // The callback came first, while the repeat was under way.
    let mut story = top_up();
    story
        .again()
        .called("SUCCESS", &[("reference", r#""TID500111""#)])
        .says(&["store open TID500111", "wait in_flight"]);
    story
        .shown(r#""transactionId":"TID500900","Status":"PROCESSING""#)
        .says(&["store open TID500900", first]);
    story.answered(200, &format!(r#"{{"transaction":{{{paid},"token":"11","Status":"SUCCESS"}}}}"#));
    story.says(&["store closed TID500111", "settled SUCCESS TID500111 11 lookup"]);
    // Proven words before prove nothing of an id that comes without them, and news during its look are news.
    let mut story = accepted();
    story
        .called("PROCESSING", &[])
        .says(&["store open TID500900", LOOK])
        .answered(404, "{}")
        .says(&["wait pending"]);
    story.called("SUCCESS", &[("reference", r#""TID500111""#), ("custom_data", "null")]);
    story.says(&["store open TID500900", first]).called("PROCESSING", &[]);
    story.says(&["store open TID500900", "wait in_flight"]);
    story.shown(r#""transactionId":"TID500111","Status":"SUCCESS","token":"99""#).says(&[LOOK]);
    // Of one attempt there is one id only.
    let mut story = top_up();
    story
        .shown(r#""transactionId":"TID500900","Status":"PROCESSING""#)
        .says(&["store open TID500900", "wait pending"]);
    story.called("SUCCESS", &[("reference", r#""TID500111""#)]).says(&["store open TID500900", LOOK]);
}

#[test]
fn after_a_callback_nothing_is_sent_again() {
    // Whatever became of the answer meanwhile.
    for became in ["lost", "500", "429", "409", "400", "cut"] {
        let mut story = top_up();
        story.called("PROCESSING", &[]).says(&["store open TID500900", "wait in_flight"]);
        match became {
            "lost" => story.lost(),
            "cut" => story.answered(200, r#"{"transaction":{"#),
            status => story.answered(status.parse().expect("a status"), "{}"),
        };
        story.says(&[LOOK]);
    }
    let mut story = top_up();
    story.called("SUCCESS", &[]).says(&["store open TID500900", "wait in_flight"]).due().says(&[LOOK]);
    let mut story = top_up();
    story.called("SUCCESS", &[]).says(&["store open TID500900", "wait in_flight"]).crashed().says(&[LOOK]);
    // A failure that both tell of is one.
    let mut story = top_up();
    story.called("FAILED", &[]).says(&["store open TID500900", "wait in_flight"]);
    story
        .answered(400, r#"{"transaction":{"Status":"FAILED"}}"#)
        .says(&["store closed TID500900", "rejected INVALID_DATA -"]);
    // Before anything was sent a callback is about something else.
    let mut story = ordered(r#""service":"WOYOFAL_SN_BILL","customer":"04421187309","amount":2500"#);
    story.called("SUCCESS", &[]).says(&["store open -", PAY]);
}

/// What comes during a look is newer than what the look brings.
#[test]
fn a_callback_during_a_look_causes_another_at_once() {
    let looking = || {
        let mut story = top_up();
        story.shown(r#""transactionId":"TID500900","Status":"PROCESSING""#);
        story.says(&["store open TID500900", "wait pending"]).due().says(&[LOOK]);
        story
    };
    let during = ["store open TID500900", "wait in_flight"];
    let mut story = looking();
    story.called("SUCCESS", &[("token", r#""11""#)]).says(&during).called("SUCCESS", &[]).says(&during);
    story.shown(&format!(r#"{OURS},"Status":"PROCESSING""#)).says(&[LOOK]);
    story.shown(&format!(r#"{OURS},"Status":"SUCCESS""#));
    story.says(&["store closed TID500900", "settled SUCCESS TID500900 11 lookup"]);
    // A look that did not know it yet concludes nothing from the callback; the next one does.
    let mut story = looking();
    story.called("SUCCESS", &[("token", r#""11""#)]).says(&during).answered(404, "{}").says(&[LOOK]);
    story.answered(404, "{}").says(&["store closed TID500900", "settled SUCCESS TID500900 11 callback"]);
    // While the payment itself was under way: its answer comes first, then it is looked at.
    let mut story = top_up();
    story.called("SUCCESS", &[("reference", "null")]).says(&["store open -", "wait in_flight"]);
    story.shown(r#""transactionId":"TID500900","Status":"PROCESSING""#).says(&["store open TID500900", LOOK]);
}

/// Nobody has proven that it is ours: another operation may hold it.
#[test]
fn an_id_that_is_not_proven_is_not_claimed() {
    let unvouched = [("custom_data", "null")];
    let mut story = top_up();
    story.lost().says(&["wait quiet"]).called("SUCCESS", &unvouched).says(&["store open -", LOOK]);
    story.crashed().says(&[LOOK]).shown(&format!(r#"{OURS},"Status":"PROCESSING""#));
    story.says(&["store open TID500900", "wait pending"]);
    let mut story = top_up();
    story.answered(502, r#"{"transactionId":"TID500900"}"#).says(&[LOOK]).answered(404, "{}");
    story
        .says(&["wait pending"])
        .told(Event::Stop)
        .says(&["store unknown -", "unknown server_error TID500900"]);
    story.crashed().says(&[LOOK]).shown(&format!(r#"{OURS},"Status":"SUCCESS","token":"11""#));
    story.says(&["store closed TID500900", "settled SUCCESS TID500900 11 lookup"]);
    // The next callback gives another id: that one is looked at.
    let mut story = top_up();
    story.lost().says(&["wait quiet"]).called("SUCCESS", &[unvouched[0], ("reference", r#""TID1""#)]);
    story
        .says(&["store open -", "send GET /api/v1/transaction/TID1"])
        .answered(404, "{}")
        .says(&["wait pending"]);
    story.called("SUCCESS", &unvouched).says(&["store open -", LOOK]);
}

/// The address alone proves little when our own words were to come back.
#[test]
fn a_lying_callback_neither_hides_a_proven_one_nor_tells_a_token() {
    let silent = [("custom_data", "null"), ("token", r#""99""#)];
    let accepted = || {
        let mut story = top_up();
        story.shown(r#""transactionId":"TID500900","Status":"PROCESSING""#);
        story.says(&["store open TID500900", "wait pending"]);
        story
    };
    let heard = ["store open TID500900", LOOK];
    let mut story = accepted();
    story.called("SUCCESS", &silent).says(&heard).shown(&format!(r#"{OURS},"Status":"SUCCESS""#));
    story.says(&["store open TID500900", "wait awaiting_token"]);
    story
        .called("SUCCESS", &[("token", r#""11""#)])
        .says(&heard)
        .shown(&format!(r#"{OURS},"Status":"SUCCESS""#));
    story.says(&["store closed TID500900", "settled SUCCESS TID500900 11 lookup"]);
    let mut story = accepted();
    story.called("SUCCESS", &silent).says(&heard).answered(404, "{}").says(&["wait pending"]);
    story.called("FAILED", &[]).says(&heard).answered(404, "{}");
    story.says(&["store closed TID500900", "rejected PAYMENT_FAILED 2525 seen"]);
}
