//! Python: the classes of `_types.py`, and the table by which the native module fills them.

mod clients;
mod errors;
mod operations;
mod table;

use crate::File;
use crate::model::{Field, Model, Shape, Ty};
use crate::names::{INNER, NATIVE, PAIR, class, is_input, suffix};
use crate::text;
use crate::text::{put, wrapped};

/// What the docs mean in Python when they name something of Rust.
const LINKS: [(&str, &str); 10] = [
    ("Event::Taken", "taken"),
    ("Event::Otp", "submit_otp"),
    ("Event::Shown", "shown"),
    ("Event::Bill", "choose_bill"),
    ("Event::Recipients", "give_recipients"),
    ("Event::Abandon", "abandon"),
    ("Failure::MaybeSent", "any error but ConnectFailed"),
    ("Failure::TooLarge", "AnswerTooLarge"),
    ("Prompt::Otp", "OtpPrompt"),
    ("CallbackKey", "webhooks.Dexchange"),
];
/// The modules of the clients.
const CLIENTS: [(&str, &str, clients::Side); 4] = [
    ("Senfenico", "bindings-python/python/xaalis/senfenico.py", clients::BLOCKING),
    ("Senfenico", "bindings-python/python/xaalis/_asenfenico.py", clients::ASYNCIO),
    ("Dexchange", "bindings-python/python/xaalis/dexchange.py", clients::BLOCKING),
    ("Dexchange", "bindings-python/python/xaalis/_adexchange.py", clients::ASYNCIO),
];
/// As wide as a line of code.
const CODE_WIDTH: usize = 110;
/// As wide as a line of a docstring, its indent aside.
const WIDTH: usize = 96;

/// Every file of the Python package that is printed.
///
/// # Errors
/// The item that has no form in Python.
pub fn files(model: &Model) -> Result<Vec<File>, String> {
    let mut files = vec![
        File::whole("bindings-python/python/xaalis/_types.py", types(model)?),
        File::whole("bindings-python/src/types.rs", table::table(model)?),
        File::whole("bindings-python/python/xaalis/_operations.py", operations::lists(model)),
        errors::file(model)?,
    ];
    for (client, path, side) in CLIENTS {
        files.push(File::whole(path, clients::module(model, client, side)?));
    }
    Ok(files)
}

/// The text of `_types.py`.
fn types(model: &Model) -> Result<String, String> {
    let mut text = String::new();
    let mut names = Vec::new();
    for item in &model.items {
        match &item.shape {
            _ if item.name == INNER || item.name == PAIR => {}
            Shape::Words { words, .. } => {
                let base = if item.name == "Code" { "_CodeWord" } else { "_Word" };
                let fields = words.iter().map(|word| (text::upper(&word.name), word.doc.as_slice()));
                head(&mut text, &item.name, base, &item.doc, fields);
                text.push_str("    __slots__ = ()\n");
                for word in words {
                    let (name, class) = (text::upper(&word.name), &item.name);
                    put!(text, "    {name}: ClassVar[{class}] = _known({:?})\n", word.word);
                }
            }
            Shape::Struct(fields) => {
                let order = is_input(&item.name);
                // It tells more than its fields.
                let base = if item.name == "Record" { "_RecordData" } else { "_Data" };
                data(&mut text, &class(&item.name), base, None, &item.doc, fields, order);
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

const HEAD: &str = r#""""The data of xaalis, printed from core's source by `cargo xtask print`; do not edit.

Amounts are whole XOF francs, moments are milliseconds since 1970, percentages are `Decimal`. Every
class is frozen. A word's class keeps words it does not know; `None` is what the vendor did not say.
"""

from __future__ import annotations

from ._data import T, _CodeWord, _Data, _DataOf, _known, _RecordData, _union, _Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import ClassVar, Literal, TypeAlias
"#;

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
        lines.extend(wrapped(&plain(&paragraph.join(" ")), "", WIDTH));
    }
    let mut first = true;
    for (name, doc) in fields {
        let doc: Vec<_> = doc.iter().filter(|line| !line.is_empty()).cloned().collect();
        if first {
            lines.push(String::new());
        }
        first = false;
        lines.extend(wrapped(&format!("{name}: {}", plain(&doc.join(" "))), "    ", WIDTH));
    }
    let body = lines.join("\n    ").replace("\n    \n", "\n\n").replace('\\', "\\\\");
    let tail = if lines.len() > 1 || body.ends_with('"') { "\n    " } else { "" };
    put!(text, "    \"\"\"{body}{tail}\"\"\"\n\n");
}

/// Documentation as Python says it.
fn plain(doc: &str) -> String {
    text::without_links(doc, |name| {
        let known = LINKS.iter().find(|(rust, _)| *rust == name).map(|(_, python)| (*python).to_owned());
        known.unwrap_or_else(|| name.replace("::", "."))
    })
}

/// Parts between brackets: on one line if they fit, else on one of their own (`together`), else one by one.
fn between(
    before: &str,
    (open, close): (&str, &str),
    parts: &[String],
    after: &str,
    together: bool,
) -> String {
    let indent = " ".repeat(before.len() - before.trim_start().len());
    let one = format!("{before}{open}{}{close}{after}", parts.join(", "));
    let fits = |line: &str| line.chars().count() <= CODE_WIDTH;
    if fits(&one) {
        return one;
    }
    let inner = format!("{indent}    {}", parts.join(", "));
    if together && fits(&inner) {
        return format!("{before}{open}\n{inner}\n{indent}{close}{after}");
    }
    let mut lines = String::new();
    for part in parts {
        put!(lines, "{indent}    {part},\n");
    }
    format!("{before}{open}\n{lines}{indent}{close}{after}")
}
