//! The golden vectors of `tests/vectors`, asked as text alone.

use serde_json::{Value, json};
use xaalis::value::Time;
use xaalis_door::{Account, Keys, Operation};
use xaalis_tests::vectors::{agrees, bytes, load, text};

const DAWN: i64 = 1_767_600_000_000;

/// Of core's parts that no door leads to: nobody hands a callback's echo back in.
const NO_DOOR: [&str; 1] = ["custom_data"];

#[test]
fn requests() {
    check("requests", |_, input| match begin(input) {
        Ok(mut operation) => first_request(&mut operation),
        Err(refused) => why(&refused),
    });
}

#[test]
fn answers() {
    check("parse", |_, input| read(&mut begin(input).expect("a good order"), input));
}

#[test]
fn decisions() {
    check("classify", |_, input| classified(&mut begin(input).expect("a good order"), input));
}

#[test]
fn webhooks() {
    check("webhooks", |kind, input| {
        let list = |name: &str| {
            let texts: Vec<String> = input[name].as_array().into_iter().flatten().map(text).collect();
            json!(texts).to_string()
        };
        let given = |name: &str| text(&input[name]);
        let raw = || bytes(&input["body"]);
        let (keys, notice) = (Keys::Snake, |text: String| serde_json::from_str(&text).unwrap());
        let told = match kind {
            "webhook_senfenico" => {
                xaalis_door::read_webhook(&list("keys"), &raw(), &given("header"), keys).map(notice)
            }
            "webhook_dexchange" => {
                let (ours, token) = (given("ext_id"), given("token"));
                xaalis_door::read_callback(&list("secrets"), &raw(), &ours, &token, keys).map(notice)
            }
            "callback_url" => {
                let (base, ours) = (given("base"), given("ext_id"));
                let url = xaalis_door::callback_url(&list("secrets"), &base, &ours, keys);
                // As its callers call it.
                url.map(Value::from).map_err(|why| why.replace("external_transaction_id", "reference"))
            }
            "verify_hmac" => {
                let verified = xaalis_door::verify_hmac(&raw(), &given("signature"), &given("secret"), keys);
                verified.map(|()| json!("verified"))
            }
            other => panic!("{other}: another question"),
        };
        told.unwrap_or_else(|refused| why(&refused))
    });
}

/// Every test of a file, or it fails.
fn check(name: &str, answer: impl Fn(&str, &Value) -> Value) {
    let file = load(name);
    let (mut ran, mut failed) = (0, Vec::new());
    for group in &file.groups {
        for test in &group.tests {
            ran += 1;
            if NO_DOOR.contains(&group.kind.as_str()) {
                continue;
            }
            let actual = answer(&group.kind, &test.input);
            if agrees(&test.expect, &actual) == test.disputed.is_some() {
                failed.push(format!("{}\n  expected {}\n  actual   {actual}", test.id, test.expect));
            }
        }
    }
    assert_eq!(ran, file.cases, "{name}: another number of tests than the file says");
    assert!(failed.is_empty(), "{name}: {} failed\n{}", failed.len(), failed.join("\n"));
}

fn begin(input: &Value) -> Result<Operation, String> {
    let order = &input["order"];
    let is_bill = matches!(
        order["kind"].as_str(),
        Some("inquire_bills" | "pay_bill_once" | "fetch_transaction" | "pay_bill")
    );
    let vendor = input["vendor"].as_str().unwrap_or(if is_bill { "dexchange" } else { "senfenico" });
    let key = if vendor == "dexchange" { "dx_test_sandbox" } else { "sk_test_sandbox" };
    let config = json!({
        "vendor": vendor, "api_key": input["key"].as_str().unwrap_or(key), "base_url": input["base_url"],
    });
    let account = Account::new(config.to_string())?;
    account.begin(&order.to_string(), input["op_id"].as_str().unwrap_or("op-1"), "[]")
}

fn step(operation: &mut Operation, now: i64) -> Value {
    json(&operation.step(Time::from_millis(now)).expect("a step"))
}

fn tell(operation: &mut Operation, event: &Value, now: i64) -> Value {
    json(&operation.tell(&event.to_string(), Time::from_millis(now)).expect("a step"))
}

/// Past what needs no decision: the journal holds nothing and keeps everything. Was anything kept?
fn onwards(operation: &mut Operation, mut next: Value, now: i64) -> (bool, Value) {
    let mut stored = false;
    for _ in 0..16 {
        let event = match next["kind"].as_str() {
            Some("load") => json!({"kind": "loaded", "record": null}),
            Some("store") => {
                stored = true;
                assert!(!next.to_string().contains("_sandbox"), "a key in a record: {next}");
                json!({"kind": "stored"})
            }
            _ => return (stored, next),
        };
        next = tell(operation, &event, now);
    }
    panic!("no end");
}

fn first_request(operation: &mut Operation) -> Value {
    let first = step(operation, DAWN);
    let (stored, next) = onwards(operation, first, DAWN);
    assert_eq!(next["kind"], "send");
    let mut request = next["request"].clone();
    let headers = request["headers"].as_array().into_iter().flatten();
    let headers: Vec<Value> = headers.map(|header| json!([header["name"], header["value"]])).collect();
    request["headers"] = json!(headers);
    request.as_object_mut().expect("a request").remove("in_parts");
    json!({ "stored_first": stored, "request": request })
}

fn read(operation: &mut Operation, input: &Value) -> Value {
    let mut next = step(operation, DAWN);
    for _ in 0..8 {
        next = onwards(operation, next, DAWN).1;
        match next["kind"].as_str() {
            Some("send") => next = answer(operation, input, DAWN),
            Some("done") => return next["reply"].clone(),
            _ => return json!({ "goes_on": next["kind"], "why": next["why"] }),
        }
    }
    panic!("no end");
}

fn classified(operation: &mut Operation, input: &Value) -> Value {
    let mut answers = input["answers"].as_array().expect("answers").iter();
    let (mut now, mut sent_at, mut sends, mut waits) = (DAWN, DAWN, 0, Vec::new());
    let mut next = step(operation, now);
    for _ in 0..64 {
        next = onwards(operation, next, now).1;
        match next["kind"].as_str() {
            Some("send") => {
                sends += 1;
                sent_at = now;
                let Some(given) = answers.next() else {
                    return json!({ "sends": sends, "waits": waits, "outcome": "another answer is needed" });
                };
                now += given["after_ms"].as_i64().unwrap_or(0);
                next = answer(operation, given, now);
            }
            Some("wait") => {
                now = next["until"].as_i64().expect("a moment");
                waits.push(json!({ "why": next["why"], "ms_after_send": now - sent_at }));
                next = step(operation, now);
            }
            Some("done") => {
                assert_eq!(answers.count(), 0, "answers left");
                let outcome = summary(&next["reply"]["outcome"]);
                return json!({ "sends": sends, "waits": waits, "outcome": outcome });
            }
            _ => panic!("{next}"),
        }
    }
    panic!("no end");
}

/// Some whole and some in parts: it is the same answer whatever it is cut into.
fn answer(operation: &mut Operation, given: &Value, now: i64) -> Value {
    if let Some(failure) = given.get("failure") {
        return tell(operation, &json!({ "kind": "failed", "failure": failure }), now);
    }
    let headers: Vec<_> = given["headers"].as_object().into_iter().flatten().collect();
    let status = given["status"].as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
    let (headers, time, body) = (json!(headers).to_string(), Time::from_millis(now), bytes(&given["body"]));
    if body.len() % 2 == 0 {
        return json(&operation.answered(status, &headers, body, time).expect("a step"));
    }
    operation.begun(status, &headers, time).expect("headers");
    for part in body.chunks(1000) {
        if !operation.part(part.to_vec(), time) {
            return step(operation, now);
        }
    }
    json(&operation.ended(time).expect("a step"))
}

fn summary(outcome: &Value) -> Value {
    let some = |of: &str, names: &[&str]| {
        let mut told = json!({ "kind": outcome["kind"] });
        for name in names {
            told[*name] = outcome[of][*name].clone();
        }
        told
    };
    match outcome["kind"].as_str() {
        Some("settled") => some("value", &["status"]),
        Some("rejected") => some("refusal", &["code"]),
        Some("not_sent") => some("unsent", &["why", "doubt"]),
        Some("unknown") => some("unknown", &["why", "plan", "provider_reference"]),
        _ => outcome.clone(),
    }
}

/// A refusal, as vectors have it.
fn why(refused: &str) -> Value {
    let told = json(refused);
    if told["kind"] != "invalid" {
        return json!({ told["kind"].as_str().expect("a kind"): told["problem"] });
    }
    let mut invalid = json!({});
    for name in ["field", "problem", "allowed", "suggestion"] {
        if let Some(value) = told.get(name) {
            // As its callers call it.
            invalid[name] = if value == "api_key" { json!("key") } else { value.clone() };
        }
    }
    json!({ "invalid": invalid })
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}
