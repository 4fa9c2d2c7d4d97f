//! The process that the kill test kills: makes the payments of a plan over HTTP, with a journal in
//! a file, several at once. First it resumes everything unfinished, then it goes on with the plan.
//!
//! `payer JOURNAL URL ORIGIN SPEED PAYMENTS TASK`. The task is `work`, or `tell`, which resumes what has
//! ended as well, or one of two bugs that the trial must notice: `late` sends before it stores, `deaf`
//! believes it is alone with the journal. Each ending is a line `OPERATION WORD WORD…` on
//! stdout. The last line is `done` when nothing is open.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::error::Error;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use xaalis::Vendor;
use xaalis::http::{Failure, Request, Response};
use xaalis::value::{OpId, Time};
use xaalis::{
    Dexchange, Event, Journal, Kept, Outcome, PaymentError, Platform, Prompt, Record, Reply, Senfenico,
    Session, Stage, Why, drive, policy,
};
use xaalis_examples::{HttpOnce, SqliteJournal, StoreError};
use xaalis_tests::kill::{Clock, Intent, plan};

/// How many payments are made at once.
const AT_ONCE: usize = 12;
/// A payment whose next look is further away than this is let go, its outcome unknown: the library
/// would go on for days.
const PATIENCE: i64 = 4 * policy::MINUTE;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [journal, url, origin, speed, payments, task] = arguments.as_slice() else {
        return Err("usage: payer JOURNAL URL ORIGIN SPEED PAYMENTS work|tell|late|deaf".into());
    };
    let plan: BTreeMap<_, _> =
        plan(payments.parse()?).into_iter().map(|intent| (intent.op.clone(), intent)).collect();
    let shop = Shop {
        senfenico: Senfenico::new("sk_test_sandbox")?.dangerous_base_url(url)?,
        dexchange: Dexchange::new("dx_sandbox_key")?.dangerous_base_url(url)?,
        clock: Clock { origin: origin.parse()?, speed: speed.parse()? },
        journal: Mutex::new(SqliteJournal::open(Path::new(journal))?),
        plan,
        bug: match task.as_str() {
            "late" => Some(Bug::Late),
            "deaf" => Some(Bug::Deaf),
            _ => None,
        },
    };
    let queue = Mutex::new(shop.work()?);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                scope.spawn(|| {
                    while let Some(op) = lock(&queue).pop_front() {
                        shop.pay(&op, task == "tell")?;
                    }
                    Ok::<(), Box<dyn Error + Send + Sync>>(())
                })
            })
            .collect();
        // A panic must end in an exit status of its own.
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker panicked")?)
    })?;
    if shop.all_ended()? {
        println!("done");
    }
    Ok(())
}

/// Everything the payments of one process share.
struct Shop {
    senfenico: Senfenico,
    dexchange: Dexchange,
    clock: Clock,
    journal: Mutex<SqliteJournal>,
    plan: BTreeMap<String, Intent>,
    bug: Option<Bug>,
}

/// What a careless merchant may get wrong, on purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bug {
    /// A record is written after the request it should come before.
    Late,
    /// Believes it is alone: looks for no record, and goes on whatever the journal says.
    Deaf,
}

impl Shop {
    /// What to do, the unfinished first.
    fn work(&self) -> Result<VecDeque<String>, StoreError> {
        let unfinished = lock(&self.journal).unfinished()?;
        let mut work: VecDeque<_> =
            unfinished.iter().map(|record| record.op_id.as_str().to_owned()).collect();
        let resumed: BTreeSet<_> = work.iter().cloned().collect();
        work.extend(self.plan.keys().filter(|op| !resumed.contains(*op)).cloned());
        Ok(work)
    }

    /// Begins or resumes one operation and carries it to its end, unless another process does.
    fn pay(&self, op: &str, tell: bool) -> Result<(), Box<dyn Error + Send + Sync>> {
        let alone = self.bug == Some(Bug::Deaf);
        let record = if alone { None } else { lock(&self.journal).get(&OpId::parse(op)?)? };
        if !tell && record.as_ref().is_some_and(|record| record.stage == Stage::Closed) {
            return Ok(());
        }
        let intent = &self.plan[op];
        let mut session = self.session(intent, record.as_ref())?;
        let mut payment = Payment { shop: self, intent, http: HttpOnce::new(), owed: None };
        match drive(&mut session, &mut payment) {
            Ok(reply) => {
                payment.settle_up()?;
                println!("{op} {}", words(&reply).join(" "));
            }
            Err(StoreError::Refused(PaymentError::Busy { .. })) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn session(&self, intent: &Intent, record: Option<&Record>) -> Result<Session, PaymentError> {
        let now = self.clock.now();
        match (intent.order.vendor(), record) {
            (Vendor::Senfenico, None) => self.senfenico.begin(intent.order.clone(), &intent.op),
            (Vendor::Dexchange, None) => self.dexchange.begin(intent.order.clone(), &intent.op),
            (Vendor::Senfenico, Some(record)) => self.senfenico.resume(record, now),
            (Vendor::Dexchange, Some(record)) => self.dexchange.resume(record, now),
        }
    }

    fn all_ended(&self) -> Result<bool, Box<dyn Error + Send + Sync>> {
        let journal = lock(&self.journal);
        for op in self.plan.keys() {
            if journal.get(&OpId::parse(op)?)?.is_none_or(|record| record.stage == Stage::Open) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// One payment being made.
struct Payment<'a> {
    shop: &'a Shop,
    intent: &'a Intent,
    http: HttpOnce,
    /// What [`Bug::Late`] said it had stored.
    owed: Option<Record>,
}

impl Payment<'_> {
    fn settle_up(&mut self) -> Result<(), StoreError> {
        self.owed.take().map_or(Ok(()), |record| {
            lock(&self.shop.journal).put(&record).map(drop).map_err(StoreError::from)
        })
    }
}

impl Platform for Payment<'_> {
    type Stop = StoreError;

    fn now(&mut self) -> Time {
        self.shop.clock.now()
    }

    fn store(&mut self, record: &Record) -> Result<Kept, StoreError> {
        match self.shop.bug {
            None => Ok(lock(&self.shop.journal).put(record)?),
            Some(Bug::Late) => {
                self.settle_up()?;
                self.owed = Some(record.clone());
                Ok(Kept::Stored)
            }
            Some(Bug::Deaf) => match lock(&self.shop.journal).put(record)? {
                Kept::Outrun => Ok(Kept::Stored),
                kept => Ok(kept),
            },
        }
    }

    fn load(&mut self, op_id: &OpId) -> Result<Option<Record>, StoreError> {
        if self.shop.bug == Some(Bug::Deaf) {
            return Ok(None);
        }
        Ok(lock(&self.shop.journal).get(op_id)?)
    }

    fn send(&mut self, request: &Request) -> Result<Response, Failure> {
        let answer = self.http.send(request);
        if self.owed.is_some() {
            // On a slow disk, so that few payments show it. Too late to stop: the request has left.
            std::thread::sleep(Duration::from_millis(10));
            let _ = self.settle_up();
        }
        answer
    }

    fn wait(&mut self, until: Time, _why: Why) -> Result<Option<Event>, StoreError> {
        self.settle_up()?;
        if until.since(self.now()) > PATIENCE {
            return Ok(Some(Event::Stop));
        }
        self.shop.clock.sleep_until(until);
        Ok(None)
    }

    fn ask(&mut self, prompt: &Prompt) -> Result<Event, StoreError> {
        Ok(match prompt {
            Prompt::Otp { .. } => Event::Otp { code: "123456".to_owned() },
            Prompt::Dial { .. } | Prompt::Redirect { .. } => Event::Shown,
            Prompt::Recipients { .. } => Event::Recipients { recipients: self.intent.recipients.clone() },
            // There is one bill each, so nobody is asked.
            Prompt::Bill { .. } => Event::Stop,
        })
    }
}

/// How each payment of an operation ended.
fn words(reply: &Reply) -> Vec<&'static str> {
    match reply {
        Reply::Charge { outcome } => vec![word(outcome)],
        Reply::Transfer { outcome } => vec![word(outcome)],
        Reply::BillPayment { outcome } => vec![word(outcome)],
        Reply::Payouts { payouts } => payouts.items.iter().map(|item| word(&item.outcome)).collect(),
        _ => vec!["unplanned"],
    }
}

const fn word<T>(outcome: &Outcome<T>) -> &'static str {
    match outcome {
        Outcome::Settled { .. } => "settled",
        Outcome::Rejected { .. } => "rejected",
        Outcome::NotSent { .. } => "not_sent",
        Outcome::Unknown { .. } => "unknown",
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
