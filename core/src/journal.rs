//! Where records are kept: the contract every store fulfils, and one in memory.

use crate::machine::Event;
use crate::record::{Record, Stage};
use crate::value::{Mode, OpId, Reference};
use crate::vendor::Vendor;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::BuildHasherDefault;

/// A store of records. It decides two races: between two processes on one operation, and between two
/// operations for one payment of the vendor's.
pub trait Journal {
    /// Why the store itself failed.
    type Error;

    /// Keeps a record, durably and all or nothing.
    ///
    /// # Errors
    /// When it is not certain that the record is kept: send nothing, and resume later.
    fn put(&mut self, record: &Record) -> Result<Kept, Self::Error>;

    /// The newest record of an operation.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn get(&self, op_id: &OpId) -> Result<Option<Record>, Self::Error>;

    /// The newest records of all operations that have not ended, the oldest operation first: what to
    /// resume after a start.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn unfinished(&self) -> Result<Vec<Record>, Self::Error>;
}

/// What a journal made of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Kept: answer [`Event::Stored`](crate::Event::Stored).
    Stored,
    /// Another operation holds its `reference`: answer [`Event::Taken`](crate::Event::Taken).
    Taken,
    /// Another process has gone further with this operation (its `sequence` is not the next one): answer
    /// [`Event::Outrun`].
    Outrun,
}

impl Kept {
    /// What to answer a session's [`Step::Store`](crate::Step::Store) with.
    pub const fn event(self) -> Event {
        match self {
            Self::Stored => Event::Stored,
            Self::Taken => Event::Taken,
            Self::Outrun => Event::Outrun,
        }
    }
}

/// A journal in memory: for tests, and for programs that can afford to forget.
#[derive(Clone, Debug, Default)]
pub struct MemoryJournal {
    /// The newest of each operation, in the order of their coming.
    records: Vec<Record>,
    /// Where an operation's stands.
    places: Map<OpId>,
    /// Whose a reference of the vendor's is.
    references: Map<Name>,
    /// The newest operation of each id that we gave a payment.
    ours: Map<Name>,
}

/// The places of records by what they are looked for by. A tree compares ids at each level, in memory far apart:
/// with a hundred thousand records that is a tenth of a call.
type Map<K> = HashMap<K, usize, BuildHasherDefault<DefaultHasher>>;

/// Of a vendor and mode, for test and live may use the same words.
type Name = (Vendor, Mode, Reference);

impl MemoryJournal {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// All newest records, ended ones included, the oldest operation first.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.iter()
    }

    /// The newest record of the operation that a webhook is about ([`Record::is_about`]): the one that holds the
    /// vendor's reference, else the newest one that gave the payment our own. An index for
    /// [`Notice::among`](crate::webhook::Notice::among).
    pub fn find(
        &self,
        (vendor, mode): (Vendor, Mode),
        reference: Option<&Reference>,
        our_reference: Option<&Reference>,
    ) -> Option<&Record> {
        let named = |names: &Map<Name>, name: Option<&Reference>| {
            self.records.get(*names.get(&(vendor, mode, name?.clone()))?)
        };
        named(&self.references, reference).or_else(|| named(&self.ours, our_reference))
    }

    /// As [`Journal::put`], of a record that nobody else needs.
    pub fn keep(&mut self, record: Record) -> Kept {
        let place = self.places.get(&record.op_id).copied();
        let held = place.and_then(|place| self.records.get(place));
        if record.sequence != held.map_or(0, |newest| newest.sequence).saturating_add(1) {
            return Kept::Outrun;
        }
        let here = place.unwrap_or(self.records.len());
        let (before, after) = (held.and_then(claim), claim(&record));
        let (old, new) = (held.and_then(ours), ours(&record));
        if before != after {
            if let Some(reference) = &after
                && self.references.get(reference).is_some_and(|owner| *owner != here)
            {
                return Kept::Taken;
            }
            // A reference that was given up is free again.
            if let Some(old) = before {
                self.references.remove(&old);
            }
            self.references.extend(after.map(|name| (name, here)));
        }
        // The newest operation has it, and one that began anew may have given another.
        if old != new {
            if let Some(old) = old
                && self.ours.get(&old) == Some(&here)
            {
                self.ours.remove(&old);
            }
            self.ours.extend(new.map(|name| (name, here)));
        }
        if let Some(held) = self.records.get_mut(here) {
            *held = record;
        } else {
            self.places.insert(record.op_id.clone(), here);
            self.records.push(record);
        }
        Kept::Stored
    }
}

impl Journal for MemoryJournal {
    type Error = std::convert::Infallible;

    fn put(&mut self, record: &Record) -> Result<Kept, Self::Error> {
        Ok(self.keep(record.clone()))
    }

    fn get(&self, op_id: &OpId) -> Result<Option<Record>, Self::Error> {
        let place = self.places.get(op_id);
        Ok(place.and_then(|place| self.records.get(*place)).cloned())
    }

    fn unfinished(&self) -> Result<Vec<Record>, Self::Error> {
        Ok(self.records.iter().filter(|record| record.stage != Stage::Closed).cloned().collect())
    }
}

fn claim(record: &Record) -> Option<Name> {
    Some((record.vendor, record.mode, record.reference.clone()?))
}

fn ours(record: &Record) -> Option<Name> {
    Some((record.vendor, record.mode, record.our_reference.clone()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Mode, Reference};
    use crate::vendor::Vendor;

    fn record(op: &str, sequence: i64, reference: Option<&str>) -> Record {
        Record {
            version: 1,
            op_id: OpId::parse(op).unwrap(),
            sequence,
            vendor: Vendor::Senfenico,
            mode: Mode::Test,
            operation: "collect".to_owned(),
            stage: Stage::Open,
            reference: reference.map(|text| Reference::parse(text).unwrap()),
            our_reference: None,
            state: "{}".to_owned(),
        }
    }

    #[test]
    fn decides_both_races() {
        let mut journal = MemoryJournal::new();
        let mut put = |op, sequence, reference| journal.put(&record(op, sequence, reference)).unwrap();
        assert_eq!(put("a", 1, None), Kept::Stored);
        assert_eq!(put("a", 1, None), Kept::Outrun, "the same again");
        assert_eq!(put("a", 3, None), Kept::Outrun, "a gap");
        assert_eq!(put("a", 2, Some("ch_1")), Kept::Stored);
        assert_eq!(put("b", 1, Some("ch_1")), Kept::Taken);
        assert_eq!(put("b", 1, Some("ch_2")), Kept::Stored, "a refused record leaves no trace");
        assert_eq!(put("a", 3, None), Kept::Stored);
        assert_eq!(put("b", 2, Some("ch_1")), Kept::Stored, "given up, so free");
    }

    #[test]
    fn tells_the_oldest_operation_first() {
        let mut journal = MemoryJournal::new();
        for (op, sequence) in [("b", 1), ("c", 1), ("a", 1), ("b", 2)] {
            journal.put(&record(op, sequence, None)).unwrap();
        }
        let open: Vec<_> = journal.unfinished().unwrap().into_iter().map(|record| record.op_id).collect();
        assert_eq!(open.iter().map(OpId::as_str).collect::<Vec<_>>(), ["b", "c", "a"]);
    }

    #[test]
    fn shows_the_newest_record_of_each_operation_ended_or_not() {
        let mut journal = MemoryJournal::new();
        let ended = Record { stage: Stage::Closed, ..record("b", 2, None) };
        for record in [record("a", 1, None), record("b", 1, None), ended] {
            journal.put(&record).unwrap();
        }
        let all: Vec<_> = journal.records().map(|record| (record.op_id.as_str(), record.sequence)).collect();
        assert_eq!(all, [("a", 1), ("b", 2)]);
        assert_eq!(journal.unfinished().unwrap(), [record("a", 1, None)]);
        let b = OpId::parse("b").unwrap();
        assert_eq!(journal.get(&b).unwrap().map(|record| record.stage), Some(Stage::Closed));
    }

    #[test]
    fn a_webhook_finds_its_operation_by_either_name() {
        let ours = |op: &str, sequence, reference: Option<&str>| Record {
            our_reference: Some(Reference::parse("salary-7").unwrap()),
            ..record(op, sequence, reference)
        };
        let mut journal = MemoryJournal::new();
        journal.put(&ours("a", 1, None)).unwrap();
        journal.put(&ours("b", 1, None)).unwrap();
        journal.put(&ours("a", 2, Some("tr_1"))).unwrap();
        let find = |mode, theirs: Option<&str>, ours: Option<&str>| {
            let (theirs, ours) = (theirs.map(Reference::parse), ours.map(Reference::parse));
            let (theirs, ours) = (theirs.and_then(Result::ok), ours.and_then(Result::ok));
            let found = journal.find((Vendor::Senfenico, mode), theirs.as_ref(), ours.as_ref());
            found.map(|record| (record.op_id.as_str().to_owned(), record.sequence))
        };
        assert_eq!(find(Mode::Test, Some("tr_1"), Some("salary-7")), Some(("a".to_owned(), 2)));
        assert_eq!(find(Mode::Test, Some("tr_2"), Some("salary-7")), Some(("b".to_owned(), 1)), "the newest");
        assert_eq!(find(Mode::Test, None, None), None);
        assert_eq!(find(Mode::Live, Some("tr_1"), Some("salary-7")), None);
    }

    #[test]
    fn a_webhook_finds_an_operation_that_began_anew_by_its_new_name_alone() {
        let ours = |op: &str, sequence, name: &str| Record {
            our_reference: Some(Reference::parse(name).unwrap()),
            ..record(op, sequence, None)
        };
        let mut journal = MemoryJournal::new();
        for record in
            [ours("a", 1, "first"), ours("b", 1, "shared"), ours("a", 2, "shared"), ours("a", 3, "other")]
        {
            assert_eq!(journal.put(&record).unwrap(), Kept::Stored);
        }
        let find = |name: &str| {
            let name = Reference::parse(name).unwrap();
            journal
                .find((Vendor::Senfenico, Mode::Test), None, Some(&name))
                .map(|record| record.op_id.as_str())
        };
        assert_eq!((find("first"), find("other")), (None, Some("a")));
    }
}
