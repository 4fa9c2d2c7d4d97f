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
    /// An operator added since this version was written.
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

    /// Reads a name: a documented one in any case, with any space around; another is kept as
    /// [`Provider::Other`], so that a new operator works.
    ///
    /// # Errors
    /// `provider`, when it is neither documented nor 1 to 32 of a-z, 0-9 and `_`.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        match Self::echoed(text) {
            Self::Other(name) => Self::check_name(&name).map(|()| Self::Other(name)),
            known => Ok(known),
        }
    }

    /// Whether a name that is not documented can be sent as it is.
    pub(crate) fn check_name(name: &str) -> Result<(), PaymentError> {
        let fits = (1..=32).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if fits {
            return Ok(());
        }
        Err(PaymentError::invalid(
            "provider",
            "not an operator's name",
            "orange_bf, moov_bf, coris_bf, sank_bf",
        ))
    }

    /// A name as a vendor writes it: a known one in any case, with any space around; any other as it came.
    pub(crate) fn echoed(text: &str) -> Self {
        match text {
            // As documented, as a rule.
            "orange_bf" => Self::OrangeBf,
            "moov_bf" => Self::MoovBf,
            "coris_bf" => Self::CorisBf,
            "sank_bf" => Self::SankBf,
            _ => [Self::OrangeBf, Self::MoovBf, Self::CorisBf, Self::SankBf]
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
        for name in ["orange_bf", "moov_bf", "coris_bf", "sank_bf", "telecel_bf"] {
            let provider = Provider::parse(name).unwrap();
            assert_eq!(provider.as_str(), name);
            assert_eq!(matches!(provider, Provider::Other(_)), name == "telecel_bf");
            let json = serde_json::to_string(&provider).unwrap();
            assert_eq!(json, format!("\"{name}\""));
            assert_eq!(serde_json::from_str::<Provider>(&json).unwrap(), provider);
        }
        for (text, known) in [("MOOV_BF", Provider::MoovBf), (" Coris_bf", Provider::CorisBf)] {
            assert_eq!(Provider::parse(text).unwrap(), known, "{text:?}");
        }
        for bad in ["", "Orange", "Wave_BF", "orange bf", "orange\n", "é", &"a".repeat(33)] {
            assert!(Provider::parse(bad).is_err(), "{bad:?}");
        }
    }
}
