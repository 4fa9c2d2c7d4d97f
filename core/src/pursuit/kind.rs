//! What differs between the payments that go the same road.

use super::sketch::{Likeness, Sought};
use crate::call::Endpoint;
use crate::keyring::Keyring;
use crate::outcome::{Doubt, Plan};
use crate::status::Status;
use crate::value::{Amount, List, Reference, Time};
use serde::{Serialize, de::DeserializeOwned};

/// What differs between a charge, a transfer and a settlement. The value itself is the intent: what
/// a record keeps of the order, without anything personal.
pub(crate) trait Kind: Clone + Serialize + DeserializeOwned {
    type Create: Endpoint;
    type Fetch: Endpoint<Output = Self::Item>;
    type List: Endpoint<Output = List<Self::Item>>;
    type Submit: Endpoint<Output = Self::Item>;
    type Item: Clone;
    type Status: Status + Serialize + DeserializeOwned;

    /// How long after the last send a payment found in the list may be believed to be this one:
    /// zero when it carries our id, and then no clock is looked at.
    const SEARCH_AFTER: i64;
    const PLAN: Plan;
    /// The vendor's word for this kind of payment, as in a webhook's `event`.
    const WORD: &str;

    fn amount(&self) -> Amount;
    fn our_reference(&self) -> Option<&Reference>;
    /// The payer's number, masked.
    fn payer(&self) -> Option<&str> {
        None
    }
    /// The vendor's words for the payer as a record may keep them: without the payer's number. Nobody else's stands
    /// in the way, for what is dialled must stay. Where the number is not known any more, they came from a record.
    fn without_payer(&self, text: &str) -> String {
        text.to_owned()
    }
    /// Does a record keep the same order, as far as it tells?
    fn is_of(&self, held: &Self, keys: &Keyring) -> bool;
    fn born(created: &<Self::Create as Endpoint>::Output) -> Birth<Self::Status>;
    fn facts(item: &Self::Item) -> Facts<Self::Status>;
    fn fetch(reference: Reference) -> Self::Fetch;
    fn list() -> Self::List;
    /// Could this payment of the vendor's be ours?
    fn resembles(&self, item: &Self::Item, sought: &Sought<'_>) -> Likeness;
    /// Could this item of the vendor's list be ours, though it cannot be read?
    fn may_be(&self, text: &str, sought: &Sought<'_>) -> bool;
    /// What makes a payment that the vendor calls by our reference another's, if anything.
    fn belies(&self, _item: &Self::Item) -> Option<Doubt> {
        None
    }
    /// Does the payer have to do something?
    fn payer_must(_status: &Self::Status) -> Option<PayerMust> {
        None
    }
    fn submit(_reference: &Reference, _code: &str) -> Option<Self::Submit> {
        None
    }
}

/// What the answer to a creation tells.
pub(crate) struct Birth<S> {
    pub(crate) reference: Reference,
    pub(crate) status: S,
    pub(crate) text: Option<String>,
}

/// What every reading of a payment tells.
pub(crate) struct Facts<S> {
    pub(crate) reference: Reference,
    pub(crate) status: S,
    pub(crate) amount: Option<Amount>,
    pub(crate) reason: Option<String>,
    pub(crate) created_at: Option<Time>,
}

/// What only the payer can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PayerMust {
    GiveCode,
    Dial,
}
