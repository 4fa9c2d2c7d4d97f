//! A server end of the relay in memory: the loop every server end is, over the sandbox, with a clock that moves
//! only when asked.

// Said where, for the planted bugs' crate has this file from elsewhere.
#[path = "relay/settings.rs"]
mod settings;

pub use settings::{account, gate, keys, settings, settings_of};

use crate::world::DAWN;
use serde_json::Value;
use std::collections::BTreeMap;
use xaalis::http::{Failure, Header, Request, Response};
use xaalis::relay::{Answer, Gate, GateEvent, GateStep, Incoming, Visit};
use xaalis::sandbox::Sandbox;
use xaalis::value::{OpId, Personal, Time};
use xaalis::{Event, Journal, MemoryJournal, Step};

/// The relay's address.
pub const URL: &str = "https://shop.example/xaalis/pay";
/// The shop's page.
pub const PAGE: &str = "https://shop.example";

/// One process, or several that share it.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fault of its own")]
pub struct Server {
    /// What it decides.
    pub gate: Gate,
    /// The vendor.
    pub sandbox: Sandbox,
    /// The journal.
    pub journal: MemoryJournal,
    /// What is counted: the window's begin and the sum.
    pub counts: BTreeMap<String, (Time, i64)>,
    /// What is held: by whom, and until when.
    pub holds: BTreeMap<String, (String, Time)>,
    /// The codes of top-ups, by order.
    pub codes: BTreeMap<String, Personal>,
    /// The clock.
    pub now: Time,
    /// Requests to the vendor: `POST /v1/payment/charges/`.
    pub sent: Vec<String>,
    /// The store fails.
    pub is_down: bool,
    /// The vendor does not answer.
    pub is_silent: bool,
    /// The vendor cannot be reached.
    pub is_unreachable: bool,
    /// The vendor says more than it should, and too much.
    pub is_talkative: bool,
    /// How often anything of the store was used.
    pub touched: usize,
    /// Every record, answer and audit line, to be searched for what must not be there.
    pub trace: Vec<String>,
    visits: usize,
}

impl Default for Server {
    fn default() -> Self {
        Self::new(&settings(), Sandbox::new())
    }
}

impl Server {
    /// A gate of these settings over this sandbox.
    ///
    /// # Panics
    /// When no gate can be made of them.
    pub fn new(settings: &Value, sandbox: Sandbox) -> Self {
        Self {
            gate: gate(settings).expect("a gate"),
            sandbox,
            journal: MemoryJournal::new(),
            counts: BTreeMap::new(),
            holds: BTreeMap::new(),
            codes: BTreeMap::new(),
            now: DAWN,
            sent: Vec::new(),
            is_down: false,
            is_silent: false,
            is_unreachable: false,
            is_talkative: false,
            touched: 0,
            trace: Vec::new(),
            visits: 0,
        }
    }

    /// How many requests there were.
    pub const fn visits(&self) -> usize {
        self.visits
    }

    /// A visit that has not begun.
    pub fn visit(&mut self, incoming: &Incoming) -> Visit {
        let gate = self.gate.clone();
        self.visit_at(&gate, incoming)
    }

    /// The same at another gate over the same stores.
    pub fn visit_at(&mut self, gate: &Gate, incoming: &Incoming) -> Visit {
        self.visits += 1;
        gate.visit(incoming, &format!("visit-{}", self.visits), self.now)
    }

    /// A request from its first byte to its answer.
    ///
    /// # Panics
    /// When it has no end.
    pub fn serve(&mut self, incoming: &Incoming) -> Answer {
        let gate = self.gate.clone();
        self.serve_at(&gate, incoming)
    }

    /// The same at another gate over the same stores.
    ///
    /// # Panics
    /// When it has no end.
    pub fn serve_at(&mut self, gate: &Gate, incoming: &Incoming) -> Answer {
        let mut visit = self.visit_at(gate, incoming);
        for _ in 0..500 {
            if let Some(answer) = self.step(&mut visit) {
                return answer;
            }
        }
        panic!("a visit without end: {:?}", self.trace.last());
    }

    /// One step of a visit; its answer, if that was the last.
    pub fn step(&mut self, visit: &mut Visit) -> Option<Answer> {
        let step = visit.poll(self.now);
        match self.perform(step) {
            Ok(event) => {
                visit.handle(event, self.now);
                None
            }
            Err(answer) => Some(answer),
        }
    }

    /// A worker that is killed when a request whose path ends so was sent, before it hears the answer.
    ///
    /// # Panics
    /// When it sends none.
    pub fn dies_after(&mut self, incoming: &Incoming, path: &str) {
        let mut visit = self.visit(incoming);
        loop {
            let step = visit.poll(self.now);
            let is_last = matches!(&step, GateStep::Run { step: Step::Send { request } } if request.path().ends_with(path));
            let event = self.perform(step).expect("no answer yet");
            if is_last {
                return;
            }
            visit.handle(event, self.now);
        }
    }

    /// Until the vendor is to be asked, which never answers: the visit; or the answer.
    ///
    /// # Errors
    /// The answer, when it asks nothing.
    pub fn hangs(&mut self, incoming: &Incoming) -> Result<Visit, Answer> {
        let mut visit = self.visit(incoming);
        loop {
            match visit.poll(self.now) {
                GateStep::Run { step: Step::Send { request } } => {
                    self.sent.push(format!("{} {}", request.method.as_str(), request.path()));
                    return Ok(visit);
                }
                step => {
                    let event = self.perform(step)?;
                    visit.handle(event, self.now);
                }
            }
        }
    }

    /// What a step comes to.
    ///
    /// # Errors
    /// The answer, if that was the last.
    #[allow(clippy::result_large_err, reason = "one of two ends")]
    pub fn perform(&mut self, step: GateStep) -> Result<GateEvent, Answer> {
        Ok(match step {
            GateStep::Respond { answer } => {
                self.trace.push(format!("{}\n{}\n{}", answer.body, answer.audit, told(&answer.headers)));
                return Err(answer);
            }
            GateStep::Run { step } => self.ran(step),
            _ if self.is_down => GateEvent::Down,
            GateStep::Take { key, add, window_ms } => self.count(key, add, window_ms),
            GateStep::Hold { key, owner, ttl_ms } => {
                self.touched += 1;
                let now = self.now;
                let is_ours = self.holds.get(&key).is_none_or(|(by, until)| *by == owner || *until <= now);
                if is_ours {
                    self.holds.insert(key, (owner, now.plus(ttl_ms)));
                }
                GateEvent::Held { is_ours }
            }
            GateStep::Free { key, owner } => {
                if self.holds.get(&key).is_some_and(|(by, _)| *by == owner) {
                    self.holds.remove(&key);
                }
                GateEvent::Freed
            }
            GateStep::Keep { order, code } => {
                self.codes.insert(order, code);
                GateEvent::Kept
            }
            GateStep::Recall { order } => GateEvent::Recalled { code: self.codes.get(&order).cloned() },
        })
    }

    fn count(&mut self, key: String, add: i64, window_ms: i64) -> GateEvent {
        self.touched += 1;
        let entry = self.counts.entry(key).or_insert((self.now, 0));
        if self.now.since(entry.0) >= window_ms {
            *entry = (self.now, 0);
        }
        entry.1 += add;
        GateEvent::Counted { total: entry.1 }
    }

    pub(crate) fn ran(&mut self, step: Step) -> GateEvent {
        let event = match step {
            Step::Store { .. } | Step::Load { .. } if self.is_down => return GateEvent::Down,
            Step::Store { record } => {
                self.trace.push(serde_json::to_string(&record).unwrap_or_default());
                let Ok(kept) = self.journal.put(&record);
                kept.event()
            }
            Step::Load { op_id } => {
                self.touched += 1;
                let Ok(record) = self.journal.get(&op_id);
                Event::Loaded { record }
            }
            Step::Send { request } => {
                self.sent.push(format!("{} {}", request.method.as_str(), request.path()));
                let answer = if self.is_unreachable {
                    Err(Failure::NotSent)
                } else if self.is_silent {
                    self.now = self.now.plus(request.timeout_ms);
                    Err(Failure::MaybeSent)
                } else {
                    self.now = self.now.plus(200);
                    self.sandbox.handle(&request, self.now)
                };
                let answer =
                    answer.map(|response| if self.is_talkative { with_gossip(response) } else { response });
                match answer {
                    Ok(response) => Event::Answered { response },
                    Err(failure) => Event::Failed { failure },
                }
            }
            Step::Wait { until, .. } => {
                self.now = self.now.max(until);
                Event::Admitted
            }
            Step::Ask { .. } | Step::Done { .. } | Step::Refused { .. } => panic!("not for a server end"),
        };
        GateEvent::Ran { event }
    }

    /// How many charges and pages the vendor was asked to make.
    pub fn begun(&self) -> usize {
        begun(&self.sent)
    }

    /// How many codes the vendor was sent.
    pub fn codes(&self) -> usize {
        codes(&self.sent)
    }

    /// A token of an order, of this amount, for the shop's page and apps.
    ///
    /// # Panics
    /// When no relay would take it.
    pub fn token(&self, order: &str, operation: &str, amount: i64) -> String {
        let claims = self.gate.claims(order, operation, amount, self.now).expect("claims");
        self.gate.mint(&claims).expect("a token")
    }

    /// The vendor's reference of an operation, once it is known.
    pub fn reference(&self, op_id: &str) -> Option<String> {
        let Ok(record) = self.journal.get(&OpId::parse(op_id).ok()?);
        Some(record?.reference?.as_str().to_owned())
    }

    /// A page reads.
    pub fn get(&mut self, token: &str) -> Answer {
        self.serve(&request("GET", token, ""))
    }

    /// A page acts.
    pub fn post(&mut self, token: &str, body: &str) -> Answer {
        self.serve(&request("POST", token, body))
    }
}

/// The vendor's answer with what is nobody's business in and around everything it says.
fn with_gossip(response: Response) -> Response {
    let gossip =
        r#""balance":"canary-0123","api_key":"sk_test_canary_5f2c9a","customer":{"phone":"70000000"}"#;
    let body = response.body.replace('{', &format!("{{{gossip},"));
    let long = "canari de la mine. ".repeat(2_000);
    let told = format!(r#""display_text":"Pour le +226 76 00 00 00 ou 76-00-00-00 (76000000) : {long}"#);
    Response { body: body.replace(r#""display_text":""#, &told), ..response }
}

/// A request of the shop's page.
pub fn request(method: &str, token: &str, body: &str) -> Incoming {
    let mut headers = vec![
        header("Origin", PAGE),
        header("Authorization", &format!("Bearer {token}")),
        header("Sec-Fetch-Mode", "cors"),
    ];
    if method == "POST" {
        headers.push(header("Content-Type", "application/json"));
    }
    Incoming {
        method: method.to_owned(),
        target: "/xaalis/pay".to_owned(),
        headers,
        body: body.as_bytes().to_vec(),
    }
}

/// How many of these requests make a charge or a page.
pub fn begun(sent: &[String]) -> usize {
    let begins = |line: &&String| {
        line.starts_with("POST")
            && ["/charges/", "/initialize/", "/billing/pay"].iter().any(|path| line.ends_with(path))
    };
    sent.iter().filter(begins).count()
}

/// How many of these requests send a code.
pub fn codes(sent: &[String]) -> usize {
    sent.iter().filter(|line| line.contains("/submit")).count()
}

/// What a client's request is when it arrives.
pub fn arrived(request: &Request) -> Incoming {
    Incoming {
        method: request.method.as_str().to_owned(),
        target: request.path().to_owned(),
        headers: request.headers.clone(),
        body: request.body.clone().unwrap_or_default().into_bytes(),
    }
}

/// A header.
pub fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_owned(), value: value.to_owned() }
}

fn told(headers: &[Header]) -> String {
    headers.iter().map(|header| format!("{}: {}", header.name, header.value)).collect::<Vec<_>>().join("\n")
}

/// What stands in the body of an answer.
///
/// # Panics
/// When it is no JSON.
pub fn said(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.body).expect("JSON")
}

/// The answer as a client's transport hands it over.
pub fn response(answer: Answer) -> Response {
    Response { status: answer.status, headers: answer.headers, body: answer.body }
}
