//! Documentation as languages with names in camelCase say it, between `/**` and `*/`.

use crate::model::{Field, Model, Shape, Ty};
use crate::names;
use crate::text::{put, without_links, wrapped};
use std::collections::BTreeSet;

/// What a language calls something that the docs name in Rust.
pub(crate) type Links = &'static [(&'static str, &'static str)];

/// As wide as a line, its indent and the star aside.
const WIDTH: usize = 104;

/// Turns documentation of core's into that of a language.
pub(crate) struct Docs<'a> {
    model: &'a Model,
    links: Links,
    /// The names of fields that are written otherwise here.
    fields: BTreeSet<&'a str>,
}

impl<'a> Docs<'a> {
    pub(crate) fn of(model: &'a Model, links: Links) -> Self {
        let items = [&model.items, &model.taken, &model.sandbox];
        let shapes = items.into_iter().flatten().map(|item| &item.shape);
        let fields = shapes.flat_map(|shape| -> Box<dyn Iterator<Item = &Field>> {
            match shape {
                Shape::Struct(fields) => Box::new(fields.iter()),
                Shape::Tagged { variants, .. } => {
                    Box::new(variants.iter().flat_map(|variant| &variant.fields))
                }
                Shape::Words { .. } => Box::new(std::iter::empty()),
            }
        });
        let written = fields.map(|field| field.name.as_str()).filter(|name| name.contains('_'));
        let fields = written.chain(["op_id", "on_prompt", "on_progress", "earlier_keys"]).collect();
        Self { model, links, fields }
    }

    /// A comment of these paragraphs, or nothing.
    pub(crate) fn comment(&self, indent: &str, paragraphs: &[String]) -> String {
        let mut lines = Vec::new();
        for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.trim().is_empty()) {
            // What belongs together in a list is not parted.
            let together = paragraph.starts_with('@') || paragraph.starts_with("- ");
            if !lines.is_empty() && !together {
                lines.push(String::new());
            }
            let hanging = if together { "  " } else { "" };
            lines.extend(wrapped(&self.said(paragraph), hanging, WIDTH));
        }
        let mut text = String::new();
        match &lines[..] {
            [] => {}
            [one] => put!(text, "{indent}/** {one} */\n"),
            several => {
                put!(text, "{indent}/**\n");
                for line in several {
                    put!(text, "{}\n", format!("{indent} * {line}").trim_end());
                }
                put!(text, "{indent} */\n");
            }
        }
        text
    }

    /// A comment of paragraphs, with samples as they stand.
    pub(crate) fn sample(&self, text: &str) -> String {
        let mut comment = String::from("/**\n");
        for (place, part) in text.split("```").enumerate() {
            if place % 2 == 1 {
                for line in format!("```{part}```").lines() {
                    put!(comment, "{}\n", format!(" * {line}").trim_end());
                }
            } else {
                let paragraphs: Vec<_> = part.trim().split("\n\n").map(str::to_owned).collect();
                let whole = self.comment("", &paragraphs);
                for line in whole.lines().filter(|line| !matches!(line.trim(), "/**" | "*/")) {
                    let line = line.trim_start_matches("/** ").trim_end_matches(" */");
                    put!(comment, "{}{line}\n", if line.starts_with(" *") { "" } else { " * " });
                }
            }
            comment.push_str(" *\n");
        }
        comment.trim_end_matches(" *\n").to_owned() + " */\n"
    }

    /// Documentation in the language's names.
    pub(crate) fn said(&self, doc: &str) -> String {
        let text = without_links(doc, |name| self.linked(name)).replace("*/", "* /");
        // Every second part stands between backticks.
        let parts = text
            .split('`')
            .enumerate()
            .map(|(place, part)| if place % 2 == 1 { self.in_code(part) } else { part.to_owned() });
        parts.collect::<Vec<_>>().join("`")
    }

    /// Code with our names: `resume(opId)` of `resume(op_id)`.
    fn in_code(&self, code: &str) -> String {
        let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
        let mut text = String::new();
        let mut rest = code;
        while !rest.is_empty() {
            let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
            let (name, behind) = rest.split_at(end);
            text.push_str(&if self.fields.contains(name) { camel(name) } else { name.to_owned() });
            let other = behind.find(is_of_name).unwrap_or(behind.len());
            text.push_str(&behind[..other]);
            rest = &behind[other..];
        }
        text
    }

    fn linked(&self, name: &str) -> String {
        if let Some((_, known)) = self.links.iter().find(|(link, _)| *link == name) {
            return (*known).to_owned();
        }
        let Some((of, inner)) = name.rsplit_once("::") else { return camel(name) };
        match self.model.item(of).map(|item| (item, &item.shape)) {
            Some((_, Shape::Words { words, .. })) => {
                let word = words.iter().find(|word| word.name == inner);
                word.map_or_else(|| inner.to_owned(), |word| format!("\"{}\"", word.word))
            }
            Some((item, Shape::Tagged { .. })) => {
                format!("{inner}{}", names::suffix(item).unwrap_or_default())
            }
            _ => format!("{}.{}", of.replace("::", "."), camel(inner)),
        }
    }
}

/// The unit of a number, where its documentation leaves it to the type.
pub(crate) fn unit(field: &Field) -> Option<&'static str> {
    let mut ty = &field.ty;
    while let Ty::Option(inner) | Ty::List(inner) = ty {
        ty = inner;
    }
    let doc = field.doc.join(" ");
    let silent = |word: &str| !doc.to_lowercase().contains(word);
    match ty {
        Ty::Francs => silent("franc").then_some("In XOF francs."),
        Ty::Millis => silent("since 1970").then_some("Milliseconds since 1970."),
        Ty::Percent => Some("A decimal number, as text."),
        _ => None,
    }
}

/// Lines of documentation as paragraphs.
pub(crate) fn paragraphs(doc: &[String]) -> Vec<String> {
    doc.split(String::is_empty).map(|lines| lines.join(" ")).collect()
}

/// `ourReference` of `our_reference`.
pub(crate) fn camel(name: &str) -> String {
    let mut upper = false;
    name.chars().fold(String::new(), |mut text, c| {
        if c == '_' && !text.is_empty() {
            upper = true;
        } else if std::mem::take(&mut upper) {
            text.extend(c.to_uppercase());
        } else {
            text.push(c);
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_language() {
        let model = Model::default();
        let docs =
            Docs { model: &model, links: &[("Event::Otp", "submitOtp")], fields: BTreeSet::from(["ext_id"]) };
        let doc =
            "See [`Event::Otp`], [`Senfenico::pay_bill`](crate::x), `ext_id`, `f(ext_id)`, `orange_bf` */";
        let said = "See `submitOtp`, `Senfenico.payBill`, `extId`, `f(extId)`, `orange_bf` * /";
        assert_eq!(docs.said(doc), said);
        assert_eq!(["amount", "ext_ids", "_x"].map(camel), ["amount", "extIds", "_x"]);
        let told = ["One.".to_owned(), String::new(), "@param a - b".to_owned()];
        assert_eq!(docs.comment("  ", &told), "  /**\n   * One.\n   * @param a - b\n   */\n");
        assert_eq!(docs.comment("", &["One.".to_owned()]), "/** One. */\n");
        assert_eq!(docs.comment("", &[]), "");
    }
}
