//! xaalis for Kotlin and Swift: forwards to the door (`xaalis-door`), and decides nothing.
//!
//! What crosses is the door's JSON text, with names in camelCase. What is refused is the JSON of a
//! [`PaymentError`](xaalis::PaymentError) in a [`Refused`]. Moments are milliseconds since 1970.

mod account;
mod operation;
mod records;
mod relay;
mod sandbox;
mod texts;
mod webhook;

use std::sync::{Mutex, MutexGuard, PoisonError};
use xaalis::value::Time;

uniffi::setup_scaffolding!();

/// Why something is refused, as JSON.
#[derive(Debug, uniffi::Error)]
pub enum Refused {
    /// The JSON of a `PaymentError`.
    Because {
        /// The text.
        told: String,
    },
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::Because { told } = self;
        f.write_str(told)
    }
}

impl std::error::Error for Refused {}

impl From<String> for Refused {
    fn from(told: String) -> Self {
        Self::Because { told }
    }
}

/// What was asked for, or why it is refused.
pub(crate) type Answer<T> = Result<T, Refused>;

const fn time(now: i64) -> Time {
    Time::from_millis(now)
}

/// One at a time. A panic beside it would have said so; what it left is not worse than the panic.
fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
