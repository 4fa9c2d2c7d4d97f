//! The clock of the page.

use gloo_timers::future::TimeoutFuture;
use xaalis::value::Time;

/// The longest that a timer takes, 24 days, in milliseconds.
const LONGEST: i32 = i32::MAX;

/// Now, as the machine's clock tells it.
#[allow(clippy::cast_possible_truncation, reason = "whole milliseconds")]
pub fn now() -> Time {
    Time::from_millis(js_sys::Date::now() as i64)
}

/// Sleeps until then, or for 24 days.
pub async fn sleep_until(time: Time) {
    let left = time.since(now());
    if left > 0 {
        sleep(left).await;
    }
}

/// So many milliseconds, or 24 days.
pub(crate) async fn sleep(millis: i64) {
    let millis = millis.clamp(0, i64::from(LONGEST));
    TimeoutFuture::new(u32::try_from(millis).unwrap_or(0)).await;
}
