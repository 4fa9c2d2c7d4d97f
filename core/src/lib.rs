//! West-African payments as pure state machines.

mod call;
mod client;
pub mod code;
pub mod dexchange;
mod drive;
mod error;
mod guarded;
pub mod http;
mod journal;
mod machine;
mod order;
mod outcome;
mod pace;
pub mod policy;
mod pursuit;
mod record;
pub mod redact;
mod reply;
mod salvage;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod senfenico;
mod session;
pub mod status;
mod task;
pub mod value;
mod watch;
pub mod webhook;

pub use call::{Call, Endpoint, Resend, Verdict};
pub use client::{Dexchange, Senfenico};
pub use code::Code;
pub use drive::{Platform, drive};
pub use error::PaymentError;
pub use journal::{Journal, Kept, MemoryJournal};
pub use machine::{Action, Event, Machine, OtpProblem, Prompt, Recipient, Trail, Why};
pub use order::Order;
pub use outcome::{Doubt, FieldError, NotSent, Outcome, Plan, Refund, Refusal, Unknown, Unsent};
pub use pace::Pace;
pub use record::{Alarm, RECORD_VERSION, Record, Stage};
pub use reply::Reply;
pub use session::{Session, Step};
