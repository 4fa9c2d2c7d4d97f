//! What people are told, for who puts the texts together in another language: `told.json` of the npm package holds
//! what core says, and its tests say the same. `TOLD=write cargo test -p xaalis-tests --test all told` writes it anew.

use serde_json::{Value, json};
use xaalis::{Code, Excess, PaymentError, Texts};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../bindings-wasm/npm/test/told.json");

#[test]
fn the_npm_packages_texts_are_held_against_cores() {
    let rows: Vec<String> = everything().iter().map(|row| format!("  {row}")).collect();
    let told = format!("[\n{}\n]\n", rows.join(",\n"));
    if std::env::var_os("TOLD").is_some() {
        std::fs::write(FILE, &told).expect("the file is written");
    }
    let there = std::fs::read_to_string(FILE).expect("the file");
    assert_eq!(
        there, told,
        "core says something else: TOLD=write cargo test -p xaalis-tests --test all told"
    );
    assert!(rows.len() > 180, "{}", rows.len());
}

/// `[about, facts, [for the buyer, pour le client, for the merchant, pour le commerçant]]`
fn everything() -> Vec<Value> {
    let mut all = Vec::new();
    let mut tell = |about: &str, facts: Value, told: Texts| {
        all.push(json!([about, facts, [told.buyer, told.buyer_fr, told.merchant, told.merchant_fr]]));
    };
    let texts = include_str!("../../core/src/texts.txt");
    let blocks = |of: &str| -> Vec<String> {
        let named = texts.lines().filter_map(|line| line.strip_prefix(of)?.strip_prefix(' '));
        named.map(str::to_owned).chain(["a_newer_word".to_owned()]).collect()
    };
    for code in blocks("code") {
        tell("refused", json!([code, false]), Texts::refused(&Code::from(code.as_str()), false));
    }
    tell("refused", json!(["PAYMENT_FAILED", true]), Texts::refused(&Code::PaymentFailed, true));
    let excesses = [
        None,
        Some(Excess { seen: None, limit: 16_777_216 }),
        Some(Excess { seen: Some(1_048_599), limit: 1_000 }),
        Some(Excess { seen: Some(402), limit: 128 }),
    ];
    for why in blocks("unsent") {
        tell("not_sent", json!([why, null, null]), Texts::not_sent(&why, None, None));
    }
    for doubt in blocks("doubt") {
        // The others have no unit.
        let limited = matches!(doubt.as_str(), "oversized" | "too_deep" | "no_answer" | "a_newer_word");
        for excess in excesses.into_iter().take(if limited { 4 } else { 1 }) {
            let why = "unanswered";
            tell("not_sent", json!([why, doubt, excess]), Texts::not_sent(why, Some(&doubt), excess));
            let told = Texts::unknown("order-42", &doubt, excess, "fetch", false);
            tell("unknown", json!([doubt, excess, "fetch", false]), told);
        }
    }
    for plan in blocks("plan") {
        let told = Texts::unknown("order-42", "no_answer", None, &plan, true);
        tell("unknown", json!(["no_answer", null, plan, true]), told);
    }
    for kind in blocks("prompt") {
        tell("prompt", json!([kind, null]), Texts::prompt(&kind, None));
    }
    for again in blocks("again") {
        tell("prompt", json!(["otp", again]), Texts::prompt("otp", Some(&again)));
    }
    for block in ["error", "connect_failed", "no_answer", "answer_too_large"] {
        tell("of", json!([block]), Texts::of(block));
    }
    tell("of", json!(["busy", "order-42"]), Texts::busy("order-42"));
    tell("of", json!(["absent", "order-42"]), Texts::absent("order-42"));
    for problem in ["of the other vendor", "not JSON", "a sentence that nobody translated"] {
        tell("record", json!([problem]), PaymentError::record(problem).texts());
        tell("webhook", json!([problem]), PaymentError::webhook(problem).texts());
    }
    let mut refuse = |field: &str, problem: &str, allowed: &str, suggestion: Option<&str>| {
        let error = PaymentError::Invalid {
            field: field.to_owned(),
            problem: problem.to_owned(),
            allowed: allowed.to_owned(),
            suggestion: suggestion.map(str::to_owned),
        };
        tell("invalid", json!([field, problem, allowed, suggestion]), error.texts());
    };
    for field in blocks("field") {
        refuse(&field, "missing", "4 to 10 digits", None);
    }
    for path in ["transfers[3].phone", "transfers[12]", "after[0]", "phone[0].x[1]", ""] {
        refuse(path, "missing", "4 to 10 digits", Some("orange_bf"));
    }
    let orange = "orange_bf numbers start with 04, 05, 06, 07";
    refuse("phone", "the number starts with 70, a moov_bf prefix", orange, None);
    refuse("amount", "-5 is out of range", "whole francs (XOF) from 100 to 1000000000000", None);
    refuse("phone", "digits other than 0 to 9", "what nobody translated", None);
    all
}
