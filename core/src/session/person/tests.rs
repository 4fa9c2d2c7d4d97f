use super::super::Step;
use super::*;
use crate::http::Response;
use crate::record::Record;
use crate::{PaymentError, Senfenico};

/// The charge waits for a code, as another process has stored it, which then stored that it sends one.
fn asked_beside(answer: Event) -> (Session, Record, Time) {
    let now = Time::from_millis(1_767_600_000_000);
    let order = r#"{"kind": "collect", "charge": {"amount": 1000, "phone": "76000000"}}"#;
    let client = Senfenico::new("sk_test_sandbox").unwrap();
    let order = serde_json::from_str(order).unwrap();
    let mut first = client.account().begin_alone(order, "op-1").unwrap();
    let Step::Store { .. } = first.poll(now) else { panic!("no record") };
    first.handle(Event::Stored, now);
    let Step::Send { .. } = first.poll(now) else { panic!("not sent") };
    let body = r#"{"status": true, "message": "ok", "data": {"reference": "ch_00000000000000000000000000000001",
        "status": "send_otp", "amount": 1000, "currency": "XOF", "live_mode": false, "display_text": "code"}}"#;
    let response = Response { status: 201, headers: Vec::new(), body: body.to_owned() };
    first.handle(Event::Answered { response }, now);
    let Step::Store { .. } = first.poll(now) else { panic!("no record") };
    first.handle(Event::Stored, now);
    let mut second = first.clone();
    assert!(matches!(first.poll(now), Step::Ask { .. }));
    assert!(matches!(second.poll(now), Step::Ask { .. }));
    first.handle(Event::Otp { code: "123456".to_owned() }, now);
    let Step::Store { record } = first.poll(now) else { panic!("no record") };
    // What cannot be a code is asked for again, after a look at the journal.
    second.handle(Event::Otp { code: "12".to_owned() }, now);
    assert!(matches!(second.poll(now), Step::Load { .. }));
    second.handle(answer, now);
    (second, record, now)
}

/// What a person says while the journal is being asked is not lost with the state that its answer replaces.
#[test]
fn a_code_that_comes_while_the_journal_is_asked_is_kept() {
    let (mut session, record, now) = asked_beside(Event::Otp { code: "654321".to_owned() });
    session.handle(Event::Loaded { record: Some(record.clone()) }, now);
    let mut clock = now;
    loop {
        match session.poll(clock) {
            Step::Wait { until, .. } => clock = until,
            Step::Load { .. } => session.handle(Event::Loaded { record: Some(record.clone()) }, clock),
            Step::Store { .. } => session.handle(Event::Stored, clock),
            Step::Send { request } if request.path().ends_with("/submit") => {
                assert!(request.body.unwrap_or_default().contains("654321"));
                break;
            }
            Step::Send { .. } => {
                let body = r#"{"status": true, "message": "ok", "data": {"reference":
                    "ch_00000000000000000000000000000001", "status": "send_otp", "amount": 1000, "currency": "XOF"}}"#;
                let response = Response { status: 200, headers: Vec::new(), body: body.to_owned() };
                session.handle(Event::Answered { response }, clock);
            }
            other => panic!("{other:?}"),
        }
    }
    // Nobody went further: it is sent at once.
    let (mut session, _, now) = asked_beside(Event::Otp { code: "654321".to_owned() });
    session.handle(Event::Loaded { record: None }, now);
    assert!(matches!(session.poll(now), Step::Store { .. }));
}

/// The wish to give up is stored, or refused by the journal: never forgotten.
#[test]
fn a_wish_to_give_up_that_comes_while_the_journal_is_asked_is_kept() {
    let (mut session, record, now) = asked_beside(Event::Abandon);
    session.handle(Event::Loaded { record: Some(record) }, now);
    let Step::Store { record } = session.poll(now) else { panic!("forgotten") };
    assert!(record.state.contains("abandoned"), "{}", record.state);
    session.handle(Event::Outrun, now);
    assert!(matches!(session.poll(now), Step::Refused { error: PaymentError::Busy { .. } }));
}
