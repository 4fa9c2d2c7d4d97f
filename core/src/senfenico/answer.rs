//! What an answer of Senfenico means: the envelope, the error codes, the doubtful cases.
//!
//! The vendor's page gives no HTTP status for any error, so the verdict rests on three things: the
//! HTTP class, `status` and `error_code`. `message` is kept and shown, never interpreted.

use crate::body::{is_object, strange, too_deep, too_large};
use crate::call::Verdict;
use crate::code::Code;
use crate::http::Response;
use crate::outcome::{Doubt, Excess, Refusal};
use crate::salvage::salvage;
use crate::senfenico::field_errors::{all_field_errors, field_errors};
use crate::value::wire;
use crate::value::{Reference, is_word};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::convert::Infallible;

/// Does the request change anything at the vendor? After a read, any refusal is final; after the
/// rest, only one that is known to come before the effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    None,
    /// Takes back: a plain no is one, for what it was about is read next.
    Cancel,
    Money {
        /// How the references begin that it creates; empty for those shaped like a UUID.
        prefix: &'static str,
        /// The names in its body: a complaint about one of them comes before any effect.
        fields: &'static [&'static str],
    },
}

/// Reads an answer whose payload is the object in `data`.
pub(crate) fn one<T: DeserializeOwned>(response: &Response, cap: i64, effect: Change) -> Verdict<T> {
    data(response, cap, effect)
}

/// `data` comes as it is, or as JSON inside a string.
pub(super) fn data<T: DeserializeOwned>(response: &Response, cap: i64, effect: Change) -> Verdict<T> {
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
        if let Ok(Envelope { status: true, data }) = crate::json::from_str::<Envelope<T>>(&response.body) {
            return Verdict::Answer(data);
        }
        let quoted = crate::json::from_str::<Quoted<'_>>(&response.body).ok();
        let text =
            quoted.filter(|q| q.status).and_then(|q| crate::json::from_str::<String>(q.data.get()).ok());
        if let Some(value) = text.as_deref().and_then(|text| crate::json::from_str::<T>(text).ok()) {
            return Verdict::Answer(value);
        }
        if let Some(excess) = text.as_deref().and_then(too_deep) {
            return uncertain(Doubt::TooDeep, None, hint(response, effect), Some(excess));
        }
    }
    otherwise(response, cap, effect)
}

/// Reads an answer whose payload stands beside `status` (the bulk transfer); `accepted` takes it out
/// when `status` is true.
pub(crate) fn whole<W: DeserializeOwned, T>(
    response: &Response,
    cap: i64,
    effect: Change,
    accepted: impl FnOnce(W) -> Option<T>,
) -> Verdict<T> {
    if is_readable(response, cap)
        && is_object(&response.body)
        && let Ok(wire) = crate::json::from_str(&response.body)
        && let Some(value) = accepted(wire)
    {
        return Verdict::Answer(value);
    }
    otherwise(response, cap, effect)
}

pub(super) fn is_readable(response: &Response, cap: i64) -> bool {
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

impl Problem {
    fn code(&self) -> Option<Code> {
        self.error_code.as_deref().filter(|code| !code.trim().is_empty()).map(Code::from)
    }
}

fn otherwise<T>(response: &Response, cap: i64, effect: Change) -> Verdict<T> {
    no_answer(response, cap, effect).map(|never| match never {})
}

/// The same for values of every kind.
fn no_answer(response: &Response, cap: i64, effect: Change) -> Verdict<Infallible> {
    if let Some(excess) = too_large(response, cap) {
        return uncertain(Doubt::Oversized, None, None, Some(excess));
    }
    let body = if is_object(&response.body) { response.body.as_str() } else { "" };
    let problem = crate::json::from_str::<Problem>(body);
    let is_cut = problem.is_err() && !body.is_empty();
    let problem = problem.unwrap_or_default();
    let code = problem.code();
    let unsure = |why| uncertain(why, code.clone(), hint(response, effect), None);
    let unread = || {
        let (why, excess) = strange(&response.body);
        uncertain(why, code.clone(), hint(response, effect), excess)
    };
    let (acts, money) = (effect != Change::None, matches!(effect, Change::Money { .. }));
    let harmful = code.as_ref().is_some_and(|code| !code.certainly_not_applied());
    match response.status {
        300..=399 => return Verdict::uncertain(Doubt::Redirected),
        500.. => return unsure(Doubt::ServerError),
        // What may stand for an effect outweighs whatever status it comes with, as does a yes.
        _ if acts && harmful => return unsure(Doubt::UncertainCode),
        _ if acts && problem.status == Some(true) => return unread(),
        // A code may have stood in what is missing.
        429 if acts && is_cut => return unread(),
        _ if response.status == 429 || code == Some(Code::RateLimitExceeded) => {
            return Verdict::Busy { retry_after_ms: crate::http::retry_after_ms(response) };
        }
        401 => return Verdict::Refused(refusal(response, problem, Code::Unauthorized)),
        403 => return Verdict::Refused(refusal(response, problem, Code::Forbidden)),
        409 if !money => return Verdict::Refused(refusal(response, problem, Code::Conflict)),
        404 if !money => return Verdict::Refused(refusal(response, problem, Code::NotFound)),
        _ => {}
    }
    let said_no = problem.status == Some(false);
    match code {
        Some(known) => Verdict::Refused(refusal(response, problem, known)),
        None if said_no && (!money || complains(problem.errors.as_deref(), effect)) => {
            Verdict::Refused(refusal(response, problem, Code::Validation))
        }
        None if response.status == 409 => unsure(Doubt::Conflict),
        None if !money && (400..500).contains(&response.status) => {
            Verdict::Refused(refusal(response, problem, Code::Validation))
        }
        None if said_no && too_deep(body).is_none() => unsure(Doubt::UncertainCode),
        None => unread(),
    }
}

/// Whether `errors` are complaints about values that were sent: an object, and each name in it is that
/// of a field of the request, or a place in a list of them. Anything else may have gone wrong at any
/// moment, after the effect as well.
fn complains(errors: Option<&RawValue>, effect: Change) -> bool {
    let Change::Money { fields, .. } = effect else { return false };
    let is_field = |name: &str| fields.iter().any(|field| is_word(name, field));
    // Nothing at all stands between the two marks of `a[0].b`.
    let is_place = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    let is_sent = |path: &str| {
        let names = || path.split(['.', '[', ']']);
        names().any(is_field) && names().all(|name| is_field(name) || is_place(name))
    };
    let Some(errors) = errors.map(RawValue::get).filter(|errors| is_object(errors)) else { return false };
    let (found, is_whole) = all_field_errors(errors);
    is_whole && !found.is_empty() && found.iter().all(|error| is_sent(&error.field))
}

pub(super) fn uncertain<T>(
    why: Doubt,
    code: Option<Code>,
    hint: Option<Reference>,
    excess: Option<Excess>,
) -> Verdict<T> {
    Verdict::Uncertain { why, code, hint, excess }
}

fn hint(response: &Response, effect: Change) -> Option<Reference> {
    match effect {
        Change::None | Change::Cancel => None,
        Change::Money { prefix, .. } => salvage(&response.body, prefix),
    }
}

fn refusal(response: &Response, problem: Problem, fallback: Code) -> Refusal {
    let code = problem.code().unwrap_or(fallback);
    Refusal {
        message: code.explained(problem.message.filter(|text| !text.trim().is_empty()).or(problem.detail)),
        code,
        http_status: Some(response.status),
        field_errors: problem.errors.map(|errors| field_errors(errors.get())).unwrap_or_default(),
        refund: None,
    }
}

#[cfg(test)]
mod tests;
