//! Double entry: every franc that moves leaves one account and enters another.

use crate::value::Time;
use std::collections::BTreeMap;
use std::fmt;

/// Where francs are. Merchants are numbered per vendor, in the order their keys were first seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purse {
    /// Outside: what the sandbox granted at the start.
    Funding,
    /// Outside: the mobile money of people who pay.
    Payers,
    /// Outside: the mobile money of people who receive transfers.
    Recipients,
    /// Outside: Senelec, SenEau and Woyofal.
    Billers,
    /// Outside: merchants' own bank accounts.
    Bank,
    /// Outside: what both vendors earn.
    Fees,
    /// A Senfenico merchant's collection balance, `available`.
    Collection(i64),
    /// The same, `pending`: settlements not yet at the bank.
    SettlementInTransit(i64),
    /// A Senfenico merchant's transfer balance of one wallet, `available`.
    Wallet(i64, Wallet),
    /// The same, `pending`: transfers not yet ended.
    WalletPending(i64, Wallet),
    /// A DEXCHANGE merchant's balance.
    Dexchange(i64),
    /// Top-ups in PROCESSING: debited, not yet at the biller.
    TopUps(i64),
}

/// The wallets transfers are paid from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wallet {
    /// `orange_bf`.
    Orange,
    /// `moov_bf`.
    Moov,
    /// `sank_bf`.
    Sank,
}

impl Wallet {
    /// All of them, in the order of the balance reply.
    pub const ALL: [Self; 3] = [Self::Orange, Self::Moov, Self::Sank];

    /// The word on the wire: `orange_bf`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Orange => "orange_bf",
            Self::Moov => "moov_bf",
            Self::Sank => "sank_bf",
        }
    }
}

/// One movement of francs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// The account that gets poorer.
    pub debit: Purse,
    /// The account that gets richer.
    pub credit: Purse,
    /// How much, XOF; never negative.
    pub amount: i64,
    /// Why: `charge`, `fee`, `transfer`, `refund` and so on.
    pub what: &'static str,
    /// The vendor's reference of the payment.
    pub reference: String,
}

/// All movements since the sandbox began. Holds no phone number and no name.
#[derive(Clone, Default)]
pub struct Ledger {
    balances: BTreeMap<Purse, i64>,
    entries: Vec<Entry>,
    count: i64,
    forget: bool,
}

impl Ledger {
    /// Credits minus debits of an account, XOF. Outside accounts may be negative.
    pub fn balance(&self, account: Purse) -> i64 {
        self.balances.get(&account).copied().unwrap_or(0)
    }

    /// Whether all balances sum to zero, and no merchant's account is below it.
    pub fn balanced(&self) -> bool {
        let mut sum = 0_i128;
        for (account, balance) in &self.balances {
            let outside = matches!(
                account,
                Purse::Funding
                    | Purse::Payers
                    | Purse::Recipients
                    | Purse::Billers
                    | Purse::Bank
                    | Purse::Fees
            );
            if !outside && *balance < 0 {
                return false;
            }
            sum = sum.saturating_add(i128::from(*balance));
        }
        sum == 0
    }

    /// Every movement, oldest first; empty when [`Options::keep_entries`](super::Options) is off.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Every account that was ever touched, with its balance in XOF.
    pub fn accounts(&self) -> impl Iterator<Item = (Purse, i64)> + '_ {
        self.balances.iter().map(|(account, balance)| (*account, *balance))
    }

    /// How many movements there were.
    pub const fn len(&self) -> i64 {
        self.count
    }

    /// Whether nothing ever moved.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn new(keep_entries: bool) -> Self {
        Self { forget: !keep_entries, ..Self::default() }
    }

    pub(super) fn transfer(
        &mut self,
        at: Time,
        (debit, credit): (Purse, Purse),
        amount: i64,
        what: &'static str,
        reference: &str,
    ) {
        if amount == 0 {
            return;
        }
        let from = self.balances.entry(debit).or_default();
        *from = from.saturating_sub(amount);
        let to = self.balances.entry(credit).or_default();
        *to = to.saturating_add(amount);
        self.count = self.count.saturating_add(1);
        if !self.forget {
            let reference = reference.to_owned();
            self.entries.push(Entry { at, debit, credit, amount, what, reference });
        }
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger")
            .field("balances", &self.balances)
            .field("entries", &self.count)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (account, balance) in &self.balances {
            writeln!(f, "{:<28} {balance:>14} XOF", format!("{account:?}"))?;
        }
        let verdict = if self.balanced() { "balanced" } else { "NOT BALANCED" };
        write!(f, "{} movements, {verdict}", self.count)
    }
}

/// A percentage of an amount, rounded up to the franc; `hundredths` of a percent, so 350 is 3.5 %.
pub(super) fn fee(amount: i64, hundredths: i64) -> i64 {
    amount.saturating_mul(hundredths).saturating_add(9_999).div_euclid(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fees_round_up_in_whole_francs() {
        assert_eq!(fee(1_000, 350), 35);
        assert_eq!(fee(100, 150), 2);
        assert_eq!(fee(104_500, 100), 1_045);
        assert_eq!(fee(1, 350), 1);
    }

    #[test]
    fn a_debt_of_a_merchant_is_not_balanced() {
        let mut ledger = Ledger::new(true);
        let at = Time::default();
        ledger.transfer(at, (Purse::Payers, Purse::Collection(0)), 100, "charge", "ch_1");
        assert!(ledger.balanced());
        assert_eq!(ledger.balance(Purse::Payers), -100);
        ledger.transfer(at, (Purse::Collection(0), Purse::Bank), 101, "settlement", "s");
        assert!(!ledger.balanced());
        assert_eq!(ledger.entries().count(), 2);
        assert!(ledger.to_string().ends_with("NOT BALANCED"));
    }
}
