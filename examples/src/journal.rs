//! A journal in SQLite: the newest record of each operation, and the two refusals the library counts on.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::fmt;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;
use xaalis::value::{OpId, Reference};
use xaalis::{Journal, Kept, PaymentError, Record, Stage};

/// How long one process waits for another's write to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// A store of records, safe against crashes and against several processes on one file.
#[derive(Debug)]
pub struct SqliteJournal(Connection);

/// Why the store itself failed. It is not certain that the record is kept: send nothing, resume later.
#[derive(Debug)]
pub enum JournalError {
    /// The database failed.
    Sqlite(rusqlite::Error),
    /// A record could not be read or written as JSON.
    Json(serde_json::Error),
    /// The file could not be made, or its name is a symbolic link: who may write the link's folder could
    /// put records elsewhere.
    File(std::io::Error),
}

/// Why a payment cannot go on in this process.
#[derive(Debug)]
pub enum StoreError {
    /// The library goes no further: the id is another order's, or another process is at it.
    Refused(PaymentError),
    /// The record may not be kept.
    Journal(JournalError),
}

impl SqliteJournal {
    /// Opens the file, and makes it when there is none, for its owner alone to read.
    ///
    /// # Errors
    /// When the database fails, or the path is a symbolic link.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        own_file(path).map_err(JournalError::File)?;
        let connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
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
}

impl Journal for SqliteJournal {
    type Error = JournalError;

    fn put(&mut self, record: &Record) -> Result<Kept, JournalError> {
        let body = serde_json::to_string(record)?;
        let (op_id, reference) = (record.op_id.as_str(), record.reference.as_ref().map(Reference::as_str));
        let (vendor, mode) = (word(&record.vendor)?, word(&record.mode)?);
        // Immediate: two processes must not both read before one writes.
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let held: Option<i64> = transaction
            .query_row("SELECT sequence FROM record WHERE op_id = ?1", [op_id], |row| row.get(0))
            .optional()?;
        if record.sequence != held.unwrap_or(0).saturating_add(1) {
            return Ok(Kept::Outrun);
        }
        // Asked, rather than left to the index: an error would not tell which constraint it was.
        let taken: bool = transaction.query_row(
            "SELECT EXISTS (SELECT 1 FROM record
             WHERE vendor = ?1 AND mode = ?2 AND reference = ?3 AND op_id <> ?4)",
            params![vendor, mode, reference, op_id],
            |row| row.get(0),
        )?;
        if taken {
            return Ok(Kept::Taken);
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
        Ok(Kept::Stored)
    }

    fn get(&self, op_id: &OpId) -> Result<Option<Record>, JournalError> {
        let body: Option<String> = self
            .0
            .query_row("SELECT body FROM record WHERE op_id = ?1", [op_id.as_str()], |row| row.get(0))
            .optional()?;
        Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
    }

    fn unfinished(&self) -> Result<Vec<Record>, JournalError> {
        let mut statement = self.0.prepare("SELECT body FROM record WHERE stage <> ?1 ORDER BY rowid")?;
        let bodies = statement.query_map([word(&Stage::Closed)?], |row| row.get::<_, String>(0))?;
        bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
    }
}

/// The name of an enum's value, as in the record's JSON.
fn word(value: &impl serde::Serialize) -> Result<String, JournalError> {
    let value = serde_json::to_value(value)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

/// SQLite gives its side files the mode of this one.
fn own_file(path: &Path) -> std::io::Result<()> {
    if path == Path::new(":memory:") {
        return Ok(());
    }
    if std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Err(std::io::Error::new(ErrorKind::InvalidInput, "the journal's path is a symbolic link"));
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        // One that is there is not opened here: closing it would drop the locks this process has on it.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(error) => write!(f, "journal: {error}"),
            Self::Json(error) => write!(f, "journal: {error}"),
            Self::File(error) => write!(f, "journal: {error}"),
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

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Journal(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<PaymentError> for StoreError {
    fn from(error: PaymentError) -> Self {
        Self::Refused(error)
    }
}

impl From<JournalError> for StoreError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}
