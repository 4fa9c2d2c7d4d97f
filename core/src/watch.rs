//! Asks a vendor the same harmless question along a ladder of pauses.

use crate::call::{Call, Endpoint};
use crate::code::Code;
use crate::context::Context;
use crate::machine::{Action, Event, Machine, Why};
use crate::outcome::{Doubt, Excess, NotSent, Outcome, Refusal, Unknown};
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
    /// What is there is asked for, but of another mode or amount than it must be.
    Odd(Doubt),
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
    /// A webhook told of it since the last look began.
    news: bool,
    /// What the last look failed for.
    trouble: Option<NotSent>,
    /// How far the vendor's clock is ahead of ours, as last measured.
    ahead: Option<i64>,
    state: State<E>,
}

#[derive(Clone)]
enum State<E: Endpoint> {
    Resting(Time),
    Asking { call: Call<E>, for_news: bool },
    Spent,
}

impl<E: Endpoint> Watch<E> {
    /// Rests first.
    pub(crate) fn resting(ctx: &Context, endpoint: E, ladder: Ladder, began: Time, now: Time) -> Self {
        let why = match ladder {
            Ladder::Follow => Why::Pending,
            Ladder::Search => Why::Reconciling,
        };
        let mut watch = Self {
            ctx: ctx.clone(),
            endpoint,
            ladder,
            began,
            why,
            gap: 0,
            last: None,
            news: false,
            trouble: None,
            ahead: None,
            state: State::Spent,
        };
        watch.rest(now);
        watch
    }

    /// Asks first.
    pub(crate) fn at_once(ctx: &Context, endpoint: E, ladder: Ladder, began: Time, now: Time) -> Self {
        let mut watch = Self::resting(ctx, endpoint, ladder, began, now);
        watch.look_first();
        watch
    }

    /// Asks now.
    pub(crate) fn look_first(&mut self) {
        self.state = State::Resting(self.earliest());
    }

    /// The same, looking no more often than this.
    pub(crate) fn sparing(self, gap: i64) -> Self {
        Self { gap, ..self }
    }

    /// Not before this moment.
    pub(crate) fn not_before(mut self, earliest: Time) -> Self {
        self.put_off(earliest);
        self
    }

    fn put_off(&mut self, earliest: Time) {
        if let State::Resting(until) = &mut self.state {
            *until = earliest.max(*until);
        }
    }

    /// At the latest then, where sparing allows.
    pub(crate) fn put_forward(&mut self, latest: Time) {
        let latest = latest.max(self.earliest());
        if let State::Resting(until) = &mut self.state {
            *until = latest.min(*until);
        }
    }

    /// A webhook told of it: asks now, or as soon as sparing allows, instead of at the end of the pause.
    /// The answer to a look under way may be older than the news, so after it another look is taken.
    pub(crate) fn hurry(&mut self) {
        self.news = true;
        if !self.is_asking() {
            self.look_first();
        }
    }

    /// Did a webhook tell of it since the last look began?
    pub(crate) const fn has_news(&self) -> bool {
        self.news
    }

    /// Is a look under way?
    pub(crate) const fn is_asking(&self) -> bool {
        matches!(self.state, State::Asking { .. })
    }

    /// The limit that the last answer passed: it stands in the way of every look.
    pub(crate) fn hidden_by(&self) -> Option<(Doubt, Option<Excess>)> {
        let trouble = self.trouble?;
        let doubt = trouble.doubt.filter(|doubt| matches!(doubt, Doubt::Oversized | Doubt::TooDeep))?;
        Some((doubt, trouble.excess))
    }

    /// The same outcome, and why no more could be found out.
    pub(crate) fn explain(&self, unknown: Unknown) -> Unknown {
        match self.hidden_by() {
            Some((why, excess)) => Unknown { why, excess, ..unknown },
            None => unknown,
        }
    }

    /// How far the vendor's clock is ahead of ours, in milliseconds, as the last answer told.
    pub(crate) fn ahead(&self) -> Option<i64> {
        match &self.state {
            State::Asking { call, .. } => call.trail().ahead.or(self.ahead),
            State::Resting(_) | State::Spent => self.ahead,
        }
    }

    /// Would more of the answer that arrives be read?
    pub(crate) const fn wants_part(&self) -> bool {
        matches!(&self.state, State::Asking { call, .. } if call.wants_part())
    }

    /// What was read of it since this was last asked: see [`Call::take`].
    pub(crate) fn take(&mut self) -> Option<E::Output> {
        match &mut self.state {
            State::Asking { call, .. } => call.take(),
            State::Resting(_) | State::Spent => None,
        }
    }

    fn earliest(&self) -> Time {
        self.last.map_or(Time::default(), |last| last.plus(self.gap))
    }

    fn rest(&mut self, now: Time) {
        // What began in the future began by another clock.
        self.began = self.began.min(now);
        let next = match self.ladder {
            Ladder::Follow => policy::next_look(&self.ctx.op, self.began, now),
            Ladder::Search => policy::next_search(&self.ctx.op, self.began, now),
        };
        self.state = match next {
            _ if self.news => State::Resting(self.earliest()),
            Some(next) => State::Resting(next),
            None => State::Spent,
        };
    }

    /// What became of a look; none when it brought nothing.
    fn brought(&mut self, outcome: Outcome<E::Output>) -> Option<Look<E::Output>> {
        self.trouble = None;
        match outcome {
            Outcome::Settled { value } => Some(Look::Seen(value)),
            Outcome::Rejected { refusal } if is_denied(&refusal.code) => Some(Look::Denied(refusal)),
            Outcome::Rejected { refusal } if is_missing(&refusal.code) => Some(Look::Missing(refusal)),
            Outcome::NotSent { unsent: NotSent { doubt: Some(why), .. } }
                if matches!(why, Doubt::AmountMismatch | Doubt::ModeMismatch) =>
            {
                Some(Look::Odd(why))
            }
            Outcome::NotSent { unsent } => {
                self.trouble = Some(unsent);
                None
            }
            // Any other no says nothing of the payment: look again later.
            Outcome::Rejected { .. } | Outcome::Unknown { .. } => None,
        }
    }
}

/// Does the vendor say that there is no such thing?
pub(crate) const fn is_missing(code: &Code) -> bool {
    matches!(code, Code::NotFound | Code::ChargeNotFound | Code::TransactionNotFound | Code::NoBill)
}

/// May the key not look, now or later?
pub(crate) const fn is_denied(code: &Code) -> bool {
    matches!(code, Code::Unauthorized | Code::Forbidden | Code::InvalidApiKey | Code::ExpiredApiKey)
}

impl<E: Endpoint> Machine for Watch<E> {
    type Output = Look<E::Output>;

    /// Each `Done` is one look; polling goes on after it.
    fn poll(&mut self, now: Time) -> Action<Look<E::Output>> {
        if self.news && self.last.is_some_and(|last| last > now) {
            // A clock that went back would otherwise hold the news until it caught up.
            self.last = None;
            self.put_forward(now);
        }
        loop {
            match &mut self.state {
                State::Spent => return Action::Done(Look::Spent),
                State::Resting(until) if now < *until => return Action::Wait(*until, self.why),
                State::Resting(_) => {
                    self.last = Some(now);
                    let call = Call::new(&self.ctx, self.endpoint.clone());
                    self.state = State::Asking { call, for_news: self.news };
                    self.news = false;
                }
                State::Asking { call, for_news } => {
                    let for_news = *for_news;
                    let outcome = match call.poll(now).split() {
                        Err(other) => return other,
                        Ok(outcome) => outcome,
                    };
                    self.ahead = call.trail().ahead.or(self.ahead);
                    let look = self.brought(outcome);
                    if for_news && look.is_none() {
                        // There is news, and it was not to be had: the ladder is climbed from the start.
                        self.began = now;
                    }
                    self.rest(now);
                    if for_news {
                        self.put_off(self.earliest());
                    }
                    if let Some(look) = look {
                        return Action::Done(look);
                    }
                }
            }
        }
    }

    fn handle(&mut self, event: &Event, now: Time) {
        self.news &= *event != Event::Stop;
        match (&mut self.state, event) {
            (State::Asking { call, .. }, event) => call.handle(event, now),
            (state, Event::Stop) => *state = State::Spent,
            _ => {}
        }
    }
}
