//! What an answer means to the call that asked.

use super::{Call, Endpoint, Resend, State, Verdict};
use crate::code::Code;
use crate::http::{Response, ahead_ms};
use crate::outcome::{Doubt, Outcome};
use crate::value::Time;

impl<E: Endpoint> Call<E> {
    pub(super) fn answered(&mut self, response: &Response, now: Time) {
        self.measure(response, now);
        self.concluded(self.endpoint.read(response), now);
    }

    pub(super) fn measure(&mut self, response: &Response, now: Time) {
        self.http_status = Some(response.status);
        if let State::InFlight { until } = self.state
            && now < until
        {
            self.trail.ahead = ahead_ms(response, self.trail.last_sent, now).or(self.trail.ahead);
        }
    }

    pub(super) fn concluded(&mut self, verdict: Verdict<E::Output>, now: Time) {
        let doubtful = (self.trail.uncertain > 0 || self.arrived) && E::RESEND != Resend::Freely;
        self.state = match self.check(verdict) {
            Verdict::Answer(value) if doubtful && E::is_refusal(&value) => {
                self.hint = E::provider_reference(&value).or_else(|| self.hint.take());
                self.unknown(Doubt::RefusedAfterUncertain)
            }
            Verdict::Answer(value) => State::Over(Outcome::Settled { value }),
            // A definite no to this attempt says nothing of an earlier one.
            Verdict::Refused(refusal) | Verdict::Known(refusal) if doubtful => {
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

    /// What the answer means to this request: one about something else is none.
    pub(super) fn check(&self, verdict: Verdict<E::Output>) -> Verdict<E::Output> {
        match verdict {
            Verdict::Answer(value) => {
                let mode = self.mode.contradicts(E::live_mode(&value)).then_some(Doubt::ModeMismatch);
                let Some(why) = self.endpoint.mismatch(&value).or(mode) else {
                    return Verdict::Answer(value);
                };
                // What is otherwise ours can be looked at; what is not must not be.
                let hint = if why == Doubt::Foreign { None } else { E::provider_reference(&value) };
                Verdict::Uncertain { why, code: None, hint, excess: None }
            }
            other => other,
        }
    }
}
