//! Over `gloo-net`.

use super::body::{Answer, Body};
use gloo_net::http::{Request as Outgoing, RequestBuilder};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader, ReadableStreamReadResult, ReferrerPolicy,
    RequestCache, RequestCredentials, RequestRedirect, ResponseType,
};
use xaalis::Event;
use xaalis::http::{Failure, Header, Method, Request, Response};

/// Performs a request, once, and reads its answer whole, within its `max_body`.
///
/// # Errors
/// [`Failure`]: could it have reached the vendor?
pub async fn send(request: &Request, abort: Option<&AbortSignal>) -> Result<Response, Failure> {
    super::whole(request, begun(request, abort)).await
}

/// Performs a request, once, and hands its answer to `hear` as it arrives, [`Event::Begun`] and then
/// [`Event::Part`]s, as long as it says that more is wanted: for a list (`request.in_parts`). `None` when it is
/// whole, or no more was wanted; an answer that is no success comes whole instead, as from [`send`].
///
/// # Errors
/// As [`send`]. What had been heard by then is no whole answer.
pub async fn send_in_parts(
    request: &Request,
    abort: Option<&AbortSignal>,
    hear: impl FnMut(Event) -> bool,
) -> Result<Option<Response>, Failure> {
    super::in_parts(request, begun(request, abort), hear).await
}

/// Aborts what it belongs to, unless that has ended.
struct Guard(AbortController);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Stream {
    /// None of an answer without body.
    reader: Option<ReadableStreamDefaultReader>,
    _guard: Guard,
}

impl Body for Stream {
    async fn part(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(reader) = &self.reader else { return Ok(None) };
        let part = JsFuture::from(reader.read()).await.map_err(|_| Failure::MaybeSent)?;
        let part: ReadableStreamReadResult = part.unchecked_into();
        if part.get_done().unwrap_or(true) {
            return Ok(None);
        }
        let part: js_sys::Uint8Array =
            part.get_value().dyn_into().map_err(|_: JsValue| Failure::MaybeSent)?;
        Ok(Some(part.to_vec()))
    }
}

async fn begun(request: &Request, abort: Option<&AbortSignal>) -> Result<Answer<Stream>, Failure> {
    let guard = Guard(AbortController::new().map_err(|_| Failure::NotSent)?);
    let signals = Array::of1(&guard.0.signal());
    if let Some(abort) = abort {
        signals.push(abort);
    }
    let signal = AbortSignal::any(&signals);
    if signal.aborted() {
        return Err(Failure::NotSent);
    }
    let outgoing = outgoing(request, &signal).map_err(|_| Failure::NotSent)?;
    let answer = outgoing.send().await.map_err(|_| Failure::MaybeSent)?;
    let mut head = Response { status: answer.status(), headers: Vec::new(), body: String::new() };
    if answer.type_() == ResponseType::Opaqueredirect {
        // What a browser makes of any redirect that is not followed: neither status nor address. Core refuses it.
        head.status = 302;
        return Ok(Answer { head, body: Stream { reader: None, _guard: guard } });
    }
    if answer.redirected() {
        return Err(Failure::MaybeSent);
    }
    head.headers = answer.headers().entries().map(|(name, value)| Header { name, value }).collect();
    let reader = answer.body().map(|body| body.get_reader().unchecked_into());
    Ok(Answer { head, body: Stream { reader, _guard: guard } })
}

fn outgoing(request: &Request, signal: &AbortSignal) -> Result<Outgoing, gloo_net::Error> {
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
    };
    let mut builder = RequestBuilder::new(&request.url)
        .method(method)
        .redirect(RequestRedirect::Manual)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(signal));
    for header in &request.headers {
        builder = builder.header(&header.name, &header.value);
    }
    match &request.body {
        Some(body) => builder.body(body.as_str()),
        None => builder.build(),
    }
}
