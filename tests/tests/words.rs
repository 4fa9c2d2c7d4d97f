//! What a record tells whoever shows it, and which webhooks are about it.

use serde_json::{Value, json};
use xaalis::Vendor;
use xaalis::dexchange::{NewPayBill, Service};
use xaalis::http::Failure;
use xaalis::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use xaalis::value::{Mode, OpId, Reference};
use xaalis::webhook::Notice;
use xaalis::{Event, Journal, MemoryJournal, Order, Record, Stage};
use xaalis_tests::script::Script;

const CHARGE: &str = "ch_51a2b3c4d5e6f708192a3b4c5d6e7f80";

fn charge(status: &str) -> Value {
    let data = json!({ "reference": CHARGE, "status": status, "amount": 2500, "live_mode": false });
    json!({ "status": true, "data": data })
}

fn collect() -> Script {
    let mut script = Script::begin(Order::Collect { charge: NewCharge::new(2_500, "+226 76 11 22 33") });
    script.sends("/v1/payment/charges/");
    script
}

/// What the newest record tells, but for what it does not.
fn words(script: &Script) -> Value {
    let words = script.records.last().expect("a record").words();
    let Value::Object(mut words) = serde_json::to_value(words).expect("words are JSON") else { panic!() };
    words.retain(|_, value| !value.is_null());
    Value::Object(words)
}

#[test]
fn a_charge_tells_its_amount_its_masked_payer_and_how_it_ended() {
    let mut paid = collect();
    assert_eq!(words(&paid), json!({ "amount": 2500, "payer": "76••••33" }));
    paid.hears(&charge("success"));
    paid.sends(&format!("/v1/payment/charges/{CHARGE}")).hears(&charge("success")).ends();
    assert_eq!(words(&paid), json!({ "ended": "settled", "amount": 2500, "payer": "76••••33" }));
    for record in &paid.records {
        assert!(!record.state.contains("761122") && !record.state.contains("112233"), "the number itself");
    }

    let mut refused = collect();
    let no = json!({ "status": false, "message": "76112233 : solde", "error_code": "INSUFFICIENT_FUNDS" });
    refused.hears_with(402, &no).ends();
    let told = words(&refused);
    assert_eq!((&told["ended"], &told["code"]), (&json!("rejected"), &json!("INSUFFICIENT_FUNDS")));

    let mut lost = collect();
    lost.fails(Failure::MaybeSent).told(Event::Stop).ends();
    assert_eq!(words(&lost), json!({ "ended": "unknown", "amount": 2500, "payer": "76••••33" }));

    let mut unsent = Script::begin(Order::Payout { transfer: NewTransfer::new(700, "70445566", "p-1") });
    unsent.sends("/v1/payment/transfers/").told(Event::Failed { failure: Failure::NotSent });
    unsent.told(Event::Stop).ends();
    let told = words(&unsent);
    assert_eq!(
        (&told["ended"], &told["amount"], &told["payer"]),
        (&json!("not_sent"), &json!(700), &Value::Null)
    );
    assert!(told["unsent"]["why"].is_string() && told["code"].is_null(), "{told}");
}

#[test]
fn every_kind_of_order_tells_what_its_record_holds() {
    let mut settle = Script::begin(Order::Settle { settlement: NewSettlement { amount: 5_001 } });
    settle.sends("/v1/payment/settlements/");
    assert_eq!(words(&settle), json!({ "amount": 5001 }));

    let (success_url, cancel_url) = ("https://shop.example/yes".into(), "https://shop.example/no".into());
    let checkout = NewCheckout { amount: 1_200, success_url, cancel_url, email: None };
    let mut page = Script::begin(Order::Checkout { checkout });
    let open =
        json!({ "reference": "chk_1", "authorization_url": "https://pay.example/chk_1", "live_mode": false });
    page.sends("/v1/payment/checkouts/initialize/").hears(&json!({ "status": true, "data": open }));
    page.step();
    assert_eq!(words(&page), json!({ "amount": 1200 }));

    let payment = NewPayBill::new(Service::Woyofal, "04123456789", "bill-1").amount(3_000);
    let mut bill = Script::begin(Order::PayBill { payment });
    bill.step();
    assert_eq!(words(&bill), json!({ "amount": 3000, "payer": "04••••89" }));

    let ordered = [NewTransfer::new(700, "70445566", "a"), NewTransfer::new(155, "70445577", "b")];
    let mut bulk = Script::begin(Order::BulkPayout { transfers: ordered.to_vec() });
    bulk.sends("/v1/payment/transfers/bulk/");
    assert_eq!(words(&bulk), json!({ "amount": 855 }));
    bulk.told(Event::Failed { failure: Failure::MaybeSent }).told(Event::Stop).ends();
    assert_eq!(words(&bulk), json!({ "ended": "unknown", "amount": 855 }));

    // A single call's record says no more than that it may have happened.
    let mut once = Script::begin(Order::CreateCharge { charge: NewCharge::new(2_500, "76112233") });
    once.sends("/v1/payment/charges/").fails(Failure::MaybeSent).ends();
    assert_eq!(words(&once), json!({ "ended": "unknown" }));
}

#[test]
fn a_record_that_cannot_be_read_tells_less() {
    let mut script = collect();
    script.fails(Failure::MaybeSent).told(Event::Stop).ends();
    let whole = script.records.last().expect("a record").clone();
    for (state, operation) in
        [("", "collect"), ("{}", "collect"), (&*whole.state, "none"), ("[", "bulk_payout")]
    {
        let (state, operation) = (state.to_owned(), operation.to_owned());
        script.records.push(Record { state, operation, ..whole.clone() });
        assert_eq!(words(&script), json!({ "ended": "unknown" }));
    }
    // Written before the payer was kept masked.
    let state = whole.state.replace(r#","masked":"76••••33""#, "");
    assert_ne!(state, whole.state);
    script.records.push(Record { state, ..whole });
    assert_eq!(words(&script), json!({ "ended": "unknown", "amount": 2500 }));
}

fn named(text: Option<&str>) -> Option<Reference> {
    text.map(|text| Reference::parse(text).expect("a reference"))
}

fn record(op: &str, reference: Option<&str>, ours: Option<&str>) -> Record {
    Record {
        version: 2,
        op_id: OpId::parse(op).expect("an id"),
        sequence: 1,
        vendor: Vendor::Senfenico,
        mode: Mode::Test,
        operation: "payout".to_owned(),
        stage: Stage::Open,
        reference: named(reference),
        our_reference: named(ours),
        state: "{}".to_owned(),
    }
}

fn notice(reference: Option<&str>, ours: Option<&str>) -> Notice {
    let text = json!({ "vendor": "senfenico", "event": "transfer.success", "status": "success", "dedupe": "0",
        "reference": reference, "ext_id": ours });
    serde_json::from_value(text).expect("a notice")
}

#[test]
fn a_webhook_is_about_a_record_by_the_vendors_reference_or_else_by_ours() {
    let held = record("a", Some("tr_1"), Some("Pay-7"));
    for (reference, ours, about) in [
        (Some("tr_1"), None, true),
        (Some("tr_1"), Some("other"), true),
        (None, Some("Pay-7"), true),
        (None, Some("pay-7"), true),
        (Some("tr_2"), Some("Pay-7"), true),
        (Some("TR_1"), None, false),
        (Some("Pay-7"), Some("tr_1"), false),
        (None, None, false),
    ] {
        assert_eq!(held.is_about(&notice(reference, ours)), about, "{reference:?} {ours:?}");
    }
    assert!(!record("a", None, None).is_about(&notice(None, None)));
    let other = Notice { vendor: Vendor::Dexchange, ..notice(Some("tr_1"), Some("Pay-7")) };
    assert!(!held.is_about(&other), "another vendor's");
    for (mode, live_mode, about) in [
        (Mode::Test, Some(false), true),
        (Mode::Test, Some(true), false),
        (Mode::Live, Some(true), true),
        (Mode::Live, Some(false), false),
    ] {
        let told = Notice { live_mode, ..notice(Some("tr_1"), None) };
        assert_eq!(Record { mode, ..held.clone() }.is_about(&told), about, "{mode:?} {live_mode:?}");
    }
}

#[test]
fn the_index_of_a_journal_finds_what_a_look_through_all_records_does() {
    let held = [
        record("a", Some("tr_1"), Some("e-1")),
        record("b", None, Some("e-1")),
        record("c", Some("tr_3"), Some("e-2")),
        record("d", None, Some("E-2")),
        record("e", Some("tr_5"), None),
    ];
    let mut journal = MemoryJournal::new();
    for record in &held {
        journal.put(record).expect("kept");
    }
    for (reference, ours, op) in [
        (Some("tr_1"), Some("e-1"), Some("a")),
        (Some("tr_9"), Some("e-1"), Some("b")),
        (None, Some("e-2"), Some("c")),
        (None, Some("E-2"), Some("d")),
        (Some("tr_5"), Some("e-2"), Some("e")),
        (Some("tr_9"), None, None),
        (None, None, None),
    ] {
        let asked = notice(reference, ours);
        let among = asked.among(&held).map(|record| record.op_id.as_str());
        assert_eq!(among, op, "{reference:?} {ours:?}");
        let (theirs, ours) = (asked.reference.as_ref(), asked.ext_id.as_ref());
        let found = journal.find((Vendor::Senfenico, Mode::Test), theirs, ours);
        assert_eq!(found.map(|record| record.op_id.as_str()), op, "{reference:?}");
    }
}
