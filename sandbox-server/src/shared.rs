//! The sandbox as requests and webhooks share it: behind a lock, with its clock and its door.

use super::door::Door;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use xaalis::sandbox::Sandbox;
use xaalis::value::Time;

/// Tells the sandbox's time.
pub(super) type Clock = Arc<dyn Fn() -> Time + Send + Sync>;

/// One of its holders.
#[derive(Clone)]
pub(super) struct Shared {
    sandbox: Arc<Mutex<Sandbox>>,
    clock: Clock,
    pub(super) door: Arc<Door>,
}

impl Shared {
    pub(super) fn new(sandbox: Sandbox, clock: Clock, door: Door) -> Self {
        Self { sandbox: Arc::new(Mutex::new(sandbox)), clock, door: Arc::new(door) }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Sandbox> {
        // A panic in the sandbox is a bug of ours, but other requests may still be answered.
        self.sandbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Time {
        (self.clock)()
    }
}
