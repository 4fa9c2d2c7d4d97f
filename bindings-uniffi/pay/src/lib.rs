//! What an app in Kotlin or Swift calls: forwards to the door (`xaalis-door`), and decides nothing.
//!
//! The relay's client and the texts of errors, and nothing that takes a key. What crosses is the door's JSON text, with
//! names in camelCase. Moments are milliseconds of any clock that only goes forward.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use xaalis::value::Time;
use xaalis_door as door;
use xaalis_door::Keys::Camel;

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

/// An app's end of a shop's relay, for the order that its token names.
#[derive(uniffi::Object)]
pub struct RelayClient(Mutex<door::RelayClient>);

#[uniffi::export]
impl RelayClient {
    /// Of the door's settings. Nothing is sent yet.
    #[uniffi::constructor]
    pub fn new(settings: String) -> Result<Arc<Self>, Refused> {
        Ok(Arc::new(Self(Mutex::new(door::RelayClient::new(&settings)?))))
    }

    /// What to do now. Safe to ask again: a request is handed out once.
    pub fn step(&self, now: i64) -> String {
        self.locked().step(Time::from_millis(now))
    }

    /// What came of it, or what the person did. Whether it was heard; then the step is asked for.
    pub fn tell(&self, event: String, now: i64) -> Result<bool, Refused> {
        Ok(self.locked().tell(&event, Time::from_millis(now))?)
    }

    /// The relay answered; `headers` are a list of pairs. Whether that was waited for.
    pub fn answered(&self, status: u16, headers: String, body: Vec<u8>, now: i64) -> Result<bool, Refused> {
        Ok(self.locked().answered(status, &headers, body, Time::from_millis(now))?)
    }
}

impl RelayClient {
    /// One at a time. A panic beside it would have said so; what it left is not worse than the panic.
    fn locked(&self) -> MutexGuard<'_, door::RelayClient> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a block of core's texts says with these facts.
#[uniffi::export]
pub fn error_texts(block: String, facts: String) -> Result<String, Refused> {
    Ok(door::error_texts(&block, &facts, Camel)?)
}

impl From<String> for Refused {
    fn from(told: String) -> Self {
        Self::Because { told }
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::Because { told } = self;
        f.write_str(told)
    }
}

impl std::error::Error for Refused {}
