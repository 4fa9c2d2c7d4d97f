//! Senfenico's operations, one file per section of the vendor's page (docs.senfenico.com, kept as
//! `shared/api-docs/senfenico.txt`, read 2026-11-21).

mod balance;
mod bulk;
mod charge;
mod checkout;
mod otp;
mod settlement;
mod transfer;

use crate::outcome::Doubt;
use crate::value::{Amount, Reference};

pub use balance::{Balance, Balances, CollectionBalance, FetchBalances, WalletBalance};
pub(crate) use bulk::check_all;
pub use bulk::{BulkQueued, CreateBulkTransfer, FailedTransfer};
pub use charge::{
    Charge, ChargeCreated, ConfirmationAttempt, CreateCharge, FetchCharge, ListCharges, NewCharge,
};
pub(super) use checkout::kept_page;
pub use checkout::{Checkout, CheckoutOpened, FetchCheckout, InitializeCheckout, ListCheckouts, NewCheckout};
pub use otp::SubmitOtp;
pub use settlement::{
    CancelSettlement, CreateSettlement, FetchSettlement, ListSettlements, NewSettlement, Settlement,
};
pub use transfer::{CreateTransfer, FetchTransfer, ListTransfers, NewTransfer, Transfer};

/// What a vendor names has to be what it was asked about.
fn other_reference(asked: &Reference, named: &Reference) -> Option<Doubt> {
    (!asked.is_same(named.as_str())).then_some(Doubt::Foreign)
}

/// An amount that is not shown is no other amount.
fn other_amount(ordered: Amount, shown: Option<Amount>) -> Option<Doubt> {
    shown.is_some_and(|shown| shown != ordered).then_some(Doubt::AmountMismatch)
}

#[cfg(test)]
mod tests;
