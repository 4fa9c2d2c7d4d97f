//! What is told of an error, from its class and its parts: the same in every language.

use super::Class;
use crate::code::Code;
use crate::error::PaymentError;
use crate::outcome::{Excess, Outcome};
use crate::texts::{self, Facts, Texts};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fmt;

/// What is told of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened, in English, for a program's log.
    pub message: String,
    /// The same in French.
    pub message_fr: String,
    /// What to tell the buyer and the merchant.
    pub texts: Texts,
}

impl Class {
    /// What is told of an error of this class with these parts, an object of the fields that
    /// [`Entry::parts`](super::Entry::parts) names. A part of another shape counts as left out.
    pub fn tell(self, parts: &Value) -> Told {
        let entry = self.nearest(|entry| !entry.block.is_empty());
        let mut facts = Map::new();
        for path in entry.facts {
            let (path, whether) = path.strip_suffix('?').map_or((*path, false), |path| (path, true));
            match at(parts, path) {
                found if whether => drop(facts.insert(last(path), Value::Bool(found.is_some()))),
                Some(Value::Object(fields)) => facts.extend(fields.clone()),
                Some(value) => drop(facts.insert(last(path), value.clone())),
                None => {}
            }
        }
        let facts = Facts::deserialize(Value::Object(facts)).unwrap_or_default();
        let texts = Texts::told(entry.block, &facts);
        let message = self.nearest(|entry| !entry.message.is_empty()).message;
        let message_fr = self.nearest(|entry| !entry.message_fr.is_empty()).message_fr;
        let first = |templates: &[&str]| {
            templates.iter().find_map(|template| filled(template, &|path| said(parts, path)))
        };
        Told {
            message: first(message).unwrap_or_default(),
            message_fr: first(message_fr).unwrap_or_else(|| texts.merchant_fr.clone()),
            texts,
        }
    }
}

impl PaymentError {
    /// What is told of it.
    pub fn told(&self) -> Told {
        self.class().tell(&serde_json::to_value(self).unwrap_or_default())
    }
}

impl<T> Outcome<T> {
    /// The class of the error that stands for this ending, and what is told of it; nothing of one that settled.
    pub fn told(&self) -> Option<(Class, Told)> {
        let part = |name: &str, part: serde_json::Result<Value>| {
            Value::Object(Map::from_iter([(name.to_owned(), part.unwrap_or_default())]))
        };
        let (class, parts) = match self {
            Self::Settled { .. } => return None,
            Self::Rejected { refusal } => (refusal.class(), part("refusal", serde_json::to_value(refusal))),
            Self::NotSent { unsent } => (unsent.why.class(), part("unsent", serde_json::to_value(unsent))),
            Self::Unknown { unknown } => {
                (Class::OutcomeUnknown, part("unknown", serde_json::to_value(unknown)))
            }
        };
        Some((class, class.tell(&parts)))
    }
}

impl fmt::Display for PaymentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A Rust error shows no class beside its message.
        f.write_str(match self {
            Self::Record { .. } => "record: ",
            Self::Webhook { .. } => "webhook: ",
            _ => "",
        })?;
        // By its fields, not by `told`: what only says what is wrong does without the texts, and so does wasm.
        let value = |path: &str| self.part(path).map(str::to_owned);
        let message = self.class().entry().message;
        f.write_str(&message.iter().find_map(|template| filled(template, &value)).unwrap_or_default())
    }
}

impl PaymentError {
    fn part(&self, name: &str) -> Option<&str> {
        match (self, name) {
            (Self::Invalid { field, .. }, "field") => Some(field),
            (Self::Invalid { allowed, .. }, "allowed") => Some(allowed),
            (Self::Invalid { suggestion, .. }, "suggestion") => suggestion.as_deref(),
            (
                Self::Invalid { problem, .. } | Self::Record { problem } | Self::Webhook { problem },
                "problem",
            ) => Some(problem),
            (Self::Busy { op_id }, "op_id") => Some(op_id.as_str()),
            (Self::NotFound { op_id }, "op_id") => Some(op_id),
            _ => None,
        }
    }
}

/// The text with the values in their places; nothing when one is not there.
fn filled(template: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (path, behind) = after.split_once('}')?;
        text.push_str(before);
        text.push_str(&value(path)?);
        rest = behind;
    }
    text.push_str(rest);
    Some(text)
}

/// A value as it is said.
fn said(parts: &Value, path: &str) -> Option<String> {
    if let Some(value) = at(parts, path) {
        return value.as_str().map(str::to_owned);
    }
    let (word, what) = path.rsplit_once('.')?;
    let value = at(parts, word)?;
    let (owner, _) = word.rsplit_once('.')?;
    match what {
        "description" => Some(Code::from(value.as_str()?).description().to_owned()),
        "description_fr" => Some(Code::from(value.as_str()?).description_fr().to_owned()),
        "strange" | "strange_fr" => {
            let excess = at(parts, owner).and_then(|owner| owner.get("excess"));
            let excess = excess.and_then(|excess| Excess::deserialize(excess).ok());
            let (english, french) = texts::strange(value.as_str()?, excess)?;
            Some(if what == "strange" { english } else { french })
        }
        _ => None,
    }
}

/// What stands at the end of a path, if anything does.
fn at<'a>(parts: &'a Value, path: &str) -> Option<&'a Value> {
    let found = path.split('.').try_fold(parts, |value, name| value.get(name))?;
    Some(found).filter(|value| !value.is_null())
}

fn last(path: &str) -> String {
    path.rsplit('.').next().unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::OpId;
    use serde_json::json;

    #[test]
    fn a_message_is_the_first_whose_values_are_all_there() {
        let input = json!({"field": "provider", "problem": "unknown", "allowed": "orange_bf, moov_bf"});
        let told = Class::InvalidInput.tell(&input);
        assert_eq!(told.message, "provider: unknown; allowed: orange_bf, moov_bf");
        assert_eq!(told.message_fr, told.texts.merchant_fr);
        let mut meant = input;
        meant["suggestion"] = json!("orange_bf");
        let message = Class::InvalidInput.tell(&meant).message;
        assert_eq!(message, "provider: unknown; allowed: orange_bf, moov_bf; did you mean orange_bf?");
        let why = |doubt: &str| json!({"unsent": {"why": "unanswered", "doubt": doubt, "excess": null}});
        let told = |doubt: &str| Class::TooManyRequests.tell(&why(doubt));
        assert_eq!(told("not_json").message, "answer is not JSON");
        assert_eq!(told("not_json").message_fr, "la réponse n'est pas du JSON");
        assert_eq!(told("no_answer").message, "not sent: unanswered");
        assert_eq!(told("a_newer_doubt").message, "not sent: unanswered");
        assert_eq!(Class::NoAnswer.tell(&json!({})).message, "no answer");
        assert_eq!(Class::AnswerTooLarge.tell(&json!({"message": "17 MB"})).message, "17 MB");
    }

    #[test]
    fn what_fits_no_class_is_told_all_the_same() {
        for class in Class::all() {
            for odd in [json!(null), json!([1]), json!({"refusal": 1, "unsent": [], "unknown": {"why": {}}})]
            {
                let told = class.tell(&odd);
                // What is asked of a person is told by its kind alone.
                let is_told = !told.texts.buyer.is_empty() && !told.message_fr.is_empty();
                assert!(is_told || class == Class::AnswerNeeded, "{class:?} {odd}");
            }
        }
    }

    #[test]
    fn an_error_shows_what_is_wrong_with_which() {
        assert_eq!(PaymentError::record("of the other vendor").to_string(), "record: of the other vendor");
        assert_eq!(PaymentError::record("of the other vendor").told().message, "of the other vendor");
        let absent = PaymentError::NotFound { op_id: "order 42".to_owned() };
        assert_eq!(absent.to_string(), "the journal knows no operation \"order 42\"");
        let invalid = PaymentError::invalid("amount", "5.0", "whole francs");
        assert_eq!(invalid.to_string(), "amount: 5.0; allowed: whole francs");
        let word = PaymentError::unknown_word("provider", "unknown", "orange", &["orange_bf", "moov_bf"]);
        let busy = PaymentError::Busy { op_id: OpId::parse("order-42").unwrap() };
        for error in [invalid, word, busy, absent] {
            assert_eq!(error.to_string(), error.told().message);
        }
    }
}
