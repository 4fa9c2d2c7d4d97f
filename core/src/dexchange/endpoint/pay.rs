//! Pay a bill, or top up a prepaid meter.
//!
//! Vendor page: "Pay a Bill / Top-up".

use super::Service;
use crate::call::{Endpoint, Resend, Verdict};
use crate::dexchange::about::{About, Ordered};
use crate::dexchange::answer;
use crate::dexchange::status::BillStatus;
use crate::error::PaymentError;
use crate::given::given;
use crate::http::{Draft, Response};
use crate::outcome::{Doubt, Plan};
use crate::redact::debug_redacted;
use crate::status::{Level, Status};
use crate::value::{Amount, BillReference, CustomerReference, Personal, Reference, WebUrl};
use serde::{Deserialize, Serialize};

given! {
    /// A bill to pay or a meter to top up.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct NewBillPayment {
        /// Whose bill.
        pub service: Service,
        /// The number on the bill or meter: meter number, police, customer reference.
        pub customer: Personal,
        /// Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes it.
        #[serde(default)]
        pub amount: Option<i64>,
        /// SenEau and Senelec: the bill's reference from an inquiry, required here because without it
        /// the vendor settles the first unpaid bill, and a repeated request the next one.
        #[serde(default)]
        pub bill: Option<String>,
        /// Your id of this payment, unique and hard to guess: the vendor's idempotency key.
        /// Letters, digits, `-` and `_`, at most 64.
        pub external_transaction_id: String,
        /// Where the vendor tells changes; see [`CallbackKey`](crate::dexchange::webhook::CallbackKey).
        #[serde(default)]
        pub callback_url: Option<Personal>,
        /// Text the vendor gives back in its callback.
        #[serde(default)]
        pub custom_data: Option<Personal>,
    }
}

impl NewBillPayment {
    /// Checks every field.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `service`, `customer`, `amount`, `bill`,
    /// `external_transaction_id`, `callback_url` or `custom_data`.
    pub fn check(&self) -> Result<PayBill, PaymentError> {
        self.service.check()?;
        let prepaid = self.service.is_prepaid();
        let amount = match (prepaid, self.amount) {
            (true, Some(francs)) => Some(Amount::at_least("amount", francs, 1)?),
            (true, None) => {
                return Err(PaymentError::invalid(
                    "amount",
                    "missing",
                    "the top-up in whole francs (Woyofal)",
                ));
            }
            (false, None) => None,
            (false, Some(_)) => {
                return Err(PaymentError::invalid("amount", "given for a bill", "none: the bill imposes it"));
            }
        };
        let bill = match (prepaid, &self.bill) {
            (false, None) => {
                let allowed = "the bill's reference from an inquiry, so that no other bill is paid";
                return Err(PaymentError::invalid("bill", "missing", allowed));
            }
            (_, bill) => bill
                .as_deref()
                .map(|text| BillReference::parse(text).map_err(|error| error.at("bill")))
                .transpose()?,
        };
        if self.custom_data.as_ref().is_some_and(|text| text.expose().len() > 1024) {
            return Err(PaymentError::invalid("custom_data", "too long", "at most 1024 bytes"));
        }
        Ok(PayBill {
            service: self.service.clone(),
            customer: CustomerReference::parse(self.customer.expose())
                .map_err(|error| error.at("customer"))?,
            amount,
            bill,
            external_id: Reference::parse(&self.external_transaction_id)
                .map_err(|error| error.at("external_transaction_id"))?,
            callback_url: self
                .callback_url
                .as_ref()
                .map(|url| WebUrl::parse("callback_url", url.expose()))
                .transpose()?,
            custom_data: self.custom_data.clone(),
        })
    }
}

/// Pay: `POST /api/v1/billing/pay`. Vendor page: "Pay a Bill / Top-up".
///
/// `externalTransactionId` is an idempotency key, answered by HTTP 409 when used before; nothing
/// says that it is kept before the biller is asked. So after an uncertain attempt the same bytes are
/// sent once more, and only after a quiet time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayBill {
    /// Whose bill.
    pub service: Service,
    /// The number on the bill or meter.
    pub customer: CustomerReference,
    /// The top-up in XOF francs (Woyofal only).
    pub amount: Option<Amount>,
    /// The bill this payment is pinned to.
    pub bill: Option<BillReference>,
    /// Our id, the idempotency key.
    pub external_id: Reference,
    /// Where the vendor tells changes.
    pub callback_url: Option<WebUrl>,
    /// Text the vendor gives back in its callback.
    pub custom_data: Option<Personal>,
}

impl PayBill {
    pub(crate) fn ordered(&self) -> Ordered<'_> {
        Ordered {
            service: &self.service,
            customer: &self.customer,
            bill: self.bill.as_ref(),
            external_id: &self.external_id,
            due: self.amount.as_slice(),
        }
    }
}

impl Endpoint for PayBill {
    type Output = BillPayment;
    const RESEND: Resend = Resend::AfterQuiet;
    const PLAN: Plan = Plan::AwaitCallback;

    fn draft(&self) -> Draft {
        #[derive(Serialize)]
        #[allow(non_snake_case, reason = "the vendor's names")]
        struct Body<'a> {
            serviceCode: &'a str,
            reference_client: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            amount: Option<Amount>,
            #[serde(skip_serializing_if = "Option::is_none")]
            reference_facture: Option<&'a str>,
            externalTransactionId: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            callBackURL: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            customData: Option<&'a str>,
        }
        let body = Body {
            serviceCode: self.service.as_str(),
            reference_client: self.customer.as_str(),
            amount: self.amount,
            reference_facture: self.bill.as_ref().map(BillReference::as_str),
            externalTransactionId: self.external_id.as_str(),
            callBackURL: self.callback_url.as_ref().map(WebUrl::as_str),
            customData: self.custom_data.as_ref().map(Personal::expose),
        };
        Draft::post("/api/v1/billing/pay", &body)
    }

    fn read(&self, response: &Response) -> Verdict<BillPayment> {
        answer::payment(response, self)
    }

    fn mismatch(&self, answer: &BillPayment) -> Option<Doubt> {
        self.ordered().bearing(&About::from(answer), false).doubt()
    }

    fn reference(&self) -> Option<Reference> {
        Some(self.external_id.clone())
    }

    fn provider_reference(answer: &BillPayment) -> Option<Reference> {
        answer.transaction_id.clone()
    }

    fn is_refusal(answer: &BillPayment) -> bool {
        answer.status.level() == Level::Ended
    }
}

/// A payment of a bill or a top-up. Vendor page: "Pay a Bill / Top-up", `transaction`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillPayment {
    /// The vendor's id (`TID…`).
    pub transaction_id: Option<Reference>,
    /// The only field that says how it stands: the vendor writes "Bill paid successfully" and
    /// `success: true` for a payment that is still `PROCESSING`.
    pub status: BillStatus,
    /// Our id.
    pub external_transaction_id: Option<String>,
    /// What was paid, in XOF francs.
    pub amount: Option<Amount>,
    /// The vendor's fee on top, in XOF francs.
    pub fee: Option<Amount>,
    /// The number on the bill or meter.
    pub customer: Option<Personal>,
    /// The bill that was paid.
    pub bill: Option<String>,
    /// The code to type into the meter (Woyofal). Opaque text: it may be several codes.
    pub token: Option<Personal>,
    /// The account before, in XOF francs.
    pub previous_balance: Option<Amount>,
    /// The account after, in XOF francs.
    pub current_balance: Option<Amount>,
    /// The vendor's remark. Shown, never interpreted.
    pub message: Option<String>,
    /// How this is known.
    pub evidence: Evidence,
}

debug_redacted!(
    BillPayment: transaction_id, status, external_transaction_id, amount, fee, customer, bill, token,
    previous_balance, current_balance, evidence;
    message
);

/// How the state of a bill payment is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The vendor answered the payment with it.
    #[default]
    Reply,
    /// The vendor's transaction page shows it.
    Lookup,
    /// Only an authenticated callback says so, with the right amount and matching balances, because
    /// the vendor's transaction page said that it does not know the payment. One that could not be asked
    /// (no answer, HTTP 5xx, 429, maintenance, a wrong key) lets no callback conclude. What remains: whoever
    /// knows the callback's address and its `customData`, and guesses the amount, is believed where the
    /// vendor knows no such transaction. So keep both out of logs, and look at the vendor's dashboard
    /// before much is given away on this evidence.
    Callback,
}
