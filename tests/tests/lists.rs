//! Lists that arrive in parts: what is found in them, what is not concluded from half of one, and what is
//! handed on while they arrive.

use serde_json::{Value, json};
use xaalis::http::{Failure, Request, Response};
use xaalis::policy::{IN_FLIGHT_GRACE, LIST_TIMEOUT, MINUTE, READ_TIMEOUT};
use xaalis::senfenico::{NewCharge, NewTransfer};
use xaalis::value::{OpId, Time};
use xaalis::{Event, Order, Outcome, Platform, Prompt, Record, Reply, Session, Step, Why, drive, drive_each};
use xaalis_tests::script::{BEGIN, Script, stamp};
use xaalis_tests::world::Merchant;

const CHARGES: &str = "/v1/payment/charges";
const TRANSFERS: &str = "/v1/payment/transfers/";

/// A vendor's answer, cut into parts of so many bytes.
fn parts(items: &[Value], size: usize) -> Vec<Event> {
    let body = json!({ "status": true, "message": "é€🙂", "data": items }).to_string();
    body.as_bytes().chunks(size).map(|bytes| Event::Part { bytes: bytes.to_vec() }).collect()
}

fn begun(status: u16) -> Event {
    Event::Begun { response: Response { status, headers: Vec::new(), body: String::new() } }
}

/// A whole list.
fn arrives(script: &mut Script, items: &[Value]) {
    script.told(begun(200));
    for part in parts(items, 41) {
        assert!(script.session.wants_part());
        script.told(part);
    }
    script.told(Event::Ended);
    assert!(!script.session.wants_part());
}

/// A list of which so many bytes come.
fn breaks_off(script: &mut Script, items: &[Value], after: usize) {
    script.told(begun(200));
    for part in parts(items, 1).into_iter().take(after) {
        script.told(part);
    }
    script.told(Event::Failed { failure: Failure::MaybeSent });
}

fn charge(reference: &str) -> Value {
    json!({ "reference": reference, "status": "success", "amount": 1_400, "live_mode": false,
        "provider": "orange_bf", "phone": "77112233", "created_at": stamp(BEGIN.plus(3_000)) })
}

/// A charge whose answer was lost, and whose list is being asked for.
fn lost() -> Script {
    let mut script = Script::begin(Order::Collect { charge: NewCharge::new(1_400, "77112233") });
    script.sends("/v1/payment/charges/").fails(Failure::MaybeSent);
    script.waits(Why::Reconciling);
    script.sends(CHARGES);
    script
}

#[test]
fn a_lost_charge_is_found_among_many() {
    let mut items: Vec<_> = (0..300)
        .map(|n| {
            let mut other = charge(&format!("ch_{n}"));
            other["phone"] = json!(format!("76{n:06}"));
            other
        })
        .collect();
    // Twice, as lists show a payment that moves while they are made.
    items.insert(20, charge("ch_ours"));
    items.push(charge("ch_ours"));
    let mut script = lost();
    arrives(&mut script, &items);
    script.sends("/v1/payment/charges/ch_ours");

    // Two that fit are told apart by nobody, wherever they stand.
    items.insert(200, charge("ch_rival"));
    let mut script = lost();
    arrives(&mut script, &items);
    assert_eq!(script.ends()["unknown"]["why"], "ambiguous");
}

/// What was seen of it may not be alone in the rest, and what was not may be there.
#[test]
fn nothing_is_concluded_from_half_a_list() {
    let ours = [charge("ch_ours"), json!({ "reference": "ch_2", "status": "success", "amount": 9 })];
    let length = parts(&ours, 1).len();
    for after in 0..=length {
        let mut script = lost();
        breaks_off(&mut script, &ours, after);
        script.waits(Why::Backoff);
        script.sends(CHARGES);
        // The rest holds another one.
        arrives(&mut script, &[charge("ch_ours"), charge("ch_rival")]);
        assert_eq!(script.ends()["unknown"]["why"], "ambiguous", "{after}");
    }
    // Ended without its end, by a transport that could not tell.
    let mut script = lost();
    script.told(begun(200));
    for part in parts(&ours, 1).into_iter().take(length - 1) {
        script.told(part);
    }
    script.told(Event::Ended).waits(Why::Backoff);
}

#[test]
fn what_was_seen_of_a_list_that_broke_off_is_void() {
    let rival = [charge("ch_rival"), charge("ch_x")];
    let mut unreadable = charge("ch_odd");
    unreadable["status"] = Value::Null;
    for first in [&rival[..], &[unreadable, charge("ch_x")]] {
        let mut script = lost();
        breaks_off(&mut script, first, parts(first, 1).len() - 20);
        script.waits(Why::Backoff);
        script.sends(CHARGES);
        arrives(&mut script, &[charge("ch_ours")]);
        script.sends("/v1/payment/charges/ch_ours");
        // The same for a second one that comes whole.
        let mut script = lost();
        breaks_off(&mut script, first, parts(first, 1).len() - 20);
        script.waits(Why::Backoff);
        script.sends(CHARGES).hears(&json!({ "status": true, "data": [charge("ch_ours")] }));
        script.sends("/v1/payment/charges/ch_ours");
    }
}

#[test]
fn an_item_that_is_too_large_may_be_ours() {
    let mut large = charge("ch_large");
    // Whatever its beginning says of it.
    large["amount"] = json!(9);
    large["note"] = json!("x".repeat(1 << 20));
    for (items, why) in [(vec![large.clone()], "unreadable"), (vec![charge("ch_ours"), large], "ambiguous")] {
        let mut script = lost();
        script.told(begun(200));
        for part in parts(&items, 65_536) {
            script.told(part);
        }
        script.told(Event::Ended).told(Event::Stop);
        assert_eq!(script.ends()["unknown"]["why"], why);
    }
}

#[test]
fn each_payout_of_a_batch_is_found_where_the_list_shows_it() {
    let transfers = ["w-1", "w-2", "w-3", "w-4"].map(|id| NewTransfer::new(1_400, "70112233", id)).to_vec();
    let mut script = Script::begin(Order::BulkPayout { transfers });
    script.sends("/v1/payment/transfers/bulk/").fails(Failure::MaybeSent);
    script.waits(Why::Pending);
    let transfer = |reference: &str, id: &str, status: &str| {
        json!({ "reference": reference, "ext_id": id, "status": status, "amount": 1_400, "live_mode": false,
            "recipient_phone": "70112233", "recipient_wallet": "moov_bf" })
    };
    let odd = json!({ "reference": "tr_8", "ext_id": "W-4", "status": "success", "amount": "1E+3 F" });
    let others = (0..100).map(|n| transfer(&format!("tr_o{n}"), &format!("other-{n}"), "success"));
    let mut items: Vec<_> = others.collect();
    items.insert(3, transfer("tr_1", "w-1", "success"));
    items.insert(50, transfer("tr_2", "W-2", "success"));
    items.insert(51, transfer("tr_3", "w-3", "success"));
    items.push(transfer("tr_4", "w-3", "success"));
    items.push(odd);
    script.sends(TRANSFERS);
    // What is seen before it breaks off is not believed.
    breaks_off(&mut script, &[transfer("tr_9", "w-4", "success"), json!(1)], 150);
    script.waits(Why::Backoff);
    script.sends(TRANSFERS);
    arrives(&mut script, &items);
    script.told(Event::Stop);
    let ended = script.ends();
    let outcome = |at: usize| &ended[at]["outcome"];
    assert_eq!(outcome(0)["value"]["reference"], "tr_1");
    assert_eq!(outcome(1)["value"]["reference"], "tr_2");
    assert_eq!(outcome(2)["unknown"]["why"], "ambiguous");
    assert_eq!(outcome(3)["unknown"]["why"], "unreadable");
}

/// A list goes on as long as it arrives, though not for ever; silence is not waited for.
#[test]
fn a_search_is_not_held_up_for_ever() {
    let mut script = lost();
    let sent = script.now;
    script.told(begun(200)).told(Event::Part { bytes: br#"{"status":true,"data":["#.to_vec() });
    let mut heard = 0;
    while script.session.wants_part() {
        let Step::Wait { until, why: Why::InFlight } = script.step() else { break };
        assert!(until <= sent.plus(LIST_TIMEOUT));
        script.now = script.now.plus(READ_TIMEOUT);
        script.told(Event::Part { bytes: format!("{},", charge("ch_other")).into_bytes() });
        heard += 1;
        assert!(heard < 100);
    }
    assert_eq!(heard, LIST_TIMEOUT / READ_TIMEOUT);
    script.waits(Why::Backoff);

    let mut script = lost();
    script.told(begun(200));
    assert_eq!(script.waits(Why::InFlight), READ_TIMEOUT + IN_FLIGHT_GRACE);
    assert!(!script.session.wants_part() || matches!(script.step(), Step::Wait { .. }));
    script.waits(Why::Backoff);
    // Told to stop, it reads no more.
    let mut script = lost();
    script.told(begun(200)).told(Event::Stop);
    assert_eq!(script.ends()["unknown"]["why"], "no_answer");
    assert!(!script.session.wants_part());
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
    type Stop = ();

    fn now(&mut self) -> Time {
        self.now
    }

    fn store(&mut self, _: &Record) -> Result<bool, ()> {
        Err(())
    }

    fn load(&mut self, _: &OpId) -> Result<Option<Record>, ()> {
        Err(())
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

    fn wait(&mut self, until: Time, _: Why) -> Result<Option<Event>, ()> {
        self.now = until;
        Ok(None)
    }

    fn ask(&mut self, _: &Prompt) -> Result<Event, ()> {
        Err(())
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
