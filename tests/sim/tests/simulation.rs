//! The simulation in small; `cargo xtask test --only simulation` runs it in full.

use xaalis_sim::{Policy, Runs, Setup, run, run_many, shrink};

#[test]
fn the_same_seed_is_the_same_world() {
    for seed in 0..4 {
        let (first, second) = (run(&Setup::new(seed, 100)), run(&Setup::new(seed, 100)));
        assert_eq!((first.trace, first.events, first.sends), (second.trace, second.events, second.sends));
    }
}

#[test]
fn nothing_is_paid_twice_and_nothing_lost() {
    let report = run_many(&Runs::new(0..20, 200), &|_, _| {});
    println!("{report}");
    if let Some(violation) = report.violations.first() {
        panic!("{}", shrink::shrink(violation, &Setup::new(violation.seed, 200)));
    }
}

/// Each line of `seeds/found.txt`: a seed, how many payments, what it once found.
#[test]
fn what_was_found_once_stays_mended() {
    let list =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/found.txt")).expect("a list");
    let mut replayed = 0;
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let seed = words.next().and_then(|word| word.parse().ok()).expect("a seed");
        let payments = words.next().and_then(|word| word.parse().ok()).expect("how many payments");
        let report = run_many(&Runs::new(seed..seed + 1, payments), &|_, _| {});
        if let Some(violation) = report.violations.first() {
            panic!("{line}\n{}", shrink::shrink(violation, &Setup::new(violation.seed, payments)));
        }
        replayed += 1;
    }
    assert!(replayed > 0, "the list is empty");
}

/// The ruler is checked as well: the peers' policies do lose money in these worlds.
#[test]
fn the_peers_pay_twice_and_call_paid_failed() {
    let peer = |policy| run_many(&Runs { policy, ..Runs::new(0..10, 200) }, &|_, _| {});
    let (retry, never) = (peer(Policy::Retry), peer(Policy::Never));
    assert!(retry.double_debits > 0, "{retry}");
    assert!(never.false_failures > 0, "{never}");
}
