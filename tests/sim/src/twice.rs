//! Recovering twice equals recovering once. Tried on samples of the records a world stores and
//! resumes, in copies of it where nothing goes wrong any more:
//!
//! 1. a process that resumes a record and dies before the next one is kept has changed nothing;
//! 2. the one after it comes to the same end as if it had been the first;
//! 3. a process that still holds the record when another has ended does no more than one that resumes the
//!    newest record.

use super::clients::Clients;
use super::engine::World;
use super::judge::{Truth, truth};
use super::wire::operation;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use xaalis::http::Request;
use xaalis::sandbox::Sandbox;
use xaalis::value::{Personal, Reference, Time};
use xaalis::{Event, Journal, Kept, MemoryJournal, Prompt, Recipient, Record, Reply, Session, Step};

/// Of the records stored, and of those resumed, this many in a thousand are tried.
const STORED: i64 = 1;
const RESUMED: i64 = 20;
/// Longer than any pursuit.
const AFTERWARDS: i64 = 9 * 86_400_000;

/// What a process did with a record.
#[derive(Clone, Debug, PartialEq)]
enum Went {
    /// It wanted the next record kept, and died.
    Died,
    /// The journal holds a newer record.
    Outrun,
    /// To the end, with these outcomes.
    Ended(Vec<String>),
    Lost,
}

/// A copy of the world, as far as one intent goes.
#[derive(Clone)]
struct Fork<'a> {
    clients: &'a Clients,
    phones: &'a [String],
    page_phone: Option<&'a str>,
    sandbox: Sandbox,
    journal: MemoryJournal,
    now: Time,
    /// The processes have the clock of the one that sent.
    skew: i64,
    /// Requests that may have moved money.
    moves: usize,
    /// Codes the payer gave.
    codes: usize,
}

impl World {
    /// Tries a record that was just stored, now and then.
    pub(super) fn stored_twice(&mut self, intent: usize, record: &Record) {
        self.sometimes(intent, record, STORED);
    }

    /// Tries a record that is about to be resumed, now and then.
    pub(super) fn resumed_twice(&mut self, intent: usize, record: &Record) {
        self.sometimes(intent, record, RESUMED);
    }

    /// Drawn from the record alone, so that the world goes on as if nobody had looked.
    fn sometimes(&mut self, intent: usize, record: &Record, in_a_thousand: i64) {
        let place = (intent as u64) << 16 | record.sequence.unsigned_abs();
        let mut rng = super::rng::Rng::of(self.setup.seed ^ 0x0021_71ce, place);
        if !self.quiet && rng.chance(in_a_thousand) {
            self.report.recovered_twice += 1;
            for what in self.twice(intent, record) {
                let what = format!("record {}: {what}", record.sequence);
                self.violation(intent, "recovered twice is recovered once", what);
            }
        }
    }

    fn twice(&self, of: usize, record: &Record) -> Vec<String> {
        let (merchant, intent) = (&self.merchants[self.intents[of].merchant], &self.intents[of]);
        // What a copy of the world calls, the world has not called.
        let clients = Clients::of(intent.merchant);
        let mut before = Fork {
            clients: &clients,
            phones: &intent.phones,
            page_phone: intent.page_phone.as_deref(),
            sandbox: self.sandbox.clone(),
            journal: merchant.journal.clone(),
            now: self.time(),
            skew: self.judge.sent_skew[of],
            moves: 0,
            codes: 0,
        };
        // What a short list no longer shows the second process was shown to the first.
        before.sandbox.switch(|switches| switches.list_limit = 0);
        let mut wrong = Vec::new();

        let mut twice = before.clone();
        let first = twice.recover(record, true);
        // At the same moment: a payment may be sent again for so long and no longer.
        let mut once = Fork { now: twice.now, ..before };
        let end = once.recover(record, false);
        if !matches!(end, Went::Ended(_)) {
            wrong.push(format!("no end: {end:?}"));
        }

        if twice.moves > 0 {
            wrong.push(format!("{first:?} after a request that may move money, and no record of it"));
        }
        twice.moves = 0;
        let second = twice.recover(record, false);
        if second != end {
            wrong.push(format!("once {end:?}, then {second:?}"));
        }
        wrong.extend(differences(&mut once, &mut twice, record));

        once.moves = 0;
        let (mut stale, mut heir) = (once.clone(), once.clone());
        let late = stale.recover(record, false);
        let mut harm = differences(&mut once, &mut stale, record);
        if late != Went::Outrun && late != end {
            harm.push(format!("ended {end:?}, but a late process says {late:?}"));
        }
        if let Some(newest) = heir.journal.get(&record.op_id).ok().flatten().filter(|_| !harm.is_empty()) {
            // It read that one.
            let same = heir.recover(&newest, false) == late;
            if same && differences(&mut heir, &mut stale, record).is_empty() {
                harm.clear();
            }
        }
        wrong.extend(harm);
        wrong
    }
}

impl Fork<'_> {
    fn local(&self) -> Time {
        self.now.plus(self.skew)
    }

    /// A process goes on with a record, to its end or to the next record.
    fn recover(&mut self, record: &Record, dies: bool) -> Went {
        let Ok(mut session) = self.clients.resume(record, self.local()) else { return Went::Lost };
        self.codes = 0;
        for _ in 0..5_000 {
            if let Some(went) = self.step(&mut session, dies) {
                return went;
            }
        }
        Went::Lost
    }

    fn step(&mut self, session: &mut Session, dies: bool) -> Option<Went> {
        let event = match session.poll(self.local()) {
            Step::Store { .. } if dies => return Some(Went::Died),
            Step::Store { record } => self.journal.put(&record).unwrap_or(Kept::Outrun).event(),
            Step::Refused { .. } => return Some(Went::Outrun),
            Step::Load { op_id } => Event::Loaded { record: self.journal.get(&op_id).ok().flatten() },
            Step::Send { request } => {
                self.moves += usize::from(may_move_money(&request));
                match self.sandbox.handle(&request, self.now) {
                    Ok(response) => Event::Answered { response },
                    Err(failure) => Event::Failed { failure },
                }
            }
            Step::Wait { until, .. } => {
                self.now = until.plus(-self.skew);
                return None;
            }
            Step::Ask { prompt } => self.answer(&prompt),
            Step::Done { reply } => return Some(Went::Ended(outcomes(&reply))),
        };
        session.handle(event, self.local());
        None
    }

    fn answer(&mut self, prompt: &Prompt) -> Event {
        match prompt {
            Prompt::Otp { .. } => {
                self.codes += 1;
                // Nobody types the same code for ever.
                if self.codes > 5 { Event::Stop } else { Event::Otp { code: "123456".to_owned() } }
            }
            Prompt::Dial { .. } => Event::Shown,
            Prompt::Redirect { url } => {
                let reference = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                let phone = self.page_phone.unwrap_or_default();
                self.sandbox.checkout_paid(reference, phone, "orange_bf", self.now);
                Event::Shown
            }
            Prompt::Bill { bills } => {
                let first = bills.iter().find(|bill| bill.paid != Some(true));
                let reference = first.and_then(|bill| bill.reference.clone());
                Event::Bill { reference: reference.unwrap_or_default() }
            }
            Prompt::Recipients { ext_ids } => {
                let recipient = |ext_id: &String| {
                    let place = ext_id.rsplit('-').next()?.parse::<usize>().ok()?;
                    let phone = Personal::from(self.phones.get(place)?.clone());
                    Some(Recipient { ext_id: ext_id.clone(), phone })
                };
                Event::Recipients { recipients: ext_ids.iter().filter_map(recipient).collect() }
            }
        }
    }

    /// What the vendor holds once nothing is on its way any more.
    fn truth(&mut self) -> HashMap<(String, i64), Truth> {
        self.sandbox.advance(self.now.plus(AFTERWARDS));
        truth(&self.sandbox, &HashSet::new(), &HashSet::new())
    }
}

fn differences(once: &mut Fork<'_>, twice: &mut Fork<'_>, record: &Record) -> Vec<String> {
    let mut found = Vec::new();
    if once.moves != twice.moves {
        found.push(format!("{} requests that may move money, not {}", twice.moves, once.moves));
    }
    let newest = |fork: &Fork<'_>| {
        let record = fork.journal.get(&record.op_id).ok().flatten();
        // The vendor's id is of the moment at which it was made.
        let named = |reference: Reference| {
            if fork.moves > 0 { "made here".to_owned() } else { reference.as_str().to_owned() }
        };
        record.map(|record| (record.stage, record.reference.map(named), essence(&record.state)))
    };
    let (left, right) = (newest(once), newest(twice));
    if left != right {
        found.push(format!("the record is {right:?}, not {left:?}"));
    }
    if once.truth() != twice.truth() {
        found.push("other payments at the vendor".to_owned());
    }
    found
}

/// What a state says of the payment: how it ended, and how often it was asked for. What was shown when
/// depends on how fast the first process was.
fn essence(state: &str) -> [Value; 3] {
    let state: Value = serde_json::from_str(state).unwrap_or_default();
    let trail = &state["trail"];
    [state["ending"].clone(), trail["attempts"].clone(), trail["uncertain"].clone()]
}

fn may_move_money(request: &Request) -> bool {
    let operation = operation(request);
    let last = operation.rsplit('.').next().unwrap_or_default();
    matches!(last, "create" | "pay" | "submit" | "bulk" | "cancel" | "initialize")
}

/// How each payment of a reply ended, in words.
fn outcomes(reply: &Reply) -> Vec<String> {
    let reply = serde_json::to_value(reply).unwrap_or_default();
    let word = |value: &Value| value["outcome"]["kind"].as_str().unwrap_or_default().to_owned();
    match reply["payouts"]["items"].as_array() {
        Some(items) => items.iter().map(word).collect(),
        None => vec![word(&reply)],
    }
}
