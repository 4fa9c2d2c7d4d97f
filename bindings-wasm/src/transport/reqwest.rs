//! Over `reqwest`.

use std::time::Duration;
use xaalis::http::{Failure, Header, Method, Request, Response};

/// Performs a request, once. A list is read whole, and only within its `max_body`.
///
/// # Errors
/// [`Failure`]: could it have reached the vendor?
pub async fn send(client: &reqwest::Client, request: &Request) -> Result<Response, Failure> {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let mut builder = client.request(method, &request.url);
    builder = builder.timeout(Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0)));
    for header in &request.headers {
        builder = builder.header(&header.name, &header.value);
    }
    if let Some(body) = &request.body {
        builder = builder.body(body.clone());
    }
    let outgoing = builder.build().map_err(|_| Failure::NotSent)?;
    let address = outgoing.url().clone();
    let answer = client.execute(outgoing).await.map_err(|_| Failure::MaybeSent)?;
    if *answer.url() != address {
        // It was redirected, and `fetch` has followed.
        return Err(Failure::MaybeSent);
    }
    let status = answer.status().as_u16();
    let headers = answer.headers().iter().map(|(name, value)| Header {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    });
    let headers = headers.collect();
    let body = answer.bytes().await.map_err(|_| Failure::MaybeSent)?;
    if i64::try_from(body.len()).unwrap_or(i64::MAX) > request.max_body {
        return Err(Failure::TooLarge);
    }
    Ok(Response { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
