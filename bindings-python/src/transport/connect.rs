//! How a connection is made: straight or through a proxy's tunnel, then TLS.

use hyper::Uri;
use hyper::header::{HeaderMap, HeaderValue, USER_AGENT};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use std::error::Error;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::TcpStream;
use tower_service::Service;

/// Looking a name up, connecting and greeting may take this long; nothing of the request has left by
/// then, so a failure within it is certainly `NotSent`.
const CONNECT: Duration = Duration::from_secs(10);

type Failed = Box<dyn Error + Send + Sync>;
type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, Failed>> + Send>>;
/// Plain to the vendor or to an http proxy, TLS to an https proxy.
type Stream = MaybeHttpsStream<TokioIo<TcpStream>>;

/// Makes connections, each within [`CONNECT`].
#[derive(Clone)]
pub(super) struct Connector(HttpsConnector<Route>);

/// Where the bytes go first.
#[derive(Clone)]
struct Route {
    tcp: HttpConnector,
    tls: Arc<ClientConfig>,
    proxies: Arc<Matcher>,
}

impl Connector {
    pub(super) fn new(tls: Arc<ClientConfig>, proxies: Arc<Matcher>) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        // Shared among a host's addresses: a dead one must not keep the others from being tried.
        tcp.set_connect_timeout(Some(CONNECT));
        let route = Route { tcp, tls: Arc::clone(&tls), proxies };
        Self(HttpsConnector::from((route, tls)))
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Stream>;
    type Error = Failed;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = self.0.call(to);
        Box::pin(async move { tokio::time::timeout(CONNECT, connecting).await? })
    }
}

impl Service<Uri> for Route {
    type Response = Stream;
    type Error = Failed;
    type Future = Connecting<Stream>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        match self.proxies.intercept(&to) {
            None => {
                let connecting = self.tcp.call(to);
                Box::pin(async move { Ok(MaybeHttpsStream::Http(connecting.await?)) })
            }
            Some(proxy) => self.tunnel(&proxy, to),
        }
    }
}

impl Route {
    fn tunnel(&self, proxy: &Intercept, to: Uri) -> Connecting<Stream> {
        if !matches!(proxy.uri().scheme_str(), Some("http" | "https")) {
            return Box::pin(async { Err(io::Error::other("tunnel error: not an HTTP proxy").into()) });
        }
        let connector = HttpsConnector::from((self.tcp.clone(), Arc::clone(&self.tls)));
        let headers = HeaderMap::from_iter([(USER_AGENT, HeaderValue::from_static(super::NAME))]);
        let mut tunnel = Tunnel::new(proxy.uri().clone(), connector).with_headers(headers);
        if let Some(password) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(password.clone());
        }
        let connecting = tunnel.call(to);
        Box::pin(async move { Ok(connecting.await?) })
    }
}
