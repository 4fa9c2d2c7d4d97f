//! Where records are kept: in memory here, a table with two unique columns in real life.

use std::collections::BTreeMap;
use xaalis::{Kept, Record};

/// The newest record of each operation, as the JSON text a database would hold.
#[derive(Debug, Default)]
pub(super) struct Journal {
    newest: BTreeMap<String, (i64, String)>,
    owners: BTreeMap<String, String>,
}

impl Journal {
    /// Stores a record.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn put(&mut self, record: &Record) -> Result<Kept, String> {
        let op = record.op_id.as_str();
        let held = self.newest.get(op).map_or(0, |(sequence, _)| *sequence);
        if record.sequence != held + 1 {
            return Ok(Kept::Outrun);
        }
        if let Some(reference) = &record.reference {
            let owner = self.owners.entry(reference.as_str().to_owned()).or_insert_with(|| op.to_owned());
            if owner != op {
                return Ok(Kept::Taken);
            }
        }
        let json = serde_json::to_string(record).map_err(|error| error.to_string())?;
        self.newest.insert(op.to_owned(), (record.sequence, json));
        Ok(Kept::Stored)
    }

    /// The newest record of an operation, read back from its text.
    pub(super) fn get(&self, op: &str) -> Option<Record> {
        serde_json::from_str(self.text(op)?).ok()
    }

    /// The same, as it is stored.
    pub(super) fn text(&self, op: &str) -> Option<&str> {
        self.newest.get(op).map(|(_, json)| json.as_str())
    }

    /// Every record as it is stored.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.newest.values().map(|(_, json)| json.as_str())
    }
}
