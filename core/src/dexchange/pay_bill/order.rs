//! What a merchant orders when a bill is to be paid, checked once.

use crate::dexchange::about::is_bill;
use crate::dexchange::endpoint::{
    Bill, BillInquiry, InquireBills, NewBillPayment, NewInquiry, PayBill, Service,
};
use crate::error::PaymentError;
use crate::given::given;
use crate::salvage::field;
use crate::value::{Amount, BillReference, CustomerReference, Personal, Reference, WebUrl};
use serde::{Deserialize, Serialize};

given! {
    /// A bill to look up and pay, or a meter to top up, to the end.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct NewPayBill {
        /// Whose bill.
        pub service: Service,
        /// The number on the bill or meter: meter number, police, customer reference.
        pub customer: Personal,
        /// Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes it.
        #[serde(default)]
        pub amount: Option<i64>,
        /// The reference of a bill found before. Absent: the bill is looked up; if exactly one is unpaid
        /// it is paid, otherwise the customer is asked.
        #[serde(default)]
        pub bill: Option<String>,
        /// Show the bill or meter and ask before paying, even when there is only one.
        #[serde(default)]
        pub confirm: bool,
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

impl NewPayBill {
    /// An order without extras.
    pub fn new(
        service: Service,
        customer: impl Into<String>,
        external_transaction_id: impl Into<String>,
    ) -> Self {
        Self {
            service,
            customer: Personal::from(customer.into()),
            amount: None,
            bill: None,
            confirm: false,
            external_transaction_id: external_transaction_id.into(),
            callback_url: None,
            custom_data: None,
        }
    }

    /// The same order with an amount (Woyofal).
    #[must_use]
    pub fn amount(self, francs: i64) -> Self {
        Self { amount: Some(francs), ..self }
    }

    /// Checks every field.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming the first wrong field.
    pub(crate) fn check(&self) -> Result<BillOrder, PaymentError> {
        let inquiry =
            NewInquiry { service: self.service.clone(), customer: self.customer.clone() }.check()?;
        let payment = NewBillPayment {
            service: self.service.clone(),
            customer: self.customer.clone(),
            amount: self.amount,
            // One that is still to be chosen stands for itself while the other fields are checked.
            bill: self.bill.clone().or_else(|| Some("later".to_owned())),
            external_transaction_id: self.external_transaction_id.clone(),
            callback_url: self.callback_url.clone(),
            custom_data: self.custom_data.clone(),
        }
        .check()?;
        Ok(BillOrder {
            service: inquiry.service,
            customer: inquiry.customer,
            amount: payment.amount,
            bill: payment.bill.filter(|_| self.bill.is_some()),
            confirm: self.confirm,
            external_id: payment.external_id,
            callback_url: payment.callback_url,
            custom_data: payment.custom_data,
        })
    }
}

/// A checked [`NewPayBill`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BillOrder {
    pub(crate) service: Service,
    pub(crate) customer: CustomerReference,
    pub(crate) amount: Option<Amount>,
    pub(crate) bill: Option<BillReference>,
    pub(crate) confirm: bool,
    pub(crate) external_id: Reference,
    pub(crate) callback_url: Option<WebUrl>,
    pub(crate) custom_data: Option<Personal>,
}

impl BillOrder {
    /// Is it the ordered bill, or was none named?
    pub(crate) fn is_for(&self, bill: &Bill) -> bool {
        self.bill.as_ref().is_none_or(|wanted| bill.reference.as_deref() == Some(wanted.as_str()))
    }

    /// Can it be paid: is it the ordered one, owed, and has it a reference to pin the payment to?
    pub(crate) fn may_pay(&self, bill: &Bill) -> bool {
        let is_pinned = || bill.reference.as_deref().is_some_and(|text| BillReference::parse(text).is_ok());
        bill.paid != Some(true) && self.is_for(bill) && (self.service.is_prepaid() || is_pinned())
    }

    /// May the list hold a bill of this order that cannot be told, or not be paid without paying another?
    pub(crate) fn is_unclear_in(&self, inquiry: &BillInquiry) -> bool {
        let may_be_it = |named: Option<&str>| match (&self.bill, named) {
            (Some(wanted), Some(named)) => is_bill(wanted, named),
            _ => true,
        };
        inquiry.unreadable.iter().any(|item| may_be_it(field(item.text.expose(), "referenceFacture")))
            || inquiry.bills.iter().any(|bill| {
                bill.paid != Some(true) && !self.may_pay(bill) && may_be_it(bill.reference.as_deref())
            })
    }

    /// Does the list show the bill of this order paid, or no longer at all? `None`: it cannot be told.
    pub(crate) fn is_paid_in(&self, inquiry: &BillInquiry) -> Option<bool> {
        let shown = || inquiry.bills.iter().filter(|bill| self.is_for(bill));
        if shown().any(|bill| bill.paid != Some(true)) {
            return Some(false);
        }
        (shown().next().is_some() || !self.is_unclear_in(inquiry)).then_some(true)
    }

    pub(crate) fn inquiry(&self) -> InquireBills {
        InquireBills { service: self.service.clone(), customer: self.customer.clone() }
    }

    pub(crate) fn payment(&self) -> PayBill {
        PayBill {
            service: self.service.clone(),
            customer: self.customer.clone(),
            amount: self.amount,
            bill: self.bill.clone(),
            external_id: self.external_id.clone(),
            callback_url: self.callback_url.clone(),
            custom_data: self.custom_data.clone(),
        }
    }
}
