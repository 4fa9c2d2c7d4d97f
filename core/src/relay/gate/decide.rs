//! What a request comes to, given what the journal holds.

use super::super::kept::Kept;
use super::super::view::{MOST_ATTEMPTS, MOST_CODES, State as Stands, View};
use super::answer::{No, Said};
use super::body::{Payer, Verb};
use super::limits::{self, Not};
use super::run::Doing;
use super::visit::{State, Work};
use crate::machine::{Event, Prompt};
use crate::order::Order;
use crate::record::{Record, Stage};
use crate::senfenico::{NewCharge, NewCheckout};
use crate::session::Session;
use crate::task::Task;
use crate::value::{Amount, BillReference, Time};
use crate::words::Ended;
use std::collections::VecDeque;

/// What follows when all is counted and held.
#[derive(Clone, Copy)]
pub(super) enum Then {
    Look,
    /// This attempt is begun; the one before is given up first, if it is open.
    Begin(i64),
    Submit,
}

const BUSY: No = No::after(503, "busy", 5);

impl Work {
    /// All attempts are known.
    pub(super) fn decide(&mut self, now: Time) {
        let is_ours = |record: &Record| {
            record.operation == self.claims.operation
                && self.gate.account.is_for(record).is_ok()
                && self.is_of_customer(record)
        };
        if !self.records.iter().all(is_ours) {
            return self.refuse(No::new(409, "conflict"));
        }
        let amount = self
            .records
            .last()
            .filter(|record| record.stage != Stage::Closed)
            .map(|open| open.words().amount);
        if amount.is_some_and(|amount| !self.is_amount(amount)) {
            // Of what is open the old amount stands; with a token of another one nothing may be begun after it.
            let view = View { next_attempt: None, ..*self.view(now) };
            return self.finish(Said::Conflict("conflict", Box::new(view)));
        }
        match &self.verb {
            Verb::Look => self.looks(now),
            Verb::Start { attempt, payer, bill } => {
                let (attempt, payer, bill) = (*attempt, payer.clone(), bill.clone());
                self.starts(attempt, payer.as_ref(), bill.as_ref(), now);
            }
            Verb::Code { rev, .. } => {
                let rev = rev.clone();
                self.submits(&rev, now);
            }
        }
    }

    /// The vendor is read where a look is due and nobody else is at it.
    fn looks(&mut self, now: Time) {
        let Some(record) = self.records.last() else { return self.shows(now) };
        if record.stage == Stage::Closed || Kept::of(record).is_under_way(now) {
            return self.shows(now);
        }
        self.slot = self.gate.slot();
        if self.slot.is_none() {
            return self.shows(now);
        }
        // What is followed says in its record when it was read last, for all processes.
        let is_followed = Task::kept(record).is_some_and(|kept| kept.followed_since().is_some());
        let guards = if is_followed { VecDeque::new() } else { limits::of_look(self, record.op_id.as_str()) };
        self.state = State::Guarding(guards, Then::Look);
    }

    fn starts(&mut self, attempt: i64, payer: Option<&Payer>, bill: Option<&BillReference>, now: Time) {
        let view = self.view(now);
        let newest = self.records.last();
        if self.ended() == Some(Ended::Settled) {
            return self.conflict("settled", now);
        }
        if view.next_attempt != Some(attempt) {
            let may_follow =
                (1..=MOST_ATTEMPTS).contains(&attempt) && attempt == self.loaded().saturating_add(1);
            return match newest {
                // Said again: a lost answer, or another tab.
                Some(record) if attempt == self.loaded() && self.is_of(record, payer, bill) => {
                    self.looks(now);
                }
                Some(_) if attempt == self.loaded() => self.conflict("open", now),
                Some(record) if may_follow && record.stage != Stage::Closed => self.conflict("open", now),
                _ => self.conflict("attempt", now),
            };
        }
        self.slot = self.gate.slot();
        if self.slot.is_none() {
            return self.refuse(BUSY);
        }
        let fingerprint = payer.map(|payer| self.gate.account.keys.fingerprint(&payer.phone));
        let Some(op) = self.op(attempt) else { return self.refuse(super::visit::DOWN) };
        let guards = if self.only_asks() {
            limits::of_inquiry(self)
        } else {
            let similar = match &fingerprint {
                Some(payer) => Some(limits::key(payer, self.claims.amount)),
                None if self.is_bill() => self.bill_key(bill),
                None => None,
            };
            limits::of_start(self, op.as_str(), fingerprint.as_deref(), similar)
        };
        self.state = State::Guarding(guards, Then::Begin(attempt));
    }

    fn submits(&mut self, rev: &str, now: Time) {
        let view = self.view(now);
        if view.rev != rev {
            return self.conflict("rev", now);
        }
        if view.state == Stands::Working {
            return self.conflict("busy", now);
        }
        let Some(record) = self.records.last() else { return self.conflict("rev", now) };
        if !matches!(record.to_show(), Some(Prompt::Otp { .. })) || record.stage != Stage::Open {
            return self.conflict("not_asked", now);
        }
        let kept = Kept::of(record);
        if kept.codes.submitted >= MOST_CODES {
            return self.refuse(No::new(429, "codes_spent"));
        }
        let Some(payer) = kept.payer() else { return self.refuse(super::visit::DOWN) };
        let guards = limits::of_code(payer);
        self.slot = self.gate.slot();
        if self.slot.is_none() {
            return self.refuse(BUSY);
        }
        self.state = State::Guarding(guards, Then::Submit);
    }

    /// All is counted and held.
    pub(super) fn guarded(&mut self, now: Time) {
        let State::Guarding(_, then) = &self.state else { return };
        match *then {
            Then::Look => match self.newest(now, true) {
                Some(session) => self.state = State::Running(Box::new(session), Doing::Look),
                None => self.refuse(No::new(409, "conflict")),
            },
            Then::Submit => match (self.newest(now, false), &self.verb) {
                (Some(mut session), Verb::Code { code, .. }) => {
                    session.handle(Event::Otp { code: code.expose().to_owned() }, now);
                    self.state = State::Running(Box::new(session), Doing::Submit);
                }
                _ => self.refuse(No::new(409, "conflict")),
            },
            Then::Begin(attempt) => {
                let is_open = self.records.last().is_some_and(|record| record.stage == Stage::Open);
                match self.newest(now, false).filter(|_| is_open) {
                    Some(mut session) => {
                        let newest = self.records.last();
                        self.payments.extend(newest.and_then(|it| limits::open_key(&self.gate.account, it)));
                        session.handle(Event::Abandon, now);
                        self.state = State::Running(Box::new(session), Doing::Abandon(attempt));
                    }
                    None => self.begin(attempt, now),
                }
            }
        }
    }

    /// Begins an attempt, none of the others being open.
    pub(super) fn begin(&mut self, attempt: i64, now: Time) {
        let Some(op) = self.op(attempt) else { return self.refuse(super::visit::DOWN) };
        let order = match (&self.verb, &self.gate.pages) {
            _ if self.is_bill() => match self.order_of_bill(&op) {
                Ok(payment) => Order::PayBill { payment },
                Err(_) => return self.refuse(No::new(403, "not_allowed")),
            },
            (Verb::Start { payer: Some(payer), .. }, _) => {
                let charge = NewCharge::new(self.claims.amount.francs(), payer.phone.as_str());
                Order::Collect { charge: charge.at(payer.provider.clone()) }
            }
            (_, Some((success_url, cancel_url))) => Order::Checkout {
                checkout: NewCheckout {
                    amount: self.claims.amount.francs(),
                    success_url: success_url.clone(),
                    cancel_url: cancel_url.clone(),
                    email: None,
                },
            },
            _ => return self.refuse(No::new(403, "not_allowed")),
        };
        let before = self.records.iter().map(|record| &record.op_id).filter(|before| **before != op);
        let before: Vec<String> = before.map(|before| before.as_str().to_owned()).collect();
        let session = self.gate.account.begin(order, op.as_str()).and_then(|session| session.after(before));
        match session {
            Ok(session) => self.state = State::Running(Box::new(session), Doing::Begin),
            Err(_) => self.conflict("conflict", now),
        }
    }

    /// Somebody else holds what is needed.
    pub(super) fn held_by_another(&mut self, not: Not, now: Time) {
        match not {
            Not::Looked => self.shows(now),
            Not::Similar => self.conflict("similar_open", now),
            Not::Begun => {
                let mut view = self.view(now);
                (view.state, view.next_attempt) = (Stands::Working, None);
                view.after_ms = Some(2_000);
                self.finish(Said::Conflict("busy", view));
            }
        }
    }

    pub(super) fn shows(&mut self, now: Time) {
        if self.lacks_code() && !self.is_recalled {
            self.state = State::Recalling;
            return;
        }
        let view = self.view(now);
        self.finish(Said::View(view));
    }

    fn newest(&self, now: Time, is_calm: bool) -> Option<Session> {
        let (account, record) = (&self.gate.account, self.records.last()?);
        if is_calm { account.resume_calmly(record, now).ok() } else { account.resume(record, now).ok() }
    }

    /// Is this what an attempt of the token may be about?
    fn is_amount(&self, held: Option<Amount>) -> bool {
        match held {
            // Of a bill the token says how much it may be; of a top-up how much it is.
            Some(held) if self.is_bill() && !self.is_top_up() => held <= self.claims.amount,
            None if self.is_bill() => true,
            held => held == Some(self.claims.amount),
        }
    }

    /// Was this attempt begun for the same payer, or bill?
    fn is_of(&self, record: &Record, payer: Option<&Payer>, bill: Option<&BillReference>) -> bool {
        let kept = Kept::of(record);
        let held = kept.bill.as_ref().and_then(|held| held.bill.as_deref());
        bill.is_none_or(|bill| held == Some(bill.as_str()))
            && payer.is_none_or(|payer| {
                let keys = &self.gate.account.keys;
                kept.payer().is_some_and(|held| keys.recognises(&payer.phone, held))
                    && kept.provider() == Some(payer.provider.as_str())
            })
    }
}
