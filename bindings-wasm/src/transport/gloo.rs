//! Over `gloo-net`.

use gloo_net::http::{Request as Outgoing, RequestBuilder};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStream, ReadableStreamDefaultReader, ReadableStreamReadResult, ReferrerPolicy,
    RequestCache, RequestCredentials, RequestRedirect, ResponseType,
};
use xaalis::http::{Failure, Header, Method, Request, Response};

/// Performs a request, once. A list is read whole, and only within its `max_body`.
///
/// # Errors
/// [`Failure`]: could it have reached the vendor?
pub async fn send(request: &Request, abort: Option<&AbortSignal>) -> Result<Response, Failure> {
    let deadline = u32::try_from(request.timeout_ms).unwrap_or(u32::MAX);
    let signals = Array::of1(&AbortSignal::timeout_with_u32(deadline));
    if let Some(abort) = abort {
        signals.push(abort);
    }
    let signal = AbortSignal::any(&signals);
    if signal.aborted() {
        return Err(Failure::NotSent);
    }
    let outgoing = outgoing(request, &signal).map_err(|_| Failure::NotSent)?;
    let answer = outgoing.send().await.map_err(|_| Failure::MaybeSent)?;
    if answer.type_() == ResponseType::Opaqueredirect {
        // What a browser makes of any redirect that is not followed: neither status nor address. Core refuses it.
        return Ok(Response { status: 302, headers: Vec::new(), body: String::new() });
    }
    let headers = answer.headers().entries().map(|(name, value)| Header { name, value }).collect();
    if answer.redirected() {
        return Err(Failure::MaybeSent);
    }
    let body = match answer.body() {
        Some(body) => read(&body, usize::try_from(request.max_body).unwrap_or(0)).await?,
        None => Vec::new(),
    };
    let body =
        String::from_utf8(body).unwrap_or_else(|odd| String::from_utf8_lossy(odd.as_bytes()).into_owned());
    Ok(Response { status: answer.status(), headers, body })
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

async fn read(body: &ReadableStream, most: usize) -> Result<Vec<u8>, Failure> {
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let part = JsFuture::from(reader.read()).await.map_err(|_| Failure::MaybeSent)?;
        let part: ReadableStreamReadResult = part.unchecked_into();
        if part.get_done().unwrap_or(true) {
            return Ok(bytes);
        }
        let part: js_sys::Uint8Array =
            part.get_value().dyn_into().map_err(|_: JsValue| Failure::MaybeSent)?;
        if usize::try_from(part.length()).unwrap_or(usize::MAX) > most.saturating_sub(bytes.len()) {
            // Whether that closes the connection is nothing to wait for.
            let _ = reader.cancel();
            return Err(Failure::TooLarge);
        }
        bytes.extend(part.to_vec());
    }
}
