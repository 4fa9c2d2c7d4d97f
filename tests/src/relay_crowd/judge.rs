//! What really happened, beside what the journal and the pages say; and whether who was not paid can be paid.
//!
//! Half of what can be tried again is tried at once, the rest after two days: with another phone, and to its end.

use super::people::{CODE, MOST_CHANGES, order, pays, price};
use super::{Crowd, HOUR, MINUTE, SECOND};
use crate::relay::{request, said};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

/// How orders ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// All of them.
    pub orders: usize,
    /// Paid, and known to be.
    pub paid: usize,
    /// Not paid on their day; tried again when all was well, and then paid.
    pub tried_again: usize,
    /// Nobody knows: the shop is told to look.
    pub handed_over: usize,
    /// Not paid in as many attempts as an order has.
    pub used_up: usize,
    /// Bills, which no relay carries out: refused.
    pub bills: usize,
    /// Workers that were killed.
    pub kills: usize,
    /// Requests that reached a worker.
    pub requests: usize,
    /// What must never be, with the order.
    pub violations: Vec<String>,
}

/// A price: how many charges of it were made, and how many of them were paid.
type Truth = BTreeMap<i64, (usize, usize)>;

pub(super) fn verdict(mut crowd: Crowd) -> Verdict {
    let mut verdict = Verdict { orders: crowd.changes.len(), kills: crowd.kills, ..Verdict::default() };
    passes(&mut crowd, &[4 * MINUTE; 4]);
    let half = (0..verdict.orders).filter(|number| number % 2 == 0);
    let mut late: usize = half.map(|number| usize::from(tries_again(&mut crowd, number))).sum();
    passes(&mut crowd, &[HOUR, HOUR, 6 * HOUR, 6 * HOUR, 6 * HOUR, 6 * HOUR, 24 * HOUR, HOUR]);
    late += (0..verdict.orders).map(|number| usize::from(tries_again(&mut crowd, number))).sum::<usize>();
    let truth = truth(&crowd);
    for number in 0..verdict.orders {
        judge(&mut crowd, number, &truth, &mut verdict);
    }
    (verdict.paid, verdict.tried_again) = (verdict.paid.saturating_sub(late), late);
    verdict.requests = crowd.server.visits();
    let refused = crowd.people.iter().filter(|person| person.order().1 != "pay_bill");
    let refused = refused.filter_map(|person| Some((person.order().0, person.refused.as_ref()?)));
    verdict.violations.extend(refused.map(|(name, word)| format!("{name}: its page is refused, {word}")));
    crowd.search();
    verdict.violations.append(&mut crowd.violations);
    verdict
}

/// Time passes, and the shop's job goes on with what is open.
fn passes(crowd: &mut Crowd, times: &[i64]) {
    for ms in times {
        crowd.server.now = crowd.server.now.plus(*ms);
        crowd.resume();
    }
}

fn truth(crowd: &Crowd) -> Truth {
    let mut truth = Truth::new();
    for payment in crowd.server.sandbox.payments() {
        let (made, paid) = truth.entry(payment.amount).or_default();
        *made += 1;
        *paid += usize::from(payment.status == "success");
    }
    truth
}

fn judge(crowd: &mut Crowd, number: usize, truth: &Truth, verdict: &mut Verdict) {
    let (name, operation) = order(number);
    let prefix = format!("relay-{name}-");
    let records = crowd.server.journal.records().filter(|record| record.op_id.as_str().starts_with(&prefix));
    let ends: Vec<(Value, i64)> = records
        .map(|record| record.words())
        .map(|words| (json!(words.ended), words.amount.map_or(0, |amount| amount.francs())))
        .collect();
    let view = looks(crowd, number);
    let mut wrong = |what: &str| verdict.violations.push(format!("{name}: {what}, {ends:?}"));
    let of_price = |changes| truth.get(&price(number, changes)).copied().unwrap_or_default();
    let (mut made, mut paid) = (0, 0);
    for changes in 0..=MOST_CHANGES {
        let of_it = of_price(changes);
        (made, paid) = (made + of_it.0, paid + of_it.1);
        let is_settled = |end: &&(Value, i64)| end.0 == json!("settled") && end.1 == price(number, changes);
        if ends.iter().filter(is_settled).count() > of_it.1 {
            wrong("called paid, and is not");
        }
    }
    let settled = ends.iter().filter(|end| end.0 == json!("settled")).count();
    let unknown = ends.iter().any(|end| end.0 == json!("unknown"));
    if paid > 1 {
        wrong("paid twice");
    }
    if made > ends.len() {
        wrong(&format!("{made} charges made"));
    }
    if paid == 1 && settled == 0 && !unknown {
        wrong("paid, and lost");
    }
    let kind = view["outcome"]["kind"].as_str().unwrap_or_default();
    if operation == "pay_bill" {
        if !ends.is_empty() {
            wrong("a bill was begun");
        }
        verdict.bills += 1;
    } else if settled > 0 && kind != "settled" {
        wrong(&format!("paid, and its page says {view}"));
    } else if settled > 0 {
        verdict.paid += 1;
    } else if unknown || kind == "unknown" {
        verdict.handed_over += 1;
    } else if view["rev"].as_str().is_some_and(|rev| rev.starts_with("3.")) && view["state"] == "done" {
        verdict.used_up += 1;
    } else {
        wrong(&format!("locked out: {view}"));
    }
}

/// A look at an order, as its page would.
fn looks(crowd: &mut Crowd, number: usize) -> Value {
    asks(crowd, number, "GET", "")
}

/// A request of an order's page, with a token of what was begun while it is open: its view.
fn asks(crowd: &mut Crowd, number: usize, method: &str, body: &str) -> Value {
    let (name, operation) = order(number);
    if operation == "pay_bill" {
        return Value::Null;
    }
    let mut answer = Value::Null;
    let mut amount = price(number, crowd.changes[number]);
    for _ in 0..2 {
        let token = crowd.server.token(&name, operation, amount);
        answer = said(&crowd.server.serve(&request(method, &token, body)));
        if answer["error"] != "conflict" {
            break;
        }
        amount = answer["view"]["amount"].as_i64().unwrap_or(amount);
    }
    crowd.search();
    if answer["view"].is_object() { answer["view"].take() } else { answer }
}

/// Begins the next attempt where one may be, from a phone that was never used, and pays it. Was it?
fn tries_again(crowd: &mut Crowd, number: usize) -> bool {
    let (name, operation) = order(number);
    // Not more prompts in a minute than a shop may have.
    crowd.server.now = crowd.server.now.plus(MINUTE);
    let view = looks(crowd, number);
    let Some(attempt) = view["next_attempt"].as_i64() else { return false };
    let phone = format!("05{number:06}");
    let start = match operation {
        "collect" => json!({"do": "start", "attempt": attempt, "phone": phone}),
        _ => json!({"do": "start", "attempt": attempt}),
    };
    crowd.secrets.digits.insert(phone);
    let mut view = asks(crowd, number, "POST", &start.to_string());
    for _ in 0..20 {
        let op = format!("relay-{name}-{attempt}");
        crowd.server.now = crowd.server.now.plus(5 * SECOND);
        if view["state"] == "done" {
            break;
        } else if view["state"] == "asking" {
            let code = json!({"do": "code", "rev": view["rev"], "code": CODE});
            view = asks(crowd, number, "POST", &code.to_string());
            continue;
        } else if let Some(reference) = crowd.server.reference(&op).filter(|_| view["why"] == "payer") {
            let now = crowd.server.now;
            pays(&mut crowd.server.sandbox, &reference, now, true);
        }
        view = looks(crowd, number);
    }
    let is_paid = view["outcome"]["kind"] == "settled";
    if !is_paid {
        crowd.violations.push(format!("{name}: locked out, tried again from another phone: {view}"));
    }
    is_paid
}

impl AddAssign for Verdict {
    fn add_assign(&mut self, other: Self) {
        self.orders += other.orders;
        self.paid += other.paid;
        self.tried_again += other.tried_again;
        self.handed_over += other.handed_over;
        self.used_up += other.used_up;
        self.bills += other.bills;
        self.kills += other.kills;
        self.requests += other.requests;
        self.violations.extend(other.violations);
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { orders, paid, tried_again, handed_over, used_up, bills, kills, requests, violations } =
            self;
        write!(
            f,
            "{orders} orders in {requests} requests: {paid} paid, {tried_again} tried again and paid, "
        )?;
        write!(f, "{handed_over} handed over, {used_up} out of attempts, {bills} bills refused; ")?;
        write!(f, "{kills} workers killed, {} violations", violations.len())
    }
}
