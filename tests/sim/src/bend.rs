//! Answers as a lie has them.

use super::crowd::{answer, look_alike};
use super::engine::World;
use super::hooks::Hook;
use super::lies::Lie;
use super::rng::Rng;
use serde_json::{Value, json};
use xaalis::http::{Request, Response};

impl World {
    /// The answer as the lie has it; as it was, where the lie does not fit.
    pub(super) fn bend(
        &mut self,
        intent: usize,
        operation: &'static str,
        request: &Request,
        response: Response,
        lie: Lie,
    ) -> Response {
        let mut rng = Rng::new(self.rngs[intent].next());
        let bent = match lie {
            Lie::Foreign => {
                self.foreign(intent, operation).map(|body| Response { status: 200, body, ..response.clone() })
            }
            Lie::NoEcho => edited(&response, |body| each(body, &mut |fields| no_echo(fields, &mut rng))),
            Lie::Page => self.page_lies(&response, &mut rng),
            Lie::Contradiction => Some(contradiction(operation, &mut rng)),
            Lie::Text => Some(text(operation, &mut rng)),
            Lie::OddItem => edited(&response, |body| odd_items(body, &mut rng)),
            Lie::OddNumber => {
                edited(&response, |body| each(body, &mut |fields| odd_numbers(fields, &mut rng)))
            }
            Lie::OtherCase => edited(&response, |body| other_case(body, &mut rng)),
            Lie::Mark => Some(Response { body: format!("\u{feff}{}", response.body), ..response.clone() }),
            Lie::Repeat => self.repeat_fails(intent, request, &response, &mut rng),
            Lie::CutId => self.cut_id(intent, request, &response, &mut rng),
        };
        let Some(bent) = bent else { return response };
        self.report.fault(lie.name());
        self.crowd.lies[intent].insert(lie.name());
        // Who answers says what time it is, lies or not.
        let headers = if bent.headers.is_empty() { response.headers } else { bent.headers };
        Response { headers, ..bent }
    }

    /// The page against the charge it names; where it names none it is the only witness, and is left alone.
    fn page_lies(&self, response: &Response, rng: &mut Rng) -> Option<Response> {
        let body: Value = serde_json::from_str(&response.body).ok()?;
        let charge = self.sandbox.payment(body["data"]["charge_reference"].as_str()?)?;
        let says = match charge.status {
            "success" => "failed",
            "failed" | "canceled" => "success",
            _ => *rng.pick(&["success", "failed"]),
        };
        edited(response, |body| {
            body["data"]["status"] = says.into();
            true
        })
    }

    /// A repeated id: not 409, but a payment that fails, in the answer or by a callback later. What
    /// became of the first one it does not say.
    fn repeat_fails(
        &mut self,
        intent: usize,
        request: &Request,
        response: &Response,
        rng: &mut Rng,
    ) -> Option<Response> {
        if response.status != 409 {
            return None;
        }
        let asked: Value = serde_json::from_str(request.body.as_deref()?).ok()?;
        let amount = self.intents[intent].debits.first()?.amount;
        let id = format!("TID4{:011}", rng.range(0, 100_000_000_000));
        let told = |status: &str| {
            json!({ "success": true, "transactionId": id, "transactionType": "BILL", "amount": amount,
                "externalTransactionId": asked["externalTransactionId"], "Status": status })
        };
        let failed = json!({ "message": "Failed to pay bill",
            "transaction": { "success": false, "Status": "FAILED", "message": "Provider error" } });
        // As far as anybody can tell it is a payment of this order's.
        self.judge.made.insert(id.clone(), intent);
        let said = match rng.range(0, 4) {
            0 => return Some(answer(400, &failed)),
            1 => return Some(answer(200, &failed)),
            2 => told("FAILED"),
            _ => told("PROCESSING"),
        };
        if rng.chance(500) {
            let body = json!({ "success": true, "transaction": told("FAILED") });
            self.crowd.add_phantom(id.clone(), answer(200, &body));
        }
        if let Some(url) = asked["callBackURL"].as_str().filter(|_| rng.chance(800)) {
            let fee = (amount + 99) / 100;
            let before = rng.range(0, 1_000_000);
            let body = json!({
                "id": id, "externalTransactionId": asked["externalTransactionId"], "transactionType": "BILL",
                "AMOUNT": amount, "FEE": fee, "PHONE_NUMBER": asked["reference_client"], "STATUS": "FAILED",
                "COMPLETED_AT": "2026-01-05T10:35:00Z", "PREVIOUS_BALANCE": before,
                "CURRENT_BALANCE": before + amount + fee, "CUSTOM_DATA": asked["customData"],
            });
            let at = self.now + rng.range(10_000, 600_000);
            self.at(at, super::engine::What::Hook(Hook::callback(url, &body)));
        }
        let message = "Bill paid successfully";
        Some(answer(200, &json!({ "message": message, "transaction": said })))
    }

    /// The body ends inside the id, and what is left of the id is somebody's top-up of the same amount.
    fn cut_id(
        &mut self,
        intent: usize,
        request: &Request,
        response: &Response,
        rng: &mut Rng,
    ) -> Option<Response> {
        let mark = "\"transactionId\":\"";
        let from = response.body.find(mark)? + mark.len();
        let whole = response.body.get(from..)?.split('"').next()?;
        let keep = usize::try_from(rng.range(9, 15)).unwrap_or(9).min(whole.len() - 1);
        let left = whole.get(..keep)?.to_owned();
        let asked: Value = serde_json::from_str(request.body.as_deref()?).ok()?;
        let amount = self.intents[intent].debits.first()?.amount;
        let number = [None, Some("07061270877"), asked["reference_client"].as_str()];
        let token = format!("5{:019}", rng.range(0, 1_000_000_000_000));
        let alike = look_alike(&left, amount, *rng.pick(&number), &token);
        self.crowd.add_phantom(left, alike);
        Some(Response { body: response.body.get(..from + keep)?.to_owned(), ..response.clone() })
    }
}

fn edited(response: &Response, change: impl FnOnce(&mut Value) -> bool) -> Option<Response> {
    let mut body: Value = serde_json::from_str(&response.body).ok()?;
    change(&mut body).then(|| Response { body: body.to_string(), ..response.clone() })
}

/// Every object that is a payment, a page or a bill. True when one was changed.
fn each(body: &mut Value, change: &mut impl FnMut(&mut Value) -> bool) -> bool {
    let mut changed = false;
    for name in ["data", "transaction", "bills"] {
        match &mut body[name] {
            Value::Array(items) => {
                for item in items.iter_mut().filter(|item| item.is_object()) {
                    changed |= change(item);
                }
            }
            one @ Value::Object(_) => changed |= change(one),
            _ => {}
        }
    }
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    changed
}

fn no_echo(fields: &mut Value, rng: &mut Rng) -> bool {
    let Some(fields) = fields.as_object_mut() else { return false };
    let null = rng.chance(500);
    ["ext_id", "externalTransactionId"].into_iter().fold(false, |changed, name| {
        if !fields.contains_key(name) {
            return changed;
        }
        if null {
            fields.insert(name.to_owned(), Value::Null);
        } else {
            fields.remove(name);
        }
        true
    })
}

/// What only informs, in a form that no page prints.
fn odd_numbers(fields: &mut Value, rng: &mut Rng) -> bool {
    const INFORMS: [&str; 7] =
        ["transactionFee", "fees", "settlement_fees", "previousBalance", "currentBalance", "frais", "fee"];
    let Some(fields) = fields.as_object_mut() else { return false };
    let odd = [json!(12.5), json!(-100), json!("3,50"), json!(-0.25), json!("n/a"), json!({}), json!(1e30)];
    INFORMS.into_iter().fold(false, |changed, name| match fields.get_mut(name) {
        Some(field) => {
            *field = rng.pick(&odd).clone();
            true
        }
        None => changed,
    })
}

fn other_case(body: &mut Value, rng: &mut Rng) -> bool {
    const WORDS: [&str; 7] = [
        "status",
        "Status",
        "provider",
        "recipient_wallet",
        "ext_id",
        "externalTransactionId",
        "transactionType",
    ];
    let kind = rng.range(0, 4);
    let mut change = |fields: &mut Value| {
        WORDS.into_iter().fold(false, |changed, name| match fields.get_mut(name) {
            Some(Value::String(word)) => {
                *word = cased(word, kind);
                true
            }
            _ => changed,
        })
    };
    let mut changed = each(body, &mut change);
    for name in ["error_code", "code"] {
        if let Some(Value::String(word)) = body.get_mut(name) {
            *word = cased(word, kind.min(1));
            changed = true;
        }
    }
    changed
}

fn cased(word: &str, kind: i64) -> String {
    let flipped = |word: &str| {
        if word.chars().any(char::is_lowercase) { word.to_uppercase() } else { word.to_lowercase() }
    };
    match kind {
        0 => flipped(word),
        1 => format!(" {word} "),
        2 => format!("{} ", flipped(word)),
        _ => {
            let (first, rest) = word.split_at(word.len().min(1));
            format!("{}{}", first.to_uppercase(), rest.to_lowercase())
        }
    }
}

/// Items that nobody can read, beside the others. None of them has an id, number or amount of ours.
fn odd_items(body: &mut Value, rng: &mut Rng) -> bool {
    let name = if body["bills"].is_array() { "bills" } else { "data" };
    let Some(items) = body[name].as_array_mut() else { return false };
    let model = items.first().cloned().unwrap_or_else(|| json!({ "reference": "ch_x", "status": "success" }));
    for _ in 0..rng.range(1, 4) {
        let mut item = model.clone();
        for (field, id) in [("reference", "odd_1"), ("referenceFacture", "odd-1"), ("ext_id", "odd-1")] {
            if item.get(field).is_some() {
                item[field] = id.into();
            }
        }
        for field in ["phone", "recipient_phone"] {
            if item.get(field).is_some() {
                item[field] = "60000009".into();
            }
        }
        let amount = if name == "bills" { "montant" } else { "amount" };
        match rng.range(0, 8) {
            0 => item[amount] = json!(-900),
            1 => item[amount] = json!("1E+3"),
            2 => item[amount] = json!({ "value": 1 }),
            3 => item["status"] = Value::Null,
            4 => item["reference"] = Value::Null,
            5 => item = Value::Null,
            6 => item = json!(["nothing", 1]),
            _ => item = json!({}),
        }
        let at = usize::try_from(rng.range(0, i64::try_from(items.len()).unwrap_or(0) + 1)).unwrap_or(0);
        items.insert(at, item);
    }
    true
}

/// It happened, and is answered by a code that may stand for that, under a status that says no.
fn contradiction(operation: &str, rng: &mut Rng) -> Response {
    let status = *rng.pick(&[200, 400, 401, 403, 404, 422, 429, 429]);
    if operation == "billing.pay" {
        let code = *rng.pick(&["TIMEOUT_ERROR", "OPERATOR_ERROR", "SWITCH_DOWN", "TRANSACTION_PENDING"]);
        let body = json!({ "success": false, "message": "Provider unreachable", "code": code });
        return answer(status, &body);
    }
    let code = *rng.pick(&[
        "EXTERNAL_API_ERROR",
        "NETWORK_ERROR",
        "UNKNOWN_ERROR",
        "INTERNAL_ERROR",
        "TRANSACTION_NOT_FOUND",
        "GATEWAY_PAUSED",
    ]);
    let body = json!({ "status": false, "message": "An error occurred.", "error_code": code });
    answer(status, &body)
}

/// It happened, and is answered by a sentence of somebody's.
fn text(operation: &str, rng: &mut Rng) -> Response {
    let said = *rng.pick(&["read ECONNRESET", "upstream timed out", "Request was throttled by the gateway"]);
    if operation == "billing.pay" {
        // A 400 with a sentence is how DEXCHANGE's page says no: nobody could tell it from one.
        let bodies = [json!({ "detail": said }), json!({ "errors": [said] }), json!({ "message": said })];
        return answer(*rng.pick(&[200, 202]), rng.pick(&bodies));
    }
    let bodies = [
        json!({ "status": false, "message": "Error", "errors": [said] }),
        json!({ "status": false, "message": "Error", "errors": said }),
        json!({ "status": false, "message": "Error", "errors": { "gateway": [said] } }),
        json!({ "status": false, "message": "Error", "errors": { "detail": said } }),
        json!({ "detail": said }),
        json!({ "status": false, "message": said }),
    ];
    answer(*rng.pick(&[200, 400, 400, 422]), rng.pick(&bodies))
}
