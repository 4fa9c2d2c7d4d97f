//! A day of a shop whose customers pay through its relay. More days: `cargo run --release -p xaalis-tests --bin
//! relay-crowd -- 200000`.

use xaalis_tests::relay_crowd::Crowd;

#[test]
fn each_order_is_paid_once_or_can_be_tried_again() {
    for seed in [7, 8] {
        let verdict = Crowd::new(50, seed).run();
        assert_eq!(verdict.violations, Vec::<String>::new(), "seed {seed}");
        assert!(verdict.paid > 15 && verdict.tried_again > 2 && verdict.kills > 5, "{verdict}");
    }
}
