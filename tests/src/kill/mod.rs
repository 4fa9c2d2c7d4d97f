//! The kill test: a real process makes real payments over HTTP with a journal in a file, and is
//! killed with SIGKILL again and again, until every payment has an end.
//!
//! The process is `src/bin/payer.rs`; the killer and the judge are `tests/kill.rs`. Both know the
//! same [`plan()`], so nothing but the journal is carried from one process to the next.

pub mod clock;
pub mod judge;
pub mod plan;

pub use clock::Clock;
pub use judge::{Told, Verdict, judge};
pub use plan::{Debit, Intent, plan};
