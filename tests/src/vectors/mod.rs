//! The golden vectors of `tests/vectors/*.json`, and how this library answers each of them.
//!
//! The same files are run by every language. A group's `type` names the question, `input` holds its
//! data and `expect` the answer: compared exactly, except where it holds one of three matchers,
//! `{"contains": text}`, `{"absent": text}` or `{"at_least": n, "at_most": n}`.

mod arrival;
mod journal;
mod lines;
mod play;
mod story;
mod transitions;
mod values;
mod webhooks;

pub use arrival::in_parts;
pub use transitions::{Machine, apply};

use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt::Write;

/// One file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The version of this format.
    pub schema: String,
    /// What the file is about.
    pub description: String,
    /// How many tests it holds; a runner that ran another number of them has failed.
    pub cases: usize,
    /// The tests, by what they ask.
    pub groups: Vec<Group>,
}

/// Tests that ask the same question.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The question; see [`answer`].
    #[serde(rename = "type")]
    pub kind: String,
    /// The vendor's page or the rule behind the expectations.
    pub source: String,
    /// The tests.
    pub tests: Vec<Test>,
}

/// One test.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// Unique over all files.
    pub id: String,
    /// What is special about it.
    pub comment: String,
    /// The question's data.
    pub input: Value,
    /// The answer, by the rules.
    pub expect: Value,
    /// Why the library answers otherwise at the moment. Such a test must fail; once it passes, the
    /// mark has to go.
    #[serde(default)]
    pub disputed: Option<String>,
}

/// What running a file came to.
#[derive(Default)]
pub struct Tally {
    /// Tests run.
    pub ran: usize,
    /// Of these, how many answered otherwise because of a known disagreement.
    pub disputed: usize,
    /// One entry per failed test.
    pub failures: Vec<String>,
}

/// Reads `tests/vectors/{name}.json`.
///
/// # Panics
/// When the file is missing or not of the documented shape.
pub fn load(name: &str) -> File {
    let path = format!("{}/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs every test of a file.
pub fn run(file: &File) -> Tally {
    let mut tally = Tally::default();
    for group in &file.groups {
        for test in &group.tests {
            tally.ran += 1;
            let actual = answer(&group.kind, &test.input);
            let fits = agrees(&test.expect, &actual);
            match (&test.disputed, fits) {
                (None, true) => {}
                (Some(_), false) => tally.disputed += 1,
                (Some(_), true) => tally.failures.push(format!("{}: passes now, remove its mark", test.id)),
                (None, false) => {
                    let mut line = format!("{} ({})", test.id, test.comment);
                    let _ = write!(line, "\n  input    {}", short(&test.input));
                    let _ = write!(line, "\n  expected {}\n  actual   {actual}", test.expect);
                    tally.failures.push(line);
                }
            }
        }
    }
    tally
}

/// How the library answers a question.
///
/// # Panics
/// When the question is not one of the format's.
pub fn answer(kind: &str, input: &Value) -> Value {
    match kind {
        "request" => play::request(input),
        "parse" => play::parse(input),
        "classify" => play::classify(input),
        "story" => story::story(input),
        "journal" => journal::calls(input),
        "transition" => transitions::transition(input),
        "webhook_senfenico" => webhooks::senfenico(input),
        "webhook_dexchange" => webhooks::dexchange(input),
        "callback_url" => webhooks::callback_url(input),
        "custom_data" => webhooks::custom_data(input),
        "verify_hmac" => webhooks::verify_hmac(input),
        other => values::answer(other, input),
    }
}

/// Whether an answer is the expected one.
pub fn agrees(expect: &Value, actual: &Value) -> bool {
    match (expect, actual) {
        (Value::Object(want), _) if want.contains_key("contains") => {
            matches!((&want["contains"], actual), (Value::String(part), Value::String(all)) if all.contains(part))
        }
        (Value::Object(want), _) if want.contains_key("absent") => {
            matches!((&want["absent"], actual), (Value::String(part), Value::String(all)) if !all.contains(part))
        }
        (Value::Object(want), Value::Number(number)) => {
            let limit = |name: &str| want.get(name).and_then(Value::as_i64);
            let number = number.as_i64();
            limit("at_least").is_some() && number >= limit("at_least") && number <= limit("at_most")
        }
        (Value::Object(want), Value::Object(given)) => {
            want.len() == given.len()
                && want.iter().all(|(key, value)| given.get(key).is_some_and(|other| agrees(value, other)))
        }
        (Value::Array(want), Value::Array(given)) => {
            want.len() == given.len() && want.iter().zip(given).all(|(want, given)| agrees(want, given))
        }
        _ => expect == actual,
    }
}

/// A text of the format: plain, or a list of parts, of which `{"repeat": [text, times]}` keeps huge
/// ones out of the files.
///
/// # Panics
/// When it is neither.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text).collect(),
        Value::Object(part) => {
            let times = part["repeat"][1].as_u64().and_then(|times| usize::try_from(times).ok());
            text(&part["repeat"][0]).repeat(times.expect("a count"))
        }
        other => panic!("not a text: {other}"),
    }
}

/// The bytes of a text, or of `{"hex": "00ff"}`.
///
/// # Panics
/// When it is neither.
pub fn bytes(value: &Value) -> Vec<u8> {
    match value.get("hex").and_then(Value::as_str) {
        Some(hex) => {
            let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex digits");
            (0..hex.len()).step_by(2).map(byte).collect()
        }
        None => text(value).into_bytes(),
    }
}

fn invalid(error: &xaalis::PaymentError) -> Value {
    speaks_french(error);
    match error {
        xaalis::PaymentError::Invalid { field, problem, allowed, suggestion } => {
            let mut told = json!({ "field": field, "problem": problem, "allowed": allowed });
            if let Some(word) = suggestion {
                told["suggestion"] = json!(word);
            }
            json!({ "invalid": told })
        }
        xaalis::PaymentError::Record { problem } => json!({ "record": problem }),
        xaalis::PaymentError::Busy { op_id } => json!({ "busy": op_id }),
        xaalis::PaymentError::NotFound { op_id } => json!({ "not_found": op_id }),
        xaalis::PaymentError::Webhook { problem } => json!({ "webhook": problem }),
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    text.chars().take(600).collect()
}

/// Every refusal that any vector meets is said in French; plain words of the wire are the same in both.
fn speaks_french(error: &xaalis::PaymentError) {
    let (xaalis::PaymentError::Invalid { problem, .. }
    | xaalis::PaymentError::Record { problem }
    | xaalis::PaymentError::Webhook { problem }) = error
    else {
        return;
    };
    let allowed = match error {
        xaalis::PaymentError::Invalid { allowed, .. } => allowed.as_str(),
        _ => "",
    };
    let french = error.texts().merchant_fr;
    for english in [problem, allowed] {
        let words = english.split(", ").all(|word| !word.contains(' '));
        assert!(words || !french.contains(english), "core/src/texts.txt does not say in French: {english}");
    }
    assert!(!french.contains(problem.as_str()), "core/src/texts.txt does not say in French: {problem}");
}
