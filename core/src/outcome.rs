//! How an operation ends. `Unknown` is an ending of its own, never a kind of failure.

use crate::code::Code;
use crate::value::{OpId, Reference, Time};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How an operation ended.
#[must_use = "an unknown outcome must be kept and looked into, never dropped"]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome<T> {
    /// The vendor said yes. For a flow: the money arrived, the bill is paid.
    Settled {
        /// The vendor's answer.
        value: T,
    },
    /// The vendor said no, and no money moved (or it is being given back: see the refusal).
    Rejected {
        /// Why, in the vendor's words and in ours.
        refusal: Refusal,
    },
    /// Nothing happened at the vendor: the same order, or a corrected one, may be given again under its id.
    NotSent {
        /// Why not.
        unsent: NotSent,
    },
    /// Money may or may not have moved. Neither success nor failure: keep it, look, or ask.
    Unknown {
        /// What is known and how to find out.
        unknown: Unknown,
    },
}

impl<T> Outcome<T> {
    /// The value, if the operation settled.
    pub fn settled(self) -> Option<T> {
        match self {
            Self::Settled { value } => Some(value),
            _ => None,
        }
    }

    /// The same ending with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Settled { value } => Outcome::Settled { value: change(value) },
            Self::Rejected { refusal } => Outcome::Rejected { refusal },
            Self::NotSent { unsent } => Outcome::NotSent { unsent },
            Self::Unknown { unknown } => Outcome::Unknown { unknown },
        }
    }

    /// The same, of an operation that another process goes on with.
    pub(crate) fn left_to_another(self, op: &OpId, ours: Option<Reference>, plan: Plan) -> Self {
        match self {
            Self::NotSent { unsent } if unsent.why == Unsent::Stopped => {
                let unknown = Unknown::sent(op.clone(), 0, Time::default(), Doubt::StillOpen, plan);
                Self::Unknown { unknown: Unknown { our_reference: ours, ..unknown } }
            }
            other => other,
        }
    }

    /// True for [`Outcome::Unknown`].
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown { .. })
    }
}

/// A definite no.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Which kind of no; its texts in English and French stand in [`Code`].
    pub code: Code,
    /// The HTTP status it came with; absent when a flow concluded it.
    pub http_status: Option<u16>,
    /// The vendor's own message, as it came. May hold personal data: show it, do not log it.
    pub message: String,
    /// The vendor's complaints about single fields (`errors`), one line each.
    pub field_errors: Vec<FieldError>,
    /// Set when a debit was made first and is due back.
    pub refund: Option<Refund>,
}

impl Refusal {
    /// A refusal concluded here rather than read from an answer.
    pub fn concluded(code: Code) -> Self {
        Self {
            message: code.description().to_owned(),
            code,
            http_status: None,
            field_errors: Vec::new(),
            refund: None,
        }
    }
}

/// One complaint of the vendor about one field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name at the vendor; `non_field_errors` for the whole.
    pub field: String,
    /// The complaint, as it came.
    pub message: String,
}

/// Money that was debited and is due back (a Woyofal top-up that failed after PROCESSING).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Amount plus fee, in XOF francs, as far as the vendor told; absent when it did not.
    pub amount: Option<crate::value::Amount>,
    /// True once the vendor's callback showed the balance rising by it.
    pub seen: bool,
}

/// Why nothing happened at the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotSent {
    /// The reason.
    pub why: Unsent,
    /// For a read that was answered unusably: how.
    pub doubt: Option<Doubt>,
    /// With [`Doubt::Oversized`] and [`Doubt::TooDeep`]: the limit that was passed.
    #[serde(default)]
    pub excess: Option<Excess>,
}

/// A limit that an answer passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excess {
    /// How much came: bytes, or levels of nesting. Absent when reading stopped at the limit.
    pub seen: Option<i64>,
    /// How much is taken.
    pub limit: i64,
}

crate::given::shape! { Excess { seen, limit, } open = true }

/// Reasons why nothing happened at the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsent {
    /// The vendor could not be reached.
    Unreachable,
    /// The vendor turned the request away as too frequent, again and again.
    Busy,
    /// A request without effect was sent but never answered usefully.
    Unanswered,
    /// The process died before it was sent, and its details were not given again.
    Forgotten,
    /// Stopped before it was sent.
    Stopped,
}

/// An outcome nobody knows yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// Our operation: the one to resume.
    pub op_id: OpId,
    /// The id we gave the payment at the vendor (`externalTransactionId`, `ext_id`), if it takes one.
    pub our_reference: Option<Reference>,
    /// The vendor's id, if any answer let it be read.
    pub provider_reference: Option<Reference>,
    /// How many times the request was handed to the transport.
    pub attempts: i64,
    /// When it was last handed out.
    pub last_sent: Time,
    /// What made it unknown.
    pub why: Doubt,
    /// The last HTTP status seen, if any.
    pub http_status: Option<u16>,
    /// The last error code seen, if any.
    pub code: Option<Code>,
    /// With [`Doubt::Oversized`] and [`Doubt::TooDeep`]: the limit that was passed.
    #[serde(default)]
    pub excess: Option<Excess>,
    /// How to find out.
    pub plan: Plan,
    /// For a bill: does an inquiry made since show it paid? Paid by *someone*: no proof of who, but
    /// a reason not to pay it again.
    pub bill_paid: Option<bool>,
}

/// What makes an outcome uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The request may have left, and no answer came.
    NoAnswer,
    /// HTTP 5xx.
    ServerError,
    /// An answer that is not JSON, such as an HTML page.
    NotJson,
    /// JSON that is cut or not of the documented shape.
    Malformed,
    /// An answer larger than the cap.
    Oversized,
    /// JSON nested deeper than is read.
    TooDeep,
    /// A well-formed answer about something else than was asked.
    Foreign,
    /// The vendor's list holds an item that cannot be read and may be this payment, or the bill to pay.
    Unreadable,
    /// An unexpected redirect, never followed because the key would follow.
    Redirected,
    /// HTTP 409 of an API that does not say what it means.
    Conflict,
    /// An error code that may stand for a payment already made.
    UncertainCode,
    /// The vendor knows our id from an earlier attempt: that one was accepted.
    AcceptedEarlier,
    /// A refusal now, but an earlier attempt may have gone through.
    RefusedAfterUncertain,
    /// The process died while the request was, or was about to be, under way.
    Crashed,
    /// Several payments at the vendor could be this one.
    Ambiguous,
    /// The vendor's payment already belongs to another operation.
    Taken,
    /// The vendor shows another amount than ordered.
    AmountMismatch,
    /// The vendor shows a live payment for a test key, or the reverse.
    ModeMismatch,
    /// Still not finished when the waiting ended.
    StillOpen,
    /// The vendor does not know the payment it acknowledged.
    Vanished,
}

/// How an unknown outcome can be found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Read it again by the vendor's reference.
    Fetch,
    /// Look for our id in the vendor's list.
    SearchById,
    /// Look for amount, payer and time in the vendor's list.
    SearchByDetails,
    /// Wait for the vendor's callback, or ask its support with our id.
    AwaitCallback,
    /// Ask the vendor's support.
    AskSupport,
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("code", &self.code)
            .field("http_status", &self.http_status)
            .field("message", &crate::redact::redact(&self.message))
            .field("field_errors", &self.field_errors)
            .field("refund", &self.refund)
            .finish()
    }
}

impl fmt::Debug for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, crate::redact::redact(&self.message))
    }
}

impl Unknown {
    /// Of which nothing is known but how often, and when last, it was sent.
    pub(crate) const fn sent(op_id: OpId, attempts: i64, last_sent: Time, why: Doubt, plan: Plan) -> Self {
        Self {
            op_id,
            our_reference: None,
            provider_reference: None,
            attempts,
            last_sent,
            why,
            http_status: None,
            code: None,
            excess: None,
            plan,
            bill_paid: None,
        }
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown")
            .field("op_id", &self.op_id)
            .field("our_reference", &self.our_reference)
            .field("provider_reference", &self.provider_reference)
            .field("attempts", &self.attempts)
            .field("why", &self.why)
            .field("http_status", &self.http_status)
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}
