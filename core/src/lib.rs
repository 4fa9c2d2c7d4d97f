//! West-African payments as pure state machines: DEXCHANGE (bills, Senegal) and Senfenico (mobile
//! money, Burkina Faso).
//!
//! # The tour
//! 1. A client, [`Senfenico`] or [`Dexchange`], holds the key and checks what you order, an [`Order`]
//!    or one of its typed methods. A wrong field is a [`PaymentError`] before anything is sent.
//! 2. It gives a [`Session`]: one operation on its way. [`Session::poll`] says what to do now, a
//!    [`Step`]; [`Session::handle`] is told what happened, an [`Event`]. The library itself never
//!    waits, sends or reads a clock: you bring those, and [`drive()`] is the loop between.
//! 3. A `Step::Store` comes before every request that may move money. The [`Record`] is all that
//!    another process needs to go on after a crash, and holds no key, code or phone number.
//!    A process that resumes a record whose request may still be under way elsewhere waits for what the
//!    other one stores: a `Step::Load` now and then, and nothing is sent before the other must be done.
//! 4. The end is a [`Reply`] with an [`Outcome`]: settled, rejected, not sent, or [`Unknown`]: money
//!    may have moved, and this is what was tried and how to find out.
//! 5. Webhooks, [`senfenico::webhook`] and [`dexchange::webhook`], become [`Event::Notified`]: a
//!    hint that makes the session ask the vendor now.
//!
//! Operations that take one request ([`Senfenico::fetch_charge`]) and flows that carry a payment to
//! its end ([`Senfenico::collect`]) are sessions alike. Every number the library decides by stands in
//! [`policy`]; what may be sent twice stands beside each endpoint as its [`Resend`].
//!
#![cfg_attr(feature = "sandbox", doc = "```")]
#![cfg_attr(not(feature = "sandbox"), doc = "```ignore")]
//! use xaalis::sandbox::Sandbox;
//! use xaalis::senfenico::{ChargeStatus, NewCharge};
//! use xaalis::value::Time;
//! use xaalis::{Event, Outcome, Prompt, Senfenico, Step};
//!
//! let mut vendor = Sandbox::new(); // feature `sandbox`: both vendors, in this process
//! let (mut now, mut journal) = (Time::from_millis(1_767_600_000_000), Vec::new());
//! let charge = NewCharge::new(1_000, "76 00 00 00");
//! let mut session = Senfenico::new("sk_test_sandbox")?.collect("order-42", charge)?;
//! let reply = loop {
//!     let event = match session.poll(now) {
//!         Step::Store { record } => { journal.push(record); Event::Stored }
//!         Step::Load { .. } => Event::Loaded { record: journal.last().cloned() },
//!         Step::Refused { error } => return Err(error),
//!         Step::Send { request } => match vendor.handle(&request, now) {
//!             Ok(response) => Event::Answered { response },
//!             Err(failure) => Event::Failed { failure },
//!         },
//!         Step::Wait { until, .. } => { now = until; continue }
//!         Step::Ask { prompt: Prompt::Otp { .. } } => Event::Otp { code: "123456".into() },
//!         Step::Ask { .. } => Event::Shown,
//!         Step::Done { reply } => break reply,
//!     };
//!     session.handle(event, now);
//! };
//! let paid = reply.charge().and_then(Outcome::settled).map(|charge| charge.status);
//! assert_eq!(paid, Some(ChargeStatus::Success));
//! # Ok::<(), xaalis::PaymentError>(())
//! ```

mod account;
mod body;
mod call;
pub mod class;
mod client;
pub mod code;
mod context;
pub mod dexchange;
mod digest;
mod drive;
mod endpoint;
mod error;
pub mod given;
mod guarded;
pub mod http;
mod items;
mod journal;
pub mod json;
mod keyring;
mod machine;
mod operations;
mod order;
mod outcome;
mod pace;
pub mod policy;
mod pursuit;
mod reason;
mod record;
pub mod redact;
pub mod relay;
mod reply;
mod salvage;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod senfenico;
mod session;
pub mod status;
mod task;
pub mod texts;
pub mod value;
mod vendor;
mod watch;
pub mod webhook;
mod words;

pub use account::Account;
pub use call::Call;
pub use class::Class;
pub use client::{Dexchange, Senfenico};
pub use code::Code;
pub use drive::{Platform, drive, drive_each};
pub use endpoint::{Arriving, Endpoint, Resend, Verdict};
pub use error::PaymentError;
pub use journal::{Journal, Kept, MemoryJournal};
pub use machine::{Action, Event, Machine, OtpProblem, Prompt, Recipient, Trail, Why};
pub use order::Order;
pub use outcome::{Doubt, Excess, FieldError, NotSent, Outcome, Plan, Refund, Refusal, Unknown, Unsent};
pub use record::{Alarm, EarlierTry, RECORD_VERSION, Record, Stage};
pub use reply::Reply;
pub use session::{Session, Step};
pub use texts::Texts;
pub use vendor::Vendor;
pub use words::{Ended, Words};

/// The documents' examples, run as tests.
#[cfg(all(doctest, feature = "sandbox"))]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../docs/rust.md")]
#[doc = include_str!("../../docs/sandbox.md")]
pub struct Documents;
