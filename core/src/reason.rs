//! Why a payment ended without money: what the vendor said on the way is told at the end.

use crate::code::Code;
use crate::outcome::{Refusal, Unknown};

/// Does the code say why a payment fails? Not what was wrong with the key, the rate or one request.
pub(crate) const fn is_reason(code: &Code) -> bool {
    matches!(
        code,
        Code::InsufficientFunds
            | Code::InvalidAccount
            | Code::OtpInvalid
            | Code::OtpExpired
            | Code::UnsupportedProvider
            | Code::UnauthorizedChargeProvider
            | Code::InvalidAmount
            | Code::InvalidData
    )
}

/// A payment that ended so, for the reason the vendor gives in its words, if any: they may be a code.
pub(crate) fn ended(code: Code, said: Option<String>) -> Refusal {
    let named = said.as_deref().map(|text| Code::from(text.trim())).filter(is_reason);
    let refusal = Refusal::concluded(named.unwrap_or(code));
    Refusal { message: refusal.code.explained(said), ..refusal }
}

/// A code as a record may hold it: one that nobody knows is a text, and may hold a number.
pub(crate) fn for_record(code: Code) -> Code {
    match code {
        Code::Other(text) => Code::Other(crate::redact::redact(&text)),
        known => known,
    }
}

/// An unknown outcome as a record may hold it.
pub(crate) fn unknown_for_record(unknown: &Unknown) -> Unknown {
    Unknown { code: unknown.code.clone().map(for_record), ..unknown.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_words_are_told_and_a_code_among_them_is_known() {
        let told = |said: Option<&str>| {
            let refusal = ended(Code::PaymentFailed, said.map(str::to_owned));
            (refusal.code, refusal.message)
        };
        let description = Code::PaymentFailed.description().to_owned();
        assert_eq!(told(None), (Code::PaymentFailed, description.clone()));
        assert_eq!(told(Some(" ")), (Code::PaymentFailed, description));
        let words = "Solde insuffisant";
        assert_eq!(told(Some(words)), (Code::PaymentFailed, words.to_owned()));
        let account = Code::InvalidAccount;
        assert_eq!(told(Some(" INVALID_ACCOUNT")), (account.clone(), account.description().to_owned()));
        for no_reason in ["RATE_LIMIT_EXCEEDED", "UNAUTHORIZED", "EXTERNAL_API_ERROR", "ODD_CODE"] {
            assert_eq!(told(Some(no_reason)), (Code::PaymentFailed, no_reason.to_owned()));
        }
    }
}
