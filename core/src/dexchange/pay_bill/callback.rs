//! What the payment of a bill makes of callbacks.

use super::memo::Heard;
use super::{PayBillFlow, State};
use crate::code::Code;
use crate::dexchange::endpoint::BillPayment;
use crate::dexchange::status::BillStatus;
use crate::outcome::Outcome;
use crate::pursuit::Found;
use crate::status::{Level, Status};
use crate::value::{Personal, Reference, Time};
use crate::vendor::Vendor;
use crate::webhook::Notice;

impl PayBillFlow {
    pub(super) fn notified(&mut self, notice: &Notice, now: Time) {
        let order = &self.memo.order;
        let ours = notice.vendor == Vendor::Dexchange
            && notice.ext_id.as_ref().is_some_and(|id| order.external_id.is_same(id.as_str()));
        // What was never sent cannot have been taken on.
        let sent = match &self.state {
            State::Over(_) | State::Inquiring(_) | State::Choosing(_) => false,
            State::Paying(call) => call.has_left() || call.trail().uncertain > 0,
            State::Awaiting { .. } | State::Watching { .. } => true,
        };
        let echoed = notice.custom_data.as_ref().map(Personal::expose);
        let given = order.custom_data.as_ref().map(Personal::expose);
        if !ours || !sent || (echoed.is_some() && echoed != given) {
            return;
        }
        // With one in doubt before the one under way there may be two: whoever resumes this record knows it.
        if let State::Paying(call) = &self.state {
            self.memo.repeated = call.trail().uncertain.saturating_add(i64::from(call.is_in_flight())) > 1;
        }
        // While there may be two transactions of ours, a code may be either's.
        let ours = self.memo.proven().filter(|_| !self.memo.repeated);
        let heard = Heard::new(notice, order).about(ours);
        let found = (!heard.is_vouched()).then_some(Found::Webhook);
        self.memo.heard = Some(heard.after(self.memo.heard.take()));
        self.unsaved = true;
        let turned = self.turn_to(notice.reference.as_ref(), found);
        match &mut self.state {
            State::Watching { watch, .. } if !turned => watch.hurry(),
            State::Watching { .. } => self.watch(true, now),
            State::Awaiting { .. } if self.memo.transaction_id.is_some() => {
                self.memo.since = now;
                self.watch(true, now);
            }
            // Under way: its own answer comes first.
            _ => {}
        }
    }

    /// A callback gives this id: is it now another one that has to be looked at?
    fn turn_to(&mut self, named: Option<&Reference>, found: Option<Found>) -> bool {
        let Some(named) = named else { return false };
        let memo = &mut self.memo;
        let known = memo.transaction_id.as_ref();
        let is_paid = memo.status.as_ref().map(Status::level) == Some(Level::Paid);
        let is_other = known.is_none_or(|known| !known.is_same(named.as_str()));
        if memo.aside.is_some() {
            return false;
        } else if known.is_none() || memo.found.is_some() {
            memo.found = found;
        } else if is_other && memo.repeated && !is_paid {
            // Perhaps the other attempt's.
            memo.aside.clone_from(&memo.transaction_id);
            memo.found = found;
        } else {
            return false;
        }
        memo.transaction_id = Some(named.clone());
        is_other
    }

    /// A no, though a callback came that says that the payment was taken on.
    pub(super) fn is_contradicted(&self, outcome: &Outcome<BillPayment>) -> bool {
        let Some(heard) = &self.memo.heard else { return false };
        match outcome {
            Outcome::Settled { value } => value.status.level() == Level::Ended && !heard.is_failure(),
            Outcome::Rejected { refusal } => refusal.code == Code::DuplicateReference || !heard.is_failure(),
            Outcome::NotSent { .. } => true,
            Outcome::Unknown { .. } => false,
        }
    }

    /// The lookup cannot tell: what the callback says is believed as far as it proves itself.
    pub(super) fn believe_callback(&mut self) {
        if matches!(&self.state, State::Watching { watch, .. } if watch.has_news()) {
            // What the lookup said is older than the callback.
            return;
        }
        let Some(heard) = self.memo.heard.clone() else { return };
        let conclusion = heard.conclusion(&self.memo);
        let shown = heard.own_token().is_some() || !self.memo.order.service.is_prepaid();
        if conclusion == Some(Level::Ended) || (conclusion == Some(Level::Paid) && shown) {
            // An id from an answer that broke off counts only when a callback gives it too.
            let known = |id: &Reference| self.memo.found != Some(Found::Answer) || heard.names(id);
            self.memo.transaction_id = self.memo.transaction_id.take().filter(known);
            self.memo.found = None;
        }
        match conclusion {
            Some(Level::Paid) if shown => {
                self.memo.status = Some(BillStatus::Success);
                let payment = heard.complete(self.memo.payment());
                self.finish(Outcome::Settled { value: payment });
            }
            Some(Level::Ended) => {
                self.memo.status = Some(BillStatus::Failed);
                self.fail(true, None);
            }
            _ => {}
        }
    }
}
