//! A page that asks again and again resumes each time, and would have the vendor asked each time. A calm session
//! leaves the vendor alone until the next look is due, whoever took the last one.

use super::elsewhere::noted;
use super::{Elsewhere, Session, Step};
use crate::account::Account;
use crate::error::PaymentError;
use crate::keyring::unsealed;
use crate::machine::{Event, Prompt, Why};
use crate::policy::{People, next_look};
use crate::record::{Record, Stage};
use crate::task::Task;
use crate::value::Time;

#[derive(Clone, Default)]
pub(super) struct Calm {
    /// Nobody has asked for more since it was resumed.
    is_wanted: bool,
    /// The vendor is left alone.
    rest: Option<Box<Rest>>,
}

#[derive(Clone)]
struct Rest {
    /// As it was resumed.
    record: Record,
    began: Time,
    until: Time,
    /// The record that says that it looks now was handed out.
    is_claiming: bool,
    /// The journal refused it.
    was_outrun: bool,
}

impl Session {
    /// What [`Account::resume_calmly`] says.
    pub(crate) fn resume_calmly(account: Account, record: &Record, now: Time) -> Result<Self, PaymentError> {
        let people = account.people;
        let mut session = Self::resume(account, record, now)?;
        session.calm = Calm { is_wanted: true, rest: Rest::of(record, people, now).map(Box::new) };
        Ok(session)
    }

    /// Looks at the vendor now, whenever the next look is due.
    pub fn look_now(&mut self) {
        self.wake();
    }

    /// What the payer has to be shown while the payment waits for him: the instruction to dial, the address of the
    /// payment page, the way to a code. It stays when [`Event::Shown`] was heard and after a resume, for a page that is
    /// loaded again, and is gone when the vendor says that the payment is on its way, and at the end. Nothing has
    /// to be answered to it: what is asked is what [`poll`](Self::poll) says.
    pub fn to_show(&self) -> Option<Prompt> {
        match &self.calm.rest {
            // Of what was handed over nothing is shown before the vendor was read.
            Some(rest) => rest.record.to_show(),
            None => self.task.to_show(),
        }
    }

    pub(super) const fn is_calm(&self) -> bool {
        self.calm.is_wanted
    }

    /// What to do instead of asking the vendor.
    pub(super) fn rests(&mut self, now: Time) -> Option<Step> {
        let rest = self.calm.rest.as_deref_mut()?;
        // A clock that is set back would put the look off.
        if (rest.began..rest.until).contains(&now) {
            return Some(Step::Wait { until: rest.until, why: Why::Pending });
        }
        let mut record = rest.record.clone();
        record.sequence = self.sequence.saturating_add(1);
        record.state = with_asked(unsealed(&record.state), Some(now));
        self.account.keys.seal(&mut record);
        rest.is_claiming = true;
        self.pending = Some((record.clone(), None));
        Some(Step::Store { record })
    }

    /// Rather than wait longer than its limit it looks once. Was there something to look at?
    pub(super) fn looks_before_limit(&mut self) -> bool {
        self.elsewhere.is_none() && self.wake()
    }

    /// What it hears of its rest. Is that all?
    pub(super) fn hears_calmly(&mut self, event: &Event, now: Time) -> bool {
        match event {
            Event::Stored | Event::Taken | Event::Outrun => self.claimed(event, now),
            Event::Otp { .. }
            | Event::Shown
            | Event::Bill { .. }
            | Event::Recipients { .. }
            | Event::Notified { .. }
            | Event::Abandon
            | Event::Stop => {
                self.wake();
                false
            }
            _ => false,
        }
    }

    /// What became of the record that says that it looks now.
    fn claimed(&mut self, event: &Event, now: Time) -> bool {
        let Some(rest) = self.calm.rest.as_deref_mut().filter(|rest| rest.is_claiming) else { return false };
        if *event == Event::Outrun {
            if rest.was_outrun {
                return false;
            }
            // Somebody else looks: what they store is continued.
            (rest.is_claiming, rest.was_outrun) = (false, true);
            self.pending = None;
            self.elsewhere = Some(Box::new(Elsewhere::at_once(now)));
            return true;
        }
        if let Some((record, _)) = self.pending.take().filter(|_| *event == Event::Stored) {
            self.sequence = record.sequence;
            self.is_newest(now);
        }
        self.calm.rest = None;
        true
    }

    fn wake(&mut self) -> bool {
        // What is being stored says already that it looks.
        if self.calm.rest.as_deref().is_some_and(|rest| rest.is_claiming) {
            return false;
        }
        self.calm.is_wanted = false;
        self.calm.rest.take().is_some()
    }
}

impl Rest {
    /// Until the next look is due, as the ladder of what the record follows says: a search for something lost,
    /// and an end, are never put off.
    fn of(record: &Record, people: People, now: Time) -> Option<Self> {
        let noted = noted(&record.state);
        // Written for a request, whose answer nobody heard.
        if record.stage == Stage::Closed || noted.under_way_until.is_some() {
            return None;
        }
        let since = Task::kept(record)?.followed_since()?;
        let asked = noted.asked.map_or(since, |asked| asked.max(since));
        let rest =
            |until| Self { record: record.clone(), began: now, until, is_claiming: false, was_outrun: false };
        if asked > now {
            // By a clock that ran ahead.
            return Some(rest(now));
        }
        let (next, age) = (next_look(&record.op_id, since, asked)?, since.plus(people.age_ms));
        Some(rest(if asked < age { next.min(age) } else { next }))
    }
}

/// The state of a record, with when the vendor was asked last.
pub(super) fn with_asked(state: String, asked: Option<Time>) -> String {
    const NAME: &str = r#"{"asked":"#;
    let Some(asked) = asked else { return state };
    let before = state.strip_prefix(NAME).and_then(|rest| rest.split_once(',')).map(|(_, rest)| rest);
    match before.or_else(|| state.strip_prefix('{')) {
        Some(rest) => format!("{NAME}{},{rest}", asked.millis()),
        None => state,
    }
}

#[cfg(test)]
mod tests;
