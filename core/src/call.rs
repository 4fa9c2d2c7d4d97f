//! One request, asked until answered: its [`Asker`] is the only one in the library that sends anything again.

mod arriving;
mod asker;

use crate::context::Context;
use crate::http::Response;
use crate::machine::{Action, Event, Machine, Trail};
use crate::outcome::{Doubt, Outcome};
use crate::value::{Reference, Time};
use asker::{Asker, Page};
use std::convert::Infallible;

pub(crate) use crate::endpoint::{Arriving, Endpoint, Resend, Verdict};

/// An [`Endpoint`] being asked.
#[derive(Clone, Debug)]
pub struct Call<E: Endpoint> {
    endpoint: E,
    asker: Asker,
    got: Got<E::Output>,
}

/// What has come of an answer.
#[derive(Clone, Debug)]
enum Got<T> {
    Nothing,
    /// It is being read as it arrives; its head stands first.
    Part(Box<(Response, Box<dyn Arriving<T>>)>),
    /// And it is a good one.
    Answer(T),
}

impl<E: Endpoint> Call<E> {
    /// A call that was never sent.
    pub(crate) fn new(ctx: &Context, endpoint: E) -> Self {
        let our_reference = endpoint.reference();
        let page = Page { resend: E::RESEND, plan: E::PLAN, lane: E::LANE, our_reference };
        Self { endpoint, asker: Asker::new(ctx, page), got: Got::Nothing }
    }

    /// A call found in a record. `armed`: it was written for an attempt, which may have left; if not, that of
    /// the last one counts already.
    ///
    /// The quiet time begins anew: another clock wrote when it was sent, and one that runs ahead of that
    /// would cut it short.
    pub(crate) fn resumed(ctx: &Context, endpoint: E, trail: Trail, armed: bool, now: Time) -> Self {
        let mut call = Self::new(ctx, endpoint);
        call.asker.resume(trail, armed, now);
        call
    }

    /// The request's endpoint.
    pub const fn endpoint(&self) -> &E {
        &self.endpoint
    }

    /// What a record must hold: the attempt that is about to be made counts as made.
    pub fn trail(&self) -> Trail {
        self.asker.trail
    }

    /// True while an attempt that may have arrived has time to.
    pub(crate) const fn is_resting(&self) -> bool {
        !self.is_answered() && self.asker.is_resting()
    }

    /// True while a request is under way.
    pub const fn is_in_flight(&self) -> bool {
        !self.is_answered() && self.asker.is_in_flight()
    }

    /// A webhook about a payment under our own id proves that an attempt arrived, whatever is said of it: none
    /// is left to make, and what became of it is read, if need be by the id that was given.
    pub(crate) fn arrive(&mut self, named: Option<&Reference>) {
        if !self.is_answered() {
            self.asker.arrive(named);
            self.forget();
        }
    }

    /// Was an attempt made, and is the end still open? One that is said not to have left counts as well.
    pub(crate) const fn has_left(&self) -> bool {
        !self.is_answered() && self.asker.has_left()
    }

    const fn is_answered(&self) -> bool {
        matches!(self.got, Got::Answer(_))
    }

    fn answered(&mut self, response: &Response, now: Time) {
        self.asker.measure(response, now);
        self.concluded(self.endpoint.read(response), now);
    }

    fn concluded(&mut self, verdict: Verdict<E::Output>, now: Time) {
        match self.check(verdict) {
            Ok(value) if self.asker.is_doubtful() && E::is_refusal(&value) => {
                self.asker.refused_after_uncertain(E::provider_reference(&value));
            }
            Ok(value) => self.got = Got::Answer(value),
            Err(other) => self.asker.concluded(other, now),
        }
    }

    /// An answer that comes while a resend is being waited for answers the very attempt in doubt; only a yes is
    /// taken from it.
    fn answered_late(&mut self, response: &Response) {
        if let Ok(value) = self.check(self.endpoint.read(response))
            && !E::is_refusal(&value)
        {
            self.asker.trail.uncertain = self.asker.trail.uncertain.saturating_sub(1);
            self.got = Got::Answer(value);
        }
    }

    /// What the answer means to this request: one about something else is none.
    fn check(&self, verdict: Verdict<E::Output>) -> Result<E::Output, Verdict<Infallible>> {
        let value = verdict.split()?;
        let mode = self.asker.mode.contradicts(E::live_mode(&value)).then_some(Doubt::ModeMismatch);
        let Some(why) = self.endpoint.mismatch(&value).or(mode) else { return Ok(value) };
        // What is otherwise ours can be looked at; what is not must not be.
        let hint = if why == Doubt::Foreign { None } else { E::provider_reference(&value) };
        Err(Verdict::Uncertain { why, code: None, hint, excess: None })
    }

    /// What has arrived of an answer that is not waited for any more.
    fn forget(&mut self) {
        if matches!(self.got, Got::Part(_)) && !self.asker.is_in_flight() {
            self.got = Got::Nothing;
        }
    }
}

impl<E: Endpoint> Machine for Call<E> {
    type Output = Outcome<E::Output>;

    fn poll(&mut self, now: Time) -> Action<Self::Output> {
        if let Got::Answer(value) = &self.got {
            return Action::Done(Outcome::Settled { value: value.clone() });
        }
        let action = self.asker.poll(&|| self.endpoint.draft(), now);
        if matches!(action, Action::Send(_)) {
            self.got = Got::Nothing;
        }
        self.forget();
        match action.split() {
            Ok(outcome) => Action::Done(outcome.map(|never| match never {})),
            Err(other) => other,
        }
    }

    fn handle(&mut self, event: &Event, now: Time) {
        match event {
            _ if self.is_answered() => return,
            Event::Begun { .. } | Event::Part { .. } | Event::Ended => self.arrives(event, now),
            Event::Answered { response } if self.is_in_flight() => self.answered(response, now),
            Event::Answered { response } if self.is_resting() => self.answered_late(response),
            _ => self.asker.handle(event, &|| self.endpoint.draft(), now),
        }
        self.forget();
    }
}

#[cfg(test)]
mod tests;
