//! A story: an order, then line by line what must come out of a session and what comes in.
//!
//! One function, [`story`], so that every language can run the files verbatim; the lines are
//! documented in `tests/vectors/README.md`.

use super::arrival::events;
use super::{play, text};
use serde_json::{Map, Value, json};
use xaalis::dexchange::webhook::CallbackKey;
use xaalis::http::{Header, Response};
use xaalis::senfenico::webhook::{WebhookKeys, read, sign};
use xaalis::value::{Reference, Time};
use xaalis::webhook::Notice;
use xaalis::{Event, PaymentError, Record, Session, Step, Why};

/// `{order, op_id?, key?, absent?, lines}` to `"as told"`, or to the first line that was not.
pub(super) fn story(input: &Value) -> Value {
    let input = expanded(input);
    let mut teller = Teller {
        input: &input,
        order: input["order"].clone(),
        key: input["key"].clone(),
        earlier: Value::Null,
        now: play::DAWN,
        session: None,
        refused: None,
        durable: None,
        before: None,
        stored: false,
        client: None,
        polled: None,
        until: play::DAWN,
    };
    teller.enter();
    for (place, line) in input["lines"].as_array().expect("lines").iter().enumerate() {
        let told = match line["out"].as_str() {
            Some(out) => teller.out(out, line),
            None => teller.hear(line),
        };
        if let Err(got) = told {
            return json!({ "line": place + 1, "wanted": line, "got": got });
        }
    }
    json!("as told")
}

/// What goes on while a story is told.
struct Teller<'a> {
    input: &'a Value,
    order: Value,
    key: Value,
    earlier: Value,
    now: Time,
    /// None: the order or the record was refused.
    session: Option<Session>,
    refused: Option<PaymentError>,
    /// The newest durable record, and the one before it.
    durable: Option<Record>,
    before: Option<Record>,
    /// A record was handed out, and nobody said yet what became of it.
    stored: bool,
    /// The end of the last wait.
    until: Time,
    /// Of the process that is at it.
    client: Option<play::Client>,
    /// A step that was polled and not looked at yet.
    polled: Option<(Step, Value)>,
}

impl Teller<'_> {
    /// A process begins: with the newest record, or with the order.
    fn enter(&mut self) {
        let words = self.words();
        let made = play::Client::of(&words).and_then(|client| {
            let client = self.client.insert(client);
            match &self.durable {
                Some(record) => client.resume(record, self.now),
                None => client.begin(&words),
            }
        });
        self.stored = false;
        self.session = self.note(made);
    }

    /// The order is given again, under the same id.
    fn again(&mut self) {
        let words = self.words();
        let made = play::Client::of(&words)
            .and_then(|client| self.client.insert(client).begin(&words))
            .and_then(|session| session.go_on_from(self.durable.as_ref(), self.now));
        self.stored = false;
        self.session = self.note(made);
    }

    fn words(&self) -> Value {
        json!({
            "order": self.order, "op_id": self.input["op_id"],
            "key": self.key, "earlier_keys": self.earlier,
        })
    }

    fn note<T>(&mut self, made: Result<T, PaymentError>) -> Option<T> {
        match made {
            Ok(made) => Some(made),
            Err(error) => {
                self.refused = Some(error);
                None
            }
        }
    }

    fn handle(&mut self, event: Event) {
        if let Some(session) = &mut self.session {
            session.handle(event, self.now);
        }
    }

    fn settle_store(&mut self) {
        if std::mem::take(&mut self.stored) {
            self.handle(Event::Stored);
        }
    }

    /// A line that must come out.
    fn out(&mut self, out: &str, line: &Value) -> Result<(), Value> {
        let refused = self.refused.take();
        if out == "refused" {
            let error = refused.ok_or("accepted")?;
            let field = match &error {
                PaymentError::Invalid { field, .. } => json!(field),
                _ => Value::Null,
            };
            return if line.get("field").is_none_or(|wanted| *wanted == field) { Ok(()) } else { Err(field) };
        }
        if let Some(error) = refused {
            return Err(json!({ "out": "refused", "error": error.to_string() }));
        }
        if out == "elsewhere" {
            return self.elsewhere(line);
        }
        let (mut step, mut got) = self.polled()?;
        while line["at_last"] == true && got["record"]["stage"] == "open" && self.fits(&json!({}), &got) {
            self.keep(step);
            (step, got) = self.polled()?;
        }
        if got["out"] != out || !self.fits(line, &got) {
            return Err(got);
        }
        self.keep(step);
        Ok(())
    }

    /// The journal is looked at again and again, and holds nothing new.
    fn elsewhere(&mut self, line: &Value) -> Result<(), Value> {
        let (began, mut looks) = (self.now, 0);
        loop {
            match self.polled()? {
                (Step::Wait { until, why: Why::Elsewhere }, got) => {
                    if until <= self.now || until.since(self.now) > 1_000 {
                        return Err(got);
                    }
                    self.now = until;
                }
                (Step::Load { .. }, _) => {
                    looks += 1;
                    self.handle(Event::Loaded { record: self.durable.clone() });
                }
                other => {
                    // A request is handed out once.
                    self.polled = Some(other);
                    break;
                }
            }
        }
        let got = json!({ "out": "elsewhere", "at_least": self.now.since(began) });
        if looks > 0 && self.fits(line, &got) { Ok(()) } else { Err(got) }
    }

    fn polled(&mut self) -> Result<(Step, Value), Value> {
        if let Some(polled) = self.polled.take() {
            return Ok(polled);
        }
        self.settle_store();
        let step = self.session.as_mut().ok_or("no session")?.poll(self.now);
        let got = self.shown(&step);
        Ok((step, got))
    }

    fn keep(&mut self, step: Step) {
        match step {
            Step::Store { record } => {
                self.before = self.durable.replace(record);
                self.stored = true;
            }
            Step::Wait { until, .. } => self.until = until,
            _ => {}
        }
    }

    /// A step as a line shows it.
    fn shown(&self, step: &Step) -> Value {
        match step {
            Step::Store { record: told } => {
                let mut record = serde_json::to_value(told).expect("a record is JSON");
                let whole = record.to_string();
                record.as_object_mut().expect("an object").remove("state");
                record["earlier"] = json!(told.earlier());
                json!({ "out": "store", "record": record, "whole": whole })
            }
            Step::Load { op_id } => json!({ "out": "load", "op_id": op_id }),
            Step::Send { request } => json!({
                "out": "send",
                "method": request.method.as_str(),
                "path": request.path(),
                "key": request.header("X-API-KEY").or_else(|| request.header("Authorization")),
                "body": request.body.as_ref().map(|body| serde_json::from_str::<Value>(body).expect("JSON")),
            }),
            Step::Wait { until, why } => {
                json!({ "out": "wait", "why": why, "at_least": until.since(self.now) })
            }
            Step::Ask { prompt } => json!({ "out": "ask", "prompt": prompt }),
            Step::Done { reply } => {
                let mut reply = serde_json::to_value(reply).expect("a reply is JSON");
                let whole = reply.to_string();
                reply.as_object_mut().expect("an object").remove("kind");
                reply["out"] = json!("done");
                reply["whole"] = json!(whole);
                reply["alarms"] = json!(self.session.as_ref().map(Session::alarms));
                reply
            }
        }
    }

    /// Is a step, as shown, the one of the line?
    fn fits(&self, line: &Value, got: &Value) -> bool {
        let hidden = [line, self.input].into_iter().filter_map(|from| from["absent"].as_array()).flatten();
        let whole = got["whole"].as_str().unwrap_or_default();
        let mut hidden = hidden.map(|text| text.as_str().expect("a text"));
        // What the input hides must stand in no record; an outcome may show it, unless its line says so.
        let shows = match got["out"].as_str() {
            Some("store") => hidden.any(|text| whole.contains(text)),
            _ => line["absent"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|text| whole.contains(text.as_str().expect("a text"))),
        };
        let ms = got["at_least"].as_i64();
        !shows
            && (line["out"] != "done" || got["alarms"] == *line.get("alarms").unwrap_or(&json!([])))
            && line.as_object().expect("a line").iter().all(|(key, wanted)| match key.as_str() {
                "absent" | "at_last" => true,
                "at_least" => ms >= wanted.as_i64(),
                "at_most" => ms <= wanted.as_i64(),
                "prompt" | "body" => got[key] == *wanted,
                _ => holds(&got[key], wanted),
            })
    }

    /// A line that comes in.
    fn hear(&mut self, line: &Value) -> Result<(), Value> {
        if let Some(error) = self.refused.take() {
            return Err(json!({ "out": "refused", "error": error.to_string() }));
        }
        // Whatever it wanted, it has not heard of this.
        self.polled = None;
        self.now = self.now.plus(line["after_ms"].as_i64().unwrap_or(0));
        let ms = |key: &str| line[key].as_i64().ok_or_else(|| json!(format!("no {key}")));
        match line["in"].as_str().ok_or("neither in nor out")? {
            "stored" => self.settle_store(),
            "taken" => {
                self.stored = false;
                self.durable = self.before.take();
                self.handle(Event::Taken);
            }
            "crash" => {
                if line["lost"] == true {
                    self.durable = self.before.take();
                }
                if let Some(key) = line.get("key") {
                    (self.key, self.earlier) = (key.clone(), line["earlier_keys"].clone());
                }
                self.enter();
            }
            "again" => {
                if let Some(order) = line.get("order") {
                    self.order = order.clone();
                }
                self.again();
            }
            "time" => self.now = self.now.plus(ms("ms")?),
            "due" => self.now = self.until,
            "answer" => events(answered(line)).into_iter().for_each(|event| self.handle(event)),
            "held" => self.client.as_ref().ok_or("no client")?.spend(self.now.plus(ms("for_ms")?)),
            "webhook" => self.notified(signed(line)),
            "callback" => self.notified(called_back(line)),
            kind => {
                // The rest are the events by their own names and fields.
                let kind = if kind == "fail" { "failed" } else { kind };
                let mut event = line.as_object().expect("a line").clone();
                event.insert("kind".to_owned(), json!(kind));
                let event =
                    serde_json::from_value(Value::Object(event)).map_err(|error| json!(error.to_string()))?;
                self.handle(event);
            }
        }
        Ok(())
    }

    fn notified(&mut self, notice: Result<Notice, PaymentError>) {
        if let Some(notice) = self.note(notice) {
            self.handle(Event::Notified { notice });
        }
    }
}

fn answered(line: &Value) -> Response {
    let headers = line["headers"].as_object().into_iter().flatten();
    let header = |(name, value): (&String, &Value)| Header {
        name: name.clone(),
        value: value.as_str().unwrap_or_default().to_owned(),
    };
    let status = line["status"].as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
    Response { status, headers: headers.map(header).collect(), body: body(&line["body"]) }
}

/// Text as it is, `{"parts": […]}` as the long text it stands for, all else as JSON.
fn body(value: &Value) -> String {
    match (value, value.get("parts")) {
        (Value::String(plain), _) => plain.clone(),
        (_, Some(parts)) => text(parts),
        (json, None) => json.to_string(),
    }
}

fn signed(line: &Value) -> Result<Notice, PaymentError> {
    let keys = WebhookKeys::new(texts(&line["keys"]))?;
    let raw = body(&line["body"]);
    read(raw.as_bytes(), &sign(raw.as_bytes(), &text(&line["signed_with"])), &keys)
}

fn called_back(line: &Value) -> Result<Notice, PaymentError> {
    let ext_id = Reference::parse(&text(&line["ext_id"]))?;
    let url = CallbackKey::new(text(&line["secret"]))?.callback_url("https://shop.example/dx", &ext_id)?;
    let token = url.as_str().rsplit('/').next().unwrap_or_default();
    CallbackKey::rotating(texts(&line["secrets"]))?.read(
        body(&line["body"]).as_bytes(),
        ext_id.as_str(),
        token,
    )
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(text).collect()
}

/// Does it hold all that is wanted? Objects may hold more.
fn holds(got: &Value, wanted: &Value) -> bool {
    match (got, wanted) {
        (Value::String(got), Value::Object(wanted)) => {
            wanted.get("contains").and_then(Value::as_str).is_some_and(|part| got.contains(part))
        }
        (Value::Object(got), Value::Object(wanted)) => {
            wanted.iter().all(|(key, value)| got.get(key).is_some_and(|got| holds(got, value)))
        }
        (Value::Array(got), Value::Array(wanted)) => {
            got.len() == wanted.len() && got.iter().zip(wanted).all(|(got, wanted)| holds(got, wanted))
        }
        _ => got == wanted,
    }
}

/// In a list, `{"each": [from, to], "item": …}` stands for `to - from` items, in whose texts `{n}` is
/// their number, in three digits.
fn expanded(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().flat_map(items).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, inner)| (key.clone(), expanded(inner))).collect::<Map<_, _>>().into()
        }
        plain => plain.clone(),
    }
}

fn items(value: &Value) -> Vec<Value> {
    let Some(each) = value.get("each") else { return vec![expanded(value)] };
    let end = |at: usize| each[at].as_u64().expect("a number");
    let item = value["item"].to_string();
    let numbered = |n| serde_json::from_str(&item.replace("{n}", &format!("{n:03}"))).expect("JSON");
    (end(0)..end(1)).map(numbered).collect()
}
