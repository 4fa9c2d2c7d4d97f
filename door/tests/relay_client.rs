//! An app's end of the relay as text: the lines of `tests/vectors/relay-client.json`, and what a package could get wrong.

use serde_json::{Value, json};
use xaalis::value::Time;
use xaalis_door::RelayClient;

const URL: &str = "https://shop.example/xaalis/pay";
const NOW: Time = Time::from_millis(1_767_600_000_000);

#[test]
fn the_stories_of_a_client() {
    let file = xaalis_tests::vectors::load("relay-client");
    let mut failures = Vec::new();
    for test in &file.groups[0].tests {
        let mut client = client(test.input["url"].as_str().expect("an address"), "snake");
        let mut now = NOW;
        for (place, line) in test.input["lines"].as_array().expect("lines").iter().enumerate() {
            now = now.plus(line["after_ms"].as_i64().unwrap_or(0));
            if let Err(told) = play(&mut client, line, now) {
                failures.push(format!("{} line {}: {told}, not {line}", test.id, place + 1));
                break;
            }
        }
    }
    assert!(failures.is_empty(), "{} failed\n{}", failures.len(), failures.join("\n"));
    assert_eq!(file.cases, file.groups[0].tests.len());
}

#[test]
fn names_are_those_of_the_language() {
    let mut client = client(URL, "camel");
    tell(&mut client, &json!({"kind": "token", "token": "t1"})).expect("heard");
    let send = step(&mut client, NOW);
    assert_eq!((&send["request"]["timeoutMs"], &send["request"]["url"]), (&json!(20_000), &json!(URL)));
    let body = json!({
        "order": "42", "rev": "1.0", "amount": 1500, "currency": "XOF", "state": "asking",
        "prompt": {"kind": "otp"}, "codes_left": 5, "next_attempt": 2, "after_ms": 3000,
    });
    assert_eq!(client.answered(200, "[]", body.to_string().into_bytes(), NOW), Ok(true));
    let show = step(&mut client, NOW);
    assert_eq!((&show["view"]["codesLeft"], &show["view"]["nextAttempt"]), (&json!(5), &json!(2)));
}

#[test]
fn what_is_no_event_is_refused_and_not_echoed() {
    let mut client = client(URL, "snake");
    for (event, field) in [
        (json!({"kind": "stop"}), "kind"),
        (json!({"kind": "token", "token": 7}), "token"),
        (json!({"kind": "start", "phone": "76431987", "amount": 1}), "amount"),
        (json!({"kind": "code"}), "code"),
        (json!({"kind": "code", "code": 864_209}), "code"),
    ] {
        let refused = tell(&mut client, &event).expect_err("refused");
        let told: Value = serde_json::from_str(&refused).expect("JSON");
        assert_eq!(told["field"], field);
        assert!(!refused.contains("76431987") && !refused.contains("864209"), "{refused}");
    }
    assert_eq!(tell(&mut client, &json!({"kind": "code", "code": "123456"})), Ok(false), "none is asked for");
    for settings in [json!({"url": "http://shop.example/pay"}), json!({"url": "x"}), json!({})] {
        let refused = RelayClient::new(&settings.to_string()).err().expect("refused");
        assert!(refused.contains("url"), "{refused}");
    }
}

fn client(url: &str, keys: &str) -> RelayClient {
    RelayClient::new(&json!({"url": url, "keys": keys}).to_string()).expect("an address")
}

fn step(client: &mut RelayClient, now: Time) -> Value {
    serde_json::from_str(&client.step(now)).expect("JSON")
}

fn tell(client: &mut RelayClient, event: &Value) -> Result<bool, String> {
    client.tell(&event.to_string(), NOW)
}

/// What was told, where it is not the line.
fn play(client: &mut RelayClient, line: &Value, now: Time) -> Result<(), Value> {
    match line["in"].as_str() {
        None => {
            let told = told(&step(client, now), now);
            let same = line.as_object().expect("a line").iter().all(|(name, value)| told[name] == *value);
            return if same { Ok(()) } else { Err(told) };
        }
        Some("time") => {}
        Some("answer") => {
            let body = line["body"].as_str().map_or_else(|| line["body"].to_string(), str::to_owned);
            let status = line["status"].as_u64().and_then(|status| u16::try_from(status).ok());
            let headers = line["headers"].to_string();
            client.answered(status.expect("a status"), &headers, body.into_bytes(), now).expect("a response");
        }
        Some(kind) => {
            let mut event = line.as_object().expect("a line").clone();
            event.retain(|name, _| name != "in" && name != "after_ms");
            event.insert("kind".to_owned(), json!(if kind == "fail" { "failed" } else { kind }));
            client.tell(&Value::Object(event).to_string(), now).expect("an event");
        }
    }
    Ok(())
}

fn told(step: &Value, now: Time) -> Value {
    let mut told = json!({"out": step["kind"], "problem": step["problem"]["word"], "word": step["word"]});
    if let Some(request) = step["request"].as_object() {
        let header = |name: &str| {
            let all = request["headers"].as_array().expect("headers").iter();
            all.clone().find(|header| header["name"] == name).map(|header| header["value"].clone())
        };
        let token = header("Authorization").expect("a token");
        told["token"] = json!(token.as_str().expect("text").strip_prefix("Bearer "));
        told["method"] = request["method"].clone();
        told["body"] =
            request["body"].as_str().map_or(Value::Null, |body| serde_json::from_str(body).expect("JSON"));
    }
    if let Some(until) = step["until"].as_i64() {
        told["until_ms"] = json!(Time::from_millis(until).since(now));
    }
    for name in ["state", "rev"] {
        told[name] = step["view"][name].clone();
    }
    told["kind"] = step["view"]["outcome"]["kind"].clone();
    told
}
