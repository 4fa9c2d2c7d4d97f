//! What is asked, and asked again, of whatever page: written once, for a program would hold it for each of them.

use super::{Resend, Verdict};
use crate::code::Code;
use crate::context::Context;
use crate::http::{Draft, Failure, Response, ahead_ms};
use crate::machine::{Action, Event, Trail, Why};
use crate::outcome::{Doubt, Excess, NotSent, Outcome, Plan, Unknown, Unsent};
use crate::pace::Lane;
use crate::policy;
use crate::value::{Mode, OpId, Reference, Time};
use crate::webhook::Notice;
use std::convert::Infallible;

/// Who asks a page until it answers. An answer ends it: it is the [`Call`](super::Call)'s.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    op: OpId,
    pub(super) mode: Mode,
    resend: Resend,
    plan: Plan,
    lane: Lane,
    /// The id we give the payment at the vendor.
    our_reference: Option<Reference>,
    pub(super) trail: Trail,
    tries: i64,
    busy: i64,
    pub(super) hint: Option<Reference>,
    /// A webhook proved that an attempt arrived.
    arrived: bool,
    http_status: Option<u16>,
    code: Option<Code>,
    excess: Option<Excess>,
    /// Somebody has been handed what cannot be taken back.
    pub(super) handed: bool,
    pub(super) state: State,
}

#[derive(Clone, Debug)]
pub(super) enum State {
    Ready,
    Armed,
    Cleared,
    InFlight { until: Time },
    Resting { until: Time, why: Why },
    Over(Outcome<Infallible>),
}

/// What a page says of itself.
pub(super) struct Page {
    pub(super) resend: Resend,
    pub(super) plan: Plan,
    pub(super) lane: Lane,
    pub(super) our_reference: Option<Reference>,
}

impl Asker {
    /// Nothing was sent.
    pub(super) fn new(ctx: &Context, page: Page) -> Self {
        let Page { resend, plan, lane, our_reference } = page;
        Self {
            op: ctx.op.clone(),
            mode: ctx.mode,
            resend,
            plan,
            lane,
            our_reference,
            trail: Trail::default(),
            tries: 0,
            busy: 0,
            hint: None,
            arrived: false,
            http_status: None,
            code: None,
            excess: None,
            handed: false,
            state: State::Ready,
        }
    }

    /// See [`Call::resumed`](super::Call::resumed).
    pub(super) fn resume(&mut self, trail: Trail, armed: bool, now: Time) {
        let doubtful = i64::from(armed);
        // What another process measured was measured for its own clock.
        self.trail = Trail { uncertain: trail.uncertain.saturating_add(doubtful), ahead: None, ..trail };
        self.state = self.after_uncertain(Doubt::Crashed, now);
    }

    pub(super) const fn is_resting(&self) -> bool {
        matches!(self.state, State::Resting { why: Why::Quiet, .. })
    }

    pub(super) const fn is_in_flight(&self) -> bool {
        matches!(self.state, State::InFlight { .. })
    }

    pub(super) const fn has_left(&self) -> bool {
        match self.state {
            State::InFlight { .. } => true,
            State::Resting { .. } => self.trail.attempts > 0,
            _ => false,
        }
    }

    /// See [`Call::arrive`](super::Call::arrive).
    pub(super) fn arrive(&mut self, named: Option<&Reference>) {
        if self.resend == Resend::Freely || !self.has_left() {
            return;
        }
        self.arrived = true;
        self.hint = self.hint.take().or_else(|| named.cloned());
        if !self.is_in_flight() {
            self.state = self.unknown(Doubt::AcceptedEarlier);
        }
    }

    pub(super) fn measure(&mut self, response: &Response, now: Time) {
        self.http_status = Some(response.status);
        if let State::InFlight { until } = self.state
            && now < until
        {
            self.trail.ahead = ahead_ms(response, self.trail.last_sent, now).or(self.trail.ahead);
        }
    }

    /// Does a no leave open what became of an earlier attempt?
    pub(super) fn is_doubtful(&self) -> bool {
        (self.trail.uncertain > 0 || self.arrived) && self.resend != Resend::Freely
    }

    /// The answer is a no, though it is well formed.
    pub(super) fn refused_after_uncertain(&mut self, named: Option<Reference>) {
        self.hint = named.or_else(|| self.hint.take());
        self.state = self.unknown(Doubt::RefusedAfterUncertain);
    }

    /// What no yes means.
    pub(super) fn concluded(&mut self, verdict: Verdict<Infallible>, now: Time) {
        self.state = match verdict {
            Verdict::Answer(never) => match never {},
            // A definite no to this attempt says nothing of an earlier one.
            Verdict::Refused(refusal) | Verdict::Known(refusal) if self.is_doubtful() => {
                let why = if refusal.code == Code::DuplicateReference {
                    Doubt::AcceptedEarlier
                } else {
                    Doubt::RefusedAfterUncertain
                };
                self.code = Some(refusal.code);
                self.unknown(why)
            }
            Verdict::Refused(refusal) | Verdict::Known(refusal) => State::Over(Outcome::Rejected { refusal }),
            Verdict::Busy { retry_after_ms } => self.turned_away(retry_after_ms, now),
            Verdict::Uncertain { why, code, hint, excess } => {
                self.code = code.or_else(|| self.code.take());
                self.hint = hint.or_else(|| self.hint.take());
                self.lost(why, excess, now)
            }
        };
    }

    fn told_of(&mut self, notice: &Notice) {
        let ours = self.our_reference.as_ref().zip(notice.ext_id.as_ref());
        if ours.is_some_and(|(ours, id)| ours.is_same(id.as_str())) {
            self.arrive(notice.reference.as_ref());
        }
    }

    fn turned_away(&mut self, retry_after_ms: Option<i64>, now: Time) -> State {
        if self.arrived {
            return self.unknown(Doubt::AcceptedEarlier);
        }
        self.busy = self.busy.saturating_add(1);
        if self.busy >= policy::BUSY_TRIES {
            return self.gave_up(Unsent::Busy);
        }
        let pause = retry_after_ms
            .map_or_else(
                || policy::backoff(&self.op, self.busy.saturating_add(2)),
                |ms| ms.clamp(0, policy::RETRY_AFTER_CAP),
            )
            .max(policy::BULK_PACE);
        State::Resting { until: now.plus(pause), why: Why::RateLimited }
    }

    fn unreachable(&mut self, now: Time) -> State {
        if self.arrived {
            return self.unknown(Doubt::AcceptedEarlier);
        }
        self.tries = self.tries.saturating_add(1);
        if self.tries >= policy::TRIES {
            return self.gave_up(Unsent::Unreachable);
        }
        State::Resting { until: now.plus(policy::backoff(&self.op, self.tries)), why: Why::Backoff }
    }

    pub(super) fn lost(&mut self, why: Doubt, excess: Option<Excess>, now: Time) -> State {
        self.excess = excess;
        self.trail.uncertain = self.trail.uncertain.saturating_add(1);
        if self.resend != Resend::Freely {
            return self.after_uncertain(why, self.trail.last_sent);
        }
        self.tries = self.tries.saturating_add(1);
        // A redirect or an answer past a limit stays one, however often it is asked for.
        let hopeless = matches!(why, Doubt::Redirected | Doubt::Oversized | Doubt::TooDeep);
        if hopeless || self.handed || self.tries >= policy::TRIES {
            return State::Over(Outcome::NotSent {
                unsent: NotSent { why: Unsent::Unanswered, doubt: Some(why), excess },
            });
        }
        State::Resting { until: now.plus(policy::backoff(&self.op, self.tries)), why: Why::Backoff }
    }

    fn after_uncertain(&mut self, why: Doubt, quiet_since: Time) -> State {
        match self.resend {
            // A redirect would come again; what was made, though not as ordered, and what left a reference
            // behind is read, not repeated.
            Resend::AfterQuiet
                if matches!(why, Doubt::Redirected | Doubt::AmountMismatch)
                    || self.hint.is_some()
                    || self.arrived =>
            {
                self.unknown(why)
            }
            Resend::AfterQuiet if self.trail.uncertain <= policy::KEYED_RESENDS => {
                let until = quiet_since.plus(policy::QUIET);
                if self.is_too_late(until) {
                    self.unknown(why)
                } else {
                    State::Resting { until, why: Why::Quiet }
                }
            }
            Resend::Freely => State::Ready,
            Resend::AfterQuiet | Resend::Never => self.unknown(why),
        }
    }

    /// A clock that stands this far behind the one that wrote when it was sent proves that neither tells
    /// how long ago that was.
    fn is_too_late(&self, now: Time) -> bool {
        now.since(self.trail.last_sent).saturating_abs() > policy::RESEND_WITHIN
    }

    /// An attempt that is begun so late after its record that it would end after the quiet time of a process
    /// that resumed it meanwhile.
    fn is_stale(&self, now: Time) -> bool {
        now.since(self.trail.last_sent).saturating_abs() > policy::QUIET.saturating_sub(policy::MONEY_TIMEOUT)
    }

    fn gave_up(&mut self, why: Unsent) -> State {
        if self.trail.uncertain > 0 && self.resend != Resend::Freely {
            return self.unknown(Doubt::NoAnswer);
        }
        State::Over(Outcome::NotSent { unsent: NotSent { why, doubt: None, excess: None } })
    }

    fn unknown(&mut self, why: Doubt) -> State {
        State::Over(Outcome::Unknown { unknown: self.doubt(why) })
    }

    fn doubt(&self, why: Doubt) -> Unknown {
        Unknown {
            op_id: self.op.clone(),
            our_reference: self.our_reference.clone(),
            provider_reference: self.hint.clone(),
            attempts: self.trail.attempts,
            last_sent: self.trail.last_sent,
            why,
            http_status: self.http_status,
            code: self.code.clone(),
            // What the last doubt was about; an earlier one's limit is not this one's.
            excess: self.excess.filter(|_| matches!(why, Doubt::Oversized | Doubt::TooDeep)),
            plan: if self.hint.is_some() { Plan::Fetch } else { self.plan },
            bill_paid: None,
        }
    }

    fn stop(&mut self) {
        self.state = match &self.state {
            State::Over(_) => return,
            State::InFlight { .. } => {
                self.trail.uncertain = self.trail.uncertain.saturating_add(1);
                if self.resend == Resend::Freely {
                    self.gave_up(Unsent::Stopped)
                } else {
                    self.unknown(Doubt::NoAnswer)
                }
            }
            _ => self.gave_up(Unsent::Stopped),
        };
    }

    /// As [`Machine::poll`](crate::Machine::poll); `draft`: the page's request.
    pub(super) fn poll(&mut self, draft: &dyn Fn() -> Draft, now: Time) -> Action<Outcome<Infallible>> {
        loop {
            match &self.state {
                // Those who have the beginning of one list would not know it in another.
                State::Ready if self.handed => self.state = self.lost(Doubt::NoAnswer, None, now),
                // Asked first: what was held back is no attempt.
                State::Ready => return Action::Admit(self.lane),
                State::Armed => return Action::Arm,
                // Frozen since: another process may be at it, and the journal knows.
                State::Cleared if self.resend != Resend::Freely && self.is_stale(now) => {
                    self.trail.attempts = self.trail.attempts.saturating_sub(1);
                    self.state = State::Ready;
                }
                State::Cleared => {
                    if self.resend == Resend::Freely {
                        self.trail.attempts = self.trail.attempts.saturating_add(1);
                    }
                    self.trail.last_sent = now;
                    let draft = draft();
                    let until = now.plus(draft.timeout_ms.saturating_add(policy::IN_FLIGHT_GRACE));
                    self.state = State::InFlight { until };
                    return Action::Send(draft);
                }
                State::InFlight { until } if now < *until => return Action::Wait(*until, Why::InFlight),
                State::InFlight { .. } => self.state = self.lost(Doubt::NoAnswer, None, now),
                State::Resting { until, why } if now < *until => return Action::Wait(*until, *why),
                State::Resting { why: Why::Quiet, .. } if self.is_too_late(now) => {
                    self.state = self.unknown(Doubt::NoAnswer);
                }
                State::Resting { .. } => self.state = State::Ready,
                State::Over(outcome) => return Action::Done(outcome.clone()),
            }
        }
    }

    /// As [`Machine::handle`](crate::Machine::handle), of all but answers.
    pub(super) fn handle(&mut self, event: &Event, draft: &dyn Fn() -> Draft, now: Time) {
        match (&self.state, event) {
            (State::Armed, Event::Stored) => self.state = State::Cleared,
            (State::InFlight { .. }, Event::Failed { failure: Failure::NotSent }) => {
                self.state = self.unreachable(now);
            }
            (State::InFlight { .. }, Event::Failed { failure: Failure::MaybeSent }) => {
                self.state = self.lost(Doubt::NoAnswer, None, now);
            }
            (State::InFlight { .. }, Event::Failed { failure: Failure::TooLarge }) => {
                let excess = Excess { seen: None, limit: draft().max_body };
                self.state = self.lost(Doubt::Oversized, Some(excess), now);
            }
            (State::Ready, Event::Admitted) if self.resend == Resend::Freely => self.state = State::Cleared,
            (State::Ready, Event::Admitted) => {
                // Counted before the record is written: a crash after it must find the attempt.
                self.trail.attempts = self.trail.attempts.saturating_add(1);
                self.trail.last_sent = now;
                self.state = State::Armed;
            }
            (State::Ready, Event::Held { until }) => {
                self.state = State::Resting { until: *until, why: Why::RateLimited };
            }
            (_, Event::Notified { notice }) => self.told_of(notice),
            // Nothing was sent, and this record will never be kept.
            (State::Armed, Event::Taken) | (_, Event::Stop) => self.stop(),
            _ => {}
        }
    }
}
