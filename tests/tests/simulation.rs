//! The simulation.

use xaalis_tests::sim::{Setup, run, run_many, shrink};

#[test]
fn the_same_seed_is_the_same_world() {
    for seed in 0..4 {
        let (first, second) = (run(&Setup::new(seed, 100)), run(&Setup::new(seed, 100)));
        assert_eq!((first.trace, first.events, first.sends), (second.trace, second.events, second.sends));
    }
}

#[test]
fn nothing_is_paid_twice_and_nothing_lost() {
    let report = run_many(0..20, 200, &|_| {});
    println!("{report}");
    if let Some(violation) = report.violations.first() {
        panic!("{}", shrink::shrink(violation, 200));
    }
}
