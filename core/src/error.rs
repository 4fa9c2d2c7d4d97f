//! What can be wrong before anything is sent.

use crate::value::{OpId, likely};
use serde::{Deserialize, Serialize};

/// Bad input, a bad record or a webhook that must not be trusted. Nothing was sent.
///
/// What happens to a payment after it was sent is never an error but an [`Outcome`](crate::Outcome).
/// No text in here ever holds a key, an OTP or a phone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PaymentError {
    /// A value that the vendor would refuse, or that would be dangerous to send.
    Invalid {
        /// Which field, by the path the caller knows: `amount`, `items[3].phone`.
        field: String,
        /// What was wrong with it.
        problem: String,
        /// What is allowed.
        allowed: String,
        /// Which of these was likely meant.
        #[serde(default)]
        suggestion: Option<String>,
    },
    /// A stored record cannot be resumed with this client.
    Record {
        /// Why: unreadable, a newer version, another vendor, test against live.
        problem: String,
    },
    /// Another process goes on with this operation: nothing is wrong with it, and its end will stand in the
    /// journal.
    Busy {
        /// The operation's id.
        op_id: OpId,
    },
    /// The journal knows no operation of this id: it was never begun, or is in another journal.
    NotFound {
        /// The id, as it was given.
        op_id: String,
    },
    /// A webhook or callback must not be believed.
    Webhook {
        /// Why: no key, wrong signature, too large, not the documented shape.
        problem: String,
    },
}

impl PaymentError {
    /// A refusal of one field.
    pub fn invalid(field: impl Into<String>, problem: impl Into<String>, allowed: impl Into<String>) -> Self {
        Self::Invalid {
            field: field.into(),
            problem: problem.into(),
            allowed: allowed.into(),
            suggestion: None,
        }
    }

    /// A refusal of a word that is none of these, with the one that was likely meant.
    pub(crate) fn unknown_word(field: &str, problem: &str, given: &str, words: &[&str]) -> Self {
        Self::Invalid {
            field: field.to_owned(),
            problem: problem.to_owned(),
            allowed: words.join(", "),
            suggestion: likely(given, words).map(str::to_owned),
        }
    }

    /// A refusal of a stored record.
    pub fn record(problem: impl Into<String>) -> Self {
        Self::Record { problem: problem.into() }
    }

    /// A refusal of a webhook.
    pub fn webhook(problem: impl Into<String>) -> Self {
        Self::Webhook { problem: problem.into() }
    }

    /// The same refusal, said of another field: how an order names its parts.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        if let Self::Invalid { field, .. } = &mut self {
            *field = path.into();
        }
        self
    }

    /// The field that was refused, if one was.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid { field, .. } => Some(field),
            _ => None,
        }
    }
}

impl std::error::Error for PaymentError {}
