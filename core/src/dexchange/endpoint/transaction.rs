//! Transaction lookup, by the vendor's id.
//!
//! Not among `api-docs`: documented on the vendor's site as "Get Transaction"
//! (docs-api.dexchange.sn, `/en/api-reference/endpoint/get-transaction`). Whether it serves bill
//! payments is not said; the pay flow works without it, by the callback.

use super::BillPayment;
use crate::call::{Endpoint, Resend, Verdict};
use crate::dexchange::answer;
use crate::error::PaymentError;
use crate::http::{Draft, Response};
use crate::outcome::{Doubt, Plan};
use crate::value::Reference;

/// Read one transaction: `GET /api/v1/transaction/{transactionId}`.
///
/// Moves nothing: may be sent again freely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchTransaction {
    /// The vendor's id (`TID…`).
    pub transaction_id: Reference,
}

impl FetchTransaction {
    /// Checks the reference.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `transaction_id`.
    pub fn check(transaction_id: &str) -> Result<Self, PaymentError> {
        Ok(Self {
            transaction_id: Reference::parse(transaction_id).map_err(|error| error.at("transaction_id"))?,
        })
    }
}

impl Endpoint for FetchTransaction {
    type Output = BillPayment;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        Draft::get(format!("/api/v1/transaction/{}", self.transaction_id))
    }

    fn read(&self, response: &Response) -> Verdict<BillPayment> {
        answer::transaction(response, self)
    }

    fn mismatch(&self, answer: &BillPayment) -> Option<Doubt> {
        let named = answer.transaction_id.as_ref();
        named.is_some_and(|id| !self.transaction_id.is_same(id.as_str())).then_some(Doubt::Foreign)
    }
}
