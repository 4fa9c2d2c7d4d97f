//! The relay's server end, as the drivers' loop sees it.

use crate::account::Account;
use crate::errors::raise;
use crate::exchange::Response;
use crate::input;
use crate::lock;
use crate::session::{failure, handed_out, kept};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use std::sync::Mutex;
use xaalis::dexchange::webhook::CallbackKey;
use xaalis::http::Header;
use xaalis::relay::{self, GateEvent, GateStep, Incoming, RelayKey, RelayKeys};
use xaalis::value::{Phone, Time};
use xaalis::{Event, PaymentError};

/// The arms of the loop that a session does not have.
pub(crate) const TAKE: u8 = 7;
pub(crate) const HOLD: u8 = 8;
pub(crate) const FREE: u8 = 9;
pub(crate) const RESPOND: u8 = 10;
/// And those of an app's end.
pub(crate) const TOKEN: u8 = 11;
pub(crate) const SHOW: u8 = 12;
pub(crate) const REFUSED: u8 = 13;
/// What a relay that tops meters up has besides.
pub(crate) const KEEP: u8 = 14;
pub(crate) const RECALL: u8 = 15;

/// A merchant's relay. Holds its keys and the account's: not picklable.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Gate {
    inner: relay::Gate,
    keys: RelayKeys,
}

/// A request on its way. For one thread at a time; its lock is held only with the GIL.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Visit(Mutex<relay::Visit>);

#[pymethods]
impl Gate {
    /// `keys`: names with their secrets, the one that mints first. `checkout`: where customers come back to.
    /// `callbacks`: the base address of a bill's callbacks, and their secrets, the newest first.
    #[new]
    #[allow(clippy::too_many_arguments, reason = "named in Python")]
    fn new(
        py: Python<'_>,
        account: &Account,
        url: &str,
        keys: Vec<(String, String)>,
        origins: Vec<String>,
        collect: bool,
        checkout: Option<(String, String)>,
        bills: bool,
        callbacks: Option<(String, Vec<String>)>,
        keeps_codes: bool,
        at_once: usize,
    ) -> PyResult<Self> {
        let made = || -> Result<Self, PaymentError> {
            let keys = keys.iter().map(|(kid, secret)| RelayKey::new(kid, secret));
            let keys = RelayKeys::new(keys.collect::<Result<_, _>>()?)?;
            let origins: Vec<&str> = origins.iter().map(String::as_str).collect();
            let gate =
                relay::Gate::new(account.0.clone(), url, keys.clone(), &origins)?.most_at_once(at_once);
            let gate = if collect { gate.collects()? } else { gate };
            let gate = match &checkout {
                Some((success_url, cancel_url)) => gate.opens_checkouts(success_url, cancel_url)?,
                None => gate,
            };
            let gate = if bills {
                let callbacks = callbacks.as_ref().map(|(base, keys)| {
                    CallbackKey::rotating(keys.iter().map(String::as_str)).map(|key| (base.as_str(), key))
                });
                gate.pays_bills(callbacks.transpose()?)?
            } else {
                gate
            };
            let gate = if keeps_codes { gate.keeps_codes() } else { gate };
            Ok(Self { inner: gate, keys })
        };
        made().map_err(|error| raise(py, named(error)))
    }

    /// A token for one order, good for so many seconds. `bill`: of one, its service and customer.
    #[pyo3(signature = (order, operation, amount, now, seconds = None, origins = None, phone = None, bill = None))]
    #[allow(clippy::too_many_arguments, reason = "named in Python")]
    fn mint(
        &self,
        py: Python<'_>,
        order: &str,
        operation: &str,
        amount: i64,
        now: i64,
        seconds: Option<i64>,
        origins: Option<Vec<String>>,
        phone: Option<&str>,
        bill: Option<(String, String)>,
    ) -> PyResult<String> {
        let made = || -> Result<String, PaymentError> {
            let mut claims = self.inner.claims(order, operation, amount, Time::from_millis(now))?;
            if let Some(seconds) = seconds {
                claims.expires = claims.issued.saturating_add(seconds);
            }
            if let Some(origins) = origins {
                claims = claims.for_origins(origins);
            }
            if let Some(phone) = phone {
                claims.payer = Some(self.keys.pinned(order, &Phone::parse(phone)?));
            }
            if let Some((service, customer)) = bill {
                claims.service = Some(service);
                claims.customer = Some(customer.into());
            }
            self.inner.mint(&claims)
        };
        made().map_err(|error| raise(py, named(error)))
    }

    /// A request as it came. `id`: a random one.
    fn visit(
        &self,
        method: String,
        target: String,
        headers: Vec<(String, String)>,
        body: &Bound<'_, PyBytes>,
        id: &str,
        now: i64,
    ) -> Visit {
        let headers = headers.into_iter().map(|(name, value)| Header { name, value }).collect();
        let incoming = Incoming { method, target, headers, body: body.as_bytes().to_vec() };
        Visit(Mutex::new(self.inner.visit(&incoming, id, Time::from_millis(now))))
    }

    #[allow(clippy::unused_self, reason = "a method of Python's")]
    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a relay holds secret keys and cannot be pickled"))
    }
}

#[pymethods]
impl Visit {
    /// What to do now: a session's steps that a store or a transport carries out, `(TAKE, (key, add, window_ms))`,
    /// `(HOLD, (key, owner, ttl_ms))`, `(FREE, (key, owner))` or `(RESPOND, (status, headers, body, audit))`.
    fn poll<'py>(&self, py: Python<'py>, now: i64) -> PyResult<Bound<'py, PyTuple>> {
        // A Ctrl-C during the last answer must stop what would be sent now.
        py.check_signals()?;
        let step = lock(&self.0).poll(Time::from_millis(now));
        match step {
            GateStep::Take { key, add, window_ms } => (TAKE, (key, add, window_ms)).into_pyobject(py),
            GateStep::Hold { key, owner, ttl_ms } => (HOLD, (key, owner, ttl_ms)).into_pyobject(py),
            GateStep::Free { key, owner } => (FREE, (key, owner)).into_pyobject(py),
            GateStep::Keep { order, code } => (KEEP, (order, code.expose())).into_pyobject(py),
            GateStep::Recall { order } => (RECALL, (order,)).into_pyobject(py),
            GateStep::Run { step } => handed_out(py, step),
            GateStep::Respond { answer } => {
                let headers: Vec<_> =
                    answer.headers.iter().map(|header| (header.name.clone(), header.value.clone())).collect();
                (RESPOND, (answer.status, headers, answer.body, answer.audit)).into_pyobject(py)
            }
        }
    }

    /// What a tally counts now.
    fn counted(&self, total: &Bound<'_, PyAny>, now: i64) -> PyResult<()> {
        let Ok(total) = total.extract::<i64>() else {
            return Err(PyTypeError::new_err(format!("tally.take answered {total:?}, not an int")));
        };
        self.handle(GateEvent::Counted { total }, now);
        Ok(())
    }

    /// Whether a key is held for its owner now.
    fn held(&self, is_ours: &Bound<'_, PyAny>, now: i64) -> PyResult<()> {
        let Ok(is_ours) = is_ours.extract::<bool>() else {
            return Err(PyTypeError::new_err(format!("tally.hold answered {is_ours:?}, not a bool")));
        };
        self.handle(GateEvent::Held { is_ours }, now);
        Ok(())
    }

    /// A key is free, or was not held.
    fn freed(&self, now: i64) {
        self.handle(GateEvent::Freed, now);
    }

    /// A top-up's code is kept.
    fn code_kept(&self, now: i64) {
        self.handle(GateEvent::Kept, now);
    }

    /// The code that was kept for the order, if one was.
    fn recalled(&self, code: Option<&Bound<'_, PyAny>>, now: i64) -> PyResult<()> {
        let code = code.map(|code| {
            let refused = |_| PyTypeError::new_err("codes.recall answered no str");
            code.extract::<String>().map_err(refused)
        });
        self.handle(GateEvent::Recalled { code: code.transpose()?.map(Into::into) }, now);
        Ok(())
    }

    /// The store could not be read or written.
    fn down(&self, now: i64) {
        self.handle(GateEvent::Down, now);
    }

    /// What the journal made of the record.
    fn kept(&self, answer: &Bound<'_, PyAny>, now: i64) -> PyResult<()> {
        self.ran(kept(answer)?.event(), now);
        Ok(())
    }

    /// What the journal holds of an attempt.
    fn loaded(&self, record: Option<&Bound<'_, PyAny>>, now: i64) -> PyResult<()> {
        let record = record.map(input::record).transpose()?;
        self.ran(Event::Loaded { record }, now);
        Ok(())
    }

    /// The vendor answered.
    fn answered(&self, response: &Response, now: i64) {
        self.ran(Event::Answered { response: response.inner.clone() }, now);
    }

    /// The vendor answers: the head of what its parts follow of.
    fn begun(&self, response: &Response, now: i64) {
        self.ran(Event::Begun { response: response.inner.clone() }, now);
    }

    /// The next bytes of the body. False when no more are wanted: close what they come from.
    fn part(&self, bytes: &Bound<'_, PyAny>, now: i64) -> PyResult<bool> {
        let Ok(bytes) = bytes.cast::<PyBytes>() else {
            return Err(PyTypeError::new_err("the parts of a response are bytes"));
        };
        self.ran(Event::Part { bytes: bytes.as_bytes().to_vec() }, now);
        Ok(lock(&self.0).wants_part())
    }

    /// The body was whole.
    fn ended(&self, now: i64) {
        self.ran(Event::Ended, now);
    }

    /// No answer came: `not_sent`, `maybe_sent` or `too_large`.
    fn failed(&self, word: &str, now: i64) {
        self.ran(Event::Failed { failure: failure(word) }, now);
    }

    #[allow(clippy::unused_self, reason = "a method of Python's")]
    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a visit holds secret keys and cannot be pickled"))
    }
}

impl Visit {
    fn ran(&self, event: Event, now: i64) {
        self.handle(GateEvent::Ran { event }, now);
    }

    fn handle(&self, event: GateEvent, now: i64) {
        lock(&self.0).handle(event, Time::from_millis(now));
    }
}

/// As the arguments are called in Python.
fn named(error: PaymentError) -> PaymentError {
    match error.field() {
        Some("relay_url") => error.at("url"),
        Some("relay_key" | "relay_keys" | "kid") => error.at("keys"),
        Some("success_url" | "cancel_url") => error.at("checkout"),
        Some("account") => error.at("client"),
        Some("callBackURL" | "callback_key") => error.at("callbacks"),
        Some("expires") => error.at("seconds"),
        _ => error,
    }
}
