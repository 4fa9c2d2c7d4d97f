//! A journal in SQLite: the newest record of each operation, and the two refusals the library counts on.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::fmt;
use std::path::Path;
use xaalis::{Record, Stage};

/// A store of records, safe against crashes and against several processes.
#[derive(Debug)]
pub struct Journal(Connection);

/// Why a record could not be made durable, so that nothing may be sent.
#[derive(Debug)]
pub enum JournalError {
    /// Another process wrote this operation since it was read: it is theirs now.
    Outrun {
        /// The operation.
        op_id: String,
    },
    /// The database failed.
    Sqlite(rusqlite::Error),
    /// A record could not be read or written as JSON.
    Json(serde_json::Error),
}

impl Journal {
    /// Opens the file, and makes it when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.execute_batch(
            // FULL: a record that a power cut takes away was not stored, and a payment may follow it.
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             CREATE TABLE IF NOT EXISTS record (
                 op_id     TEXT PRIMARY KEY,
                 sequence  INTEGER NOT NULL,
                 vendor    TEXT NOT NULL,
                 mode      TEXT NOT NULL,
                 stage     TEXT NOT NULL,
                 reference TEXT,
                 body      TEXT NOT NULL,
                 UNIQUE (vendor, mode, reference)
             ) STRICT;",
        )?;
        Ok(Self(connection))
    }

    /// Makes a record durable. `Ok(false)`: another operation holds its reference.
    ///
    /// # Errors
    /// [`JournalError::Outrun`] when another process was faster; otherwise when the database fails.
    pub fn store(&mut self, record: &Record) -> Result<bool, JournalError> {
        let body = serde_json::to_string(record)?;
        let (op_id, reference) =
            (record.op_id.as_str(), record.reference.as_ref().map(xaalis::value::Reference::as_str));
        let (vendor, mode) = (word(&record.vendor)?, word(&record.mode)?);
        // Immediate: two processes must not both read before one writes.
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let held: Option<i64> = transaction
            .query_row("SELECT sequence FROM record WHERE op_id = ?1", [op_id], |row| row.get(0))
            .optional()?;
        if record.sequence != held.unwrap_or(0) + 1 {
            return Err(JournalError::Outrun { op_id: op_id.to_owned() });
        }
        let taken: bool = transaction.query_row(
            "SELECT EXISTS (SELECT 1 FROM record
             WHERE vendor = ?1 AND mode = ?2 AND reference = ?3 AND op_id <> ?4)",
            params![vendor, mode, reference, op_id],
            |row| row.get(0),
        )?;
        if taken {
            return Ok(false);
        }
        transaction.execute(
            "INSERT INTO record (op_id, sequence, vendor, mode, stage, reference, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (op_id) DO UPDATE SET
                 sequence = excluded.sequence, vendor = excluded.vendor, mode = excluded.mode,
                 stage = excluded.stage, reference = excluded.reference, body = excluded.body",
            params![op_id, record.sequence, vendor, mode, word(&record.stage)?, reference, body],
        )?;
        transaction.commit()?;
        Ok(true)
    }

    /// The newest record of an operation.
    ///
    /// # Errors
    /// When the database fails.
    pub fn newest(&self, op_id: &str) -> Result<Option<Record>, JournalError> {
        let body: Option<String> = self
            .0
            .query_row("SELECT body FROM record WHERE op_id = ?1", [op_id], |row| row.get(0))
            .optional()?;
        Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
    }

    /// The operations a process should go on with when it starts.
    ///
    /// # Errors
    /// When the database fails.
    pub fn unfinished(&self) -> Result<Vec<Record>, JournalError> {
        let mut statement = self.0.prepare("SELECT body FROM record WHERE stage <> ?1 ORDER BY op_id")?;
        let bodies = statement.query_map([word(&Stage::Closed)?], |row| row.get::<_, String>(0))?;
        bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
    }
}

/// The name of an enum's value, as in the record's JSON.
fn word(value: &impl serde::Serialize) -> Result<String, JournalError> {
    let value = serde_json::to_value(value)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outrun { op_id } => write!(f, "another process has taken {op_id} over"),
            Self::Sqlite(error) => write!(f, "journal: {error}"),
            Self::Json(error) => write!(f, "journal: {error}"),
        }
    }
}

impl std::error::Error for JournalError {}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<serde_json::Error> for JournalError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xaalis::value::{Mode, OpId, Reference};
    use xaalis::webhook::Vendor;

    fn record(op_id: &str, sequence: i64, reference: Option<&str>) -> Record {
        Record {
            version: 1,
            op_id: OpId::parse(op_id).unwrap(),
            sequence,
            vendor: Vendor::Senfenico,
            mode: Mode::Test,
            operation: "collect".into(),
            stage: Stage::Open,
            reference: reference.map(|text| Reference::parse(text).unwrap()),
            our_reference: None,
            state: "{}".into(),
        }
    }

    #[test]
    fn keeps_the_newest_and_refuses_gaps_repeats_and_taken_references() {
        let mut journal = Journal::open(Path::new(":memory:")).unwrap();
        assert!(journal.store(&record("a", 1, None)).unwrap());
        assert!(journal.store(&record("a", 2, Some("ch_1"))).unwrap());
        for sequence in [1, 2, 4] {
            assert!(matches!(journal.store(&record("a", sequence, None)), Err(JournalError::Outrun { .. })));
        }
        assert!(journal.store(&record("b", 1, None)).unwrap());
        assert!(!journal.store(&record("b", 2, Some("ch_1"))).unwrap());
        assert_eq!(journal.newest("a").unwrap(), Some(record("a", 2, Some("ch_1"))));
        assert_eq!(journal.newest("b").unwrap(), Some(record("b", 1, None)));
        assert_eq!(journal.unfinished().unwrap().len(), 2);
    }
}
