//! What a record keeps of a bill payment, and what can be told from it alone.

use super::order::BillOrder;
use crate::dexchange::endpoint::{BillPayment, Evidence};
use crate::dexchange::status::BillStatus;
use crate::machine::Trail;
use crate::outcome::{Doubt, Plan, Unknown};
use crate::record::Ending;
use crate::status::{Level, Status};
use crate::value::{Amount, OpId, Personal, Reference, Time};
use crate::webhook::Notice;
use serde::{Deserialize, Serialize};

/// The customer's number is part of it, for the payment may have to be sent again.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Memo {
    pub(crate) order: BillOrder,
    /// `montant` and `total` of the chosen bill: what the vendor may debit.
    pub(crate) due: Vec<Amount>,
    pub(crate) trail: Trail,
    pub(crate) transaction_id: Option<Reference>,
    /// The id was found in a broken answer: it must be proven before it counts.
    pub(crate) adopted: bool,
    pub(crate) status: Option<BillStatus>,
    /// The vendor's fee in XOF francs, once told.
    pub(crate) fee: Option<Amount>,
    pub(crate) heard: Option<Heard>,
    pub(crate) since: Time,
    pub(crate) ending: Option<Ending>,
}

impl Memo {
    pub(crate) fn new(order: BillOrder) -> Self {
        Self {
            order,
            due: Vec::new(),
            trail: Trail::default(),
            transaction_id: None,
            adopted: false,
            status: None,
            fee: None,
            heard: None,
            since: Time::default(),
            ending: None,
        }
    }

    /// May the vendor have debited this amount for this order?
    pub(crate) fn is_due(&self, amount: Amount) -> bool {
        match self.order.amount {
            Some(ordered) => amount == ordered,
            None => self.due.is_empty() || self.due.contains(&amount),
        }
    }

    pub(crate) fn amount(&self) -> Option<Amount> {
        self.order.amount.or_else(|| self.due.first().copied())
    }

    pub(crate) fn unknown(&self, op: &OpId, why: Doubt) -> Unknown {
        Unknown {
            op_id: op.clone(),
            our_reference: Some(self.order.external_id.clone()),
            provider_reference: self.transaction_id.clone(),
            attempts: self.trail.attempts,
            last_sent: self.trail.last_sent,
            why,
            http_status: None,
            code: None,
            plan: if self.transaction_id.is_some() { Plan::Fetch } else { Plan::AwaitCallback },
            bill_paid: None,
        }
    }

    /// What the record alone can tell of the payment.
    pub(crate) fn payment(&self) -> BillPayment {
        BillPayment {
            transaction_id: self.transaction_id.clone(),
            status: self.status.clone().unwrap_or(BillStatus::Success),
            external_transaction_id: Some(self.order.external_id.as_str().to_owned()),
            amount: self.amount(),
            fee: self.fee,
            customer: None,
            bill: self.order.bill.as_ref().map(|bill| bill.as_str().to_owned()),
            token: None,
            previous_balance: None,
            current_balance: None,
            message: None,
            evidence: Evidence::Reply,
        }
    }
}

/// What an authenticated callback said.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Heard {
    status: BillStatus,
    amount: Option<Amount>,
    fee: Option<Amount>,
    previous: Option<Amount>,
    current: Option<Amount>,
    /// What the customer bought: kept out of records.
    #[serde(skip)]
    token: Option<Personal>,
}

impl From<&Notice> for Heard {
    fn from(notice: &Notice) -> Self {
        Self {
            status: BillStatus::from(notice.status.as_str()),
            amount: notice.amount,
            fee: notice.fee,
            previous: notice.previous_balance,
            current: notice.current_balance,
            token: notice.token.clone(),
        }
    }
}

impl Heard {
    pub(crate) const fn has_token(&self) -> bool {
        self.token.is_some()
    }

    pub(crate) const fn fee(&self) -> Option<Amount> {
        self.fee
    }

    /// What the callback proves by itself: the right amount, and balances that moved by exactly
    /// amount and fee, down for a payment, up for a refund.
    pub(crate) fn conclusion(&self, is_due: impl Fn(Amount) -> bool) -> Option<Level> {
        let amount = self.amount.filter(|amount| is_due(*amount))?;
        let total = amount.plus(self.fee?);
        let (previous, current) = (self.previous?, self.current?);
        match self.status.level() {
            Level::Paid if current.plus(total) == previous => Some(Level::Paid),
            Level::Ended if previous.plus(total) == current => Some(Level::Ended),
            _ => None,
        }
    }

    pub(crate) fn complete(self, payment: BillPayment) -> BillPayment {
        BillPayment {
            status: self.status,
            amount: self.amount,
            fee: self.fee,
            token: self.token,
            previous_balance: self.previous,
            current_balance: self.current,
            evidence: Evidence::Callback,
            ..payment
        }
    }
}
