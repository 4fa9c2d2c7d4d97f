//! The simulator is tested: every planted bug is found within two hundred seeds. Only built with
//! `--cfg xaalis_planted_bugs`; `cargo xtask test --only planted` does.
#![cfg(xaalis_planted_bugs)]

use xaalis::planted::{BUGS, plant};
use xaalis_sim::{Runs, run_many};

#[test]
fn each_planted_bug_is_found() {
    plant(0);
    assert!(run_many(&runs(40), &|_, _| {}).violations.is_empty(), "none is planted, and yet");
    let mut missed = Vec::new();
    for (number, bug) in (1..).zip(BUGS) {
        plant(number);
        let report = run_many(&runs(200), &|_, _| {});
        match report.violations.iter().min_by_key(|violation| violation.seed) {
            Some(found) => println!("{number:>2}. {bug}: seed {}, {}", found.seed, found.what),
            None => {
                println!("{number:>2}. {bug}: NOT FOUND");
                missed.push(*bug);
            }
        }
    }
    println!("{} of {} planted bugs found", BUGS.len() - missed.len(), BUGS.len());
    assert!(missed.is_empty(), "{missed:?}");
}

fn runs(seeds: u64) -> Runs {
    Runs { stop_early: true, ..Runs::new(0..seeds, 300) }
}
