//! `made.ts`: each error made again of its JSON, which holds what core's table says may be kept. What is about a
//! person was never in it, and is empty in the error that is made.

use super::types::name as type_name;
use crate::docs::camel;
use crate::errors::{lead, variants};
use crate::model::{Class, Field, Model, Part, Shape, Ty, Variant};
use crate::text::put;
use std::collections::BTreeSet;

const HEAD: &str = "\
// Printed from core's table of errors by `cargo xtask print`; do not edit.
import { flag, Kept, maybe, oneOf, part, text, whole, word } from \"../kept.js\";
import type { Told, ToldOptions } from \"../error_told.js\";
import * as errors from \"./errors.js\";
import type { {types} } from \"./types.js\";

type Make = (kept: Kept, options: ToldOptions) => Told;
";
const TAIL: &str = "
/**
 * The error of which `JSON.stringify` made this, after `JSON.parse`: of the same class, with the same message, code
 * and texts, for queues, workers and logs. What may hold a number, a code or a vendor's words was not in the JSON,
 * and is empty (`refusal.message`, `prompt.text`); for a prompt, `resume(error.opId)` asks again.
 *
 * @param value - What `JSON.parse` gave.
 * @throws `InvalidInput` for what is no error of this package, or of a class that only a newer version has: it may
 *   stand for a payment that went through.
 */
export function errorFromJSON(value: unknown, options?: Pick<ToldOptions, \"cause\">): Told {
  const kept = new Kept(value, \"error\");
  const make = MADE[kept.get(\"name\", oneOf(NAMES))];
  return make(kept, { ...options, opId: kept.get(\"opId\", maybe(text)) });
}
";

/// The text of `made.ts`.
///
/// # Errors
/// The part that cannot be made again.
pub(super) fn made(model: &Model) -> Result<String, String> {
    let mut types = BTreeSet::new();
    let mut rows = String::new();
    let mut names = String::new();
    let mut parts = String::new();
    for class in &model.errors.classes {
        let mut given = Vec::new();
        for part in &class.parts {
            // JavaScript's own: French has no part of its own here.
            if part.name == "message_fr" {
                continue;
            }
            let made = of_part(model, class, part, &mut types)?;
            let Ty::Item(name) = &part.ty else {
                given.push(made);
                continue;
            };
            given.push(format!("{}(kept)", part.name));
            // Narrow classes are made of the same.
            if !class.is_made_as_wide {
                let ty = type_name(name);
                put!(parts, "\nfunction {}(kept: Kept): {ty} {{\n  return {made};\n}}\n", part.name);
                types.insert(ty);
            }
        }
        given.push("options".to_owned());
        let name = &class.name;
        put!(rows, "  {name}: (kept, options) => new errors.{name}({}),\n", given.join(", "));
        put!(names, "  {name:?},\n");
    }
    let types: Vec<_> = types.into_iter().collect();
    let head = HEAD.replace("{types}", &types.join(", "));
    Ok(format!(
        "{head}\nconst NAMES = [\n{names}] as const;\n\nconst MADE: {{ readonly [name in (typeof NAMES)[number]]: Make }} = {{\n{rows}}};\n{TAIL}{parts}"
    ))
}

fn of_part(
    model: &Model,
    class: &Class,
    part: &Part,
    types: &mut BTreeSet<String>,
) -> Result<String, String> {
    let Ty::Item(name) = &part.ty else {
        // Each has a message, given or not.
        let read = if part.name == "message" { "text".to_owned() } else { reader(model, &part.ty, types)? };
        return Ok(format!("kept.get({:?}, {read})", camel(&part.name)));
    };
    let mut kept = Vec::new();
    for path in &class.kept {
        let lead = lead(model, class, path)?;
        if lead.part == part.name {
            kept.extend(lead.field.map(|field| field.name));
        }
    }
    match model.item(name).map(|item| &item.shape) {
        Some(Shape::Struct(fields)) => object(model, fields, &kept, types),
        Some(Shape::Tagged { .. }) => tagged(model, name, variants(model, &part.ty), &kept, types),
        _ => Err(format!("Class: {}: {}: neither a struct nor tagged", class.name, part.name)),
    }
}

/// An object with these fields, those that are not kept empty.
fn object(
    model: &Model,
    fields: &[Field],
    kept: &[String],
    types: &mut BTreeSet<String>,
) -> Result<String, String> {
    let given = filled(model, fields, kept, types)?;
    let line = format!("{{ {} }}", given.join(", "));
    Ok(if line.len() <= 90 { line } else { format!("{{\n    {},\n  }}", given.join(",\n    ")) })
}

fn filled(
    model: &Model,
    fields: &[Field],
    kept: &[String],
    types: &mut BTreeSet<String>,
) -> Result<Vec<String>, String> {
    let mut given = Vec::new();
    for field in fields {
        let name = camel(&field.name);
        let value = if kept.contains(&field.name) {
            format!("kept.get({name:?}, {})", reader(model, &field.ty, types)?)
        } else {
            match &field.ty {
                Ty::Text | Ty::Personal | Ty::Percent => "\"\"",
                Ty::Option(_) => "null",
                Ty::List(_) => "[]",
                _ => return Err(format!("{}: neither kept nor empty", field.name)),
            }
            .to_owned()
        };
        given.push(format!("{name}: {value}"));
    }
    Ok(given)
}

fn tagged(
    model: &Model,
    name: &str,
    variants: &[Variant],
    kept: &[String],
    types: &mut BTreeSet<String>,
) -> Result<String, String> {
    let mut rows = String::new();
    let mut kinds = Vec::new();
    for variant in variants {
        let kind = format!("{:?}", variant.kind);
        let mut given = vec![format!("kind: {kind}")];
        given.extend(filled(model, &variant.fields, kept, types)?);
        put!(rows, "    {}: (): {} => ({{ {} }}),\n", variant.kind, type_name(name), given.join(", "));
        kinds.push(kind);
    }
    let kinds = kinds.join(", ");
    Ok(format!("{{\n{rows}  }}[kept.get(\"kind\", oneOf([{kinds}]))]()"))
}

fn reader(model: &Model, ty: &Ty, types: &mut BTreeSet<String>) -> Result<String, String> {
    Ok(match ty {
        Ty::Text => "text".to_owned(),
        Ty::Flag => "flag".to_owned(),
        Ty::Int | Ty::Francs | Ty::Millis => "whole".to_owned(),
        Ty::Option(inner) => format!("maybe({})", reader(model, inner, types)?),
        Ty::Item(name) => match model.item(name).map(|item| &item.shape) {
            Some(Shape::Words { .. }) => {
                types.insert(type_name(name));
                format!("word<{}>()", type_name(name))
            }
            Some(Shape::Struct(fields)) => {
                let all: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
                format!("part((kept) => ({}))", object(model, fields, &all, types)?)
            }
            _ => return Err(format!("{name}: cannot be read")),
        },
        _ => return Err("a part of an error that cannot be read".to_owned()),
    })
}
