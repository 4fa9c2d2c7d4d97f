//! What an answer of DEXCHANGE means.
//!
//! Only the HTTP class, `Status` and the error `code` count. `success` and `message` do not: the
//! vendor writes "Bill paid successfully" and `success: true` with `Status: PROCESSING`.

use super::endpoint::{Bill, BillInquiry, BillPayment, Evidence};
use super::status::BillStatus;
use crate::body::{is_object, looks_like_json};
use crate::call::Verdict;
use crate::code::Code;
use crate::http::{Response, retry_after_ms};
use crate::outcome::{Doubt, Refusal};
use crate::policy::BODY_CAP;
use crate::salvage::salvage;
use crate::value::wire::{self, Token};
use crate::value::{Amount, Personal, Reference};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// Reads the answer to an inquiry.
pub(crate) fn inquiry(response: &Response) -> Verdict<BillInquiry> {
    // `BillInquiry` and `success` side by side: one reading instead of two.
    #[derive(Deserialize)]
    struct Wire {
        #[serde(default, deserialize_with = "wire::flag_opt")]
        success: Option<bool>,
        #[serde(default, rename = "referenceClient", deserialize_with = "wire::personal_opt")]
        customer: Option<Personal>,
        #[serde(default, deserialize_with = "wire::list")]
        bills: Vec<Bill>,
    }
    if is_good(response)
        && let Ok(Wire { success: Some(true), customer, bills }) = serde_json::from_str(&response.body)
    {
        return Verdict::Answer(BillInquiry { customer, bills });
    }
    match otherwise(response, Asked::Inquiry) {
        // "No bill found" comes as HTTP 400, or as 200 with `success: false`.
        Verdict::Uncertain { why: Doubt::Malformed, .. } if said_success(response) == Some(false) => {
            Verdict::Refused(refusal(response, problem(response), Code::NoBill))
        }
        other => other,
    }
}

/// Reads the answer to a payment.
pub(crate) fn payment(response: &Response) -> Verdict<BillPayment> {
    #[derive(Deserialize)]
    struct Paid<'a> {
        #[serde(borrow)]
        transaction: Box<Transaction<'a>>,
    }
    if is_good(response)
        && let Ok(Paid { transaction }) = serde_json::from_str(&response.body)
        && let Some(payment) = transaction.into_payment(Evidence::Reply)
    {
        return Verdict::Answer(payment);
    }
    otherwise(response, Asked::Payment)
}

/// Reads the answer to a lookup. Its shape is not among `api-docs`: the transaction may stand in
/// `transaction`, in `data`, or be the whole body.
pub(crate) fn transaction(response: &Response) -> Verdict<BillPayment> {
    #[derive(Deserialize)]
    struct Wrapped<'a> {
        #[serde(default, borrow)]
        transaction: Option<Box<Transaction<'a>>>,
        #[serde(default, borrow)]
        data: Option<Box<Transaction<'a>>>,
    }
    if is_good(response) {
        let wrapped = serde_json::from_str::<Wrapped<'_>>(&response.body).ok();
        let found = wrapped
            .and_then(|wrapped| wrapped.transaction.or(wrapped.data))
            // The whole body, if it names a transaction: `status` alone may be an envelope's.
            .or_else(|| {
                serde_json::from_str::<Box<Transaction<'_>>>(&response.body)
                    .ok()
                    .filter(|found| found.is_named())
            });
        if let Some(payment) = found.and_then(|found| found.into_payment(Evidence::Lookup)) {
            return Verdict::Answer(payment);
        }
    }
    otherwise(response, Asked::Lookup)
}

/// `transaction` as the pages print it. The lower- and upper-case spellings are the lookup's and the
/// callback's; each has a field of its own, for a body that holds two of them must not be refused.
/// Boxed where it is used: it is large, and every wrapper around it would copy it.
#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "the vendor's names")]
struct Transaction<'a> {
    #[serde(default, borrow, rename = "transactionId", deserialize_with = "wire::word_opt")]
    documented_id: Option<Cow<'a, str>>,
    #[serde(default, borrow, deserialize_with = "wire::word_opt")]
    id: Option<Cow<'a, str>>,
    #[serde(default, rename = "externalTransactionId", deserialize_with = "wire::text_opt")]
    external_id: Option<String>,
    #[serde(default, deserialize_with = "wire::francs_opt")]
    amount: Option<Amount>,
    #[serde(default, rename = "transactionFee", deserialize_with = "wire::francs_opt")]
    documented_fee: Option<Amount>,
    #[serde(default, deserialize_with = "wire::francs_opt")]
    fee: Option<Amount>,
    #[serde(default, deserialize_with = "wire::personal_opt")]
    number: Option<Personal>,
    #[serde(default, rename = "referenceFacture", deserialize_with = "wire::text_opt")]
    bill: Option<String>,
    #[serde(default, deserialize_with = "wire::personal_opt")]
    token: Option<Personal>,
    #[serde(default, borrow, rename = "Status", deserialize_with = "wire::word_opt")]
    documented_status: Option<Cow<'a, str>>,
    #[serde(default, borrow, deserialize_with = "wire::word_opt")]
    status: Option<Cow<'a, str>>,
    #[serde(default, borrow, rename = "STATUS", deserialize_with = "wire::word_opt")]
    callback_status: Option<Cow<'a, str>>,
    #[serde(default, rename = "previousBalance", deserialize_with = "wire::francs_opt")]
    previous_balance: Option<Amount>,
    #[serde(default, rename = "currentBalance", deserialize_with = "wire::francs_opt")]
    current_balance: Option<Amount>,
    #[serde(default, deserialize_with = "message")]
    message: Option<String>,
}

impl Transaction<'_> {
    fn is_named(&self) -> bool {
        self.documented_id.is_some() || self.id.is_some()
    }

    fn into_payment(self: Box<Self>, evidence: Evidence) -> Option<BillPayment> {
        let status = self.documented_status.or(self.callback_status).or(self.status)?;
        Some(BillPayment {
            transaction_id: self.documented_id.or(self.id).and_then(|id| Reference::parse(&id).ok()),
            status: match BillStatus::from(status.trim()) {
                BillStatus::Other(word) => BillStatus::from(word.to_uppercase().as_str()),
                known => known,
            },
            external_transaction_id: self.external_id,
            amount: self.amount,
            fee: self.documented_fee.or(self.fee),
            customer: self.number,
            bill: self.bill,
            token: self.token.filter(|token| !token.expose().trim().is_empty()),
            previous_balance: self.previous_balance,
            current_balance: self.current_balance,
            message: self.message,
            evidence,
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Inquiry,
    Payment,
    Lookup,
}

/// The error body: `{success, message | [message], code}`, or `{message, transaction: {message}}`.
#[derive(Deserialize, Default)]
struct Problem {
    #[serde(default, deserialize_with = "message")]
    message: Option<String>,
    #[serde(default, deserialize_with = "wire::text_opt")]
    code: Option<String>,
    #[serde(default)]
    transaction: Option<Inner>,
}

#[derive(Deserialize)]
struct Inner {
    #[serde(default, deserialize_with = "message")]
    message: Option<String>,
}

fn problem(response: &Response) -> Problem {
    let body = if is_object(&response.body) { response.body.as_str() } else { "" };
    serde_json::from_str(body).unwrap_or_default()
}

fn otherwise<T>(response: &Response, asked: Asked) -> Verdict<T> {
    if !is_within(response) {
        return Verdict::uncertain(Doubt::Oversized);
    }
    let problem = problem(response);
    let code = problem.code.as_deref().map(Code::from);
    let hint = (asked == Asked::Payment).then(|| salvage(&response.body, "TID")).flatten();
    let unsure = |why| Verdict::Uncertain { why, code: code.clone(), hint: hint.clone(), excess: None };
    let refused = |fallback| Verdict::Refused(refusal(response, self::problem(response), fallback));
    let read = asked != Asked::Payment;
    // A code that may stand for a payment made outweighs whatever status it comes with.
    let harmful = code.as_ref().is_some_and(|code| !code.certainly_not_applied());
    let readable = serde_json::from_str::<serde::de::IgnoredAny>(&response.body).is_ok();
    match response.status {
        429 => Verdict::Busy { retry_after_ms: retry_after_ms(response) },
        400..500 if code == Some(Code::RateLimitExceeded) => {
            Verdict::Busy { retry_after_ms: retry_after_ms(response) }
        }
        300..400 => Verdict::uncertain(Doubt::Redirected),
        500.. => unsure(Doubt::ServerError),
        401 if !harmful => refused(Code::Unauthorized),
        403 if !harmful => refused(Code::Forbidden),
        409 if !read => Verdict::Known(Refusal {
            code: Code::DuplicateReference,
            ..refusal(response, problem, Code::DuplicateReference)
        }),
        404 if read => refused(Code::NotFound),
        400..500 if read => refused(if asked == Asked::Inquiry { Code::NoBill } else { Code::NotFound }),
        // The page's own 400: "Invalid parameters, insufficient balance, bill already paid".
        400 | 402 | 422 => match &code {
            Some(known) if !known.certainly_not_applied() => unsure(Doubt::UncertainCode),
            _ if !looks_like_json(&response.body) => unsure(Doubt::NotJson),
            // Cut: a code may have stood in what is missing.
            _ if !readable && !response.body.trim().is_empty() => unsure(Doubt::Malformed),
            _ => refused(Code::InvalidData),
        },
        400.. => unsure(Doubt::UncertainCode),
        _ if looks_like_json(&response.body) => unsure(Doubt::Malformed),
        _ => unsure(Doubt::NotJson),
    }
}

fn refusal(response: &Response, problem: Problem, fallback: Code) -> Refusal {
    let code = problem.code.as_deref().map_or(fallback, Code::from);
    let inner = problem.transaction.and_then(|inner| inner.message);
    Refusal {
        message: inner.or(problem.message).unwrap_or_else(|| code.description().to_owned()),
        code,
        http_status: Some(response.status),
        field_errors: Vec::new(),
        refund: None,
    }
}

fn said_success(response: &Response) -> Option<bool> {
    #[derive(Deserialize)]
    struct Said {
        #[serde(default, deserialize_with = "wire::flag_opt")]
        success: Option<bool>,
    }
    serde_json::from_str::<Said>(&response.body).ok()?.success
}

fn is_good(response: &Response) -> bool {
    (200..300).contains(&response.status) && is_within(response) && is_object(&response.body)
}

fn is_within(response: &Response) -> bool {
    i64::try_from(response.body.len()).is_ok_and(|length| length <= BODY_CAP)
}

/// A message is a text, or a list of texts.
fn message<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Token::read(deserializer)? {
        Token::Text(text) => Some(text.into_owned()),
        Token::Nested(raw) => serde_json::from_str::<Vec<String>>(raw).ok().map(|texts| texts.join("; ")),
        Token::Null | Token::Flag(_) | Token::Number(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, body: &str) -> Response {
        Response { status, headers: Vec::new(), body: body.to_owned() }
    }

    fn said<T>(verdict: &Verdict<T>) -> String {
        match verdict {
            Verdict::Answer(_) => "answer".to_owned(),
            Verdict::Refused(refusal) => format!("refused {}", refusal.code.as_str()),
            Verdict::Known(refusal) => format!("known {}", refusal.code.as_str()),
            Verdict::Busy { .. } => "busy".to_owned(),
            Verdict::Uncertain { why, .. } => format!("{why:?}"),
        }
    }

    /// What outweighs what, for a payment and for a lookup.
    #[test]
    fn a_code_that_may_stand_for_a_payment_outweighs_the_status() {
        let harmful = r#"{"success":false,"code":"TIMEOUT_ERROR"}"#;
        let harmless = r#"{"success":false,"code":"INSUFFICIENT_FUNDS"}"#;
        for (status, body, paying, looking) in [
            (401, "{}", "refused UNAUTHORIZED", "refused UNAUTHORIZED"),
            (401, harmful, "UncertainCode", "refused TIMEOUT_ERROR"),
            (403, "{}", "refused FORBIDDEN", "refused FORBIDDEN"),
            (403, harmful, "UncertainCode", "refused TIMEOUT_ERROR"),
            (409, "{}", "known DUPLICATE_REFERENCE", "refused NOT_FOUND"),
            (409, harmless, "known DUPLICATE_REFERENCE", "refused INSUFFICIENT_FUNDS"),
            (404, "{}", "UncertainCode", "refused NOT_FOUND"),
            (400, "", "refused INVALID_DATA", "refused NOT_FOUND"),
            (400, "{}", "refused INVALID_DATA", "refused NOT_FOUND"),
            (400, harmless, "refused INSUFFICIENT_FUNDS", "refused INSUFFICIENT_FUNDS"),
            (400, harmful, "UncertainCode", "refused TIMEOUT_ERROR"),
            (400, r#"{"success":false,"co"#, "Malformed", "refused NOT_FOUND"),
            (400, "<html>", "NotJson", "refused NOT_FOUND"),
            (418, "{}", "UncertainCode", "refused NOT_FOUND"),
            (500, harmless, "ServerError", "ServerError"),
        ] {
            let response = answered(status, body);
            assert_eq!(said(&payment(&response)), paying, "{status} {body}");
            assert_eq!(said(&transaction(&response)), looking, "{status} {body}");
        }
    }

    #[test]
    fn an_envelope_s_status_is_no_transaction_s() {
        for (body, looked) in [
            (r#"{"status":"SUCCESS"}"#, "Malformed"),
            (r#"{"id":"TID1","status":"SUCCESS"}"#, "answer"),
            (r#"{"transactionId":"TID1","Status":"SUCCESS"}"#, "answer"),
            (r#"{"data":{"status":"SUCCESS"}}"#, "answer"),
        ] {
            assert_eq!(said(&transaction(&answered(200, body))), looked, "{body}");
        }
    }
}
