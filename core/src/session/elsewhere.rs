//! A payment that another process may be sending: what it stores next is waited for, and only when its
//! request must be over does this one go on.

use super::{Newest, Session, Step};
use crate::machine::{Action, Event, Why};
use crate::policy::{LEASE, LOOK_AGAIN};
use crate::value::{OpId, Time};
use serde::Deserialize;

#[derive(Clone)]
pub(super) struct Elsewhere {
    until: Time,
    look: Time,
}

impl Elsewhere {
    /// What a record says of the request that it was written for. A clock that ran ahead when it was written
    /// is not waited for.
    pub(super) fn of(noted: &Noted, now: Time) -> Option<Self> {
        let until = noted.under_way_until?.min(now.plus(LEASE));
        (now < until).then(|| Self { until, look: until.min(now.plus(LOOK_AGAIN)) })
    }

    /// It has just stored something: that is looked for at once.
    pub(super) const fn at_once(now: Time) -> Self {
        Self { until: now, look: now }
    }

    pub(super) fn step(&self, op: &OpId, now: Time) -> Step {
        // A clock that is set back would put the look off.
        let look = self.look.min(now.plus(LOOK_AGAIN));
        if now < look {
            Step::Wait { until: look, why: Why::Elsewhere }
        } else {
            Step::Load { op_id: op.clone() }
        }
    }

    /// Nothing new in the journal. Is it waited on?
    pub(super) fn looked(&mut self, now: Time) -> bool {
        self.look = self.until.min(now.plus(LOOK_AGAIN));
        now < self.until
    }
}

impl Session {
    /// What happens while another process may be at it.
    pub(super) fn meanwhile(&mut self, event: &Event, now: Time) {
        let Some(mut elsewhere) = self.elsewhere.take() else { return };
        match event {
            Event::Stop => return self.leave(),
            Event::Loaded { record } => {
                let newer = record.as_ref().filter(|record| self.is_newer(record));
                // What cannot be read is waited for like nothing.
                if newer.is_some_and(|newer| self.follow(newer, now)) {
                    return;
                }
                if !elsewhere.looked(now) {
                    let newest = std::mem::replace(&mut self.newest, Newest::at(now));
                    return self.hear_again(newest, now);
                }
            }
            event => self.newest.hear(event, self.about(event)),
        }
        self.elsewhere = Some(elsewhere);
    }
}

/// Does it wait for somebody, or for longer than between two tries?
pub(super) const fn is_rest<T>(action: &Action<T>) -> bool {
    match action {
        Action::Ask(_) => true,
        Action::Wait(_, why) => {
            matches!(why, Why::Quiet | Why::Pending | Why::Reconciling | Why::AwaitingToken)
        }
        _ => false,
    }
}

/// What every record's state may say.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Noted {
    pub(super) under_way_until: Option<Time>,
    /// When the vendor was asked last.
    pub(super) asked: Option<Time>,
}

pub(super) fn noted(state: &str) -> Noted {
    crate::json::from_str(state).unwrap_or_default()
}

/// The state of a record, with what [`Elsewhere::of`] reads.
pub(super) fn with_lease(memo: String, until: Option<Time>) -> String {
    match (until, memo.strip_prefix('{')) {
        (Some(until), Some(rest)) => format!(r#"{{"under_way_until":{},{rest}"#, until.millis()),
        _ => memo,
    }
}
