//! What an answer of Senfenico means: the envelope, the error codes, the doubtful cases.
//!
//! The vendor's page gives no HTTP status for any error, so the verdict rests on three things: the
//! HTTP class, `status` and `error_code`. `message` is kept and shown, never interpreted.

use crate::body::{is_object, strange, too_large};
use crate::call::Verdict;
use crate::code::Code;
use crate::http::Response;
use crate::outcome::{Doubt, FieldError, Refusal};
use crate::salvage::salvage;
use crate::value::wire::{self, Object};
use crate::value::{List, Reference};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// Does the request change anything at the vendor? After a read, any refusal is final; after the
/// rest, only a code that is known to come before the effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    None,
    /// With the prefix of the references it creates; empty for those shaped like a UUID.
    Money(&'static str),
}

/// Reads an answer whose payload is the object in `data`.
pub(crate) fn one<T: DeserializeOwned>(response: &Response, cap: i64, effect: Effect) -> Verdict<T> {
    data::<Object<T>>(response, cap, effect).map(|Object(value)| value)
}

/// Reads an answer whose payload is the list of objects in `data`.
pub(crate) fn many<T: DeserializeOwned>(response: &Response, cap: i64) -> Verdict<List<T>> {
    data::<Vec<Object<T>>>(response, cap, Effect::None)
        .map(|items| List::from(items.into_iter().map(|Object(item)| item).collect::<Vec<_>>()))
}

/// `data` comes as it is, or as JSON inside a string.
fn data<T: DeserializeOwned>(response: &Response, cap: i64, effect: Effect) -> Verdict<T> {
    #[derive(Deserialize)]
    struct Envelope<T> {
        status: bool,
        data: T,
    }
    #[derive(Deserialize)]
    struct Quoted<'a> {
        status: bool,
        #[serde(borrow)]
        data: &'a RawValue,
    }
    if is_readable(response, cap) && is_object(&response.body) {
        if let Ok(Envelope { status: true, data }) = serde_json::from_str::<Envelope<T>>(&response.body) {
            return Verdict::Answer(data);
        }
        let quoted = serde_json::from_str::<Quoted<'_>>(&response.body).ok();
        let text =
            quoted.filter(|q| q.status).and_then(|q| serde_json::from_str::<String>(q.data.get()).ok());
        if let Some(value) = text.and_then(|text| serde_json::from_str::<T>(&text).ok()) {
            return Verdict::Answer(value);
        }
    }
    otherwise(response, cap, effect)
}

/// Reads an answer whose payload stands beside `status` (the bulk transfer); `accepted` takes it out
/// when `status` is true.
pub(crate) fn whole<W: DeserializeOwned, T>(
    response: &Response,
    cap: i64,
    effect: Effect,
    accepted: impl FnOnce(W) -> Option<T>,
) -> Verdict<T> {
    if is_readable(response, cap)
        && is_object(&response.body)
        && let Ok(wire) = serde_json::from_str(&response.body)
        && let Some(value) = accepted(wire)
    {
        return Verdict::Answer(value);
    }
    otherwise(response, cap, effect)
}

fn is_readable(response: &Response, cap: i64) -> bool {
    (200..300).contains(&response.status) && too_large(response, cap).is_none()
}

/// The error envelope. Vendor page: "Réponses d'Erreur".
#[derive(Deserialize, Default)]
struct Problem {
    #[serde(default, deserialize_with = "wire::flag_opt")]
    status: Option<bool>,
    #[serde(default, deserialize_with = "wire::text_opt")]
    message: Option<String>,
    // Django's own refusals (401, 403, 404, 429) say `detail` instead.
    #[serde(default, deserialize_with = "wire::text_opt")]
    detail: Option<String>,
    #[serde(default, deserialize_with = "wire::text_opt")]
    error_code: Option<String>,
    #[serde(default)]
    errors: Option<Box<RawValue>>,
}

fn otherwise<T>(response: &Response, cap: i64, effect: Effect) -> Verdict<T> {
    if let Some(excess) = too_large(response, cap) {
        return Verdict::Uncertain { why: Doubt::Oversized, code: None, hint: None, excess: Some(excess) };
    }
    let body = if is_object(&response.body) { response.body.as_str() } else { "" };
    let problem = serde_json::from_str::<Problem>(body).unwrap_or_default();
    let code = problem.error_code.as_deref().map(Code::from);
    let unsure =
        |why| Verdict::Uncertain { why, code: code.clone(), hint: hint(response, effect), excess: None };
    if response.status == 429 || code == Some(Code::RateLimitExceeded) {
        return Verdict::Busy { retry_after_ms: crate::http::retry_after_ms(response) };
    }
    // A code that may stand for a payment made outweighs whatever status it comes with.
    let harmful = code.as_ref().is_some_and(|code| !code.certainly_not_applied());
    match response.status {
        300..=399 => return Verdict::uncertain(Doubt::Redirected),
        500.. if planted!(21) => return Verdict::Refused(refusal(response, problem, Code::InternalError)),
        500.. => return unsure(Doubt::ServerError),
        401 if !harmful => return Verdict::Refused(refusal(response, problem, Code::Unauthorized)),
        403 if !harmful => return Verdict::Refused(refusal(response, problem, Code::Forbidden)),
        409 if effect == Effect::None => return Verdict::Refused(refusal(response, problem, Code::Conflict)),
        404 if effect == Effect::None => return Verdict::Refused(refusal(response, problem, Code::NotFound)),
        _ => {}
    }
    let fields = problem.errors.as_deref().map(|errors| field_errors(errors.get())).unwrap_or_default();
    match &code {
        Some(known) if known.certainly_not_applied() || effect == Effect::None => {
            let known = known.clone();
            Verdict::Refused(refusal(response, problem, known))
        }
        Some(_) => unsure(Doubt::UncertainCode),
        // `errors` are complaints about the values sent: they come before any effect.
        None if problem.status == Some(false) && !fields.is_empty() => {
            Verdict::Refused(refusal(response, problem, Code::Validation))
        }
        None if problem.status == Some(false) && effect == Effect::None => {
            Verdict::Refused(refusal(response, problem, Code::Validation))
        }
        None if response.status == 409 => unsure(Doubt::Conflict),
        None if effect == Effect::None && (400..500).contains(&response.status) => {
            Verdict::Refused(refusal(response, problem, Code::Validation))
        }
        None if problem.status == Some(false) => unsure(Doubt::UncertainCode),
        None => {
            let (why, excess) = strange(&response.body);
            Verdict::Uncertain { why, code, hint: hint(response, effect), excess }
        }
    }
}

fn hint(response: &Response, effect: Effect) -> Option<Reference> {
    match effect {
        Effect::None => None,
        Effect::Money(prefix) => salvage(&response.body, prefix),
    }
}

fn refusal(response: &Response, problem: Problem, fallback: Code) -> Refusal {
    let code = problem.error_code.as_deref().map_or(fallback, Code::from);
    Refusal {
        message: problem.message.or(problem.detail).unwrap_or_else(|| code.description().to_owned()),
        code,
        http_status: Some(response.status),
        field_errors: problem.errors.map(|errors| field_errors(errors.get())).unwrap_or_default(),
        refund: None,
    }
}

/// `errors` is a map of lists in the samples; a text or a list is kept as well.
pub(crate) fn field_errors(errors: &str) -> Vec<FieldError> {
    use serde_json::Value;
    fn lines(field: &str, value: &Value, into: &mut Vec<FieldError>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, inner)| {
                let path = if field.is_empty() { key.clone() } else { format!("{field}.{key}") };
                lines(&path, inner, into);
            }),
            Value::Array(list) => list.iter().for_each(|inner| lines(field, inner, into)),
            Value::Null => {}
            other => into.push(FieldError {
                field: if field.is_empty() { "non_field_errors".to_owned() } else { field.to_owned() },
                message: other.as_str().map_or_else(|| other.to_string(), str::to_owned),
            }),
        }
    }
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_str::<Value>(errors) {
        lines("", &value, &mut found);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, body: &str, effect: Effect) -> String {
        let response = Response { status, headers: Vec::new(), body: body.to_owned() };
        match otherwise::<()>(&response, 1_000, effect) {
            Verdict::Answer(()) => "answer".to_owned(),
            Verdict::Refused(refusal) => format!("refused {}", refusal.code.as_str()),
            Verdict::Known(refusal) => format!("known {}", refusal.code.as_str()),
            Verdict::Busy { .. } => "busy".to_owned(),
            Verdict::Uncertain { why, .. } => format!("{why:?}"),
        }
    }

    /// What outweighs what, for a payment and for a read.
    #[test]
    fn a_code_that_may_stand_for_a_payment_outweighs_the_status() {
        let harmful = r#"{"status":false,"error_code":"EXTERNAL_API_ERROR"}"#;
        let harmless = r#"{"status":false,"error_code":"INSUFFICIENT_FUNDS"}"#;
        let fields = r#"{"status":false,"errors":{"amount":["too small"]}}"#;
        for (status, body, paying, reading) in [
            (401, "{}", "refused UNAUTHORIZED", "refused UNAUTHORIZED"),
            (401, harmful, "UncertainCode", "refused EXTERNAL_API_ERROR"),
            (403, "{}", "refused FORBIDDEN", "refused FORBIDDEN"),
            (403, harmful, "UncertainCode", "refused EXTERNAL_API_ERROR"),
            (404, "{}", "Malformed", "refused NOT_FOUND"),
            (409, "{}", "Conflict", "refused CONFLICT"),
            (400, harmless, "refused INSUFFICIENT_FUNDS", "refused INSUFFICIENT_FUNDS"),
            (400, harmful, "UncertainCode", "refused EXTERNAL_API_ERROR"),
            (400, fields, "refused VALIDATION", "refused VALIDATION"),
            (400, r#"{"status":false,"errors":{}}"#, "UncertainCode", "refused VALIDATION"),
            (400, "<html>", "NotJson", "refused VALIDATION"),
            (500, harmless, "ServerError", "ServerError"),
            (302, harmless, "Redirected", "Redirected"),
        ] {
            assert_eq!(said(status, body, Effect::Money("ch_")), paying, "{status} {body}");
            assert_eq!(said(status, body, Effect::None), reading, "{status} {body}");
        }
    }
}
