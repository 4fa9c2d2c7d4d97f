//! Core's journal in memory.

use crate::convert;
use crate::input;
use crate::lock;
use pyo3::prelude::*;
use std::sync::{Mutex, MutexGuard};
use xaalis::value::OpId;
use xaalis::{Journal, Kept, MemoryJournal, Record};

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
        Ok(match self.keep(&input::read(record, "record")?) {
            Kept::Stored => "stored",
            Kept::Taken => "taken",
            Kept::Outrun => "outrun",
        })
    }

    fn get<'py>(&self, py: Python<'py>, op_id: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Ok(op_id) = OpId::parse(op_id) else { return Ok(None) };
        let Ok(held) = self.journal().get(&op_id);
        held.map(|record| convert::object(py, &record)).transpose()
    }

    fn unfinished<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let Ok(open) = self.journal().unfinished();
        open.iter().map(|record| convert::object(py, record)).collect()
    }
}

impl Records {
    pub(crate) fn keep(&self, record: &Record) -> Kept {
        let Ok(kept) = self.journal().put(record);
        kept
    }

    /// Held only with the GIL and never while waiting, so no fork can find it taken.
    fn journal(&self) -> MutexGuard<'_, MemoryJournal> {
        lock(&self.0)
    }
}
