//! What an answer of DEXCHANGE means.
//!
//! Only the HTTP class, `Status` and the error `code` count. `success` and `message` do not: the
//! vendor writes "Bill paid successfully" and `success: true` with `Status: PROCESSING`.

use super::about::{About, Bearing, fits};
use super::endpoint::{BillInquiry, BillPayment, Evidence, FetchTransaction, InquireBills, PayBill};
use super::shape::{Problem, Transaction, problem, said_success};
use crate::body::{is_object, looks_like_json, strange, too_large};
use crate::call::Verdict;
use crate::code::Code;
use crate::http::{Response, retry_after_ms};
use crate::outcome::{Doubt, Refusal};
use crate::policy::BODY_CAP;
use crate::salvage::{field, salvage};
use crate::status::{Level, Status};
use serde::Deserialize;
use std::convert::Infallible;

/// Reads the answer to an inquiry.
pub(crate) fn inquiry(response: &Response, asked: &InquireBills) -> Verdict<BillInquiry> {
    if is_good(response)
        && let Some(inquiry) = BillInquiry::read(&response.body)
    {
        return Verdict::Answer(inquiry);
    }
    match otherwise(response, Asked::Inquiry(asked)) {
        // "No bill found" comes as HTTP 400, or as 200 with `success: false`.
        Verdict::Uncertain { why: Doubt::Malformed, .. } if said_success(response) == Some(false) => {
            Verdict::Refused(refusal(response, &problem(response), Code::NoBill))
        }
        other => other,
    }
}

/// Reads the answer to a payment.
pub(crate) fn payment(response: &Response, asked: &PayBill) -> Verdict<BillPayment> {
    #[derive(Deserialize)]
    struct Paid<'a> {
        #[serde(borrow)]
        transaction: Box<Transaction<'a>>,
    }
    if is_good(response)
        && let Ok(Paid { transaction }) = crate::json::from_str(&response.body)
        && let Some(payment) = transaction.into_payment(Evidence::Reply)
        && is_credible(&payment, response)
    {
        return Verdict::Answer(payment);
    }
    otherwise(response, Asked::Payment(asked))
}

/// Reads the answer to a lookup. Its shape is not among `api-docs`: the transaction may stand in
/// `transaction`, in `data`, or be the whole body.
pub(crate) fn transaction(response: &Response, asked: &FetchTransaction) -> Verdict<BillPayment> {
    #[derive(Deserialize)]
    struct Wrapped<'a> {
        #[serde(default, borrow)]
        transaction: Option<Box<Transaction<'a>>>,
        #[serde(default, borrow)]
        data: Option<Box<Transaction<'a>>>,
    }
    if is_good(response) {
        let wrapped = crate::json::from_str::<Wrapped<'_>>(&response.body).ok();
        let found = wrapped
            .and_then(|wrapped| wrapped.transaction.or(wrapped.data))
            .filter(|found| found.names_its_payment())
            // The whole body, if it names a transaction: `status` alone may be an envelope's.
            .or_else(|| {
                crate::json::from_str::<Box<Transaction<'_>>>(&response.body)
                    .ok()
                    .filter(|found| found.id().is_some())
            });
        if let Some(payment) = found.and_then(|found| found.into_payment(Evidence::Lookup))
            && is_credible(&payment, response)
        {
            return Verdict::Answer(payment);
        }
    }
    otherwise(response, Asked::Lookup(asked))
}

/// An ending is none when a code beside it may stand for a payment made.
fn is_credible(payment: &BillPayment, response: &Response) -> bool {
    payment.status.level() != Level::Ended || !problem(response).is_harmful()
}

#[derive(Clone, Copy)]
enum Asked<'a> {
    Inquiry(&'a InquireBills),
    Payment(&'a PayBill),
    Lookup(&'a FetchTransaction),
}

impl Asked<'_> {
    /// Does what is no good answer name somebody else?
    fn is_another_s(self, body: &str) -> bool {
        match self {
            Self::Inquiry(asked) => {
                field(body, "referenceClient").is_some_and(|number| !fits(&asked.customer, number))
            }
            Self::Payment(asked) => {
                About::left_of(body).external_id.is_some_and(|id| !asked.external_id.is_same(id))
            }
            Self::Lookup(asked) => {
                field(body, "transactionId").is_some_and(|id| !asked.transaction_id.is_same(id))
            }
        }
    }
}

fn otherwise<T>(response: &Response, asked: Asked<'_>) -> Verdict<T> {
    no_answer(response, asked).map(|never| match never {})
}

/// The same for values of every kind.
fn no_answer(response: &Response, asked: Asked<'_>) -> Verdict<Infallible> {
    if let Some(excess) = too_large(response, BODY_CAP) {
        return Verdict::Uncertain { why: Doubt::Oversized, code: None, hint: None, excess: Some(excess) };
    }
    if asked.is_another_s(&response.body) {
        return Verdict::uncertain(Doubt::Foreign);
    }
    // "There is no bill" says that it was paid, and on "there is no such transaction" a callback is believed:
    // nothing that stands in between, and nothing that is only out of order, may say either.
    let is_vendor_s = || {
        matches!(response.status, 400 | 409 | 422)
            && is_object(&response.body)
            && crate::json::from_str::<serde::de::IgnoredAny>(&response.body).is_ok()
    };
    match asked {
        Asked::Payment(asked) => unpaid(response, asked),
        Asked::Inquiry(_) => unread(response, is_vendor_s().then_some(Code::NoBill)),
        Asked::Lookup(_) => {
            unread(response, (is_vendor_s() || response.status == 410).then_some(Code::NotFound))
        }
    }
}

/// No good answer to a payment: was it refused, or may it have been made?
fn unpaid(response: &Response, asked: &PayBill) -> Verdict<Infallible> {
    let body = response.body.as_str();
    let problem = problem(response);
    let code = problem.code();
    let bearing = asked.ordered().bearing(&About::left_of(body), false);
    let hint = salvage(body, "TID").filter(|found| !asked.external_id.is_same(found.as_str()));
    let unsure = |why| match bearing {
        Bearing::Foreign => Verdict::uncertain(Doubt::Foreign),
        _ => Verdict::Uncertain { why, code: code.clone(), hint: hint.clone(), excess: None },
    };
    let odd = || {
        let (why, excess) = strange(body);
        match unsure(why) {
            Verdict::Uncertain { why, code, hint, .. } => Verdict::Uncertain { why, code, hint, excess },
            other => other,
        }
    };
    let refused = |fallback| Verdict::Refused(refusal(response, &problem, fallback));
    // That the id was used before is what 409 says.
    let is_known = response.status == 409 && matches!(code, None | Some(Code::DuplicateTransaction));
    // Cut: a code may have stood in what is missing.
    let is_cut = looks_like_json(body)
        && !body.trim().is_empty()
        && crate::json::from_str::<serde::de::IgnoredAny>(body).is_err();
    match response.status {
        300..400 => unsure(Doubt::Redirected),
        500.. => unsure(Doubt::ServerError),
        // What may stand for a payment made outweighs whatever status it comes with.
        _ if problem.is_harmful() && !is_known => unsure(Doubt::UncertainCode),
        400.. if problem.is_alive() && !is_known => unsure(Doubt::UncertainCode),
        400.. if is_cut => odd(),
        409 => {
            let code = Code::DuplicateReference;
            Verdict::Known(Refusal { code: code.clone(), ..refusal(response, &problem, code) })
        }
        429 => Verdict::Busy { retry_after_ms: retry_after_ms(response) },
        400..500 if code == Some(Code::RateLimitExceeded) => {
            Verdict::Busy { retry_after_ms: retry_after_ms(response) }
        }
        401 => refused(Code::Unauthorized),
        403 => refused(closed(body)),
        // The page's own 400: "Invalid parameters, insufficient balance, bill already paid". Nothing, or what is not
        // of the vendor's shape, may come from whoever stands in between.
        400 | 402 | 422 if is_object(body) => refused(Code::InvalidData),
        400 | 402 | 422 => odd(),
        400.. => unsure(Doubt::UncertainCode),
        _ => odd(),
    }
}

/// No good answer to a question, which moved nothing.
///
/// `missing`: what a status without a meaning of its own says, if it says that there is none.
fn unread(response: &Response, missing: Option<Code>) -> Verdict<Infallible> {
    let problem = problem(response);
    let code = problem.code();
    let refused = |fallback| Verdict::Refused(refusal(response, &problem, fallback));
    match response.status {
        429 => Verdict::Busy { retry_after_ms: retry_after_ms(response) },
        400..500 if code == Some(Code::RateLimitExceeded) => {
            Verdict::Busy { retry_after_ms: retry_after_ms(response) }
        }
        300..400 => Verdict::uncertain(Doubt::Redirected),
        500.. => Verdict::Uncertain { why: Doubt::ServerError, code, hint: None, excess: None },
        401 => refused(Code::Unauthorized),
        403 => refused(closed(&response.body)),
        404 => refused(Code::NotFound),
        400.. if code.is_some() || missing.is_some() => refused(missing.unwrap_or(Code::NotFound)),
        _ => {
            let (why, excess) = strange(&response.body);
            Verdict::Uncertain { why, code, hint: None, excess }
        }
    }
}

/// What 403 means: the page has "API under maintenance", which passes, and nothing else. What stands
/// in between says it of us.
fn closed(body: &str) -> Code {
    if is_object(body) { Code::ServiceUnavailable } else { Code::Forbidden }
}

fn refusal(response: &Response, problem: &Problem<'_>, fallback: Code) -> Refusal {
    let code = problem.code().unwrap_or(fallback);
    Refusal {
        message: code.explained(problem.message().map(str::to_owned)),
        code,
        http_status: Some(response.status),
        field_errors: Vec::new(),
        refund: None,
    }
}

fn is_good(response: &Response) -> bool {
    (200..300).contains(&response.status)
        && too_large(response, BODY_CAP).is_none()
        && is_object(&response.body)
}

#[cfg(test)]
mod tests;
