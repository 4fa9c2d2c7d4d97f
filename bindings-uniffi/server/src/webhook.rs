//! Webhooks and callbacks.

use crate::Answer;
use xaalis_door as door;
use xaalis_door::Keys::Camel;

/// Senfenico's webhook: a notice.
#[uniffi::export]
pub fn read_webhook(webhook_keys: String, raw: Vec<u8>, signature: String) -> Answer<String> {
    Ok(door::read_webhook(&webhook_keys, &raw, &signature, Camel)?)
}

/// The hash that Senfenico would send: for tests.
#[uniffi::export]
pub fn sign_webhook(raw: Vec<u8>, key: String) -> String {
    door::sign_webhook(&raw, &key)
}

/// DEXCHANGE's callback: a notice.
#[uniffi::export]
pub fn read_callback(secrets: String, raw: Vec<u8>, ext_id: String, token: String) -> Answer<String> {
    Ok(door::read_callback(&secrets, &raw, &ext_id, &token, Camel)?)
}

/// The `callback_url` of one payment.
#[uniffi::export]
pub fn callback_url(secrets: String, base: String, ext_id: String) -> Answer<String> {
    Ok(door::callback_url(&secrets, &base, &ext_id, Camel)?)
}

/// The `custom_data` of one payment, which the callback echoes.
#[uniffi::export]
pub fn custom_data(
    secrets: String,
    ext_id: String,
    service: String,
    customer: String,
    amount: Option<i64>,
) -> Answer<String> {
    Ok(door::custom_data(&secrets, &ext_id, &service, &customer, amount, Camel)?)
}

/// Does the HMAC of DEXCHANGE's JavaScript SDK fit? An addition to the token, never in its place.
#[uniffi::export]
pub fn verify_hmac(raw: Vec<u8>, signature: String, secret: String) -> Answer<()> {
    Ok(door::verify_hmac(&raw, &signature, &secret, Camel)?)
}
