//! The items of a bulk payout, by their place in the input.

use super::endpoint::{CreateTransfer, FailedTransfer, Transfer};
use super::payout_item::{Item, Lost, Standing, redacted};
use super::progress::Progress;
use crate::context::Context;
use crate::keyring::Keyring;
use crate::outcome::{Doubt, Excess, NotSent, Outcome, Refusal, Unknown, Unsent};
use crate::pursuit::words;
use crate::record::Alarm;
use crate::value::{Amount, List, OpId, Phone, Reference, Time};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How a bulk payout ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payouts {
    /// One entry per payout of the order, in its order. Those not sent while others were need an order of
    /// their own, under another id.
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

/// All payouts of an order.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Items {
    list: Vec<Item>,
    /// The vendor's last word on each, kept for the outcome only.
    #[serde(skip)]
    seen: BTreeMap<String, Transfer>,
    /// `ext_id` in lower case to places; rebuilt after a resume.
    #[serde(skip)]
    places: BTreeMap<String, Vec<usize>>,
    /// Named by items of the vendor's list that cannot be read.
    #[serde(skip)]
    hidden: BTreeSet<usize>,
    /// The limit that the list passed.
    #[serde(skip)]
    limit: Option<(Doubt, Option<Excess>)>,
    /// The fingerprints are made with the key of this process.
    #[serde(skip)]
    fresh: bool,
}

/// More than one.
const SEVERAL: usize = 2;

/// What a list has shown so far of an order's payouts.
#[derive(Clone, Default)]
pub(crate) struct Sieve {
    /// By place, and by reference, for a list may show a payment twice.
    found: BTreeMap<usize, BTreeMap<String, Transfer>>,
    /// Named by items that cannot be read.
    hidden: BTreeSet<usize>,
}

impl Items {
    pub(crate) fn new(ctx: &Context, transfers: &[CreateTransfer]) -> Self {
        let list = transfers
            .iter()
            .map(|transfer| Item {
                ext_id: transfer.ext_id.clone(),
                amount: transfer.amount,
                wallet: transfer.wallet.clone(),
                recipient: ctx.keys.fingerprint(&transfer.phone),
                standing: Standing::Waiting,
            })
            .collect();
        let mut items = Self {
            list,
            seen: BTreeMap::new(),
            places: BTreeMap::new(),
            hidden: BTreeSet::new(),
            limit: None,
            fresh: true,
        };
        items.index();
        items
    }

    /// The same payouts in the same places, wherever each stands.
    pub(crate) fn are_ordered_as(&self, held: &Self, phones: &[Option<Phone>], keys: &Keyring) -> bool {
        let same = |(item, phone, held): (&Item, &Option<Phone>, &Item)| {
            let recipient = phone
                .as_ref()
                .map_or(item.recipient == held.recipient, |phone| keys.recognises(phone, &held.recipient));
            recipient
                && (&item.ext_id, item.amount, &item.wallet) == (&held.ext_id, held.amount, &held.wallet)
        };
        let mut pairs =
            self.list.iter().zip(phones).zip(&held.list).map(|((item, phone), held)| (item, phone, held));
        self.len() == held.len() && pairs.all(same)
    }

    fn index(&mut self) {
        for (place, item) in self.list.iter().enumerate() {
            self.places.entry(item.ext_id.as_str().to_ascii_lowercase()).or_default().push(place);
        }
    }

    /// After a crash the batch under way may have arrived.
    pub(crate) fn crashed(&mut self) {
        self.index();
        self.doubt_handed_over(&Doubt::Crashed.into());
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// All together.
    pub(crate) fn amount(&self) -> Option<Amount> {
        let francs = self.list.iter().map(|item| item.amount.francs());
        Amount::new(francs.fold(0, i64::saturating_add)).ok()
    }

    /// `held`: the batch that would be under way is not; `over`: whatever has no end is unknown.
    pub(crate) fn progress(&self, held: bool, over: bool) -> Progress {
        let mut progress = Progress::default();
        for item in &self.list {
            progress.count(item.counts_as(held, over));
        }
        progress
    }

    pub(crate) fn get(&self, place: usize) -> Option<&Item> {
        self.list.get(place)
    }

    /// Whose id this is: in any case, unless case alone tells two of ours apart.
    pub(crate) fn place_of(&self, ext_id: &str) -> Option<usize> {
        let ext_id = ext_id.trim();
        let places = if ext_id.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.places.get(&ext_id.to_ascii_lowercase())
        } else {
            self.places.get(ext_id)
        };
        match places?.as_slice() {
            [only] => Some(*only),
            several => several
                .iter()
                .copied()
                .find(|place| self.list.get(*place).is_some_and(|item| item.ext_id.as_str() == ext_id)),
        }
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

    /// Nothing of the batch has left: from where on they wait again.
    pub(crate) fn take_back(&mut self) -> Option<usize> {
        let is_handed_over = |item: &Item| matches!(item.standing, Standing::HandedOver);
        let from = self.list.iter().position(is_handed_over);
        for item in self.list.iter_mut().filter(|item| is_handed_over(item)) {
            item.standing = Standing::Waiting;
        }
        from
    }

    pub(crate) fn handed_over_by_id(&self, ext_id: &str) -> Option<usize> {
        self.place_of(ext_id).filter(|place| self.is_handed_over(*place))
    }

    pub(crate) fn is_handed_over(&self, place: usize) -> bool {
        self.list.get(place).is_some_and(|item| matches!(item.standing, Standing::HandedOver))
    }

    pub(crate) fn queue_handed_over(&mut self) {
        self.each_handed_over(|| Standing::Queued { reference: None, status: None });
    }

    pub(crate) fn doubt_handed_over(&mut self, lost: &Lost) {
        self.each_handed_over(|| Standing::Doubtful(lost.clone()));
    }

    pub(crate) fn unsend_handed_over(&mut self, unsent: NotSent) {
        self.each_handed_over(|| Standing::NotSent { unsent });
    }

    pub(crate) fn reject_handed_over(&mut self, refusal: &Refusal) {
        let errors: Vec<String> = refusal.field_errors.iter().map(|error| error.message.clone()).collect();
        let errors = if errors.is_empty() { vec![refusal.message.clone()] } else { errors };
        let errors = redacted(errors);
        self.each_handed_over(|| Standing::Refused { code: refusal.code.clone(), errors: errors.clone() });
    }

    pub(crate) fn reject(&mut self, place: usize, failed: &FailedTransfer, ctx: &Context) {
        if let Some(item) = self.list.get_mut(place) {
            item.reject(failed, ctx, self.fresh);
        }
    }

    pub(crate) fn unsend_from(&mut self, place: usize, unsent: NotSent) {
        for item in self.list.iter_mut().skip(place) {
            item.standing = Standing::NotSent { unsent };
        }
    }

    /// Why nothing was sent, if that is so of every payout: the first one's reason.
    pub(crate) fn unsent(&self) -> Option<NotSent> {
        let mut all = self.list.iter().map(|item| match &item.standing {
            Standing::NotSent { unsent } => Some(*unsent),
            _ => None,
        });
        all.next()?.filter(|_| all.all(|unsent| unsent.is_some()))
    }

    fn each_handed_over(&mut self, standing: impl Fn() -> Standing) {
        for item in self.list.iter_mut().filter(|item| matches!(item.standing, Standing::HandedOver)) {
            item.standing = standing();
        }
    }

    /// Keeps what the vendor's list says of these payouts, and no more than tells one from several.
    pub(crate) fn sift(&self, transfers: &List<Transfer>, sieve: &mut Sieve) {
        for transfer in transfers {
            let Some(place) = transfer.ext_id.as_deref().and_then(|id| self.place_of(id)) else { continue };
            let found = sieve.found.entry(place).or_default();
            let reference = transfer.reference.as_str();
            if found.len() < SEVERAL || found.contains_key(reference) {
                found.insert(reference.to_owned(), transfer.clone());
            }
        }
        for odd in transfers.unreadable() {
            // What came of one that is too large does not say whose it is.
            let all = odd.excess.map_or(0..0, |_| 0..self.list.len());
            let named = words(odd.text.expose()).filter_map(|word| self.place_of(word));
            sieve.hidden.extend(named.chain(all));
        }
    }

    /// Takes what a whole list said; true when something changed.
    pub(crate) fn observe(&mut self, sieve: Sieve, ctx: &Context, alarms: &mut Vec<Alarm>) -> bool {
        let mut changed = false;
        for (place, transfers) in sieve.found {
            let Some(item) = self.list.get_mut(place) else { continue };
            let mut transfers = transfers.into_values();
            let (Some(transfer), None) = (transfers.next(), transfers.next()) else {
                changed |= item.doubled();
                continue;
            };
            changed |= item.take(&transfer, ctx, self.fresh, alarms);
            self.seen.insert(item.ext_id.as_str().to_owned(), transfer);
        }
        self.hidden = sieve.hidden;
        changed
    }

    /// The limit that the list passed, if it did when it was last read.
    pub(crate) fn hide_behind(&mut self, limit: Option<(Doubt, Option<Excess>)>) {
        self.limit = limit;
    }

    /// Every payout has ended, and the vendor's last word on each paid one is at hand: after a resume
    /// it has to be read again.
    pub(crate) fn all_ended(&self) -> bool {
        self.list.iter().all(|item| {
            item.has_ended() && (!item.is_settled() || self.seen.contains_key(item.ext_id.as_str()))
        })
    }

    /// Nothing is left to learn: every payout has ended, and of each that was made the vendor's last word is
    /// at hand. A failed one may have been paid since it was last read.
    pub(crate) fn all_read(&self) -> bool {
        self.all_ended()
            && self.list.iter().all(|item| !item.is_made() || self.seen.contains_key(item.ext_id.as_str()))
    }

    pub(crate) fn any_unknown(&self) -> bool {
        !self.all_ended() || self.list.iter().any(|item| matches!(item.standing, Standing::Odd { .. }))
    }

    pub(crate) fn outcomes(&self, op: &OpId, last_sent: Time) -> Payouts {
        let items = self.list.iter().enumerate().map(|(place, item)| PayoutItem {
            index: i64::try_from(place).unwrap_or(i64::MAX),
            ext_id: item.ext_id.clone(),
            outcome: self.outcome(place, item, op, last_sent),
        });
        Payouts { items: items.collect() }
    }

    fn outcome(&self, place: usize, item: &Item, op: &OpId, last_sent: Time) -> Outcome<Transfer> {
        let outcome = item.outcome(self.seen.get(item.ext_id.as_str()), op, last_sent);
        match outcome {
            // Not found: what may have hidden it is told.
            Outcome::Unknown { unknown } if item.is_looked_for() => Outcome::Unknown {
                unknown: match self.limit {
                    _ if self.hidden.contains(&place) => {
                        Unknown { why: Doubt::Unreadable, excess: None, ..unknown }
                    }
                    Some((why, excess)) => Unknown { why, excess, ..unknown },
                    None => unknown,
                },
            },
            outcome => outcome,
        }
    }
}
