//! The reference model is tested: it disagrees with every planted bug of a call. On its own, for the switch is
//! one for the whole process.

#[path = "../../tests/model/mod.rs"]
mod model;

use model::{call, payout, thousand};
use proptest::test_runner::TestRunner;
use xaalis_planted::{bug, plant};

/// The bugs that a single call or a payout can show.
const CALL: &[u32] = &[1, 2, 3, 4, 5, 15, 21, 23, 104];
const PAYOUT: &[u32] = &[1, 21, 22];

#[test]
fn the_model_notices_each_planted_bug() {
    let calls = || TestRunner::new(thousand()).run(&call::courses(), call::agrees).is_err();
    let payouts = || TestRunner::new(thousand()).run(&payout::courses(), payout::holds).is_err();
    plant(0);
    assert!(!calls() && !payouts(), "none is planted, and yet");
    let mut missed = Vec::new();
    for (bugs, finds) in [(CALL, &calls as &dyn Fn() -> bool), (PAYOUT, &payouts)] {
        for number in bugs {
            plant(*number);
            if !finds() {
                missed.push(bug(*number).what);
            }
        }
    }
    println!(
        "{} of {} bugs of a call found by its model",
        CALL.len() + PAYOUT.len() - missed.len(),
        CALL.len() + PAYOUT.len()
    );
    assert!(missed.is_empty(), "{missed:?}");
}
