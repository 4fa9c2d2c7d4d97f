//! API keys.

use crate::digest::Hmac;
use crate::error::PaymentError;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

/// Whether a key moves real money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// `sk_test_…`: play money.
    Test,
    /// `sk_live_…`: real money.
    Live,
    /// The key does not say (DEXCHANGE's do not): treat it as live.
    Unknown,
}

impl Mode {
    /// Does an answer's `live_mode` speak against this key? One that does not say never does.
    pub(crate) const fn contradicts(self, live_mode: Option<bool>) -> bool {
        matches!((self, live_mode), (Self::Test, Some(true)) | (Self::Live, Some(false)))
    }
}

/// A vendor's secret key: wiped from memory when dropped, never written, never shown.
///
/// Clones share one copy.
#[derive(Clone)]
pub struct ApiKey(Arc<SecretString>);

impl ApiKey {
    /// Reads a key: 8 to 256 visible ASCII characters.
    ///
    /// Checked here because HTTP libraries print a header they find illegal, key and all.
    ///
    /// # Errors
    /// `key`, naming the place of the bad character, never the character.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        let refused =
            |problem: String| PaymentError::invalid("key", problem, "8 to 256 visible ASCII characters");
        if let Some(at) = text.bytes().position(|byte| !byte.is_ascii_graphic()) {
            return Err(refused(format!("bad character at offset {at}")));
        }
        if !(8..=256).contains(&text.len()) {
            return Err(refused(format!("{} characters long", text.len())));
        }
        Ok(Self(Arc::new(SecretString::from(text))))
    }

    /// Test, live or unknown, by the key's prefix.
    pub fn mode(&self) -> Mode {
        let key = self.expose();
        if key.starts_with("sk_test_") {
            Mode::Test
        } else if key.starts_with("sk_live_") {
            Mode::Live
        } else {
            Mode::Unknown
        }
    }

    /// The key itself, for the request header only.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// A key for another purpose, HMAC-SHA256(key, label), so that one secret never serves two.
    pub fn derive(&self, label: &str) -> [u8; 32] {
        Hmac::new(self.expose().as_bytes()).of(&[label.as_bytes()])
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.mode() {
            Mode::Test => "[REDACTED sk_test]",
            Mode::Live => "[REDACTED sk_live]",
            Mode::Unknown => "[REDACTED]",
        })
    }
}

read_as_text!(ApiKey, "an API key", ApiKey::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_test_from_live_and_shows_no_more() {
        for (text, mode, shown) in [
            ("sk_test_sandbox", Mode::Test, "[REDACTED sk_test]"),
            ("sk_live_sandbox", Mode::Live, "[REDACTED sk_live]"),
            ("dexchange-sandbox", Mode::Unknown, "[REDACTED]"),
        ] {
            let key = ApiKey::parse(text).unwrap();
            assert_eq!((key.mode(), format!("{key:?}").as_str(), key.expose()), (mode, shown, text));
        }
        assert_eq!(serde_json::to_string(&Mode::Live).unwrap(), "\"live\"");
    }

    #[test]
    fn only_the_other_mode_contradicts_a_key() {
        for (mode, live_mode, contradicts) in [
            (Mode::Test, Some(true), true),
            (Mode::Live, Some(false), true),
            (Mode::Test, Some(false), false),
            (Mode::Live, Some(true), false),
            (Mode::Unknown, Some(true), false),
            (Mode::Unknown, Some(false), false),
            (Mode::Test, None, false),
            (Mode::Live, None, false),
        ] {
            assert_eq!(mode.contradicts(live_mode), contradicts, "{mode:?} {live_mode:?}");
        }
    }

    #[test]
    fn names_the_place_of_a_bad_character_not_the_key() {
        for (bad, at) in [("sk_test_abc\n", 11), ("sk_test abc", 7), ("sk_tést_abc", 4), ("\0k_test_", 0)] {
            let error = ApiKey::parse(bad).unwrap_err().to_string();
            assert!(error.contains(&format!("offset {at}")) && !error.contains("abc"), "{error}");
        }
        for bad in ["", "sk_test", &"k".repeat(257)] {
            assert!(ApiKey::parse(bad).is_err());
        }
        assert!(ApiKey::parse(&"k".repeat(256)).is_ok() && ApiKey::parse("12345678").is_ok());
    }

    #[test]
    fn derives_one_key_per_label() {
        // The expected bytes are from `openssl dgst -sha256 -hmac sk_test_sandbox`.
        let key = ApiKey::parse("sk_test_sandbox").unwrap();
        let first = u32::from_be_bytes(*key.derive("relay-v1").first_chunk().unwrap());
        assert_eq!(first, 0xa8bc_2776);
        assert_ne!(key.derive("relay-v1"), key.derive("relay-v2"));
    }
}
