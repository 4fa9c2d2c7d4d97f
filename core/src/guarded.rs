//! A single call that moves money: stored before it is sent, closed after it ended.

use crate::call::{Call, Endpoint};
use crate::context::Context;
use crate::machine::{Action, Event, Machine, Trail};
use crate::outcome::{Doubt, NotSent, Outcome, Plan, Unknown};
use crate::reason::unknown_for_record;
use crate::record::{Ending, Remembers, Stage, unsent};
use crate::value::{OpId, Reference, Time};
use serde::{Deserialize, Serialize};

/// A money call on its way.
#[derive(Clone)]
pub(crate) struct Guarded<E: Endpoint> {
    call: Call<E>,
    ending: Option<Ending>,
    provider_reference: Option<Reference>,
    unknown: Option<Unknown>,
    closed: bool,
}

/// What a record keeps: enough to say that it may have happened. Only a flow can find out.
///
/// What is not known is left out: each call seals two of these, and a seal takes as long as its text is.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Memo {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    our_reference: Option<Reference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider_reference: Option<Reference>,
    trail: Trail,
    plan: Plan,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ending: Option<Ending>,
    /// What it ended with, when nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unknown: Option<Unknown>,
}

impl<E: Endpoint> Guarded<E> {
    pub(crate) fn new(ctx: &Context, endpoint: E) -> Self {
        Self {
            call: Call::new(ctx, endpoint),
            ending: None,
            provider_reference: None,
            unknown: None,
            closed: false,
        }
    }

    pub(crate) fn memo(&self) -> Memo {
        Memo {
            our_reference: self.call.endpoint().reference(),
            provider_reference: self.provider_reference.clone(),
            trail: self.call.trail(),
            plan: E::PLAN,
            ending: self.ending.clone(),
            unknown: self.unknown.clone(),
        }
    }

    pub(crate) fn our_reference(&self) -> Option<Reference> {
        self.call.endpoint().reference()
    }

    /// As far as a memo tells: of a call whose answer is all we learn, only our own id is kept.
    pub(crate) fn is_of_order(&self, held: &Memo) -> bool {
        self.our_reference() == held.our_reference
    }

    pub(crate) fn stage(&self) -> Stage {
        self.ending.as_ref().map_or(Stage::Open, Ending::stage)
    }
}

impl Remembers for Memo {
    fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    fn unsent(&self) -> Option<NotSent> {
        unsent(self.ending.as_ref(), self.trail.uncertain > 0 || self.provider_reference.is_some())
    }

    fn our_reference(&self) -> Option<&Reference> {
        self.our_reference.as_ref()
    }
}

impl Memo {
    /// The outcome a record alone can tell.
    pub(crate) fn outcome<T>(self, op: OpId) -> Outcome<T> {
        if let Some(outcome) = self.ending.as_ref().and_then(Ending::outcome) {
            return outcome;
        }
        let Trail { attempts, last_sent, .. } = self.trail;
        let unknown = self.unknown.unwrap_or_else(|| {
            let plan = if self.provider_reference.is_some() { Plan::Fetch } else { self.plan };
            Unknown {
                our_reference: self.our_reference,
                provider_reference: self.provider_reference,
                ..Unknown::sent(op, attempts, last_sent, Doubt::Crashed, plan)
            }
        });
        Outcome::Unknown { unknown }
    }
}

impl<E: Endpoint> Machine for Guarded<E> {
    type Output = Outcome<E::Output>;

    fn poll(&mut self, now: Time) -> Action<Self::Output> {
        let action = self.call.poll(now);
        match &action {
            Action::Done(outcome) if !self.closed => {
                self.ending = Some(Ending::of(outcome));
                match outcome {
                    Outcome::Settled { value } => self.provider_reference = E::provider_reference(value),
                    Outcome::Unknown { unknown } => self.unknown = Some(unknown_for_record(unknown)),
                    Outcome::Rejected { .. } | Outcome::NotSent { .. } => {}
                }
                Action::Checkpoint
            }
            _ => action,
        }
    }

    fn handle(&mut self, event: &Event, now: Time) {
        match event {
            // Its records name no reference, so a journal has nothing to refuse.
            Event::Stored | Event::Taken if self.ending.is_some() => self.closed = true,
            event => self.call.handle(event, now),
        }
    }
}
