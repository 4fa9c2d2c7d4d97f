//! Pages and apps that pay without ever holding the merchant's key.
//!
//! The merchant's backend runs the payment with its own key and journal. What a page or an app has is one
//! address and a [token] that names one order for some minutes; what it is told is a small [`View`], made
//! of the record alone, in which nothing secret and nothing of other customers can stand.
//!
//! Sans-IO as all of core: time and random ids are handed in. Linked only where it is used.

mod client;
mod gate;
mod kept;
mod receipt;
pub mod token;
mod view;
mod words;

pub use client::{Client, ClientEvent, ClientStep, INSIST, Problem, TIMEOUT};
pub use gate::{AT_ONCE, Answer, Gate, GateEvent, GateStep, Incoming, MOST_BODY, Visit};
pub use receipt::{Receipt, ReceiptKind};
pub use token::{Claims, RelayKey, RelayKeys};
pub use view::{MOST_ATTEMPTS, MOST_CODES, Offer, Shown, ShownKind, State, View, Waits};
