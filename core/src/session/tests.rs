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
        crate::webhook::Vendor::Senfenico => Senfenico::new("sk_test_sandbox").unwrap().begin(order, op),
        crate::webhook::Vendor::Dexchange => Dexchange::new("dx_test_sandbox").unwrap().begin(order, op),
    }
    .unwrap()
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
            other => panic!("{other:?}"),
        }
    }
    panic!("no record")
}

/// Is it the operation that wrote this record?
fn met(order: &str, op: &str, held: &Record) -> Result<(), PaymentError> {
    begin(order, op).go_on_from(Some(held), Time::default()).map(|_| ())
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
        let (mut session, begun) = (begin(order, "op-1"), Time::from_millis(1_767_600_000_000));
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
    let mut first = begin(order, "op-1");
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
        let mut session = client.begin(serde_json::from_str(order).unwrap(), "op-31").unwrap();
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
