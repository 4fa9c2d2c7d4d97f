//! What must hold when a world has come to rest: the server's truth against what merchants were told.

use super::super::engine::World;
use super::is_once;
use std::collections::{HashMap, HashSet};
use xaalis::policy::{BULK_PER_SECOND, DEXCHANGE_PER_MINUTE, MINUTE, SECOND};
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
pub(crate) struct Truth {
    pub(crate) alive: usize,
    pub(crate) success: usize,
    /// Of those alive, such as succeeded so late that nobody may have asked any more.
    late: usize,
}

/// Everything the server holds, by kind and key, and by amount; but for what is somebody else's.
pub(crate) fn truth(
    sandbox: &Sandbox,
    but: &HashSet<String>,
    late: &HashSet<String>,
) -> HashMap<(String, i64), Truth> {
    let mut truth: HashMap<(String, i64), Truth> = HashMap::new();
    for payment in sandbox.payments().filter(|payment| !but.contains(payment.reference)) {
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
        entry.late += usize::from(success && late.contains(payment.reference));
    }
    truth
}

/// What one intent was told of a payment, and what it knows after one more look.
struct Member {
    intent: usize,
    before: Belief,
    belief: Belief,
}

/// The most calls of a key, and in how many milliseconds: DEXCHANGE's, and bulk calls.
const LIMITS: [(usize, i64); 2] = [(DEXCHANGE_PER_MINUTE, MINUTE), (BULK_PER_SECOND, SECOND)];

impl World {
    /// Judges the whole world.
    pub(crate) fn judge(&mut self) {
        if !self.sandbox.ledger().balanced() {
            self.violation(0, "the ledger balances", "it does not");
        }
        let held = truth(&self.sandbox, &self.crowd.strangers, &self.too_late());
        // An order of ours did not make anybody pay on a page that the vendor told to another.
        let others = &self.crowd.strangers | &self.crowd.paid_by_others;
        let ordered_once = truth(&self.sandbox, &others, &HashSet::new());
        let mut cancelled = HashSet::new();
        let mut groups: HashMap<(String, i64), Vec<Member>> = HashMap::new();
        for intent in 0..self.intents.len() {
            if self.setup.only.is_some_and(|only| only != intent) {
                continue;
            }
            let counts = self.intents[intent].weight > 0;
            // What was known at the end is counted; what is known after one more look is judged.
            let at_the_end = self.beliefs(intent, self.replies[intent].as_ref());
            let newest = self.judge.calm[intent].as_ref().or(self.replies[intent].as_ref());
            let beliefs = at_the_end.into_iter().zip(self.beliefs(intent, newest));
            for (place, (before, belief)) in beliefs.enumerate() {
                if counts {
                    *self.report.outcomes.entry(name(before)).or_default() += 1;
                    self.report.payments += 1;
                }
                self.fold(name(before).len() as u64);
                if let Some(debit) = self.intents[intent].debits.get(place) {
                    if debit.kind == "cancel" {
                        let key = (format!("settlement {}", debit.key), debit.amount);
                        let alive = held.get(&key).copied().unwrap_or_default().alive;
                        cancelled.insert(key);
                        self.judge_cancellation(intent, belief, alive);
                        continue;
                    }
                    let key = (format!("{} {}", debit.kind, debit.key), debit.amount);
                    // Its page was given to somebody else's customer, who paid there.
                    let misled = belief != Belief::Settled && self.is_misled(intent);
                    let belief = if misled { Belief::Unknown } else { belief };
                    groups.entry(key).or_default().push(Member { intent, before, belief });
                }
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by(|left, right| left.0.cmp(&right.0));
        let ordered = |key: &(String, i64)| groups.binary_search_by(|group| group.0.cmp(key)).is_ok();
        let stray = held.iter().filter(|(_, held)| held.alive > 0).map(|(key, _)| key);
        let mut stray: Vec<_> =
            stray.filter(|key| !cancelled.contains(key) && !ordered(key)).cloned().collect();
        stray.sort();
        for (key, amount) in stray {
            self.violation(0, "nothing is paid twice", format!("{key}: {amount} F that nobody ordered"));
        }
        for (key, members) in groups {
            let of = |truth: &HashMap<_, Truth>| truth.get(&key).copied().unwrap_or_default();
            self.judge_group(&key.0, &members, of(&held), of(&ordered_once).alive);
        }
        self.judge_rates();
    }

    fn judge_cancellation(&mut self, intent: usize, belief: Belief, alive: usize) {
        match belief {
            Belief::Settled if alive > 0 => {
                self.report.false_successes += 1;
                self.violation(intent, "no false success", "told cancelled, but the settlement goes out");
            }
            Belief::Denied(word) if alive == 0 => {
                self.report.false_failures += 1;
                let what = format!("the settlement was cancelled, but told {word}");
                self.violation(intent, "no false failure", what);
            }
            _ => {}
        }
    }

    /// `debits`: such as no other customer made.
    fn judge_group(&mut self, key: &str, members: &[Member], truth: Truth, debits: usize) {
        let count = |wanted: fn(Belief) -> bool| members.iter().filter(|m| wanted(m.belief)).count();
        let settled = count(|belief| belief == Belief::Settled);
        let open = count(|belief| matches!(belief, Belief::Settled | Belief::Accepted | Belief::Unknown));
        let first = members.first().map_or(0, |member| member.intent);
        if debits > members.len() {
            self.report.double_debits += 1;
            let what = format!("{key}: {debits} debits for {} intents", members.len());
            self.violation(first, "nothing is paid twice", what);
        }
        // A second debit is counted above; here each payment counts once.
        if (truth.alive - truth.late).min(members.len()) > open {
            self.report.false_failures += 1;
            let told: Vec<_> = members.iter().map(|member| (member.intent, member.belief)).collect();
            self.violation(first, "no false failure", format!("{key}: debited, but told {told:?}"));
        }
        if settled > truth.success {
            self.report.false_successes += 1;
            let what = format!("{key}: told {settled} paid, {} were", truth.success);
            self.violation(first, "no false success", what);
        }
        let before = |wanted: Belief| members.iter().filter(|m| m.before == wanted).count();
        let found = truth.alive.saturating_sub(before(Belief::Settled));
        self.report.unknown_debited += before(Belief::Unknown).min(found) as u64;
    }

    /// What succeeded so late that nobody asks any more: a single call ends with its answer, a bulk payout
    /// with the last of its items; and where no lookup serves bills, nobody can ask.
    fn too_late(&self) -> HashSet<String> {
        let closed = |reference: &&String| {
            self.judge.made.get(*reference).is_some_and(|maker| {
                let order = &self.intents[*maker].order;
                let unheard = matches!(order, Order::PayBill { .. }) && !self.serves_bills();
                is_once(order) || matches!(order, Order::BulkPayout { .. }) || unheard
            })
        };
        self.crowd.revived.keys().filter(closed).cloned().collect()
    }

    fn beliefs(&self, intent: usize, reply: Option<&Reply>) -> Vec<Belief> {
        let all = self.intents[intent].debits.len().max(1);
        let once = is_once(&self.intents[intent].order);
        match reply {
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
            for (place, (most, window)) in LIMITS.into_iter().enumerate() {
                let busiest = busiest(&merchant.left[place], window);
                self.report.busiest[place] = self.report.busiest[place].max(busiest as u64);
                if busiest > most {
                    broken.push(format!("merchant {number} called {busiest} times in {window} ms"));
                }
            }
        }
        for what in broken {
            self.violation(0, "call rates are kept", what);
        }
    }
}

/// The most calls in any window of this length.
fn busiest(calls: &[i64], window: i64) -> usize {
    let mut from = 0;
    calls.iter().enumerate().fold(0, |most, (at, call)| {
        while call - calls[from] >= window {
            from += 1;
        }
        most.max(at + 1 - from)
    })
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
