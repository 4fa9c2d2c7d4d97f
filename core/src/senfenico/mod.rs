//! Senfenico, Burkina Faso: checkouts, charges, transfers, settlements, balances, webhooks.

mod answer;
mod bulk_payout;
mod cancel;
mod checkout;
mod collect;
mod endpoint;
mod field_errors;
mod list;
mod payout;
mod payout_item;
mod payouts;
mod progress;
mod settle;
mod status;
pub mod webhook;

pub(crate) use bulk_payout::BulkPayout;
pub(crate) use cancel::CancelFlow;
pub(crate) use checkout::CheckoutFlow;
pub(crate) use collect::{Collect, collect};
pub use endpoint::*;
pub(crate) use payout::{Payout, payout};
pub use payouts::{PayoutItem, Payouts};
pub use progress::Progress;
pub(crate) use settle::{Settle, settle};
pub use status::{ChargeStatus, CheckoutStatus, SettlementStatus, TransferStatus};
