//! A merchant's account: key, host and the key's own call rate.

use crate::errors::{invalid, raise};
use crate::input;
use crate::session::Session;
use pyo3::exceptions::{PyOSError, PyTypeError};
use pyo3::prelude::*;
use rustls::crypto::SecureRandom;
use std::sync::OnceLock;
use xaalis::policy::{PERSON_AGE, People};
use xaalis::value::{Mode, Time};
use xaalis::webhook::Vendor;
use xaalis::{Dexchange, Order, PaymentError, Senfenico};

/// A merchant's account at a vendor. Holds the key: not picklable, and its repr shows none of it.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Account {
    client: Client,
}

enum Client {
    Senfenico(Senfenico),
    Dexchange(Dexchange),
}

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
        let client = if vendor == "senfenico" {
            let people = People { may_abandon, age_ms: age_ms.unwrap_or(PERSON_AGE) };
            let client = Senfenico::new(key)
                .and_then(|client| client.earlier_keys(earlier))
                .and_then(|client| client.people(people));
            let client = match base_url {
                Some(url) => client.and_then(|client| client.dangerous_base_url(url)),
                None => client,
            };
            Client::Senfenico(client.map_err(|error| raise(py, named(error)))?)
        } else {
            let client = Dexchange::new(key).and_then(|client| client.earlier_keys(earlier));
            let client = match base_url {
                Some(url) => client.and_then(|client| client.dangerous_base_url(url)),
                None => client,
            };
            Client::Dexchange(client.map_err(|error| raise(py, named(error)))?)
        };
        Ok(Self { client })
    }

    /// `test` or `live` as the key says, `unknown` when it says neither.
    #[getter]
    fn mode(&self) -> &'static str {
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

    /// A session of a new operation; nothing is sent.
    fn begin(&self, order: &Bound<'_, PyAny>, op_id: &Bound<'_, PyAny>) -> PyResult<Session> {
        let Ok(op_id) = op_id.extract::<&str>() else {
            return Err(invalid(order.py(), "op_id", "not a str", "letters, digits, - and _, at most 64"));
        };
        self.begun(order, op_id)
    }

    /// The same, under an id nobody else has.
    fn begin_alone(&self, order: &Bound<'_, PyAny>) -> PyResult<Session> {
        self.begun(order, &new_op_id()?)
    }

    /// A session that goes on from a record; nothing is sent.
    fn resume(&self, record: &Bound<'_, PyAny>, now: i64) -> PyResult<Session> {
        let py = record.py();
        let record = input::record(record)?;
        let session = match &self.client {
            Client::Senfenico(client) => client.resume(&record, Time::from_millis(now)),
            Client::Dexchange(client) => client.resume(&record, Time::from_millis(now)),
        };
        session.map(Session::new).map_err(|error| raise(py, error))
    }

    fn __repr__(&self) -> String {
        let name = match self.vendor() {
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

impl Account {
    fn begun(&self, order: &Bound<'_, PyAny>, op_id: &str) -> PyResult<Session> {
        let py = order.py();
        let order: Order = input::read(order, "order")?;
        let session = match &self.client {
            Client::Senfenico(client) => client.begin(order, op_id),
            Client::Dexchange(client) => client.begin(order, op_id),
        };
        session.map(Session::new).map_err(|error| raise(py, error))
    }

    fn vendor(&self) -> Vendor {
        match self.client {
            Client::Senfenico(_) => Vendor::Senfenico,
            Client::Dexchange(_) => Vendor::Dexchange,
        }
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
