//! `types.ts`: interfaces, unions on `kind` and words. It holds no code.

use crate::docs::{Docs, camel, paragraphs, unit};
use crate::model::{Field, Item, Model, Shape, Ty, Variant, Word};
pub(super) use crate::names::beside_platform as name;
use crate::names::{GIVEN, INNER, PAIR, is_input, suffix};
use crate::text::put;

const HEAD: &str = "\
// Printed from core's source by `cargo xtask print`; do not edit.

/**
 * The data of xaalis. Amounts are whole XOF francs, moments are milliseconds since 1970, percentages are
 * decimal numbers as text. `null` is what the vendor did not say. Words are open: one that this version does
 * not know is kept as it came.
 *
 * @module
 */
";

/// The text of `types.ts`.
///
/// # Errors
/// The item that has no form in TypeScript.
pub(super) fn types(model: &Model) -> Result<String, String> {
    let printer = Printer { docs: Docs::of(model, super::LINKS), sandbox: false };
    let mut text = HEAD.to_owned();
    for item in model.items.iter().filter(|item| item.name != PAIR) {
        printer.item(&mut text, item)?;
    }
    let printer = Printer { sandbox: true, ..printer };
    for item in &model.sandbox {
        printer.item(&mut text, item)?;
    }
    Ok(text)
}

struct Printer<'a> {
    docs: Docs<'a>,
    /// The sandbox has names of its own.
    sandbox: bool,
}

impl Printer<'_> {
    fn item(&self, text: &mut String, item: &Item) -> Result<(), String> {
        let input = self.sandbox || is_input(&item.name) || GIVEN.contains(&item.name.as_str());
        let called = self.name(&item.name);
        match &item.shape {
            Shape::Words { words, open } => self.words(text, &called, &item.doc, words, *open),
            Shape::Struct(fields) => {
                text.push('\n');
                text.push_str(&self.docs.comment("", &paragraphs(&item.doc)));
                self.interface(text, &called, None, fields, input);
            }
            Shape::Tagged { param, variants } if item.name == INNER => {
                debug_assert!(param.is_none());
                self.inner(text, &item.doc, variants);
            }
            Shape::Tagged { param, variants } => {
                let suffix = suffix(item)?;
                let mut members = Vec::new();
                for variant in variants {
                    let generic = param.is_some() && variant.fields.iter().any(|field| field.ty == Ty::Param);
                    let called = format!("{}{suffix}{}", variant.name, if generic { "<T>" } else { "" });
                    text.push('\n');
                    text.push_str(&self.docs.comment("", &paragraphs(&variant.doc)));
                    self.interface(text, &called, Some(&variant.kind), &variant.fields, input);
                    members.push(called);
                }
                let called = if param.is_some() { format!("{called}<T>") } else { called };
                text.push('\n');
                text.push_str(&self.docs.comment("", &paragraphs(&item.doc)));
                put!(text, "export type {called} =\n  | {};\n", members.join("\n  | "));
            }
        }
        Ok(())
    }

    /// A type that lives at compile time only says each word's meaning in its own comment.
    fn words(&self, text: &mut String, called: &str, doc: &[String], words: &[Word], open: bool) {
        let mut told = paragraphs(doc);
        told.push(String::new());
        for word in words {
            told.push(format!("- `{}`: {}", word.word, paragraphs(&word.doc).join(" ")));
        }
        let mut known: Vec<_> = words.iter().map(|word| format!("{:?}", word.word)).collect();
        if open {
            known.push("(string & {})".to_owned());
        }
        text.push('\n');
        text.push_str(&self.docs.comment("", &told));
        let line = format!("export type {called} = {};", known.join(" | "));
        if line.len() <= 110 {
            put!(text, "{line}\n");
        } else {
            put!(text, "export type {called} =\n  | {};\n", known.join("\n  | "));
        }
    }

    fn interface(&self, text: &mut String, called: &str, kind: Option<&str>, fields: &[Field], input: bool) {
        put!(text, "export interface {called} {{\n");
        if let Some(kind) = kind {
            put!(text, "  readonly kind: {kind:?};\n");
        }
        for field in fields {
            let mut doc = paragraphs(&field.doc);
            if let (Some(unit), Some(last)) = (unit(field), doc.last_mut()) {
                put!(last, " {unit}");
            }
            text.push_str(&self.docs.comment("  ", &doc));
            put!(text, "  readonly {}\n", self.field(field, input));
        }
        text.push_str("}\n");
    }

    /// A reply is what the runtime reads: its variants have no names.
    fn inner(&self, text: &mut String, doc: &[String], variants: &[Variant]) {
        text.push('\n');
        text.push_str(&self.docs.comment("", &paragraphs(doc)));
        put!(text, "export type {INNER} =");
        for variant in variants {
            put!(text, "\n  | {{ readonly kind: {:?};", variant.kind);
            for field in &variant.fields {
                put!(text, " readonly {}", self.field(field, false));
            }
            text.push_str(" }");
        }
        text.push_str(";\n");
    }

    /// `name: type;`, where an input's may be left out.
    fn field(&self, field: &Field, input: bool) -> String {
        let name = camel(&field.name);
        match &field.ty {
            Ty::Option(inner) if input => format!("{name}?: {} | undefined;", self.ty(inner)),
            ty if input && field.default => format!("{name}?: {} | undefined;", self.ty(ty)),
            ty => format!("{name}: {};", self.ty(ty)),
        }
    }

    fn ty(&self, ty: &Ty) -> String {
        match ty {
            Ty::Text | Ty::Personal | Ty::Percent => "string".to_owned(),
            Ty::Flag => "boolean".to_owned(),
            Ty::Int | Ty::Francs | Ty::Millis => "number".to_owned(),
            Ty::Option(inner) => format!("{} | null", self.ty(inner)),
            Ty::List(inner) => match inner.as_ref() {
                Ty::Option(_) => format!("readonly ({})[]", self.ty(inner)),
                _ => format!("readonly {}[]", self.ty(inner)),
            },
            Ty::Item(name) if name == PAIR => "{ readonly name: string; readonly value: string }".to_owned(),
            Ty::Item(name) => self.name(name),
            Ty::Generic(name, inner) => format!("{name}<{}>", self.ty(inner)),
            Ty::Param => "T".to_owned(),
        }
    }

    fn name(&self, of: &str) -> String {
        if self.sandbox { format!("Sandbox{of}") } else { name(of) }
    }
}
