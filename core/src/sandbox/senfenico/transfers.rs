//! Transfers (page section "transfers"): single, bulk, fetch, list, and how they end.

use super::errors::{Code, refuse, refuse_fields, refuse_with};
use super::phones::{self, Magic};
use super::{Merchant, Senfenico, accept, listed, not_found, notify};
use crate::http::Response;
use crate::sandbox::form::Form;
use crate::sandbox::ledger::{Purse, Wallet, fee};
use crate::sandbox::reply::{Json, json, object, stamp_z};
use crate::sandbox::truth::Payment;
use crate::sandbox::world::{Job, World};
use crate::value::Time;
use crate::vendor::Vendor;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// 1.5 %, in hundredths of a percent.
const FEE: i64 = 150;
const LEAST: i64 = 100;
const IP: &str = "172.18.0.1";

#[derive(Clone)]
pub(super) struct Transfer {
    merchant: usize,
    reference: String,
    amount: i64,
    phone: String,
    wallet: Wallet,
    ext_id: Option<String>,
    status: &'static str,
    created: Time,
}

/// Why a transfer was not taken.
enum Refusal {
    Fields(Json),
    Code(Code),
    NoFunds(String),
    /// The ext_id is known: the transfer that has it.
    Known(usize),
}

impl Transfer {
    pub(super) fn payment(&self) -> Payment<'_> {
        Payment {
            vendor: Vendor::Senfenico,
            kind: "transfer",
            reference: &self.reference,
            client_reference: self.ext_id.as_deref(),
            number: &self.phone,
            amount: self.amount,
            status: self.status,
            provider: self.wallet.as_str(),
            fee: fee(self.amount, FEE),
            token: None,
            created: self.created,
        }
    }
}

impl Senfenico {
    pub(super) fn create_transfer(
        &mut self,
        world: &mut World,
        merchant: usize,
        fields: &Map<String, Value>,
    ) -> Response {
        let at = match self.take_transfer(world, merchant, fields) {
            Ok(at) | Err(Refusal::Known(at)) => at,
            Err(Refusal::Fields(errors)) => return refuse_fields(world, errors),
            Err(Refusal::Code(code)) => {
                return refuse_with(world, code, &about(world, fields, code.message()));
            }
            Err(Refusal::NoFunds(message)) => {
                return refuse_with(world, Code::InsufficientFunds, &about(world, fields, &message));
            }
        };
        let Some(transfer) = self.transfers.get(at) else { return not_found(world, "Transfer") };
        if Magic::of(&transfer.phone) == Magic::NetworkError {
            return refuse(world, Code::NetworkError);
        }
        let data = object([
            ("reference", Json::text(transfer.reference.as_str())),
            ("amount", Json::Int(transfer.amount)),
            ("fees", Json::Number("1.5".to_owned())),
            ("recipient_phone", Json::text(transfer.phone.as_str())),
            ("currency", Json::text("XOF")),
            ("ip_address", Json::text(IP)),
            ("status", Json::text(transfer.status)),
            ("live_mode", Json::Bool(self.is_live(merchant))),
            ("recipient_wallet", Json::text(transfer.wallet.as_str())),
            ("ext_id", Json::maybe(transfer.ext_id.as_deref())),
            ("created_at", stamp_z(transfer.created)),
        ]);
        accept("Transfer has been queued", data)
    }

    pub(super) fn bulk_transfers(
        &mut self,
        world: &mut World,
        merchant: usize,
        fields: &Map<String, Value>,
    ) -> Response {
        if self.merchants.get_mut(merchant).is_some_and(|owner| too_fast(owner, world.now)) {
            return refuse(world, Code::RateLimitExceeded);
        }
        let mut form = Form::new(fields);
        let items = match form.value("transfers") {
            Some(Value::Array(items)) if items.len() > 100 => {
                return refuse(world, Code::BatchSizeLimitExceeded);
            }
            Some(Value::Array(items)) if !items.is_empty() => items,
            other => {
                let problem = match other {
                    None => "This field is required.",
                    Some(Value::Array(_)) => "This list may not be empty.",
                    Some(_) => "Expected a list of items.",
                };
                form.refuse("transfers", problem);
                return refuse_fields(world, form.errors().unwrap_or(Json::Null));
            }
        };
        let mut failed = Vec::new();
        for item in items {
            let Value::Object(fields) = item else {
                let errors = non_field("Invalid data. Expected a dictionary.");
                failed.push(object([("data", Json::echo(item)), ("errors", errors)]));
                continue;
            };
            let errors = match self.take_transfer(world, merchant, fields) {
                Ok(_) | Err(Refusal::Known(_)) => continue,
                Err(Refusal::Fields(errors)) => errors,
                Err(Refusal::Code(code)) => non_field(&about(world, fields, code.message())),
                Err(Refusal::NoFunds(message)) => non_field(&about(world, fields, &message)),
            };
            failed.push(object([("data", mirror(fields)), ("errors", errors)]));
        }
        let queued = items.len().saturating_sub(failed.len());
        // No `data`: the page's reply names no reference at all.
        let body = object([
            ("status", Json::Bool(true)),
            ("message", Json::Text(format!("{queued} transfers queued for processing"))),
            ("failed_transfers", Json::List(failed)),
        ]);
        json(200, &body)
    }

    pub(super) fn fetch_transfer(&self, world: &World, merchant: usize, reference: &str) -> Response {
        let found = self.transfer_index.get(reference).and_then(|at| self.transfers.get(*at));
        let Some(transfer) = found.filter(|transfer| transfer.merchant == merchant) else {
            return not_found(world, "Transfer");
        };
        let mut data = self.show_transfer(world, transfer);
        // The page's fetch prints ext_id last, its list before created_at.
        if let Json::Object(fields) = &mut data {
            let ext_id = fields.iter().position(|(name, _)| name == "ext_id");
            if let Some(at) = ext_id.filter(|at| *at < fields.len()) {
                let field = fields.remove(at);
                fields.push(field);
            }
        }
        accept("Transfer details retrieved", data)
    }

    pub(super) fn list_transfers(&self, world: &World, merchant: usize) -> Response {
        let indexes = self.merchants.get(merchant).map_or(&[][..], |m| &m.transfers);
        let rows = listed(world, indexes, |at| {
            self.transfers.get(at).map(|transfer| (transfer.created, self.show_transfer(world, transfer)))
        });
        accept("Transfer list retrieved", rows)
    }

    /// Ends a pending transfer by its reference. False when there is none.
    pub(in crate::sandbox) fn transfer_finishes(
        &mut self,
        world: &mut World,
        reference: &str,
        ok: bool,
    ) -> bool {
        self.transfer_index.get(reference).copied().is_some_and(|at| self.end_transfer(world, at, ok))
    }

    /// The recipient gets the money, or the merchant gets amount and fee back.
    pub(in crate::sandbox) fn end_transfer(&mut self, world: &mut World, at: usize, ok: bool) -> bool {
        let Some(transfer) = self.transfers.get_mut(at).filter(|t| t.status == "pending") else {
            return false;
        };
        transfer.status = if ok { "success" } else { "failed" };
        let number = self.merchants.get(transfer.merchant).map_or(0, |m| m.number);
        let (available, pending) =
            (Purse::Wallet(number, transfer.wallet), Purse::WalletPending(number, transfer.wallet));
        let (now, amount, cost) = (world.now, transfer.amount, fee(transfer.amount, FEE));
        let reference = &transfer.reference;
        if ok {
            world.ledger.transfer(now, (pending, Purse::Recipients), amount, "transfer", reference);
            world.ledger.transfer(now, (pending, Purse::Fees), cost, "fee", reference);
        } else {
            world.ledger.transfer(
                now,
                (pending, available),
                amount.saturating_add(cost),
                "refund",
                reference,
            );
        }
        if world.options.switches.webhooks_for_transfers
            && let Some(transfer) = self.transfers.get(at)
        {
            let data = self.show_transfer(world, transfer);
            notify(world, format!("transfer.{}", transfer.status), data);
        }
        true
    }

    /// What had failed has arrived: the refund is taken back. False when there is none.
    pub(in crate::sandbox) fn transfer_succeeds_after_all(
        &mut self,
        world: &mut World,
        reference: &str,
    ) -> bool {
        let Some(at) = self.transfer_index.get(reference).copied() else { return false };
        let Some(transfer) = self.transfers.get_mut(at).filter(|t| t.status == "failed") else {
            return false;
        };
        let number = self.merchants.get(transfer.merchant).map_or(0, |m| m.number);
        let available = Purse::Wallet(number, transfer.wallet);
        let total = transfer.amount.saturating_add(fee(transfer.amount, FEE));
        if total > world.ledger.balance(available) {
            return false;
        }
        transfer.status = "pending";
        let accounts = (available, Purse::WalletPending(number, transfer.wallet));
        world.ledger.transfer(world.now, accounts, total, "refund taken back", reference);
        self.end_transfer(world, at, true)
    }

    fn take_transfer(
        &mut self,
        world: &mut World,
        merchant: usize,
        fields: &Map<String, Value>,
    ) -> Result<usize, Refusal> {
        let mut form = Form::new(fields);
        let amount = form.amount("amount", LEAST);
        let phone = form.text("recipient_phone");
        if phone.as_deref().is_some_and(|phone| !phones::is_mobile(phone)) {
            form.refuse("recipient_phone", "Enter a valid phone number.");
        }
        let named = form.optional_text("recipient_wallet");
        let ext_id = form.optional_text("ext_id");
        let (Some(amount), Some(phone), false) = (amount, phone, form.is_bad()) else {
            return Err(Refusal::Fields(form.errors().unwrap_or(Json::Null)));
        };
        if let Some(known) = self.known_ext_id(world, merchant, ext_id.as_deref()) {
            if world.options.switches.ext_id_duplicate_is_error {
                form.refuse("ext_id", "A transfer with this ext_id already exists.");
                return Err(Refusal::Fields(form.errors().unwrap_or(Json::Null)));
            }
            return Err(Refusal::Known(known));
        }
        let magic = Magic::of(&phone);
        let wallet = match (phones::wallet(named.as_deref(), &phone), named.is_some()) {
            (Some(wallet), _) => wallet,
            (None, true) => return Err(Refusal::Code(Code::UnsupportedProvider)),
            (None, false) => return Err(Refusal::Code(Code::InvalidAccount)),
        };
        if !phones::matches(wallet.as_str(), &phone) || magic == Magic::NoAccount {
            return Err(Refusal::Code(Code::InvalidAccount));
        }
        let Some(owner) = self.merchants.get_mut(merchant) else {
            return Err(Refusal::Code(Code::InvalidData));
        };
        let account = Purse::Wallet(owner.number, wallet);
        let total = amount.saturating_add(fee(amount, FEE));
        if total > world.ledger.balance(account) || magic == Magic::NoFunds {
            return Err(Refusal::NoFunds(no_funds(wallet)));
        }
        let reference = world.reference("tr_");
        world.born(&reference);
        let pending = Purse::WalletPending(owner.number, wallet);
        world.ledger.transfer(world.now, (account, pending), total, "transfer queued", &reference);
        let at = self.transfers.len();
        owner.transfers.push(at);
        if let Some(ext_id) = &ext_id {
            owner.ext_ids.entry(ext_id.clone()).or_insert(at);
        }
        self.transfer_index.insert(reference.clone(), at);
        let (status, created) = ("pending", world.now);
        self.transfers.push(Transfer { merchant, reference, amount, phone, wallet, ext_id, status, created });
        let ms = match magic {
            Magic::Slow => world.options.slow_ms,
            _ => world.options.transfer_ms,
        };
        if magic != Magic::NeverAnswers {
            world.later(ms, Job::TransferEnds { transfer: at, ok: magic != Magic::Fails });
        }
        Ok(at)
    }

    fn known_ext_id(&self, world: &World, merchant: usize, ext_id: Option<&str>) -> Option<usize> {
        if !world.options.switches.ext_id_deduped {
            return None;
        }
        self.merchants.get(merchant)?.ext_ids.get(ext_id?).copied()
    }

    /// The fetch and list shape: fees a text.
    fn show_transfer(&self, world: &World, transfer: &Transfer) -> Json {
        let masked = world.options.switches.phones_masked_in_lists;
        let phone = if masked { phones::mask(&transfer.phone) } else { transfer.phone.clone() };
        object([
            ("reference", Json::text(transfer.reference.as_str())),
            ("amount", Json::Int(transfer.amount)),
            ("fees", Json::text("1.50")),
            ("currency", Json::text("XOF")),
            ("ip_address", Json::text(IP)),
            ("status", Json::text(transfer.status)),
            ("live_mode", Json::Bool(self.is_live(transfer.merchant))),
            ("recipient_wallet", Json::text(transfer.wallet.as_str())),
            ("recipient_phone", Json::Text(phone)),
            ("ext_id", Json::maybe(transfer.ext_id.as_deref())),
            ("created_at", stamp_z(transfer.created)),
        ])
    }
}

/// More than five bulk calls within a second.
fn too_fast(owner: &mut Merchant, now: Time) -> bool {
    while owner.bulk_calls.front().is_some_and(|at| now.since(Time::from_millis(*at)) >= 1_000) {
        owner.bulk_calls.pop_front();
    }
    if owner.bulk_calls.len() >= 5 {
        return true;
    }
    owner.bulk_calls.push_back(now.millis());
    false
}

fn no_funds(wallet: Wallet) -> String {
    let name = match wallet {
        Wallet::Orange => "Orange",
        Wallet::Moov => "Moov",
        Wallet::Sank => "Sank",
    };
    format!("Insufficient balance for {name} BF transfer including fees.")
}

/// A complaint about a transfer, with the recipient where the vendor's texts name people.
fn about(world: &World, fields: &Map<String, Value>, text: &str) -> String {
    let phone = fields.get("recipient_phone").and_then(Value::as_str).unwrap_or_default();
    phones::named(world, text, phone)
}

fn non_field(problem: &str) -> Json {
    object([("non_field_errors", Json::List(vec![Json::text(problem)]))])
}

/// The item as the page mirrors it: four fields, null where the request had none.
fn mirror(fields: &Map<String, Value>) -> Json {
    let names = ["amount", "recipient_phone", "recipient_wallet", "ext_id"];
    let field = |name: &'static str| (Cow::Borrowed(name), fields.get(name).map_or(Json::Null, Json::echo));
    Json::Object(names.into_iter().map(field).collect())
}
