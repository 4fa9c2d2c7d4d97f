//! How a pursuit finds a payment whose reference no good answer told: in what is left of its own answer,
//! in a webhook, in the vendor's list. Whatever is found is proven by a fetch before it is believed.

use super::sketch::Window;
use super::{Found, Kind, Likeness, Pursuit, Sought, State};
use crate::machine::{Event, Machine};
use crate::outcome::{Doubt, Outcome, Unknown};
use crate::policy::LIST_GAP;
use crate::value::{List, Reference, Time, Unreadable};
use crate::vendor::Vendor;
use crate::watch::{Ladder, Look, Watch};
use crate::webhook::Notice;
use std::collections::BTreeMap;

/// More payments of one amount than one moment brings.
const HEARD: usize = 16;

/// Kinds of Senfenico's payments, and how the references of each begin.
const KINDS: [(&str, &str); 4] =
    [("charge", "ch_"), ("checkout", "chk_"), ("transfer", "tr_"), ("settlement", "")];

/// What a list has shown so far of the payment that is looked for.
#[derive(Clone, Default)]
pub(super) struct Sieve {
    /// By reference, for a list may show a payment twice.
    alike: BTreeMap<Reference, Likeness>,
    /// When the youngest of them was made.
    youngest: Option<Time>,
    /// There is one that cannot be read and may be this payment.
    odd: bool,
    /// Which of the rivals an earlier list showed are in this one as well.
    rivals: Vec<Reference>,
}

impl<K: Kind> Pursuit<K> {
    pub(super) fn search(&mut self, now: Time) {
        // What was sent in the future was sent by another clock.
        let sent = self.trail.last_sent.min(now);
        let mut watch = Watch::resting(&self.ctx, K::list(), Ladder::Search, sent, now)
            .sparing(LIST_GAP)
            .not_before(sent.plus(K::SEARCH_AFTER));
        if self.take_news() {
            watch.hurry();
        }
        self.state = State::Searching { watch, hidden: false, sieve: Sieve::default() };
    }

    pub(super) fn searched(&mut self, look: Look<List<K::Item>>, now: Time) {
        self.measure();
        let items = match look {
            Look::Seen(items) => items,
            Look::Missing(_) | Look::Odd(_) => return,
            Look::Denied(refusal) => {
                let (http_status, code) = (refusal.http_status, Some(refusal.code));
                return self.give_up(Unknown { http_status, code, ..self.not_found() });
            }
            Look::Spent => return self.give_up(self.not_found()),
        };
        self.sift(&items);
        let State::Searching { watch, hidden, sieve } = &mut self.state else { return };
        let Sieve { mut alike, youngest, odd, rivals } = std::mem::take(sieve);
        *hidden = odd;
        // One too young to be believed: its own answer may still be on the way to another operation.
        let there = now.plus(self.ahead.unwrap_or(0));
        let left = youngest.map_or(0, |created| created.plus(K::SEARCH_AFTER).since(there));
        if K::SEARCH_AFTER > 0 && left > 0 {
            // A code the payer may have got does not live long.
            return watch.put_forward(now.plus(left));
        }
        for rival in &self.rivals {
            if !rivals.contains(rival) && !self.excluded.contains(rival) {
                alike.insert(rival.clone(), Likeness::Perhaps);
            }
        }
        // An id of ours is proof enough; where details have to do, what cannot be read is one more.
        let rival = odd && !self.is_named();
        let fitting: Vec<Reference> = alike.keys().take(HEARD).cloned().collect();
        let mut alike = alike.into_iter();
        match (alike.next(), alike.next()) {
            (Some((reference, Likeness::Yes)), None) if !rival => {
                // Stored before it is used: the journal refuses what belongs to another operation.
                self.unsaved = true;
                self.adopt(reference, Found::List, now);
            }
            (Some(_), _) => {
                self.rivals = fitting;
                let unknown = Unknown { why: Doubt::Ambiguous, excess: None, ..self.not_found() };
                self.finish(Outcome::Unknown { unknown });
            }
            (None, _) => {}
        }
    }

    /// What happened while the list is looked at: what arrives of it is sifted at once.
    pub(super) fn search_goes_on(&mut self, event: &Event, now: Time) {
        let State::Searching { watch, sieve, .. } = &mut self.state else { return };
        if matches!(event, Event::Begun { .. } | Event::Answered { .. }) {
            // What was seen of another answer, which broke off, is void.
            *sieve = Sieve::default();
        }
        watch.handle(event, now);
        if let Some(items) = watch.take() {
            self.measure();
            self.sift(&items);
        }
    }

    /// Keeps what may be this payment, and no more of it than tells one from several.
    fn sift(&mut self, items: &List<K::Item>) {
        let State::Searching { sieve, .. } = &mut self.state else { return };
        let mut sieve = std::mem::take(sieve);
        let sought = self.sought();
        // What names no id has to do where none of ours is echoed.
        let least = if self.is_named() { Likeness::Yes } else { Likeness::Perhaps };
        for item in items {
            let likeness = self.intent.resembles(item, &sought);
            if likeness < least && self.rivals.is_empty() {
                continue;
            }
            let facts = K::facts(item);
            if self.rivals.contains(&facts.reference) && !sieve.rivals.contains(&facts.reference) {
                sieve.rivals.push(facts.reference.clone());
            }
            if likeness < least {
                continue;
            }
            if !self.excluded.contains(&facts.reference) {
                sieve.youngest = sieve.youngest.max(facts.created_at);
                if sieve.alike.len() < HEARD || sieve.alike.contains_key(&facts.reference) {
                    sieve.alike.insert(facts.reference, likeness);
                }
            }
        }
        // What came of one that is too large says nothing of the rest.
        let may_be =
            |odd: &Unreadable| odd.excess.is_some() || self.intent.may_be(odd.text.expose(), &sought);
        sieve.odd |= items.unreadable().iter().any(may_be);
        if let State::Searching { sieve: kept, .. } = &mut self.state {
            *kept = sieve;
        }
    }

    pub(super) fn adopt(&mut self, reference: Reference, found: Found, now: Time) {
        // What was heard of another is not this one's.
        self.status = None;
        self.text.clear();
        self.shown = false;
        self.since = now;
        self.reference = Some(reference.clone());
        self.found = Some(found);
        self.told = false;
        self.claimed = false;
        self.watch_at_once(reference, None, None, now);
    }

    /// The reference is not ours, or cannot be shown to be: look for ours again.
    pub(super) fn disown(&mut self, foreign: bool, now: Time) {
        let reference = self.reference.take();
        let mut lost = Unknown { provider_reference: None, plan: K::PLAN, ..self.not_found() };
        if foreign {
            self.excluded.extend(reference);
            // What a webhook named as well is not another one.
            let excluded = &self.excluded;
            self.heard.retain(|named| !excluded.contains(named));
        } else {
            lost.provider_reference = reference;
        }
        self.lost = Some(lost);
        self.unsaved |= self.claimed;
        self.found = None;
        self.claimed = false;
        self.ending = None;
        self.status = None;
        self.search(now);
    }

    /// These are known to be other payments.
    pub(crate) fn exclude<'a>(&mut self, others: impl Iterator<Item = &'a Reference>) {
        self.excluded.extend(others.cloned());
    }

    /// Does the payment carry an id of ours?
    pub(super) fn is_named(&self) -> bool {
        self.intent.our_reference().is_some()
    }

    /// The payment as it is looked for.
    pub(super) fn sought(&self) -> Sought<'_> {
        let window = Window::new(&self.trail, self.ahead);
        Sought { ctx: &self.ctx, window, excluded: &self.excluded }
    }

    /// Keeps what the last answer told of the clocks, whatever else it brought: who goes on sent nothing himself.
    pub(super) fn measure(&mut self) {
        let ahead = match &self.state {
            State::Searching { watch, .. } => watch.ahead(),
            State::Watching { watch, .. } => watch.ahead(),
            _ => None,
        };
        self.ahead = ahead.or(self.ahead);
        if !self.heir {
            self.trail.ahead = self.trail.ahead.or(ahead);
        }
    }

    /// What is known of a payment that was looked for in vain: how it was lost, and what hid it.
    fn not_found(&self) -> Unknown {
        let lost = self.lost.clone().unwrap_or_else(|| self.unknown(Doubt::NoAnswer));
        let State::Searching { watch, hidden, .. } = &self.state else { return lost };
        if *hidden {
            return Unknown { why: Doubt::Unreadable, excess: None, ..lost };
        }
        watch.explain(lost)
    }

    pub(super) fn notified(&mut self, notice: &Notice, now: Time) {
        let ours = self.intent.our_reference();
        let names_us = ours.as_ref().zip(notice.ext_id.as_ref()).map(|(ours, id)| ours.is_same(id.as_str()));
        if notice.vendor != Vendor::Senfenico || names_us == Some(false) || is_of_another_kind::<K>(notice) {
            return;
        }
        if names_us == Some(true)
            && let State::Creating(call) = &mut self.state
        {
            call.arrive(None);
        }
        let Some(named) = notice.reference.clone() else {
            return if names_us == Some(true) {
                self.hurry(now);
            };
        };
        if self.reference.as_ref() == Some(&named) {
            return self.hurry(now);
        }
        // A webhook can overtake, or outlive, the answer that carries the reference. It is proven by a
        // fetch before it is claimed: it may belong to the operation next door.
        let wanted = self.reference.is_none() || self.found.is_some();
        let fits = names_us == Some(true) || notice.amount == Some(self.intent.amount());
        let known = self.excluded.contains(&named) || self.heard.contains(&named);
        if wanted && fits && !known && self.ending.is_none() {
            // One that names us is not crowded out by those of the same amount.
            if names_us == Some(true) {
                self.heard.truncate(HEARD - 1);
            }
            if self.heard.len() < HEARD {
                self.heard.push(named);
            }
        }
    }

    /// A webhook told of this one.
    fn hurry(&mut self, now: Time) {
        match &mut self.state {
            State::Searching { watch, .. } => watch.hurry(),
            State::Watching { watch, .. } => watch.hurry(),
            State::Asking { problem, code } => {
                let (problem, code) = (*problem, code.take());
                self.asked = true;
                self.watch_for_news(problem, code, now);
            }
            // Its own answer comes first.
            State::Creating(_) | State::Submitting(_) => self.news = true,
            State::Over(_) => {}
        }
    }
}

/// A checkout's reference is never found among the transfers: looking for it there would never end.
fn is_of_another_kind<K: Kind>(notice: &Notice) -> bool {
    let event = notice.event.split('.').next().unwrap_or_default();
    let named = |prefix: &str| notice.reference.as_ref().is_some_and(|id| id.as_str().starts_with(prefix));
    KINDS.iter().any(|&(word, prefix)| {
        word != K::WORD && (event.eq_ignore_ascii_case(word) || !prefix.is_empty() && named(prefix))
    })
}
