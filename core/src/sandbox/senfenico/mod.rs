//! Senfenico's server: routes, keys and merchants.

mod balances;
mod charge_views;
mod charges;
mod checkouts;
mod errors;
mod payers;
mod phones;
mod settlements;
mod transfers;

pub(super) use self::errors::outage;
use self::errors::{Code, refuse_plainly, refuse_with};
use super::form::read_object;
use super::ledger::{Purse, Wallet};
use super::refusal;
use super::reply::{Json, json, object};
use super::truth::Payment;
use super::world::World;
use crate::digest::sha256;
use crate::http::{Method, Request, Response};
use charges::Charge;
use checkouts::Checkout;
use serde_json::{Map, Value};
use settlements::Settlement;
use std::collections::{BTreeMap, VecDeque};
use transfers::Transfer;

/// Everything Senfenico knows. References are unique over all merchants, objects are seen by their own only.
#[derive(Clone, Default)]
pub(super) struct Senfenico {
    keys: BTreeMap<[u8; 32], usize>,
    merchants: Vec<Merchant>,
    charges: Vec<Charge>,
    charge_index: BTreeMap<String, usize>,
    open_otps: BTreeMap<(String, &'static str), usize>,
    checkouts: Vec<Checkout>,
    checkout_index: BTreeMap<String, usize>,
    transfers: Vec<Transfer>,
    transfer_index: BTreeMap<String, usize>,
    settlements: Vec<Settlement>,
    settlement_index: BTreeMap<String, usize>,
}

/// One key's account.
#[derive(Clone, Default)]
struct Merchant {
    number: i64,
    live: bool,
    charges: Vec<usize>,
    checkouts: Vec<usize>,
    transfers: Vec<usize>,
    settlements: Vec<usize>,
    ext_ids: BTreeMap<String, usize>,
    bulk_calls: VecDeque<i64>,
}

enum Call<'a> {
    InitializeCheckout,
    ListCheckouts,
    FetchCheckout(&'a str),
    CreateCharge,
    SubmitOtp,
    ListCharges,
    FetchCharge(&'a str),
    Balances,
    CreateTransfer,
    BulkTransfers,
    ListTransfers,
    FetchTransfer(&'a str),
    CreateSettlement,
    ListSettlements,
    FetchSettlement(&'a str),
    CancelSettlement(&'a str),
    WrongMethod,
}

impl Senfenico {
    /// Answers a request below `/v1/payment`.
    pub(super) fn handle(&mut self, world: &mut World, request: &Request, path: &[&str]) -> Response {
        let Some(call) = route(request.method, path) else {
            return refusal::not_found();
        };
        let Some(merchant) = self.merchant(world, request.header("X-API-KEY")) else {
            let message = Json::text("Invalid API key");
            return json(401, &object([("status", Json::Bool(false)), ("message", message)]));
        };
        let body = request.body.as_deref();
        match call {
            Call::WrongMethod => wrong_method(request.method.as_str(), path),
            Call::InitializeCheckout => {
                with_fields(world, body, |world, fields| self.initialize_checkout(world, merchant, fields))
            }
            Call::CreateCharge => {
                with_fields(world, body, |world, fields| self.create_charge(world, merchant, fields))
            }
            Call::SubmitOtp => {
                with_fields(world, body, |world, fields| self.submit_otp(world, merchant, fields))
            }
            Call::CreateTransfer => {
                with_fields(world, body, |world, fields| self.create_transfer(world, merchant, fields))
            }
            Call::BulkTransfers => {
                with_fields(world, body, |world, fields| self.bulk_transfers(world, merchant, fields))
            }
            Call::CreateSettlement => {
                with_fields(world, body, |world, fields| self.create_settlement(world, merchant, fields))
            }
            Call::ListCheckouts => self.list_checkouts(world, merchant),
            Call::FetchCheckout(reference) => self.fetch_checkout(world, merchant, reference),
            Call::ListCharges => self.list_charges(world, merchant),
            Call::FetchCharge(reference) => self.fetch_charge(world, merchant, reference),
            Call::Balances => self.balances(world, merchant),
            Call::ListTransfers => self.list_transfers(world, merchant),
            Call::FetchTransfer(reference) => self.fetch_transfer(world, merchant, reference),
            Call::ListSettlements => self.list_settlements(world, merchant),
            Call::FetchSettlement(reference) => self.fetch_settlement(world, merchant, reference),
            Call::CancelSettlement(reference) => self.cancel_settlement(world, merchant, reference),
        }
    }

    /// All payments, for [`Sandbox::payments`](super::Sandbox::payments).
    pub(super) fn payments(&self) -> impl Iterator<Item = Payment<'_>> {
        let charges = self.charges.iter().map(Charge::payment);
        let transfers = self.transfers.iter().map(Transfer::payment);
        charges.chain(transfers).chain(self.settlements.iter().map(Settlement::payment))
    }

    /// One of them.
    pub(super) fn payment(&self, reference: &str) -> Option<Payment<'_>> {
        let of = |index: &BTreeMap<String, usize>| index.get(reference).copied();
        let charge = of(&self.charge_index).and_then(|at| self.charges.get(at)).map(Charge::payment);
        charge
            .or_else(|| of(&self.transfer_index).and_then(|at| self.transfers.get(at)).map(Transfer::payment))
            .or_else(|| {
                of(&self.settlement_index).and_then(|at| self.settlements.get(at)).map(Settlement::payment)
            })
    }

    /// The merchant of a key, made at its first use. The key itself is not kept.
    fn merchant(&mut self, world: &mut World, key: Option<&str>) -> Option<usize> {
        let key = key?;
        let live = key.strip_prefix("sk_live_").is_some_and(|rest| !rest.is_empty());
        if !live && key.strip_prefix("sk_test_").is_none_or(str::is_empty) {
            return None;
        }
        let digest = sha256(&[key.as_bytes()]);
        if let Some(known) = self.keys.get(&digest) {
            return Some(*known);
        }
        let at = self.merchants.len();
        let number = i64::try_from(at).unwrap_or(i64::MAX);
        self.keys.insert(digest, at);
        self.merchants.push(Merchant { number, live, ..Merchant::default() });
        let (first, collection) = (world.options.transfer_balance, world.options.collection_balance);
        let now = world.now;
        for wallet in Wallet::ALL {
            let accounts = (Purse::Funding, Purse::Wallet(number, wallet));
            world.ledger.transfer(now, accounts, first, "funding", "");
        }
        let accounts = (Purse::Funding, Purse::Collection(number));
        world.ledger.transfer(now, accounts, collection, "funding", "");
        self.add_earlier_charges(world, at);
        Some(at)
    }
}

/// A method the path is not served for, or a path that is not served at all.
pub(super) fn wrong_method(name: &str, path: &[&str]) -> Response {
    let response = refusal::detail(405, &format!("Method \"{name}\" not allowed."));
    let serves = |method| route(method, path).is_some_and(|call| !matches!(call, Call::WrongMethod));
    refusal::allow(response, serves).unwrap_or_else(refusal::not_found)
}

/// A body that cannot be read.
pub(super) fn invalid_data(world: &World, message: &str) -> Response {
    refuse_with(world, Code::InvalidData, message)
}

/// Posts a webhook, if the merchant's dashboard knows an address.
fn notify(world: &mut World, event: String, data: Json) {
    let World { options, outbox, now, .. } = world;
    if let Some(url) = &options.webhook_url {
        let to = (url.as_str(), options.webhook_key.as_deref());
        outbox.senfenico(*now, to, event, data, options.switches.webhook_data_as_string);
    }
}

/// `{status: true, message, data}` with HTTP 200: the page gives no other code.
fn accept(message: &str, data: Json) -> Response {
    let body = object([("status", Json::Bool(true)), ("message", Json::text(message)), ("data", data)]);
    json(200, &body)
}

/// A list as the page shows it: newest first, no paging.
fn listed(
    world: &World,
    indexes: &[usize],
    mut show: impl FnMut(usize) -> Option<(crate::value::Time, Json)>,
) -> Json {
    let switches = &world.options.switches;
    let limit = usize::try_from(switches.list_limit).ok().filter(|limit| *limit > 0).unwrap_or(usize::MAX);
    let seen = |(created, _): &(crate::value::Time, Json)| world.now.since(*created) >= switches.list_lag_ms;
    let rows = indexes.iter().rev().filter_map(|index| show(*index)).filter(seen).take(limit);
    Json::List(rows.map(|(_, row)| row).collect())
}

fn not_found(world: &World, what: &str) -> Response {
    refuse_plainly(world, 404, &format!("{what} not found"))
}

fn with_fields(
    world: &mut World,
    body: Option<&str>,
    act: impl FnOnce(&mut World, &Map<String, Value>) -> Response,
) -> Response {
    match read_object(body) {
        Some(fields) => act(world, &fields),
        None => invalid_data(world, "JSON parse error: expected an object"),
    }
}

/// None is a path that does not exist.
fn route<'a>(method: Method, path: &[&'a str]) -> Option<Call<'a>> {
    let get = method == Method::Get;
    let either = |on_get: Call<'a>, on_post: Call<'a>| if get { on_get } else { on_post };
    Some(match path {
        ["checkouts"] => either(Call::ListCheckouts, Call::WrongMethod),
        ["checkouts", "initialize"] => either(Call::WrongMethod, Call::InitializeCheckout),
        ["checkouts", reference] => either(Call::FetchCheckout(reference), Call::WrongMethod),
        ["charges"] => either(Call::ListCharges, Call::CreateCharge),
        ["charges", "submit"] => either(Call::WrongMethod, Call::SubmitOtp),
        ["charges", reference] => either(Call::FetchCharge(reference), Call::WrongMethod),
        ["balances"] => either(Call::Balances, Call::WrongMethod),
        ["transfers"] => either(Call::ListTransfers, Call::CreateTransfer),
        // The page says GET (with a body), both SDKs say POST.
        ["transfers", "bulk"] => Call::BulkTransfers,
        ["transfers", reference] => either(Call::FetchTransfer(reference), Call::WrongMethod),
        ["settlements"] => either(Call::ListSettlements, Call::CreateSettlement),
        ["settlements", reference] => either(Call::FetchSettlement(reference), Call::WrongMethod),
        ["settlements", reference, "cancel"] => either(Call::CancelSettlement(reference), Call::WrongMethod),
        _ => return None,
    })
}
