//! The journal is asked first: what an operation just begun comes to.

use xaalis::value::{OpId, Time};
use xaalis::{Event, PaymentError, Record, Session, Step};

/// More things than a person or a vendor says while a journal answers.
const EARLY: usize = 8;

/// An operation of which the journal has to tell.
pub(crate) struct Opening {
    /// Gone once all was told.
    begun: Option<Session>,
    op_id: OpId,
    /// The tries before it.
    after: Vec<OpId>,
    /// What was told: of the operation itself, then of the tries before it.
    told: Vec<Option<Record>>,
    /// What came before it could be heard.
    early: Vec<Event>,
    /// Why it may not begin.
    refused: Option<PaymentError>,
}

impl Opening {
    pub(crate) fn new(begun: Session, after: Vec<OpId>) -> Self {
        let op_id = begun.op_id().clone();
        Self { begun: Some(begun), op_id, after, told: Vec::new(), early: Vec::new(), refused: None }
    }

    /// As far as is known, or why it may not begin.
    pub(crate) fn session(&self) -> Result<&Session, PaymentError> {
        let refused = || self.refused.clone().unwrap_or_else(|| PaymentError::record("told already"));
        self.begun.as_ref().ok_or_else(refused)
    }

    pub(crate) fn step(&self) -> Result<Step, PaymentError> {
        self.session()?;
        let asked = self.told.len().checked_sub(1).and_then(|place| self.after.get(place));
        Ok(Step::Load { op_id: asked.unwrap_or(&self.op_id).clone() })
    }

    /// The session to go on with, once all was told. Refused, it stays so.
    pub(crate) fn handle(&mut self, event: Event, now: Time) -> Result<Option<Session>, PaymentError> {
        match event {
            Event::Loaded { record } => self.told.push(record),
            event if self.early.len() < EARLY => self.early.push(event),
            _ => {}
        }
        if self.told.len() <= self.after.len() {
            return Ok(None);
        }
        let Some(begun) = self.begun.take() else { return Ok(None) };
        let mut told = std::mem::take(&mut self.told).into_iter();
        let held = told.next().flatten();
        let earlier: Vec<Record> = told.flatten().collect();
        let opened = begun.go_on_from(held.as_ref(), now);
        match opened
            .and_then(|session| if earlier.is_empty() { Ok(session) } else { session.after(&earlier) })
        {
            Ok(mut session) => {
                for event in self.early.drain(..) {
                    session.handle(event, now);
                }
                Ok(Some(session))
            }
            Err(why) => {
                self.refused = Some(why.clone());
                Err(why)
            }
        }
    }
}
