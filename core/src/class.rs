//! What can go wrong, by what can be done about it: one table for every language.

mod table;
mod told;

use crate::error::PaymentError;
use crate::outcome::{Doubt, Refusal, Unsent};
use serde::Serialize;
pub use told::Told;

/// The classes of errors. Each language makes one of each under its name, the narrow ones under their
/// [`Entry::parent`], so that who catches the wide one catches them too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Nothing moved, or the vendor said no. Catch `OutcomeUnknown` beside it, not under it.
    PaymentError,
    /// A field is wrong and was not sent. Of a new operation nothing was sent; when an answer to a prompt is
    /// wrong (a code that is no text), the payment stays where it was: `resume` it and answer again.
    InvalidInput,
    /// The vendor said no, and no money moved; with `refusal.refund` set, a debit is being given back.
    PaymentRejected,
    /// The key is wrong, too old or missing: nobody can pay before the operator has mended it.
    AuthenticationFailed,
    /// The vendor knows nothing under this reference.
    NotFound,
    /// The payer gave it up before a code was sent, and nothing was paid.
    PaymentAbandoned,
    /// Nothing happened at the vendor: the same call may be made again, under the same `op_id`, with details
    /// corrected if need be.
    PaymentNotSent,
    /// The vendor turned the request away as too frequent, again and again: try later, and less often.
    TooManyRequests,
    /// Another process has gone further with this operation. Look again with `resume(op_id)`.
    OperationBusy,
    /// The journal knows no operation of this id: it was never begun, or is in another journal.
    OperationNotFound,
    /// Refused, nothing was sent: a record of another vendor, mode or key, or one that was changed since it was
    /// written. A key that replaced another is given `earlier_keys`.
    RecordError,
    /// Do not believe this webhook. Answer 400, and look at your keys.
    WebhookError,
    /// Money may or may not have moved. Neither success nor failure.
    ///
    /// Keep the record, tell the customer to wait, and `resume(op_id)` later: it looks again. Never pay again on
    /// your own.
    OutcomeUnknown,
    /// The operation waits for a person, and nobody was there to ask: pass `on_prompt`, or go step by step with
    /// `begin` and `advance`. Nothing is lost: `resume(op_id)` asks again.
    AnswerNeeded,
    /// For transports: certainly no byte of the request has left. In doubt, raise anything else.
    ConnectFailed,
    /// For transports: the request may have been sent, but no whole answer came.
    NoAnswer,
    /// For transports: there is an answer, of more than the request's `max_body` decompressed bytes.
    AnswerTooLarge,
}

/// What all errors of a class have in common. Paths lead into the [`Entry::parts`]: `refusal.code`.
///
/// Parts, shown facts, message, block and kept facts of a narrow class are the wider one's where its own are
/// empty.
#[derive(Debug)]
pub struct Entry {
    /// The class.
    pub class: Class,
    /// Its word, of which each language makes its name: `too_many_requests`.
    pub word: &'static str,
    /// Whether it is a failure.
    pub nature: Nature,
    /// The wider class.
    pub parent: Option<Class>,
    /// What it means, in a few words.
    pub brief: &'static str,
    /// True when the very same call may be made again without harm.
    pub retryable: bool,
    /// What it is made of, in the order in which it is given.
    pub parts: &'static [Part],
    /// What else it shows: a name, and where it is found.
    pub shows: &'static [(&'static str, &'static str)],
    /// What its message says, in English: the first whose values are all there.
    ///
    /// A value is a path between braces. A code leads on to its `description`, a doubt about an answer to
    /// `strange`: its words, with the number and the limit that it passed.
    pub message: &'static [&'static str],
    /// The same in French; without one that fits, the merchant's text.
    pub message_fr: &'static [&'static str],
    /// The block of `texts.txt` that it tells.
    pub block: &'static str,
    /// From which facts: the fields of a part, one field, or (`?`) whether there is one.
    pub facts: &'static [&'static str],
    /// What of it may stand in JSON, in logs and queues, and is enough to make it again: nothing about a person.
    pub kept: &'static [&'static str],
}

/// Whether an error is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Nothing moved, or the vendor said no.
    Failure,
    /// No end yet, so no failure.
    Unended,
    /// What a transport says of one request: an operation makes its own ending of it.
    Transport,
}

/// A part that an error is made of.
#[derive(Debug)]
pub struct Part {
    /// Its name.
    pub name: &'static str,
    /// The type of core's that it is; empty for text.
    pub of: &'static str,
    /// True when it may be left out.
    pub optional: bool,
    /// What it means.
    pub doc: &'static str,
}

impl Class {
    /// Every class, each after the wider one.
    pub fn all() -> impl Iterator<Item = Self> {
        table::TABLE.iter().map(|entry| entry.class)
    }

    /// What all errors of this class have in common.
    pub fn entry(self) -> &'static Entry {
        table::TABLE.iter().find(|entry| entry.class == self).unwrap_or(&table::NONE)
    }

    /// The wider class.
    pub fn parent(self) -> Option<Self> {
        self.entry().parent
    }

    /// Its word: `too_many_requests`.
    pub fn as_str(self) -> &'static str {
        self.entry().word
    }

    /// The class of an error that one of its own and the wider ones say something in.
    fn nearest(self, says: impl Fn(&Entry) -> bool) -> &'static Entry {
        let mut entry = self.entry();
        while !says(entry) {
            let Some(parent) = entry.parent else { break };
            entry = parent.entry();
        }
        entry
    }
}

impl Doubt {
    /// Whether it is about an answer that came: such doubts are said in words in a message.
    pub fn is_strange(self) -> bool {
        table::STRANGE.contains(&self)
    }
}

impl PaymentError {
    /// Which class of error it is.
    pub const fn class(&self) -> Class {
        match self {
            Self::Invalid { .. } => Class::InvalidInput,
            Self::Record { .. } => Class::RecordError,
            Self::Busy { .. } => Class::OperationBusy,
            Self::NotFound { .. } => Class::OperationNotFound,
            Self::Webhook { .. } => Class::WebhookError,
        }
    }
}

impl Refusal {
    /// Which class of error it is.
    pub fn class(&self) -> Class {
        self.code.class()
    }
}

impl Unsent {
    /// Which class of error it is.
    pub const fn class(self) -> Class {
        match self {
            Self::Busy => Class::TooManyRequests,
            Self::Unreachable | Self::Unanswered | Self::Forgotten | Self::Stopped => Class::PaymentNotSent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn keys_and_references_have_classes_of_their_own_under_the_wide_ones() {
        let of = |name: &str| Refusal::concluded(Code::from(name)).class();
        for key in ["INVALID_API_KEY", "EXPIRED_API_KEY", "MISSING_API_KEY", "UNAUTHORIZED"] {
            assert_eq!(of(key), Class::AuthenticationFailed, "{key}");
        }
        for unknown in ["CHARGE_NOT_FOUND", "TRANSACTION_NOT_FOUND", "NOT_FOUND"] {
            assert_eq!(of(unknown), Class::NotFound, "{unknown}");
        }
        // A 403 need not be about the key, and an operator the account may not charge is no wrong key.
        for no in
            ["FORBIDDEN", "UNAUTHORIZED_CHARGE_PROVIDER", "NO_BILL", "INSUFFICIENT_FUNDS", "A_NEWER_CODE"]
        {
            assert_eq!(of(no), Class::PaymentRejected, "{no}");
        }
        for why in [Unsent::Unreachable, Unsent::Busy, Unsent::Unanswered, Unsent::Forgotten, Unsent::Stopped]
        {
            let class = why.class();
            assert_eq!(class == Class::TooManyRequests, why == Unsent::Busy);
            assert!(class == Class::PaymentNotSent || class.parent() == Some(Class::PaymentNotSent));
        }
        assert_eq!(of("ABANDONED"), Class::PaymentAbandoned);
    }

    #[test]
    fn each_class_is_in_the_table_once_after_the_wider_one_and_of_its_nature() {
        let source = include_str!("class.rs").split_once("pub enum Class {").unwrap().1;
        let declared = source.split_once("\n}").unwrap().0.lines().filter(|line| line.ends_with(','));
        let declared: Vec<_> = declared.map(|line| line.trim().trim_end_matches(',').to_owned()).collect();
        assert_eq!(Class::all().map(|class| format!("{class:?}")).collect::<Vec<_>>(), declared);
        for (at, class) in Class::all().enumerate() {
            let entry = class.entry();
            assert_eq!(serde_json::to_string(&class).unwrap(), format!("\"{}\"", class.as_str()));
            assert!(!entry.brief.is_empty(), "{class:?}");
            if let Some(parent) = class.parent() {
                assert!(Class::all().take(at).any(|earlier| earlier == parent), "{class:?}");
                assert_eq!(parent.entry().nature, entry.nature, "{class:?}");
                assert!(entry.retryable || !parent.entry().retryable, "{class:?}");
            }
        }
        // Never a failure, and so never under one.
        assert_eq!(Class::OutcomeUnknown.entry().nature, Nature::Unended);
        assert_eq!(Class::OutcomeUnknown.parent(), None);
    }
}
