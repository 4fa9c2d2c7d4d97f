//! The server's end of the relay, over the sandbox.

use serde_json::{Value, json};
use xaalis_tests::relay::{Server, said};

const PHONE: &str = "76 00 00 00";

fn start(attempt: i64, phone: &str) -> String {
    json!({"do": "start", "attempt": attempt, "phone": phone}).to_string()
}

fn code(rev: &str, code: &str) -> String {
    json!({"do": "code", "rev": rev, "code": code}).to_string()
}

/// Nothing stands in a view but what is named here.
fn named(view: &Value) {
    const NAMES: [&str; 11] = [
        "order",
        "rev",
        "amount",
        "currency",
        "state",
        "why",
        "prompt",
        "outcome",
        "codes_left",
        "next_attempt",
        "after_ms",
    ];
    for (name, value) in view.as_object().expect("a view") {
        assert!(NAMES.contains(&name.as_str()), "{name}");
        let inside: &[&str] = match name.as_str() {
            "prompt" => &["kind", "text", "url", "problem"],
            "outcome" => &["kind", "code", "text", "text_fr"],
            _ => &[],
        };
        for (name, _) in value.as_object().into_iter().flatten() {
            assert!(inside.contains(&name.as_str()), "{name}");
        }
    }
}

fn clean(server: &Server) {
    for line in &server.trace {
        for canary in
            ["sk_test_canary", "canary-0123", "76000000", "76 00 00 00", "70000000", "123456", "eyJ"]
        {
            assert!(!line.contains(canary), "{canary} in {line}");
        }
    }
}

#[test]
fn a_charge_is_paid_and_its_page_is_told_no_more_than_that() {
    let mut server = Server::default();
    let token = server.token("42", "collect", 1_500);
    let ready = said(&server.get(&token));
    let wanted = json!({"order": "42", "rev": "0.0", "amount": 1500, "currency": "XOF", "state": "ready", "next_attempt": 1});
    assert_eq!(ready, wanted);
    assert_eq!(server.sent.len(), 0);

    let asking = said(&server.post(&token, &start(1, PHONE)));
    named(&asking);
    assert_eq!(
        (&asking["state"], &asking["rev"], &asking["codes_left"]),
        (&json!("asking"), &json!("1.0"), &json!(5))
    );
    assert_eq!((&asking["prompt"]["kind"], &asking["next_attempt"]), (&json!("otp"), &json!(2)));

    let wrong = said(&server.post(&token, &code("1.0", "000000")));
    named(&wrong);
    assert_eq!(
        (&wrong["rev"], &wrong["prompt"]["problem"], &wrong["codes_left"]),
        (&json!("1.1"), &json!("invalid"), &json!(4))
    );

    let paid = said(&server.post(&token, &code("1.1", "123456")));
    named(&paid);
    assert_eq!((&paid["state"], &paid["outcome"]), (&json!("done"), &json!({"kind": "settled"})));
    assert_eq!((&paid["next_attempt"], &paid["after_ms"]), (&Value::Null, &Value::Null));
    assert_eq!((server.begun(), server.codes()), (1, 2));

    let again = server.post(&token, &start(2, PHONE));
    assert_eq!((again.status, &said(&again)["error"]), (409, &json!("settled")));
    assert_eq!(said(&server.get(&token)), paid);
    assert_eq!(server.begun(), 1);
    // One wrong code, and nothing else is kept of it.
    let wrong: Vec<i64> =
        server.counts.iter().filter(|(key, _)| key.starts_with("wrong:")).map(|(_, (_, sum))| *sum).collect();
    assert_eq!((wrong, server.holds.is_empty()), (vec![1], true), "{:?}", server.holds);
    clean(&server);
}

#[test]
fn under_another_amount_nothing_is_said_to_begin() {
    let mut server = Server::default();
    let (old, new) = (server.token("42", "collect", 1_500), server.token("42", "collect", 9_000));
    assert_eq!(said(&server.post(&old, &start(1, PHONE)))["next_attempt"], 2);
    let told = said(&server.get(&new));
    assert_eq!((&told["error"], &told["view"]["state"]), (&json!("conflict"), &json!("asking")));
    assert_eq!((&told["view"]["amount"], &told["view"]["next_attempt"]), (&json!(1_500), &Value::Null));
    assert_eq!(said(&server.post(&new, &start(2, "76 12 34 56")))["error"], "conflict");
    assert_eq!(said(&server.get(&old))["next_attempt"], 2, "with a token of what was begun it may");
}

#[test]
fn a_refused_payment_is_told_as_the_texts_tell_buyers() {
    let mut server = Server::default();
    let token = server.token("42", "collect", 1_500);
    server.post(&token, &start(1, "76 12 99 02"));
    let view = said(&server.post(&token, &code("1.0", "123456")));
    named(&view);
    let texts = include_str!("../../core/src/texts.txt");
    let block = texts.split("\ncode INSUFFICIENT_FUNDS\n").nth(1).expect("a block");
    let line = |name: &str| {
        block.lines().find_map(|line| line.trim_start().strip_prefix(name)).map(str::trim).expect("a line")
    };
    let wanted = json!({"kind": "rejected", "code": "INSUFFICIENT_FUNDS", "text": line("buyer "), "text_fr": line("buyer_fr ")});
    assert_eq!(
        (&view["state"], &view["outcome"], &view["next_attempt"]),
        (&json!("done"), &wanted, &json!(2))
    );
    let next = said(&server.post(&token, &start(2, PHONE)));
    assert_eq!((&next["state"], &next["rev"]), (&json!("asking"), &json!("2.0")));
}

/// Whatever the vendor says, it is not passed on.
#[test]
fn a_vendor_that_says_too_much_is_not_repeated() {
    let mut server = Server::default();
    server.is_talkative = true;
    let token = server.token("42", "collect", 1_500);
    let first = said(&server.post(&token, &start(1, PHONE)));
    named(&first);
    let text = first["prompt"]["text"].as_str().expect("an instruction");
    assert!(text.chars().count() <= 1_000 && text.contains("canari"), "{first}");
    for wrong in ["000000", "123456", "123456"] {
        let view = said(&server.get(&token));
        named(&view);
        let rev = view["rev"].as_str().expect("a rev").to_owned();
        server.post(&token, &code(&rev, wrong));
        server.now = server.now.plus(20_000);
    }
    let paid = said(&server.get(&token));
    named(&paid);
    assert_eq!(paid["outcome"]["kind"], "settled");
    clean(&server);
    let mut server = Server::default();
    server.is_talkative = true;
    let token = server.token("43", "checkout", 1_500);
    named(&said(&server.post(&token, r#"{"do":"start","attempt":1}"#)));
    named(&said(&server.get(&token)));
    clean(&server);
}

#[test]
fn another_number_is_another_attempt_and_the_first_is_given_up() {
    let mut server = Server::default();
    let token = server.token("42", "collect", 1_500);
    server.post(&token, &start(1, "76 12 34 56"));
    let second = said(&server.post(&token, &start(2, PHONE)));
    assert_eq!((&second["state"], &second["rev"]), (&json!("asking"), &json!("2.0")));
    let late = server.post(&token, &code("1.0", "123456"));
    assert_eq!((late.status, &said(&late)["error"], server.codes()), (409, &json!("rev"), 0));
    let paid = said(&server.post(&token, &code("2.0", "123456")));
    assert_eq!((&paid["outcome"]["kind"], server.begun()), (&json!("settled"), 2));
}

#[test]
fn what_is_dialled_or_paid_on_a_page_is_shown_until_its_end() {
    let mut server = Server::default();
    let token = server.token("42", "collect", 1_500);
    let dial = said(&server.post(&token, &start(1, "76 12 99 06")));
    named(&dial);
    assert_eq!(
        (&dial["state"], &dial["why"], &dial["prompt"]["kind"]),
        (&json!("waiting"), &json!("payer"), &json!("dial"))
    );
    assert_eq!(dial["next_attempt"], Value::Null);
    assert_eq!(said(&server.get(&token))["prompt"], dial["prompt"]);

    let token = server.token("43", "checkout", 1_500);
    let page = said(&server.post(&token, r#"{"do":"start","attempt":1}"#));
    named(&page);
    assert_eq!((&page["state"], &page["prompt"]["kind"]), (&json!("waiting"), &json!("redirect")));
    assert!(page["prompt"]["url"].as_str().expect("an address").starts_with("https://"));
    assert_eq!(said(&server.get(&token))["prompt"], page["prompt"]);
}

#[test]
fn a_thousand_looks_are_few_requests() {
    let mut server = Server::default();
    let token = server.token("42", "collect", 1_500);
    server.post(&token, &start(1, "76 12 99 06"));
    let (before, begin, mut refused) = (server.sent.len(), server.now, 0);
    for _ in 0..1_000 {
        refused += usize::from(server.get(&token).status == 429);
        server.now = server.now.plus(100);
    }
    let seconds = server.now.since(begin) / 1_000;
    let reads = i64::try_from(server.sent.len() - before).expect("a number");
    assert!(reads >= 2 && reads <= seconds / 3, "{reads} in {seconds} s");
    assert!(refused > 800, "{refused}");
}

#[test]
fn what_was_lost_waits_and_is_found() {
    let mut server = Server::default();
    let token = server.token("42", "collect", 1_500);
    server.is_silent = true;
    let lost = said(&server.post(&token, &start(1, PHONE)));
    assert_eq!(
        (&lost["state"], &lost["why"], &lost["next_attempt"]),
        (&json!("waiting"), &json!("lost"), &Value::Null)
    );
    let open = server.post(&token, &start(2, "70 00 00 00"));
    assert_eq!((open.status, &said(&open)["error"]), (409, &json!("open")));
    // The same order again, from a page that was loaded anew under another id.
    let other = server.token("fresh-7", "collect", 1_500);
    let similar = server.post(&other, &start(1, PHONE));
    assert_eq!((similar.status, &said(&similar)["error"]), (409, &json!("similar_open")));
    assert_eq!(server.begun(), 1);
    server.is_silent = false;
    let before = server.sent.len();
    for _ in 0..50 {
        server.get(&token);
        server.now = server.now.plus(5_000);
    }
    assert!(server.sent.len() - before <= 12, "{}", server.sent.len() - before);
}

#[test]
fn what_never_left_is_told_so_and_begins_anew() {
    let mut server = Server::default();
    let token = server.token("42", "collect", 1_500);
    server.is_unreachable = true;
    let unsent = said(&server.post(&token, &start(1, PHONE)));
    assert_eq!((&unsent["outcome"]["kind"], &unsent["next_attempt"]), (&json!("not_sent"), &json!(1)));
    server.is_unreachable = false;
    let asking = said(&server.post(&token, &start(1, "70 00 00 00")));
    assert_eq!((&asking["state"], &asking["rev"]), (&json!("asking"), &json!("1.0")));
}

/// Told apart at every step: the other process comes between any two.
#[test]
fn two_tabs_at_once_are_one_charge() {
    for first in 1..40 {
        let mut server = Server::default();
        let (one, two) = (server.token("42", "collect", 1_500), server.token("42", "collect", 1_500));
        let mut slow = server.visit(&xaalis_tests::relay::request("POST", &one, &start(1, PHONE)));
        let mut answer = None;
        for _ in 0..first {
            answer = answer.or_else(|| server.step(&mut slow));
        }
        let quick = server.post(&two, &start(1, PHONE));
        assert!(matches!(quick.status, 200 | 409), "{}", quick.body);
        while answer.is_none() {
            answer = server.step(&mut slow);
        }
        assert_eq!(server.begun(), 1, "after {first} steps");
        assert_eq!(said(&server.get(&one))["state"], "asking", "after {first} steps");
    }
}

#[test]
fn a_code_given_twice_at_once_is_sent_once() {
    for first in 1..40 {
        let mut server = Server::default();
        let token = server.token("42", "collect", 1_500);
        server.post(&token, &start(1, PHONE));
        let mut slow = server.visit(&xaalis_tests::relay::request("POST", &token, &code("1.0", "000000")));
        let mut answer = None;
        for _ in 0..first {
            answer = answer.or_else(|| server.step(&mut slow));
        }
        server.post(&token, &code("1.0", "000000"));
        while answer.is_none() {
            answer = server.step(&mut slow);
        }
        assert_eq!(server.codes(), 1, "after {first} steps");
    }
}

/// Giving up and a code at once: one of them wins, and no code is sent for what was given up.
#[test]
fn giving_up_and_a_code_at_once() {
    for first in 1..60 {
        for gives_up_first in [true, false] {
            let mut server = Server::default();
            let token = server.token("42", "collect", 1_500);
            server.post(&token, &start(1, "76 12 34 56"));
            let (again, typed) = (start(2, PHONE), code("1.0", "123456"));
            let (slow, quick) = if gives_up_first { (&again, &typed) } else { (&typed, &again) };
            let mut slow = server.visit(&xaalis_tests::relay::request("POST", &token, slow));
            let mut answer = None;
            for _ in 0..first {
                answer = answer.or_else(|| server.step(&mut slow));
            }
            server.post(&token, quick);
            while answer.is_none() {
                answer = server.step(&mut slow);
            }
            let case = format!("after {first} steps, {gives_up_first}");
            assert_eq!(server.codes() + server.begun(), 2, "{case}: {:?}", server.sent);
            let view = said(&server.get(&token));
            let paid = view["outcome"]["kind"] == "settled" && view["rev"] == "1.1";
            assert!(paid || view["rev"] == "2.0", "{case}: {view}");
        }
    }
}

/// Wherever the worker dies, the order is never `ready` once something may have left, and never lost.
#[test]
fn a_worker_that_dies_is_followed() {
    for died in 1..40 {
        let mut server = Server::default();
        let token = server.token("42", "collect", 1_500);
        let mut visit = server.visit(&xaalis_tests::relay::request("POST", &token, &start(1, PHONE)));
        for _ in 0..died {
            server.step(&mut visit);
        }
        drop(visit);
        let view = said(&server.get(&token));
        let state = view["state"].as_str().expect("a state").to_owned();
        assert_eq!(state == "ready", server.journal.records().next().is_none(), "after {died}: {view}");
        if server.begun() > 0 {
            assert_ne!(state, "ready", "after {died}");
        }
        let mut last = state;
        for _ in 0..40 {
            server.now = server.now.plus(30_000);
            let token = server.token("42", "collect", 1_500);
            last = said(&server.get(&token))["state"].as_str().expect("a state").to_owned();
        }
        // What was stored and perhaps never sent is searched for: nobody knows, and nothing else may begin.
        let is_lost = server.begun() == 0 && last == "waiting";
        assert!(is_lost || matches!(last.as_str(), "asking" | "ready" | "done"), "after {died}: {last}");
        assert!(server.begun() <= 1);
    }
}
