//! A server end of the relay in memory: the loop every server end is, over the sandbox, with a clock that moves
//! only when asked.

use crate::world::DAWN;
use std::collections::BTreeMap;
use xaalis::http::{Failure, Header, Response};
use xaalis::relay::{Answer, Gate, GateEvent, GateStep, Incoming, RelayKey, RelayKeys, Visit};
use xaalis::sandbox::Sandbox;
use xaalis::value::Time;
use xaalis::{Event, Journal, MemoryJournal, Senfenico, Step};

/// The relay's address.
pub const URL: &str = "https://shop.example/xaalis/pay";
/// The vendor's key: never seen outside.
pub const API_KEY: &str = "sk_test_canary_5f2c9a";
/// What tokens are signed with: never seen outside.
pub const SECRET: &str = "relay-secret-canary-0123456789abcdefghijklm";
/// The shop's page.
pub const PAGE: &str = "https://shop.example";

/// The gate of the tests.
///
/// # Panics
/// Never: its parts are well formed.
pub fn gate() -> Gate {
    let key = |id, secret| RelayKey::new(id, secret).expect("a key");
    let old = key("a0", "relay-secret-of-last-month-0123456789abcdef");
    let keys = RelayKeys::new(vec![key("a1", SECRET), old]).expect("keys");
    let account = Senfenico::new(API_KEY).expect("a test key");
    let gate = Gate::new(account, URL, keys, &[PAGE, "https://www.shop.example", "app"]).expect("a gate");
    gate.collects().opens_checkouts("https://shop.example/paid", "https://shop.example/cart").expect("pages")
}

/// One process, or several that share it.
#[derive(Clone)]
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
    /// How often anything of the store was used.
    pub touched: usize,
    /// Every record, answer and audit line, to be searched for what must not be there.
    pub trace: Vec<String>,
    visits: usize,
}

impl Default for Server {
    fn default() -> Self {
        Self::new(Sandbox::new())
    }
}

impl Server {
    /// Over this sandbox.
    pub fn new(sandbox: Sandbox) -> Self {
        Self {
            gate: gate(),
            sandbox,
            journal: MemoryJournal::new(),
            counts: BTreeMap::new(),
            holds: BTreeMap::new(),
            now: DAWN,
            sent: Vec::new(),
            is_down: false,
            is_silent: false,
            is_unreachable: false,
            touched: 0,
            trace: Vec::new(),
            visits: 0,
        }
    }

    /// A visit that has not begun.
    pub fn visit(&mut self, incoming: &Incoming) -> Visit {
        self.visits += 1;
        self.gate.visit(incoming, &format!("visit-{}", self.visits), self.now)
    }

    /// A request from its first byte to its answer.
    ///
    /// # Panics
    /// When it has no end.
    pub fn serve(&mut self, incoming: &Incoming) -> Answer {
        let mut visit = self.visit(incoming);
        for _ in 0..500 {
            if let Some(answer) = self.step(&mut visit) {
                return answer;
            }
        }
        panic!("a visit without end: {:?}", self.trace.last());
    }

    /// One step of a visit; its answer, if that was the last.
    pub fn step(&mut self, visit: &mut Visit) -> Option<Answer> {
        let event = match visit.poll(self.now) {
            GateStep::Respond { answer } => {
                self.trace.push(format!("{}\n{}\n{}", answer.body, answer.audit, told(&answer.headers)));
                return Some(answer);
            }
            GateStep::Run { step } => self.ran(step)?,
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
        };
        visit.handle(event, self.now);
        None
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

    fn ran(&mut self, step: Step) -> Option<GateEvent> {
        let event = match step {
            Step::Store { .. } | Step::Load { .. } if self.is_down => return Some(GateEvent::Down),
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
        Some(GateEvent::Ran { event })
    }

    /// How many charges and pages the vendor was asked to make.
    pub fn begun(&self) -> usize {
        let begins = |line: &&String| {
            line.starts_with("POST") && (line.ends_with("/charges/") || line.ends_with("/initialize/"))
        };
        self.sent.iter().filter(begins).count()
    }

    /// How many codes the vendor was sent.
    pub fn codes(&self) -> usize {
        self.sent.iter().filter(|line| line.contains("/submit")).count()
    }

    /// A token of an order, of this amount, for the shop's page and apps.
    ///
    /// # Panics
    /// When no relay would take it.
    pub fn token(&self, order: &str, operation: &str, amount: i64) -> String {
        let claims = self.gate.claims(order, operation, amount, self.now).expect("claims");
        self.gate.mint(&claims).expect("a token")
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
