//! The shapes of DEXCHANGE's answers, as far as more than one page has them.

use super::endpoint::{BillPayment, Evidence};
use super::status::BillStatus;
use crate::body::is_object;
use crate::code::Code;
use crate::http::Response;
use crate::status::{Level, Status};
use crate::value::wire::{self, Token};
use crate::value::{Amount, Personal, Reference};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// `transaction` as the pages print it. The lower- and upper-case spellings are the lookup's and the
/// callback's; each has a field of its own, for a body that holds two of them must not be refused.
/// Boxed where it is used: it is large, and every wrapper around it would copy it.
///
/// Id, status, amount and token decide; the rest informs, and what of it cannot be read is absent.
#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "the vendor's names")]
pub(super) struct Transaction<'a> {
    #[serde(default, borrow, rename = "transactionId", deserialize_with = "wire::word_opt")]
    documented_id: Option<Cow<'a, str>>,
    #[serde(default, borrow, deserialize_with = "wire::word_opt")]
    id: Option<Cow<'a, str>>,
    #[serde(default, rename = "externalTransactionId", deserialize_with = "wire::id_opt")]
    external_id: Option<String>,
    #[serde(default, deserialize_with = "wire::francs_opt")]
    amount: Option<Amount>,
    #[serde(default, rename = "transactionFee", deserialize_with = "wire::loose_francs_opt")]
    documented_fee: Option<Amount>,
    #[serde(default, deserialize_with = "wire::loose_francs_opt")]
    fee: Option<Amount>,
    #[serde(default, deserialize_with = "wire::personal_opt")]
    number: Option<Personal>,
    #[serde(default, rename = "referenceFacture", deserialize_with = "wire::text_opt")]
    bill: Option<String>,
    #[serde(default, deserialize_with = "codes")]
    token: Option<Personal>,
    #[serde(default, borrow, rename = "Status", deserialize_with = "wire::word_opt")]
    documented_status: Option<Cow<'a, str>>,
    #[serde(default, borrow, deserialize_with = "wire::word_opt")]
    status: Option<Cow<'a, str>>,
    #[serde(default, borrow, rename = "STATUS", deserialize_with = "wire::word_opt")]
    callback_status: Option<Cow<'a, str>>,
    #[serde(default, rename = "previousBalance", deserialize_with = "wire::loose_francs_opt")]
    previous_balance: Option<Amount>,
    #[serde(default, rename = "currentBalance", deserialize_with = "wire::loose_francs_opt")]
    current_balance: Option<Amount>,
    #[serde(default, deserialize_with = "message")]
    message: Option<String>,
}

impl Transaction<'_> {
    pub(super) fn id(&self) -> Option<&str> {
        let id = self.documented_id.as_deref().or(self.id.as_deref());
        id.map(str::trim).filter(|id| !id.is_empty())
    }

    /// Is there anything in it that tells whose it is? A status alone may be anybody's.
    pub(super) fn names_its_payment(&self) -> bool {
        let names = [self.id(), self.external_id.as_deref(), self.bill.as_deref()];
        names.into_iter().flatten().any(|name| !name.trim().is_empty())
            || self.amount.is_some()
            || self.number.is_some()
    }

    pub(super) fn into_payment(self: Box<Self>, evidence: Evidence) -> Option<BillPayment> {
        let transaction_id = match self.id().map(Reference::parse) {
            Some(Ok(id)) => Some(id),
            // Whose is it? The answer to a payment may carry what was bought, whatever its id looks like.
            Some(Err(_)) if evidence == Evidence::Lookup => return None,
            Some(Err(_)) | None => None,
        };
        let status = self.documented_status.or(self.callback_status).or(self.status)?;
        Some(BillPayment {
            transaction_id,
            status: BillStatus::from(&*status),
            external_transaction_id: self.external_id,
            amount: self.amount,
            fee: self.documented_fee.or(self.fee),
            customer: self.number,
            bill: self.bill,
            token: self.token,
            previous_balance: self.previous_balance,
            current_balance: self.current_balance,
            message: self.message,
            evidence,
        })
    }
}

/// The error body: `{success, message | [message], code}`, or `{message, transaction: {message}}`.
#[derive(Deserialize, Default)]
pub(super) struct Problem<'a> {
    #[serde(default, deserialize_with = "message")]
    message: Option<String>,
    #[serde(default, borrow, deserialize_with = "wire::word_opt")]
    code: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    transaction: Option<Inner<'a>>,
}

#[derive(Deserialize)]
struct Inner<'a> {
    #[serde(default, deserialize_with = "message")]
    message: Option<String>,
    #[serde(default, borrow, deserialize_with = "wire::word_opt")]
    code: Option<Cow<'a, str>>,
    #[serde(default, borrow, rename = "Status", deserialize_with = "wire::word_opt")]
    status: Option<Cow<'a, str>>,
}

impl Problem<'_> {
    pub(super) fn code(&self) -> Option<Code> {
        let inner = self.transaction.as_ref().and_then(|inner| inner.code.as_deref());
        let given = |code: &&str| !code.trim().is_empty();
        self.code.as_deref().filter(given).or(inner.filter(given)).map(Code::from)
    }

    /// What the vendor says of it, the inner message first: it is the one of the transaction.
    pub(super) fn message(&self) -> Option<&str> {
        let inner = self.transaction.as_ref().and_then(|inner| inner.message.as_deref());
        inner.filter(|text| !text.trim().is_empty()).or(self.message.as_deref())
    }

    /// May it stand for a payment made?
    pub(super) fn is_harmful(&self) -> bool {
        self.code().is_some_and(|code| !code.certainly_not_applied())
    }

    /// Does it come with a payment that has not ended?
    pub(super) fn is_alive(&self) -> bool {
        let status = self.transaction.as_ref().and_then(|inner| inner.status.as_deref());
        status.is_some_and(|word| BillStatus::from(word).level() != Level::Ended)
    }
}

pub(super) fn problem(response: &Response) -> Problem<'_> {
    let body = if is_object(&response.body) { response.body.as_str() } else { "" };
    crate::json::from_str(body).unwrap_or_default()
}

/// The answer's `success`, which counts where nothing else was said.
pub(super) fn said_success(response: &Response) -> Option<bool> {
    #[derive(Deserialize)]
    struct Said {
        #[serde(default, deserialize_with = "wire::flag_opt")]
        success: Option<bool>,
    }
    crate::json::from_str::<Said>(&response.body).ok()?.success
}

/// A message is a text, or a list of texts.
fn message<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Token::read(deserializer)? {
        Token::Text(text) => Some(text.into_owned()),
        Token::Nested(raw) => joined(raw, "; ", |text| crate::json::from_str::<String>(text.get()).ok()),
        Token::Null | Token::Flag(_) | Token::Number(_) => None,
    })
}

/// The recharge code, or several in a list. A blank one is none.
pub(super) fn codes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Personal>, D::Error> {
    let text = match Token::read(deserializer)? {
        Token::Nested(raw) => {
            let read = |code: &RawValue| wire::word_opt(code).ok().flatten().map(Cow::into_owned);
            joined(raw, " ", read)
        }
        Token::Text(text) => Some(text.into_owned()),
        Token::Number(text) => Some(text.to_owned()),
        Token::Null | Token::Flag(_) => None,
    };
    Ok(text.filter(|text| !text.trim().is_empty()).map(Personal::from))
}

/// The texts of a list, none when one of them is none. One at a time: a list of each would take many times
/// what the answer does.
fn joined(raw: &str, between: &str, read: impl Fn(&RawValue) -> Option<String>) -> Option<String> {
    struct Each<'a, F>(&'a str, F);
    impl<'de, F: Fn(&RawValue) -> Option<String>> Visitor<'de> for Each<'_, F> {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of texts")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<String, A::Error> {
            let (mut all, mut is_first) = (String::new(), true);
            while let Some(item) = list.next_element::<&RawValue>()? {
                if !std::mem::take(&mut is_first) {
                    all.push_str(self.0);
                }
                all.push_str(&(self.1)(item).ok_or_else(|| A::Error::custom("no text"))?);
            }
            Ok(all)
        }
    }
    serde_json::Deserializer::from_str(raw).deserialize_seq(Each(between, read)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_one_code_or_several() {
        #[derive(Deserialize)]
        struct Bought {
            #[serde(default, deserialize_with = "codes")]
            token: Option<Personal>,
        }
        for (token, codes) in [
            (r#""4471 8210""#, Some("4471 8210")),
            ("44718210556100230017", Some("44718210556100230017")),
            (r#"["4471","8210"]"#, Some("4471 8210")),
            ("[4471,8210]", Some("4471 8210")),
            ("null", None),
            (r#"" ""#, None),
            ("[]", None),
            ("[{}]", None),
            ("{}", None),
            ("false", None),
        ] {
            let bought: Bought = serde_json::from_str(&format!(r#"{{"token":{token}}}"#)).unwrap();
            assert_eq!(bought.token.as_ref().map(Personal::expose), codes, "{token}");
        }
    }
}
