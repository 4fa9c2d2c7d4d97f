//! Senfenico's webhooks.
//!
//! The page in our hands names no signature. The scheme is that of both official SDKs: the hex SHA-256 of
//! the raw body followed by the webhook key of the dashboard, in the header `X-Webhook-Hash`. It signs no
//! time and no event id, so an old webhook verifies for ever: skip those whose [`Notice::dedupe`] was
//! seen, and fetch the payment before believing it. Answer 200, or it is sent again for up to one hour.

use crate::digest::sha256;
use crate::error::PaymentError;
use crate::value::{Amount, Personal, Reference, wire};
use crate::vendor::Vendor;
use crate::webhook::{Notice, Secrets, check_size, from_hex, hex, not_documented, strict_json};
use base64ct::{Base64, Encoding};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::fmt;
use subtle::{Choice, ConstantTimeEq};

/// The header that carries the hash, as merchants' public code reads it; no page names it.
pub const HASH_HEADER: &str = "X-Webhook-Hash";

/// The webhook keys of the dashboard: one, or several while one replaces another.
#[derive(Clone)]
pub struct WebhookKeys(Secrets);

impl WebhookKeys {
    /// The keys a webhook may be hashed with, in any order.
    ///
    /// # Errors
    /// `webhook_key`, when there is none, or one is empty or has a space around it: without a key anyone
    /// could forge a webhook.
    pub fn new(keys: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, PaymentError> {
        Secrets::new("webhook_key", 1, keys).map(Self)
    }
}

impl fmt::Debug for WebhookKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

/// Checks that the body was hashed with one of the keys.
///
/// `raw` must be the bytes received: a body read as JSON and written again hashes differently.
/// `hash_header` is 64 hex digits or, as one integrator met it, the same 32 bytes in base64.
///
/// # Errors
/// `webhook`, whatever is missing or wrong.
pub fn verify(raw: &[u8], hash_header: &str, keys: &WebhookKeys) -> Result<(), PaymentError> {
    check_size(raw)?;
    let given = read_hash(hash_header.trim()).ok_or_else(|| PaymentError::webhook("no readable hash"))?;
    // Every key is tried, so that time does not tell which one fits.
    let fits = keys.0.iter().fold(Choice::from(0), |fits, key| fits | digest(raw, key).ct_eq(&given));
    if bool::from(fits) { Ok(()) } else { Err(PaymentError::webhook("the hash does not match")) }
}

/// Verifies a webhook and reads it; events and fields that are not known are fine.
///
/// # Errors
/// `webhook`, when [`verify`] refuses it, or it is not `{"event", "data"}` in strict JSON, or its amount
/// cannot be read exactly.
pub fn read(raw: &[u8], hash_header: &str, keys: &WebhookKeys) -> Result<Notice, PaymentError> {
    verify(raw, hash_header, keys)?;
    let envelope: Envelope<'_> = crate::json::from_str(strict_json(raw)?).map_err(|_| not_documented())?;
    let event = envelope.event.unwrap_or_default();
    let raw_data = envelope.data.map_or("null", RawValue::get);
    // The SDKs read `data` as JSON inside a JSON string, the docs show an object.
    let unpacked: String;
    let data: Data = match raw_data.bytes().next() {
        Some(b'{') => crate::json::from_str(raw_data).map_err(|_| not_documented())?,
        Some(b'"') => {
            unpacked = crate::json::from_str(raw_data).map_err(|_| not_documented())?;
            crate::json::from_str(strict_json(unpacked.as_bytes())?).map_err(|_| not_documented())?
        }
        Some(b'n') => Data::default(),
        _ => return Err(not_documented()),
    };
    let reference = |text: Option<String>| text.and_then(|text| Reference::parse(text.trim()).ok());
    let mut notice = Notice::new(Vendor::Senfenico, &event, data.status.as_deref().unwrap_or_default(), raw)?;
    notice.reference = reference(data.reference);
    notice.ext_id = reference(data.ext_id);
    notice.amount = data.amount;
    notice.number = data.phone.or(data.recipient_phone);
    notice.live_mode = data.live_mode;
    Ok(notice)
}

/// The hash Senfenico would send with this body: for tests and the sandbox only.
pub fn sign(raw: &[u8], key: &str) -> String {
    hex(&digest(raw, key.as_bytes()))
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(default, deserialize_with = "wire::text_opt")]
    event: Option<String>,
    #[serde(default, borrow)]
    data: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
struct Data {
    #[serde(default, deserialize_with = "wire::text_opt")]
    reference: Option<String>,
    #[serde(default, deserialize_with = "wire::text_opt")]
    ext_id: Option<String>,
    #[serde(default, deserialize_with = "wire::text_opt")]
    status: Option<String>,
    #[serde(default, deserialize_with = "wire::francs_opt")]
    amount: Option<Amount>,
    #[serde(default, deserialize_with = "wire::personal_opt")]
    phone: Option<Personal>,
    #[serde(default, deserialize_with = "wire::personal_opt")]
    recipient_phone: Option<Personal>,
    #[serde(default, deserialize_with = "wire::flag_opt")]
    live_mode: Option<bool>,
}

fn digest(raw: &[u8], key: &[u8]) -> [u8; 32] {
    sha256(&[raw, key])
}

fn read_hash(header: &str) -> Option<[u8; 32]> {
    if header.len() == 64 {
        return from_hex(header);
    }
    let mut out = [0; 32];
    let fits = header.len() == 44 && Base64::decode(header, &mut out).is_ok_and(|bytes| bytes.len() == 32);
    fits.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Hmac;

    const KEY: &str = "whk_sandbox";
    const CHARGE: &str = r#"{"event": "charge.success", "data": {"reference": "ch_39728149f97a46f1806a694dbb620b23", "amount": 1000, "fees": 3.5, "currency": "XOF", "status": "success", "live_mode": false, "provider": "orange_bf", "phone": "76000001", "new_field": [1.5]}}"#;
    const CHECKOUT: &str = r#"{"event":"checkout.pending","data":"{\"reference\":\"chk_de1ca053573c40a29a9fe95e7ad91d7e\",\"amount\":\"600.00\",\"status\":\"pending\",\"live_mode\":true}"}"#;
    const TRANSFER: &str = r#"{"event":"transfer.failed","data":{"reference":"tr_ef733c5a98b04a51b00773256d8b8f2f","ext_id":"98b96ea4-210d-4ea0-9b03-8d7fd96e4064","amount":100.0,"status":"failed","live_mode":false,"recipient_phone":"63000001"}}"#;

    fn keys() -> WebhookKeys {
        WebhookKeys::new(["whk_newer", KEY]).unwrap()
    }

    fn signed(raw: &str) -> Result<Notice, PaymentError> {
        read(raw.as_bytes(), &sign(raw.as_bytes(), KEY), &keys())
    }

    #[test]
    fn reads_each_kind_of_event() {
        let charge = signed(CHARGE).unwrap();
        assert_eq!(
            (charge.vendor, charge.event.as_str(), charge.status.as_str()),
            (Vendor::Senfenico, "charge.success", "success")
        );
        assert_eq!(charge.reference.unwrap().as_str(), "ch_39728149f97a46f1806a694dbb620b23");
        assert_eq!(
            (charge.amount, charge.fee, charge.live_mode),
            (Amount::new(1000).ok(), None, Some(false))
        );
        assert_eq!(charge.number.unwrap().expose(), "76000001");
        assert_eq!(charge.dedupe, hex(&sha256(&[CHARGE.as_bytes()])));
        let checkout = signed(CHECKOUT).unwrap();
        assert_eq!(
            (checkout.amount, checkout.live_mode, checkout.status.as_str()),
            (Amount::new(600).ok(), Some(true), "pending")
        );
        let transfer = signed(TRANSFER).unwrap();
        assert_eq!(transfer.ext_id.unwrap().as_str(), "98b96ea4-210d-4ea0-9b03-8d7fd96e4064");
        assert!(!format!("{:?}", signed(TRANSFER).unwrap()).contains("63000001"));
        let spaced = signed(
            r#"{"event":" charge.success\n","data":{"status":"Success ","reference":" tr_1","ext_id":"Pay-1\t"}}"#,
        )
        .unwrap();
        assert_eq!((spaced.event.as_str(), spaced.status.as_str()), ("charge.success", "Success"));
        assert_eq!((spaced.reference.unwrap().as_str(), spaced.ext_id.unwrap().as_str()), ("tr_1", "Pay-1"));
        for raw in [
            r#"{"event":"refund.created","data":{"x":{}}}"#,
            r#"{"event":"ping"}"#,
            r#"{"event":"ping","data":null}"#,
        ] {
            let other = signed(raw).unwrap();
            assert_eq!((other.reference, other.amount, other.status.as_str()), (None, None, ""), "{raw}");
        }
    }

    #[test]
    fn every_changed_byte_is_refused() {
        for sample in [CHARGE, CHECKOUT, TRANSFER] {
            let hash = sign(sample.as_bytes(), KEY);
            let keys = keys();
            for at in 0..sample.len() {
                for change in [1, 0x20, 0x80] {
                    let mut raw = sample.as_bytes().to_vec();
                    raw[at] ^= change;
                    assert!(verify(&raw, &hash, &keys).is_err(), "{at}");
                }
            }
            for at in 0..hash.len() {
                for byte in 0..128_u8 {
                    let mut header = hash.clone().into_bytes();
                    let same = header[at].eq_ignore_ascii_case(&byte);
                    header[at] = byte;
                    let header = String::from_utf8(header).unwrap();
                    assert_eq!(verify(sample.as_bytes(), &header, &keys).is_ok(), same, "{at} {byte}");
                }
            }
            for len in 0..sample.len() {
                assert!(verify(&sample.as_bytes()[..len], &hash, &keys).is_err());
            }
        }
    }

    #[test]
    fn accepts_hex_of_either_case_and_base64_under_any_key() {
        let raw = CHARGE.as_bytes();
        assert_eq!(sign(b"", "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let digest = digest(raw, KEY.as_bytes());
        assert!(verify(raw, &sign(raw, KEY).to_uppercase(), &keys()).is_ok());
        assert!(verify(raw, &Base64::encode_string(&digest), &keys()).is_ok());
        assert!(verify(raw, &format!(" {} ", sign(raw, "whk_newer")), &keys()).is_ok());
        assert!(verify(raw, &sign(raw, "whk_other"), &keys()).is_err());
        // A key given twice counts as given.
        assert!(verify(raw, &sign(raw, KEY), &WebhookKeys::new([KEY, KEY]).unwrap()).is_ok());
        let hmac = hex(&Hmac::new(KEY.as_bytes()).of(&[raw]));
        assert!(verify(raw, &hmac, &keys()).is_err(), "HMAC is not their scheme");
    }

    #[test]
    fn fails_closed() {
        for none in [&[][..], &[""], &[" "], &["a", ""], &["a\n"]] {
            assert!(WebhookKeys::new(none.iter().copied()).is_err(), "{none:?}");
        }
        let mut short = sign(CHARGE.as_bytes(), KEY);
        short.truncate(63);
        for header in
            ["", " ", "null", &short, &"0".repeat(64), &"A".repeat(44), &"=".repeat(44), &"é".repeat(32)]
        {
            assert!(verify(CHARGE.as_bytes(), header, &keys()).is_err(), "{header:?}");
        }
        let large = " ".repeat(crate::webhook::MAX_BYTES + 1);
        assert!(signed(&large).is_err());
        assert_eq!(format!("{:?}", keys()), "[REDACTED]");
    }

    #[test]
    fn a_good_hash_does_not_excuse_a_bad_body() {
        for raw in [
            "",
            "[]",
            "null",
            "\"x\"",
            "{}",
            r#"{"data":{}}"#,
            r#"{"event":"","data":{}}"#,
            r#"{"event":null}"#,
            r#"{"event":"a","event":"a"}"#,
            r#"{"event":"a","x":1,"x":2}"#,
            r#"{"event":"a","data":{"x":{"y":1,"y":2}}}"#,
            r#"{"event":"a","data":"{\"x\":1,\"x\":2}"}"#,
            r#"{"event":"a","data":{"status":"x","status":"y"}}"#,
            r#"{"event":"a","data":"{\"status\":\"x\",\"status\":\"y\"}"}"#,
            r#"{"event":"a","data":"[]"}"#,
            r#"{"event":"a","data":"\"{}\""}"#,
            r#"{"event":"a","data":"{"}"#,
            r#"{"event":"a","data":[]}"#,
            r#"{"event":"a","data":1}"#,
            r#"{"event":"a","data":{"amount":0.5}}"#,
            r#"{"event":"a","data":{"amount":1e3}}"#,
            r#"{"event":"a","data":{"amount":-1}}"#,
            r#"{"event":"a b","data":{}}"#,
            r#"{"event":"a\nb","data":{}}"#,
            r#"{"event":"a","data":{"status":"pay 76000001"}}"#,
        ] {
            assert!(matches!(signed(raw), Err(PaymentError::Webhook { .. })), "{raw}");
        }
    }
}
