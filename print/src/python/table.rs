//! The table by which the native module makes Python's objects of what serde tells it.

use crate::model::{Field, Model, Shape, Ty};
use crate::names::{INNER, PAIR, class, suffix};

/// The text of `types.rs`: how the native module turns what serde tells it into those classes.
///
/// # Errors
/// As [`types`].
pub(super) fn table(model: &Model) -> Result<String, String> {
    let mut rows = Vec::new();
    let mut words = Vec::new();
    for item in &model.items {
        match &item.shape {
            Shape::Words { .. } => words.push(item.name.as_str()),
            Shape::Struct(fields) => {
                let becomes = if item.name == PAIR {
                    "Pair".to_owned()
                } else {
                    format!("Class({:?})", class(&item.name))
                };
                rows.push(row(&item.name, None, &becomes, fields, model)?);
            }
            Shape::Tagged { variants, .. } => {
                for variant in variants {
                    let becomes = if item.name == INNER {
                        "Inner".to_owned()
                    } else {
                        format!("Class({:?})", format!("{}{}", variant.name, suffix(item)?))
                    };
                    rows.push(row(&item.name, Some(&variant.kind), &becomes, &variant.fields, model)?);
                }
            }
        }
    }
    rows.sort();
    words.sort_unstable();
    let rows: String = rows.into_iter().map(|(_, _, row)| row).collect();
    Ok(TABLE.replace("ROWS\n", &rows).replace("WORDS_HERE", &format!("{words:?}")))
}

const TABLE: &str = r"//! How core's types become Python's, printed from core's source by `cargo xtask print`; do not edit.

use Becomes::{Class, Inner, Pair};
use Convert::{Decimal, Plain, Word};

/// A struct, or a variant of an enum tagged by `kind`, by the names that serde gives a serializer.
pub(crate) struct Shape {
    /// The struct's or the enum's name in Rust.
    pub(crate) rust: &'static str,
    /// The variant's `kind`.
    pub(crate) kind: Option<&'static str>,
    /// What it is in Python.
    pub(crate) becomes: Becomes,
    /// The fields in serde's order, without `kind`: the attribute's name, and how its value is made.
    pub(crate) fields: &'static [(&'static str, Convert)],
}

/// What a struct or variant is in Python.
pub(crate) enum Becomes {
    /// An object of this class of `_types.py`, whose attributes are the fields.
    Class(&'static str),
    /// What its only field holds.
    Inner,
    /// The tuple of its fields.
    Pair,
}

/// How the value of a field is made; within an optional or a list, that of each text in it.
pub(crate) enum Convert {
    /// As it is.
    Plain,
    /// A text: the word of this class of `_types.py`.
    Word(&'static str),
    /// A text: a `decimal.Decimal`.
    Decimal,
}

/// The classes of words in `_types.py`, sorted.
#[rustfmt::skip]
pub(crate) static WORDS: &[&str] = &WORDS_HERE;

/// All shapes, sorted by `rust` and `kind`.
#[rustfmt::skip]
pub(crate) static SHAPES: &[Shape] = &[
ROWS
];
";

fn row(
    rust: &str,
    kind: Option<&str>,
    becomes: &str,
    fields: &[Field],
    model: &Model,
) -> Result<(String, Option<String>, String), String> {
    if becomes == "Inner" && fields.len() != 1 {
        return Err(format!("{rust}: {kind:?} has not one field"));
    }
    let convert = |ty: &Ty| -> String {
        let mut ty = ty;
        while let Ty::Option(inner) | Ty::List(inner) = ty {
            ty = inner;
        }
        match ty {
            Ty::Percent => "Decimal".to_owned(),
            Ty::Item(name)
                if matches!(model.item(name).map(|item| &item.shape), Some(Shape::Words { .. })) =>
            {
                format!("Word({name:?})")
            }
            _ => "Plain".to_owned(),
        }
    };
    let fields: Vec<_> =
        fields.iter().map(|field| format!("({:?}, {})", field.name, convert(&field.ty))).collect();
    let row = format!(
        "    Shape {{ rust: {rust:?}, kind: {kind:?}, becomes: {becomes}, fields: &[{}] }},\n",
        fields.join(", ")
    );
    Ok((rust.to_owned(), kind.map(str::to_owned), row))
}
