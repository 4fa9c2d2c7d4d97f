//! Checkouts: a payment page of the vendor's to which the customer is sent.
//!
//! Vendor page: "Initialisation du Checkout", "fetch checkout", "list checkout".

use super::other_reference;
use crate::call::{Arriving, Endpoint, Resend, Verdict};
use crate::error::PaymentError;
use crate::given::given;
use crate::http::{Draft, Response};
use crate::outcome::{Doubt, Plan};
use crate::policy::{BODY_CAP, LIST_BODY_CAP};
use crate::senfenico::answer::{Change, one};
use crate::senfenico::list::{arriving, many};
use crate::senfenico::status::CheckoutStatus;
use crate::value::{Amount, List, Personal, Reference, WebUrl, wire};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

given! {
    /// A payment page to open.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct NewCheckout {
        /// The amount in XOF francs, at least 1.
        pub amount: i64,
        /// Where the customer goes after paying. Coming back there proves nothing.
        pub success_url: String,
        /// Where the customer goes after giving up.
        pub cancel_url: String,
        /// The customer's e-mail address.
        #[serde(default)]
        pub email: Option<Personal>,
    }
}

impl NewCheckout {
    /// Checks every field.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `amount`, `success_url`, `cancel_url` or `email`.
    pub fn check(&self) -> Result<InitializeCheckout, PaymentError> {
        let email = self.email.clone().filter(|email| !email.expose().is_empty());
        if let Some(email) = &email {
            let text = email.expose();
            let sane = text.len() <= 254
                && !text.chars().any(|c| c.is_whitespace() || c.is_control())
                && text.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
            if !sane {
                return Err(PaymentError::invalid(
                    "email",
                    "not an e-mail address",
                    "name@host, at most 254 characters",
                ));
            }
        }
        Ok(InitializeCheckout {
            amount: Amount::at_least("amount", self.amount, 1)?,
            success_url: WebUrl::parse("success_url", &self.success_url)?,
            cancel_url: WebUrl::parse("cancel_url", &self.cancel_url)?,
            email,
        })
    }
}

/// Open a payment page: `POST /v1/payment/checkouts/initialize/`. Vendor page: "Initialisation du
/// Checkout".
///
/// Nothing moves before somebody opens the page, and the address of a page whose answer was lost is
/// known to nobody: may be sent again freely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitializeCheckout {
    /// The amount in XOF francs.
    pub amount: Amount,
    /// Where the customer goes after paying.
    pub success_url: WebUrl,
    /// Where the customer goes after giving up.
    pub cancel_url: WebUrl,
    /// The customer's e-mail address.
    pub email: Option<Personal>,
}

/// The names in its body.
pub(super) const FIELDS: [&str; 4] = ["email", "amount", "success_url", "cancel_url"];

impl Endpoint for InitializeCheckout {
    type Output = CheckoutOpened;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        #[derive(Serialize)]
        struct Body<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            email: Option<&'a str>,
            amount: Amount,
            success_url: &'a str,
            cancel_url: &'a str,
        }
        let body = Body {
            email: self.email.as_ref().map(Personal::expose),
            amount: self.amount,
            success_url: self.success_url.as_str(),
            cancel_url: self.cancel_url.as_str(),
        };
        Draft::post("/v1/payment/checkouts/initialize/", &body)
    }

    fn read(&self, response: &Response) -> Verdict<CheckoutOpened> {
        one(response, BODY_CAP, Change::Money { prefix: "chk_", fields: &FIELDS })
    }

    /// A page on this machine is a sandbox's, which says that it plays: real money has none there.
    fn mismatch(&self, answer: &CheckoutOpened) -> Option<Doubt> {
        let scheme = answer.authorization_url.get(..6);
        let is_local = !scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"));
        (is_local && answer.live_mode != Some(false)).then_some(Doubt::Malformed)
    }

    fn live_mode(answer: &CheckoutOpened) -> Option<bool> {
        answer.live_mode
    }
}

/// Read one checkout: `GET /v1/payment/checkouts/:checkout_reference`. Vendor page: "fetch checkout".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchCheckout {
    /// The checkout's reference.
    pub reference: Reference,
}

impl FetchCheckout {
    /// Checks the reference.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `reference`.
    pub fn check(reference: &str) -> Result<Self, PaymentError> {
        Ok(Self { reference: Reference::parse(reference)? })
    }
}

impl Endpoint for FetchCheckout {
    type Output = Checkout;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        Draft::get(format!("/v1/payment/checkouts/{}", self.reference))
    }

    fn read(&self, response: &Response) -> Verdict<Checkout> {
        one(response, BODY_CAP, Change::None)
    }

    fn mismatch(&self, answer: &Checkout) -> Option<Doubt> {
        other_reference(&self.reference, &answer.reference)
    }

    fn live_mode(answer: &Checkout) -> Option<bool> {
        answer.live_mode
    }
}

/// Read all checkouts: `GET /v1/payment/checkouts`. Vendor page: "list checkout"; no paging is
/// documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListCheckouts;

impl Endpoint for ListCheckouts {
    type Output = List<Checkout>;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        Draft::list("/v1/payment/checkouts")
    }

    fn read(&self, response: &Response) -> Verdict<List<Checkout>> {
        many::<Checkout, Checkout>(response, LIST_BODY_CAP)
    }

    fn arriving(&self) -> Option<Box<dyn Arriving<List<Checkout>>>> {
        arriving::<Checkout, Checkout>()
    }
}

/// What opening a payment page answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutOpened {
    /// The checkout's reference.
    pub reference: Reference,
    /// The page to send the customer to: `https`, or `http` on this machine in test mode. An answer with
    /// any other is not readable, since pages redirect to it (`javascript:…`).
    #[serde(deserialize_with = "page")]
    pub authorization_url: String,
    /// False in test mode.
    #[serde(default, deserialize_with = "wire::flag_opt")]
    pub live_mode: Option<bool>,
}

/// A checkout. Vendor page: "fetch checkout".
///
/// Both references, status and amount decide and are read strictly; what cannot be read of the rest is
/// absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkout {
    /// The checkout's reference.
    pub reference: Reference,
    /// The checkout's status.
    pub status: CheckoutStatus,
    /// The charge made on the page, once there is one: its status is the stronger witness.
    #[serde(default, deserialize_with = "wire::id_opt")]
    pub charge_reference: Option<String>,
    /// The amount in XOF francs.
    #[serde(default, deserialize_with = "wire::francs_opt")]
    pub amount: Option<Amount>,
    /// The customer's e-mail address.
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub email: Option<Personal>,
    /// As given when it was opened.
    #[serde(default, deserialize_with = "address_opt")]
    pub success_url: Option<String>,
    /// As given when it was opened.
    #[serde(default, deserialize_with = "address_opt")]
    pub cancel_url: Option<String>,
    /// The customer's number, empty before the customer paid; may be masked by the vendor.
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub phone: Option<Personal>,
    /// The operator, empty before the customer paid.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub provider: Option<String>,
    /// False in test mode.
    #[serde(default, deserialize_with = "wire::flag_opt")]
    pub live_mode: Option<bool>,
    /// When the vendor stored it, as the vendor writes it.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub created_at: Option<String>,
    /// When the vendor last changed it, as the vendor writes it.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub updated_at: Option<String>,
}

/// An address that somebody is sent to.
fn page<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    address_opt(deserializer)?.ok_or_else(|| D::Error::custom("address: not https"))
}

/// A page in a record, which is empty before it is known: read as strictly as the vendor's answer, for
/// whoever writes into a journal must not choose where a customer is sent.
pub(crate) fn kept_page<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let usable = text.is_empty() || WebUrl::takes(&text);
    if usable { Ok(text) } else { Err(D::Error::custom("address: not https")) }
}

/// The same, where it only informs: what is no address is none.
fn address_opt<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(wire::text_opt(deserializer)?.filter(|text| WebUrl::takes(text)))
}
