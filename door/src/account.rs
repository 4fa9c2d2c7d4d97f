//! A merchant's account: key, host and the key's own call rate.

use crate::Answer;
use crate::keys::Keys;
use crate::operation::Operation;
use crate::read::{self, given, refused};
use xaalis::Vendor;
use xaalis::given::{At, Fields, Given, Kind, Read};
use xaalis::policy::{PERSON_AGE, People};
use xaalis::value::{Mode, Time};
use xaalis::{Order, PaymentError, Record, Session};
use zeroize::Zeroize;

/// A merchant's account at a vendor. Holds the key.
pub struct Account {
    pub(crate) account: xaalis::Account,
    pub(crate) keys: Keys,
}

/// What an account is made of.
struct Config {
    vendor: Vendor,
    api_key: String,
    base_url: Option<String>,
    earlier_keys: Option<Vec<String>>,
    may_abandon: Option<bool>,
    person_age_ms: Option<i64>,
    keys: Option<Keys>,
}

impl Read for Config {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let names = ["vendor", "api_key", "base_url", "earlier_keys", "may_abandon", "person_age_ms", "keys"];
        let mut fields = Fields::of(given, &names, at)?;
        Ok(Self {
            vendor: fields.take("vendor")?,
            api_key: fields.take("api_key")?,
            base_url: fields.take("base_url")?,
            earlier_keys: fields.take("earlier_keys")?,
            may_abandon: fields.take("may_abandon")?,
            person_age_ms: fields.take("person_age_ms")?,
            keys: fields.take("keys")?,
        })
    }
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
        let keys = config.keys.unwrap_or_default();
        let account = config.account().map_err(|error| refused(named(error), keys))?;
        Ok(Self { account, keys })
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
        let order: Order = given(order, "order", self.keys)?;
        let after = read::read::<Vec<String>>(after, "after");
        self.operation(after.and_then(|after| self.account.begin(order, op_id)?.after(after)))
    }

    /// An operation under an id that nobody else has: no journal is asked for it.
    pub fn begin_alone(&self, order: &str, op_id: &str) -> Answer<Operation> {
        self.operation(self.account.begin_alone(given(order, "order", self.keys)?, op_id))
    }

    /// An operation that goes on from its newest record.
    pub fn resume(&self, record: &str, now: Time) -> Answer<Operation> {
        self.operation(self.account.resume(&read::record(record, self.keys)?, now))
    }

    /// The same for who comes back often: see core's `Account::resume_calmly`.
    pub fn resume_calmly(&self, record: &str, now: Time) -> Answer<Operation> {
        self.operation(self.account.resume_calmly(&read::record(record, self.keys)?, now))
    }

    /// The same by its id, with what the journal holds under it: a record, or `null`.
    pub fn resume_under(&self, op_id: &str, held: &str, now: Time) -> Answer<Operation> {
        self.operation(self.account.resume_under(op_id, self.found(held)?.as_ref(), now))
    }

    /// The same [calmly](Self::resume_calmly).
    pub fn resume_calmly_under(&self, op_id: &str, held: &str, now: Time) -> Answer<Operation> {
        self.operation(self.account.resume_calmly_under(op_id, self.found(held)?.as_ref(), now))
    }

    /// What the journal holds: a record, or `null`.
    fn found(&self, held: &str) -> Answer<Option<Record>> {
        if held == "null" { Ok(None) } else { read::record(held, self.keys).map(Some) }
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
            .earlier_keys(self.earlier_keys.iter().flatten())?
            .people(people)?;
        match &self.base_url {
            Some(url) => account.dangerous_base_url(url),
            None => Ok(account),
        }
    }
}

/// As the config calls them.
fn named(error: PaymentError) -> PaymentError {
    match error.field() {
        Some("key") => error.at("api_key"),
        Some("age_ms") => error.at("person_age_ms"),
        _ => error,
    }
}
