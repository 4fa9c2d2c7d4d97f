//! `errors.ts`: the classes, from core's table of errors. What all have in common is written by hand, in
//! `error_told.ts`.

use super::types::name as type_name;
use crate::docs::{Docs, camel, paragraphs};
use crate::errors::{Lead, Piece, lead, pieces, tree};
use crate::model::{Class, HIDDEN, Model, Nature, Ty};
use crate::text::put;

const HEAD: &str = "\
// Printed from core's table of errors by `cargo xtask print`; do not edit.
/**
 * What can go wrong, by what you can do about it.
 *
 * ```text
{tree}
 * ```
 *
 * Each has four texts: `buyerText` and `buyerTextFr` for who pays, without a word from inside, and
 * `merchantText` and `merchantTextFr` for the shop and its operator: what happened, and what to do. No text, no
 * JSON and no log of an error holds a key, a code or a phone number: what may hold one (`refusal`, `prompt`) is
 * given to who asks for it by name, and shown nowhere.
 *
 * @module
 */

import { Failure, Told, type ToldOptions } from \"../error_told.js\";
import * as texts from \"../error_texts.js\";
import { masked, strange } from \"../error_texts.js\";
import type { Texts } from \"../error_texts.js\";
import type { {types} } from \"./types.js\";

export { codeTexts } from \"../error_texts.js\";
export type { Told, ToldOptions } from \"../error_told.js\";
export type { CodeTexts, Texts } from \"../error_texts.js\";
";
const TAIL: &str = "
/**
 * The error that stands for an outcome, with its texts; `null` for one that settled. For who reads outcomes
 * rather than catches.
 */
export function errorOf(
  outcome: Outcome<unknown>,
  options?: ToldOptions,
): PaymentError | OutcomeUnknown | null {
  switch (outcome.kind) {
    case \"rejected\":
      return new (OF_CODE.get(outcome.refusal.code) ?? PaymentRejected)(outcome.refusal, options);
    case \"not_sent\":
      return new (OF_REASON.get(outcome.unsent.why) ?? PaymentNotSent)(outcome.unsent, options);
    case \"unknown\":
      return new OutcomeUnknown(outcome.unknown, options);
    default:
      return null;
  }
}
";
/// What the base has of its own.
const AT_BASE: [&str; 3] = ["code", "http_status", "op_id"];

/// The text of `errors.ts`.
///
/// # Errors
/// The path that leads nowhere.
pub(super) fn errors(model: &Model) -> Result<String, String> {
    let docs = Docs::of(model, super::LINKS);
    let errors = &model.errors;
    let tree: Vec<String> = tree(errors, |_| String::new()).iter().map(|line| format!(" * {line}")).collect();
    let mut types: Vec<String> = errors
        .classes
        .iter()
        .flat_map(|class| class.parts.iter().flat_map(|part| part.ty.mentions()))
        .map(type_name)
        .chain(["Code", "Outcome", "Plan"].map(str::to_owned))
        .collect();
    types.sort_unstable();
    types.dedup();
    let mut text = HEAD.replace("{tree}", &tree.join("\n")).replace("{types}", &types.join(", "));
    for class in &errors.classes {
        text.push('\n');
        Printer { model, docs: &docs, class }.class(&mut text)?;
    }
    let codes = errors.codes.iter().map(|code| (code.word.as_str(), code.class.as_str()));
    text.push_str(&table("OF_CODE", "PaymentRejected", &errors.classes, codes)?);
    let reasons = errors.unsent.iter().map(|(why, class)| (why.as_str(), class.as_str()));
    text.push_str(&table("OF_REASON", "PaymentNotSent", &errors.classes, reasons)?);
    Ok(text + TAIL)
}

/// Whether what it holds is shown to nobody who does not ask for it by name.
pub(super) fn is_private(ty: &Ty) -> bool {
    matches!(ty, Ty::Item(name) if HIDDEN.iter().any(|(hidden, _)| hidden == name))
}

struct Printer<'a> {
    model: &'a Model,
    docs: &'a Docs<'a>,
    class: &'a Class,
}

impl Printer<'_> {
    fn class(&self, text: &mut String) -> Result<(), String> {
        let class = self.class;
        let called = &class.name;
        let base = class.parent.as_deref().unwrap_or(match class.nature {
            Nature::Failure => "Failure",
            Nature::Unended | Nature::Transport => "Told",
        });
        text.push_str(&self.docs.comment("", &paragraphs(&class.doc)));
        put!(text, "export class {called} extends {base} {{\n");
        let parent = self.model.errors.classes.iter().find(|wide| class.parent.as_ref() == Some(&wide.name));
        let is_base = class.parent.is_none() && class.nature == Nature::Failure;
        if !class.is_made_as_wide && !is_base && class.nature != Nature::Transport {
            self.made(parent, text)?;
        } else if class.nature == Nature::Transport {
            let otherwise = class.message.iter().find(|template| !template.contains('{'));
            let otherwise = otherwise.ok_or("a transport's error says nothing")?;
            put!(
                text,
                "  constructor(message = {otherwise:?}, options?: ToldOptions) {{\n    super(message, options);\n  }}\n\n"
            );
        }
        self.name(text);
        if !class.is_made_as_wide && !is_base && class.nature != Nature::Transport {
            for part in class.parts.iter().filter(|part| is_private(&part.ty)) {
                let (name, ty) = (camel(&part.name), type_of(&part.ty));
                text.push('\n');
                text.push_str(&self.docs.comment("  ", std::slice::from_ref(&part.doc)));
                put!(text, "  get {name}(): {ty} {{\n    return this.#{name};\n  }}\n");
            }
            self.message_fr(text)?;
            self.kept(text)?;
        }
        // What a base tells is said there.
        if !is_base && parent.is_none_or(|wide| (&wide.block, &wide.facts) != (&class.block, &class.facts)) {
            let told = self.told()?;
            put!(text, "\n  protected override texts(): Texts {{\n    return texts.{told};\n  }}\n");
        }
        text.push_str("}\n");
        Ok(())
    }

    /// The fields and the constructor.
    fn made(&self, parent: Option<&Class>, text: &mut String) -> Result<(), String> {
        let class = self.class;
        if class.retryable && parent.is_some_and(|wide| !wide.retryable) {
            text.push_str("  override readonly retryable: boolean = true;\n");
        }
        let mut body = String::new();
        let mut given = Vec::new();
        for part in &class.parts {
            let (name, ty) = (camel(&part.name), type_of(&part.ty));
            let is_base = AT_BASE.contains(&part.name.as_str());
            let optional = matches!(part.ty, Ty::Option(_));
            given.push(if optional { format!("{name}?: {ty}") } else { format!("{name}: {ty}") });
            let value = if optional { format!("{name} ?? null") } else { name.clone() };
            if is_private(&part.ty) {
                put!(text, "  readonly #{name}: {ty};\n");
                put!(body, "    this.#{name} = {value};\n");
                continue;
            }
            if !is_base {
                text.push_str(&self.docs.comment("  ", std::slice::from_ref(&part.doc)));
            }
            put!(text, "  {}readonly {name}: {ty};\n", if is_base { "override " } else { "" });
            put!(body, "    this.{name} = {value};\n");
        }
        for (shown, path) in &class.shows {
            let lead = lead(self.model, class, path)?;
            let (name, ty) = (camel(shown), type_of(&lead.ty));
            let is_base = AT_BASE.contains(&shown.as_str());
            if !is_base || shown == "op_id" {
                let doc = lead.field.as_ref().map(|field| paragraphs(&field.doc)).unwrap_or_default();
                text.push_str(&self.docs.comment("  ", &doc));
            }
            put!(text, "  {}readonly {name}: {ty};\n", if is_base { "override " } else { "" });
            put!(body, "    this.{name} = {};\n", value(&lead, ""));
        }
        let (before, message) = self.message(&class.message, "", 0)?;
        let message =
            message.ok_or_else(|| format!("Class: {}: a message that may be missing", class.name))?;
        put!(text, "\n  constructor({}, options?: ToldOptions) {{\n", given.join(", "));
        let line = format!("    super({message}, options);\n");
        let line = if message.contains('\n') {
            format!("    super(\n      {},\n      options,\n    );\n", message.replace('\n', "\n  "))
        } else {
            line
        };
        put!(text, "{before}{line}{body}  }}\n\n");
        Ok(())
    }

    /// A name of its own also keeps it apart from the wider one when TypeScript narrows.
    fn name(&self, text: &mut String) {
        let class = self.class;
        let narrow = self.model.errors.classes.iter().filter(|one| one.parent.as_ref() == Some(&class.name));
        let names: Vec<String> =
            std::iter::once(class).chain(narrow).map(|class| format!("{:?}", class.name)).collect();
        // One with members of its own is told apart by these, and may be made narrower by a program.
        let is_open = names.len() > 1 && class.nature != Nature::Transport;
        let ty = if is_open { "string".to_owned() } else { names.join(" | ") };
        put!(text, "  override get name(): {ty} {{\n    return {:?};\n  }}\n", class.name);
    }

    fn message_fr(&self, text: &mut String) -> Result<(), String> {
        let templates = &self.class.message_fr;
        let parent =
            self.model.errors.classes.iter().find(|wide| self.class.parent.as_ref() == Some(&wide.name));
        if templates.is_empty() || parent.is_some_and(|wide| wide.message_fr == *templates) {
            return Ok(());
        }
        let (before, message) = self.message(templates, "this.", 1)?;
        let message = message.unwrap_or_else(|| "this.merchantTextFr".to_owned());
        put!(text, "\n  override get messageFr(): string {{\n{before}    return {message};\n  }}\n");
        Ok(())
    }

    /// What has to be found out before, and the first of the templates whose values are all there; nothing when
    /// the last one may be missing.
    fn message(
        &self,
        templates: &[String],
        this: &str,
        language: usize,
    ) -> Result<(String, Option<String>), String> {
        let mut before = String::new();
        let mut said = String::new();
        for template in templates {
            let pieces = pieces(self.model, self.class, template)?;
            let mut conditions = Vec::new();
            for piece in &pieces {
                let Piece::Value(lead) = piece else { continue };
                if lead.is_strange() {
                    let doubt = value(&Lead { further: None, ..lead.clone() }, this);
                    let owner = part(&lead.part, &lead.of, this);
                    if before.is_empty() {
                        put!(before, "    const words = strange({doubt}, {owner}.excess);\n");
                    }
                    conditions.push("words !== null".to_owned());
                } else if lead.may_be_missing() {
                    conditions.push(format!("{} != null", value(lead, this)));
                }
            }
            let formatted = formatted(&pieces, this, language);
            if conditions.is_empty() {
                said.push_str(&formatted);
                return Ok((before, Some(said)));
            }
            put!(said, "{}\n      ? {formatted}\n      : ", conditions.join(" && "));
        }
        // French falls back to the merchant's text, English to nothing.
        let french = (language == 1).then(|| format!("{said}this.merchantTextFr"));
        Ok((before, french))
    }

    /// What may stand in JSON and in logs.
    fn kept(&self, text: &mut String) -> Result<(), String> {
        let mut kept = Vec::new();
        for path in &self.class.kept {
            let lead = lead(self.model, self.class, path)?;
            let (name, value) = (camel(lead.name()), value(&lead, "this."));
            kept.push(format!("{name}: {value}"));
        }
        put!(text, "\n  protected override kept(): Record<string, unknown> {{\n");
        let line = format!("    return {{ {} }};\n", kept.join(", "));
        if line.len() <= 115 {
            text.push_str(&line);
        } else {
            put!(text, "    return {{\n      {},\n    }};\n", kept.join(",\n      "));
        }
        text.push_str("  }\n");
        Ok(())
    }

    /// The call that puts its texts together.
    fn told(&self) -> Result<String, String> {
        let mut facts = Vec::new();
        for path in &self.class.facts {
            let (path, whether) = path.strip_suffix('?').map_or((path.as_str(), false), |path| (path, true));
            let lead = lead(self.model, self.class, path)?;
            let value = value(&lead, "this.");
            facts.push(if whether { format!("{value} !== null") } else { value });
        }
        let block = self.class.block.as_str();
        let (function, own) = match block {
            "invalid" => ("invalid", None),
            "refused" => ("rejected", None),
            "not_sent" => ("notSent", None),
            "unknown" => ("unknown", None),
            "prompt" => ("prompted", None),
            "record" | "webhook" => ("refused", Some(format!("{block:?}"))),
            _ => ("textsOf", Some(format!("{block:?}"))),
        };
        let given: Vec<String> = own.into_iter().chain(facts).collect();
        Ok(format!("{function}({})", given.join(", ")))
    }
}

fn type_of(ty: &Ty) -> String {
    match ty {
        Ty::Option(inner) => format!("{} | null", type_of(inner)),
        Ty::Item(name) => type_name(name),
        Ty::Int | Ty::Francs | Ty::Millis => "number".to_owned(),
        Ty::Flag => "boolean".to_owned(),
        _ => "string".to_owned(),
    }
}

/// An expression for what stands there; a code that nobody knows is a vendor's text, and is masked.
pub(super) fn value(lead: &Lead, this: &str) -> String {
    let Some(field) = &lead.field else {
        return part(&lead.part, &lead.of, this);
    };
    let of = part(&lead.part, &lead.of, this);
    let name = camel(&field.name);
    let value = if lead.everywhere {
        format!("{of}.{name}")
    } else {
        format!("{name:?} in {of} ? {of}.{name} : null")
    };
    match lead.further.as_deref() {
        Some("description") => return format!("texts.codeTexts({value}).description"),
        Some("description_fr") => return format!("texts.codeTexts({value}).descriptionFr"),
        _ => {}
    }
    let is_code = match &lead.ty {
        Ty::Option(inner) => **inner == Ty::Item("Code".to_owned()),
        ty => *ty == Ty::Item("Code".to_owned()),
    };
    if is_code { format!("masked({value})") } else { value }
}

fn formatted(pieces: &[Piece], this: &str, language: usize) -> String {
    let one = |lead: &Lead| {
        if lead.is_strange() { format!("words[{language}]") } else { value(lead, this) }
    };
    if let [Piece::Value(lead)] = pieces {
        return one(lead);
    }
    let mut said = String::new();
    for piece in pieces {
        match piece {
            Piece::Said(text) => said.push_str(text),
            Piece::Value(lead) => put!(said, "${{{}}}", one(lead)),
        }
    }
    format!("`{said}`")
}

/// A part, as the constructor was given it or as it is held.
fn part(name: &str, ty: &Ty, this: &str) -> String {
    let private = if is_private(ty) && !this.is_empty() { "#" } else { "" };
    format!("{this}{private}{}", camel(name))
}

/// Which words have a class narrower than this one.
fn table<'a>(
    called: &str,
    wide: &str,
    classes: &[Class],
    words: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<String, String> {
    let mut text = format!("\nconst {called} = new Map<string, typeof {wide}>([\n");
    for (word, class) in words.filter(|(_, class)| *class != wide) {
        let is_narrower =
            classes.iter().any(|known| known.name == class && known.parent.as_deref() == Some(wide));
        if !is_narrower {
            return Err(format!("{word}: its class {class} does not stand under {wide}"));
        }
        put!(text, "  [{word:?}, {class}],\n");
    }
    Ok(text + "]);\n")
}
