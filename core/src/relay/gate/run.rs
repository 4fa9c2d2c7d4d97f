//! A session within a request: what it wants is passed on, as far as one request goes.

use super::GateStep;
use super::bills::words_of;
use super::body::Verb;
use super::visit::{State, Work};
use crate::error::PaymentError;
use crate::machine::{Event, OtpProblem, Prompt, Why};
use crate::policy::SECOND;
use crate::record::{Record, Stage};
use crate::session::Step;
use crate::value::{OpId, Time};
use crate::words::Ended;

/// What a session is run for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Look,
    Begin,
    Submit,
    /// To begin this attempt after it.
    Abandon(i64),
}

/// How long a request waits between two tries of its own; clients give up after 20 s and look again.
const PATIENCE: i64 = 10 * SECOND;

impl Work {
    pub(super) fn run(&mut self, now: Time) -> Option<GateStep> {
        let only_asks = self.only_asks();
        let State::Running(session, doing) = &mut self.state else { return None };
        let doing = *doing;
        let step = session.poll(now);
        match step {
            // That nothing is owed is no attempt.
            Step::Store { record }
                if only_asks && doing == Doing::Begin && !knows(&self.records, &record.op_id) =>
            {
                self.asked(&record.words(), now);
                None
            }
            Step::Store { record } => {
                self.storing = Some(record.clone());
                Some(GateStep::Run { step: Step::Store { record } })
            }
            Step::Load { .. } | Step::Send { .. } => Some(GateStep::Run { step }),
            Step::Wait { until, why: Why::InFlight } => {
                Some(GateStep::Run { step: Step::Wait { until, why: Why::InFlight } })
            }
            Step::Wait { until, why: why @ (Why::Backoff | Why::RateLimited) } => {
                if until <= self.born.plus(PATIENCE) {
                    return Some(GateStep::Run { step: Step::Wait { until, why } });
                }
                // Nothing of it has left: it ends so, rather than be taken for lost later.
                if doing == Doing::Begin && session.reference().is_none() {
                    session.handle(Event::Stop, now);
                } else {
                    self.ran(doing, now);
                }
                None
            }
            Step::Wait { why: Why::Elsewhere, .. } if doing != Doing::Look => {
                self.conflict("busy", now);
                None
            }
            Step::Wait { .. } => {
                self.ran(doing, now);
                None
            }
            Step::Ask { prompt: Prompt::Dial { .. } | Prompt::Redirect { .. } } => {
                // The view shows it until the end.
                session.handle(Event::Shown, now);
                None
            }
            Step::Ask { prompt: Prompt::Bill { bills } } => {
                self.inquired(&bills, now);
                None
            }
            Step::Ask { prompt } => {
                if let Prompt::Otp { problem, .. } = prompt {
                    self.problem = problem;
                }
                self.ran(doing, now);
                None
            }
            Step::Done { reply } => {
                let op = session.op_id().clone();
                self.code = self.code.take().or_else(|| self.bought(&reply));
                match words_of(&reply) {
                    Some(words) if doing == Doing::Begin && !knows(&self.records, &op) => {
                        self.asked(&words, now);
                    }
                    _ if self.code.is_some() => self.state = State::Keeping(doing),
                    _ => self.ran(doing, now),
                }
                None
            }
            Step::Refused { error } => {
                let op = session.op_id().clone();
                match error {
                    PaymentError::Busy { .. } => self.state = State::Reloading(op, doing),
                    _ => self.conflict("conflict", now),
                }
                None
            }
        }
    }

    /// Another record is the newest: stored here, or read. A session continues what another process stored; but a
    /// code is for one question, and is not given to the next one.
    pub(super) fn goes_by_another(&mut self, is_read: bool, now: Time) {
        let (State::Running(_, Doing::Submit), Verb::Code { rev, .. }) = (&self.state, &self.verb) else {
            return;
        };
        let is_answered = self.rev() != *rev;
        if is_read && is_answered && !self.is_sent {
            self.conflict("rev", now);
        } else if !is_read {
            self.is_sent |= is_answered;
        }
    }

    /// It goes no further within this request.
    pub(super) fn ran(&mut self, doing: Doing, now: Time) {
        match doing {
            Doing::Look | Doing::Begin => self.shows(now),
            Doing::Submit => {
                let may_be_wrong = matches!(self.problem, Some(OtpProblem::Invalid | OtpProblem::NoAnswer));
                if may_be_wrong {
                    self.counted = None;
                }
                self.shows(now);
            }
            Doing::Abandon(next) => match self.ended() {
                Some(Ended::Rejected) => self.begin(next, now),
                Some(Ended::Settled) => self.conflict("settled", now),
                _ => self.conflict("open", now),
            },
        }
    }

    /// How the newest attempt ended for good.
    pub(super) fn ended(&self) -> Option<Ended> {
        self.records.last().filter(|record| record.stage == Stage::Closed)?.words().ended
    }

    /// Another process was faster, and what it stored was read.
    pub(super) fn outrun(&mut self, now: Time) {
        let State::Reloading(_, doing) = &self.state else { return };
        match *doing {
            Doing::Look => self.shows(now),
            // Given up by both.
            Doing::Abandon(next) if self.ended() == Some(Ended::Rejected) => self.begin(next, now),
            Doing::Begin | Doing::Submit | Doing::Abandon(_) => self.conflict("busy", now),
        }
    }
}

/// Is an attempt of this id recorded?
fn knows(records: &[Record], op: &OpId) -> bool {
    records.iter().any(|record| record.op_id == *op)
}
