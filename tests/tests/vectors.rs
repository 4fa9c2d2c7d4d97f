//! Every golden vector of `tests/vectors`, run against the library as a binding would run it.

use std::collections::BTreeSet;
use xaalis::status::Source;
use xaalis_tests::vectors::{self, Machine, Tally, apply};

/// Fewer vectors than this means that some got lost.
const AT_LEAST: usize = 500;

const FILES: [&str; 17] = [
    "amounts",
    "classify",
    "codes",
    "errors",
    "given",
    "journal",
    "keys",
    "otp",
    "parse",
    "percent",
    "phones",
    "redaction",
    "references",
    "requests",
    "transitions",
    "urls",
    "webhooks",
];

/// Run by those that have what they need: `core/src/relay/token/tests.rs`, `relay_attacks.rs`, `relay_client.rs`.
const ELSEWHERE: [&str; 4] = ["relay-attacks", "relay-bills", "relay-client", "relay-token"];

fn check(name: &str) -> Tally {
    let file = vectors::load(name);
    let tally = vectors::run(&file);
    println!("{name}: {} ran, {} of them disputed", tally.ran, tally.disputed);
    assert_eq!(tally.ran, file.cases, "{name}: another number of tests than the file says");
    assert!(
        tally.failures.is_empty(),
        "{name}: {} failed\n{}",
        tally.failures.len(),
        tally.failures.join("\n")
    );
    tally
}

macro_rules! files {
    ($($name:ident),+ $(,)?) => { $(
        #[test]
        fn $name() {
            check(stringify!($name));
        }
    )+ };
}

files!(
    amounts,
    classify,
    codes,
    errors,
    given,
    journal,
    keys,
    otp,
    parse,
    percent,
    phones,
    redaction,
    references,
    requests,
    transitions,
    urls,
    webhooks,
);

/// Whatever an answer comes to, it comes to however it is cut.
#[test]
fn answers_may_arrive_in_parts() {
    for name in ["parse", "classify"] {
        vectors::in_parts(37, || check(name));
    }
}

#[test]
fn none_is_missing() {
    let mut ids = BTreeSet::new();
    let mut total = 0;
    for name in FILES.into_iter().chain(ELSEWHERE) {
        let file = vectors::load(name);
        assert_eq!(file.schema, "xaalis-vectors-1", "{name}");
        total += file.cases;
        for test in file.groups.iter().flat_map(|group| &group.tests) {
            assert!(ids.insert(test.id.clone()), "{} stands twice", test.id);
        }
    }
    let here = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors")).expect("the folder");
    let json = here.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let json = json.filter(|name| std::path::Path::new(name).extension().is_some_and(|ext| ext == "json"));
    let mine = json.filter(|name| !name.starts_with("flows"));
    assert_eq!(
        mine.count(),
        FILES.len() + ELSEWHERE.len(),
        "a file that no test runs; `stories.rs` runs the flows"
    );
    assert!(total >= AT_LEAST, "only {total} vectors");
    println!("{total} vectors");
}

/// Every order of up to six observations, fetched or replied, ends in the same status; webhooks in
/// between change nothing.
#[test]
fn the_order_of_observations_does_not_matter() {
    for machine in Machine::ALL {
        let mut words = machine.words();
        words.extend(["never_heard_of", "nor_of_this"]);
        for set in subsets(&words, 6) {
            let mut ends = BTreeSet::new();
            permute(&mut set.clone(), 0, &mut |order| {
                let mut status: Option<String> = None;
                for (place, word) in order.iter().enumerate() {
                    for hint in &set {
                        let hinted = apply(machine, status.as_deref(), hint, Source::Webhook).0;
                        assert_eq!(hinted, status, "a webhook changed {machine:?}");
                    }
                    let source = if place % 2 == 0 { Source::Fetch } else { Source::Reply };
                    status = apply(machine, status.as_deref(), word, source).0;
                    let again = apply(machine, status.as_deref(), word, source).0;
                    assert_eq!(again, status, "told twice, {machine:?} moved on");
                }
                ends.insert(status);
            });
            assert_eq!(ends.len(), 1, "{machine:?} {set:?} ends as {ends:?}");
        }
    }
}

fn subsets(words: &[&'static str], most: usize) -> Vec<Vec<&'static str>> {
    let masks = 1_u32..1 << words.len();
    masks
        .map(|mask| {
            (0..words.len()).filter(|at| mask & (1 << at) != 0).map(|at| words[at]).collect::<Vec<_>>()
        })
        .filter(|set| set.len() <= most)
        .collect()
}

fn permute(set: &mut Vec<&'static str>, from: usize, visit: &mut impl FnMut(&[&'static str])) {
    if from == set.len() {
        return visit(set);
    }
    for at in from..set.len() {
        set.swap(from, at);
        permute(set, from + 1, visit);
        set.swap(from, at);
    }
}
