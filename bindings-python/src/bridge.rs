//! From the transport's thread to an asyncio loop, many answers at a time.
//!
//! The transport's thread never takes the GIL: it queues the answer and, when the queue was empty,
//! writes one byte to a socket the loop watches. `pyo3-async-runtimes` takes the GIL for each answer
//! and measured 2.3 times the CPU (shared/toolchains/python.md 3).

use crate::exchange::Response;
use crate::lock;
use crate::transport::once::{Answer, Lost};
use crate::transport::{AsyncParts, failed};
use bytes::Bytes;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use tokio::runtime::Handle;

/// What a future is fulfilled with.
enum News {
    Answer(Result<Answer, Lost>),
    Part(Result<Option<Bytes>, Lost>),
}

/// One asyncio loop's answers.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Bridge {
    queue: Arc<Queue>,
    expected: Mutex<(u64, HashMap<u64, Py<PyAny>>)>,
    bell: Bell,
    /// What came in this turn of the loop, by ticket, to be sent by that thread.
    outbox: Mutex<Option<Outbox>>,
}

/// A request to be sent and its answer to be delivered.
type Work = Pin<Box<dyn Future<Output = ()> + Send>>;
type Outbox = (Handle, Vec<(u64, Work)>);

#[derive(Default)]
struct Queue {
    answers: Mutex<Vec<(u64, News)>>,
    ringer: Ringer,
}

#[pymethods]
impl Bridge {
    #[new]
    fn new() -> PyResult<Self> {
        let (bell, ringer) = bell()?;
        let queue = Arc::new(Queue { answers: Mutex::default(), ringer });
        Ok(Self { queue, expected: Mutex::default(), bell, outbox: Mutex::default() })
    }

    /// What the loop watches, for `add_reader`; `None` where it cannot (Windows).
    fn fileno(&self) -> Option<i32> {
        self.bell.fileno()
    }

    /// Where there is nothing to watch: what to call, from any thread, when answers have come.
    fn on_answers(&self, wake: Py<PyAny>) {
        self.queue.ringer.instead(wake);
    }

    /// Hands out all answers that have come.
    fn deliver(&self, py: Python<'_>) -> PyResult<()> {
        self.bell.silence();
        let answers = std::mem::take(&mut *lock(&self.queue.answers));
        let mut all = Ok(());
        for (ticket, answer) in answers {
            let Some(future) = lock(&self.expected).1.remove(&ticket) else { continue };
            // One that cannot be told must not keep the others waiting.
            all = all.and(tell(future.bind(py), answer));
        }
        all
    }

    /// Sends what was kept, but for what was cancelled in the same turn: its task only hears of that after.
    fn flush(&self, py: Python<'_>) {
        let Some((thread, mut works)) = lock(&self.outbox).take() else { return };
        works.retain(|(ticket, _)| {
            let future = lock(&self.expected).1.get(ticket).map(|future| future.clone_ref(py));
            future.is_some_and(|future| {
                let cancelled = future.call_method0(py, "cancelled").and_then(|it| it.is_truthy(py));
                !cancelled.unwrap_or(false)
            })
        });
        if !works.is_empty() {
            thread.spawn(async move {
                for (_, work) in works {
                    tokio::spawn(work);
                }
            });
        }
    }

    /// How many answers are awaited.
    pub(crate) fn __len__(&self) -> usize {
        lock(&self.expected).1.len()
    }
}

impl Bridge {
    /// Keeps it until [`flush`](Self::flush). True for the first: flush has to be called.
    pub(crate) fn keep(&self, thread: Handle, ticket: u64, work: Work) -> bool {
        let mut outbox = lock(&self.outbox);
        let (_, works) = outbox.get_or_insert((thread, Vec::new()));
        works.push((ticket, work));
        works.len() == 1
    }

    pub(crate) fn expect(&self, future: Py<PyAny>) -> (u64, Deliver) {
        let mut expected = lock(&self.expected);
        let ticket = expected.0;
        expected.0 = ticket.wrapping_add(1);
        expected.1.insert(ticket, future);
        (ticket, Deliver { ticket, queue: Arc::clone(&self.queue) })
    }

    pub(crate) fn forget(&self, ticket: u64) {
        // Dropped after the lock: what a future runs when it goes may let other threads in.
        let future = lock(&self.expected).1.remove(&ticket);
        drop(future);
    }
}

fn tell(future: &Bound<'_, PyAny>, news: News) -> PyResult<()> {
    let py = future.py();
    if future.call_method0("done")?.is_truthy()? {
        return Ok(());
    }
    let told = match news {
        News::Answer(Ok(Answer::Whole(response))) => Ok(Py::new(py, Response::whole(response))?.into_any()),
        News::Answer(Ok(Answer::Parts(head, parts))) => {
            let parts = Py::new(py, AsyncParts::new(parts))?.into_any();
            Ok(Py::new(py, Response::in_parts(head, parts))?.into_any())
        }
        News::Part(Ok(Some(bytes))) => Ok(PyBytes::new(py, &bytes).into_any().unbind()),
        News::Part(Ok(None)) => Ok(py.None()),
        News::Answer(Err(lost)) | News::Part(Err(lost)) => Err(lost),
    };
    match told {
        Ok(value) => future.call_method1("set_result", (value,))?,
        Err(lost) => future.call_method1("set_exception", (failed(py, &lost),))?,
    };
    Ok(())
}

/// The way back of one answer.
pub(crate) struct Deliver {
    ticket: u64,
    queue: Arc<Queue>,
}

impl Deliver {
    pub(crate) fn done(self, answer: Result<Answer, Lost>) {
        self.tell(News::Answer(answer));
    }

    /// A part of one, or its end.
    pub(crate) fn part(self, part: Result<Option<Bytes>, Lost>) {
        self.tell(News::Part(part));
    }

    fn tell(self, news: News) {
        let first = {
            let mut answers = lock(&self.queue.answers);
            answers.push((self.ticket, news));
            answers.len() == 1
        };
        if first {
            self.queue.ringer.ring();
        }
    }
}

#[cfg(unix)]
use unix::{Bell, Ringer, bell};

#[cfg(unix)]
mod unix {
    use pyo3::prelude::*;
    use std::io::{Read, Write};
    use std::os::fd::AsRawFd;
    use std::os::unix::net::UnixStream;

    pub(super) struct Bell(UnixStream);

    #[derive(Default)]
    pub(super) struct Ringer(Option<UnixStream>);

    pub(super) fn bell() -> PyResult<(Bell, Ringer)> {
        let (bell, ringer) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        ringer.set_nonblocking(true)?;
        Ok((Bell(bell), Ringer(Some(ringer))))
    }

    impl Bell {
        #[allow(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
        pub(super) fn fileno(&self) -> Option<i32> {
            Some(self.0.as_raw_fd())
        }

        pub(super) fn silence(&self) {
            let _ = (&self.0).read(&mut [0; 64]);
        }
    }

    impl Ringer {
        pub(super) fn ring(&self) {
            // A full socket already rings; a closed one has nobody left to hear it.
            let _ = self.0.as_ref().map(|mut socket| socket.write(&[1]));
        }

        #[allow(clippy::unused_self, clippy::needless_pass_by_value, reason = "the loop watches the socket")]
        pub(super) fn instead(&self, _wake: Py<PyAny>) {}
    }
}

#[cfg(not(unix))]
use elsewhere::{Bell, Ringer, bell};

#[cfg(not(unix))]
mod elsewhere {
    use pyo3::prelude::*;
    use std::sync::OnceLock;

    pub(super) struct Bell;

    #[derive(Default)]
    pub(super) struct Ringer(OnceLock<Py<PyAny>>);

    pub(super) fn bell() -> PyResult<(Bell, Ringer)> {
        Ok((Bell, Ringer::default()))
    }

    impl Bell {
        pub(super) fn fileno(&self) -> Option<i32> {
            None
        }

        pub(super) fn silence(&self) {}
    }

    impl Ringer {
        pub(super) fn ring(&self) {
            if let Some(wake) = self.0.get() {
                // A closed loop refuses: nobody is left to hear it.
                Python::attach(|py| drop(wake.call0(py)));
            }
        }

        pub(super) fn instead(&self, wake: Py<PyAny>) {
            let _ = self.0.set(wake);
        }
    }
}
