//! How an order ended, as its page is told: never the vendor's answer, which names payers, merchants and balances.

use super::words::words;
use crate::code::Code;
use crate::value::Personal;
use crate::words::{Ended, Words};
use serde::{Deserialize, Serialize};

/// How an order ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// How.
    pub kind: ReceiptKind,
    /// Of a rejected one: which kind of no, a word such as `PAYMENT_FAILED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What to tell the buyer of it, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// And in French.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_fr: Option<String>,
    /// Of a settled top-up: the code for the meter, once it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Personal>,
}

words! {
    /// How an order ended.
    ReceiptKind {
        /// It was paid.
        Settled = "settled",
        /// It was not, and no money moved.
        Rejected = "rejected",
        /// Nothing reached the vendor: it may be begun again.
        NotSent = "not_sent",
        /// Nobody knows: the shop finds out, and nothing must be paid again meanwhile.
        Unknown = "unknown",
    }
}

impl Receipt {
    pub(super) fn of(words: &Words) -> Self {
        let kind = match words.ended {
            Some(Ended::Settled) => ReceiptKind::Settled,
            Some(Ended::Rejected) => ReceiptKind::Rejected,
            Some(Ended::NotSent) => ReceiptKind::NotSent,
            Some(Ended::Unknown) | None => ReceiptKind::Unknown,
        };
        let code = words.code.as_ref();
        let texts = code.map(Code::texts);
        Self {
            kind,
            code: code.map(Code::as_str).filter(|code| is_code(code)).map(str::to_owned),
            text: texts.as_ref().map(|texts| texts.buyer.clone()),
            text_fr: texts.map(|texts| texts.buyer_fr),
            token: None,
        }
    }
}

/// A code that this version does not know is the vendor's text, whatever stands in it.
fn is_code(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
    text.len() <= 64 && text.bytes().all(is_letter)
}
