//! An order given again under its id.

use super::{Newest, Session};
use crate::error::PaymentError;
use crate::record::Record;
use crate::task::Task;
use crate::value::Time;

impl Session {
    /// What a session just begun comes to, given what the journal holds under its `op_id`:
    ///
    /// - nothing, or a record of the same kind of operation that ended not sent, with these details or
    ///   others: it begins, or begins anew. Its records follow the one held, so that of two that begin
    ///   anew at once the journal lets one go on;
    /// - a record of the same order, as far as a record tells: it is resumed;
    /// - any other record: the id is used twice.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `op_id` when the id is used twice, [`PaymentError::Record`] when the
    /// record is not for this client, or not of this id.
    pub fn go_on_from(self, held: Option<&Record>, now: Time) -> Result<Self, PaymentError> {
        let Some(held) = held else { return Ok(Self { newest: Newest::at(now), ..self }) };
        if held.op_id != self.op {
            return Err(PaymentError::record("of another operation than the journal was asked for"));
        }
        let same_kind = held.operation == self.operation;
        // Of the other vendor, whose key is not here: nobody can tell who wrote it.
        if held.vendor == self.account.vendor {
            let resumed = Self::resume(self.account.clone(), held, now)?;
            if same_kind && let Some(unsent) = Task::kept(held).and_then(|kept| kept.unsent()) {
                let earlier = held.earlier_with(unsent, now);
                return Ok(Self { sequence: held.sequence, earlier, newest: Newest::at(now), ..self });
            }
            if same_kind && self.task.wrote(&held.state) {
                return Ok(resumed);
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
}
