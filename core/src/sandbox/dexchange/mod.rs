//! DEXCHANGE's server: routes, keys, merchants and billers.

mod billing;
mod transactions;

use super::form::read_object;
use super::ledger::Purse;
use super::options::Bill;
use super::refusal;
use super::reply::{Json, json, object};
use super::world::World;
use crate::digest::sha256;
use crate::http::{Method, Request, Response};
use crate::value::Time;
use crate::vendor::Vendor;
use std::collections::BTreeMap;
use transactions::Payment;

/// Everything DEXCHANGE and its billers know. Bills belong to the billers: paid by one merchant, paid for all.
#[derive(Clone, Default)]
pub(super) struct Dexchange {
    keys: BTreeMap<[u8; 32], usize>,
    merchants: Vec<Merchant>,
    bills: Vec<Bill>,
    bill_index: BTreeMap<(String, String), Vec<usize>>,
    payments: Vec<Payment>,
    payment_index: BTreeMap<String, usize>,
}

#[derive(Clone, Default)]
struct Merchant {
    number: i64,
    /// externalTransactionIds, and since when they are taken.
    ext_ids: BTreeMap<String, Time>,
}

impl Dexchange {
    /// Answers a request below `/api/v1`.
    pub(super) fn handle(&mut self, world: &mut World, request: &Request, path: &[&str]) -> Response {
        let Some(wanted) = route(path) else { return wrong_method(path) };
        let Some(merchant) = self.merchant(world, request.header("Authorization")) else {
            return refuse(401, "Invalid API key", Some("INVALID_API_KEY"));
        };
        if request.method != wanted {
            return wrong_method(path);
        }
        if let ["transaction", id] = path {
            return self.transaction(world, merchant, id);
        }
        let Some(fields) = read_object(request.body.as_deref()) else {
            return refuse(400, "Unexpected token in JSON", None);
        };
        match path {
            ["billing", "inquiry"] => self.inquire(world, &fields),
            _ => self.pay(world, merchant, &fields),
        }
    }

    /// All payments, for [`Sandbox::payments`](super::Sandbox::payments).
    pub(super) fn payments(&self) -> impl Iterator<Item = super::Payment<'_>> {
        self.payments.iter().map(Payment::truth)
    }

    /// One of them.
    pub(super) fn payment(&self, id: &str) -> Option<super::Payment<'_>> {
        self.payment_index.get(id).and_then(|at| self.payments.get(*at)).map(Payment::truth)
    }

    /// One more bill at its biller.
    pub(super) fn add_bill(&mut self, bill: Bill) {
        let key = (bill.service.clone(), client_key(&bill.client));
        self.bill_index.entry(key).or_default().push(self.bills.len());
        self.bills.push(bill);
    }

    /// The merchant of a key, made at its first use. The key itself is not kept.
    fn merchant(&mut self, world: &mut World, authorization: Option<&str>) -> Option<usize> {
        let (scheme, key) = authorization?.split_once(' ')?;
        let key = key.trim();
        if !scheme.eq_ignore_ascii_case("Bearer") || key.is_empty() {
            return None;
        }
        let digest = sha256(&[key.as_bytes()]);
        if let Some(known) = self.keys.get(&digest) {
            return Some(*known);
        }
        let at = self.merchants.len();
        let number = i64::try_from(at).unwrap_or(i64::MAX);
        self.keys.insert(digest, at);
        self.merchants.push(Merchant { number, ..Merchant::default() });
        let accounts = (Purse::Funding, Purse::Dexchange(number));
        world.ledger.transfer(world.now, accounts, world.options.dexchange_balance, "funding", "");
        Some(at)
    }
}

impl Payment {
    fn truth(&self) -> super::Payment<'_> {
        super::Payment {
            vendor: Vendor::Dexchange,
            kind: "bill",
            reference: &self.id,
            client_reference: self.ext_id.as_deref(),
            number: &self.client,
            amount: self.amount,
            status: self.status.as_str(),
            provider: self.service,
            fee: self.fee,
            token: self.token.as_deref(),
            created: self.created,
        }
    }
}

/// A method the path is not served for, or a path that is not served at all.
pub(super) fn wrong_method(path: &[&str]) -> Response {
    let response = refuse(405, "Method not allowed", None);
    refusal::allow(response, |method| route(path) == Some(method))
        .unwrap_or_else(|| refuse(404, "Cannot find this path", None))
}

/// The method a path is served for. `init` begins what is no bill: the vendor has it, the sandbox does not.
fn route(path: &[&str]) -> Option<Method> {
    match path {
        ["billing", "inquiry" | "pay"] => Some(Method::Post),
        ["transaction", "init"] => None,
        ["transaction", _] => Some(Method::Get),
        _ => None,
    }
}

/// `{success: false, message, code}`, as the vendor's own error page has it.
pub(super) fn refuse(status: u16, message: &str, code: Option<&str>) -> Response {
    let (success, message) = (("success", Json::Bool(false)), ("message", Json::text(message)));
    match code {
        Some(code) => json(status, &object([success, message, ("code", Json::text(code))])),
        None => json(status, &object([success, message])),
    }
}

/// Refused fields: the message is a list of sentences.
fn refuse_fields(problems: Vec<&str>) -> Response {
    let list = Json::List(problems.into_iter().map(Json::text).collect());
    json(400, &object([("success", Json::Bool(false)), ("message", list)]))
}

/// A customer's reference without its leading zeros: the page's sample pads it to twelve digits.
fn client_key(client: &str) -> String {
    client.trim_start_matches('0').to_owned()
}
