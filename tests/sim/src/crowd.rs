//! Who else is in a world, and what was said that is not so: for the lies, and for the judge, who has to
//! know of them.

use super::engine::World;
use super::lies::Lie;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use xaalis::http::{Request, Response};

/// How many answers of a kind are kept to be given to others.
const KEPT: usize = 24;

/// The state of the lies.
#[derive(Default)]
pub(super) struct Crowd {
    /// What was told to each intent.
    pub(super) lies: Vec<BTreeSet<&'static str>>,
    /// Good answers, to be given to others.
    samples: BTreeMap<&'static str, Vec<Sample>>,
    /// DEXCHANGE's transactions that no order of ours made, by their id.
    phantoms: HashMap<String, Response>,
    /// Payments of other programs on the same accounts.
    pub(super) strangers: HashSet<String>,
    /// What succeeded after it had failed, and when.
    pub(super) revived: HashMap<String, i64>,
    /// Operations that a webhook has somebody resume soon.
    pub(super) waking: HashSet<usize>,
    /// References that were told to somebody else's order: it may hold them in the journal.
    pub(super) misled: HashSet<String>,
    /// Charges on pages that somebody else's customer was sent to, and paid.
    pub(super) paid_by_others: HashSet<String>,
}

struct Sample {
    intent: usize,
    merchant: usize,
    amount: i64,
    body: String,
}

impl Crowd {
    pub(super) fn new(intents: usize) -> Self {
        Self { lies: vec![BTreeSet::new(); intents], ..Self::default() }
    }

    /// The answer about a transaction that is not ours, if that is what is asked for.
    pub(super) fn phantom(&self, operation: &str, request: &Request) -> Option<Response> {
        if operation != "transaction.fetch" || self.phantoms.is_empty() {
            return None;
        }
        self.phantoms.get(request.path().rsplit('/').next()?).cloned()
    }

    pub(super) fn add_phantom(&mut self, id: String, response: Response) {
        self.phantoms.insert(id, response);
    }
}

impl World {
    /// Keeps some of the good answers.
    pub(super) fn sample(&mut self, intent: usize, operation: &'static str, response: &Response) {
        let told = self.weather.lies.answers[Lie::Foreign as usize];
        if told == 0 || self.quiet || response.status != 200 || operation.ends_with("list") {
            return;
        }
        let (merchant, debit) = (self.intents[intent].merchant, self.intents[intent].debits.first());
        let Some(debit) = debit.filter(|_| !response.body.contains("\"status\":false")) else { return };
        let sample = Sample { intent, merchant, amount: debit.amount, body: response.body.clone() };
        let kept = self.crowd.samples.entry(operation).or_default();
        if kept.len() < KEPT {
            kept.push(sample);
        } else {
            let at = usize::try_from(self.now).unwrap_or(0) % KEPT;
            kept[at] = sample;
        }
    }

    /// The body of another's answer that this one could be told from ours by.
    pub(super) fn foreign(&mut self, intent: usize, operation: &'static str) -> Option<String> {
        use xaalis::Order::{CreateCharge, InitializeCheckout, PayBillOnce};
        // The answer names nothing that the order does, and nobody looks again: no client can tell.
        match &self.intents[intent].order {
            CreateCharge { .. } | InitializeCheckout { .. } => return None,
            PayBillOnce { payment } if payment.amount.is_none() => return None,
            _ => {}
        }
        let (merchant, debit) = (self.intents[intent].merchant, self.intents[intent].debits.first()?);
        let amount = debit.amount;
        let opens = matches!(operation, "charges.create" | "checkouts.initialize");
        let fits = |sample: &&Sample| {
            sample.intent != intent
                // Of what is just made only the amount can be compared, or that it is not there.
                && (sample.amount != amount || (opens && sample.merchant != merchant))
        };
        let samples: Vec<&Sample> = self.crowd.samples.get(operation)?.iter().filter(fits).collect();
        if samples.is_empty() {
            return None;
        }
        let sample = *self.rngs[intent].pick(&samples);
        let (body, owner) = (sample.body.clone(), sample.intent);
        let named = self.judge.made.iter().filter(|(_, by)| **by == owner).map(|(reference, _)| reference);
        self.crowd
            .misled
            .extend(named.filter(|reference| body.contains(*reference)).cloned().collect::<Vec<_>>());
        Some(body)
    }
}

/// A transaction as DEXCHANGE's page shows an immediate top-up: without our id.
pub(super) fn look_alike(id: &str, amount: i64, number: Option<&str>, token: &str) -> Response {
    let mut transaction = json!({
        "success": true, "transactionId": id, "transactionType": "BILL", "amount": amount,
        "transactionFee": (amount + 99) / 100, "token": token, "Status": "SUCCESS", "currentBalance": 498_990,
    });
    if let Some(number) = number {
        transaction["number"] = number.into();
    }
    answer(200, &json!({ "message": "Bill paid successfully", "transaction": transaction }))
}

/// An answer with a JSON body.
pub(super) fn answer(status: u16, body: &Value) -> Response {
    Response { status, headers: Vec::new(), body: body.to_string() }
}
