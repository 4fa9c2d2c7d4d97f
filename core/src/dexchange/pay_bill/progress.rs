//! What the payment of a bill makes of each answer and callback.

use super::memo::Heard;
use super::{PayBillFlow, State};
use crate::call::Call;
use crate::code::Code;
use crate::dexchange::endpoint::{Bill, BillInquiry, BillPayment, FetchTransaction};
use crate::dexchange::status::BillStatus;
use crate::machine::Why;
use crate::outcome::{Doubt, Outcome, Refund, Refusal, Unknown};
use crate::pursuit::Found;
use crate::record::{Alarm, Ending};
use crate::status::{Level, Source, Status, apply};
use crate::value::{BillReference, Personal, Time};
use crate::watch::{Ladder, Look, Watch};
use crate::webhook::{Notice, Vendor};

impl PayBillFlow {
    pub(super) fn inquired(&mut self, inquiry: BillInquiry) {
        let order = &self.memo.order;
        let unpaid: Vec<&Bill> = inquiry
            .bills
            .iter()
            .filter(|bill| {
                bill.paid != Some(true) && (order.service.is_prepaid() || bill.reference.is_some())
            })
            .filter(|bill| order.is_for(bill))
            .collect();
        match unpaid.as_slice() {
            [] => {
                let paid = inquiry.bills.iter().any(|bill| order.is_for(bill) && bill.paid == Some(true));
                let code = if paid { Code::AlreadyPaid } else { Code::NoBill };
                self.finish(Outcome::Rejected { refusal: Refusal::concluded(code) });
            }
            [only] if !order.confirm => {
                let only = (*only).clone();
                self.pay(&only);
            }
            _ => self.state = State::Choosing(inquiry.bills),
        }
    }

    pub(super) fn pay(&mut self, bill: &Bill) {
        if !self.memo.order.service.is_prepaid() {
            let pinned = bill.reference.as_deref().and_then(|text| BillReference::parse(text).ok());
            if pinned.is_none() {
                // Without it the vendor would choose the bill: never sent like that.
                return self.finish(Outcome::Rejected { refusal: Refusal::concluded(Code::NoBill) });
            }
            self.memo.order.bill = pinned;
            self.memo.due = [bill.amount, bill.total].into_iter().flatten().collect();
        }
        self.state = State::Paying(Call::new(&self.ctx, self.memo.order.payment()));
    }

    pub(super) fn paid(&mut self, outcome: Outcome<BillPayment>, now: Time) {
        match outcome {
            Outcome::Settled { value } => {
                self.memo.since = now;
                self.memo.repeated = self.memo.trail.uncertain > 0;
                self.take(value, Source::Reply, now);
            }
            Outcome::Rejected { refusal } => self.finish(Outcome::Rejected { refusal }),
            Outcome::NotSent { unsent } => self.finish(Outcome::NotSent { unsent }),
            Outcome::Unknown { unknown } => {
                self.memo.since = now;
                if let Some(hint) = unknown.provider_reference.clone() {
                    self.memo.transaction_id = Some(hint);
                    self.memo.found = Some(Found::Answer);
                    self.watch(true, now);
                } else {
                    self.wait_for_callback(unknown, now);
                }
            }
        }
    }

    pub(super) fn take(&mut self, mut payment: BillPayment, source: Source, now: Time) {
        let ours = self.memo.order.external_id.as_str();
        let named = payment.external_transaction_id.as_deref();
        let foreign = named.is_some_and(|id| id != ours);
        if source == Source::Fetch
            && payment.transaction_id.as_ref().is_some_and(|id| self.memo.transaction_id.as_ref() != Some(id))
        {
            // An answer about another transaction is no answer.
            return;
        }
        // The wreck of our own answer is ours unless it says otherwise; a callback has to be borne out.
        let likely = self.memo.found == Some(Found::Answer)
            && named.is_none()
            && payment.amount.is_some_and(|amount| self.memo.is_due(amount));
        if source == Source::Fetch && self.memo.found.is_some() && named != Some(ours) && !likely {
            return self.disown(foreign, now);
        }
        if foreign {
            return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::Taken) });
        }
        // What the customer bought comes by the callback, or by the lookup, or by both.
        let told = self.memo.heard.as_ref().and_then(Heard::token);
        payment.token = payment.token.or(told);
        self.unsaved |= self.memo.found.is_some() || self.memo.transaction_id != payment.transaction_id;
        self.memo.found = None;
        self.memo.fee = payment.fee.or(self.memo.fee);
        if let Some(id) = &payment.transaction_id {
            self.memo.transaction_id = Some(id.clone());
        }
        if payment.amount.is_some_and(|amount| !self.memo.is_due(amount)) {
            return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::AmountMismatch) });
        }
        let before = self.memo.status.clone();
        let (status, applied) = apply(before.as_ref(), &payment.status, source);
        if applied.is_alarm() {
            let known = before.as_ref().map_or("", BillStatus::as_str).to_owned();
            self.alarms.push(Alarm { applied, known, seen: payment.status.as_str().to_owned() });
        }
        self.unsaved |= status != before;
        self.memo.status = status;
        match self.memo.status.as_ref().map_or(Level::Open, Status::level) {
            Level::Paid if self.memo.order.service.is_prepaid() && payment.token.is_none() => {
                self.follow(Why::AwaitingToken, Some(payment), now);
            }
            Level::Paid => self.finish(Outcome::Settled { value: payment }),
            Level::Ended | Level::Withdrawn if self.memo.repeated => {
                let unknown = self.unknown(Doubt::RefusedAfterUncertain);
                self.finish(Outcome::Unknown { unknown });
            }
            Level::Ended | Level::Withdrawn => {
                // Told only now: what was PROCESSING had been debited, and is given back.
                let debited = before.is_some() || source == Source::Fetch;
                self.reject(debited, false, payment.message);
            }
            Level::Open | Level::Moving | Level::Unheard => self.follow(Why::Pending, None, now),
        }
    }

    pub(super) fn reject(&mut self, debited: bool, seen: bool, message: Option<String>) {
        let amount = self.memo.amount();
        let total = amount.zip(self.memo.fee).map(|(amount, fee)| amount.plus(fee));
        let mut refusal = Refusal::concluded(Code::PaymentFailed);
        refusal.refund = debited.then_some(Refund { amount: total, seen });
        if let Some(message) = message {
            refusal.message = message;
        }
        self.finish(Outcome::Rejected { refusal });
    }

    pub(super) fn looked(&mut self, look: Look<BillPayment>, last: Option<BillPayment>, now: Time) {
        match look {
            Look::Seen(payment) => self.take(payment, Source::Fetch, now),
            Look::Denied(refusal) => {
                let unknown = self.unknown(Doubt::UncertainCode);
                self.give_up(Unknown { code: Some(refusal.code), ..unknown }, last);
            }
            // The vendor does not say whether it serves bills there: the callback may still tell.
            Look::Missing(_) => self.believe_callback(),
            Look::Odd(why) => self.give_up(self.unknown(why), last),
            Look::Spent => self.give_up(self.unknown(Doubt::StillOpen), last),
        }
    }

    /// Nothing new can be learned. What was paid for certain stays paid, even if its code has to come
    /// from the vendor's support; what had ended keeps its ending.
    pub(super) fn give_up(&mut self, unknown: Unknown, last: Option<BillPayment>) {
        let paid = self.memo.status.as_ref().map(Status::level) == Some(Level::Paid);
        if let Some(payment) = last.or_else(|| paid.then(|| self.memo.payment())) {
            return self.finish(Outcome::Settled { value: payment });
        }
        match self.ended.take() {
            Some(ended) => {
                let outcome = ended.outcome().unwrap_or(Outcome::Unknown { unknown });
                self.memo.ending = Some(ended);
                self.state = State::Over(outcome);
            }
            None => self.finish(Outcome::Unknown { unknown }),
        }
    }

    pub(super) fn believe_callback(&mut self) {
        let Some(heard) = self.memo.heard.clone() else { return };
        match heard.conclusion(&self.memo) {
            Some(Level::Paid)
                if planted!(9) || heard.has_token() || !self.memo.order.service.is_prepaid() =>
            {
                self.memo.status = Some(BillStatus::Success);
                let payment = heard.complete(self.memo.payment());
                self.finish(Outcome::Settled { value: payment });
            }
            Some(Level::Ended) => {
                self.memo.fee = heard.fee().or(self.memo.fee);
                self.memo.status = Some(BillStatus::Failed);
                self.reject(true, true, None);
            }
            _ => {}
        }
    }

    pub(super) fn notified(&mut self, notice: &Notice, now: Time) {
        let ours = notice.vendor == Vendor::Dexchange
            && notice.ext_id.as_ref() == Some(&self.memo.order.external_id);
        if !ours || matches!(self.state, State::Over(_) | State::Inquiring(_) | State::Choosing(_)) {
            return;
        }
        let echoed = notice.custom_data.as_ref().map(Personal::expose);
        let sent = self.memo.order.custom_data.as_ref().map(Personal::expose);
        if echoed.is_some() && echoed != sent {
            return;
        }
        let heard = Heard::new(notice, &self.memo.order).after(self.memo.heard.take());
        let vouched = heard.is_vouched();
        self.memo.heard = Some(heard);
        self.unsaved = true;
        if notice.reference.is_some() && (self.memo.transaction_id.is_none() || self.memo.found.is_some()) {
            self.memo.transaction_id.clone_from(&notice.reference);
            self.memo.found = (!vouched).then_some(Found::Webhook);
        }
        match &mut self.state {
            State::Watching { watch, .. } => watch.hurry(),
            // Under way: its own answer comes first. While a resend is being waited for: the callback
            // proves that the earlier attempt arrived, so there is nothing left to send.
            State::Paying(call) if call.is_in_flight() => {}
            _ => {
                self.memo.since = now;
                self.watch(true, now);
            }
        }
    }

    pub(super) fn follow(&mut self, why: Why, last: Option<BillPayment>, now: Time) {
        if !matches!(self.state, State::Watching { .. }) {
            self.watch(false, now);
        }
        if let State::Watching { watch, last: kept } = &mut self.state {
            watch.why = why;
            *kept = last.or(kept.take());
        }
    }

    pub(super) fn watch(&mut self, at_once: bool, now: Time) {
        let Some(transaction_id) = self.memo.transaction_id.clone() else {
            let unknown = self.unknown(Doubt::StillOpen);
            return self.wait_for_callback(unknown, now);
        };
        let (endpoint, since) = (FetchTransaction { transaction_id }, self.memo.since);
        let mut watch = Watch::resting(&self.ctx, endpoint, Ladder::Follow, since, now);
        if at_once {
            watch.hurry();
        }
        self.state = State::Watching { watch, last: None };
    }

    pub(super) fn wait_for_callback(&mut self, unknown: Unknown, now: Time) {
        let order = &self.memo.order;
        let inquiry = (!order.service.is_prepaid())
            .then(|| Watch::resting(&self.ctx, order.inquiry(), Ladder::Search, unknown.last_sent, now));
        if self.memo.heard.is_some() && self.memo.transaction_id.is_some() {
            return self.watch(true, now);
        }
        self.state = State::Awaiting { unknown, inquiry };
    }

    /// The id is somebody else's, or cannot be shown to be ours.
    pub(super) fn disown(&mut self, foreign: bool, now: Time) {
        if !foreign {
            // The lookup names no id of ours: believe it as far as the callback alone can be.
            return self.believe_callback();
        }
        self.memo.transaction_id = None;
        self.memo.found = None;
        self.memo.heard = None;
        let unknown = self.unknown(Doubt::NoAnswer);
        self.wait_for_callback(unknown, now);
    }

    pub(super) fn finish(&mut self, outcome: Outcome<BillPayment>) {
        self.memo.ending = Some(Ending::of(&outcome));
        self.unsaved = true;
        self.state = State::Over(outcome);
    }
}
