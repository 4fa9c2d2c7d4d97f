//! Senfenico's fees: a percentage, kept as the decimal text it came as.

use crate::error::PaymentError;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A percentage from 0 to 100, such as Senfenico's `fees` (`3.5`, `"3.50"`): a share, never an amount.
///
/// The text stays as given; `3.50` equals `3.5`.
#[derive(Clone, Debug)]
pub struct Percent(String);

impl Percent {
    /// Reads a plain decimal number of percents.
    ///
    /// # Errors
    /// `percent`, for a sign, an exponent, over 100, over 12 decimals or anything but digits and one point.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let is_number =
            |part: &str| (1..=12).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(decimals) {
            return Err(refused("not a plain decimal number"));
        }
        let within = match whole.parse::<u64>() {
            Ok(0..=99) => true,
            Ok(100) => decimals.bytes().all(|byte| byte == b'0'),
            _ => false,
        };
        if within { Ok(Self(text.to_owned())) } else { Err(refused("over 100")) }
    }

    /// The text exactly as the vendor gave it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The share in ten-thousandths: 3.5 % is 350, so a fee is `francs × 350 ÷ 10000`.
    ///
    /// `None` when it has more than two significant decimals.
    pub fn ten_thousandths(&self) -> Option<i64> {
        let (whole, decimals) = self.value();
        let decimals = match decimals.len() {
            0 => 0,
            1 => decimals.parse::<i64>().ok()?.saturating_mul(10),
            2 => decimals.parse::<i64>().ok()?,
            _ => return None,
        };
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        Some(whole.saturating_mul(100).saturating_add(decimals))
    }

    /// The digits that count, on both sides of the point.
    fn value(&self) -> (&str, &str) {
        let (whole, decimals) = self.0.split_once('.').unwrap_or((&self.0, ""));
        (whole.trim_start_matches('0'), decimals.trim_end_matches('0'))
    }
}

fn refused(problem: &str) -> PaymentError {
    PaymentError::invalid(
        "percent",
        problem,
        "a decimal number from 0 to 100, such as 3.5, up to 12 decimals",
    )
}

impl PartialEq for Percent {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value()
    }
}

impl Eq for Percent {}

impl Hash for Percent {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value().hash(state);
    }
}

/// `3.5 %`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}

serde_as_text!(Percent, "a decimal percentage as text", Percent::parse);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

    fn percent(text: &str) -> Percent {
        Percent::parse(text).unwrap()
    }

    #[test]
    fn keeps_its_text_and_compares_by_value() {
        assert_eq!(percent("3.50").as_str(), "3.50");
        assert_eq!(percent("3.50"), percent("3.5"));
        assert_eq!(percent("03"), percent("3.000"));
        assert_eq!(percent("0"), percent("0.00"));
        assert_ne!(percent("3.05"), percent("3.5"));
        assert_ne!(percent("30"), percent("3"));
        assert_eq!(HashSet::from([percent("3.50"), percent("3.5")]).len(), 1);
        let hash = |text: &str| BuildHasherDefault::<DefaultHasher>::default().hash_one(percent(text));
        assert!(hash("3.50") == hash("3.5") && hash("3.05") != hash("3.5"));
        assert_eq!(percent("3.50").to_string(), "3.50 %");
    }

    #[test]
    fn counts_ten_thousandths_exactly_or_not_at_all() {
        for (text, count) in [
            ("0", Some(0)),
            ("3.5", Some(350)),
            ("3.50", Some(350)),
            ("3.05", Some(305)),
            ("0.25", Some(25)),
            ("2", Some(200)),
            ("100.000", Some(10_000)),
            ("1.500000000000", Some(150)),
            ("1.125", None),
        ] {
            assert_eq!(percent(text).ten_thousandths(), count, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_percentage() {
        for text in [
            "",
            ".",
            "3.",
            ".5",
            "-1",
            "+1",
            "1e1",
            "NaN",
            "100.1",
            "101",
            "3,5",
            "3.5%",
            " 3",
            "3 ",
            "٣",
            "1.2.3",
            "0.1234567890123",
            "1000000000000000000000000000000000000",
        ] {
            assert!(Percent::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn is_a_checked_text_in_json() {
        assert_eq!(serde_json::to_string(&percent("3.50")).unwrap(), "\"3.50\"");
        assert_eq!(serde_json::from_str::<Percent>("\"3.50\"").unwrap().as_str(), "3.50");
        assert!(serde_json::from_str::<Percent>("\"350\"").is_err());
    }
}
