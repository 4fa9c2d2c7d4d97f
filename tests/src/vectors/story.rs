//! A story: an order, then line by line what must come out of a session and what comes in.
//!
//! One function, [`story`], so that every language can run the files verbatim; the lines are
//! documented in `tests/vectors/README.md`.

use super::arrival::events;
use super::lines::{answered, called_back, expanded, holds, signed};
use super::play;
use serde_json::{Value, json};
use xaalis::value::Time;
use xaalis::webhook::Notice;
use xaalis::{Event, PaymentError, Record, Session, Step, Why};

/// `{order, op_id?, key?, absent?, lines}` to `"as told"`, or to the first line that was not.
pub(super) fn story(input: &Value) -> Value {
    let input = expanded(input);
    let mut teller = Teller {
        input: &input,
        order: input["order"].clone(),
        op_id: input["op_id"].clone(),
        tries: Vec::new(),
        key: input["key"].clone(),
        earlier: Value::Null,
        calm: false,
        now: play::DAWN,
        refused: None,
        durable: None,
        before: None,
        here: Process::default(),
        beside: Process::default(),
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
    op_id: Value,
    /// The newest records of the tries before.
    tries: Vec<Record>,
    key: Value,
    earlier: Value,
    /// The next process leaves the vendor alone until a look is due.
    calm: bool,
    now: Time,
    refused: Option<PaymentError>,
    /// The newest durable record, and the one before it.
    durable: Option<Record>,
    before: Option<Record>,
    /// The process that the lines are about, and the other one, if two are at it.
    here: Process,
    beside: Process,
}

/// One process.
#[derive(Default)]
struct Process {
    /// None: the order or the record was refused.
    session: Option<Session>,
    client: Option<play::Client>,
    /// A record was handed out, and nobody said yet what became of it.
    stored: bool,
    /// The end of the last wait.
    until: Time,
    /// A step that was polled and not looked at yet.
    polled: Option<(Step, Value)>,
}

impl Teller<'_> {
    /// A process begins: with the newest record, or with the order.
    fn enter(&mut self) {
        let words = self.words();
        let made = play::Client::of(&words).and_then(|client| {
            let client = self.here.client.insert(client);
            match &self.durable {
                Some(record) => client.resume(record, self.calm, self.now),
                None => client.begin(&words),
            }
        });
        self.here.stored = false;
        self.here.session = self.note(made);
    }

    /// The order is given again, under the same id.
    fn again(&mut self) {
        let words = self.words();
        let made = play::Client::of(&words).and_then(|client| {
            self.here.client.insert(client).open(&words, (&[], self.durable.as_ref()), self.now)
        });
        self.here.stored = false;
        self.here.session = self.note(made);
    }

    /// The next try, under an id of its own.
    fn next(&mut self) {
        self.tries.extend(self.durable.take());
        let words = self.words();
        let made = play::Client::of(&words)
            .and_then(|client| self.here.client.insert(client).open(&words, (&self.tries, None), self.now));
        self.here.stored = false;
        self.here.session = self.note(made);
    }

    fn words(&self) -> Value {
        json!({
            "order": self.order, "op_id": self.op_id, "people": self.input["people"],
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
        if let Some(session) = &mut self.here.session {
            session.handle(event, self.now);
        }
    }

    fn settle_store(&mut self) {
        if std::mem::take(&mut self.here.stored) {
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
        let (mut step, mut got) = self.looked()?;
        while line["at_last"] == true && got["record"]["stage"] == "open" && self.fits(&json!({}), &got) {
            self.keep(step);
            (step, got) = self.looked()?;
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
                    self.here.polled = Some(other);
                    break;
                }
            }
        }
        let got = json!({ "out": "elsewhere", "at_least": self.now.since(began) });
        if looks > 0 && self.fits(line, &got) { Ok(()) } else { Err(got) }
    }

    /// Where the journal is asked, it tells.
    fn looked(&mut self) -> Result<(Step, Value), Value> {
        loop {
            let (step, got) = self.polled()?;
            if !matches!(step, Step::Load { .. }) {
                return Ok((step, got));
            }
            self.handle(Event::Loaded { record: self.durable.clone() });
        }
    }

    fn polled(&mut self) -> Result<(Step, Value), Value> {
        if let Some(polled) = self.here.polled.take() {
            return Ok(polled);
        }
        self.settle_store();
        let step = self.here.session.as_mut().ok_or("no session")?.poll(self.now);
        let got = self.shown(&step);
        Ok((step, got))
    }

    fn keep(&mut self, step: Step) {
        match step {
            Step::Store { record } if self.is_next(&record) => {
                self.before = self.durable.replace(record);
                self.here.stored = true;
            }
            Step::Wait { until, .. } => self.here.until = until,
            _ => {}
        }
    }

    fn is_next(&self, record: &Record) -> bool {
        record.sequence == self.durable.as_ref().map_or(1, |held| held.sequence + 1)
    }

    /// A step as a line shows it.
    fn shown(&self, step: &Step) -> Value {
        match step {
            // The journal refuses it.
            Step::Store { record } if !self.is_next(record) => json!({ "out": "outrun" }),
            Step::Store { record: told } => {
                let mut record = serde_json::to_value(told).expect("a record is JSON");
                let whole = record.to_string();
                record.as_object_mut().expect("an object").remove("state");
                record["earlier"] = json!(told.earlier());
                json!({ "out": "store", "record": record, "whole": whole, "to_show": told.to_show() })
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
                let shown = self.here.session.as_ref().map(Session::to_show);
                json!({ "out": "wait", "why": why, "at_least": until.since(self.now), "to_show": shown })
            }
            Step::Ask { prompt } => {
                let may = self.here.session.as_ref().map(Session::can_abandon);
                json!({ "out": "ask", "prompt": prompt, "can_abandon": may })
            }
            Step::Refused { error } => json!({ "out": "refused", "error": error }),
            Step::Done { reply } => {
                let mut reply = serde_json::to_value(reply).expect("a reply is JSON");
                let whole = reply.to_string();
                reply.as_object_mut().expect("an object").remove("kind");
                reply["out"] = json!("done");
                reply["whole"] = json!(whole);
                reply["alarms"] = json!(self.here.session.as_ref().map(Session::alarms));
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
                "prompt" | "body" | "to_show" => got[key] == *wanted,
                _ => holds(&got[key], wanted),
            })
    }

    /// A line that comes in.
    fn hear(&mut self, line: &Value) -> Result<(), Value> {
        if let Some(error) = self.refused.take() {
            return Err(json!({ "out": "refused", "error": error.to_string() }));
        }
        // Whatever it wanted, it has not heard of this.
        self.here.polled = None;
        self.now = self.now.plus(line["after_ms"].as_i64().unwrap_or(0));
        let ms = |key: &str| line[key].as_i64().ok_or_else(|| json!(format!("no {key}")));
        match line["in"].as_str().ok_or("neither in nor out")? {
            "stored" => self.settle_store(),
            "limit" => {
                let until = line["ms"].as_i64().map(|ms| self.now.plus(ms));
                self.here.session.as_mut().ok_or("no session")?.limit(until);
            }
            "taken" => {
                if std::mem::take(&mut self.here.stored) {
                    self.durable = self.before.take();
                }
                self.handle(Event::Taken);
            }
            "crash" => {
                if line["lost"] == true {
                    self.durable = self.before.take();
                }
                self.calm = line["calm"] == true;
                if let Some(key) = line.get("key") {
                    (self.key, self.earlier) = (key.clone(), line["earlier_keys"].clone());
                }
                self.enter();
            }
            kind @ ("again" | "beside") => {
                if kind == "beside" {
                    std::mem::swap(&mut self.here, &mut self.beside);
                }
                if let Some(order) = line.get("order") {
                    self.order = order.clone();
                }
                self.again();
            }
            "next" => {
                self.op_id = line["op_id"].clone();
                self.order = line["order"].clone();
                self.next();
            }
            "back" => std::mem::swap(&mut self.here, &mut self.beside),
            "time" => self.now = self.now.plus(ms("ms")?),
            "due" => self.now = self.here.until,
            "answer" => events(answered(line)).into_iter().for_each(|event| self.handle(event)),
            "held" => self.here.client.as_ref().ok_or("no client")?.spend(self.now.plus(ms("for_ms")?)),
            "look" => {
                if let Some(session) = &mut self.here.session {
                    session.look_now();
                }
            }
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
