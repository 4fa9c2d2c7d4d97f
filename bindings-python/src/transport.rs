//! The native transport: each request once, over hyper.
//!
//! A blocking call drives its request on the calling thread ([`lanes`]); asyncio's are carried by one
//! thread per process ([`shared`]).

mod body;
mod connect;
mod lanes;
pub(crate) mod once;
mod parts;
mod settings;
mod shared;

use crate::bridge::Bridge;
use crate::errors::exception;
use crate::exchange::{Request, Response};
use crate::lock;
use futures_util::FutureExt;
use futures_util::future::{AbortHandle, abortable};
use lanes::{Lane, Lanes};
use once::{Answer, Lost, once};
pub(crate) use parts::{AsyncParts, BlockingParts};
use pyo3::prelude::*;
use settings::{Client, Settings};
use std::sync::{Arc, Mutex};
use xaalis::http::Failure;

/// As vendors and proxies see us.
const NAME: &str = concat!("xaalis-python/", env!("CARGO_PKG_VERSION"));

/// Sends requests once: certificates verified, no redirects, no retries, one deadline for the whole.
///
/// Its locks are held only with the GIL and never while waiting, so no fork can find one taken. Those of
/// its libraries are not: whatever has one is made anew in a child.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Transport {
    settings: Settings,
    lanes: Arc<Mutex<Lanes>>,
    /// Of the shared thread, by process: a client made before a fork hangs in the child.
    client: Mutex<Option<(u32, Client)>>,
}

#[pymethods]
impl Transport {
    #[new]
    #[pyo3(signature = (proxy = None, ca_file = None, direct = false))]
    fn new(py: Python<'_>, proxy: Option<&str>, ca_file: Option<&str>, direct: bool) -> PyResult<Self> {
        let settings = Settings::new(py, proxy, ca_file, direct)?;
        Ok(Self { settings, lanes: Arc::new(Mutex::new(Lanes::new())), client: Mutex::new(None) })
    }

    /// Sends a request and waits for its answer, other threads running meanwhile. Of one that may have no end,
    /// the head: the body is read as it is gone through.
    fn send(&self, py: Python<'_>, request: &Request) -> PyResult<Response> {
        let Ok(lane) = self.lane(std::process::id()) else { return Err(failed(py, &FULL)) };
        match lane.perform(py, &request.0, |answer| answer)?.map_err(|lost| failed(py, &lost))? {
            Answer::Whole(response) => {
                lock(&self.lanes).give_back(lane);
                Ok(Response::whole(response))
            }
            Answer::Parts(head, parts) => {
                let parts = BlockingParts::new(lane, parts, Arc::clone(&self.lanes));
                Ok(Response::in_parts(head, Py::new(py, parts)?.into_any()))
            }
        }
    }

    /// Sends a request and fulfils an asyncio future with its answer, through the loop's bridge.
    fn submit(
        &self,
        py: Python<'_>,
        request: &Request,
        bridge: &Bridge,
        future: Py<PyAny>,
    ) -> PyResult<Call> {
        let pid = std::process::id();
        let thread = shared::thread(pid).map_err(|error| unsent(py, &error))?;
        let answer = once(self.client(pid), &request.0);
        let alone = bridge.__len__() == 0;
        let (ticket, deliver) = bridge.expect(future);
        let (work, abort) = abortable(async move { deliver.done(answer.await) });
        let work = work.map(drop);
        // Waking the thread costs more than a request: those of one turn of the loop share it.
        let to_flush = if alone {
            thread.spawn(work);
            false
        } else {
            bridge.keep(thread, ticket, Box::pin(work))
        };
        Ok(Call { ticket, abort, to_flush })
    }

    /// Closes idle connections.
    fn close(&self) {
        lock(&self.lanes).close();
        let kept = lock(&self.client).take();
        // One made before a fork belongs to a thread that does not exist here: dropping it may hang.
        if let Some((pid, client)) = kept
            && pid != std::process::id()
        {
            std::mem::forget(client);
        }
    }
}

impl Drop for Transport {
    fn drop(&mut self) {
        self.close();
    }
}

/// A request on its way for asyncio.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Call {
    ticket: u64,
    abort: AbortHandle,
    /// Has the bridge to be flushed at the end of this turn of the loop?
    #[pyo3(get)]
    to_flush: bool,
}

#[pymethods]
impl Call {
    /// Gives it up: the connection is closed. It may have been sent all the same.
    fn cancel(&self, bridge: &Bridge) {
        self.abort.abort();
        bridge.forget(self.ticket);
    }
}

impl Transport {
    /// Sends a request, not one that may have no end, and waits for its answer, with which something is done
    /// before other Python threads have to stand back. The error is what a signal handler raised meanwhile:
    /// whatever it is, the request may have been sent. `pid`: of this process, which the caller asked for
    /// just now.
    pub(crate) fn perform<T: Send>(
        &self,
        py: Python<'_>,
        pid: u32,
        request: &xaalis::http::Request,
        then: impl FnOnce(xaalis::http::Response) -> T + Send,
    ) -> PyResult<Result<T, Lost>> {
        let Ok(lane) = self.lane(pid) else { return Ok(Err(FULL)) };
        let result = lane.perform(py, request, |answer| match answer {
            Answer::Whole(response) | Answer::Parts(response, _) => then(response),
        })?;
        // After a failure its connections may be half used: they are closed with it.
        if result.is_ok() {
            lock(&self.lanes).give_back(lane);
        }
        Ok(result)
    }

    fn lane(&self, pid: u32) -> std::io::Result<Lane> {
        let idle = lock(&self.lanes).take(pid);
        idle.map_or_else(|| Lane::new(self.settings.client()), Ok)
    }

    fn client(&self, pid: u32) -> Client {
        let mut kept = lock(&self.client);
        if let Some((made, client)) = &*kept
            && *made == pid
        {
            return client.clone();
        }
        let client = self.settings.client();
        std::mem::forget(kept.replace((pid, client.clone())));
        client
    }
}

const FULL: Lost = Lost::new(Failure::NotSent, "out of file descriptors or memory");

/// Something failed before there was a connection.
fn unsent(py: Python<'_>, error: &dyn std::error::Error) -> PyErr {
    exception(py, "ConnectFailed", (error.to_string(),))
}

/// The exception a transport raises; a user's own raises the same.
pub(crate) fn failed(py: Python<'_>, lost: &Lost) -> PyErr {
    let name = match lost.failure {
        Failure::NotSent => "ConnectFailed",
        Failure::MaybeSent => "NoAnswer",
        Failure::TooLarge => "AnswerTooLarge",
    };
    exception(py, name, (lost.why,))
}
