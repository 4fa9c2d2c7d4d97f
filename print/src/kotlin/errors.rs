//! `Errors.kt`: the exceptions, over the hand-written `Told.kt`.

use super::types::{name, ty};
use crate::docs::{Docs, camel, paragraphs};
use crate::errors::{Lead, Piece, lead, pieces, tree};
use crate::model::{Class, Model, Nature, Ty};
use crate::text::put;

const HEAD: &str = "\
// Printed from core's table of errors by `cargo xtask print`; do not edit.

/*
 * What can go wrong, by what you can do about it.
 *
{tree}
 *
 * Each has four texts: `buyerText` and `buyerTextFr` for who pays, without a word from inside, and
 * `merchantText` and `merchantTextFr` for the shop and its operator: what happened, and what to do. No text
 * holds a key, a code or a phone number: what may hold one (`refusal`, `prompt`) is given to who asks for it by
 * name, and shown nowhere.
 */

package dev.xaalis

import kotlinx.serialization.json.JsonObject
";
/// What every error has of itself.
const OF_ALL: [&str; 3] = ["code", "http_status", "op_id"];

/// The text of `Errors.kt`.
///
/// # Errors
/// The path that leads nowhere.
pub(super) fn errors(model: &Model) -> Result<String, String> {
    let docs = Docs::of(model, super::LINKS);
    let lines = tree(&model.errors, |_| String::new());
    let lines: Vec<_> = lines.iter().map(|line| format!(" *     {line}")).collect();
    let mut text = HEAD.replace("{tree}", &lines.join("\n"));
    let strange: Vec<_> = model.errors.strange.iter().map(|word| format!("{word:?}")).collect();
    text.push_str("\n/** Doubts about an answer that came: they are said in words in a message. */\n");
    put!(text, "internal val STRANGE: Set<String> = setOf({})\n", strange.join(", "));
    for class in &model.errors.classes {
        text.push('\n');
        text.push_str(&docs.comment("", &paragraphs(&class.doc)));
        exception(model, &docs, class, &mut text)?;
    }
    Ok(text)
}

fn exception(model: &Model, docs: &Docs<'_>, class: &Class, text: &mut String) -> Result<(), String> {
    let parent = model.errors.classes.iter().find(|wide| class.parent.as_ref() == Some(&wide.name));
    let is_wide = model.errors.classes.iter().any(|narrow| narrow.parent.as_ref() == Some(&class.name));
    let base = class.parent.as_deref().unwrap_or(match class.nature {
        Nature::Failure => "Failure",
        Nature::Unended => "Unended",
        Nature::Transport => "TransportFailure",
    });
    let open = if is_wide { "open " } else { "" };
    put!(text, "public {open}class {}", class.name);
    // A message is what each is made of; the first is the base of all failures.
    if class.parent.is_none() && class.nature == Nature::Failure {
        put!(
            text,
            "(\n    message: String? = null,\n    messageFr: String? = null,\n    cause: Throwable? = null,\n"
        );
        put!(text, ") : {base}(message, messageFr, cause)\n");
        return Ok(());
    }
    if class.nature == Nature::Transport {
        let otherwise = class.message.iter().find(|template| !template.contains('{'));
        let otherwise = otherwise.ok_or("a transport's error says nothing")?;
        put!(text, "(\n    message: String? = null,\n    cause: Throwable? = null,\n");
        put!(text, ") : {base}(message ?: {otherwise:?}, cause) {{\n");
        about(model, class, text)?;
        text.truncate(text.trim_end().len());
        text.push_str("\n}\n");
        return Ok(());
    }
    let inherits = class.is_made_as_wide && parent.is_some();
    put!(text, "(\n");
    for part in &class.parts {
        let (default, of) = match &part.ty {
            Ty::Option(_) => (" = null", "String?".to_owned()),
            Ty::Item(_) => ("", ty(&part.ty, &name)),
            _ => ("", "String".to_owned()),
        };
        if !inherits && !OF_ALL.contains(&part.name.as_str()) {
            text.push_str(&docs.comment("    ", std::slice::from_ref(&part.doc)));
        }
        let kept = if inherits || OF_ALL.contains(&part.name.as_str()) { "" } else { "public val " };
        put!(text, "    {kept}{}: {of}{default},\n", camel(&part.name));
    }
    text.push_str("    cause: Throwable? = null,\n");
    let given: Vec<_> = class.parts.iter().map(|part| camel(&part.name)).collect();
    let base = if inherits {
        format!("{base}({}, cause = cause)", given.join(", "))
    } else {
        format!("{base}(cause = cause)")
    };
    put!(text, ") : {base} {{\n");
    let at = text.len();
    if class.retryable && parent.is_some_and(|wide| !wide.retryable) {
        text.push_str("    override val retryable: Boolean get() = true\n\n");
    }
    if !inherits {
        shown(model, docs, class, text)?;
        message(model, class, "message", &class.message, text)?;
        if parent.is_none_or(|wide| wide.message_fr != class.message_fr) && !class.message_fr.is_empty() {
            message(model, class, "messageFr", &class.message_fr, text)?;
        }
    }
    if parent.is_none_or(|wide| (&wide.block, &wide.facts) != (&class.block, &class.facts)) {
        about(model, class, text)?;
    }
    if text.len() == at {
        text.truncate(at - " {\n".len());
        text.push('\n');
    } else {
        text.truncate(text.trim_end().len());
        text.push_str("\n}\n");
    }
    Ok(())
}

/// What else it shows.
fn shown(model: &Model, docs: &Docs<'_>, class: &Class, text: &mut String) -> Result<(), String> {
    for part in class.parts.iter().filter(|part| part.name == "op_id") {
        put!(text, "    init {{\n        this.{0} = {0}\n    }}\n\n", camel(&part.name));
    }
    for (name, path) in &class.shows {
        let lead = lead(model, class, path)?;
        let value = value(&lead);
        if name == "op_id" {
            put!(text, "    init {{\n        this.opId = {value}\n    }}\n\n");
            continue;
        }
        let of = ty(&lead.ty, &self::name);
        let of_all = OF_ALL.contains(&name.as_str());
        let of = if of_all && !of.ends_with('?') { format!("{of}?") } else { of };
        if !of_all {
            let doc = lead.field.as_ref().map(|field| paragraphs(&field.doc)).unwrap_or_default();
            text.push_str(&docs.comment("    ", &doc));
        }
        let kept = if of_all { "override" } else { "public" };
        put!(text, "    {kept} val {}: {of} get() = {value}\n\n", camel(name));
    }
    Ok(())
}

/// The first of the templates whose values are all there.
fn message(
    model: &Model,
    class: &Class,
    name: &str,
    templates: &[String],
    text: &mut String,
) -> Result<(), String> {
    let mut cases = Vec::new();
    let mut strange = None;
    let mut is_last = false;
    for template in templates {
        let pieces = pieces(model, class, template)?;
        let mut conditions = Vec::new();
        for piece in &pieces {
            match piece {
                Piece::Value(lead) if lead.is_strange() => {
                    let doubt = value(&Lead { further: None, ..lead.clone() });
                    strange = Some(format!("strange({doubt}, {}.excess)", camel(&lead.part)));
                    conditions.push("strange != null".to_owned());
                }
                Piece::Value(lead) if lead.may_be_missing() => {
                    conditions.push(format!("{} != null", value(lead)));
                }
                _ => {}
            }
        }
        is_last = conditions.is_empty();
        cases.push((conditions.join(" && "), formatted(&pieces)));
    }
    put!(text, "    override val {name}: String\n        get() {{\n");
    if let Some(strange) = strange {
        put!(text, "            val strange = {strange}\n");
    }
    for (condition, said) in cases {
        if condition.is_empty() {
            put!(text, "            return {said}\n");
        } else {
            put!(text, "            if ({condition}) return {said}\n");
        }
    }
    match (is_last, name) {
        (true, _) => {}
        (false, "messageFr") => text.push_str("            return merchantTextFr\n"),
        (false, _) => return Err(format!("Class: {}: a message that may be missing", class.name)),
    }
    text.push_str("        }\n\n");
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
            _ if whether => facts.push(format!("{:?} to ({value} != null)", lead.name())),
            Ty::Item(_) if lead.field.is_none() => whole = Some(format!("factsOf({value})")),
            _ => facts.push(format!("{:?} to {value}", lead.name())),
        }
    }
    let facts = whole.unwrap_or_else(|| format!("facts({})", facts.join(", ")));
    put!(text, "    override fun about(): Pair<String, JsonObject> = {:?} to {facts}\n\n", class.block);
    Ok(())
}

/// An expression for what stands there.
fn value(lead: &Lead) -> String {
    let of = camel(&lead.part);
    // Alone it is Kotlin's own word in a getter.
    let of = if of == "field" { format!("this.{of}") } else { of };
    let field = match &lead.field {
        None => of,
        Some(field) if lead.everywhere => format!("{of}.{}", camel(&field.name)),
        Some(field) => format!("{of}.{}OrNull", camel(&field.name)),
    };
    match lead.further.as_deref() {
        None => field,
        Some("strange") => "strange.english".to_owned(),
        Some("strange_fr") => "strange.french".to_owned(),
        Some(further) => format!("codeTexts({field}).{}", camel(further)),
    }
}

/// A string, or the value alone.
fn formatted(pieces: &[Piece]) -> String {
    if let [Piece::Value(lead)] = pieces {
        return value(lead);
    }
    let mut said = String::new();
    for piece in pieces {
        match piece {
            Piece::Said(text) => said.push_str(&text.replace('"', "\\\"")),
            Piece::Value(lead) => put!(said, "${{{}}}", value(lead)),
        }
    }
    format!("\"{said}\"")
}
