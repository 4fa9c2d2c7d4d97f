//! Both vendors' servers, in process: stateful, pure and deterministic.
//!
//! The sandbox reads raw JSON by the shapes the vendors' pages print, inconsistencies included, and
//! shares no endpoint type with the client: a shared mistake must not agree with itself. Requests
//! are told apart by path alone; the host is ignored. Each API key is an account of its own.
//!
//! | path | server |
//! |---|---|
//! | `/v1/payment/…` with or without a last slash | Senfenico |
//! | `/api/v1/billing/inquiry`, `/api/v1/billing/pay`, `/api/v1/transaction/{id}` | DEXCHANGE; nothing else of its own, `transaction/init` neither |
//!
//! # Test numbers
//! Senfenico's table ("Tester votre intégration") gives each provider numbers with the OTP `123456`. Here
//! that OTP works for every valid number and every amount from 1; [`Switches::only_test_numbers`] refuses
//! the others. Who pays offline the docs do not say: number 9905, or [`Options::offline_providers`]. Such a
//! charge asked for no code, and takes none.
//! The last four digits of a number choose how it ends (ours, not the vendor's):
//!
//! | digits | charge | transfer |
//! |---|---|---|
//! | 9901 | `failed` after the OTP or the payer's action | `failed`, refunded |
//! | 9902 | INSUFFICIENT_FUNDS at the OTP, then `failed` | INSUFFICIENT_FUNDS at once |
//! | 9903 | `pending` for [`Options::slow_ms`], then `success` | the same |
//! | 9904 | `canceled` after [`Options::payer_ms`] unless paid before | as any other |
//! | 9905 | `pay_offline`, whatever the provider | as any other |
//! | 9906 | `pay_offline`, the payer never answers | `pending` for ever |
//! | 9907 | INVALID_ACCOUNT | INVALID_ACCOUNT |
//! | 9908 | created, but the answer is NETWORK_ERROR | created, but the answer is NETWORK_ERROR |
//! | 9909 | UNAUTHORIZED_CHARGE_PROVIDER | as any other |
//!
//! Every number of eleven digits is a Woyofal meter, except those ending in 00. A last digit 8 goes
//! PROCESSING and then SUCCESS, 9 PROCESSING and then FAILED with a refund, 6 gives three codes in
//! one `token`, all others one `token` at once (among them 07061270877 of the page). The bills stand
//! at [`Bill::seeded`].
//!
//! # Money
//! Every franc is booked in a [`Ledger`]. Fees round up: 3.5 % of charges, 1.5 % of transfers, 2 % of
//! settlements (taken from what reaches the bank), 1 % of bills.

mod delivery;
mod dexchange;
mod fault;
mod form;
mod hand;
mod ledger;
mod options;
mod refusal;
mod reply;
mod senfenico;
mod truth;
mod world;

pub use delivery::Delivery;
pub use fault::{BadFault, Effect, Fault, Garbage, When};
pub use ledger::{Entry, Ledger, Purse, Wallet};
pub use options::{Bill, Options, Switches};
pub use refusal::Unreadable;
pub use truth::Payment;

use self::reply::header;
use self::world::{Job, World};
use crate::http::{Failure, Request, Response};
use crate::value::Time;
use std::fmt;

/// Both vendors' servers. See the [module](self) for what they answer.
#[derive(Clone)]
pub struct Sandbox {
    world: World,
    senfenico: senfenico::Senfenico,
    dexchange: dexchange::Dexchange,
    faults: Vec<Fault>,
    seen: i64,
}

/// One request's fate, for a transport that can delay and cut.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// How long to wait before answering, in milliseconds.
    pub delay_ms: i64,
    /// The whole answer, or the failure the client sees.
    pub result: Result<Response, Failure>,
    /// Close the connection after this many bytes of the body.
    pub cut_at: Option<usize>,
}

impl Sandbox {
    /// With the default [`Options`].
    pub fn new() -> Self {
        Self::with(Options::default())
    }

    /// With options of your own.
    pub fn with(mut options: Options) -> Self {
        let bills = std::mem::take(&mut options.bills);
        let mut dexchange = dexchange::Dexchange::default();
        for bill in bills {
            dexchange.add_bill(bill);
        }
        let senfenico = senfenico::Senfenico::default();
        Self { world: World::new(options), senfenico, dexchange, faults: Vec::new(), seen: 0 }
    }

    /// Answers one request at the virtual time `now`, after everything that was due before it.
    ///
    /// The error is the transport failure the client sees. An answer later than the request's own
    /// timeout is [`Failure::MaybeSent`], one larger than its `max_body` [`Failure::TooLarge`] unless the
    /// request takes it in parts; a cut body is an answer with a shorter body.
    pub fn handle(&mut self, request: &Request, now: Time) -> Result<Response, Failure> {
        let Exchange { delay_ms, result, cut_at } = self.exchange(request, now);
        let mut response = result?;
        if delay_ms > request.timeout_ms {
            return Err(Failure::MaybeSent);
        }
        if let Some(at) = cut_at {
            response.body.truncate(floor_char(&response.body, at));
        }
        let too_large = i64::try_from(response.body.len()).is_ok_and(|bytes| bytes > request.max_body);
        // A list is here already, however long it is.
        if too_large && !request.in_parts { Err(Failure::TooLarge) } else { Ok(response) }
    }

    /// Like [`handle`](Self::handle), but leaves delays and cuts to the caller: a real socket.
    ///
    /// Every answer says the vendor's own time in `Date`, as servers do.
    pub fn exchange(&mut self, request: &Request, now: Time) -> Exchange {
        let mut exchange = self.undated(request, now);
        if let Ok(response) = &mut exchange.result {
            response.headers.push(header("Date", reply::http_date(self.world.now)));
        }
        exchange
    }

    fn undated(&mut self, request: &Request, now: Time) -> Exchange {
        self.advance(now);
        self.seen = self.seen.saturating_add(1);
        let path = request.path();
        let hit = self.faults.iter().position(|fault| fault.hits(self.seen, path));
        let effect = hit.and_then(|at| {
            let fault = self.faults.get(at)?;
            let effect = fault.effect.clone();
            if fault.once() {
                self.faults.remove(at);
            }
            Some(effect)
        });
        let mut exchange = Exchange { delay_ms: 0, result: Err(Failure::MaybeSent), cut_at: None };
        exchange.result = match effect {
            None => Ok(self.answer(request)),
            Some(Effect::Refuse) => Err(Failure::NotSent),
            Some(Effect::DropBefore) => Err(Failure::MaybeSent),
            Some(Effect::DropAfter) => {
                self.answer(request);
                Err(Failure::MaybeSent)
            }
            Some(Effect::Delay(ms)) => {
                exchange.delay_ms = ms;
                Ok(self.answer(request))
            }
            Some(Effect::StatusBefore(status)) => Ok(self.broken(status, path)),
            Some(Effect::StatusAfter(status)) => {
                self.answer(request);
                Ok(self.broken(status, path))
            }
            Some(Effect::CutBody(bytes)) => {
                exchange.cut_at = Some(bytes);
                Ok(self.answer(request))
            }
            Some(Effect::Garbage(kind)) => {
                self.answer(request);
                Ok(Response { status: 200, headers: Vec::new(), body: kind.body() })
            }
            Some(Effect::Duplicate) => {
                let first = self.answer(request);
                self.answer(request);
                Ok(first)
            }
            Some(Effect::Resent) => {
                self.answer(request);
                Ok(self.answer(request))
            }
            Some(Effect::Redirect(status)) => {
                let location = header("Location", format!("https://elsewhere.invalid{path}"));
                Ok(Response { status, headers: vec![location], body: String::new() })
            }
            Some(Effect::RateLimited(seconds)) => {
                let mut response = self.broken(429, path);
                response.headers.extend(seconds.map(|seconds| header("Retry-After", seconds.to_string())));
                Ok(response)
            }
        };
        exchange
    }

    /// The webhooks due at `now`. Those not acknowledged come again: Senfenico's for up to an hour,
    /// DEXCHANGE's as [`Switches::dexchange_callback_tries`] says.
    pub fn deliveries(&mut self, now: Time) -> Vec<Delivery> {
        self.advance(now);
        self.world.outbox.deliveries(now)
    }

    /// The merchant answered a webhook with HTTP 200, and no other: it is not sent again.
    pub fn acknowledge(&mut self, id: i64) {
        self.world.outbox.acknowledge(id);
    }

    /// Lets something go wrong.
    pub fn inject(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Forgets all faults that have not acted yet.
    pub fn heal(&mut self) {
        self.faults.clear();
    }

    /// The books.
    pub const fn ledger(&self) -> &Ledger {
        &self.world.ledger
    }

    /// How many requests arrived, those that a fault swallowed among them.
    pub const fn requests_seen(&self) -> i64 {
        self.seen
    }

    /// The virtual time reached; it never goes back, whatever a caller's clock does.
    pub const fn now(&self) -> Time {
        self.world.now
    }

    /// When something will happen by itself next: a payment ends or a webhook is due.
    pub fn next_due(&self) -> Option<Time> {
        [self.world.next_due(), self.world.outbox.next_due()].into_iter().flatten().min()
    }

    /// Does everything that is due by `now`. Every other call does this as well.
    pub fn advance(&mut self, now: Time) {
        let Self { world, senfenico, dexchange, .. } = self;
        while let Some(job) = world.next_job(now) {
            match job {
                Job::ChargeEnds { charge, end } => senfenico.end_charge(world, charge, end),
                Job::CheckoutPaid(checkout) => senfenico.pay_checkout(world, checkout),
                Job::TransferEnds { transfer, ok } => {
                    senfenico.end_transfer(world, transfer, ok);
                }
                Job::SettlementMoves { settlement, from } => {
                    senfenico.settlement_due(world, settlement, from);
                }
                Job::TopUpEnds { payment, ok } => {
                    dexchange.end_top_up(world, payment, ok);
                }
                Job::TokenArrives(payment) => dexchange.token_arrives(world, payment),
            }
        }
        world.now = world.now.max(now);
    }
}

impl Default for Sandbox {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("requests_seen", &self.seen)
            .field("ledger", &self.world.ledger)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

/// The last place at or before `at` where a character begins.
fn floor_char(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
