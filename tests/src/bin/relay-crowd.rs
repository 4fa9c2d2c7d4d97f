//! `cargo run --release -p xaalis-tests --bin relay-crowd -- ORDERS [SEED]`: orders that are paid through a relay while
//! everything fails that can, 100 a seed.

use std::process::ExitCode;
use std::thread;
use xaalis_tests::relay_crowd::{Crowd, Verdict};

/// Orders of one shop's day.
const A_DAY: usize = 100;

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map_while(|number| number.parse::<u64>().ok());
    let (Some(orders), seed) = (numbers.next(), numbers.next().unwrap_or(1)) else {
        eprintln!("usage: relay-crowd ORDERS [SEED]");
        return ExitCode::from(2);
    };
    let days = orders.div_ceil(A_DAY as u64);
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    let work = |thread: u64| {
        let mut all = Verdict::default();
        for seed in (seed..seed + days).filter(|seed| seed % threads == thread) {
            let verdict = Crowd::new(A_DAY, seed).run();
            for violation in &verdict.violations {
                println!("seed {seed}: {violation}");
            }
            all += verdict;
        }
        all
    };
    let mut all = Verdict::default();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|number| scope.spawn(move || work(number))).collect();
        for thread in threads {
            all += thread.join().expect("a thread");
        }
    });
    println!("{all}");
    if all.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
