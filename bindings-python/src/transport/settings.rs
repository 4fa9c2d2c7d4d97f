//! What all connections of a transport share: whom to trust, and which way to go.

use super::connect::Connector;
use crate::errors::invalid;
use bytes::Bytes;
use http_body_util::Full;
use hyper::Uri;
use hyper_util::client::legacy;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use pyo3::prelude::*;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::Arc;
use std::time::Duration;

/// A connection kept longer is likely closed by the vendor just when a payment is written to it.
const KEEP_IDLE: Duration = Duration::from_secs(10);

/// Connections, and what is sent over them.
pub(super) type Client = legacy::Client<Connector, Full<Bytes>>;

/// Settings that were found good.
pub(super) struct Settings {
    proxies: Arc<Matcher>,
    /// Read once: certificates cost milliseconds.
    tls: Arc<ClientConfig>,
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
        Ok(Self { proxies: Arc::new(proxies), tls: Arc::new(tls) })
    }

    /// A client with no connection yet.
    pub(super) fn client(&self) -> Client {
        let connector = Connector::new(Arc::clone(&self.tls), Arc::clone(&self.proxies));
        legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(KEEP_IDLE)
            .build(connector)
    }
}

/// This proxy for everything.
fn only(py: Python<'_>, proxy: &str) -> PyResult<Matcher> {
    let wrong = |problem: &str| invalid(py, "proxy", problem, "http://host:port or https://host:port");
    if proxy.split_once("://").is_some_and(|(scheme, _)| !matches!(scheme, "http" | "https")) {
        return Err(wrong("a scheme other than http and https"));
    }
    let proxies = Matcher::builder().all(proxy).build();
    // What it cannot read it would silently do without.
    match proxies.intercept(&Uri::from_static("https://vendor.invalid")) {
        Some(_) => Ok(proxies),
        None => Err(wrong("not an address")),
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
