//! The simulator is tested: every bug planted for it is found within two hundred seeds.

use xaalis_planted::{Bug, bugs_for, plant};
use xaalis_sim::{Runs, run_many};

#[test]
fn each_planted_bug_is_found() {
    plant(0);
    assert!(run_many(&runs(40), &|_, _| {}).violations.is_empty(), "none is planted, and yet");
    let (mut found, mut missed) = (0, Vec::new());
    for Bug { number, what: bug, .. } in bugs_for("simulator") {
        plant(number);
        let report = run_many(&runs(200), &|_, _| {});
        if let Some(first) = report.violations.iter().min_by_key(|violation| violation.seed) {
            println!("{number:>2}. {bug}: seed {}, {}", first.seed, first.what);
            found += 1;
        } else {
            println!("{number:>2}. {bug}: NOT FOUND");
            missed.push(bug);
        }
    }
    println!("{found} of {} planted bugs found by the simulator", found + missed.len());
    assert!(missed.is_empty(), "{missed:?}");
}

fn runs(seeds: u64) -> Runs {
    Runs { stop_early: true, ..Runs::new(0..seeds, 300) }
}
