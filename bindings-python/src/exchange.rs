//! Requests and responses as a transport sees them.

use crate::errors::invalid;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyInt, PyString};
use xaalis::http::{Header, Method};

/// A request to perform once: no redirects, no retries, within `timeout` seconds in all, reading at
/// most `max_body` bytes of answer. `headers` holds the key: never log it.
#[pyclass(module = "xaalis", frozen)]
pub(crate) struct Request(pub(crate) xaalis::http::Request);

#[pymethods]
impl Request {
    /// `GET` or `POST`.
    #[getter]
    fn method(&self) -> &'static str {
        match self.0.method {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }

    /// The absolute address.
    #[getter]
    fn url(&self) -> &str {
        &self.0.url
    }

    /// All headers to send, as pairs; the key among them.
    #[getter]
    fn headers(&self) -> Vec<(&str, &str)> {
        self.0.headers.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect()
    }

    /// The JSON body of a POST.
    #[getter]
    fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// How long the whole exchange may take, in milliseconds.
    #[getter]
    fn timeout_ms(&self) -> i64 {
        self.0.timeout_ms
    }

    /// How long the whole exchange may take, in seconds.
    #[getter]
    #[allow(clippy::cast_precision_loss, reason = "milliseconds of a minute fit")]
    fn timeout(&self) -> f64 {
        self.0.timeout_ms as f64 / 1000.0
    }

    /// The most bytes of decompressed answer to read whole.
    #[getter]
    fn max_body(&self) -> i64 {
        self.0.max_body
    }

    /// The answer may have no end: hand it over as it arrives if you can, as a `Response` whose `body` is an
    /// iterator. A whole one, within `max_body`, will do as well.
    #[getter]
    fn in_parts(&self) -> bool {
        self.0.in_parts
    }

    /// The same request with an earlier deadline, in milliseconds: for tests of transports.
    fn within(&self, timeout_ms: &Bound<'_, PyAny>) -> PyResult<Self> {
        let Some(earlier) = whole(timeout_ms) else {
            return Err(invalid(timeout_ms.py(), "timeout_ms", "no int", "milliseconds, an int of 64 bits"));
        };
        let timeout_ms = earlier.min(self.0.timeout_ms);
        Ok(Self(xaalis::http::Request { timeout_ms, ..self.0.clone() }))
    }

    fn __repr__(&self) -> String {
        format!("<Request {} {}>", self.method(), xaalis::redact::redact(self.0.path()))
    }
}

/// What came back: every status is an answer, 4xx and 5xx too. Its body is whole, or an iterator that reads it.
#[pyclass(module = "xaalis", frozen)]
pub(crate) struct Response {
    pub(crate) inner: xaalis::http::Response,
    parts: Option<Py<PyAny>>,
}

impl Response {
    pub(crate) fn whole(inner: xaalis::http::Response) -> Self {
        Self { inner, parts: None }
    }

    /// `parts`: what reads its body.
    pub(crate) fn in_parts(head: xaalis::http::Response, parts: Py<PyAny>) -> Self {
        Self { inner: head, parts: Some(parts) }
    }
}

#[pymethods]
impl Response {
    /// `headers`: a mapping or pairs. `body`: text or bytes, or an iterator of bytes, for asyncio an
    /// asynchronous one; it is closed (`close`, `aclose`) when no more is wanted.
    #[new]
    #[pyo3(signature = (status, headers = None, body = None))]
    fn new(
        py: Python<'_>,
        status: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let Some(status) = whole(status).and_then(|status| u16::try_from(status).ok()) else {
            return Err(invalid(py, "status", "no HTTP status", "an int"));
        };
        let is_read_later = |body: &&Bound<'_, PyAny>| -> PyResult<bool> {
            Ok(body.hasattr("__next__")? || body.hasattr("__anext__")?)
        };
        let mut parts = None;
        let body = match body {
            None => String::new(),
            Some(body) if is_read_later(&body)? => {
                parts = Some(body.clone().unbind());
                String::new()
            }
            Some(body) => match (body.cast::<PyString>(), body.cast::<PyBytes>()) {
                (Ok(text), _) => match text.to_str() {
                    Ok(text) => text.to_owned(),
                    Err(_) => return Err(invalid(py, "body", "not valid Unicode", "str or bytes")),
                },
                (_, Ok(bytes)) => String::from_utf8_lossy(bytes.as_bytes()).into_owned(),
                _ => {
                    let allowed = "str or bytes, or an iterator of bytes";
                    return Err(invalid(py, "body", "not text or bytes", allowed));
                }
            },
        };
        let mut kept = Vec::new();
        if let Some(headers) = headers {
            let wrong =
                || invalid(py, "headers", "not names and values", "a mapping of str to str, or pairs of str");
            if headers.is_instance_of::<PyString>() {
                return Err(wrong());
            }
            let pairs = match headers.cast::<PyDict>() {
                Ok(dict) => dict.items().into_any(),
                Err(_) if headers.hasattr("items")? => headers.call_method0("items").map_err(|_| wrong())?,
                Err(_) => headers.clone(),
            };
            for pair in pairs.try_iter().map_err(|_| wrong())? {
                let Ok((name, value)) = pair?.extract::<(String, String)>() else { return Err(wrong()) };
                kept.push(Header { name, value });
            }
        }
        Ok(Self { inner: xaalis::http::Response { status, headers: kept, body }, parts })
    }

    /// The HTTP status.
    #[getter]
    fn status(&self) -> u16 {
        self.inner.status
    }

    /// The headers, as pairs.
    #[getter]
    fn headers(&self) -> Vec<(&str, &str)> {
        self.inner.headers.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect()
    }

    /// The body as text; empty for one that is read as it arrives.
    #[getter]
    fn body(&self) -> &str {
        &self.inner.body
    }

    /// What reads the body as it arrives; `None` when it is whole.
    #[getter]
    fn parts(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.parts.as_ref().map(|parts| parts.clone_ref(py))
    }

    fn __repr__(&self) -> String {
        format!("<Response {} ({} bytes)>", self.inner.status, self.inner.body.len())
    }
}

/// An int that is no bool.
fn whole(value: &Bound<'_, PyAny>) -> Option<i64> {
    let is_whole = value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>();
    is_whole.then(|| value.extract().ok()).flatten()
}
