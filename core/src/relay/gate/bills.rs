//! A bill to pay, or a meter to top up: what its token pins, what is owed, and the code that was bought.
//!
//! Paid from the merchant's own balance, and an inquiry tells what somebody owes: so nothing of it is for a page to
//! say but which of the bills that were found, and of those a page is told no name.

use super::super::kept::Kept;
use super::super::token::{BILL, Claims};
use super::super::view::{Offer, Shown, State as Stands, View};
use super::answer::{No, Said};
use super::body::Verb;
use super::decide::Then;
use super::visit::{State, Work};
use super::{Gate, GateStep, limits};
use crate::account::Account;
use crate::dexchange::webhook::CallbackKey;
use crate::dexchange::{Bill, NewPayBill, Service};
use crate::error::PaymentError;
use crate::machine::Event;
use crate::outcome::Outcome;
use crate::record::Record;
use crate::relay::Receipt;
use crate::reply::Reply;
use crate::value::{BillReference, OpId, Personal, Reference, Time};
use crate::vendor::Vendor;
use crate::words::{Ended, Words};

/// How a relay pays bills.
#[derive(Clone, Default)]
pub(super) struct Bills {
    /// Where the vendor calls back, and what makes those addresses secret.
    callbacks: Option<(String, CallbackKey)>,
    tops_up: bool,
}

impl Gate {
    /// The same, carrying out `pay_bill`: the bill of the customer that a token names, up to its amount, from *your*
    /// balance. For your staff, or once the money was collected. `callbacks`: the public base address of your
    /// callbacks and their secret; without, the vendor is asked until it knows.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `account` (of DEXCHANGE alone) or `callBackURL`.
    pub fn pays_bills(self, callbacks: Option<(&str, CallbackKey)>) -> Result<Self, PaymentError> {
        self.is_of(Vendor::Dexchange)?;
        if let Some((base, key)) = &callbacks {
            key.callback_url(base, &Reference::parse("relay")?)?;
        }
        let callbacks = callbacks.map(|(base, key)| (base.to_owned(), key));
        Ok(Self { bills: Some(Bills { callbacks, tops_up: false }), ..self })
    }

    /// The same, topping meters up as well, by exactly the token's amount. What a customer gets for it is a code,
    /// which no journal holds: whoever carries out the gate's steps keeps it ([`GateStep::Keep`]) and gives it back
    /// ([`GateStep::Recall`]). After [`pays_bills`](Self::pays_bills).
    #[must_use]
    pub fn keeps_codes(self) -> Self {
        let bills = self.bills.map(|bills| Bills { tops_up: true, ..bills });
        Self { bills, ..self }
    }

    /// Can a token of these claims be carried out?
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `operation`, `service`, `customer` or `amount`.
    pub(super) fn check_bill(&self, claims: &Claims) -> Result<(), PaymentError> {
        let Some(bills) = &self.bills else {
            return Err(PaymentError::invalid("operation", "not carried out here", self.operations()));
        };
        let order = self.bill_order(claims, "check")?;
        if order.service.is_prepaid() && !bills.tops_up {
            let allowed = "SENEAU_SN_BILL, SENELEC_SN_BILL; a top-up where its code is kept";
            return Err(PaymentError::invalid("service", "a code that nobody keeps", allowed));
        }
        order.check().map(|_| ())
    }

    /// What is ordered, by the token alone. The vendor's key for it is one that nobody else can guess.
    fn bill_order(&self, claims: &Claims, op: &str) -> Result<NewPayBill, PaymentError> {
        let (service, customer) = (claims.service.as_deref(), claims.customer.as_ref());
        let service = Service::from(service.unwrap_or_default());
        let customer = customer.map(Personal::expose).unwrap_or_default();
        let id = self.account.keys.fingerprint_of(&["bill", op]);
        let mut order = NewPayBill::new(service, customer, id.as_str());
        order.amount = order.service.is_prepaid().then(|| claims.amount.francs());
        // Nothing is paid that was not compared with the token's amount.
        order.confirm = !order.service.is_prepaid();
        let callbacks = self.bills.as_ref().and_then(|bills| bills.callbacks.as_ref());
        if let Some((base, key)) = callbacks {
            let id = Reference::parse(&id)?;
            let amount = order.service.is_prepaid().then_some(claims.amount);
            let proof = key.custom_data(&id, order.service.as_str(), customer, amount);
            order.callback_url = Some(Personal::from(key.callback_url(base, &id)?.as_str()));
            order.custom_data = Some(Personal::from(proof));
        }
        Ok(order)
    }
}

impl Work {
    /// Is it a bill that this request asks about or pays?
    pub(super) fn is_bill(&self) -> bool {
        self.claims.operation == BILL
    }

    pub(super) fn is_top_up(&self) -> bool {
        self.is_bill() && Service::from(self.claims.service.as_deref().unwrap_or_default()).is_prepaid()
    }

    /// Does this request only ask what is owed?
    pub(super) fn only_asks(&self) -> bool {
        self.is_bill() && !self.is_top_up() && matches!(&self.verb, Verb::Start { bill: None, .. })
    }

    pub(super) fn order_of_bill(&self, op: &OpId) -> Result<NewPayBill, PaymentError> {
        self.gate.bill_order(&self.claims, op.as_str())
    }

    /// What keeps another order from paying the same meanwhile.
    pub(super) fn bill_key(&self, bill: Option<&BillReference>) -> Option<String> {
        let order = self.gate.bill_order(&self.claims, "check").ok()?.check().ok()?;
        let what =
            bill.map_or_else(|| self.claims.amount.francs().to_string(), |bill| bill.as_str().to_owned());
        Some(key(&self.gate.account, order.service.as_str(), order.customer.as_str(), &what))
    }

    /// Is this record of the customer that the token names?
    pub(super) fn is_of_customer(&self, record: &Record) -> bool {
        let Some(held) = Kept::of(record).bill else { return !self.is_bill() };
        let order = self.gate.bill_order(&self.claims, "check").and_then(|order| order.check());
        order.is_ok_and(|order| {
            held.service == order.service.as_str() && held.customer == order.customer.as_str()
        })
    }

    /// The vendor told what is owed: it is shown, or the one that was chosen is paid.
    pub(super) fn inquired(&mut self, bills: &[Bill], now: Time) {
        let Verb::Start { bill, .. } = &self.verb else { return self.conflict("conflict", now) };
        let offers: Vec<Offer> = bills.iter().filter_map(offer).collect();
        let Some(chosen) = bill else {
            let view = self.beginning(now);
            return self.finish(Said::View(Box::new(View {
                state: Stands::Asking,
                prompt: Some(Shown::bills(offers)),
                ..view
            })));
        };
        let Some(offer) = offers.into_iter().find(|offer| offer.bill == chosen.as_str()) else {
            let refused =
                PaymentError::invalid("bill", "not one that is owed", "one of those that are shown");
            return self.finish(Said::Field(refused));
        };
        if offer.amount > self.claims.amount {
            return self.refuse(No::new(403, "over_limit"));
        }
        if let State::Running(session, _) = &mut self.state {
            session.handle(Event::Bill { reference: offer.bill }, now);
        }
    }

    /// What came of an inquiry of which nothing is recorded.
    pub(super) fn asked(&mut self, words: &Words, now: Time) {
        let view = self.beginning(now);
        let outcome = Some(Receipt::of(words));
        self.finish(Said::View(Box::new(View { state: Stands::Done, outcome, ..view })));
    }

    /// The view of an attempt that is not recorded yet.
    fn beginning(&self, now: Time) -> View {
        let View { rev, next_attempt, .. } = *self.view(now);
        View { rev, next_attempt, ..View::ready(&self.claims.order, self.claims.amount) }
    }

    /// A top-up's code has come: it is kept before it is shown.
    pub(super) fn bought(&self, reply: &Reply) -> Option<Personal> {
        let Reply::BillPayment { outcome: Outcome::Settled { value } } = reply else { return None };
        value.token.clone().filter(|_| self.is_top_up())
    }

    pub(super) fn keep(&self) -> Option<GateStep> {
        let code = self.code.clone()?;
        Some(GateStep::Keep { order: self.claims.order.clone(), code })
    }

    /// Whoever keeps codes was asked. One that is not kept the vendor may tell again.
    pub(super) fn recalled(&mut self, code: Option<Personal>, now: Time) {
        (self.is_recalled, self.code) = (true, code.filter(|code| !code.expose().is_empty()));
        self.slot = self.slot.take().or_else(|| self.gate.slot());
        let op = self.records.last().map(|record| record.op_id.clone());
        match op {
            Some(op) if self.code.is_none() && self.slot.is_some() => {
                self.state = State::Guarding(limits::of_look(self, op.as_str()), Then::Look);
            }
            _ => self.shows(now),
        }
    }

    /// Was a code paid for that this request does not know yet?
    pub(super) fn lacks_code(&self) -> bool {
        self.is_top_up() && self.code.is_none() && self.ended() == Some(Ended::Settled)
    }
}

/// What an inquiry came to of which nothing is recorded: no more than a no.
pub(super) fn words_of(reply: &Reply) -> Option<Words> {
    let Reply::BillPayment { outcome } = reply else { return None };
    let (ended, code) = match outcome {
        Outcome::Rejected { refusal } => (Ended::Rejected, Some(refusal.code.clone())),
        Outcome::NotSent { .. } => (Ended::NotSent, None),
        Outcome::Settled { .. } | Outcome::Unknown { .. } => return None,
    };
    Some(Words { ended: Some(ended), code, ..Words::default() })
}

/// The hold of the bill that a record is of.
pub(super) fn open_key(account: &Account, record: &Record) -> Option<String> {
    let held = Kept::of(record).bill?;
    let amount = || held.amount.map(|amount| amount.francs().to_string());
    let what = held.bill.clone().or_else(amount)?;
    Some(key(account, &held.service, &held.customer, &what))
}

fn key(account: &Account, service: &str, customer: &str, what: &str) -> String {
    format!("open:{}", account.keys.fingerprint_of(&["open", service, customer, what]))
}

/// What a page is told of a bill: nothing, unless it can be paid and what it costs is known.
fn offer(bill: &Bill) -> Option<Offer> {
    const LONGEST: usize = 40;
    let reference = bill.reference.as_deref().filter(|text| BillReference::parse(text).is_ok())?;
    let amount = bill.amount.into_iter().chain(bill.total).max()?;
    let due_date = bill.due_date.as_deref().map(|date| date.chars().take(LONGEST).collect());
    let is_owed = bill.paid != Some(true) && amount.francs() > 0;
    is_owed.then(|| Offer { bill: reference.to_owned(), amount, due_date })
}
