//! What only the payer can do: the codes that were sent for him, giving up, and how long he is waited for.

use super::{Kind, PayerMust, Pursuit, State};
use crate::code::Code;
use crate::machine::{OtpProblem, Prompt};
use crate::outcome::{Doubt, Outcome, Refusal};
use crate::status::{Applied, Level};
use crate::value::Time;
use serde::{Deserialize, Serialize};

/// The codes that may have reached the vendor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Codes {
    submitted: i64,
    /// Those of them to which neither yes nor no was heard.
    unanswered: i64,
}

/// How far it is given up. Never taken back: no code is asked for or sent any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Abandoned {
    /// The payer wants it; the vendor has to be read.
    Wanted,
    /// It ended so.
    Ended,
}

impl Codes {
    pub(super) const fn is_none(&self) -> bool {
        self.submitted == 0
    }

    /// The same and one more, of which nothing was heard yet.
    const fn with_one_sent(self) -> Self {
        Self { submitted: self.submitted.saturating_add(1), unanswered: self.unanswered.saturating_add(1) }
    }
}

/// What a payer has to be shown who was told this, where the payment stands so.
pub(super) fn to_show<K: Kind>(status: Option<&K::Status>, text: &str) -> Option<Prompt> {
    let text = text.to_owned();
    Some(match status.and_then(K::payer_must)? {
        PayerMust::Dial => Prompt::Dial { text },
        PayerMust::GiveCode => Prompt::Otp { text, problem: None, code: None },
    })
}

impl<K: Kind> Pursuit<K> {
    /// Does it wait for a code, is it certainly ours, and is no code on its way? Until a code is sent
    /// nothing moves, it is assumed: [`People::may_abandon`](crate::policy::People).
    pub(crate) fn can_abandon(&self) -> bool {
        matches!(self.state, State::Asking { .. } | State::Watching { .. })
            && self.must() == Some(PayerMust::GiveCode)
            && self.ctx.people.may_abandon
            && self.abandoned.is_none()
            && self.found.is_none()
            && self.codes.unanswered == 0
    }

    /// The payer gives it up. That is stored first, and then the vendor is read.
    pub(super) fn abandon(&mut self, now: Time) {
        if !self.can_abandon() {
            return;
        }
        self.abandoned = Some(Abandoned::Wanted);
        self.unsaved = true;
        (self.asked, self.typed) = (false, None);
        if let State::Watching { watch, .. } = &mut self.state {
            watch.hurry();
        } else {
            self.watch_for_news(None, None, now);
        }
    }

    /// What is given up was read and has not ended at the vendor's. Only while it waits for a code nothing
    /// was paid; anything else is followed to its end.
    pub(super) fn read_abandoned(&mut self, seen: &K::Status) {
        let code = Some(PayerMust::GiveCode);
        if K::payer_must(seen) != code || self.must() != code {
            self.ended = None;
        } else if !matches!(&self.state, State::Watching { watch, .. } if watch.has_news()) {
            self.abandoned = Some(Abandoned::Ended);
            self.finish(Outcome::Rejected { refusal: Refusal::concluded(Code::Abandoned) });
        }
    }

    /// Once it ended as given up, nothing but an end is expected of it.
    pub(super) fn applied_to_abandoned(&self, applied: Applied, level: Level) -> Applied {
        match level {
            _ if applied != Applied::Advanced || self.abandoned != Some(Abandoned::Ended) => applied,
            Level::Paid => Applied::LateSuccess,
            Level::Moving | Level::Unheard => Applied::Regression,
            _ => applied,
        }
    }

    /// What the payer has to be shown while it waits for him.
    pub(crate) fn to_show(&self) -> Option<Prompt> {
        let is_open = self.ending.is_none() && self.ended.is_none();
        let is_ours = self.found.is_none() && self.abandoned.is_none();
        to_show::<K>(self.status.as_ref().filter(|_| is_open && is_ours), &self.text)
    }

    pub(super) fn must(&self) -> Option<PayerMust> {
        self.status.as_ref().and_then(K::payer_must)
    }

    /// Was the payer waited for long enough?
    pub(super) fn is_overdue(&self, now: Time) -> bool {
        self.must().is_some() && self.reference.is_some() && self.ctx.people.is_overdue(self.since, now)
    }

    /// The payer was waited for long enough: the vendor is read once more.
    pub(super) fn look_once_more(&mut self, problem: Option<OtpProblem>, code: Option<Code>, now: Time) {
        self.asked = true;
        self.watch_for_news(problem, code, now);
    }

    /// It has not ended at the vendor's either: somebody else must look.
    pub(super) fn hand_over(&mut self) {
        let (told, unsaved) = (self.handed_over, self.unsaved);
        self.give_up(self.unknown(Doubt::StillOpen));
        // What the record says already is not written again each time that somebody looks.
        self.unsaved &= !told || unsaved;
    }

    /// The codes as a record keeps them: one that is on its way may have arrived.
    pub(super) fn codes_for_record(&self) -> Codes {
        match &self.state {
            State::Submitting(call) if call.trail().attempts > 0 => self.codes.with_one_sent(),
            _ => self.codes,
        }
    }

    /// A code has been answered, or never will be.
    pub(super) fn count_code(&mut self, outcome: &Outcome<K::Item>) {
        let Codes { unanswered, .. } = self.codes;
        match outcome {
            Outcome::NotSent { .. } => {}
            Outcome::Unknown { .. } => self.codes = self.codes.with_one_sent(),
            _ => self.codes = Codes { unanswered, ..self.codes.with_one_sent() },
        }
    }
}
