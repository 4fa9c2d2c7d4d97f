//! What a run counted, and how it is told.

use std::collections::BTreeMap;
use std::fmt;

/// A column of the decision table: what can come instead of a plain answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// (a) Certainly not sent.
    NotSent,
    /// (b) Timeout or reset after sending.
    NoAnswer,
    /// (c) 5xx.
    ServerError,
    /// (d) 429.
    Busy,
    /// (e) 409.
    Conflict,
    /// (f) A malformed 2xx.
    Malformed,
}

impl Column {
    /// All six.
    pub const ALL: [Self; 6] =
        [Self::NotSent, Self::NoAnswer, Self::ServerError, Self::Busy, Self::Conflict, Self::Malformed];
}

/// A promise that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The seed.
    pub seed: u64,
    /// The intent.
    pub intent: usize,
    /// Which promise, and how it was broken.
    pub what: String,
}

/// The counts of one or many seeds.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Seeds run.
    pub seeds: u64,
    /// Payments intended.
    pub payments: u64,
    /// Events handled.
    pub events: u64,
    /// Requests sent.
    pub sends: u64,
    /// Payments by how they ended.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// Payments left unknown that were debited.
    pub unknown_debited: u64,
    /// Faults by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// Faults by operation and column.
    pub coverage: BTreeMap<&'static str, [u64; 6]>,
    /// Intents debited more than once.
    pub double_debits: u64,
    /// Intents told "failed" although debited.
    pub false_failures: u64,
    /// Intents told "paid" although not.
    pub false_successes: u64,
    /// Records that were recovered twice in copies of their world.
    pub recovered_twice: u64,
    /// Promises broken.
    pub violations: Vec<Violation>,
    /// The folded trace hashes.
    pub trace: u64,
}

impl Report {
    /// Adds another report to this one.
    pub fn add(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.payments += other.payments;
        self.events += other.events;
        self.sends += other.sends;
        self.unknown_debited += other.unknown_debited;
        self.double_debits += other.double_debits;
        self.false_failures += other.false_failures;
        self.false_successes += other.false_successes;
        self.recovered_twice += other.recovered_twice;
        self.trace ^= other.trace;
        for (name, count) in other.outcomes {
            *self.outcomes.entry(name).or_default() += count;
        }
        for (name, count) in other.faults {
            *self.faults.entry(name).or_default() += count;
        }
        for (operation, counts) in other.coverage {
            let row = self.coverage.entry(operation).or_default();
            for (sum, count) in row.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        self.violations.extend(other.violations);
    }

    /// Counts a fault of a kind.
    pub fn fault(&mut self, name: &'static str) {
        *self.faults.entry(name).or_default() += 1;
    }

    /// The cell of the decision table that was hit least, and how often.
    pub fn thinnest(&self) -> Option<(&'static str, Column, u64)> {
        self.coverage
            .iter()
            .flat_map(|(operation, counts)| {
                Column::ALL.into_iter().zip(counts).map(|(c, n)| (*operation, c, *n))
            })
            .min_by_key(|(_, _, count)| *count)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} payments, {} seeds, {} requests, {} events, trace {:016x}",
            self.payments, self.seeds, self.sends, self.events, self.trace
        )?;
        writeln!(f, "\noutcome                         payments")?;
        for (name, count) in &self.outcomes {
            writeln!(f, "{name:<28} {count:>11}")?;
        }
        writeln!(f, "  of the unknown, debited    {:>11}", self.unknown_debited)?;
        writeln!(f, "\nfault                              count")?;
        for (name, count) in &self.faults {
            writeln!(f, "{name:<28} {count:>11}")?;
        }
        writeln!(
            f,
            "\noperation              (a) unsent (b) silent   (c) 5xx   (d) 429   (e) 409 (f) broken"
        )?;
        for (operation, counts) in &self.coverage {
            write!(f, "{operation:<22}")?;
            for count in counts {
                write!(f, " {count:>9}")?;
            }
            writeln!(f)?;
        }
        writeln!(f, "\nrecords recovered twice, as if once: {}", self.recovered_twice)?;
        write!(f, "violations: {}", self.violations.len())
    }
}
