//! What all connections of a transport share: whom to trust, and which way to go.

use super::connect::Connector;
use crate::errors::invalid;
use bytes::Bytes;
use http_body_util::Full;
use hyper::Uri;
use hyper::http::uri::Authority;
use hyper_util::client::legacy;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use pyo3::prelude::*;
use rustls::client::Resumption;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::Arc;
use std::time::Duration;

/// A connection kept longer is likely closed by the vendor just when a payment is written to it.
const KEEP_IDLE: Duration = Duration::from_secs(10);
/// Headers of one answer; browsers count their bytes alone, of which hyper takes 400 kB.
const HEADERS: usize = 1_000;
/// Servers to resume sessions with: the vendor's and a proxy.
const RESUMABLE: usize = 2;

/// Connections, and what is sent over them.
pub(super) type Client = legacy::Client<Connector, Full<Bytes>>;

/// Settings that were found good.
pub(super) struct Settings {
    proxies: Arc<Matcher>,
    /// Read once: certificates cost milliseconds.
    tls: ClientConfig,
}

impl Settings {
    pub(super) fn new(
        py: Python<'_>,
        proxy: Option<&str>,
        ca_file: Option<&str>,
        direct: bool,
    ) -> PyResult<Self> {
        let proxies = match proxy {
            // Whatever the surroundings say: a plain http request would show the proxy the key.
            None if direct => Matcher::builder().build(),
            None => Matcher::from_system(),
            Some(proxy) => only(py, proxy)?,
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let unusable = |_| {
            let allowed = "ca_file=certifi.where(), or the variable SSL_CERT_FILE";
            invalid(py, "ca_file", "no usable certificate authorities on this system", allowed)
        };
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(unusable)?;
        let mut tls = match ca_file {
            Some(path) => builder.with_root_certificates(authorities(py, path)?).with_no_client_auth(),
            None => builder.with_platform_verifier().map_err(unusable)?.with_no_client_auth(),
        };
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { proxies: Arc::new(proxies), tls })
    }

    /// A client with no connection yet.
    pub(super) fn client(&self) -> Client {
        // Sessions to resume are kept per client, which is of one process: rustls locks them, and a lock
        // that another thread holds while this one forks stays taken in the child for ever.
        let mut tls = self.tls.clone();
        tls.resumption = Resumption::in_memory_sessions(RESUMABLE);
        let connector = Connector::new(Arc::new(tls), Arc::clone(&self.proxies));
        legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(KEEP_IDLE)
            // What browsers put up with. A payment's answer is not the place to be strict about its wrapping.
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_max_headers(HEADERS)
            .build(connector)
    }
}

/// This proxy for everything.
fn only(py: Python<'_>, proxy: &str) -> PyResult<Matcher> {
    let wrong = |problem: &str| invalid(py, "proxy", problem, "http://host:port or https://host:port");
    let (scheme, rest) = proxy.split_once("://").unwrap_or(("http", proxy));
    if !matches!(scheme, "http" | "https") {
        return Err(wrong("a scheme other than http and https"));
    }
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (user, host) = rest.rsplit_once('@').unwrap_or(("", rest));
    let port = host.rsplit_once(']').map_or(host, |(_, port)| port).contains(':');
    match host.parse::<Authority>() {
        Ok(host) if !host.host().is_empty() && port == host.port_u16().is_some() => {}
        _ => return Err(wrong("not an address")),
    }
    // The matcher takes the first `@` for the end of the password.
    let user = if user.is_empty() { String::new() } else { user.replace('@', "%40") + "@" };
    let proxies = Matcher::builder().all(format!("{scheme}://{user}{host}")).build();
    // What it cannot read, it would silently do without.
    match proxies.intercept(&Uri::from_static("https://vendor.invalid")) {
        Some(known) if known.uri().authority().is_some_and(|known| known == host) => Ok(proxies),
        _ => Err(wrong("not an address, or a password that is not percent-encoded")),
    }
}

fn authorities(py: Python<'_>, path: &str) -> PyResult<RootCertStore> {
    let wrong = |problem: &str| invalid(py, "ca_file", problem, "a PEM file of certificates");
    let pem = std::fs::read(path).map_err(|error| wrong(&error.kind().to_string()))?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let mut roots = RootCertStore::empty();
    for certificate in found.map_err(|_| wrong("not PEM"))? {
        roots.add(certificate).map_err(|_| wrong("not a certificate"))?;
    }
    if roots.is_empty() { Err(wrong("no certificate in it")) } else { Ok(roots) }
}
