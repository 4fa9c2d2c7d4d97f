//! What servers say to requests they cannot serve, each in its own words.

use super::reply::{Json, header, json, object};
use super::{Sandbox, dexchange, senfenico};
use crate::http::{Method, Request, Response};

/// The largest request body a server takes, in bytes.
const LARGEST_BODY: usize = 1 << 20;

/// Why a request on a socket is none that [`Request`] can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable<'a> {
    /// Neither GET nor POST: its name.
    Method(&'a str),
    /// The body is larger than a server takes.
    TooLarge,
    /// The body is not UTF-8.
    NotText,
}

impl Sandbox {
    /// What the server of a path answers to a request that [`exchange`](Self::exchange) cannot be given:
    /// for a server on a socket. It is not counted as seen, and no fault hits it.
    pub fn refuse(&self, path: &str, why: Unreadable<'_>) -> Response {
        let segments = segments(path);
        let senfenico = matches!(segments.as_slice(), ["v1", "payment", ..]);
        match why {
            Unreadable::Method(name) => match segments.as_slice() {
                ["v1", "payment", rest @ ..] => senfenico::wrong_method(name, rest),
                ["api", "v1", rest @ ..] => dexchange::wrong_method(rest),
                _ => not_found(),
            },
            Unreadable::TooLarge if senfenico => detail(413, "Request body too large."),
            Unreadable::TooLarge => dexchange::refuse(413, "request entity too large", None),
            Unreadable::NotText if senfenico => {
                let message = "JSON parse error: the body is not UTF-8";
                senfenico::invalid_data(&self.world, message)
            }
            Unreadable::NotText => dexchange::refuse(400, "Unexpected token in JSON", None),
        }
    }

    pub(super) fn answer(&mut self, request: &Request) -> Response {
        let path = request.path();
        let segments = segments(path);
        let served = matches!(segments.as_slice(), ["v1", "payment", _, ..] | ["api", "v1", _, ..]);
        if served && request.body.as_ref().is_some_and(|body| body.len() > LARGEST_BODY) {
            return self.refuse(path, Unreadable::TooLarge);
        }
        match segments.as_slice() {
            ["v1", "payment", rest @ ..] => self.senfenico.handle(&mut self.world, request, rest),
            ["api", "v1", rest @ ..] => self.dexchange.handle(&mut self.world, request, rest),
            _ => not_found(),
        }
    }

    /// What a proxy or an overloaded server answers instead, in the vendor's own words where it has some.
    pub(super) fn broken(&self, status: u16, path: &str) -> Response {
        let dexchange = path.starts_with("/api/");
        let words = match (status, dexchange) {
            (429, true) => Some(("Too many requests", "RATE_LIMIT_EXCEEDED")),
            (403, true) => Some(("API under maintenance", "SERVICE_UNAVAILABLE")),
            (500, true) => Some(("Internal server error", "INTERNAL_SERVER_ERROR")),
            _ => None,
        };
        let own = match words {
            Some((message, code)) => Some(dexchange::refuse(status, message, Some(code))),
            None if dexchange => None,
            None => senfenico::outage(&self.world, status),
        };
        own.unwrap_or_else(|| {
            let headers = vec![header("Content-Type", "text/html")];
            Response { status, headers, body: format!("<html><body>{status}</body></html>") }
        })
    }
}

/// `{"detail": …}`, as Senfenico's framework says what the page does not tell of.
pub(super) fn detail(status: u16, text: &str) -> Response {
    json(status, &object([("detail", Json::text(text))]))
}

/// Nothing is served at this path.
pub(super) fn not_found() -> Response {
    detail(404, "Not found.")
}

/// A 405 with its `Allow`, which names the methods the path is served for. None: it is not served at all.
pub(super) fn allow(mut response: Response, serves: impl Fn(Method) -> bool) -> Option<Response> {
    let names: Vec<&str> = [Method::Get, Method::Post]
        .into_iter()
        .filter(|method| serves(*method))
        .map(Method::as_str)
        .collect();
    if names.is_empty() {
        return None;
    }
    response.headers.push(header("Allow", names.join(", ")));
    Some(response)
}

/// The path's parts, without its query and a last slash.
fn segments(path: &str) -> Vec<&str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut segments: Vec<&str> = path.split('/').skip(1).collect();
    if segments.last() == Some(&"") {
        segments.pop();
    }
    segments
}
