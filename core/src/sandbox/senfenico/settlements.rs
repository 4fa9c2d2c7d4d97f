//! Settlements (page section "settlements"): create, fetch, list, cancel, and their way to the bank.

use super::errors::{Code, refuse_fields, refuse_plainly, refuse_with};
use super::{Senfenico, accept, listed, not_found, notify};
use crate::http::Response;
use crate::sandbox::form::Form;
use crate::sandbox::ledger::{Purse, fee};
use crate::sandbox::reply::{Json, object, stamp_z};
use crate::sandbox::truth::Payment;
use crate::sandbox::world::{Job, World};
use crate::value::Time;
use crate::vendor::Vendor;
use serde_json::{Map, Value};

/// The page prints 2 and never says of what; taken as percent, like every other fee there.
const FEE: i64 = 2;

#[derive(Clone)]
pub(super) struct Settlement {
    merchant: usize,
    reference: String,
    amount: i64,
    status: &'static str,
    created: Time,
    updated: Time,
}

impl Settlement {
    pub(super) fn payment(&self) -> Payment<'_> {
        Payment {
            vendor: Vendor::Senfenico,
            kind: "settlement",
            reference: &self.reference,
            client_reference: None,
            number: "",
            amount: self.amount,
            status: self.status,
            provider: "",
            fee: fee(self.amount, FEE.saturating_mul(100)),
            token: None,
            created: self.created,
        }
    }
}

impl Senfenico {
    pub(super) fn create_settlement(
        &mut self,
        world: &mut World,
        merchant: usize,
        fields: &Map<String, Value>,
    ) -> Response {
        let mut form = Form::new(fields);
        let Some(amount) = form.amount("amount", 1) else {
            return refuse_fields(world, form.errors().unwrap_or(Json::Null));
        };
        let Some(owner) = self.merchants.get_mut(merchant) else { return not_found(world, "Settlement") };
        let available = Purse::Collection(owner.number);
        if amount > world.ledger.balance(available) {
            let message = "Insufficient balance for settlement.";
            return refuse_with(world, Code::InsufficientFunds, message);
        }
        let reference = world.uuid();
        world.born(&reference);
        let accounts = (available, Purse::SettlementInTransit(owner.number));
        world.ledger.transfer(world.now, accounts, amount, "settlement created", &reference);
        let at = self.settlements.len();
        owner.settlements.push(at);
        self.settlement_index.insert(reference.clone(), at);
        let (created, updated) = (world.now, world.now);
        let settlement = Settlement { merchant, reference, amount, status: "processing", created, updated };
        let data = show(self.is_live(merchant), &settlement);
        self.settlements.push(settlement);
        world.later(
            world.options.settlement_transit_ms,
            Job::SettlementMoves { settlement: at, from: "processing" },
        );
        accept("Settlement created", data)
    }

    pub(super) fn fetch_settlement(&self, world: &World, merchant: usize, reference: &str) -> Response {
        match self.own_settlement(merchant, reference) {
            Some((_, settlement)) => accept("Settlement retrieved", show(self.is_live(merchant), settlement)),
            None => not_found(world, "Settlement"),
        }
    }

    pub(super) fn list_settlements(&self, world: &World, merchant: usize) -> Response {
        let indexes = self.merchants.get(merchant).map_or(&[][..], |m| &m.settlements);
        let live = self.is_live(merchant);
        let rows = listed(world, indexes, |at| self.settlements.get(at).map(|s| (s.created, show(live, s))));
        accept("settlement list retrieved", rows)
    }

    /// A GET with an effect, as the page has it.
    pub(super) fn cancel_settlement(
        &mut self,
        world: &mut World,
        merchant: usize,
        reference: &str,
    ) -> Response {
        let Some((at, settlement)) = self.own_settlement(merchant, reference) else {
            return not_found(world, "Settlement");
        };
        if settlement.status != "processing" {
            let message =
                "Validation error: [\"Settlement can only be cancelled if it's in 'processing' status.\"]";
            return refuse_plainly(world, 400, message);
        }
        self.set_settlement(world, at, "cancelled");
        match self.settlements.get(at) {
            Some(settlement) => accept("Settlement cancelled", show(self.is_live(merchant), settlement)),
            None => not_found(world, "Settlement"),
        }
    }

    /// Moves a settlement one step on, by its reference. False when it is at its end.
    pub(in crate::sandbox) fn settlement_advances(&mut self, world: &mut World, reference: &str) -> bool {
        self.settlement_index.get(reference).copied().is_some_and(|at| self.move_settlement(world, at))
    }

    /// As its job: nothing, if it was moved by hand meanwhile.
    pub(in crate::sandbox) fn settlement_due(&mut self, world: &mut World, at: usize, from: &'static str) {
        if self.settlements.get(at).is_some_and(|settlement| settlement.status == from) {
            self.move_settlement(world, at);
        }
    }

    /// processing, in_transit, success.
    fn move_settlement(&mut self, world: &mut World, at: usize) -> bool {
        let Some(settlement) = self.settlements.get(at) else { return false };
        match settlement.status {
            "processing" => {
                let created = settlement.created;
                self.set_settlement(world, at, "in_transit");
                let rest = world.options.settlement_success_ms.saturating_sub(world.now.since(created));
                world.later(rest, Job::SettlementMoves { settlement: at, from: "in_transit" });
                true
            }
            "in_transit" => {
                self.set_settlement(world, at, "success");
                true
            }
            _ => false,
        }
    }

    fn own_settlement(&self, merchant: usize, reference: &str) -> Option<(usize, &Settlement)> {
        let at = *self.settlement_index.get(reference)?;
        self.settlements.get(at).filter(|s| s.merchant == merchant).map(|s| (at, s))
    }

    fn set_settlement(&mut self, world: &mut World, at: usize, status: &'static str) {
        let Some(settlement) = self.settlements.get_mut(at) else { return };
        (settlement.status, settlement.updated) = (status, world.now);
        let (number, live) =
            self.merchants.get(settlement.merchant).map_or((0, false), |m| (m.number, m.live));
        let held = Purse::SettlementInTransit(number);
        let (now, amount, reference) = (world.now, settlement.amount, &settlement.reference);
        match status {
            "success" => {
                let cost = fee(amount, FEE.saturating_mul(100));
                let net = amount.saturating_sub(cost);
                world.ledger.transfer(now, (held, Purse::Bank), net, "settlement", reference);
                world.ledger.transfer(now, (held, Purse::Fees), cost, "fee", reference);
            }
            "cancelled" => {
                let accounts = (held, Purse::Collection(number));
                world.ledger.transfer(now, accounts, amount, "settlement cancelled", reference);
            }
            _ => return,
        }
        let data = show(live, settlement);
        notify(world, format!("settlement.{status}"), data);
    }
}

fn show(live: bool, settlement: &Settlement) -> Json {
    object([
        ("reference", Json::text(settlement.reference.as_str())),
        ("amount", Json::Int(settlement.amount)),
        ("settlement_fees", Json::Int(FEE)),
        ("currency", Json::text("XOF")),
        ("status", Json::text(settlement.status)),
        ("live_mode", Json::Bool(live)),
        ("created_at", stamp_z(settlement.created)),
        ("updated_at", stamp_z(settlement.updated)),
        ("account_type", Json::text("bank")),
        ("iban", Json::Null),
        ("rib", Json::text("YOUR RIB")),
        ("bank_name", Json::Null),
        ("bank_address", Json::Null),
        ("account_holder_name", Json::Null),
        ("account_holder_address", Json::Null),
        ("swift_bic_code", Json::Null),
        ("provider", Json::Null),
        ("phone", Json::Null),
        ("usdt_wallet_address", Json::Null),
    ])
}
