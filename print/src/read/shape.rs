//! The shapes of the dialect, read from `syn`'s items; anything else is refused.

use super::syntax::{Replies, Serde, doc, renamed};
use crate::model::{Field, HIDDEN, SCALARS, Shape, Ty, Variant, Word};
use syn::{GenericArgument, PathArguments, Type};

pub(super) fn read_struct(item: &syn::ItemStruct) -> Result<Shape, String> {
    let serde = Serde::of(&item.attrs)?;
    if serde.rename.is_some() || serde.rename_all.is_some() || serde.tag.is_some() || serde.transparent {
        return Err("a serde attribute that structs of the dialect do not have".to_owned());
    }
    if !item.generics.params.is_empty() {
        return Err("a struct with parameters".to_owned());
    }
    let mut fields = read_fields(&item.ident.to_string(), &item.fields, None)?;
    for field in &mut fields {
        field.default |= serde.default;
    }
    Ok(Shape::Struct(fields))
}

fn read_fields(owner: &str, fields: &syn::Fields, param: Option<&str>) -> Result<Vec<Field>, String> {
    fields.iter().map(|field| field_of(owner, field, param)).collect()
}

/// A field of a struct or variant.
pub(super) fn field_of(owner: &str, field: &syn::Field, param: Option<&str>) -> Result<Field, String> {
    let name = field.ident.as_ref().ok_or("a field without a name")?.to_string();
    let at = |why: String| format!("{name}: {why}");
    let serde = Serde::of(&field.attrs).map_err(at)?;
    if serde.rename.is_some() || serde.untagged {
        return Err(at("written under another name".to_owned()));
    }
    let ty = read_type(&field.ty, param).map_err(|why| format!("{name}: {why}"))?;
    let listed = HIDDEN.iter().any(|(item, hidden)| *item == owner && hidden.contains(&name.as_str()));
    Ok(Field { doc: doc(&field.attrs), default: serde.default, hidden: listed || ty.is_personal(), name, ty })
}

pub(super) fn read_enum(item: &syn::ItemEnum) -> Result<Shape, String> {
    let serde = Serde::of(&item.attrs)?;
    let rule = serde.rename_all.as_deref();
    let parameters: Vec<String> = item.generics.type_params().map(|param| param.ident.to_string()).collect();
    if parameters.len() > 1 || parameters.len() != item.generics.params.len() {
        return Err("more than one type parameter".to_owned());
    }
    if serde.tag.as_deref() == Some("kind") {
        let read = |variant: &syn::Variant| {
            let name = variant.ident.to_string();
            let serde = Serde::of(&variant.attrs)?;
            if serde.untagged || matches!(variant.fields, syn::Fields::Unnamed(_)) {
                return Err(format!("{name}: not a variant of named fields"));
            }
            let fields =
                read_fields(&item.ident.to_string(), &variant.fields, parameters.first().map(String::as_str));
            let fields = fields.map_err(|why| format!("{name}: {why}"))?;
            let kind = serde.rename.map_or_else(|| renamed(&name, rule), Ok)?;
            Ok(Variant { kind, doc: doc(&variant.attrs), fields, name })
        };
        let crosses = |variant: &&syn::Variant| !Serde::of(&variant.attrs).is_ok_and(|serde| serde.skip);
        let variants = item.variants.iter().filter(crosses).map(read).collect::<Result<_, String>>()?;
        return Ok(Shape::Tagged { param: parameters.into_iter().next(), variants });
    }
    if serde.tag.is_some() || !parameters.is_empty() {
        return Err("neither words nor tagged by `kind`".to_owned());
    }
    let (mut words, mut open) = (Vec::new(), false);
    for variant in &item.variants {
        let name = variant.ident.to_string();
        let serde = Serde::of(&variant.attrs)?;
        match &variant.fields {
            _ if open => return Err(format!("{name}: after the untagged Other")),
            syn::Fields::Unit if !serde.untagged => {
                let word = serde.rename.map_or_else(|| renamed(&name, rule), Ok)?;
                words.push(Word { word, doc: doc(&variant.attrs), name, level: None });
            }
            syn::Fields::Unnamed(fields)
                if serde.untagged && name == "Other" && fields.unnamed.len() == 1 =>
            {
                let text = fields.unnamed.first().and_then(|field| word_of(&field.ty));
                open = text.as_deref() == Some("String");
            }
            _ => return Err(format!("{name}: neither a word nor an untagged Other(String)")),
        }
    }
    Ok(Shape::Words { words, open })
}

pub(super) fn read_replies(Replies(replies): Replies) -> Result<Shape, String> {
    let field = |name: &str, doc: &str, ty| Field {
        name: name.to_owned(),
        doc: vec![doc.to_owned()],
        ty,
        default: false,
        hidden: false,
    };
    let mut variants = Vec::new();
    for (name, value, doc) in replies {
        let ty = Ty::Generic("Outcome".to_owned(), Box::new(read_type(&value, None)?));
        let fields = vec![field("outcome", "How it ended.", ty)];
        variants.push(Variant { kind: renamed(&name, Some("snake_case"))?, name, doc, fields });
    }
    variants.push(Variant {
        name: "Payouts".to_owned(),
        kind: "payouts".to_owned(),
        doc: vec!["Senfenico: `bulk_payout`, item by item.".to_owned()],
        fields: vec![field("payouts", "One entry per payout of the order.", Ty::Item("Payouts".to_owned()))],
    });
    Ok(Shape::Tagged { param: None, variants })
}

fn read_type(ty: &Type, param: Option<&str>) -> Result<Ty, String> {
    let Type::Path(path) = ty else { return Err("a type outside the dialect".to_owned()) };
    let last = path.path.segments.last().ok_or("no type")?;
    let name = last.ident.to_string();
    let argument = match &last.arguments {
        PathArguments::None => None,
        PathArguments::AngleBracketed(given) => match given.args.iter().collect::<Vec<_>>()[..] {
            [GenericArgument::Type(inner)] => Some(Box::new(read_type(inner, param)?)),
            _ => return Err(format!("{name} with arguments outside the dialect")),
        },
        PathArguments::Parenthesized(_) => return Err("a function type".to_owned()),
    };
    if param == Some(name.as_str()) {
        return Ok(Ty::Param);
    }
    let scalar = SCALARS.iter().find(|(known, _, _)| *known == name).map(|(_, _, ty)| ty.clone());
    match (name.as_str(), argument) {
        ("Option", Some(inner)) => Ok(Ty::Option(inner)),
        ("Vec" | "List", Some(inner)) => Ok(Ty::List(inner)),
        ("Outcome", Some(inner)) => Ok(Ty::Generic(name, inner)),
        ("String", None) => Ok(Ty::Text),
        ("bool", None) => Ok(Ty::Flag),
        ("i64" | "u16", None) => Ok(Ty::Int),
        ("f32" | "f64" | "u64" | "usize" | "u8" | "i32" | "u32" | "char", None) => {
            Err(format!("{name} is outside the dialect"))
        }
        (_, None) => Ok(scalar.unwrap_or(Ty::Item(name))),
        (_, Some(_)) => Err(format!("{name}<…> is outside the dialect")),
    }
}

/// The last name of a plain path type.
pub(super) fn word_of(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}
