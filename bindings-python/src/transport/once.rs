//! One request, one answer, or why there is none.

use super::body::{self, Frames};
use super::settings::Client;
use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ACCEPT_ENCODING, HeaderValue, USER_AGENT};
use hyper_util::client::legacy;
use std::error::Error;
use std::future::Future;
use std::io;
use std::time::Duration;
use xaalis::http::{Failure, Header, Method, Request, Response};

/// No answer.
pub(crate) struct Lost {
    pub(crate) failure: Failure,
    /// For a log: never an address.
    pub(crate) why: &'static str,
}

impl Lost {
    pub(super) const fn new(failure: Failure, why: &'static str) -> Self {
        Self { failure, why }
    }

    /// Only what fails before a connection stands was not sent.
    fn of(error: &legacy::Error) -> Self {
        if error.is_connect() {
            return Self::new(Failure::NotSent, unconnected(error));
        }
        let cause = error.source().and_then(|cause| cause.downcast_ref::<hyper::Error>());
        if cause.is_some_and(hyper::Error::is_parse) { UNREADABLE } else { BROKE }
    }
}

const UNREADABLE: Lost = Lost::new(Failure::MaybeSent, "the answer cannot be read as HTTP");
pub(super) const BROKE: Lost =
    Lost::new(Failure::MaybeSent, "the connection broke before the answer was whole");
pub(super) const LARGE: Lost = Lost::new(Failure::TooLarge, "the answer is larger than any of this vendor's");

/// What came of a request.
pub(crate) enum Answer {
    Whole(Response),
    /// Status and headers, and a body that has no end for all we know.
    Parts(Response, Parts),
}

/// A body to be read as it arrives; dropped before its end, its connection is closed.
pub(crate) struct Parts {
    frames: Frames,
    /// Of each part.
    deadline: Duration,
}

impl Parts {
    /// What comes next; none at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Lost> {
        tokio::time::timeout(self.deadline, self.frames.next()).await.unwrap_or(Err(LATE))
    }
}

const LATE: Lost = Lost::new(Failure::MaybeSent, "no whole answer came within its deadline");

/// One request, one answer, within its deadline and size; or as it arrives, where that is asked for.
pub(super) fn once(
    client: Client,
    request: &Request,
) -> impl Future<Output = Result<Answer, Lost>> + Send + 'static {
    let deadline = Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0));
    let most = usize::try_from(request.max_body).unwrap_or(0);
    let in_parts = request.in_parts.then_some(deadline);
    let request = written(request);
    async move {
        let Ok(request) = request else {
            return Err(Lost::new(Failure::NotSent, "not a request that HTTP can carry"));
        };
        tokio::time::timeout(deadline, exchange(client, request, most, in_parts)).await.unwrap_or(Err(LATE))
    }
}

/// The request as HTTP writes it.
fn written(request: &Request) -> hyper::http::Result<hyper::Request<Full<Bytes>>> {
    let method = match request.method {
        Method::Get => hyper::Method::GET,
        Method::Post => hyper::Method::POST,
    };
    let mut builder = hyper::Request::builder()
        .method(method)
        .uri(&request.url)
        .header(USER_AGENT, super::NAME)
        .header(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    for header in &request.headers {
        builder = builder.header(&header.name, &header.value);
    }
    builder.body(request.body.as_ref().map_or_else(Full::default, |body| Full::from(body.clone())))
}

async fn exchange(
    client: Client,
    request: hyper::Request<Full<Bytes>>,
    most: usize,
    in_parts: Option<Duration>,
) -> Result<Answer, Lost> {
    let answer = client.request(request).await.map_err(|error| Lost::of(&error))?;
    let (head, body) = answer.into_parts();
    let mut frames = Frames::new(body, &head.headers);
    let headers = head.headers.iter().map(|(name, value)| Header {
        name: name.as_str().to_owned(),
        // As a rule it is ASCII: what replaces looks at each byte by itself.
        value: value
            .to_str()
            .map_or_else(|_| String::from_utf8_lossy(value.as_bytes()).into_owned(), str::to_owned),
    });
    let response = Response { status: head.status.as_u16(), headers: headers.collect(), body: String::new() };
    if let Some(deadline) = in_parts.filter(|_| head.status.is_success())
        && frames.is_plain(&head.headers).await?
    {
        return Ok(Answer::Parts(response, Parts { frames, deadline }));
    }
    let body = body::text(frames, &head.headers, most).await?;
    Ok(Answer::Whole(Response { body, ..response }))
}

/// What stood in the way of a connection, as far as the causes of the error tell.
fn unconnected(error: &legacy::Error) -> &'static str {
    let mut cause = error.source();
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>();
        match error.downcast_ref::<rustls::Error>() {
            Some(rustls::Error::InvalidCertificate(_)) => return "the server's certificate is not trusted",
            Some(_) => return "no TLS connection could be agreed on",
            None if io.is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused) => {
                return "connection refused";
            }
            None if error.is::<tokio::time::error::Elapsed>() => return "no connection in time",
            None => {}
        }
        // These causes are of private types.
        match error.to_string().as_str() {
            "dns error" => return "the host's name was not found",
            text if text.starts_with("tunnel error") => return "the proxy made no connection",
            _ => {}
        }
        // What an `io::Error` is made of is not among its sources.
        cause = match io.and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    "no connection could be made"
}
