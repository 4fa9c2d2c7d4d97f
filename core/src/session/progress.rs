//! How far it is, and when somebody is told.

use super::Session;
use crate::senfenico::Progress;

impl Session {
    /// How far a bulk payout is, as its record would tell; of anything else, nothing.
    pub fn progress(&self) -> Option<Progress> {
        self.task.progress()
    }

    /// The same, once each time that it has changed and no batch is on its way: for whoever shows it while it
    /// runs, and may take time for it.
    pub fn take_progress(&mut self) -> Option<Progress> {
        if self.task.is_sending_batch() || self.pending.is_some() {
            return None;
        }
        let progress = self.progress().filter(|progress| self.told.as_ref() != Some(progress))?;
        self.told = Some(progress);
        Some(progress)
    }
}
