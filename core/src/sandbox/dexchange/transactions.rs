//! Payments after the reply: the transaction lookup, how top-ups end, and callbacks.
//!
//! The lookup is not in the bill pages: the vendor documents it for other transactions, keyed by its
//! own id. Whether and in which shape it serves bills is unsaid; this shape is the sandbox's guess.

use super::{Dexchange, refuse};
use crate::http::Response;
use crate::sandbox::ledger::Purse;
use crate::sandbox::reply::{Json, json, object, stamp_seconds};
use crate::sandbox::world::{Job, World};
use crate::value::Time;

#[derive(Clone)]
pub(super) struct Payment {
    pub(super) merchant: usize,
    pub(super) service: &'static str,
    pub(super) id: String,
    pub(super) ext_id: Option<String>,
    pub(super) client: String,
    pub(super) bill: Option<String>,
    pub(super) amount: i64,
    pub(super) fee: i64,
    pub(super) status: Status,
    pub(super) token: Option<String>,
    pub(super) previous: i64,
    pub(super) current: i64,
    pub(super) callback: Option<String>,
    pub(super) custom: Option<String>,
    pub(super) created: Time,
    pub(super) completed: Time,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Processing,
    Success,
    Failed,
}

impl Status {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Processing => "PROCESSING",
            Self::Success => "SUCCESS",
            Self::Failed => "FAILED",
        }
    }
}

impl Dexchange {
    pub(super) fn transaction(&self, world: &World, merchant: usize, id: &str) -> Response {
        let found = self.payment_index.get(id).and_then(|at| self.payments.get(*at));
        let served = world.options.switches.dexchange_serves_bill_lookup;
        let Some(payment) = found.filter(|payment| served && payment.merchant == merchant) else {
            return refuse(404, "No transaction found", None);
        };
        let mut fields = vec![
            ("transactionId", Json::text(payment.id.as_str())),
            ("externalTransactionId", Json::maybe(payment.ext_id.as_deref())),
            ("transactionType", Json::text("BILL")),
            ("amount", Json::Int(payment.amount)),
            ("transactionFee", Json::Int(payment.fee)),
            ("number", Json::text(payment.client.as_str())),
            ("referenceFacture", Json::maybe(payment.bill.as_deref())),
            ("Status", Json::text(payment.status.as_str())),
        ];
        if let Some(token) = &payment.token {
            fields.push(("token", Json::text(token.as_str())));
        }
        fields.push(("previousBalance", Json::Int(payment.previous)));
        fields.push(("currentBalance", Json::Int(payment.current)));
        fields.push(("createdAt", stamp_seconds(payment.created)));
        let transaction = Json::Object(fields.into_iter().map(|(name, v)| (name.into(), v)).collect());
        json(200, &object([("success", Json::Bool(true)), ("transaction", transaction)]))
    }

    /// Ends a PROCESSING top-up by its transaction id. False when there is none.
    pub(in crate::sandbox) fn top_up_finishes(&mut self, world: &mut World, id: &str, ok: bool) -> bool {
        self.payment_index.get(id).copied().is_some_and(|at| self.end_top_up(world, at, ok))
    }

    /// The meter's operator decided: the money goes on to it, or back.
    pub(in crate::sandbox) fn end_top_up(&mut self, world: &mut World, at: usize, ok: bool) -> bool {
        let Some(payment) = self.payments.get_mut(at).filter(|p| p.status == Status::Processing) else {
            return false;
        };
        let number = self.merchants.get(payment.merchant).map_or(0, |m| m.number);
        let balance = Purse::Dexchange(number);
        let total = payment.amount.saturating_add(payment.fee);
        // Debited when it was booked: by its own balances, whatever the switch says today.
        let at_once = payment.previous != payment.current;
        // Without a hold the balance may be gone by now: then the top-up fails.
        let ok = ok && (at_once || world.ledger.balance(balance) >= total);
        let (now, id) = (world.now, payment.id.as_str());
        let held = if at_once { Purse::TopUps(number) } else { balance };
        // A transaction keeps the balances around its own movement: today's are those of a movement of today.
        let before = world.ledger.balance(balance);
        if ok {
            world.ledger.transfer(now, (held, Purse::Billers), payment.amount, "bill", id);
            world.ledger.transfer(now, (held, Purse::Fees), payment.fee, "fee", id);
        } else if at_once {
            world.ledger.transfer(now, (held, balance), total, "refund", id);
        }
        let after = world.ledger.balance(balance);
        if before != after {
            (payment.previous, payment.current) = (before, after);
        }
        payment.status = if ok { Status::Success } else { Status::Failed };
        payment.completed = now;
        let switches = &world.options.switches;
        let (never, late) = (switches.token_never_arrives, switches.token_arrives_late_ms);
        if ok && !never && late > 0 {
            world.later(late, Job::TokenArrives(at));
        } else if ok && !never {
            self.give_token(world, at, 1);
        }
        self.notify(world, at);
        true
    }

    /// What had failed was carried out: the refund is taken back. False when there is none.
    pub(in crate::sandbox) fn top_up_succeeds_after_all(&mut self, world: &mut World, id: &str) -> bool {
        let Some(at) = self.payment_index.get(id).copied() else { return false };
        let Some(payment) = self.payments.get_mut(at).filter(|p| p.status == Status::Failed) else {
            return false;
        };
        let number = self.merchants.get(payment.merchant).map_or(0, |m| m.number);
        let (balance, total) = (Purse::Dexchange(number), payment.amount.saturating_add(payment.fee));
        if total > world.ledger.balance(balance) {
            return false;
        }
        payment.status = Status::Processing;
        payment.previous = world.ledger.balance(balance);
        if world.options.switches.processing_debits_at_once {
            let accounts = (balance, Purse::TopUps(number));
            world.ledger.transfer(world.now, accounts, total, "refund taken back", id);
        }
        payment.current = world.ledger.balance(balance);
        self.end_top_up(world, at, true)
    }

    /// A late token, told by one more callback.
    pub(in crate::sandbox) fn token_arrives(&mut self, world: &mut World, at: usize) {
        self.give_token(world, at, 1);
        if world.options.switches.token_in_webhook {
            self.notify(world, at);
        }
    }

    /// Twenty digits, as meters take them (the page's sample has sixteen); several codes stand in one text,
    /// as after the meters' update of 2024.
    pub(super) fn give_token(&mut self, world: &mut World, at: usize, codes: i64) {
        let tokens: Vec<String> = (0..codes).map(|_| world.digits(20)).collect();
        if let Some(payment) = self.payments.get_mut(at) {
            payment.token = Some(tokens.join(" "));
        }
    }

    /// The callback of the page's section "Notification Webhook".
    pub(super) fn notify(&self, world: &mut World, at: usize) {
        let Some(payment) = self.payments.get(at) else { return };
        let Some(url) = payment.callback.clone() else { return };
        let mut fields = vec![
            ("id", Json::text(payment.id.as_str())),
            ("externalTransactionId", Json::maybe(payment.ext_id.as_deref())),
            ("transactionType", Json::text("BILL")),
            ("AMOUNT", Json::Int(payment.amount)),
            ("FEE", Json::Int(payment.fee)),
            ("PHONE_NUMBER", Json::text(payment.client.as_str())),
            ("STATUS", Json::text(payment.status.as_str())),
            ("COMPLETED_AT", stamp_seconds(payment.completed)),
            ("PREVIOUS_BALANCE", Json::Int(payment.previous)),
            ("CURRENT_BALANCE", Json::Int(payment.current)),
        ];
        if let Some(custom) = &payment.custom {
            fields.push(("CUSTOM_DATA", Json::text(custom.as_str())));
        }
        if let (Some(token), true) = (&payment.token, world.options.switches.token_in_webhook) {
            fields.push(("token", Json::text(token.as_str())));
        }
        let body = Json::Object(fields.into_iter().map(|(name, v)| (name.into(), v)).collect());
        let tries = world.options.switches.dexchange_callback_tries;
        world.outbox.dexchange(world.now, url, &body, tries);
    }
}
