//! An app's end of a shop's relay, as its loop sees it.

use crate::errors::raise;
use crate::exchange::{Request, Response};
use crate::lock;
use crate::relay::{REFUSED, SHOW, TOKEN};
use crate::session::{DONE, SEND, WAIT};
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde::Serialize;
use std::sync::Mutex;
use xaalis::http::Failure;
use xaalis::relay::{Client, ClientEvent, ClientStep, Problem};
use xaalis::value::Time;

/// What is done next for one order, without a key. Holds the order's token: not picklable.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct RelayClient(Mutex<Client>);

#[pymethods]
impl RelayClient {
    #[new]
    fn new(py: Python<'_>, url: &str) -> PyResult<Self> {
        Client::new(url).map(|client| Self(Mutex::new(client))).map_err(|error| raise(py, error))
    }

    /// What to do now: `(TOKEN, None)`, `(SEND, request)`, `(WAIT, until)`, `(SHOW, (view, problem, until))`,
    /// `(DONE, (view, problem))` or `(REFUSED, word)`. A view is JSON, a problem `(word, field, allowed)`.
    fn poll<'py>(&self, py: Python<'py>, now: i64) -> PyResult<Bound<'py, PyTuple>> {
        // A Ctrl-C during the last answer must stop what would be sent now.
        py.check_signals()?;
        let step = lock(&self.0).poll(Time::from_millis(now));
        match step {
            ClientStep::Token => (TOKEN, None::<u8>).into_pyobject(py),
            ClientStep::Send { request } => (SEND, Request(request)).into_pyobject(py),
            ClientStep::Wait { until } => (WAIT, until.millis()).into_pyobject(py),
            ClientStep::Show { view, problem, until } => {
                (SHOW, (text(&view)?, problem.map(parts), until.millis())).into_pyobject(py)
            }
            ClientStep::Done { view, problem } => {
                (DONE, (text(&view)?, problem.map(parts))).into_pyobject(py)
            }
            ClientStep::Refused { word } => (REFUSED, word).into_pyobject(py),
        }
    }

    /// The shop's backend minted a token. False, as of all below: nobody waited for it.
    fn token(&self, token: String, now: i64) -> bool {
        self.handle(ClientEvent::Token { token }, now)
    }

    /// The relay answered.
    fn answered(&self, response: &Response, now: i64) -> bool {
        self.handle(ClientEvent::Answered { response: response.inner.clone() }, now)
    }

    /// No answer came.
    fn failed(&self, now: i64) -> bool {
        self.handle(ClientEvent::Failed { failure: Failure::MaybeSent }, now)
    }

    /// The person wants to pay.
    fn start(&self, phone: Option<String>, provider: Option<String>, bill: Option<String>, now: i64) -> bool {
        self.handle(ClientEvent::Start { phone: phone.map(Into::into), provider, bill }, now)
    }

    /// The person typed the code.
    fn code(&self, code: String, now: i64) -> bool {
        self.handle(ClientEvent::Code { code: code.into() }, now)
    }

    /// Look now.
    fn look(&self, now: i64) -> bool {
        self.handle(ClientEvent::Look, now)
    }

    #[allow(clippy::unused_self, reason = "a method of Python's")]
    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a payment holds its order's token and cannot be pickled"))
    }
}

impl RelayClient {
    fn handle(&self, event: ClientEvent, now: i64) -> bool {
        lock(&self.0).handle(event, Time::from_millis(now))
    }
}

fn text(view: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(view).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

fn parts(problem: Problem) -> (String, Option<String>, Option<String>) {
    (problem.word, problem.field, problem.allowed)
}
