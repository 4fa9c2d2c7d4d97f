//! What all connections of a transport share: whom to trust, and which way to go.

use crate::errors::invalid;
use pyo3::prelude::*;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::Arc;
use std::time::Duration;

/// Looking a name up, connecting and greeting may take this long; nothing of the request has left by
/// then, so a failure within it is certainly `NotSent`.
const CONNECT: Duration = Duration::from_secs(10);
/// A connection kept longer is likely closed by the vendor just when a payment is written to it.
const KEEP_IDLE: Duration = Duration::from_secs(10);

/// Settings that were found good.
pub(super) struct Settings {
    proxy: Option<reqwest::Proxy>,
    /// No proxy, whatever the surroundings say: plain http would show it the key.
    direct: bool,
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
        let wrong = |problem: &str| invalid(py, "proxy", problem, "http://host:port or https://host:port");
        if let Some(proxy) = proxy
            && proxy.split_once("://").is_some_and(|(scheme, _)| !matches!(scheme, "http" | "https"))
        {
            return Err(wrong("a scheme other than http and https"));
        }
        let proxy = proxy.map(reqwest::Proxy::all).transpose().map_err(|_| wrong("not an address"))?;
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
        Ok(Self { proxy, direct, tls })
    }

    /// A client with no connection yet.
    pub(super) fn client(&self) -> reqwest::Result<reqwest::Client> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .user_agent(concat!("xaalis-python/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT)
            .pool_idle_timeout(KEEP_IDLE)
            .tcp_nodelay(true)
            .http1_only();
        if self.direct {
            builder = builder.no_proxy();
        } else if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.clone());
        }
        builder.build()
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
