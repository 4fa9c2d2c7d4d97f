//! Orders by the thousand that are paid through a relay: pages that lose, double and reorder what they send, are
//! reloaded, opened twice, left, and come back to on another device; customers who change phones and operators,
//! mistype codes and give up; carts that change; workers that are killed; and a vendor that is sometimes not heard.
//!
//! Everything happens in one queue, a step of one request at a time, so that any two can meet. In the end the truth
//! of the sandbox is compared with the journal, and what can be tried again is tried (`judge`).

mod judge;
mod people;

pub use judge::Verdict;

use crate::relay::{Server, URL, account, arrived, gate, settings, settings_of};
use people::{MOST_CHANGES, Person, Secrets, price};
use std::collections::BTreeMap;
use xaalis::http::{Failure, Request, Response};
use xaalis::relay::{
    Answer, ClientEvent, ClientStep, Gate, GateEvent, GateStep, Incoming, Problem, View, Visit,
};
use xaalis::sandbox::{Options, Sandbox};
use xaalis::value::Time;
use xaalis::{Account, Event, Journal, Step};
use xaalis_sim::rng::Rng;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// What can happen.
enum Happening {
    /// A page is looked at, unless it was planned anew.
    Page(usize, u64),
    /// A page is told something that belongs to its request of this number.
    Told(usize, u64, ClientEvent),
    /// A person does something at a page.
    Acts(usize, ClientEvent),
    /// A page is loaded anew.
    Reloads(usize),
    /// A page is closed, or its device is gone.
    Leaves(usize),
    /// The shop changes what an order costs.
    Changes(usize),
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
    /// Where bills are paid.
    bills: Gate,
    accounts: [Account; 2],
    rng: Rng,
    queue: BTreeMap<(i64, u64), Happening>,
    many: u64,
    visits: BTreeMap<u64, Worked>,
    people: Vec<Person>,
    /// How often each order's cart changed.
    changes: Vec<usize>,
    secrets: Secrets,
    violations: Vec<String>,
    /// The network, the vendor and the workers fail no more.
    is_fine: bool,
    /// Workers that were killed.
    kills: usize,
}

impl Crowd {
    /// So many orders, under a seed; the operation of each is its own.
    ///
    /// # Panics
    /// When the settings of the attacks cannot be read.
    pub fn new(orders: usize, seed: u64) -> Self {
        let (settings, of_bills) = (settings(), settings_of("relay-bills"));
        let bills = (0..orders).filter(|order| people::order(*order).1 == "pay_bill").map(people::bill);
        let options = Options { bills: bills.collect(), dexchange_balance: 1 << 40, ..Options::default() };
        let mut crowd = Self {
            server: Server::new(&settings, Sandbox::with(options)),
            bills: gate(&of_bills).expect("a gate"),
            accounts: [&settings, &of_bills].map(|settings| account(settings).expect("a key")),
            rng: Rng::new(seed),
            queue: BTreeMap::new(),
            many: 0,
            visits: BTreeMap::new(),
            people: Vec::new(),
            changes: vec![0; orders],
            secrets: Secrets::new(),
            violations: Vec::new(),
            is_fine: false,
            kills: 0,
        };
        for order in 0..orders {
            crowd.plan(order, i64::try_from(order).unwrap_or(0) * 20 * SECOND);
        }
        crowd.after(MINUTE, Happening::Resumes);
        crowd
    }

    /// Until everybody went, and two days more; then what is true.
    pub fn run(mut self) -> Verdict {
        let all = i64::try_from(self.changes.len()).unwrap_or(0) * 20 * SECOND;
        let last = self.server.now.plus(all + 2 * HOUR);
        while let Some(((at, _), happening)) = self.queue.pop_first() {
            self.server.now = self.server.now.max(Time::from_millis(at));
            if self.server.now > last {
                break;
            }
            self.happens(happening);
        }
        self.is_fine = true;
        self.visits.clear();
        judge::verdict(self)
    }

    /// The pages of an order, and what becomes of them.
    fn plan(&mut self, order: usize, begins: i64) {
        let tabs = if self.rng.chance(400) { 2 } else { 1 };
        let is_left = self.rng.chance(300);
        for _ in 0..tabs {
            let is_one_of_two = tabs == 2 && self.rng.chance(700);
            let opens = begins + self.rng.range(0, 30 * SECOND);
            let page = self.opens(order, is_one_of_two, opens);
            if self.rng.chance(200) {
                let reloads = opens + self.rng.range(0, 3 * MINUTE);
                self.after(reloads, Happening::Reloads(page));
            }
            let stays = if is_left { 4 * MINUTE } else { 20 * MINUTE };
            let leaves = opens + self.rng.range(5 * SECOND, stays);
            self.after(leaves, Happening::Leaves(page));
        }
        if is_left || self.rng.chance(100) {
            let opens = begins + self.rng.range(MINUTE, 80 * MINUTE);
            let page = self.opens(order, false, opens);
            let leaves = opens + self.rng.range(2 * MINUTE, 20 * MINUTE);
            self.after(leaves, Happening::Leaves(page));
        }
        for _ in 0..MOST_CHANGES {
            if self.rng.chance(80) {
                let changes = begins + self.rng.range(0, 20 * MINUTE);
                self.after(changes, Happening::Changes(order));
            }
        }
    }

    fn opens(&mut self, order: usize, is_one_of_two: bool, at: i64) -> usize {
        let page = self.people.len();
        self.people.push(Person::new(order, is_one_of_two, &mut self.rng));
        self.after(at, Happening::Page(page, 0));
        page
    }

    fn after(&mut self, ms: i64, happening: Happening) {
        self.many += 1;
        self.queue.insert((self.server.now.plus(ms).millis(), self.many), happening);
    }

    fn soon(&mut self, until: Time, happening: Happening) {
        let ms = until.since(self.server.now).max(1);
        self.after(ms, happening);
    }

    /// The next look at a page. The one that was planned before it is none.
    fn wakes(&mut self, page: usize, until: Time) {
        self.people[page].wake += 1;
        let wake = self.people[page].wake;
        self.soon(until, Happening::Page(page, wake));
    }

    fn happens(&mut self, happening: Happening) {
        let now = self.server.now;
        match happening {
            Happening::Page(page, wake) => {
                if self.people[page].wake == wake {
                    self.page(page);
                }
            }
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
            Happening::Leaves(page) => self.people[page].is_gone = true,
            Happening::Changes(order) => self.changes[order] += 1,
            Happening::Arrives(page, number, incoming) => {
                let gate = self.gate(self.people[page].order);
                let visit = self.server.visit_at(&gate, &incoming);
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
                people::pays(&mut self.server.sandbox, &reference, now, self.rng.chance(750));
            }
            Happening::Resumes => {
                self.resume();
                let is_busy = self.people.iter().any(|person| !person.is_gone);
                self.after(if is_busy { MINUTE } else { 10 * MINUTE }, Happening::Resumes);
            }
        }
    }

    fn page(&mut self, page: usize) {
        let now = self.server.now;
        if self.people[page].is_gone {
            return;
        }
        match self.people[page].client.poll(now) {
            ClientStep::Token => {
                let token = self.token(page);
                let (number, later) = (self.people[page].number, self.rng.range(20, SECOND));
                self.after(later, Happening::Told(page, number, ClientEvent::Token { token }));
            }
            ClientStep::Send { request } => self.travels(page, &request),
            ClientStep::Wait { until } => self.wakes(page, until),
            ClientStep::Show { view, problem, until } => {
                self.sees(page, &view, problem.as_ref());
                if self.people[page].has_to_pay(&view) {
                    let (op, later) = (self.people[page].attempt(&view), self.rng.range(SECOND, 2 * MINUTE));
                    if let Some(reference) = self.server.reference(&op) {
                        self.after(later, Happening::Pays(reference));
                    }
                }
                self.wakes(page, until);
            }
            ClientStep::Done { view, problem } => self.sees(page, &view, problem.as_ref()),
            ClientStep::Refused { word } => self.people[page].refused = Some(word),
        }
    }

    /// A fresh one, of what the order costs now.
    fn token(&mut self, page: usize) -> String {
        let person = &self.people[page];
        let (order, operation) = person.order();
        let amount = person.keeps_amount.unwrap_or_else(|| price(person.order, self.changes[person.order]));
        self.mint(person.order, &order, operation, amount)
    }

    fn mint(&self, number: usize, order: &str, operation: &str, amount: i64) -> String {
        let gate = self.gate(number);
        let mut claims = gate.claims(order, operation, amount, self.server.now).expect("claims");
        if operation == "pay_bill" {
            claims = people::claims_of_bill(number, amount, claims);
        }
        gate.mint(&claims).expect("a token")
    }

    /// The one that carries out this order.
    fn gate(&self, number: usize) -> Gate {
        if people::order(number).1 == "pay_bill" { self.bills.clone() } else { self.server.gate.clone() }
    }

    fn sees(&mut self, page: usize, view: &View, problem: Option<&Problem>) {
        let person = &mut self.people[page];
        let is_changed = problem.is_some_and(|problem| problem.word == "conflict");
        if is_changed && person.keeps_amount.is_none() && self.rng.chance(700) {
            // The shop leaves it at what was begun, and the page asks for a token of that.
            person.keeps_amount = Some(view.amount.francs());
            let later = self.rng.range(SECOND, MINUTE);
            return self.after(later, Happening::Reloads(page));
        }
        let Some((thinks, event)) = person.sees(view, problem, &mut self.rng) else { return };
        if let ClientEvent::Start { phone: Some(phone), .. } = &event {
            self.secrets.digits.insert(phone.expose().to_owned());
        }
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
        let step = worked.visit.poll(now);
        match step {
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
            step => match self.searched(step) {
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

    #[allow(clippy::result_large_err, reason = "one of two ends")]
    fn searched(&mut self, step: GateStep) -> Result<GateEvent, Answer> {
        let came = self.server.perform(step);
        self.search();
        came
    }

    /// Looks through everything that was stored and answered since.
    fn search(&mut self) {
        for text in std::mem::take(&mut self.server.trace) {
            if let Some(found) = self.secrets.found_in(&text) {
                self.violations.push(format!("{found} stands in {text}"));
            }
        }
    }

    /// What was left open is gone on with, as far as it goes at once.
    fn resume(&mut self) {
        let Ok(open) = self.server.journal.unfinished();
        for record in open {
            let account = self.accounts.iter().find(|account| account.vendor() == record.vendor);
            let session = account.map(|account| account.resume_calmly(&record, self.server.now));
            let Some(Ok(mut session)) = session else { continue };
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

/// Where pages find the relay.
const ADDRESS: &str = URL;
