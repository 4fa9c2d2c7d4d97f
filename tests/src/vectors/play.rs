//! Orders in, steps out: what is sent, how an answer is read, what happens next.

use super::arrival::events;
use super::{invalid, text};
use serde_json::{Value, json};
use xaalis::Vendor;
use xaalis::dexchange::{NewInquiry, Service};
use xaalis::http::{Failure, Header, Request, Response};
use xaalis::policy;
use xaalis::senfenico::NewTransfer;
use xaalis::value::{Personal, Time};
use xaalis::{Account, Dexchange, Event, Order, PaymentError, Record, Senfenico, Session, Step};

/// When every vector begins, in milliseconds since 1970.
pub(super) const DAWN: Time = Time::from_millis(1_767_600_000_000);

/// `{order, vendor?, key?, base_url?, op_id?}` to the first request, or to the refusal.
pub(super) fn request(input: &Value) -> Value {
    let mut session = match begin(input) {
        Ok(session) => session,
        Err(error) => return invalid(&error),
    };
    let mut stored = false;
    loop {
        match session.poll(DAWN) {
            Step::Store { record } => {
                stored = true;
                let json = serde_json::to_string(&record).expect("a record is JSON");
                assert!(!json.contains("_sandbox"), "a key in a record: {json}");
                session.handle(Event::Stored, DAWN);
            }
            Step::Send { request } => return json!({ "stored_first": stored, "request": shown(&request) }),
            other => panic!("neither stored nor sent: {other:?}"),
        }
    }
}

/// `{order, status, body}` to the whole reply.
pub(super) fn parse(input: &Value) -> Value {
    let mut session = begin(input).expect("a good order");
    let answer = answered(input);
    for _ in 0..8 {
        match session.poll(DAWN) {
            Step::Store { .. } => session.handle(Event::Stored, DAWN),
            Step::Send { .. } => answer.iter().cloned().for_each(|event| session.handle(event, DAWN)),
            Step::Done { reply } => return serde_json::to_value(&reply).expect("a reply is JSON"),
            Step::Load { .. } => session.handle(Event::Loaded { record: None }, DAWN),
            step @ (Step::Wait { .. } | Step::Ask { .. } | Step::Refused { .. }) => {
                let kind = serde_json::to_value(&step).expect("a step is JSON");
                return json!({ "goes_on": kind["kind"], "why": kind["why"] });
            }
        }
    }
    panic!("no end")
}

/// `{order, answers}` to the number of sends, the pauses between them and the outcome. The clock
/// moves by `after_ms` of each answer and to the end of each pause.
pub(super) fn classify(input: &Value) -> Value {
    let mut session = begin(input).expect("a good order");
    let mut answers = input["answers"].as_array().expect("answers").iter();
    let mut now = DAWN;
    let mut sent_at = DAWN;
    let (mut sends, mut waits) = (0, Vec::new());
    let mut bodies: Vec<String> = Vec::new();
    for _ in 0..64 {
        match session.poll(now) {
            Step::Store { .. } => session.handle(Event::Stored, now),
            Step::Load { .. } => session.handle(Event::Loaded { record: None }, now),
            Step::Send { request } => {
                sends += 1;
                sent_at = now;
                bodies.extend(request.body.clone());
                let Some(answer) = answers.next() else {
                    return json!({ "sends": sends, "waits": waits, "outcome": "another answer is needed" });
                };
                now = now.plus(answer["after_ms"].as_i64().unwrap_or(0));
                for event in answered(answer) {
                    session.handle(event, now);
                }
            }
            Step::Wait { until, why } => {
                waits.push(json!({ "why": why, "ms_after_send": until.since(sent_at) }));
                now = until;
            }
            Step::Done { reply } => {
                // A resend under another id, or with another amount, would be another payment.
                bodies.dedup();
                assert!(bodies.len() <= 1, "what is sent again must be the same bytes");
                let reply = serde_json::to_value(&reply).expect("a reply is JSON");
                let outcome = summary(&reply["outcome"]);
                return match answers.count() {
                    0 => json!({ "sends": sends, "waits": waits, "outcome": outcome }),
                    left => {
                        json!({ "answers_left": left, "sends": sends, "waits": waits, "outcome": outcome })
                    }
                };
            }
            step @ (Step::Ask { .. } | Step::Refused { .. }) => panic!("{step:?}"),
        }
    }
    panic!("no end")
}

/// An operation of a client of its own.
pub(super) fn begin(input: &Value) -> Result<Session, PaymentError> {
    Client::of(input)?.begin(input)
}

/// One process's client.
pub(super) enum Client {
    Senfenico(Senfenico),
    Dexchange(Dexchange),
}

impl Client {
    pub(super) fn of(input: &Value) -> Result<Self, PaymentError> {
        let vendor = match input["vendor"].as_str() {
            Some("senfenico") => Vendor::Senfenico,
            Some("dexchange") => Vendor::Dexchange,
            _ => order(input).vendor(),
        };
        let (key, base) = (input["key"].as_str(), input["base_url"].as_str());
        Ok(match vendor {
            Vendor::Senfenico => {
                let client =
                    Senfenico::new(key.unwrap_or("sk_test_sandbox"))?.earlier_keys(earlier(input))?;
                let client = client.people(people(&input["people"]))?;
                Self::Senfenico(base.map_or(Ok(client.clone()), |base| client.dangerous_base_url(base))?)
            }
            Vendor::Dexchange => {
                let client =
                    Dexchange::new(key.unwrap_or("dx_test_sandbox"))?.earlier_keys(earlier(input))?;
                Self::Dexchange(base.map_or(Ok(client.clone()), |base| client.dangerous_base_url(base))?)
            }
        })
    }

    /// Under an id that nobody used: the journal is not asked.
    pub(super) fn begin(&self, input: &Value) -> Result<Session, PaymentError> {
        let (order, op) = (order(input), input["op_id"].as_str().unwrap_or("op-1"));
        self.account().begin_alone(order, op)
    }

    /// With what the journal holds.
    pub(super) fn open(
        &self,
        input: &Value,
        (earlier, held): (&[Record], Option<&Record>),
        now: Time,
    ) -> Result<Session, PaymentError> {
        let (order, op) = (order(input), input["op_id"].as_str().unwrap_or("op-1"));
        let ids = earlier.iter().map(|record| record.op_id.as_str());
        let mut session = self.account().begin(order, op)?.after(ids)?;
        while session.is_opening() {
            let Step::Load { op_id } = session.poll(now) else { panic!("the journal is asked first") };
            let record =
                if op_id.as_str() == op { held } else { earlier.iter().find(|one| one.op_id == op_id) };
            session.handle(Event::Loaded { record: record.cloned() }, now);
        }
        session.refusal().cloned().map_or(Ok(session), Err)
    }

    const fn account(&self) -> &Account {
        match self {
            Self::Senfenico(client) => client.account(),
            Self::Dexchange(client) => client.account(),
        }
    }

    /// Another process, perhaps with another key, goes on with a record.
    pub(super) fn resume(&self, record: &Record, calm: bool, now: Time) -> Result<Session, PaymentError> {
        let account = self.account();
        if calm { account.resume_calmly(record, now) } else { account.resume(record, now) }
    }

    /// So many calls of this key that the next one waits until then.
    pub(super) fn spend(&self, until: Time) {
        match self {
            Self::Dexchange(client) => {
                for _ in 0..policy::DEXCHANGE_PER_MINUTE {
                    let customer = Personal::from("07061270879".to_owned());
                    let inquiry = NewInquiry { service: Service::Woyofal, customer };
                    let mut session = client.inquire_bills("spent", inquiry).expect("a good order");
                    let step = session.poll(until.plus(-policy::MINUTE));
                    assert!(matches!(step, Step::Send { .. }), "{step:?}");
                }
            }
            // Single calls are not counted.
            Self::Senfenico(client) => {
                for _ in 0..policy::BULK_PER_SECOND {
                    let payout = vec![NewTransfer::new(100, "70000000", "spent-1")];
                    let order = Order::CreateBulkTransfer { transfers: payout };
                    let mut session = client.account().begin_alone(order, "spent").expect("a good order");
                    let step = session.poll(until.plus(-policy::SECOND));
                    assert!(matches!(step, Step::Store { .. }), "{step:?}");
                }
            }
        }
    }
}

fn order(input: &Value) -> Order {
    serde_json::from_value(input["order"].clone()).expect("an order")
}

/// What the account decides about people; what is not given, as by default.
fn people(given: &Value) -> policy::People {
    let plain = policy::People::default();
    policy::People {
        may_abandon: given["may_abandon"].as_bool().unwrap_or(plain.may_abandon),
        age_ms: given["age_ms"].as_i64().unwrap_or(plain.age_ms),
    }
}

fn earlier(input: &Value) -> impl Iterator<Item = &str> {
    input["earlier_keys"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn answered(answer: &Value) -> Vec<Event> {
    if let Some(failure) = answer.get("failure") {
        let failure: Failure = serde_json::from_value(failure.clone()).expect("not_sent or maybe_sent");
        return vec![Event::Failed { failure }];
    }
    let headers = answer["headers"].as_object().into_iter().flatten();
    let headers = headers.map(|(name, value)| Header {
        name: name.clone(),
        value: value.as_str().unwrap_or_default().to_owned(),
    });
    let status = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
    events(Response { status, headers: headers.collect(), body: text(&answer["body"]) })
}

fn shown(request: &Request) -> Value {
    let headers: Vec<Value> =
        request.headers.iter().map(|header| json!([header.name, header.value])).collect();
    json!({
        "method": request.method.as_str(),
        "url": request.url,
        "headers": headers,
        "body": request.body,
        "timeout_ms": request.timeout_ms,
        "max_body": request.max_body,
    })
}

/// What of an outcome the decision table speaks of.
fn summary(outcome: &Value) -> Value {
    match outcome["kind"].as_str() {
        Some("settled") => json!({ "kind": "settled", "status": outcome["value"]["status"] }),
        Some("rejected") => json!({ "kind": "rejected", "code": outcome["refusal"]["code"] }),
        Some("not_sent") => {
            let unsent = &outcome["unsent"];
            json!({ "kind": "not_sent", "why": unsent["why"], "doubt": unsent["doubt"] })
        }
        Some("unknown") => {
            let unknown = &outcome["unknown"];
            json!({
                "kind": "unknown",
                "why": unknown["why"],
                "plan": unknown["plan"],
                "provider_reference": unknown["provider_reference"],
            })
        }
        _ => outcome.clone(),
    }
}
