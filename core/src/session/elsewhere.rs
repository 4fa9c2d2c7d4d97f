//! A payment that another process may be sending: what it stores next is waited for, and only when its
//! request must be over does this one go on.

use super::{Session, Step};
use crate::machine::{Action, Event, Why};
use crate::policy::{LEASE, LOOK_AGAIN};
use crate::record::Record;
use crate::value::{OpId, Time};
use serde::Deserialize;

#[derive(Clone)]
pub(super) struct Elsewhere {
    until: Time,
    look: Time,
    /// Webhooks that came meanwhile.
    pub(super) heard: Vec<Event>,
}

/// More of them tell no more.
const HEARD: usize = 8;

impl Elsewhere {
    /// What a record says of the request that it was written for. A clock that ran ahead when it was written
    /// is not waited for.
    pub(super) fn of(record: &Record, now: Time) -> Option<Self> {
        let until = lease(&record.state)?.min(now.plus(LEASE));
        (now < until && !planted!(105)).then(|| Self {
            until,
            look: until.min(now.plus(LOOK_AGAIN)),
            heard: Vec::new(),
        })
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

    pub(super) fn hear(&mut self, event: Event) {
        if matches!(event, Event::Notified { .. }) && self.heard.len() < HEARD {
            self.heard.push(event);
        }
    }
}

impl Session {
    /// What happens while another process may be at it.
    pub(super) fn meanwhile(&mut self, event: Event, now: Time) {
        let Some(mut elsewhere) = self.elsewhere.take() else { return };
        match event {
            // What is known is said, and nothing is stored: the other one goes on.
            Event::Stop => (self.stopped, self.deaf) = (true, !planted!(106)),
            Event::Loaded { record: Some(record) }
                if record.sequence > self.sequence && record.op_id == self.op =>
            {
                // What cannot be read is waited for like nothing.
                if let Ok(newer) = Self::resume(self.account.clone(), &record, now) {
                    *self = newer;
                    self.hear(elsewhere.heard, now);
                } else {
                    self.elsewhere = elsewhere.looked(now).then_some(elsewhere);
                }
            }
            Event::Loaded { .. } => {
                if elsewhere.looked(now) {
                    self.elsewhere = Some(elsewhere);
                } else {
                    self.hear(elsewhere.heard, now);
                }
            }
            event => {
                elsewhere.hear(event);
                self.elsewhere = Some(elsewhere);
            }
        }
    }

    fn hear(&mut self, heard: Vec<Event>, now: Time) {
        for event in heard {
            self.handle(event, now);
        }
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

#[derive(Deserialize)]
struct Lease {
    #[serde(default)]
    under_way_until: Option<Time>,
}

fn lease(state: &str) -> Option<Time> {
    serde_json::from_str::<Lease>(state).ok()?.under_way_until
}

/// The state of a record, with what [`Elsewhere::of`] reads.
pub(super) fn with_lease(memo: String, until: Option<Time>) -> String {
    match (until, memo.strip_prefix('{')) {
        (Some(until), Some(rest)) => format!(r#"{{"under_way_until":{},{rest}"#, until.millis()),
        _ => memo,
    }
}
