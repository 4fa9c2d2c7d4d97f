//! Webhooks of both vendors.

use super::{bytes, invalid, text};
use serde_json::{Value, json};
use xaalis::PaymentError;
use xaalis::dexchange::webhook::CallbackKey;
use xaalis::senfenico::webhook::WebhookKeys;
use xaalis::value::{Amount, Reference};
use xaalis::webhook::Notice;

/// `{keys, header, body}` to the notice.
pub(super) fn senfenico(input: &Value) -> Value {
    let read = WebhookKeys::new(texts(&input["keys"])).and_then(|keys| {
        let (raw, header) = (bytes(&input["body"]), text(&input["header"]));
        let verified = xaalis::senfenico::webhook::verify(&raw, &header, &keys);
        let notice = xaalis::senfenico::webhook::read(&raw, &header, &keys);
        assert!(verified.is_ok() || notice.is_err(), "read without being verified");
        notice
    });
    shown(read)
}

/// `{secrets, ext_id, token, body}` to the notice.
pub(super) fn dexchange(input: &Value) -> Value {
    let read = CallbackKey::rotating(texts(&input["secrets"]))
        .and_then(|key| key.read(&bytes(&input["body"]), &text(&input["ext_id"]), &text(&input["token"])));
    shown(read)
}

/// `{secrets, base, ext_id}` to the address.
pub(super) fn callback_url(input: &Value) -> Value {
    let url = CallbackKey::rotating(texts(&input["secrets"])).and_then(|key| {
        let ext_id = Reference::parse(&text(&input["ext_id"]))?;
        key.callback_url(&text(&input["base"]), &ext_id)
    });
    url.map_or_else(|error| invalid(&error), |url| json!(url.as_str()))
}

/// `{secrets, ext_id, service, reference, amount, echoed}` to the text made, and whether `echoed` fits.
pub(super) fn custom_data(input: &Value) -> Value {
    let key = CallbackKey::rotating(texts(&input["secrets"])).expect("secrets");
    let ext_id = Reference::parse(&text(&input["ext_id"])).expect("a reference");
    let amount = input["amount"].as_i64().map(|francs| Amount::new(francs).expect("an amount"));
    let (service, reference) = (text(&input["service"]), text(&input["reference"]));
    json!({
        "made": key.custom_data(&ext_id, &service, &reference, amount),
        "fits": key.custom_data_fits(&text(&input["echoed"]), &ext_id, &service, &reference, amount),
    })
}

/// `{body, signature, secret}` to `verified`.
pub(super) fn verify_hmac(input: &Value) -> Value {
    let (raw, signature, secret) = (bytes(&input["body"]), text(&input["signature"]), text(&input["secret"]));
    let verified = xaalis::dexchange::webhook::verify_hmac(&raw, &signature, &secret);
    verified.map_or_else(|error| invalid(&error), |()| json!("verified"))
}

fn shown(read: Result<Notice, PaymentError>) -> Value {
    read.map_or_else(
        |error| invalid(&error),
        |notice| serde_json::to_value(&notice).expect("a notice is JSON"),
    )
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(text).collect()
}
