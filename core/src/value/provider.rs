//! The mobile-money operators Senfenico collects from.

use super::is_word;
use crate::error::PaymentError;
use serde::Serialize;
use std::fmt;

/// A mobile-money operator of Burkina Faso, by its name in the Senfenico API.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Orange Money.
    OrangeBf,
    /// Moov Money.
    MoovBf,
    /// Coris Money: any Burkinabè mobile number.
    CorisBf,
    /// Sank Money: any Burkinabè mobile number.
    SankBf,
    /// An operator that this version does not know, in an answer; none is paid through.
    #[serde(untagged)]
    Other(String),
}

impl Provider {
    /// The name on the wire: `orange_bf`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::OrangeBf => "orange_bf",
            Self::MoovBf => "moov_bf",
            Self::CorisBf => "coris_bf",
            Self::SankBf => "sank_bf",
            Self::Other(name) => name,
        }
    }

    /// Reads the name of an operator to pay through: a documented one, in any case, with any space around.
    ///
    /// # Errors
    /// `provider`, when it is not one of the four that Senfenico's page names: the vendor would refuse it.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        Self::one_of("provider", text, &Self::KNOWN)
    }

    /// The operators that Senfenico's page names.
    pub(crate) const KNOWN: [Self; 4] = [Self::OrangeBf, Self::MoovBf, Self::CorisBf, Self::SankBf];

    pub(crate) fn names(operators: &[Self]) -> Vec<&str> {
        operators.iter().map(Self::as_str).collect()
    }

    /// One of these operators, by its name.
    pub(crate) fn one_of(field: &str, text: &str, operators: &[Self]) -> Result<Self, PaymentError> {
        let named = Self::echoed(text);
        if operators.contains(&named) {
            return Ok(named);
        }
        Err(PaymentError::unknown_word(field, "not an operator of Senfenico", text, &Self::names(operators)))
    }

    /// A name as a vendor writes it: a known one in any case, with any space around; any other as it came.
    pub(crate) fn echoed(text: &str) -> Self {
        match text {
            // As documented, as a rule.
            "orange_bf" => Self::OrangeBf,
            "moov_bf" => Self::MoovBf,
            "coris_bf" => Self::CorisBf,
            "sank_bf" => Self::SankBf,
            _ => Self::KNOWN
                .into_iter()
                .find(|known| is_word(text, known.as_str()))
                .unwrap_or_else(|| Self::Other(text.to_owned())),
        }
    }
}

// By hand, because serde buffers a value before it tries an untagged variant.
read_as_text!(Provider, "an operator's name", |text| Ok(Provider::echoed(text)));

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways_in_text_and_json() {
        for name in ["orange_bf", "moov_bf", "coris_bf", "sank_bf"] {
            let provider = Provider::parse(name).unwrap();
            assert_eq!((provider.as_str(), serde_json::to_value(&provider).unwrap()), (name, name.into()));
        }
        for (text, known) in [("MOOV_BF", Provider::MoovBf), (" Coris_bf", Provider::CorisBf)] {
            assert_eq!(Provider::parse(text).unwrap(), known, "{text:?}");
        }
    }

    #[test]
    fn a_word_of_the_vendors_is_kept_and_a_word_to_it_is_a_known_one() {
        for text in ["telecel_bf", "", "Orange", "Wave_BF", "orange bf", "orange\n", "é", &"a".repeat(33)] {
            let echoed: Provider = serde_json::from_value(text.into()).unwrap();
            assert_eq!((echoed.as_str(), serde_json::to_value(&echoed).unwrap()), (text, text.into()));
            let error = Provider::parse(text).unwrap_err().to_string();
            let likely = text.to_lowercase().starts_with("orange");
            assert_eq!(error.ends_with("; did you mean orange_bf?"), likely, "{error}");
            assert!(error.contains("allowed: orange_bf, moov_bf, coris_bf, sank_bf"), "{error}");
        }
    }
}
