//! What a session keeps of itself.

use super::Session;
use super::calm::with_asked;
use super::elsewhere::with_lease;
use crate::record::{RECORD_VERSION, Record};
use crate::value::Time;

impl Session {
    pub(super) fn record(&self, lease: Option<Time>) -> Record {
        let mut record = Record {
            version: RECORD_VERSION,
            op_id: self.op.clone(),
            sequence: self.sequence.saturating_add(1),
            vendor: self.account.vendor,
            mode: self.account.mode(),
            operation: self.operation.clone(),
            stage: self.task.stage(),
            reference: self.task.reference().cloned(),
            our_reference: self.task.our_reference(),
            state: with_asked(with_lease(self.state(), lease), self.asked),
        };
        self.account.keys.seal(&mut record);
        record
    }

    /// What the task keeps, and the tries before it.
    fn state(&self) -> String {
        let mut state = self.task.memo();
        // Every memo is an object with members.
        if !self.earlier.is_empty() && state.pop().is_some() {
            let earlier = serde_json::to_string(&self.earlier).unwrap_or_default();
            state.extend([",\"earlier\":", &earlier, "}"]);
        }
        state
    }
}
