//! Payout: a transfer carried from its creation to its end.

use super::endpoint::{CreateTransfer, FetchTransfer, ListTransfers, Transfer};
use super::status::TransferStatus;
use crate::context::Context;
use crate::keyring::Keyring;
use crate::outcome::{Doubt, Plan};
use crate::pursuit::{Birth, Facts, Kind, Likeness, Pursuit, Sought, names};
use crate::value::{Amount, Phone, Reference, Time};
use serde::{Deserialize, Serialize};

/// A transfer on its way.
pub(crate) type Payout = Pursuit<Intent>;

/// What a record keeps of the order: `ext_id` finds the rest.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Intent {
    amount: Amount,
    ext_id: Reference,
    /// Known to the process that was given the order.
    #[serde(skip)]
    recipient: Option<Phone>,
}

pub(crate) fn payout(ctx: Context, create: CreateTransfer) -> Payout {
    let recipient = Some(create.phone.clone());
    let intent = Intent { amount: create.amount, ext_id: create.ext_id.clone(), recipient };
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
    const WORD: &str = "transfer";

    fn amount(&self) -> Amount {
        self.amount
    }

    fn our_reference(&self) -> Option<&Reference> {
        Some(&self.ext_id)
    }

    fn is_of(&self, held: &Self, _keys: &Keyring) -> bool {
        self.amount == held.amount && self.ext_id == held.ext_id
    }

    fn born(created: &Transfer) -> Birth<TransferStatus> {
        Birth { reference: created.reference.clone(), status: created.status.clone(), text: None }
    }

    fn facts(transfer: &Transfer) -> Facts<TransferStatus> {
        Facts {
            reference: transfer.reference.clone(),
            status: transfer.status.clone(),
            amount: transfer.amount,
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

    fn belies(&self, transfer: &Transfer) -> Option<Doubt> {
        if self.is_named_in(transfer) == Likeness::No {
            return Some(Doubt::Taken);
        }
        let phone = transfer.recipient_phone.as_ref().and_then(|phone| Phone::parse(phone.expose()).ok());
        let another = self.recipient.is_some() && phone.is_some() && self.recipient != phone;
        another.then_some(Doubt::Foreign)
    }

    fn resembles(&self, transfer: &Transfer, _sought: &Sought<'_>) -> Likeness {
        self.is_named_in(transfer)
    }

    fn may_be(&self, text: &str, _sought: &Sought<'_>) -> bool {
        names(text, &self.ext_id)
    }
}

impl Intent {
    fn is_named_in(&self, transfer: &Transfer) -> Likeness {
        match transfer.ext_id.as_deref().filter(|id| !id.trim().is_empty()) {
            Some(id) => Likeness::of(self.ext_id.is_same(id)),
            None => Likeness::Perhaps,
        }
    }
}
