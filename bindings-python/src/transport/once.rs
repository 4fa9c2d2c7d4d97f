//! One request, one answer, or why there is none.

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

    /// Only what fails before a connection stands, or cannot be written down as HTTP, was not sent.
    fn of(error: &reqwest::Error) -> Self {
        if error.is_builder() {
            return Self::new(Failure::NotSent, "not a request that HTTP can carry");
        }
        if error.is_connect() {
            return Self::new(Failure::NotSent, unconnected(error));
        }
        Self::new(Failure::MaybeSent, "the connection broke before the answer was whole")
    }
}

/// One request, one answer, within its deadline and size.
pub(super) fn once(
    client: reqwest::Client,
    request: Request,
) -> impl Future<Output = Result<Response, Lost>> + Send {
    let deadline = Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0));
    async move {
        let late = Lost::new(Failure::MaybeSent, "no whole answer came within its deadline");
        tokio::time::timeout(deadline, exchange(client, request)).await.unwrap_or(Err(late))
    }
}

async fn exchange(client: reqwest::Client, request: Request) -> Result<Response, Lost> {
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
    let mut answer = builder.send().await.map_err(|error| Lost::of(&error))?;
    let most = usize::try_from(request.max_body).unwrap_or(0);
    let mut body = Vec::new();
    let broke = |_| Lost::new(Failure::MaybeSent, "the connection broke before the answer was whole");
    while let Some(chunk) = answer.chunk().await.map_err(broke)? {
        if body.len().saturating_add(chunk.len()) > most {
            return Err(Lost::new(Failure::MaybeSent, "the answer is larger than any of this vendor's"));
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
    Ok(Response { status, headers, body })
}

/// What stood in the way of a connection, as far as the causes of the error tell.
fn unconnected(error: &reqwest::Error) -> &'static str {
    let mut cause = error.source();
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>();
        match error.downcast_ref::<rustls::Error>() {
            Some(rustls::Error::InvalidCertificate(_)) => return "the server's certificate is not trusted",
            Some(_) => return "no TLS connection could be agreed on",
            None if io.is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused) => {
                return "connection refused";
            }
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
    if error.is_timeout() { "no connection in time" } else { "no connection could be made" }
}
