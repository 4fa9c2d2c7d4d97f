//! Payout: a transfer carried from its creation to its end.

use super::endpoint::{CreateTransfer, FetchTransfer, ListTransfers, Transfer};
use super::status::TransferStatus;
use crate::context::Context;
use crate::machine::Trail;
use crate::outcome::Plan;
use crate::pursuit::{Birth, Facts, Kind, Likeness, Pursuit};
use crate::value::{Amount, Reference, Time};
use serde::{Deserialize, Serialize};

/// A transfer on its way.
pub(crate) type Payout = Pursuit<Intent>;

/// What a record keeps of the order: `ext_id` finds the rest.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Intent {
    amount: Amount,
    ext_id: Reference,
}

pub(crate) fn payout(ctx: Context, create: CreateTransfer) -> Payout {
    let intent = Intent { amount: create.amount, ext_id: create.ext_id.clone() };
    Pursuit::new(ctx, intent, create)
}

impl Kind for Intent {
    type Create = CreateTransfer;
    type Fetch = FetchTransfer;
    type List = ListTransfers;
    type Submit = FetchTransfer;
    type Item = Transfer;
    type Status = TransferStatus;

    const SEARCH_AFTER: i64 = 0;
    const PLAN: Plan = Plan::SearchById;

    fn amount(&self) -> Amount {
        self.amount
    }

    fn our_reference(&self) -> Option<Reference> {
        Some(self.ext_id.clone())
    }

    fn born(created: &Transfer) -> Birth<TransferStatus> {
        Birth {
            reference: created.reference.clone(),
            status: created.status.clone(),
            text: None,
            live_mode: created.live_mode,
        }
    }

    fn facts(transfer: &Transfer) -> Facts<TransferStatus> {
        Facts {
            reference: transfer.reference.clone(),
            status: transfer.status.clone(),
            amount: transfer.amount,
            live_mode: transfer.live_mode,
            reason: None,
            created_at: transfer.created_at.as_deref().and_then(Time::parse),
        }
    }

    fn fetch(reference: Reference) -> FetchTransfer {
        FetchTransfer { reference }
    }

    fn list() -> ListTransfers {
        ListTransfers
    }

    fn is_named_in(&self, transfer: &Transfer) -> bool {
        transfer.ext_id.as_deref().is_none_or(|id| id == self.ext_id.as_str())
    }

    fn resembles(&self, transfer: &Transfer, _trail: &Trail, _secret: &[u8; 32]) -> Likeness {
        if transfer.ext_id.as_deref() == Some(self.ext_id.as_str()) { Likeness::Yes } else { Likeness::No }
    }
}
