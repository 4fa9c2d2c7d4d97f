//! What both vendors share: the time, the ledger, what is due later, and new references.

use super::delivery::Outbox;
use super::ledger::Ledger;
use super::options::Options;
use super::reply::hex;
use crate::digest::sha256;
use crate::value::Time;
use std::collections::BTreeMap;

/// Something that happens later by itself.
#[derive(Clone, Copy)]
pub(super) enum Job {
    ChargeEnds { charge: usize, end: End },
    CheckoutPaid(usize),
    TransferEnds { transfer: usize, ok: bool },
    SettlementMoves { settlement: usize, from: &'static str },
    TopUpEnds { payment: usize, ok: bool },
    TokenArrives(usize),
}

/// How a charge ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Success,
    Failed,
    Canceled,
}

/// The shared part of a sandbox.
#[derive(Clone)]
pub(super) struct World {
    pub(super) options: Options,
    pub(super) now: Time,
    pub(super) ledger: Ledger,
    pub(super) outbox: Outbox,
    jobs: BTreeMap<(i64, i64), Job>,
    counter: i64,
    references: Vec<String>,
}

impl World {
    pub(super) fn new(options: Options) -> Self {
        let ledger = Ledger::new(options.keep_entries);
        let now = Time::from_millis(i64::MIN);
        let (jobs, references) = (BTreeMap::new(), Vec::new());
        Self { options, now, ledger, outbox: Outbox::default(), jobs, counter: 0, references }
    }

    /// Does `job` this many milliseconds from now.
    pub(super) fn later(&mut self, ms: i64, job: Job) {
        self.counter = self.counter.saturating_add(1);
        self.jobs.insert((self.now.plus(ms.max(0)).millis(), self.counter), job);
    }

    /// The next job due by `until`, with the clock set to its moment.
    pub(super) fn next_job(&mut self, until: Time) -> Option<Job> {
        let entry = self.jobs.first_entry().filter(|entry| entry.key().0 <= until.millis())?;
        self.now = self.now.max(Time::from_millis(entry.key().0));
        Some(entry.remove())
    }

    /// When the next job is due.
    pub(super) fn next_due(&self) -> Option<Time> {
        self.jobs.keys().next().map(|(at, _)| Time::from_millis(*at))
    }

    /// Notes that an object has this reference.
    pub(super) fn born(&mut self, reference: &str) {
        self.references.push(reference.to_owned());
    }

    /// All references noted, oldest first.
    pub(super) fn references(&self) -> &[String] {
        &self.references
    }

    /// `ch_` and the 32 hex digits of a UUID of version 4: all references on the page are such.
    pub(super) fn reference(&mut self, prefix: &str) -> String {
        let mut digest = self.digest();
        if let Some(version) = digest.get_mut(6) {
            *version = *version & 0x0f | 0x40;
        }
        if let Some(variant) = digest.get_mut(8) {
            *variant = *variant & 0x3f | 0x80;
        }
        let mut text = hex(digest.get(..16).unwrap_or_default());
        text.insert_str(0, prefix);
        text
    }

    /// The same with its dashes, as settlements have it.
    pub(super) fn uuid(&mut self) -> String {
        let mut text = self.reference("");
        for at in [20, 16, 12, 8] {
            text.insert(at, '-');
        }
        text
    }

    /// This many decimal digits (at most 32), the first not zero.
    pub(super) fn digits(&mut self, count: usize) -> String {
        let digest = self.digest();
        let digit = |byte: &u8| char::from_digit(u32::from(byte.rem_euclid(10)), 10).unwrap_or('0');
        let text: String = digest.iter().take(count).map(digit).collect();
        if text.starts_with('0') { text.replacen('0', "9", 1) } else { text }
    }

    fn digest(&mut self) -> [u8; 32] {
        self.counter = self.counter.saturating_add(1);
        sha256(&[&self.options.seed.to_be_bytes(), &self.counter.to_be_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_have_the_documented_shapes_and_follow_the_seed() {
        let mut world = World::new(Options::default());
        let charge = world.reference("ch_");
        assert_eq!(charge.len(), 35);
        assert!(charge.starts_with("ch_") && charge.bytes().skip(3).all(|b| b.is_ascii_hexdigit()));
        let uuid = world.uuid();
        assert_eq!(uuid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        for seed in 0..64 {
            let mut world = World::new(Options { seed, ..Options::default() });
            for hex in [world.uuid().replace('-', ""), world.reference("tr_").replace("tr_", "")] {
                let digit = |at| hex.chars().nth(at).unwrap();
                assert!(digit(12) == '4' && "89ab".contains(digit(16)), "{hex}");
            }
        }
        assert_eq!(world.digits(20).len(), 20);
        assert_eq!(World::new(Options::default()).reference("ch_"), charge);
        assert_ne!(World::new(Options { seed: 1, ..Options::default() }).reference("ch_"), charge);
    }
}
