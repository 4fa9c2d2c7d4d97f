//! Answers that have no end for all we know, read part by part: one for programs that wait, one for asyncio.

use super::lanes::{Lane, Lanes};
use super::once::{Lost, Parts};
use super::{Call, failed, shared, unsent};
use crate::bridge::Bridge;
use crate::lock;
use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::abortable;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::sync::{Arc, Mutex};
use xaalis::http::Failure;

/// The parts of an answer, read in the lane that it came in.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct BlockingParts {
    pid: u32,
    /// None at the end. Held with the GIL and never while waiting.
    open: Mutex<Option<(Lane, Parts)>>,
    /// Where the lane goes then.
    lanes: Arc<Mutex<Lanes>>,
}

#[pymethods]
impl BlockingParts {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        if self.is_foreign() {
            return Err(failed(py, &FORKED));
        }
        let Some((lane, mut parts)) = lock(&self.open).take() else { return Ok(None) };
        // Whatever fails, the connection is closed with its lane.
        let part = lane.next(py, &mut parts)?.map_err(|lost| failed(py, &lost))?;
        if part.is_some() {
            *lock(&self.open) = Some((lane, parts));
        } else {
            drop(parts);
            lock(&self.lanes).give_back(lane);
        }
        Ok(part.map(|bytes| PyBytes::new(py, &bytes)))
    }

    /// Reads no more: the connection is closed.
    fn close(&self) {
        let open = lock(&self.open).take();
        if self.is_foreign() {
            // Its socket is the parent's.
            std::mem::forget(open);
        }
    }
}

impl BlockingParts {
    pub(super) fn new(lane: Lane, parts: Parts, lanes: Arc<Mutex<Lanes>>) -> Self {
        Self { pid: std::process::id(), open: Mutex::new(Some((lane, parts))), lanes }
    }

    fn is_foreign(&self) -> bool {
        self.pid != std::process::id()
    }
}

impl Drop for BlockingParts {
    fn drop(&mut self) {
        self.close();
    }
}

/// The parts of an answer, read by the thread that carries asyncio's requests.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct AsyncParts {
    pid: u32,
    /// None while the next one is read, and at the end.
    open: Arc<Mutex<Option<Parts>>>,
}

#[pymethods]
impl AsyncParts {
    /// Fulfils an asyncio future with the next part, or with `None` at the end, through the loop's bridge.
    fn next(&self, py: Python<'_>, bridge: &Bridge, future: Py<PyAny>) -> PyResult<Call> {
        let pid = std::process::id();
        if self.pid != pid {
            return Err(failed(py, &FORKED));
        }
        let thread = shared::thread(pid).map_err(|error| unsent(py, &error))?;
        let (open, taken) = (Arc::clone(&self.open), lock(&self.open).take());
        let (ticket, deliver) = bridge.expect(future);
        let (work, abort) = abortable(async move {
            let part = next(&open, taken).await;
            deliver.part(part);
        });
        thread.spawn(work.map(drop));
        Ok(Call { ticket, abort, to_flush: false })
    }

    /// Reads no more: the connection is closed.
    fn close(&self) {
        let open = lock(&self.open).take();
        if self.pid != std::process::id() {
            std::mem::forget(open);
        }
    }
}

impl AsyncParts {
    pub(crate) fn new(parts: Parts) -> Self {
        Self { pid: std::process::id(), open: Arc::new(Mutex::new(Some(parts))) }
    }
}

impl Drop for AsyncParts {
    fn drop(&mut self) {
        self.close();
    }
}

async fn next(open: &Mutex<Option<Parts>>, taken: Option<Parts>) -> Result<Option<Bytes>, Lost> {
    let Some(mut parts) = taken else { return Ok(None) };
    let part = parts.next().await?;
    if part.is_some() {
        *lock(open) = Some(parts);
    }
    Ok(part)
}

const FORKED: Lost =
    Lost::new(Failure::MaybeSent, "the answer belongs to the process this one was forked from");
