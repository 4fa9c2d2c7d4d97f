//! The journal is asked first, and what it tells decides what an operation comes to.

use serde_json::{Value, json};
use xaalis::value::Time;
use xaalis_door::{Account, Operation};

const NOW: Time = Time::from_millis(1_767_600_000_000);

fn account(keys: &str) -> Account {
    let config = json!({ "vendor": "senfenico", "api_key": "sk_test_sandbox", "keys": keys });
    Account::new(config.to_string()).unwrap()
}

fn order(amount: i64) -> String {
    json!({ "kind": "collect", "charge": { "amount": amount, "phone": "76 00 00 00" } }).to_string()
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn tell(operation: &mut Operation, event: &Value) -> Result<Value, Value> {
    operation.tell(&event.to_string(), NOW).map(|text| value(&text)).map_err(|text| value(&text))
}

/// The first record of an operation.
fn record(op_id: &str, amount: i64) -> Value {
    written(op_id, amount, "snake")
}

/// The same, with its names written so.
fn written(op_id: &str, amount: i64, keys: &str) -> Value {
    let mut begun = account(keys).begin(&order(amount), op_id, "[]").unwrap();
    let next = tell(&mut begun, &json!({"kind": "loaded", "record": null})).unwrap();
    assert_eq!(next["kind"], "store");
    next["record"].clone()
}

#[test]
fn an_order_is_checked_before_the_journal_is_asked() {
    let refused = account("snake").begin(&order(-5), "order-1", "[]").err().map(|text| value(&text)).unwrap();
    assert_eq!((&refused["kind"], &refused["field"]), (&json!("invalid"), &json!("amount")));
    let refused =
        account("snake").begin(&order(500), "order 1", "[]").err().map(|text| value(&text)).unwrap();
    assert_eq!(refused["field"], "op_id");
    let refused =
        account("camel").begin(&order(500), "order 1", "[]").err().map(|text| value(&text)).unwrap();
    assert_eq!(refused["field"], "opId");
    let refused =
        account("snake").begin(&order(500), "o", r#"["ok","no no"]"#).err().map(|text| value(&text));
    assert_eq!(refused.unwrap()["field"], "after[1]");
}

#[test]
fn nothing_held_begins_and_the_same_order_goes_on() {
    let held = record("order-1", 500);
    let mut again = account("snake").begin(&order(500), "order-1", "[]").unwrap();
    assert_eq!(value(&again.step(NOW).unwrap()), json!({"kind": "load", "op_id": "order-1"}));
    // An attempt was about to be made by a process that may live: it is waited for, and nothing is sent.
    let next = tell(&mut again, &json!({"kind": "loaded", "record": held})).unwrap();
    assert_eq!((&next["kind"], &next["why"]), (&json!("wait"), &json!("elsewhere")));
}

#[test]
fn another_order_under_the_id_is_refused_for_good() {
    let held = record("order-1", 500);
    let mut other = account("snake").begin(&order(600), "order-1", "[]").unwrap();
    let refused = tell(&mut other, &json!({"kind": "loaded", "record": held})).unwrap_err();
    assert_eq!(refused["field"], "op_id");
    assert_eq!(value(&other.step(NOW).unwrap_err()), refused);
    assert_eq!(value(&other.view())["op_id"], "order-1");
}

#[test]
fn the_tries_before_are_asked_for_and_an_open_one_is_in_the_way() {
    let mut next = account("camel").begin(&order(500), "order-2", r#"["order-1","order-0"]"#).unwrap();
    let nothing = json!({"kind": "loaded", "record": null});
    assert_eq!(tell(&mut next, &nothing).unwrap(), json!({"kind": "load", "opId": "order-1"}));
    let open = json!({"kind": "loaded", "record": written("order-1", 500, "camel")});
    let refused = tell(&mut next, &open).unwrap_err();
    assert_eq!(refused["field"], "after[0]");
    assert_eq!(tell(&mut next, &nothing).unwrap_err(), refused, "for good");
}

#[test]
fn what_comes_early_is_heard_and_a_broken_record_is_no_wrong_event() {
    let mut begun = account("snake").begin(&order(500), "order-3", "[]").unwrap();
    let broken = tell(&mut begun, &json!({"kind": "loaded", "record": {"version": 2}})).unwrap_err();
    assert_eq!(broken["kind"], "record");
    let still = tell(&mut begun, &json!({"kind": "stop"})).unwrap();
    assert_eq!(still["kind"], "load");
    // It ends without a request.
    let stored = tell(&mut begun, &json!({"kind": "loaded", "record": null})).unwrap();
    assert_eq!((&stored["kind"], &stored["record"]["stage"]), (&json!("store"), &json!("closed")));
    let done = tell(&mut begun, &json!({"kind": "stored"})).unwrap();
    assert_eq!(done["kind"], "done", "{done}");
    assert_eq!(done["reply"]["outcome"]["kind"], "not_sent");
}

#[test]
fn no_refusal_shows_the_key() {
    let config = json!({ "vendor": "senfenico", "api_key": "sk_test_\u{7f}secret" });
    let refused = Account::new(config.to_string()).err().unwrap();
    assert!(!refused.contains("secret"), "{refused}");
    let refused = Account::new(r#"{"vendor":"sk_test_secret","api_key":"sk_test_secret"}"#.to_owned());
    assert!(!refused.err().unwrap().contains("secret"));
}

#[test]
fn what_callers_hand_in_has_the_names_of_their_language() {
    let given = |keys: &str, name: &str, phone: Value| {
        let mut transfer = json!({"amount": 500, "phone": phone});
        transfer[name] = json!("e-1");
        let order = json!({"kind": "bulk_payout", "transfers": [transfer]});
        let begun = account(keys).begin(&order.to_string(), "order-4", "[]");
        begun.err().map(|text| value(&text))
    };
    assert_eq!(given("snake", "ext_id", json!("70000000")), None);
    assert_eq!(given("camel", "extId", json!("70000000")), None);
    for (keys, name, meant) in [("snake", "extId", "ext_id"), ("camel", "ext_id", "extId")] {
        let refused = given(keys, name, json!("70000000")).unwrap();
        assert_eq!(refused["field"], format!("transfers[0].{name}"));
        assert_eq!((&refused["problem"], &refused["suggestion"]), (&json!("unknown"), &json!(meant)));
        assert_eq!(refused["allowed"], format!("amount, phone, wallet, {meant}"));
    }
    let refused = given("camel", "extId", json!({"": "a Date"})).unwrap();
    assert_eq!((&refused["field"], &refused["problem"]), (&json!("transfers[0].phone"), &json!("a Date")));
}
