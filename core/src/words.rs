//! What a record tells whoever shows it, and whether a webhook is about it.

use crate::code::Code;
use crate::machine::Prompt;
use crate::outcome::{NotSent, Refund};
use crate::record::{Ending, Record, Stage};
use crate::senfenico::Progress;
use crate::task::Task;
use crate::value::Amount;
use crate::webhook::Notice;
use serde::{Deserialize, Serialize};

/// What a record tells of its operation, to show it in a list or on a page. What it does not tell is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// How it ended, if it has. The payouts of a bulk payout have ends of their own.
    pub ended: Option<Ended>,
    /// Of a rejected one: which kind of no.
    pub code: Option<Code>,
    /// Of a rejected one: what was debited and is due back.
    pub refund: Option<Refund>,
    /// Of one that was not sent: why.
    pub unsent: Option<NotSent>,
    /// How much it is about, in XOF francs; of a bulk payout, all payouts together.
    pub amount: Option<Amount>,
    /// The number of a charge's payer, or of the meter or customer of a bill, masked: `76••••01`.
    pub payer: Option<String>,
}

/// How an operation ended: the kind of its [`Outcome`](crate::Outcome).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// The vendor said yes.
    Settled,
    /// The vendor said no, and no money moved.
    Rejected,
    /// Nothing happened at the vendor.
    NotSent,
    /// Money may or may not have moved. Resuming it looks again.
    Unknown,
}

impl Record {
    /// What it tells of the operation. Its kind is [`Record::operation`].
    ///
    /// No seal is looked at, for no key is needed: what decides about money is the end of a resumed operation.
    /// A record that cannot be read tells less.
    pub fn words(&self) -> Words {
        let kept = Task::kept(self);
        let mut words = Words {
            ended: (self.stage == Stage::Unknown).then_some(Ended::Unknown),
            amount: kept.as_ref().and_then(|kept| kept.amount()),
            payer: kept.as_ref().and_then(|kept| kept.payer()),
            ..Words::default()
        };
        match kept.as_ref().and_then(|kept| kept.ending()) {
            Some(Ending::Settled) => words.ended = Some(Ended::Settled),
            Some(Ending::Rejected { code, refund, .. }) => {
                words.ended = Some(Ended::Rejected);
                (words.code, words.refund) = (Some(code.clone()), *refund);
            }
            Some(Ending::NotSent { unsent }) => {
                words.ended = Some(Ended::NotSent);
                words.unsent = Some(*unsent);
            }
            Some(Ending::Unknown) | None => {}
        }
        words
    }

    /// How far a bulk payout was when this was written, by what nobody has to be asked for. Of anything else, and
    /// of one that cannot be read, nothing is told.
    pub fn progress(&self) -> Option<Progress> {
        Task::kept(self)?.progress()
    }

    /// What the payer has to be shown while the payment waits for him, his own number masked: see
    /// [`Session::to_show`](crate::Session::to_show). Of one that ended, or of which nobody knows, nothing is told.
    pub fn to_show(&self) -> Option<Prompt> {
        Task::kept(self)?.to_show()
    }

    /// Is a webhook about it? Of its vendor and mode, naming the vendor's reference or else ours. It may be about
    /// several, for an id of ours may be used again: of those [`Notice::among`] finds the one to hand it to.
    pub fn is_about(&self, notice: &Notice) -> bool {
        let ours = self.our_reference.as_ref().zip(notice.ext_id.as_ref());
        notice.vendor == self.vendor
            && !self.mode.contradicts(notice.live_mode)
            && (self.is_named_in(notice) || ours.is_some_and(|(ours, named)| ours.is_same(named.as_str())))
    }

    fn is_named_in(&self, notice: &Notice) -> bool {
        self.reference.is_some() && self.reference == notice.reference
    }
}

impl Notice {
    /// Which of these records, the oldest first, it is about: the one that holds the vendor's reference, else the
    /// newest that gave the payment our own.
    pub fn among<'a>(&self, records: impl IntoIterator<Item = &'a Record>) -> Option<&'a Record> {
        let about = records.into_iter().filter(|record| record.is_about(self));
        about.max_by_key(|record| (record.is_named_in(self), record.our_reference == self.ext_id))
    }
}
