//! `Types.swift`: structs, enums with associated values and words.

use super::{comment, escaped, lower, name, ty};
use crate::docs::{Docs, camel, paragraphs, unit};
use crate::model::{Field, Item, Model, Shape, Ty, Variant, Word};
use crate::names::{GIVEN, INNER, is_input};
use crate::text::put;

const HEAD: &str = "\
// Printed from core's source by `cargo xtask print`; do not edit.
//
// The data of xaalis. Amounts are whole XOF francs, moments are milliseconds since 1970, percentages are decimal
// numbers as text. `nil` is what the vendor did not say. Words are open: one that this version does not know is kept
// as it came.
";

/// The text of `Types.swift`.
pub(super) fn types(model: &Model) -> String {
    let mut text = HEAD.to_owned();
    let printer = Printer { docs: Docs::of(model, super::LINKS), sandbox: false };
    for item in model.items.iter().filter(|item| item.name != INNER) {
        printer.item(&mut text, item);
    }
    let printer = Printer { sandbox: true, ..printer };
    for item in &model.sandbox {
        printer.item(&mut text, item);
    }
    text
}

struct Printer<'a> {
    docs: Docs<'a>,
    /// The sandbox has names of its own.
    sandbox: bool,
}

impl Printer<'_> {
    fn item(&self, text: &mut String, item: &Item) {
        let called = self.name(&item.name);
        text.push('\n');
        text.push_str(&comment(&self.docs, "", &paragraphs(&item.doc)));
        match &item.shape {
            Shape::Words { words, .. } => self.words(text, &called, words),
            Shape::Struct(fields) => {
                let input = self.sandbox || is_input(&item.name) || GIVEN.contains(&item.name.as_str());
                self.structure(text, &called, fields, input);
            }
            Shape::Tagged { param, variants } => self.tagged(text, &called, param.is_some(), variants),
        }
    }

    /// Others than these may come, from a vendor or from a newer version of ours.
    fn words(&self, text: &mut String, called: &str, words: &[Word]) {
        put!(text, "public struct {called}: Word {{\n    public let rawValue: String\n");
        text.push_str("    public init(rawValue: String) { self.rawValue = rawValue }\n\n");
        for word in words {
            text.push_str(&comment(&self.docs, "    ", &paragraphs(&word.doc)));
            put!(text, "    public static let {} = Self(rawValue: {:?})\n", lower(&word.name), word.word);
        }
        text.push_str("}\n");
    }

    fn structure(&self, text: &mut String, called: &str, fields: &[Field], input: bool) {
        put!(text, "public struct {called}: Sendable, Hashable, Codable {{\n");
        for field in fields {
            text.push_str(&comment(&self.docs, "    ", &said(field)));
            put!(text, "    public var {}: {}\n", escaped(&camel(&field.name)), self.ty(field, input));
        }
        let given: Vec<_> = fields.iter().map(|field| self.given(field, input)).collect();
        put!(text, "\n    public init({}) {{\n", given.join(", "));
        for field in fields {
            let name = camel(&field.name);
            put!(text, "        self.{name} = {}\n", escaped(&name));
        }
        text.push_str("    }\n");
        if !input && fields.iter().any(|field| field.default && matches!(field.ty, Ty::List(_))) {
            text.push_str("\n    public init(from decoder: any Decoder) throws {\n");
            text.push_str("        let read = try decoder.container(keyedBy: CodingKeys.self)\n");
            for field in fields {
                put!(text, "        {} = {}\n", camel(&field.name), self.read(field, input));
            }
            text.push_str("    }\n");
        }
        text.push_str("}\n");
        if fields.iter().any(hidden) {
            let parts: Vec<_> = fields.iter().map(|field| (camel(&field.name), hidden(field))).collect();
            let shown = parts.iter().map(|(name, hidden)| {
                if *hidden { format!("{name}: •••") } else { format!("{name}: \\(shown({name}))") }
            });
            put!(text, "\nextension {called}: CustomStringConvertible, CustomReflectable {{\n");
            text.push_str("    /// No log may show all of it.\n");
            put!(
                text,
                "    public var description: String {{ \"{called}({})\" }}\n",
                shown.collect::<Vec<_>>().join(", ")
            );
            let children = parts.iter().map(|(name, hidden)| {
                if *hidden { format!("{name:?}: \"•••\"") } else { format!("{name:?}: shown({name})") }
            });
            put!(
                text,
                "    public var customMirror: Mirror {{ Mirror(self, children: [{}]) }}\n}}\n",
                children.collect::<Vec<_>>().join(", ")
            );
        }
    }

    fn tagged(&self, text: &mut String, called: &str, generic: bool, variants: &[Variant]) {
        let of = if generic { "<Value: Sendable & Hashable & Codable>" } else { "" };
        put!(text, "public enum {called}{of}: Sendable, Hashable, Codable {{\n");
        for variant in variants {
            text.push_str(&comment(&self.docs, "    ", &paragraphs(&variant.doc)));
            put!(text, "    case {}", lower(&variant.name));
            if !variant.fields.is_empty() {
                let given: Vec<_> = variant.fields.iter().map(|field| self.given(field, false)).collect();
                put!(text, "({})", given.join(", "));
            }
            text.push('\n');
        }
        let mut keys = vec!["kind".to_owned()];
        for field in variants.iter().flat_map(|variant| &variant.fields) {
            let key = escaped(&camel(&field.name));
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        put!(
            text,
            "\n    private enum Keys: String, CodingKey {{\n        case {}\n    }}\n",
            keys.join(", ")
        );
        text.push_str("\n    /// The word for it.\n    public var kind: String {\n        switch self {\n");
        for variant in variants {
            put!(text, "        case .{}: {:?}\n", lower(&variant.name), variant.kind);
        }
        text.push_str("        }\n    }\n\n    public init(from decoder: any Decoder) throws {\n");
        text.push_str("        let read = try decoder.container(keyedBy: Keys.self)\n");
        text.push_str("        switch try read.decode(String.self, forKey: .kind) {\n");
        for variant in variants {
            let parts: Vec<_> = (variant.fields.iter())
                .map(|field| format!("{}: {}", camel(&field.name), self.read(field, false)))
                .collect();
            let parts = if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) };
            put!(text, "        case {:?}: self = .{}{parts}\n", variant.kind, lower(&variant.name));
        }
        put!(
            text,
            "        case let kind: throw unheard(kind, Keys.kind, read)\n        }}\n    }}\n\n    public func \
             encode(to encoder: any Encoder) throws {{\n"
        );
        text.push_str("        var written = encoder.container(keyedBy: Keys.self)\n");
        text.push_str("        try written.encode(kind, forKey: .kind)\n        switch self {\n");
        for variant in variants {
            let names: Vec<_> = variant.fields.iter().map(|field| escaped(&camel(&field.name))).collect();
            if names.is_empty() {
                put!(text, "        case .{}: break\n", lower(&variant.name));
                continue;
            }
            let bound: Vec<_> = names.iter().map(|name| format!("let {name}")).collect();
            put!(text, "        case .{}({}):\n", lower(&variant.name), bound.join(", "));
            for (name, field) in names.iter().zip(&variant.fields) {
                let how = if matches!(field.ty, Ty::Option(_)) { "encodeIfPresent" } else { "encode" };
                put!(text, "            try written.{how}({name}, forKey: .{name})\n");
            }
        }
        text.push_str("        }\n    }\n}\n");
        if variants.iter().flat_map(|variant| &variant.fields).any(hidden) {
            self.hides(text, called, variants);
        }
    }

    #[allow(clippy::unused_self)] // reads as the others do
    fn hides(&self, text: &mut String, called: &str, variants: &[Variant]) {
        put!(text, "\nextension {called}: CustomStringConvertible, CustomReflectable {{\n");
        text.push_str(
            "    /// No log may show all of it.\n    public var description: String {\n        switch self {\n",
        );
        for variant in variants {
            let case = lower(&variant.name);
            if variant.fields.is_empty() {
                put!(text, "        case .{case}: \"{case}\"\n");
                continue;
            }
            let bound: Vec<_> = (variant.fields.iter())
                .map(|field| {
                    if hidden(field) {
                        "_".to_owned()
                    } else {
                        format!("let {}", escaped(&camel(&field.name)))
                    }
                })
                .collect();
            let shown: Vec<_> = (variant.fields.iter())
                .map(|field| {
                    let name = camel(&field.name);
                    if hidden(field) {
                        format!("{name}: •••")
                    } else {
                        format!("{name}: \\(shown({}))", escaped(&name))
                    }
                })
                .collect();
            put!(text, "        case .{case}({}): \"{case}({})\"\n", bound.join(", "), shown.join(", "));
        }
        text.push_str("        }\n    }\n\n");
        text.push_str(
            "    public var customMirror: Mirror { Mirror(self, children: [\"\": description]) }\n}\n",
        );
    }

    /// `name: Type`, with a default where it may be left out.
    fn given(&self, field: &Field, input: bool) -> String {
        let ty = self.ty(field, input);
        let default = match &field.ty {
            _ if ty.ends_with('?') => " = nil",
            Ty::List(_) if field.default => " = []",
            _ => "",
        };
        format!("{}: {ty}{default}", escaped(&camel(&field.name)))
    }

    /// How it is read.
    fn read(&self, field: &Field, input: bool) -> String {
        let (ty, key) = (self.ty(field, input), escaped(&camel(&field.name)));
        match ty.strip_suffix('?') {
            Some(inner) => format!("try read.decodeIfPresent({inner}.self, forKey: .{key})"),
            None if field.default && matches!(field.ty, Ty::List(_)) => {
                format!("try read.decodeIfPresent({ty}.self, forKey: .{key}) ?? []")
            }
            None => format!("try read.decode({ty}.self, forKey: .{key})"),
        }
    }

    fn ty(&self, field: &Field, input: bool) -> String {
        let ty = ty(&field.ty, &|of| self.name(of));
        match &field.ty {
            Ty::Option(_) => ty,
            // A list that was left out is not one of nothing.
            _ if input && field.default => format!("{ty}?"),
            _ => ty,
        }
    }

    fn name(&self, of: &str) -> String {
        if self.sandbox { format!("Sandbox{of}") } else { name(of) }
    }
}

fn hidden(field: &Field) -> bool {
    field.hidden || field.ty.is_personal()
}

fn said(field: &Field) -> Vec<String> {
    let mut doc = paragraphs(&field.doc);
    if let (Some(unit), Some(last)) = (unit(field), doc.last_mut()) {
        put!(last, " {unit}");
    }
    doc
}
