//! The one door out: what every call and every flow ends with.

use crate::dexchange::{BillInquiry, BillPayment};
use crate::outcome::{Outcome, Plan};
use crate::senfenico::{
    Balances, BulkQueued, Charge, ChargeCreated, Checkout, CheckoutOpened, Payouts, Settlement, Transfer,
};
use crate::value::{List, OpId, Reference, Unreadable};
use serde::Serialize;

/// Declares `Reply`, and for each kind a method that takes its outcome out.
macro_rules! replies {
    ($( $(#[$doc:meta])* $variant:ident / $taker:ident : $value:ty, )+) => {
        /// How an operation ended.
        ///
        /// As JSON a list is the items that could be read; [`Reply::unreadable`] tells the others.
        #[must_use = "an unknown outcome must be kept and looked into, never dropped"]
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        pub enum Reply {
            $( $(#[$doc])* $variant {
                /// How it ended.
                outcome: Outcome<$value>,
            }, )+
            /// Senfenico: `bulk_payout`, item by item.
            Payouts {
                /// One entry per payout of the order.
                payouts: Payouts,
            },
        }

        impl Reply {
            $(
                #[doc = concat!("The outcome of a `", stringify!($variant), "` reply; `None` for another kind.")]
                pub fn $taker(self) -> Option<Outcome<$value>> {
                    match self {
                        Self::$variant { outcome } => Some(outcome),
                        _ => None,
                    }
                }
            )+

            /// The items of a `Payouts` reply; `None` for another kind.
            pub fn payouts(self) -> Option<Payouts> {
                match self {
                    Self::Payouts { payouts } => Some(payouts),
                    _ => None,
                }
            }

            /// What of the vendor's list could not be read; empty for a reply that is no list.
            pub fn unreadable(&self) -> &[Unreadable] {
                match self {
                    Self::Checkouts { outcome: Outcome::Settled { value } } => value.unreadable(),
                    Self::Charges { outcome: Outcome::Settled { value } } => value.unreadable(),
                    Self::Transfers { outcome: Outcome::Settled { value } } => value.unreadable(),
                    Self::Settlements { outcome: Outcome::Settled { value } } => value.unreadable(),
                    Self::Bills { outcome: Outcome::Settled { value } } => &value.unreadable,
                    _ => &[],
                }
            }

            /// The same, of an operation that another process goes on with: it may yet send what was
            /// stopped here.
            pub(crate) fn left_to_another(self, op: &OpId, ours: Option<Reference>) -> Self {
                match self {
                    $( Self::$variant { outcome } => Self::$variant {
                        outcome: outcome.left_to_another(op, ours, Plan::AwaitCallback),
                    }, )+
                    Self::Payouts { mut payouts } => {
                        for item in &mut payouts.items {
                            let ours = Some(item.ext_id.clone());
                            let outcome = item.outcome.clone();
                            item.outcome = outcome.left_to_another(op, ours, Plan::SearchById);
                        }
                        Self::Payouts { payouts }
                    }
                }
            }

            /// True when the outcome, or that of any item, is unknown.
            pub fn is_unknown(&self) -> bool {
                match self {
                    $( Self::$variant { outcome } => outcome.is_unknown(), )+
                    Self::Payouts { payouts } => payouts.items.iter().any(|item| item.outcome.is_unknown()),
                }
            }
        }
    };
}

replies! {
    /// Senfenico: `initialize_checkout`.
    CheckoutOpened / checkout_opened: CheckoutOpened,
    /// Senfenico: `fetch_checkout` and the flow `checkout`.
    Checkout / checkout: Checkout,
    /// Senfenico: `list_checkouts`.
    Checkouts / checkouts: List<Checkout>,
    /// Senfenico: `create_charge`.
    ChargeCreated / charge_created: ChargeCreated,
    /// Senfenico: `fetch_charge`, `submit_otp` and the flow `collect`.
    Charge / charge: Charge,
    /// Senfenico: `list_charges`.
    Charges / charges: List<Charge>,
    /// Senfenico: `fetch_balances`.
    Balances / balances: Balances,
    /// Senfenico: `create_transfer`, `fetch_transfer` and the flow `payout`.
    Transfer / transfer: Transfer,
    /// Senfenico: `list_transfers`.
    Transfers / transfers: List<Transfer>,
    /// Senfenico: `create_bulk_transfer`.
    BulkQueued / bulk_queued: BulkQueued,
    /// Senfenico: `create_settlement`, `fetch_settlement` and the flows `settle` and `cancel_settlement`.
    Settlement / settlement: Settlement,
    /// Senfenico: `list_settlements`.
    Settlements / settlements: List<Settlement>,
    /// DEXCHANGE: `inquire_bills`.
    Bills / bills: BillInquiry,
    /// DEXCHANGE: `pay_bill_once`, `fetch_transaction` and the flow `pay_bill`.
    BillPayment / bill_payment: BillPayment,
}
