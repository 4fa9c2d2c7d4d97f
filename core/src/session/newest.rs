//! Only who has just stored, or read, the newest record of an operation tells its end or asks a person. Else the
//! journal is asked first: another process may have gone further, and what it stored is continued.

use super::{Session, Step};
use crate::machine::{Action, Event};
use crate::policy::LOOK_AGAIN;
use crate::record::{Record, Stage};
use crate::reply::Reply;
use crate::value::Time;

/// Is the record that a session goes by the newest one?
#[derive(Clone, Default)]
pub(super) struct Newest {
    known: Known,
    /// Webhooks that came since it was, and whether each names the payment.
    pub(super) heard: Vec<(Event, bool)>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Known {
    /// Another process had time to store one.
    #[default]
    Perhaps,
    /// It was at this moment.
    At(Time),
    /// The journal is being asked.
    Asked,
    /// It is not, and the newest one cannot be continued.
    Behind,
    /// It was when this was said: the end, or else a question.
    Said { end: bool },
}

/// More webhooks tell no more. A busy shop's others make way for those that name the payment.
const HEARD: usize = 8;

impl Newest {
    pub(super) const fn at(now: Time) -> Self {
        Self { known: Known::At(now), heard: Vec::new() }
    }

    /// Is the journal being asked?
    pub(super) fn is_looked_for(&self) -> bool {
        self.known == Known::Asked
    }

    /// What the journal is about to answer is not gone by.
    pub(super) fn look_again(&mut self) {
        self.known = Known::Perhaps;
    }

    /// What came; is it about the payment?
    pub(super) fn hear(&mut self, event: &Event, about: About) {
        if matches!(event, Event::Notified { .. }) && about != About::Another {
            let named = about == About::This;
            if self.heard.len() >= HEARD {
                // Of those that name it, the last ones tell the most.
                let least = self.heard.iter().position(|(_, named)| !named).or(named.then_some(0));
                if let Some(least) = least.filter(|_| named) {
                    self.heard.remove(least);
                }
            }
            if self.heard.len() < HEARD {
                self.heard.push((event.clone(), named));
            }
        }
        if self.known == (Known::Said { end: false }) {
            self.known = Known::Perhaps;
        }
    }
}

/// What a webhook is about, as far as it tells.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum About {
    /// This payment.
    This,
    /// Perhaps this one.
    Perhaps,
    /// Certainly another one, or it is no webhook.
    Another,
}

impl Session {
    /// What is it about?
    pub(super) fn about(&self, event: &Event) -> About {
        let Event::Notified { notice } = event else { return About::Another };
        if notice.vendor != self.account.vendor {
            return About::Another;
        }
        if let (Some(ours), Some(id)) = (self.our_reference(), &notice.ext_id) {
            return if ours.is_same(id.as_str()) { About::This } else { About::Another };
        }
        let named = notice.reference.is_some() && notice.reference.as_ref() == self.reference();
        if named { About::This } else { About::Perhaps }
    }

    /// What to do before this may be said.
    pub(super) fn look_first(&mut self, action: &mut Action<Reply>, now: Time) -> Option<Step> {
        let end = match action {
            Action::Done(_) => true,
            Action::Ask(_) => false,
            Action::Checkpoint | Action::Arm => return None,
            Action::Admit(_) | Action::Send(_) | Action::Wait(..) => {
                self.newest.known = Known::Perhaps;
                return None;
            }
        };
        let may_be_said = match self.newest.known {
            Known::Said { end: said } => said == end,
            // Frozen since, it may have been another's for long.
            Known::At(at) => (0..=LOOK_AGAIN).contains(&now.since(at)),
            Known::Perhaps | Known::Asked | Known::Behind => false,
        };
        if may_be_said || !self.task.keeps_records() {
            self.newest.known = Known::Said { end };
        } else if self.newest.known == Known::Behind {
            // The journal refuses it, and the platform learns that another process is at it.
            *action = Action::Checkpoint;
        } else {
            self.newest.known = Known::Asked;
            return Some(Step::Load { op_id: self.op.clone() });
        }
        None
    }

    /// The newest record, if that was asked.
    pub(super) fn looked(&mut self, record: Option<&Record>, now: Time) {
        if self.newest.known != Known::Asked {
            return;
        }
        match record.filter(|record| self.is_newer(record)) {
            None => self.is_newest(now),
            Some(record) if self.follow(record, now) => {}
            Some(_) => self.newest.known = Known::Behind,
        }
    }

    pub(super) fn is_newest(&mut self, now: Time) {
        self.newest = Newest::at(now);
    }

    pub(super) fn is_newer(&self, record: &Record) -> bool {
        record.op_id == self.op && record.sequence > self.sequence
    }

    /// Goes on from another process's record, if it is of the same order and can be read.
    pub(super) fn follow(&mut self, record: &Record, now: Time) -> bool {
        let same = record.operation == self.operation && self.task.wrote(&record.state);
        let resume = if self.is_calm() { Self::resume_calmly } else { Self::resume };
        let Ok(newer) = resume(self.account.clone(), record, now) else { return false };
        if same {
            let newest = std::mem::take(&mut self.newest);
            self.becomes(newer);
            self.hear_again(newest, now);
            if self.stopped {
                self.leave();
                self.left = record.stage == Stage::Open;
            }
        }
        same
    }

    /// What came by webhook before it was known who has to hear it.
    pub(super) fn hear_again(&mut self, newest: Newest, now: Time) {
        for (event, _) in newest.heard {
            self.handle(event, now);
        }
    }

    /// Told to stop while another process is at it: what is known is said, and nothing is stored, so that the
    /// other one goes on.
    pub(super) fn leave(&mut self) {
        self.elsewhere = None;
        self.left = true;
        (self.stopped, self.deaf) = (true, true);
    }
}
