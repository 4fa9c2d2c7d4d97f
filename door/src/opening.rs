//! The journal is asked first: what an operation just begun comes to.

use xaalis::value::{OpId, Time};
use xaalis::{Event, PaymentError, Record, Session, Step};

/// More things than a person or a vendor says while a journal answers.
const EARLY: usize = 8;

/// An operation of which the journal has to tell.
pub(crate) struct Opening {
    begun: Session,
    /// The tries before it.
    after: Vec<OpId>,
    /// What was told of the operation itself, once it was.
    held: Option<Option<Record>>,
    /// What was told of the tries before it.
    earlier: Vec<Option<Record>>,
    /// What came before it could be heard.
    early: Vec<Event>,
}

impl Opening {
    pub(crate) fn new(begun: Session, after: Vec<OpId>) -> Self {
        Self { begun, after, held: None, earlier: Vec::new(), early: Vec::new() }
    }

    /// As far as is known.
    pub(crate) fn session(&self) -> &Session {
        &self.begun
    }

    pub(crate) fn step(&self) -> Step {
        let asked = self.held.as_ref().and_then(|_| self.after.get(self.earlier.len()));
        Step::Load { op_id: asked.unwrap_or(self.begun.op_id()).clone() }
    }

    /// The session to go on with, once all was told. A refusal leaves it as it was.
    pub(crate) fn handle(&mut self, event: Event, now: Time) -> Result<Option<Session>, PaymentError> {
        let Event::Loaded { record } = event else {
            if self.early.len() < EARLY {
                self.early.push(event);
            }
            return Ok(None);
        };
        let (mut held, mut earlier) = (self.held.clone(), self.earlier.clone());
        match &held {
            None => held = Some(record),
            Some(_) => earlier.push(record),
        }
        if earlier.len() >= self.after.len() {
            let held = held.flatten();
            let session = self.begun.clone().go_on_from(held.as_ref(), now)?;
            let told: Vec<Record> = earlier.into_iter().flatten().collect();
            let mut session = if told.is_empty() { session } else { session.after(&told)? };
            for event in self.early.drain(..) {
                session.handle(event, now);
            }
            return Ok(Some(session));
        }
        (self.held, self.earlier) = (held, earlier);
        Ok(None)
    }
}
