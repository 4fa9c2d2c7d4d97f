//! A discrete-event, seeded simulation of many merchants and both vendors: the real library, real
//! JSON, real records, virtual time, and everything that can go wrong.
//!
//! One seed is one world; the same seed gives the same world to the last event. What a world is like
//! stands in [`weather`] and [`lies`], what people want in [`intent`], what happens to a request in
//! [`network`], what must hold in `judge` and `twice`.

mod again;
mod arrival;
mod bend;
mod clients;
mod crowd;
pub mod engine;
mod givers;
mod hooks;
pub mod intent;
mod journal;
mod judge;
pub mod lies;
pub mod network;
pub mod peers;
mod people;
mod process;
pub mod report;
pub mod rng;
mod secrets;
mod server;
pub mod shrink;
mod twice;
pub mod weather;
mod wire;

pub use engine::{Setup, run};
pub use peers::Policy;
pub use report::{Column, Report, Violation};
pub use weather::Weather;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use xaalis::dexchange::webhook::CallbackKey;
use xaalis::value::Time;

/// When every world begins: 2026-01-05T07:39:25.431Z, a Monday, and a number no phone is part of.
pub(crate) const DAWN: Time = Time::from_millis(1_767_598_765_431);

/// The secret Senfenico signs with, in every world.
pub(crate) const WEBHOOK_KEY: &str = "whk_canary_19ab77";
/// The secret of DEXCHANGE's callback addresses, in every world.
const CALLBACK_SECRET: &str = "cb_canary_0123456789abcdef";
/// A wrong code some payers type: it must show nowhere.
pub(crate) const WRONG_CODE: &str = "90417365";

pub(crate) fn callback_key() -> CallbackKey {
    CallbackKey::new(CALLBACK_SECRET).expect("a good secret")
}

/// Many seeds, one after another on every core.
#[derive(Clone, Debug)]
pub struct Runs {
    /// Which.
    pub seeds: std::ops::Range<u64>,
    /// Payments in each.
    pub payments: usize,
    /// Who pays: the library, or a peer.
    pub policy: Policy,
    /// The transport itself sends this many requests in a thousand twice.
    pub duplicates: i64,
    /// Nobody lies: worlds as they were before they did.
    pub honest: bool,
    /// No new seed is begun after the first with a violation.
    pub stop_early: bool,
}

impl Runs {
    /// The library under these seeds.
    pub const fn new(seeds: std::ops::Range<u64>, payments: usize) -> Self {
        let policy = Policy::Xaalis;
        Self { seeds, payments, policy, duplicates: 0, honest: false, stop_early: false }
    }

    /// One seed.
    pub fn setup(&self, seed: u64) -> Setup {
        let mut setup = Setup { honest: self.honest, ..Setup::new(seed, self.payments) };
        if self.duplicates > 0 {
            let (weather, ..) = setup.draw();
            setup.weather = Some(Weather { duplicate: self.duplicates, ..weather });
        }
        setup
    }
}

/// A seed that takes longer than this hangs: a machine that never lets go cannot be stopped from inside.
const PATIENCE: Duration = Duration::from_mins(3);

/// Runs many seeds on all cores. A seed that hangs is named, and ends the program.
///
/// # Panics
/// When a seed panicked.
pub fn run_many(runs: &Runs, progress: &(dyn Fn(u64, &Report) + Sync)) -> Report {
    let (next, done) = (AtomicU64::new(runs.seeds.start), AtomicBool::new(false));
    let (total, busy) = (Mutex::new(Report::default()), Mutex::new(BTreeMap::new()));
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        let working: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed >= runs.seeds.end {
                            return;
                        }
                        busy.lock().expect("no panic").insert(seed, Instant::now());
                        let setup = runs.setup(seed);
                        let report = match runs.policy {
                            Policy::Xaalis => run(&setup),
                            peer => peers::run(&setup, peer),
                        };
                        busy.lock().expect("no panic").remove(&seed);
                        if runs.stop_early && !report.violations.is_empty() {
                            next.store(runs.seeds.end, Ordering::Relaxed);
                        }
                        let mut total = total.lock().expect("no panic");
                        total.add(report);
                        progress(seed, &total);
                    }
                })
            })
            .collect();
        let watch = scope.spawn(|| watch(&busy, &done));
        let ended: Vec<_> = working.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::Relaxed);
        watch.thread().unpark();
        assert!(ended.iter().all(Result::is_ok), "a seed panicked");
    });
    total.into_inner().expect("no panic")
}

fn watch(busy: &Mutex<BTreeMap<u64, Instant>>, done: &AtomicBool) {
    while !done.load(Ordering::Relaxed) {
        std::thread::park_timeout(Duration::from_secs(1));
        let busy = busy.lock().expect("no panic");
        if let Some((seed, _)) = busy.iter().find(|(_, since)| since.elapsed() > PATIENCE) {
            eprintln!("XAALIS_SEED={seed} hangs: more than {} s on the clock", PATIENCE.as_secs());
            std::process::abort();
        }
    }
}
