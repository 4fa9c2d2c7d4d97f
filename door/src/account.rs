//! A merchant's account: key, host and the key's own call rate.

use crate::Answer;
use crate::keys::Keys;
use crate::operation::Operation;
use crate::order;
use crate::read::{self, refused};
use serde::Deserialize;
use xaalis::policy::{PERSON_AGE, People};
use xaalis::value::{Mode, Time};
use xaalis::webhook::Vendor;
use xaalis::{PaymentError, Record, Session};
use zeroize::Zeroize;

/// A merchant's account at a vendor. Holds the key.
pub struct Account {
    account: xaalis::Account,
    keys: Keys,
}

/// What an account is made of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    vendor: Vendor,
    api_key: String,
    #[serde(default)]
    base_url: Option<String>,
    #[serde(default)]
    earlier_keys: Vec<String>,
    #[serde(default)]
    may_abandon: Option<bool>,
    #[serde(default)]
    person_age_ms: Option<i64>,
    #[serde(default)]
    keys: Keys,
}

impl Drop for Config {
    fn drop(&mut self) {
        self.api_key.zeroize();
        self.earlier_keys.zeroize();
    }
}

impl Account {
    /// Of `{"vendor", "api_key", "base_url"?, "earlier_keys"?, "may_abandon"?, "person_age_ms"?, "keys"?}`; the
    /// last is `snake` or `camel`, for all that goes out.
    pub fn new(mut config: String) -> Answer<Self> {
        let read: Result<Config, _> = read::read(&config, "config");
        config.zeroize();
        let config = read.map_err(|error| refused(error, Keys::default()))?;
        let account = config.account().map_err(|error| refused(named(error), config.keys))?;
        Ok(Self { account, keys: config.keys })
    }

    /// `test` or `live` as the key says, `unknown` when it says neither.
    pub fn mode(&self) -> &'static str {
        match self.account.mode() {
            Mode::Test => "test",
            Mode::Live => "live",
            Mode::Unknown => "unknown",
        }
    }

    /// An operation under an id of yours, the next try after those of `after` (a list of ids). It asks the
    /// journal first.
    pub fn begin(&self, order: &str, op_id: &str, after: &str) -> Answer<Operation> {
        let begun = || {
            let after: Vec<String> = read::read(after, "after")?;
            self.account.begin(order::order(order)?, op_id)?.after(after)
        };
        self.operation(begun())
    }

    /// An operation under an id that nobody else has: no journal is asked for it.
    pub fn begin_alone(&self, order: &str, op_id: &str) -> Answer<Operation> {
        self.operation(order::order(order).and_then(|order| self.account.begin_alone(order, op_id)))
    }

    /// An operation that goes on from its newest record.
    pub fn resume(&self, record: &str, now: Time) -> Answer<Operation> {
        self.operation(read::record(record).and_then(|record| self.account.resume(&record, now)))
    }

    /// The same for who comes back often: see core's `Account::resume_calmly`.
    pub fn resume_calmly(&self, record: &str, now: Time) -> Answer<Operation> {
        self.operation(read::record(record).and_then(|record| self.account.resume_calmly(&record, now)))
    }

    /// The same by its id, with what the journal holds under it: a record, or `null`.
    pub fn resume_under(&self, op_id: &str, held: &str, now: Time) -> Answer<Operation> {
        self.operation(found(held).and_then(|held| self.account.resume_under(op_id, held.as_ref(), now)))
    }

    /// The same [calmly](Self::resume_calmly).
    pub fn resume_calmly_under(&self, op_id: &str, held: &str, now: Time) -> Answer<Operation> {
        self.operation(
            found(held).and_then(|held| self.account.resume_calmly_under(op_id, held.as_ref(), now)),
        )
    }

    fn operation(&self, session: Result<Session, PaymentError>) -> Answer<Operation> {
        let session = session.map_err(|error| refused(error, self.keys))?;
        Ok(Operation::new(session, self.keys))
    }
}

impl Config {
    fn account(&self) -> Result<xaalis::Account, PaymentError> {
        let people = People {
            may_abandon: self.may_abandon.unwrap_or(true),
            age_ms: self.person_age_ms.unwrap_or(PERSON_AGE),
        };
        let account = xaalis::Account::new(self.vendor, &self.api_key)?
            .earlier_keys(&self.earlier_keys)?
            .people(people)?;
        match &self.base_url {
            Some(url) => account.dangerous_base_url(url),
            None => Ok(account),
        }
    }
}

/// What the journal holds: a record, or `null`.
fn found(held: &str) -> Result<Option<Record>, PaymentError> {
    if held == "null" { Ok(None) } else { read::record(held).map(Some) }
}

/// As the config calls them.
fn named(error: PaymentError) -> PaymentError {
    match error.field() {
        Some("key") => error.at("api_key"),
        Some("age_ms") => error.at("person_age_ms"),
        _ => error,
    }
}
