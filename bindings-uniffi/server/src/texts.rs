//! What buyers and merchants are told.

use crate::Answer;
use xaalis_door as door;
use xaalis_door::Keys::Camel;

/// A code's texts: what happened and what to do next.
#[uniffi::export]
pub fn code_texts(code: String) -> String {
    door::code_texts(&code, Camel)
}

/// What a block of core's texts says with these facts.
#[uniffi::export]
pub fn error_texts(block: String, facts: String) -> Answer<String> {
    Ok(door::error_texts(&block, &facts, Camel)?)
}

/// What is doubtful, in English and in French.
#[uniffi::export]
pub fn doubt_texts(facts: String) -> Answer<String> {
    Ok(door::doubt_texts(&facts, Camel)?)
}

/// The class of error that a code, or else a reason why nothing happened, belongs to.
#[uniffi::export]
pub fn error_class(code: Option<String>, why: Option<String>) -> String {
    door::error_class(code.as_deref(), why.as_deref()).to_owned()
}
