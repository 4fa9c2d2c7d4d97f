//! xaalis for WebAssembly: forwards to the [door](xaalis_door), and decides nothing.
//!
//! What crosses is the door's JSON text; the interface as TypeScript sees it is `npm/src/wasm.d.ts`.

#[cfg(feature = "operations")]
#[allow(unreachable_pub, reason = "JavaScript reaches it")]
mod operations;
#[cfg(feature = "sandbox")]
#[allow(unreachable_pub, reason = "JavaScript reaches it")]
mod sandbox;

#[cfg(any(feature = "operations", feature = "sandbox"))]
use xaalis::value::Time;

/// JavaScript's milliseconds.
#[cfg(any(feature = "operations", feature = "sandbox"))]
#[allow(clippy::cast_possible_truncation, reason = "what is no time becomes the first or the last one")]
fn time(now: f64) -> Time {
    Time::from_millis(now as i64)
}
