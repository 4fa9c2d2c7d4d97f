//! What the lines of a story stand for: answers, webhooks, lists, and when something is what is wanted.

use super::text;
use serde_json::{Map, Value};
use xaalis::PaymentError;
use xaalis::dexchange::webhook::CallbackKey;
use xaalis::http::{Header, Response};
use xaalis::senfenico::webhook::{WebhookKeys, read, sign};
use xaalis::value::Reference;
use xaalis::webhook::Notice;

pub(super) fn answered(line: &Value) -> Response {
    let headers = line["headers"].as_object().into_iter().flatten();
    let header = |(name, value): (&String, &Value)| Header {
        name: name.clone(),
        value: value.as_str().unwrap_or_default().to_owned(),
    };
    let status = line["status"].as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
    Response { status, headers: headers.map(header).collect(), body: body(&line["body"]) }
}

/// Text as it is, `{"parts": […]}` as the long text it stands for, all else as JSON.
fn body(value: &Value) -> String {
    match (value, value.get("parts")) {
        (Value::String(plain), _) => plain.clone(),
        (_, Some(parts)) => text(parts),
        (json, None) => json.to_string(),
    }
}

pub(super) fn signed(line: &Value) -> Result<Notice, PaymentError> {
    let keys = WebhookKeys::new(texts(&line["keys"]))?;
    let raw = body(&line["body"]);
    read(raw.as_bytes(), &sign(raw.as_bytes(), &text(&line["signed_with"])), &keys)
}

pub(super) fn called_back(line: &Value) -> Result<Notice, PaymentError> {
    let ext_id = Reference::parse(&text(&line["ext_id"]))?;
    let url = CallbackKey::new(text(&line["secret"]))?.callback_url("https://shop.example/dx", &ext_id)?;
    let token = url.as_str().rsplit('/').next().unwrap_or_default();
    CallbackKey::rotating(texts(&line["secrets"]))?.read(
        body(&line["body"]).as_bytes(),
        ext_id.as_str(),
        token,
    )
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(text).collect()
}

/// Does it hold all that is wanted? Objects may hold more.
pub(super) fn holds(got: &Value, wanted: &Value) -> bool {
    match (got, wanted) {
        (Value::String(got), Value::Object(wanted)) => {
            wanted.get("contains").and_then(Value::as_str).is_some_and(|part| got.contains(part))
        }
        (Value::Object(got), Value::Object(wanted)) => {
            wanted.iter().all(|(key, value)| got.get(key).is_some_and(|got| holds(got, value)))
        }
        (Value::Array(got), Value::Array(wanted)) => {
            got.len() == wanted.len() && got.iter().zip(wanted).all(|(got, wanted)| holds(got, wanted))
        }
        _ => got == wanted,
    }
}

/// In a list, `{"each": [from, to], "item": …}` stands for `to - from` items, in whose texts `{n}` is
/// their number, in three digits.
pub(super) fn expanded(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().flat_map(items).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, inner)| (key.clone(), expanded(inner))).collect::<Map<_, _>>().into()
        }
        plain => plain.clone(),
    }
}

fn items(value: &Value) -> Vec<Value> {
    let Some(each) = value.get("each") else { return vec![expanded(value)] };
    let end = |at: usize| each[at].as_u64().expect("a number");
    let item = value["item"].to_string();
    let numbered = |n| serde_json::from_str(&item.replace("{n}", &format!("{n:03}"))).expect("JSON");
    (end(0)..end(1)).map(numbered).collect()
}
