//! Core's journal in memory.

use crate::convert;
use crate::input;
use crate::lock;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde::de::DeserializeOwned;
use std::sync::{Mutex, MutexGuard};
use xaalis::value::{OpId, Reference};
use xaalis::webhook::Notice;
use xaalis::{Journal, Kept, MemoryJournal, Record};

/// What a record tells of the tries before, each as data. One that cannot be read tells of none.
#[pyfunction]
pub(crate) fn earlier_tries<'py>(record: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
    let (py, tries) = (record.py(), input::record(record).map(|record| record.earlier()));
    let tries = tries.unwrap_or_default();
    let tries: Vec<_> = tries.iter().map(|one| convert::object(py, one)).collect::<PyResult<_>>()?;
    PyTuple::new(py, tries)
}

/// What a record tells of its operation. One that cannot be read tells nothing.
#[pyfunction]
pub(crate) fn record_words<'py>(record: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let words = input::record(record).map(|record| record.words());
    convert::object(record.py(), &words.unwrap_or_default())
}

/// How far the bulk payout of a record is, if that can be read.
#[pyfunction]
pub(crate) fn record_progress<'py>(record: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let progress = input::record(record).ok().and_then(|record| record.progress());
    progress.map(|progress| convert::object(record.py(), &progress)).transpose()
}

/// What the payer has to be shown, as a record tells. One that cannot be read tells nothing.
#[pyfunction]
pub(crate) fn record_to_show<'py>(record: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let prompt = input::record(record).ok().and_then(|record| record.to_show());
    prompt.map(|prompt| convert::object(record.py(), &prompt)).transpose()
}

/// Is a webhook about a record? Core's `Record::is_about`.
#[pyfunction]
pub(crate) fn is_about(record: &Bound<'_, PyAny>, notice: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(input::record(record)?.is_about(&input::read(notice, "notice")?))
}

/// Which of these records a webhook is about. Core's `Notice::among`.
#[pyfunction]
pub(crate) fn among<'py>(
    records: Vec<Bound<'py, PyAny>>,
    notice: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let notice: Notice = input::read(notice, "notice")?;
    let read = records.iter().map(input::record).collect::<PyResult<Vec<_>>>()?;
    let found = notice.among(&read);
    let place = found.and_then(|found| read.iter().position(|record| std::ptr::eq(record, found)));
    Ok(place.and_then(|place| records.into_iter().nth(place)))
}

/// What a `MemoryJournal` holds.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Records(Mutex<MemoryJournal>);

#[pymethods]
impl Records {
    #[new]
    fn new() -> Self {
        Self(Mutex::default())
    }

    fn put(&self, record: &Bound<'_, PyAny>) -> PyResult<&'static str> {
        Ok(match self.keep(input::record(record)?) {
            Kept::Stored => "stored",
            Kept::Taken => "taken",
            Kept::Outrun => "outrun",
        })
    }

    fn get<'py>(&self, py: Python<'py>, op_id: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Ok(op_id) = OpId::parse(op_id) else { return Ok(None) };
        let held = self.held(&op_id);
        held.map(|record| convert::object(py, &record)).transpose()
    }

    fn unfinished<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let Ok(open) = self.journal().unfinished();
        open.iter().map(|record| convert::object(py, record)).collect()
    }

    fn find<'py>(
        &self,
        py: Python<'py>,
        vendor: &str,
        mode: &str,
        reference: Option<&str>,
        our_reference: Option<&str>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let (Some(vendor), Some(mode)) = (word(vendor), word(mode)) else { return Ok(None) };
        let parse = |name: Option<&str>| name.and_then(|name| Reference::parse(name).ok());
        let (reference, ours) = (parse(reference), parse(our_reference));
        let held = self.journal().find((vendor, mode), reference.as_ref(), ours.as_ref()).cloned();
        held.map(|record| convert::object(py, &record)).transpose()
    }
}

/// What a word on the wire stands for.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(text.into()).ok()
}

impl Records {
    pub(crate) fn held(&self, op_id: &OpId) -> Option<Record> {
        let Ok(held) = self.journal().get(op_id);
        held
    }

    pub(crate) fn keep(&self, record: Record) -> Kept {
        self.journal().keep(record)
    }

    /// Held only with the GIL and never while waiting, so no fork can find it taken.
    fn journal(&self) -> MutexGuard<'_, MemoryJournal> {
        lock(&self.0)
    }
}
