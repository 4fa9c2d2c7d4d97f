//! `texts.ts`: what is said of errors, as one text that is read when the first is asked for.

use crate::docs::camel;
use crate::model::{Errors, Said};
use crate::text::put;

const HEAD: &str = "\
// Printed from core's source by `cargo xtask print`; do not edit.

/**
 * What is said of errors. A line without a tab begins a block, the others are a name, the English text and the
 * French one; `{}` stands for a value.
 */
export const TEXTS = `";
const STRANGE: &str = "\n/** Doubts that are said in words in an error's message; others by their word. */\n";

/// The text of `texts.ts`.
///
/// # Errors
/// The text that has no French one beside it.
pub(super) fn texts(errors: &Errors) -> Result<String, String> {
    let mut lines = String::new();
    let (sentences, blocks): (Vec<&Said>, Vec<&Said>) =
        errors.said.iter().partition(|said| said.block == "say");
    for said in blocks {
        // A value has its name in JavaScript.
        let block = said.block.split_once(' ').filter(|(kind, _)| *kind == "field");
        put!(
            lines,
            "{}\n",
            block.map_or_else(|| said.block.clone(), |(kind, of)| format!("{kind} {}", camel(of)))
        );
        for (name, english) in said.texts.iter().filter(|(name, _)| !name.ends_with("_fr")) {
            let french = errors.said(&said.block, &format!("{name}_fr"));
            let french = french.ok_or_else(|| format!("{}: {name}: no French text", said.block))?;
            put!(lines, "{}\t{english}\t{french}\n", letter(name)?);
        }
    }
    lines.push_str("say\n");
    for said in sentences {
        let of = |wanted: &str| said.texts.iter().find(|(name, _)| name == wanted).map(|(_, text)| text);
        let (Some(english), Some(french)) = (of("en"), of("fr")) else {
            return Err("say: not one sentence in English and French".to_owned());
        };
        put!(lines, "\t{english}\t{french}\n");
    }
    let lines = lines.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
    let strange: Vec<_> = errors.strange.iter().map(|word| format!("  {word:?},\n")).collect();
    let strange = strange.concat();
    Ok(format!("{HEAD}{lines}`;\n{STRANGE}export const STRANGE: readonly string[] = [\n{strange}];\n"))
}

/// What a text is, in short.
fn letter(name: &str) -> Result<&'static str, String> {
    const LETTERS: [(&str, &str); 12] = [
        ("buyer", "b"),
        ("merchant", "m"),
        ("next", "n"),
        ("text", "t"),
        ("name", "a"),
        ("why", "w"),
        ("unit", "u"),
        ("seen", "s"),
        ("limit", "l"),
        ("strange", "x"),
        ("likely", "k"),
        ("reason", "r"),
    ];
    let found = LETTERS.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter);
    found.ok_or_else(|| format!("{name}: what kind of text is it?"))
}
