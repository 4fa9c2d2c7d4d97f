//! Orders by the thousand that are paid through a relay: pages that lose, double and reorder what they send, are
//! reloaded, opened twice and left; workers that are killed; and a vendor that is sometimes not heard.
//!
//! Everything happens in one queue, a step of one request at a time, so that any two can meet. In the end the truth
//! of the sandbox is compared with the journal, and each page is looked at once more.

mod judge;
mod people;

pub use judge::Verdict;

use crate::relay::{Server, URL, arrived, request};
use people::Person;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use xaalis::http::{Failure, Request, Response};
use xaalis::relay::{ClientEvent, ClientStep, GateEvent, GateStep, Incoming, View, Visit};
use xaalis::value::Time;
use xaalis::{Event, Journal, Senfenico, Step};
use xaalis_sim::rng::Rng;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// What can happen.
enum Happening {
    /// A page is looked at.
    Page(usize),
    /// A page is told something that belongs to its request of this number.
    Told(usize, u64, ClientEvent),
    /// A person does something at a page.
    Acts(usize, ClientEvent),
    /// A page is loaded anew.
    Reloads(usize),
    /// A page's request reaches a worker; the second of two has nobody to answer.
    Arrives(usize, Option<u64>, Incoming),
    /// A worker is told what came of a step.
    Came(u64, GateEvent),
    /// A worker's request reaches the vendor.
    Asked(u64, Request),
    /// A payer does something on their phone, or on the vendor's page.
    Pays(String),
    /// The job that goes on with what is open.
    Resumes,
}

struct Worked {
    visit: Visit,
    page: usize,
    number: Option<u64>,
}

/// One shop's day.
pub struct Crowd {
    server: Server,
    rng: Rng,
    queue: BinaryHeap<Reverse<(i64, u64)>>,
    happenings: BTreeMap<u64, Happening>,
    many: u64,
    visits: BTreeMap<u64, Worked>,
    people: Vec<Person>,
    /// The network, the vendor and the workers fail no more.
    is_fine: bool,
    /// Workers that were killed.
    kills: usize,
}

impl Crowd {
    /// So many orders, under a seed; the operation of each is its own.
    pub fn new(orders: usize, seed: u64) -> Self {
        let mut crowd = Self {
            server: Server::default(),
            rng: Rng::new(seed),
            queue: BinaryHeap::new(),
            happenings: BTreeMap::new(),
            many: 0,
            visits: BTreeMap::new(),
            people: Vec::new(),
            is_fine: false,
            kills: 0,
        };
        for order in 0..orders {
            let begins = i64::try_from(order).unwrap_or(0) * 20 * SECOND;
            let tabs = if crowd.rng.chance(400) { 2 } else { 1 };
            for _ in 0..tabs {
                let page = crowd.people.len();
                let is_one_of_two = tabs == 2 && crowd.rng.chance(700);
                crowd.people.push(Person::new(order, is_one_of_two, &mut crowd.rng));
                let later = crowd.rng.range(0, 30 * SECOND);
                crowd.after(begins + later, Happening::Page(page));
                if crowd.rng.chance(200) {
                    let reloads = begins + later + crowd.rng.range(0, 3 * MINUTE);
                    crowd.after(reloads, Happening::Reloads(page));
                }
            }
        }
        crowd.after(MINUTE, Happening::Resumes);
        crowd
    }

    /// Until everybody went, and two days more; then what is true.
    pub fn run(mut self) -> Verdict {
        let last =
            self.server.now.plus(i64::try_from(self.people.len()).unwrap_or(0) * 20 * SECOND + 2 * HOUR);
        while let Some(Reverse((at, number))) = self.queue.pop() {
            let Some(happening) = self.happenings.remove(&number) else { continue };
            self.server.now = self.server.now.max(Time::from_millis(at));
            if self.server.now > last {
                self.is_fine = true;
                break;
            }
            self.happens(happening);
        }
        self.visits.clear();
        for _ in 0..50 {
            self.server.now = self.server.now.plus(HOUR);
            self.resume();
        }
        judge::verdict(&mut self.server, &self.people, self.kills)
    }

    fn after(&mut self, ms: i64, happening: Happening) {
        self.many += 1;
        self.queue.push(Reverse((self.server.now.plus(ms).millis(), self.many)));
        self.happenings.insert(self.many, happening);
    }

    fn soon(&mut self, until: Time, happening: Happening) {
        let ms = until.since(self.server.now).max(1);
        self.after(ms, happening);
    }

    fn happens(&mut self, happening: Happening) {
        let now = self.server.now;
        match happening {
            Happening::Page(page) => self.page(page),
            Happening::Told(page, number, event) => {
                if self.people[page].number == number {
                    self.people[page].client.handle(event, now);
                    self.page(page);
                }
            }
            Happening::Acts(page, event) => {
                self.people[page].client.handle(event, now);
                self.page(page);
            }
            Happening::Reloads(page) => {
                self.people[page].reload();
                self.page(page);
            }
            Happening::Arrives(page, number, incoming) => {
                let visit = self.server.visit(&incoming);
                self.many += 1;
                let id = self.many;
                self.visits.insert(id, Worked { visit, page, number });
                self.goes(id);
            }
            Happening::Came(id, event) => {
                if let Some(worked) = self.visits.get_mut(&id) {
                    worked.visit.handle(event, now);
                    self.goes(id);
                }
            }
            Happening::Asked(id, request) => {
                let answer = self.server.sandbox.handle(&request, now);
                let (later, answer) = match answer {
                    Ok(_) if self.rng.chance(20) => (request.timeout_ms, Err(Failure::MaybeSent)),
                    answer => (self.rng.range(20, 2 * SECOND), answer),
                };
                self.after(later, Happening::Came(id, GateEvent::Ran { event: heard(answer) }));
            }
            Happening::Pays(reference) => {
                people::pays(&mut self.server.sandbox, &reference, now, &mut self.rng);
            }
            Happening::Resumes => {
                self.resume();
                self.after(MINUTE, Happening::Resumes);
            }
        }
    }

    fn page(&mut self, page: usize) {
        let now = self.server.now;
        match self.people[page].client.poll(now) {
            ClientStep::Token => {
                let (order, operation, amount) = self.people[page].order();
                let token = self.server.token(&order, operation, amount);
                let (number, later) = (self.people[page].number, self.rng.range(20, SECOND));
                self.after(later, Happening::Told(page, number, ClientEvent::Token { token }));
            }
            ClientStep::Send { request } => self.travels(page, &request),
            ClientStep::Wait { until } => self.soon(until, Happening::Page(page)),
            ClientStep::Show { view, until, .. } => {
                self.sees(page, &view);
                if self.people[page].has_to_pay(&view) {
                    let (op, later) = (self.people[page].attempt(&view), self.rng.range(SECOND, 2 * MINUTE));
                    let record = self.server.journal.records().find(|record| record.op_id.as_str() == op);
                    if let Some(reference) = record.and_then(|record| record.reference.clone()) {
                        self.after(later, Happening::Pays(reference.as_str().to_owned()));
                    }
                }
                self.soon(until, Happening::Page(page));
            }
            ClientStep::Done { view, .. } => {
                self.sees(page, &view);
            }
            ClientStep::Refused { .. } => self.people[page].is_refused = true,
        }
    }

    fn sees(&mut self, page: usize, view: &View) {
        let Some((thinks, event)) = self.people[page].sees(view, &mut self.rng) else { return };
        // Two tabs of one order are pressed in the same instant, where it matters most.
        let minute = MINUTE - self.server.now.millis() % MINUTE;
        let later = if self.people[page].is_one_of_two { minute } else { thinks };
        self.after(later, Happening::Acts(page, event));
    }

    /// From a page to a worker: lost, late, twice.
    fn travels(&mut self, page: usize, request: &Request) {
        self.people[page].number += 1;
        let number = self.people[page].number;
        let incoming = arrived(request);
        let lost = Happening::Told(page, number, ClientEvent::Failed { failure: Failure::MaybeSent });
        self.after(request.timeout_ms, lost);
        if self.rng.chance(40) {
            let slow = if self.rng.chance(500) { 30 * SECOND } else { 40 };
            let later = self.rng.range(10, slow);
            self.after(later, Happening::Arrives(page, None, incoming.clone()));
        }
        if !self.rng.chance(40) {
            let slow = *self.rng.pick(&[30, 30, 30, 30, 30, 30, 900, 900, 900, 25 * SECOND]);
            let later = self.rng.range(10, slow);
            self.after(later, Happening::Arrives(page, Some(number), incoming));
        }
    }

    /// A step of a worker.
    fn goes(&mut self, id: u64) {
        let now = self.server.now;
        if !self.visits.contains_key(&id) {
            return;
        }
        if !self.is_fine && self.rng.chance(2) {
            self.visits.remove(&id);
            self.kills += 1;
            return;
        }
        let Some(worked) = self.visits.get_mut(&id) else { return };
        match worked.visit.poll(now) {
            GateStep::Run { step: Step::Send { request } } => {
                self.server.sent.push(format!("{} {}", request.method.as_str(), request.path()));
                let lost = self.rng.chance(20);
                let failure = if self.rng.chance(500) { Failure::NotSent } else { Failure::MaybeSent };
                let later = self.rng.range(10, SECOND);
                if lost {
                    self.after(
                        later,
                        Happening::Came(id, GateEvent::Ran { event: Event::Failed { failure } }),
                    );
                } else {
                    self.after(later, Happening::Asked(id, request));
                }
            }
            GateStep::Run { step: Step::Wait { until, .. } } => {
                self.soon(until, Happening::Came(id, GateEvent::Ran { event: Event::Admitted }));
            }
            step => match self.server.perform(step) {
                Ok(event) => {
                    let later = self.rng.range(0, 6);
                    self.after(later, Happening::Came(id, event));
                }
                Err(answer) => {
                    let Some(Worked { page, number: Some(number), .. }) = self.visits.remove(&id) else {
                        return;
                    };
                    if !self.rng.chance(30) {
                        let later = self.rng.range(10, SECOND);
                        let response = crate::relay::response(answer);
                        self.after(later, Happening::Told(page, number, ClientEvent::Answered { response }));
                    }
                }
            },
        }
    }

    /// What was left open is gone on with, as far as it goes at once.
    fn resume(&mut self) {
        let account = Senfenico::new(crate::relay::settings()["api_key"].as_str().unwrap_or_default());
        let Ok(account) = account else { return };
        let Ok(open) = self.server.journal.unfinished();
        for record in open {
            let Ok(mut session) = account.resume(&record, self.server.now) else { continue };
            for _ in 0..100 {
                let event = match session.poll(self.server.now) {
                    Step::Send { request } => {
                        let lost = !self.is_fine && self.rng.chance(20);
                        let answer = self.server.sandbox.handle(&request, self.server.now);
                        heard(if lost { Err(Failure::MaybeSent) } else { answer })
                    }
                    step @ (Step::Store { .. } | Step::Load { .. }) => match self.server.ran(step) {
                        GateEvent::Ran { event } => event,
                        _ => break,
                    },
                    _ => break,
                };
                session.handle(event, self.server.now);
            }
        }
    }
}

fn heard(answer: Result<Response, Failure>) -> Event {
    match answer {
        Ok(response) => Event::Answered { response },
        Err(failure) => Event::Failed { failure },
    }
}

/// A look at an order, as its page would.
fn looks(server: &mut Server, order: &str, operation: &str, amount: i64) -> serde_json::Value {
    let token = server.token(order, operation, amount);
    let answer = server.serve(&request("GET", &token, ""));
    crate::relay::said(&answer)
}

/// Where pages find the relay.
const ADDRESS: &str = URL;
