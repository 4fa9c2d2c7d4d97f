use super::*;
use crate::call::{Endpoint, Verdict};
use crate::http::Response;
use crate::value::{Otp, Provider, Reference};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const CHARGE: &str = "ch_0a4b6c8d0e1f2a3b4c5d6e7f8091a2b3";
const OTHER: &str = "ch_9f8e7d6c5b4a39281706f5e4d3c2b1a0";

fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

fn transfer() -> CreateTransfer {
    NewTransfer::new(2_500, "70 11 22 33", "Run-7_a").check().unwrap()
}

/// What makes the answer none, by what the endpoint says of it.
fn mismatch<E: Endpoint>(endpoint: &E, data: &Value) -> Option<Doubt> {
    let body = json!({ "status": true, "data": data }).to_string();
    match endpoint.read(&Response { status: 200, headers: Vec::new(), body }) {
        Verdict::Answer(answer) => endpoint.mismatch(&answer),
        _ => panic!("not read: {data}"),
    }
}

fn with(mut base: Value, field: &str, value: Value) -> Value {
    base[field] = value;
    base
}

/// Every name at any depth of a body.
fn names(body: &Value, into: &mut BTreeSet<String>) {
    match body {
        Value::Object(map) => map.iter().for_each(|(name, inner)| {
            into.insert(name.clone());
            names(inner, into);
        }),
        Value::Array(list) => list.iter().for_each(|inner| names(inner, into)),
        _ => {}
    }
}

#[test]
fn each_page_knows_the_names_of_its_own_body() {
    fn check<E: Endpoint>(endpoint: &E, fields: &[&str]) {
        let mut found = BTreeSet::new();
        names(&serde_json::from_str(&endpoint.draft().body.unwrap()).unwrap(), &mut found);
        assert_eq!(found, fields.iter().map(|field| (*field).to_owned()).collect());
    }
    check(&NewCharge::new(1, "76000000").check().unwrap(), &charge::FIELDS);
    check(&SubmitOtp { charge: reference(CHARGE), otp: Otp::parse("4711").unwrap() }, &otp::FIELDS);
    let page = NewCheckout {
        amount: 9,
        success_url: "https://a.bf/s".to_owned(),
        cancel_url: "https://a.bf/c".to_owned(),
        email: Some("a@b.bf".into()),
    };
    check(&page.check().unwrap(), &checkout::FIELDS);
    check(&transfer(), &transfer::FIELDS);
    check(&CreateBulkTransfer { transfers: vec![transfer()] }, &bulk::FIELDS);
    check(&NewSettlement { amount: 7 }.check().unwrap(), &settlement::FIELDS);
}

#[test]
fn an_answer_that_names_another_reference_is_none() {
    fn check<E: Endpoint>(endpoint: &E, asked: &str, status: &str) {
        for (named, doubt) in [
            (asked.to_owned(), None),
            (asked.to_uppercase(), None),
            (OTHER.to_owned(), Some(Doubt::Foreign)),
            (format!("{asked}0"), Some(Doubt::Foreign)),
            (asked.replacen("ch_", "", 1), Some(Doubt::Foreign)),
        ] {
            assert_eq!(
                mismatch(endpoint, &json!({ "reference": named, "status": status })),
                doubt,
                "{named}"
            );
        }
    }
    let own = || reference(CHARGE);
    check(&SubmitOtp { charge: own(), otp: Otp::parse("4711").unwrap() }, CHARGE, "success");
    check(&FetchCharge { reference: own() }, CHARGE, "success");
    check(&FetchCheckout { reference: own() }, CHARGE, "success");
    check(&FetchTransfer { reference: own() }, CHARGE, "success");
    check(&FetchSettlement { reference: own() }, CHARGE, "success");
    check(&CancelSettlement { reference: own() }, CHARGE, "cancelled");
}

#[test]
fn nobody_is_sent_to_what_is_no_page() {
    let urls = ("https://a.bf/s".to_owned(), "https://a.bf/c".to_owned());
    let page =
        NewCheckout { amount: 200, success_url: urls.0, cancel_url: urls.1, email: None }.check().unwrap();
    let usable = |url: &str, live: Option<bool>| {
        let data = json!({ "reference": CHARGE, "authorization_url": url, "live_mode": live });
        let body = json!({ "status": true, "data": data }).to_string();
        match page.read(&Response { status: 200, headers: Vec::new(), body }) {
            Verdict::Answer(answer) => page.mismatch(&answer).is_none(),
            _ => false,
        }
    };
    for live in [Some(true), Some(false), None] {
        assert!(usable("https://pay.senfenico.com/x?y=1", live));
        assert_eq!(usable("http://127.0.0.1:8000/x", live), live == Some(false));
        for bad in [
            "javascript:alert(1)",
            " https://a.bf",
            "data:text/html,x",
            "//a.bf/x",
            "http://a.bf/x",
            "https://a@b.bf",
            "u",
            "",
        ] {
            assert!(!usable(bad, live), "{bad} {live:?}");
        }
    }
}

#[test]
fn each_answer_tells_whether_real_money_is_meant() {
    fn check<E: Endpoint>(endpoint: &E) {
        for (live, told) in [(json!(true), Some(true)), (json!("False"), Some(false)), (Value::Null, None)] {
            let data = json!({ "reference": CHARGE, "status": "pending", "live_mode": live, "authorization_url": "https://p.bf/u" });
            let body = json!({ "status": true, "data": data }).to_string();
            match endpoint.read(&Response { status: 200, headers: Vec::new(), body }) {
                Verdict::Answer(answer) => assert_eq!(E::live_mode(&answer), told, "{live}"),
                _ => panic!("not read: {data}"),
            }
        }
    }
    let own = || reference(CHARGE);
    check(&NewCharge::new(1, "76000000").check().unwrap());
    check(&SubmitOtp { charge: own(), otp: Otp::parse("4711").unwrap() });
    check(&FetchCharge { reference: own() });
    let urls = ("https://a.bf/s".to_owned(), "https://a.bf/c".to_owned());
    let page = NewCheckout { amount: 9, success_url: urls.0, cancel_url: urls.1, email: None };
    check(&page.check().unwrap());
    check(&FetchCheckout { reference: own() });
    check(&transfer());
    check(&FetchTransfer { reference: own() });
    check(&NewSettlement { amount: 7 }.check().unwrap());
    check(&FetchSettlement { reference: own() });
    check(&CancelSettlement { reference: own() });
}

#[test]
fn a_transfer_of_another_id_recipient_or_amount_is_not_the_one_ordered() {
    let bare = json!({ "reference": "tr_1", "status": "success" });
    let whole = json!({
        "reference": "tr_1", "status": "pending", "amount": "2500.0", "ext_id": "Run-7_a",
        "recipient_phone": "70112233", "recipient_wallet": "moov_bf",
    });
    assert_eq!(transfer().wallet, Provider::MoovBf);
    for echo in [bare.clone(), whole.clone()] {
        assert_eq!(mismatch(&transfer(), &echo), None, "{echo}");
    }
    for (field, value, doubt) in [
        ("ext_id", json!("RUN-7_A"), None),
        ("ext_id", json!(" "), None),
        ("ext_id", json!("Run-7_b"), Some(Doubt::Foreign)),
        ("ext_id", json!(7), Some(Doubt::Foreign)),
        ("recipient_phone", json!("+226 70 11 22 33"), None),
        ("recipient_phone", json!("70xxxxxx"), None),
        ("recipient_phone", json!("70112234"), Some(Doubt::Foreign)),
        ("recipient_phone", json!(70_112_234), Some(Doubt::Foreign)),
        ("recipient_wallet", json!("MOOV_BF"), None),
        ("recipient_wallet", json!("moov_money_bf"), None),
        ("recipient_wallet", json!("sank_bf"), Some(Doubt::Foreign)),
        ("amount", json!(null), None),
        ("amount", json!(2_499), Some(Doubt::AmountMismatch)),
        ("amount", json!(0), Some(Doubt::AmountMismatch)),
    ] {
        for base in [&bare, &whole] {
            let echo = with(base.clone(), field, value.clone());
            assert_eq!(mismatch(&transfer(), &echo), doubt, "{echo}");
        }
    }
    let both = with(with(whole, "amount", json!(1)), "ext_id", json!("Run-8"));
    assert_eq!(mismatch(&transfer(), &both), Some(Doubt::Foreign), "another's amount says nothing of ours");
}

#[test]
fn a_settlement_of_another_amount_is_not_the_one_ordered() {
    let ordered = NewSettlement { amount: 4_000 }.check().unwrap();
    let made = |amount: Value| json!({ "reference": "a-1", "status": "processing", "amount": amount });
    assert_eq!(mismatch(&ordered, &made(json!("4000.00"))), None);
    assert_eq!(mismatch(&ordered, &made(Value::Null)), None);
    assert_eq!(mismatch(&ordered, &made(json!(4_001))), Some(Doubt::AmountMismatch));
}

#[test]
fn a_bulk_call_answered_with_refusals_of_others_is_not_answered() {
    let batch = CreateBulkTransfer { transfers: vec![transfer()] };
    let said = |failed: Value| {
        let body = json!({ "status": true, "failed_transfers": failed }).to_string();
        match batch.read(&Response { status: 200, headers: Vec::new(), body }) {
            Verdict::Answer(answer) => Some((answer.failed_transfers.len(), batch.mismatch(&answer))),
            _ => None,
        }
    };
    let of =
        |id: Value| json!([{ "data": { "ext_id": id }, "errors": { "non_field_errors": ["no money"] } }]);
    assert_eq!(said(Value::Null), Some((0, None)));
    assert_eq!(said(of(json!("run-7_A"))), Some((1, None)));
    assert_eq!(said(of(json!("Run-9"))), Some((1, Some(Doubt::Foreign))));
    // Nobody is named: somebody was refused all the same.
    for unnamed in
        [of(Value::Null), of(json!("")), of(json!([1])), json!(["no money"]), json!([{ "data": 7 }])]
    {
        assert_eq!(said(unnamed.clone()), Some((1, None)), "{unnamed}");
    }
    assert_eq!(said(json!({})), None, "whether anybody was refused decides");
    let odd = r#"{"status":true,"failed_transfers":[["Run-7_a",{"note":"no money"}]]}"#.to_owned();
    match batch.read(&Response { status: 200, headers: Vec::new(), body: odd }) {
        Verdict::Answer(BulkQueued { failed_transfers, .. }) => {
            let [FailedTransfer { ext_id: None, errors, .. }] = failed_transfers.as_slice() else {
                panic!("{failed_transfers:?}")
            };
            let said: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
            assert_eq!(said, ["Run-7_a", "no money"], "as it came");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_what_decides_makes_an_answer_unreadable() {
    let charge = json!({ "reference": CHARGE, "status": "pending", "amount": 5 });
    let informs = [
        "fees",
        "currency",
        "transaction_date",
        "ip_address",
        "payment_method",
        "provider",
        "phone",
        "cancelled_at",
        "cancellation_reason",
        "created_at",
        "updated_at",
        "confirmation_attempts",
        "live_mode",
    ];
    let odd = [json!({ "v": [1] }), json!([[]]), json!(-12.5), json!("\u{0}"), json!(true), Value::Null];
    let read = |data: Value| {
        let body = json!({ "status": true, "data": data }).to_string();
        let endpoint = FetchCharge { reference: reference(CHARGE) };
        match endpoint.read(&Response { status: 200, headers: Vec::new(), body }) {
            Verdict::Answer(charge) => Some(charge),
            _ => None,
        }
    };
    for (field, value) in informs.iter().flat_map(|field| odd.iter().map(move |value| (*field, value))) {
        let found = read(with(charge.clone(), field, value.clone()));
        let amount = found.and_then(|charge| charge.amount).map(Amount::francs);
        assert_eq!(amount, Some(5), "{field}: {value}");
    }
    for (field, value) in [
        ("reference", json!("../x")),
        ("reference", json!(7)),
        ("status", Value::Null),
        ("status", json!(["pending"])),
        ("amount", json!(-5)),
        ("amount", json!("5 F")),
        ("amount", json!({ "v": 5 })),
    ] {
        assert_eq!(read(with(charge.clone(), field, value.clone())), None, "{field}: {value}");
    }
}

#[test]
fn an_operator_that_is_named_is_the_one_asked() {
    for named in [Provider::CorisBf, Provider::OrangeBf] {
        let order = NewCharge::new(500, "76112233").at(named.clone());
        assert_eq!(
            order,
            NewCharge { amount: 500, phone: "76112233".to_owned().into(), provider: Some(named) }
        );
    }
    for named in [Provider::SankBf, Provider::MoovBf] {
        let order = NewTransfer::new(500, "70112233", "pay-1").to(named.clone());
        let phone = "70112233".to_owned().into();
        assert_eq!(
            order,
            NewTransfer { amount: 500, phone, wallet: Some(named), ext_id: "pay-1".to_owned() }
        );
    }
}
