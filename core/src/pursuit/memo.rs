//! What a record keeps of a pursuit.

use super::payer::{Abandoned, Codes, to_show};
use super::{Kind, Pursuit};
use crate::code::Code;
use crate::machine::{Prompt, Trail};
use crate::outcome::{NotSent, Unknown};
use crate::reason::unknown_for_record;
use crate::record::{Ending, Remembers, unsent};
use crate::value::{Amount, Reference, Time};
use serde::{Deserialize, Serialize};

/// What a record keeps of a pursuit.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub(crate) struct Memo<K: Kind> {
    pub(super) intent: K,
    pub(super) trail: Trail,
    pub(super) reference: Option<Reference>,
    pub(super) found: Option<Found>,
    pub(super) status: Option<K::Status>,
    pub(super) since: Time,
    pub(super) text: String,
    pub(super) shown: bool,
    pub(super) excluded: Vec<Reference>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) rivals: Vec<Reference>,
    pub(super) ending: Option<Ending>,
    /// How the creation ended, when nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lost: Option<Unknown>,
    /// Why the vendor said no to the payer's last code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<Code>,
    /// Counted before they are sent.
    #[serde(default, skip_serializing_if = "Codes::is_none")]
    pub(super) codes: Codes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) abandoned: Option<Abandoned>,
}

impl<K: Kind> Remembers for Memo<K> {
    fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    fn unsent(&self) -> Option<NotSent> {
        unsent(self.ending.as_ref(), self.trail.uncertain > 0 || self.reference.is_some())
    }

    fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }

    fn our_reference(&self) -> Option<&Reference> {
        self.intent.our_reference()
    }

    fn amount(&self) -> Option<Amount> {
        Some(self.intent.amount())
    }

    fn payer(&self) -> Option<String> {
        self.intent.payer().map(str::to_owned)
    }

    fn to_show(&self) -> Option<Prompt> {
        let is_open = self.ending.is_none() && self.found.is_none() && self.abandoned.is_none();
        to_show::<K>(self.status.as_ref().filter(|_| is_open), &self.text)
    }

    fn followed_since(&self) -> Option<Time> {
        let is_proven = self.reference.is_some() && self.found.is_none();
        (is_proven && self.abandoned != Some(Abandoned::Wanted)).then_some(self.since)
    }
}

/// How a reference was found that no good answer told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Found {
    /// In what is left of our own answer.
    Answer,
    /// In the vendor's list.
    List,
    /// In a webhook.
    Webhook,
}

impl<K: Kind> Pursuit<K> {
    pub(crate) fn memo(&self) -> Memo<K> {
        Memo {
            intent: self.intent.clone(),
            trail: self.trail,
            reference: self.reference.clone(),
            found: self.found,
            status: self.status.clone(),
            since: self.since,
            text: self.intent.without_payer(&self.text),
            shown: self.shown,
            excluded: self.excluded.clone(),
            rivals: self.rivals.clone(),
            ending: self.ending.clone(),
            lost: self.lost.as_ref().map(unknown_for_record),
            reason: self.reason.as_ref().map(|reason| reason.code.clone()),
            codes: self.codes_for_record(),
            abandoned: self.abandoned,
        }
    }
}
