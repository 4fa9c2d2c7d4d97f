//! Webhooks on their way to the merchant, sent again until acknowledged.

use super::reply::{Json, header, hex, object};
use crate::digest::sha256;
use crate::http::Header;
use crate::value::Time;
use crate::vendor::Vendor;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One POST to the merchant's address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// For [`acknowledge`](super::Sandbox::acknowledge); the same at every re-sending.
    pub id: i64,
    /// The sender.
    pub vendor: Vendor,
    /// Where to.
    pub url: String,
    /// The headers, the signature among them.
    pub headers: Vec<Header>,
    /// The raw body: what the signature covers.
    pub body: String,
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("id", &self.id)
            .field("vendor", &self.vendor)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// When Senfenico sends again, after the first time: the page says "up to one hour".
const AGAIN_MS: [i64; 6] = [60_000, 180_000, 420_000, 900_000, 1_800_000, 3_600_000];

/// What is still to be delivered.
#[derive(Clone, Default)]
pub(super) struct Outbox {
    waiting: BTreeMap<i64, Waiting>,
    due: BTreeSet<(i64, i64)>,
    next: i64,
}

#[derive(Clone)]
struct Waiting {
    delivery: Delivery,
    first: Time,
    sent: usize,
    tries: usize,
}

impl Outbox {
    /// Posts `{event, data}` as Senfenico does, signed by `sha256(body ‖ key)` in hex.
    pub(super) fn senfenico(
        &mut self,
        at: Time,
        (url, key): (&str, Option<&str>),
        event: String,
        data: Json,
        as_string: bool,
    ) {
        let data = if as_string { Json::Text(data.python()) } else { data };
        let body = object([("event", Json::Text(event)), ("data", data)]).python();
        let mut headers = vec![header("Content-Type", "application/json")];
        if let Some(key) = key {
            let hash = sha256(&[body.as_bytes(), key.as_bytes()]);
            headers.push(header("X-Webhook-Hash", hex(&hash)));
        }
        self.post(at, Vendor::Senfenico, url.to_owned(), headers, body, AGAIN_MS.len().saturating_add(1));
    }

    /// Posts DEXCHANGE's callback: unsigned, sent `tries` times until acknowledged.
    pub(super) fn dexchange(&mut self, at: Time, url: String, body: &Json, tries: i64) {
        let headers = vec![header("Content-Type", "application/json")];
        let tries = usize::try_from(tries).unwrap_or(0);
        self.post(at, Vendor::Dexchange, url, headers, body.compact(), tries);
    }

    /// What is due; each is due again later until acknowledged or tried out.
    pub(super) fn deliveries(&mut self, now: Time) -> Vec<Delivery> {
        let mut out = Vec::new();
        while let Some((_, id)) = self.due.first().copied().filter(|(at, _)| *at <= now.millis()) {
            self.due.pop_first();
            let Some(waiting) = self.waiting.get_mut(&id) else { continue };
            out.push(waiting.delivery.clone());
            waiting.sent = waiting.sent.saturating_add(1);
            let again = AGAIN_MS.get(waiting.sent.saturating_sub(1)).filter(|_| waiting.sent < waiting.tries);
            match again {
                Some(after) => {
                    // Later than now, so that one call never hands out the same webhook twice.
                    let at = waiting.first.plus(*after).millis().max(now.millis().saturating_add(1));
                    self.due.insert((at, id));
                }
                None => {
                    self.waiting.remove(&id);
                }
            }
        }
        out
    }

    /// The merchant answered 200.
    pub(super) fn acknowledge(&mut self, id: i64) {
        self.waiting.remove(&id);
    }

    /// When the next one is due.
    pub(super) fn next_due(&self) -> Option<Time> {
        self.due.iter().find(|(_, id)| self.waiting.contains_key(id)).map(|(at, _)| Time::from_millis(*at))
    }

    fn post(
        &mut self,
        at: Time,
        vendor: Vendor,
        url: String,
        headers: Vec<Header>,
        body: String,
        tries: usize,
    ) {
        if tries == 0 {
            return;
        }
        self.next = self.next.saturating_add(1);
        let id = self.next;
        let delivery = Delivery { id, vendor, url, headers, body };
        self.waiting.insert(id, Waiting { delivery, first: at, sent: 0, tries });
        self.due.insert((at.millis(), id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unacknowledged_webhooks_come_again_for_an_hour() {
        let mut outbox = Outbox::default();
        let start = Time::default();
        outbox.senfenico(start, ("http://m", Some("k")), "charge.success".to_owned(), Json::Null, true);
        let mut seen = Vec::new();
        for minute in 0..180 {
            seen.extend(outbox.deliveries(start.plus(minute * 60_000)).iter().map(|_| minute));
        }
        assert_eq!(seen, [0, 1, 3, 7, 15, 30, 60]);
        outbox.senfenico(start, ("http://m", None), "charge.failed".to_owned(), Json::Null, true);
        let first = outbox.deliveries(start).remove(0);
        assert_eq!(first.headers.len(), 1, "no key, no signature");
        outbox.acknowledge(first.id);
        assert_eq!(outbox.next_due(), None);
        assert!(outbox.deliveries(start.plus(9_999_999)).is_empty());
    }

    #[test]
    fn the_signature_is_over_the_raw_body_and_the_key() {
        let mut outbox = Outbox::default();
        let data = object([("reference", Json::text("ch_é"))]);
        outbox.senfenico(Time::default(), ("u", Some("key")), "charge.success".to_owned(), data, true);
        let sent = outbox.deliveries(Time::default()).remove(0);
        assert_eq!(sent.body, r#"{"event": "charge.success", "data": "{\"reference\": \"ch_\\u00e9\"}"}"#);
        let expected = hex(&sha256(&[sent.body.as_bytes(), b"key"]));
        assert_eq!(sent.headers[1].value, expected);
    }
}
