//! What both vendors' webhooks share: limits, strict JSON, the notice they come to.
//!
//! A webhook is a hint, never the truth: neither vendor signs a time, so one may be replayed for ever,
//! and DEXCHANGE's are not signed at all. Fetch the payment before believing its status.

use crate::digest::sha256;
use crate::error::PaymentError;
use crate::given::{At, Given, Read, Terms, shape};
use crate::value::{Amount, Personal, Reference};
use crate::vendor::Vendor;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::fmt;
use zeroize::Zeroizing;

/// The largest webhook that is read, in bytes; the documented ones have a few hundred.
pub const MAX_BYTES: usize = 64 * 1024;
const MAX_DEPTH: usize = 16;
const MAX_NODES: usize = 10_000;

/// What a webhook says, checked for shape and origin. Nothing in it is proof that money moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Who sent it.
    pub vendor: Vendor,
    /// What happened: Senfenico's `event` (`charge.success`), DEXCHANGE's `transactionType` (`BILL`).
    pub event: String,
    /// The vendor's reference: `ch_…`, `chk_…`, `tr_…`, a UUID or `TID…`.
    #[serde(default)]
    pub reference: Option<Reference>,
    /// Ours: Senfenico's `ext_id`, DEXCHANGE's `externalTransactionId`.
    #[serde(default)]
    pub ext_id: Option<Reference>,
    /// The status in the vendor's own word, empty when it gives none.
    pub status: String,
    /// The amount in francs CFA.
    #[serde(default)]
    pub amount: Option<Amount>,
    /// DEXCHANGE's fee in francs CFA. Senfenico's `fees` is a percentage and is not read here.
    #[serde(default)]
    pub fee: Option<Amount>,
    /// DEXCHANGE: your balance before, in francs CFA.
    #[serde(default)]
    pub previous_balance: Option<Amount>,
    /// DEXCHANGE: your balance after, in francs CFA.
    #[serde(default)]
    pub current_balance: Option<Amount>,
    /// DEXCHANGE: the meter or customer number (`PHONE_NUMBER`). Senfenico: the phone.
    #[serde(default)]
    pub number: Option<Personal>,
    /// DEXCHANGE: the Woyofal recharge code, opaque text.
    #[serde(default)]
    pub token: Option<Personal>,
    /// DEXCHANGE: `customData`, echoed back.
    #[serde(default)]
    pub custom_data: Option<Personal>,
    /// Senfenico: whether real money is meant.
    #[serde(default)]
    pub live_mode: Option<bool>,
    /// The hex SHA-256 of the raw body: the same webhook again has the same one.
    pub dedupe: String,
}

shape! {
    Notice {
        vendor, event, reference, ext_id, status, amount, fee, previous_balance, current_balance, number, token,
        custom_data, live_mode, dedupe,
    }
    open = true
}

impl Notice {
    /// Reads a notice that was given out before.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming what is missing or of the wrong kind.
    pub fn read(given: Given<'_>, terms: &Terms) -> Result<Self, PaymentError> {
        Read::read(given, &At::new("notice", terms))
    }

    /// A notice that says nothing yet.
    pub(crate) fn new(vendor: Vendor, event: &str, status: &str, raw: &[u8]) -> Result<Self, PaymentError> {
        let (event, status) = (event.trim(), status.trim());
        let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        if event.is_empty() || ![event, status].iter().all(|text| text.len() <= 64 && text.bytes().all(word))
        {
            return Err(PaymentError::webhook("event or status is not a word"));
        }
        Ok(Self {
            vendor,
            event: event.to_owned(),
            reference: None,
            ext_id: None,
            status: status.to_owned(),
            amount: None,
            fee: None,
            previous_balance: None,
            current_balance: None,
            number: None,
            token: None,
            custom_data: None,
            live_mode: None,
            dedupe: hex(&sha256(&[raw])),
        })
    }
}

/// The text of JSON that every reader reads alike: at most [`MAX_BYTES`], 16 levels and 10,000 values, no key
/// twice, nothing after the end.
pub(crate) fn strict_json(raw: &[u8]) -> Result<&str, PaymentError> {
    check_size(raw)?;
    let text = std::str::from_utf8(raw).map_err(|_| not_json())?;
    let value: &RawValue = crate::json::from_str(text).map_err(|_| not_json())?;
    check_value(value.get(), 0, &mut 0)?;
    Ok(value.get())
}

pub(crate) fn check_size(raw: &[u8]) -> Result<(), PaymentError> {
    if raw.len() <= MAX_BYTES { Ok(()) } else { Err(PaymentError::webhook("larger than 65536 bytes")) }
}

pub(crate) fn not_documented() -> PaymentError {
    PaymentError::webhook("not the documented shape")
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const LETTERS: u8 = b'a' - 10;
    let digit = |n: u8| n.saturating_add(if n < 10 { b'0' } else { LETTERS });
    let text = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    String::from_utf8(text).unwrap_or_default()
}

/// 64 hex digits of either case.
pub(crate) fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    (pairs.len() == out.len()).then_some(())?;
    for (byte, [high, low]) in out.iter_mut().zip(pairs) {
        let digit = |c: u8| char::from(c).to_digit(16).and_then(|n| u8::try_from(n).ok());
        *byte = (digit(*high)? << 4) | digit(*low)?;
    }
    Some(out)
}

/// Secrets of one purpose, the newest first; more than one while a secret is being replaced.
#[derive(Clone)]
pub(crate) struct Secrets(Vec<Zeroizing<String>>);

impl Secrets {
    /// At least one, each of at least `shortest` bytes; a check that no secret guards is refused here.
    pub(crate) fn new<T: Into<String>>(
        field: &str,
        shortest: usize,
        secrets: impl IntoIterator<Item = T>,
    ) -> Result<Self, PaymentError> {
        let secrets: Vec<_> = secrets.into_iter().map(|secret| Zeroizing::new(secret.into())).collect();
        let allowed = || format!("one secret or more, each of at least {shortest} characters");
        if secrets.is_empty() {
            return Err(PaymentError::invalid(field, "no secret", allowed()));
        }
        if secrets.iter().any(|secret| secret.trim() != secret.as_str()) {
            return Err(PaymentError::invalid(field, "a space or line end around a secret", allowed()));
        }
        if secrets.iter().any(|secret| secret.len() < shortest) {
            return Err(PaymentError::invalid(field, "a secret is too short", allowed()));
        }
        Ok(Self(secrets))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|secret| secret.as_bytes())
    }

    /// The one that new things are made with.
    pub(crate) fn newest(&self) -> &[u8] {
        self.0.first().map(|secret| secret.as_bytes()).unwrap_or_default()
    }
}

fn not_json() -> PaymentError {
    PaymentError::webhook("not JSON")
}

fn check_value(raw: &str, depth: usize, nodes: &mut usize) -> Result<(), PaymentError> {
    *nodes = nodes.saturating_add(1);
    if *nodes > MAX_NODES {
        return Err(too_many());
    }
    if depth > MAX_DEPTH {
        return Err(PaymentError::webhook("more than 16 levels deep"));
    }
    let inner = depth.saturating_add(1);
    match raw.bytes().next() {
        Some(b'{') => {
            let Pairs(pairs) = crate::json::from_str(raw).map_err(|_| not_json())?;
            pairs.iter().try_for_each(|(_, value)| check_value(value.get(), inner, nodes))?;
            let mut keys: Vec<String> = pairs.into_iter().map(|(key, _)| key).collect();
            keys.sort_unstable();
            if keys.iter().zip(keys.iter().skip(1)).any(|(key, next)| key == next) {
                return Err(PaymentError::webhook("a key twice in one object"));
            }
            Ok(())
        }
        Some(b'[') => {
            // Takes no memory, unlike the items themselves.
            let count = crate::json::from_str::<Vec<IgnoredAny>>(raw).map_err(|_| not_json())?.len();
            if count > MAX_NODES {
                return Err(too_many());
            }
            let items: Vec<&RawValue> = crate::json::from_str(raw).map_err(|_| not_json())?;
            items.into_iter().try_for_each(|item| check_value(item.get(), inner, nodes))
        }
        // Half a character, written as an escape, is found by whoever unpacks it.
        Some(b'"') => crate::json::from_str::<String>(raw).map(drop).map_err(|_| not_json()),
        _ => Ok(()),
    }
}

fn too_many() -> PaymentError {
    PaymentError::webhook("more than 10000 values")
}

/// An object's pairs in order, the doubled keys included.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Pairs<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                // One more than is read: the rest would only take memory.
                while pairs.len() <= MAX_NODES
                    && let Some(pair) = map.next_entry()?
                {
                    pairs.push(pair);
                }
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(raw: impl AsRef<[u8]>) -> String {
        strict_json(raw.as_ref()).unwrap_err().to_string()
    }

    #[test]
    fn plain_json_stays_as_it_is() {
        let plain = r#"{"a":[1,-2,true,null,"\u00e9"],"b":{"a":18692.00},"c":18446744073709551615}"#;
        assert_eq!(strict_json(format!(" {plain}\n").as_bytes()).unwrap(), plain);
    }

    #[test]
    fn refuses_what_two_readers_may_see_differently() {
        assert!(problem(r#"{"a":1,"a":1}"#).contains("twice"));
        assert!(problem(r#"{"a":1,"\u0061":2}"#).contains("twice"));
        assert!(problem(r#"{"x":[{"a":1,"b":2,"a":3}]}"#).contains("twice"));
        for bad in [
            "",
            " ",
            "{",
            "{}x",
            "{} {}",
            "NaN",
            "{\"a\":NaN}",
            "{\"a\":Infinity}",
            "{a:1}",
            "{'a':1}",
            "{\"a\":1,}",
            "[1,]",
            "01",
            "+1",
            "1.",
            "\"\\x\"",
            "\"\n\"",
            "\"\\ud800\"",
            "// x\n{}",
            "\u{feff}{}",
            "{\"a\":01}",
        ] {
            assert!(problem(bad).contains("not JSON"), "{bad:?}");
        }
        assert!(problem([b'"', 0xff, b'"']).contains("not JSON"));
    }

    #[test]
    fn stops_at_its_limits() {
        let nested = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        assert!(strict_json(nested(16).as_bytes()).is_ok());
        assert!(problem(nested(17)).contains("16 levels"));
        assert!(problem(nested(30_000)).contains("16 levels"));
        let list = |items: usize| format!("[{}]", vec!["1"; items].join(","));
        assert!(strict_json(list(9_999).as_bytes()).is_ok());
        assert!(problem(list(10_000)).contains("10000"));
        let text = |len: usize| format!("\"{}\"", "a".repeat(len.saturating_sub(2)));
        assert!(strict_json(text(MAX_BYTES).as_bytes()).is_ok());
        assert!(problem(text(MAX_BYTES.saturating_add(1))).contains("larger"));
    }

    #[test]
    fn hex_goes_both_ways() {
        let bytes: [u8; 32] = sha256(&[b"abc"]);
        assert_eq!(hex(&bytes), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(from_hex(&hex(&bytes).to_uppercase()), Some(bytes));
        for bad in
            ["", "ba", &"0".repeat(63), &"0".repeat(65), &"0".repeat(66), &"g".repeat(64), &"é".repeat(32)]
        {
            assert_eq!(from_hex(bad), None);
        }
    }

    #[test]
    fn secrets_are_never_empty() {
        let made = |secrets: &[&str]| Secrets::new("keys", 4, secrets.iter().copied());
        assert!(made(&["abcd", "efgh"]).is_ok_and(|secrets| secrets.newest() == b"abcd"));
        for bad in [&[][..], &[""], &["abc"], &["abcd", ""], &["abcd\n"], &[" abcd"], &["     "]] {
            assert!(made(bad).is_err(), "{bad:?}");
        }
    }
}
