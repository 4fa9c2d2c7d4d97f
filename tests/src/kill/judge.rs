//! The vendor's truth against what the payers told.

use super::plan::Intent;
use std::collections::BTreeMap;
use std::fmt;
use xaalis::sandbox::Sandbox;

/// Every ending a payer told, in order, per operation: one word per payment of it.
pub type Told = BTreeMap<String, Vec<Vec<String>>>;

/// How a trial ended.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// How many payments ended how, by their last word.
    pub endings: BTreeMap<String, usize>,
    /// Of the unknown ones, how many the vendor holds.
    pub unknown_held: usize,
    /// What must not be, one line each.
    pub violations: Vec<String>,
}

/// What the vendor holds under one key.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    /// Not failed.
    alive: usize,
    /// Succeeded.
    paid: usize,
    judged: bool,
}

/// Compares every payment of the plan with the vendor's books.
pub fn judge(plan: &[Intent], told: &Told, sandbox: &Sandbox) -> Verdict {
    let mut verdict = Verdict::default();
    if !sandbox.ledger().balanced() {
        verdict.violations.push("the ledger does not balance".to_owned());
    }
    let mut held: BTreeMap<(&str, &str), Held> = BTreeMap::new();
    for payment in sandbox.payments() {
        let key = if payment.kind == "charge" { Some(payment.number) } else { payment.client_reference };
        let entry = held.entry((payment.kind, key.unwrap_or(""))).or_default();
        let status = payment.status.to_lowercase();
        entry.paid += usize::from(status == "success");
        entry.alive += usize::from(!matches!(status.as_str(), "failed" | "canceled" | "cancelled"));
    }
    for intent in plan {
        let endings = told.get(&intent.op).map_or(&[][..], Vec::as_slice);
        for (place, debit) in intent.debits.iter().enumerate() {
            let mut nothing = Held::default();
            let held = held.get_mut(&(debit.kind, debit.key.as_str())).unwrap_or(&mut nothing);
            held.judged = true;
            let words: Vec<&str> =
                endings.iter().map(|words| words.get(place).map_or("missing", String::as_str)).collect();
            verdict.payment(&format!("{} {}", debit.kind, debit.key), *held, &words);
        }
    }
    for ((kind, key), held) in &held {
        if !held.judged {
            verdict.violations.push(format!("{kind} {key}: nobody ordered it"));
        }
    }
    verdict
}

impl Verdict {
    fn payment(&mut self, name: &str, held: Held, words: &[&str]) {
        let last = words.last().copied().unwrap_or("left behind");
        *self.endings.entry(last.to_owned()).or_default() += 1;
        if last == "unknown" {
            self.unknown_held += held.alive.min(1);
        }
        let mut wrong =
            |what: &str| self.violations.push(format!("{name}: {what}; {held:?}, told {words:?}"));
        if held.alive > 1 {
            wrong("paid twice");
        }
        if words.iter().any(|word| !matches!(*word, "settled" | "rejected" | "not_sent" | "unknown")) {
            wrong("told something else");
        }
        if words.is_empty() {
            wrong("left behind");
        }
        // Whenever it was told: an ending does not wait for the last process.
        if held.alive > 0 && words.iter().any(|word| matches!(*word, "rejected" | "not_sent")) {
            wrong("denied, but paid");
        }
        if held.paid == 0 && words.contains(&"settled") {
            wrong("settled, but not paid");
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (word, count) in &self.endings {
            write!(f, "{count} {word}, ")?;
        }
        write!(f, "{} of the unknown held by the vendor, ", self.unknown_held)?;
        write!(f, "{} violations", self.violations.len())?;
        self.violations.iter().try_for_each(|violation| write!(f, "\n  {violation}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(alive: usize, paid: usize, words: &[&str]) -> usize {
        let mut verdict = Verdict::default();
        verdict.payment("transfer pay-1", Held { alive, paid, judged: true }, words);
        verdict.violations.len()
    }

    #[test]
    fn every_wrong_is_seen_whenever_it_was_told() {
        assert_eq!(violations(1, 1, &["unknown", "settled"]), 0);
        assert_eq!(violations(0, 0, &["rejected"]), 0);
        assert_eq!(violations(2, 2, &["settled"]), 1);
        assert_eq!(violations(1, 1, &["not_sent", "settled"]), 1);
        assert_eq!(violations(1, 0, &["settled"]), 1);
        assert_eq!(violations(1, 1, &[]), 1);
        assert_eq!(violations(0, 0, &["missing"]), 1);
    }
}
