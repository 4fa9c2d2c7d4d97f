//! What is counted and held before anything is begun. It limits and smooths; only the journal protects money.

use super::super::kept::Kept;
use super::answer::No;
use super::visit::{State, Work};
use super::{GateEvent, GateStep, bills};
use crate::account::Account;
use crate::policy::{DAY, LEASE, LIST_GAP, MINUTE};
use crate::record::Record;
use crate::value::{Amount, Time};
use std::collections::VecDeque;

/// Something that has to be counted or held first.
pub(super) enum Guard {
    Count { key: String, window_ms: i64, most: i64, no: No },
    Hold { key: String, owner: String, ttl_ms: i64, not: Not },
}

/// What it means that somebody else holds it.
#[derive(Clone, Copy)]
pub(super) enum Not {
    /// Another request begins this attempt.
    Begun,
    /// Another order asks the same payer for the same amount.
    Similar,
    /// It was looked at a moment ago.
    Looked,
}

/// How long an order keeps others of the same payer and amount away: a lost answer could not be told apart.
const SIMILAR: i64 = 10 * MINUTE;
/// The most wrong codes of one payer in a day, over all orders.
const WRONG_CODES: i64 = 10;
/// The most inquiries of one order in ten minutes.
const INQUIRIES: i64 = 10;

/// Before a charge, a page or the payment of a bill is begun. `similar`: what keeps other orders for the same away.
pub(super) fn of_start(
    work: &Work,
    op: &str,
    payer: Option<&str>,
    similar: Option<String>,
) -> VecDeque<Guard> {
    let mut guards = VecDeque::from([Guard::Hold {
        key: format!("busy:{op}"),
        owner: work.id.clone(),
        ttl_ms: LEASE,
        not: Not::Begun,
    }]);
    if let Some(key) = similar {
        let owner = work.claims.order.clone();
        guards.push_back(Guard::Hold { key, owner, ttl_ms: SIMILAR, not: Not::Similar });
    }
    if let Some(payer) = payer {
        for (window_ms, most, seconds) in [(10 * MINUTE, 3, 600), (DAY, 10, 3_600)] {
            let key = format!("payer:{payer}:{}", window_ms / MINUTE);
            guards.push_back(Guard::Count {
                key,
                window_ms,
                most,
                no: No::after(429, "payer_busy", seconds),
            });
        }
    }
    guards.push_back(new());
    guards
}

/// Before it is asked what a customer owes, which moves nothing.
pub(super) fn of_inquiry(work: &Work) -> VecDeque<Guard> {
    let (key, no) = (format!("asks:{}", work.claims.order), No::after(429, "too_many", 600));
    VecDeque::from([Guard::Count { key, window_ms: 10 * MINUTE, most: INQUIRIES, no }, new()])
}

fn new() -> Guard {
    let no = No::after(429, "too_many", 60);
    Guard::Count { key: "new".to_owned(), window_ms: MINUTE, most: 100, no }
}

/// Before a code is sent: it counts as a wrong one until it was not.
pub(super) fn of_code(payer: &str) -> VecDeque<Guard> {
    let no = No::after(429, "wrong_codes", 3_600);
    VecDeque::from([Guard::Count { key: wrong(payer), window_ms: DAY, most: WRONG_CODES, no }])
}

/// Before the vendor is read for what no record says when it was read last.
pub(super) fn of_look(work: &Work, op: &str) -> VecDeque<Guard> {
    VecDeque::from([Guard::Hold {
        key: format!("look:{op}"),
        owner: work.id.clone(),
        ttl_ms: LIST_GAP,
        not: Not::Looked,
    }])
}

/// The hold of the payment that a record is of; a page's has none, for nobody knows its payer.
pub(super) fn open_key(account: &Account, record: &Record) -> Option<String> {
    let kept = Kept::of(record);
    let of_charge = || Some(key(kept.payer()?, kept.amount()?));
    of_charge().or_else(|| bills::open_key(account, record))
}

pub(super) fn key(payer: &str, amount: Amount) -> String {
    format!("open:{payer}:{}", amount.francs())
}

fn wrong(payer: &str) -> String {
    format!("wrong:{payer}")
}

impl Guard {
    pub(super) fn step(&self) -> GateStep {
        match self {
            Self::Count { key, window_ms, .. } => {
                GateStep::Take { key: key.clone(), add: 1, window_ms: *window_ms }
            }
            Self::Hold { key, owner, ttl_ms, .. } => {
                GateStep::Hold { key: key.clone(), owner: owner.clone(), ttl_ms: *ttl_ms }
            }
        }
    }

    /// What was counted as a wrong code was none.
    pub(super) fn give_back(key: String) -> GateStep {
        GateStep::Take { key, add: -1, window_ms: DAY }
    }
}

impl Work {
    /// What was counted or held.
    pub(super) fn judge(&mut self, event: &GateEvent, now: Time) {
        let State::Guarding(guards, _) = &mut self.state else { return };
        let Some(guard) = guards.pop_front() else { return };
        match (guard, event) {
            (Guard::Count { most, no, .. }, GateEvent::Counted { total }) if *total > most => self.refuse(no),
            (Guard::Count { key, .. }, GateEvent::Counted { .. }) if key.starts_with("wrong:") => {
                self.counted = Some(key);
            }
            (Guard::Hold { key, not, .. }, GateEvent::Held { is_ours: true }) => match not {
                Not::Begun => self.held.push(key),
                Not::Similar => self.payments.push(key),
                // It stays: that is what keeps the next look away.
                Not::Looked => {}
            },
            (Guard::Hold { not, .. }, GateEvent::Held { .. }) => self.held_by_another(not, now),
            (Guard::Count { .. }, _) => {}
            // An answer to something else.
            (guard, _) => guards.push_front(guard),
        }
    }
}
