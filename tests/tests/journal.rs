//! The contract of a journal, kept by every journal there is.

use std::fmt::Debug;
use std::path::{Path, PathBuf};
use xaalis::Vendor;
use xaalis::value::{Mode, OpId, Reference};
use xaalis::{Journal, Kept, MemoryJournal, Record, Stage};
use xaalis_examples::SqliteJournal;

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
        state: format!("{{\"made\":{sequence}}}"),
    }
}

/// One put, and what is to come of it.
type Put = (Record, Kept);

/// Every scenario is a list of puts into an empty journal.
fn scenarios() -> Vec<(&'static str, Vec<Put>)> {
    use Kept::{Outrun, Stored, Taken};
    let put = |op, sequence, reference, kept| (record(op, sequence, reference), kept);
    let live = |record: Record| Record { mode: Mode::Live, ..record };
    let other = |record: Record| Record { vendor: Vendor::Dexchange, ..record };
    vec![
        ("records follow one another", vec![put("a", 1, None, Stored), put("a", 2, None, Stored)]),
        ("the first is number one", vec![put("a", 0, None, Outrun), put("a", 2, None, Outrun)]),
        (
            "neither a repeat nor a gap nor a step back",
            vec![
                put("a", 1, None, Stored),
                put("a", 1, None, Outrun),
                put("a", 3, None, Outrun),
                put("a", 2, None, Stored),
                put("a", 1, None, Outrun),
            ],
        ),
        (
            "a reference has one owner, who keeps it",
            vec![
                put("a", 1, Some("ch_1"), Stored),
                put("b", 1, Some("ch_1"), Taken),
                put("a", 2, Some("ch_1"), Stored),
                put("b", 1, Some("ch_1"), Taken),
            ],
        ),
        (
            "a refused record leaves no trace",
            vec![
                put("a", 1, Some("ch_1"), Stored),
                put("b", 1, Some("ch_1"), Taken),
                put("b", 1, Some("ch_2"), Stored),
                put("c", 1, Some("ch_3"), Stored),
                put("c", 3, Some("ch_4"), Outrun),
                put("d", 1, Some("ch_4"), Stored),
            ],
        ),
        (
            "a reference given up is free again",
            vec![
                put("a", 1, Some("ch_1"), Stored),
                put("a", 2, None, Stored),
                put("b", 1, Some("ch_1"), Stored),
                put("a", 3, Some("ch_1"), Taken),
            ],
        ),
        (
            "a reference can be exchanged",
            vec![
                put("a", 1, Some("ch_1"), Stored),
                put("a", 2, Some("ch_2"), Stored),
                put("b", 1, Some("ch_1"), Stored),
                put("c", 1, Some("ch_2"), Taken),
            ],
        ),
        (
            "an operation outrun is not asked for its reference",
            vec![put("a", 1, Some("ch_1"), Stored), put("b", 2, Some("ch_1"), Outrun)],
        ),
        (
            "vendors and modes may use the same words",
            vec![
                put("a", 1, Some("x_1"), Stored),
                (live(record("b", 1, Some("x_1"))), Stored),
                (other(record("c", 1, Some("x_1"))), Stored),
                (live(record("d", 1, Some("x_1"))), Taken),
            ],
        ),
        (
            "many without a reference",
            vec![put("a", 1, None, Stored), put("b", 1, None, Stored), put("c", 1, None, Stored)],
        ),
        (
            "what has ended is finished, what is unknown is not",
            vec![
                (Record { stage: Stage::Closed, ..record("a", 1, Some("ch_1")) }, Stored),
                (Record { stage: Stage::Unknown, ..record("b", 1, None) }, Stored),
                put("c", 1, None, Stored),
                (Record { stage: Stage::Closed, ..record("c", 2, None) }, Stored),
                put("d", 1, Some("ch_1"), Taken),
            ],
        ),
        (
            "what has ended may begin anew, in one process",
            vec![
                put("a", 1, None, Stored),
                (Record { stage: Stage::Closed, ..record("a", 2, None) }, Stored),
                put("a", 3, None, Stored),
                put("a", 3, None, Outrun),
                (Record { stage: Stage::Closed, ..record("a", 2, None) }, Outrun),
                put("a", 4, Some("ch_1"), Stored),
            ],
        ),
    ]
}

/// Plays every scenario into journals that `open` makes, and compares all that can be read.
fn keeps_the_contract<J: Journal<Error: Debug>>(mut open: impl FnMut() -> J) {
    for (name, puts) in scenarios() {
        let (mut journal, mut newest) = (open(), Vec::<Record>::new());
        for (record, expected) in puts {
            assert_eq!(journal.put(&record).unwrap(), expected, "{name}: {record:?}");
            if expected == Kept::Stored {
                newest.retain(|held| held.op_id != record.op_id);
                newest.push(record.clone());
            }
            let held = newest.iter().find(|held| held.op_id == record.op_id);
            assert_eq!(journal.get(&record.op_id).unwrap().as_ref(), held, "{name}: {record:?}");
        }
        newest.retain(|record| record.stage != Stage::Closed);
        newest.sort_by(|left, right| left.op_id.as_str().cmp(right.op_id.as_str()));
        let mut unfinished = journal.unfinished().unwrap();
        unfinished.sort_by(|left, right| left.op_id.as_str().cmp(right.op_id.as_str()));
        assert_eq!(unfinished, newest, "{name}");
        assert_eq!(journal.get(&OpId::parse("nobody").unwrap()).unwrap(), None, "{name}");
    }
}

#[test]
fn the_journal_in_memory_keeps_the_contract() {
    keeps_the_contract(MemoryJournal::new);
}

#[test]
fn the_journal_in_sqlite_keeps_the_contract() {
    keeps_the_contract(|| SqliteJournal::open(Path::new(":memory:")).unwrap());
}

#[test]
fn every_scenario_holds_from_connection_to_connection() {
    struct Reopening(PathBuf);
    impl Journal for Reopening {
        type Error = xaalis_examples::JournalError;
        fn put(&mut self, record: &Record) -> Result<Kept, Self::Error> {
            SqliteJournal::open(&self.0)?.put(record)
        }
        fn get(&self, op_id: &OpId) -> Result<Option<Record>, Self::Error> {
            SqliteJournal::open(&self.0)?.get(op_id)
        }
        fn unfinished(&self) -> Result<Vec<Record>, Self::Error> {
            SqliteJournal::open(&self.0)?.unfinished()
        }
    }
    let folder = folder("reopen");
    let mut number = 0;
    keeps_the_contract(|| {
        number += 1;
        Reopening(folder.join(format!("{number}.sqlite")))
    });
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn of_many_writers_of_one_record_one_wins() {
    let folder = folder("race");
    let file = folder.join("journal.sqlite");
    let mut journals: Vec<_> = (0..6).map(|_| SqliteJournal::open(&file).unwrap()).collect();
    for sequence in 1..=30 {
        let won: usize = std::thread::scope(|scope| {
            let writers: Vec<_> = journals
                .iter_mut()
                .map(|journal| scope.spawn(move || journal.put(&record("a", sequence, None)).unwrap()))
                .collect();
            writers
                .into_iter()
                .filter_map(|writer| writer.join().ok())
                .filter(|kept| *kept == Kept::Stored)
                .count()
        });
        assert_eq!(won, 1, "record {sequence}");
    }
    let claims: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = journals
            .iter_mut()
            .zip(["b", "c", "d", "e", "f", "g"])
            .map(|(journal, op)| scope.spawn(move || journal.put(&record(op, 1, Some("ch_1"))).unwrap()))
            .collect();
        writers
            .into_iter()
            .filter_map(|writer| writer.join().ok())
            .filter(|kept| *kept == Kept::Stored)
            .count()
    });
    assert_eq!(claims, 1);
    drop(journals);
    std::fs::remove_dir_all(folder).unwrap();
}

fn folder(name: &str) -> PathBuf {
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("journal-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[cfg(unix)]
#[test]
fn a_file_is_its_owners_alone_and_no_link_is_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = std::env::temp_dir().join(format!("xaalis-own-file-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap();
    let mut journal = SqliteJournal::open(&folder.join("payments.sqlite")).unwrap();
    journal.put(&record("a", 1, None)).unwrap();
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap()).collect();
    assert!(files.len() > 1, "the log of writes is a file as well");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
    }
    let (target, link) = (folder.join("elsewhere"), folder.join("link"));
    symlink(&target, &link).unwrap();
    for there in [false, true] {
        assert!(SqliteJournal::open(&link).is_err());
        assert_eq!(target.exists(), there);
        std::fs::write(&target, "").unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
