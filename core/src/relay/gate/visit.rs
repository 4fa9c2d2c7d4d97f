//! One request on its way through the gate.

use super::super::token::Claims;
use super::super::view::{MOST_ATTEMPTS, View, rev};
use super::answer::{Answer, No, Said};
use super::body::Verb;
use super::decide::Then;
use super::entry::{Seen, enter};
use super::limits::{Guard, open_key};
use super::run::Doing;
use super::{Gate, GateEvent, GateStep, Incoming, Slot};
use crate::machine::{Event, OtpProblem};
use crate::policy::{MINUTE, SECOND};
use crate::record::{Record, Stage};
use crate::session::{Session, Step};
use crate::value::{OpId, Personal, Time};
use crate::words::Ended;
use std::collections::VecDeque;
use std::fmt;

/// One request on its way: a machine, as all else here. Drop it when its connection is gone; what was stored stands
/// in the journal.
pub struct Visit(Inner);

enum Inner {
    Over(Answer),
    At(Box<Work>),
}

/// A request that may be carried out.
pub(super) struct Work {
    pub(super) gate: Gate,
    pub(super) id: String,
    pub(super) born: Time,
    origin: Option<String>,
    pub(super) claims: Claims,
    pub(super) verb: Verb,
    /// The newest record of each attempt.
    pub(super) records: Vec<Record>,
    /// Where the newest attempt stood when the request came.
    came_to: String,
    pub(super) state: State,
    /// What is held for this request alone.
    pub(super) held: Vec<String>,
    /// The holds of payments of this order, that may be open.
    pub(super) payments: Vec<String>,
    /// A record says that the code of this request is sent.
    pub(super) is_sent: bool,
    /// Where the code was counted as a wrong one.
    pub(super) counted: Option<String>,
    pub(super) problem: Option<OtpProblem>,
    pub(super) slot: Option<Slot>,
    /// The record that the journal was handed.
    pub(super) storing: Option<Record>,
    /// Of a top-up: what it bought.
    pub(super) code: Option<Personal>,
    /// And whether whoever keeps it was asked.
    pub(super) is_recalled: bool,
}

pub(super) enum State {
    /// How often this order is asked about.
    Tallying,
    Loading,
    Guarding(VecDeque<Guard>, Then),
    Running(Box<Session>, Doing),
    /// Is the code of a settled top-up kept?
    Recalling,
    /// One that has just come is kept.
    Keeping(Doing),
    /// Another process was faster: what it stored is read.
    Reloading(OpId, Doing),
    Finishing(VecDeque<GateStep>, Said),
    Over(Said),
}

/// More turns than any visit takes between two things it wants.
const TURNS: usize = 64;
/// The most requests about one order in a minute.
const MOST_READS: i64 = 60;
pub(super) const DOWN: No = No::after(503, "unavailable", 5);

impl Visit {
    pub(super) fn new(gate: Gate, incoming: &Incoming, id: &str, now: Time) -> Self {
        let mut seen = Seen::default();
        let inner = match enter(&gate, incoming, &mut seen, now) {
            Ok(entered) => Inner::At(Box::new(Work {
                gate,
                id: id.to_owned(),
                born: now,
                origin: seen.origin,
                claims: entered.claims,
                verb: entered.verb,
                records: Vec::new(),
                came_to: String::new(),
                state: State::Tallying,
                held: Vec::new(),
                payments: Vec::new(),
                is_sent: false,
                counted: None,
                problem: None,
                slot: None,
                storing: None,
                code: None,
                is_recalled: false,
            })),
            Err(said) => {
                let reason = seen.reason.map(|reason| format!(" why={reason}")).unwrap_or_default();
                let audit = format!("order=- origin={}{reason}", seen.origin.as_deref().unwrap_or("-"));
                Inner::Over(said.answer(seen.origin.as_deref(), &audit))
            }
        };
        Self(inner)
    }

    /// What to do now. Safe to call again: a request to the vendor is handed out once.
    pub fn poll(&mut self, now: Time) -> GateStep {
        match &mut self.0 {
            Inner::Over(answer) => GateStep::Respond { answer: answer.clone() },
            Inner::At(work) => work.poll(now),
        }
    }

    /// What came of it. What answers nothing is ignored.
    pub fn handle(&mut self, event: GateEvent, now: Time) {
        if let Inner::At(work) = &mut self.0 {
            work.handle(event, now);
        }
    }

    /// Is more of the vendor's answer wanted that is handed over in parts? See
    /// [`Session::wants_part`](crate::Session::wants_part).
    pub fn wants_part(&self) -> bool {
        matches!(&self.0, Inner::At(work) if matches!(&work.state, State::Running(session, _) if session.wants_part()))
    }
}

impl Work {
    fn poll(&mut self, now: Time) -> GateStep {
        for _ in 0..TURNS {
            if let State::Over(said) = &self.state {
                let answer = said.answer(self.origin.as_deref(), &self.audit());
                return GateStep::Respond { answer };
            }
            if let Some(step) = self.step(now) {
                return step;
            }
        }
        GateStep::Respond { answer: Said::No(DOWN).answer(self.origin.as_deref(), &self.audit()) }
    }

    /// What it wants; nothing where it has just gone on by itself.
    fn step(&mut self, now: Time) -> Option<GateStep> {
        match &mut self.state {
            State::Tallying => {
                let key = format!("read:{}", self.claims.order);
                Some(GateStep::Take { key, add: 1, window_ms: MINUTE })
            }
            State::Loading => {
                let Some(op_id) = self.op(self.loaded().saturating_add(1)) else {
                    self.refuse(DOWN);
                    return None;
                };
                Some(GateStep::Run { step: Step::Load { op_id } })
            }
            State::Guarding(guards, _) => {
                let step = guards.front().map(Guard::step);
                if step.is_none() {
                    self.guarded(now);
                }
                step
            }
            State::Running(..) => self.run(now),
            State::Keeping(_) => self.keep(),
            State::Recalling => Some(GateStep::Recall { order: self.claims.order.clone() }),
            State::Reloading(op_id, _) => Some(GateStep::Run { step: Step::Load { op_id: op_id.clone() } }),
            State::Finishing(steps, said) => {
                let step = steps.front().cloned();
                if step.is_none() {
                    self.state = State::Over(said.clone());
                    // A next request need not wait until this answer is written.
                    self.slot = None;
                }
                step
            }
            State::Over(_) => None,
        }
    }

    fn handle(&mut self, event: GateEvent, now: Time) {
        if matches!(self.state, State::Guarding(..)) && event != GateEvent::Down {
            return self.judge(&event, now);
        }
        match (&mut self.state, event) {
            (State::Tallying, GateEvent::Counted { total }) if total > MOST_READS => {
                self.refuse(No::after(429, "too_many", 60));
            }
            // To look is let through when nobody can count.
            (State::Tallying, GateEvent::Counted { .. } | GateEvent::Down) => self.state = State::Loading,
            (State::Loading, GateEvent::Ran { event: Event::Loaded { record } }) => {
                self.loaded_one(record, now);
            }
            (State::Reloading(..), GateEvent::Ran { event: Event::Loaded { record } }) => {
                self.put(record);
                self.outrun(now);
            }
            (State::Running(session, _), GateEvent::Ran { event }) => {
                let (newest, is_read) = match &event {
                    Event::Stored => (self.storing.take(), false),
                    Event::Loaded { record } => (record.clone(), true),
                    _ => (None, false),
                };
                session.handle(event, now);
                if newest.is_some() {
                    self.put(newest);
                    self.goes_by_another(is_read, now);
                }
            }
            (State::Recalling, GateEvent::Recalled { code }) => self.recalled(code, now),
            (State::Recalling, GateEvent::Down) => self.recalled(None, now),
            // Who bought it sees it, kept or not.
            (State::Keeping(doing), GateEvent::Kept | GateEvent::Down) => {
                let doing = *doing;
                self.ran(doing, now);
            }
            (State::Finishing(steps, _), GateEvent::Counted { .. } | GateEvent::Freed | GateEvent::Down) => {
                steps.pop_front();
            }
            (State::Over(_), _) => {}
            (_, GateEvent::Down) => self.refuse(DOWN),
            _ => {}
        }
    }

    fn loaded_one(&mut self, record: Option<Record>, now: Time) {
        let is_last = record.is_none() || self.loaded().saturating_add(1) >= MOST_ATTEMPTS;
        self.records.extend(record);
        if is_last {
            self.came_to = self.rev();
            self.decide(now);
        }
    }

    /// How many attempts are known.
    pub(super) fn loaded(&self) -> i64 {
        i64::try_from(self.records.len()).unwrap_or(i64::MAX)
    }

    /// The id of an attempt's operation.
    pub(super) fn op(&self, number: i64) -> Option<OpId> {
        OpId::parse(&format!("relay-{}-{number}", self.claims.order)).ok()
    }

    /// Keeps a record as the newest of its attempt.
    fn put(&mut self, record: Option<Record>) {
        let Some(record) = record else { return };
        match self.records.iter_mut().find(|held| held.op_id == record.op_id) {
            Some(held) => *held = record,
            None => self.records.push(record),
        }
    }

    pub(super) fn view(&self, now: Time) -> Box<View> {
        let order = &self.claims.order;
        let mut view = match self.records.last() {
            None => View::ready(order, self.claims.amount),
            Some(record) => View::of(order, (record, self.loaded()), &self.gate.account, self.problem, now),
        };
        if let Some(outcome) = &mut view.outcome
            && self.ended() == Some(Ended::Settled)
        {
            outcome.token.clone_from(&self.code);
            view.after_ms = self.lacks_code().then_some(10 * SECOND);
        }
        Box::new(view)
    }

    pub(super) fn rev(&self) -> String {
        self.records.last().map_or_else(|| "0.0".to_owned(), |record| rev(self.loaded(), record))
    }

    pub(super) fn refuse(&mut self, no: No) {
        self.finish(Said::No(no));
    }

    pub(super) fn conflict(&mut self, word: &'static str, now: Time) {
        let view = self.view(now);
        self.finish(Said::Conflict(word, view));
    }

    /// Frees what is held, and answers.
    pub(super) fn finish(&mut self, said: Said) {
        let owner = &self.claims.order;
        let newest = self.records.last();
        let key = |record: &Record| open_key(&self.gate.account, record);
        let open = newest.filter(|record| record.stage != Stage::Closed).and_then(key);
        let ended = newest.filter(|record| record.stage == Stage::Closed).and_then(key);
        let free = |key: String, owner: &str| GateStep::Free { key, owner: owner.to_owned() };
        let mut steps: VecDeque<GateStep> = self.held.drain(..).map(|key| free(key, &self.id)).collect();
        let payments = self.payments.drain(..).chain(ended).filter(|key| open.as_ref() != Some(key));
        steps.extend(payments.map(|key| free(key, owner)));
        steps.extend(self.counted.take().map(Guard::give_back));
        self.state = State::Finishing(steps, said);
    }

    fn audit(&self) -> String {
        let op = self.records.last().map_or("-", |record| record.op_id.as_str());
        format!(
            "order={} op={op} do={} rev={}>{} origin={}",
            self.claims.order,
            self.verb.word(),
            self.came_to,
            self.rev(),
            self.origin.as_deref().unwrap_or("-"),
        )
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit").finish_non_exhaustive()
    }
}
