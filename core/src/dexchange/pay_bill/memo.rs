//! What a record keeps of a bill payment, and what can be told from it alone.

use super::order::BillOrder;
use crate::dexchange::about::{Ordered, fits};
use crate::dexchange::endpoint::{BillPayment, Evidence};
use crate::dexchange::status::BillStatus;
use crate::machine::Trail;
use crate::outcome::{Doubt, NotSent, Plan, Unknown};
use crate::pursuit::Found;
use crate::record::{Ending, Remembers, unsent};
use crate::status::{Level, Status};
use crate::value::{Amount, OpId, Personal, Reference, Time, mask};
use crate::webhook::Notice;
use serde::{Deserialize, Serialize};

/// The customer's number is part of it, for the payment may have to be sent again.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Memo {
    pub(crate) order: BillOrder,
    /// `montant` and `total` of the chosen bill: what the vendor may debit.
    pub(crate) due: Vec<Amount>,
    pub(crate) trail: Trail,
    /// Written while the next attempt waited for the quiet time: the last one is counted among the uncertain.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) resting: bool,
    pub(crate) transaction_id: Option<Reference>,
    /// The id of the repeat, while another one is looked at that a callback gave under our own.
    #[serde(default)]
    pub(crate) aside: Option<Reference>,
    /// The id was found in this way and is not proven yet.
    pub(crate) found: Option<Found>,
    /// More than one attempt may have been accepted: what becomes of one says nothing of another.
    pub(crate) repeated: bool,
    pub(crate) status: Option<BillStatus>,
    /// The vendor's fee in XOF francs, once told.
    pub(crate) fee: Option<Amount>,
    /// What the vendor's answers say it debits beside the fee: of a bill that nobody looked up, all that is known.
    #[serde(default)]
    pub(crate) debited: Option<Amount>,
    pub(crate) heard: Option<Heard>,
    pub(crate) since: Time,
    pub(crate) ending: Option<Ending>,
}

impl Remembers for Memo {
    fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    fn unsent(&self) -> Option<NotSent> {
        let told = self.transaction_id.is_some() || self.heard.is_some();
        unsent(self.ending.as_ref(), self.trail.uncertain > 0 || told)
    }

    fn reference(&self) -> Option<&Reference> {
        self.proven()
    }

    fn our_reference(&self) -> Option<&Reference> {
        Some(&self.order.external_id)
    }

    fn amount(&self) -> Option<Amount> {
        self.amount()
    }

    fn followed_since(&self) -> Option<Time> {
        let is_proven = self.transaction_id.is_some() && self.found.is_none();
        (is_proven && self.heard.is_none()).then(|| self.since.max(self.trail.last_sent))
    }

    fn payer(&self) -> Option<String> {
        Some(mask(self.order.customer.as_str()))
    }
}

impl Memo {
    pub(crate) fn new(order: BillOrder) -> Self {
        Self {
            order,
            due: Vec::new(),
            trail: Trail::default(),
            transaction_id: None,
            aside: None,
            found: None,
            repeated: false,
            status: None,
            fee: None,
            debited: None,
            resting: false,
            heard: None,
            since: Time::default(),
            ending: None,
        }
    }

    /// The bill may have been chosen on the way, and where and how the vendor calls back may change.
    pub(crate) fn is_of_order(&self, held: &Self) -> bool {
        let (new, old) = (&self.order, &held.order);
        new.service == old.service
            && new.customer == old.customer
            && new.amount == old.amount
            && new.external_id == old.external_id
            && (new.bill.is_none() || new.bill == old.bill)
    }

    /// What an answer or a callback is compared with.
    pub(crate) fn ordered(&self) -> Ordered<'_> {
        let order = &self.order;
        Ordered {
            service: &order.service,
            customer: &order.customer,
            bill: order.bill.as_ref(),
            external_id: &order.external_id,
            due: order.amount.as_ref().map_or(self.due.as_slice(), std::slice::from_ref),
        }
    }

    /// The vendor's id, once it is shown to be ours: until then it may be somebody else's.
    pub(crate) fn proven(&self) -> Option<&Reference> {
        self.aside.as_ref().or_else(|| self.transaction_id.as_ref().filter(|_| self.found.is_none()))
    }

    pub(crate) fn amount(&self) -> Option<Amount> {
        self.order.amount.or_else(|| self.due.first().copied()).or(self.debited)
    }

    pub(crate) fn unknown(&self, op: &OpId, why: Doubt) -> Unknown {
        let plan = if self.transaction_id.is_some() { Plan::Fetch } else { Plan::AwaitCallback };
        Unknown {
            our_reference: Some(self.order.external_id.clone()),
            provider_reference: self.transaction_id.clone(),
            ..Unknown::sent(op.clone(), self.trail.attempts, self.trail.last_sent, why, plan)
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
    /// The vendor's id it gave.
    #[serde(default)]
    reference: Option<Reference>,
    /// The meter or customer number it gave is another's.
    #[serde(default)]
    is_another_s: bool,
    amount: Option<Amount>,
    fee: Option<Amount>,
    previous: Option<Amount>,
    current: Option<Amount>,
    /// It gave our `customData` back: only the vendor and we know it.
    vouched: bool,
    /// What the customer bought, and the id it came with unless our own `customData` did: kept out of
    /// records.
    #[serde(skip)]
    token: Option<(Personal, Option<Reference>)>,
}

impl Heard {
    pub(crate) fn new(notice: &Notice, order: &BillOrder) -> Self {
        let echoed = notice.custom_data.as_ref().map(Personal::expose);
        let vouched = echoed.is_some() && echoed == order.custom_data.as_ref().map(Personal::expose);
        let is_other = |number: &Personal| !fits(&order.customer, number.expose());
        Self {
            status: BillStatus::from(notice.status.as_str()),
            reference: notice.reference.clone(),
            is_another_s: notice.number.as_ref().is_some_and(is_other),
            amount: notice.amount,
            fee: notice.fee,
            previous: notice.previous_balance,
            current: notice.current_balance,
            vouched,
            // What was bought must not be told by whoever knows the address, and no more.
            token: notice.token.clone().and_then(|token| match (vouched, &notice.reference) {
                (true, _) => Some((token, None)),
                (false, Some(id)) if order.custom_data.is_none() => Some((token, Some(id.clone()))),
                (false, _) => None,
            }),
        }
    }

    /// News never replace better news or proven ones, and a token stays.
    pub(crate) fn after(mut self, before: Option<Self>) -> Self {
        let Some(before) = before else { return self };
        if (before.vouched, before.status.level()) > (self.vouched, self.status.level()) {
            return Self { token: before.token.clone().or(self.token), ..before };
        }
        self.token = self.token.or(before.token);
        self
    }

    /// The same without a code that came with the id of another transaction than ours.
    pub(crate) fn about(mut self, ours: Option<&Reference>) -> Self {
        if self.token(ours).is_none() {
            self.token = None;
        }
        self
    }

    pub(crate) const fn is_vouched(&self) -> bool {
        self.vouched
    }

    /// The code that a callback about this transaction told.
    pub(crate) fn token(&self, id: Option<&Reference>) -> Option<Personal> {
        let (token, named) = self.token.as_ref()?;
        let same = named.as_ref().zip(id).is_none_or(|(named, id)| named.is_same(id.as_str()));
        same.then(|| token.clone())
    }

    /// The code that this callback told, not an earlier one about something else.
    pub(crate) fn own_token(&self) -> Option<Personal> {
        self.token(self.reference.as_ref())
    }

    /// The fee, which nobody else could have told.
    pub(crate) fn vouched_fee(&self) -> Option<Amount> {
        self.fee.filter(|_| self.vouched)
    }

    /// It says that the payment ended without money.
    pub(crate) fn is_failure(&self) -> bool {
        matches!(self.status.level(), Level::Ended | Level::Withdrawn)
    }

    /// Does it give this id of the vendor's?
    pub(crate) fn names(&self, id: &Reference) -> bool {
        self.reference.as_ref().is_some_and(|named| named.is_same(id.as_str()))
    }

    /// What the callback proves by itself: the right id, customer, amount and fee, and balances that
    /// moved by exactly both, down for a payment, up for a refund. A refund is only believed when our own
    /// `customData` came back with it, for it would make a paid bill look unpaid.
    pub(crate) fn conclusion(&self, memo: &Memo) -> Option<Level> {
        let elsewhere =
            self.reference.is_some() && memo.transaction_id.as_ref().is_some_and(|id| !self.names(id));
        if elsewhere || self.is_another_s || (memo.order.custom_data.is_some() && !self.vouched) {
            return None;
        }
        let amount = self.amount.filter(|amount| memo.ordered().is_due(*amount))?;
        let fee = self.fee.filter(|fee| memo.fee.is_none_or(|known| known == *fee))?;
        let total = amount.plus(fee);
        let (previous, current) = (self.previous?, self.current?);
        match self.status.level() {
            Level::Paid if current.plus(total) == previous => Some(Level::Paid),
            Level::Ended if self.vouched && previous.plus(total) == current => Some(Level::Ended),
            _ => None,
        }
    }

    pub(crate) fn complete(self, payment: BillPayment) -> BillPayment {
        BillPayment {
            token: self.own_token(),
            amount: self.amount,
            fee: self.fee,
            previous_balance: self.previous,
            current_balance: self.current,
            evidence: Evidence::Callback,
            ..payment
        }
    }
}
