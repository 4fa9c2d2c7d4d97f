//! The merchant's side of a world: processes that run sessions, store records, send, die, come back.

use super::clients::Clients;
use super::engine::{What, World};
use super::judge::Watched;
use crate::arrival::as_it_arrives;
use xaalis::senfenico::NewSettlement;
use xaalis::value::Time;
use xaalis::{Event, Order, Outcome, PaymentError, Session, Step};

/// One process working on one intent.
pub(super) struct Process {
    pub(super) intent: usize,
    pub(super) session: Session,
    /// What it stored last is not acted on yet.
    pub(super) stored: bool,
    pub(super) alive: bool,
    /// How far its clock is off, in milliseconds.
    pub(super) skew: i64,
    /// The request under way, and whether it was answered.
    pub(super) send: u64,
    pub(super) answered: bool,
    /// The operation of the request under way.
    pub(super) flying: &'static str,
    pub(super) watched: Watched,
    token: u64,
}

impl Process {
    /// Whoever was to wake it is late: another will.
    pub(super) const fn next_token(&mut self) -> u64 {
        self.token += 1;
        self.token
    }
}

impl World {
    pub(super) fn begin(&mut self, intent: usize) {
        if matches!(self.intents[intent].order, Order::CancelSettlement { .. }) {
            self.settle_first(intent);
        }
        let (order, op) = (self.intents[intent].order.clone(), &self.intents[intent].op);
        let session = self.with_clients(intent, |clients| clients.begin(order, op));
        match session {
            Ok(session) => {
                let skew = self.a_skew(intent);
                self.start(intent, session, skew);
            }
            Err(error) => self.violation(intent, "orders are taken", format!("refused: {error}")),
        }
    }

    /// The settlement an intent wants cancelled, made in fine weather; some are on their way already.
    fn settle_first(&mut self, intent: usize) {
        let amount = self.intents[intent].debits.first().map_or(0, |debit| debit.amount);
        let time = self.time();
        let merchant = &self.merchants[self.intents[intent].merchant];
        let made = merchant.clients.senfenico.create_settlement("first", NewSettlement { amount });
        let (sandbox, mut session) = (&mut self.sandbox, made.expect("a good order"));
        let reply = loop {
            let event = match session.poll(time) {
                Step::Send { request } => match sandbox.handle(&request, time) {
                    Ok(response) => Event::Answered { response },
                    Err(failure) => Event::Failed { failure },
                },
                Step::Done { reply } => break reply,
                Step::Load { .. } => Event::Loaded { record: None },
                _ => Event::Stored,
            };
            session.handle(event, time);
        };
        let Some(Outcome::Settled { value }) = reply.settlement() else {
            return self.violation(intent, "orders are taken", "no settlement could be made in fine weather");
        };
        let reference = value.reference.as_str().to_owned();
        if self.rngs[intent].chance(200) {
            self.sandbox.settlement_advances(&reference, time);
        }
        self.intents[intent].order = Order::CancelSettlement { reference };
    }

    pub(super) fn start(&mut self, intent: usize, session: Session, skew: i64) {
        let process = self.processes.len();
        self.processes.push(Process {
            intent,
            session,
            alive: true,
            stored: false,
            skew,
            send: 0,
            answered: true,
            flying: "",
            watched: self.watched(intent),
            token: 0,
        });
        self.of_intent[intent].push(process);
        if self.of_intent[intent].len() < 12 && self.strikes(intent, self.weather.twin) {
            self.report.fault("two processes on one operation");
            let later = self.rngs[intent].range(1, 300_000);
            self.at(self.now + later, What::Restart(intent));
        }
        self.go(process);
    }

    /// A machine's clock is off all the time; in some weathers it jumps as well.
    pub(super) fn a_skew(&mut self, intent: usize) -> i64 {
        let machine = self.merchants[self.intents[intent].merchant].skew;
        let jump = if self.weather.clock > 0 { self.rngs[intent].range(-86_400_000, 86_400_000) } else { 0 };
        machine + jump
    }

    /// A new process takes the newest record, if there is one. Some shops give their order again instead.
    pub(super) fn restart(&mut self, intent: usize) {
        if self.held(intent).is_some() && self.presses(intent, 300) {
            return self.press(intent);
        }
        self.crowd.waking.remove(&intent);
        let skew = self.a_skew(intent);
        if let Some(session) = self.resumed(intent, skew) {
            self.note(|| format!("#{intent} resumed"));
            self.start(intent, session, skew);
        }
    }

    /// Machines whose clocks differ have clients of their own.
    pub(super) fn with_clients<T>(&self, intent: usize, made: impl FnOnce(&Clients) -> T) -> T {
        let merchant = self.intents[intent].merchant;
        if self.has_one_clock() {
            made(&self.merchants[merchant].clients)
        } else {
            made(&Clients::of(merchant))
        }
    }

    /// Do all processes of a merchant have one clock?
    pub(super) fn has_one_clock(&self) -> bool {
        self.weather.clock == 0
    }

    /// `skew`: how far the new process's clock is off.
    pub(super) fn resumed(&mut self, intent: usize, skew: i64) -> Option<Session> {
        let record = self.held(intent)?;
        self.resumed_twice(intent, &record);
        let time = self.time().plus(skew);
        match self.with_clients(intent, |clients| clients.resume(&record, time)) {
            Ok(session) => Some(session),
            Err(error) => {
                self.violation(intent, "records are resumed", error.to_string());
                None
            }
        }
    }

    pub(super) fn wake(&mut self, process: usize, token: u64) {
        if self.processes[process].token == token {
            let intent = self.processes[process].intent;
            if self.weather.clock > 0 && self.strikes(intent, self.weather.clock) {
                self.report.fault("clock jump");
                self.processes[process].skew = self.a_skew(intent);
            }
            if self.strikes(intent, self.weather.stop) {
                self.report.fault("told to stop");
                return self.stop(process);
            }
            self.go(process);
        }
    }

    pub(super) fn answer(&mut self, process: usize, send: u64, event: Event) {
        let state = &mut self.processes[process];
        if !state.alive || state.send != send {
            return;
        }
        if state.answered {
            // Half of the transports still hand a late answer over.
            let intent = state.intent;
            if matches!(event, Event::Failed { .. }) || !self.rngs[intent].chance(500) {
                return;
            }
        }
        self.hears(process, &event, self.processes[process].answered);
        self.processes[process].answered = true;
        self.tell(process, event);
    }

    pub(super) fn tell(&mut self, process: usize, event: Event) {
        let (now, intent) = (self.local(process), self.processes[process].intent);
        for event in as_it_arrives(event, process) {
            self.processes[process].session.handle(event, now);
        }
        if self.strikes(intent, self.weather.lies.stop) {
            self.report.fault("told to stop before the next step");
            return self.stop(process);
        }
        self.go(process);
    }

    /// From here on it may only store, and say what is known.
    pub(super) fn stop(&mut self, process: usize) {
        let now = self.local(process);
        self.processes[process].watched.stopped = true;
        self.processes[process].session.handle(Event::Stop, now);
        self.go(process);
    }

    pub(super) fn local(&self, process: usize) -> Time {
        self.time().plus(self.processes[process].skew)
    }

    pub(super) fn dies(&mut self, process: usize, restart: bool) {
        self.processes[process].alive = false;
        let intent = self.processes[process].intent;
        self.judge.crashed.insert(intent);
        if self.processes[process].stored {
            self.judge.cut.insert(intent);
        }
        self.note(|| format!("#{intent} process {process} ends"));
        if restart {
            let later = self.rngs[intent].range(1_000, 120_000);
            self.at(self.now + later, What::Restart(intent));
        }
    }

    /// Does what the session wants until it has to wait.
    pub(super) fn go(&mut self, process: usize) {
        for _ in 0..2_000 {
            if !self.processes[process].alive {
                return;
            }
            let intent = self.processes[process].intent;
            if self.strikes(intent, self.weather.crash / 4) {
                self.report.fault("crash");
                return self.dies(process, true);
            }
            let now = self.local(process);
            let step = self.processes[process].session.poll(now);
            self.inspect(intent, &step);
            if self.setup.trace {
                let line = format!("#{intent} {step:?}");
                if !line.contains("InFlight") {
                    self.note(|| line);
                }
            }
            // Only while a request is under way is it hard to stop: nobody waits that long on purpose.
            if matches!(&step, Step::Wait { why: xaalis::Why::InFlight, .. })
                && self.strikes(intent, self.weather.stop / 4)
            {
                self.report.fault("told to stop");
                let now = self.local(process);
                self.processes[process].watched.stopped = true;
                self.processes[process].session.handle(Event::Stop, now);
                continue;
            }
            let goes_on = matches!(step, Step::Send { .. } | Step::Wait { .. } | Step::Ask { .. });
            if self.processes[process].watched.stopped && goes_on {
                self.processes[process].alive = false;
                let step = format!("{step:?}").chars().take(80).collect::<String>();
                return self.violation(intent, "stop is heard", step);
            }
            if !matches!(step, Step::Store { .. }) {
                self.processes[process].stored = false;
            }
            match step {
                Step::Store { record } => {
                    if !self.store(process, &record) {
                        return;
                    }
                }
                Step::Load { op_id } => {
                    let event = self.loaded(intent, &op_id);
                    let now = self.local(process);
                    self.processes[process].session.handle(event, now);
                }
                Step::Send { request } => self.send(process, &request),
                Step::Wait { until, why } => {
                    if until <= now {
                        return self.violation(intent, "it ends", "a wait that is over already");
                    }
                    self.went_on(process);
                    let state = &mut self.processes[process];
                    let (token, at) = (state.next_token(), self.now + until.since(now));
                    state.watched.rests = Some((why, at));
                    return self.at(at, What::Poll { process, token });
                }
                Step::Ask { prompt } => {
                    self.processes[process].watched.rests = None;
                    if !self.stands_open(process, &prompt) {
                        self.judge_prompt(process, &prompt);
                        self.ask(process, &prompt);
                    }
                    return;
                }
                Step::Refused { error } => return self.turned_away(process, &error),
                Step::Done { reply } => {
                    self.processes[process].alive = false;
                    self.judge_reply(process, &reply);
                    self.paid_all_the_same(intent, &reply);
                    self.fold(u64::from(reply.is_unknown()) + 11);
                    let unknown = reply.is_unknown();
                    let again = self.wants_to_press(intent, &reply);
                    self.replies[intent] = Some(reply);
                    if again {
                        let later = self.dice(intent).range(1_000, 3_600_000);
                        self.at(self.now + later, What::Press(intent));
                    }
                    // Most merchants look again after an unknown outcome, and all after one that another
                    // process was at: it is among the unfinished.
                    if unknown
                        && !self.quiet
                        && (self.rngs[intent].chance(700) || self.is_open(intent))
                        && self.of_intent[intent].len() < 12
                    {
                        let later = self.rngs[intent].range(60_000, 172_800_000);
                        self.at(self.now + later, What::Restart(intent));
                    }
                    return;
                }
            }
        }
        let intent = self.processes[process].intent;
        self.violation(intent, "it ends", "no end without time passing");
        self.processes[process].alive = false;
    }

    /// Only another process's work may end a session without a reply.
    fn turned_away(&mut self, process: usize, error: &PaymentError) {
        let intent = self.processes[process].intent;
        if !matches!(error, PaymentError::Busy { .. }) {
            self.violation(intent, "orders are taken again", error.to_string());
        } else if self.writers[intent] == Some(process) {
            self.violation(intent, "outrun only by another", "the newest record is its own");
        }
        self.report.fault("outrun by another process");
        self.dies(process, false);
    }

    /// At the horizon everybody says what is known, in fine weather.
    pub(super) fn stop_all(&mut self) {
        for process in 0..self.processes.len() {
            if self.processes[process].alive {
                self.stop(process);
                self.finish(process);
            }
        }
        for intent in 0..self.intents.len() {
            if self.replies[intent].is_some() {
                continue;
            }
            let skew = self.a_skew(intent);
            if let Some(session) = self.resumed(intent, skew) {
                self.start(intent, session, skew);
                let process = self.processes.len() - 1;
                self.stop(process);
                self.finish(process);
            }
        }
    }

    fn finish(&mut self, process: usize) {
        let intent = self.processes[process].intent;
        if self.processes[process].alive {
            self.violation(intent, "stop is heard", "does not end when told to");
        }
    }

    fn inspect(&mut self, intent: usize, step: &Step) {
        // Formatting costs more than everything else: one seed in sixteen reads its logs.
        if self.setup.seed.is_multiple_of(16) {
            self.look_for_secrets(intent, "log", &format!("{step:?}"));
        }
    }
}
