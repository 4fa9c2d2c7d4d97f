//! Bulk payout: any number of transfers in batches of a hundred, each item followed to its end.
//!
//! The vendor's answer names only the payouts it refused; the references of the others are told by
//! the list of transfers alone. So after the last batch the list is read along the ladder until
//! every item has ended: one call for all of them.

mod memo;

pub(crate) use self::memo::Memo;
use super::endpoint::{
    BulkQueued, CreateBulkTransfer, CreateTransfer, FailedTransfer, ListTransfers, Transfer,
};
use super::payout_item::{Item, Lost};
use super::payouts::{Items, Payouts, Sieve};
use super::progress::Progress;
use crate::call::Call;
use crate::context::Context;
use crate::machine::{Action, Event, Machine, Prompt, Recipient, Why};
use crate::outcome::{NotSent, Outcome, Unsent};
use crate::policy::{BATCH, BULK_PACE, LIST_GAP};
use crate::record::{Alarm, Ending, Stage};
use crate::value::{List, Phone, Time};
use crate::vendor::Vendor;
use crate::watch::{Ladder, Look, Watch};
use crate::webhook::Notice;

/// A bulk payout on its way.
#[derive(Clone)]
pub(crate) struct BulkPayout {
    ctx: Context,
    memo: Memo,
    /// The recipients, which no record holds; emptied by a resume.
    phones: Vec<Option<Phone>>,
    alarms: Vec<Alarm>,
    /// What the list that arrives has shown so far.
    sieve: Sieve,
    /// A webhook told of a payout before the list was read.
    news: bool,
    /// The recipients were given while the list was being read.
    given: bool,
    unsaved: bool,
    state: State,
}

#[derive(Clone)]
enum State {
    Pacing {
        until: Time,
    },
    Sending(Call<CreateBulkTransfer>),
    /// With what has read the list meanwhile, because a webhook told of a payout.
    AskingRecipients(Option<Watch<ListTransfers>>),
    Following(Watch<ListTransfers>),
    Over,
}

impl BulkPayout {
    pub(crate) fn new(ctx: Context, transfers: &[CreateTransfer]) -> Self {
        let phones = transfers.iter().map(|transfer| Some(transfer.phone.clone())).collect();
        let items = Items::new(&ctx, transfers);
        let memo = Memo {
            items,
            sent: 0,
            last_sent: Time::default(),
            since: Time::default(),
            stage: Stage::Open,
            ending: None,
        };
        Self::at(ctx, memo, phones, State::Pacing { until: Time::default() })
    }

    fn at(ctx: Context, memo: Memo, phones: Vec<Option<Phone>>, state: State) -> Self {
        let (alarms, sieve) = (Vec::new(), Sieve::default());
        Self { ctx, memo, phones, alarms, sieve, news: false, given: false, unsaved: false, state }
    }

    pub(crate) fn resume(ctx: Context, mut memo: Memo, now: Time) -> Self {
        memo.stage = Stage::Open;
        memo.ending = None;
        memo.items.crashed();
        let state = if memo.sent < memo.items.len() {
            State::AskingRecipients(None)
        } else {
            let began = memo.since.max(memo.last_sent);
            State::Following(
                Watch::at_once(&ctx, ListTransfers, Ladder::Follow, began, now).sparing(LIST_GAP),
            )
        };
        let phones = vec![None; memo.items.len()];
        Self::at(ctx, memo, phones, state)
    }

    pub(crate) fn memo(&self) -> Memo {
        let mut memo = self.memo.clone();
        if self.is_held() {
            memo.sent = memo.items.take_back().unwrap_or(memo.sent);
        }
        memo
    }

    /// A batch that the key's call rate holds back is not handed over yet.
    fn is_held(&self) -> bool {
        matches!(&self.state, State::Sending(call) if call.trail().attempts == 0)
    }

    pub(crate) fn progress(&self) -> Progress {
        self.memo.items.progress(self.is_held(), matches!(self.state, State::Over))
    }

    /// Is a batch on its way, or about to be?
    pub(crate) const fn is_sending(&self) -> bool {
        matches!(self.state, State::Sending(_))
    }

    pub(crate) fn stage(&self) -> Stage {
        self.memo.stage
    }

    /// Asked before anything is sent, when all recipients are known.
    pub(crate) fn is_of_order(&self, held: &Memo) -> bool {
        self.memo.items.are_ordered_as(&held.items, &self.phones, &self.ctx.keys)
    }

    pub(crate) const fn wants_part(&self) -> bool {
        matches!(&self.state, State::Following(watch) if watch.wants_part())
    }

    pub(crate) fn alarms(&self) -> &[Alarm] {
        &self.alarms
    }

    /// The next batch, leaving out payouts whose recipient was not given again.
    fn next_batch(&mut self, now: Time) {
        let from = self.memo.sent;
        let until = from.saturating_add(BATCH).min(self.memo.items.len());
        if from >= until {
            self.memo.since = now;
            return self.follow(now);
        }
        let mut transfers = Vec::with_capacity(until.saturating_sub(from));
        for place in from..until {
            let phone = self.phones.get_mut(place).and_then(Option::take);
            match (self.memo.items.get(place), phone) {
                (Some(item), Some(phone)) => transfers.push(CreateTransfer {
                    amount: item.amount,
                    phone,
                    wallet: item.wallet.clone(),
                    ext_id: item.ext_id.clone(),
                }),
                _ => self.memo.items.forget(place),
            }
        }
        self.memo.sent = until;
        self.memo.last_sent = now;
        if transfers.is_empty() {
            return self.next_batch(now);
        }
        self.memo.items.hand_over(from..until);
        self.state = State::Sending(Call::new(&self.ctx, CreateBulkTransfer { transfers }));
    }

    fn follow(&mut self, now: Time) {
        let mut watch = Self::watch(&self.ctx, now);
        if self.news {
            watch.hurry();
        }
        self.news = false;
        self.state = State::Following(watch);
    }

    fn watch(ctx: &Context, now: Time) -> Watch<ListTransfers> {
        Watch::resting(ctx, ListTransfers, Ladder::Follow, now, now).sparing(LIST_GAP)
    }

    /// The list was looked at because of a webhook, and the rest of the payouts still waits.
    fn go_on(&mut self, now: Time) {
        match &self.state {
            State::Following(watch) if !self.given => {
                self.state = State::AskingRecipients(Some(watch.clone()));
            }
            _ => self.next_batch(now),
        }
    }

    fn sent(&mut self, outcome: Outcome<BulkQueued>, now: Time) {
        match outcome {
            Outcome::Settled { value } => {
                for failed in &value.failed_transfers {
                    self.refuse(failed);
                }
                self.memo.items.queue_handed_over();
            }
            Outcome::Rejected { refusal } => self.memo.items.reject_handed_over(&refusal),
            Outcome::NotSent { unsent } => self.memo.items.unsend_handed_over(unsent),
            Outcome::Unknown { unknown } => self.memo.items.doubt_handed_over(&Lost::from(unknown)),
        }
        self.unsaved = true;
        self.state = State::Pacing { until: now.plus(BULK_PACE) };
    }

    /// Maps a refused payout to its place: by `ext_id`, else by what is echoed if that is unique.
    fn refuse(&mut self, failed: &FailedTransfer) {
        let by_id = failed.ext_id.as_deref().and_then(|id| self.memo.items.handed_over_by_id(id));
        let place = by_id.or_else(|| {
            let State::Sending(call) = &self.state else { return None };
            let phone =
                failed.recipient_phone.as_ref().and_then(|phone| Phone::parse(phone.expose()).ok())?;
            let mut alike = call.endpoint().transfers.iter().filter(|transfer| {
                transfer.phone == phone && failed.amount.is_none_or(|amount| amount == transfer.amount)
            });
            match (alike.next(), alike.next()) {
                (Some(only), None) => self.memo.items.handed_over_by_id(only.ext_id.as_str()),
                _ => None,
            }
        });
        if let Some(place) = place {
            self.memo.items.reject(place, failed, &self.ctx);
        }
    }

    fn recipients(&mut self, recipients: &[Recipient]) {
        for recipient in recipients {
            let place = self.memo.items.place_of(&recipient.ext_id).filter(|place| *place >= self.memo.sent);
            let phone = Phone::parse(recipient.phone.expose()).ok();
            // Only the number that was ordered: a payout must not change its recipient.
            let fits = |item: &Item| {
                phone.as_ref().is_some_and(|phone| self.ctx.keys.recognises(phone, &item.recipient))
            };
            if let Some(place) = place
                && self.memo.items.get(place).is_some_and(fits)
                && let Some(slot) = self.phones.get_mut(place)
            {
                *slot = phone;
            }
        }
    }

    fn looked(&mut self, look: Look<List<Transfer>>, now: Time) {
        match look {
            Look::Seen(transfers) => {
                self.memo.items.sift(&transfers, &mut self.sieve);
                let sieve = std::mem::take(&mut self.sieve);
                self.unsaved |= self.memo.items.observe(sieve, &self.ctx, &mut self.alarms);
                if self.memo.items.all_ended() {
                    self.finish();
                }
            }
            Look::Missing(_) | Look::Odd(_) => {}
            Look::Denied(_) | Look::Spent if self.has_waiting() => self.go_on(now),
            Look::Denied(_) | Look::Spent => self.finish(),
        }
    }

    fn has_waiting(&self) -> bool {
        self.memo.sent < self.memo.items.len()
    }

    /// A webhook told of one of the payouts. One request at a time: a batch under way comes first.
    fn notified(&mut self, notice: &Notice, now: Time) {
        let place = notice.ext_id.as_ref().and_then(|id| self.memo.items.place_of(id.as_str()));
        let named = place.is_some();
        let known = notice.reference.as_ref().is_some_and(|reference| self.memo.items.knows(reference));
        if notice.vendor != Vendor::Senfenico || !(named || known) {
            return;
        }
        match &mut self.state {
            State::Following(watch) => watch.hurry(),
            State::Pacing { .. } => self.news = true,
            State::Sending(call) => {
                self.news = true;
                if place.is_some_and(|place| self.memo.items.is_handed_over(place)) {
                    call.arrive(None);
                }
            }
            State::AskingRecipients(watch) => {
                let mut watch = watch.take().unwrap_or_else(|| Self::watch(&self.ctx, now));
                watch.hurry();
                self.state = State::Following(watch);
            }
            State::Over => {}
        }
    }

    fn finish(&mut self) {
        if let State::Following(watch) = &self.state {
            self.memo.items.hide_behind(watch.hidden_by());
        }
        self.memo.stage = if self.memo.items.any_unknown() { Stage::Unknown } else { Stage::Closed };
        self.memo.ending = self.memo.items.unsent().map(|unsent| Ending::NotSent { unsent });
        self.unsaved = true;
        self.state = State::Over;
    }

    fn stop(&mut self) {
        let unsent = NotSent { why: Unsent::Stopped, doubt: None, excess: None };
        self.memo.items.unsend_from(self.memo.sent, unsent);
        self.memo.sent = self.memo.items.len();
        self.finish();
    }
}

impl Machine for BulkPayout {
    type Output = Payouts;

    fn poll(&mut self, now: Time) -> Action<Payouts> {
        loop {
            if self.unsaved {
                return Action::Checkpoint;
            }
            match &mut self.state {
                State::Over => {
                    return Action::Done(self.memo.items.outcomes(&self.ctx.op, self.memo.last_sent));
                }
                State::Pacing { until } if now < *until && self.memo.sent < self.memo.items.len() => {
                    return Action::Wait(*until, Why::RateLimited);
                }
                State::Pacing { .. } => self.next_batch(now),
                State::AskingRecipients(_) => {
                    return Action::Ask(Prompt::Recipients {
                        ext_ids: self.memo.items.ids_from(self.memo.sent),
                    });
                }
                State::Sending(call) => match call.poll(now).split() {
                    Err(other) => return other,
                    Ok(outcome) => self.sent(outcome, now),
                },
                State::Following(watch) => {
                    // All refused or never sent, or read by this process.
                    if self.memo.items.all_read() {
                        self.finish();
                        continue;
                    }
                    let action = watch.poll(now).split();
                    let rests = !watch.is_asking() && !watch.has_news();
                    match action {
                        Err(Action::Wait(..)) if rests && self.has_waiting() => self.go_on(now),
                        Err(other) => return other,
                        Ok(look) => self.looked(look, now),
                    }
                }
            }
        }
    }

    fn handle(&mut self, event: &Event, now: Time) {
        match (&mut self.state, event) {
            (_, Event::Stored | Event::Taken) if self.unsaved => self.unsaved = false,
            (_, Event::Notified { notice }) => self.notified(notice, now),
            (State::Pacing { .. } | State::AskingRecipients(_), Event::Stop) => self.stop(),
            (State::AskingRecipients(_), Event::Recipients { recipients }) => {
                self.recipients(recipients);
                self.next_batch(now);
            }
            (State::Following(_), Event::Recipients { recipients }) => {
                self.recipients(recipients);
                self.given = true;
            }
            (State::Sending(call), event) => call.handle(event, now),
            (State::Following(watch), event) => {
                if matches!(event, Event::Begun { .. } | Event::Answered { .. }) {
                    // What was seen of another answer, which broke off, is void.
                    self.sieve = Sieve::default();
                }
                watch.handle(event, now);
                if let Some(transfers) = watch.take() {
                    self.memo.items.sift(&transfers, &mut self.sieve);
                }
            }
            (State::Pacing { .. } | State::AskingRecipients(_) | State::Over, _) => {}
        }
    }
}
