//! A payout under answers that never say it failed: posted once, and never denied once it was.

use super::{Ask, DAWN, End, Happening, end, event, happening};
use proptest::collection::vec;
use proptest::prelude::*;
use xaalis::http::{Failure, Method, Response};
use xaalis::{Event, Order, Senfenico, Step};

/// What happens, and which answer comes if one does.
pub(crate) fn courses() -> impl Strategy<Value = Vec<(Happening, usize)>> {
    vec((happening(), 0..ANSWERS.len()), 0..80)
}

/// Is it posted once and never denied?
pub(crate) fn holds(course: Vec<(Happening, usize)>) -> Result<(), TestCaseError> {
    let order = r#"{"kind":"payout","transfer":{"amount":100,"phone":"76000000","ext_id":"e-1"}}"#;
    let order: Order = serde_json::from_str(order).expect("an order");
    let client = Senfenico::new("sk_test_sandbox").expect("a client");
    let (mut session, mut now) = (client.account().begin_alone(order, "op-1").expect("a session"), DAWN);
    let (mut posted, mut record) = (false, None);
    for (what, answer) in course {
        match session.poll(now) {
            Step::Send { request } => {
                let money = request.method == Method::Post;
                prop_assert!(!(money && posted), "posted again");
                let (status, body) = ANSWERS[answer];
                let response = Response { status, headers: Vec::new(), body: body.to_owned() };
                let event = match what {
                    Happening::NotSent | Happening::Busy(_) => event(Ask::Transfer, &what),
                    Happening::Passes(_) | Happening::MaybeSent => {
                        Some(Event::Failed { failure: Failure::MaybeSent })
                    }
                    _ => Some(Event::Answered { response }),
                };
                let left = matches!(
                    event,
                    Some(Event::Answered { .. } | Event::Failed { failure: Failure::MaybeSent })
                );
                // A 429 is a promise that nothing was done.
                posted |= money && left && !matches!(what, Happening::Busy(_));
                session.handle(event.expect("an event"), now);
            }
            Step::Wait { until, .. } => {
                prop_assert!(until > now);
                let early = matches!(what, Happening::Passes(ms) if now.plus(ms) < until);
                now = if early { now.plus(1) } else { until };
            }
            Step::Store { record: new } => {
                record = Some(new);
                let event = if matches!(what, Happening::Taken) { Event::Taken } else { Event::Stored };
                session.handle(event, now);
            }
            Step::Load { .. } => {
                session.handle(Event::Loaded { record: record.clone() }, now);
            }
            Step::Ask { prompt } => prop_assert!(false, "asks {prompt:?}"),
            Step::Refused { error } => prop_assert!(false, "{error}"),
            Step::Done { reply } => {
                let end = end(&reply);
                prop_assert!(!posted || matches!(end, End::Settled | End::Unknown), "denied: {reply:?}");
                break;
            }
        }
        // A crash: the newest record is all that is left.
        if let (Happening::Shown | Happening::Crash, Some(record)) = (what, &record) {
            session = client.resume(record, now).expect("its own record");
        }
    }
    Ok(())
}

/// What the vendor may say of a payout that it has taken. Never that it failed.
const ANSWERS: [(u16, &str); 6] = [
    (
        200,
        r#"{"status":true,"message":"m","data":{"reference":"tr_1","status":"pending","amount":100,"ext_id":"e-1"}}"#,
    ),
    (
        200,
        r#"{"status":true,"message":"m","data":{"reference":"tr_1","status":"success","amount":100,"ext_id":"e-1"}}"#,
    ),
    (
        200,
        r#"{"status":true,"message":"m","data":[{"reference":"tr_1","status":"pending","amount":100,"ext_id":"e-1"}]}"#,
    ),
    (200, r#"{"status":true,"message":"m","data":[]}"#),
    (502, "<html>"),
    (200, r#"{"status":true,"message":"m","data":{"refer"#),
];
