//! What the payment of a bill makes of each answer and callback.

use super::memo::Heard;
use super::{PayBillFlow, State};
use crate::call::Call;
use crate::code::Code;
use crate::dexchange::endpoint::{Bill, BillInquiry, BillPayment, FetchTransaction};
use crate::dexchange::status::BillStatus;
use crate::machine::Why;
use crate::outcome::{Doubt, Outcome, Refund, Refusal, Unknown};
use crate::record::{Alarm, Ending};
use crate::status::{Level, Source, Status, apply};
use crate::value::{BillReference, Time};
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
            .filter(|bill| {
                order.bill.as_ref().is_none_or(|wanted| bill.reference.as_deref() == Some(wanted.as_str()))
            })
            .collect();
        match unpaid.as_slice() {
            [] => {
                let code = if inquiry.bills.is_empty() { Code::NoBill } else { Code::AlreadyPaid };
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
        self.state = State::Paying(Call::new(self.ctx.op.clone(), self.memo.order.payment()));
    }

    pub(super) fn paid(&mut self, outcome: Outcome<BillPayment>, now: Time) {
        match outcome {
            Outcome::Settled { value }
                if value.status.level() == Level::Ended && self.memo.trail.uncertain > 0 =>
            {
                // A no to this attempt says nothing of the earlier one.
                let unknown = self.unknown(Doubt::RefusedAfterUncertain);
                self.wait_for_callback(unknown, now);
            }
            Outcome::Settled { value } => {
                self.memo.since = now;
                self.take(value, Source::Reply, now);
            }
            Outcome::Rejected { refusal } => self.finish(Outcome::Rejected { refusal }),
            Outcome::NotSent { unsent } => self.finish(Outcome::NotSent { unsent }),
            Outcome::Unknown { unknown } => {
                self.memo.since = now;
                if let Some(hint) = unknown.provider_reference.clone() {
                    self.memo.transaction_id = Some(hint);
                    self.memo.adopted = true;
                    self.watch(true, now);
                } else {
                    self.wait_for_callback(unknown, now);
                }
            }
        }
    }

    pub(super) fn take(&mut self, payment: BillPayment, source: Source, now: Time) {
        let ours = self.memo.order.external_id.as_str();
        let foreign = payment.external_transaction_id.as_deref().is_some_and(|id| id != ours);
        let proven = payment.external_transaction_id.as_deref() == Some(ours);
        if self.memo.adopted && !proven {
            return self.disown(now);
        }
        if foreign {
            return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::Taken) });
        }
        self.unsaved |= self.memo.adopted || self.memo.transaction_id != payment.transaction_id;
        self.memo.adopted = false;
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
            Look::Refused(refusal) => match refusal.code {
                Code::Unauthorized | Code::Forbidden => {
                    let unknown = self.unknown(Doubt::UncertainCode);
                    self.finish(Outcome::Unknown {
                        unknown: Unknown { code: Some(refusal.code), ..unknown },
                    });
                }
                _ if self.memo.adopted => self.disown(now),
                // The vendor does not say whether it serves bills there: the callback may still tell.
                _ => self.believe_callback(),
            },
            Look::Spent => match last {
                // Paid for certain; the code has to come from the vendor's support.
                Some(payment) => self.finish(Outcome::Settled { value: payment }),
                None => self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::StillOpen) }),
            },
        }
    }

    pub(super) fn believe_callback(&mut self) {
        let Some(heard) = self.memo.heard.clone() else { return };
        match heard.conclusion(|amount| self.memo.is_due(amount)) {
            Some(Level::Paid) if heard.has_token() || !self.memo.order.service.is_prepaid() => {
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
        self.memo.heard = Some(Heard::from(notice));
        self.unsaved = true;
        if self.memo.transaction_id.is_none() || self.memo.adopted {
            self.memo.transaction_id.clone_from(&notice.reference);
            self.memo.adopted = false;
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
        let mut watch = Watch::resting(&self.ctx.op, endpoint, Ladder::Follow, since, now);
        if at_once {
            watch.hurry();
        }
        self.state = State::Watching { watch, last: None };
    }

    pub(super) fn wait_for_callback(&mut self, unknown: Unknown, now: Time) {
        let order = &self.memo.order;
        let inquiry = (!order.service.is_prepaid())
            .then(|| Watch::resting(&self.ctx.op, order.inquiry(), Ladder::Search, unknown.last_sent, now));
        if self.memo.heard.is_some() && self.memo.transaction_id.is_some() {
            return self.watch(true, now);
        }
        self.state = State::Awaiting { unknown, inquiry };
    }

    pub(super) fn disown(&mut self, now: Time) {
        self.memo.transaction_id = None;
        self.memo.adopted = false;
        let unknown = self.unknown(Doubt::NoAnswer);
        self.wait_for_callback(unknown, now);
    }

    pub(super) fn finish(&mut self, outcome: Outcome<BillPayment>) {
        self.memo.ending = Some(Ending::of(&outcome));
        self.unsaved = true;
        self.state = State::Over(outcome);
    }
}
