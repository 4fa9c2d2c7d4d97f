//! What a relay counts and holds, in SQLite: any number of processes on one file count together.

use crate::JournalError;
use rusqlite::{Connection, OptionalExtension, params};
use std::path::Path;
use std::time::Duration;
use xaalis::value::Time;

/// Limits and holds. What is lost of them is no money: that is the journal's to keep.
#[derive(Debug)]
pub struct SqliteTally(Connection);

impl SqliteTally {
    /// Opens the file, and makes its two tables when there are none. It may be the journal's file.
    ///
    /// # Errors
    /// When the database fails.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE IF NOT EXISTS relay_count (
                 key TEXT PRIMARY KEY, began INTEGER NOT NULL, total INTEGER NOT NULL
             ) STRICT;
             CREATE TABLE IF NOT EXISTS relay_hold (
                 key TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL
             ) STRICT;
             CREATE TABLE IF NOT EXISTS top_up_code (
                 shop_order TEXT PRIMARY KEY, code TEXT NOT NULL
             ) STRICT;",
        )?;
        Ok(Self(connection))
    }

    /// Keeps the code that an order's top-up bought. It is money's worth: who reads the database can use it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep(&self, order: &str, code: &str) -> Result<(), JournalError> {
        let sql = "INSERT INTO top_up_code VALUES (?1, ?2) ON CONFLICT (shop_order) DO UPDATE SET code = excluded.code";
        self.0.execute(sql, (order, code))?;
        Ok(())
    }

    /// The code that was kept for an order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn recall(&self, order: &str) -> Result<Option<String>, JournalError> {
        let sql = "SELECT code FROM top_up_code WHERE shop_order = ?1";
        Ok(self.0.query_row(sql, [order], |row| row.get(0)).optional()?)
    }

    /// Adds to what was counted in the window that is running, and tells the sum.
    ///
    /// # Errors
    /// When the database fails.
    pub fn take(&self, key: &str, add: i64, window_ms: i64, now: Time) -> Result<i64, JournalError> {
        // One statement: no two requests count the same.
        let sql = "INSERT INTO relay_count (key, began, total) VALUES (?1, ?2, ?3)
            ON CONFLICT (key) DO UPDATE SET
                total = CASE WHEN ?2 - began >= ?4 THEN ?3 ELSE total + ?3 END,
                began = CASE WHEN ?2 - began >= ?4 THEN ?2 ELSE began END
            RETURNING total";
        Ok(self.0.query_row(sql, params![key, now.millis(), add, window_ms], |row| row.get(0))?)
    }

    /// Holds the key for its owner, or renews it, unless somebody else does: is it theirs now?
    ///
    /// # Errors
    /// When the database fails.
    pub fn hold(&self, key: &str, owner: &str, ttl_ms: i64, now: Time) -> Result<bool, JournalError> {
        let sql = "INSERT INTO relay_hold (key, owner, until) VALUES (?1, ?2, ?3)
            ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
                WHERE owner = excluded.owner OR until <= ?4
            RETURNING 1";
        let until = now.plus(ttl_ms).millis();
        let held: Option<i64> =
            self.0.query_row(sql, params![key, owner, until, now.millis()], |row| row.get(0)).optional()?;
        Ok(held.is_some())
    }

    /// Frees the key, if this owner holds it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn free(&self, key: &str, owner: &str) -> Result<(), JournalError> {
        self.0.execute("DELETE FROM relay_hold WHERE key = ?1 AND owner = ?2", params![key, owner])?;
        Ok(())
    }

    /// Forgets what is over: once a day will do.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tidy(&self, now: Time) -> Result<(), JournalError> {
        let yesterday = now.millis().saturating_sub(2 * 24 * 3_600_000);
        self.0.execute("DELETE FROM relay_hold WHERE until < ?1", [yesterday])?;
        self.0.execute("DELETE FROM relay_count WHERE began < ?1", [yesterday])?;
        Ok(())
    }
}
