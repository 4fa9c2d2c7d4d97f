//! What must hold when a world has come to rest: the server's truth against what merchants were told.

use super::engine::World;
use std::collections::{HashMap, HashSet};
use xaalis::sandbox::Sandbox;
use xaalis::{Order, Outcome, Reply};

/// What a merchant believes of one payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Belief {
    /// The flow says it arrived.
    Settled,
    /// A single call says it was accepted: how it ends, nobody asked.
    Accepted,
    /// Rejected or not sent.
    Denied(&'static str),
    Unknown,
    /// The process died before anything was stored: it never began.
    NeverBegun,
}

/// What the server holds under one key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Truth {
    pub(super) alive: usize,
    pub(super) success: usize,
}

/// Everything the server holds, by kind and key, and by amount.
pub(super) fn truth(sandbox: &Sandbox) -> HashMap<(String, i64), Truth> {
    let mut truth: HashMap<(String, i64), Truth> = HashMap::new();
    for payment in sandbox.payments() {
        let key = match payment.kind {
            "charge" => payment.number.to_owned(),
            "settlement" => payment.amount.to_string(),
            _ => payment.client_reference.unwrap_or_default().to_owned(),
        };
        let entry = truth.entry((format!("{} {key}", payment.kind), payment.amount)).or_default();
        let success = payment.status.eq_ignore_ascii_case("success");
        let dead =
            ["failed", "canceled", "cancelled"].iter().any(|word| payment.status.eq_ignore_ascii_case(word));
        // A charge moves money only when the payer confirms it.
        entry.alive += usize::from(if payment.kind == "charge" { success } else { !dead });
        entry.success += usize::from(success);
    }
    truth
}

impl World {
    /// Judges the whole world.
    pub(super) fn judge(&mut self) {
        if !self.sandbox.ledger().balanced() {
            self.violation(0, "the ledger does not balance");
        }
        let truth = truth(&self.sandbox);
        let mut cancelled = HashSet::new();
        let mut groups: HashMap<(String, i64), Vec<(usize, Belief)>> = HashMap::new();
        for intent in 0..self.intents.len() {
            if self.setup.only.is_some_and(|only| only != intent) {
                continue;
            }
            let counts = self.intents[intent].weight > 0;
            for (place, belief) in self.beliefs(intent).into_iter().enumerate() {
                if counts {
                    *self.report.outcomes.entry(name(belief)).or_default() += 1;
                    self.report.payments += 1;
                }
                self.fold(name(belief).len() as u64);
                if let Some(debit) = self.intents[intent].debits.get(place) {
                    if debit.kind == "cancel" {
                        let key = (format!("settlement {}", debit.key), debit.amount);
                        let alive = truth.get(&key).copied().unwrap_or_default().alive;
                        cancelled.insert(key);
                        self.judge_cancellation(intent, belief, alive);
                        continue;
                    }
                    let key = (format!("{} {}", debit.kind, debit.key), debit.amount);
                    groups.entry(key).or_default().push((intent, belief));
                }
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by(|left, right| left.0.cmp(&right.0));
        let ordered = |key: &(String, i64)| groups.binary_search_by(|group| group.0.cmp(key)).is_ok();
        let stray = truth.iter().filter(|(_, held)| held.alive > 0).map(|(key, _)| key);
        let mut stray: Vec<_> =
            stray.filter(|key| !cancelled.contains(key) && !ordered(key)).cloned().collect();
        stray.sort();
        for (key, amount) in stray {
            self.violation(0, format!("{key}: {amount} F debited that nobody ordered"));
        }
        for (key, members) in groups {
            let truth = truth.get(&key).copied().unwrap_or_default();
            self.judge_group(&key.0, &members, truth);
        }
        self.judge_rates();
    }

    fn judge_cancellation(&mut self, intent: usize, belief: Belief, alive: usize) {
        match belief {
            Belief::Settled if alive > 0 => {
                self.report.false_successes += 1;
                self.violation(intent, "told cancelled, but the settlement goes out");
            }
            Belief::Denied(word) if alive == 0 => {
                self.report.false_failures += 1;
                self.violation(intent, format!("the settlement was cancelled, but told {word}"));
            }
            _ => {}
        }
    }

    fn judge_group(&mut self, key: &str, members: &[(usize, Belief)], truth: Truth) {
        let count = |wanted: fn(Belief) -> bool| members.iter().filter(|(_, belief)| wanted(*belief)).count();
        let settled = count(|belief| belief == Belief::Settled);
        let open = count(|belief| matches!(belief, Belief::Settled | Belief::Accepted | Belief::Unknown));
        let unknown = count(|belief| belief == Belief::Unknown);
        let first = members.first().map_or(0, |(intent, _)| *intent);
        if truth.alive > members.len() {
            self.report.double_debits += 1;
            self.violation(first, format!("{key}: {} debits for {} intents", truth.alive, members.len()));
        }
        // A second debit is counted above; here each payment counts once.
        if truth.alive.min(members.len()) > open {
            self.report.false_failures += 1;
            self.violation(first, format!("{key}: debited, but told {members:?}"));
        }
        if settled > truth.success {
            self.report.false_successes += 1;
            self.violation(first, format!("{key}: told {settled} paid, {} were", truth.success));
        }
        self.report.unknown_debited += unknown.min(truth.alive.saturating_sub(settled)) as u64;
    }

    fn beliefs(&self, intent: usize) -> Vec<Belief> {
        let all = self.intents[intent].debits.len().max(1);
        let once = matches!(
            self.intents[intent].order,
            Order::CreateCharge { .. }
                | Order::CreateTransfer { .. }
                | Order::CreateSettlement { .. }
                | Order::PayBillOnce { .. }
                | Order::InitializeCheckout { .. }
        );
        match &self.replies[intent] {
            None => vec![Belief::NeverBegun; all],
            Some(Reply::Payouts { payouts }) => {
                payouts.items.iter().map(|item| belief(&item.outcome, false)).collect()
            }
            // The answer to a single bulk call names those refused; everyone else was accepted.
            Some(Reply::BulkQueued { outcome: Outcome::Settled { value } }) => self.intents[intent]
                .debits
                .iter()
                .map(|debit| {
                    let refused =
                        value.failed_transfers.iter().any(|f| f.ext_id.as_deref() == Some(&debit.key));
                    if refused { Belief::Denied("rejected") } else { Belief::Accepted }
                })
                .collect(),
            Some(Reply::BulkQueued { outcome }) => vec![belief(outcome, true); all],
            Some(Reply::Charge { outcome }) => vec![belief(outcome, once)],
            Some(Reply::ChargeCreated { outcome }) => vec![belief(outcome, true)],
            Some(Reply::Checkout { outcome }) => vec![belief(outcome, once)],
            Some(Reply::CheckoutOpened { outcome }) => vec![belief(outcome, true)],
            Some(Reply::Transfer { outcome }) => vec![belief(outcome, once)],
            Some(Reply::Settlement { outcome }) => vec![belief(outcome, once)],
            Some(Reply::BillPayment { outcome }) => vec![belief(outcome, once)],
            Some(_) => vec![Belief::Accepted],
        }
    }

    /// The limits hold on the wire, whatever the sessions wanted.
    fn judge_rates(&mut self) {
        let mut broken = Vec::new();
        for (number, merchant) in self.merchants.iter().enumerate() {
            for (left, most, window) in [(&merchant.left[0], 100, 60_000), (&merchant.left[1], 5, 1_000)] {
                let over = left.windows(most + 1).any(|calls| calls[most] - calls[0] < window);
                if over {
                    broken.push(format!("merchant {number} called more than {most} times in {window} ms"));
                }
            }
        }
        for what in broken {
            self.violation(0, what);
        }
    }
}

fn belief<T>(outcome: &Outcome<T>, once: bool) -> Belief {
    match outcome {
        Outcome::Settled { .. } if once => Belief::Accepted,
        Outcome::Settled { .. } => Belief::Settled,
        Outcome::Rejected { .. } => Belief::Denied("rejected"),
        Outcome::NotSent { .. } => Belief::Denied("not sent"),
        Outcome::Unknown { .. } => Belief::Unknown,
    }
}

const fn name(belief: Belief) -> &'static str {
    match belief {
        Belief::Settled => "settled",
        Belief::Accepted => "answered (single calls)",
        Belief::Denied(word) => word,
        Belief::Unknown => "unknown, handed over",
        Belief::NeverBegun => "never begun (crash)",
    }
}
