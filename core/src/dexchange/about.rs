//! What an answer names, compared with what was asked.
//!
//! An answer that names somebody else's payment is no answer. The vendor leaves our id out of the
//! answers to top-ups, so that the amount, the bill and the number have to tell then.

use super::endpoint::{BillPayment, Service};
use crate::outcome::Doubt;
use crate::salvage::field;
use crate::value::{Amount, BillReference, CustomerReference, Personal, Reference, is_word};

/// What was ordered, as far as an answer may name it.
pub(crate) struct Ordered<'a> {
    pub(crate) service: &'a Service,
    pub(crate) customer: &'a CustomerReference,
    pub(crate) bill: Option<&'a BillReference>,
    pub(crate) external_id: &'a Reference,
    /// What may be debited; empty when only the vendor knows.
    pub(crate) due: &'a [Amount],
}

/// What an answer names of a payment.
pub(crate) struct About<'a> {
    pub(crate) external_id: Option<&'a str>,
    pub(crate) amount: Option<Amount>,
    pub(crate) bill: Option<&'a str>,
    pub(crate) customer: Option<&'a str>,
}

/// What the two have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bearing {
    /// It names our id.
    Ours,
    /// It names no id of ours, and nothing in it speaks against it.
    Silent,
    /// It is ours, but for another amount.
    AmountMismatch,
    /// It is about something else.
    Foreign,
}

impl Bearing {
    pub(crate) const fn doubt(self) -> Option<Doubt> {
        match self {
            Self::Ours | Self::Silent => None,
            Self::AmountMismatch => Some(Doubt::AmountMismatch),
            Self::Foreign => Some(Doubt::Foreign),
        }
    }
}

impl<'a> About<'a> {
    /// What is left of an answer that broke off.
    pub(crate) fn left_of(body: &'a str) -> Self {
        Self {
            external_id: field(body, "externalTransactionId"),
            amount: field(body, "amount").and_then(|text| Amount::parse(text).ok()),
            bill: field(body, "referenceFacture"),
            customer: field(body, "number"),
        }
    }
}

impl<'a> From<&'a BillPayment> for About<'a> {
    fn from(payment: &'a BillPayment) -> Self {
        Self {
            external_id: payment.external_transaction_id.as_deref(),
            amount: payment.amount,
            bill: payment.bill.as_deref(),
            customer: payment.customer.as_ref().map(Personal::expose),
        }
    }
}

impl Ordered<'_> {
    /// `known`: the transaction is known to be ours, whatever the answer leaves out.
    pub(crate) fn bearing(&self, about: &About<'_>, known: bool) -> Bearing {
        let given = |text: &&str| !text.trim().is_empty();
        let named = about.external_id.filter(given).map(|id| self.external_id.is_same(id));
        let pinned = self.bill.filter(|_| !self.service.is_prepaid());
        let other_bill =
            pinned.zip(about.bill.filter(given)).is_some_and(|(bill, named)| !is_bill(bill, named));
        // The biller may know the customer by another number; our own id says more.
        let other_customer =
            named.is_none() && about.customer.is_some_and(|number| !fits(self.customer, number));
        let other_amount = about.amount.is_some_and(|amount| !self.is_due(amount));
        match named {
            Some(false) => Bearing::Foreign,
            _ if other_bill || other_customer => Bearing::Foreign,
            _ if other_amount && (known || named == Some(true)) => Bearing::AmountMismatch,
            _ if other_amount => Bearing::Foreign,
            Some(true) => Bearing::Ours,
            None => Bearing::Silent,
        }
    }

    /// May the vendor debit this amount for this order?
    pub(crate) fn is_due(&self, amount: Amount) -> bool {
        self.due.is_empty() || self.due.contains(&amount)
    }
}

/// Is it this bill's reference, as the vendor writes it?
pub(crate) fn is_bill(bill: &BillReference, named: &str) -> bool {
    is_word(named, bill.as_str()) || bare(named) == bare(bill.as_str())
}

/// May this number, as the vendor writes it, be this customer's? Billers pad a number with zeros or
/// lose them, put spaces into it and hide parts of it; what cannot be told apart fits.
pub(crate) fn fits(customer: &CustomerReference, number: &str) -> bool {
    let (ours, theirs) = (bare(customer.as_str()), bare(number));
    let is_masked = !theirs.chars().all(|c| c.is_ascii_alphanumeric()) || theirs.contains("XX");
    theirs.is_empty() || is_masked || ours == theirs
}

/// Without what is only writing: spaces, signs between groups, zeros in front, case.
fn bare(number: &str) -> String {
    let signs = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '/' | '.');
    let plain: String = number.chars().filter(signs).map(|c| c.to_ascii_uppercase()).collect();
    plain.trim_start_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearing(service: &Service, body: &str, due: &[i64], known: bool) -> Bearing {
        let due: Vec<Amount> = due.iter().map(|francs| Amount::new(*francs).unwrap()).collect();
        let ordered = Ordered {
            service,
            customer: &CustomerReference::parse("0061 442").unwrap(),
            bill: Some(&BillReference::parse("77-18").unwrap()),
            external_id: &Reference::parse("Till-9_a").unwrap(),
            due: &due,
        };
        ordered.bearing(&About::left_of(body), known)
    }

    #[test]
    fn what_an_answer_names_tells_whose_it_is() {
        use Bearing::{AmountMismatch, Foreign, Ours, Silent};
        for (body, said) in [
            ("", Silent),
            (r#"{"externalTransactionId":null,"number":null,"referenceFacture":null}"#, Silent),
            (r#"{"externalTransactionId":"","number":"","referenceFacture":" "}"#, Silent),
            (r#"{"externalTransactionId":"Till-9_a"}"#, Ours),
            (r#"{"externalTransactionId":" TILL-9_A "}"#, Ours),
            (r#"{"externalTransactionId":"Till-9_b"}"#, Foreign),
            (r#"{"externalTransactionId":"Till-9_b","amount":2500,"number":"61442"}"#, Foreign),
            (r#"{"externalTransactionId":"Till-9_"#, Silent),
            (r#"{"amount":2500,"number":"000061442","referenceFacture":"077 18"}"#, Silent),
            (r#"{"amount":2500,"number":61442}"#, Silent),
            (r#"{"number":"6****2"}"#, Silent),
            (r#"{"number":"61xx2"}"#, Silent),
            (r#"{"number":"61443"}"#, Foreign),
            (r#"{"number":"61443","externalTransactionId":"Till-9_a"}"#, Ours),
            (r#"{"referenceFacture":"77-19"}"#, Foreign),
            (r#"{"referenceFacture":"77-19","externalTransactionId":"Till-9_a"}"#, Foreign),
            (r#"{"amount":2501}"#, Foreign),
            (r#"{"amount":2501,"externalTransactionId":"Till-9_a"}"#, AmountMismatch),
        ] {
            assert_eq!(bearing(&Service::Seneau, body, &[2_400, 2_500], false), said, "{body}");
        }
    }

    #[test]
    fn a_known_transaction_keeps_its_id_and_a_meter_s_bill_is_a_session() {
        let other = r#"{"amount":2501}"#;
        assert_eq!(bearing(&Service::Seneau, other, &[2_500], true), Bearing::AmountMismatch);
        assert_eq!(bearing(&Service::Seneau, r#"{"number":"9"}"#, &[2_500], true), Bearing::Foreign);
        assert_eq!(bearing(&Service::Seneau, other, &[], false), Bearing::Silent, "nothing to compare with");
        let session = r#"{"referenceFacture":"90210"}"#;
        assert_eq!(bearing(&Service::Woyofal, session, &[2_500], false), Bearing::Silent);
    }
}
