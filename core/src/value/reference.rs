//! Names of things: payments, operations, bills and meters.

use super::{is_word, mask, typed};
use crate::error::PaymentError;
use std::fmt;

/// A payment's name, ours or the vendor's (`ch_…`, `chk_…`, `tr_…`, a UUID, `TID…`): 1 to 64 of
/// `A-Z a-z 0-9 _ -`, so it is safe in a path, a log and a file name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);

/// The id of one of our operations, by which its record is stored; same letters as [`Reference`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpId(String);

/// A bill's number (`reference_facture` of DEXCHANGE): 1 to 128 printable ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BillReference(String);

/// A meter, police or customer number (`reference_client` of DEXCHANGE): personal, so Debug masks it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerReference(String);

impl Reference {
    /// Reads a reference.
    ///
    /// # Errors
    /// `reference`, when empty, over 64 characters, or with any other character.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        name("reference", text).map(Self)
    }

    /// Whether an echo is this reference: vendors may change its case, and leave space around it.
    pub fn is_same(&self, echo: &str) -> bool {
        is_word(echo, &self.0)
    }
}

impl OpId {
    /// Reads an operation id.
    ///
    /// # Errors
    /// `op_id`, when empty, over 64 characters, or with any other character.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        name("op_id", text).map(Self)
    }
}

impl BillReference {
    /// Reads a bill's number, as the inquiry gave it.
    ///
    /// # Errors
    /// `reference_facture`, when empty, over 128 characters, not printable ASCII, or with a space at an end.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        let printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if (1..=128).contains(&text.len()) && printable && text.trim() == text {
            Ok(Self(text.to_owned()))
        } else {
            Err(PaymentError::invalid(
                "reference_facture",
                "not a bill reference",
                "1 to 128 printable ASCII characters, no space at either end",
            ))
        }
    }
}

impl CustomerReference {
    /// Reads a meter or customer number. Space and invisible marks, as cards print and phones copy them,
    /// are dropped, and so are dots and parentheses among plain digits; a dash of any kind is `-`.
    ///
    /// # Errors
    /// `reference_client`, unless 3 to 32 of `A-Z a-z 0-9 / -` remain.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        let kept = |c: &char| !typed::is_space(*c) && !typed::is_mark(*c);
        let dashed = |c: char| if typed::is_dash(c) { '-' } else { c };
        let mut compact: String = typed::trimmed(text).chars().filter(kept).map(dashed).collect();
        // Beside a letter or a slash a dot may stand for something: it is refused, not guessed at.
        if compact.chars().all(|c| c.is_ascii_digit() || typed::is_point(c)) {
            compact.retain(|c| !typed::is_point(c));
        }
        let fits = compact.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-'));
        if (3..=32).contains(&compact.len()) && fits {
            Ok(Self(compact))
        } else {
            Err(PaymentError::invalid(
                "reference_client",
                typed::problem(text, "not a meter or customer number"),
                "3 to 32 letters, digits, / or -",
            ))
        }
    }
}

fn name(field: &str, text: &str) -> Result<String, PaymentError> {
    let fits = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if (1..=64).contains(&text.len()) && fits {
        Ok(text.to_owned())
    } else {
        Err(PaymentError::invalid(field, "not a reference", "1 to 64 of A-Z, a-z, 0-9, _ and -"))
    }
}

impl fmt::Debug for CustomerReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&mask(&self.0))
    }
}

macro_rules! as_text {
    ($($type:ident),*) => {$(
        impl $type {
            /// The text as it goes over the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        serde_as_text!($type, "a reference", $type::parse);
    )*};
}
as_text!(Reference, OpId, BillReference, CustomerReference);

macro_rules! shown {
    ($($type:ident),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}
shown!(Reference, OpId, BillReference);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_safe_in_a_path() {
        for good in [
            "ch_39728149f97a46f1806a694dbb620b23",
            "TID123456789",
            "98b96ea4-210d-4ea0-9b03-8d7fd96e4064",
            "a",
        ] {
            assert_eq!(Reference::parse(good).unwrap().to_string(), good);
            assert_eq!(OpId::parse(good).unwrap().as_str(), good);
        }
        assert!(Reference::parse(&"a".repeat(64)).is_ok() && OpId::parse(&"a".repeat(65)).is_err());
        for bad in [
            "",
            "a b",
            "a/b",
            "..",
            ".",
            "a.b",
            "a%2fb",
            "a?b",
            "a#b",
            "a\n",
            "a\0",
            "é",
            "ａ",
            "a\\b",
            "a:b",
            " a",
            &"a".repeat(65),
        ] {
            assert!(Reference::parse(bad).is_err() && OpId::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_echo_in_another_case_is_the_same_reference() {
        let ours = Reference::parse("Pay-7b_C").unwrap();
        for echo in ["Pay-7b_C", "PAY-7B_C", "pay-7b_c", " Pay-7b_C\n"] {
            assert!(ours.is_same(echo), "{echo:?}");
        }
        for other in ["", "Pay-7b_", "Pay-7b_CC", "Pay 7b_C", "Pay-7b-C"] {
            assert!(!ours.is_same(other), "{other:?}");
        }
    }

    #[test]
    fn bill_references_are_printable() {
        for good in ["8000000680", "FA 2024/12 #3", "~", &"9".repeat(128)] {
            assert_eq!(BillReference::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", " 8", "8 ", "8\n", "8\t0", "\u{7f}", "é", &"9".repeat(129)] {
            assert!(BillReference::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn customer_references_are_cleaned_and_masked() {
        assert_eq!(CustomerReference::parse(" 0706 1270 877 ").unwrap().as_str(), "07061270877");
        assert_eq!(format!("{:?}", CustomerReference::parse("07061270877").unwrap()), "07••••77");
        assert!(
            CustomerReference::parse("A/12-3").is_ok() && CustomerReference::parse(&"1".repeat(32)).is_ok()
        );
        for bad in ["", "  ", "12", "1 2", "12_3", "12\n3", "١٢٣", "12;3", &"1".repeat(33)] {
            assert!(CustomerReference::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn json_is_checked_like_any_input() {
        assert_eq!(serde_json::from_str::<Reference>("\"tr_1\"").unwrap().as_str(), "tr_1");
        assert!(serde_json::from_str::<Reference>("\"../x\"").is_err());
        assert!(serde_json::from_str::<OpId>("\"\"").is_err());
        assert_eq!(serde_json::to_string(&OpId::parse("op-1").unwrap()).unwrap(), "\"op-1\"");
    }
}
