//! A short answer that came in parts, to be read at once: item by item costs a sixth more.

use xaalis::Event;
use xaalis::http::Response;

/// An answer this short, and whole this soon, is read at once.
const SHORT: usize = 1 << 19;
const SOON_MS: i64 = 1_000;

/// The beginning of an answer of which nobody asks what has arrived.
pub(crate) struct Short {
    head: Response,
    bytes: Vec<u8>,
    since: i64,
}

impl Short {
    pub(crate) fn new(head: Response, now: i64) -> Self {
        Self { head, bytes: Vec::new(), since: now }
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(crate) fn is_still(&self, now: i64) -> bool {
        self.bytes.len() <= SHORT && now.saturating_sub(self.since) < SOON_MS
    }

    pub(crate) fn whole(self) -> Response {
        let body = String::from_utf8(self.bytes)
            .unwrap_or_else(|odd| String::from_utf8_lossy(odd.as_bytes()).into_owned());
        Response { body, ..self.head }
    }

    /// What has come, for who reads it as it arrives.
    pub(crate) fn parts(self) -> [Event; 2] {
        [Event::Begun { response: self.head }, Event::Part { bytes: self.bytes }]
    }
}
