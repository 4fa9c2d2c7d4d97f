//! Every attack of `tests/vectors/relay-attacks.json`, on each server end that is written in Rust.

mod axum;
mod in_memory;

use serde_json::Value;
use std::collections::BTreeSet;
use xaalis::relay::{Answer, Incoming};
use xaalis::senfenico::webhook::{self, WebhookKeys};
use xaalis_tests::relay::{self, header};
use xaalis_tests::vectors;

/// A server end that is attacked.
trait End: Sized {
    /// One of these settings over an empty store and a fresh sandbox, at the dawn of a clock that moves only when told to.
    fn begin(settings: &Value) -> Self;
    /// A request from its first byte to its answer.
    fn serve(&mut self, incoming: &Incoming) -> Answer;
    /// Some at the same time; their answers. `run`: another order each time, where that can be chosen.
    fn at_once(&mut self, requests: &[Incoming], run: u64) -> Vec<Answer>;
    /// A worker that is killed when a request whose path ends so was sent, before it hears the answer.
    fn dies_after(&mut self, incoming: &Incoming, path: &str);
    /// Some at once, while the vendor lets everybody wait: how many do, and what the others are told.
    fn hang(&mut self, requests: &[Incoming]) -> (usize, Vec<Answer>);
    /// Time goes by, in milliseconds.
    fn wait(&mut self, ms: i64);
    /// From now on the vendor answers, or not.
    fn vendor(&mut self, is_silent: bool);
    /// From now on the store can be used, or not.
    fn store(&mut self, is_down: bool);
    /// The requests to the vendor: `POST /v1/payment/charges/`.
    fn sent(&self) -> Vec<String>;
    /// How many records there are.
    fn records(&self) -> usize;
    /// How often the store was used, where that can be told.
    fn touched(&self) -> Option<usize>;
    /// Everything that was kept, answered and logged.
    fn trace(&self) -> Vec<String>;
}

/// Plays all of them. `most_runs`: of what is tried in another order each time.
fn no_attack_succeeds<E: End>(most_runs: u64) {
    let numbers = succeeds_nowhere::<E>("relay-attacks", most_runs);
    assert_eq!(numbers, (1..=61).collect());
    succeeds_nowhere::<E>("relay-bills", most_runs);
}

/// Plays a file's cases; the numbers of the attacks among them.
fn succeeds_nowhere<E: End>(name: &str, most_runs: u64) -> BTreeSet<i64> {
    let (file, settings) = (vectors::load(name), relay::settings_of(name));
    let (mut failures, mut numbers) = (Vec::new(), BTreeSet::new());
    let played = file.groups.iter().filter(|group| group.kind != "relay_settings");
    let tests: Vec<_> = played.flat_map(|group| &group.tests).collect();
    for test in &tests {
        numbers.extend(test.input["attack"].as_i64());
        let lines = test.input["lines"].as_array().expect("lines");
        let runs = lines.iter().filter_map(|line| line["runs"].as_u64()).max().unwrap_or(1);
        for run in 0..runs.min(most_runs) {
            let mut end = E::begin(&settings);
            // What does not touch the store is answered the same without one.
            end.store(end.touched().is_none() && test.expect["touched"] == 0);
            let told = play(&mut end, lines, run)
                .and_then(|()| ends(&end, &test.expect))
                .and_then(|()| searched(&end, &settings["canaries"]));
            if let Err(problem) = told {
                failures.push(format!("{} {}, run {run}: {problem}", test.id, test.comment));
                break;
            }
        }
    }
    assert!(failures.is_empty(), "{} of {} failed\n{}", failures.len(), tests.len(), failures.join("\n"));
    assert_eq!(file.cases, tests.len() + 1);
    numbers
}

fn play(end: &mut impl End, lines: &[Value], run: u64) -> Result<(), String> {
    for (place, line) in lines.iter().enumerate() {
        one(end, line, run).map_err(|problem| format!("line {}: {problem}", place + 1))?;
    }
    Ok(())
}

fn one(end: &mut impl End, line: &Value, run: u64) -> Result<(), String> {
    let expect = &line["expect"];
    let all = |requests: &[Value]| requests.iter().map(incoming).collect::<Vec<_>>();
    if let Some(request) = line.get("request") {
        return agrees(&end.serve(&incoming(request)), expect);
    }
    if let Some(requests) = line["parallel"].as_array() {
        let answers = end.at_once(&all(requests), run);
        let wrong = answers.iter().find(|answer| !matches!(answer.status, 200 | 409));
        return wrong.map_or(Ok(()), |answer| Err(format!("{} {}", answer.status, answer.body)));
    }
    if let Some(request) = line.get("kill") {
        let path = match line["after"].as_str() {
            Some("submit") => "/charges/submit",
            Some("pay") => "/billing/pay",
            _ => "/charges/",
        };
        end.dies_after(&incoming(request), path);
    } else if let Some(request) = line.get("many") {
        return many(end, &incoming(request), line);
    } else if let Some(requests) = line["hang"].as_array() {
        let (hanging, refused) = end.hang(&all(requests));
        refused.iter().try_for_each(|answer| agrees(answer, &expect["refused"]))?;
        return same(&hanging.into(), &expect["hanging"]);
    } else if let Some(changes) = line["start"].as_object() {
        let mut settings = relay::settings();
        settings.as_object_mut().expect("settings").extend(changes.clone());
        let refused = relay::gate(&settings).err();
        let field = refused.as_ref().and_then(|error| error.field());
        let text = refused.as_ref().map(ToString::to_string).unwrap_or_default();
        let secret = settings["keys"][0]["secret"].as_str().expect("a secret");
        if text.contains(secret) {
            return Err("the secret is shown".to_owned());
        }
        return same(&field.into(), &expect["refused"]);
    } else if let Some(hook) = line.get("webhook") {
        let keys = WebhookKeys::new(["whk_canary"]).expect("a key");
        let (body, hash) = (hook["body"].as_str().expect("a body"), hook["hash"].as_str().expect("a hash"));
        return same(&webhook::verify(body.as_bytes(), hash, &keys).is_err().into(), &expect["refused"]);
    } else if let Some(ms) = line["wait_ms"].as_i64() {
        end.wait(ms);
    } else if let Some(how) = line["vendor"].as_str() {
        end.vendor(how == "silent");
    } else if let Some(how) = line["store"].as_str() {
        end.store(how == "down");
    } else {
        return Err(format!("no such line: {line}"));
    }
    Ok(())
}

fn many(end: &mut impl End, incoming: &Incoming, line: &Value) -> Result<(), String> {
    let (before, mut statuses) = (end.sent().len(), BTreeSet::new());
    for _ in 0..line["times"].as_i64().expect("times") {
        statuses.insert(end.serve(incoming).status);
        end.wait(line["every_ms"].as_i64().expect("a time"));
    }
    same(&statuses.into_iter().collect::<Vec<_>>().into(), &line["expect"]["statuses"])?;
    let reads = u64::try_from(end.sent().len() - before).expect("a number");
    let most = line["expect"]["vendor_at_most"].as_u64().expect("a number");
    if reads <= most { Ok(()) } else { Err(format!("{reads} requests to the vendor")) }
}

fn agrees(answer: &Answer, expect: &Value) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{what}: {} {}, not {expect}", answer.status, answer.body));
    let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let view = body.get("view").unwrap_or(&body);
    let value = |name: &str| {
        answer.headers.iter().find(|header| header.name == name).map(|header| header.value.as_str())
    };
    if expect["status"] != answer.status {
        return wrong("status");
    }
    if expect.get("body").is_some_and(|body| *body != answer.body) {
        return wrong("body");
    }
    let outcome = &view["outcome"];
    if expect.get("code").is_some_and(|word| *word != outcome["code"]) {
        return wrong("code");
    }
    // A sandbox draws the code of a meter; the vendor's page shows sixteen digits.
    let has_token = outcome["token"].as_str().is_some_and(|token| token.len() >= 16);
    if expect.get("token").is_some() != has_token {
        return wrong("token");
    }
    if ["error", "field"].iter().any(|name| expect.get(name).is_some_and(|word| *word != body[name])) {
        return wrong("error");
    }
    let fields = expect["view"].as_object().into_iter().flatten();
    if fields.into_iter().any(|(name, field)| view[name] != *field) {
        return wrong("view");
    }
    let headers = expect["headers"].as_object().into_iter().flatten();
    if headers.into_iter().any(|(name, wanted)| value(name) != wanted.as_str()) {
        return wrong("headers");
    }
    let absent = expect["absent_headers"].as_array().into_iter().flatten();
    if absent.filter_map(Value::as_str).any(|name| value(name).is_some()) {
        return wrong("headers");
    }
    let is_safe =
        value("Cache-Control") == Some("no-store") && value("X-Content-Type-Options") == Some("nosniff");
    if is_safe { Ok(()) } else { wrong("headers") }
}

/// What must have happened, and no more.
fn ends(end: &impl End, expect: &Value) -> Result<(), String> {
    let sent = end.sent();
    let (begun, codes) = (relay::begun(&sent), relay::codes(&sent));
    for (name, wanted) in expect.as_object().expect("counts") {
        let seen = match name.as_str() {
            "vendor" => sent.len(),
            "begun" => begun,
            "codes" => codes,
            "records" => end.records(),
            "touched" => match end.touched() {
                Some(touched) => touched,
                None => continue,
            },
            "begun_and_codes" => begun + codes,
            other => panic!("no such count: {other}"),
        };
        same(&seen.into(), wanted).map_err(|problem| format!("{name}: {problem}, {sent:?}"))?;
    }
    Ok(())
}

fn searched(end: &impl End, canaries: &Value) -> Result<(), String> {
    let trace = end.trace();
    for canary in canaries.as_array().expect("canaries").iter().filter_map(Value::as_str) {
        if let Some(line) = trace.iter().find(|line| line.contains(canary)) {
            return Err(format!("{canary} stands in {line}"));
        }
    }
    Ok(())
}

fn same(seen: &Value, wanted: &Value) -> Result<(), String> {
    if seen == wanted { Ok(()) } else { Err(format!("{seen}, not {wanted}")) }
}

fn incoming(request: &Value) -> Incoming {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let headers = request["headers"].as_array().expect("headers").iter();
    Incoming {
        method: text(&request["method"]),
        target: text(&request["target"]),
        headers: headers.map(|pair| header(&text(&pair[0]), &text(&pair[1]))).collect(),
        body: match &request["body"] {
            Value::Null => Vec::new(),
            Value::String(text) => text.as_bytes().to_vec(),
            body if body.get("hex").is_some() => bytes(&text(&body["hex"])),
            body => text(&body["repeat"][0])
                .repeat(usize::try_from(body["repeat"][1].as_u64().expect("a number")).expect("a number"))
                .into_bytes(),
        },
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("hex"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("hex")).collect()
}
