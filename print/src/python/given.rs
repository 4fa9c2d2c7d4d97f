//! What callers hand in: for the native module, the kind of every field of orders, records, events and of the
//! sandbox's options.

use crate::model::{Field, Item, Model, Shape, Ty};
use crate::names::NATIVE;
use crate::text::put;
use std::collections::{BTreeMap, BTreeSet};

/// Where reading begins.
const ROOTS: [&str; 3] = ["Order", "Record", "Event"];
const OPTIONS: &str = "Options";

const HEAD: &str = "\
//! The kinds of what orders, records, events and options hold, printed from core's source by `cargo xtask print`; do not edit.
";
const KINDS: [&str; 6] = ["Flag", "Number", "Object", "Objects", "Text", "Texts"];

/// The text of `given.rs`. A name means the same wherever core takes it, but for the orders and events that are
/// listed apart.
///
/// # Errors
/// The name that means several things.
pub(super) fn table(model: &Model) -> Result<String, String> {
    let mut held = Held::new();
    gather(&ROOTS, &[&model.items, &model.taken], &mut held)?;
    gather(&[OPTIONS], &[&model.sandbox], &mut held)?;
    let mut everywhere = String::new();
    let mut apart = String::new();
    for (name, mut kinds) in held {
        let texts = if kinds.len() > 1 { kinds.remove("Text").unwrap_or_default() } else { BTreeSet::new() };
        let [kind] = kinds.into_keys().collect::<Vec<_>>()[..] else {
            return Err(format!("{name}: means several things in what is handed in"));
        };
        if kind != "Text" {
            put!(everywhere, "    ({name:?}, {kind}),\n");
        }
        for of in texts {
            if of.is_empty() {
                return Err(format!("{name}: a text in one struct and a {kind} in another"));
            }
            put!(apart, "    ({of:?}, {name:?}, Text),\n");
        }
    }
    let used = |kind: &&&str| [&everywhere, &apart].iter().any(|rows| rows.contains(&format!(", {kind}),")));
    let used: Vec<_> = KINDS.iter().filter(used).copied().collect();
    Ok(format!(
        "{HEAD}\nuse crate::input::Kind::{{self, {}}};\n\n\
         /// The fields that are no text, sorted.\n#[rustfmt::skip]\n\
         pub(crate) static FIELDS: &[(&str, Kind)] = &[\n{everywhere}];\n\n\
         /// The `kind` of an order or event, and a field that holds something else there.\n#[rustfmt::skip]\n\
         pub(crate) static APART: &[(&str, &str, Kind)] = &[\n{apart}];\n",
        used.join(", ")
    ))
}

/// Each name, what it holds, and of which variants; a struct is the variant without a name.
type Held = BTreeMap<String, BTreeMap<&'static str, BTreeSet<String>>>;

/// The fields of the roots and of all that these mention.
fn gather(roots: &[&str], lists: &[&[Item]], held: &mut Held) -> Result<(), String> {
    let find = |name: &str| lists.iter().flat_map(|items| items.iter()).find(|item| item.name == name);
    let mut open: Vec<&str> = roots.to_vec();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        let item = find(name).ok_or_else(|| format!("{name}: not in the model"))?;
        for (kind, fields) in shapes(item) {
            let native = |field: &&Field| field.ty.mentions().iter().any(|name| NATIVE.contains(name));
            for field in fields.iter().filter(|field| !native(field)) {
                open.extend(field.ty.mentions());
                let of = held.entry(field.name.clone()).or_default();
                of.entry(kind_of(&field.ty, &find)?).or_default().insert(kind.to_owned());
            }
        }
    }
    Ok(())
}

/// The fields of a struct, or of each variant with its `kind`.
fn shapes(item: &Item) -> Vec<(&str, &[Field])> {
    match &item.shape {
        Shape::Words { .. } => Vec::new(),
        Shape::Struct(fields) => vec![("", fields)],
        Shape::Tagged { variants, .. } => {
            variants.iter().map(|variant| (variant.kind.as_str(), variant.fields.as_slice())).collect()
        }
    }
}

fn kind_of<'a>(ty: &Ty, find: &impl Fn(&str) -> Option<&'a Item>) -> Result<&'static str, String> {
    Ok(match ty {
        Ty::Option(inner) => kind_of(inner, find)?,
        Ty::Text | Ty::Personal | Ty::Percent => "Text",
        Ty::Flag => "Flag",
        Ty::Int | Ty::Francs | Ty::Millis => "Number",
        Ty::Item(name) => match find(name).map(|item| &item.shape) {
            Some(Shape::Words { .. }) => "Text",
            _ => "Object",
        },
        Ty::List(inner) => match kind_of(inner, find)? {
            "Text" => "Texts",
            "Object" => "Objects",
            kind => return Err(format!("a list of {kind}s is nothing that callers hand in")),
        },
        Ty::Generic(..) | Ty::Param => return Err(format!("{ty:?} is nothing that callers hand in")),
    })
}
