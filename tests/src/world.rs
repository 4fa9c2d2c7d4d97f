//! A virtual world: the real library, the sandbox, a journal, a clock that only moves when asked,
//! and a process that can die at any step.

use std::collections::{BTreeMap, VecDeque};
use xaalis::http::Failure;
use xaalis::sandbox::Sandbox;
use xaalis::value::OpId;
use xaalis::value::{Personal, Time};
use xaalis::{
    Dexchange, Event, Journal, Kept, MemoryJournal, Order, PaymentError, Prompt, Recipient, Record, Reply,
    Senfenico, Session, Stage, Step,
};

/// When every story begins: 2026-01-05T07:39:25.431Z, a Monday, and a number no phone is part of.
pub const DAWN: Time = Time::from_millis(1_767_598_765_431);

/// Both clients, as one merchant has them.
#[derive(Clone, Debug)]
pub struct Merchant {
    /// Senfenico.
    pub senfenico: Senfenico,
    /// DEXCHANGE.
    pub dexchange: Dexchange,
}

impl Merchant {
    /// A merchant with test keys.
    ///
    /// # Panics
    /// Never: the keys are well formed.
    pub fn new() -> Self {
        Self {
            senfenico: Senfenico::new("sk_test_canary_5f2c9a").expect("a test key"),
            dexchange: Dexchange::new("dx_canary_77aa01").expect("a test key"),
        }
    }

    /// Begins an order at its vendor.
    ///
    /// # Errors
    /// As the client says.
    pub fn begin(&self, order: Order, op: &str) -> Result<Session, PaymentError> {
        match order.vendor() {
            xaalis::Vendor::Senfenico => self.senfenico.begin(order, op),
            xaalis::Vendor::Dexchange => self.dexchange.begin(order, op),
        }
    }

    /// Goes on with a record at its vendor.
    ///
    /// # Errors
    /// As the client says.
    pub fn resume(&self, record: &Record, now: Time) -> Result<Session, PaymentError> {
        match record.vendor {
            xaalis::Vendor::Senfenico => self.senfenico.resume(record, now),
            xaalis::Vendor::Dexchange => self.dexchange.resume(record, now),
        }
    }
}

impl Default for Merchant {
    fn default() -> Self {
        Self::new()
    }
}

/// Instead of a code: the payer gives up.
pub const GIVES_UP: &str = "gives up";

/// Where a process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crash {
    /// At this step, counted from 1 over all processes.
    pub step: usize,
    /// After the step took effect (stored, sent) instead of before.
    pub after: bool,
}

/// When a process is told to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// At this step, counted from 1 over all processes.
    pub step: usize,
    /// After the step was handed out, before what became of it is told; else before it is asked for.
    pub under_way: bool,
}

/// Everything around the library.
#[derive(Clone, Debug)]
pub struct World {
    /// Both vendors.
    pub sandbox: Sandbox,
    /// The clock.
    pub now: Time,
    /// The store.
    pub journal: MemoryJournal,
    /// Which records the journal says belong to another operation, by the record and how many were put.
    pub refuses: fn(&Record, usize) -> bool,
    /// The codes a payer types, in order; the last is repeated. [`GIVES_UP`]: the number was wrong.
    pub codes: VecDeque<String>,
    /// The phones a merchant gives again for a resumed bulk payout.
    pub phones: BTreeMap<String, String>,
    /// The bill a customer chooses; the first unpaid if none.
    pub choice: Option<String>,
    /// Where the process dies.
    pub crash: Option<Crash>,
    /// When it is told to stop: from then on it may only store and end.
    pub stop: Option<Stop>,
    /// Steps taken so far.
    pub steps: usize,
    /// What happened, one line a step; nothing secret.
    pub log: Vec<String>,
    /// Every record that was ever stored, as JSON.
    pub stored: Vec<String>,
}

impl World {
    /// A world around a sandbox.
    pub fn new(sandbox: Sandbox) -> Self {
        Self {
            sandbox,
            now: DAWN,
            journal: MemoryJournal::new(),
            refuses: |_, _| false,
            codes: VecDeque::from(["123456".to_owned()]),
            phones: BTreeMap::new(),
            choice: None,
            crash: None,
            stop: None,
            steps: 0,
            log: Vec::new(),
            stored: Vec::new(),
        }
    }

    /// Runs an order to its end; after a crash a new process goes on from the newest record, or,
    /// when nothing was stored, does nothing. `None` in that last case.
    ///
    /// # Panics
    /// When the order is refused, a record cannot be resumed, or the story has no end.
    pub fn run(&mut self, merchant: &Merchant, order: Order, op: &str) -> Option<Reply> {
        let mut session = merchant.begin(order, op).expect("a good order");
        loop {
            if let Some(reply) = self.live(&mut session) {
                return Some(reply);
            }
            let record = self.record(op)?;
            // A process starts some seconds later.
            self.now = self.now.plus(7_000);
            session = merchant.resume(&record, self.now).expect("a good record");
        }
    }

    /// Goes on with the newest record of an operation to its end.
    ///
    /// # Panics
    /// As [`World::run`].
    pub fn resume(&mut self, merchant: &Merchant, op: &str) -> Option<Reply> {
        let record = self.record(op)?;
        let mut session = merchant.resume(&record, self.now).expect("a good record");
        self.live(&mut session)
    }

    /// One process: to the end, or `None` when it died.
    ///
    /// # Panics
    /// When the story has no end.
    pub fn live(&mut self, session: &mut Session) -> Option<Reply> {
        loop {
            self.steps += 1;
            assert!(self.steps < 20_000, "no end: {:#?}", self.log.iter().rev().take(20).collect::<Vec<_>>());
            let dies = self.crash.filter(|crash| crash.step == self.steps);
            let stops = self.stop.filter(|stop| stop.step == self.steps);
            if stops.is_some_and(|stop| !stop.under_way) {
                session.handle(Event::Stop, self.now);
            }
            let step = session.poll(self.now);
            self.log.push(line(&step));
            let stopped = self
                .stop
                .is_some_and(|stop| (stop.step, stop.under_way) < (self.steps, stop.step == self.steps));
            let ends = matches!(step, Step::Store { .. } | Step::Load { .. } | Step::Done { .. });
            assert!(!stopped || ends, "goes on after it was told to stop: {:#?}", self.log);
            if stops.is_some_and(|stop| stop.under_way) {
                session.handle(Event::Stop, self.now);
            }
            if dies.is_some_and(|crash| !crash.after) {
                return None;
            }
            let event = match step {
                Step::Store { record } => {
                    self.stored.push(serde_json::to_string(&record).expect("a record is JSON"));
                    let refused = (self.refuses)(&record, self.stored.len());
                    let kept = if refused { Ok(Kept::Taken) } else { self.journal.put(&record) };
                    kept.expect("memory does not fail").event()
                }
                Step::Load { op_id } => {
                    let record = self.journal.get(&op_id).expect("memory does not fail");
                    Event::Loaded { record }
                }
                Step::Send { request } => {
                    let answer = self.sandbox.handle(&request, self.now);
                    self.now = self.now.plus(40);
                    match answer {
                        Ok(response) => Event::Answered { response },
                        Err(failure) => {
                            if failure == Failure::MaybeSent {
                                self.now = self.now.plus(request.timeout_ms);
                            }
                            Event::Failed { failure }
                        }
                    }
                }
                Step::Wait { until, .. } => {
                    assert!(until > self.now, "a wait must move the clock");
                    self.now = until;
                    let _ = self.sandbox.deliveries(self.now);
                    if dies.is_some() {
                        return None;
                    }
                    continue;
                }
                Step::Ask { prompt } => self.answer(&prompt),
                Step::Done { reply } => return Some(reply),
                Step::Refused { error } => panic!("{error}"),
            };
            if dies.is_some() {
                return None;
            }
            session.handle(event, self.now);
        }
    }

    fn answer(&mut self, prompt: &Prompt) -> Event {
        match prompt {
            Prompt::Otp { .. } => {
                self.now = self.now.plus(15_000);
                let code =
                    if self.codes.len() > 1 { self.codes.pop_front() } else { self.codes.front().cloned() };
                if code.as_deref() == Some(GIVES_UP) {
                    return Event::Abandon;
                }
                Event::Otp { code: code.unwrap_or_default() }
            }
            Prompt::Dial { .. } => Event::Shown,
            Prompt::Redirect { url } => {
                let reference = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                self.sandbox.checkout_paid(reference, "76000000", "orange_bf", self.now);
                Event::Shown
            }
            Prompt::Bill { bills } => {
                let first = bills.iter().find(|bill| bill.paid != Some(true));
                let reference = self.choice.clone().or_else(|| first.and_then(|bill| bill.reference.clone()));
                Event::Bill { reference: reference.unwrap_or_default() }
            }
            Prompt::Recipients { ext_ids } => Event::Recipients {
                recipients: ext_ids
                    .iter()
                    .filter_map(|ext_id| {
                        let phone = Personal::from(self.phones.get(ext_id)?.clone());
                        Some(Recipient { ext_id: ext_id.clone(), phone })
                    })
                    .collect(),
            },
        }
    }

    /// The newest record of an operation.
    ///
    /// # Panics
    /// When `op` is no operation id.
    pub fn record(&self, op: &str) -> Option<Record> {
        let op = OpId::parse(op).expect("an operation id");
        self.journal.get(&op).expect("memory does not fail")
    }

    /// How an operation stands in the journal.
    pub fn stage(&self, op: &str) -> Option<Stage> {
        self.record(op).map(|record| record.stage)
    }
}

/// A session just begun, when its journal holds this under its id, or nothing.
///
/// # Errors
/// When it goes no further.
///
/// # Panics
/// When it asks anything else first.
pub fn opened(mut session: Session, held: Option<&Record>, now: Time) -> Result<Session, PaymentError> {
    if session.is_opening() {
        assert!(matches!(session.poll(now), Step::Load { .. }), "the journal is asked first");
        session.handle(Event::Loaded { record: held.cloned() }, now);
    }
    session.refusal().cloned().map_or(Ok(session), Err)
}

fn line(step: &Step) -> String {
    match step {
        Step::Store { record } => format!("store #{} {:?}", record.sequence, record.stage),
        Step::Load { op_id } => format!("load {op_id:?}"),
        Step::Send { request } => format!("send {request:?}"),
        Step::Wait { until, why } => format!("wait {} {why:?}", until.millis()),
        Step::Ask { prompt } => format!("ask {prompt:?}"),
        Step::Done { reply } => format!("done {reply:?}"),
        Step::Refused { error } => format!("refused {error}"),
    }
}
