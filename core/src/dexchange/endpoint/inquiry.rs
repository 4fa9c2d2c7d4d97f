//! Bill inquiry: what is owed, or which meter it is.
//!
//! Vendor page: "Bill Inquiry".

use crate::call::{Endpoint, Resend, Verdict};
use crate::dexchange::answer;
use crate::error::PaymentError;
use crate::http::{Draft, Response};
use crate::outcome::Plan;
use crate::policy::MONEY_TIMEOUT;
use crate::value::{Amount, CustomerReference, Personal, is_word, read_as_text, wire};
use serde::{Deserialize, Serialize};

/// Whose bill. Vendor page: "Bill Inquiry", "Available billing services".
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Service {
    /// Water bill, paid afterwards.
    #[serde(rename = "SENEAU_SN_BILL")]
    Seneau,
    /// Electricity bill, paid afterwards.
    #[serde(rename = "SENELEC_SN_BILL")]
    Senelec,
    /// Prepaid electricity: the customer chooses the amount and gets a code for the meter.
    #[serde(rename = "WOYOFAL_SN_BILL")]
    Woyofal,
    /// A service code that was not documented when this was written; treated as paid afterwards.
    #[serde(untagged)]
    Other(String),
}

impl Service {
    /// The vendor's `serviceCode`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Seneau => "SENEAU_SN_BILL",
            Self::Senelec => "SENELEC_SN_BILL",
            Self::Woyofal => "WOYOFAL_SN_BILL",
            Self::Other(code) => code,
        }
    }

    /// True for a top-up: the amount is the customer's choice and a token is what is bought.
    pub const fn is_prepaid(&self) -> bool {
        matches!(self, Self::Woyofal)
    }

    pub(crate) fn check(&self) -> Result<(), PaymentError> {
        let code = self.as_str();
        let sane = !code.is_empty()
            && code.len() <= 64
            && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        if sane {
            return Ok(());
        }
        let allowed = "SENEAU_SN_BILL, SENELEC_SN_BILL, WOYOFAL_SN_BILL, or another code in capitals";
        Err(PaymentError::invalid("service", "not a service code", allowed))
    }
}

impl From<&str> for Service {
    /// A known code in any case, with any space around; any other is kept as it came.
    fn from(code: &str) -> Self {
        [Self::Seneau, Self::Senelec, Self::Woyofal]
            .into_iter()
            .find(|known| is_word(code, known.as_str()))
            .unwrap_or_else(|| Self::Other(code.to_owned()))
    }
}

// By hand, because serde would know one spelling only.
read_as_text!(Service, "a service code", |code| Ok(Service::from(code)));

/// A bill or meter to look up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewInquiry {
    /// Whose bill.
    pub service: Service,
    /// The number on the bill or meter: meter number, police, customer reference.
    pub customer: Personal,
}

impl NewInquiry {
    /// Checks every field.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `service` or `customer`.
    pub fn check(&self) -> Result<InquireBills, PaymentError> {
        self.service.check()?;
        let customer =
            CustomerReference::parse(self.customer.expose()).map_err(|error| error.at("customer"))?;
        Ok(InquireBills { service: self.service.clone(), customer })
    }
}

/// Look up bills or a meter: `POST /api/v1/billing/inquiry`. Vendor page: "Bill Inquiry".
///
/// Moves nothing: may be sent again freely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InquireBills {
    /// Whose bill.
    pub service: Service,
    /// The number on the bill or meter.
    pub customer: CustomerReference,
}

impl Endpoint for InquireBills {
    type Output = BillInquiry;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        #[derive(Serialize)]
        #[allow(non_snake_case, reason = "the vendor's names")]
        struct Body<'a> {
            serviceCode: &'a str,
            reference_client: &'a str,
        }
        let body = Body { serviceCode: self.service.as_str(), reference_client: self.customer.as_str() };
        // The biller answers through the vendor: as slow as a payment.
        Draft { timeout_ms: MONEY_TIMEOUT, ..Draft::post("/api/v1/billing/inquiry", &body) }
    }

    fn read(&self, response: &Response) -> Verdict<BillInquiry> {
        answer::inquiry(response)
    }
}

/// What an inquiry answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillInquiry {
    /// The number that was looked up.
    #[serde(default, rename(deserialize = "referenceClient"), deserialize_with = "wire::personal_opt")]
    pub customer: Option<Personal>,
    /// The bills found, or for Woyofal the meter as a single one.
    #[serde(default, deserialize_with = "wire::list")]
    pub bills: Vec<Bill>,
}

/// One bill, or a Woyofal meter. Vendor page: "Bill Inquiry", "bills[] fields".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// The bill's reference: what pins a payment to this bill. For Woyofal a session token.
    #[serde(default, rename(deserialize = "referenceFacture"), deserialize_with = "wire::text_opt")]
    pub reference: Option<String>,
    /// The meter or customer number, as the biller writes it.
    #[serde(default, rename(deserialize = "referenceClient"), deserialize_with = "wire::personal_opt")]
    pub customer: Option<Personal>,
    /// The holder's family name (`nom`).
    #[serde(default, rename(deserialize = "nom"), deserialize_with = "wire::personal_opt")]
    pub last_name: Option<Personal>,
    /// The holder's first name (`prenom`).
    #[serde(default, rename(deserialize = "prenom"), deserialize_with = "wire::personal_opt")]
    pub first_name: Option<Personal>,
    /// What is owed in XOF francs (`montant`); 0 for Woyofal.
    #[serde(default, rename(deserialize = "montant"), deserialize_with = "wire::francs_opt")]
    pub amount: Option<Amount>,
    /// The biller's fee in XOF francs (`frais`), for information.
    #[serde(default, rename(deserialize = "frais"), deserialize_with = "wire::francs_opt")]
    pub fee: Option<Amount>,
    /// `montant` + `frais`, in XOF francs.
    #[serde(default, deserialize_with = "wire::francs_opt")]
    pub total: Option<Amount>,
    /// When it is due (`dateEcheance`), as the biller writes it.
    #[serde(default, rename(deserialize = "dateEcheance"), deserialize_with = "wire::text_opt")]
    pub due_date: Option<String>,
    /// True when it is settled already.
    #[serde(default, deserialize_with = "wire::flag_opt")]
    pub paid: Option<bool>,
    /// Where the meter is (Woyofal).
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub address: Option<Personal>,
    /// How the meter is (`meterStatus`, Woyofal).
    #[serde(default, rename(deserialize = "meterStatus"), deserialize_with = "wire::text_opt")]
    pub meter_status: Option<String>,
    /// `paymentTransactionNumber`, which the vendor's page does not explain.
    #[serde(default, rename(deserialize = "paymentTransactionNumber"), deserialize_with = "wire::text_opt")]
    pub payment_transaction_number: Option<String>,
}
