//! The items of a bulk payout: where each one stands, by its place in the input.

use super::endpoint::{CreateTransfer, Transfer};
use super::status::TransferStatus;
use crate::code::Code;
use crate::context::Context;
use crate::outcome::{Doubt, FieldError, NotSent, Outcome, Plan, Refusal, Unknown, Unsent};
use crate::record::Alarm;
use crate::status::{Source, apply};
use crate::value::{Amount, Mode, OpId, Provider, Reference, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// How a bulk payout ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payouts {
    /// One entry per payout of the order, in its order.
    pub items: Vec<PayoutItem>,
}

/// How one payout ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutItem {
    /// Its place in the order, from 0.
    pub index: i64,
    /// Its `ext_id`.
    pub ext_id: Reference,
    /// How it ended.
    pub outcome: Outcome<Transfer>,
}

/// One payout as a record keeps it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) ext_id: Reference,
    pub(crate) amount: Amount,
    pub(crate) wallet: Provider,
    /// The recipient's number as a fingerprint made with the key.
    pub(crate) recipient: String,
    standing: Standing,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Standing {
    Waiting,
    /// In the batch under way.
    HandedOver,
    /// Accepted; `reference` once the list showed it.
    Queued {
        reference: Option<Reference>,
        status: Option<TransferStatus>,
    },
    /// May or may not have been accepted.
    Doubtful {
        why: Doubt,
    },
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

/// All payouts of an order.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Items {
    list: Vec<Item>,
    /// The vendor's last word on each, kept for the outcome only.
    #[serde(skip)]
    seen: BTreeMap<String, Transfer>,
    /// `ext_id` to place; rebuilt after a resume.
    #[serde(skip)]
    places: BTreeMap<String, usize>,
}

impl Items {
    pub(crate) fn new(ctx: &Context, transfers: &[CreateTransfer]) -> Self {
        let list = transfers
            .iter()
            .map(|transfer| Item {
                ext_id: transfer.ext_id.clone(),
                amount: transfer.amount,
                wallet: transfer.wallet.clone(),
                recipient: ctx.fingerprint(&transfer.phone),
                standing: Standing::Waiting,
            })
            .collect();
        let mut items = Self { list, seen: BTreeMap::new(), places: BTreeMap::new() };
        items.index();
        items
    }

    /// The same payouts in the same places, wherever each stands.
    pub(crate) fn are_ordered_as(&self, other: &Self) -> bool {
        let ordered =
            |item: &Item| (item.ext_id.clone(), item.amount, item.wallet.clone(), item.recipient.clone());
        self.list.iter().map(ordered).eq(other.list.iter().map(ordered))
    }

    fn index(&mut self) {
        self.places = self
            .list
            .iter()
            .enumerate()
            .map(|(place, item)| (item.ext_id.as_str().to_owned(), place))
            .collect();
    }

    /// After a crash the batch under way may have arrived.
    pub(crate) fn crashed(&mut self) {
        self.index();
        if planted!(17) {
            self.unsend_handed_over(NotSent { why: Unsent::Forgotten, doubt: None, excess: None });
        }
        self.doubt_handed_over(Doubt::Crashed);
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn get(&self, place: usize) -> Option<&Item> {
        self.list.get(place)
    }

    pub(crate) fn place_of(&self, ext_id: &str) -> Option<usize> {
        self.places.get(ext_id).copied()
    }

    pub(crate) fn knows(&self, reference: &Reference) -> bool {
        self.list.iter().any(|item| {
            matches!(&item.standing, Standing::Queued { reference: Some(known), .. } if known == reference)
        })
    }

    pub(crate) fn ids_from(&self, place: usize) -> Vec<String> {
        self.list.iter().skip(place).map(|item| item.ext_id.as_str().to_owned()).collect()
    }

    pub(crate) fn forget(&mut self, place: usize) {
        let unsent = NotSent { why: Unsent::Forgotten, doubt: None, excess: None };
        if let Some(item) = self.list.get_mut(place) {
            item.standing = Standing::NotSent { unsent };
        }
    }

    pub(crate) fn hand_over(&mut self, places: Range<usize>) {
        let count = places.len();
        for item in self.list.iter_mut().skip(places.start).take(count) {
            if matches!(item.standing, Standing::Waiting) {
                item.standing = Standing::HandedOver;
            }
        }
    }

    pub(crate) fn handed_over_by_id(&self, ext_id: &str) -> Option<usize> {
        let place = self.place_of(ext_id)?;
        matches!(self.list.get(place)?.standing, Standing::HandedOver).then_some(place)
    }

    pub(crate) fn queue_handed_over(&mut self) {
        self.each_handed_over(|| Standing::Queued { reference: None, status: None });
    }

    pub(crate) fn doubt_handed_over(&mut self, why: Doubt) {
        self.each_handed_over(|| Standing::Doubtful { why });
    }

    pub(crate) fn unsend_handed_over(&mut self, unsent: NotSent) {
        self.each_handed_over(|| Standing::NotSent { unsent });
    }

    pub(crate) fn reject_handed_over(&mut self, refusal: &Refusal) {
        let errors: Vec<String> = refusal.field_errors.iter().map(|error| error.message.clone()).collect();
        let errors = if errors.is_empty() { vec![refusal.message.clone()] } else { errors };
        let errors = redacted(&errors);
        self.each_handed_over(|| Standing::Refused { code: refusal.code.clone(), errors: errors.clone() });
    }

    pub(crate) fn reject(&mut self, place: usize, errors: &[FieldError]) {
        let lines: Vec<_> =
            errors.iter().map(|error| format!("{}: {}", error.field, error.message)).collect();
        let errors = redacted(&lines);
        if let Some(item) = self.list.get_mut(place) {
            item.standing = Standing::Refused { code: Code::Validation, errors };
        }
    }

    pub(crate) fn unsend_from(&mut self, place: usize, unsent: NotSent) {
        for item in self.list.iter_mut().skip(place) {
            item.standing = Standing::NotSent { unsent };
        }
    }

    fn each_handed_over(&mut self, standing: impl Fn() -> Standing) {
        for item in self.list.iter_mut().filter(|item| matches!(item.standing, Standing::HandedOver)) {
            item.standing = standing();
        }
    }

    /// Takes what the vendor's list says; true when something changed.
    pub(crate) fn observe(&mut self, transfers: &[Transfer], mode: Mode, alarms: &mut Vec<Alarm>) -> bool {
        // By reference, for a list may show a payment twice.
        let mut found: BTreeMap<usize, BTreeMap<&str, &Transfer>> = BTreeMap::new();
        for transfer in transfers {
            if let Some(place) = transfer.ext_id.as_deref().and_then(|id| self.place_of(id)) {
                found.entry(place).or_default().insert(transfer.reference.as_str(), transfer);
            }
        }
        let mut changed = false;
        for (place, transfers) in found {
            let Some(item) = self.list.get_mut(place) else { continue };
            let mut transfers = transfers.into_values();
            let (Some(transfer), None) = (transfers.next(), transfers.next()) else {
                changed |= item.doubled();
                continue;
            };
            changed |= item.take(transfer, mode, alarms);
            self.seen.insert(item.ext_id.as_str().to_owned(), (*transfer).clone());
        }
        changed
    }

    /// Every payout has ended, and the vendor's last word on each paid one is at hand: after a resume
    /// it has to be read again.
    pub(crate) fn all_ended(&self) -> bool {
        self.list.iter().all(|item| {
            item.has_ended() && (!item.is_settled() || self.seen.contains_key(item.ext_id.as_str()))
        })
    }

    pub(crate) fn any_unknown(&self) -> bool {
        !self.all_ended() || self.list.iter().any(|item| matches!(item.standing, Standing::Odd { .. }))
    }

    pub(crate) fn outcomes(&self, op: &OpId, last_sent: Time) -> Payouts {
        let items = self.list.iter().enumerate().map(|(place, item)| PayoutItem {
            index: i64::try_from(place).unwrap_or(i64::MAX),
            ext_id: item.ext_id.clone(),
            outcome: item.outcome(self.seen.get(item.ext_id.as_str()), op, last_sent),
        });
        Payouts { items: items.collect() }
    }
}

impl Item {
    /// Two payments carry this payout's id.
    fn doubled(&mut self) -> bool {
        let news = matches!(
            &self.standing,
            Standing::HandedOver | Standing::Doubtful { .. } | Standing::Queued { .. }
        ) && !matches!(&self.standing, Standing::Doubtful { why: Doubt::Ambiguous });
        if news {
            self.standing = Standing::Doubtful { why: Doubt::Ambiguous };
        }
        news
    }

    fn take(&mut self, transfer: &Transfer, mode: Mode, alarms: &mut Vec<Alarm>) -> bool {
        let known = match &self.standing {
            Standing::Queued { status, .. } => status.clone(),
            Standing::HandedOver | Standing::Doubtful { .. } => None,
            // Refused or never sent, and yet there: another operation used this id.
            Standing::Waiting
            | Standing::Refused { .. }
            | Standing::NotSent { .. }
            | Standing::Odd { .. } => {
                return false;
            }
        };
        let wrong_mode = mode.contradicts(transfer.live_mode);
        let wrong_amount = transfer.amount.is_some_and(|amount| amount != self.amount);
        if wrong_mode || wrong_amount {
            let why = if wrong_mode { Doubt::ModeMismatch } else { Doubt::AmountMismatch };
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

    fn is_settled(&self) -> bool {
        matches!(&self.standing, Standing::Queued { status: Some(TransferStatus::Success), .. })
    }

    fn has_ended(&self) -> bool {
        match &self.standing {
            Standing::Queued { status, .. } => {
                matches!(status, Some(TransferStatus::Success | TransferStatus::Failed))
            }
            Standing::Refused { .. } | Standing::NotSent { .. } | Standing::Odd { .. } => true,
            Standing::Waiting | Standing::HandedOver | Standing::Doubtful { .. } => false,
        }
    }

    fn outcome(&self, seen: Option<&Transfer>, op: &OpId, last_sent: Time) -> Outcome<Transfer> {
        let doubt = |why, reference: Option<Reference>| Outcome::Unknown {
            unknown: Unknown {
                op_id: op.clone(),
                our_reference: Some(self.ext_id.clone()),
                plan: if reference.is_some() { Plan::Fetch } else { Plan::SearchById },
                provider_reference: reference,
                attempts: 1,
                last_sent,
                why,
                http_status: None,
                code: None,
                excess: None,
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
                _ => doubt(Doubt::StillOpen, reference.clone()),
            },
            Standing::Waiting | Standing::HandedOver => doubt(Doubt::Crashed, None),
            Standing::Doubtful { why } => doubt(*why, None),
            Standing::Odd { why, reference } => doubt(*why, Some(reference.clone())),
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
fn redacted(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| crate::redact::redact(line)).collect()
}
