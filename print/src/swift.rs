//! Swift: what of the product for servers comes from core's source.

mod clients;
mod errors;
mod types;

use crate::File;
use crate::docs::{Docs, Links};
use crate::model::{Model, Ty};
use crate::names::beside_platform;
use crate::text::put;

/// What the docs mean in Swift when they name something of Rust.
const LINKS: Links = &[
    ("Event::Taken", "taken"),
    ("Event::Otp", "submitOtp"),
    ("Event::Shown", "shown"),
    ("Event::Bill", "chooseBill"),
    ("Event::Recipients", "giveRecipients"),
    ("Event::Abandon", "abandon"),
    ("Failure::MaybeSent", "NoAnswer"),
    ("Failure::TooLarge", "AnswerTooLarge"),
    ("CallbackKey", "CallbackKey"),
    ("Unknown", "OutcomeUnknown"),
    ("None", ".infinity"),
    ("super::Sandbox", "Sandbox"),
];
/// What Foundation and Apple's runtime have under the same name.
const TAKEN: [(&str, &str); 2] = [("Progress", "PayoutProgress"), ("Method", "VendorMethod")];
/// Words of the language that a name may be.
const RESERVED: [&str; 8] = ["default", "case", "in", "init", "self", "operator", "repeat", "where"];

/// Every Swift file that is printed.
///
/// # Errors
/// The item that has no form in Swift.
pub fn files(model: &Model) -> Result<Vec<File>, String> {
    Ok(vec![
        File::whole("bindings-uniffi/swift/Sources/Xaalis/Types.swift", types::types(model)),
        File::whole("bindings-uniffi/swift/Sources/Xaalis/Errors.swift", errors::errors(model)?),
        File::whole(
            "bindings-uniffi/swift/Sources/Xaalis/Senfenico.swift",
            clients::module(model, "Senfenico")?,
        ),
        File::whole(
            "bindings-uniffi/swift/Sources/Xaalis/Dexchange.swift",
            clients::module(model, "Dexchange")?,
        ),
    ])
}

/// The name of a type.
fn name(of: &str) -> String {
    let taken = TAKEN.iter().find(|(rust, _)| *rust == of);
    taken.map_or_else(|| beside_platform(of), |(_, other)| (*other).to_owned())
}

/// The type of a value.
fn ty(ty: &Ty, name: &dyn Fn(&str) -> String) -> String {
    match ty {
        Ty::Text | Ty::Personal | Ty::Percent => "String".to_owned(),
        Ty::Flag => "Bool".to_owned(),
        Ty::Int | Ty::Francs | Ty::Millis => "Int64".to_owned(),
        Ty::Option(inner) => format!("{}?", self::ty(inner, name)),
        Ty::List(inner) => format!("[{}]", self::ty(inner, name)),
        Ty::Item(of) => name(of),
        Ty::Generic(of, inner) => format!("{}<{}>", name(of), self::ty(inner, name)),
        Ty::Param => "Value".to_owned(),
    }
}

/// A name that is a word of the language stands between backticks.
fn escaped(name: &str) -> String {
    if RESERVED.contains(&name) { format!("`{name}`") } else { name.to_owned() }
}

/// `sendOtp` of `SendOtp`.
fn lower(variant: &str) -> String {
    let mut text = variant.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    escaped(&text)
}

/// `SendOtp` of `sendOtp`.
fn upper(name: &str) -> String {
    let mut text = name.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// A comment of these paragraphs, each line behind three slashes.
fn comment(docs: &Docs<'_>, indent: &str, paragraphs: &[String]) -> String {
    slashed(&docs.comment(indent, paragraphs))
}

/// The same with samples as they stand.
fn sample(docs: &Docs<'_>, text: &str) -> String {
    slashed(&docs.sample(text))
}

fn slashed(comment: &str) -> String {
    let mut text = String::new();
    for line in comment.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let said = line.trim();
        if said == "/**" || said == "*/" {
            continue;
        }
        let said = said
            .strip_prefix("/** ")
            .and_then(|one| one.strip_suffix(" */"))
            .unwrap_or_else(|| said.strip_prefix("* ").or_else(|| said.strip_prefix('*')).unwrap_or(said));
        let indent = if line.trim_start().starts_with("/**") { indent } else { &indent[..indent.len() - 1] };
        put!(text, "{}\n", format!("{indent}/// {said}").trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_those_of_the_language() {
        assert_eq!(slashed("  /** One. */\n"), "  /// One.\n");
        assert_eq!(slashed("/**\n * One.\n *\n * Two.\n */\n"), "/// One.\n///\n/// Two.\n");
        assert_eq!([lower("SendOtp"), lower("Default")], ["sendOtp", "`default`"]);
    }
}
