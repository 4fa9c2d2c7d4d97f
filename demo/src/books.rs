//! The merchant's own books: what the library told, kept apart from what the vendors know.

use std::collections::BTreeMap;
use xaalis::Outcome;

/// Which way the money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// From customers, by charge or checkout.
    Collected,
    /// To people, from the wallets.
    PaidOut,
    /// To billers, from the DEXCHANGE balance.
    Bill,
    /// To the merchant's bank, from what was collected.
    Settlement,
}

/// What the library said of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Belief {
    Settled,
    Rejected,
    NotSent,
    Unknown,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Collected, Self::PaidOut, Self::Bill, Self::Settlement];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Collected => "collected",
            Self::PaidOut => "paid out",
            Self::Bill => "bills and top-ups",
            Self::Settlement => "settlements",
        }
    }

    /// The vendor's fee in francs, for an amount.
    pub(super) fn fee(self, amount: i64) -> i64 {
        let hundredths_of_a_percent = match self {
            Self::Collected => 350,
            Self::PaidOut => 150,
            Self::Bill => 100,
            Self::Settlement => 200,
        };
        (amount * hundredths_of_a_percent + 9_999) / 10_000
    }

    /// What the sandbox calls such payments.
    pub(super) const fn at_vendor(self) -> &'static str {
        match self {
            Self::Collected => "charge",
            Self::PaidOut => "transfer",
            Self::Bill => "bill",
            Self::Settlement => "settlement",
        }
    }
}

impl Belief {
    pub(super) fn of<T>(outcome: &Outcome<T>) -> Self {
        match outcome {
            Outcome::Settled { .. } => Self::Settled,
            Outcome::Rejected { .. } => Self::Rejected,
            Outcome::NotSent { .. } => Self::NotSent,
            Outcome::Unknown { .. } => Self::Unknown,
        }
    }
}

/// Every payment of the day by its own id; a later word replaces an earlier one.
#[derive(Debug, Default)]
pub(super) struct Books {
    entries: BTreeMap<String, (Kind, Belief, i64)>,
}

impl Books {
    pub(super) fn note<T>(&mut self, id: &str, kind: Kind, amount: i64, outcome: &Outcome<T>) {
        self.entries.insert(id.to_owned(), (kind, Belief::of(outcome), amount));
    }

    pub(super) fn believe(&mut self, id: &str, kind: Kind, amount: i64, belief: Belief) {
        self.entries.insert(id.to_owned(), (kind, belief, amount));
    }

    /// How many payments of a kind stand so, and their sum in francs.
    pub(super) fn sum(&self, kind: Kind, belief: Belief) -> (usize, i64) {
        let alike = self.entries.values().filter(|(k, b, _)| (*k, *b) == (kind, belief));
        alike.fold((0, 0), |(count, sum), (_, _, amount)| (count + 1, sum + amount))
    }

    /// What the vendors keep of the settled payments of a kind: a percentage of each, rounded up.
    pub(super) fn fees(&self, kind: Kind) -> i64 {
        let settled = self.entries.values().filter(|(k, b, _)| (*k, *b) == (kind, Belief::Settled));
        settled.map(|(_, _, amount)| kind.fee(*amount)).sum()
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}
