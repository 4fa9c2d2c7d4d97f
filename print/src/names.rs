//! What the languages with one room for names call core's types and variants.

use crate::model::Item;

/// Where a struct and a variant have one name, the struct makes way for the variant that holds it.
const RENAMED: [(&str, &str); 2] = [("NotSent", "NotSentReason"), ("Unknown", "UnknownOutcome")];
/// What the variants of an enum get behind their names.
const SUFFIXES: [(&str, &str); 3] = [("Order", "Order"), ("Outcome", ""), ("Prompt", "Prompt")];

/// The names of requests and responses belong to the platform.
const PLATFORM: [(&str, &str); 2] = [("Request", "VendorRequest"), ("Response", "VendorResponse")];
/// What callers make besides the inputs.
pub(crate) const GIVEN: [&str; 2] = ["Order", "Recipient"];

/// A reply is what it holds.
pub(crate) const INNER: &str = "Reply";
/// A header is a pair.
pub(crate) const PAIR: &str = "Header";
/// Not for callers: requests and responses are the transport's.
pub(crate) const NATIVE: [&str; 3] = ["Method", "Request", "Response"];

/// The name of a type.
pub(crate) fn class(name: &str) -> String {
    RENAMED.iter().find(|(rust, _)| *rust == name).map_or(name, |(_, other)| other).to_owned()
}

/// The name of a type where requests and responses are the platform's own.
pub(crate) fn beside_platform(name: &str) -> String {
    PLATFORM
        .iter()
        .find(|(rust, _)| *rust == name)
        .map_or_else(|| class(name), |(_, other)| (*other).to_owned())
}

/// What the variants of a tagged enum get behind their names.
///
/// # Errors
/// The enum that has no such names.
pub(crate) fn suffix(item: &Item) -> Result<&'static str, String> {
    let found = SUFFIXES.iter().find(|(name, _)| *name == item.name);
    found.map(|(_, suffix)| *suffix).ok_or_else(|| format!("{}: no names for its variants", item.name))
}

/// Whether callers make it.
pub(crate) fn is_input(name: &str) -> bool {
    name.starts_with("New")
}
