//! One call against its model.

use super::{Ask, DAWN, End, Happening, end, event, happening};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use xaalis::policy::{
    BACKOFF_CAP, BULK_PACE, BUSY_TRIES, IN_FLIGHT_GRACE, KEYED_RESENDS, LEASE, LOOK_AGAIN, MONEY_TIMEOUT,
    QUIET, RESEND_WITHIN, RETRY_AFTER_CAP, TRIES,
};
use xaalis::value::Time;
use xaalis::{Event, Record, Resend, Session, Step, Why};

/// A call, and what happens to it.
pub(crate) fn courses() -> impl Strategy<Value = (Ask, Vec<Happening>)> {
    (select(&[Ask::Read, Ask::Transfer, Ask::Bill][..]), vec(happening(), 0..60))
}

/// Does the real session do what the model does?
pub(crate) fn agrees((ask, course): (Ask, Vec<Happening>)) -> Result<(), TestCaseError> {
    let (mut session, mut model, mut now) = (ask.session(), Model::new(ask.resend(), DAWN), DAWN);
    // What was handed out to be kept, and what is kept: with the ending it tells, if any.
    let (mut offered, mut kept) = (None::<(Record, Option<End>)>, None::<(Record, Option<End>)>);
    let mut newest = Newest::default();
    // However it went, it can be stopped, and then it ends once its last record is kept.
    let ending = [Happening::Stop, Happening::Stored, Happening::Stored, Happening::Stored];
    for what in course.iter().chain(&ending) {
        let step = newest.said(ask, &mut session, kept.as_ref(), now)?;
        model.steps(&step, now)?;
        if let Step::Store { record } = &step
            && offered.as_ref().is_none_or(|(offered, _)| offered != record)
        {
            offered = Some((record.clone(), model.ending()));
        }
        match (what, &step) {
            (Happening::Passes(ms), _) => now = now.plus(*ms),
            (Happening::Wake, Step::Wait { until, .. }) => now = *until,
            (Happening::Stored, Step::Store { .. }) => {
                kept.clone_from(&offered);
                newest.at = Some(now);
            }
            (Happening::Taken, Step::Store { .. }) => newest.at = Some(now),
            (Happening::Crash, _) => {
                // What was never kept never began, as far as anybody knows.
                session = kept.as_ref().map_or_else(|| ask.session(), |(record, _)| ask.resumed(record, now));
                model = match &kept {
                    None => Model::new(ask.resend(), now),
                    Some((_, ending)) => Model::resumed(ask.resend(), *ending),
                };
                newest = Newest::default();
                if let Some((record, _)) = &kept {
                    now = alone(&mut session, record, now)?;
                    newest.at = Some(now);
                }
            }
            _ => {}
        }
        // A journal does not refuse what it took a moment ago.
        let refuses = matches!(what, Happening::Taken) && model.state == Stage::Quiet;
        if let Some(event) = event(ask, what).filter(|_| !refuses) {
            session.handle(event, now);
            model.happens(what, now);
        }
    }
    let step = newest.said(ask, &mut session, kept.as_ref(), now)?;
    model.steps(&step, now)?;
    prop_assert!(matches!(step, Step::Done { .. }), "stopped, and yet {:?}", step);
    Ok(())
}

/// Until no other process can be waiting for the answer: what it stores would be seen.
fn alone(session: &mut Session, kept: &Record, resumed: Time) -> Result<Time, TestCaseError> {
    let mut now = resumed;
    loop {
        match session.poll(now) {
            Step::Wait { until, why: Why::Elsewhere } => {
                prop_assert!(until > now && until.since(now) <= LOOK_AGAIN);
                now = until;
            }
            Step::Load { .. } => session.handle(Event::Loaded { record: Some(kept.clone()) }, now),
            _ => break,
        }
    }
    prop_assert!(now.since(resumed) <= LEASE);
    Ok(now)
}

/// The second account of when the journal is asked before an end is told: unless it was written or read just
/// before, and once.
#[derive(Default)]
struct Newest {
    at: Option<Time>,
    told: bool,
}

impl Newest {
    /// The next step, the journal being asked on the way if need be.
    fn said(
        &mut self,
        ask: Ask,
        session: &mut Session,
        kept: Option<&(Record, Option<End>)>,
        now: Time,
    ) -> Result<Step, TestCaseError> {
        let known = ask.resend() == Resend::Freely
            || self.told
            || self.at.is_some_and(|at| (0..=LOOK_AGAIN).contains(&now.since(at)));
        let mut step = session.poll(now);
        if matches!(step, Step::Load { .. }) {
            prop_assert!(!known, "asked for nothing");
            let record = kept.map(|(record, _)| record.clone());
            session.handle(Event::Loaded { record }, now);
            step = session.poll(now);
            prop_assert!(matches!(step, Step::Done { .. }), "asked before {:?}", step);
        } else if matches!(step, Step::Done { .. }) {
            prop_assert!(known, "told without a look");
        }
        self.told |= matches!(step, Step::Done { .. });
        if matches!(step, Step::Send { .. } | Step::Wait { .. }) {
            self.at = None;
        }
        Ok(step)
    }
}

/// The second account of one call: its limits, its pauses and how it ends.
struct Model {
    resend: Resend,
    uncertain: i64,
    tries: i64,
    busy: i64,
    last_sent: Time,
    /// The newest record says that a request may be under way.
    leased: bool,
    /// A record that says that it is over was handed out and not answered yet.
    releasing: bool,
    /// Told to stop before that answer.
    stopping: bool,
    state: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Unstored,
    Stored,
    Flying {
        until: Time,
    },
    /// A payment that may have arrived has time to.
    Quiet,
    /// A pause that ends somewhere between the two.
    Pausing(Time, Time),
    Over(End),
}

impl Model {
    fn new(resend: Resend, now: Time) -> Self {
        let state = if resend == Resend::Freely { Stage::Stored } else { Stage::Unstored };
        Self {
            resend,
            uncertain: 0,
            tries: 0,
            busy: 0,
            last_sent: now,
            leased: false,
            releasing: false,
            stopping: false,
            state,
        }
    }

    /// Of a single call a record tells only that it may have happened, or how it ended; an answer that is
    /// not in it nobody gets again.
    fn resumed(resend: Resend, ending: Option<End>) -> Self {
        let told = ending.filter(|end| *end != End::Settled).unwrap_or(End::Unknown);
        Self { state: Stage::Over(told), ..Self::new(resend, DAWN) }
    }

    fn ending(&self) -> Option<End> {
        match self.state {
            Stage::Over(end) => Some(end),
            _ => None,
        }
    }

    fn doubtful(&self) -> bool {
        self.uncertain > 0 && self.resend != Resend::Freely
    }

    /// No attempt that may have arrived is ever denied.
    fn end(&mut self, end: End) {
        self.state = Stage::Over(if self.doubtful() && end != End::Settled { End::Unknown } else { end });
    }

    fn retry(&mut self, now: Time) {
        self.tries += 1;
        self.state = Stage::Pausing(now.plus(250), now.plus(BACKOFF_CAP));
        if self.tries >= TRIES {
            self.end(End::NotSent);
        }
    }

    fn unclear(&mut self, now: Time) {
        self.uncertain += 1;
        match self.resend {
            Resend::Freely => self.retry(now),
            Resend::AfterQuiet if self.uncertain <= KEYED_RESENDS => self.state = Stage::Quiet,
            Resend::AfterQuiet | Resend::Never => self.end(End::Unknown),
        }
    }

    fn happens(&mut self, what: &Happening, now: Time) {
        match (self.state, what) {
            (Stage::Over(_), _) => {}
            (Stage::Unstored, Happening::Stored) => (self.state, self.leased) = (Stage::Stored, true),
            (Stage::Quiet, Happening::Stored) if self.releasing => {
                (self.releasing, self.leased) = (false, false);
                if self.stopping {
                    self.end(End::NotSent);
                }
            }
            (Stage::Quiet, Happening::Stop) if self.releasing => self.stopping = true,
            (Stage::Unstored, Happening::Taken) | (Stage::Flying { .. }, Happening::Stop) => {
                self.uncertain += i64::from(self.state != Stage::Unstored);
                self.end(End::NotSent);
            }
            (_, Happening::Stop) => self.end(End::NotSent),
            (Stage::Flying { .. } | Stage::Quiet, Happening::Yes) => self.end(End::Settled),
            (Stage::Flying { .. }, Happening::No) => self.end(End::Rejected),
            (Stage::Flying { .. }, Happening::Busy(pause)) => {
                self.busy += 1;
                let exact = pause.map(|s| now.plus((s * 1_000).clamp(BULK_PACE, RETRY_AFTER_CAP)));
                let lot = (now.plus(250), now.plus(BACKOFF_CAP));
                let (from, to) = exact.map_or(lot, |at| (at, at));
                self.state = Stage::Pausing(from, to);
                if self.busy >= BUSY_TRIES {
                    self.end(End::NotSent);
                }
            }
            (Stage::Flying { .. }, Happening::NotSent) => self.retry(now),
            (Stage::Flying { .. }, Happening::MaybeSent | Happening::Unclear) => self.unclear(now),
            _ => {}
        }
    }

    /// The real session has taken this step: may it have?
    fn steps(&mut self, step: &Step, now: Time) -> Result<(), TestCaseError> {
        if matches!(self.state, Stage::Flying { until } if now >= until) {
            self.unclear(now);
        }
        if self.state == Stage::Quiet && now.since(self.last_sent) > RESEND_WITHIN {
            self.end(End::Unknown);
        }
        let rested = match self.state {
            Stage::Pausing(from, _) => now >= from,
            Stage::Quiet => now.since(self.last_sent) >= QUIET,
            _ => false,
        };
        let late = self.resend != Resend::Freely && now.since(self.last_sent) > QUIET - MONEY_TIMEOUT;
        match (step, self.state) {
            (Step::Store { .. }, Stage::Unstored | Stage::Over(_)) => {}
            // The request is over: whoever comes meanwhile should know.
            (Step::Store { .. }, Stage::Quiet) if self.releasing || (self.leased && !rested) => {
                self.releasing = true;
            }
            // Whoever comes late to its own record asks the journal again.
            (Step::Store { .. }, state) if rested || (state == Stage::Stored && late) => {
                self.last_sent = now;
                self.state = Stage::Unstored;
            }
            (Step::Send { request }, state) if (state == Stage::Stored && !late) || rested => {
                prop_assert!(state == Stage::Stored || self.resend == Resend::Freely, "sent before stored");
                let allowed = match self.resend {
                    Resend::Freely => TRIES,
                    Resend::AfterQuiet => 1 + KEYED_RESENDS,
                    Resend::Never => 1,
                };
                prop_assert!(self.uncertain < allowed, "sent again");
                self.last_sent = now;
                self.state = Stage::Flying { until: now.plus(request.timeout_ms + IN_FLIGHT_GRACE) };
            }
            (Step::Wait { until, .. }, Stage::Flying { until: ours }) => prop_assert_eq!(*until, ours),
            (Step::Wait { until, .. }, Stage::Quiet) => {
                prop_assert!(!self.leased);
                prop_assert_eq!(*until, self.last_sent.plus(QUIET));
            }
            (Step::Wait { until, .. }, Stage::Pausing(from, to)) => {
                prop_assert!((from..=to).contains(until), "{from:?} {until:?} {to:?}");
                self.state = Stage::Pausing(*until, *until);
            }
            (Step::Done { reply }, Stage::Over(ours)) => prop_assert_eq!(end(reply), ours),
            (step, state) => prop_assert!(false, "{step:?} at {state:?}"),
        }
        if let Step::Wait { until, .. } = step {
            prop_assert!(*until > now);
        }
        Ok(())
    }
}
