//! One payout of a bulk payout: where it stands, and what that comes to.

use super::endpoint::{FailedTransfer, Transfer};
use super::progress::Count;
use super::status::TransferStatus;
use crate::code::Code;
use crate::context::Context;
use crate::outcome::{Doubt, Excess, FieldError, NotSent, Outcome, Plan, Refusal, Unknown};
use crate::reason::{for_record, is_reason};
use crate::record::Alarm;
use crate::status::{Source, apply};
use crate::value::{Amount, OpId, Personal, Phone, Provider, Reference, Time};
use serde::{Deserialize, Serialize};

/// One payout as a record keeps it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) ext_id: Reference,
    pub(crate) amount: Amount,
    pub(crate) wallet: Provider,
    /// The recipient's number as a fingerprint made with the key.
    pub(crate) recipient: String,
    pub(super) standing: Standing,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "Flat")]
pub(super) enum Standing {
    Waiting,
    /// In the batch under way.
    HandedOver,
    /// Accepted; `reference` once the list showed it.
    Queued {
        reference: Option<Reference>,
        status: Option<TransferStatus>,
    },
    /// May or may not have been accepted.
    Doubtful(Lost),
    Refused {
        code: Code,
        errors: Vec<String>,
    },
    NotSent {
        unsent: NotSent,
    },
    /// The vendor shows something else under this id.
    Odd {
        why: Doubt,
        reference: Reference,
    },
}

/// The same as it is read: see [`Ending`](crate::record::Ending).
#[derive(Deserialize)]
struct Flat {
    kind: Kind,
    reference: Option<Reference>,
    status: Option<TransferStatus>,
    why: Option<Doubt>,
    http_status: Option<u16>,
    code: Option<Code>,
    excess: Option<Excess>,
    errors: Option<Vec<String>>,
    unsent: Option<NotSent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Waiting,
    HandedOver,
    Queued,
    Doubtful,
    Refused,
    NotSent,
    Odd,
}

impl TryFrom<Flat> for Standing {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        const MISSING: &str = "a part is missing";
        let Flat { kind, reference, status, why, http_status, code, excess, errors, unsent } = flat;
        Ok(match kind {
            Kind::Waiting => Self::Waiting,
            Kind::HandedOver => Self::HandedOver,
            Kind::Queued => Self::Queued { reference, status },
            Kind::Doubtful => Self::Doubtful(Lost { why: why.ok_or(MISSING)?, http_status, code, excess }),
            Kind::Refused => Self::Refused { code: code.ok_or(MISSING)?, errors: errors.ok_or(MISSING)? },
            Kind::NotSent => Self::NotSent { unsent: unsent.ok_or(MISSING)? },
            Kind::Odd => Self::Odd { why: why.ok_or(MISSING)?, reference: reference.ok_or(MISSING)? },
        })
    }
}

/// How a batch was lost.
#[derive(Clone, Serialize)]
pub(crate) struct Lost {
    why: Doubt,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    http_status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<Code>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    excess: Option<Excess>,
}

impl From<Doubt> for Lost {
    fn from(why: Doubt) -> Self {
        Self { why, http_status: None, code: None, excess: None }
    }
}

impl From<Unknown> for Lost {
    fn from(unknown: Unknown) -> Self {
        let Unknown { why, http_status, code, excess, .. } = unknown;
        Self { why, http_status, code: code.map(for_record), excess }
    }
}

impl Item {
    /// Two payments carry this payout's id.
    pub(super) fn doubled(&mut self) -> bool {
        let news =
            matches!(&self.standing, Standing::HandedOver | Standing::Doubtful(_) | Standing::Queued { .. })
                && !self.is_ambiguous();
        if news {
            self.standing = Standing::Doubtful(Doubt::Ambiguous.into());
        }
        news
    }

    const fn is_ambiguous(&self) -> bool {
        matches!(&self.standing, Standing::Doubtful(Lost { why: Doubt::Ambiguous, .. }))
    }

    /// Accepted or lost, so that the list has to tell.
    pub(super) const fn is_looked_for(&self) -> bool {
        matches!(&self.standing, Standing::HandedOver | Standing::Doubtful(_) | Standing::Queued { .. })
            && !self.is_ambiguous()
    }

    /// Takes a refusal, if what it echoes is this payout: else it says nothing of it for certain.
    /// `fresh`: the fingerprint is this key's.
    pub(super) fn reject(&mut self, failed: &FailedTransfer, ctx: &Context, fresh: bool) {
        let other_amount = failed.amount.is_some_and(|amount| amount != self.amount);
        if other_amount || (fresh && self.is_for_another(failed.recipient_phone.as_ref(), ctx)) {
            self.standing = Standing::Doubtful(Doubt::Foreign.into());
            return;
        }
        let named = failed.errors.iter().map(|error| Code::from(error.message.trim())).find(is_reason);
        let lines = failed.errors.iter().map(|error| format!("{}: {}", error.field, error.message));
        let errors = redacted(lines);
        self.standing = Standing::Refused { code: named.unwrap_or(Code::Validation), errors };
    }

    /// Does the vendor name another number than was ordered, as far as both can be compared?
    fn is_for_another(&self, phone: Option<&Personal>, ctx: &Context) -> bool {
        let phone = phone.and_then(|phone| Phone::parse(phone.expose()).ok());
        phone.is_some_and(|phone| !ctx.keys.recognises(&phone, &self.recipient))
    }

    pub(super) fn take(
        &mut self,
        transfer: &Transfer,
        ctx: &Context,
        fresh: bool,
        alarms: &mut Vec<Alarm>,
    ) -> bool {
        let known = match &self.standing {
            Standing::Queued { status, .. } => status.clone(),
            Standing::HandedOver | Standing::Doubtful(_) => None,
            // Refused or never sent, and yet there: another operation used this id.
            Standing::Waiting
            | Standing::Refused { .. }
            | Standing::NotSent { .. }
            | Standing::Odd { .. } => {
                return false;
            }
        };
        let new = !matches!(&self.standing,
            Standing::Queued { reference: Some(known), .. } if *known == transfer.reference);
        let odd = if ctx.mode.contradicts(transfer.live_mode) {
            Some(Doubt::ModeMismatch)
        } else if transfer.amount.is_some_and(|amount| amount != self.amount) {
            Some(Doubt::AmountMismatch)
        } else if fresh && new && self.is_for_another(transfer.recipient_phone.as_ref(), ctx) {
            Some(Doubt::Foreign)
        } else {
            None
        };
        if let Some(why) = odd {
            self.standing = Standing::Odd { why, reference: transfer.reference.clone() };
            return true;
        }
        let (status, applied) = apply(known.as_ref(), &transfer.status, Source::Fetch);
        if applied.is_alarm() {
            let before = known.as_ref().map_or("", TransferStatus::as_str).to_owned();
            alarms.push(Alarm { applied, known: before, seen: transfer.status.as_str().to_owned() });
        }
        let changed = known != status;
        self.standing = Standing::Queued { reference: Some(transfer.reference.clone()), status };
        changed
    }

    /// See `Items::progress`.
    pub(super) const fn counts_as(&self, held: bool, over: bool) -> Count {
        match &self.standing {
            Standing::HandedOver if held => Count::Waiting,
            Standing::Queued { status: Some(TransferStatus::Success), .. } => Count::Settled,
            Standing::Queued { status: Some(TransferStatus::Failed), .. } | Standing::Refused { .. } => {
                Count::Refused
            }
            Standing::HandedOver | Standing::Queued { .. } if !over => Count::UnderWay,
            Standing::HandedOver | Standing::Queued { .. } | Standing::Doubtful(_) | Standing::Odd { .. } => {
                Count::Unknown
            }
            Standing::NotSent { .. } => Count::NotSent,
            Standing::Waiting => Count::Waiting,
        }
    }

    pub(super) fn is_settled(&self) -> bool {
        matches!(&self.standing, Standing::Queued { status: Some(TransferStatus::Success), .. })
    }

    pub(super) fn is_made(&self) -> bool {
        matches!(&self.standing, Standing::Queued { reference: Some(_), .. })
    }

    pub(super) fn has_ended(&self) -> bool {
        match &self.standing {
            Standing::Queued { status, .. } => {
                matches!(status, Some(TransferStatus::Success | TransferStatus::Failed))
            }
            Standing::Refused { .. } | Standing::NotSent { .. } | Standing::Odd { .. } => true,
            Standing::Waiting | Standing::HandedOver | Standing::Doubtful(_) => false,
        }
    }

    pub(super) fn outcome(&self, seen: Option<&Transfer>, op: &OpId, last_sent: Time) -> Outcome<Transfer> {
        let doubt = |lost: Lost, reference: Option<Reference>| Outcome::Unknown {
            unknown: Unknown {
                op_id: op.clone(),
                our_reference: Some(self.ext_id.clone()),
                plan: if reference.is_some() { Plan::Fetch } else { Plan::SearchById },
                provider_reference: reference,
                attempts: 1,
                last_sent,
                why: lost.why,
                http_status: lost.http_status,
                code: lost.code,
                excess: lost.excess,
                bill_paid: None,
            },
        };
        match &self.standing {
            Standing::Queued { reference, status } => match (status, seen) {
                (Some(TransferStatus::Success), Some(transfer)) => {
                    Outcome::Settled { value: transfer.clone() }
                }
                (Some(TransferStatus::Failed), _) => {
                    Outcome::Rejected { refusal: Refusal::concluded(Code::PaymentFailed) }
                }
                _ => doubt(Doubt::StillOpen.into(), reference.clone()),
            },
            Standing::Waiting | Standing::HandedOver => doubt(Doubt::Crashed.into(), None),
            Standing::Doubtful(lost) => doubt(lost.clone(), None),
            Standing::Odd { why, reference } => doubt((*why).into(), Some(reference.clone())),
            Standing::NotSent { unsent } => Outcome::NotSent { unsent: *unsent },
            Standing::Refused { code, errors } => {
                let mut refusal = Refusal::concluded(code.clone());
                if let Some(first) = errors.first() {
                    refusal.message.clone_from(first);
                }
                refusal.field_errors = errors
                    .iter()
                    .map(|line| FieldError { field: self.ext_id.as_str().to_owned(), message: line.clone() })
                    .collect();
                Outcome::Rejected { refusal }
            }
        }
    }
}

/// Records hold no phone number, not even in the vendor's words.
pub(super) fn redacted(lines: impl IntoIterator<Item = String>) -> Vec<String> {
    lines.into_iter().map(|line| crate::redact::redact(&line)).collect()
}
