//! A merchant's account at a vendor: makes sessions, adds host and key last.

use crate::client::{Dexchange, Senfenico};
use crate::context::Context;
use crate::error::PaymentError;
use crate::http::{Draft, Header, Request};
use crate::keyring::Keyring;
use crate::order::Order;
use crate::pace::Pace;
use crate::policy::People;
use crate::record::{RECORD_VERSION, Record};
use crate::session::Session;
use crate::value::{ApiKey, BaseUrl, Mode, OpId, Time};
use crate::vendor::Vendor;
use std::fmt;

/// A merchant's account at one vendor: its key, the vendor's host and the key's own call rate; in memory only.
/// [`Senfenico`] and [`Dexchange`] are its typed faces. All sessions of one account, and of its clones, share
/// the call rate: make one for each key.
#[derive(Clone)]
pub struct Account {
    pub(crate) vendor: Vendor,
    key: ApiKey,
    base: BaseUrl,
    /// Derived once, for it costs as much as a small answer.
    pub(crate) keys: Keyring,
    pub(crate) pace: Pace,
    pub(crate) people: People,
}

impl Account {
    /// An account with this key. Nothing is sent.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `key` when it has an impossible length or character; the text never
    /// shows the key.
    pub fn new(vendor: Vendor, key: &str) -> Result<Self, PaymentError> {
        let host = match vendor {
            Vendor::Senfenico => Senfenico::HOST,
            Vendor::Dexchange => Dexchange::HOST,
        };
        let (key, base) = (ApiKey::parse(key)?, BaseUrl::parse(host)?);
        let keys = Keyring::new(&key);
        Ok(Self { vendor, key, base, keys, pace: Pace::default(), people: People::default() })
    }

    /// The same account at another address: a sandbox on this machine. The key is sent there. Plain http is
    /// accepted for loopback only.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `base_url`.
    pub fn dangerous_base_url(mut self, url: &str) -> Result<Self, PaymentError> {
        self.base = BaseUrl::parse(url)?;
        Ok(self)
    }

    /// The same account, knowing keys that its key replaced: it goes on with payments that were begun
    /// under them, and recognises their payers and recipients. They are never sent, and what is
    /// stored from now on is sealed with the new key alone. Give them as long as anybody may ask about those
    /// payments, for ended ones are sealed too; never one that strangers know, for with it they can write
    /// records.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `earlier_keys[0]`, …: impossible, or of the other mode.
    pub fn earlier_keys<K: AsRef<str>>(
        mut self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Self, PaymentError> {
        let parse = |(place, key): (usize, K)| {
            let field = format!("earlier_keys[{place}]");
            let key = ApiKey::parse(key.as_ref()).map_err(|error| error.at(&field))?;
            if key.mode() == self.mode() {
                return Ok(key);
            }
            let allowed = "keys of the same mode: test and live do not mix";
            Err(PaymentError::invalid(field, "of the other mode", allowed))
        };
        let earlier = keys.into_iter().enumerate().map(parse).collect::<Result<Vec<_>, _>>()?;
        self.keys = self.keys.knowing(&earlier);
        Ok(self)
    }

    /// The same account, deciding otherwise about payments that wait for a person (Senfenico's alone do).
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `age_ms`: less than a minute, or more than a week.
    pub fn people(mut self, people: People) -> Result<Self, PaymentError> {
        if !People::AGES.contains(&people.age_ms) {
            let problem = format!("{} ms is out of range", people.age_ms);
            return Err(PaymentError::invalid("age_ms", problem, "from a minute to 7 days"));
        }
        self.people = people;
        Ok(self)
    }

    /// Test or live, as the key says.
    pub fn mode(&self) -> Mode {
        self.key.mode()
    }

    /// Whose account it is.
    pub const fn vendor(&self) -> Vendor {
        self.vendor
    }

    /// Begins any operation. `op_id` is yours: unique per operation, the same when you try again; letters,
    /// digits, `-` and `_`, at most 64. The session asks the journal first what it holds under that id
    /// ([`Step::Load`](crate::Step::Load)): nothing, and it begins; the same order, and it goes on from there;
    /// one that ended not sent, and it begins anew, with these details or others; anything else is refused
    /// ([`Step::Refused`](crate::Step::Refused)). A question that keeps no record asks nothing.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming the field; nothing was sent.
    pub fn begin(&self, order: Order, op_id: &str) -> Result<Session, PaymentError> {
        Session::begin(self.clone(), order, op_id)
    }

    /// The same under an id that nobody used before, a random one: the journal is not asked.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub fn begin_alone(&self, order: Order, op_id: &str) -> Result<Session, PaymentError> {
        Session::begin_alone(self.clone(), order, op_id)
    }

    /// Goes on with a stored operation. One that ended reports its end; an unknown one is
    /// looked for again. Never sends a payment that may have been sent, but where the
    /// vendor's idempotency key makes that safe: then by a process that stays with the session
    /// for the quiet time, which begins anew at `now`.
    ///
    /// # Errors
    /// [`PaymentError::Record`] when the record is not for this account.
    pub fn resume(&self, record: &Record, now: Time) -> Result<Session, PaymentError> {
        Session::resume(self.clone(), record, now)
    }

    /// The same for whoever comes back often, a page that is loaded again: where the vendor was asked a moment
    /// ago it waits ([`Why::Pending`](crate::Why::Pending)) until the next look is due, whichever process took the
    /// last one. What a person answers, a webhook, [`Event::Stop`](crate::Event::Stop),
    /// [`Session::limit`] and [`Session::look_now`] have it go on at once. A look that was
    /// waited for is stored before it is taken. What is lost is searched for, and what ended told, as by
    /// [`resume`](Self::resume).
    ///
    /// # Errors
    /// As [`resume`](Self::resume).
    pub fn resume_calmly(&self, record: &Record, now: Time) -> Result<Session, PaymentError> {
        Session::resume_calmly(self.clone(), record, now)
    }

    /// The same by its id, with what the journal holds under it.
    ///
    /// # Errors
    /// [`PaymentError::NotFound`] when that is nothing, [`PaymentError::Record`] when it is not for this
    /// account, or of another id.
    pub fn resume_under(
        &self,
        op_id: &str,
        held: Option<&Record>,
        now: Time,
    ) -> Result<Session, PaymentError> {
        self.resume(found(op_id, held)?, now)
    }

    /// The same [calmly](Self::resume_calmly).
    ///
    /// # Errors
    /// As [`resume_under`](Self::resume_under).
    pub fn resume_calmly_under(
        &self,
        op_id: &str,
        held: Option<&Record>,
        now: Time,
    ) -> Result<Session, PaymentError> {
        self.resume_calmly(found(op_id, held)?, now)
    }

    pub(crate) const fn key(&self) -> &ApiKey {
        &self.key
    }

    pub(crate) fn context(&self, op: &OpId) -> Context {
        Context { op: op.clone(), mode: self.mode(), keys: self.keys.clone(), people: self.people }
    }

    /// Can an operation of this account go on with it?
    pub(crate) fn is_for(&self, record: &Record) -> Result<(), PaymentError> {
        if record.version < RECORD_VERSION {
            return Err(PaymentError::record(
                "of a version before records were sealed, which was never released",
            ));
        }
        if record.version > RECORD_VERSION {
            return Err(PaymentError::record("written by a newer version of the library"));
        }
        if record.vendor != self.vendor {
            return Err(PaymentError::record("of the other vendor"));
        }
        if record.mode != self.mode() {
            return Err(PaymentError::record("of the other mode: test and live do not mix"));
        }
        if !self.keys.sealed(record) {
            return Err(PaymentError::record("sealed with another key, or changed since"));
        }
        Ok(())
    }

    pub(crate) fn seal(&self, draft: Draft) -> Request {
        let header = |name: &str, value: String| Header { name: name.to_owned(), value };
        let mut headers = vec![header("Accept", "application/json".to_owned())];
        if draft.body.is_some() {
            headers.push(header("Content-Type", "application/json".to_owned()));
        }
        let (name, before) = match self.vendor {
            Vendor::Dexchange => ("Authorization", "Bearer "),
            Vendor::Senfenico => ("X-API-KEY", ""),
        };
        // In one piece: growing would leave copies behind that nobody wipes.
        headers.push(header(name, [before, self.key.expose()].concat()));
        Request {
            method: draft.method,
            url: [self.base.as_str(), &draft.path].concat(),
            headers,
            body: draft.body,
            timeout_ms: draft.timeout_ms,
            max_body: draft.max_body,
            in_parts: draft.in_parts,
        }
    }
}

fn found<'a>(op_id: &str, held: Option<&'a Record>) -> Result<&'a Record, PaymentError> {
    let held = held.ok_or_else(|| PaymentError::NotFound { op_id: op_id.to_owned() })?;
    held.is_under(op_id)?;
    Ok(held)
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("key", &self.key).field("base", &self.base).finish_non_exhaustive()
    }
}
