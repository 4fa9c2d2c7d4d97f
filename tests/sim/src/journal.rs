//! What a process stores in the merchant's journal, and what it finds there.

use super::engine::World;
use xaalis::value::OpId;
use xaalis::{Event, Journal, Kept, Record, Stage};

impl World {
    /// What the merchant's journal holds.
    pub(super) fn loaded(&self, intent: usize, op_id: &OpId) -> Event {
        let record = self.merchants[self.intents[intent].merchant].journal.get(op_id);
        Event::Loaded { record: record.ok().flatten() }
    }

    /// Is its newest record that of an operation which goes on?
    pub(super) fn is_open(&self, intent: usize) -> bool {
        let record = OpId::parse(&self.intents[intent].op).ok().map(|op| self.loaded(intent, &op));
        matches!(record, Some(Event::Loaded { record: Some(record) }) if record.stage == Stage::Open)
    }

    /// False when the process is gone.
    pub(super) fn store(&mut self, process: usize, record: &Record) -> bool {
        let intent = self.processes[process].intent;
        self.look_for_secrets(intent, "record", &serde_json::to_string(record).unwrap_or_default());
        if self.strikes(intent, self.weather.journal) {
            // The process cannot know whether the record was kept: it may send nothing.
            self.report.fault("journal write failed");
            if self.rngs[intent].chance(500) && self.put(intent, record) == Kept::Stored {
                self.writers[intent] = Some(process);
                self.processes[process].stored = true;
            }
            self.dies(process, true);
            return false;
        }
        let kept = self.put(intent, record);
        self.processes[process].stored = kept == Kept::Stored;
        if kept == Kept::Stored {
            self.writers[intent] = Some(process);
            self.knowledge_kept(process);
            self.judge_anew(intent, record);
        }
        if self.strikes(intent, self.weather.crash) {
            self.report.fault("crash after storing");
            self.dies(process, true);
            return false;
        }
        let now = self.local(process);
        self.processes[process].session.handle(kept.event(), now);
        true
    }

    pub(super) fn put(&mut self, intent: usize, record: &Record) -> Kept {
        let merchant = &mut self.merchants[self.intents[intent].merchant];
        let kept = merchant.journal.put(record).unwrap_or(Kept::Outrun);
        if kept == Kept::Stored
            && let Some(reference) = &record.reference
        {
            self.by_reference.insert(reference.as_str().to_owned(), intent);
        }
        if kept == Kept::Stored {
            self.judge_given_up(intent, record);
            self.stored_twice(intent, record);
        }
        kept
    }
}
