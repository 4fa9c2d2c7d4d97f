//! Charges: ask a customer's mobile-money account for a payment.
//!
//! Vendor page: "create a charge", "fetch charge", "list charges".

use super::other_reference;
use crate::call::{Arriving, Endpoint, Resend, Verdict};
use crate::error::PaymentError;
use crate::given::given;
use crate::http::{Draft, Response};
use crate::outcome::{Doubt, Plan};
use crate::policy::{BODY_CAP, LIST_BODY_CAP};
use crate::redact::debug_redacted;
use crate::senfenico::answer::{Change, one};
use crate::senfenico::list::{arriving, many};
use crate::senfenico::status::ChargeStatus;
use crate::value::wire;
use crate::value::{Amount, List, Percent, Personal, Phone, Provider, Reference};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use std::fmt;

given! {
    /// A payment to ask for.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct NewCharge {
        /// The amount in XOF francs, at least 1.
        pub amount: i64,
        /// The customer's number, 8 digits; spaces and `+226` are fine.
        pub phone: Personal,
        /// The operator. Absent: told by the number's prefix (Orange and Moov only).
        #[serde(default)]
        pub provider: Option<Provider>,
    }
}

impl NewCharge {
    /// A charge whose operator follows from the number.
    pub fn new(amount: i64, phone: impl Into<String>) -> Self {
        Self { amount, phone: Personal::from(phone.into()), provider: None }
    }

    /// The same charge at a named operator.
    #[must_use]
    pub fn at(self, provider: Provider) -> Self {
        Self { provider: Some(provider), ..self }
    }

    /// Checks every field.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `amount`, `phone` or `provider`.
    pub fn check(&self) -> Result<CreateCharge, PaymentError> {
        let amount = Amount::at_least("amount", self.amount, 1)?;
        let phone = Phone::parse(self.phone.expose())?;
        let provider = match &self.provider {
            Some(provider) => Provider::parse(provider.as_str())?,
            None => phone.detect().ok_or_else(|| {
                PaymentError::invalid(
                    "provider",
                    "missing, and the number's prefix does not tell it",
                    Provider::names(&Provider::KNOWN).join(", "),
                )
            })?,
        };
        phone.check(&provider)?;
        Ok(CreateCharge { amount, phone, provider })
    }
}

/// Create a charge: `POST /v1/payment/charges/`. Vendor page: "create a charge".
///
/// Takes no key and echoes none, so a second request may be a second prompt on the payer's phone:
/// never sent again once it may have arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateCharge {
    /// The amount in XOF francs.
    pub amount: Amount,
    /// The customer's number.
    pub phone: Phone,
    /// The operator.
    pub provider: Provider,
}

/// The names in its body.
pub(super) const FIELDS: [&str; 6] =
    ["amount", "currency", "payment_method", "payment_method_details", "phone", "provider"];

impl Endpoint for CreateCharge {
    type Output = ChargeCreated;
    const RESEND: Resend = Resend::Never;
    const PLAN: Plan = Plan::SearchByDetails;

    fn draft(&self) -> Draft {
        #[derive(Serialize)]
        struct Details<'a> {
            phone: &'a str,
            provider: &'a str,
        }
        #[derive(Serialize)]
        struct Body<'a> {
            amount: Amount,
            currency: &'static str,
            payment_method: &'static str,
            payment_method_details: Details<'a>,
        }
        let details = Details { phone: self.phone.as_str(), provider: self.provider.as_str() };
        let body = Body {
            amount: self.amount,
            currency: "XOF",
            payment_method: "mobile_money",
            payment_method_details: details,
        };
        Draft::post("/v1/payment/charges/", &body)
    }

    fn read(&self, response: &Response) -> Verdict<ChargeCreated> {
        one(response, BODY_CAP, Change::Money { prefix: "ch_", fields: &FIELDS })
    }

    fn live_mode(answer: &ChargeCreated) -> Option<bool> {
        answer.live_mode
    }

    fn provider_reference(answer: &ChargeCreated) -> Option<Reference> {
        Some(answer.reference.clone())
    }
}

/// Read one charge: `GET /v1/payment/charges/:charge_reference`. Vendor page: "fetch charge".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchCharge {
    /// The charge's reference.
    pub reference: Reference,
}

impl FetchCharge {
    /// Checks the reference.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `reference`.
    pub fn check(reference: &str) -> Result<Self, PaymentError> {
        Ok(Self { reference: Reference::parse(reference)? })
    }
}

impl Endpoint for FetchCharge {
    type Output = Charge;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        Draft::get(format!("/v1/payment/charges/{}", self.reference))
    }

    fn read(&self, response: &Response) -> Verdict<Charge> {
        read(response, Change::None)
    }

    fn mismatch(&self, answer: &Charge) -> Option<Doubt> {
        other_reference(&self.reference, &answer.reference)
    }

    fn live_mode(answer: &Charge) -> Option<bool> {
        answer.live_mode
    }
}

/// Read all charges: `GET /v1/payment/charges`. Vendor page: "list charges"; no paging is documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListCharges;

impl Endpoint for ListCharges {
    type Output = List<Charge>;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        Draft::list("/v1/payment/charges")
    }

    fn read(&self, response: &Response) -> Verdict<List<Charge>> {
        many::<Charge, Loose>(response, LIST_BODY_CAP)
    }

    fn arriving(&self) -> Option<Box<dyn Arriving<List<Charge>>>> {
        arriving::<Charge, Loose>()
    }
}

/// What creating a charge answers. Vendor page: "create a charge".
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeCreated {
    /// The charge's reference.
    pub reference: Reference,
    /// What the payer has to do next.
    pub status: ChargeStatus,
    /// The vendor's instruction for the payer (French).
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub display_text: Option<String>,
    /// False in test mode.
    #[serde(default, deserialize_with = "wire::flag_opt")]
    pub live_mode: Option<bool>,
}

debug_redacted!(ChargeCreated: reference, status, live_mode; display_text);

/// A charge. Vendor page: "fetch charge".
///
/// The answer to a submitted code is the same without `phone`, `created_at` and `updated_at`.
/// Reference, status and amount decide and are read strictly; what cannot be read of the rest is absent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// The charge's reference.
    pub reference: Reference,
    /// The charge's status.
    pub status: ChargeStatus,
    /// The amount in XOF francs.
    #[serde(default, deserialize_with = "wire::francs_opt")]
    pub amount: Option<Amount>,
    /// The vendor's fee in percent of the amount: `3.5`, or `3.50` as text.
    #[serde(default, deserialize_with = "wire::percent_opt")]
    pub fees: Option<Percent>,
    /// `XOF`.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub currency: Option<String>,
    /// When it was made, as the vendor writes it.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub transaction_date: Option<String>,
    /// From where it was made.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub ip_address: Option<String>,
    /// False in test mode.
    #[serde(default, deserialize_with = "wire::flag_opt")]
    pub live_mode: Option<bool>,
    /// `mobile_money`.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub payment_method: Option<String>,
    /// The operator.
    #[serde(default, deserialize_with = "wire::provider_opt")]
    pub provider: Option<Provider>,
    /// The customer's number; may be masked by the vendor (`77xxxxxx`).
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub phone: Option<Personal>,
    /// When it was given up, as the vendor writes it.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub cancelled_at: Option<String>,
    /// Why it was given up.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub cancellation_reason: Option<String>,
    /// When the vendor stored it, as the vendor writes it.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub created_at: Option<String>,
    /// When the vendor last changed it, as the vendor writes it.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub updated_at: Option<String>,
    /// Every code that was tried, as far as it can be read.
    #[serde(default, deserialize_with = "wire::list")]
    pub confirmation_attempts: Vec<ConfirmationAttempt>,
}

debug_redacted!(
    Charge: reference, status, amount, fees, currency, transaction_date, ip_address, live_mode,
    payment_method, provider, phone, cancelled_at, created_at, updated_at, confirmation_attempts;
    cancellation_reason
);

/// One try of the payer to confirm a charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmationAttempt {
    /// From where.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub ip_address: Option<String>,
    /// When, as the vendor writes it.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub attempt_date: Option<String>,
    /// `success` or `failed`.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub confirmation_status: Option<String>,
}

/// Reads an answer that is a charge.
pub(super) fn read(response: &Response, effect: Change) -> Verdict<Charge> {
    // As a rule all of it can be read; reading around what cannot costs more, so it comes second.
    match one::<Charge>(response, BODY_CAP, effect) {
        Verdict::Answer(charge) => Verdict::Answer(charge),
        _ => one::<Loose>(response, BODY_CAP, effect).map(Charge::from),
    }
}

/// A charge whose attempts, which only inform, cannot all be read.
#[derive(Clone)]
struct Loose(Charge);

impl From<Loose> for Charge {
    fn from(Loose(charge): Loose) -> Self {
        charge
    }
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (rest, attempts) = deserializer.deserialize_map(Apart)?;
        let mut charge: Charge = crate::json::from_str(&rest).map_err(D::Error::custom)?;
        charge.confirmation_attempts = attempts;
        Ok(Self(charge))
    }
}

/// The attempts, and the text of all else as it came, doubled names included.
struct Apart;

impl<'de> Visitor<'de> for Apart {
    type Value = (String, Vec<ConfirmationAttempt>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut rest, mut attempts) = ("{".to_owned(), Vec::new());
        while let Some((name, raw)) = map.next_entry::<String, Box<RawValue>>()? {
            if name == "confirmation_attempts" {
                attempts.extend(wire::loose_list(raw.get()));
                continue;
            }
            if rest.len() > 1 {
                rest.push(',');
            }
            rest.push_str(&serde_json::to_string(&name).map_err(A::Error::custom)?);
            rest.push(':');
            rest.push_str(raw.get());
        }
        rest.push('}');
        Ok((rest, attempts))
    }
}
