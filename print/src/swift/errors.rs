//! `Errors.swift`: the errors, over the hand-written `Told.swift`.

use super::{comment, name, ty};
use crate::docs::{Docs, camel, paragraphs};
use crate::errors::{Lead, Piece, lead, pieces, tree};
use crate::model::{Class, Model, Nature, Ty};
use crate::text::put;

const HEAD: &str = "\
// Printed from core's table of errors by `cargo xtask print`; do not edit.
//
// What can go wrong, by what you can do about it.
//
{tree}
//
// Each has four texts: `buyerText` and `buyerTextFr` for who pays, without a word from inside, and `merchantText` and
// `merchantTextFr` for the shop and its operator: what happened, and what to do. No text holds a key, a code or a phone
// number: what may hold one (`refusal`, `prompt`) is given to who asks for it by name, and shown nowhere.
";
/// What every error has of itself.
const OF_ALL: [&str; 3] = ["code", "http_status", "op_id"];

/// The text of `Errors.swift`.
///
/// # Errors
/// The path that leads nowhere.
pub(super) fn errors(model: &Model) -> Result<String, String> {
    let docs = Docs::of(model, super::LINKS);
    let lines = tree(&model.errors, |_| String::new());
    let lines: Vec<_> = lines.iter().map(|line| format!("//     {line}")).collect();
    let mut text = HEAD.replace("{tree}", &lines.join("\n"));
    let strange: Vec<_> = model.errors.strange.iter().map(|word| format!("{word:?}")).collect();
    text.push_str("\n/// Doubts about an answer that came: they are said in words in a message.\n");
    put!(text, "let strangeDoubts: Set<String> = [{}]\n", strange.join(", "));
    for class in &model.errors.classes {
        text.push('\n');
        text.push_str(&comment(&docs, "", &paragraphs(&class.doc)));
        error(model, &docs, class, &mut text)?;
    }
    Ok(text)
}

fn error(model: &Model, docs: &Docs<'_>, class: &Class, text: &mut String) -> Result<(), String> {
    let parent = model.errors.classes.iter().find(|wide| class.parent.as_ref() == Some(&wide.name));
    let is_wide = model.errors.classes.iter().any(|narrow| narrow.parent.as_ref() == Some(&class.name));
    let base = class.parent.as_deref().unwrap_or(match class.nature {
        Nature::Failure => "Failure",
        Nature::Unended => "Unended",
        Nature::Transport => "TransportFailure",
    });
    let open = if is_wide { "" } else { "final " };
    put!(text, "public {open}class {}: {base}, @unchecked Sendable {{\n", class.name);
    // A message is what each is made of; the first is the base of all failures.
    if class.parent.is_none() && class.nature == Nature::Failure {
        text.truncate(text.trim_end().len());
        text.push_str("}\n");
        return Ok(());
    }
    if class.nature == Nature::Transport {
        let otherwise = class.message.iter().find(|template| !template.contains('{'));
        let otherwise = otherwise.ok_or("a transport's error says nothing")?;
        put!(text, "    override var otherwise: String {{ {otherwise:?} }}\n\n");
        about(model, class, text)?;
        text.truncate(text.trim_end().len());
        text.push_str("\n}\n");
        return Ok(());
    }
    let inherits = class.is_made_as_wide && parent.is_some();
    if !inherits {
        made(docs, class, text);
        shown(model, docs, class, text)?;
        message(model, class, "message", &class.message, text)?;
        if parent.is_none_or(|wide| wide.message_fr != class.message_fr) && !class.message_fr.is_empty() {
            message(model, class, "messageFr", &class.message_fr, text)?;
        }
    }
    if class.retryable && parent.is_some_and(|wide| !wide.retryable) {
        text.push_str("    override public var isRetryable: Bool { true }\n\n");
    }
    if parent.is_none_or(|wide| (&wide.block, &wide.facts) != (&class.block, &class.facts)) {
        about(model, class, text)?;
    }
    text.truncate(text.trim_end().len());
    text.push_str(if text.ends_with('{') { "}\n" } else { "\n}\n" });
    Ok(())
}

/// What it is made of.
fn made(docs: &Docs<'_>, class: &Class, text: &mut String) {
    let mut given = Vec::new();
    let mut kept = Vec::new();
    let mut op_id = "opId";
    for part in &class.parts {
        let here = camel(&part.name);
        let of = match &part.ty {
            Ty::Option(_) => "String? = nil".to_owned(),
            Ty::Item(_) => ty(&part.ty, &name),
            _ => "String".to_owned(),
        };
        if OF_ALL.contains(&part.name.as_str()) {
            given.insert(0, format!("{here}: {of}"));
            continue;
        }
        text.push_str(&comment(docs, "    ", std::slice::from_ref(&part.doc)));
        put!(text, "    public let {here}: {}\n", of.trim_end_matches(" = nil"));
        given.push(format!("{here}: {of}"));
        kept.push(here);
    }
    if class.shows.iter().any(|(name, _)| name == "op_id") {
        op_id = "unknown.opId";
    } else if !class.parts.iter().any(|part| part.name == "op_id") {
        given.push("opId: String? = nil".to_owned());
    }
    given.push("cause: (any Error)? = nil".to_owned());
    put!(text, "\n    public init({}) {{\n", given.join(", "));
    for name in kept {
        put!(text, "        self.{name} = {name}\n");
    }
    put!(text, "        super.init(about: {op_id}, cause: cause)\n    }}\n\n");
}

/// What else it shows.
fn shown(model: &Model, docs: &Docs<'_>, class: &Class, text: &mut String) -> Result<(), String> {
    for (name, path) in class.shows.iter().filter(|(name, _)| name != "op_id") {
        let lead = lead(model, class, path)?;
        let value = value(&lead);
        let of = ty(&lead.ty, &self::name);
        let of_all = OF_ALL.contains(&name.as_str());
        let of = if of_all && !of.ends_with('?') { format!("{of}?") } else { of };
        if !of_all {
            let doc = lead.field.as_ref().map(|field| paragraphs(&field.doc)).unwrap_or_default();
            text.push_str(&comment(docs, "    ", &doc));
        }
        let kept = if of_all { "override public" } else { "public" };
        put!(text, "    {kept} var {}: {of} {{ {value} }}\n\n", camel(name));
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
    let mut is_last = false;
    put!(text, "    override public var {name}: String {{\n");
    for template in templates {
        let pieces = pieces(model, class, template)?;
        let mut conditions = Vec::new();
        for piece in &pieces {
            match piece {
                Piece::Value(lead) if lead.is_strange() => {
                    let doubt = value(&Lead { further: None, ..lead.clone() });
                    let excess = format!("{}.excess", camel(&lead.part));
                    conditions.push(format!("let strange = strange({doubt}, {excess})"));
                }
                Piece::Value(lead) if lead.may_be_missing() => {
                    let value = value(lead);
                    conditions.push(format!("let {value}"));
                }
                _ => {}
            }
        }
        is_last = conditions.is_empty();
        let said = formatted(&pieces);
        if is_last {
            put!(text, "        return {said}\n");
        } else {
            put!(text, "        if {} {{ return {said} }}\n", conditions.join(", "));
        }
    }
    match (is_last, name) {
        (true, _) => {}
        (false, "messageFr") => text.push_str("        return merchantTextFr\n"),
        (false, _) => return Err(format!("Class: {}: a message that may be missing", class.name)),
    }
    text.push_str("    }\n\n");
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
            _ if whether => facts.push(format!("{:?}: Fact({value} != nil)", lead.name())),
            Ty::Item(_) if lead.field.is_none() => whole = Some(value),
            _ => facts.push(format!("{:?}: Fact({value})", lead.name())),
        }
    }
    let none =
        if facts.is_empty() { "[String: Fact]()".to_owned() } else { format!("[{}]", facts.join(", ")) };
    let facts = whole.unwrap_or(none);
    put!(
        text,
        "    override var about: (block: String, facts: any Encodable) {{ ({:?}, {facts}) }}\n\n",
        class.block
    );
    Ok(())
}

/// An expression for what stands there.
fn value(lead: &Lead) -> String {
    let of = camel(&lead.part);
    let field = match &lead.field {
        None => of,
        Some(field) if lead.everywhere => format!("{of}.{}", camel(&field.name)),
        Some(field) => format!("{of}.{}OrNil", camel(&field.name)),
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
            Piece::Value(lead) if lead.part == "op_id" => said.push_str("\\(opId ?? \"\")"),
            Piece::Value(lead) => put!(said, "\\({})", value(lead)),
        }
    }
    format!("\"{said}\"")
}
