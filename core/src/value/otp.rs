//! One-time passwords.

use super::typed;
use crate::error::PaymentError;
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The one-time password a customer types: held for one submission, wiped when dropped, never written.
#[derive(Clone)]
pub struct Otp(Zeroizing<String>);

impl Otp {
    /// Reads 4 to 10 digits; what an SMS groups them by and what copying adds is dropped, as for a phone
    /// number.
    ///
    /// The docs give no length; their samples have six digits.
    ///
    /// # Errors
    /// `otp`, for anything else. The error never holds the digits.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        // Room for all of it at once: growing would leave copies behind that nobody wipes.
        let mut digits = Zeroizing::new(String::with_capacity(text.len()));
        digits.extend(typed::trimmed(text).chars().filter(|c| !typed::is_filler(*c)));
        if (4..=10).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            let problem = typed::problem(text, "not a one-time password");
            Err(PaymentError::invalid("otp", problem, "4 to 10 digits"))
        }
    }

    /// The digits, for the request body only.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Otp {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Otp {}

impl fmt::Debug for Otp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[OTP]")
    }
}

read_as_text!(Otp, "a one-time password", Otp::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_digits_however_grouped() {
        for text in [
            "123456",
            " 123456\n",
            "123 456",
            "123-456",
            "12\u{a0}34 56",
            "(123.456)",
            "\u{2068}123\u{2009}456\u{2069}",
        ] {
            assert_eq!(Otp::parse(text).unwrap().expose(), "123456", "{text:?}");
        }
        assert!(Otp::parse("1234").is_ok() && Otp::parse("1234567890").is_ok());
        for bad in ["", "   ", "123", "12345678901", "12a456", "１２３４５６", "+12345", "12\n3456"] {
            assert!(Otp::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn never_shows_itself() {
        let otp = Otp::parse("839231").unwrap();
        assert_eq!(format!("{otp:?}"), "[OTP]");
        assert!(!Otp::parse("8392310000000").unwrap_err().to_string().contains("839231"));
        assert!(otp == Otp::parse("839 231").unwrap() && otp != Otp::parse("839232").unwrap());
    }
}
