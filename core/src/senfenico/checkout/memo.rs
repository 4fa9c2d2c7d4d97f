//! What a record keeps of a checkout.

use super::CheckoutFlow;
use crate::context::Context;
use crate::machine::Prompt;
use crate::outcome::{Doubt, NotSent, Plan, Unknown};
use crate::record::{Ending, Remembers, unsent};
use crate::senfenico::endpoint::kept_page;
use crate::senfenico::status::CheckoutStatus;
use crate::status::{Level, Status};
use crate::value::{Amount, Reference, Time};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Memo {
    pub(super) amount: Amount,
    pub(super) reference: Option<Reference>,
    #[serde(deserialize_with = "kept_page")]
    pub(super) url: String,
    pub(super) status: Option<CheckoutStatus>,
    pub(super) shown: bool,
    pub(super) since: Time,
    pub(super) ending: Option<Ending>,
}

impl Memo {
    pub(super) fn unknown(&self, ctx: &Context, why: Doubt) -> Unknown {
        Unknown {
            provider_reference: self.reference.clone(),
            ..Unknown::sent(ctx.op.clone(), 1, self.since, why, Plan::Fetch)
        }
    }
}

impl Remembers for Memo {
    fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    fn unsent(&self) -> Option<NotSent> {
        unsent(self.ending.as_ref(), self.reference.is_some())
    }

    fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }

    fn amount(&self) -> Option<Amount> {
        Some(self.amount)
    }

    fn to_show(&self) -> Option<Prompt> {
        let is_open = self.status.as_ref().is_none_or(|status| status.level() == Level::Open);
        let is_page = self.reference.is_some() && self.ending.is_none() && is_open;
        is_page.then(|| Prompt::Redirect { url: self.url.clone() })
    }

    fn followed_since(&self) -> Option<Time> {
        self.reference.as_ref().map(|_| self.since)
    }
}

impl CheckoutFlow {
    /// What the customer has to be shown while it waits for him.
    pub(crate) fn to_show(&self) -> Option<Prompt> {
        self.memo.to_show().filter(|_| self.ended.is_none())
    }
}
