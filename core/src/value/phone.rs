//! Phone numbers of Burkina Faso.

use super::{Provider, mask, typed};
use crate::error::PaymentError;
use std::fmt;

/// The prefixes of the Senfenico docs' "Note on Provider Constraints" (create charge).
const ORANGE: &str = "04, 05, 06, 07, 54, 55, 56, 57, 64, 65, 66, 67, 74, 75, 76, 77";
const MOOV: &str = "70, 71, 72, 73, 60, 61, 62, 63, 50, 51, 52, 53, 01, 02, 03";

/// A phone number of Burkina Faso: 8 digits, without the country code. Debug shows four of them.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads 8 digits, with or without `+226`, `00226` or `226`, as people type and paste them: a `tel:`
    /// before, any space, dots, dashes, slashes, parentheses and invisible marks between.
    ///
    /// # Errors
    /// `phone`, for anything else: other countries, and other digits than 0 to 9.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        let number = typed::trimmed(text);
        let number = match number.split_at_checked(4) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel:") => rest,
            _ => number,
        };
        let compact: String = number.chars().filter(|c| !typed::is_filler(*c)).collect();
        let local = match compact.len() {
            11 => compact.strip_prefix("226"),
            12 => compact.strip_prefix("+226"),
            13 => compact.strip_prefix("00226"),
            _ => Some(compact.as_str()),
        };
        match local {
            Some(digits) if digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()) => {
                Ok(Self(digits.to_owned()))
            }
            _ => Err(PaymentError::invalid(
                "phone",
                typed::problem(text, "not a phone number of Burkina Faso"),
                "8 digits, optionally after +226, 00226 or 226",
            )),
        }
    }

    /// The 8 digits, as both the caller and Senfenico write them.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The operator whose prefix the number has, by the docs' table; `None` when it lists none.
    pub fn detect(&self) -> Option<Provider> {
        if lists(ORANGE, self.prefix()) {
            Some(Provider::OrangeBf)
        } else if lists(MOOV, self.prefix()) {
            Some(Provider::MoovBf)
        } else {
            None
        }
    }

    /// Whether the number can be a mobile one: it starts with 0, 5, 6 or 7.
    ///
    /// The docs let coris_bf and sank_bf take "any Burkinabè mobile number" without a list, and their own
    /// test numbers (68000000) are in no list of theirs. Every listed mobile prefix starts with one of
    /// these digits and fixed lines start with 2, so the first digit is all that is safe to judge by.
    pub fn is_mobile(&self) -> bool {
        self.0.starts_with(['0', '5', '6', '7'])
    }

    /// Checks that the operator can serve this number, before a customer waits for an OTP in vain.
    ///
    /// # Errors
    /// `phone`, naming the prefix (never the number) and the prefixes allowed; `provider`, for an operator
    /// that Senfenico's page does not name.
    pub fn check(&self, provider: &Provider) -> Result<(), PaymentError> {
        let allowed = match provider {
            Provider::OrangeBf => ORANGE,
            Provider::MoovBf => MOOV,
            Provider::CorisBf | Provider::SankBf if self.is_mobile() => return Ok(()),
            Provider::CorisBf | Provider::SankBf => {
                let problem = format!("the number starts with {}, not a mobile prefix", self.prefix());
                return Err(PaymentError::invalid("phone", problem, "numbers starting with 0, 5, 6 or 7"));
            }
            Provider::Other(name) => return Provider::parse(name).map(|_| ()),
        };
        if lists(allowed, self.prefix()) {
            return Ok(());
        }
        let whose = match self.detect() {
            Some(owner) => format!("a {owner} prefix"),
            None => format!("not a {provider} prefix"),
        };
        let problem = format!("the number starts with {}, {whose}", self.prefix());
        Err(PaymentError::invalid("phone", problem, format!("{provider} numbers start with {allowed}")))
    }

    fn prefix(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

fn lists(prefixes: &str, prefix: &str) -> bool {
    prefixes.split(", ").any(|known| known == prefix)
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&mask(&self.0))
    }
}

serde_as_text!(Phone, "a phone number of Burkina Faso", Phone::parse);

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(text: &str) -> Phone {
        Phone::parse(text).unwrap()
    }

    #[test]
    fn reads_the_forms_people_write() {
        for text in [
            "76000001",
            "76 00 00 01",
            "76.00.00.01",
            "76-00-00-01",
            "+22676000001",
            "+226 76 00 00 01",
            "0022676000001",
            "00226 76-00-00-01",
            "22676000001",
            " 76000001 ",
            "76\u{a0}00\u{202f}00 01",
            "76/00/00/01",
            "(76)000001",
            "76000001\n",
            "\u{202d}76 00 00 01\u{202c}",
            "tel:+226-76-00-00-01",
        ] {
            assert_eq!(phone(text).as_str(), "76000001", "{text}");
        }
        assert_eq!(phone("22612345").as_str(), "22612345", "a fixed line, not a country code");
    }

    #[test]
    fn refuses_other_numbers() {
        for text in [
            "",
            "7600000",
            "760000000",
            "+22576000000",
            "0022576000000",
            "22576000000",
            "+2267600000",
            "76+226000",
            "+76000000",
            "76xxxxxx",
            "٧٦٠٠٠٠٠٠",
            "++22676000000",
            "7600\n0000",
            "76000000\n76000000",
            "7600000000000\u{200e}",
            "tel:tel:76000000",
            "76000000;ext=1",
            "76００００００",
            "+226226760000",
            "77 123 45 67 8",
            "+221771234567",
        ] {
            assert!(Phone::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn knows_every_documented_prefix_and_no_other() {
        let orange =
            ["04", "05", "06", "07", "54", "55", "56", "57", "64", "65", "66", "67", "74", "75", "76", "77"];
        let moov = ["70", "71", "72", "73", "60", "61", "62", "63", "50", "51", "52", "53", "01", "02", "03"];
        for prefix in 0..100 {
            let prefix = format!("{prefix:02}");
            let expected = if orange.contains(&prefix.as_str()) {
                Some(Provider::OrangeBf)
            } else if moov.contains(&prefix.as_str()) {
                Some(Provider::MoovBf)
            } else {
                None
            };
            let number = phone(&format!("{prefix}123456"));
            assert_eq!(number.detect(), expected, "{prefix}");
            assert_eq!(number.check(&Provider::OrangeBf).is_ok(), expected == Some(Provider::OrangeBf));
            assert_eq!(number.check(&Provider::MoovBf).is_ok(), expected == Some(Provider::MoovBf));
            assert_eq!(number.check(&Provider::CorisBf).is_ok(), prefix.starts_with(['0', '5', '6', '7']));
            assert_eq!(number.check(&Provider::SankBf).is_ok(), number.is_mobile());
            for text in ["", "Orange BF", "orange-bf", "telecel_bf"] {
                let error = number.check(&Provider::Other(text.into())).unwrap_err().to_string();
                assert!(error.starts_with("provider"), "{error}");
            }
        }
    }

    #[test]
    fn the_docs_test_numbers_suit_their_operators() {
        for (provider, numbers) in [
            (Provider::OrangeBf, ["76000000", "77000000", "65000000"]),
            (Provider::MoovBf, ["70000000", "71000000", "72000000"]),
            (Provider::CorisBf, ["72000000", "75000000", "68000000"]),
            (Provider::SankBf, ["72000000", "75000000", "68000000"]),
        ] {
            for number in numbers {
                assert_eq!(phone(number).check(&provider), Ok(()), "{provider} {number}");
            }
        }
    }

    #[test]
    fn a_mismatch_names_the_prefix_and_never_the_number() {
        let text = phone("70123456").check(&Provider::OrangeBf).unwrap_err().to_string();
        assert!(text.contains("starts with 70, a moov_bf prefix") && text.contains("76, 77"), "{text}");
        assert!(!text.contains("123456"), "{text}");
        let text = phone("58123456").check(&Provider::MoovBf).unwrap_err().to_string();
        assert!(text.contains("starts with 58, not a moov_bf prefix"), "{text}");
        assert_eq!(format!("{:?}", phone("76123400")), "76••••00");
        assert_eq!(serde_json::to_string(&phone("+226 76000000")).unwrap(), "\"76000000\"");
        let error = serde_json::from_str::<Phone>("\"+221771234567\"").unwrap_err().to_string();
        assert!(!error.contains("77123"), "{error}");
    }
}
