//! What is kept of an operation so that another process can go on with it.
//!
//! A record holds what is needed to find out, never the answer itself: no key, no OTP, no phone
//! number but masked (`76••••01`), no Woyofal token. Of the vendor's instruction to a payer his number alone is masked. A bill's record does hold the meter or customer number and the callback
//! address, for the payment may have to be sent again. Its `state` belongs to the library; the rest is for the journal.
//!
//! It is sealed with a secret derived from the key, all of it: one that was written or changed by somebody
//! who has no key is refused. What a seal cannot tell is that a newer one was there before: who may write
//! the journal can take a record away, or put an old one back.

use crate::code::Code;
use crate::error::PaymentError;
use crate::given::{At, Given, Kind, Read, Terms, filled, of_shape};
use crate::machine::Prompt;
use crate::outcome::{NotSent, Outcome, Refund, Refusal};
use crate::senfenico::Progress;
use crate::status::Applied;
use crate::value::{Amount, Mode, OpId, Reference, Time};
use crate::vendor::Vendor;
use crate::words::Ended;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The version of [`Record::state`] this library writes.
pub const RECORD_VERSION: i64 = 2;

/// A stored operation.
///
/// A journal keeps the newest record per `op_id`, refuses one whose `sequence` is not exactly one
/// more than what it holds (another process was faster), and refuses a `reference` that another
/// `op_id` holds ([`Event::Taken`](crate::Event::Taken)).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The version of `state`.
    pub version: i64,
    /// The operation.
    pub op_id: OpId,
    /// 1 for the first record of the operation, then 2, 3, …
    pub sequence: i64,
    /// Whose payment.
    pub vendor: Vendor,
    /// Test or live: a record is only resumed with a key of the same mode.
    pub mode: Mode,
    /// What kind of operation, such as `collect` or `pay_bill`.
    pub operation: String,
    /// How it stands.
    pub stage: Stage,
    /// The vendor's reference, once known; unique per vendor and mode.
    pub reference: Option<Reference>,
    /// The id we gave the payment at the vendor (`ext_id`, `externalTransactionId`), if it takes one:
    /// what a callback that comes before the vendor's answer is matched by.
    pub our_reference: Option<Reference>,
    /// Everything else, as JSON; its last member is the seal. Keep it to the byte.
    pub state: String,
}

/// How a stored operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// On its way: resume it after a crash.
    Open,
    /// Handed over with an unknown outcome: resuming it looks again.
    Unknown,
    /// Ended: resuming it only reports.
    Closed,
}

/// Something a person should look at although the operation goes on or ended well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// What was unusual: a late success, or a regression.
    pub applied: Applied,
    /// The status word known before.
    pub known: String,
    /// The status word seen then.
    pub seen: String,
}

/// A try that ended before anything of it reached the vendor; after it the same id began anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierTry {
    /// 1 for the first one under this id.
    pub number: i64,
    /// Why nothing happened at the vendor.
    pub unsent: NotSent,
    /// When the next one began.
    pub until: Time,
}

/// How many tries a record remembers: a shop may press the button all day.
const TRIES_KEPT: usize = 16;

/// What a record's state says again of what stands beside it.
pub(crate) trait Remembers {
    fn ending(&self) -> Option<&Ending>;
    fn stage(&self) -> Stage {
        self.ending().map_or(Stage::Open, Ending::stage)
    }
    /// Why nothing of it reached the vendor, if that is certain of every attempt of every process: then
    /// its id may begin anew.
    fn unsent(&self) -> Option<NotSent>;
    fn reference(&self) -> Option<&Reference> {
        None
    }
    fn our_reference(&self) -> Option<&Reference> {
        None
    }
    fn amount(&self) -> Option<Amount> {
        None
    }
    /// The payer's number, masked.
    fn payer(&self) -> Option<String> {
        None
    }
    fn progress(&self) -> Option<Progress> {
        None
    }
    /// What the payer has to be shown while it waits for him.
    fn to_show(&self) -> Option<Prompt> {
        None
    }
    /// Since when the vendor is asked what became of it, along a ladder: it is proven to be ours, and nothing is lost
    /// or has to be read at once.
    fn followed_since(&self) -> Option<Time> {
        None
    }
}

/// Why nothing of an operation that ended so reached the vendor; `trace`: something says that it did.
pub(crate) fn unsent(ending: Option<&Ending>, trace: bool) -> Option<NotSent> {
    match ending {
        Some(Ending::NotSent { unsent }) if !trace => Some(*unsent),
        _ => None,
    }
}

filled! {
    Record { version, op_id, sequence, vendor, mode, operation, stage, reference, our_reference, state, }
    open = true
}

/// What a journal hands out is refused as a record, whatever is wrong with it; anything else in its place is a
/// wrong argument.
impl Read for Record {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let is_one = match &given {
            Given::Object(object) => object.class.as_deref().is_none_or(|class| class == "Record"),
            _ => false,
        };
        let another = match given.wrong(Self::KIND, at) {
            PaymentError::Invalid { field, problem, .. } if !is_one => {
                PaymentError::invalid(field, problem, at.terms().record)
            }
            _ => PaymentError::record("its parts cannot be read"),
        };
        of_shape(given, at).map_err(|_| another)
    }
}

impl Record {
    /// Reads a record that was given out before.
    ///
    /// # Errors
    /// [`PaymentError::Record`] when its parts cannot be read; [`PaymentError::Invalid`] for what is no record.
    pub fn read(given: Given<'_>, terms: &Terms) -> Result<Self, PaymentError> {
        Read::read(given, &At::new("record", terms))
    }

    /// Is it of the operation that the journal was asked for? A seal says that a record is ours, not that the
    /// journal keeps it under its own id.
    pub(crate) fn is_under(&self, op_id: &str) -> Result<(), PaymentError> {
        if self.op_id.as_str() == op_id {
            return Ok(());
        }
        Err(PaymentError::record("of another operation than the journal was asked for"))
    }

    /// The tries under this id that came before, the oldest first: those of which nothing reached the vendor.
    /// Of many the newest ones; their numbers tell how many there were.
    pub fn earlier(&self) -> Vec<EarlierTry> {
        #[derive(Default, Deserialize)]
        struct History {
            #[serde(default)]
            earlier: Vec<EarlierTry>,
        }
        // Most have none, and the state of many payouts is long.
        if !self.state.contains("\"earlier\":[") {
            return Vec::new();
        }
        crate::json::from_str::<History>(&self.state).unwrap_or_default().earlier
    }

    /// The same and this one, when its id begins anew.
    pub(crate) fn earlier_with(&self, unsent: NotSent, until: Time) -> Vec<EarlierTry> {
        let mut tries = self.earlier();
        let number = tries.last().map_or(0, |last| last.number).saturating_add(1);
        tries.push(EarlierTry { number, unsent, until });
        tries.split_off(tries.len().saturating_sub(TRIES_KEPT))
    }

    /// Do its parts say the same?
    pub(crate) fn agrees_with(&self, memo: &impl Remembers) -> bool {
        // The charge that a code is for is no id that we gave.
        let ours = memo.our_reference().filter(|_| self.operation != "submit_otp");
        (self.stage, self.reference.as_ref(), self.our_reference.as_ref())
            == (memo.stage(), memo.reference(), ours)
    }
}

/// How an operation ended, as a record keeps it: without the answer and the vendor's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "Flat")]
pub(crate) enum Ending {
    Settled,
    Rejected { code: Code, http_status: Option<u16>, refund: Option<Refund> },
    NotSent { unsent: NotSent },
    Unknown,
}

/// The same as it is read: what reads by a tag keeps everything aside first, with code for every kind of value.
#[derive(Deserialize)]
struct Flat {
    kind: Ended,
    code: Option<Code>,
    http_status: Option<u16>,
    refund: Option<Refund>,
    unsent: Option<NotSent>,
}

impl TryFrom<Flat> for Ending {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        let Flat { kind, code, http_status, refund, unsent } = flat;
        Ok(match kind {
            Ended::Settled => Self::Settled,
            Ended::Rejected => Self::Rejected { code: code.ok_or("no code")?, http_status, refund },
            Ended::NotSent => Self::NotSent { unsent: unsent.ok_or("no reason")? },
            Ended::Unknown => Self::Unknown,
        })
    }
}

impl Ending {
    pub(crate) fn of<T>(outcome: &Outcome<T>) -> Self {
        match outcome {
            Outcome::Settled { .. } => Self::Settled,
            Outcome::Rejected { refusal } => Self::Rejected {
                code: refusal.code.clone(),
                http_status: refusal.http_status,
                refund: refusal.refund,
            },
            Outcome::NotSent { unsent } => Self::NotSent { unsent: *unsent },
            Outcome::Unknown { .. } => Self::Unknown,
        }
    }

    pub(crate) const fn stage(&self) -> Stage {
        match self {
            Self::Unknown => Stage::Unknown,
            _ => Stage::Closed,
        }
    }

    /// The outcome again, where no vendor needs to be asked for it.
    pub(crate) fn outcome<T>(&self) -> Option<Outcome<T>> {
        match self {
            Self::Rejected { code, http_status, refund } => Some(Outcome::Rejected {
                refusal: Refusal {
                    http_status: *http_status,
                    refund: *refund,
                    ..Refusal::concluded(code.clone())
                },
            }),
            Self::NotSent { unsent } => Some(Outcome::NotSent { unsent: *unsent }),
            Self::Settled | Self::Unknown => None,
        }
    }
}

impl fmt::Debug for Record {
    /// Without the state, which may name a customer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("op_id", &self.op_id)
            .field("sequence", &self.sequence)
            .field("operation", &self.operation)
            .field("stage", &self.stage)
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::{FieldError, Unsent};

    /// Once more after it was written down and read.
    fn kept(outcome: &Outcome<()>) -> Ending {
        serde_json::from_str(&serde_json::to_string(&Ending::of(outcome)).unwrap()).unwrap()
    }

    #[test]
    fn a_refusal_is_told_again_without_the_vendors_words() {
        let refund = Some(Refund { amount: Amount::new(1_050).ok(), seen: true });
        let told = Refusal {
            code: Code::InsufficientFunds,
            http_status: Some(402),
            message: "76000001 has no money".to_owned(),
            field_errors: vec![FieldError { field: "phone".to_owned(), message: "76000001".to_owned() }],
            refund,
        };
        let ending = kept(&Outcome::Rejected { refusal: told });
        let Some(Outcome::Rejected::<()> { refusal }) = ending.outcome() else { panic!("{ending:?}") };
        assert_eq!((&refusal.code, refusal.http_status), (&Code::InsufficientFunds, Some(402)));
        assert_eq!((refusal.refund, refusal.field_errors.len()), (refund, 0));
        assert_eq!(refusal.message, Code::InsufficientFunds.description());
        assert_eq!(ending.stage(), Stage::Closed);
    }

    #[test]
    fn only_what_ended_not_sent_and_left_no_trace_begins_anew() {
        let reason = NotSent { why: Unsent::Unreachable, doubt: None, excess: None };
        let ending = Ending::NotSent { unsent: reason };
        assert_eq!((unsent(Some(&ending), false), unsent(Some(&ending), true)), (Some(reason), None));
        let refused = Ending::Rejected { code: Code::NoBill, http_status: None, refund: None };
        for other in [None, Some(&Ending::Settled), Some(&refused), Some(&Ending::Unknown)] {
            assert_eq!(unsent(other, false), None, "{other:?}");
        }
    }

    #[test]
    fn what_the_vendor_must_be_asked_for_is_not_told_from_a_record() {
        let unsent = NotSent { why: Unsent::Stopped, doubt: None, excess: None };
        let ending = kept(&Outcome::NotSent { unsent });
        assert_eq!(
            (ending.stage(), ending.outcome::<()>()),
            (Stage::Closed, Some(Outcome::NotSent { unsent }))
        );
        let ending = kept(&Outcome::Settled { value: () });
        assert_eq!((ending.stage(), ending.outcome::<()>()), (Stage::Closed, None));
        assert_eq!((Ending::Unknown.stage(), Ending::Unknown.outcome::<()>()), (Stage::Unknown, None));
    }
}
