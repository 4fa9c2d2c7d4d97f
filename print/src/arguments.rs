//! What a method takes, in the languages whose arguments have types and defaults: Kotlin and Swift.

use crate::docs::camel;
use crate::faces::Placed;
use crate::model::{Field, Operation, Ty};

pub(crate) const OP_ID_OF_FLOWS: &str = "Yours, unique per operation; the same one when you come back to it: the payment is continued, never begun twice.";
pub(crate) const OP_ID_OF_CALLS: &str = "Yours, unique per operation; made up when left out.";
const AFTER: &str = "The `opId`s of the tries before, for the same order of your shop: one that may still be paid, or was, is refused.";

/// One of them, as the language writes it.
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) ty: String,
    pub(crate) default: Option<&'static str>,
    pub(crate) doc: String,
}

/// The operation's id, with this said of it.
pub(crate) fn op_id(doc: &str) -> Argument {
    Argument { name: "opId".to_owned(), ty: "String".to_owned(), default: None, doc: doc.to_owned() }
}

/// The ids of the tries before: a list of texts, none when left out.
pub(crate) fn after(ty: &str, none: &'static str) -> Argument {
    Argument { name: "after".to_owned(), ty: ty.to_owned(), default: Some(none), doc: AFTER.to_owned() }
}

/// A field of an order; `null` is what one that is left out has.
pub(crate) fn argument(
    field: &Field,
    placed: &Placed,
    null: &'static str,
    ty: impl Fn(&Ty) -> String,
) -> Argument {
    let said = placed.told.iter().find(|(told, _)| *told == field.name).map(|(_, text)| *text);
    let doc = said.filter(|text| !text.is_empty()).map_or_else(|| field.doc.join(" "), str::to_owned);
    let of = ty(&field.ty);
    let (ty, default) = match &field.ty {
        Ty::Option(_) => (of, Some(null)),
        _ if field.default => (format!("{of}?"), Some(null)),
        _ => (of, None),
    };
    Argument { name: camel(&field.name), ty, default, doc }
}

/// The type of what an operation ends with.
///
/// # Errors
/// The operation that ends with something else than an item or a list.
pub(crate) fn answer(operation: &Operation, ty: impl Fn(&Ty) -> String) -> Result<String, String> {
    Ok(match &operation.answer {
        of @ (Ty::Item(_) | Ty::List(_)) => ty(of),
        other => return Err(format!("{}: ends with {other:?}", operation.kind)),
    })
}
