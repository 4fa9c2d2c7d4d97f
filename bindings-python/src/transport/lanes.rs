//! Blocking calls: each drives its request on its own thread, in a lane borrowed for the time.
//!
//! A lane is a runtime without a thread and the connections made in it. Waking another thread and being
//! woken by it would cost more than the request itself. A lane's connections are not watched while it is
//! idle, so it looks at its sockets before it sends: one that the vendor closed meanwhile is noticed
//! before a payment is written to it.

use super::once::{Answer, Lost, Parts, once};
use super::settings::Client;
use bytes::Bytes;
use pyo3::prelude::*;
use std::pin::pin;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use xaalis::http::{Failure, Request};

/// How long Ctrl-C may go unheard.
const SIGNALS: Duration = Duration::from_millis(100);
/// More idle lanes than this are closed: a burst of threads has passed.
const MOST_IDLE: usize = 64;

/// The idle lanes of one process, the last used first.
pub(super) struct Lanes {
    pid: u32,
    idle: Vec<Lane>,
}

/// A runtime and the connections made in it.
pub(super) struct Lane {
    /// Always there until dropped.
    runtime: Option<Runtime>,
    client: Client,
}

impl Lanes {
    pub(super) fn new() -> Self {
        Self { pid: std::process::id(), idle: Vec::new() }
    }

    /// An idle lane of this process. Those of a parent are leaked: their sockets are the parent's, and
    /// closing its runtimes here may hang it.
    pub(super) fn take(&mut self, pid: u32) -> Option<Lane> {
        if self.pid != pid {
            self.pid = pid;
            std::mem::forget(std::mem::take(&mut self.idle));
        }
        self.idle.pop()
    }

    /// Closes the idle ones.
    pub(super) fn close(&mut self) {
        let pid = std::process::id();
        while let Some(lane) = self.take(pid) {
            drop(lane);
        }
    }

    pub(super) fn give_back(&mut self, lane: Lane) {
        if self.pid == std::process::id() && self.idle.len() < MOST_IDLE {
            self.idle.push(lane);
        }
    }
}

impl Drop for Lanes {
    /// In a child that drops the client, as [`take`](Self::take) does: its epoll is the parent's, and
    /// what is deregistered here is not heard of there.
    fn drop(&mut self) {
        if self.pid != std::process::id() {
            std::mem::forget(std::mem::take(&mut self.idle));
        }
    }
}

impl Lane {
    pub(super) fn new(client: Client) -> std::io::Result<Self> {
        Ok(Self {
            runtime: Some(Builder::new_current_thread().enable_all().max_blocking_threads(1).build()?),
            client,
        })
    }

    /// Performs a request and does something with its answer, other Python threads running meanwhile. The
    /// error is a signal's exception; the request is given up then, and its connection closed.
    pub(super) fn perform<T: Send>(
        &self,
        py: Python<'_>,
        request: &Request,
        then: impl FnOnce(Answer) -> T + Send,
    ) -> PyResult<Result<T, Lost>> {
        let client = self.client.clone();
        self.drive(py, async move {
            // Lets the sockets speak first.
            tokio::task::yield_now().await;
            once(client, request).await.map(then)
        })
    }

    /// What comes next of a body that is read in this lane.
    pub(super) fn next(&self, py: Python<'_>, parts: &mut Parts) -> PyResult<Result<Option<Bytes>, Lost>> {
        self.drive(py, parts.next())
    }

    fn drive<T: Send>(
        &self,
        py: Python<'_>,
        work: impl Future<Output = Result<T, Lost>> + Send,
    ) -> PyResult<Result<T, Lost>> {
        let mut work = pin!(work);
        let Some(runtime) = &self.runtime else { return Ok(Err(Lost::new(Failure::NotSent, "closed"))) };
        loop {
            let done =
                py.detach(|| runtime.block_on(async { tokio::time::timeout(SIGNALS, &mut work).await }));
            if let Ok(result) = done {
                return Ok(result);
            }
            py.check_signals()?;
        }
    }
}

impl Drop for Lane {
    /// Closes its connections at once. A name that is still being looked up is not waited for.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
