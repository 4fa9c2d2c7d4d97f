//! The native transport: each request once, over reqwest, on one thread of its own per process.

use crate::bridge::Bridge;
use crate::errors::{exception, invalid};
use crate::exchange::{Request, Response};
use pyo3::prelude::*;
use std::future::Future;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tokio::task::AbortHandle;
use xaalis::http::{Failure, Header, Method};

/// Looking a name up, connecting and greeting may take this long; nothing of the request has left by
/// then, so a failure within it is certainly `NotSent`.
const CONNECT: Duration = Duration::from_secs(10);
/// A connection kept longer is likely closed by the vendor just when a payment is written to it.
const KEEP_IDLE: Duration = Duration::from_secs(10);
/// How long Ctrl-C may go unheard.
const SIGNALS: Duration = Duration::from_millis(100);

/// Sends requests once: certificates verified, no redirects, no retries, one deadline for the whole.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Transport {
    proxy: Option<String>,
    ca_file: Option<String>,
    /// By process: a client made before a fork hangs in the child.
    client: Mutex<Option<(u32, reqwest::Client)>>,
}

#[pymethods]
impl Transport {
    #[new]
    #[pyo3(signature = (proxy = None, ca_file = None))]
    fn new(py: Python<'_>, proxy: Option<String>, ca_file: Option<String>) -> PyResult<Self> {
        let transport = Self { proxy, ca_file, client: Mutex::new(None) };
        // Here, so that a wrong setting is refused at once; again after a fork.
        let client = transport.build(py)?;
        *lock(&transport.client) = Some((std::process::id(), client));
        Ok(transport)
    }

    /// Sends a request and waits for its answer, other threads running meanwhile.
    fn send(&self, py: Python<'_>, request: &Request) -> PyResult<Response> {
        let client = self.client(py)?;
        let slot = Arc::new(Slot::default());
        let filled = Arc::clone(&slot);
        let work = once(client, request.0.clone());
        let task = runtime(py)?.spawn(async move { filled.fill(work.await) });
        // Once it has ended there is nothing left to abort.
        let _interrupted = Abandon(task.abort_handle());
        loop {
            if let Some(result) = py.detach(|| slot.wait(SIGNALS)) {
                return result.map(Response).map_err(|failure| failed(py, failure));
            }
            py.check_signals()?;
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
        let work = once(self.client(py)?, request.0.clone());
        let (ticket, deliver) = bridge.expect(future);
        let task = runtime(py)?.spawn(async move { deliver.done(work.await) });
        Ok(Call { ticket, task: task.abort_handle() })
    }

    /// Closes idle connections.
    fn close(&self) {
        let kept = lock(&self.client).take();
        // One made before a fork belongs to a thread that does not exist here: dropping it may hang.
        if let Some((pid, client)) = kept
            && pid != std::process::id()
        {
            std::mem::forget(client);
        }
    }
}

/// A request on its way for asyncio.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct Call {
    ticket: u64,
    task: AbortHandle,
}

#[pymethods]
impl Call {
    /// Gives it up: the connection is closed. It may have been sent all the same.
    fn cancel(&self, bridge: &Bridge) {
        self.task.abort();
        bridge.forget(self.ticket);
    }
}

impl Transport {
    /// The lock is only held with the GIL and never while waiting, so no fork can find it taken.
    fn client(&self, py: Python<'_>) -> PyResult<reqwest::Client> {
        let pid = std::process::id();
        let mut kept = lock(&self.client);
        if let Some((made, client)) = &*kept
            && *made == pid
        {
            return Ok(client.clone());
        }
        // The settings were good when they were given: whatever fails now, nothing is sent.
        let client = self.build(py).map_err(|error| exception(py, "ConnectFailed", (error.to_string(),)))?;
        let old = kept.replace((pid, client.clone()));
        std::mem::forget(old);
        Ok(client)
    }

    fn build(&self, py: Python<'_>) -> PyResult<reqwest::Client> {
        // Fails when a provider is set already, which is just as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("xaalis-python/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT)
            .pool_idle_timeout(KEEP_IDLE)
            .tcp_nodelay(true)
            .http1_only();
        if let Some(authorities) = self.authorities(py)? {
            builder = builder.tls_certs_only(authorities);
        }
        if let Some(proxy) = self.proxies(py)? {
            builder = builder.proxy(proxy);
        }
        builder.build().map_err(|_| {
            let allowed = "ca_file=certifi.where(), or the variable SSL_CERT_FILE";
            invalid(py, "ca_file", "no usable certificate authorities on this system", allowed)
        })
    }

    fn authorities(&self, py: Python<'_>) -> PyResult<Option<Vec<reqwest::Certificate>>> {
        let Some(path) = &self.ca_file else { return Ok(None) };
        let wrong = |problem: &str| invalid(py, "ca_file", problem, "a PEM file of certificates");
        let pem = std::fs::read(path).map_err(|error| wrong(&error.kind().to_string()))?;
        let found = reqwest::Certificate::from_pem_bundle(&pem).map_err(|_| wrong("not PEM"))?;
        if found.is_empty() { Err(wrong("no certificate in it")) } else { Ok(Some(found)) }
    }

    fn proxies(&self, py: Python<'_>) -> PyResult<Option<reqwest::Proxy>> {
        let Some(url) = &self.proxy else { return Ok(None) };
        let proxy = reqwest::Proxy::all(url.as_str());
        proxy.map(Some).map_err(|_| invalid(py, "proxy", "not an address", "http://host:port"))
    }
}

/// One request, one answer, within its deadline and size.
fn once(
    client: reqwest::Client,
    request: xaalis::http::Request,
) -> impl Future<Output = Result<xaalis::http::Response, Failure>> + Send {
    let deadline = Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0));
    async move {
        tokio::time::timeout(deadline, exchange(client, request)).await.unwrap_or(Err(Failure::MaybeSent))
    }
}

async fn exchange(
    client: reqwest::Client,
    request: xaalis::http::Request,
) -> Result<xaalis::http::Response, Failure> {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let mut builder = client.request(method, &request.url);
    for header in &request.headers {
        builder = builder.header(&header.name, &header.value);
    }
    if let Some(body) = request.body {
        builder = builder.body(body);
    }
    // Only what fails before a connection stands, or cannot be written down as HTTP, was not sent.
    let judge = |error: reqwest::Error| {
        if error.is_connect() || error.is_builder() { Failure::NotSent } else { Failure::MaybeSent }
    };
    let mut answer = builder.send().await.map_err(judge)?;
    let most = usize::try_from(request.max_body).unwrap_or(0);
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| Failure::MaybeSent)? {
        if body.len().saturating_add(chunk.len()) > most {
            return Err(Failure::MaybeSent);
        }
        body.extend_from_slice(&chunk);
    }
    let headers = answer.headers().iter().map(|(name, value)| Header {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    });
    let headers = headers.collect();
    let status = answer.status().as_u16();
    let body = String::from_utf8(body)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok(xaalis::http::Response { status, headers, body })
}

/// The exception a transport raises; a user's own raises the same.
pub(crate) fn failed(py: Python<'_>, failure: Failure) -> PyErr {
    match failure {
        Failure::NotSent => exception(py, "ConnectFailed", ("no connection could be made",)),
        Failure::MaybeSent => exception(py, "NoAnswer", ("sent, perhaps, but no whole answer came",)),
    }
}

/// The thread that carries all connections of this process. Made anew after a fork, because threads do
/// not survive one; the old handle is leaked, for dropping it may wait for the thread that is gone.
fn runtime(py: Python<'_>) -> PyResult<Handle> {
    static RUNTIME: Mutex<Option<(u32, Handle)>> = Mutex::new(None);
    let pid = std::process::id();
    let mut kept = lock(&RUNTIME);
    if let Some((made, handle)) = &*kept
        && *made == pid
    {
        return Ok(handle.clone());
    }
    let start = || -> std::io::Result<Handle> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let forever = move || runtime.block_on(std::future::pending::<()>());
        std::thread::Builder::new().name("xaalis".to_owned()).spawn(forever)?;
        Ok(handle)
    };
    let handle = start().map_err(|error| exception(py, "ConnectFailed", (error.to_string(),)))?;
    std::mem::forget(kept.replace((pid, handle.clone())));
    Ok(handle)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a waiting thread finds its answer.
#[derive(Default)]
struct Slot {
    result: Mutex<Option<Result<xaalis::http::Response, Failure>>>,
    filled: Condvar,
}

impl Slot {
    fn fill(&self, result: Result<xaalis::http::Response, Failure>) {
        *lock(&self.result) = Some(result);
        self.filled.notify_one();
    }

    fn wait(&self, at_most: Duration) -> Option<Result<xaalis::http::Response, Failure>> {
        let guard = lock(&self.result);
        let waited = self.filled.wait_timeout_while(guard, at_most, |result| result.is_none());
        waited.unwrap_or_else(PoisonError::into_inner).0.take()
    }
}

/// Ends the request when its caller is interrupted.
struct Abandon(AbortHandle);

impl Drop for Abandon {
    fn drop(&mut self) {
        self.0.abort();
    }
}
