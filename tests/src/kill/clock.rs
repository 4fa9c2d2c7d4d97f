//! A clock that runs fast: the library's quiet times are minutes, and a test has seconds.

use std::time::{Duration, SystemTime};
use xaalis::value::Time;

/// The machine's clock, running `speed` times faster since `origin`. The server and every payer of a
/// trial share one, so that the moments in the vendor's lists and in the records agree.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// When it agreed with the machine's clock, in milliseconds since 1970.
    pub origin: i64,
    /// How many of its milliseconds pass in one real one.
    pub speed: i64,
}

impl Clock {
    /// A clock that starts now.
    pub fn starting_now(speed: i64) -> Self {
        Self { origin: micros() / 1_000, speed }
    }

    /// What it shows.
    pub fn now(self) -> Time {
        let passed = micros() - self.origin * 1_000;
        Time::from_millis(self.origin + passed * self.speed / 1_000)
    }

    /// Sleeps until it shows this moment.
    pub fn sleep_until(self, until: Time) {
        let micros = until.since(self.now()) * 1_000 / self.speed + 1;
        std::thread::sleep(Duration::from_micros(u64::try_from(micros).unwrap_or(0)));
    }
}

fn micros() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
