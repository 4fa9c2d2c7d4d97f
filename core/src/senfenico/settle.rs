//! Settle: a settlement carried from its creation to its end.

use super::endpoint::{CreateSettlement, FetchSettlement, ListSettlements, Settlement};
use super::status::SettlementStatus;
use crate::context::Context;
use crate::keyring::Keyring;
use crate::outcome::Plan;
use crate::policy::QUIET;
use crate::pursuit::{Birth, Facts, Kind, Likeness, Pursuit, Sketch, Sought};
use crate::value::{Amount, Reference, Time};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A settlement on its way.
pub(crate) type Settle = Pursuit<Intent>;

/// What a record keeps of the order.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Intent {
    amount: Amount,
}

pub(crate) fn settle(ctx: Context, create: CreateSettlement) -> Settle {
    Pursuit::new(ctx, Intent { amount: create.amount }, create)
}

impl Kind for Intent {
    type Create = CreateSettlement;
    type Fetch = FetchSettlement;
    type List = ListSettlements;
    type Submit = FetchSettlement;
    type Item = Settlement;
    type Status = SettlementStatus;

    // Nothing of ours is echoed: amount and time have to do.
    const SEARCH_AFTER: i64 = QUIET;
    const PLAN: Plan = Plan::SearchByDetails;
    const WORD: &str = "settlement";

    fn amount(&self) -> Amount {
        self.amount
    }

    fn our_reference(&self) -> Option<&Reference> {
        None
    }

    fn is_of(&self, held: &Self, _keys: &Keyring) -> bool {
        self.amount == held.amount
    }

    fn born(created: &Settlement) -> Birth<SettlementStatus> {
        Birth { reference: created.reference.clone(), status: created.status.clone(), text: None }
    }

    fn facts(settlement: &Settlement) -> Facts<SettlementStatus> {
        Facts {
            reference: settlement.reference.clone(),
            status: settlement.status.clone(),
            amount: settlement.amount,
            reason: None,
            created_at: settlement.created_at.as_deref().and_then(Time::parse),
        }
    }

    fn fetch(reference: Reference) -> FetchSettlement {
        FetchSettlement { reference }
    }

    fn list() -> ListSettlements {
        ListSettlements
    }

    fn resembles(&self, settlement: &Settlement, sought: &Sought<'_>) -> Likeness {
        // One known to be another's by its reference is left out by the search itself.
        let sketch = Sketch {
            amount: settlement.amount.map(Amount::francs),
            created_at: settlement.created_at.as_deref().map(Cow::Borrowed),
            live_mode: settlement.live_mode,
            ..Sketch::default()
        };
        sought.resembles(&sketch, self.amount)
    }

    fn may_be(&self, text: &str, sought: &Sought<'_>) -> bool {
        sought.resembles(&Sketch::read(text), self.amount) != Likeness::No
    }
}
