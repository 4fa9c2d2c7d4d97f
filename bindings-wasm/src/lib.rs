//! xaalis for WebAssembly.
//!
//! - For pages and workers written in Rust: the core, [`xaalis`], the loop around it ([`drive`], with an example that
//!   runs), a [`transport`] and a [`clock`] for it.
//! - For JavaScript (features `operations` and `sandbox`): forwards to the door (`xaalis-door`), and decides nothing. What
//!   crosses is the door's JSON text; the interface as TypeScript sees it is `npm/src/wasm.d.ts`.

pub use xaalis;

#[cfg(feature = "operations")]
#[allow(unreachable_pub, reason = "JavaScript reaches it")]
mod operations;
#[cfg(feature = "operations")]
#[allow(unreachable_pub, reason = "JavaScript reaches it")]
mod relay;
#[cfg(feature = "sandbox")]
#[allow(unreachable_pub, reason = "JavaScript reaches it")]
mod sandbox;

#[cfg(feature = "timers")]
pub mod clock;
pub mod drive;
#[cfg(any(feature = "gloo-net", feature = "reqwest"))]
pub mod transport;

#[cfg(any(feature = "operations", feature = "sandbox"))]
use xaalis::value::Time;

/// JavaScript's milliseconds.
#[cfg(any(feature = "operations", feature = "sandbox"))]
#[allow(clippy::cast_possible_truncation, reason = "what is no time becomes the first or the last one")]
fn time(now: f64) -> Time {
    Time::from_millis(now as i64)
}
