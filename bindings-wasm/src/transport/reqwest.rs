//! Over `reqwest`.

use super::body::{Answer, Body};
use futures_util::{Stream, StreamExt};
use xaalis::Event;
use xaalis::http::{Failure, Header, Method, Request, Response};

/// Performs a request, once, and reads its answer whole, within its `max_body`.
///
/// # Errors
/// [`Failure`]: could it have reached the vendor?
pub async fn send(client: &reqwest::Client, request: &Request) -> Result<Response, Failure> {
    super::whole(request, begun(client, request)).await
}

/// Performs a request, once, and hands its answer to `hear` as it arrives: see
/// [`gloo::send_in_parts`](super::gloo::send_in_parts).
///
/// # Errors
/// As [`send`]. What had been heard by then is no whole answer.
pub async fn send_in_parts(
    client: &reqwest::Client,
    request: &Request,
    hear: impl FnMut(Event) -> bool,
) -> Result<Option<Response>, Failure> {
    super::in_parts(request, begun(client, request), hear).await
}

struct Bytes<S>(S);

impl<S, B> Body for Bytes<S>
where
    S: Stream<Item = reqwest::Result<B>> + Unpin,
    B: Into<Vec<u8>>,
{
    async fn part(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let part = self.0.next().await.transpose().map_err(|_| Failure::MaybeSent)?;
        Ok(part.map(Into::into))
    }
}

async fn begun(client: &reqwest::Client, request: &Request) -> Result<Answer<impl Body>, Failure> {
    let outgoing = outgoing(client, request).map_err(|_| Failure::NotSent)?;
    let address = outgoing.url().clone();
    let answer = client.execute(outgoing).await.map_err(|_| Failure::MaybeSent)?;
    if *answer.url() != address {
        // It was redirected, and `fetch` has followed.
        return Err(Failure::MaybeSent);
    }
    let headers = answer.headers().iter().map(|(name, value)| Header {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    });
    let head = Response { status: answer.status().as_u16(), headers: headers.collect(), body: String::new() };
    Ok(Answer { head, body: Bytes(answer.bytes_stream().boxed_local()) })
}

fn outgoing(client: &reqwest::Client, request: &Request) -> reqwest::Result<reqwest::Request> {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let mut builder = client.request(method, &request.url);
    #[cfg(target_arch = "wasm32")]
    {
        builder = builder.fetch_credentials_omit().fetch_cache_no_store();
        builder = builder.fetch_referrer_policy("no-referrer");
    }
    for header in &request.headers {
        builder = builder.header(&header.name, &header.value);
    }
    if let Some(body) = &request.body {
        builder = builder.body(body.clone());
    }
    builder.build()
}
