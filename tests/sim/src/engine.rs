//! The clock, the queue and the server's side of a world.

use super::DAWN;
use super::intent::{Intent, intents};
use super::network::{Fate, Trouble};
use super::process::Process;
use super::report::{Report, Violation};
use super::rng::Rng;
use super::weather::{Weather, vendors};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use xaalis::http::{Failure, Request};
use xaalis::sandbox::{Fault, Sandbox, When};
use xaalis::value::Time;
use xaalis::{Dexchange, Event, MemoryJournal, Pace, Reply, Senfenico};

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
        Self { seed, payments, weather: None, only: None, muted: BTreeSet::new(), trace: false }
    }
}

/// One merchant: two clients, one journal, one pace.
pub(super) struct Merchant {
    pub(super) senfenico: Senfenico,
    pub(super) dexchange: Dexchange,
    pub(super) journal: MemoryJournal,
    pub(super) pace: Pace,
    /// When requests of limited kinds left: DEXCHANGE's, and bulk calls.
    pub(super) left: [Vec<i64>; 2],
}

pub(super) enum What {
    Begin(usize),
    Poll { process: usize, token: u64 },
    Arrive { process: usize, send: u64, request: Box<Request>, fate: Fate },
    Answer { process: usize, send: u64, event: Event },
    Human { process: usize, event: Event },
    Restart(usize),
    Hook(super::hooks::Hook),
    Page { reference: String, intent: usize, pays: bool },
    Tick,
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
    pub(super) by_reference: HashMap<String, usize>,
    pub(super) by_id: HashMap<String, usize>,
    pub(super) old_hooks: Vec<super::hooks::Hook>,
    pub(super) quiet: bool,
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
    world.judge();
    (world.report, world.trace)
}

impl World {
    fn new(setup: Setup) -> Self {
        let mut rng = Rng::of(setup.seed, 0xfeed);
        let drawn = Weather::of(&mut rng);
        let weather = setup.weather.unwrap_or(drawn);
        let mut sandbox = Sandbox::with(vendors(setup.seed, &mut rng));
        // Lists have no pages: a hundred payments a merchant keep a world from choking on its own.
        let count = usize::try_from(rng.range(1, 51)).unwrap_or(1).max(setup.payments / 100);
        let intents = intents(setup.seed, setup.payments, count, &mut sandbox);
        let merchants = (0..count)
            .map(|n| Merchant {
                senfenico: Senfenico::new(&format!("sk_test_canary_{n}")).expect("a key"),
                dexchange: Dexchange::new(&format!("dx_canary_{n}")).expect("a key"),
                journal: MemoryJournal::new(),
                pace: Pace::new(),
                left: [Vec::new(), Vec::new()],
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
            by_reference: HashMap::new(),
            by_id,
            old_hooks: Vec::new(),
            quiet: false,
            tick_at: None,
            report: Report { seeds: 1, trace: setup.seed, ..Report::default() },
            trace: Vec::new(),
            intents,
            setup,
        };
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

    pub(super) fn violation(&mut self, intent: usize, what: impl Into<String>) {
        let violation = Violation { seed: self.setup.seed, intent, what: what.into() };
        if self.report.violations.len() < 50 {
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
                What::Answer { process, send, event } => self.answer(process, send, event),
                What::Human { process, event } => self.said(process, event),
                What::Restart(intent) => self.restart(intent),
                What::Hook(hook) => self.hook(&hook),
                What::Page { reference, intent, pays } => self.page(&reference, intent, pays),
                What::Tick => {
                    self.tick_at = None;
                    self.sandbox.advance(self.time());
                    self.deliver();
                }
            }
            if self.report.events.is_multiple_of(64) && !self.sandbox.ledger().balanced() {
                self.violation(0, "the ledger does not balance");
                return;
            }
        }
        self.now = HORIZON;
        self.quiet = true;
        self.stop_all();
    }

    fn arrive(&mut self, process: usize, send: u64, request: &Request, fate: &Fate) {
        let intent = self.processes[process].intent;
        if let Some(Trouble::Server(effect)) = &fate.fault {
            let when = When::Nth(self.sandbox.requests_seen() + 1);
            self.sandbox.inject(Fault { when, effect: effect.clone() });
        }
        let time = self.time();
        let result = self.sandbox.handle(request, time);
        if matches!(fate.fault, Some(Trouble::Server(_))) {
            self.sandbox.heal();
        }
        if fate.fault == Some(Trouble::Duplicate) {
            let _ = self.sandbox.handle(request, time);
        }
        self.note(|| match &result {
            Ok(response) => format!(
                "#{intent} server answers {} ({} bytes) {:?}",
                response.status,
                response.body.len(),
                fate.fault
            ),
            Err(failure) => format!("#{intent} server: {failure:?} {:?}", fate.fault),
        });
        if fate.fault != Some(Trouble::LostAfter) {
            let event = match result {
                Ok(response) => Event::Answered { response },
                Err(failure) => Event::Failed { failure },
            };
            self.fold(match &event {
                Event::Answered { response } => u64::from(response.status) ^ response.body.len() as u64,
                _ => 7,
            });
            self.at(self.now + fate.back, What::Answer { process, send, event });
        }
        self.deliver();
    }

    /// Sends what the vendors want to tell, and comes back when they have more.
    pub(super) fn deliver(&mut self) {
        let time = self.time();
        for delivery in self.sandbox.deliveries(time) {
            self.post(&delivery);
        }
        let due = self.sandbox.next_due().map(|due| due.since(DAWN).max(self.now + 1));
        if let Some(due) = due
            && self.tick_at.is_none_or(|at| due < at)
        {
            self.tick_at = Some(due);
            self.at(due, What::Tick);
        }
    }

    fn page(&mut self, reference: &str, intent: usize, pays: bool) {
        let time = self.time();
        let phone = self.intents[intent].page_phone.clone().unwrap_or_default();
        if pays {
            self.sandbox.checkout_paid(reference, &phone, "orange_bf", time);
        } else {
            self.sandbox.checkout_failed(reference, time);
        }
        self.deliver();
    }
}

/// A request that never got anywhere.
pub(super) const fn refused() -> Event {
    Event::Failed { failure: Failure::NotSent }
}

/// A request nobody answered.
pub(super) const fn silence() -> Event {
    Event::Failed { failure: Failure::MaybeSent }
}
