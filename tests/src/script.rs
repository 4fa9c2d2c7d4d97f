//! One operation told what happens, line by line, and asked what it wants.

use crate::world::Merchant;
use serde_json::Value;
use xaalis::http::{Failure, Header, Response};
use xaalis::senfenico::webhook::{HASH_HEADER, WebhookKeys, read, sign};
use xaalis::value::Time;
use xaalis::{Event, Order, Prompt, Record, Reply, Session, Step, Why};

/// When every script begins, by its own clock: 2026-01-05T07:39:25Z.
pub const BEGIN: Time = Time::from_millis(1_767_598_765_000);

/// An operation under way, its clock, and the records it stored.
pub struct Script {
    /// The operation.
    pub session: Session,
    /// Its clock.
    pub now: Time,
    /// How far the vendor's clock is ahead of it: answers are dated by that one, if it is given.
    pub ahead: Option<i64>,
    /// What was stored, the newest last.
    pub records: Vec<Record>,
}

#[allow(clippy::missing_panics_doc, reason = "a script that goes wrong is a failed test")]
impl Script {
    /// An order that was just given.
    pub fn begin(order: Order) -> Self {
        let session = Merchant::new().begin(order, "op-1").expect("a good order");
        Self { session, now: BEGIN, ahead: None, records: Vec::new() }
    }

    /// Another process goes on with the newest record, by a clock that is off by so much.
    #[must_use]
    pub fn resumed(self, off: i64) -> Self {
        let now = self.now.plus(7_000).plus(off);
        let record = self.records.last().expect("a record");
        let session = Merchant::new().resume(record, now).expect("a good record");
        Self { session, now, ..self }
    }

    /// What it wants; records are stored on the way.
    pub fn step(&mut self) -> Step {
        loop {
            match self.session.poll(self.now) {
                Step::Store { record } => {
                    self.records.push(record);
                    self.session.handle(Event::Stored, self.now);
                }
                // Nobody is.
                Step::Wait { until, why: Why::Elsewhere } => self.now = until,
                Step::Load { .. } => {
                    let record = self.records.last().cloned();
                    self.session.handle(Event::Loaded { record }, self.now);
                }
                step => return step,
            }
        }
    }

    /// It sends something to this path.
    #[track_caller]
    pub fn sends(&mut self, path: &str) -> &mut Self {
        match self.step() {
            Step::Send { request } => assert_eq!(request.path(), path),
            step => panic!("no request to {path}: {step:?}"),
        }
        self
    }

    /// The vendor answers 200 with this.
    pub fn hears(&mut self, body: &Value) -> &mut Self {
        self.hears_with(200, body)
    }

    /// The vendor answers.
    pub fn hears_with(&mut self, status: u16, body: &Value) -> &mut Self {
        self.now = self.now.plus(40);
        let date =
            self.ahead.map(|ahead| Header { name: "date".to_owned(), value: http(self.now.plus(ahead)) });
        let response = Response { status, headers: date.into_iter().collect(), body: body.to_string() };
        self.session.handle(Event::Answered { response }, self.now);
        self
    }

    /// No answer came.
    pub fn fails(&mut self, failure: Failure) -> &mut Self {
        self.now = self.now.plus(60_000);
        self.session.handle(Event::Failed { failure }, self.now);
        self
    }

    /// The payer, the customer, the merchant.
    pub fn told(&mut self, event: Event) -> &mut Self {
        self.session.handle(event, self.now);
        self
    }

    /// A webhook with this in its `data`.
    pub fn notified(&mut self, data: &Value) -> &mut Self {
        assert_eq!(HASH_HEADER, "X-Webhook-Hash");
        let raw = serde_json::json!({ "event": "payment.news", "data": data }).to_string();
        let keys = WebhookKeys::new(["whk_a"]).expect("a key");
        let notice = read(raw.as_bytes(), &sign(raw.as_bytes(), "whk_a"), &keys).expect("a webhook");
        self.told(Event::Notified { notice })
    }

    /// It waits, for this reason; the clock goes there. How long it was.
    #[track_caller]
    pub fn waits(&mut self, wanted: Why) -> i64 {
        match self.step() {
            Step::Wait { until, why } => {
                assert_eq!(why, wanted);
                let wait = until.since(self.now);
                self.now = until;
                wait
            }
            step => panic!("no wait: {step:?}"),
        }
    }

    /// It asks somebody something.
    #[track_caller]
    pub fn asks(&mut self) -> Prompt {
        match self.step() {
            Step::Ask { prompt } => prompt,
            step => panic!("no prompt: {step:?}"),
        }
    }

    /// It has ended: the outcome, or the items, as JSON.
    #[track_caller]
    pub fn ends(&mut self) -> Value {
        match self.step() {
            Step::Done { reply } => outcome(&reply),
            step => panic!("no end: {step:?}"),
        }
    }
}

/// The head of an answer that arrives in parts.
pub fn begun(status: u16) -> Event {
    Event::Begun { response: Response { status, headers: Vec::new(), body: String::new() } }
}

/// A good answer with this list, cut into parts of so many bytes.
pub fn parts(items: &[Value], size: usize) -> Vec<Event> {
    let body = serde_json::json!({ "status": true, "message": "é€🙂", "data": items }).to_string();
    body.as_bytes().chunks(size).map(|bytes| Event::Part { bytes: bytes.to_vec() }).collect()
}

fn outcome(reply: &Reply) -> Value {
    let value = serde_json::to_value(reply).expect("a reply is JSON");
    if value["payouts"].is_null() { value["outcome"].clone() } else { value["payouts"]["items"].clone() }
}

/// `Mon, 05 Jan 2026 07:39:25 GMT`, for January 2026.
pub fn http(at: Time) -> String {
    let seconds = at.millis() / 1_000 - 1_767_225_600;
    let (day, of_day) = (seconds.div_euclid(86_400) + 1, seconds.rem_euclid(86_400));
    format!("Mon, {day:02} Jan 2026 {:02}:{:02}:{:02} GMT", of_day / 3_600, of_day / 60 % 60, of_day % 60)
}

/// The same moment as the vendor stamps it: `2026-01-05T07:39:25.040Z`, for January 2026.
pub fn stamp(at: Time) -> String {
    let text = http(at);
    format!("2026-01-{}T{}.{:03}Z", &text[5..7], &text[17..25], at.millis().rem_euclid(1_000))
}
