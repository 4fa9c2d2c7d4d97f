//! What crosses to a transport: one request out, one answer or one failure back.
//!
//! Bodies are text, because both vendors speak JSON only.

use crate::error::PaymentError;
use crate::given::{Fields, Shape, read_shape, shape};
use crate::policy;
use crate::redact::redact;
use crate::value::Time;
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroize;

/// The two HTTP methods the vendors use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// A read, or Senfenico's settlement cancel (a GET with an effect).
    Get,
    /// Everything that creates or submits.
    Post,
}

impl Method {
    /// The word on the wire: `GET` or `POST`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A request without host or key: what the machines inside work with.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The HTTP method.
    pub method: Method,
    /// The path below the vendor's base address, starting with `/`.
    pub path: String,
    /// The JSON body of a POST.
    pub body: Option<String>,
    /// How long the whole exchange may take, in milliseconds.
    pub timeout_ms: i64,
    /// The most bytes of answer worth reading, whole.
    pub max_body: i64,
    /// Is a good answer read as it arrives?
    pub in_parts: bool,
}

impl Draft {
    /// A read.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::Get,
            path: path.into(),
            body: None,
            timeout_ms: policy::READ_TIMEOUT,
            max_body: policy::BODY_CAP,
            in_parts: false,
        }
    }

    /// A read of everything: the vendors' lists have no pages.
    pub(crate) fn list(path: impl Into<String>) -> Self {
        Self { max_body: policy::LIST_BODY_CAP, in_parts: true, ..Self::get(path) }
    }

    /// A request with a JSON body. Every body of this library is a plain struct, so writing it
    /// cannot fail; were it to, the empty body would be refused by the vendor and nothing applied.
    pub(crate) fn post(path: impl Into<String>, body: &impl Serialize) -> Self {
        Self {
            method: Method::Post,
            path: path.into(),
            body: Some(serde_json::to_string(body).unwrap_or_default()),
            timeout_ms: policy::MONEY_TIMEOUT,
            max_body: policy::BODY_CAP,
            in_parts: false,
        }
    }
}

/// One header line.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The header's name; compared without case.
    pub name: String,
    /// Its value, wiped when dropped. May be a secret: never log it.
    pub value: String,
}

impl Drop for Header {
    /// A request's headers hold the key.
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

/// A sealed request: what the transport performs, exactly once.
///
/// Do not follow redirects (the key would follow), do not retry (a payment would be sent twice),
/// stop reading after `max_body` bytes, and give up after `timeout_ms` in total.
///
/// An answer can also be handed over as it arrives, where `in_parts` says that this is of use:
/// [`Event::Begun`](crate::Event::Begun), any number of [`Event::Part`](crate::Event::Part)s, and
/// [`Event::Ended`](crate::Event::Ended) once it is known to be whole, or
/// [`Event::Failed`](crate::Event::Failed). There is no limit of bytes then, and `timeout_ms` is that of
/// each part; ask [`Session::wants_part`](crate::Session::wants_part) before each.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The absolute address.
    pub url: String,
    /// All headers to send, the key among them.
    pub headers: Vec<Header>,
    /// The JSON body of a POST.
    pub body: Option<String>,
    /// How long the whole exchange may take, in milliseconds, from the first byte to the last.
    pub timeout_ms: i64,
    /// The most bytes of (decompressed) answer to read whole; past it, answer [`Failure::TooLarge`].
    pub max_body: i64,
    /// The answer may have no end: hand it over as it arrives if you can. One that is whole, within
    /// `max_body`, will do as well.
    #[serde(default)]
    pub in_parts: bool,
}

impl Request {
    /// The path and query of the address, without scheme and host.
    pub fn path(&self) -> &str {
        let rest = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
    }

    /// The value of a header, if present; names are compared without case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

/// What came back from the vendor, whole.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The HTTP status code.
    pub status: u16,
    /// The headers; only `Retry-After`, `Date` and `Age` are read.
    #[serde(default)]
    pub headers: Vec<Header>,
    /// The body as text, unpacked. Bytes that are not UTF-8 may be replaced: such a body is no JSON anyway.
    pub body: String,
}

impl Response {
    /// The value of a header, if present; names are compared without case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// Drops the byte order mark that some servers put before their JSON; a JSON text has none.
    pub(crate) fn drop_mark(&mut self) {
        if self.body.starts_with(MARK) {
            self.body.drain(..MARK.len_utf8());
        }
    }
}

const MARK: char = '\u{feff}';

/// The one judgement asked of a transport: could a byte have reached the server?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// Certainly not: name not found, connection refused, TLS handshake failed, nothing written.
    NotSent,
    /// Possibly: timed out, reset or cut at any later point. When in doubt, this one.
    MaybeSent,
    /// It arrived, and the answer is larger than the request's `max_body`.
    TooLarge,
}

/// The pause a vendor asks for, in milliseconds. Only the form in seconds is read: the form with a
/// date would need a clock both sides agree on.
pub(crate) fn retry_after_ms(response: &Response) -> Option<i64> {
    response.header("retry-after")?.trim().parse::<u32>().ok().map(|s| i64::from(s).saturating_mul(1_000))
}

/// How far the vendor's clock is ahead of ours, in milliseconds, by the `Date` of an answer that took from
/// `sent` to `now`: at least this, and at most by the time it took (and a second) more. What lay in a cache
/// on the way (`Age`) tells the time of another day.
pub(crate) fn ahead_ms(response: &Response, sent: Time, now: Time) -> Option<i64> {
    let date = response.header("date").and_then(Time::parse_http)?;
    (now >= sent && response.header("age").is_none()).then(|| date.since(now))
}

fn find<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    headers.iter().find(|h| h.name.eq_ignore_ascii_case(name)).map(|h| h.value.as_str())
}

shape! { Header { name, value, } open = true }

impl Shape for Response {
    const FIELDS: &'static [&'static str] = &["status", "headers", "body"];
    const OPEN: bool = true;

    fn fill(fields: &mut Fields<'_, '_>) -> Result<Self, PaymentError> {
        let headers: Option<_> = fields.take("headers")?;
        let (status, body) = (fields.take("status")?, fields.take("body")?);
        Ok(Self { status, headers: headers.unwrap_or_default(), body })
    }
}

read_shape! { Response }

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("method", &self.method)
            .field("path", &redact(&self.path))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: [REDACTED]", self.name)
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &redact(&self.url))
            .field("timeout_ms", &self.timeout_ms)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
