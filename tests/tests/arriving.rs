//! Lists that are gone through as they arrive, and other answers that arrive in parts.

use serde_json::{Value, json};
use xaalis::http::{Failure, Request, Response};
use xaalis::policy::MINUTE;
use xaalis::value::{OpId, Time};
use xaalis::{
    Event, Kept, Order, Outcome, PaymentError, Platform, Prompt, Record, Reply, Session, Step, Why, drive,
    drive_each,
};
use xaalis_tests::script::{BEGIN, begun, parts};
use xaalis_tests::world::Merchant;

fn charge(reference: &str) -> Value {
    json!({ "reference": reference, "status": "success", "amount": 1_400 })
}

fn listing() -> Session {
    let mut session = Merchant::new().begin(Order::ListCharges, "op-1").expect("a good order");
    assert!(matches!(session.poll(BEGIN), Step::Send { request } if request.in_parts));
    session
}

fn references(reply: Reply) -> Vec<String> {
    let Some(Outcome::Settled { value }) = reply.charges() else { return vec!["no list".to_owned()] };
    value.iter().map(|charge| charge.reference.as_str().to_owned()).collect()
}

fn hundred() -> (Vec<Value>, Vec<String>) {
    let names: Vec<_> = (0..100).map(|n| format!("ch_{n}")).collect();
    (names.iter().map(|name| charge(name)).collect(), names)
}

#[test]
fn what_has_arrived_is_handed_on_once() {
    let (items, names) = hundred();
    for size in [1, 100, 3_000, 1 << 20] {
        let mut session = listing();
        session.handle(begun(200), BEGIN);
        let mut came = Vec::new();
        for part in parts(&items, size) {
            session.handle(part, BEGIN);
            came.extend(session.arrived().map(references).unwrap_or_default());
            assert!(session.arrived().is_none(), "once");
        }
        assert_eq!(came.len(), 100, "all before the end is known");
        session.handle(Event::Ended, BEGIN);
        let Step::Done { reply } = session.poll(BEGIN) else { panic!("no end") };
        came.extend(references(reply));
        assert_eq!(came, names, "{size}");
    }
    // Who does not ask has all of it at the end.
    let mut session = listing();
    session.handle(begun(200), BEGIN);
    for part in parts(&items, 77) {
        session.handle(part, BEGIN);
    }
    session.handle(Event::Ended, BEGIN);
    assert!(session.last_response().is_some_and(|last| last.status == 200 && last.body.is_empty()));
    let Step::Done { reply } = session.poll(BEGIN) else { panic!("no end") };
    assert_eq!(references(reply), names);
}

/// Whoever was handed the beginning would not know it in another list.
#[test]
fn what_was_handed_on_is_not_read_again() {
    let (items, _) = hundred();
    for (taken, ending, why) in [
        (true, Event::Failed { failure: Failure::MaybeSent }, "no_answer"),
        (true, Event::Failed { failure: Failure::NotSent }, "no_answer"),
        (true, Event::Ended, "malformed"),
        (false, Event::Failed { failure: Failure::MaybeSent }, "again"),
        (false, Event::Ended, "again"),
    ] {
        let mut session = listing();
        session.handle(begun(200), BEGIN);
        for part in parts(&items, 500).into_iter().take(5) {
            session.handle(part, BEGIN);
            assert!(!taken || session.arrived().is_some());
        }
        session.handle(ending.clone(), BEGIN);
        let mut now = BEGIN;
        let told = loop {
            match session.poll(now) {
                Step::Wait { until, .. } => now = until,
                Step::Send { .. } => break json!("again"),
                Step::Done { reply } => {
                    let outcome = serde_json::to_value(&reply).expect("JSON")["outcome"].clone();
                    assert_eq!(outcome["unsent"]["why"], "unanswered");
                    break outcome["unsent"]["doubt"].clone();
                }
                step => panic!("{step:?}"),
            }
        };
        assert_eq!(told, why, "{taken} {ending:?}");
    }
}

/// Who goes through a list may take as long as he likes.
#[test]
fn a_slow_reader_is_no_slow_vendor() {
    let (items, names) = hundred();
    let mut session = listing();
    let mut now = BEGIN;
    session.handle(begun(200), now);
    let mut came = Vec::new();
    for part in parts(&items, 2_000) {
        session.handle(part, now);
        came.extend(session.arrived().map(references).unwrap_or_default());
        now = now.plus(10 * MINUTE);
    }
    session.handle(Event::Ended, now);
    let Step::Done { reply } = session.poll(now) else { panic!("no end") };
    assert_eq!(references(reply), Vec::<String>::new());
    assert_eq!(came, names);
}

/// What cannot be followed any more is not asked for: the connection can be closed.
#[test]
fn what_makes_no_sense_is_read_no_further() {
    let mut session = listing();
    session.handle(begun(200), BEGIN);
    assert!(session.wants_part());
    session.handle(Event::Part { bytes: br#"{"status":true,"data":[{},,"#.to_vec() }, BEGIN);
    assert!(!session.wants_part());
    assert!(matches!(session.poll(BEGIN), Step::Wait { why: Why::Backoff, .. }));
    // Late words of it are nobody's.
    session.handle(Event::Part { bytes: b"{}]}".to_vec() }, BEGIN);
    session.handle(Event::Ended, BEGIN);
    assert!(matches!(session.poll(BEGIN), Step::Wait { why: Why::Backoff, .. }));
    // Nor are parts of what never began, or was never asked for.
    let mut session = Merchant::new().begin(Order::ListCharges, "op-1").expect("a good order");
    for event in [begun(200), Event::Part { bytes: b"{}".to_vec() }, Event::Ended] {
        session.handle(event, BEGIN);
        assert!(!session.wants_part());
    }
    assert!(matches!(session.poll(BEGIN), Step::Send { .. }));
}

#[test]
fn an_answer_that_is_no_list_is_gathered_within_its_cap() {
    let fetch = || {
        let order = Order::FetchCharge { reference: "ch_1".to_owned() };
        let mut session = Merchant::new().begin(order, "op-1").expect("a good order");
        assert!(matches!(session.poll(BEGIN), Step::Send { request } if !request.in_parts));
        session.handle(begun(200), BEGIN);
        session
    };
    let body = json!({ "status": true, "data": charge("ch_1") }).to_string();
    let mut session = fetch();
    for byte in body.bytes() {
        session.handle(Event::Part { bytes: vec![byte] }, BEGIN);
        assert!(session.wants_part());
    }
    session.handle(Event::Ended, BEGIN);
    assert!(matches!(
        session.poll(BEGIN),
        Step::Done { reply: Reply::Charge { outcome: Outcome::Settled { .. } } }
    ));
    assert_eq!(session.last_response().map(|last| last.body.as_str()), Some(body.as_str()));

    let mut session = fetch();
    session.handle(Event::Part { bytes: vec![b' '; 1 << 20] }, BEGIN);
    session.handle(Event::Part { bytes: vec![b' '] }, BEGIN);
    assert!(!session.wants_part());
    let Step::Done { reply } = session.poll(BEGIN) else { panic!("no end") };
    let told = serde_json::to_value(&reply).expect("JSON")["outcome"]["unsent"].clone();
    assert_eq!((&told["doubt"], &told["excess"]["limit"]), (&json!("oversized"), &json!(1 << 20)));

    // One that drips for ever.
    let mut session = fetch();
    let mut now = BEGIN;
    while session.wants_part() {
        now = now.plus(1_000);
        session.handle(Event::Part { bytes: vec![b' '] }, now);
        assert!(now < BEGIN.plus(MINUTE));
    }
    assert!(matches!(session.poll(now), Step::Wait { why: Why::Backoff, .. }));

    // A refusal of a list.
    let mut session = listing();
    session.handle(begun(401), BEGIN);
    session.handle(Event::Part { bytes: br#"{"status":false,"message":"no"}"#.to_vec() }, BEGIN);
    session.handle(Event::Ended, BEGIN);
    assert!(matches!(
        session.poll(BEGIN),
        Step::Done { reply: Reply::Charges { outcome: Outcome::Rejected { .. } } }
    ));
}

/// A platform whose transport hands over parts, and breaks off the first answer.
struct Parts {
    now: Time,
    items: Vec<Value>,
    breaks: bool,
    wanted: Vec<bool>,
}

impl Platform for Parts {
    type Stop = PaymentError;

    fn now(&mut self) -> Time {
        self.now
    }

    fn store(&mut self, record: &Record) -> Result<Kept, PaymentError> {
        panic!("{record:?}")
    }

    fn load(&mut self, op: &OpId) -> Result<Option<Record>, PaymentError> {
        panic!("{op:?}")
    }

    fn send(&mut self, _: &Request) -> Result<Response, Failure> {
        Err(Failure::NotSent)
    }

    fn send_in_parts(
        &mut self,
        request: &Request,
        hear: &mut dyn FnMut(Event, Time) -> bool,
    ) -> Result<Option<Response>, Failure> {
        assert!(request.in_parts);
        self.wanted.push(hear(begun(200), self.now));
        for (at, part) in parts(&self.items, 1_000).into_iter().enumerate() {
            if std::mem::take(&mut self.breaks) || at == 4 && self.items.is_empty() {
                return Err(Failure::MaybeSent);
            }
            self.wanted.push(hear(part, self.now));
        }
        Ok(None)
    }

    fn wait(&mut self, until: Time, _: Why) -> Result<Option<Event>, PaymentError> {
        self.now = until;
        Ok(None)
    }

    fn ask(&mut self, _: &Prompt) -> Result<Event, PaymentError> {
        panic!("asks")
    }
}

#[test]
fn the_loop_hands_on_what_arrives() {
    let (items, names) = hundred();
    let platform = || Parts { now: BEGIN, items: items.clone(), breaks: true, wanted: Vec::new() };
    let session = || Merchant::new().begin(Order::ListCharges, "op-1").expect("a good order");
    let mut came = Vec::new();
    let mut transport = platform();
    let last = drive_each(&mut session(), &mut transport, |reply| came.extend(references(reply)));
    assert_eq!(references(last.expect("an end")), Vec::<String>::new());
    assert_eq!(came, names);
    assert!(transport.wanted.iter().all(|wanted| *wanted));
    assert_eq!(drive(&mut session(), &mut platform()).map(references), Ok(names));
}
