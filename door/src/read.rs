//! Text that comes in, and why it is refused.

use crate::keys::Keys;
use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned};
use serde_json::value::RawValue;
use xaalis::{PaymentError, Record};

/// A refusal as it crosses: core's error and its message. What else to tell people is [`crate::error_texts`].
#[derive(Serialize)]
struct Refused<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    problem: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<&'a str>,
    message: String,
}

/// The text of an error of core's.
pub fn refused(error: PaymentError, keys: Keys) -> String {
    let field = error.field().map(|field| keys.name(field));
    let error = match field {
        Some(field) => error.at(field),
        None => error,
    };
    let message = error.to_string();
    let (kind, field, problem, allowed, suggestion) = match &error {
        PaymentError::Invalid { field, problem, allowed, suggestion } => {
            ("invalid", Some(field.as_str()), problem.as_str(), Some(allowed.as_str()), suggestion.as_deref())
        }
        PaymentError::Record { problem } => ("record", None, problem.as_str(), None, None),
        PaymentError::Webhook { problem } => ("webhook", None, problem.as_str(), None, None),
        PaymentError::Busy { op_id } => ("busy", None, op_id.as_str(), None, None),
        PaymentError::NotFound { op_id } => ("not_found", None, op_id.as_str(), None, None),
    };
    keys.write(&Refused { kind, field, problem, allowed, suggestion, message })
}

/// Reads a value of core's. No text of serde's goes out, for it may quote a value: only the name of a field.
pub(crate) fn read<'a, T: Deserialize<'a>>(text: &'a str, what: &str) -> Result<T, PaymentError> {
    xaalis::json::from_str(text).map_err(|error| {
        let said = error.to_string();
        let name = said.split('`').nth(1).unwrap_or(what);
        if said.starts_with("missing field") {
            PaymentError::invalid(name, "missing", format!("a value: {what} needs it"))
        } else if said.starts_with("unknown field") {
            let words = said.rsplit_once("expected ").map_or("", |(_, words)| words).replace('`', "");
            PaymentError::invalid(name, "unknown", words.trim_start_matches("one of ").to_owned())
        } else {
            PaymentError::invalid(what, "not one this version knows", format!("the JSON of core's {what}"))
        }
    })
}

/// A part of what was read before.
pub(crate) fn part<T: DeserializeOwned>(raw: Option<&RawValue>, name: &str) -> Result<T, PaymentError> {
    let missing = || PaymentError::invalid(name, "missing", "a value: this needs it");
    read(raw.ok_or_else(missing)?.get(), name)
}

/// A record that a journal hands out is refused as a record, whatever is wrong with it.
pub(crate) fn record(text: &str) -> Result<Record, PaymentError> {
    xaalis::json::from_str(text).map_err(|_| unreadable())
}

pub(crate) fn unreadable() -> PaymentError {
    PaymentError::record("its parts cannot be read")
}
