//! An operation on its way, as the drivers' loop sees it.

use crate::convert;
use crate::errors::raise;
use crate::exchange::{Request, Response};
use crate::input;
use crate::lock;
use crate::records::Records;
use crate::short::Short;
use crate::transport::{Transport, failed};
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyTuple};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::Instant;
use xaalis::http::Failure;
use xaalis::value::Time;
use xaalis::{Event, Kept, Reply, Step};

/// An operation on its way. For one thread at a time.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Session {
    op_id: String,
    /// Held for core's work alone: never while Python runs or an answer is waited for. So a signal handler
    /// or another thread may look at the payment at any time.
    inner: Mutex<xaalis::Session>,
    /// The process that read an answer into it last: the only work done without the GIL, and so the only
    /// one that a fork can find half done.
    reader: AtomicU32,
    /// What has come of an answer that is read at once, if it is short. With the GIL.
    short: Mutex<Option<Short>>,
}

/// The arms of the loop.
pub(crate) const STORE: u8 = 0;
pub(crate) const SEND: u8 = 1;
pub(crate) const WAIT: u8 = 2;
pub(crate) const ASK: u8 = 3;
pub(crate) const DONE: u8 = 4;
/// What became of a SEND that was carried out here: no answer.
pub(crate) const LOST: u8 = 5;
pub(crate) const LOAD: u8 = 6;

#[pymethods]
impl Session {
    /// What to do now: `(STORE, Record)`, `(SEND, Request)`, `(WAIT, (until_ms, why))`,
    /// `(ASK, Prompt)` or `(DONE, outcome)`.
    ///
    /// Raises why it goes no further. Given `records`, they are kept and read there. Given `transport`, requests are carried out: `(LOST, exception)` may come then, and `SEND` for one whose
    /// answer may have no end. What a signal handler raises comes out as it is; a request under way may have been sent.
    #[pyo3(signature = (now, transport = None, records = None))]
    fn poll<'py>(
        &self,
        py: Python<'py>,
        now: i64,
        transport: Option<&Transport>,
        records: Option<&Records>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let (begun, start) = (Instant::now(), now);
        let mut now = Time::from_millis(start);
        loop {
            // A Ctrl-C during the last answer must stop what would be sent now.
            py.check_signals()?;
            match (self.step(now)?, transport, records) {
                (Step::Store { record }, _, Some(records)) => {
                    let kept = records.keep(record);
                    self.inner()?.handle(kept.event(), now);
                }
                (Step::Load { op_id }, _, Some(records)) => {
                    let record = records.held(&op_id);
                    self.inner()?.handle(Event::Loaded { record }, now);
                }
                (Step::Send { request }, Some(transport), _) if !request.in_parts => {
                    let later = || {
                        let passed = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
                        Time::from_millis(start.saturating_add(passed))
                    };
                    // Reading an answer takes as long as all the rest of a call: others may run meanwhile.
                    // Each time it is asked for costs a call of the system.
                    let pid = std::process::id();
                    let heard = |response| {
                        self.reader.store(pid, Ordering::Relaxed);
                        lock(&self.inner).handle(Event::Answered { response }, later());
                    };
                    match transport.perform(py, pid, &request, heard) {
                        Ok(Ok(())) => {}
                        Ok(Err(lost)) => return (LOST, failed(py, &lost).into_value(py)).into_pyobject(py),
                        Err(interrupt) => {
                            let event = Event::Failed { failure: Failure::MaybeSent };
                            self.inner()?.handle(event, later());
                            return Err(interrupt);
                        }
                    }
                    now = later();
                }
                (step, ..) => return handed_out(py, step),
            }
        }
    }

    /// What the journal made of the record.
    fn kept(&self, kept: &Bound<'_, PyAny>, now: i64) -> PyResult<()> {
        let kept = self::kept(kept)?;
        self.handle(kept.event(), now)
    }

    /// What the journal holds of it. Raises why it goes no further with that.
    fn loaded(&self, record: Option<&Bound<'_, PyAny>>, now: i64) -> PyResult<()> {
        let read = record.map(input::record).transpose()?;
        let mut inner = self.inner()?;
        inner.handle(Event::Loaded { record: read }, Time::from_millis(now));
        match (record, inner.refusal()) {
            (Some(record), Some(error)) => Err(raise(record.py(), error.clone())),
            _ => Ok(()),
        }
    }

    /// What the journal has to be asked for before it begins, if so.
    #[getter]
    fn opening(&self) -> PyResult<Option<String>> {
        Ok(self.inner()?.opening().map(|op_id| op_id.as_str().to_owned()))
    }

    /// It stops itself rather than wait longer than until then. See core's `Session::limit`.
    fn limit(&self, until: Option<f64>) -> PyResult<()> {
        #[allow(clippy::cast_possible_truncation, reason = "a float beyond all dates is as good as none")]
        let until = until.filter(|until| until.is_finite()).map(|until| Time::from_millis(until as i64));
        self.inner()?.limit(until);
        Ok(())
    }

    /// The payer gives up. See core's `Session::abandon`.
    fn abandon(&self, py: Python<'_>, now: i64) -> PyResult<()> {
        self.inner()?.abandon(Time::from_millis(now)).map_err(|error| raise(py, error))
    }

    /// The vendor answered.
    fn answered(&self, response: &Response, now: i64) -> PyResult<()> {
        self.handle(Event::Answered { response: response.inner.clone() }, now)
    }

    /// The vendor answers: the head of what its parts follow of. `arrives`: after each part it is asked
    /// what has arrived.
    #[pyo3(signature = (response, now, arrives = false))]
    fn begun(&self, response: &Response, now: i64, arrives: bool) -> PyResult<()> {
        let head = response.inner.clone();
        let short = (!arrives).then(|| Short::new(head.clone(), now));
        let is_short = short.is_some();
        *lock(&self.short) = short;
        if is_short { Ok(()) } else { self.handle(Event::Begun { response: head }, now) }
    }

    /// The next bytes of the body. False when no more are wanted: close what they come from.
    fn part(&self, py: Python<'_>, bytes: &Bound<'_, PyAny>, now: i64) -> PyResult<bool> {
        let Ok(bytes) = bytes.cast::<PyBytes>() else {
            return Err(PyTypeError::new_err("the parts of a response are bytes"));
        };
        let bytes = bytes.as_bytes();
        let mut short = lock(&self.short);
        if let Some(short) = short.as_mut() {
            short.add(bytes);
            if short.is_still(now) {
                return Ok(true);
            }
        }
        let begun = short.take();
        drop(short);
        let bytes = begun.is_none().then(|| bytes.to_vec());
        let events = begun.map(Short::parts).into_iter().flatten();
        let events = events.chain(bytes.map(|bytes| Event::Part { bytes }));
        self.read(py, events, now)
    }

    /// The body was whole.
    fn ended(&self, py: Python<'_>, now: i64) -> PyResult<()> {
        let short = lock(&self.short).take();
        match short {
            None => self.handle(Event::Ended, now),
            Some(short) if short.is_still(now) => {
                self.read(py, [Event::Answered { response: short.whole() }], now).map(drop)
            }
            Some(short) => self.read(py, short.parts().into_iter().chain([Event::Ended]), now).map(drop),
        }
    }

    /// What was read of a list since this was last asked.
    fn arrived<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(reply) = self.inner()?.arrived() else { return Ok(None) };
        outcome(py, &reply)?.getattr("value").map(Some)
    }

    /// No answer came: `not_sent`, `maybe_sent` or `too_large`.
    fn failed(&self, failure: &str, now: i64) -> PyResult<()> {
        let failure = self::failure(failure);
        // It had begun: whatever the transport calls it, the request had been sent.
        let short = lock(&self.short).take();
        for event in short.map(Short::parts).into_iter().flatten() {
            self.handle(event, now)?;
        }
        self.handle(Event::Failed { failure }, now)
    }

    /// What a person or a webhook said: an `Event` as a dict.
    fn event(&self, event: &Bound<'_, PyAny>, now: i64) -> PyResult<()> {
        // Read before: what is handed in may run Python.
        let event: Event = input::read(event, "event")?;
        self.handle(event, now)
    }

    #[getter]
    fn can_abandon(&self) -> PyResult<bool> {
        Ok(self.inner()?.can_abandon())
    }

    /// What the payer has to be shown while it waits for him. See core's `Session::to_show`.
    #[getter]
    fn to_show<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let prompt = self.inner()?.to_show();
        prompt.map(|prompt| convert::object(py, &prompt)).transpose()
    }

    /// The vendor is looked at now. See core's `Session::look_now`.
    fn look_now(&self) -> PyResult<()> {
        self.inner()?.look_now();
        Ok(())
    }

    #[getter]
    fn progress<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let progress = self.inner()?.progress();
        progress.map(|progress| convert::object(py, &progress)).transpose()
    }

    /// The same when it has changed and no batch is on its way. See core's `Session::take_progress`.
    fn take_progress<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let progress = self.inner()?.take_progress();
        progress.map(|progress| convert::object(py, &progress)).transpose()
    }

    #[getter]
    fn op_id(&self) -> &str {
        &self.op_id
    }

    /// What kind of operation: `collect`, `create_charge`, …
    #[getter]
    fn operation(&self) -> PyResult<String> {
        Ok(self.inner()?.operation().to_owned())
    }

    /// How many seconds a blocking call waits for it when nothing is said. See core's `policy::patience`.
    #[getter]
    fn patience(&self) -> PyResult<i64> {
        Ok(self.inner()?.patience() / xaalis::policy::SECOND)
    }

    #[getter]
    fn reference(&self) -> PyResult<Option<String>> {
        Ok(self.inner()?.reference().map(|reference| reference.as_str().to_owned()))
    }

    #[getter]
    fn our_reference(&self) -> PyResult<Option<String>> {
        Ok(self.inner()?.our_reference().map(|reference| reference.as_str().to_owned()))
    }

    #[getter]
    fn last_response(&self) -> PyResult<Option<Response>> {
        Ok(self.inner()?.last_response().cloned().map(Response::whole))
    }

    #[getter]
    fn alarms<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let alarms = self.inner()?.alarms().to_vec();
        let alarms: Vec<_> =
            alarms.iter().map(|alarm| convert::object(py, alarm)).collect::<PyResult<_>>()?;
        PyTuple::new(py, alarms)
    }

    #[allow(clippy::unused_self, reason = "a method of Python's")]
    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a session holds a secret key: keep its record instead"))
    }
}

impl Session {
    pub(crate) fn new(inner: xaalis::Session) -> Self {
        let op_id = inner.op_id().as_str().to_owned();
        Self { op_id, inner: Mutex::new(inner), reader: AtomicU32::default(), short: Mutex::default() }
    }

    /// The next step. With the GIL, for all of an account's sessions keep one call rate, and no fork may
    /// find it locked.
    fn step(&self, now: Time) -> PyResult<Step> {
        Ok(self.inner()?.poll(now))
    }

    fn handle(&self, event: Event, now: i64) -> PyResult<()> {
        self.inner()?.handle(event, Time::from_millis(now));
        Ok(())
    }

    /// Reads what has come. Is more of it wanted?
    fn read(
        &self,
        py: Python<'_>,
        events: impl IntoIterator<Item = Event> + Send,
        now: i64,
    ) -> PyResult<bool> {
        // Checked with the GIL, for no fork may find it locked; read without, for it takes a while.
        drop(self.inner()?);
        self.reader.store(std::process::id(), Ordering::Relaxed);
        Ok(py.detach(|| {
            let mut inner = lock(&self.inner);
            for event in events {
                inner.handle(event, Time::from_millis(now));
            }
            inner.wants_part()
        }))
    }

    /// With the GIL. Whoever holds it lets go soon, unless a fork left that thread behind.
    fn inner(&self) -> PyResult<MutexGuard<'_, xaalis::Session>> {
        match self.inner.try_lock() {
            Ok(inner) => Ok(inner),
            Err(TryLockError::WouldBlock) if self.reader.load(Ordering::Relaxed) != std::process::id() => {
                let why = "under way in the process this one was forked from: resume it by its op_id";
                Err(PyRuntimeError::new_err(why))
            }
            Err(_) => Ok(lock(&self.inner)),
        }
    }
}

pub(crate) fn handed_out(py: Python<'_>, step: Step) -> PyResult<Bound<'_, PyTuple>> {
    match step {
        Step::Store { record } => (STORE, convert::object(py, &record)?).into_pyobject(py),
        Step::Load { op_id } => (LOAD, op_id.as_str()).into_pyobject(py),
        Step::Send { request } => (SEND, Request(request)).into_pyobject(py),
        Step::Wait { until, why } => (WAIT, (until.millis(), convert::object(py, &why)?)).into_pyobject(py),
        Step::Ask { prompt } => (ASK, convert::object(py, &prompt)?).into_pyobject(py),
        Step::Done { reply } => (DONE, outcome(py, &reply)?).into_pyobject(py),
        Step::Refused { error } => Err(raise(py, error)),
    }
}

/// What a journal answered.
pub(crate) fn kept(answer: &Bound<'_, PyAny>) -> PyResult<Kept> {
    match answer.extract::<&str>() {
        Ok("stored") => Ok(Kept::Stored),
        Ok("taken") => Ok(Kept::Taken),
        Ok("outrun") => Ok(Kept::Outrun),
        _ => {
            let answered = format!("journal.put answered {answer:?}, not 'stored', 'taken' or 'outrun'");
            Err(PyTypeError::new_err(answered))
        }
    }
}

/// Why no answer came.
pub(crate) fn failure(word: &str) -> Failure {
    match word {
        "not_sent" => Failure::NotSent,
        "too_large" => Failure::TooLarge,
        _ => Failure::MaybeSent,
    }
}

fn outcome<'py>(py: Python<'py>, reply: &Reply) -> PyResult<Bound<'py, PyAny>> {
    let outcome = convert::object(py, reply)?;
    let odd = reply.unreadable();
    // Serde has no place for it beside the items of a list; bills carry theirs themselves.
    if !odd.is_empty()
        && let Ok(items) = outcome.getattr("value")?.cast::<PyList>()
    {
        let odd: Vec<_> = odd.iter().map(|item| convert::object(py, item)).collect::<PyResult<_>>()?;
        items.setattr("unreadable", PyTuple::new(py, odd)?)?;
    }
    Ok(outcome)
}
