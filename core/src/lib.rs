//! West-African payments as pure state machines.

pub mod code;
pub mod dexchange;
pub mod error;
pub mod http;
pub mod redact;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod senfenico;
pub mod value;
pub mod webhook;
