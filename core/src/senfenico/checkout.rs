//! Checkout: open the payment page, send the customer there, follow until it is paid.

use super::endpoint::{Charge, Checkout, FetchCharge, FetchCheckout, InitializeCheckout};
use super::status::{ChargeStatus, CheckoutStatus};
use crate::call::Call;
use crate::code::Code;
use crate::context::Context;
use crate::machine::{Action, Event, Machine, Prompt};
use crate::outcome::{Doubt, NotSent, Outcome, Refusal, Unknown};
use crate::policy::MINUTE;
use crate::reason;
use crate::record::{Alarm, Ending, Remembers, Stage};
use crate::status::{Source, Status, apply};
use crate::value::{Personal, Phone, Reference, Time};
use crate::vendor::Vendor;
use crate::watch::{Ladder, Look, Watch, is_denied, is_missing};
use crate::webhook::Notice;

mod memo;

pub(crate) use memo::Memo;

/// More pages than are opened in one moment.
const HEARD: usize = 16;

/// A checkout on its way.
#[derive(Clone)]
pub(crate) struct CheckoutFlow {
    ctx: Context,
    memo: Memo,
    alarms: Vec<Alarm>,
    /// Named by webhooks before this page was.
    heard: Vec<Reference>,
    /// The charge the page named last.
    charge: Option<Reference>,
    /// Why that charge was given up, in the vendor's words.
    reason: Option<String>,
    /// How it had ended before it was resumed.
    ended: Option<Ending>,
    /// The record that it was resumed from says that nobody knows.
    handed_over: bool,
    unsaved: bool,
    state: State,
}

#[derive(Clone)]
enum State {
    Opening(Call<InitializeCheckout>),
    Redirecting,
    Watching(Watch<FetchCheckout>),
    /// The page names a charge: its state is the stronger witness.
    Witness {
        checkout: Box<Checkout>,
        call: Call<FetchCharge>,
        watch: Watch<FetchCheckout>,
    },
    Over(Outcome<Checkout>),
}

impl CheckoutFlow {
    pub(crate) fn new(ctx: Context, order: InitializeCheckout) -> Self {
        let memo = Memo {
            amount: order.amount,
            reference: None,
            url: String::new(),
            status: None,
            shown: false,
            since: Time::default(),
            ending: None,
        };
        let state = State::Opening(Call::new(&ctx, order));
        Self::with(ctx, memo, None, state)
    }

    pub(crate) fn resume(ctx: Context, mut memo: Memo, now: Time) -> Self {
        let watch = memo.reference.clone().map(|reference| {
            Watch::at_once(&ctx, FetchCheckout { reference }, Ladder::Follow, memo.since, now)
        });
        let state = match (watch, memo.ending.as_ref().and_then(Ending::outcome)) {
            // Looked at first, also where no record says that the page was shown: it may be paid.
            (Some(watch), _) => State::Watching(watch),
            (None, Some(outcome)) => State::Over(outcome),
            // Another operation holds its page.
            (None, None) if memo.ending == Some(Ending::Unknown) => {
                State::Over(Outcome::Unknown { unknown: memo.unknown(&ctx, Doubt::Taken) })
            }
            // Records are first written once the reference is known; one without either is empty.
            (None, None) => State::Over(Outcome::Rejected { refusal: Refusal::concluded(Code::NotFound) }),
        };
        let over = matches!(state, State::Over(_));
        let handed_over = memo.ending == Some(Ending::Unknown);
        let ended = if over { None } else { memo.ending.take().filter(|ending| *ending != Ending::Unknown) };
        Self { handed_over, ..Self::with(ctx, memo, ended, state) }
    }

    const fn with(ctx: Context, memo: Memo, ended: Option<Ending>, state: State) -> Self {
        Self {
            ctx,
            memo,
            alarms: Vec::new(),
            heard: Vec::new(),
            charge: None,
            reason: None,
            ended,
            handed_over: false,
            unsaved: false,
            state,
        }
    }

    pub(crate) fn memo(&self) -> Memo {
        self.memo.clone()
    }

    pub(crate) fn reference(&self) -> Option<&Reference> {
        self.memo.reference.as_ref()
    }

    pub(crate) fn stage(&self) -> Stage {
        self.memo.stage()
    }

    pub(crate) fn is_of_order(&self, held: &Memo) -> bool {
        self.memo.amount == held.amount
    }

    pub(crate) fn alarms(&self) -> &[Alarm] {
        &self.alarms
    }

    fn seen(&mut self, checkout: Checkout, watch: Watch<FetchCheckout>, now: Time) {
        if checkout.amount.is_some_and(|amount| amount != self.memo.amount) {
            return self.finish_unknown(Doubt::AmountMismatch);
        }
        let charge = checkout.charge_reference.as_deref().and_then(|text| Reference::parse(text.trim()).ok());
        self.charge.clone_from(&charge);
        match charge {
            Some(reference) => {
                let call = Call::new(&self.ctx, FetchCharge { reference });
                self.state = State::Witness { checkout: Box::new(checkout), call, watch };
            }
            None => self.conclude(checkout, watch, now),
        }
    }

    fn witnessed(
        &mut self,
        charge: Outcome<Charge>,
        mut checkout: Checkout,
        watch: Watch<FetchCheckout>,
        now: Time,
    ) {
        match charge {
            Outcome::Settled { value: charge } => {
                let ours = is_of_page(&charge, &checkout);
                if ours && charge.amount.is_some_and(|amount| amount != self.memo.amount) {
                    return self.finish_unknown(Doubt::AmountMismatch);
                }
                if ours && charge.status == ChargeStatus::Success {
                    checkout.status = CheckoutStatus::Success;
                } else if checkout.status == CheckoutStatus::Success {
                    // The page says paid, its charge does not (yet), or is another's: keep looking.
                    checkout.status = CheckoutStatus::Pending;
                } else if ours && !charge.status.level().is_terminal() {
                    // The page says failed, and its charge may still be paid.
                    checkout.status = CheckoutStatus::Pending;
                }
                self.reason = charge.cancellation_reason.filter(|_| ours);
                self.conclude(checkout, watch, now);
            }
            // There is no such charge, or it must not be read: the page is the only witness. Any other
            // no says nothing.
            Outcome::Rejected { refusal } if is_missing(&refusal.code) || is_denied(&refusal.code) => {
                self.conclude(checkout, watch, now);
            }
            Outcome::NotSent { unsent: NotSent { doubt: Some(why @ Doubt::ModeMismatch), .. } } => {
                self.finish_unknown(why);
            }
            Outcome::Rejected { .. } | Outcome::NotSent { .. } | Outcome::Unknown { .. } => {
                self.state = State::Watching(watch);
            }
        }
    }

    fn conclude(&mut self, checkout: Checkout, watch: Watch<FetchCheckout>, now: Time) {
        let (status, applied) = apply(self.memo.status.as_ref(), &checkout.status, Source::Fetch);
        if applied.is_alarm() {
            let known = self.memo.status.as_ref().map_or("", CheckoutStatus::as_str).to_owned();
            self.alarms.push(Alarm { applied, known, seen: checkout.status.as_str().to_owned() });
        }
        self.unsaved |= status != self.memo.status;
        self.memo.status = status;
        match &self.memo.status {
            Some(CheckoutStatus::Success) => self.finish(Outcome::Settled { value: checkout }),
            Some(CheckoutStatus::Failed) => {
                let refusal = reason::ended(Code::PaymentFailed, self.reason.take());
                self.finish(Outcome::Rejected { refusal });
            }
            _ if !watch.has_news() && self.is_overdue(now) => self.hand_over(),
            _ if !self.memo.shown && !watch.has_news() => self.state = State::Redirecting,
            _ => self.state = State::Watching(watch),
        }
    }

    /// Nothing new can be learned. An operation that had ended before keeps its ending.
    fn give_up(&mut self, unknown: Unknown) {
        match self.ended.take() {
            Some(ended) => {
                let outcome = ended.outcome().unwrap_or(Outcome::Unknown { unknown });
                self.memo.ending = Some(ended);
                self.state = State::Over(outcome);
            }
            None => self.finish(Outcome::Unknown { unknown }),
        }
    }

    /// The customer was waited for long enough, and the vendor has not ended it: somebody else must look.
    fn hand_over(&mut self) {
        let (told, unsaved) = (self.handed_over, self.unsaved);
        self.give_up(self.unknown(Doubt::StillOpen));
        // What the record says already is not written again each time that somebody looks.
        self.unsaved &= !told || unsaved;
    }

    fn is_overdue(&self, now: Time) -> bool {
        self.memo.reference.is_some() && self.ctx.people.is_overdue(self.memo.since, now)
    }

    fn finish_unknown(&mut self, why: Doubt) {
        let unknown = self.unknown(why);
        self.finish(Outcome::Unknown { unknown });
    }

    fn unknown(&self, why: Doubt) -> Unknown {
        self.memo.unknown(&self.ctx, why)
    }

    fn finish(&mut self, outcome: Outcome<Checkout>) {
        self.memo.ending = Some(Ending::of(&outcome));
        // Before the vendor gave a reference there is nothing to pay, and nothing worth a record.
        self.unsaved = self.memo.reference.is_some();
        self.state = State::Over(outcome);
    }

    /// A webhook may tell of the page or of its charge, and may overtake the answer that names the page.
    fn notified(&mut self, notice: &Notice, now: Time) {
        let Some(named) = notice.reference.as_ref().filter(|_| notice.vendor == Vendor::Senfenico) else {
            return;
        };
        if matches!(self.state, State::Opening(_)) {
            // The newest first: of a busy shop's others the oldest make way, for this one comes with the answer.
            self.heard.insert(0, named.clone());
            self.heard.truncate(HEARD);
        } else if self.memo.reference.as_ref() == Some(named) || self.charge.as_ref() == Some(named) {
            self.hurry(now);
        }
    }

    fn hurry(&mut self, now: Time) {
        if matches!(self.state, State::Redirecting) {
            self.follow(now);
        }
        if let State::Watching(watch) | State::Witness { watch, .. } = &mut self.state {
            watch.hurry();
        }
    }

    fn follow(&mut self, now: Time) {
        if let Some(reference) = self.memo.reference.clone() {
            let endpoint = FetchCheckout { reference };
            self.state =
                State::Watching(Watch::resting(&self.ctx, endpoint, Ladder::Follow, self.memo.since, now));
        }
    }
}

/// Can the charge be the one made on the page, as far as both tell? A page may name another's.
fn is_of_page(charge: &Charge, page: &Checkout) -> bool {
    let time = |text: &Option<String>| text.as_deref().and_then(Time::parse);
    let phone = |text: &Option<Personal>| text.as_ref().and_then(|text| Phone::parse(text.expose()).ok());
    let before = time(&charge.created_at)
        .zip(time(&page.created_at))
        .is_some_and(|(made, opened)| made.plus(2 * MINUTE) < opened);
    let other = phone(&charge.phone).zip(phone(&page.phone)).is_some_and(|(payer, named)| payer != named);
    !before && !other
}

impl Machine for CheckoutFlow {
    type Output = Outcome<Checkout>;

    fn poll(&mut self, now: Time) -> Action<Self::Output> {
        loop {
            if self.unsaved {
                return Action::Checkpoint;
            }
            let overdue = self.is_overdue(now);
            if overdue && matches!(self.state, State::Redirecting) {
                self.hurry(now);
            }
            match &mut self.state {
                State::Over(outcome) => return Action::Done(outcome.clone()),
                State::Redirecting => return Action::Ask(Prompt::Redirect { url: self.memo.url.clone() }),
                State::Opening(call) => match call.poll(now).split() {
                    Err(other) => return other,
                    Ok(Outcome::Settled { value }) => {
                        let news = self.heard.contains(&value.reference);
                        self.memo.reference = Some(value.reference);
                        self.memo.url = value.authorization_url;
                        self.memo.since = now;
                        self.unsaved = true;
                        self.state = State::Redirecting;
                        if news {
                            self.hurry(now);
                        }
                    }
                    Ok(Outcome::Rejected { refusal }) => self.finish(Outcome::Rejected { refusal }),
                    Ok(Outcome::NotSent { unsent }) => self.finish(Outcome::NotSent { unsent }),
                    Ok(Outcome::Unknown { unknown }) => self.finish(Outcome::Unknown { unknown }),
                },
                State::Watching(watch) => match watch.poll(now).split() {
                    // Looked at because of a webhook or a resume, before the customer was sent anywhere.
                    Err(Action::Wait(..)) if !self.memo.shown && !watch.is_asking() && !overdue => {
                        self.state = State::Redirecting;
                    }
                    Err(other) => return other,
                    Ok(Look::Seen(checkout)) => {
                        let watch = watch.clone();
                        self.seen(checkout, watch, now);
                    }
                    Ok(Look::Missing(_)) => {}
                    Ok(Look::Odd(why)) => self.finish_unknown(why),
                    Ok(Look::Denied(refusal)) => {
                        let (http_status, code) = (refusal.http_status, Some(refusal.code));
                        let unknown = self.unknown(Doubt::UncertainCode);
                        self.give_up(Unknown { http_status, code, ..unknown });
                    }
                    Ok(Look::Spent) => {
                        let watch = watch.clone();
                        self.give_up(watch.explain(self.unknown(Doubt::StillOpen)));
                    }
                },
                State::Witness { checkout, call, watch } => match call.poll(now).split() {
                    Err(other) => return other,
                    Ok(outcome) => {
                        let (checkout, watch) = (checkout.clone(), watch.clone());
                        self.witnessed(outcome, *checkout, watch, now);
                    }
                },
            }
        }
    }

    fn handle(&mut self, event: &Event, now: Time) {
        match (&mut self.state, event) {
            (_, Event::Stored) => self.unsaved = false,
            (_, Event::Taken) => {
                self.memo.reference = None;
                self.finish_unknown(Doubt::Taken);
                self.unsaved = true;
            }
            (State::Redirecting, Event::Stop) => self.give_up(self.unknown(Doubt::StillOpen)),
            (State::Redirecting, Event::Shown) => {
                self.memo.shown = true;
                self.memo.since = now;
                self.unsaved = true;
                self.follow(now);
            }
            // Seen while a webhook had us look: nobody is sent there again.
            (State::Watching(_) | State::Witness { .. }, Event::Shown) if !self.memo.shown => {
                self.memo.shown = true;
                self.memo.since = now;
                self.unsaved = true;
            }
            (_, Event::Notified { notice }) => self.notified(notice, now),
            (State::Opening(call), event) => call.handle(event, now),
            (State::Watching(watch), event) => watch.handle(event, now),
            (State::Witness { call, .. }, event) => call.handle(event, now),
            (State::Redirecting | State::Over(_), _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_sends_nobody_to_what_is_no_page() {
        let kept = |url: &str| {
            let memo = serde_json::json!({ "amount": 600, "reference": "chk_1", "url": url, "status": null,
                "shown": false, "since": 0, "ending": null });
            serde_json::from_value::<Memo>(memo).is_ok()
        };
        assert!(["", "https://a.bf/p", "http://127.0.0.1:8000/p"].into_iter().all(kept));
        for bad in ["javascript:alert(1)", "http://a.bf/p", "//a.bf", "https://a@b.bf", " https://a.bf"] {
            assert!(!kept(bad), "{bad}");
        }
    }
}
