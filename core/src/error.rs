//! What can be wrong before anything is sent.

use serde::{Deserialize, Serialize};
use std::fmt;

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
    },
    /// A stored record cannot be resumed with this client.
    Record {
        /// Why: unreadable, a newer version, another vendor, test against live.
        problem: String,
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
        Self::Invalid { field: field.into(), problem: problem.into(), allowed: allowed.into() }
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
    pub fn at(self, path: impl Into<String>) -> Self {
        match self {
            Self::Invalid { problem, allowed, .. } => Self::Invalid { field: path.into(), problem, allowed },
            other => other,
        }
    }
}

impl fmt::Display for PaymentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { field, problem, allowed } => write!(f, "{field}: {problem}; allowed: {allowed}"),
            Self::Record { problem } => write!(f, "record: {problem}"),
            Self::Webhook { problem } => write!(f, "webhook: {problem}"),
        }
    }
}

impl std::error::Error for PaymentError {}
