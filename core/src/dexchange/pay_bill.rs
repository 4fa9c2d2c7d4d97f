//! Pay a bill: look it up, pin it, pay once, follow to the end; or top a meter up and get its token.

use super::bill_memo::{Heard, Memo};
use super::bill_order::BillOrder;
use super::endpoint::{Bill, BillInquiry, BillPayment, FetchTransaction, InquireBills, PayBill};
use super::status::BillStatus;
use crate::call::Call;
use crate::code::Code;
use crate::machine::{Action, Event, Machine, Prompt, Why};
use crate::outcome::{Doubt, NotSent, Outcome, Refund, Refusal, Unknown, Unsent};
use crate::policy::DAY;
use crate::pursuit::Context;
use crate::record::{Alarm, Ending, Stage};
use crate::status::{Level, Source, Status, apply};
use crate::value::{BillReference, Reference, Time};
use crate::watch::{Ladder, Look, Watch};
use crate::webhook::{Notice, Vendor};

/// A bill payment on its way.
#[derive(Clone)]
pub(crate) struct PayBillFlow {
    ctx: Context,
    memo: Memo,
    alarms: Vec<Alarm>,
    unsaved: bool,
    state: State,
}

#[derive(Clone)]
enum State {
    Inquiring(Call<InquireBills>),
    Choosing(Vec<Bill>),
    Paying(Call<PayBill>),
    /// Accepted or not, nobody told the vendor's id: only the callback can. The inquiry is asked
    /// meanwhile, to tell the merchant whether the bill is still owed.
    Awaiting {
        unknown: Unknown,
        inquiry: Option<Watch<InquireBills>>,
    },
    Watching {
        watch: Watch<FetchTransaction>,
        last: Option<BillPayment>,
    },
    Over(Outcome<BillPayment>),
}

impl PayBillFlow {
    pub(crate) fn new(ctx: Context, order: BillOrder) -> Self {
        let memo = Memo::new(order);
        let state = Self::beginning(&ctx, &memo.order);
        Self { ctx, memo, alarms: Vec::new(), unsaved: false, state }
    }

    fn beginning(ctx: &Context, order: &BillOrder) -> State {
        let known = order.service.is_prepaid() || order.bill.is_some();
        if known && !order.confirm {
            State::Paying(Call::new(ctx.op.clone(), order.payment()))
        } else {
            State::Inquiring(Call::new(ctx.op.clone(), order.inquiry()))
        }
    }

    pub(crate) fn resume(ctx: Context, memo: Memo, now: Time) -> Self {
        let state = Self::beginning(&ctx, &memo.order);
        let mut flow = Self { ctx, memo, alarms: Vec::new(), unsaved: false, state };
        let ended = flow.memo.ending.take();
        if flow.memo.transaction_id.is_some() {
            flow.watch(true, now);
        } else if let Some(outcome) = ended.as_ref().and_then(Ending::outcome) {
            flow.memo.ending = ended;
            flow.state = State::Over(outcome);
        } else if matches!(ended, Some(Ending::Settled)) {
            flow.memo.ending = ended;
            flow.state = State::Over(Outcome::Settled { value: flow.memo.payment() });
        } else if matches!(ended, Some(Ending::Unknown)) {
            let unknown = flow.unknown(Doubt::Crashed);
            flow.wait_for_callback(unknown, now);
        } else if flow.memo.trail.attempts > 0 {
            let call = Call::resumed(flow.ctx.op.clone(), flow.memo.order.payment(), flow.memo.trail);
            flow.state = State::Paying(call);
        }
        flow
    }

    pub(crate) fn memo(&self) -> Memo {
        self.memo.clone()
    }

    pub(crate) fn reference(&self) -> Option<&Reference> {
        self.memo.transaction_id.as_ref()
    }

    pub(crate) fn stage(&self) -> Stage {
        self.memo.ending.as_ref().map_or(Stage::Open, Ending::stage)
    }

    pub(crate) fn alarms(&self) -> &[Alarm] {
        &self.alarms
    }

    fn inquired(&mut self, inquiry: BillInquiry) {
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

    fn pay(&mut self, bill: &Bill) {
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

    fn paid(&mut self, outcome: Outcome<BillPayment>, now: Time) {
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

    fn take(&mut self, payment: BillPayment, source: Source, now: Time) {
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

    fn reject(&mut self, debited: bool, seen: bool, message: Option<String>) {
        let amount = self.memo.amount();
        let total = amount.zip(self.memo.fee).map(|(amount, fee)| amount.plus(fee));
        let mut refusal = Refusal::concluded(Code::PaymentFailed);
        refusal.refund = debited.then_some(Refund { amount: total, seen });
        if let Some(message) = message {
            refusal.message = message;
        }
        self.finish(Outcome::Rejected { refusal });
    }

    fn looked(&mut self, look: Look<BillPayment>, last: Option<BillPayment>, now: Time) {
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

    fn believe_callback(&mut self) {
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

    fn notified(&mut self, notice: &Notice, now: Time) {
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

    fn follow(&mut self, why: Why, last: Option<BillPayment>, now: Time) {
        if !matches!(self.state, State::Watching { .. }) {
            self.watch(false, now);
        }
        if let State::Watching { watch, last: kept } = &mut self.state {
            watch.why = why;
            *kept = last.or(kept.take());
        }
    }

    fn watch(&mut self, at_once: bool, now: Time) {
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

    fn wait_for_callback(&mut self, unknown: Unknown, now: Time) {
        let order = &self.memo.order;
        let inquiry = (!order.service.is_prepaid())
            .then(|| Watch::resting(&self.ctx.op, order.inquiry(), Ladder::Search, unknown.last_sent, now));
        if self.memo.heard.is_some() && self.memo.transaction_id.is_some() {
            return self.watch(true, now);
        }
        self.state = State::Awaiting { unknown, inquiry };
    }

    fn disown(&mut self, now: Time) {
        self.memo.transaction_id = None;
        self.memo.adopted = false;
        let unknown = self.unknown(Doubt::NoAnswer);
        self.wait_for_callback(unknown, now);
    }

    fn finish(&mut self, outcome: Outcome<BillPayment>) {
        self.memo.ending = Some(Ending::of(&outcome));
        self.unsaved = true;
        self.state = State::Over(outcome);
    }

    fn unknown(&self, why: Doubt) -> Unknown {
        self.memo.unknown(&self.ctx.op, why)
    }

    fn stop(&mut self, now: Time) {
        match &mut self.state {
            State::Inquiring(call) => call.handle(Event::Stop, now),
            State::Paying(call) => call.handle(Event::Stop, now),
            State::Choosing(_) => {
                let unsent = NotSent { why: Unsent::Stopped, doubt: None };
                self.finish(Outcome::NotSent { unsent });
            }
            State::Awaiting { unknown, .. } => {
                let unknown = unknown.clone();
                self.finish(Outcome::Unknown { unknown });
            }
            State::Watching { last, .. } => match last.take() {
                Some(payment) => self.finish(Outcome::Settled { value: payment }),
                None => self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::StillOpen) }),
            },
            State::Over(_) => {}
        }
    }
}

impl Machine for PayBillFlow {
    type Output = Outcome<BillPayment>;

    fn poll(&mut self, now: Time) -> Action<Self::Output> {
        loop {
            if self.unsaved {
                return Action::Checkpoint;
            }
            match &mut self.state {
                State::Over(outcome) => return Action::Done(outcome.clone()),
                State::Choosing(bills) => return Action::Ask(Prompt::Bill { bills: bills.clone() }),
                State::Inquiring(call) => match call.poll(now).split() {
                    Err(other) => return other,
                    Ok(Outcome::Settled { value }) => self.inquired(value),
                    // Nothing was paid and nothing stored: the plain outcome of a read.
                    Ok(outcome) => {
                        self.state = State::Over(outcome.map(|_: BillInquiry| self.memo.payment()));
                    }
                },
                State::Paying(call) => {
                    let action = call.poll(now).split();
                    self.memo.trail = call.trail();
                    match action {
                        Err(other) => return other,
                        Ok(outcome) => self.paid(outcome, now),
                    }
                }
                State::Awaiting { unknown, inquiry } => {
                    let until = unknown.last_sent.plus(DAY);
                    if now >= until {
                        let unknown = unknown.clone();
                        self.finish(Outcome::Unknown { unknown });
                        continue;
                    }
                    let Some(watch) = inquiry else { return Action::Wait(until, Why::Reconciling) };
                    match watch.poll(now).split() {
                        Err(Action::Wait(at, why)) => return Action::Wait(at.min(until), why),
                        Err(other) => return other,
                        Ok(Look::Seen(found)) => {
                            let pinned = self.memo.order.bill.as_ref().map(BillReference::as_str);
                            unknown.bill_paid =
                                Some(!found.bills.iter().any(|bill| {
                                    bill.reference.as_deref() == pinned && bill.paid != Some(true)
                                }));
                        }
                        Ok(Look::Refused(refusal)) if refusal.code == Code::NoBill => {
                            unknown.bill_paid = Some(true);
                        }
                        Ok(Look::Refused(_)) => {}
                        Ok(Look::Spent) => *inquiry = None,
                    }
                }
                State::Watching { watch, last } => {
                    let last = last.clone();
                    match watch.poll(now).split() {
                        Err(other) => return other,
                        Ok(look) => self.looked(look, last, now),
                    }
                }
            }
        }
    }

    fn handle(&mut self, event: Event, now: Time) {
        match (&mut self.state, event) {
            (_, Event::Stored) if self.unsaved => self.unsaved = false,
            (_, Event::Taken) if self.unsaved => {
                let unknown = self.unknown(Doubt::Taken);
                self.memo.transaction_id = None;
                self.finish(Outcome::Unknown { unknown });
            }
            (_, Event::Stop) => self.stop(now),
            (_, Event::Notified { notice }) => self.notified(&notice, now),
            (State::Choosing(bills), Event::Bill { reference }) => {
                let prepaid = self.memo.order.service.is_prepaid();
                let chosen = bills
                    .iter()
                    .find(|bill| {
                        prepaid || (bill.reference.as_deref() == Some(&reference) && bill.paid != Some(true))
                    })
                    .cloned();
                if let Some(bill) = chosen {
                    self.pay(&bill);
                }
            }
            (State::Inquiring(call), event) => call.handle(event, now),
            (State::Paying(call), event) => call.handle(event, now),
            (State::Watching { watch, .. }, event) => watch.handle(event, now),
            (State::Awaiting { inquiry: Some(watch), .. }, event) => watch.handle(event, now),
            _ => {}
        }
    }
}
