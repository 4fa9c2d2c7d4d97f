//! An operation on its way, as the drivers' loop sees it.

use crate::convert;
use crate::exchange::{Request, Response};
use crate::input;
use crate::transport::Transport;
use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use xaalis::http::Failure;
use xaalis::value::{Reference, Time};
use xaalis::webhook::Vendor;
use xaalis::{Event, Pace, Step};

/// An operation on its way. For one thread at a time.
#[pyclass(module = "xaalis._native")]
pub(crate) struct Session {
    inner: xaalis::Session,
    vendor: Vendor,
    pace: Arc<Mutex<Pace>>,
}

/// The five arms.
pub(crate) const STORE: u8 = 0;
pub(crate) const SEND: u8 = 1;
pub(crate) const WAIT: u8 = 2;
pub(crate) const ASK: u8 = 3;
pub(crate) const DONE: u8 = 4;
/// What became of a SEND that [`Session::carry`] carried out.
pub(crate) const LOST: u8 = 5;

#[pymethods]
impl Session {
    /// What to do now: `(STORE, Record)`, `(SEND, Request)`, `(WAIT, (until_ms, why))`,
    /// `(ASK, Prompt)` or `(DONE, outcome)`.
    fn poll<'py>(&mut self, py: Python<'py>, now: i64) -> PyResult<Bound<'py, PyTuple>> {
        handed_out(py, self.step(Time::from_millis(now)))
    }

    /// As `poll` by the system's clock, and what is to be sent is sent. Instead of `(SEND, request)`
    /// there is `(LOST, exception)`, when no answer came.
    fn carry<'py>(slf: &Bound<'py, Self>, transport: &Transport) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        loop {
            let step = slf.try_borrow_mut()?.step(system_time());
            let Step::Send { request } = step else { return handed_out(py, step) };
            // Not borrowed meanwhile: a signal handler may look at the payment.
            match transport.perform(py, &request) {
                Ok(response) => {
                    slf.try_borrow_mut()?.inner.handle(Event::Answered { response }, system_time());
                }
                Err(error) if error.is_instance_of::<PyException>(py) => {
                    return (LOST, error.into_value(py)).into_pyobject(py);
                }
                Err(interrupt) => return Err(interrupt),
            }
        }
    }

    /// The record is durable.
    fn stored(&mut self, now: i64) {
        self.handle(Event::Stored, now);
    }

    /// The journal refused: another operation holds the record's reference.
    fn taken(&mut self, now: i64) {
        self.handle(Event::Taken, now);
    }

    /// The vendor answered.
    fn answered(&mut self, response: &Response, now: i64) {
        self.handle(Event::Answered { response: response.0.clone() }, now);
    }

    /// No answer came.
    fn failed(&mut self, maybe_sent: bool, now: i64) {
        let failure = if maybe_sent { Failure::MaybeSent } else { Failure::NotSent };
        self.handle(Event::Failed { failure }, now);
    }

    /// What a person or a webhook said: an `Event` as a dict.
    fn event(&mut self, event: &Bound<'_, PyAny>, now: i64) -> PyResult<()> {
        let event: Event = input::read(event, "event")?;
        self.handle(event, now);
        Ok(())
    }

    /// Does the record a journal holds belong to this session's order? See core's `Session::is_of`.
    fn is_of(&self, record: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(self.inner.is_of(&input::read(record, "record")?))
    }

    #[getter]
    fn op_id(&self) -> &str {
        self.inner.op_id().as_str()
    }

    #[getter]
    fn reference(&self) -> Option<&str> {
        self.inner.reference().map(Reference::as_str)
    }

    #[getter]
    fn our_reference(&self) -> Option<String> {
        self.inner.our_reference().map(|reference| reference.as_str().to_owned())
    }

    #[getter]
    fn last_response(&self) -> Option<Response> {
        self.inner.last_response().cloned().map(Response)
    }

    #[getter]
    fn alarms<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let alarms: Vec<_> =
            self.inner.alarms().iter().map(|alarm| convert::object(py, alarm)).collect::<PyResult<_>>()?;
        PyTuple::new(py, alarms)
    }

    #[allow(clippy::unused_self, reason = "a method of Python's")]
    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a session holds a secret key: keep its record instead"))
    }
}

impl Session {
    pub(crate) fn new(inner: xaalis::Session, vendor: Vendor, pace: Arc<Mutex<Pace>>) -> Self {
        Self { inner, vendor, pace }
    }

    /// The next step; what the key's own call rate forbids is waited for.
    fn step(&mut self, now: Time) -> Step {
        loop {
            let step = self.inner.poll(now);
            let Step::Send { request } = &step else { return step };
            let admitted = self.pace().admit(self.vendor, request, now);
            let Err(until) = admitted else { return step };
            self.inner.handle(Event::Held { until }, now);
        }
    }

    fn handle(&mut self, event: Event, now: i64) {
        self.inner.handle(event, Time::from_millis(now));
    }

    fn pace(&self) -> std::sync::MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn handed_out(py: Python<'_>, step: Step) -> PyResult<Bound<'_, PyTuple>> {
    match step {
        Step::Store { record } => (STORE, convert::object(py, &record)?).into_pyobject(py),
        Step::Send { request } => (SEND, Request(request)).into_pyobject(py),
        Step::Wait { until, why } => {
            (WAIT, (until.millis(), convert::object(py, &why)?)).into_pyobject(py)
        }
        Step::Ask { prompt } => (ASK, convert::object(py, &prompt)?).into_pyobject(py),
        Step::Done { reply } => (DONE, convert::object(py, &reply)?).into_pyobject(py),
    }
}

fn system_time() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
