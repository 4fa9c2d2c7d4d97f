use super::*;
use crate::http::Response;
use crate::policy::{MINUTE, SECOND};
use crate::value::Reference;
use crate::webhook::Notice;
use crate::{Dexchange, Order, Senfenico};

const DAWN: Time = Time::from_millis(1_767_600_000_000);
const CHARGE: &str = "ch_00000000000000000000000000000001";

fn account() -> Account {
    Senfenico::new("sk_test_sandbox").unwrap().account().clone()
}

fn answer(status: &str) -> Event {
    let body = format!(
        r#"{{"status": true, "message": "ok", "data": {{"reference": "{CHARGE}", "status": "{status}", "amount": 1000,
        "currency": "XOF", "live_mode": false, "display_text": "Du 76 00 00 00 : *144*10*87654321*500#"}}}}"#
    );
    Event::Answered { response: Response { status: 200, headers: Vec::new(), body } }
}

/// The newest record of a charge that waits for its payer.
fn waiting(status: &str) -> Record {
    let order = r#"{"kind": "collect", "charge": {"amount": 1000, "phone": "76000000"}}"#;
    let order: Order = serde_json::from_str(order).unwrap();
    let mut session = account().begin_alone(order, "op-1").unwrap();
    let mut newest = None;
    loop {
        match session.poll(DAWN) {
            Step::Store { record } => newest = Some(record),
            Step::Send { .. } => {
                session.handle(answer(status), DAWN);
                continue;
            }
            _ => return newest.unwrap(),
        }
        session.handle(Event::Stored, DAWN);
    }
}

fn calm(record: &Record, now: Time) -> Session {
    account().resume_calmly(record, now).unwrap()
}

fn until(session: &mut Session, now: Time) -> Time {
    match session.poll(now) {
        Step::Wait { until, why: Why::Pending } => until,
        other => panic!("{other:?}"),
    }
}

fn claim(session: &mut Session, now: Time) -> Record {
    match session.poll(now) {
        Step::Store { record } => record,
        other => panic!("{other:?}"),
    }
}

/// The journal holds nothing newer.
fn next(session: &mut Session, now: Time) -> Step {
    match session.poll(now) {
        Step::Load { .. } => {
            session.handle(Event::Loaded { record: None }, now);
            session.poll(now)
        }
        step => step,
    }
}

#[test]
fn of_two_pages_at_once_one_looks_and_the_other_waits_for_the_next_look() {
    let record = waiting("pay_offline");
    let due = until(&mut calm(&record, DAWN.plus(500)), DAWN.plus(500));
    let (mut one, mut other) = (calm(&record, due), calm(&record, due));
    let stored = claim(&mut one, due);
    assert_eq!((stored.sequence, stored.stage), (record.sequence + 1, record.stage));
    assert_eq!(claim(&mut other, due).sequence, stored.sequence);
    one.handle(Event::Stored, due);
    assert!(matches!(one.poll(due), Step::Send { .. }));
    other.handle(Event::Outrun, due);
    assert!(matches!(other.poll(due), Step::Load { .. }));
    other.handle(Event::Loaded { record: Some(stored.clone()) }, due);
    let next = until(&mut other, due);
    assert!((due.plus(3 * SECOND)..due.plus(10 * SECOND)).contains(&next), "the next rung: {next:?}");
    assert_eq!(until(&mut calm(&stored, due), due), next, "whoever comes");
    // A journal that refuses and holds nothing newer: somebody is at it.
    let mut other = calm(&record, due);
    claim(&mut other, due);
    other.handle(Event::Outrun, due);
    assert!(matches!(other.poll(due), Step::Load { .. }));
    other.handle(Event::Loaded { record: Some(record) }, due);
    claim(&mut other, due);
    other.handle(Event::Outrun, due);
    assert!(matches!(other.poll(due), Step::Refused { error: PaymentError::Busy { .. } }));
}

#[test]
fn nothing_is_shown_differently_while_it_is_left_alone() {
    let record = waiting("pay_offline");
    let text = "Du 76••••00 : *144*10*87654321*500#".to_owned();
    let shown = Some(Prompt::Dial { text });
    let mut session = calm(&record, DAWN.plus(500));
    assert_eq!((record.to_show(), session.to_show()), (shown.clone(), shown.clone()));
    let due = until(&mut session, DAWN.plus(500));
    claim(&mut session, due);
    session.handle(Event::Stored, due);
    assert!(matches!(session.poll(due), Step::Send { .. }));
    session.handle(answer("pay_offline"), due);
    assert!(matches!(next(&mut session, due), Step::Ask { .. }));
    assert_eq!(session.to_show(), shown);
    session.handle(Event::Shown, due);
    assert_eq!(session.to_show(), shown);
}

#[test]
fn a_limit_has_it_look_once_and_then_stop() {
    let record = waiting("send_otp");
    let now = DAWN.plus(500);
    let mut session = calm(&record, now);
    session.limit(Some(now.plus(SECOND)));
    assert!(matches!(session.poll(now), Step::Send { .. }), "looks before it says what it knows");
    session.handle(answer("pending"), now);
    session.poll(now);
    session.handle(Event::Stored, now);
    while let Step::Store { .. } = session.poll(now) {
        session.handle(Event::Stored, now);
    }
    assert!(matches!(session.poll(now), Step::Done { .. }));
    // Without one, or with a longer one, it waits.
    for limit in [None, Some(now.plus(MINUTE))] {
        let mut session = calm(&record, now);
        session.limit(limit);
        until(&mut session, now);
    }
}

#[test]
fn a_clock_that_is_wrong_puts_no_look_off() {
    let record = waiting("send_otp");
    // By a clock that ran ahead when the vendor was asked, and when it was resumed.
    for behind in [1, MINUTE, 9_000 * MINUTE] {
        assert_eq!(claim(&mut calm(&record, DAWN.plus(-behind)), DAWN.plus(-behind)).sequence, 3);
        let mut session = calm(&record, DAWN.plus(500));
        until(&mut session, DAWN.plus(500));
        claim(&mut session, DAWN.plus(499 - behind));
    }
    // Seen by a customer whose page ran on such a clock.
    let ahead = DAWN.plus(60 * MINUTE);
    let mut seen = account().resume(&waiting("pay_offline"), ahead).unwrap();
    seen.handle(Event::Shown, ahead);
    assert!(matches!(seen.poll(ahead), Step::Send { .. }));
    seen.handle(answer("pay_offline"), ahead);
    let Step::Store { record: mut kept } = next(&mut seen, ahead) else { panic!("not kept") };
    kept.state = with_asked(unsealed(&kept.state), Some(DAWN));
    account().keys.seal(&mut kept);
    claim(&mut calm(&kept, DAWN.plus(SECOND)), DAWN.plus(SECOND));
    // It is never waited for longer than the ladder waits.
    for age in (0..3_000).map(|n| n * 7_919) {
        let now = DAWN.plus(age);
        let looked = Record { state: with_asked(record.state.clone(), Some(now)), ..record.clone() };
        let rest = Rest::of(&looked, People::default(), now).map(|rest| rest.until.since(now));
        let ladder = next_look(&record.op_id, DAWN, now).map(|next| next.since(now));
        assert!(rest <= ladder && rest.is_some_and(|rest| rest > 0), "{age}: {rest:?} {ladder:?}");
    }
}

#[test]
fn a_journal_that_refuses_the_look_keeps_nobody_from_it() {
    let record = waiting("send_otp");
    let later = DAWN.plus(MINUTE);
    let mut session = calm(&record, later);
    claim(&mut session, later);
    session.handle(Event::Taken, later);
    assert!(matches!(session.poll(later), Step::Send { .. }));
    // What a person says while it is stored is heard after it.
    let mut session = calm(&record, later);
    claim(&mut session, later);
    session.handle(Event::Otp { code: "123456".to_owned() }, later);
    session.look_now();
    assert!(matches!(session.poll(later), Step::Store { .. }), "until it is answered");
    session.handle(Event::Stored, later);
    assert!(matches!(session.poll(later), Step::Send { .. }));
    session.handle(answer("send_otp"), later);
    assert!(matches!(next(&mut session, later), Step::Store { .. }), "the code's own record");
}

#[test]
fn what_wakes_it_and_what_does_not() {
    let record = waiting("send_otp");
    let now = DAWN.plus(500);
    let notice = serde_json::json!({ "vendor": "senfenico", "event": "charge.success", "reference": CHARGE,
        "status": "success", "dedupe": "1" });
    let notice: Notice = serde_json::from_value(notice).unwrap();
    for (event, wakes) in [
        (Event::Notified { notice }, true),
        (Event::Shown, true),
        (Event::Stored, false),
        (Event::Outrun, false),
        (answer("success"), false),
        (Event::Loaded { record: None }, false),
    ] {
        let mut session = calm(&record, now);
        until(&mut session, now);
        session.handle(event.clone(), now);
        assert_eq!(matches!(session.poll(now), Step::Send { .. }), wakes, "{event:?}");
    }
}

/// Woken, it stays awake when another page was faster with the look.
#[test]
fn a_code_waits_for_nobody_else_s_look() {
    let record = waiting("send_otp");
    let later = DAWN.plus(MINUTE);
    let looked = claim(&mut calm(&record, later), later);
    let mut session = calm(&record, DAWN.plus(500));
    until(&mut session, DAWN.plus(500));
    session.handle(Event::Otp { code: "123456".to_owned() }, later);
    assert!(matches!(session.poll(later), Step::Send { .. }));
    session.handle(answer("send_otp"), later);
    assert!(matches!(session.poll(later), Step::Load { .. }));
    session.handle(Event::Loaded { record: Some(looked) }, later);
    assert!(matches!(session.poll(later), Step::Send { .. }));
    session.handle(answer("send_otp"), later);
    assert!(matches!(next(&mut session, later), Step::Store { .. }), "the code's own record");
}

#[test]
fn what_is_given_up_is_shown_to_nobody() {
    let mut session = calm(&waiting("send_otp"), DAWN.plus(500));
    assert!(session.to_show().is_some() && session.can_abandon());
    session.abandon(DAWN.plus(500)).unwrap();
    assert_eq!(session.to_show(), None);
}

#[test]
fn what_was_asked_stands_once_in_a_state() {
    let at = |ms| Some(Time::from_millis(ms));
    let once = with_asked(r#"{"under_way_until":7,"a":1}"#.to_owned(), at(3));
    assert_eq!(once, r#"{"asked":3,"under_way_until":7,"a":1}"#);
    assert_eq!(with_asked(once.clone(), at(-4)), r#"{"asked":-4,"under_way_until":7,"a":1}"#);
    assert_eq!(with_asked(once.clone(), None), once);
    assert_eq!(with_asked(String::new(), at(1)), "");
}

/// A bill that the vendor took is followed like a charge; one whose answer nobody heard goes on at once.
#[test]
fn a_bill_is_left_alone_once_the_vendor_named_it() {
    let order = r#"{"kind": "pay_bill", "payment": {"service": "WOYOFAL_SN_BILL", "customer": "07061270877",
        "external_transaction_id": "a", "amount": 1000}}"#;
    let order: Order = serde_json::from_str(order).unwrap();
    let account = Dexchange::new("dx_test_sandbox").unwrap().account().clone();
    let mut session = account.begin_alone(order, "op-1").unwrap();
    let first = claim(&mut session, DAWN);
    session.handle(Event::Stored, DAWN);
    assert!(matches!(session.poll(DAWN), Step::Send { .. }));
    let body = r#"{"message": "ok", "transaction": {"success": true, "transactionId": "TID900432456",
        "transactionStatus": "PENDING", "status": "PENDING", "externalTransactionId": "a", "transactionAmount": 1000,
        "amount": 1000, "number": "07061270877"}}"#;
    let response = Response { status: 200, headers: Vec::new(), body: body.to_owned() };
    session.handle(Event::Answered { response }, DAWN);
    let named = claim(&mut session, DAWN);
    assert_eq!(named.reference.as_ref().map(Reference::as_str), Some("TID900432456"));
    let soon = DAWN.plus(500);
    let due = until(&mut account.resume_calmly(&named, soon).unwrap(), soon);
    assert!((DAWN.plus(3 * SECOND)..DAWN.plus(4 * SECOND)).contains(&due), "{due:?}");
    let mut session = account.resume_calmly(&named, due).unwrap();
    claim(&mut session, due);
    session.handle(Event::Stored, due);
    assert!(matches!(session.poll(due), Step::Send { .. }));
    // A callback that was not looked into yet is.
    let mut session = account.resume(&named, soon).unwrap();
    let notice = serde_json::json!({ "vendor": "dexchange", "event": "BILL", "reference": "TID900432456",
        "ext_id": "a", "status": "SUCCESS", "amount": 1000, "dedupe": "1" });
    let notice: Notice = serde_json::from_value(notice).unwrap();
    session.handle(Event::Notified { notice }, soon);
    let told = claim(&mut session, soon);
    assert!(matches!(account.resume_calmly(&told, soon).unwrap().poll(soon), Step::Send { .. }));
    let mut session = account.resume_calmly(&first, soon).unwrap();
    assert!(matches!(session.poll(soon), Step::Wait { why: Why::Elsewhere, .. }));
}
