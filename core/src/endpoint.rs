//! What a page of a vendor's documentation has to say, for a [`Call`](crate::Call) to ask it.

use crate::code::Code;
use crate::http::{Draft, Response};
use crate::outcome::{Doubt, Excess, Plan, Refusal};
use crate::pace::Lane;
use crate::value::Reference;
use std::fmt;

/// One page of a vendor's documentation: how its request is built and its answer read.
pub trait Endpoint: Clone {
    /// What a good answer holds.
    type Output: Clone;
    /// May it be sent again when it may already have arrived?
    const RESEND: Resend;
    /// How an unknown outcome of it can be found out.
    const PLAN: Plan;
    /// What the vendor counts it among.
    const LANE: Lane = Lane::Single;

    /// The request, without host and key.
    fn draft(&self) -> Draft;

    /// What an answer means.
    fn read(&self, response: &Response) -> Verdict<Self::Output>;

    /// Reads a good answer while it arrives; none for a page whose answers are short.
    fn arriving(&self) -> Option<Box<dyn Arriving<Self::Output>>> {
        None
    }

    /// What makes a well-formed answer no answer to this request, if anything: it names another
    /// reference, another id of ours, or another amount than was asked.
    fn mismatch(&self, _answer: &Self::Output) -> Option<Doubt> {
        None
    }

    /// Whether the answer speaks of real money, if it says so.
    fn live_mode(_answer: &Self::Output) -> Option<bool> {
        None
    }

    /// The id we give the payment at the vendor, if it takes one.
    fn reference(&self) -> Option<Reference> {
        None
    }

    /// The vendor's reference in an answer.
    fn provider_reference(_answer: &Self::Output) -> Option<Reference> {
        None
    }

    /// Is this answer, though well formed, a no? After an uncertain attempt it says nothing of that one.
    fn is_refusal(_answer: &Self::Output) -> bool {
        false
    }
}

/// A long answer that is read as it arrives.
pub trait Arriving<T>: Send + Sync {
    /// Takes the next bytes of the body, cut anywhere. False when nothing that follows would be read.
    fn part(&mut self, bytes: &[u8]) -> bool;

    /// What could be read since this was last asked, to be kept by whoever asks; none when that is nothing.
    fn take(&mut self) -> Option<T>;

    /// What the whole answer means, with what was not taken yet. `head`: its status and headers.
    fn end(self: Box<Self>, head: Response) -> Verdict<T>;

    /// The same, as far as it came.
    fn copied(&self) -> Box<dyn Arriving<T>>;
}

impl<T> Clone for Box<dyn Arriving<T>> {
    fn clone(&self) -> Self {
        self.copied()
    }
}

impl<T> fmt::Debug for dyn Arriving<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Arriving")
    }
}

/// May a request be sent again when an earlier one may have arrived?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resend {
    /// Yes: it has no effect, or its effect harms nobody when doubled.
    Freely,
    /// Only with the same idempotency key, after [`policy::QUIET`](crate::policy::QUIET), and at most
    /// [`policy::KEYED_RESENDS`](crate::policy::KEYED_RESENDS) times.
    AfterQuiet,
    /// No: a second one may be a second payment.
    Never,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<T> {
    /// Yes, and here it is.
    Answer(T),
    /// No, and nothing was applied.
    Refused(Refusal),
    /// The vendor already knows our id (DEXCHANGE's HTTP 409).
    Known(Refusal),
    /// Too frequent: not applied, try later.
    Busy {
        /// The vendor's `Retry-After`, in milliseconds.
        retry_after_ms: Option<i64>,
    },
    /// It may have been applied.
    Uncertain {
        /// What makes it uncertain.
        why: Doubt,
        /// The error code, if one could be read.
        code: Option<Code>,
        /// A vendor's reference found in an answer that broke off: only ever used to fetch.
        hint: Option<Reference>,
        /// By how much the answer passed a limit.
        excess: Option<Excess>,
    },
}

impl<T> Verdict<T> {
    /// The same verdict on another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Verdict<U> {
        match self.split() {
            Ok(value) => Verdict::Answer(change(value)),
            Err(other) => other,
        }
    }

    /// The answer, or what else is said.
    pub(crate) fn split<U>(self) -> Result<T, Verdict<U>> {
        Err(match self {
            Self::Answer(value) => return Ok(value),
            Self::Refused(refusal) => Verdict::Refused(refusal),
            Self::Known(refusal) => Verdict::Known(refusal),
            Self::Busy { retry_after_ms } => Verdict::Busy { retry_after_ms },
            Self::Uncertain { why, code, hint, excess } => Verdict::Uncertain { why, code, hint, excess },
        })
    }

    /// In a word, for tables of tests.
    #[cfg(test)]
    pub(crate) fn said(&self) -> String {
        match self {
            Self::Answer(_) => "answer".to_owned(),
            Self::Refused(refusal) => format!("refused {}", refusal.code.as_str()),
            Self::Known(refusal) => format!("known {}", refusal.code.as_str()),
            Self::Busy { .. } => "busy".to_owned(),
            Self::Uncertain { why, .. } => format!("{why:?}"),
        }
    }

    /// An uncertain answer without further knowledge.
    pub const fn uncertain(why: Doubt) -> Self {
        Self::Uncertain { why, code: None, hint: None, excess: None }
    }
}
