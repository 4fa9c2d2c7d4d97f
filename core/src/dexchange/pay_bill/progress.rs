//! What the payment of a bill makes of each answer.

use super::memo::Heard;
use super::{PayBillFlow, State};
use crate::call::Call;
use crate::code::Code;
use crate::dexchange::about::{About, Bearing};
use crate::dexchange::endpoint::{Bill, BillInquiry, BillPayment, FetchTransaction};
use crate::dexchange::status::BillStatus;
use crate::machine::Why;
use crate::outcome::{Doubt, NotSent, Outcome, Refund, Refusal, Unknown, Unsent};
use crate::pursuit::Found;
use crate::record::{Alarm, Ending};
use crate::status::{Applied, Level, Source, Status, apply};
use crate::value::{BillReference, Reference, Time};
use crate::watch::{Ladder, Look, Watch};

impl PayBillFlow {
    pub(super) fn inquired(&mut self, inquiry: BillInquiry) {
        let order = &self.memo.order;
        let payable: Vec<&Bill> = inquiry.bills.iter().filter(|bill| order.may_pay(bill)).collect();
        let is_unclear = order.is_unclear_in(&inquiry);
        match payable.as_slice() {
            // Of a bill that was named, the others say nothing.
            [only] if !order.confirm && (order.bill.is_some() || !is_unclear) => {
                let only = (*only).clone();
                self.pay(&only);
            }
            [] => {
                let paid = inquiry.bills.iter().any(|bill| order.is_for(bill) && bill.paid == Some(true));
                if is_unclear && !(paid && order.bill.is_some()) {
                    // There may be something to pay: only what it is cannot be told. Nothing is stored, as
                    // after any question without a usable answer.
                    let doubt = Some(Doubt::Unreadable);
                    let unsent = NotSent { why: Unsent::Unanswered, doubt, excess: None };
                    self.state = State::Over(Outcome::NotSent { unsent });
                    return;
                }
                let code = if paid { Code::AlreadyPaid } else { Code::NoBill };
                self.finish(Outcome::Rejected { refusal: Refusal::concluded(code) });
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
        let trail = self.memo.trail;
        self.memo.since = now;
        self.memo.repeated = trail.attempts > 1
            && match &outcome {
                Outcome::Settled { .. } => trail.uncertain > 0,
                Outcome::Unknown { unknown } => match unknown.why {
                    // Refused as a repeat: there is the first one only.
                    Doubt::AcceptedEarlier => false,
                    Doubt::RefusedAfterUncertain => true,
                    _ => trail.uncertain > 1,
                },
                Outcome::Rejected { .. } | Outcome::NotSent { .. } => false,
            };
        match outcome {
            // A callback says that an attempt arrived, and the transaction which of the two is right.
            outcome if self.is_contradicted(&outcome) => self.watch(true, now),
            Outcome::Settled { value } => self.take(value, Source::Reply, now),
            Outcome::Unknown { unknown } if unknown.why == Doubt::AmountMismatch => {
                self.memo.transaction_id.clone_from(&unknown.provider_reference);
                self.memo.found = None;
                self.finish(Outcome::Unknown { unknown });
            }
            Outcome::Unknown { unknown } => {
                self.doubt = Some(unknown.why);
                if self.memo.transaction_id.is_none() && unknown.provider_reference.is_some() {
                    self.memo.transaction_id.clone_from(&unknown.provider_reference);
                    self.memo.found = Some(Found::Answer);
                }
                if self.memo.transaction_id.is_some() {
                    self.watch(true, now);
                } else {
                    self.wait_for_callback(unknown, now);
                }
            }
            outcome => self.finish(outcome),
        }
    }

    pub(super) fn take(&mut self, mut payment: BillPayment, source: Source, now: Time) {
        let sought = source == Source::Fetch && self.memo.found.is_some();
        let bearing = self.memo.ordered().bearing(&About::from(&payment), !sought);
        match bearing {
            Bearing::Foreign if sought => return self.disown(now),
            // No answer: it is asked again.
            Bearing::Foreign if source == Source::Fetch => {
                self.doubt = Some(Doubt::Foreign);
                return;
            }
            // It may be anybody's: then only a callback can tell.
            Bearing::Silent if sought => return self.believe_callback(),
            _ => {}
        }
        self.doubt = None;
        // What the customer bought comes by the callback, or by the lookup, or by both.
        let id = payment.transaction_id.as_ref().or(self.memo.transaction_id.as_ref());
        let told = self.memo.heard.as_ref().and_then(|heard| heard.token(id));
        payment.token = payment.token.or(told);
        self.memo.fee = payment.fee.or(self.memo.fee);
        // What the answer said that told of the debit stands, whatever a later one says.
        self.memo.debited = self.memo.debited.or(payment.amount.filter(|amount| amount.francs() > 0));
        if source == Source::Reply {
            self.learn(payment.transaction_id.as_ref(), payment.status.level());
        } else {
            self.unsaved |= self.memo.found.take().is_some();
        }
        if let Some(why) = bearing.doubt() {
            return self.finish(Outcome::Unknown { unknown: self.unknown(why) });
        }
        let before = self.memo.status.clone();
        let (status, applied) = apply(before.as_ref(), &payment.status, source);
        if applied.is_alarm() {
            self.alarm(applied, before.as_ref(), &payment.status);
        }
        self.unsaved |= status != before;
        self.memo.status = status;
        match self.memo.status.as_ref().map_or(Level::Open, Status::level) {
            Level::Paid => {
                // What was paid stays paid, though the vendor may take it back.
                payment.status = BillStatus::Success;
                if self.memo.order.service.is_prepaid() && payment.token.is_none() {
                    self.follow(Why::AwaitingToken, Some(payment), now);
                } else {
                    self.finish(Outcome::Settled { value: payment });
                }
            }
            Level::Ended | Level::Withdrawn => {
                // A bill is paid at once or not at all; what was PROCESSING had been debited, and is given back.
                let prepaid = self.memo.order.service.is_prepaid();
                let debited = match (&self.ended, before) {
                    (Some(Ending::Rejected { refund, .. }), _) => refund.is_some(),
                    (_, Some(before)) if !before.level().is_terminal() => true,
                    _ => source == Source::Fetch && prepaid,
                };
                self.fail(debited, payment.message);
            }
            Level::Open | Level::Moving | Level::Unheard => self.follow(Why::Pending, None, now),
        }
    }

    /// The answer to the payment gives its id: stored with the status, which is news as well. A callback may
    /// have given the other attempt's before.
    fn learn(&mut self, id: Option<&Reference>, level: Level) {
        let Some(id) = id else { return };
        let memo = &mut self.memo;
        let is_other = memo.transaction_id.as_ref().is_some_and(|known| !known.is_same(id.as_str()));
        if is_other && memo.repeated && level != Level::Paid {
            memo.aside = Some(id.clone());
        } else {
            memo.transaction_id = Some(id.clone());
            memo.found = None;
        }
    }

    fn alarm(&mut self, applied: Applied, known: Option<&BillStatus>, seen: &BillStatus) {
        let known = known.map_or("", BillStatus::as_str).to_owned();
        self.alarms.push(Alarm { applied, known, seen: seen.as_str().to_owned() });
    }

    /// One attempt ended without money, whoever says so. It says nothing of another one.
    pub(super) fn fail(&mut self, debited: bool, message: Option<String>) {
        if self.memo.repeated {
            let unknown = self.unknown(Doubt::RefusedAfterUncertain);
            return self.finish(Outcome::Unknown { unknown });
        }
        let heard = self.memo.heard.as_ref();
        let seen = heard.and_then(|heard| heard.conclusion(&self.memo)) == Some(Level::Ended);
        let fee = self.memo.fee.or_else(|| heard.and_then(Heard::vouched_fee));
        let amount = self.memo.amount().zip(fee).map(|(amount, fee)| amount.plus(fee));
        let mut refusal = Refusal::concluded(Code::PaymentFailed);
        refusal.refund = debited.then_some(Refund { amount, seen });
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
            Look::Spent => {
                let unknown = self.unknown(self.doubt.unwrap_or(Doubt::StillOpen));
                let unknown = match &self.state {
                    State::Watching { watch, .. } => watch.explain(unknown),
                    _ => unknown,
                };
                self.give_up(unknown, last);
            }
        }
    }

    /// The one look at another id that a callback gave under our own, which may be the other attempt's.
    /// Only a success counts: anything else says nothing of the attempt whose id is known.
    pub(super) fn looked_aside(
        &mut self,
        look: Look<BillPayment>,
        known: Reference,
        last: Option<BillPayment>,
        now: Time,
    ) {
        if let Look::Seen(payment) = &look {
            let bearing = self.memo.ordered().bearing(&About::from(payment), self.memo.found.is_none());
            let is_ours =
                bearing == Bearing::Ours || (bearing == Bearing::Silent && self.memo.found.is_none());
            if is_ours && payment.status.level() == Level::Paid {
                // Two payments under one id: both may have been made.
                let before = self.memo.status.take();
                self.alarm(Applied::LateSuccess, before.as_ref(), &payment.status);
                return self.looked(look, last, now);
            }
        } else if matches!(look, Look::Missing(_)) {
            self.believe_callback();
        }
        if let State::Watching { watch, .. } = &self.state {
            let news = watch.has_news();
            self.memo.transaction_id = Some(known);
            self.memo.found = None;
            self.watch(news, now);
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

    pub(super) fn follow(&mut self, why: Why, last: Option<BillPayment>, now: Time) {
        if !matches!(self.state, State::Watching { .. }) {
            // A callback that came before the answer is news.
            self.watch(self.memo.heard.is_some(), now);
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
        if at_once && self.memo.heard.is_some() {
            watch.hurry();
        } else if at_once {
            watch.look_first();
        }
        self.state = State::Watching { watch, last: None };
    }

    pub(super) fn wait_for_callback(&mut self, unknown: Unknown, now: Time) {
        if self.memo.heard.is_some() && self.memo.transaction_id.is_some() {
            return self.watch(true, now);
        }
        let order = &self.memo.order;
        let inquiry = (!order.service.is_prepaid())
            .then(|| Watch::resting(&self.ctx, order.inquiry(), Ladder::Search, unknown.last_sent, now));
        self.state = State::Awaiting { unknown, inquiry };
    }

    /// The id is somebody else's.
    fn disown(&mut self, now: Time) {
        self.memo.transaction_id = None;
        self.memo.found = None;
        self.memo.heard = None;
        let unknown = self.unknown(self.doubt.unwrap_or(Doubt::NoAnswer));
        self.wait_for_callback(unknown, now);
    }

    pub(super) fn finish(&mut self, outcome: Outcome<BillPayment>) {
        self.memo.ending = Some(Ending::of(&outcome));
        self.unsaved = true;
        self.state = State::Over(outcome);
    }
}
