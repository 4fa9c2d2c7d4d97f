//! A discrete-event, seeded simulation of many merchants and both vendors: the real library, real
//! JSON, real records, virtual time, and everything that can go wrong.
//!
//! One seed is one world; the same seed gives the same world to the last event. What a world is like
//! stands in [`weather`], what people want in [`intent`], what happens to a request in [`network`],
//! what must hold in [`verdict`].

pub mod engine;
mod hooks;
pub mod intent;
pub mod network;
mod people;
mod process;
pub mod report;
pub mod rng;
pub mod shrink;
mod verdict;
pub mod weather;
mod wire;

pub use engine::{Setup, run};
pub use report::{Column, Report, Violation};
pub use weather::Weather;

use xaalis::dexchange::webhook::CallbackKey;

/// The secret Senfenico signs with, in every world.
pub(crate) const WEBHOOK_KEY: &str = "whk_canary_19ab77";
/// The secret of DEXCHANGE's callback addresses, in every world.
const CALLBACK_SECRET: &str = "cb_canary_0123456789abcdef";
/// A wrong code some payers type: it must show nowhere.
pub(crate) const WRONG_CODE: &str = "90417365";

pub(crate) fn callback_key() -> CallbackKey {
    CallbackKey::new(CALLBACK_SECRET).expect("a good secret")
}

/// Runs many seeds on all cores.
pub fn run_many(seeds: std::ops::Range<u64>, payments: usize, progress: &(dyn Fn(u64) + Sync)) -> Report {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU64, Ordering};
    let next = AtomicU64::new(seeds.start);
    let total = Mutex::new(Report::default());
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        return;
                    }
                    let report = run(&Setup::new(seed, payments));
                    total.lock().expect("no panic").add(report);
                    progress(seed);
                }
            });
        }
    });
    total.into_inner().expect("no panic")
}
