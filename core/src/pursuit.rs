//! Carries one payment of Senfenico from its creation to its end, whatever gets lost on the way.
//!
//! Charges, transfers and settlements go the same road: create once, learn the reference, follow it.
//! When the answer to the creation is lost the payment is never created again but looked for. What
//! differs between them stands in their [`Kind`].

use crate::call::{Call, Endpoint};
use crate::code::Code;
use crate::machine::{Action, Event, Machine, OtpProblem, Prompt, Trail};
use crate::outcome::{Doubt, NotSent, Outcome, Plan, Refusal, Unknown, Unsent};
use crate::record::{Alarm, Ending, Stage};
use crate::status::{Applied, Level, Source, Status, apply};
use crate::value::{Amount, Mode, OpId, Reference, Time};
use crate::watch::{Ladder, Look, Watch};
use crate::webhook::{Notice, Vendor};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What differs between a charge, a transfer and a settlement. The value itself is the intent: what
/// a record keeps of the order, without anything personal.
pub(crate) trait Kind: Clone + Serialize + DeserializeOwned {
    type Create: Endpoint;
    type Fetch: Endpoint<Output = Self::Item>;
    type List: Endpoint<Output = Vec<Self::Item>>;
    type Submit: Endpoint<Output = Self::Item>;
    type Item: Clone;
    type Status: Status + Serialize + DeserializeOwned;

    /// How long after the last send a payment found in the list may be believed to be this one:
    /// zero when it carries our id.
    const SEARCH_AFTER: i64;
    const PLAN: Plan;

    fn amount(&self) -> Amount;
    fn our_reference(&self) -> Option<Reference>;
    fn born(created: &<Self::Create as Endpoint>::Output) -> Birth<Self::Status>;
    fn facts(item: &Self::Item) -> Facts<Self::Status>;
    fn fetch(reference: Reference) -> Self::Fetch;
    fn list() -> Self::List;
    /// Could this payment of the vendor's be ours?
    fn resembles(&self, item: &Self::Item, trail: &Trail, secret: &[u8; 32]) -> Likeness;
    /// Does the payer have to do something?
    fn payer_must(_status: &Self::Status) -> Option<PayerMust> {
        None
    }
    fn submit(_reference: &Reference, _code: &str) -> Option<Self::Submit> {
        None
    }
}

/// What the answer to a creation tells.
pub(crate) struct Birth<S> {
    pub(crate) reference: Reference,
    pub(crate) status: S,
    pub(crate) text: Option<String>,
    pub(crate) live_mode: Option<bool>,
}

/// What every reading of a payment tells.
pub(crate) struct Facts<S> {
    pub(crate) reference: Reference,
    pub(crate) status: S,
    pub(crate) amount: Option<Amount>,
    pub(crate) live_mode: Option<bool>,
    pub(crate) reason: Option<String>,
}

/// How alike a payment of the vendor's is to the one that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    No,
    /// Nothing speaks against it, but the payer cannot be compared.
    Perhaps,
    Yes,
}

/// What only the payer can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PayerMust {
    GiveCode,
    Dial,
}

/// What a flow needs to know besides its order.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) op: OpId,
    pub(crate) mode: Mode,
    /// Derived from the key: makes fingerprints that nobody without the key can compute.
    pub(crate) secret: [u8; 32],
}

/// What a record keeps of a pursuit.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub(crate) struct Memo<K: Kind> {
    intent: K,
    trail: Trail,
    reference: Option<Reference>,
    adopted: bool,
    status: Option<K::Status>,
    since: Time,
    text: String,
    shown: bool,
    excluded: Vec<Reference>,
    ending: Option<Ending>,
}

/// A payment on its way.
#[derive(Clone)]
pub(crate) struct Pursuit<K: Kind> {
    ctx: Context,
    intent: K,
    trail: Trail,
    reference: Option<Reference>,
    /// The reference was found, not told: it must be proven before it counts.
    adopted: bool,
    /// The journal holds the reference, so no other operation can claim it.
    claimed: bool,
    status: Option<K::Status>,
    since: Time,
    text: String,
    shown: bool,
    excluded: Vec<Reference>,
    alarms: Vec<Alarm>,
    ending: Option<Ending>,
    unsaved: bool,
    state: State<K>,
}

#[derive(Clone)]
enum State<K: Kind> {
    Creating(Call<K::Create>),
    Searching { watch: Watch<K::List>, unknown: Unknown },
    Asking { problem: Option<OtpProblem>, code: Option<Code> },
    Submitting(Call<K::Submit>),
    Watching { watch: Watch<K::Fetch>, problem: Option<OtpProblem>, code: Option<Code> },
    Over(Outcome<K::Item>),
}

impl<K: Kind> Pursuit<K> {
    /// A payment that was never sent.
    pub(crate) fn new(ctx: Context, intent: K, create: K::Create) -> Self {
        let state = State::Creating(Call::new(ctx.op.clone(), create));
        Self {
            ctx,
            intent,
            trail: Trail::default(),
            reference: None,
            adopted: false,
            claimed: false,
            status: None,
            since: Time::default(),
            text: String::new(),
            shown: false,
            excluded: Vec::new(),
            alarms: Vec::new(),
            ending: None,
            unsaved: false,
            state,
        }
    }

    /// A payment found in a record.
    pub(crate) fn resume(ctx: Context, memo: Memo<K>, now: Time) -> Self {
        // Replaced below, once there is a `self` to ask.
        let nothing = Outcome::NotSent { unsent: NotSent { why: Unsent::Forgotten, doubt: None } };
        let mut pursuit = Self {
            ctx,
            intent: memo.intent,
            trail: memo.trail,
            reference: memo.reference,
            adopted: memo.adopted,
            claimed: true,
            status: memo.status,
            since: memo.since,
            text: memo.text,
            shown: memo.shown,
            excluded: memo.excluded,
            alarms: Vec::new(),
            ending: memo.ending,
            unsaved: false,
            state: State::Over(nothing),
        };
        if let Some(reference) = pursuit.reference.clone() {
            pursuit.ending = None;
            pursuit.watch_at_once(reference, None, None, now);
        } else if let Some(outcome) = pursuit.ending.as_ref().and_then(Ending::outcome) {
            pursuit.state = State::Over(outcome);
        } else if pursuit.trail.attempts > 0 {
            pursuit.ending = None;
            pursuit.trail.uncertain = pursuit.trail.uncertain.max(1);
            let unknown = pursuit.unknown(Doubt::Crashed);
            pursuit.search(unknown, now);
            if let State::Searching { watch, unknown } = &mut pursuit.state
                && now.since(unknown.last_sent) >= K::SEARCH_AFTER
            {
                watch.hurry();
            }
        }
        pursuit
    }

    pub(crate) fn memo(&self) -> Memo<K> {
        let trail = match &self.state {
            State::Creating(call) => call.trail(),
            _ => self.trail,
        };
        Memo {
            intent: self.intent.clone(),
            trail,
            reference: self.reference.clone(),
            adopted: self.adopted,
            status: self.status.clone(),
            since: self.since,
            text: self.text.clone(),
            shown: self.shown,
            excluded: self.excluded.clone(),
            ending: self.ending.clone(),
        }
    }

    pub(crate) fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }

    pub(crate) fn stage(&self) -> Stage {
        self.ending.as_ref().map_or(Stage::Open, Ending::stage)
    }

    pub(crate) fn alarms(&self) -> &[Alarm] {
        &self.alarms
    }

    fn created(&mut self, outcome: Outcome<<K::Create as Endpoint>::Output>, now: Time) {
        match outcome {
            Outcome::Settled { value } => {
                let birth = K::born(&value);
                self.since = now;
                self.text = crate::redact::redact(birth.text.as_deref().unwrap_or_default());
                self.reference = Some(birth.reference.clone());
                self.unsaved = true;
                if self.wrong_mode(birth.live_mode) {
                    return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::ModeMismatch) });
                }
                self.observe(&birth.status, Source::Reply);
                if birth.status.level().is_terminal() {
                    self.watch_at_once(birth.reference, None, None, now);
                } else {
                    self.go_on(None, None, now);
                }
            }
            Outcome::Unknown { unknown } => match unknown.provider_reference.clone() {
                Some(hint) => {
                    self.since = now;
                    self.reference = Some(hint.clone());
                    self.adopted = true;
                    self.watch_at_once(hint, None, None, now);
                }
                None => self.search(unknown, now),
            },
            Outcome::Rejected { refusal } => self.finish(Outcome::Rejected { refusal }),
            Outcome::NotSent { unsent } => self.finish(Outcome::NotSent { unsent }),
        }
    }

    fn submitted(&mut self, outcome: Outcome<K::Item>, now: Time) {
        let (problem, code) = match outcome {
            Outcome::Settled { value } => {
                self.since = now;
                return self.seen(value, Source::Reply, None, None, now);
            }
            Outcome::Rejected { refusal } => (
                match refusal.code {
                    Code::OtpInvalid => OtpProblem::Invalid,
                    Code::OtpExpired => OtpProblem::Expired,
                    Code::OtpStillValid => OtpProblem::StillValid,
                    _ => OtpProblem::Refused,
                },
                Some(refusal.code),
            ),
            Outcome::NotSent { .. } | Outcome::Unknown { .. } => (OtpProblem::NoAnswer, None),
        };
        // Whatever was said, the charge itself says best whether it still waits for a code: an
        // earlier code may have gone through.
        if let Some(reference) = self.reference.clone() {
            if problem == OtpProblem::NoAnswer {
                let watch = Watch::resting(&self.ctx.op, K::fetch(reference), Ladder::Follow, now, now);
                self.since = now;
                self.state = State::Watching { watch, problem: Some(problem), code };
            } else {
                self.watch_at_once(reference, Some(problem), code, now);
            }
        }
    }

    fn looked(&mut self, look: Look<K::Item>, problem: Option<OtpProblem>, code: Option<Code>, now: Time) {
        match look {
            Look::Seen(item) => {
                if self.adopted && !self.proven(&item) {
                    return self.disown(now);
                }
                self.unsaved |= !self.claimed;
                self.seen(item, Source::Fetch, problem, code, now);
            }
            Look::Refused(refusal) => match refusal.code {
                Code::Unauthorized | Code::Forbidden => {
                    let mut unknown = self.unknown(Doubt::UncertainCode);
                    unknown.code = Some(refusal.code);
                    unknown.http_status = refusal.http_status;
                    self.finish(Outcome::Unknown { unknown });
                }
                _ if self.adopted => self.disown(now),
                _ => {}
            },
            Look::Spent => self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::StillOpen) }),
        }
    }

    fn seen(&mut self, item: K::Item, source: Source, problem: Option<OtpProblem>, code: Option<Code>, now: Time) {
        let facts = K::facts(&item);
        if facts.amount.is_some_and(|amount| amount != self.intent.amount()) {
            return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::AmountMismatch) });
        }
        if self.wrong_mode(facts.live_mode) {
            return self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::ModeMismatch) });
        }
        if self.observe(&facts.status, source) {
            self.unsaved = true;
        }
        let level = self.status.as_ref().map_or(Level::Open, Status::level);
        match level {
            Level::Paid => self.finish(Outcome::Settled { value: item }),
            Level::Ended | Level::Withdrawn => {
                let word = self.status.as_ref().map_or("", Status::word);
                let code = if word.starts_with("cancel") { Code::PaymentCanceled } else { Code::PaymentFailed };
                let mut refusal = Refusal::concluded(code);
                if let Some(reason) = facts.reason {
                    refusal.message = reason;
                }
                self.finish(Outcome::Rejected { refusal });
            }
            Level::Open | Level::Moving | Level::Unheard => self.go_on(problem, code, now),
        }
    }

    /// Notes a status; true when it changed something.
    fn observe(&mut self, seen: &K::Status, source: Source) -> bool {
        let (status, applied) = apply(self.status.as_ref(), seen, source);
        if applied.is_alarm() {
            let known = self.status.as_ref().map_or("", Status::word).to_owned();
            self.alarms.push(Alarm { applied, known, seen: seen.word().to_owned() });
        }
        let moved = status != self.status;
        self.status = status;
        moved || applied == Applied::LateSuccess
    }

    /// The payment is open: ask the payer, or wait.
    fn go_on(&mut self, problem: Option<OtpProblem>, code: Option<Code>, now: Time) {
        match self.status.as_ref().and_then(K::payer_must) {
            Some(PayerMust::GiveCode) => self.state = State::Asking { problem, code },
            Some(PayerMust::Dial) if !self.shown => self.state = State::Asking { problem: None, code: None },
            // A watch that is under way keeps its place on the ladder.
            _ if matches!(self.state, State::Watching { .. }) => {}
            _ => self.watch_resting(now),
        }
    }

    fn watch_resting(&mut self, now: Time) {
        if let Some(reference) = self.reference.clone() {
            let watch = Watch::resting(&self.ctx.op, K::fetch(reference), Ladder::Follow, self.since, now);
            self.state = State::Watching { watch, problem: None, code: None };
        }
    }

    fn watch_at_once(&mut self, reference: Reference, problem: Option<OtpProblem>, code: Option<Code>, now: Time) {
        let watch = Watch::at_once(&self.ctx.op, K::fetch(reference), Ladder::Follow, self.since, now);
        self.state = State::Watching { watch, problem, code };
    }

    fn search(&mut self, unknown: Unknown, now: Time) {
        let watch = Watch::resting(&self.ctx.op, K::list(), Ladder::Search, unknown.last_sent, now)
            .not_before(unknown.last_sent.plus(K::SEARCH_AFTER));
        self.state = State::Searching { watch, unknown };
    }

    fn searched(&mut self, look: Look<Vec<K::Item>>, unknown: Unknown, now: Time) {
        let items = match look {
            Look::Seen(items) => items,
            Look::Refused(_) => return,
            Look::Spent => return self.finish(Outcome::Unknown { unknown }),
        };
        let mut alike = items.iter().filter_map(|item| {
            let reference = K::facts(item).reference;
            let likeness = self.intent.resembles(item, &self.trail, &self.ctx.secret);
            (likeness != Likeness::No && !self.excluded.contains(&reference)).then_some((reference, likeness))
        });
        match (alike.next(), alike.next()) {
            (Some((reference, Likeness::Yes)), None) => {
                self.since = now;
                self.reference = Some(reference.clone());
                self.adopted = true;
                // Stored before it is used: the journal refuses what belongs to another operation.
                self.unsaved = true;
                self.watch_at_once(reference, None, None, now);
            }
            (Some(_), _) => {
                let unknown = Unknown { why: Doubt::Ambiguous, ..unknown };
                self.finish(Outcome::Unknown { unknown });
            }
            (None, _) => {}
        }
    }

    fn proven(&self, item: &K::Item) -> bool {
        self.intent.resembles(item, &self.trail, &self.ctx.secret) == Likeness::Yes
    }

    /// The reference is somebody else's.
    fn disown(&mut self, now: Time) {
        self.excluded.extend(self.reference.take());
        self.adopted = false;
        self.claimed = false;
        self.ending = None;
        self.status = None;
        self.unsaved = true;
        let unknown = self.unknown(Doubt::NoAnswer);
        self.search(unknown, now);
    }

    fn finish(&mut self, outcome: Outcome<K::Item>) {
        self.ending = Some(Ending::of(&outcome));
        self.unsaved = true;
        self.state = State::Over(outcome);
    }

    fn unknown(&self, why: Doubt) -> Unknown {
        Unknown {
            op_id: self.ctx.op.clone(),
            our_reference: self.intent.our_reference(),
            provider_reference: self.reference.clone(),
            attempts: self.trail.attempts,
            last_sent: self.trail.last_sent,
            why,
            http_status: None,
            code: None,
            plan: if self.reference.is_some() { Plan::Fetch } else { K::PLAN },
            bill_paid: None,
        }
    }

    fn wrong_mode(&self, live: Option<bool>) -> bool {
        matches!((self.ctx.mode, live), (Mode::Test, Some(true)) | (Mode::Live, Some(false)))
    }

    fn notified(&mut self, notice: &Notice, now: Time) {
        let Some(named) = notice.reference.clone().filter(|_| notice.vendor == Vendor::Senfenico) else {
            return;
        };
        match (&mut self.state, &self.reference) {
            (State::Asking { .. }, Some(ours)) if *ours == named => self.watch_at_once(named, None, None, now),
            (State::Watching { watch, .. }, Some(ours)) if *ours == named => watch.hurry(),
            // A webhook can overtake, or outlive, the answer that carries the reference.
            (State::Searching { .. }, None)
                if notice.amount == Some(self.intent.amount()) && !self.excluded.contains(&named) =>
            {
                self.since = now;
                self.reference = Some(named.clone());
                self.adopted = true;
                self.unsaved = true;
                self.watch_at_once(named, None, None, now);
            }
            _ => {}
        }
    }

    fn stop(&mut self, now: Time) {
        match &mut self.state {
            State::Creating(call) => call.handle(Event::Stop, now),
            State::Over(_) => {}
            State::Searching { unknown, .. } => {
                let unknown = unknown.clone();
                self.finish(Outcome::Unknown { unknown });
            }
            _ => self.finish(Outcome::Unknown { unknown: self.unknown(Doubt::StillOpen) }),
        }
    }
}

impl<K: Kind> Machine for Pursuit<K> {
    type Output = Outcome<K::Item>;

    fn poll(&mut self, now: Time) -> Action<Self::Output> {
        loop {
            if self.unsaved {
                return Action::Checkpoint;
            }
            match &mut self.state {
                State::Over(outcome) => return Action::Done(outcome.clone()),
                State::Creating(call) => {
                    let action = call.poll(now).split();
                    self.trail = call.trail();
                    match action {
                        Ok(outcome) => self.created(outcome, now),
                        Err(other) => return other,
                    }
                }
                State::Searching { watch, unknown } => {
                    let unknown = unknown.clone();
                    match watch.poll(now).split() {
                        Ok(look) => self.searched(look, unknown, now),
                        Err(other) => return other,
                    }
                }
                State::Asking { problem, code } => {
                    let text = self.text.clone();
                    return Action::Ask(match self.status.as_ref().and_then(K::payer_must) {
                        Some(PayerMust::Dial) => Prompt::Dial { text },
                        _ => Prompt::Otp { text, problem: *problem, code: code.clone() },
                    });
                }
                State::Submitting(call) => match call.poll(now).split() {
                    Ok(outcome) => self.submitted(outcome, now),
                    Err(other) => return other,
                },
                State::Watching { watch, problem, code } => {
                    let (problem, code) = (*problem, code.clone());
                    match watch.poll(now).split() {
                        Ok(look) => self.looked(look, problem, code, now),
                        Err(other) => return other,
                    }
                }
            }
        }
    }

    fn handle(&mut self, event: Event, now: Time) {
        match event {
            Event::Stop => return self.stop(now),
            Event::Notified { notice } => return self.notified(&notice, now),
            Event::Stored if self.unsaved => {
                self.unsaved = false;
                self.claimed = self.reference.is_some();
                return;
            }
            Event::Taken if self.unsaved => {
                if self.adopted {
                    return self.disown(now);
                }
                let unknown = self.unknown(Doubt::Taken);
                self.reference = None;
                return self.finish(Outcome::Unknown { unknown });
            }
            _ if self.unsaved => return,
            _ => {}
        }
        match (&mut self.state, event) {
            (State::Creating(call), event) => call.handle(event, now),
            (State::Submitting(call), event) => call.handle(event, now),
            (State::Searching { watch, .. }, event) => watch.handle(event, now),
            (State::Watching { watch, .. }, event) => watch.handle(event, now),
            (State::Asking { problem, code: shown }, Event::Otp { code }) => {
                let submit = self.reference.as_ref().and_then(|reference| K::submit(reference, &code));
                if let Some(submit) = submit {
                    self.state = State::Submitting(Call::new(self.ctx.op.clone(), submit));
                } else {
                    *problem = Some(OtpProblem::Malformed);
                    *shown = None;
                }
            }
            (State::Asking { .. }, Event::Shown)
                if self.status.as_ref().and_then(K::payer_must) == Some(PayerMust::Dial) =>
            {
                self.shown = true;
                self.since = now;
                self.watch_resting(now);
            }
            _ => {}
        }
    }
}
