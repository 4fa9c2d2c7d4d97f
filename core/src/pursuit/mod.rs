//! Carries one payment of Senfenico from its creation to its end, whatever gets lost on the way.
//!
//! Charges, transfers and settlements go the same road: create once, learn the reference, follow it.
//! When the answer to the creation is lost the payment is never created again but looked for. What
//! differs between them stands in their [`Kind`].

mod kind;
mod memo;
mod payer;
mod progress;
mod search;
mod sketch;

pub(crate) use kind::{Birth, Facts, Kind, PayerMust};
pub(crate) use memo::{Found, Memo};
use search::Sieve;
pub(crate) use sketch::{Likeness, Sketch, Sought, names, words};

use crate::call::Call;
use crate::code::Code;
use crate::context::Context;
use crate::machine::{Action, Event, Machine, OtpProblem, Prompt, Trail};
use crate::outcome::{Doubt, NotSent, Outcome, Refusal, Unknown, Unsent};
use crate::record::{Alarm, Ending, Stage};
use crate::value::{Reference, Time};
use crate::watch::Watch;
use payer::{Abandoned, Codes};

/// A payment on its way.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts")]
pub(crate) struct Pursuit<K: Kind> {
    ctx: Context,
    intent: K,
    trail: Trail,
    reference: Option<Reference>,
    /// The reference was found in this way and is not proven yet.
    found: Option<Found>,
    /// The vendor told the reference in a good answer to our own request.
    told: bool,
    /// The journal holds the reference, so no other operation can claim it.
    claimed: bool,
    status: Option<K::Status>,
    since: Time,
    text: String,
    shown: bool,
    excluded: Vec<Reference>,
    /// Several payments of the vendor's that may be this one. A list that shows one of them alone, for lists may
    /// be short, does not make it ours.
    rivals: Vec<Reference>,
    alarms: Vec<Alarm>,
    /// Named by webhooks while something else was under way.
    heard: Vec<Reference>,
    /// A webhook told of this one meanwhile.
    news: bool,
    /// How the creation ended, when nobody knows.
    lost: Option<Unknown>,
    /// Why the vendor said no to the payer's last code.
    reason: Option<Refusal>,
    /// The payer is being asked for a code while a webhook has us look.
    asked: bool,
    /// The code that was typed meanwhile.
    typed: Option<K::Submit>,
    codes: Codes,
    abandoned: Option<Abandoned>,
    /// How far the vendor's clock is ahead of this process's.
    ahead: Option<i64>,
    /// Another process sent it.
    heir: bool,
    ending: Option<Ending>,
    /// How it had ended before it was resumed.
    ended: Option<Ending>,
    /// The record that it was resumed from says that nobody knows.
    handed_over: bool,
    unsaved: bool,
    state: State<K>,
}

#[derive(Clone)]
enum State<K: Kind> {
    Creating(Call<K::Create>),
    Searching {
        watch: Watch<K::List>,
        /// The list holds an item that cannot be read and may be this payment.
        hidden: bool,
        sieve: Sieve,
    },
    Asking {
        problem: Option<OtpProblem>,
        code: Option<Code>,
    },
    Submitting(Call<K::Submit>),
    Watching {
        watch: Watch<K::Fetch>,
        problem: Option<OtpProblem>,
        code: Option<Code>,
    },
    Over(Outcome<K::Item>),
}

impl<K: Kind> Pursuit<K> {
    /// A payment that was never sent.
    pub(crate) fn new(ctx: Context, intent: K, create: K::Create) -> Self {
        let state = State::Creating(Call::new(&ctx, create));
        Self {
            ctx,
            intent,
            trail: Trail::default(),
            reference: None,
            found: None,
            told: false,
            claimed: false,
            status: None,
            since: Time::default(),
            text: String::new(),
            shown: false,
            excluded: Vec::new(),
            rivals: Vec::new(),
            alarms: Vec::new(),
            heard: Vec::new(),
            news: false,
            lost: None,
            reason: None,
            asked: false,
            typed: None,
            codes: Codes::default(),
            abandoned: None,
            ahead: None,
            heir: false,
            ending: None,
            ended: None,
            handed_over: false,
            unsaved: false,
            state,
        }
    }

    /// A payment found in a record.
    pub(crate) fn resume(ctx: Context, memo: Memo<K>, now: Time) -> Self {
        // Replaced below, once there is a `self` to ask.
        let nothing =
            Outcome::NotSent { unsent: NotSent { why: Unsent::Forgotten, doubt: None, excess: None } };
        let mut pursuit = Self {
            ctx,
            intent: memo.intent,
            trail: memo.trail,
            claimed: memo.reference.is_some(),
            reference: memo.reference,
            found: memo.found,
            told: false,
            status: memo.status,
            since: memo.since,
            text: memo.text,
            shown: memo.shown,
            excluded: memo.excluded,
            rivals: memo.rivals,
            alarms: Vec::new(),
            heard: Vec::new(),
            news: false,
            lost: memo.lost,
            reason: memo.reason.map(Refusal::concluded),
            asked: false,
            typed: None,
            codes: memo.codes,
            abandoned: memo.abandoned,
            ahead: None,
            heir: true,
            handed_over: memo.ending == Some(Ending::Unknown),
            ending: memo.ending,
            ended: None,
            unsaved: false,
            state: State::Over(nothing),
        };
        if let Some(reference) = pursuit.reference.clone() {
            pursuit.ended = pursuit.ending.take().filter(|ending| *ending != Ending::Unknown);
            pursuit.watch_at_once(reference, None, None, now);
        } else if let Some(outcome) = pursuit.ending.as_ref().and_then(Ending::outcome) {
            pursuit.state = State::Over(outcome);
        } else if pursuit.trail.attempts > 0 {
            pursuit.ending = None;
            pursuit.trail.uncertain = pursuit.trail.uncertain.max(1);
            let unknown = pursuit.unknown(Doubt::Crashed);
            pursuit.lost.get_or_insert(unknown);
            pursuit.search(now);
            if now.since(pursuit.trail.last_sent) >= K::SEARCH_AFTER
                && let State::Searching { watch, .. } = &mut pursuit.state
            {
                watch.look_first();
            }
        }
        pursuit
    }

    pub(crate) fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }

    pub(crate) fn our_reference(&self) -> Option<&Reference> {
        self.intent.our_reference()
    }

    pub(crate) fn stage(&self) -> Stage {
        self.ending.as_ref().map_or(Stage::Open, Ending::stage)
    }

    pub(crate) const fn wants_part(&self) -> bool {
        matches!(&self.state, State::Searching { watch, .. } if watch.wants_part())
    }

    pub(crate) fn is_of_order(&self, held: &Memo<K>) -> bool {
        self.intent.is_of(&held.intent, &self.ctx.keys)
    }

    pub(crate) fn alarms(&self) -> &[Alarm] {
        &self.alarms
    }
}

impl<K: Kind> Machine for Pursuit<K> {
    type Output = Outcome<K::Item>;

    fn poll(&mut self, now: Time) -> Action<Self::Output> {
        loop {
            self.measure();
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
                State::Searching { watch, .. } => {
                    // One request at a time: what a webhook named waits for the end of a look.
                    if !watch.is_asking()
                        && let Some(named) = self.heard.pop()
                    {
                        self.adopt(named, Found::Webhook, now);
                        continue;
                    }
                    match watch.poll(now).split() {
                        Ok(look) => self.searched(look, now),
                        // A look that brought nothing has ended: what a webhook named is next.
                        Err(Action::Wait(..)) if !watch.is_asking() && !self.heard.is_empty() => {}
                        Err(other) => return other,
                    }
                }
                State::Asking { problem, code } => {
                    let (problem, code) = (*problem, code.clone());
                    if self.is_overdue(now) {
                        self.look_once_more(problem, code, now);
                        continue;
                    }
                    let text = self.text.clone();
                    return Action::Ask(match self.must() {
                        Some(PayerMust::Dial) => Prompt::Dial { text },
                        _ => Prompt::Otp { text, problem, code },
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

    fn handle(&mut self, event: &Event, now: Time) {
        match event {
            Event::Notified { notice } => return self.notified(notice, now),
            Event::Abandon => return self.abandon(now),
            Event::Stored if self.unsaved => {
                self.unsaved = false;
                self.claimed = self.reference.is_some();
                return;
            }
            Event::Taken if self.unsaved => {
                if !self.told {
                    return self.disown(true, now);
                }
                let unknown = self.unknown(Doubt::Taken);
                self.reference = None;
                return self.finish(Outcome::Unknown { unknown });
            }
            // But for the answer to a look that a person did not wait for.
            _ if self.unsaved
                && !matches!(&self.state, State::Watching { watch, .. } if watch.is_asking()) =>
            {
                return;
            }
            _ => {}
        }
        let must = self.must();
        match (&mut self.state, event) {
            (State::Creating(call), event) => call.handle(event, now),
            (State::Submitting(call), event) => call.handle(event, now),
            (State::Searching { .. }, event) => self.search_goes_on(event, now),
            // Typed while a webhook had us look: nobody is asked for it again.
            (State::Watching { problem, code: shown, .. }, Event::Otp { code })
                if self.asked && must == Some(PayerMust::GiveCode) =>
            {
                self.asked = false;
                self.typed = self.reference.as_ref().and_then(|reference| K::submit(reference, code));
                if self.typed.is_none() {
                    (*problem, *shown) = (Some(OtpProblem::Malformed), None);
                }
            }
            // Seen while a webhook had us look: nobody is asked to dial again.
            (State::Watching { .. }, Event::Shown) if must == Some(PayerMust::Dial) && !self.shown => {
                self.shown = true;
                self.unsaved = true;
            }
            (State::Watching { watch, .. }, event) => watch.handle(event, now),
            (State::Asking { .. }, Event::Stop) => {
                self.give_up(self.unknown(Doubt::StillOpen));
            }
            (State::Asking { problem, code: shown }, Event::Otp { code })
                if must == Some(PayerMust::GiveCode) =>
            {
                let submit = self.reference.as_ref().and_then(|reference| K::submit(reference, code));
                if let Some(submit) = submit {
                    self.state = State::Submitting(Call::new(&self.ctx, submit));
                } else {
                    *problem = Some(OtpProblem::Malformed);
                    *shown = None;
                }
            }
            (State::Asking { .. }, Event::Shown) if must == Some(PayerMust::Dial) => {
                self.shown = true;
                self.unsaved = true;
                self.since = now;
                self.watch_resting(now);
            }
            _ => {}
        }
    }
}
