//! The next try of an order, after others that ended.

use super::Session;
use crate::error::PaymentError;
use crate::record::{Record, Stage};
use crate::words::Ended;

impl Session {
    /// A session just begun is the next try for what these records were tries for: another number, another
    /// operator. Should its answer be lost, what they found at the vendor is not taken for it.
    ///
    /// Two tries of one order are never open at once: one that may still be paid is refused here. A session
    /// that was resumed has begun before, and stays as it is.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `after[0]`, …: it has not ended ([`Event::Abandon`] may end it), or it
    /// was paid. [`PaymentError::Record`] when a record is not for this client.
    ///
    /// [`Event::Abandon`]: crate::Event::Abandon
    pub fn after(mut self, earlier: &[Record]) -> Result<Self, PaymentError> {
        if self.known {
            return Ok(self);
        }
        for (place, record) in earlier.iter().enumerate() {
            self.account.is_for(record)?;
            if let Some(problem) = in_the_way(record) {
                let problem = format!("{} {problem}", record.op_id.as_str());
                let allowed = "tries that ended without money: rejected, abandoned or not sent";
                return Err(PaymentError::invalid(format!("after[{place}]"), problem, allowed));
            }
        }
        self.task.exclude(earlier.iter().filter_map(|record| record.reference.as_ref()));
        Ok(self)
    }
}

/// Why no other try may begin beside it.
fn in_the_way(record: &Record) -> Option<&'static str> {
    match (record.stage, record.words().ended) {
        _ if planted!(120) => None,
        (Stage::Closed, Some(Ended::Rejected | Ended::NotSent)) => None,
        (Stage::Closed, _) => Some("was paid"),
        (Stage::Unknown, _) => Some("may have been paid: nobody knows yet"),
        (Stage::Open, _) => Some("may still be paid"),
    }
}
