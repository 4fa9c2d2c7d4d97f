//! A merchant's account: key, host and the key's own call rate.

use crate::errors::{invalid, raise};
use crate::input;
use crate::session::Session;
use pyo3::exceptions::{PyOSError, PyTypeError};
use pyo3::prelude::*;
use rustls::crypto::SecureRandom;
use std::sync::OnceLock;
use xaalis::Vendor;
use xaalis::policy::{PERSON_AGE, People};
use xaalis::value::{Mode, Time};
use xaalis::{Order, PaymentError};

/// A merchant's account at a vendor. Holds the key: not picklable, and its repr shows none of it.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Account(pub(crate) xaalis::Account);

#[pymethods]
impl Account {
    #[new]
    #[pyo3(signature = (vendor, api_key, base_url = None, earlier_keys = Vec::new(), may_abandon = true, age_ms = None))]
    fn new(
        py: Python<'_>,
        vendor: &str,
        api_key: &Bound<'_, PyAny>,
        base_url: Option<&Bound<'_, PyAny>>,
        earlier_keys: Vec<Bound<'_, PyAny>>,
        may_abandon: bool,
        age_ms: Option<i64>,
    ) -> PyResult<Self> {
        let Ok(key) = api_key.extract::<&str>() else {
            return Err(invalid(py, "api_key", "not a str", "the key of the vendor's dashboard"));
        };
        let Ok(base_url) = base_url.map(pyo3::types::PyAnyMethods::extract::<&str>).transpose() else {
            return Err(invalid(py, "base_url", "not a str", "https://host or https://host:port"));
        };
        let mut earlier = Vec::new();
        for (place, key) in earlier_keys.iter().enumerate() {
            let Ok(key) = key.extract::<&str>() else {
                let field = format!("earlier_keys[{place}]");
                return Err(invalid(py, &field, "not a str", "the key of the vendor's dashboard"));
            };
            earlier.push(key);
        }
        let vendor = if vendor == "senfenico" { Vendor::Senfenico } else { Vendor::Dexchange };
        let people = People { may_abandon, age_ms: age_ms.unwrap_or(PERSON_AGE) };
        let account = xaalis::Account::new(vendor, key)
            .and_then(|account| account.earlier_keys(earlier))
            .and_then(|account| account.people(people))
            .and_then(|account| match base_url {
                Some(url) => account.dangerous_base_url(url),
                None => Ok(account),
            });
        account.map(Self).map_err(|error| raise(py, named(error)))
    }

    /// `test` or `live` as the key says, `unknown` when it says neither.
    #[getter]
    fn mode(&self) -> &'static str {
        match self.0.mode() {
            Mode::Test => "test",
            Mode::Live => "live",
            Mode::Unknown => "unknown",
        }
    }

    /// A session of a new operation, the next try after these; nothing is sent.
    fn begin(
        &self,
        order: &Bound<'_, PyAny>,
        op_id: &Bound<'_, PyAny>,
        after: Vec<String>,
    ) -> PyResult<Session> {
        let py = order.py();
        let Ok(op_id) = op_id.extract::<&str>() else {
            return Err(invalid(py, "op_id", "not a str", "letters, digits, - and _, at most 64"));
        };
        let order: Order = input::read(order, "order")?;
        let session = self.0.begin(order, op_id).and_then(|session| session.after(after));
        session.map(Session::new).map_err(|error| raise(py, error))
    }

    /// A session under an id nobody else has.
    fn begin_alone(&self, order: &Bound<'_, PyAny>) -> PyResult<Session> {
        let py = order.py();
        let order: Order = input::read(order, "order")?;
        let session = self.0.begin_alone(order, &new_op_id()?);
        session.map(Session::new).map_err(|error| raise(py, error))
    }

    /// A session that goes on from a record; nothing is sent. `calm`: core's `Account::resume_calmly`.
    #[pyo3(signature = (record, now, calm = false))]
    fn resume(&self, record: &Bound<'_, PyAny>, now: i64, calm: bool) -> PyResult<Session> {
        let (py, now) = (record.py(), Time::from_millis(now));
        let record = input::record(record)?;
        let session = if calm { self.0.resume_calmly(&record, now) } else { self.0.resume(&record, now) };
        session.map(Session::new).map_err(|error| raise(py, error))
    }

    /// The same by its id, with what the journal holds.
    #[pyo3(signature = (op_id, held, now, calm = false))]
    fn resume_under(
        &self,
        py: Python<'_>,
        op_id: &str,
        held: Option<&Bound<'_, PyAny>>,
        now: i64,
        calm: bool,
    ) -> PyResult<Session> {
        let (held, now) = (held.map(input::record).transpose()?, Time::from_millis(now));
        let resume = if calm { xaalis::Account::resume_calmly_under } else { xaalis::Account::resume_under };
        let session = resume(&self.0, op_id, held.as_ref(), now);
        session.map(Session::new).map_err(|error| raise(py, error))
    }

    fn __repr__(&self) -> String {
        let name = match self.0.vendor() {
            Vendor::Senfenico => "senfenico",
            Vendor::Dexchange => "dexchange",
        };
        format!("<Account {name} {}, api_key='***'>", self.mode())
    }

    #[allow(clippy::unused_self, reason = "a method of Python's")]
    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a client holds a secret key and cannot be pickled"))
    }
}

/// An id nobody else has. Not `os.urandom`, which lets go of the GIL: among sixteen threads that costs a
/// quarter of all calls per second.
fn new_op_id() -> PyResult<String> {
    static RANDOM: OnceLock<&'static dyn SecureRandom> = OnceLock::new();
    let random = RANDOM.get_or_init(|| rustls::crypto::ring::default_provider().secure_random);
    let mut id = [0; 16];
    random.fill(&mut id).map_err(|_| PyOSError::new_err("this system gives no random numbers"))?;
    Ok(format!("{:032x}", u128::from_ne_bytes(id)))
}

/// As the arguments are called in Python.
fn named(error: PaymentError) -> PaymentError {
    match error.field() {
        Some("key") => error.at("api_key"),
        Some("age_ms") => error.at("person_age"),
        _ => error,
    }
}
