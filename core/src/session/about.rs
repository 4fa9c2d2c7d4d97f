//! What a session tells of itself.

use super::Session;
use crate::error::PaymentError;
use crate::http::Response;
use crate::machine::Event;
use crate::policy;
use crate::record::Alarm;
use crate::value::{OpId, Reference, Time};

impl Session {
    /// The operation's name, as in [`Record::operation`](crate::Record::operation).
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The operation's id.
    pub const fn op_id(&self) -> &OpId {
        &self.op
    }

    /// The vendor's reference, once known: what its webhooks are matched by.
    pub fn reference(&self) -> Option<&Reference> {
        self.task.reference()
    }

    /// The id we gave the payment at the vendor, if it takes one.
    pub fn our_reference(&self) -> Option<Reference> {
        self.task.our_reference()
    }

    /// May it be abandoned now, by [`Event::Abandon`](crate::Event::Abandon)? A charge that waits for a code, of which no code is
    /// unanswered, where the account allows it ([`policy::People`](crate::policy::People)). Not a prompt that is on the phone, nor a
    /// payment page: those may be paid at any moment.
    pub fn can_abandon(&self) -> bool {
        self.elsewhere.is_none() && !self.stopped && self.task.can_abandon()
    }

    /// The payer gives up: see [`Event::Abandon`](crate::Event::Abandon).
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `payment` when it may not be abandoned now.
    pub fn abandon(&mut self, now: Time) -> Result<(), PaymentError> {
        if !self.can_abandon() {
            let allowed = "a charge that waits for a code, none of whose codes is unanswered";
            return Err(PaymentError::invalid("payment", "it cannot be given up now", allowed));
        }
        self.handle(Event::Abandon, now);
        Ok(())
    }

    /// For how many milliseconds a call that waits for its end waits when nobody says how long.
    pub fn patience(&self) -> i64 {
        policy::patience(&self.operation)
    }

    /// The last answer as it came, with every field this library does not know; of a list that was read as
    /// it arrived, status and headers. Not kept in records.
    pub const fn last_response(&self) -> Option<&Response> {
        self.last.as_ref()
    }

    /// What a person should look at although the payment went on.
    pub fn alarms(&self) -> &[Alarm] {
        self.task.alarms()
    }
}
