//! Error codes: what happened, what to do next, and whether money may have moved.

mod said;
mod table;

use crate::class::Class;
use crate::texts::{self, Texts};
use crate::value::{is_word, read_as_text};
use said::SAID;
use serde::{Deserialize, Serialize};
use std::fmt;
use table::{Entry, TABLE, UNLISTED};

/// Why a payment was refused: the codes of Senfenico, of DEXCHANGE and of this library.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// Senfenico: a bulk transfer of more than 100 items.
    BatchSizeLimitExceeded,
    /// Senfenico, and HTTP 429 of both: too many requests.
    RateLimitExceeded,
    /// Senfenico: no such operator.
    UnsupportedProvider,
    /// Senfenico: the OTP is wrong.
    OtpInvalid,
    /// Senfenico: the OTP is too old.
    OtpExpired,
    /// Senfenico: the OTP sent before can still be used.
    OtpStillValid,
    /// Both: not enough money on the account that pays.
    InsufficientFunds,
    /// Senfenico: the phone number has no account with the operator.
    InvalidAccount,
    /// Senfenico: something failed on the way to the operator.
    NetworkError,
    /// Senfenico: no charge has this reference.
    ChargeNotFound,
    /// Senfenico: an error on its side.
    InternalError,
    /// Senfenico: an error it cannot name.
    UnknownError,
    /// Both: no transaction has this reference.
    TransactionNotFound,
    /// Senfenico: your account may not charge this operator.
    UnauthorizedChargeProvider,
    /// Senfenico: the operator's system failed.
    ExternalApiError,
    /// Senfenico: a field was refused.
    InvalidData,
    /// DEXCHANGE: the key is wrong.
    InvalidApiKey,
    /// DEXCHANGE: the key is too old.
    ExpiredApiKey,
    /// DEXCHANGE: no key was sent.
    MissingApiKey,
    /// DEXCHANGE: the amount is not allowed.
    InvalidAmount,
    /// DEXCHANGE: a transaction with this id exists.
    DuplicateTransaction,
    /// DEXCHANGE: the service is down.
    ServiceUnavailable,
    /// DEXCHANGE: the operator or biller failed.
    OperatorError,
    /// DEXCHANGE: the operator or biller did not answer in time.
    TimeoutError,
    /// Ours, for HTTP 401 without a code: the key was refused.
    Unauthorized,
    /// Ours, for HTTP 403 without a code: not allowed.
    Forbidden,
    /// Ours, for HTTP 404 without a code.
    NotFound,
    /// Ours, for HTTP 400 without a code: a field was refused.
    Validation,
    /// Ours, for HTTP 409 without a code.
    Conflict,
    /// Ours: the reference was used for another payment.
    DuplicateReference,
    /// Ours: the bill is paid.
    AlreadyPaid,
    /// Ours: nothing to pay.
    NoBill,
    /// Ours: the vendor's final status is failed.
    PaymentFailed,
    /// Ours: the vendor's final status is canceled.
    PaymentCanceled,
    /// Ours: the bill is no longer what the customer agreed to; nothing was paid.
    AmountChanged,
    /// Ours: the payer gave the charge up before a code was sent; nothing was paid.
    Abandoned,
    /// A code this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Whether the request that got this code may have moved money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// Certainly not by this request; an earlier one with the same reference is another matter.
    No,
    /// Perhaps: look before trying again.
    Maybe,
}

impl Code {
    /// The code as it is written on the wire: `OTP_INVALID`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => known.entry().name,
        }
    }

    /// What happened, in English: the vendor's own text where the docs have one.
    pub fn description(&self) -> &'static str {
        let of = self.entry().name;
        SAID.iter().find(|(name, _)| *name == of).map_or("", |(_, text)| text)
    }

    /// What happened, in French: the vendor's own text where the docs have one.
    pub fn description_fr(&self) -> &'static str {
        self.said("text_fr")
    }

    /// What to do next, in English, in one sentence.
    pub fn next_step(&self) -> &'static str {
        self.said("next")
    }

    /// What to do next, in French, in one sentence.
    pub fn next_step_fr(&self) -> &'static str {
        self.said("next_fr")
    }

    /// Whether the request may have moved money; a code we do not know may have.
    pub fn moved(&self) -> Moved {
        self.entry().moved
    }

    /// Whether it is certain that the request with this code moved no money.
    pub fn certainly_not_applied(&self) -> bool {
        self.moved() == Moved::No
    }

    /// Which class of error a refusal with this code is.
    pub fn class(&self) -> Class {
        self.entry().class
    }

    /// What to tell the buyer and the merchant.
    pub fn texts(&self) -> Texts {
        let block = self.block();
        let merchant = |name: &str, text: &str, next: &str| {
            let happened = texts::find(&block, name).unwrap_or_else(|| self.said(text));
            format!("{happened} {}", self.said(next))
        };
        Texts {
            buyer: self.said("buyer").to_owned(),
            buyer_fr: self.said("buyer_fr").to_owned(),
            merchant: merchant("merchant", "text", "next"),
            merchant_fr: merchant("merchant_fr", "text_fr", "next_fr"),
        }
    }

    fn said(&self, name: &str) -> &'static str {
        texts::find(&self.block(), name).unwrap_or_default()
    }

    fn block(&self) -> String {
        format!("code {}", self.entry().name).trim_end().to_owned()
    }

    /// What the vendor said, or our own words when it said nothing, or nothing but the code.
    pub(crate) fn explained(&self, said: Option<String>) -> String {
        let says_more = |text: &String| !text.trim().is_empty() && !is_word(text, self.as_str());
        said.filter(says_more).unwrap_or_else(|| self.description().to_owned())
    }

    fn entry(&self) -> &'static Entry {
        TABLE.iter().find(|entry| entry.code == *self).unwrap_or(&UNLISTED)
    }
}

impl From<&str> for Code {
    /// A known code in any case, with any space around; any other is kept as it came.
    fn from(name: &str) -> Self {
        TABLE
            .iter()
            .find(|entry| is_word(name, entry.name))
            .map_or_else(|| Self::Other(name.to_owned()), |entry| entry.code.clone())
    }
}

// By hand, because serde would know one spelling only.
read_as_text!(Code, "an error code", |name| Ok(Code::from(name)));

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_name_in_the_table_and_in_json() {
        for entry in &TABLE {
            assert_eq!(serde_json::to_string(&entry.code).unwrap(), format!("\"{}\"", entry.name));
            assert_eq!(serde_json::from_str::<Code>(&format!("\"{}\"", entry.name)).unwrap(), entry.code);
            assert_eq!(Code::from(entry.name), entry.code);
            assert_eq!((entry.code.as_str(), entry.code.to_string().as_str()), (entry.name, entry.name));
            assert_eq!(TABLE.iter().filter(|other| other.code == entry.code).count(), 1, "{}", entry.name);
            for text in [entry.code.description(), entry.code.description_fr()] {
                assert!(!text.is_empty(), "{}", entry.name);
            }
            let next = [entry.code.next_step(), entry.code.next_step_fr()];
            assert!(next.iter().all(|text| text.ends_with('.')), "{}", entry.name);
        }
    }

    #[test]
    fn core_says_of_codes_what_the_texts_say() {
        assert_eq!(SAID.len(), TABLE.len() + 1);
        for entry in TABLE.iter().chain([&UNLISTED]) {
            assert_eq!(entry.code.description(), entry.code.said("text"), "{}", entry.name);
        }
    }

    #[test]
    fn only_codes_listed_as_harmless_are() {
        let maybe: Vec<&str> = TABLE
            .iter()
            .filter(|entry| !entry.code.certainly_not_applied())
            .map(|entry| entry.name)
            .collect();
        assert_eq!(
            maybe,
            [
                "NETWORK_ERROR",
                "INTERNAL_ERROR",
                "UNKNOWN_ERROR",
                "TRANSACTION_NOT_FOUND",
                "EXTERNAL_API_ERROR",
                "DUPLICATE_TRANSACTION",
                "SERVICE_UNAVAILABLE",
                "OPERATOR_ERROR",
                "TIMEOUT_ERROR",
                "NOT_FOUND",
                "CONFLICT",
            ]
        );
    }

    #[test]
    fn an_unknown_code_is_kept_and_never_called_harmless() {
        let code = Code::from("NEW_CODE");
        assert_eq!((code.as_str(), code.moved()), ("NEW_CODE", Moved::Maybe));
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"NEW_CODE\"");
        assert_eq!(serde_json::from_str::<Code>("\"NEW_CODE\"").unwrap(), code);
        assert!(code.description().contains("does not know") && !code.next_step_fr().is_empty());
    }

    #[test]
    fn a_code_is_known_in_any_case_and_with_any_space_around() {
        for name in
            ["insufficient_funds", " INSUFFICIENT_FUNDS", "Insufficient_Funds\n", "INSUFFICIENT_FUNDS"]
        {
            assert_eq!(Code::from(name), Code::InsufficientFunds, "{name:?}");
            let read = serde_json::from_str::<Code>(&serde_json::to_string(name).unwrap()).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), "\"INSUFFICIENT_FUNDS\"");
        }
        for name in ["insufficient-funds", "INSUFFICIENT FUNDS", " new_code "] {
            assert_eq!(Code::from(name), Code::Other(name.to_owned()));
        }
    }

    #[test]
    fn the_docs_texts_are_given_word_for_word() {
        assert_eq!(
            Code::OtpInvalid.description_fr(),
            "OTP invalide fournies. Veuillez vérifier et réessayer."
        );
        assert_eq!(
            Code::InsufficientFunds.description(),
            "Account holder does not have enough funds to complete this transaction."
        );
    }

    #[test]
    fn our_words_stand_where_the_vendor_has_none() {
        let told = |said: Option<&str>| Code::OtpInvalid.explained(said.map(str::to_owned));
        for nothing in [None, Some(""), Some(" \n"), Some("OTP_INVALID"), Some(" otp_invalid ")] {
            assert_eq!(told(nothing), "The OTP is invalid. Please try again.", "{nothing:?}");
        }
        for words in ["Wrong code", "OTP_EXPIRED", "Charge operation failed. OTP_INVALID"] {
            assert_eq!(told(Some(words)), words);
        }
        for entry in &TABLE {
            for text in [entry.code.description(), entry.code.description_fr()] {
                assert!(text.contains(' ') && !text.contains(entry.name), "{}", entry.name);
            }
        }
    }

    #[test]
    fn what_to_do_next_is_said_in_both_languages() {
        let next = (Code::OtpInvalid.next_step(), Code::OtpInvalid.next_step_fr());
        let english = "Ask the customer for the code again and submit it for the same charge.";
        let french = "Redemandez le code au client et soumettez-le pour le même paiement.";
        assert_eq!(next, (english, french));
        let unheard = Code::from("NEW_CODE");
        assert_eq!(unheard.next_step(), "Look up the payment before you try again.");
        assert_eq!(unheard.next_step_fr(), "Consultez le paiement avant de réessayer.");
    }
}
