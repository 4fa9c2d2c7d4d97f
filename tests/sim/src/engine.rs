//! The clock, the queue and the server's side of a world.

use super::DAWN;
use super::clients::Clients;
use super::crowd::Crowd;
use super::intent::{Intent, intents};
use super::judge::Judge;
use super::lies::Lies;
use super::network::{Fate, Trouble};
use super::process::Process;
use super::report::{Report, Violation};
use super::rng::Rng;
use super::weather::{Weather, vendors};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use xaalis::http::{Failure, Request};
use xaalis::sandbox::{Options, Sandbox};
use xaalis::value::Time;
use xaalis::{Event, MemoryJournal, Reply};

/// After nine days everybody stops waiting.
const HORIZON: i64 = 9 * 86_400_000;

/// One world to run.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Everything follows from it.
    pub seed: u64,
    /// How many payments.
    pub payments: usize,
    /// The weather, instead of the seed's own.
    pub weather: Option<Weather>,
    /// Nobody lies, and the vendors are as they were before worlds did.
    pub honest: bool,
    /// Only this intent happens.
    pub only: Option<usize>,
    /// The faults, counted per intent, that do not happen.
    pub muted: BTreeSet<usize>,
    /// Keep a readable trace.
    pub trace: bool,
}

impl Setup {
    /// A seed's own world.
    pub fn new(seed: u64, payments: usize) -> Self {
        let (weather, only, muted) = (None, None, BTreeSet::new());
        Self { seed, payments, weather, honest: false, only, muted, trace: false }
    }

    /// What this world is like, its vendors, and how many merchants it has.
    pub(super) fn draw(&self) -> (Weather, Options, usize) {
        let mut rng = Rng::of(self.seed, 0xfeed);
        let drawn = Weather::of(&mut rng);
        let lies = if self.honest { Lies::default() } else { Lies::of(self.seed) };
        let weather = self.weather.unwrap_or(Weather { lies, ..drawn });
        let vendors = vendors(self.seed, &mut rng, self.honest);
        // Lists have no pages: a hundred payments a merchant keep a world from choking on its own.
        let merchants = usize::try_from(rng.range(1, 51)).unwrap_or(1).max(self.payments / 100);
        (weather, vendors, merchants)
    }
}

/// One merchant: two clients that its processes share, and one journal.
pub(super) struct Merchant {
    pub(super) clients: Clients,
    pub(super) journal: MemoryJournal,
    /// When requests of limited kinds left: DEXCHANGE's, and bulk calls.
    pub(super) left: [Vec<i64>; 2],
    /// How far the clock of its machine is off, in milliseconds.
    pub(super) skew: i64,
}

pub(super) enum What {
    Begin(usize),
    Poll {
        process: usize,
        token: u64,
    },
    Arrive {
        process: usize,
        send: u64,
        request: Box<Request>,
        fate: Fate,
    },
    Answer {
        process: usize,
        send: u64,
        event: Box<Event>,
    },
    Human {
        process: usize,
        event: Box<Event>,
    },
    Restart(usize),
    /// The same order is given again, under the same id.
    Press(usize),
    Hook(super::hooks::Hook),
    Page {
        reference: String,
        intent: usize,
        end: PageEnd,
    },
    /// The payer of an offline charge dials.
    Dials {
        reference: String,
        pays: bool,
    },
    /// Somebody else's program on a merchant's account.
    Stranger(Box<Request>),
    /// What had failed succeeds after all.
    Revive {
        reference: String,
        intent: usize,
    },
    /// A webhook's news should have been acted on by now.
    News {
        process: usize,
        since: i64,
    },
    Tick,
}

/// What a payer does on a hosted page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageEnd {
    Pays,
    GivesUp,
    /// Tries, fails, and may come back.
    Tries,
    /// Begins, and leaves the charge open.
    Begins,
}

struct Slot {
    at: i64,
    order: u64,
    what: What,
}

impl PartialEq for Slot {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}
impl Eq for Slot {}
impl PartialOrd for Slot {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Slot {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

/// A world under way.
pub(super) struct World {
    pub(super) setup: Setup,
    pub(super) weather: Weather,
    pub(super) now: i64,
    queue: BinaryHeap<Reverse<Slot>>,
    order: u64,
    pub(super) sandbox: Sandbox,
    pub(super) merchants: Vec<Merchant>,
    pub(super) intents: Vec<Intent>,
    pub(super) rngs: Vec<Rng>,
    pub(super) faults: Vec<usize>,
    /// When each intent's payment was last sent with an unknown end.
    pub(super) doubtful: Vec<Option<i64>>,
    /// What each intent was last turned away by.
    pub(super) outages: Vec<Option<Trouble>>,
    /// How often each payer was asked for a code.
    pub(super) codes: Vec<usize>,
    pub(super) processes: Vec<Process>,
    /// The processes of each intent.
    pub(super) of_intent: Vec<Vec<usize>>,
    pub(super) replies: Vec<Option<Reply>>,
    /// Which process wrote the newest record of each intent.
    pub(super) writers: Vec<Option<usize>>,
    pub(super) by_reference: HashMap<String, usize>,
    pub(super) by_id: HashMap<String, usize>,
    pub(super) old_hooks: Vec<super::hooks::Hook>,
    pub(super) quiet: bool,
    /// How the vendors are.
    pub(super) options: Options,
    /// Who lied, and who else is there.
    pub(super) crowd: Crowd,
    /// What was done and said, for the judge.
    pub(super) judge: Judge,
    tick_at: Option<i64>,
    pub(super) report: Report,
    pub(super) trace: Vec<String>,
}

/// Runs one world to its end.
pub fn run(setup: &Setup) -> Report {
    run_traced(setup).0
}

/// The same, with the trace of a setup that asks for one.
pub fn run_traced(setup: &Setup) -> (Report, Vec<String>) {
    let mut world = World::new(setup.clone());
    world.play();
    world.look_calmly();
    world.judge();
    (world.report, world.trace)
}

impl World {
    fn new(setup: Setup) -> Self {
        let (weather, vendors, count) = setup.draw();
        let mut sandbox = Sandbox::with(vendors.clone());
        let intents = intents(&setup, count, &mut sandbox);
        let merchants = (0..count)
            .map(|n| Merchant {
                clients: Clients::of(n),
                journal: MemoryJournal::new(),
                left: [Vec::new(), Vec::new()],
                skew: skew(&setup, n, weather.lies.skew),
            })
            .collect();
        let by_id = intents
            .iter()
            .flat_map(|intent| intent.debits.iter().map(|debit| (debit.key.clone(), intent.id)))
            .collect();
        let mut world = Self {
            weather,
            now: 0,
            queue: BinaryHeap::new(),
            order: 0,
            sandbox,
            merchants,
            rngs: intents.iter().map(|intent| Rng::of(setup.seed ^ 0x5eed, intent.id as u64)).collect(),
            faults: vec![0; intents.len()],
            doubtful: vec![None; intents.len()],
            outages: vec![None; intents.len()],
            codes: vec![0; intents.len()],
            processes: Vec::new(),
            of_intent: vec![Vec::new(); intents.len()],
            replies: vec![None; intents.len()],
            writers: vec![None; intents.len()],
            by_reference: HashMap::new(),
            by_id,
            old_hooks: Vec::new(),
            quiet: false,
            options: vendors,
            crowd: Crowd::new(intents.len()),
            judge: Judge::new(intents.len()),
            tick_at: None,
            report: Report { seeds: 1, trace: setup.seed, ..Report::default() },
            trace: Vec::new(),
            intents,
            setup,
        };
        for intent in &world.intents {
            if world.merchants[intent.merchant].skew != 0 {
                world.crowd.lies[intent.id].insert("lie: a clock that is off");
            }
        }
        for id in 0..world.intents.len() {
            if world.setup.only.is_none_or(|only| only == id) {
                world.at(world.intents[id].begin, What::Begin(id));
            }
        }
        world
    }

    /// The vendors' clock.
    pub(super) fn time(&self) -> Time {
        DAWN.plus(self.now)
    }

    pub(super) fn at(&mut self, at: i64, what: What) {
        self.order += 1;
        self.queue.push(Reverse(Slot { at: at.max(self.now), order: self.order, what }));
    }

    /// The vendors have something to do at this moment.
    pub(super) fn tick(&mut self, due: i64) {
        if self.tick_at.is_none_or(|at| due < at) {
            self.tick_at = Some(due);
            self.at(due, What::Tick);
        }
    }

    /// A promise that was broken: counted by its name, and by the lies told to that intent.
    pub(super) fn violation(&mut self, intent: usize, promise: &'static str, what: impl Into<String>) {
        let lies = self.crowd.lies[intent].iter().fold(String::new(), |all, lie| format!("{all} [{lie}]"));
        let what = what.into() + &lies;
        let violation = Violation { seed: self.setup.seed, intent, promise, what };
        self.note(|| format!("#{intent} BROKEN {promise}: {}", violation.what));
        self.report.broken(promise, &self.crowd.lies[intent]);
        let kept = self.report.violations.iter().filter(|kept| kept.promise == promise).count();
        if kept < 5 {
            self.report.violations.push(violation);
        }
    }

    /// Does a fault of this intent happen now? Counted, so that a shrinker can switch it off.
    pub(super) fn strikes(&mut self, intent: usize, in_a_thousand: i64) -> bool {
        if self.quiet || in_a_thousand == 0 || !self.rngs[intent].chance(in_a_thousand) {
            return false;
        }
        self.counted(intent)
    }

    pub(super) fn counted(&mut self, intent: usize) -> bool {
        let number = self.faults[intent];
        self.faults[intent] += 1;
        !self.setup.muted.contains(&number)
    }

    pub(super) fn note(&mut self, line: impl FnOnce() -> String) {
        if self.setup.trace {
            let line = format!(
                "{:>12.3} s  {}",
                std::time::Duration::from_millis(self.now.unsigned_abs()).as_secs_f64(),
                line()
            );
            self.trace.push(line);
        }
    }

    /// Folds something into the trace hash.
    pub(super) fn fold(&mut self, number: u64) {
        self.report.trace = (self.report.trace ^ number).wrapping_mul(0x0100_0000_01b3).rotate_left(17);
    }

    fn play(&mut self) {
        while let Some(Reverse(slot)) = self.queue.pop() {
            if slot.at > HORIZON {
                break;
            }
            self.now = slot.at;
            self.report.events += 1;
            self.fold(slot.at.unsigned_abs() ^ slot.order);
            match slot.what {
                What::Begin(intent) => self.begin(intent),
                What::Poll { process, token } => self.wake(process, token),
                What::Arrive { process, send, request, fate } => self.arrive(process, send, &request, &fate),
                What::Answer { process, send, event } => self.answer(process, send, *event),
                What::Human { process, event } => self.said(process, *event),
                What::Restart(intent) => self.restart(intent),
                What::Press(intent) => self.press(intent),
                What::Hook(hook) => self.hook(&hook),
                What::Page { reference, intent, end } => self.page(&reference, intent, end),
                What::Dials { reference, pays } => self.dials(&reference, pays),
                What::Stranger(request) => self.stranger(&request),
                What::Revive { reference, intent } => self.revive(&reference, intent),
                What::News { process, since } => self.news_due(process, since),
                What::Tick => {
                    self.tick_at = None;
                    self.sandbox.advance(self.time());
                    self.deliver();
                }
            }
            if self.report.events.is_multiple_of(64) && !self.sandbox.ledger().balanced() {
                self.violation(0, "the ledger balances", "it does not");
                return;
            }
        }
        self.now = HORIZON;
        self.quiet = true;
        self.stop_all();
    }
}

/// A request that never got anywhere.
pub(super) const fn refused() -> Event {
    Event::Failed { failure: Failure::NotSent }
}

/// A clock that is off is off all the time; a third of the machines are right.
fn skew(setup: &Setup, merchant: usize, most: i64) -> i64 {
    let mut rng = Rng::of(setup.seed ^ 0xc10c, merchant as u64);
    if rng.chance(330) { 0 } else { rng.range(-most, most + 1) }
}

/// A request nobody answered.
pub(super) const fn silence() -> Event {
    Event::Failed { failure: Failure::MaybeSent }
}
