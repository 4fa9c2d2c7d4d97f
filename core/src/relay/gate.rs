//! The server's end: what a request of a page or an app comes to, step by step, without a socket, a clock or a store.
//!
//! A [`Gate`] is made once, at start. Each request is a [`Visit`]: [`Visit::poll`] says what to do, [`Visit::handle`]
//! is told what came of it, until [`GateStep::Respond`]. Nothing is read from a store before the token's signature
//! holds, and only the journal protects money: counts and holds limit and smooth.

mod answer;
mod bills;
mod body;
mod decide;
mod entry;
mod limits;
mod run;
mod visit;

pub use answer::Answer;
pub use visit::Visit;

use self::bills::Bills;
use super::token::{APP, BILL, Claims, RelayKeys, is_origin};
use crate::account::Account;
use crate::error::PaymentError;
use crate::http::Header;
use crate::machine::Event;
use crate::session::Step;
use crate::value::{Personal, Time, WebUrl};
use crate::vendor::Vendor;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A merchant's relay. Clones share how many requests to the vendor are under way in this process.
#[derive(Clone)]
pub struct Gate {
    pub(super) account: Account,
    pub(super) keys: RelayKeys,
    url: String,
    path: String,
    origins: Vec<String>,
    may_collect: bool,
    pages: Option<(String, String)>,
    bills: Option<Bills>,
    most_at_once: usize,
    under_way: Arc<AtomicUsize>,
}

/// How many requests may wait for the vendor at once in one process, where nothing is said.
pub const AT_ONCE: usize = 8;

impl Gate {
    /// A relay at this address, for pages of these origins (and [`APP`] for apps). It carries out nothing before
    /// [`collects`](Self::collects), [`opens_checkouts`](Self::opens_checkouts) or [`pays_bills`](Self::pays_bills)
    /// says so. A shop with accounts of both vendors has a relay for each, at two addresses.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `relay_url`, `origins`, or `relay_keys`, when one of them is the vendor's key.
    pub fn new(
        account: impl Into<Account>,
        url: &str,
        keys: RelayKeys,
        origins: &[&str],
    ) -> Result<Self, PaymentError> {
        let account = account.into();
        WebUrl::parse("relay_url", url)?;
        let rest = url.split_once("://").map_or("", |(_, rest)| rest);
        let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default();
        if path.len() < 2
            || path.contains(['?', '#', '%', '\\'])
            || path.contains("//")
            || path.contains("/.")
        {
            let allowed = "https://host/path, without a query: what tokens name as aud";
            return Err(PaymentError::invalid("relay_url", "not a plain path behind the host", allowed));
        }
        if origins.is_empty() || !origins.iter().all(|origin| is_origin(origin)) {
            let allowed = "as browsers write them: https://shop.example, without a path; or app";
            return Err(PaymentError::invalid("origins", "none, or not an origin", allowed));
        }
        if keys.holds(account.key().expose()) {
            let allowed = "a secret of its own: customers could try keys against its tokens";
            return Err(PaymentError::invalid("relay_keys", "the vendor's key", allowed));
        }
        Ok(Self {
            account,
            keys,
            url: url.to_owned(),
            path: path.to_owned(),
            origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
            may_collect: false,
            pages: None,
            bills: None,
            most_at_once: AT_ONCE,
            under_way: Arc::default(),
        })
    }

    /// The same, carrying out `collect`.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `account`, which is Senfenico's alone.
    pub fn collects(self) -> Result<Self, PaymentError> {
        self.is_of(Vendor::Senfenico)?;
        Ok(Self { may_collect: true, ..self })
    }

    /// The same, carrying out `checkout`. Where the customer comes back to is the shop's to say, never the page's.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `account`, which is Senfenico's alone, `success_url` or `cancel_url`.
    pub fn opens_checkouts(self, success_url: &str, cancel_url: &str) -> Result<Self, PaymentError> {
        self.is_of(Vendor::Senfenico)?;
        WebUrl::parse("success_url", success_url)?;
        WebUrl::parse("cancel_url", cancel_url)?;
        Ok(Self { pages: Some((success_url.to_owned(), cancel_url.to_owned())), ..self })
    }

    /// The same, with so many requests that wait for the vendor at once: half of a server's threads. More are
    /// answered with 503, so that a vendor that hangs does not take the shop's other pages with it.
    #[must_use]
    pub fn most_at_once(self, most: usize) -> Self {
        Self { most_at_once: most, ..self }
    }

    /// A token for one order. `operation` is `collect`, `checkout` or `pay_bill`; all origins of this relay may use it.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming what no relay would take.
    pub fn mint(&self, claims: &Claims) -> Result<String, PaymentError> {
        if claims.audience != self.url {
            return Err(PaymentError::invalid("audience", "of another relay", "this relay's address"));
        }
        self.check_operation(claims)?;
        if !claims.origins.iter().all(|origin| self.origins.contains(origin)) {
            return Err(PaymentError::invalid("origins", "not this relay's", "those it was made with"));
        }
        self.keys.mint(claims)
    }

    /// The claims of a token for one order, good for a quarter of an hour, for all origins of this relay.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `amount`.
    pub fn claims(
        &self,
        order: &str,
        operation: &str,
        amount: i64,
        now: Time,
    ) -> Result<Claims, PaymentError> {
        let amount = crate::value::Amount::at_least("amount", amount, 1)?;
        Ok(Claims::new(&self.url, order, operation, amount, now).for_origins(self.origins.iter().cloned()))
    }

    /// A request. `id` is a random one, for what is held while it lasts.
    pub fn visit(&self, incoming: &Incoming, id: &str, now: Time) -> Visit {
        Visit::new(self.clone(), incoming, id, now)
    }

    /// Is this carried out here?
    fn check_operation(&self, claims: &Claims) -> Result<(), PaymentError> {
        let is_carried_out = match claims.operation.as_str() {
            "collect" => self.may_collect,
            "checkout" => self.pages.is_some(),
            BILL => return self.check_bill(claims),
            _ => false,
        };
        let refused = || PaymentError::invalid("operation", "not carried out here", self.operations());
        is_carried_out.then_some(()).ok_or_else(refused)
    }

    fn operations(&self) -> String {
        let all =
            [("collect", self.may_collect), ("checkout", self.pages.is_some()), (BILL, self.bills.is_some())];
        let names: Vec<&str> = all.iter().filter(|(_, is_on)| *is_on).map(|(name, _)| *name).collect();
        if names.is_empty() { "none yet".to_owned() } else { names.join(", ") }
    }

    fn is_of(&self, vendor: Vendor) -> Result<(), PaymentError> {
        let (problem, allowed) = match vendor {
            Vendor::Senfenico => ("of DEXCHANGE", "an account of Senfenico"),
            Vendor::Dexchange => ("of Senfenico", "an account of DEXCHANGE"),
        };
        let refused = || PaymentError::invalid("account", problem, allowed);
        (self.account.vendor() == vendor).then_some(()).ok_or_else(refused)
    }

    fn knows(&self, origin: &str) -> bool {
        origin != APP && self.origins.iter().any(|known| known == origin)
    }

    /// A place among those that wait for the vendor, if one is free.
    fn slot(&self) -> Option<Slot> {
        let most = self.most_at_once;
        let entered = self.under_way.fetch_update(Ordering::AcqRel, Ordering::Acquire, |n| {
            Some(n.saturating_add(1)).filter(|n| *n <= most)
        });
        entered.is_ok().then(|| Slot(Arc::clone(&self.under_way)))
    }
}

/// Given back when dropped, whatever became of the visit.
struct Slot(Arc<AtomicUsize>);

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A request as it came. Read at most [`MOST_BODY`] bytes of its body and one more.
#[derive(Clone)]
pub struct Incoming {
    /// The method, as it came.
    pub method: String,
    /// The path and query, as they came: not decoded, not made shorter.
    pub target: String,
    /// All headers; one that came twice stands here twice.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Vec<u8>,
}

/// The most bytes of a body.
pub const MOST_BODY: usize = 4_096;

/// What a visit wants next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GateStep {
    /// Add to what was counted under this key in the window that is running (a new one begins when that is over),
    /// and tell the sum: [`GateEvent::Counted`]. One statement of a database, so that no two count the same.
    Take {
        /// The key.
        key: String,
        /// How much is added; −1 gives back what was taken.
        add: i64,
        /// How long a window is, in milliseconds.
        window_ms: i64,
    },
    /// Hold this key for this owner if nobody else does, or renew it: [`GateEvent::Held`].
    Hold {
        /// The key.
        key: String,
        /// Who holds it.
        owner: String,
        /// For how long, in milliseconds, unless it is freed.
        ttl_ms: i64,
    },
    /// Free this key if this owner holds it: [`GateEvent::Freed`].
    Free {
        /// The key.
        key: String,
        /// Who held it.
        owner: String,
    },
    /// Keep the code that this order's top-up bought, whatever was kept before: [`GateEvent::Kept`]. Of a relay that
    /// [keeps codes](Gate::keeps_codes) alone.
    Keep {
        /// The shop's order.
        order: String,
        /// The code, for the customer's meter.
        code: Personal,
    },
    /// Tell the code that was kept for this order, if one was: [`GateEvent::Recalled`].
    Recall {
        /// The shop's order.
        order: String,
    },
    /// Do what a session wants, as everywhere: [`GateEvent::Ran`]. A store, a load, a request or a short wait, after
    /// which nothing has to be told.
    Run {
        /// What it wants.
        step: Step,
    },
    /// Answer the request; the visit is over.
    Respond {
        /// With this.
        answer: Answer,
    },
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GateEvent {
    /// What is counted now.
    Counted {
        /// The sum in this window.
        total: i64,
    },
    /// Whether the key is held for its owner now.
    Held {
        /// Or by somebody else.
        is_ours: bool,
    },
    /// Freed, or not held.
    Freed,
    /// The code is kept.
    Kept,
    /// What was kept.
    Recalled {
        /// The code, if one was.
        code: Option<Personal>,
    },
    /// What a session is told.
    Ran {
        /// What happened.
        event: Event,
    },
    /// The store could not be read or written.
    Down,
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("url", &self.url).field("origins", &self.origins).finish_non_exhaustive()
    }
}

impl fmt::Debug for Incoming {
    /// Headers and body hold tokens, codes and numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").field("method", &self.method).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
