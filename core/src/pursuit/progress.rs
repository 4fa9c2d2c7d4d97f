//! What a pursuit makes of each answer.

use super::{Abandoned, Found, Kind, Likeness, PayerMust, Pursuit, State};
use crate::call::{Call, Endpoint};
use crate::code::Code;
use crate::machine::OtpProblem;
use crate::outcome::{Doubt, Outcome, Plan, Refusal, Unknown};
use crate::reason;
use crate::record::{Alarm, Ending};
use crate::status::{Applied, Level, Source, Status, apply};
use crate::value::{Reference, Time};
use crate::watch::{Ladder, Look, Watch};

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
                self.observe(&birth.status, Source::Reply);
                if birth.status.level().is_terminal() {
                    self.watch_at_once(birth.reference, None, None, now);
                } else {
                    self.go_on(None, None, now);
                }
            }
            Outcome::Unknown { unknown } => {
                let hint = unknown.provider_reference.clone();
                self.lost = Some(unknown);
                match hint {
                    // What is left of our own answer is the best hint.
                    Some(hint) => self.adopt(hint, Found::Answer, now),
                    None => self.search(now),
                }
            }
            Outcome::Rejected { refusal } => self.finish(Outcome::Rejected { refusal }),
            Outcome::NotSent { unsent } => self.finish(Outcome::NotSent { unsent }),
        }
    }

    pub(super) fn submitted(&mut self, outcome: Outcome<K::Item>, now: Time) {
        self.count_code(&outcome);
        let (problem, code) = match outcome {
            Outcome::Settled { value } => {
                self.since = now;
                self.reason = None;
                return self.seen(value, Source::Reply, None, None, now);
            }
            Outcome::Rejected { refusal } => {
                let code = refusal.code.clone();
                self.reason = Some(refusal).filter(|refusal| reason::is_reason(&refusal.code));
                let problem = match code {
                    Code::OtpInvalid => OtpProblem::Invalid,
                    Code::OtpExpired => OtpProblem::Expired,
                    Code::OtpStillValid => OtpProblem::StillValid,
                    _ => OtpProblem::Refused,
                };
                (problem, Some(code))
            }
            // Never tried: what was said of the last code still holds.
            Outcome::NotSent { .. } => (OtpProblem::NoAnswer, None),
            Outcome::Unknown { .. } => {
                self.reason = None;
                (OtpProblem::NoAnswer, None)
            }
        };
        // Whatever was said, the charge itself says best whether it still waits for a code: an
        // earlier code may have gone through.
        let Some(reference) = self.reference.clone() else { return };
        if self.take_news() {
            self.watch_for_news(Some(problem), code, now);
        } else if problem == OtpProblem::NoAnswer {
            let watch = Watch::resting(&self.ctx, K::fetch(reference), Ladder::Follow, now, now);
            self.since = now;
            self.state = State::Watching { watch, problem: Some(problem), code };
        } else {
            self.watch_at_once(reference, Some(problem), code, now);
        }
    }

    pub(super) fn looked(
        &mut self,
        look: Look<K::Item>,
        problem: Option<OtpProblem>,
        code: Option<Code>,
        now: Time,
    ) {
        self.measure();
        match look {
            Look::Seen(item) => {
                match (self.found, self.intent.resembles(&item, &self.sought())) {
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
            // What was found by its details and is of the other mode is not ours.
            Look::Odd(_) if !self.is_named() && matches!(self.found, Some(Found::List | Found::Webhook)) => {
                self.disown(true, now);
            }
            Look::Odd(why) => self.finish(Outcome::Unknown { unknown: self.unknown(why) }),
            Look::Spent => self.give_up(self.still_open()),
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
        if let Some(why) = self.intent.belies(&item) {
            return self.finish(Outcome::Unknown { unknown: self.unknown(why) });
        }
        if facts.amount.is_some_and(|amount| amount != self.intent.amount()) {
            return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::AmountMismatch) });
        }
        if self.observe(&facts.status, source) {
            self.unsaved = true;
        }
        let level = self.status.as_ref().map_or(Level::Open, Status::level);
        match level {
            Level::Paid => self.finish(Outcome::Settled { value: item }),
            Level::Ended | Level::Withdrawn => {
                let refusal = self.why_ended(facts.reason);
                self.finish(Outcome::Rejected { refusal });
            }
            _ if self.abandoned.is_some() => self.read_abandoned(&facts.status),
            Level::Open | Level::Moving | Level::Unheard => self.go_on(problem, code, now),
        }
    }

    /// Notes a status; true when it changed something.
    pub(super) fn observe(&mut self, seen: &K::Status, source: Source) -> bool {
        let (status, applied) = apply(self.status.as_ref(), seen, source);
        let applied = self.applied_to_abandoned(applied, seen.level());
        if applied.is_alarm() {
            let known = self.status.as_ref().map_or("", Status::word).to_owned();
            self.alarms.push(Alarm { applied, known, seen: seen.word().to_owned() });
        }
        let moved = status != self.status;
        self.status = status;
        moved || applied == Applied::LateSuccess
    }

    /// Why it ended without money: as the vendor says now, else as it said to the payer's last code.
    fn why_ended(&self, reason: Option<String>) -> Refusal {
        if self.abandoned == Some(Abandoned::Ended) {
            return Refusal::concluded(Code::Abandoned);
        }
        let canceled = self.status.as_ref().is_some_and(|status| status.word().starts_with("cancel"));
        let ended = if canceled { Code::PaymentCanceled } else { Code::PaymentFailed };
        match self.reason.clone().filter(|_| !canceled) {
            Some(heard) if reason.is_none() => Refusal { http_status: None, ..heard },
            Some(heard) => reason::ended(heard.code, reason),
            None => reason::ended(ended, reason),
        }
    }

    /// The payment is open: ask the payer, or wait. News that came while something else was under way
    /// are asked for first: they may have ended it.
    pub(super) fn go_on(&mut self, problem: Option<OtpProblem>, code: Option<Code>, now: Time) {
        if self.take_news() {
            return self.watch_for_news(problem, code, now);
        }
        match self.must() {
            _ if matches!(&self.state, State::Watching { watch, .. } if watch.has_news()) => {}
            Some(_) if self.typed.is_none() && self.is_overdue(now) => self.hand_over(),
            Some(PayerMust::GiveCode) => {
                self.asked = false;
                self.state = match self.typed.take() {
                    Some(submit) => State::Submitting(Call::new(&self.ctx, submit)),
                    None => State::Asking { problem, code },
                };
            }
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

    /// Looks at once, for a webhook told of it.
    pub(super) fn watch_for_news(&mut self, problem: Option<OtpProblem>, code: Option<Code>, now: Time) {
        if let Some(reference) = self.reference.clone() {
            self.watch_at_once(reference, problem, code, now);
        }
        if let State::Watching { watch, .. } = &mut self.state {
            watch.hurry();
        }
    }

    /// Did a webhook tell of this one while something else was under way?
    pub(super) fn take_news(&mut self) -> bool {
        let before = self.heard.len();
        self.heard.retain(|named| self.reference.as_ref() != Some(named));
        std::mem::take(&mut self.news) || self.heard.len() < before
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

    /// The waiting has ended.
    fn still_open(&self) -> Unknown {
        let unknown = self.unknown(Doubt::StillOpen);
        if let State::Watching { watch, .. } = &self.state { watch.explain(unknown) } else { unknown }
    }

    pub(super) fn unknown(&self, why: Doubt) -> Unknown {
        Unknown {
            op_id: self.ctx.op.clone(),
            our_reference: self.intent.our_reference().cloned(),
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
}
