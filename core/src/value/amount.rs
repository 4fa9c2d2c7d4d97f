//! Money: whole francs, never a float.

use crate::error::PaymentError;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;

/// An amount in francs CFA (XOF), which has no smaller unit: 0 to 1,000,000,000,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Amount(i64);

impl Amount {
    /// No money.
    pub const ZERO: Self = Self(0);
    /// The most this library will handle: 10^12 francs, far under what JavaScript counts exactly.
    pub const MAX: Self = Self(1_000_000_000_000);

    /// This many francs.
    ///
    /// # Errors
    /// `amount`, when negative or over [`Amount::MAX`].
    pub fn new(francs: i64) -> Result<Self, PaymentError> {
        if (0..=Self::MAX.0).contains(&francs) { Ok(Self(francs)) } else { Err(refused("out of range")) }
    }

    /// An amount of at least `least` francs, or which field it is that holds less.
    pub(crate) fn at_least(field: &str, francs: i64, least: i64) -> Result<Self, PaymentError> {
        let allowed = format!("whole francs (XOF) from {least} to {}", Self::MAX.0);
        match Self::new(francs) {
            Ok(amount) if francs >= least => Ok(amount),
            _ => Err(PaymentError::invalid(field, format!("{francs} is out of range"), allowed)),
        }
    }

    /// The number of francs.
    pub const fn francs(self) -> i64 {
        self.0
    }

    /// Reads what the vendors print: `500`, and `18692.0` or `18692.00`, whose decimals are all zero.
    ///
    /// Read from the text, because a float cannot tell `0.1 + 0.2` from what was meant.
    ///
    /// # Errors
    /// `amount`, for anything else: a sign, an exponent, real decimals, spaces, an empty text, too much.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        let mut francs = 0_i64;
        let mut rest = text.as_bytes();
        while let [digit @ b'0'..=b'9', tail @ ..] = rest {
            // What saturates is far over the most that is allowed.
            francs = francs.saturating_mul(10).saturating_add(i64::from(digit & 0x0f));
            rest = tail;
        }
        let has_digits = rest.len() < text.len();
        match rest {
            [] if has_digits => Self::new(francs),
            [b'.', decimals @ ..] if has_digits && is_zeros(decimals) => Self::new(francs),
            [b'.', decimals @ ..] if has_digits && is_digits(decimals) => {
                Err(refused("a fraction of a franc"))
            }
            _ => Err(refused("not a plain number")),
        }
    }

    /// The sum, held at [`Amount::MAX`].
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        let sum = self.0.saturating_add(other.0);
        if sum > Self::MAX.0 { Self::MAX } else { Self(sum) }
    }
}

fn is_zeros(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|byte| *byte == b'0')
}

fn is_digits(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
}

fn refused(problem: &str) -> PaymentError {
    PaymentError::invalid("amount", problem, "whole francs CFA, 0 to 1000000000000")
}

/// `104 500 F CFA`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (at, digit) in digits.chars().enumerate() {
            let left = digits.len().saturating_sub(at);
            if at > 0 && left.is_multiple_of(3) {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        f.write_str(" F CFA")
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl de::Visitor<'_> for Reader {
            type Value = Amount;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number of francs")
            }
            fn visit_i64<E: de::Error>(self, francs: i64) -> Result<Amount, E> {
                Amount::new(francs).map_err(E::custom)
            }
            fn visit_u64<E: de::Error>(self, francs: u64) -> Result<Amount, E> {
                i64::try_from(francs)
                    .map_err(|_| E::custom(refused("out of range")))
                    .and_then(|n| self.visit_i64(n))
            }
        }
        deserializer.deserialize_i64(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_vendors_print() {
        for (text, francs) in [
            ("0", 0),
            ("500", 500),
            ("0500", 500),
            ("18692.0", 18_692),
            ("18692.00", 18_692),
            ("1000000000000", 1_000_000_000_000),
        ] {
            assert_eq!(Amount::parse(text).map(Amount::francs), Ok(francs), "{text}");
        }
    }

    #[test]
    fn a_refusal_tells_a_fraction_from_nonsense() {
        for (text, problem) in [
            ("0.5", "a fraction of a franc"),
            ("1.01", "a fraction of a franc"),
            ("5.", "not a plain number"),
            ("5.x", "not a plain number"),
            (".5", "not a plain number"),
        ] {
            assert_eq!(Amount::parse(text), Err(refused(problem)), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            " ",
            "0.5",
            "1.01",
            "1e3",
            "1E3",
            "NaN",
            "inf",
            "-5",
            "-0",
            "+5",
            "5 0",
            " 5",
            "5 ",
            "5.",
            ".5",
            ".",
            "1.0.0",
            "1,000",
            "1_000",
            "0x10",
            "٥٠٠",
            "５００",
            "5\0",
            "1000000000001",
            "1000000000000.1",
            "99999999999999999999999999",
            "true",
            "null",
            "\"5\"",
        ] {
            assert!(Amount::parse(text).is_err(), "{text:?}");
        }
        assert!(Amount::new(-1).is_err() && Amount::new(1_000_000_000_001).is_err());
    }

    #[test]
    fn is_a_checked_number_in_json() {
        assert_eq!(serde_json::from_str::<Amount>("104500").unwrap(), Amount(104_500));
        assert_eq!(serde_json::to_string(&Amount(104_500)).unwrap(), "104500");
        for bad in ["-1", "1.0", "\"5\"", "1000000000001", "18446744073709551615", "null"] {
            assert!(serde_json::from_str::<Amount>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn groups_by_three_and_adds_without_overflow() {
        for (francs, shown) in [
            (0, "0 F CFA"),
            (999, "999 F CFA"),
            (1_000, "1 000 F CFA"),
            (104_500, "104 500 F CFA"),
            (1_234_567, "1 234 567 F CFA"),
        ] {
            assert_eq!(Amount(francs).to_string(), shown);
        }
        assert_eq!(Amount(2).plus(Amount(3)), Amount(5));
        assert_eq!(Amount::MAX.plus(Amount(1)), Amount::MAX);
        assert_eq!(Amount(1).plus(Amount(999_999_999_999)), Amount::MAX);
    }
}
