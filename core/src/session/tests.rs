use super::*;
use crate::{Dexchange, Senfenico, Stage};

#[test]
fn is_plain_data() {
    fn is<T: Send + Sync + Clone + 'static>() {}
    is::<Session>();
}

fn begin(order: &str, op: &str) -> Session {
    let order: Order = serde_json::from_str(order).unwrap();
    match order.vendor() {
        crate::vendor::Vendor::Senfenico => Senfenico::new("sk_test_sandbox").unwrap().begin(order, op),
        crate::vendor::Vendor::Dexchange => Dexchange::new("dx_test_sandbox").unwrap().begin(order, op),
    }
    .unwrap()
}

fn alone(order: &str, op: &str) -> Session {
    let client = Senfenico::new("sk_test_sandbox").unwrap();
    client.account().begin_alone(serde_json::from_str(order).unwrap(), op).unwrap()
}

/// The first record, whatever is asked before it being answered with a page or a bill.
fn first_record(order: &str) -> Record {
    let (mut session, now) = (begin(order, "op-1"), Time::default());
    let body = r#"{"status": true, "success": true, "data": {"reference": "chk_1", "authorization_url": "https://a.bf"},
        "bills": [{"referenceFacture": "8000000680", "montant": 500}]}"#;
    for _ in 0..4 {
        match session.poll(now) {
            Step::Store { record } => return record,
            Step::Send { .. } => {
                let response = Response { status: 200, headers: Vec::new(), body: body.to_owned() };
                session.handle(Event::Answered { response }, now);
            }
            Step::Load { .. } => session.handle(Event::Loaded { record: None }, now),
            other => panic!("{other:?}"),
        }
    }
    panic!("no record")
}

/// Is it the operation that wrote this record?
fn met(order: &str, op: &str, held: &Record) -> Result<(), PaymentError> {
    let mut session = begin(order, op);
    session.handle(Event::Loaded { record: Some(held.clone()) }, Time::default());
    session.refusal().cloned().map_or(Ok(()), Err)
}

#[test]
fn tells_an_id_used_twice_from_an_operation_met_again() {
    let bulk = |first: &str, second: &str| {
        format!(
            r#"{{"kind": "bulk_payout", "transfers": [{{"amount": 500, "phone": "70000000", "ext_id": "{first}"}},
                {{"amount": 500, "phone": "{second}", "ext_id": "b"}}]}}"#
        )
    };
    let (batch, swapped, redirected) = (bulk("a", "70000001"), bulk("c", "70000001"), bulk("a", "70000002"));
    for (order, other) in [
        (
            r#"{"kind": "collect", "charge": {"amount": 500, "phone": "76000000"}}"#,
            &[
                r#"{"kind": "collect", "charge": {"amount": 501, "phone": "76000000"}}"#,
                r#"{"kind": "collect", "charge": {"amount": 500, "phone": "76000001"}}"#,
                r#"{"kind": "collect", "charge": {"amount": 500, "phone": "76000000", "provider": "sank_bf"}}"#,
                r#"{"kind": "create_charge", "charge": {"amount": 500, "phone": "76000000"}}"#,
            ] as &[&str],
        ),
        (
            r#"{"kind": "payout", "transfer": {"amount": 500, "phone": "70000000", "ext_id": "a"}}"#,
            &[
                r#"{"kind": "payout", "transfer": {"amount": 500, "phone": "70000000", "ext_id": "b"}}"#,
                r#"{"kind": "payout", "transfer": {"amount": 501, "phone": "70000000", "ext_id": "a"}}"#,
            ],
        ),
        (
            r#"{"kind": "settle", "settlement": {"amount": 500}}"#,
            &[r#"{"kind": "settle", "settlement": {"amount": 501}}"#],
        ),
        (
            r#"{"kind": "cancel_settlement", "reference": "a"}"#,
            &[r#"{"kind": "cancel_settlement", "reference": "b"}"#],
        ),
        (
            r#"{"kind": "checkout", "checkout": {"amount": 500, "success_url": "https://a.bf", "cancel_url": "https://a.bf"}}"#,
            &[
                r#"{"kind": "checkout", "checkout": {"amount": 501, "success_url": "https://a.bf", "cancel_url": "https://a.bf"}}"#,
            ],
        ),
        (&batch, &[&swapped, &redirected]),
        (
            r#"{"kind": "create_transfer", "transfer": {"amount": 500, "phone": "70000000", "ext_id": "a"}}"#,
            &[
                r#"{"kind": "create_transfer", "transfer": {"amount": 500, "phone": "70000000", "ext_id": "b"}}"#,
            ],
        ),
        (
            r#"{"kind": "pay_bill", "payment": {"service": "SENELEC_SN_BILL", "customer": "210278816", "external_transaction_id": "a"}}"#,
            &[
                r#"{"kind": "pay_bill", "payment": {"service": "SENEAU_SN_BILL", "customer": "210278816", "external_transaction_id": "a"}}"#,
                r#"{"kind": "pay_bill", "payment": {"service": "SENELEC_SN_BILL", "customer": "210278817", "external_transaction_id": "a"}}"#,
                r#"{"kind": "pay_bill", "payment": {"service": "SENELEC_SN_BILL", "customer": "210278816", "external_transaction_id": "b"}}"#,
                r#"{"kind": "pay_bill", "payment": {"service": "SENELEC_SN_BILL", "customer": "210278816", "external_transaction_id": "a", "bill": "other"}}"#,
            ],
        ),
    ] {
        let held = first_record(order);
        assert_eq!(held.stage, Stage::Open, "{order}");
        assert_eq!(met(order, "op-1", &held), Ok(()), "{order}");
        let another = PaymentError::record("of another operation than the journal was asked for");
        assert_eq!(met(order, "op-2", &held), Err(another), "{order}");
        for other in other {
            assert_eq!(met(other, "op-1", &held).unwrap_err().field(), Some("op_id"), "{other}");
        }
    }
}

#[test]
fn what_a_record_does_not_tell_is_no_difference() {
    let woyofal = |amount: i64, more: &str| {
        format!(
            r#"{{"kind": "pay_bill", "payment": {{"service": "WOYOFAL_SN_BILL", "customer": "07061270877",
                "external_transaction_id": "a", "amount": {amount}{more}}}}}"#
        )
    };
    let held = first_record(&woyofal(500, ""));
    assert_eq!(met(&woyofal(500, r#", "custom_data": "other""#), "op-1", &held), Ok(()));
    assert_eq!(met(&woyofal(501, ""), "op-1", &held).unwrap_err().field(), Some("op_id"));
    let unreadable = Record { state: "{}".to_owned(), ..held };
    let refused = PaymentError::record("sealed with another key, or changed since");
    assert_eq!(met(&woyofal(500, ""), "op-1", &unreadable), Err(refused));
}

#[test]
fn a_process_that_was_frozen_behind_its_record_asks_the_journal_again() {
    let order = r#"{"kind": "create_settlement", "settlement": {"amount": 10000}}"#;
    for (frozen, sends) in [(60_000, true), (60_001, false), (3_600_000, false), (-60_001, false)] {
        let (mut session, begun) = (alone(order, "op-1"), Time::from_millis(1_767_600_000_000));
        assert!(matches!(session.poll(begun), Step::Store { .. }));
        session.handle(Event::Stored, begun);
        match session.poll(begun.plus(frozen)) {
            Step::Send { .. } => assert!(sends, "{frozen}"),
            Step::Store { record } => assert!(!sends && record.sequence == 2, "{frozen}"),
            other => panic!("{other:?}"),
        }
    }
}

/// Another process resumes while the first one waits for the vendor's answer: it waits for what the first
/// one stores, and is asked for the code within a second of that.
#[test]
fn a_payment_that_a_living_process_is_sending_is_not_taken_for_crashed() {
    let client = Senfenico::new("sk_test_sandbox").unwrap();
    let now = Time::from_millis(1_767_600_000_000);
    let order = r#"{"kind": "collect", "charge": {"amount": 1000, "phone": "76000000"}}"#;
    let mut first = alone(order, "op-1");
    let Step::Store { record } = first.poll(now) else { panic!("no record") };
    first.handle(Event::Stored, now);
    assert!(matches!(first.poll(now), Step::Send { .. }));
    let mut second = client.resume(&record, now.plus(400)).unwrap();
    let answered = now.plus(1_500);
    let body = r#"{"status": true, "message": "ok", "data": {"reference": "ch_00000000000000000000000000000001",
        "status": "send_otp", "amount": 1000, "currency": "XOF", "live_mode": false, "display_text": "code"}}"#;
    let response = Response { status: 201, headers: Vec::new(), body: body.to_owned() };
    first.handle(Event::Answered { response }, answered);
    let Step::Store { record: newer } = first.poll(answered) else { panic!("no record") };
    first.handle(Event::Stored, answered);
    assert!(matches!(first.poll(answered), Step::Ask { .. }), "whoever was first asks");
    let (mut clock, mut looks) = (now.plus(400), 0);
    let request = loop {
        match second.poll(clock) {
            Step::Wait { until, why: Why::Elsewhere } => clock = until,
            Step::Load { op_id } => {
                assert_eq!(op_id, record.op_id);
                looks += 1;
                let held = if clock < answered { &record } else { &newer };
                second.handle(Event::Loaded { record: Some(held.clone()) }, clock);
            }
            Step::Send { request } => break request,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((looks, clock), (2, now.plus(2_400)), "within a second of the answer");
    assert_eq!(request.path(), "/v1/payment/charges/ch_00000000000000000000000000000001", "it is read");
    // What another operation stored is not this one's.
    let mut second = client.resume(&record, now.plus(400)).unwrap();
    let foreign = Record { op_id: OpId::parse("op-2").unwrap(), ..newer };
    assert!(matches!(second.poll(now.plus(1_400)), Step::Load { .. }));
    second.handle(Event::Loaded { record: Some(foreign) }, now.plus(1_400));
    assert!(matches!(second.poll(now.plus(1_400)), Step::Wait { why: Why::Elsewhere, .. }));
}

/// An inquiry without a usable answer ends without a record of its own: the journal is asked first, and once.
#[test]
fn an_end_that_no_record_tells_is_told_when_nobody_went_further() {
    let order = r#"{"kind": "pay_bill", "payment": {"service": "SENEAU_SN_BILL", "customer": "31077552",
        "external_transaction_id": "till-31"}}"#;
    let now = Time::from_millis(1_767_600_000_000);
    let asked = |key: &str| {
        let client = Dexchange::new(key).unwrap();
        let mut session =
            client.account().begin_alone(serde_json::from_str(order).unwrap(), "op-31").unwrap();
        assert!(matches!(session.poll(now), Step::Send { .. }));
        session
    };
    let ended = || {
        let mut session = asked("dx_test_sandbox");
        let response = Response { status: 307, headers: Vec::new(), body: String::new() };
        session.handle(Event::Answered { response }, now);
        assert!(matches!(session.poll(now), Step::Load { .. }));
        assert!(matches!(session.poll(now), Step::Load { .. }), "until it is answered");
        session
    };
    let paying = |key: &str| {
        let mut other = asked(key);
        let body =
            r#"{"success": true, "bills": [{"referenceFacture": "FA-31", "montant": 500}]}"#.to_owned();
        other.handle(Event::Answered { response: Response { status: 200, headers: Vec::new(), body } }, now);
        let Step::Store { record } = other.poll(now) else { panic!("no record") };
        record
    };
    let loaded = |record: Option<Record>| {
        let mut session = ended();
        session.handle(Event::Loaded { record }, now);
        let step = session.poll(now);
        (session, step)
    };
    let newer = paying("dx_test_sandbox");
    let (mut session, step) = loaded(None);
    assert!(matches!(step, Step::Done { .. }));
    // Once told, it stays told: what comes late is nothing new.
    session.handle(Event::Loaded { record: Some(newer.clone()) }, now);
    session.handle(Event::Stop, now);
    assert!(matches!(session.poll(now.plus(policy::DAY)), Step::Done { .. }));
    let (_, step) = loaded(Some(newer.clone()));
    assert!(matches!(step, Step::Wait { why: Why::Elsewhere, .. }), "{step:?}");
    let foreign = Record { op_id: OpId::parse("op-32").unwrap(), ..newer };
    assert!(matches!(loaded(Some(foreign)).1, Step::Done { .. }), "of another operation");
    // One that cannot be read: the journal says that another process is at it.
    let (mut session, step) = loaded(Some(paying("dx_test_rotated")));
    assert!(matches!(step, Step::Store { .. }), "{step:?}");
    // A journal that keeps it, or refuses it for ever, is believed.
    session.handle(Event::Taken, now);
    assert!(matches!(session.poll(now), Step::Done { .. }));
}

/// A log handler that reaches back stores the record a second time while the first is being stored.
#[test]
fn who_stored_the_record_is_not_outrun_by_it() {
    let order = r#"{"kind": "create_settlement", "settlement": {"amount": 10000}}"#;
    let (mut session, now) = (alone(order, "op-1"), Time::from_millis(1_767_600_000_000));
    session.handle(Event::Outrun, now);
    assert!(matches!(session.poll(now), Step::Store { .. }), "nothing was stored yet");
    session.handle(Event::Outrun, now);
    let busy = PaymentError::Busy { op_id: OpId::parse("op-1").unwrap() };
    assert_eq!(session.poll(now), Step::Refused { error: busy });
    session.handle(Event::Stored, now);
    assert!(matches!(session.poll(now), Step::Send { .. }));
}

#[test]
fn the_journal_is_asked_before_anything_else() {
    let now = Time::from_millis(1_767_600_000_000);
    let order = r#"{"kind": "payout", "transfer": {"amount": 700, "phone": "70123456", "ext_id": "e-7"}}"#;
    let mut session = begin(order, "op-7").after(["op-5", "op-6"]).unwrap();
    let ended = |op: &str| {
        let mut session = begin(order, op);
        session.handle(Event::Loaded { record: None }, now);
        let Step::Store { record } = session.poll(now) else { panic!("no record") };
        record
    };
    for (asked, held) in [("op-7", None), ("op-5", None), ("op-6", Some(ended("op-6")))] {
        assert!(session.is_opening());
        let Step::Load { op_id } = session.poll(now) else { panic!("not asked") };
        assert_eq!(op_id.as_str(), asked);
        session.handle(Event::Stop, now);
        session.handle(Event::Loaded { record: held }, now);
    }
    // The other try is under way.
    let Step::Refused { error } = session.poll(now) else { panic!("two at once") };
    assert_eq!(error.field(), Some("after[1]"));
    assert!(!session.is_opening() && session.refusal() == Some(&error));
    assert_eq!(begin(order, "op-7").after(["op 5"]).unwrap_err().field(), Some("after[0]"));
    // A question that keeps no record asks nothing.
    assert!(!begin(r#"{"kind": "list_charges"}"#, "op-8").is_opening());
}

#[test]
fn a_limit_ends_a_wait_and_nothing_else() {
    let now = Time::from_millis(1_767_600_000_000);
    let order = r#"{"kind": "payout", "transfer": {"amount": 700, "phone": "70123456", "ext_id": "e-7"}}"#;
    for (limit, waits) in [(None, true), (Some(1), false), (Some(3_600_000), true)] {
        let mut session = alone(order, "op-7");
        session.limit(limit.map(|limit| now.plus(limit)));
        session.poll(now);
        session.handle(Event::Stored, now);
        let step = session.poll(now);
        assert!(matches!(step, Step::Send { .. }), "{limit:?} {step:?}");
        session.handle(Event::Failed { failure: crate::http::Failure::MaybeSent }, now);
        let mut step = session.poll(now);
        while matches!(step, Step::Store { .. }) {
            session.handle(Event::Stored, now);
            step = session.poll(now);
        }
        match step {
            Step::Wait { .. } => assert!(waits, "{limit:?}"),
            Step::Done { reply } => assert!(!waits && reply.is_unknown(), "{limit:?}"),
            other => panic!("{other:?}"),
        }
    }
}

/// The code of a web shop's request comes before the vendor was looked at; one for another question is not taken
/// for its answer.
#[test]
fn an_answer_that_comes_early_is_kept_for_its_question() {
    let now = Time::from_millis(1_767_600_000_000);
    let answer =
        |body: String| Event::Answered { response: Response { status: 200, headers: Vec::new(), body } };
    let body = |status: &str| {
        format!(
            r#"{{"status": true, "message": "ok", "data": {{"reference": "ch_00000000000000000000000000000001",
            "status": "{status}", "amount": 1000, "currency": "XOF", "live_mode": false, "display_text": "code"}}}}"#
        )
    };
    let mut first = alone(r#"{"kind": "collect", "charge": {"amount": 1000, "phone": "76000000"}}"#, "op-1");
    let mut records = Vec::new();
    for _ in 0..4 {
        match first.poll(now) {
            Step::Store { record } => {
                records.push(record);
                first.handle(Event::Stored, now);
            }
            Step::Send { .. } => first.handle(answer(body("send_otp")), now),
            _ => break,
        }
    }
    for (event, sends) in [
        (Event::Otp { code: "12 34 56".to_owned() }, true),
        (Event::Shown, false),
        (Event::Bill { reference: "123456".to_owned() }, false),
    ] {
        let account = Senfenico::new("sk_test_sandbox").unwrap().account().clone();
        let mut session = account.resume(records.last().unwrap(), now).unwrap();
        session.handle(event.clone(), now);
        assert!(matches!(session.poll(now), Step::Send { .. }), "the vendor is looked at first");
        session.handle(answer(body("send_otp")), now);
        let submits = (0..4).any(|_| match session.poll(now) {
            Step::Store { .. } => {
                session.handle(Event::Stored, now);
                false
            }
            Step::Load { .. } => {
                session.handle(Event::Loaded { record: records.last().cloned() }, now);
                false
            }
            Step::Send { request } => request.body.is_some_and(|body| body.contains("123456")),
            _ => false,
        });
        assert_eq!(submits, sends, "{event:?}");
        if !sends {
            assert!(matches!(session.poll(now), Step::Ask { .. }), "{event:?}");
        }
    }
}

#[test]
fn a_webhook_that_comes_while_the_journal_is_asked_is_heard() {
    let now = Time::from_millis(1_767_600_000_000);
    let order = r#"{"kind": "create_settlement", "settlement": {"amount": 10000}}"#;
    let body = br#"{"event": "settlement.success", "data": {"reference": "st_1", "status": "success"}}"#;
    let keys = crate::senfenico::webhook::WebhookKeys::new(["whk_a"]).unwrap();
    let hash = crate::senfenico::webhook::sign(body, "whk_a");
    let notice = crate::senfenico::webhook::read(body, &hash, &keys).unwrap();
    let mut session = begin(order, "op-1");
    for _ in 0..20 {
        session.handle(Event::Notified { notice: notice.clone() }, now);
    }
    session.handle(Event::Loaded { record: None }, now);
    assert_eq!(session.newest.heard.len(), 8, "no more than that are kept anywhere");
}
