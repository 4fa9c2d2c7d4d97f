//! Accounts, operations, records, webhooks and texts.

use crate::time;
use wasm_bindgen::prelude::wasm_bindgen;
use xaalis_door as door;
use xaalis_door::{Answer, Keys};

/// A merchant's account at a vendor.
#[wasm_bindgen]
pub struct Account(pub(crate) door::Account);

/// An operation on its way.
#[wasm_bindgen]
pub struct Operation(door::Operation);

#[wasm_bindgen]
impl Account {
    #[wasm_bindgen(constructor)]
    pub fn new(config: String) -> Answer<Account> {
        door::Account::new(config).map(Self)
    }

    #[wasm_bindgen(getter)]
    pub fn mode(&self) -> String {
        self.0.mode().to_owned()
    }

    pub fn begin(&self, order: &str, op_id: &str, after: &str) -> Answer<Operation> {
        self.0.begin(order, op_id, after).map(Operation)
    }

    #[wasm_bindgen(js_name = beginAlone)]
    pub fn begin_alone(&self, order: &str, op_id: &str) -> Answer<Operation> {
        self.0.begin_alone(order, op_id).map(Operation)
    }

    pub fn resume(&self, record: &str, now: f64) -> Answer<Operation> {
        self.0.resume(record, time(now)).map(Operation)
    }

    #[wasm_bindgen(js_name = resumeCalmly)]
    pub fn resume_calmly(&self, record: &str, now: f64) -> Answer<Operation> {
        self.0.resume_calmly(record, time(now)).map(Operation)
    }

    #[wasm_bindgen(js_name = resumeUnder)]
    pub fn resume_under(&self, op_id: &str, held: &str, now: f64) -> Answer<Operation> {
        self.0.resume_under(op_id, held, time(now)).map(Operation)
    }

    #[wasm_bindgen(js_name = resumeCalmlyUnder)]
    pub fn resume_calmly_under(&self, op_id: &str, held: &str, now: f64) -> Answer<Operation> {
        self.0.resume_calmly_under(op_id, held, time(now)).map(Operation)
    }
}

#[wasm_bindgen]
impl Operation {
    pub fn step(&mut self, now: f64) -> Answer<String> {
        self.0.step(time(now))
    }

    pub fn tell(&mut self, event: &str, now: f64) -> Answer<String> {
        self.0.tell(event, time(now))
    }

    pub fn note(&mut self, event: &str, now: f64) -> Answer<()> {
        self.0.note(event, time(now))
    }

    pub fn answered(&mut self, status: u16, headers: &str, body: Vec<u8>, now: f64) -> Answer<String> {
        self.0.answered(status, headers, body, time(now))
    }

    pub fn begun(&mut self, status: u16, headers: &str, now: f64) -> Answer<()> {
        self.0.begun(status, headers, time(now))
    }

    pub fn part(&mut self, bytes: Vec<u8>, now: f64) -> bool {
        self.0.part(bytes, time(now))
    }

    pub fn ended(&mut self, now: f64) -> Answer<String> {
        self.0.ended(time(now))
    }

    pub fn arrived(&mut self) -> Option<String> {
        self.0.arrived()
    }

    #[allow(clippy::cast_precision_loss, reason = "minutes, in milliseconds")]
    pub fn patience(&self) -> f64 {
        self.0.patience() as f64
    }

    pub fn view(&self) -> String {
        self.0.view()
    }

    #[wasm_bindgen(js_name = lookNow)]
    pub fn look_now(&mut self) {
        self.0.look_now();
    }

    pub fn opening(&self) -> Option<String> {
        self.0.opening().map(str::to_owned)
    }

    pub fn abandon(&mut self, now: f64) -> Answer<()> {
        self.0.abandon(time(now))
    }

    pub fn limit(&mut self, until: Option<f64>) {
        self.0.limit(until.filter(|until| until.is_finite()).map(time));
    }

    #[wasm_bindgen(js_name = takeProgress)]
    pub fn take_progress(&mut self) -> Option<String> {
        self.0.take_progress()
    }

    #[wasm_bindgen(js_name = lastResponse)]
    pub fn last_response(&self) -> Option<String> {
        self.0.last_response()
    }
}

#[wasm_bindgen(js_name = readWebhook)]
pub fn read_webhook(keys: &str, raw: &[u8], signature: &str) -> Answer<String> {
    door::read_webhook(keys, raw, signature, Keys::Camel)
}

#[wasm_bindgen(js_name = signWebhook)]
pub fn sign_webhook(raw: &[u8], key: &str) -> String {
    door::sign_webhook(raw, key)
}

#[wasm_bindgen(js_name = readCallback)]
pub fn read_callback(secrets: &str, raw: &[u8], ext_id: &str, token: &str) -> Answer<String> {
    door::read_callback(secrets, raw, ext_id, token, Keys::Camel)
}

#[wasm_bindgen(js_name = callbackUrl)]
pub fn callback_url(secrets: &str, base: &str, ext_id: &str) -> Answer<String> {
    door::callback_url(secrets, base, ext_id, Keys::Camel)
}

#[wasm_bindgen(js_name = customData)]
#[allow(clippy::cast_possible_truncation, reason = "JavaScript hands over whole francs")]
pub fn custom_data(
    secrets: &str,
    ext_id: &str,
    service: &str,
    customer: &str,
    amount: Option<f64>,
) -> Answer<String> {
    let amount = amount.map(|amount| amount as i64);
    door::custom_data(secrets, ext_id, service, customer, amount, Keys::Camel)
}

#[wasm_bindgen(js_name = verifyHmac)]
pub fn verify_hmac(raw: &[u8], signature: &str, secret: &str) -> Answer<()> {
    door::verify_hmac(raw, signature, secret, Keys::Camel)
}

#[wasm_bindgen(js_name = recordWords)]
pub fn record_words(record: &str) -> Answer<String> {
    door::record_words(record, Keys::Camel)
}

#[wasm_bindgen(js_name = recordProgress)]
pub fn record_progress(record: &str) -> Answer<Option<String>> {
    door::record_progress(record, Keys::Camel)
}

#[wasm_bindgen(js_name = recordToShow)]
pub fn record_to_show(record: &str) -> Answer<Option<String>> {
    door::record_to_show(record, Keys::Camel)
}

#[wasm_bindgen(js_name = earlierTries)]
pub fn earlier_tries(record: &str) -> Answer<String> {
    door::earlier_tries(record, Keys::Camel)
}

#[wasm_bindgen(js_name = noticeVendor)]
pub fn notice_vendor(notice: &str) -> Answer<String> {
    door::notice_vendor(notice, Keys::Camel).map(str::to_owned)
}

#[wasm_bindgen(js_name = isAbout)]
pub fn is_about(record: &str, notice: &str) -> Answer<bool> {
    door::is_about(record, notice, Keys::Camel)
}

#[wasm_bindgen]
pub fn among(records: &str, notice: &str) -> Answer<Option<usize>> {
    door::among(records, notice, Keys::Camel)
}
