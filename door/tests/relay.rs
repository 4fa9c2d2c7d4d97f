//! The relay's server end as text: its attacks, and what a package could get wrong.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use xaalis::Event;
use xaalis::sandbox::Sandbox;
use xaalis::value::Time;
use xaalis_door::{Account, Gate, Visit};
use xaalis_tests::relay;

/// The loop that every package is, over text.
struct Server {
    gate: Gate,
    sandbox: Sandbox,
    now: Time,
    is_down: bool,
    is_silent: bool,
    records: BTreeMap<String, Value>,
    counts: BTreeMap<String, (Time, i64)>,
    holds: BTreeMap<String, (String, Time)>,
    codes: BTreeMap<String, String>,
    sent: Vec<String>,
    touched: usize,
}

#[test]
fn no_attack_succeeds() {
    succeeds_nowhere("relay-attacks", 195);
    succeeds_nowhere("relay-bills", 38);
}

fn succeeds_nowhere(name: &str, least: usize) {
    let (file, settings) = (xaalis_tests::vectors::load(name), relay::settings_of(name));
    let attacks = file.groups.iter().filter(|group| group.kind != "relay_settings");
    let (mut played, mut failures) = (0, Vec::new());
    for test in attacks.flat_map(|group| &group.tests) {
        let lines = test.input["lines"].as_array().expect("lines");
        // What takes two at once, or a process that dies, is core's runner's to try.
        if !lines.iter().all(|line| {
            ["request", "wait_ms", "start", "store", "vendor"].iter().any(|kind| line.get(kind).is_some())
        }) {
            continue;
        }
        played += 1;
        let mut server = Server::new(&settings).expect("a gate");
        let told = lines.iter().try_for_each(|line| server.play(line));
        if let Err(problem) = told.and_then(|()| server.ends(&test.expect)) {
            failures.push(format!("{} {}: {problem}", test.id, test.comment));
        }
    }
    assert!(failures.is_empty(), "{} of {played} failed\n{}", failures.len(), failures.join("\n"));
    assert!(played >= least, "{played}");
}

#[test]
fn what_a_person_says_is_never_told_by_who_serves() {
    let server = Server::new(&relay::settings()).expect("a gate");
    let mut visit = server.visit(&read("42", &server));
    visit.step(server.now);
    for kind in ["otp", "shown", "stop", "abandon", "bill"] {
        let event = json!({"kind": "ran", "event": {"kind": kind, "code": "123456", "reference": "1"}});
        let event = trimmed(event, kind).to_string();
        let refused: Value = parsed(&visit.tell(&event, server.now).expect_err("refused"));
        assert_eq!(refused["field"], "event", "{kind}");
    }
    for (event, field) in [
        (json!({"kind": "counted"}), "total"),
        (json!({"kind": "held", "is_ours": 1}), "is_ours"),
        (json!({"kind": "respond"}), "kind"),
    ] {
        let refused: Value = parsed(&visit.tell(&event.to_string(), server.now).expect_err("refused"));
        assert_eq!(refused["field"], field);
    }
}

#[test]
fn settings_and_tokens_are_refused_by_field() {
    for (change, field) in [
        (json!({"url": "http://shop.example/pay"}), "relay_url"),
        (json!({"origins": []}), "origins"),
        (json!({"operations": ["payout"]}), "operations"),
        (json!({"success_url": null}), "success_url"),
        (json!({"most_at_once": 0}), "most_at_once"),
        (json!({"keys": []}), "relay_keys"),
    ] {
        let mut settings = relay::settings();
        settings.as_object_mut().expect("settings").extend(change.as_object().expect("a change").clone());
        let refused: Value = parsed(&Server::new(&settings).err().expect("refused"));
        assert_eq!(refused["field"], field);
    }
    let server = Server::new(&relay::settings()).expect("a gate");
    for (change, field) in [
        (json!({"order": "a b"}), "order"),
        (json!({"operation": "payout"}), "operation"),
        (json!({"amount": 0}), "amount"),
        (json!({"amount": 10.5}), "amount"),
        (json!({"seconds": 3_601}), "seconds"),
        (json!({"origins": ["https://evil.example"]}), "origins"),
        (json!({"phone": "123"}), "phone"),
        (json!({"service": "SENELEC_SN_BILL"}), "service"),
    ] {
        let mut wanted = json!({"order": "42", "operation": "collect", "amount": 1500});
        wanted.as_object_mut().expect("a token").extend(change.as_object().expect("a change").clone());
        let refused: Value = parsed(&server.gate.mint(&wanted.to_string(), server.now).expect_err("refused"));
        assert_eq!(refused["field"], field);
        assert!(!refused.to_string().contains("123\""), "{refused}");
    }
}

#[test]
fn a_pinned_phone_pays_and_no_other() {
    let mut server = Server::new(&relay::settings()).expect("a gate");
    let wanted = json!({"order": "42", "operation": "collect", "amount": 1500, "phone": "76 00 00 00"});
    let token = server.gate.mint(&wanted.to_string(), server.now).expect("a token");
    let start = |phone: &str| {
        let body = json!({"do": "start", "attempt": 1, "phone": phone}).to_string();
        asked("POST", &token, &Value::String(body))
    };
    assert_eq!(server.serve(&start("76000001"))["status"], 403);
    let answer = server.serve(&start("76000000"));
    assert_eq!(
        (&answer["status"], &parsed(answer["body"].as_str().expect("a body"))["state"]),
        (&json!(200), &json!("asking"))
    );
}

impl Server {
    fn new(settings: &Value) -> Result<Self, String> {
        let vendor = settings["vendor"].as_str().unwrap_or("senfenico");
        let account = json!({"vendor": vendor, "api_key": settings["api_key"]});
        let account = Account::new(account.to_string())?;
        let mut made = json!({"relay_url": settings["url"], "relay_keys": settings["keys"]});
        for name in ["origins", "operations", "success_url", "cancel_url", "keeps_codes", "most_at_once"] {
            made[name] = settings[name].clone();
        }
        Ok(Self {
            gate: Gate::new(&account, made.to_string())?,
            sandbox: Sandbox::new(),
            now: Time::from_millis(settings["now_ms"].as_i64().expect("a time")),
            is_down: false,
            is_silent: false,
            records: BTreeMap::new(),
            counts: BTreeMap::new(),
            holds: BTreeMap::new(),
            codes: BTreeMap::new(),
            sent: Vec::new(),
            touched: 0,
        })
    }

    fn play(&mut self, line: &Value) -> Result<(), String> {
        if let Some(request) = line.get("request") {
            return agrees(&self.serve(request), &line["expect"]);
        }
        if let Some(changes) = line["start"].as_object() {
            let mut settings = relay::settings();
            settings.as_object_mut().expect("settings").extend(changes.clone());
            let refused = Self::new(&settings).err().ok_or("not refused")?;
            let is_told = refused.contains(settings["keys"][0]["secret"].as_str().expect("a secret"));
            let is_right = parsed(&refused)["field"] == line["expect"]["refused"] && !is_told;
            return if is_right { Ok(()) } else { Err(refused) };
        }
        if let Some(how) = line["store"].as_str() {
            self.is_down = how == "down";
        }
        if let Some(how) = line["vendor"].as_str() {
            self.is_silent = how == "silent";
        }
        self.now = self.now.plus(line["wait_ms"].as_i64().unwrap_or_default());
        Ok(())
    }

    fn visit(&self, request: &Value) -> Visit {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let body = match &request["body"] {
            Value::Null => Vec::new(),
            Value::String(text) => text.as_bytes().to_vec(),
            body if body.get("hex").is_some() => xaalis_tests::vectors::bytes(&body["hex"]),
            body => text(&body["repeat"][0])
                .repeat(usize::try_from(body["repeat"][1].as_u64().expect("a number")).expect("a number"))
                .into_bytes(),
        };
        let line =
            (request["method"].as_str().expect("a method"), request["target"].as_str().expect("a target"));
        let id = format!("visit-{}", self.touched);
        self.gate.visit(line, &request["headers"].to_string(), body, &id, self.now).expect("a visit")
    }

    fn serve(&mut self, request: &Value) -> Value {
        let mut visit = self.visit(request);
        let mut step = parsed(&visit.step(self.now));
        for _ in 0..500 {
            step = match step["kind"].as_str().expect("a kind") {
                "respond" => return step,
                "run" if step["step"]["kind"] == "wait" => {
                    self.now = Time::from_millis(step["step"]["until"].as_i64().expect("a time"));
                    parsed(&visit.step(self.now))
                }
                _ => {
                    let event = self.perform(&step).to_string();
                    parsed(&visit.tell(&event, self.now).expect("an event"))
                }
            };
        }
        panic!("a visit without end: {step}");
    }

    fn perform(&mut self, step: &Value) -> Value {
        let text = |name: &str| step[name].as_str().expect("a text").to_owned();
        let (kind, inner) = (step["kind"].as_str().expect("a kind"), &step["step"]);
        if self.is_down && inner["kind"] != "send" {
            return json!({"kind": "down"});
        }
        self.touched += usize::from(kind == "take" || kind == "hold" || inner["kind"] == "load");
        match kind {
            "take" => {
                let entry = self.counts.entry(text("key")).or_insert((self.now, 0));
                if self.now.since(entry.0) >= step["window_ms"].as_i64().expect("a time") {
                    *entry = (self.now, 0);
                }
                entry.1 += step["add"].as_i64().expect("a number");
                json!({"kind": "counted", "total": entry.1})
            }
            "hold" => {
                let (key, owner, now) = (text("key"), text("owner"), self.now);
                let is_ours = self.holds.get(&key).is_none_or(|(by, until)| *by == owner || *until <= now);
                if is_ours {
                    self.holds.insert(key, (owner, now.plus(step["ttl_ms"].as_i64().expect("a time"))));
                }
                json!({"kind": "held", "is_ours": is_ours})
            }
            "free" => {
                if self.holds.get(&text("key")).is_some_and(|(by, _)| *by == text("owner")) {
                    self.holds.remove(&text("key"));
                }
                json!({"kind": "freed"})
            }
            "keep" => {
                self.codes.insert(text("order"), text("code"));
                json!({"kind": "kept"})
            }
            "recall" => json!({"kind": "recalled", "code": self.codes.get(&text("order"))}),
            _ => json!({"kind": "ran", "event": self.ran(inner)}),
        }
    }

    fn ran(&mut self, step: &Value) -> Value {
        match step["kind"].as_str().expect("a kind") {
            "load" => {
                let held = self.records.get(step["op_id"].as_str().expect("an id"));
                json!({"kind": "loaded", "record": held})
            }
            "store" => {
                let record = &step["record"];
                let id = record["op_id"].as_str().expect("an id").to_owned();
                let held =
                    self.records.get(&id).map_or(0, |held| held["sequence"].as_i64().expect("a number"));
                if record["sequence"] != held + 1 {
                    return json!({"kind": "outrun"});
                }
                self.records.insert(id, record.clone());
                json!({"kind": "stored"})
            }
            "send" => {
                let request: xaalis::http::Request =
                    serde_json::from_value(step["request"].clone()).expect("a request");
                self.sent.push(format!("{} {}", request.method.as_str(), request.path()));
                if self.is_silent {
                    self.now = self.now.plus(request.timeout_ms);
                    return json!({"kind": "failed", "failure": "maybe_sent"});
                }
                self.now = self.now.plus(200);
                let answer = self.sandbox.handle(&request, self.now).map_or_else(
                    |failure| Event::Failed { failure },
                    |response| Event::Answered { response },
                );
                serde_json::to_value(answer).expect("JSON")
            }
            other => panic!("not for a server end: {other}"),
        }
    }

    fn ends(&self, expect: &Value) -> Result<(), String> {
        let ends = |end: &str| {
            self.sent.iter().filter(|line| line.starts_with("POST") && line.ends_with(end)).count()
        };
        let (begun, codes) =
            (ends("/charges/") + ends("/initialize/") + ends("/billing/pay"), ends("/submit"));
        for (name, wanted) in expect.as_object().expect("counts") {
            let seen = match name.as_str() {
                "vendor" => self.sent.len(),
                "begun" => begun,
                "codes" => codes,
                "records" => self.records.len(),
                "touched" => self.touched,
                "begun_and_codes" => begun + codes,
                other => panic!("no such count: {other}"),
            };
            if *wanted != seen {
                return Err(format!("{name}: {seen}, not {wanted}: {:?}", self.sent));
            }
        }
        Ok(())
    }
}

fn agrees(answer: &Value, expect: &Value) -> Result<(), String> {
    let body: Value = serde_json::from_str(answer["body"].as_str().expect("a text")).unwrap_or_default();
    let view = body.get("view").unwrap_or(&body);
    let header = |name: &str| {
        let headers = answer["headers"].as_array().expect("headers");
        headers.iter().find(|header| header["name"] == name).map(|header| header["value"].clone())
    };
    let fields = expect["view"].as_object().into_iter().flatten();
    let headers = expect["headers"].as_object().into_iter().flatten();
    let absent = expect["absent_headers"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let is_right = expect["status"] == answer["status"]
        && expect.get("body").is_none_or(|body| *body == answer["body"])
        && ["error", "field"].iter().all(|name| expect.get(name).is_none_or(|word| *word == body[name]))
        && expect.get("code").is_none_or(|word| *word == view["outcome"]["code"])
        && expect.get("token").is_some() == view["outcome"]["token"].is_string()
        && fields.into_iter().all(|(name, field)| view[name] == *field)
        && headers.into_iter().all(|(name, wanted)| header(name).as_ref() == Some(wanted))
        && absent.into_iter().all(|name| header(name).is_none());
    if is_right { Ok(()) } else { Err(format!("{answer}, not {expect}")) }
}

fn read(order: &str, server: &Server) -> Value {
    let wanted = json!({"order": order, "operation": "collect", "amount": 1500}).to_string();
    asked("GET", &server.gate.mint(&wanted, server.now).expect("a token"), &Value::Null)
}

fn asked(method: &str, token: &str, body: &Value) -> Value {
    let bearer = format!("Bearer {token}");
    let headers =
        json!([["Origin", relay::PAGE], ["Authorization", bearer], ["Content-Type", "application/json"]]);
    json!({"method": method, "target": "/xaalis/pay", "headers": headers, "body": body})
}

/// Only the fields that this kind has.
fn trimmed(mut event: Value, kind: &str) -> Value {
    let inner = event["event"].as_object_mut().expect("an event");
    inner.retain(|name, _| {
        name == "kind" || (kind == "otp" && name == "code") || (kind == "bill" && name == "reference")
    });
    event
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}
