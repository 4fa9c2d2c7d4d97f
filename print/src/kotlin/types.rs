//! `Types.kt`: data classes, sealed interfaces and words.

use crate::docs::{Docs, camel, paragraphs, unit};
use crate::model::{Field, Item, Model, Shape, Ty, Variant, Word};
pub(super) use crate::names::beside_platform as name;
use crate::names::{GIVEN, INNER, is_input};
use crate::text::{put, upper};

const HEAD: &str = "\
// Printed from core's source by `cargo xtask print`; do not edit.

/*
 * The data of xaalis. Amounts are whole XOF francs, moments are milliseconds since 1970, percentages are
 * decimal numbers as text. `null` is what the vendor did not say. Words are open: one that this version does
 * not know is kept as it came.
 */
@file:OptIn(kotlinx.serialization.ExperimentalSerializationApi::class)

package dev.xaalis

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonClassDiscriminator
";
/// Read by hand, for what it holds is of a type that only the operation knows.
const BY_HAND: (&str, &str) = ("Outcome", "OutcomeSerializer");

/// The text of `Types.kt`.
///
/// # Errors
/// The item that has no form in Kotlin.
pub(super) fn types(model: &Model) -> Result<String, String> {
    let mut text = HEAD.to_owned();
    let printer = Printer { docs: Docs::of(model, super::LINKS), sandbox: false };
    for item in model.items.iter().filter(|item| item.name != INNER) {
        printer.item(&mut text, item)?;
    }
    let printer = Printer { sandbox: true, ..printer };
    for item in &model.sandbox {
        printer.item(&mut text, item)?;
    }
    Ok(text)
}

/// The type of a value.
pub(super) fn ty(ty: &Ty, name: &dyn Fn(&str) -> String) -> String {
    match ty {
        Ty::Text | Ty::Personal | Ty::Percent => "String".to_owned(),
        Ty::Flag => "Boolean".to_owned(),
        Ty::Int | Ty::Francs | Ty::Millis => "Long".to_owned(),
        Ty::Option(inner) => format!("{}?", self::ty(inner, name)),
        Ty::List(inner) => format!("List<{}>", self::ty(inner, name)),
        Ty::Item(of) => name(of),
        Ty::Generic(of, inner) => format!("{}<{}>", name(of), self::ty(inner, name)),
        Ty::Param => "T".to_owned(),
    }
}

struct Printer<'a> {
    docs: Docs<'a>,
    /// The sandbox has names of its own.
    sandbox: bool,
}

impl Printer<'_> {
    fn item(&self, text: &mut String, item: &Item) -> Result<(), String> {
        let called = self.name(&item.name);
        text.push('\n');
        match &item.shape {
            Shape::Words { words, .. } => self.words(text, &called, &item.doc, words),
            Shape::Struct(fields) => {
                let input = self.sandbox || is_input(&item.name) || GIVEN.contains(&item.name.as_str());
                self.class(
                    text,
                    "",
                    &item.doc,
                    &Class { called: &called, kind: None, parent: None },
                    fields,
                    input,
                );
            }
            Shape::Tagged { param, variants } => {
                self.sealed(text, item, &called, param.is_some(), variants)?;
            }
        }
        Ok(())
    }

    /// Others than these may come, from a vendor or from a newer version of ours: a class around the word.
    fn words(&self, text: &mut String, called: &str, doc: &[String], words: &[Word]) {
        text.push_str(&self.docs.comment("", &paragraphs(doc)));
        put!(text, "@JvmInline\n@Serializable\npublic value class {called}(public val word: String) {{\n");
        text.push_str("    override fun toString(): String = word\n\n    public companion object {\n");
        for word in words {
            text.push_str(&self.docs.comment("        ", &paragraphs(&word.doc)));
            put!(text, "        public val {}: {called} = {called}({:?})\n\n", upper(&word.name), word.word);
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n    }\n}\n");
    }

    fn sealed(
        &self,
        text: &mut String,
        item: &Item,
        called: &str,
        generic: bool,
        variants: &[Variant],
    ) -> Result<(), String> {
        if generic != (item.name == BY_HAND.0) {
            return Err(format!("{called}: only {} is read by hand", BY_HAND.0));
        }
        text.push_str(&self.docs.comment("", &paragraphs(&item.doc)));
        if generic {
            put!(
                text,
                "@Serializable(with = {}::class)\npublic sealed interface {called}<out T> {{\n",
                BY_HAND.1
            );
        } else {
            put!(
                text,
                "@Serializable\n@JsonClassDiscriminator(\"kind\")\npublic sealed interface {called} {{\n"
            );
        }
        let input = GIVEN.contains(&item.name.as_str());
        for (place, variant) in variants.iter().enumerate() {
            if place > 0 {
                text.push('\n');
            }
            let holds = variant.fields.iter().any(|field| field.ty == Ty::Param);
            let parent = match (generic, holds) {
                (true, true) => format!("{called}<T>"),
                (true, false) => format!("{called}<Nothing>"),
                (false, _) => called.to_owned(),
            };
            let name = if holds { format!("{}<out T>", variant.name) } else { variant.name.clone() };
            let kind = (!generic).then_some(variant.kind.as_str());
            let class = Class { called: &name, kind, parent: Some(&parent) };
            self.class(text, "    ", &variant.doc, &class, &variant.fields, input);
        }
        text.push_str("}\n");
        Ok(())
    }

    fn class(
        &self,
        text: &mut String,
        indent: &str,
        doc: &[String],
        class: &Class<'_>,
        fields: &[Field],
        input: bool,
    ) {
        let Class { called, kind, parent } = *class;
        text.push_str(&self.docs.comment(indent, &paragraphs(doc)));
        if kind.is_some() || parent.is_none() {
            put!(text, "{indent}@Serializable\n");
        }
        if let Some(kind) = kind {
            put!(text, "{indent}@SerialName({kind:?})\n");
        }
        let of = parent.map_or_else(String::new, |parent| format!(" : {parent}"));
        if fields.is_empty() {
            return put!(text, "{indent}public data object {called}{of}\n");
        }
        put!(text, "{indent}public data class {called}(\n");
        for field in fields {
            let mut doc = paragraphs(&field.doc);
            if let (Some(unit), Some(last)) = (unit(field), doc.last_mut()) {
                put!(last, " {unit}");
            }
            text.push_str(&self.docs.comment(&format!("{indent}    "), &doc));
            put!(text, "{indent}    val {},\n", self.field(field, input));
        }
        put!(text, "{indent}){of}");
        let hidden = |field: &&Field| field.hidden || field.ty.is_personal();
        if !fields.iter().any(|field| hidden(&field)) {
            return text.push('\n');
        }
        let short = called.split('<').next().unwrap_or(called);
        let shown: Vec<_> = fields
            .iter()
            .map(|field| {
                let name = camel(&field.name);
                if hidden(&field) { format!("{name}=•••") } else { format!("{name}=${name}") }
            })
            .collect();
        put!(text, " {{\n{indent}    /** No log may show all of it. */\n");
        put!(text, "{indent}    override fun toString(): String = \"{short}({})\"\n", shown.join(", "));
        put!(text, "{indent}}}\n");
    }

    /// `name: Type`, with a default where it may be left out.
    fn field(&self, field: &Field, input: bool) -> String {
        let name = camel(&field.name);
        let ty = ty(&field.ty, &|of| self.name(of));
        match &field.ty {
            Ty::Option(_) => format!("{name}: {ty} = null"),

            Ty::List(_) if field.default => format!("{name}: {ty} = emptyList()"),
            _ if input && field.default => format!("{name}: {ty}? = null"),
            _ => format!("{name}: {ty}"),
        }
    }

    fn name(&self, of: &str) -> String {
        if self.sandbox { format!("Sandbox{of}") } else { name(of) }
    }
}

struct Class<'a> {
    called: &'a str,
    kind: Option<&'a str>,
    parent: Option<&'a str>,
}
