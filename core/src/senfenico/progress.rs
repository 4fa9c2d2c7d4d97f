//! How far a bulk payout is.

use serde::{Deserialize, Serialize};

/// How far a bulk payout is: what a progress bar shows, and a page.
///
/// Those that were handed over and neither settled nor refused nor unknown are on their way; those that were
/// neither handed over nor left unsent wait for their batch. At the end there are none of either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// How many payouts there are.
    pub of: i64,
    /// How many were handed to the vendor, whatever became of them. One that is held back by the call rate was not.
    pub handed_over: i64,
    /// How many are paid.
    pub settled: i64,
    /// How many the vendor refused, or gave up later, without money moving.
    pub refused: i64,
    /// Of how many nobody knows whether they are paid; while it runs, not yet: the answer was lost, or a process
    /// died, and the vendor's list has not shown them.
    pub unknown: i64,
    /// How many were never sent and will not be: stopped, or no connection. They need an order of their own.
    pub not_sent: i64,
}

/// What one payout is counted among.
#[derive(Clone, Copy)]
pub(super) enum Count {
    Waiting,
    UnderWay,
    Settled,
    Refused,
    Unknown,
    NotSent,
}

impl Progress {
    pub(super) const fn count(&mut self, what: Count) {
        add(&mut self.of);
        if !matches!(what, Count::Waiting | Count::NotSent) {
            add(&mut self.handed_over);
        }
        match what {
            Count::Settled => add(&mut self.settled),
            Count::Refused => add(&mut self.refused),
            Count::Unknown => add(&mut self.unknown),
            Count::NotSent => add(&mut self.not_sent),
            Count::Waiting | Count::UnderWay => {}
        }
    }
}

const fn add(count: &mut i64) {
    *count = count.saturating_add(1);
}
