//! What a run counted, and how it is told.

use std::collections::{BTreeMap, BTreeSet};
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
    /// Which promise.
    pub promise: &'static str,
    /// How it was broken.
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
    /// The first promises broken.
    pub violations: Vec<Violation>,
    /// How often each was broken, and how often where a lie was told to that payment.
    pub broken: BTreeMap<(&'static str, &'static str), u64>,
    /// The most DEXCHANGE calls of a key in a minute, and bulk calls in a second.
    pub busiest: [u64; 2],
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
        for (most, other) in self.busiest.iter_mut().zip(other.busiest) {
            *most = other.max(*most);
        }
        for (kind, count) in other.broken {
            *self.broken.entry(kind).or_default() += count;
        }
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

    /// Counts a broken promise, by the lies told to the payment as well.
    pub fn broken(&mut self, promise: &'static str, lies: &BTreeSet<&'static str>) {
        *self.broken.entry((promise, "")).or_default() += 1;
        let none = ["(no lie)"];
        let lies = lies.iter().chain(none.iter().filter(|_| lies.is_empty()));
        for lie in lies {
            *self.broken.entry((promise, lie)).or_default() += 1;
        }
    }

    /// How many promises were broken in all.
    pub fn violated(&self) -> u64 {
        self.broken.iter().filter(|((_, lie), _)| lie.is_empty()).map(|(_, count)| count).sum()
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
        writeln!(
            f,
            "call rates reached: {} calls in a minute, {} bulk calls in a second",
            self.busiest[0], self.busiest[1]
        )?;
        write!(f, "violations: {}", self.violated())?;
        for ((promise, lie), count) in &self.broken {
            let name = if lie.is_empty() { (*promise).to_owned() } else { format!("    {lie}") };
            write!(f, "\n{name:<46} {count:>8}")?;
        }
        Ok(())
    }
}
