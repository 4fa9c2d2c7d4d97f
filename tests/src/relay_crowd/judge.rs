//! What really happened, beside what the journal and the pages say; and whether who was not paid can be paid.
//!
//! Half of what can be tried again is tried at once, the rest after two days: with another phone, and to its end.

use super::people::{CODE, MOST_CHANGES, bill, is_top_up, order, pays, price};
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
    /// Of half of them: all codes are spent, one of them without an answer, so that none may be begun for a day.
    pub wait_a_day: usize,
    /// Not paid in as many attempts as an order has.
    pub used_up: usize,
    /// Of those that were paid: bills and top-ups.
    pub bills: usize,
    /// Workers that were killed.
    pub kills: usize,
    /// Requests that reached a worker.
    pub requests: usize,
    /// What must never be, with the order.
    pub violations: Vec<String>,
}

/// What came of trying again.
enum Again {
    Paid,
    /// It may not be: it was paid, or nobody knows. Or its last code was not answered, and it waits.
    No {
        waits: bool,
    },
}

/// A price: how many charges of it were made, and how many of them were paid.
type Truth = BTreeMap<i64, (usize, usize)>;

pub(super) fn verdict(mut crowd: Crowd) -> Verdict {
    let mut verdict = Verdict { orders: crowd.changes.len(), kills: crowd.kills, ..Verdict::default() };
    passes(&mut crowd, &[4 * MINUTE; 4]);
    let mut late = 0;
    for number in (0..verdict.orders).filter(|number| number % 2 == 0) {
        match tries_again(&mut crowd, number) {
            Again::Paid => late += 1,
            Again::No { waits } => verdict.wait_a_day += usize::from(waits),
        }
    }
    passes(&mut crowd, &[HOUR, HOUR, 6 * HOUR, 6 * HOUR, 6 * HOUR, 6 * HOUR, 24 * HOUR, HOUR]);
    let all = 0..verdict.orders;
    late += all.filter(|number| matches!(tries_again(&mut crowd, *number), Again::Paid)).count();
    let truth = truth(&crowd);
    for number in 0..verdict.orders {
        judge(&mut crowd, number, &truth, &mut verdict);
    }
    (verdict.paid, verdict.tried_again) = (verdict.paid.saturating_sub(late), late);
    verdict.requests = crowd.server.visits();
    let people = crowd.people.iter();
    let refused = people.filter_map(|person| Some((person.order().0, person.refused.as_ref()?)));
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
        *paid += usize::from(payment.status.eq_ignore_ascii_case("success"));
    }
    truth
}

fn judge(crowd: &mut Crowd, number: usize, truth: &Truth, verdict: &mut Verdict) {
    let (name, operation) = order(number);
    let prefix = format!("relay-{name}-");
    let records = crowd.server.journal.records().filter(|record| record.op_id.as_str().starts_with(&prefix));
    let ends: Vec<(Value, i64)> = records
        .map(xaalis::Record::words)
        .map(|words| (json!(words.ended), words.amount.map_or(0, xaalis::value::Amount::francs)))
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
    if operation == "pay_bill" && settled > 0 {
        verdict.bills += 1;
        if is_top_up(number) && !view["outcome"]["token"].is_string() {
            wrong(&format!("its code is lost: {view}"));
        }
    }
    if settled > 0 && kind != "settled" {
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
    let gate = crowd.gate(number);
    let mut answer = Value::Null;
    let mut amount = price(number, crowd.changes[number]);
    for _ in 0..2 {
        let token = crowd.mint(number, &name, operation, amount);
        answer = said(&crowd.server.serve_at(&gate, &request(method, &token, body)));
        let is_over = answer["view"]["state"] == "done" && answer["view"]["outcome"]["kind"] != "unknown";
        if answer["error"] != "conflict" || is_over {
            break;
        }
        amount = answer["view"]["amount"].as_i64().unwrap_or(amount);
    }
    crowd.search();
    if answer["view"].is_object() { answer["view"].take() } else { answer }
}

/// Begins the next attempt where one may be, from a phone that was never used, and pays it.
fn tries_again(crowd: &mut Crowd, number: usize) -> Again {
    let (name, operation) = order(number);
    // Not more prompts in a minute than a shop may have.
    crowd.server.now = crowd.server.now.plus(MINUTE);
    let view = looks(crowd, number);
    let Some(attempt) = view["next_attempt"].as_i64() else {
        let rev = view["rev"].as_str().unwrap_or_default();
        // Who waits for a code may give up, unless one was not answered: that one may still pay (ADR 0017), and the
        // shop is told after a day.
        let op = format!("relay-{name}-{}", rev.split('.').next().unwrap_or_default());
        if view["state"] == "asking" && !rev.starts_with("3.") && !has_unanswered(crowd, &op) {
            crowd.violations.push(format!("{name}: locked out while a code is asked for: {view}"));
        }
        return Again::No { waits: view["state"] == "asking" && view["codes_left"] == 0 };
    };
    let kind = view["outcome"]["kind"].as_str().unwrap_or_default();
    if matches!(kind, "settled" | "unknown") {
        crowd.violations.push(format!("{name}: {kind}, and may be begun again: {view}"));
    }
    let phone = format!("05{number:06}");
    let start = match operation {
        "collect" => json!({"do": "start", "attempt": attempt, "phone": phone}),
        "pay_bill" if !is_top_up(number) => {
            json!({"do": "start", "attempt": attempt, "bill": bill(number).reference})
        }
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
    if view["outcome"]["kind"] == "settled" {
        return Again::Paid;
    }
    crowd.violations.push(format!("{name}: locked out, tried again from another phone: {view}"));
    Again::No { waits: false }
}

/// Was a code sent for it that got neither yes nor no?
fn has_unanswered(crowd: &Crowd, op: &str) -> bool {
    let record = crowd.server.journal.records().find(|record| record.op_id.as_str() == op);
    let kept: Value = record.and_then(|record| serde_json::from_str(&record.state).ok()).unwrap_or_default();
    kept["codes"]["unanswered"].as_i64().is_some_and(|many| many > 0)
}

impl AddAssign for Verdict {
    fn add_assign(&mut self, other: Self) {
        self.orders += other.orders;
        self.paid += other.paid;
        self.tried_again += other.tried_again;
        self.handed_over += other.handed_over;
        self.wait_a_day += other.wait_a_day;
        self.used_up += other.used_up;
        self.bills += other.bills;
        self.kills += other.kills;
        self.requests += other.requests;
        self.violations.extend(other.violations);
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { orders, paid, tried_again, handed_over, wait_a_day, used_up, .. } = self;
        let Self { bills, kills, requests, violations, .. } = self;
        write!(
            f,
            "{orders} orders in {requests} requests: {paid} paid, {tried_again} tried again and paid, "
        )?;
        write!(
            f,
            "{handed_over} handed over, {used_up} out of attempts, {bills} of the paid bills and top-ups; "
        )?;
        write!(f, "of one half {wait_a_day} wait a day, for a code without an answer; ")?;
        write!(f, "{kills} workers killed, {} violations", violations.len())
    }
}
