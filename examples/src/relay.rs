//! The server's end of a relay: the loop that carries out what a [`Gate`] decides, over SQLite and any transport.

use crate::{HttpOnce, JournalError, SqliteJournal, SqliteTally};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use xaalis::http::{Failure, Request, Response};
use xaalis::relay::{Answer, Gate, GateEvent, GateStep, Incoming};
use xaalis::value::Time;
use xaalis::{Account, Event, Journal, Step};

/// The machine around it: a clock and a way to the vendor.
pub trait Machine {
    /// The clock.
    fn now(&self) -> Time;

    /// Sleeps until this moment: some seconds at most.
    fn sleep_until(&self, until: Time);

    /// Sends a request once.
    ///
    /// # Errors
    /// [`Failure`]: could it have reached the vendor?
    fn send(&self, request: &Request) -> Result<Response, Failure>;

    /// A line for the shop's log: what was asked of the relay and what came of it. Nothing secret stands in it.
    fn log(&self, line: &str);
}

/// The real one.
#[derive(Debug)]
pub struct ThisMachine(HttpOnce);

impl ThisMachine {
    /// With a transport of its own.
    pub fn new() -> Self {
        Self(HttpOnce::new())
    }
}

impl Default for ThisMachine {
    fn default() -> Self {
        Self::new()
    }
}

impl Machine for ThisMachine {
    fn now(&self) -> Time {
        crate::now()
    }

    fn sleep_until(&self, until: Time) {
        crate::sleep_until(until);
    }

    fn send(&self, request: &Request) -> Result<Response, Failure> {
        self.0.send(request)
    }

    fn log(&self, line: &str) {
        println!("{line}");
    }
}

/// A relay's server end. Threads share it; each waits for the store no longer than a statement takes.
pub struct Relay<M> {
    account: Account,
    gate: Gate,
    journal: Mutex<SqliteJournal>,
    tally: Mutex<SqliteTally>,
    machine: M,
}

impl<M: Machine> Relay<M> {
    /// Over the journal of this file, in which limits are counted too. `account`: the one of the gate.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(
        account: impl Into<Account>,
        gate: Gate,
        file: &Path,
        machine: M,
    ) -> Result<Self, JournalError> {
        let journal = Mutex::new(SqliteJournal::open(file)?);
        let tally = Mutex::new(SqliteTally::open(file)?);
        Ok(Self { account: account.into(), gate, journal, tally, machine })
    }

    /// What it decides by.
    pub const fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Its clock and its way to the vendor.
    pub const fn machine(&self) -> &M {
        &self.machine
    }

    /// A request from its first byte to its answer. `id`: a random one.
    pub fn serve(&self, incoming: &Incoming, id: &str) -> Answer {
        let mut visit = self.gate.visit(incoming, id, self.machine.now());
        loop {
            let event = match visit.poll(self.machine.now()) {
                GateStep::Respond { answer } => {
                    self.machine.log(&answer.audit);
                    return answer;
                }
                // A store that fails is said to the page as 503; what was begun is found again.
                step => self.carry_out(step).unwrap_or(GateEvent::Down),
            };
            visit.handle(event, self.machine.now());
        }
    }

    /// Goes on with every payment that is open: at start, and each minute.
    ///
    /// # Errors
    /// When the journal fails.
    pub fn resume(&self) -> Result<(), JournalError> {
        let records = self.journal().unfinished()?;
        for record in records {
            let Ok(mut session) = self.account.resume(&record, self.machine.now()) else { continue };
            loop {
                let event = match session.poll(self.machine.now()) {
                    step @ (Step::Store { .. } | Step::Load { .. } | Step::Send { .. }) => self.ran(step)?,
                    // It waits for time or for a person; or it is over.
                    _ => break,
                };
                session.handle(event, self.machine.now());
            }
        }
        Ok(())
    }

    fn carry_out(&self, step: GateStep) -> Result<GateEvent, JournalError> {
        let now = self.machine.now();
        Ok(match step {
            GateStep::Take { key, add, window_ms } => {
                GateEvent::Counted { total: self.tally().take(&key, add, window_ms, now)? }
            }
            GateStep::Hold { key, owner, ttl_ms } => {
                GateEvent::Held { is_ours: self.tally().hold(&key, &owner, ttl_ms, now)? }
            }
            GateStep::Free { key, owner } => {
                self.tally().free(&key, &owner)?;
                GateEvent::Freed
            }
            GateStep::Run { step } => GateEvent::Ran { event: self.ran(step)? },
            GateStep::Keep { order, code } => {
                self.tally().keep(&order, code.expose())?;
                GateEvent::Kept
            }
            GateStep::Recall { order } => {
                GateEvent::Recalled { code: self.tally().recall(&order)?.map(Into::into) }
            }
            GateStep::Respond { .. } => GateEvent::Freed,
        })
    }

    fn ran(&self, step: Step) -> Result<Event, JournalError> {
        Ok(match step {
            Step::Store { record } => self.journal().put(&record)?.event(),
            Step::Load { op_id } => Event::Loaded { record: self.journal().get(&op_id)? },
            Step::Send { request } => match self.machine.send(&request) {
                Ok(response) => Event::Answered { response },
                Err(failure) => Event::Failed { failure },
            },
            Step::Wait { until, .. } => {
                self.machine.sleep_until(until);
                // Nothing happened but that time went by.
                Event::Admitted
            }
            Step::Ask { .. } | Step::Done { .. } | Step::Refused { .. } => Event::Stop,
        })
    }

    fn journal(&self) -> std::sync::MutexGuard<'_, SqliteJournal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tally(&self) -> std::sync::MutexGuard<'_, SqliteTally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
