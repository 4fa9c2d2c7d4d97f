//! What `tests/vectors/given.json` does not ask: events, records, notices, classes, and what no language hands in twice.

use super::*;
use crate::http::Failure;
use crate::machine::Event;
use crate::order::Order;
use crate::record::Record;
use crate::webhook::Notice;

fn read<T: Read>(text: &str, what: &str) -> Result<T, PaymentError> {
    from_json(text, &At::new(what, &Terms::JSON))
}

fn refused<T: Read>(text: &str, what: &str) -> (String, String) {
    match read::<T>(text, what).err() {
        Some(PaymentError::Invalid { field, problem, .. }) => (field, problem),
        Some(other) => (other.to_string(), String::new()),
        None => panic!("taken: {text}"),
    }
}

#[test]
fn events_are_told_by_their_kind() {
    let record = r#"{"version":2,"op_id":"a","sequence":1,"vendor":"senfenico","mode":"test","operation":"collect",
        "stage":"open","reference":null,"state":"{}","newer":1}"#;
    let loaded = read::<Event>(&format!(r#"{{"kind":"loaded","record":{record}}}"#), "event").unwrap();
    assert!(matches!(loaded, Event::Loaded { record: Some(record) } if record.our_reference.is_none()));
    for none in [r#"{"kind":"loaded"}"#, r#"{"record":null,"kind":"loaded"}"#] {
        assert_eq!(read::<Event>(none, "event").unwrap(), Event::Loaded { record: None });
    }
    let failed = read::<Event>(r#"{"kind":"failed","failure":"too_large"}"#, "event").unwrap();
    assert_eq!(failed, Event::Failed { failure: Failure::TooLarge });
    let given = r#"{"kind":"answered","response":{"status":200,"body":"{}","headers":[{"name":"Date","value":"x"}]}}"#;
    assert_eq!(read::<Event>(given, "event").unwrap(), serde_json::from_str(given).unwrap());
    let given = r#"{"kind":"recipients","recipients":[{"ext_id":"e","phone":"76000000"}]}"#;
    assert_eq!(read::<Event>(given, "event").unwrap(), serde_json::from_str(given).unwrap());
    for (text, field, problem) in [
        ("7", "event", "a number"),
        ("{}", "kind", "missing"),
        (r#"{"kind":"paid"}"#, "kind", "unknown"),
        (r#"{"kind":"admitted"}"#, "kind", "unknown"),
        (r#"{"kind":"otp"}"#, "code", "missing"),
        (r#"{"kind":"otp","code":123456}"#, "code", "a number"),
        (r#"{"kind":"otp","code":"1","otp":"1"}"#, "otp", "unknown"),
        (r#"{"kind":"failed","failure":"lost"}"#, "failure", "unknown"),
        (
            r#"{"kind":"recipients","recipients":[{"ext_id":"e","phone":7}]}"#,
            "recipients[0].phone",
            "a number",
        ),
        (r#"{"kind":"answered","response":{"status":70000,"body":""}}"#, "status", "out of range"),
        (r#"{"kind":"notified","notice":{"vendor":"senfenico"}}"#, "event", "missing"),
        (r#"{"kind":"loaded","record":{"version":2}}"#, "record: its parts cannot be read", ""),
        (r#"{"kind":"loaded","record":[]}"#, "record", "an array"),
    ] {
        assert_eq!(refused::<Event>(text, "event"), (field.to_owned(), problem.to_owned()), "{text}");
    }
}

#[test]
fn what_no_language_means_is_refused_by_name() {
    for (text, field, problem) in [
        (r#"{"kind":"settle","settlement":{"amount":5,"amount":6}}"#, "amount", "given twice"),
        (r#"{"kind":"settle","settlement":{"amount":"\ud800"}}"#, "amount", "a string"),
        (r#"{"kind":"fetch_charge","reference":"\ud800"}"#, "reference", "not valid Unicode"),
        (r#"{"kind":"settle","settlement":{"amount":{"":"a Date"}}}"#, "amount", "a Date"),
        (r#"{"kind":"settle","settlement":{"amount":{"":"NaN"}}}"#, "amount", "NaN"),
        (r#"{"kind":"fetch_charge","reference":{"":"NaN"}}"#, "reference", "a number"),
        ("{", "order", "not JSON"),
        ("{} {}", "order", "not JSON"),
    ] {
        assert_eq!(refused::<Order>(text, "order"), (field.to_owned(), problem.to_owned()), "{text}");
    }
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(refused::<Order>(&deep(100_000), "order").1, "an array");
    assert_eq!(refused::<Vec<Notice>>(&format!("[{{\"vendor\":{}}}]", deep(100_000)), "x").0, "x[0].vendor");
    let itself = Given::List(vec![Given::TooDeep]);
    let at = At::new("transfers", &Terms::JSON);
    let told = Vec::<Record>::read(itself, &at).unwrap_err();
    assert_eq!(told, PaymentError::invalid("transfers[0]", "nested too deeply", Terms::JSON.record));
}

#[test]
fn a_class_is_told_by_its_name() {
    let object = |class: &'static str| {
        Given::Object(Object {
            class: Some(class.into()),
            entries: vec![("amount".into(), Given::Number(5))],
        })
    };
    for (class, problem, kind) in [
        ("NewCharge", "a NewCharge", "collect"),
        ("NewTransfer", "a NewTransfer", "payout"),
        ("NewBillPayment", "a NewBillPayment", "pay_bill_once"),
        ("Invoice", "an Invoice", "settle"),
    ] {
        let told = Order::read(object(class), &Terms::JSON).unwrap_err();
        let PaymentError::Invalid { field, problem: said, allowed, .. } = told else { panic!("{class}") };
        assert_eq!((field.as_str(), said.as_str()), ("order", problem));
        assert!(allowed.contains(&format!("\"{kind}\"")), "{allowed}");
    }
    let told = Record::read(object("Invoice"), &Terms::JSON).unwrap_err();
    assert_eq!(told, PaymentError::invalid("record", "an Invoice", Terms::JSON.record));
    assert_eq!(Record::read(object("Record"), &Terms::JSON).unwrap_err().field(), None);
    assert_eq!(format!("{:?}", object("Record")), "Object");
}

#[test]
fn names_are_spelt_as_the_language_spells_them() {
    let given = |name: &'static str| {
        let item = |name: &'static str| {
            let entries = vec![
                ("phone".into(), Given::Text("76000000".into())),
                (name.into(), Given::Text("e".into())),
            ];
            Given::Object(Object { class: None, entries })
        };
        let entries = vec![
            ("kind".into(), Given::Text("recipients".into())),
            ("recipients".into(), Given::List(vec![item(name)])),
        ];
        Event::read(Given::Object(Object { class: None, entries }), &Terms::JAVASCRIPT)
    };
    assert!(given("extId").is_ok());
    for (name, field) in
        [("ext_id", "recipients[0].ext_id"), ("76000000", "recipients[0]"), ("é", "recipients[0]")]
    {
        let told = given(name).unwrap_err();
        assert_eq!(told.field(), Some(field));
        assert!(
            told.to_string().contains("allowed: extId, phone") && !told.to_string().contains("76000000"),
            "{told}"
        );
    }
}
