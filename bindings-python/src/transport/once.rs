//! One request, one answer.

use std::future::Future;
use std::time::Duration;
use xaalis::http::{Failure, Header, Method, Request, Response};

/// One request, one answer, within its deadline and size.
pub(super) fn once(
    client: reqwest::Client,
    request: Request,
) -> impl Future<Output = Result<Response, Failure>> + Send {
    let deadline = Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0));
    async move {
        tokio::time::timeout(deadline, exchange(client, request)).await.unwrap_or(Err(Failure::MaybeSent))
    }
}

async fn exchange(client: reqwest::Client, request: Request) -> Result<Response, Failure> {
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
    Ok(Response { status, headers, body })
}
