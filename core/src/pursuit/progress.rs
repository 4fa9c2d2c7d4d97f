//! What a pursuit makes of each answer.

use super::{Found, Kind, Likeness, PayerMust, Pursuit, State};
use crate::call::Endpoint;
use crate::code::Code;
use crate::machine::OtpProblem;
use crate::outcome::{Doubt, NotSent, Outcome, Plan, Refusal, Unknown, Unsent};
use crate::policy::LIST_GAP;
use crate::record::{Alarm, Ending};
use crate::status::{Applied, Level, Source, Status, apply};
use crate::value::{List, Reference, Time};
use crate::watch::{Ladder, Look, Watch};
use crate::webhook::{Notice, Vendor};
use std::collections::BTreeMap;

impl<K: Kind> Pursuit<K> {
    pub(super) fn created(&mut self, outcome: Outcome<<K::Create as Endpoint>::Output>, now: Time) {
        match outcome {
            Outcome::Settled { value } => {
                let birth = K::born(&value);
                self.since = now;
                self.text = birth.text.unwrap_or_default();
                self.reference = Some(birth.reference.clone());
                self.told = true;
                self.unsaved = true;
                if self.ctx.mode.contradicts(birth.live_mode) {
                    return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::ModeMismatch) });
                }
                self.observe(&birth.status, Source::Reply);
                if birth.status.level().is_terminal() {
                    self.watch_at_once(birth.reference, None, None, now);
                } else {
                    self.go_on(None, None, now);
                }
            }
            Outcome::Unknown { unknown } => {
                // The wreck of our own answer says most, then a webhook that came meanwhile.
                let hint = unknown.provider_reference.clone().map(|reference| (reference, Found::Answer));
                let heard = self.heard.take().map(|reference| (reference, Found::Webhook));
                match hint.or(heard) {
                    Some((reference, found)) => self.adopt(reference, found, now),
                    None => self.search(unknown, now),
                }
            }
            Outcome::Rejected { refusal } => self.finish(Outcome::Rejected { refusal }),
            Outcome::NotSent { unsent } => self.finish(Outcome::NotSent { unsent }),
        }
    }

    pub(super) fn submitted(&mut self, outcome: Outcome<K::Item>, now: Time) {
        let (problem, code) = match outcome {
            Outcome::Settled { value } => {
                self.since = now;
                return self.seen(value, Source::Reply, None, None, now);
            }
            Outcome::Rejected { refusal } => (
                match refusal.code {
                    Code::OtpInvalid => OtpProblem::Invalid,
                    Code::OtpExpired => OtpProblem::Expired,
                    Code::OtpStillValid => OtpProblem::StillValid,
                    _ => OtpProblem::Refused,
                },
                Some(refusal.code),
            ),
            Outcome::NotSent { .. } | Outcome::Unknown { .. } => (OtpProblem::NoAnswer, None),
        };
        // Whatever was said, the charge itself says best whether it still waits for a code: an
        // earlier code may have gone through.
        if let Some(reference) = self.reference.clone() {
            if problem == OtpProblem::NoAnswer {
                let watch = Watch::resting(&self.ctx, K::fetch(reference), Ladder::Follow, now, now);
                self.since = now;
                self.state = State::Watching { watch, problem: Some(problem), code };
            } else {
                self.watch_at_once(reference, Some(problem), code, now);
            }
        }
    }

    pub(super) fn looked(
        &mut self,
        look: Look<K::Item>,
        problem: Option<OtpProblem>,
        code: Option<Code>,
        now: Time,
    ) {
        match look {
            Look::Seen(item) => {
                if self.reference.as_ref() != Some(&K::facts(&item).reference) {
                    // An answer about another payment is no answer.
                    return;
                }
                match (self.found, self.intent.resembles(&item, &self.trail, &self.ctx.secret)) {
                    (None, _) | (Some(_), Likeness::Yes) | (Some(Found::Answer), Likeness::Perhaps) => {}
                    (Some(_), likeness) => return self.disown(likeness == Likeness::No, now),
                }
                self.found = None;
                self.unsaved |= !self.claimed;
                self.seen(item, Source::Fetch, problem, code, now);
            }
            // The list showed it: it exists, whatever this answer says.
            Look::Missing(_) if matches!(self.found, None | Some(Found::List)) => {}
            Look::Missing(_) => self.disown(false, now),
            Look::Denied(refusal) => {
                let mut unknown = self.unknown(Doubt::UncertainCode);
                unknown.code = Some(refusal.code);
                unknown.http_status = refusal.http_status;
                self.give_up(unknown);
            }
            Look::Spent => self.give_up(self.unknown(Doubt::StillOpen)),
        }
    }

    pub(super) fn seen(
        &mut self,
        item: K::Item,
        source: Source,
        problem: Option<OtpProblem>,
        code: Option<Code>,
        now: Time,
    ) {
        let facts = K::facts(&item);
        if !self.intent.is_named_in(&item) {
            return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::Taken) });
        }
        if facts.amount.is_some_and(|amount| amount != self.intent.amount()) {
            return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::AmountMismatch) });
        }
        if self.ctx.mode.contradicts(facts.live_mode) {
            return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::ModeMismatch) });
        }
        if self.observe(&facts.status, source) {
            self.unsaved = true;
        }
        let level = self.status.as_ref().map_or(Level::Open, Status::level);
        match level {
            Level::Moving if planted!(20) => self.finish(Outcome::Settled { value: item }),
            Level::Paid => self.finish(Outcome::Settled { value: item }),
            Level::Ended | Level::Withdrawn => {
                let word = self.status.as_ref().map_or("", Status::word);
                let code =
                    if word.starts_with("cancel") { Code::PaymentCanceled } else { Code::PaymentFailed };
                let mut refusal = Refusal::concluded(code);
                if let Some(reason) = facts.reason {
                    refusal.message = reason;
                }
                self.finish(Outcome::Rejected { refusal });
            }
            Level::Open | Level::Moving | Level::Unheard => self.go_on(problem, code, now),
        }
    }

    /// Notes a status; true when it changed something.
    pub(super) fn observe(&mut self, seen: &K::Status, source: Source) -> bool {
        let (status, applied) = apply(self.status.as_ref(), seen, source);
        if applied.is_alarm() {
            let known = self.status.as_ref().map_or("", Status::word).to_owned();
            self.alarms.push(Alarm { applied, known, seen: seen.word().to_owned() });
        }
        let moved = status != self.status;
        self.status = status;
        moved || applied == Applied::LateSuccess
    }

    /// The payment is open: ask the payer, or wait.
    pub(super) fn go_on(&mut self, problem: Option<OtpProblem>, code: Option<Code>, now: Time) {
        match self.status.as_ref().and_then(K::payer_must) {
            Some(PayerMust::GiveCode) => self.state = State::Asking { problem, code },
            Some(PayerMust::Dial) if !self.shown => self.state = State::Asking { problem: None, code: None },
            // A watch that is under way keeps its place on the ladder.
            _ if matches!(self.state, State::Watching { .. }) => {}
            _ => self.watch_resting(now),
        }
    }

    pub(super) fn watch_resting(&mut self, now: Time) {
        if let Some(reference) = self.reference.clone() {
            let watch = Watch::resting(&self.ctx, K::fetch(reference), Ladder::Follow, self.since, now);
            self.state = State::Watching { watch, problem: None, code: None };
        }
    }

    pub(super) fn watch_at_once(
        &mut self,
        reference: Reference,
        problem: Option<OtpProblem>,
        code: Option<Code>,
        now: Time,
    ) {
        let watch = Watch::at_once(&self.ctx, K::fetch(reference), Ladder::Follow, self.since, now);
        self.state = State::Watching { watch, problem, code };
    }

    pub(super) fn search(&mut self, unknown: Unknown, now: Time) {
        let watch = Watch::resting(&self.ctx, K::list(), Ladder::Search, unknown.last_sent, now)
            .sparing(LIST_GAP)
            .not_before(unknown.last_sent.plus(K::SEARCH_AFTER));
        self.state = State::Searching { watch, unknown };
    }

    pub(super) fn searched(&mut self, look: Look<List<K::Item>>, unknown: Unknown, now: Time) {
        let items = match look {
            Look::Seen(items) => items,
            Look::Missing(_) => return,
            Look::Spent if planted!(14) => {
                let unsent = NotSent { why: Unsent::Stopped, doubt: None, excess: None };
                return self.finish(Outcome::NotSent { unsent });
            }
            Look::Denied(_) | Look::Spent => return self.give_up(unknown),
        };
        // By reference, for a list may show a payment twice.
        let mut alike = BTreeMap::new();
        let mut too_young = false;
        for item in &items {
            let facts = K::facts(item);
            let likeness = self.intent.resembles(item, &self.trail, &self.ctx.secret);
            if likeness != Likeness::No && !self.excluded.contains(&facts.reference) {
                // Its own answer may still be on the way to another operation.
                too_young |= facts.created_at.is_some_and(|created| now.since(created) < K::SEARCH_AFTER);
                alike.insert(facts.reference, likeness);
            }
        }
        if too_young {
            return;
        }
        let mut alike = alike.into_iter();
        match (alike.next(), alike.next()) {
            (Some((reference, Likeness::Yes)), None) => {
                // Stored before it is used: the journal refuses what belongs to another operation.
                self.unsaved = true;
                self.adopt(reference, Found::List, now);
            }
            (Some(_), _) => {
                let unknown = Unknown { why: Doubt::Ambiguous, ..unknown };
                self.finish(Outcome::Unknown { unknown });
            }
            (None, _) => {}
        }
    }

    pub(super) fn adopt(&mut self, reference: Reference, found: Found, now: Time) {
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
        let mut unknown = self.unknown(Doubt::NoAnswer);
        if foreign {
            self.excluded.extend(reference);
        } else {
            unknown.provider_reference = reference;
        }
        self.unsaved |= self.claimed;
        self.found = None;
        self.claimed = false;
        self.ending = None;
        self.status = None;
        self.search(unknown, now);
    }

    /// Nothing new can be learned. An operation that had ended before keeps its ending.
    pub(super) fn give_up(&mut self, unknown: Unknown) {
        match self.ended.take() {
            Some(ended) => {
                let outcome = ended.outcome().unwrap_or(Outcome::Unknown { unknown });
                self.ending = Some(ended);
                self.state = State::Over(outcome);
            }
            None => self.finish(Outcome::Unknown { unknown }),
        }
    }

    pub(super) fn finish(&mut self, outcome: Outcome<K::Item>) {
        self.ending = Some(Ending::of(&outcome));
        self.unsaved = true;
        self.state = State::Over(outcome);
    }

    pub(super) fn unknown(&self, why: Doubt) -> Unknown {
        Unknown {
            op_id: self.ctx.op.clone(),
            our_reference: self.intent.our_reference(),
            provider_reference: self.reference.clone(),
            attempts: self.trail.attempts,
            last_sent: self.trail.last_sent,
            why,
            http_status: None,
            code: None,
            excess: None,
            plan: if self.reference.is_some() { Plan::Fetch } else { K::PLAN },
            bill_paid: None,
        }
    }

    pub(super) fn notified(&mut self, notice: &Notice, now: Time) {
        let Some(named) = notice.reference.clone().filter(|_| notice.vendor == Vendor::Senfenico) else {
            return;
        };
        let ours = self.intent.our_reference();
        if notice.ext_id.is_some() && ours.is_some() && notice.ext_id != ours {
            return;
        }
        let fits = notice.amount == Some(self.intent.amount()) && !self.excluded.contains(&named);
        match (&mut self.state, &self.reference) {
            (State::Asking { .. }, Some(ours)) if *ours == named => {
                self.watch_at_once(named, None, None, now);
            }
            (State::Watching { watch, .. }, Some(ours)) if *ours == named => watch.hurry(),
            // A webhook can overtake, or outlive, the answer that carries the reference. It is proven
            // by a fetch before it is claimed: it may belong to the operation next door.
            (State::Creating(_), None) if fits => self.heard = Some(named),
            (State::Searching { .. }, None) if fits => self.adopt(named, Found::Webhook, now),
            _ => {}
        }
    }
}
