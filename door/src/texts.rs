//! What people are told of errors.

use crate::Answer;
use crate::keys::Keys;
use crate::read::{self, refused};
use serde::Serialize;
use xaalis::code::Code;
use xaalis::texts::{self, Facts};
use xaalis::{Class, Texts, Unsent};

/// A code's texts.
#[derive(Serialize)]
struct CodeTexts {
    description: &'static str,
    description_fr: &'static str,
    next_step: &'static str,
    next_step_fr: &'static str,
}

#[derive(Serialize)]
struct Told {
    buyer_text: String,
    buyer_text_fr: String,
    merchant_text: String,
    merchant_text_fr: String,
}

#[derive(Serialize)]
struct Doubt {
    doubt: String,
    doubt_fr: String,
}

/// A code's texts: what happened and what to do next.
pub fn code_texts(code: &str, keys: Keys) -> String {
    let code = Code::from(code);
    keys.write(&CodeTexts {
        description: code.description(),
        description_fr: code.description_fr(),
        next_step: code.next_step(),
        next_step_fr: code.next_step_fr(),
    })
}

/// For the buyer and the merchant: what a block of core's texts says with these facts (see
/// [`xaalis::class::Entry`]).
pub fn error_texts(block: &str, facts: &str, keys: Keys) -> Answer<String> {
    let facts: Facts = read::read(facts, "facts").map_err(|error| refused(error, keys))?;
    let told = Texts::told(block, &facts);
    Ok(keys.write(&Told {
        buyer_text: told.buyer,
        buyer_text_fr: told.buyer_fr,
        merchant_text: told.merchant,
        merchant_text_fr: told.merchant_fr,
    }))
}

/// What is doubtful (`{"doubt", "excess"?}`), in English and in French.
pub fn doubt_texts(facts: &str, keys: Keys) -> Answer<String> {
    let facts: Facts = read::read(facts, "facts").map_err(|error| refused(error, keys))?;
    let (doubt, doubt_fr) = texts::doubtful(&facts.doubt.unwrap_or_default(), facts.excess);
    Ok(keys.write(&Doubt { doubt, doubt_fr }))
}

/// The class of error that a code, or else a reason why nothing happened, belongs to.
pub fn error_class(code: Option<&str>, why: Option<&str>) -> &'static str {
    let unsent = || serde_json::from_value::<Unsent>(why?.into()).ok();
    match code {
        Some(code) => Code::from(code).class(),
        None => unsent().map_or(Class::PaymentNotSent, Unsent::class),
    }
    .as_str()
}
