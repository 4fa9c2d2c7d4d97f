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
