//! Values that cannot be wrong: parsed once, then trusted.

mod time;

pub use time::Time;
