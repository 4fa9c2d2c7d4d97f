//! Whole journeys through both servers, checked against the pages' own samples.
#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::http::{Header, Method};
use serde_json::{Value, json as value};

struct Client {
    sandbox: Sandbox,
    now: Time,
}

impl Client {
    fn new(options: Options) -> Self {
        Self { sandbox: Sandbox::with(options), now: Time::parse("2024-08-18T11:43:47.380Z").unwrap() }
    }

    fn send(&mut self, method: Method, path: &str, body: Option<String>) -> (u16, Value) {
        let response = self.sandbox.handle(&request(method, path, body), self.now).unwrap();
        (response.status, serde_json::from_str(&response.body).unwrap_or(Value::Null))
    }

    fn get(&mut self, path: &str) -> Value {
        let (status, body) = self.send(Method::Get, path, None);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    fn post(&mut self, path: &str, body: &Value) -> (u16, Value) {
        self.send(Method::Post, path, Some(body.to_string()))
    }

    fn ok(&mut self, path: &str, body: &Value) -> Value {
        let (status, reply) = self.post(path, body);
        assert_eq!(status, 200, "{path}: {reply}");
        reply
    }

    fn pass(&mut self, ms: i64) {
        self.now = self.now.plus(ms);
    }

    fn charge(&mut self, phone: &str, provider: &str) -> String {
        let details = value!({"phone": phone, "provider": provider});
        let body = value!({"amount": "1000", "payment_method_details": details});
        text(&self.ok("/v1/payment/charges/", &body)["data"]["reference"])
    }

    fn status(&mut self, kind: &str, reference: &str) -> String {
        text(&self.get(&format!("/v1/payment/{kind}/{reference}"))["data"]["status"])
    }

    fn otp(&mut self, reference: &str, otp: &str) -> (u16, Value) {
        self.post("/v1/payment/charges/submit", &value!({"otp": otp, "charge_reference": reference}))
    }

    fn pay(&mut self, body: &Value) -> (u16, Value) {
        self.post("/api/v1/billing/pay", body)
    }
}

impl Drop for Client {
    /// Every journey ends with books that sum to zero.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.sandbox.ledger().balanced(), "{}", self.sandbox.ledger());
        }
    }
}

fn request(method: Method, path: &str, body: Option<String>) -> Request {
    let line = |name: &str, value: &str| Header { name: name.to_owned(), value: value.to_owned() };
    Request {
        method,
        url: format!("http://localhost{path}"),
        headers: vec![line("x-api-key", "sk_test_sandbox"), line("Authorization", "Bearer sandbox")],
        body,
        timeout_ms: 60_000,
        max_body: 1 << 20,
        in_parts: false,
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}

/// The names and the JSON types, in order of the names: what a reader of the page can rely on.
fn shape(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> = fields.iter().map(|(k, v)| format!("{k}:{}", shape(v))).collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => format!("[{}]", items.first().map(shape).unwrap_or_default()),
        Value::String(_) => "text".to_owned(),
        Value::Number(n) => if n.is_f64() { "float" } else { "int" }.to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::Null => "null".to_owned(),
    }
}

fn same_shape(ours: &Value, page: &str) {
    let page: Value = serde_json::from_str(page).unwrap();
    assert_eq!(shape(ours), shape(&page));
    assert_eq!(ours["message"], page["message"]);
}

mod dexchange;
mod hand;
mod pages;
mod senfenico;
mod transport;
