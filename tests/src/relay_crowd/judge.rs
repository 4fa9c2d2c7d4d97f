//! What really happened, beside what the journal and the pages say.

use super::looks;
use super::people::{Person, order};
use crate::relay::Server;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::AddAssign;

/// How orders ended.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// All of them.
    pub orders: usize,
    /// Paid, and known to be.
    pub paid: usize,
    /// Not paid, and can be tried again.
    pub open: usize,
    /// Nobody knows: the shop is told to look.
    pub handed_over: usize,
    /// Not paid in as many attempts as an order has.
    pub used_up: usize,
    /// Workers that were killed.
    pub kills: usize,
    /// What must never be, with the order.
    pub violations: Vec<String>,
}

pub(super) fn verdict(server: &mut Server, people: &[Person], kills: usize) -> Verdict {
    let numbers: BTreeSet<usize> = people.iter().map(|person| person.order).collect();
    // How many charges of each price were made, and how many of them were paid.
    let mut truth: BTreeMap<i64, (usize, usize)> = BTreeMap::new();
    for payment in server.sandbox.payments() {
        let (made, paid) = truth.entry(payment.amount).or_default();
        *made += 1;
        *paid += usize::from(payment.status == "success");
    }
    let mut verdict = Verdict { orders: numbers.len(), kills, ..Verdict::default() };
    for number in numbers {
        let (name, operation, amount) = order(number);
        let prefix = format!("relay-{name}-");
        let records = server.journal.records().filter(|record| record.op_id.as_str().starts_with(&prefix));
        let ends: Vec<Value> = records.map(|record| json!(record.words().ended)).collect();
        let settled = ends.iter().filter(|end| **end == json!("settled")).count();
        let unknown = ends.contains(&json!("unknown"));
        let (made, paid) = truth.get(&amount).copied().unwrap_or_default();
        let mut wrong = |what: &str| verdict.violations.push(format!("{name}: {what}, {ends:?}"));
        if paid > 1 {
            wrong("paid twice");
        }
        if made > ends.len() {
            wrong(&format!("{made} charges made"));
        }
        if settled > paid {
            wrong("called paid, and is not");
        }
        if paid == 1 && settled == 0 && !unknown {
            wrong("paid, and lost");
        }
        let view = looks(server, &name, operation, amount);
        let kind = view["outcome"]["kind"].as_str().unwrap_or_default();
        if settled > 0 && kind != "settled" {
            wrong(&format!("paid, and its page says {view}"));
        } else if settled > 0 {
            verdict.paid += 1;
        } else if unknown || kind == "unknown" {
            verdict.handed_over += 1;
        } else if view["next_attempt"].is_number() {
            verdict.open += 1;
        } else if view["rev"].as_str().is_some_and(|rev| rev.starts_with("3.")) && view["state"] == "done" {
            verdict.used_up += 1;
        } else {
            wrong(&format!("locked out: {view}"));
        }
    }
    verdict
}

impl AddAssign for Verdict {
    fn add_assign(&mut self, other: Self) {
        self.orders += other.orders;
        self.paid += other.paid;
        self.open += other.open;
        self.handed_over += other.handed_over;
        self.used_up += other.used_up;
        self.kills += other.kills;
        self.violations.extend(other.violations);
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { orders, paid, open, handed_over, used_up, kills, violations } = self;
        write!(f, "{orders} orders: {paid} paid, {open} can be tried again, {handed_over} handed over, ")?;
        write!(f, "{used_up} out of attempts; {kills} workers killed, {} violations", violations.len())
    }
}
