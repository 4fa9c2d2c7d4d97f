//! Cancel a settlement: a GET with an effect, believed only after reading the settlement.

use super::endpoint::{CancelSettlement, FetchSettlement, Settlement};
use super::status::SettlementStatus;
use crate::call::Call;
use crate::code::Code;
use crate::context::Context;
use crate::machine::{Action, Event, Machine, Trail};
use crate::outcome::{Doubt, NotSent, Outcome, Plan, Refusal, Unknown};
use crate::policy::CANCEL_TRIES;
use crate::record::{Ending, Remembers, Stage, unsent};
use crate::value::{Reference, Time};
use crate::vendor::Vendor;
use crate::watch::{Ladder, Look, Watch};
use serde::{Deserialize, Serialize};

/// A cancellation on its way.
#[derive(Clone)]
pub(crate) struct CancelFlow {
    ctx: Context,
    memo: Memo,
    /// How the last request that may have had its effect went.
    lost: Option<Unknown>,
    unsaved: bool,
    state: State,
}

/// What a record keeps.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Memo {
    /// Not the record's own reference: the settlement belongs to the operation that created it.
    settlement: Reference,
    trail: Trail,
    tries: i64,
    /// An earlier request may have had its effect.
    uncertain: bool,
    ending: Option<Ending>,
}

impl Remembers for Memo {
    fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    fn unsent(&self) -> Option<NotSent> {
        unsent(self.ending.as_ref(), self.uncertain || self.trail.uncertain > 0)
    }
}

#[derive(Clone)]
enum State {
    Cancelling(Call<CancelSettlement>),
    Watching { watch: Watch<FetchSettlement>, refusal: Option<Refusal> },
    Over(Outcome<Settlement>),
}

impl CancelFlow {
    pub(crate) fn new(ctx: Context, settlement: Reference) -> Self {
        let memo = Memo {
            settlement: settlement.clone(),
            trail: Trail::default(),
            tries: 1,
            uncertain: false,
            ending: None,
        };
        let state = State::Cancelling(Call::new(&ctx, CancelSettlement { reference: settlement }));
        Self { ctx, memo, lost: None, unsaved: false, state }
    }

    pub(crate) fn resume(ctx: Context, mut memo: Memo, now: Time) -> Self {
        let over = memo.ending.as_ref().and_then(Ending::outcome);
        let state = if let Some(outcome) = over {
            State::Over(outcome)
        } else {
            // One that was cancelled is read again, and never cancelled again.
            if memo.ending.take() == Some(Ending::Settled) {
                memo.tries = CANCEL_TRIES;
            }
            memo.uncertain = true;
            State::Watching { watch: Self::watch(&ctx, &memo, now), refusal: None }
        };
        Self { ctx, memo, lost: None, unsaved: false, state }
    }

    fn watch(ctx: &Context, memo: &Memo, now: Time) -> Watch<FetchSettlement> {
        let endpoint = FetchSettlement { reference: memo.settlement.clone() };
        Watch::at_once(ctx, endpoint, Ladder::Follow, now, now)
    }

    pub(crate) fn memo(&self) -> Memo {
        self.memo.clone()
    }

    pub(crate) fn stage(&self) -> Stage {
        self.memo.stage()
    }

    pub(crate) fn is_of_order(&self, held: &Memo) -> bool {
        self.memo.settlement == held.settlement
    }

    fn look(&mut self, refusal: Option<Refusal>, now: Time) {
        self.state = State::Watching { watch: Self::watch(&self.ctx, &self.memo, now), refusal };
    }

    /// A no to this request says nothing of an earlier one.
    fn conclude(&mut self, refusal: Refusal, now: Time) {
        if self.memo.uncertain {
            self.finish_unknown(Doubt::RefusedAfterUncertain, now);
        } else {
            self.finish(Outcome::Rejected { refusal });
        }
    }

    fn seen(&mut self, settlement: Settlement, refusal: Option<Refusal>, now: Time) {
        match settlement.status {
            SettlementStatus::Cancelled => self.finish(Outcome::Settled { value: settlement }),
            SettlementStatus::Processing if self.memo.tries < CANCEL_TRIES => {
                self.memo.tries = self.memo.tries.saturating_add(1);
                let endpoint = CancelSettlement { reference: self.memo.settlement.clone() };
                self.state = State::Cancelling(Call::new(&self.ctx, endpoint));
            }
            SettlementStatus::InTransit | SettlementStatus::Success => {
                // The vendor's own words, unless they were about something else.
                let said = refusal.filter(|no| no.code.certainly_not_applied());
                let refusal = said.unwrap_or_else(|| Refusal::concluded(Code::Conflict));
                self.finish(Outcome::Rejected { refusal });
            }
            // The vendor took none of the tries, and the settlement may still go out.
            SettlementStatus::Processing => match refusal {
                // An earlier one may still be on its way there.
                Some(refusal) => self.conclude(refusal, now),
                None => self.finish_unknown(Doubt::StillOpen, now),
            },
            SettlementStatus::Other(_) => self.lost = None,
        }
    }

    fn give_up(&mut self, now: Time) {
        let unseen = self.unseen(Doubt::StillOpen, now);
        let unknown = match &self.state {
            State::Watching { watch, .. } => watch.explain(unseen),
            _ => unseen,
        };
        self.finish(Outcome::Unknown { unknown });
    }

    fn finish_unknown(&mut self, why: Doubt, now: Time) {
        let unknown = self.unknown(why, now);
        self.finish(Outcome::Unknown { unknown });
    }

    /// Whether it was cancelled cannot be seen: told is what went wrong with the request.
    fn unseen(&self, otherwise: Doubt, now: Time) -> Unknown {
        let unknown = self.unknown(otherwise, now);
        match self.lost.clone() {
            Some(Unknown { why, http_status, code, excess, .. }) => {
                Unknown { why, http_status, code, excess, ..unknown }
            }
            None => unknown,
        }
    }

    fn unknown(&self, why: Doubt, now: Time) -> Unknown {
        Unknown {
            provider_reference: Some(self.memo.settlement.clone()),
            ..Unknown::sent(self.ctx.op.clone(), self.memo.tries, now, why, Plan::Fetch)
        }
    }

    fn finish(&mut self, outcome: Outcome<Settlement>) {
        self.memo.ending = Some(Ending::of(&outcome));
        self.unsaved = true;
        self.state = State::Over(outcome);
    }
}

impl Machine for CancelFlow {
    type Output = Outcome<Settlement>;

    fn poll(&mut self, now: Time) -> Action<Self::Output> {
        loop {
            if self.unsaved {
                return Action::Checkpoint;
            }
            match &mut self.state {
                State::Over(outcome) => return Action::Done(outcome.clone()),
                State::Cancelling(call) => {
                    let action = call.poll(now).split();
                    self.memo.trail = call.trail();
                    match action {
                        Err(other) => return other,
                        Ok(Outcome::Settled { value }) if value.status == SettlementStatus::Cancelled => {
                            self.finish(Outcome::Settled { value });
                        }
                        Ok(Outcome::NotSent { .. }) if self.memo.uncertain => {
                            let unknown = self.unseen(Doubt::NoAnswer, now);
                            self.finish(Outcome::Unknown { unknown });
                        }
                        Ok(Outcome::NotSent { unsent }) => self.finish(Outcome::NotSent { unsent }),
                        Ok(Outcome::Rejected { refusal }) => {
                            let hopeless = matches!(refusal.code, Code::Unauthorized | Code::Forbidden);
                            if hopeless {
                                self.conclude(refusal, now);
                            } else {
                                self.look(Some(refusal), now);
                            }
                        }
                        Ok(Outcome::Settled { .. }) => {
                            self.memo.uncertain = true;
                            self.look(None, now);
                        }
                        Ok(Outcome::Unknown { unknown }) => {
                            self.memo.uncertain = true;
                            self.lost = Some(unknown);
                            self.look(None, now);
                        }
                    }
                }
                State::Watching { watch, refusal } => {
                    let refusal = refusal.clone();
                    match watch.poll(now).split() {
                        Err(other) => return other,
                        Ok(Look::Seen(settlement)) => self.seen(settlement, refusal, now),
                        Ok(Look::Missing(refusal)) if !self.memo.uncertain => {
                            self.finish(Outcome::Rejected { refusal });
                        }
                        Ok(Look::Missing(_)) => self.finish_unknown(Doubt::Vanished, now),
                        Ok(Look::Denied(refusal)) => self.conclude(refusal, now),
                        Ok(Look::Odd(why)) => self.finish_unknown(why, now),
                        Ok(Look::Spent) => self.give_up(now),
                    }
                }
            }
        }
    }

    fn handle(&mut self, event: &Event, now: Time) {
        match (&mut self.state, event) {
            (_, Event::Stored | Event::Taken) if self.unsaved => self.unsaved = false,
            (State::Over(_), _) => {}
            (State::Cancelling(call), event) => call.handle(event, now),
            (State::Watching { watch, .. }, Event::Notified { notice }) => {
                if notice.vendor == Vendor::Senfenico
                    && notice.reference.as_ref() == Some(&self.memo.settlement)
                {
                    watch.hurry();
                }
            }
            (State::Watching { watch, .. }, event) => watch.handle(event, now),
        }
    }
}
