//! One request, asked until answered: the only place in the library that sends anything again.

mod answered;
mod arriving;

use crate::code::Code;
use crate::context::Context;
use crate::http::{Failure, Response};
use crate::machine::{Action, Event, Machine, Trail, Why};
use crate::outcome::{Doubt, Excess, NotSent, Outcome, Plan, Unknown, Unsent};
use crate::policy;
use crate::value::{Mode, OpId, Reference, Time};
use crate::webhook::Notice;

pub(crate) use crate::endpoint::{Arriving, Endpoint, Resend, Verdict};

/// An [`Endpoint`] being asked.
#[derive(Clone, Debug)]
pub struct Call<E: Endpoint> {
    op: OpId,
    mode: Mode,
    endpoint: E,
    trail: Trail,
    tries: i64,
    busy: i64,
    hint: Option<Reference>,
    /// A webhook proved that an attempt arrived.
    arrived: bool,
    http_status: Option<u16>,
    code: Option<Code>,
    excess: Option<Excess>,
    /// An answer that is being read as it arrives, and its head.
    arriving: Option<Box<(Response, Reader<E>)>>,
    /// Somebody has been handed what cannot be taken back.
    handed: bool,
    state: State<E::Output>,
}

type Reader<E> = Box<dyn Arriving<<E as Endpoint>::Output>>;

#[derive(Clone, Debug)]
enum State<T> {
    Ready,
    Armed,
    Cleared,
    InFlight { until: Time },
    Resting { until: Time, why: Why },
    Over(Outcome<T>),
}

impl<E: Endpoint> Call<E> {
    /// A call that was never sent.
    pub(crate) fn new(ctx: &Context, endpoint: E) -> Self {
        Self {
            op: ctx.op.clone(),
            mode: ctx.mode,
            endpoint,
            trail: Trail::default(),
            tries: 0,
            busy: 0,
            hint: None,
            arrived: false,
            http_status: None,
            code: None,
            excess: None,
            arriving: None,
            handed: false,
            state: State::Ready,
        }
    }

    /// A call found in a record. `armed`: it was written for an attempt, which may have left; if not, that of
    /// the last one counts already.
    ///
    /// The quiet time begins anew: another clock wrote when it was sent, and one that runs ahead of that
    /// would cut it short.
    pub(crate) fn resumed(ctx: &Context, endpoint: E, trail: Trail, armed: bool, now: Time) -> Self {
        let mut call = Self::new(ctx, endpoint);
        let doubtful = i64::from(armed);
        // What another process measured was measured for its own clock.
        call.trail = Trail { uncertain: trail.uncertain.saturating_add(doubtful), ahead: None, ..trail };
        call.state = call.after_uncertain(Doubt::Crashed, now);
        call
    }

    /// The request's endpoint.
    pub const fn endpoint(&self) -> &E {
        &self.endpoint
    }

    /// What a record must hold: the attempt that is about to be made counts as made.
    pub fn trail(&self) -> Trail {
        self.trail
    }

    /// True while an attempt that may have arrived has time to.
    pub(crate) const fn is_resting(&self) -> bool {
        matches!(self.state, State::Resting { why: Why::Quiet, .. })
    }

    /// True while a request is under way.
    pub const fn is_in_flight(&self) -> bool {
        matches!(self.state, State::InFlight { .. })
    }

    /// A webhook about a payment under our own id proves that an attempt arrived, whatever is said of it: none
    /// is left to make, and what became of it is read, if need be by the id that was given.
    pub(crate) fn arrive(&mut self, named: Option<&Reference>) {
        if E::RESEND == Resend::Freely || !self.has_left() {
            return;
        }
        self.arrived = true;
        self.hint = self.hint.take().or_else(|| named.cloned());
        if !self.is_in_flight() {
            self.state = self.unknown(Doubt::AcceptedEarlier);
        }
    }

    /// Was an attempt made, and is the end still open? One that is said not to have left counts as well.
    pub(crate) const fn has_left(&self) -> bool {
        match self.state {
            State::InFlight { .. } => true,
            State::Resting { .. } => self.trail.attempts > 0,
            _ => false,
        }
    }

    fn told_of(&mut self, notice: &Notice) {
        let ours = self.endpoint.reference().zip(notice.ext_id.as_ref());
        if ours.is_some_and(|(ours, id)| ours.is_same(id.as_str())) {
            self.arrive(notice.reference.as_ref());
        }
    }

    fn turned_away(&mut self, retry_after_ms: Option<i64>, now: Time) -> State<E::Output> {
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

    fn unreachable(&mut self, now: Time) -> State<E::Output> {
        if self.arrived {
            return self.unknown(Doubt::AcceptedEarlier);
        }
        self.tries = self.tries.saturating_add(1);
        if self.tries >= policy::TRIES {
            return self.gave_up(Unsent::Unreachable);
        }
        State::Resting { until: now.plus(policy::backoff(&self.op, self.tries)), why: Why::Backoff }
    }

    fn lost(&mut self, why: Doubt, excess: Option<Excess>, now: Time) -> State<E::Output> {
        self.arriving = None;
        self.excess = excess;
        self.trail.uncertain = self.trail.uncertain.saturating_add(1);
        if E::RESEND != Resend::Freely {
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

    fn after_uncertain(&mut self, why: Doubt, quiet_since: Time) -> State<E::Output> {
        match E::RESEND {
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

    fn gave_up(&mut self, why: Unsent) -> State<E::Output> {
        if self.trail.uncertain > 0 && E::RESEND != Resend::Freely {
            return self.unknown(Doubt::NoAnswer);
        }
        State::Over(Outcome::NotSent { unsent: NotSent { why, doubt: None, excess: None } })
    }

    fn unknown(&mut self, why: Doubt) -> State<E::Output> {
        State::Over(Outcome::Unknown { unknown: self.doubt(why) })
    }

    fn doubt(&self, why: Doubt) -> Unknown {
        Unknown {
            op_id: self.op.clone(),
            our_reference: self.endpoint.reference(),
            provider_reference: self.hint.clone(),
            attempts: self.trail.attempts,
            last_sent: self.trail.last_sent,
            why,
            http_status: self.http_status,
            code: self.code.clone(),
            // What the last doubt was about; an earlier one's limit is not this one's.
            excess: self.excess.filter(|_| matches!(why, Doubt::Oversized | Doubt::TooDeep)),
            plan: if self.hint.is_some() { Plan::Fetch } else { E::PLAN },
            bill_paid: None,
        }
    }

    fn stop(&mut self) {
        self.arriving = None;
        self.state = match &self.state {
            State::Over(_) => return,
            State::InFlight { .. } => {
                self.trail.uncertain = self.trail.uncertain.saturating_add(1);
                if E::RESEND == Resend::Freely {
                    self.gave_up(Unsent::Stopped)
                } else {
                    self.unknown(Doubt::NoAnswer)
                }
            }
            _ => self.gave_up(Unsent::Stopped),
        };
    }
}

impl<E: Endpoint> Machine for Call<E> {
    type Output = Outcome<E::Output>;

    fn poll(&mut self, now: Time) -> Action<Self::Output> {
        loop {
            match &self.state {
                // Those who have the beginning of one list would not know it in another.
                State::Ready if self.handed => self.state = self.lost(Doubt::NoAnswer, None, now),
                // Asked first: what was held back is no attempt.
                State::Ready => return Action::Admit(E::LANE),
                State::Armed => return Action::Arm,
                // Frozen since: another process may be at it, and the journal knows.
                State::Cleared if E::RESEND != Resend::Freely && self.is_stale(now) => {
                    self.trail.attempts = self.trail.attempts.saturating_sub(1);
                    self.state = State::Ready;
                }
                State::Cleared => {
                    if E::RESEND == Resend::Freely {
                        self.trail.attempts = self.trail.attempts.saturating_add(1);
                    }
                    self.trail.last_sent = now;
                    self.arriving = None;
                    let draft = self.endpoint.draft();
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

    fn handle(&mut self, event: &Event, now: Time) {
        if matches!(event, Event::Begun { .. } | Event::Part { .. } | Event::Ended) {
            return self.arrives(event, now);
        }
        match (&self.state, event) {
            (State::Armed, Event::Stored) => self.state = State::Cleared,
            (State::InFlight { .. }, Event::Answered { response }) => self.answered(response, now),
            (State::InFlight { .. }, Event::Failed { failure: Failure::NotSent }) => {
                self.state = self.unreachable(now);
            }
            (State::InFlight { .. }, Event::Failed { failure: Failure::MaybeSent }) => {
                self.state = self.lost(Doubt::NoAnswer, None, now);
            }
            (State::InFlight { .. }, Event::Failed { failure: Failure::TooLarge }) => {
                let excess = Excess { seen: None, limit: self.endpoint.draft().max_body };
                self.state = self.lost(Doubt::Oversized, Some(excess), now);
            }
            (State::Ready, Event::Admitted) if E::RESEND == Resend::Freely => self.state = State::Cleared,
            (State::Ready, Event::Admitted) => {
                // Counted before the record is written: a crash after it must find the attempt.
                self.trail.attempts = self.trail.attempts.saturating_add(1);
                self.trail.last_sent = now;
                self.state = State::Armed;
            }
            (State::Ready, Event::Held { until }) => {
                self.state = State::Resting { until: *until, why: Why::RateLimited };
            }
            // An answer that comes while a resend is being waited for answers the very attempt in
            // doubt; only a yes is taken from it.
            (State::Resting { why: Why::Quiet, .. }, Event::Answered { response }) => {
                if let Verdict::Answer(value) = self.check(self.endpoint.read(response))
                    && !E::is_refusal(&value)
                {
                    self.trail.uncertain = self.trail.uncertain.saturating_sub(1);
                    self.state = State::Over(Outcome::Settled { value });
                }
            }
            (_, Event::Notified { notice }) => self.told_of(notice),
            // Nothing was sent, and this record will never be kept.
            (State::Armed, Event::Taken) | (_, Event::Stop) => self.stop(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
