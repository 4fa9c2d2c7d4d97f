//! The Python face: classes in `_types.py`, and the table by which the native module fills them.

use super::{Field, Item, Model, Shape, Ty};
use std::fmt::Write;

/// Writing to a String cannot fail.
macro_rules! put {
    ($text:ident, $($what:tt)+) => { let _ = write!($text, $($what)+); };
}

/// Python has one room for names: the inner struct makes way for the variant that holds it.
const RENAMED: [(&str, &str); 2] = [("NotSent", "NotSentReason"), ("Unknown", "UnknownOutcome")];
/// What the variants of an enum get behind their names.
const SUFFIXES: [(&str, &str); 3] = [("Order", "Order"), ("Outcome", ""), ("Prompt", "Prompt")];
/// Not classes: a reply is what it holds, a header is a pair.
const INNER: &str = "Reply";
const PAIR: &str = "Header";
/// Not for callers: the native module has requests and responses of its own.
const NATIVE: [&str; 3] = ["Method", "Request", "Response"];
/// What the docs mean in Python when they name something of Rust.
const LINKS: [(&str, &str); 9] = [
    ("Event::Taken", "taken"),
    ("Event::Otp", "submit_otp"),
    ("Event::Shown", "shown"),
    ("Event::Bill", "choose_bill"),
    ("Event::Recipients", "give_recipients"),
    ("Failure::MaybeSent", "any error but ConnectFailed"),
    ("Failure::TooLarge", "AnswerTooLarge"),
    ("Prompt::Otp", "OtpPrompt"),
    ("CallbackKey", "webhooks.Dexchange"),
];
const WIDTH: usize = 100;

/// The text of `_types.py`.
///
/// # Errors
/// The item that has no form in Python.
pub fn types(model: &Model) -> Result<String, String> {
    let mut text = String::new();
    let mut names = Vec::new();
    for item in &model.items {
        match &item.shape {
            _ if item.name == INNER || item.name == PAIR => {}
            Shape::Words { words, .. } => {
                let base = if item.name == "Code" { "_CodeWord" } else { "_Word" };
                let fields = words.iter().map(|word| (constant(&word.name), word.doc.as_slice()));
                head(&mut text, &item.name, base, &item.doc, fields);
                text.push_str("    __slots__ = ()\n");
                for word in words {
                    let (name, class) = (constant(&word.name), &item.name);
                    put!(text, "    {name}: ClassVar[{class}] = _known({:?})\n", word.word);
                }
            }
            Shape::Struct(fields) => {
                let order = is_input(&item.name);
                data(&mut text, &class(&item.name), "_Data", None, &item.doc, fields, order);
            }
            Shape::Tagged { param, variants } => {
                let suffix = suffix(item)?;
                let mut members = Vec::new();
                for variant in variants {
                    let name = format!("{}{suffix}", variant.name);
                    let generic = param.is_some() && variant.fields.iter().any(|field| field.ty == Ty::Param);
                    let base = if generic { "_DataOf[T]" } else { "_Data" };
                    data(
                        &mut text,
                        &name,
                        base,
                        Some(&variant.kind),
                        &variant.doc,
                        &variant.fields,
                        suffix == "Order",
                    );
                    members.push((name, generic));
                }
                union(&mut text, &item.name, param.is_some(), &members);
                names.extend(members.into_iter().map(|(name, _)| name));
            }
        }
        if item.name != INNER && item.name != PAIR && !NATIVE.contains(&item.name.as_str()) {
            names.push(class(&item.name));
        }
    }
    names.sort();
    let names = names.join("\",\n    \"");
    Ok(format!("{HEAD}\n__all__ = [\n    \"{names}\",\n]\n{text}"))
}

/// The text of `types.rs`: how the native module turns what serde tells it into those classes.
///
/// # Errors
/// As [`types`].
pub fn table(model: &Model) -> Result<String, String> {
    let mut rows = Vec::new();
    let mut words = Vec::new();
    for item in &model.items {
        match &item.shape {
            Shape::Words { .. } => words.push(item.name.as_str()),
            Shape::Struct(fields) => {
                let becomes = if item.name == PAIR {
                    "Pair".to_owned()
                } else {
                    format!("Class({:?})", class(&item.name))
                };
                rows.push(row(&item.name, None, &becomes, fields, model)?);
            }
            Shape::Tagged { variants, .. } => {
                for variant in variants {
                    let becomes = if item.name == INNER {
                        "Inner".to_owned()
                    } else {
                        format!("Class({:?})", format!("{}{}", variant.name, suffix(item)?))
                    };
                    rows.push(row(&item.name, Some(&variant.kind), &becomes, &variant.fields, model)?);
                }
            }
        }
    }
    rows.sort();
    words.sort_unstable();
    let rows: String = rows.into_iter().map(|(_, _, row)| row).collect();
    Ok(TABLE.replace("ROWS\n", &rows).replace("WORDS_HERE", &format!("{words:?}")))
}

const HEAD: &str = r#""""The data of xaalis, printed from core's source by `tests/tests/mirrors.rs`; do not edit.

Amounts are whole XOF francs, moments are milliseconds since 1970, percentages are `Decimal`. Every
class is frozen. A word's class keeps words it does not know; `None` is what the vendor did not say.
"""

from __future__ import annotations

from ._data import T, _CodeWord, _Data, _DataOf, _known, _union, _Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import ClassVar, Literal, TypeAlias
"#;

const TABLE: &str = r"//! How core's types become Python's, printed from core's source by `tests/tests/mirrors.rs`; do not edit.

use Becomes::{Class, Inner, Pair};
use Convert::{Decimal, Plain, Word};

/// A struct, or a variant of an enum tagged by `kind`, by the names that serde gives a serializer.
pub(crate) struct Shape {
    /// The struct's or the enum's name in Rust.
    pub(crate) rust: &'static str,
    /// The variant's `kind`.
    pub(crate) kind: Option<&'static str>,
    /// What it is in Python.
    pub(crate) becomes: Becomes,
    /// The fields in serde's order, without `kind`: the attribute's name, and how its value is made.
    pub(crate) fields: &'static [(&'static str, Convert)],
}

/// What a struct or variant is in Python.
pub(crate) enum Becomes {
    /// An object of this class of `_types.py`, whose attributes are the fields.
    Class(&'static str),
    /// What its only field holds.
    Inner,
    /// The tuple of its fields.
    Pair,
}

/// How the value of a field is made; within an optional or a list, that of each text in it.
pub(crate) enum Convert {
    /// As it is.
    Plain,
    /// A text: the word of this class of `_types.py`.
    Word(&'static str),
    /// A text: a `decimal.Decimal`.
    Decimal,
}

/// The classes of words in `_types.py`, sorted.
#[rustfmt::skip]
pub(crate) static WORDS: &[&str] = &WORDS_HERE;

/// All shapes, sorted by `rust` and `kind`.
#[rustfmt::skip]
pub(crate) static SHAPES: &[Shape] = &[
ROWS
];
";

fn row(
    rust: &str,
    kind: Option<&str>,
    becomes: &str,
    fields: &[Field],
    model: &Model,
) -> Result<(String, Option<String>, String), String> {
    if becomes == "Inner" && fields.len() != 1 {
        return Err(format!("{rust}: {kind:?} has not one field"));
    }
    let convert = |ty: &Ty| -> String {
        let mut ty = ty;
        while let Ty::Option(inner) | Ty::List(inner) = ty {
            ty = inner;
        }
        match ty {
            Ty::Percent => "Decimal".to_owned(),
            Ty::Item(name)
                if matches!(model.item(name).map(|item| &item.shape), Some(Shape::Words { .. })) =>
            {
                format!("Word({name:?})")
            }
            _ => "Plain".to_owned(),
        }
    };
    let fields: Vec<_> =
        fields.iter().map(|field| format!("({:?}, {})", field.name, convert(&field.ty))).collect();
    let row = format!(
        "    Shape {{ rust: {rust:?}, kind: {kind:?}, becomes: {becomes}, fields: &[{}] }},\n",
        fields.join(", ")
    );
    Ok((rust.to_owned(), kind.map(str::to_owned), row))
}

fn suffix(item: &Item) -> Result<&'static str, String> {
    let found = SUFFIXES.iter().find(|(name, _)| *name == item.name);
    found
        .map(|(_, suffix)| *suffix)
        .ok_or_else(|| format!("{}: no names for its variants in Python", item.name))
}

fn class(name: &str) -> String {
    RENAMED.iter().find(|(rust, _)| *rust == name).map_or(name, |(_, python)| python).to_owned()
}

/// Whether callers make it, so that a word may be given as plain text.
fn is_input(name: &str) -> bool {
    name.starts_with("New")
}

fn constant(variant: &str) -> String {
    variant.char_indices().fold(String::new(), |mut text, (at, c)| {
        if at > 0 && c.is_uppercase() {
            text.push('_');
        }
        text.extend(c.to_uppercase());
        text
    })
}

fn annotation(ty: &Ty, input: bool) -> String {
    match ty {
        Ty::Text | Ty::Personal => "str".to_owned(),
        Ty::Flag => "bool".to_owned(),
        Ty::Int | Ty::Francs | Ty::Millis => "int".to_owned(),
        Ty::Percent => "Decimal".to_owned(),
        Ty::Option(inner) => format!("{} | None", annotation(inner, input)),
        Ty::List(inner) => format!("tuple[{}, ...]", annotation(inner, input)),
        Ty::Item(name) if name == PAIR => "tuple[str, str]".to_owned(),
        Ty::Item(name) if input && matches!(name.as_str(), "Provider" | "Service") => format!("{name} | str"),
        Ty::Item(name) => class(name),
        Ty::Generic(name, inner) => format!("{name}[{}]", annotation(inner, input)),
        Ty::Param => "T".to_owned(),
    }
}

fn default(field: &Field) -> Option<&'static str> {
    match &field.ty {
        Ty::Option(_) => Some("None"),
        Ty::List(_) if field.default => Some("()"),
        Ty::Flag if field.default => Some("False"),
        _ => None,
    }
}

fn data(
    text: &mut String,
    name: &str,
    base: &str,
    kind: Option<&str>,
    doc: &[String],
    fields: &[Field],
    input: bool,
) {
    let (required, optional): (Vec<_>, Vec<_>) = fields.iter().partition(|field| default(field).is_none());
    let fields: Vec<_> = required.into_iter().chain(optional).collect();
    head(text, name, base, doc, fields.iter().map(|field| (field.name.clone(), field.doc.as_slice())));
    let mut body = String::new();
    if let Some(kind) = kind {
        put!(body, "    kind: ClassVar[Literal[{kind:?}]] = {kind:?}\n");
    }
    let hidden: Vec<_> =
        fields.iter().filter(|field| field.hidden).map(|field| format!("{:?}", field.name)).collect();
    if !hidden.is_empty() {
        let comma = if hidden.len() == 1 { "," } else { "" };
        put!(body, "    _hidden = ({}{comma})\n", hidden.join(", "));
    }
    for field in fields {
        let ending = default(field).map(|value| format!(" = {value}")).unwrap_or_default();
        put!(body, "    {}: {}{ending}\n", field.name, annotation(&field.ty, input));
    }
    text.push_str(&body);
}

fn union(text: &mut String, name: &str, generic: bool, members: &[(String, bool)]) {
    let typed: Vec<_> = members
        .iter()
        .map(|(name, generic)| format!("{name}{}", if *generic { "[T]" } else { "" }))
        .collect();
    let plain: Vec<_> = members.iter().map(|(name, _)| name.as_str()).collect();
    if generic {
        let (typed, plain) = (typed.join(" | "), plain.join(", "));
        put!(
            text,
            "\n\nif TYPE_CHECKING:\n    {name}: TypeAlias = {typed}\nelse:\n    {name} = _union({name:?}, {plain})\n"
        );
    } else {
        put!(text, "\n\n{name}: TypeAlias = (\n    {}\n)\n", plain.join("\n    | "));
    }
}

/// The first line of a class and its docstring.
fn head<'a>(
    text: &mut String,
    name: &str,
    base: &str,
    doc: &[String],
    fields: impl Iterator<Item = (String, &'a [String])>,
) {
    put!(text, "\n\nclass {name}({base}):\n");
    let mut lines = Vec::new();
    for paragraph in doc.split(String::is_empty) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(wrapped(&plain(&paragraph.join(" ")), ""));
    }
    let mut first = true;
    for (name, doc) in fields {
        let doc: Vec<_> = doc.iter().filter(|line| !line.is_empty()).cloned().collect();
        if first {
            lines.push(String::new());
        }
        first = false;
        lines.extend(wrapped(&format!("{name}: {}", plain(&doc.join(" "))), "    "));
    }
    let body = lines.join("\n    ").replace("\n    \n", "\n\n").replace('\\', "\\\\");
    let tail = if lines.len() > 1 || body.ends_with('"') { "\n    " } else { "" };
    put!(text, "    \"\"\"{body}{tail}\"\"\"\n\n");
}

/// Documentation without the links and paths of Rust.
fn plain(doc: &str) -> String {
    let mut text = String::new();
    let mut rest = doc;
    while let Some((before, after)) = rest.split_once("[`") {
        text.push_str(before);
        let Some((name, behind)) = after.split_once("`]") else {
            text.push_str("[`");
            rest = after;
            continue;
        };
        let name = name.trim_end_matches("()");
        let known = LINKS.iter().find(|(rust, _)| *rust == name).map(|(_, python)| (*python).to_owned());
        put!(text, "`{}`", known.unwrap_or_else(|| name.replace("::", ".")));
        rest =
            behind.strip_prefix('(').and_then(|link| link.split_once(')')).map_or(behind, |(_, rest)| rest);
    }
    text + rest
}

fn wrapped(text: &str, indent: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let used = lines.last().map_or(0, |line| line.chars().count());
        if used > 0 && used + 1 + word.chars().count() > WIDTH - 4 {
            lines.push(format!("{indent}{word}"));
        } else if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
