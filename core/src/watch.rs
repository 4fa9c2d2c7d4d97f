//! Asks a vendor the same harmless question along a ladder of pauses.

use crate::call::{Call, Endpoint};
use crate::code::Code;
use crate::context::Context;
use crate::machine::{Action, Event, Machine, Why};
use crate::outcome::{Outcome, Refusal};
use crate::policy;
use crate::value::Time;

/// What one look brought.
#[derive(Clone, Debug)]
pub(crate) enum Look<T> {
    Seen(T),
    /// The vendor says there is no such thing.
    Missing(Refusal),
    /// The key may not look, and will not be allowed to later either.
    Denied(Refusal),
    /// The ladder has ended, or it was told to stop: a person must look.
    Spent,
}

/// Which ladder.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ladder {
    /// Something under way: [`policy::next_look`].
    Follow,
    /// Something lost: [`policy::next_search`].
    Search,
}

/// A question being repeated.
#[derive(Clone)]
pub(crate) struct Watch<E: Endpoint> {
    ctx: Context,
    endpoint: E,
    ladder: Ladder,
    began: Time,
    pub(crate) why: Why,
    /// At least this long between two looks, whoever hurries: lists are large.
    gap: i64,
    last: Option<Time>,
    step: Step<E>,
}

#[derive(Clone)]
enum Step<E: Endpoint> {
    Resting(Time),
    Asking(Call<E>),
    Spent,
}

impl<E: Endpoint> Watch<E> {
    /// Rests first.
    pub(crate) fn resting(ctx: &Context, endpoint: E, ladder: Ladder, began: Time, now: Time) -> Self {
        let why = match ladder {
            Ladder::Follow => Why::Pending,
            Ladder::Search => Why::Reconciling,
        };
        let (ctx, step) = (ctx.clone(), Step::Spent);
        let mut watch = Self { ctx, endpoint, ladder, began, why, gap: 0, last: None, step };
        watch.rest(now);
        watch
    }

    /// Asks first.
    pub(crate) fn at_once(ctx: &Context, endpoint: E, ladder: Ladder, began: Time, now: Time) -> Self {
        let mut watch = Self::resting(ctx, endpoint, ladder, began, now);
        watch.hurry();
        watch
    }

    /// The same, looking no more often than this.
    pub(crate) fn sparing(self, gap: i64) -> Self {
        Self { gap, ..self }
    }

    /// Asks now, or as soon as sparing allows, instead of at the end of the pause.
    pub(crate) fn hurry(&mut self) {
        if !matches!(self.step, Step::Asking(_)) {
            self.step = Step::Resting(self.last.map_or(Time::default(), |last| last.plus(self.gap)));
        }
    }

    /// Not before this moment.
    pub(crate) fn not_before(mut self, earliest: Time) -> Self {
        if let Step::Resting(until) = &mut self.step {
            *until = earliest.max(*until);
        }
        self
    }

    fn rest(&mut self, now: Time) {
        let next = match self.ladder {
            Ladder::Follow => policy::next_look(&self.ctx.op, self.began, now),
            Ladder::Search => policy::next_search(&self.ctx.op, self.began, now),
        };
        self.step = next.map_or(Step::Spent, Step::Resting);
    }
}

impl<E: Endpoint> Machine for Watch<E> {
    type Output = Look<E::Output>;

    /// Each `Done` is one look; polling goes on after it.
    fn poll(&mut self, now: Time) -> Action<Look<E::Output>> {
        loop {
            let look = match &mut self.step {
                Step::Spent => return Action::Done(Look::Spent),
                Step::Resting(until) if now < *until => return Action::Wait(*until, self.why),
                Step::Resting(_) => {
                    self.last = Some(now);
                    self.step = Step::Asking(Call::new(&self.ctx, self.endpoint.clone()));
                    continue;
                }
                Step::Asking(call) => match call.poll(now).split() {
                    Err(other) => return other,
                    Ok(Outcome::Settled { value }) => Some(Look::Seen(value)),
                    Ok(Outcome::Rejected { refusal }) => match refusal.code {
                        Code::Unauthorized | Code::Forbidden | Code::InvalidApiKey | Code::ExpiredApiKey => {
                            Some(Look::Denied(refusal))
                        }
                        Code::NotFound | Code::ChargeNotFound | Code::TransactionNotFound | Code::NoBill => {
                            Some(Look::Missing(refusal))
                        }
                        // Any other no says nothing of the payment: look again later.
                        _ => None,
                    },
                    Ok(Outcome::NotSent { .. } | Outcome::Unknown { .. }) => None,
                },
            };
            self.rest(now);
            if let Some(look) = look {
                return Action::Done(look);
            }
        }
    }

    fn handle(&mut self, event: &Event, now: Time) {
        match (&mut self.step, event) {
            (Step::Asking(call), event) => call.handle(event, now),
            (step, Event::Stop) => *step = Step::Spent,
            _ => {}
        }
    }
}
