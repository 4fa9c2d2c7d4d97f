//! What a person was asked and said: an answer that comes before its question is kept for it, and the code
//! that was just refused is not sent again at once.

use super::Session;
use crate::digest::sha256;
use crate::machine::{Action, Event, OtpProblem, Prompt};
use crate::reply::Reply;
use crate::value::{Otp, Time};

#[derive(Clone, Default)]
pub(super) struct Person {
    /// Something was asked by what goes on in this process.
    was_asked: bool,
    /// The answer that came before anything was.
    early: Option<Event>,
    /// The last code that was answered with, as a hash.
    code: Option<[u8; 32]>,
    /// What was wrong with it.
    problem: Option<OtpProblem>,
    /// The same was given again.
    repeated: bool,
}

impl Session {
    /// Is this kept for a question that comes later? The vendor is looked at first after a resume, as in the
    /// request of a web shop that carries the code; and while another process may have gone further, what it
    /// stored decides whether the question still stands.
    pub(super) fn is_early(&mut self, event: &Event) -> bool {
        let was_asked = self.person.as_deref().is_some_and(|person| person.was_asked);
        if !is_answer(event) || (was_asked && !self.newest.is_looked_for()) {
            return false;
        }
        self.person.get_or_insert_default().early = Some(event.clone());
        true
    }

    /// Another process's record is gone on from, and what asked is no more; the person goes on typing.
    pub(super) fn is_asked_anew(&mut self) {
        if let Some(person) = &mut self.person {
            person.was_asked = false;
        }
    }

    /// Is it the code again that was just refused? The vendor would most likely refuse it once more, so the
    /// person is told first; who insists is believed.
    pub(super) fn is_repeated(&mut self, event: &Event) -> bool {
        let Event::Otp { code } = event else { return false };
        let Some(person) = self.person.as_deref_mut() else { return false };
        let told = Otp::parse(code)
            .map_or_else(|_| sha256(&[code.trim().as_bytes()]), |otp| sha256(&[otp.expose().as_bytes()]));
        let is_same = person.code == Some(told) && person.problem.is_some_and(OtpProblem::is_final);
        person.repeated = is_same && !person.repeated;
        person.code = Some(told);
        person.repeated
    }

    /// The question as it is asked; none where it is answered already.
    pub(super) fn asks(&mut self, action: &mut Action<Reply>, now: Time) -> bool {
        let Action::Ask(prompt) = action else { return true };
        let person = self.person.get_or_insert_default();
        person.was_asked = true;
        if let Some(early) = person.early.take().filter(|event| prompt.fits(event)) {
            self.handle(early, now);
            return false;
        }
        if let Prompt::Otp { problem, .. } = prompt {
            person.problem = *problem;
            if person.repeated {
                *problem = Some(OtpProblem::Repeated);
            }
        }
        true
    }

    /// The payer gives up: what they said before is not meant any more.
    pub(super) fn forget_answers(&mut self) {
        if let Some(person) = &mut self.person {
            person.early = None;
        }
    }
}

impl OtpProblem {
    /// Is there nothing that the same code could mend?
    const fn is_final(self) -> bool {
        match self {
            Self::Malformed | Self::Invalid | Self::Expired | Self::Refused => true,
            Self::StillValid | Self::NoAnswer | Self::Repeated => false,
        }
    }
}

impl Prompt {
    /// Is this what it asks for?
    const fn fits(&self, event: &Event) -> bool {
        matches!(
            (self, event),
            (Self::Otp { .. }, Event::Otp { .. })
                | (Self::Dial { .. } | Self::Redirect { .. }, Event::Shown)
                | (Self::Bill { .. }, Event::Bill { .. })
                | (Self::Recipients { .. }, Event::Recipients { .. })
        )
    }
}

const fn is_answer(event: &Event) -> bool {
    matches!(event, Event::Otp { .. } | Event::Shown | Event::Bill { .. } | Event::Recipients { .. })
}

#[cfg(test)]
mod tests;
