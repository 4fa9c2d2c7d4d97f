//! `errors.py`: the exceptions, from core's table of errors. What all have in common is written by hand, in
//! `_told.py`.

use super::{between, plain};
use crate::File;
use crate::errors::{Lead, Piece, lead, pieces, tree};
use crate::model::{Class, Model, Nature, Ty};
use crate::names;
use crate::text::{put, wrapped};

/// What Python catches them as beside.
const BESIDE: [(&str, &str); 2] = [("InvalidInput", "ValueError"), ("OperationNotFound", "LookupError")];
/// As wide as a line of a docstring, its indent aside.
const WIDTH: usize = 100;

/// The text of `errors.py`.
///
/// # Errors
/// The path that leads nowhere.
pub(super) fn file(model: &Model) -> Result<File, String> {
    let errors = &model.errors;
    let beside = |class: &Class| {
        let found = BESIDE.iter().find(|(name, _)| *name == class.name);
        found.map(|(_, base)| format!("; a {base} too")).unwrap_or_default()
    };
    let mut names: Vec<&str> = errors.classes.iter().map(|class| class.name.as_str()).collect();
    names.sort_unstable();
    let mut items: Vec<String> = errors
        .classes
        .iter()
        .flat_map(|class| class.parts.iter().flat_map(|part| part.ty.mentions()))
        .map(names::class)
        .chain(["Code", "Plan"].map(str::to_owned))
        .collect();
    items.sort_unstable();
    items.dedup();
    let mut file = HEAD
        .replace("{tree}", &tree(errors, beside).join("\n"))
        .replace("{types}", &items.join(", "))
        .replace("{names}", &names.join("\",\n    \""));
    for class in &errors.classes {
        put!(file, "\n\n{}", exception(model, class)?);
    }
    let map = errors.classes.iter().fold(String::new(), |mut map, class| {
        put!(map, "    {:?}: {},\n", class.word, class.name);
        map
    });
    file.push_str(&TAIL.replace("{map}", &map));
    Ok(File::whole("bindings-python/python/xaalis/errors.py", file))
}

const HEAD: &str = r#""""What can go wrong, by what you can do about it.

```
{tree}
```

Each has four texts: `buyer_text` and `buyer_text_fr` for who pays, without a word from inside, and
`merchant_text` and `merchant_text_fr` for the shop and its operator: what happened, and what to do.
No text holds a key, an OTP or a phone number.

All can be pickled and copied, and their `args` are the constructor's, as JSON takes them: Celery's JSON
results and `type(e)(*e.args)` make the same exception again. `args` may hold what a vendor's message
says of a person; it is never shown.

Printed from core's table of errors by `cargo xtask print`; do not edit.
"""

from __future__ import annotations

from . import _native
from ._told import _args, _Failure, _strange, _Transport, _Unended
from ._told import _Told as _Told
from ._travel import made, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._types import {types}

__all__ = [
    "{names}",
]
"#;
const TAIL: &str = r#"

#: The exception of each of core's classes of error.
_CLASSES: dict[str, Any] = {
{map}}


def error_of(outcome: Any) -> PaymentError | OutcomeUnknown | None:
    """The exception that stands for an outcome, with its texts; `None` for one that settled. For who
    matches outcomes rather than catches: `error_of(payment.outcome)`, and in receivers of signals."""
    kind = getattr(outcome, "kind", None)
    if kind == "unknown":
        return OutcomeUnknown(outcome.unknown)
    if kind == "rejected":
        error: PaymentError = _CLASSES[_native.error_class(code=outcome.refusal.code)](outcome.refusal)
    elif kind == "not_sent":
        error = _CLASSES[_native.error_class(why=outcome.unsent.why)](outcome.unsent)
    else:
        return None
    return error
"#;

fn exception(model: &Model, class: &Class) -> Result<String, String> {
    let base = class.parent.as_deref().unwrap_or(match class.nature {
        Nature::Failure => "_Failure",
        Nature::Unended => "_Unended",
        Nature::Transport => "_Transport",
    });
    let beside = BESIDE.iter().find(|(name, _)| *name == class.name);
    let beside = beside.map(|(_, base)| format!(", {base}")).unwrap_or_default();
    let mut text = format!("class {}({base}{beside}):\n    \"\"\"{}\"\"\"\n", class.name, docs(&class.doc));
    let parent = model.errors.classes.iter().find(|wide| class.parent.as_ref() == Some(&wide.name));
    if class.retryable && parent.is_some_and(|wide| !wide.retryable) {
        text.push_str("\n    retryable = True\n");
    }
    // What the bases are made of, they say themselves.
    let is_base = class.parent.is_none() && class.nature == Nature::Failure;
    if is_base {
        return Ok(text);
    }
    if class.nature == Nature::Transport {
        let otherwise = class.message.iter().find(|template| !template.contains('{'));
        put!(text, "\n    _otherwise = {:?}\n", otherwise.ok_or("a transport's error says nothing")?);
    } else if !class.is_made_as_wide {
        constructor(model, class, &mut text)?;
        message(model, class, "message", "What happened, in English.", &mut text)?;
        if parent.is_none_or(|wide| wide.message_fr != class.message_fr) && !class.message_fr.is_empty() {
            message(model, class, "message_fr", "What happened, in French.", &mut text)?;
        }
    }
    if parent.is_none_or(|wide| (&wide.block, &wide.facts) != (&class.block, &class.facts)) {
        about(model, class, &mut text)?;
    }
    Ok(text)
}

fn constructor(model: &Model, class: &Class, text: &mut String) -> Result<(), String> {
    let mut given = Vec::new();
    let mut body = String::new();
    for part in &class.parts {
        let name = &part.name;
        let doc = plain(&part.doc);
        let value = match &part.ty {
            Ty::Item(of) => {
                let of = names::class(of);
                given.push(format!("{name}: {of} | dict[str, Any]"));
                put!(body, "        #: {doc}\n        self.{name}: {of} = made({of:?}, {name})\n");
                continue;
            }
            Ty::Option(_) => format!("{name}: str | None = None"),
            _ => format!("{name}: str"),
        };
        given.push(value);
        put!(body, "        #: {doc}\n        self.{name} = {name}\n");
    }
    for (name, path) in &class.shows {
        let lead = lead(model, class, path)?;
        let value = value(&lead);
        // What every exception has is said once, at the base.
        if !["code", "http_status"].contains(&name.as_str()) {
            let doc = lead.field.map(|field| field.doc.join(" ")).unwrap_or_default();
            put!(body, "        #: {}\n", plain(&doc));
        }
        put!(body, "        self.{name} = {value}\n");
    }
    let parts: Vec<String> = class.parts.iter().map(|part| format!("self.{}", part.name)).collect();
    put!(
        text,
        "\n    def __init__(self, {}) -> None:\n{body}        self.args = _args({})\n",
        given.join(", "),
        parts.join(", ")
    );
    Ok(())
}

/// A property that is the first of the templates whose values are all there.
fn message(model: &Model, class: &Class, name: &str, doc: &str, text: &mut String) -> Result<(), String> {
    let templates = if name == "message" { &class.message } else { &class.message_fr };
    put!(text, "\n    @property\n    def {name}(self) -> str:\n        \"\"\"{doc}\"\"\"\n");
    let mut is_last = false;
    let mut has_strange = false;
    for template in templates {
        let pieces = pieces(model, class, template)?;
        let mut conditions = Vec::new();
        for piece in &pieces {
            match piece {
                Piece::Value(lead) if lead.is_strange() => {
                    if !has_strange {
                        let owner = format!("self.{}", lead.part);
                        put!(text, "        strange = _strange({}, {owner}.excess)\n", value(&without(lead)));
                        has_strange = true;
                    }
                    conditions.push("strange is not None".to_owned());
                }
                Piece::Value(lead) if lead.may_be_missing() => {
                    conditions.push(format!("{} is not None", value(lead)));
                }
                _ => {}
            }
        }
        let said = formatted(&pieces);
        if conditions.is_empty() {
            put!(text, "        return {said}\n");
            is_last = true;
        } else {
            put!(text, "        if {}:\n            return {said}\n", conditions.join(" and "));
        }
    }
    match (is_last, name) {
        (true, _) => {}
        (false, "message_fr") => text.push_str("        return self.merchant_text_fr\n"),
        (false, _) => return Err(format!("Class: {}: a message that may be missing", class.name)),
    }
    Ok(())
}

fn about(model: &Model, class: &Class, text: &mut String) -> Result<(), String> {
    let mut facts = Vec::new();
    let mut whole = None;
    for path in &class.facts {
        let (path, whether) = path.strip_suffix('?').map_or((path.as_str(), false), |path| (path, true));
        let lead = lead(model, class, path)?;
        let value = value(&lead);
        match &lead.ty {
            _ if whether => facts.push(format!("{:?}: {value} is not None", lead.name())),
            Ty::Item(_) if lead.field.is_none() => whole = Some(format!("plain({value})")),
            Ty::Item(_) => facts.push(format!("{:?}: str({value})", lead.name())),
            _ => facts.push(format!("{:?}: {value}", lead.name())),
        }
    }
    let before = format!("        return {:?}, ", class.block);
    let line = match whole {
        Some(whole) => format!("{before}{whole}"),
        None => between(&before, ("{", "}"), &facts, "", false),
    };
    put!(text, "\n    def _about(self) -> tuple[str, dict[str, Any]]:\n{line}\n");
    Ok(())
}

/// An expression for what stands there.
fn value(lead: &Lead) -> String {
    let of = format!("self.{}", lead.part);
    let field = match &lead.field {
        None => return of,
        Some(field) if lead.everywhere => format!("{of}.{}", field.name),
        Some(field) => format!("getattr({of}, {:?}, None)", field.name),
    };
    match lead.further.as_deref() {
        None => field,
        Some("strange") => "strange[0]".to_owned(),
        Some("strange_fr") => "strange[1]".to_owned(),
        Some(further) => format!("{field}.{further}"),
    }
}

/// The doubt itself, not its words.
fn without(lead: &Lead) -> Lead {
    Lead { further: None, ..lead.clone() }
}

/// An f-string, or the value alone.
fn formatted(pieces: &[Piece]) -> String {
    if let [Piece::Value(lead)] = pieces {
        return value(lead);
    }
    let mut said = String::new();
    for piece in pieces {
        match piece {
            Piece::Said(text) => said.push_str(text),
            Piece::Value(lead) => put!(said, "{{{}}}", value(lead)),
        }
    }
    if said.contains('"') { format!("f'{said}'") } else { format!("f\"{said}\"") }
}

/// A docstring's text.
fn docs(doc: &[String]) -> String {
    let paragraphs = doc.split(String::is_empty).map(|lines| wrapped(&plain(&lines.join(" ")), "", WIDTH));
    let lines: Vec<String> = paragraphs.collect::<Vec<_>>().join(&String::new());
    let tail = if lines.iter().any(String::is_empty) { "\n    " } else { "" };
    let body = lines.join("\n    ").replace("\n    \n", "\n\n");
    body + tail
}
