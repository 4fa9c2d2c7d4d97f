//! `shapes.ts`: by what the things that callers hand in are checked and renamed, as one text that is read when
//! the first is handed in.

use crate::model::{Field, Item, Model, Shape, Ty};
use crate::names::NATIVE;
use crate::text::put;
use std::collections::BTreeSet;

const HEAD: &str = "\
// Printed from core's source by `cargo xtask print`; do not edit.

/**
 * What callers hand in. A line is a struct, or a variant of an enum with its kind, and its fields by core's
 * names: `?` behind one says that it may be left out, then comes what it holds: `$` text, `#` a whole number, `!`
 * true or false, `:` and a struct or enum; `*` before it says any number of these.
 */
export const SHAPES = `";
/// Where reading begins.
const ROOTS: [&str; 5] = ["Order", "Record", "Notice", "Recipient", "Event"];
const OPTIONS: &str = "Options";

/// The text of `shapes.ts`.
///
/// # Errors
/// What cannot be handed in.
pub(super) fn shapes(model: &Model) -> Result<String, String> {
    let mut lines = BTreeSet::new();
    gather(&ROOTS, "", &[&model.items, &model.taken], &mut lines)?;
    gather(&[OPTIONS], "Sandbox", &[&model.sandbox], &mut lines)?;
    let lines: Vec<_> = lines.into_iter().collect();
    Ok(format!("{HEAD}{}`;\n", lines.join("\n")))
}

fn gather(
    roots: &[&str],
    prefix: &str,
    lists: &[&[Item]],
    lines: &mut BTreeSet<String>,
) -> Result<(), String> {
    let find = |name: &str| lists.iter().flat_map(|items| items.iter()).find(|item| item.name == name);
    let mut open: Vec<&str> = roots.to_vec();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        let item = find(name).ok_or_else(|| format!("{name}: not in the model"))?;
        let kinds: Vec<(String, &[Field])> = match &item.shape {
            Shape::Words { .. } => Vec::new(),
            Shape::Struct(fields) => vec![(format!("{prefix}{name}"), fields)],
            Shape::Tagged { variants, .. } => variants
                .iter()
                .map(|variant| (format!("{prefix}{name}.{}", variant.kind), variant.fields.as_slice()))
                .collect(),
        };
        for (called, fields) in kinds {
            // Requests and responses are the transport's, which has its own way to say them.
            if fields.iter().any(|field| field.ty.mentions().iter().any(|name| NATIVE.contains(name))) {
                continue;
            }
            let mut line = called;
            for field in fields {
                open.extend(field.ty.mentions());
                let (holds, may_be_absent) = match &field.ty {
                    Ty::Option(inner) => (inner.as_ref(), true),
                    ty => (ty, field.default),
                };
                let holds = mark(holds, prefix, &find)?;
                put!(line, " {}{}{holds}", field.name, if may_be_absent { "?" } else { "" });
            }
            lines.insert(line);
        }
    }
    Ok(())
}

/// What a field holds.
fn mark<'a>(ty: &Ty, prefix: &str, find: &impl Fn(&str) -> Option<&'a Item>) -> Result<String, String> {
    Ok(match ty {
        Ty::Text | Ty::Personal | Ty::Percent => "$".to_owned(),
        Ty::Int | Ty::Francs | Ty::Millis => "#".to_owned(),
        Ty::Flag => "!".to_owned(),
        Ty::List(inner) => format!("*{}", mark(inner, prefix, find)?),
        Ty::Item(name) => match find(name).map(|item| &item.shape) {
            Some(Shape::Words { .. }) => "$".to_owned(),
            _ => format!(":{prefix}{name}"),
        },
        Ty::Option(_) | Ty::Generic(..) | Ty::Param => {
            return Err(format!("{ty:?} is nothing that callers hand in"));
        }
    })
}
