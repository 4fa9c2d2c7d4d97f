//! Pay a bill: look it up, pin it, pay once, follow to the end; or top a meter up and get its token.

mod callback;
mod memo;
mod order;
mod progress;

pub use order::NewPayBill;

use self::memo::Memo;
use self::order::BillOrder;
use super::endpoint::{Bill, BillInquiry, BillPayment, FetchTransaction, InquireBills, PayBill};
use crate::call::Call;
use crate::code::Code;
use crate::context::Context;
use crate::machine::{Action, Event, Machine, Prompt, Why};
use crate::outcome::{Doubt, NotSent, Outcome, Unknown, Unsent};
use crate::policy::DAY;
use crate::record::{Alarm, Ending, Remembers, Stage};
use crate::value::{BillReference, Reference, Time};
use crate::watch::{Look, Watch};

/// A bill payment on its way.
#[derive(Clone)]
pub(crate) struct PayBillFlow {
    ctx: Context,
    memo: Memo,
    alarms: Vec<Alarm>,
    /// How it had ended before it was resumed.
    ended: Option<Ending>,
    /// What made it uncertain how the payment stands, or the last look unusable.
    doubt: Option<Doubt>,
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
        Self { ctx, memo, alarms: Vec::new(), ended: None, doubt: None, unsaved: false, state }
    }

    fn beginning(ctx: &Context, order: &BillOrder) -> State {
        let known = order.service.is_prepaid() || order.bill.is_some();
        if known && !order.confirm {
            State::Paying(Call::new(ctx, order.payment()))
        } else {
            State::Inquiring(Call::new(ctx, order.inquiry()))
        }
    }

    pub(crate) fn resume(ctx: Context, memo: Memo, now: Time) -> Self {
        let state = Self::beginning(&ctx, &memo.order);
        let mut flow =
            Self { ctx, memo, alarms: Vec::new(), ended: None, doubt: None, unsaved: false, state };
        let ended = flow.memo.ending.take();
        flow.memo.since = flow.memo.since.max(flow.memo.trail.last_sent);
        if flow.memo.transaction_id.is_some() {
            flow.ended = ended.filter(|ending| *ending != Ending::Unknown);
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
            let armed = !flow.memo.resting;
            let call = Call::resumed(&flow.ctx, flow.memo.order.payment(), flow.memo.trail, armed, now);
            flow.state = State::Paying(call);
        }
        flow
    }

    pub(crate) fn memo(&self) -> Memo {
        // With a callback it is looked for instead.
        let resting =
            self.memo.heard.is_none() && matches!(&self.state, State::Paying(call) if call.is_resting());
        Memo { resting, ..self.memo.clone() }
    }

    pub(crate) fn reference(&self) -> Option<&Reference> {
        self.memo.proven()
    }

    pub(crate) const fn our_reference(&self) -> &Reference {
        &self.memo.order.external_id
    }

    pub(crate) fn stage(&self) -> Stage {
        self.memo.stage()
    }

    pub(crate) fn is_of_order(&self, held: &Memo) -> bool {
        self.memo.is_of_order(held)
    }

    pub(crate) fn alarms(&self) -> &[Alarm] {
        &self.alarms
    }

    fn unknown(&self, why: Doubt) -> Unknown {
        self.memo.unknown(&self.ctx.op, why)
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
                    let (rested, before) = (!call.is_in_flight(), call.trail());
                    let action = call.poll(now).split();
                    self.memo.trail = call.trail();
                    match action {
                        Ok(outcome) => self.paid(outcome, now),
                        // The callback proves that an attempt arrived: nothing is left to send.
                        Err(_) if self.memo.heard.is_some() && (rested || !call.is_in_flight()) => {
                            if rested {
                                self.memo.trail = before;
                            }
                            self.memo.since = now;
                            self.watch(true, now);
                        }
                        Err(other) => return other,
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
                            unknown.bill_paid = self.memo.order.is_paid_in(&found).or(unknown.bill_paid);
                        }
                        // That there is no such page says nothing of the bill.
                        Ok(Look::Missing(refusal)) if refusal.code == Code::NoBill => {
                            unknown.bill_paid = Some(true);
                        }
                        Ok(Look::Missing(_) | Look::Odd(_)) => {}
                        Ok(Look::Denied(_) | Look::Spent) => *inquiry = None,
                    }
                }
                State::Watching { watch, last } => {
                    let last = last.clone();
                    match watch.poll(now).split() {
                        Err(other) => return other,
                        Ok(look) => match self.memo.aside.take() {
                            Some(known) => self.looked_aside(look, known, last, now),
                            None => self.looked(look, last, now),
                        },
                    }
                }
            }
        }
    }

    fn handle(&mut self, event: &Event, now: Time) {
        match (&mut self.state, event) {
            (_, Event::Stored) if self.unsaved => self.unsaved = false,
            (_, Event::Taken) if self.unsaved => {
                let unknown = self.unknown(Doubt::Taken);
                self.memo.transaction_id = None;
                self.memo.aside = None;
                self.finish(Outcome::Unknown { unknown });
            }
            (State::Choosing(_), Event::Stop) => {
                let unsent = NotSent { why: Unsent::Stopped, doubt: None, excess: None };
                self.finish(Outcome::NotSent { unsent });
            }
            (State::Awaiting { unknown, inquiry: None }, Event::Stop) => {
                let unknown = unknown.clone();
                self.finish(Outcome::Unknown { unknown });
            }
            (_, Event::Notified { notice }) => self.notified(notice, now),
            (State::Choosing(bills), Event::Bill { reference }) => {
                let prepaid = self.memo.order.service.is_prepaid();
                let is_chosen = |bill: &&Bill| {
                    let named = bill.reference.as_deref() == Some(reference) && bill.paid != Some(true);
                    prepaid || (named && BillReference::parse(reference).is_ok())
                };
                if let Some(bill) = bills.iter().find(is_chosen).cloned() {
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
