//! A merchant's account: key, host and the key's own call rate.

use crate::Answer;
use crate::keys::Keys;
use crate::opening::Opening;
use crate::operation::Operation;
use crate::order;
use crate::read::{self, refused};
use serde::Deserialize;
use xaalis::policy::{PERSON_AGE, People};
use xaalis::value::{Mode, OpId, Time};
use xaalis::webhook::Vendor;
use xaalis::{Dexchange, PaymentError, Senfenico, Session};
use zeroize::Zeroize;

/// A merchant's account at a vendor. Holds the key.
pub struct Account {
    client: Client,
    keys: Keys,
}

enum Client {
    Senfenico(Senfenico),
    Dexchange(Dexchange),
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
        let client = Client::new(&config).map_err(|error| refused(named(error), config.keys))?;
        Ok(Self { client, keys: config.keys })
    }

    /// `test` or `live` as the key says, `unknown` when it says neither.
    pub fn mode(&self) -> &'static str {
        let mode = match &self.client {
            Client::Senfenico(client) => client.mode(),
            Client::Dexchange(client) => client.mode(),
        };
        match mode {
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
            let after = after
                .iter()
                .enumerate()
                .map(|(place, id)| OpId::parse(id).map_err(|error| error.at(format!("after[{place}]"))));
            let after = after.collect::<Result<Vec<_>, _>>()?;
            Ok(Operation::opening(Opening::new(self.begun(order, op_id)?, after), self.keys))
        };
        begun().map_err(|error| refused(error, self.keys))
    }

    /// An operation under an id that nobody else has: no journal is asked for it.
    pub fn begin_alone(&self, order: &str, op_id: &str, now: Time) -> Answer<Operation> {
        let begun = self.begun(order, op_id).and_then(|session| session.go_on_from(None, now));
        begun.map(|session| Operation::new(session, self.keys)).map_err(|error| refused(error, self.keys))
    }

    /// An operation that goes on from its newest record.
    pub fn resume(&self, record: &str, now: Time) -> Answer<Operation> {
        let resumed = read::record(record).and_then(|record| match &self.client {
            Client::Senfenico(client) => client.resume(&record, now),
            Client::Dexchange(client) => client.resume(&record, now),
        });
        resumed.map(|session| Operation::new(session, self.keys)).map_err(|error| refused(error, self.keys))
    }

    fn begun(&self, order: &str, op_id: &str) -> Result<Session, PaymentError> {
        let order = order::order(order)?;
        match &self.client {
            Client::Senfenico(client) => client.begin(order, op_id),
            Client::Dexchange(client) => client.begin(order, op_id),
        }
    }
}

impl Client {
    fn new(config: &Config) -> Result<Self, PaymentError> {
        let (key, earlier) = (config.api_key.as_str(), &config.earlier_keys);
        Ok(match config.vendor {
            Vendor::Senfenico => {
                let people = People {
                    may_abandon: config.may_abandon.unwrap_or(true),
                    age_ms: config.person_age_ms.unwrap_or(PERSON_AGE),
                };
                let client = Senfenico::new(key)?.earlier_keys(earlier)?.people(people)?;
                Self::Senfenico(match &config.base_url {
                    Some(url) => client.dangerous_base_url(url)?,
                    None => client,
                })
            }
            Vendor::Dexchange => {
                let client = Dexchange::new(key)?.earlier_keys(earlier)?;
                Self::Dexchange(match &config.base_url {
                    Some(url) => client.dangerous_base_url(url)?,
                    None => client,
                })
            }
        })
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
