//! What a record keeps of a bulk payout.

use crate::outcome::NotSent;
use crate::record::{Ending, Remembers, Stage};
use crate::senfenico::payouts::Items;
use crate::senfenico::progress::Progress;
use crate::value::{Amount, Time};
use serde::{Deserialize, Serialize};

/// Per payout its id, amount, wallet and standing.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Memo {
    pub(super) items: Items,
    /// How many payouts were handed to the transport, in order.
    pub(super) sent: usize,
    pub(super) last_sent: Time,
    pub(super) since: Time,
    pub(super) stage: Stage,
    /// Only when none of it was sent: else each payout has an end of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ending: Option<Ending>,
}

impl Remembers for Memo {
    fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    fn stage(&self) -> Stage {
        self.stage
    }

    fn amount(&self) -> Option<Amount> {
        self.items.amount()
    }

    fn progress(&self) -> Option<Progress> {
        Some(self.items.progress(false, self.stage != Stage::Open))
    }

    fn unsent(&self) -> Option<NotSent> {
        self.items.unsent().filter(|_| self.stage == Stage::Closed)
    }
}
