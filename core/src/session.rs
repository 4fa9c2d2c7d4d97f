//! The one object that crosses to every language: an operation on its way.

mod about;
mod calm;
mod elsewhere;
mod memory;
mod newest;
mod opening;
mod parts;
mod person;
mod progress;
mod step;

pub use self::step::Step;

use self::calm::Calm;
use self::elsewhere::Elsewhere;
use self::newest::Newest;
use self::opening::Opening;
use self::parts::{Expected, Incoming};
use self::person::Person;
use crate::account::Account;
use crate::context::Context;
use crate::error::PaymentError;
use crate::http::Response;
use crate::machine::{Action, Event, Why};
use crate::order::Order;
use crate::policy;
use crate::record::{EarlierTry, Record};
use crate::reply::Reply;
use crate::senfenico::Progress;
use crate::task::Task;
use crate::value::{OpId, Time};
use std::fmt;

/// An operation on its way. Plain data: to cancel, stop polling; to go on after a crash, resume its
/// newest [`Record`].
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Session {
    account: Account,
    op: OpId,
    operation: String,
    sequence: i64,
    task: Task,
    last: Option<Response>,
    expected: Option<Expected>,
    incoming: Option<Incoming>,
    /// The record that was handed out and not answered yet, and the lease in it.
    pending: Option<(Record, Option<Time>)>,
    /// Did anything happen since then?
    overtaken: bool,
    /// Told to stop.
    stopped: bool,
    /// The last record that the journal refused.
    refused: Option<Box<Record>>,
    /// The journal refuses whatever it is given: it is given nothing more.
    deaf: bool,
    /// Until when a request may be under way: it stands in the records written meanwhile.
    armed: Option<Time>,
    /// Until when the request that was handed out may be answered.
    in_flight: Option<Time>,
    /// The journal has a record of this try.
    known: bool,
    /// The key's call rate holds it back.
    held: bool,
    /// The newest record still says that a request may be under way.
    leased: bool,
    /// Another process may be at it.
    elsewhere: Option<Box<Elsewhere>>,
    /// Told to stop while another process goes on.
    left: bool,
    newest: Newest,
    /// The journal was not asked yet.
    opening: Option<Box<Opening>>,
    /// Why it goes no further.
    refusal: Option<Box<PaymentError>>,
    person: Option<Box<Person>>,
    /// When it stops itself rather than wait longer.
    limit: Option<Time>,
    /// The tries under this id of which nothing reached the vendor.
    earlier: Vec<EarlierTry>,
    /// When the vendor was asked last, by whichever process.
    asked: Option<Time>,
    calm: Calm,
    /// How far it was when somebody was told last.
    told: Option<Progress>,
}

/// More things than any operation has under way at once.
const STOPS: usize = 8;

impl Session {
    /// Under an id that may be known: the journal is asked first.
    pub(crate) fn begin(account: Account, order: Order, op_id: &str) -> Result<Self, PaymentError> {
        let mut session = Self::begin_alone(account, order, op_id)?;
        session.opening = session.task.keeps_records().then(Box::default);
        Ok(session)
    }

    /// Under an id that nobody used before.
    pub(crate) fn begin_alone(account: Account, order: Order, op_id: &str) -> Result<Self, PaymentError> {
        if order.vendor() != account.vendor {
            let allowed = "an operation of this client's vendor";
            return Err(PaymentError::invalid("order", "an operation of the other vendor", allowed));
        }
        let op = OpId::parse(op_id).map_err(|error| error.at("op_id"))?;
        let operation = order.operation().to_owned();
        let task = Task::begin(order, account.context(&op))?;
        Ok(Self::new(account, op, operation, task))
    }

    pub(crate) fn resume(account: Account, record: &Record, now: Time) -> Result<Self, PaymentError> {
        account.is_for(record)?;
        let context: Context = account.context(&record.op_id);
        let (task, noted) = (Task::resume(record, context, now)?, elsewhere::noted(&record.state));
        Ok(Self {
            sequence: record.sequence,
            known: true,
            elsewhere: Elsewhere::of(&noted, now).map(Box::new),
            newest: Newest::at(now),
            earlier: record.earlier(),
            asked: noted.asked,
            ..Self::new(account, record.op_id.clone(), record.operation.clone(), task)
        })
    }

    /// One of which no record is known.
    fn new(account: Account, op: OpId, operation: String, task: Task) -> Self {
        Self {
            account,
            op,
            operation,
            sequence: 0,
            task,
            last: None,
            expected: None,
            incoming: None,
            pending: None,
            overtaken: false,
            stopped: false,
            refused: None,
            deaf: false,
            armed: None,
            in_flight: None,
            known: false,
            held: false,
            leased: false,
            elsewhere: None,
            left: false,
            newest: Newest::default(),
            opening: None,
            refusal: None,
            person: None,
            limit: None,
            earlier: Vec::new(),
            asked: None,
            calm: Calm::default(),
            told: None,
        }
    }

    /// What to do now. Safe to call again at any time: a request is handed out once, everything else
    /// until it is answered.
    pub fn poll(&mut self, now: Time) -> Step {
        match self.step(now) {
            Step::Wait { until, .. } if self.limit.is_some_and(|limit| limit < until) && !self.stopped => {
                if self.looks_before_limit() {
                    return self.poll(now);
                }
                self.handle(Event::Stop, now);
                self.step(now)
            }
            step => step,
        }
    }

    /// From now on it waits until this moment at most: rather than wait longer it stops itself, as
    /// [`Event::Stop`] does, and ends with what is known. `None`: as long as it takes.
    pub const fn limit(&mut self, until: Option<Time>) {
        self.limit = until;
    }

    fn step(&mut self, now: Time) -> Step {
        if let Some(error) = &self.refusal {
            return Step::Refused { error: (**error).clone() };
        }
        if let Some(op_id) = self.opening() {
            return Step::Load { op_id: op_id.clone() };
        }
        if let Some((record, _)) = &self.pending {
            return Step::Store { record: record.clone() };
        }
        if let Some(elsewhere) = &self.elsewhere {
            return elsewhere.step(&self.op, now);
        }
        if let Some(step) = self.rests(now) {
            return step;
        }
        let mut action = self.next(now);
        // Nothing that may move money waits for these: it is stopped.
        for _ in 0..STOPS {
            if !self.deaf || !matches!(action, Action::Checkpoint) {
                break;
            }
            self.task.handle(&Event::Stored, now);
            action = self.next(now);
        }
        if self.leased && !self.deaf && elsewhere::is_rest(&action) {
            // Whoever comes meanwhile need not wait for a request that is over, answered or not.
            (self.in_flight, self.armed) = (None, None);
            action = Action::Checkpoint;
        }
        if self.held && !self.known && !self.deaf && self.task.can_begin_from_record() {
            // Who looks for it should find it, though nothing was sent.
            action = Action::Checkpoint;
        }
        if let Some(look) = self.look_first(&mut action, now) {
            return look;
        }
        if !self.asks(&mut action, now) {
            return self.step(now);
        }
        match action {
            Action::Checkpoint | Action::Arm => {
                let is_armed = matches!(action, Action::Arm);
                if is_armed {
                    self.armed = Some(now.plus(policy::LEASE));
                }
                let lease =
                    self.armed.filter(|_| is_armed || self.in_flight.is_some_and(|until| now < until));
                let record = self.record(lease);
                self.pending = Some((record.clone(), lease));
                self.overtaken = false;
                Step::Store { record }
            }
            Action::Send(draft) => {
                let limit = draft.timeout_ms.saturating_add(policy::IN_FLIGHT_GRACE);
                self.in_flight = Some(now.plus(limit));
                (self.expected, self.incoming) = (Some(Expected::of(&draft)), None);
                self.asked = Some(now);
                Step::Send { request: self.account.seal(draft) }
            }
            // Answered in `next`.
            Action::Admit(_) => Step::Wait { until: now.plus(policy::SECOND), why: Why::RateLimited },
            Action::Wait(until, why) => Step::Wait { until, why },
            Action::Ask(prompt) => Step::Ask { prompt },
            Action::Done(reply) if self.left => {
                Step::Done { reply: reply.left_to_another(&self.op, self.task.our_reference()) }
            }
            Action::Done(reply) => Step::Done { reply },
        }
    }

    /// What happened. An event that answers nothing is ignored.
    pub fn handle(&mut self, event: Event, now: Time) {
        let Some(mut event) = self.gathered(event, now) else { return };
        if let Event::Answered { response } = &mut event {
            // Here, for every vendor, every page and every language.
            response.drop_mark();
        }
        if self.hears_calmly(&event, now) {
            return;
        }
        if event == Event::Outrun {
            if self.pending.is_some() {
                self.refused_with(PaymentError::Busy { op_id: self.op.clone() });
            }
            return;
        }
        if self.is_early(&event) || self.is_repeated(&event) {
            return;
        }
        if self.opening.is_some() {
            return self.opens(event, now);
        }
        if self.elsewhere.is_some() {
            return self.meanwhile(&event, now);
        }
        match &event {
            Event::Admitted | Event::Held { .. } => return,
            Event::Abandon => {
                self.forget_answers();
                // Its record or another process's: the journal decides.
                self.newest.look_again();
            }
            Event::Loaded { record } => return self.looked(record.as_ref(), now),
            event => self.newest.hear(event, self.about(event)),
        }
        let ends = matches!(event, Event::Answered { .. } | Event::Failed { .. } | Event::Ended);
        if ends && self.in_flight.take().is_some() {
            self.armed = None;
        }
        if matches!(event, Event::Stored | Event::Taken) {
            let Some((record, lease)) = self.pending.take() else { return };
            // Stored twice at once, the same record was refused as its own successor.
            self.refusal = None;
            self.is_newest(now);
            if event == Event::Taken {
                // A journal refuses a reference, and each one once: an operation looks for another then,
                // or ends. One that refuses it again, or a record that names none, would be asked for ever.
                let again =
                    |refused: &Record| record.reference.is_none() || refused.reference == record.reference;
                self.deaf |= self.refused.as_deref().is_some_and(again);
                self.stopped |= self.deaf;
                if self.deaf && record.reference.is_none() {
                    // Nobody else holds what names nothing: what it says stays true, kept or not.
                    event = Event::Stored;
                }
                self.refused = Some(Box::new(record));
            } else {
                // What happened since is not durable yet.
                let behind = self.overtaken && record != self.record(lease);
                self.sequence = record.sequence;
                (self.known, self.leased) = (true, lease.is_some());
                if behind {
                    return;
                }
            }
        } else {
            self.overtaken = true;
        }
        if event == Event::Stop {
            self.stopped = true;
            return;
        }
        self.task.handle(&event, now);
        if let Event::Answered { response } = event {
            self.last = Some(response);
        }
    }

    /// Once told to stop, an operation stores and ends, and does nothing else. It hears so before each
    /// poll, when what was under way ends with what is known, and what was answered already is taken
    /// in; and again whenever that makes it want something else. Nothing that may move money is lost
    /// with it, for such a request asks to be stored first.
    fn next(&mut self, now: Time) -> Action<Reply> {
        if self.stopped {
            for _ in 0..STOPS {
                self.task.handle(&Event::Stop, now);
                let action = self.task.poll(now);
                if matches!(action, Action::Checkpoint | Action::Done(_)) {
                    return action;
                }
            }
        }
        for _ in 0..STOPS {
            let action = self.task.poll(now);
            let Action::Admit(lane) = action else { return action };
            // Either answer is followed by something else.
            let admitted = self.account.pace.admit(self.account.vendor, lane, now);
            self.held = admitted.is_err();
            let event = match admitted {
                Ok(()) => Event::Admitted,
                Err(until) => Event::Held { until },
            };
            self.task.handle(&event, now);
        }
        self.task.poll(now)
    }

    fn refused_with(&mut self, error: PaymentError) {
        self.refusal = Some(Box::new(error));
    }

    /// The same operation as its newest record tells it. What was said here and the limit stay.
    fn becomes(&mut self, newer: Self) {
        let (person, limit, stopped) = (self.person.take(), self.limit, self.stopped);
        *self = Self { stopped, person, limit, ..newer };
        self.is_asked_anew();
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("op_id", &self.op)
            .field("operation", &self.operation)
            .field("sequence", &self.sequence)
            .field("reference", &self.task.reference())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
