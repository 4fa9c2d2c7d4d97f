//! Every attack of `tests/vectors/relay-attacks.json`, on the gate over the sandbox.

use serde_json::Value;
use std::collections::BTreeSet;
use xaalis::relay::{Answer, Incoming};
use xaalis::senfenico::webhook::{self, WebhookKeys};
use xaalis_tests::relay::{self, Server, header};
use xaalis_tests::vectors;

#[test]
fn no_attack_succeeds() {
    let file = vectors::load("relay-attacks");
    let (settings, mut failures, mut numbers) = (relay::settings(), Vec::new(), BTreeSet::new());
    let attacks: Vec<_> = file.groups.iter().filter(|group| group.kind == "relay_attack").collect();
    let tests: Vec<_> = attacks.iter().flat_map(|group| &group.tests).collect();
    for test in &tests {
        numbers.insert(test.input["attack"].as_i64().expect("a number"));
        let lines = test.input["lines"].as_array().expect("lines");
        let runs = lines.iter().filter_map(|line| line["runs"].as_u64()).max().unwrap_or(1);
        for run in 0..runs {
            let mut server = Server::default();
            let told = play(&mut server, lines, run)
                .and_then(|()| ends(&server, &test.expect))
                .and_then(|()| searched(&server, &settings["canaries"]));
            if let Err(problem) = told {
                failures.push(format!("{} {}, run {run}: {problem}", test.id, test.comment));
                break;
            }
        }
    }
    assert!(failures.is_empty(), "{} of {} failed\n{}", failures.len(), tests.len(), failures.join("\n"));
    assert_eq!(numbers, (1..=61).collect());
    assert_eq!(file.cases, tests.len() + 1);
}

fn play(server: &mut Server, lines: &[Value], run: u64) -> Result<(), String> {
    for (place, line) in lines.iter().enumerate() {
        one(server, line, run).map_err(|problem| format!("line {}: {problem}", place + 1))?;
    }
    Ok(())
}

fn one(server: &mut Server, line: &Value, run: u64) -> Result<(), String> {
    let expect = &line["expect"];
    if let Some(request) = line.get("request") {
        let answer = server.serve(&incoming(request));
        return agrees(&answer, expect);
    }
    if let Some(requests) = line["parallel"].as_array() {
        return at_once(server, requests, run);
    }
    if let Some(request) = line.get("kill") {
        let path = if line["after"] == "submit" { "/charges/submit" } else { "/charges/" };
        server.dies_after(&incoming(request), path);
    } else if let Some(request) = line.get("many") {
        return many(server, &incoming(request), line);
    } else if let Some(requests) = line["hang"].as_array() {
        return hang(server, requests, expect);
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
        server.now = server.now.plus(ms);
    } else if let Some(how) = line["vendor"].as_str() {
        server.is_silent = how == "silent";
    } else if let Some(how) = line["store"].as_str() {
        server.is_down = how == "down";
    } else {
        return Err(format!("no such line: {line}"));
    }
    Ok(())
}

/// Two requests, a step of the one or the other at a time, in an order that the run decides.
fn at_once(server: &mut Server, requests: &[Value], run: u64) -> Result<(), String> {
    let mut visits: Vec<_> = requests.iter().map(|request| Some(server.visit(&incoming(request)))).collect();
    let mut dice = run.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    while visits.iter().any(Option::is_some) {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = usize::try_from(dice >> 40).expect("a number") % visits.len();
        let Some(visit) = &mut visits[place] else { continue };
        if let Some(answer) = server.step(visit) {
            if !matches!(answer.status, 200 | 409) {
                return Err(format!("{} {}", answer.status, answer.body));
            }
            visits[place] = None;
        }
    }
    Ok(())
}

fn many(server: &mut Server, incoming: &Incoming, line: &Value) -> Result<(), String> {
    let (before, mut statuses) = (server.sent.len(), BTreeSet::new());
    for _ in 0..line["times"].as_i64().expect("times") {
        statuses.insert(server.serve(incoming).status);
        server.now = server.now.plus(line["every_ms"].as_i64().expect("a time"));
    }
    same(&statuses.into_iter().collect::<Vec<_>>().into(), &line["expect"]["statuses"])?;
    let reads = u64::try_from(server.sent.len() - before).expect("a number");
    let most = line["expect"]["vendor_at_most"].as_u64().expect("a number");
    if reads <= most { Ok(()) } else { Err(format!("{reads} requests to the vendor")) }
}

fn hang(server: &mut Server, requests: &[Value], expect: &Value) -> Result<(), String> {
    let mut hanging = Vec::new();
    for request in requests {
        match server.hangs(&incoming(request)) {
            Ok(visit) => hanging.push(visit),
            Err(answer) => agrees(&answer, &expect["refused"])?,
        }
    }
    same(&hanging.len().into(), &expect["hanging"])
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
fn ends(server: &Server, expect: &Value) -> Result<(), String> {
    let seen = |name: &str| match name {
        "vendor" => server.sent.len(),
        "begun" => server.begun(),
        "codes" => server.codes(),
        "records" => server.journal.records().count(),
        "touched" => server.touched,
        "begun_and_codes" => server.begun() + server.codes(),
        other => panic!("no such count: {other}"),
    };
    for (name, wanted) in expect.as_object().expect("counts") {
        same(&seen(name).into(), wanted)
            .map_err(|problem| format!("{name}: {problem}, {:?}", server.sent))?;
    }
    Ok(())
}

fn searched(server: &Server, canaries: &Value) -> Result<(), String> {
    for canary in canaries.as_array().expect("canaries").iter().filter_map(Value::as_str) {
        if let Some(line) = server.trace.iter().find(|line| line.contains(canary)) {
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
