//! Text that comes in, and why it is refused.

use crate::Answer;
use crate::keys::Keys;
use serde::Serialize;
use xaalis::PaymentError;
#[cfg(feature = "merchant")]
use xaalis::Record;
#[cfg(feature = "merchant")]
use xaalis::given::Given;
use xaalis::given::{At, Read, Terms, from_json};
use xaalis::http::{Header, Response};

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

/// The text of an error of core's, which names fields as core does.
pub fn refused(error: PaymentError, keys: Keys) -> String {
    let field = error.field().map(|field| keys.name(field));
    told(
        match field {
            Some(field) => error.at(field),
            None => error,
        },
        keys,
    )
}

/// The text of one that names fields as its callers do.
#[allow(clippy::needless_pass_by_value, reason = "an argument of `map_err`")]
pub(crate) fn told(error: PaymentError, keys: Keys) -> String {
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

/// Reads what a package made itself, with core's names.
pub(crate) fn read<T: Read>(text: &str, what: &str) -> Result<T, PaymentError> {
    from_json(text, &At::new(what, &Terms::JSON))
}

/// Reads what callers handed in, with the names of their language.
pub(crate) fn given<T: Read>(text: &str, what: &str, keys: Keys) -> Answer<T> {
    from_json(text, &At::new(what, keys.terms())).map_err(|error| told(error, keys))
}

/// A record that a journal hands out is refused as a record, whatever is wrong with it; what is none is a wrong
/// argument.
#[cfg(feature = "merchant")]
pub(crate) fn record(text: &str, keys: Keys) -> Answer<Record> {
    let given = Given::from_json(text).ok_or_else(|| PaymentError::record("its parts cannot be read"));
    given.and_then(|given| Record::read(given, keys.terms())).map_err(|error| told(error, keys))
}

/// Headers, a list of pairs.
pub(crate) fn headers(pairs: &str, keys: Keys) -> Answer<Vec<Header>> {
    let pairs: Vec<Vec<String>> = read(pairs, "headers").map_err(|error| refused(error, keys))?;
    let headers = pairs.into_iter().filter_map(|pair| {
        let [name, value] = <[String; 2]>::try_from(pair).ok()?;
        Some(Header { name, value })
    });
    Ok(headers.collect())
}

/// What a vendor answered; its headers are a list of pairs.
pub(crate) fn response(status: u16, pairs: &str, body: Vec<u8>, keys: Keys) -> Answer<Response> {
    let headers = headers(pairs, keys)?;
    let body =
        String::from_utf8(body).unwrap_or_else(|odd| String::from_utf8_lossy(odd.as_bytes()).into_owned());
    Ok(Response { status, headers, body })
}
