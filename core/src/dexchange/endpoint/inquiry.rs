//! Bill inquiry: what is owed, or which meter it is.
//!
//! Vendor page: "Bill Inquiry".

use crate::call::{Endpoint, Resend, Verdict};
use crate::dexchange::about::fits;
use crate::dexchange::answer;
use crate::error::PaymentError;
use crate::given::given;
use crate::http::{Draft, Response};
use crate::outcome::{Doubt, Plan};
use crate::value::wire;
use crate::value::{Amount, CustomerReference, Personal, Unreadable, is_word, read_as_text};
use serde::de::{Error, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

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
    /// A service code that this version does not know, in an answer; treated as paid afterwards.
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
        match self {
            Self::Seneau | Self::Senelec | Self::Woyofal => Ok(()),
            Self::Other(code) => {
                let known = [Self::Seneau, Self::Senelec, Self::Woyofal];
                let words: Vec<&str> = known.iter().map(Self::as_str).collect();
                Err(PaymentError::unknown_word("service", "not a service of DEXCHANGE", code, &words))
            }
        }
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

given! {
    /// A bill or meter to look up.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct NewInquiry {
        /// Whose bill.
        pub service: Service,
        /// The number on the bill or meter: meter number, police, customer reference.
        pub customer: Personal,
    }
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
        // With a payment's timeout: the biller answers through the vendor.
        Draft::post("/api/v1/billing/inquiry", &body)
    }

    fn read(&self, response: &Response) -> Verdict<BillInquiry> {
        answer::inquiry(response, self)
    }

    /// The number that was looked up tells. Where the answer leaves it out the bills have to, though a
    /// biller may write another number on them: then all of them.
    fn mismatch(&self, answer: &BillInquiry) -> Option<Doubt> {
        let other = |number: &Personal| !fits(&self.customer, number.expose());
        let looked_up = answer.customer.as_ref().filter(|number| !number.expose().trim().is_empty());
        let is_another_s = looked_up.map_or_else(
            || {
                !answer.bills.is_empty()
                    && answer.bills.iter().all(|bill| bill.customer.as_ref().is_some_and(other))
            },
            other,
        );
        is_another_s.then_some(Doubt::Foreign)
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
    /// What else stands in the list and cannot be read as a bill; it hides none of the others.
    #[serde(default)]
    pub unreadable: Vec<Unreadable>,
}

impl BillInquiry {
    /// Reads a good answer; `None` when it is none.
    pub(crate) fn read(body: &str) -> Option<Self> {
        // As a rule every bill can be read; one by one costs a second reading, so it comes second.
        let whole = crate::json::from_str::<Wire<Bill>>(body).ok();
        if let Some(Wire { success: Some(true), customer, bills }) = whole {
            let bills = bills.unwrap_or_default();
            if bills.iter().all(Bill::tells_what_is_due) {
                return Some(Self { customer, bills, unreadable: Vec::new() });
            }
        }
        let Wire { success: Some(true), customer, bills } =
            crate::json::from_str::<Wire<&RawValue>>(body).ok()?
        else {
            return None;
        };
        let mut inquiry = Self { customer, bills: Vec::new(), unreadable: Vec::new() };
        for (index, raw) in (0_i64..).zip(bills.unwrap_or_default()) {
            if let Some(bill) = Bill::read(raw.get()) {
                inquiry.bills.push(bill);
            } else {
                let text = Personal::from(raw.get());
                inquiry.unreadable.push(Unreadable { index, text, excess: None });
            }
        }
        Some(inquiry)
    }
}

/// A good answer to an inquiry.
#[derive(Deserialize)]
struct Wire<T> {
    #[serde(default, deserialize_with = "wire::flag_opt")]
    success: Option<bool>,
    #[serde(default, rename = "referenceClient", deserialize_with = "wire::personal_opt")]
    customer: Option<Personal>,
    bills: Option<Vec<T>>,
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
    #[serde(default, rename(deserialize = "frais"), deserialize_with = "wire::loose_francs_opt")]
    pub fee: Option<Amount>,
    /// `montant` + `frais`, in XOF francs.
    #[serde(default, deserialize_with = "wire::loose_francs_opt")]
    pub total: Option<Amount>,
    /// When it is due (`dateEcheance`), as the biller writes it.
    #[serde(default, rename(deserialize = "dateEcheance"), deserialize_with = "wire::text_opt")]
    pub due_date: Option<String>,
    /// True when it is settled already.
    #[serde(default, deserialize_with = "paid")]
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

impl Bill {
    /// What decides (`montant`, `paid`) is strict; `total` only where it alone tells what is due, for it
    /// is no whole number when `frais` is none.
    fn read(raw: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Shown {
            total: Option<IgnoredAny>,
        }
        let bill = crate::json::from_str::<Self>(raw).ok()?;
        let shown = crate::json::from_str::<Shown>(raw).ok()?;
        (bill.tells_what_is_due() || shown.total.is_none()).then_some(bill)
    }

    const fn tells_what_is_due(&self) -> bool {
        self.amount.is_some() || self.total.is_some()
    }
}

/// Whether it is settled: null is not said, and what is neither yes nor no is refused.
fn paid<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    match wire::flag_opt(raw).map_err(D::Error::custom)? {
        None if raw.get() != "null" => Err(D::Error::custom("paid: neither true nor false")),
        told => Ok(told),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bills: &str) -> (Vec<Option<String>>, Vec<i64>) {
        let body = format!(r#"{{"success":true,"referenceClient":"61442","bills":{bills}}}"#);
        let BillInquiry { customer, bills, unreadable } = BillInquiry::read(&body).unwrap();
        assert_eq!(customer.as_ref().map(Personal::expose), Some("61442"));
        let references = bills.into_iter().map(|bill| bill.reference).collect();
        (references, unreadable.iter().map(|item| item.index).collect())
    }

    #[test]
    fn an_unreadable_bill_hides_no_other() {
        let good = r#"{"referenceFacture":"A","montant":900,"total":900,"paid":false}"#;
        for odd in [
            "7",
            "null",
            "[]",
            r#""B""#,
            r#"{"referenceFacture":"B","montant":-900}"#,
            r#"{"referenceFacture":"B","montant":1E+3,"total":1000}"#,
            r#"{"referenceFacture":"B","montant":900.5,"total":901}"#,
            r#"{"referenceFacture":"B","montant":null,"total":900.5}"#,
            r#"{"referenceFacture":"B","total":{"francs":900}}"#,
            r#"{"referenceFacture":"B","montant":900,"paid":"demain"}"#,
            r#"{"referenceFacture":"B","montant":900,"paid":1}"#,
        ] {
            let a = Some("A".to_owned());
            assert_eq!(read(&format!("[{odd},{good}]")), (vec![a.clone()], vec![0]), "{odd}");
            assert_eq!(read(&format!("[{good},{odd},{good}]")), (vec![a.clone(), a], vec![1]), "{odd}");
        }
        let body = r#"{"success":true,"bills":[{"montant":"beaucoup","nom":"SOW"}]}"#;
        let kept = BillInquiry::read(body).unwrap().unreadable;
        assert_eq!(kept[0].text.expose(), r#"{"montant":"beaucoup","nom":"SOW"}"#);
        for none in ["null", "[]"] {
            assert_eq!(read(none), (vec![], vec![]));
        }
        for no_list in ["{}", "7", r#""x""#] {
            assert!(BillInquiry::read(&format!(r#"{{"success":true,"bills":{no_list}}}"#)).is_none());
        }
    }

    #[test]
    fn what_only_informs_makes_no_bill_unreadable() {
        for odd in [
            r#""montant":900,"frais":12.5,"total":912.5"#,
            r#""montant":"900.00","frais":-3,"total":null"#,
            r#""montant":900,"frais":{},"total":"beaucoup","dateEcheance":[1],"nom":7,"prenom":{}"#,
            r#""total":900,"frais":"gratuit""#,
        ] {
            let body = format!(r#"{{"success":true,"bills":[{{"referenceFacture":"A",{odd}}}]}}"#);
            let BillInquiry { bills, unreadable, .. } = BillInquiry::read(&body).unwrap();
            assert!(unreadable.is_empty(), "{odd}");
            let due = bills[0].amount.or(bills[0].total);
            assert_eq!((due, bills[0].fee), (Amount::new(900).ok(), None), "{odd}");
        }
    }

    #[test]
    fn an_inquiry_about_another_customer_is_none() {
        let asked = NewInquiry { service: Service::Seneau, customer: "0061 442".into() }.check().unwrap();
        let named = |customer: &str, bills: &[&str]| {
            let bills: Vec<_> = bills.iter().map(|n| format!(r#"{{"referenceClient":{n}}}"#)).collect();
            let body =
                format!(r#"{{"success":true,"referenceClient":{customer},"bills":[{}]}}"#, bills.join(","));
            asked.mismatch(&BillInquiry::read(&body).unwrap())
        };
        let (ours, other) = (r#""00061442""#, r#""61443""#);
        for (customer, bills, foreign) in [
            (ours, &[ours, other][..], false),
            (ours, &[other], false),
            ("61442", &[], false),
            (r#""61**2""#, &[other], false),
            (other, &[ours], true),
            (other, &[], true),
            ("null", &[], false),
            ("null", &[other, other], true),
            ("\" \"", &[other, ours], false),
            ("null", &[other, "null"], false),
        ] {
            assert_eq!(named(customer, bills), foreign.then_some(Doubt::Foreign), "{customer} {bills:?}");
        }
    }
}
