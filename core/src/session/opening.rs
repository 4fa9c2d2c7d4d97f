//! What the journal holds is asked before anything else: under the operation's own id, and under those of the
//! tries before.

use super::{Newest, Session};
use crate::error::PaymentError;
use crate::machine::Event;
use crate::record::{Record, Stage};
use crate::task::Task;
use crate::value::{OpId, Time};
use crate::words::Ended;

/// What has to be asked yet.
#[derive(Clone, Default)]
pub(super) struct Opening {
    /// Its own id was asked: nothing stands in the way.
    is_own: bool,
    /// The tries before, the first one last.
    before: Vec<OpId>,
    asked: usize,
    /// Webhooks that came meanwhile.
    heard: Newest,
}

impl Opening {
    pub(super) fn next<'a>(&'a self, own: &'a OpId) -> &'a OpId {
        self.before.last().filter(|_| self.is_own).unwrap_or(own)
    }
}

impl Session {
    /// An operation just begun is the next try for what these were tries for: another number, another
    /// operator. Should its answer be lost, what they found at the vendor is not taken for it.
    ///
    /// Two tries of one order are never open at once: one that may still be paid, or was paid, is refused
    /// ([`Step::Refused`](super::Step::Refused)) as `after[0]`, … An id that the journal does not know stands in
    /// nobody's way, and neither does one that went on from its own record.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `after[0]`, …: not an id.
    pub fn after<K: AsRef<str>>(
        mut self,
        earlier: impl IntoIterator<Item = K>,
    ) -> Result<Self, PaymentError> {
        let parse = |(place, id): (usize, K)| {
            OpId::parse(id.as_ref()).map_err(|error| error.at(format!("after[{place}]")))
        };
        let mut before = earlier.into_iter().enumerate().map(parse).collect::<Result<Vec<_>, _>>()?;
        before.reverse();
        if !before.is_empty() {
            self.opening.get_or_insert_default().before = before;
        }
        Ok(self)
    }

    /// The id that the journal has to be asked for before it begins, if so: what
    /// [`Step::Load`](super::Step::Load) says then.
    pub fn opening(&self) -> Option<&OpId> {
        self.opening.as_deref().map(|opening| opening.next(&self.op))
    }

    /// Has the journal to be asked yet what it holds? Nothing was sent then, and nothing will be before.
    pub const fn is_opening(&self) -> bool {
        self.opening.is_some()
    }

    /// Why it goes no further, if so: what [`Step::Refused`](super::Step::Refused) says.
    pub fn refusal(&self) -> Option<&PaymentError> {
        self.refusal.as_deref()
    }

    /// What happens meanwhile.
    pub(super) fn opens(&mut self, event: Event, now: Time) {
        let about = self.about(&event);
        let Some(opening) = &mut self.opening else { return };
        match event {
            Event::Loaded { record } => {
                if let Err(error) = self.opened(record.as_ref(), now) {
                    self.refused_with(error);
                }
            }
            Event::Stop => self.stopped = true,
            event => opening.heard.hear(&event, about),
        }
    }

    fn opened(&mut self, held: Option<&Record>, now: Time) -> Result<(), PaymentError> {
        let Some(mut opening) = self.opening.take() else { return Ok(()) };
        if !opening.is_own {
            opening.is_own = true;
            match held {
                Some(held) => self.meets(held, now)?,
                None => self.is_newest(now),
            }
        } else if let Some(op) = opening.before.pop() {
            if let Some(record) = held {
                self.comes_after(record, &op, opening.asked)?;
            }
            opening.asked = opening.asked.saturating_add(1);
            self.is_newest(now);
        }
        // What went on from its own record has begun before.
        if self.known || opening.before.is_empty() {
            self.hear_again(opening.heard, now);
        } else {
            self.opening = Some(opening);
        }
        Ok(())
    }

    /// What it comes to, given what the journal holds under its id:
    ///
    /// - a record of the same kind of operation that ended not sent, with these details or others: it begins
    ///   anew. Its records follow the one held, so that of two that begin anew at once the journal lets one
    ///   go on;
    /// - a record of the same order, as far as a record tells: it is resumed;
    /// - any other record: the id is used twice.
    fn meets(&mut self, held: &Record, now: Time) -> Result<(), PaymentError> {
        held.is_under(self.op.as_str())?;
        let same_kind = held.operation == self.operation;
        // Of the other vendor, whose key is not here: nobody can tell who wrote it.
        if held.vendor == self.account.vendor {
            let resumed = Self::resume(self.account.clone(), held, now)?;
            if same_kind && let Some(unsent) = Task::kept(held).and_then(|kept| kept.unsent()) {
                self.sequence = held.sequence;
                self.earlier = held.earlier_with(unsent, now);
                self.is_newest(now);
                return Ok(());
            }
            if same_kind && self.task.wrote(&held.state) {
                self.becomes(resumed);
                if self.stopped && self.elsewhere.is_some() {
                    self.leave();
                }
                return Ok(());
            }
        }
        // Silently going on with the other one would tell this customer about another's payment.
        let problem = if same_kind {
            "in use by one with other details".to_owned()
        } else {
            format!("in use by another ({})", held.operation)
        };
        let allowed = "an id of its own for each operation; `resume(op_id)` goes on with the stored one";
        Err(PaymentError::invalid("op_id", problem, allowed))
    }

    fn comes_after(&mut self, record: &Record, op: &OpId, place: usize) -> Result<(), PaymentError> {
        record.is_under(op.as_str())?;
        self.account.is_for(record)?;
        if let Some(problem) = in_the_way(record) {
            let problem = format!("{} {problem}", record.op_id.as_str());
            let allowed = "tries that ended without money: rejected, abandoned or not sent";
            return Err(PaymentError::invalid(format!("after[{place}]"), problem, allowed));
        }
        self.task.exclude(record.reference.iter());
        Ok(())
    }
}

/// Why no other try may begin beside it.
fn in_the_way(record: &Record) -> Option<&'static str> {
    match (record.stage, record.words().ended) {
        (Stage::Closed, Some(Ended::Rejected | Ended::NotSent)) => None,
        (Stage::Closed, _) => Some("was paid"),
        (Stage::Unknown, _) => Some("may have been paid: nobody knows yet"),
        (Stage::Open, _) => Some("may still be paid"),
    }
}
