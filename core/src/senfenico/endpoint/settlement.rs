//! Settlements: send collected money to the merchant's own account.
//!
//! Vendor page: "create settlement", "fetch settlement", "list settlements", "cancel settlement".

use super::{other_amount, other_reference};
use crate::call::{Arriving, Endpoint, Resend, Verdict};
use crate::error::PaymentError;
use crate::given::given;
use crate::http::{Draft, Response};
use crate::outcome::{Doubt, Plan};
use crate::policy::{BODY_CAP, LIST_BODY_CAP, MONEY_TIMEOUT};
use crate::senfenico::answer::{Change, one};
use crate::senfenico::list::{arriving, many};
use crate::senfenico::status::SettlementStatus;
use crate::value::{Amount, List, Personal, Reference, wire};
use serde::{Deserialize, Serialize};

given! {
    /// A settlement to make.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct NewSettlement {
        /// The amount in XOF francs, at least 1.
        pub amount: i64,
    }
}

impl NewSettlement {
    /// Checks the amount.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `amount`.
    pub fn check(&self) -> Result<CreateSettlement, PaymentError> {
        Ok(CreateSettlement { amount: Amount::at_least("amount", self.amount, 1)? })
    }
}

/// Create a settlement: `POST /v1/payment/settlements/`. Vendor page: "create settlement".
///
/// Takes nothing but an amount: never sent again once it may have arrived. Keep one under way at a
/// time, or a lost one cannot be told from its twin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateSettlement {
    /// The amount in XOF francs.
    pub amount: Amount,
}

/// The names in its body.
pub(super) const FIELDS: [&str; 1] = ["amount"];

impl Endpoint for CreateSettlement {
    type Output = Settlement;
    const RESEND: Resend = Resend::Never;
    const PLAN: Plan = Plan::SearchByDetails;

    fn draft(&self) -> Draft {
        #[derive(Serialize)]
        struct Body {
            amount: Amount,
        }
        Draft::post("/v1/payment/settlements/", &Body { amount: self.amount })
    }

    fn read(&self, response: &Response) -> Verdict<Settlement> {
        one(response, BODY_CAP, Change::Money { prefix: "", fields: &FIELDS })
    }

    fn mismatch(&self, answer: &Settlement) -> Option<Doubt> {
        other_amount(self.amount, answer.amount)
    }

    fn live_mode(answer: &Settlement) -> Option<bool> {
        answer.live_mode
    }

    fn provider_reference(answer: &Settlement) -> Option<Reference> {
        Some(answer.reference.clone())
    }
}

/// Read one settlement: `GET /v1/payment/settlements/:settlement_reference`. Vendor page: "fetch
/// settlement".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchSettlement {
    /// The settlement's reference.
    pub reference: Reference,
}

impl FetchSettlement {
    /// Checks the reference.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `reference`.
    pub fn check(reference: &str) -> Result<Self, PaymentError> {
        Ok(Self { reference: Reference::parse(reference)? })
    }
}

impl Endpoint for FetchSettlement {
    type Output = Settlement;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        Draft::get(format!("/v1/payment/settlements/{}", self.reference))
    }

    fn read(&self, response: &Response) -> Verdict<Settlement> {
        one(response, BODY_CAP, Change::None)
    }

    fn mismatch(&self, answer: &Settlement) -> Option<Doubt> {
        other_reference(&self.reference, &answer.reference)
    }

    fn live_mode(answer: &Settlement) -> Option<bool> {
        answer.live_mode
    }
}

/// Read all settlements: `GET /v1/payment/settlements`. Vendor page: "list settlements"; no paging
/// is documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSettlements;

impl Endpoint for ListSettlements {
    type Output = List<Settlement>;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        Draft::list("/v1/payment/settlements")
    }

    fn read(&self, response: &Response) -> Verdict<List<Settlement>> {
        many::<Settlement, Settlement>(response, LIST_BODY_CAP)
    }

    fn arriving(&self) -> Option<Box<dyn Arriving<List<Settlement>>>> {
        arriving::<Settlement, Settlement>()
    }
}

/// Cancel a settlement: `GET /v1/payment/settlements/{settlement_reference}/cancel/`, a GET with an
/// effect. Vendor page: "cancel settlement".
///
/// Works only while `processing`. A lost answer is found out by reading the settlement, so it is
/// never repeated blindly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelSettlement {
    /// The settlement's reference.
    pub reference: Reference,
}

impl Endpoint for CancelSettlement {
    type Output = Settlement;
    const RESEND: Resend = Resend::Never;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        let path = format!("/v1/payment/settlements/{}/cancel/", self.reference);
        Draft { timeout_ms: MONEY_TIMEOUT, ..Draft::get(path) }
    }

    fn read(&self, response: &Response) -> Verdict<Settlement> {
        // Whatever it answers the settlement is read next: so the page's own refusal, which has a
        // message but no code, is read as one, and the vendor's words are kept.
        one(response, BODY_CAP, Change::Cancel)
    }

    fn mismatch(&self, answer: &Settlement) -> Option<Doubt> {
        other_reference(&self.reference, &answer.reference)
    }

    fn live_mode(answer: &Settlement) -> Option<bool> {
        answer.live_mode
    }

    fn reference(&self) -> Option<Reference> {
        Some(self.reference.clone())
    }
}

/// A settlement. Vendor page: "create settlement".
///
/// Reference, status and amount decide and are read strictly; what cannot be read of the rest is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The settlement's reference.
    pub reference: Reference,
    /// The settlement's status.
    pub status: SettlementStatus,
    /// The amount in XOF francs.
    #[serde(default, deserialize_with = "wire::francs_opt")]
    pub amount: Option<Amount>,
    /// The vendor's fee, a whole number whose unit the page does not give.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub settlement_fees: Option<String>,
    /// `XOF`.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub currency: Option<String>,
    /// False in test mode.
    #[serde(default, deserialize_with = "wire::flag_opt")]
    pub live_mode: Option<bool>,
    /// When the vendor stored it, as the vendor writes it.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub created_at: Option<String>,
    /// When the vendor last changed it, as the vendor writes it.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub updated_at: Option<String>,
    /// `bank`, `mobile` or `usdt`.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub account_type: Option<String>,
    /// The account it goes to.
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub iban: Option<Personal>,
    /// The account it goes to.
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub rib: Option<Personal>,
    /// The bank.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub bank_name: Option<String>,
    /// The bank's address.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub bank_address: Option<String>,
    /// The account's holder.
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub account_holder_name: Option<Personal>,
    /// The holder's address.
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub account_holder_address: Option<Personal>,
    /// The bank's SWIFT code.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub swift_bic_code: Option<String>,
    /// The operator, for a mobile account.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub provider: Option<String>,
    /// The number, for a mobile account.
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub phone: Option<Personal>,
    /// The wallet, for a USDT account.
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub usdt_wallet_address: Option<Personal>,
}
