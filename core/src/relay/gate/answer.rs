//! What goes back: a view, or the word for what was wrong.

use super::super::view::View;
use crate::error::PaymentError;
use crate::http::Header;
use serde::Serialize;
use std::fmt;

/// The answer to a request of a page or an app.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// All headers.
    pub headers: Vec<Header>,
    /// JSON, or nothing.
    pub body: String,
    /// A line for the shop's log: the order, what was done, what came of it; nothing secret.
    pub audit: String,
}

/// Why a request is refused: its status and its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct No {
    pub(super) status: u16,
    pub(super) word: &'static str,
    /// When to try again, in seconds.
    pub(super) after: Option<i64>,
}

impl No {
    pub(super) const fn new(status: u16, word: &'static str) -> Self {
        Self { status, word, after: None }
    }

    pub(super) const fn after(status: u16, word: &'static str, seconds: i64) -> Self {
        Self { status, word, after: Some(seconds) }
    }
}

/// What is said, before its headers are known.
#[derive(Clone)]
pub(super) enum Said {
    View(Box<View>),
    No(No),
    /// With the order's own view.
    Conflict(&'static str, Box<View>),
    Field(PaymentError),
    /// To a browser that asks whether it may.
    Preflight,
}

impl Said {
    /// The answer, for a page of this origin: one that was found to be good.
    pub(super) fn answer(&self, origin: Option<&str>, audit: &str) -> Answer {
        let (status, body) = match self {
            Self::View(view) => (200, json(view)),
            Self::No(no) => (no.status, json(&Refused { error: no.word, ..Refused::default() })),
            Self::Conflict(word, view) => {
                (409, json(&Refused { error: word, view: Some(view), ..Refused::default() }))
            }
            Self::Field(PaymentError::Invalid { field, allowed, .. }) => {
                let (field, allowed) = (Some(field.as_str()), Some(allowed.as_str()));
                (422, json(&Refused { error: "invalid", field, allowed, view: None }))
            }
            Self::Field(_) => (422, json(&Refused { error: "invalid", ..Refused::default() })),
            Self::Preflight => (204, String::new()),
        };
        let mut headers = headers(&[
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("Content-Type", "application/json"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("Vary", "Origin, Authorization"),
            ("X-Content-Type-Options", "nosniff"),
        ]);
        if let Some(origin) = origin {
            headers.push(header("Access-Control-Allow-Origin", origin));
            headers.push(header("Access-Control-Expose-Headers", "Retry-After"));
        }
        match self {
            Self::Preflight => headers.extend(self::headers(&[
                ("Access-Control-Allow-Headers", "Authorization, Content-Type"),
                ("Access-Control-Allow-Methods", "GET, POST"),
                // As long as Chromium keeps it.
                ("Access-Control-Max-Age", "7200"),
            ])),
            Self::No(No { status: 401, .. }) => headers.push(header("WWW-Authenticate", "Bearer")),
            Self::No(No { status: 405, .. }) => headers.push(header("Allow", "GET, POST, OPTIONS")),
            _ => {}
        }
        if let Self::No(No { after: Some(seconds), .. }) = self {
            headers.push(header("Retry-After", &seconds.to_string()));
        }
        let word = self.word().unwrap_or("-");
        Answer { status, headers, body, audit: format!("relay {audit} http={status} err={word}") }
    }

    fn word(&self) -> Option<&'static str> {
        match self {
            Self::View(_) | Self::Preflight => None,
            Self::No(no) => Some(no.word),
            Self::Conflict(word, _) => Some(word),
            Self::Field(_) => Some("invalid"),
        }
    }
}

#[derive(Default, Serialize)]
struct Refused<'a> {
    error: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<&'a View>,
}

fn json(body: &impl Serialize) -> String {
    // Plain structs: writing them cannot fail.
    serde_json::to_string(body).unwrap_or_default()
}

fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_owned(), value: value.to_owned() }
}

fn headers(all: &[(&str, &str)]) -> Vec<Header> {
    all.iter().map(|(name, value)| header(name, value)).collect()
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("audit", &self.audit)
            .finish_non_exhaustive()
    }
}
