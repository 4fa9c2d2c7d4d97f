//! The one door in: every call and every flow, as data.

use crate::dexchange::{NewBillPayment, NewInquiry, NewPayBill};
use crate::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use crate::webhook::Vendor;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What to do. The first group asks a vendor once; the second carries a payment to its end.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Order {
    /// Senfenico: open a payment page.
    InitializeCheckout {
        /// The page.
        checkout: NewCheckout,
    },
    /// Senfenico: read one checkout.
    FetchCheckout {
        /// Its reference.
        reference: String,
    },
    /// Senfenico: read all checkouts.
    ListCheckouts,
    /// Senfenico: ask a customer for a payment.
    CreateCharge {
        /// The payment.
        charge: NewCharge,
    },
    /// Senfenico: submit the payer's code.
    SubmitOtp {
        /// The charge's reference.
        charge: String,
        /// The code.
        otp: String,
    },
    /// Senfenico: read one charge.
    FetchCharge {
        /// Its reference.
        reference: String,
    },
    /// Senfenico: read all charges.
    ListCharges,
    /// Senfenico: read the balances.
    FetchBalances,
    /// Senfenico: pay one recipient.
    CreateTransfer {
        /// The payout.
        transfer: NewTransfer,
    },
    /// Senfenico: pay up to a hundred recipients in one request.
    CreateBulkTransfer {
        /// The payouts.
        transfers: Vec<NewTransfer>,
    },
    /// Senfenico: read one transfer.
    FetchTransfer {
        /// Its reference.
        reference: String,
    },
    /// Senfenico: read all transfers.
    ListTransfers,
    /// Senfenico: send collected money to the merchant's account.
    CreateSettlement {
        /// The settlement.
        settlement: NewSettlement,
    },
    /// Senfenico: read one settlement.
    FetchSettlement {
        /// Its reference.
        reference: String,
    },
    /// Senfenico: read all settlements.
    ListSettlements,
    /// DEXCHANGE: look up bills or a meter.
    InquireBills {
        /// Whose.
        inquiry: NewInquiry,
    },
    /// DEXCHANGE: pay a bill found before, or top a meter up.
    PayBillOnce {
        /// The payment.
        payment: NewBillPayment,
    },
    /// DEXCHANGE: read one transaction.
    FetchTransaction {
        /// The vendor's id.
        transaction_id: String,
    },
    /// Senfenico flow: a charge to its end, codes and USSD prompts included.
    Collect {
        /// The payment.
        charge: NewCharge,
    },
    /// Senfenico flow: a payment page to its end.
    Checkout {
        /// The page.
        checkout: NewCheckout,
    },
    /// Senfenico flow: one payout to its end.
    Payout {
        /// The payout.
        transfer: NewTransfer,
    },
    /// Senfenico flow: any number of payouts to their ends.
    BulkPayout {
        /// The payouts.
        transfers: Vec<NewTransfer>,
    },
    /// Senfenico flow: a settlement to its end.
    Settle {
        /// The settlement.
        settlement: NewSettlement,
    },
    /// Senfenico flow: cancel a settlement, and read it to be sure.
    CancelSettlement {
        /// The settlement's reference.
        reference: String,
    },
    /// DEXCHANGE flow: a bill looked up and paid, or a meter topped up, to its end.
    PayBill {
        /// The bill.
        payment: NewPayBill,
    },
}

impl Order {
    /// Whose operation it is.
    pub const fn vendor(&self) -> Vendor {
        match self {
            Self::InquireBills { .. }
            | Self::PayBillOnce { .. }
            | Self::FetchTransaction { .. }
            | Self::PayBill { .. } => Vendor::Dexchange,
            _ => Vendor::Senfenico,
        }
    }

    /// The operation's name, as in [`Record::operation`](crate::Record::operation).
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::InitializeCheckout { .. } => "initialize_checkout",
            Self::FetchCheckout { .. } => "fetch_checkout",
            Self::ListCheckouts => "list_checkouts",
            Self::CreateCharge { .. } => "create_charge",
            Self::SubmitOtp { .. } => "submit_otp",
            Self::FetchCharge { .. } => "fetch_charge",
            Self::ListCharges => "list_charges",
            Self::FetchBalances => "fetch_balances",
            Self::CreateTransfer { .. } => "create_transfer",
            Self::CreateBulkTransfer { .. } => "create_bulk_transfer",
            Self::FetchTransfer { .. } => "fetch_transfer",
            Self::ListTransfers => "list_transfers",
            Self::CreateSettlement { .. } => "create_settlement",
            Self::FetchSettlement { .. } => "fetch_settlement",
            Self::ListSettlements => "list_settlements",
            Self::InquireBills { .. } => "inquire_bills",
            Self::PayBillOnce { .. } => "pay_bill_once",
            Self::FetchTransaction { .. } => "fetch_transaction",
            Self::Collect { .. } => "collect",
            Self::Checkout { .. } => "checkout",
            Self::Payout { .. } => "payout",
            Self::BulkPayout { .. } => "bulk_payout",
            Self::Settle { .. } => "settle",
            Self::CancelSettlement { .. } => "cancel_settlement",
            Self::PayBill { .. } => "pay_bill",
        }
    }
}

impl fmt::Debug for Order {
    /// The name only: orders hold codes and phone numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Order({})", self.operation())
    }
}
