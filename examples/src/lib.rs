//! What the runnable examples share: a transport, a journal, and the sandbox they talk to.
//!
//! Copy [`HttpOnce`] and [`SqliteJournal`] into your own program: together they are all that a Rust
//! service needs around the library.

pub mod http_once;
mod http_parts;
pub mod journal;
pub mod relay;
pub mod relay_axum;
pub mod tally;
pub mod vendor;

pub use http_once::HttpOnce;
pub use journal::{JournalError, SqliteJournal, StoreError};
pub use relay::Relay;
pub use tally::SqliteTally;
pub use vendor::Vendor;

use std::time::{Duration, SystemTime};
use xaalis::value::Time;

/// The machine's clock, as the core wants it.
pub fn now() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Sleeps until this moment.
pub fn sleep_until(until: Time) {
    std::thread::sleep(Duration::from_millis(u64::try_from(until.since(now())).unwrap_or(0)));
}
