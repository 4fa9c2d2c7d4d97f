//! The HTTP server: turns sockets into the sandbox's requests and its faults into broken connections.

use super::cut::{Cuttable, Switch};
use super::door::{Access, Door};
use super::shared::{Clock, Shared};
use super::webhooks;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use xaalis::http::{Header, Method as CoreMethod, Request, Response as CoreResponse};
use xaalis::sandbox::{Exchange, Sandbox, Unreadable};
use xaalis::value::Time;

/// Larger than any documented call: a bulk transfer of 100 is about 15 kB.
const MAX_BODY: usize = 1 << 20;
/// How long a request under way may take once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(2);
/// Between a cut body and the end of its connection, so that what was sent is really on its way.
const CUT_PAUSE: Duration = Duration::from_millis(20);

/// A sandbox being served over HTTP from a thread of its own.
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    sandbox: Shared,
}

impl Server {
    /// Listens on `address` (port 0: a free port) and serves in the background, by the wall clock.
    pub fn start(sandbox: Sandbox, address: SocketAddr) -> io::Result<Self> {
        Self::start_by(sandbox, address, now)
    }

    /// The same with more access than none.
    pub fn start_with(sandbox: Sandbox, address: SocketAddr, access: Access) -> io::Result<Self> {
        Self::begin(sandbox, address, access, Arc::new(now))
    }

    /// The same by a clock of your own: for a test whose days are short.
    pub fn start_by(
        sandbox: Sandbox,
        address: SocketAddr,
        clock: impl Fn() -> Time + Send + Sync + 'static,
    ) -> io::Result<Self> {
        Self::begin(sandbox, address, Access::default(), Arc::new(clock))
    }

    fn begin(sandbox: Sandbox, address: SocketAddr, access: Access, clock: Clock) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = Runtime::new()?;
        let sandbox = Shared::new(sandbox, clock, Door::new(access, address));
        let (stop, stopped) = oneshot::channel();
        let shared = sandbox.clone();
        let thread = std::thread::spawn(move || {
            if let Err(error) = runtime.block_on(serve(listener, shared, stopped)) {
                eprintln!("sandbox: {error}");
            }
            // A webhook's receiver that never answers must not hold the stop up.
            runtime.shutdown_background();
        });
        Ok(Self { address, stop: Some(stop), thread: Some(thread), sandbox })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base address of both vendors: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Looks into the sandbox, or changes it, between two requests.
    pub fn with_sandbox<T>(&self, work: impl FnOnce(&mut Sandbox, Time) -> T) -> T {
        work(&mut self.sandbox.lock(), self.sandbox.now())
    }

    /// Stops taking connections, lets requests under way end, and waits for that.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only when the server has ended by itself.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// Ctrl-C or SIGTERM, listened for from the moment it is made.
pub(super) struct Signal {
    runtime: Runtime,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Signal {
    pub(super) fn new() -> io::Result<Self> {
        let runtime = Runtime::new()?;
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let guard = runtime.enter();
            let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
            drop(guard);
            Ok(Self { runtime, terminate, interrupt })
        }
        #[cfg(not(unix))]
        Ok(Self { runtime })
    }

    /// Blocks until one of them arrives.
    pub(super) fn wait(self) {
        #[cfg(unix)]
        {
            let Self { runtime, mut terminate, mut interrupt } = self;
            runtime.block_on(async {
                tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
            });
        }
        #[cfg(not(unix))]
        if let Err(error) = self.runtime.block_on(tokio::signal::ctrl_c()) {
            eprintln!("sandbox: {error}");
        }
    }
}

/// The platform's clock, as the core wants it.
fn now() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

async fn serve(
    listener: std::net::TcpListener,
    sandbox: Shared,
    stopped: oneshot::Receiver<()>,
) -> io::Result<()> {
    let listener = Cuttable(tokio::net::TcpListener::from_std(listener)?);
    let app = Router::new()
        .fallback(answer)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(sandbox.clone())
        .into_make_service_with_connect_info::<Switch>();
    let webhooks = tokio::spawn(webhooks::deliver(sandbox));
    let (ask, asked) = oneshot::channel::<()>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async {
        let _ = asked.await;
    });
    let mut server = tokio::spawn(server.into_future());
    // Both ways out are a stop: the message, and a handle dropped without one.
    let _ = stopped.await;
    let _ = ask.send(());
    webhooks.abort();
    if let Ok(ended) = tokio::time::timeout(GRACE, &mut server).await {
        ended.map_err(io::Error::other)?
    } else {
        server.abort();
        Ok(())
    }
}

async fn answer(
    State(sandbox): State<Shared>,
    ConnectInfo(connection): ConnectInfo<Switch>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if let Err(refused) = sandbox.door.check(&method, &uri, &headers) {
        return refused.into_response();
    }
    let request = match request(&method, &uri, &headers, body) {
        Ok(request) => request,
        Err(why) => return whole(sandbox.lock().refuse(uri.path(), why)),
    };
    let Exchange { delay_ms, result, cut_at } = sandbox.lock().exchange(&request, sandbox.now());
    tokio::time::sleep(Duration::from_millis(u64::try_from(delay_ms).unwrap_or(0))).await;
    match (result, cut_at) {
        (Ok(response), None) => whole(response),
        (Ok(response), Some(at)) => cut_short(response, at),
        (Err(_), _) => {
            connection.cut();
            // Nothing of this reaches the client: the connection is gone.
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}

/// The request as the core knows it, or why it is none.
fn request<'a>(
    method: &'a Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Request, Unreadable<'a>> {
    let method = match method.as_str() {
        "GET" => CoreMethod::Get,
        "POST" => CoreMethod::Post,
        other => return Err(Unreadable::Method(other)),
    };
    // All that a body is rejected for is its length, or a client that left: who reads no answer.
    let body = String::from_utf8(body.map_err(|_| Unreadable::TooLarge)?.into());
    let body = body.map_err(|_| Unreadable::NotText)?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let headers = headers.iter().map(|(name, value)| Header {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    });
    Ok(Request {
        method,
        url: format!("http://{host}{path}"),
        headers: headers.collect(),
        body: (!body.is_empty()).then_some(body),
        timeout_ms: i64::MAX,
        max_body: i64::MAX,
        in_parts: false,
    })
}

fn whole(response: CoreResponse) -> Response {
    let mut answer = head(&response);
    *answer.body_mut() = Body::from(response.body);
    answer
}

/// Promises the whole body, sends the beginning, and breaks the connection.
fn cut_short(response: CoreResponse, at: usize) -> Response {
    let mut answer = head(&response);
    answer.headers_mut().insert(header::CONTENT_LENGTH, response.body.len().into());
    let mut bytes = Bytes::from(response.body);
    bytes.truncate(at);
    let end = stream::once(async {
        tokio::time::sleep(CUT_PAUSE).await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    let sent: io::Result<Bytes> = Ok(bytes);
    *answer.body_mut() = Body::from_stream(stream::iter([sent]).chain(end));
    answer
}

/// Status and headers. The length is the server's affair, and what is no header is left out.
fn head(response: &CoreResponse) -> Response {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for Header { name, value } in &response.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<header::HeaderName>(), value.parse())
            && name != header::CONTENT_LENGTH
            && name != header::TRANSFER_ENCODING
        {
            answer.headers_mut().append(name, value);
        }
    }
    answer
}
