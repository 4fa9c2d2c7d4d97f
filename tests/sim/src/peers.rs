//! The same intents under the policies of the peers, written as their clients are: by hand, without a
//! journal, an outcome for "unknown" or a look at the vendor afterwards. Their rare operations get no
//! more than their share of the faults: milder weather than the library's.

use super::DAWN;
use super::engine::Setup;
use super::intent::{Intent, intents};
use super::judge::truth;
use super::network::{Trouble, fate};
use super::report::{Report, Violation};
use super::rng::Rng;
use super::weather::Weather;
use super::wire::operation;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet};
use std::ops::Range;
use xaalis::Order;
use xaalis::http::{Failure, Header, Method, Request, Response};
use xaalis::sandbox::{Fault, Sandbox, When};

/// Who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The library.
    Xaalis,
    /// DEXCHANGE's own SDK: any POST again, up to three times, after a network error or 5xx; 409 is a
    /// failure; no journal, so after a crash half of the users press Pay again.
    Retry,
    /// Never again: a timeout is a failure; no journal either.
    Never,
}

/// A request of an intent, and which try it is.
#[derive(Clone)]
struct Post {
    intent: usize,
    /// A second press of the button: a new payment to the peer's shop.
    press: usize,
    tries: usize,
    /// Which of the intent's payments it carries.
    places: Range<usize>,
    path: &'static str,
    body: Value,
}

enum What {
    Begin { intent: usize, press: usize },
    Send(Post),
    Arrive { post: Post, trouble: Option<Trouble>, answered: bool },
    Answer { post: Post, result: Result<Response, Failure> },
    Page { reference: String, phone: String, pays: bool },
}

/// What the shop told its customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Nothing,
    Ok,
    Failed,
}

struct Shop<'a> {
    setup: &'a Setup,
    policy: Policy,
    weather: Weather,
    sandbox: Sandbox,
    intents: Vec<Intent>,
    rngs: Vec<Rng>,
    /// By intent and payment.
    told: Vec<Vec<Told>>,
    now: i64,
    order: u64,
    queue: BinaryHeap<Reverse<(i64, u64)>>,
    events: BTreeMap<u64, What>,
    report: Report,
}

/// Runs a seed's intents under a peer's policy.
pub fn run(setup: &Setup, policy: Policy) -> Report {
    let (weather, vendors, merchants) = setup.draw();
    let mut sandbox = Sandbox::with(vendors);
    let intents = intents(setup, merchants, &mut sandbox);
    let mut shop = Shop {
        setup,
        policy,
        weather,
        sandbox,
        rngs: intents.iter().map(|intent| Rng::of(setup.seed ^ 0x5eed, intent.id as u64)).collect(),
        told: intents.iter().map(|intent| vec![Told::Nothing; intent.debits.len()]).collect(),
        now: 0,
        order: 0,
        queue: BinaryHeap::new(),
        events: BTreeMap::new(),
        report: Report { seeds: 1, ..Report::default() },
        intents,
    };
    for intent in 0..shop.intents.len() {
        shop.at(shop.intents[intent].begin, What::Begin { intent, press: 0 });
    }
    shop.play();
    shop.judge();
    shop.report
}

impl Shop<'_> {
    fn at(&mut self, at: i64, what: What) {
        self.order += 1;
        self.queue.push(Reverse((at.max(self.now), self.order)));
        self.events.insert(self.order, what);
    }

    fn play(&mut self) {
        while let Some(Reverse((at, order))) = self.queue.pop() {
            self.now = at;
            self.report.events += 1;
            match self.events.remove(&order) {
                Some(What::Begin { intent, press }) => self.begin(intent, press),
                Some(What::Send(post)) => self.send(&post),
                Some(What::Arrive { post, trouble, answered }) => {
                    self.arrive(post, trouble.as_ref(), answered);
                }
                Some(What::Answer { post, result }) => self.answered(post, result),
                Some(What::Page { reference, phone, pays }) => {
                    let time = DAWN.plus(self.now);
                    if pays {
                        self.sandbox.checkout_paid(&reference, &phone, "orange_bf", time);
                    }
                }
                None => {}
            }
        }
        // Whatever is under way at the vendors ends.
        self.sandbox.advance(DAWN.plus(self.now + 9 * 86_400_000));
    }

    fn begin(&mut self, intent: usize, press: usize) {
        for (batch, (path, body)) in posts(&self.intents[intent], press).into_iter().enumerate() {
            let places = batch * 100..self.intents[intent].debits.len().min(batch * 100 + 100);
            self.send(&Post { intent, press, tries: 0, places, path, body });
        }
    }

    fn request(&self, post: &Post) -> Request {
        let merchant = self.intents[post.intent].merchant;
        let dexchange = post.path.starts_with("/api/");
        let (host, name, value) = if dexchange {
            ("https://api-m.dexchange.sn", "Authorization", format!("Bearer dx_canary_{merchant}"))
        } else {
            ("https://api.senfenico.com", "X-API-KEY", format!("sk_test_canary_{merchant}"))
        };
        Request {
            method: Method::Post,
            url: format!("{host}{}", post.path),
            headers: vec![Header { name: name.into(), value }],
            body: Some(post.body.to_string()),
            timeout_ms: 60_000,
            max_body: 1 << 24,
            in_parts: false,
        }
    }

    fn send(&mut self, post: &Post) {
        let intent = post.intent;
        let operation = operation(&self.request(post));
        self.report.sends += 1;
        let fate = fate(&self.weather, &mut self.rngs[intent], operation, 1);
        let (now, late) = (self.now, self.now + 60_000);
        let crashes = self.weather.crash > 0 && self.rngs[intent].chance(self.weather.crash);
        let lost = |failure| What::Answer { post: post.clone(), result: Err(failure) };
        let arrive = |answered| What::Arrive {
            post: post.clone(),
            trouble: fate.fault.clone(),
            answered: answered && !crashes,
        };
        match &fate.fault {
            _ if crashes && fate.fault == Some(Trouble::Refused) => {}
            Some(Trouble::Refused) => self.at(now + fate.there, lost(Failure::NotSent)),
            Some(Trouble::LostBefore) if crashes => {}
            Some(Trouble::LostBefore) => self.at(late, lost(Failure::MaybeSent)),
            Some(Trouble::LostAfter | Trouble::LateEffect | Trouble::LateAnswer) => {
                self.at(now + fate.there, arrive(false));
                if !crashes {
                    self.at(late, lost(Failure::MaybeSent));
                }
            }
            _ => self.at(now + fate.there, arrive(true)),
        }
        if crashes && self.rngs[intent].chance(500) && post.press < 3 {
            let again = now + self.rngs[intent].range(30_000, 300_000);
            self.at(again, What::Begin { intent, press: post.press + 1 });
        }
    }

    fn arrive(&mut self, post: Post, trouble: Option<&Trouble>, answered: bool) {
        let (request, time) = (self.request(&post), DAWN.plus(self.now));
        if let Some(Trouble::Server(effect)) = trouble {
            let when = When::Nth(self.sandbox.requests_seen() + 1);
            self.sandbox.inject(Fault { when, effect: effect.clone() });
        }
        let result = self.sandbox.handle(&request, time);
        self.sandbox.heal();
        if trouble == Some(&Trouble::Duplicate) {
            let _ = self.sandbox.handle(&request, time);
        }
        if answered {
            self.at(self.now + 200, What::Answer { post, result });
        }
    }

    fn answered(&mut self, post: Post, result: Result<Response, Failure>) {
        let again = match &result {
            Err(_) => true,
            Ok(response) => response.status >= 500,
        };
        if again && self.policy == Policy::Retry && post.tries < 3 {
            let tries = post.tries + 1;
            let pause = i64::try_from(tries).unwrap_or(1) * 1_000;
            return self.at(self.now + pause, What::Send(Post { tries, ..post }));
        }
        let body = result.ok().filter(|response| (200..300).contains(&response.status));
        let body = body.and_then(|response| serde_json::from_str::<Value>(&response.body).ok());
        let yes = body.filter(|body| body["status"] == true || body["success"] == true);
        let Some(body) = yes else {
            return self.told[post.intent][post.places].fill(Told::Failed);
        };
        self.told[post.intent][post.places.clone()].fill(Told::Ok);
        let reference = body["data"]["reference"].as_str().unwrap_or_default().to_owned();
        if body["data"]["status"] == "send_otp" {
            let body = json!({ "otp": "123456", "charge_reference": reference });
            let submit = Post { tries: 0, path: "/v1/payment/charges/submit", body, ..post };
            self.at(self.now + 20_000, What::Send(submit));
        } else if let Some(phone) = self.intents[post.intent].page_phone.clone() {
            let pays = !self.rngs[post.intent].chance(100);
            self.at(self.now + 60_000, What::Page { reference, phone, pays });
        }
    }

    fn judge(&mut self) {
        let truth = truth(&self.sandbox, &HashSet::new(), &HashSet::new());
        let alive = |kind: &str, key: &str, amount| {
            truth.get(&(format!("{kind} {key}"), amount)).map_or(0, |truth| truth.alive)
        };
        let mut groups: BTreeMap<(&str, &str, i64), Vec<Told>> = BTreeMap::new();
        for intent in self.intents.iter().filter(|intent| intent.weight > 0) {
            for (debit, told) in intent.debits.iter().zip(self.told[intent.id].iter().copied()) {
                groups.entry((debit.kind, &debit.key, debit.amount)).or_default().push(told);
                self.report.payments += 1;
                let name = match told {
                    Told::Nothing => "told nothing (crash)",
                    Told::Ok => "told paid or accepted",
                    Told::Failed => "told failed",
                };
                *self.report.outcomes.entry(name).or_default() += 1;
            }
        }
        for ((kind, key, amount), told) in groups {
            let named = matches!(kind, "transfer" | "bill");
            let presses = if named { 1..4 } else { 0..0 };
            let debits: usize = alive(kind, key, amount)
                + presses.map(|press| alive(kind, &pressed(key, press), amount)).sum::<usize>();
            let failed = told.iter().filter(|told| **told == Told::Failed).count();
            let extra = debits.saturating_sub(told.len());
            let false_failures = debits.min(told.len()).saturating_sub(told.len() - failed);
            self.report.double_debits += extra as u64;
            self.report.false_failures += false_failures as u64;
            if extra + false_failures > 0 && self.report.violations.len() < 50 {
                let what = format!("{kind} {key}: {debits} debits, told {told:?}");
                self.report.violations.push(Violation {
                    seed: self.setup.seed,
                    intent: 0,
                    promise: "paid once and told",
                    what,
                });
            }
        }
    }
}

/// Our id of a payment, when the button was pressed again.
fn pressed(id: &str, press: usize) -> String {
    if press == 0 { id.to_owned() } else { format!("{id}-p{press}") }
}

/// The requests of an intent that may move money, as the vendors' pages write them.
fn posts(intent: &Intent, press: usize) -> Vec<(&'static str, Value)> {
    let transfer = |transfer: &xaalis::senfenico::NewTransfer| {
        json!({
            "amount": transfer.amount,
            "recipient_phone": transfer.phone.expose(),
            "recipient_wallet": transfer.wallet.as_ref().map(xaalis::value::Provider::as_str),
            "ext_id": pressed(&transfer.ext_id, press),
        })
    };
    let bill = |service: &xaalis::dexchange::Service, customer: &str, id: &str, amount: Option<i64>| {
        let mut body = json!({
            "serviceCode": service.as_str(),
            "reference_client": customer,
            "externalTransactionId": pressed(id, press),
        });
        match amount {
            Some(amount) => body["amount"] = amount.into(),
            None => body["reference_facture"] = format!("8{:08}0", intent.id).into(),
        }
        vec![("/api/v1/billing/pay", body)]
    };
    match &intent.order {
        Order::CreateCharge { charge } | Order::Collect { charge } => {
            let details = json!({
                "phone": charge.phone.expose(),
                "provider": charge.provider.as_ref().map(xaalis::value::Provider::as_str),
            });
            let body = json!({
                "amount": charge.amount, "currency": "XOF",
                "payment_method": "mobile_money", "payment_method_details": details,
            });
            vec![("/v1/payment/charges/", body)]
        }
        Order::InitializeCheckout { checkout } | Order::Checkout { checkout } => {
            let body = json!({
                "amount": checkout.amount, "currency": "XOF",
                "success_url": checkout.success_url, "cancel_url": checkout.cancel_url,
            });
            vec![("/v1/payment/checkouts/initialize/", body)]
        }
        Order::CreateTransfer { transfer: one } | Order::Payout { transfer: one } => {
            vec![("/v1/payment/transfers/", transfer(one))]
        }
        Order::CreateBulkTransfer { transfers } | Order::BulkPayout { transfers } => transfers
            .chunks(100)
            .map(|batch| {
                let batch: Vec<_> = batch.iter().map(transfer).collect();
                ("/v1/payment/transfers/bulk/", json!({ "transfers": batch }))
            })
            .collect(),
        Order::CreateSettlement { settlement } | Order::Settle { settlement } => {
            vec![("/v1/payment/settlements/", json!({ "amount": settlement.amount }))]
        }
        Order::PayBillOnce { payment } => bill(
            &payment.service,
            payment.customer.expose(),
            &payment.external_transaction_id,
            payment.amount,
        ),
        Order::PayBill { payment } => bill(
            &payment.service,
            payment.customer.expose(),
            &payment.external_transaction_id,
            payment.amount,
        ),
        _ => Vec::new(),
    }
}
