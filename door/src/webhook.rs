//! Webhooks and callbacks: verified, then read.

use crate::Answer;
use crate::keys::Keys;
use crate::read::{self, refused};
use xaalis::PaymentError;
use xaalis::dexchange::webhook::{self as dexchange, CallbackKey};
use xaalis::senfenico::webhook::{self as senfenico, WebhookKeys};
use xaalis::value::{Amount, Reference};

/// Senfenico's webhook: the bytes, what the header `X-Webhook-Hash` said (empty when it was missing), and the
/// webhook keys, a list. A notice.
pub fn read_webhook(webhook_keys: &str, raw: &[u8], signature: &str, keys: Keys) -> Answer<String> {
    let notice = || {
        let secrets: Vec<String> = read::read(webhook_keys, "keys")?;
        senfenico::read(raw, signature, &WebhookKeys::new(secrets)?)
    };
    notice().map(|notice| keys.write(&notice)).map_err(|error| refused(error, keys))
}

/// The hash that Senfenico would send: for tests.
pub fn sign_webhook(raw: &[u8], key: &str) -> String {
    senfenico::sign(raw, key)
}

/// DEXCHANGE's callback: the bytes, the two parts of the address that was called, and the secrets behind it, a
/// list. A notice.
pub fn read_callback(secrets: &str, raw: &[u8], ext_id: &str, token: &str, keys: Keys) -> Answer<String> {
    let notice = callback_key(secrets).and_then(|key| key.read(raw, ext_id, token));
    notice.map(|notice| keys.write(&notice)).map_err(|error| refused(error, keys))
}

/// The `callback_url` of one payment.
pub fn callback_url(secrets: &str, base: &str, ext_id: &str, keys: Keys) -> Answer<String> {
    let url = || callback_key(secrets)?.callback_url(base, &reference(ext_id)?);
    url().map(|url| url.as_str().to_owned()).map_err(|error| refused(error, keys))
}

/// The `custom_data` of one payment, which the callback echoes.
pub fn custom_data(
    secrets: &str,
    ext_id: &str,
    service: &str,
    customer: &str,
    amount: Option<i64>,
    keys: Keys,
) -> Answer<String> {
    let data = || {
        let amount = amount.map(Amount::new).transpose()?;
        Ok(callback_key(secrets)?.custom_data(&reference(ext_id)?, service, customer, amount))
    };
    data().map_err(|error| refused(error, keys))
}

/// Does the HMAC of DEXCHANGE's JavaScript SDK fit? An addition to the token, never in its place.
pub fn verify_hmac(raw: &[u8], signature: &str, secret: &str, keys: Keys) -> Answer<()> {
    dexchange::verify_hmac(raw, signature, secret).map_err(|error| refused(error, keys))
}

fn callback_key(secrets: &str) -> Result<CallbackKey, PaymentError> {
    CallbackKey::rotating(read::read::<Vec<String>>(secrets, "secrets")?)
}

fn reference(text: &str) -> Result<Reference, PaymentError> {
    Reference::parse(text).map_err(|_| {
        let allowed = "letters, digits, - and _, at most 64";
        PaymentError::invalid("external_transaction_id", "not usable as an id", allowed)
    })
}
