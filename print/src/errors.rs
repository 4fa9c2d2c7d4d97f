//! What every language needs of the table of errors: where its paths lead, and the tree.
//!
//! A language prints a class from its name, parent, docs and parts; what it adds by idiom (what it is caught as
//! beside, how it travels) is in its own printer and in a small base written by hand.

use crate::model::{Class, Errors, Field, Model, Shape, Ty, Variant};
use crate::text::put;

/// Where a path leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// The part it begins with.
    pub part: String,
    /// What the part is.
    pub of: Ty,
    /// The field of the part, if it goes on.
    pub field: Option<Field>,
    /// What of a code or a doubt: `description`, `strange`, or the same with `_fr`.
    pub further: Option<String>,
    /// What stands there.
    pub ty: Ty,
    /// False for a field that only some alternatives of a tagged part have.
    pub everywhere: bool,
}

impl Lead {
    /// The name at its end.
    pub fn name(&self) -> &str {
        self.field.as_ref().map_or(&self.part, |field| &field.name)
    }

    /// True when there may be nothing.
    pub fn may_be_missing(&self) -> bool {
        matches!(self.ty, Ty::Option(_)) || !self.everywhere || self.is_strange()
    }

    /// True for the words of a doubt.
    pub fn is_strange(&self) -> bool {
        self.further.as_deref().is_some_and(|further| further.starts_with("strange"))
    }
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text as it stands.
    Said(String),
    /// A value.
    Value(Lead),
}

/// Follows a path from the parts of a class.
///
/// # Errors
/// The name that is not there.
pub fn lead(model: &Model, class: &Class, path: &str) -> Result<Lead, String> {
    let refused = |why: &str| format!("Class: {}: {path}: {why}", class.name);
    let names: Vec<&str> = path.split('.').collect();
    let (first, rest) = names.split_first().ok_or_else(|| refused("empty"))?;
    let part = class.parts.iter().find(|part| part.name == *first).ok_or_else(|| refused("no such part"))?;
    let mut lead = Lead {
        part: part.name.clone(),
        of: part.ty.clone(),
        field: None,
        further: None,
        ty: part.ty.clone(),
        everywhere: true,
    };
    let Some((name, further)) = rest.split_first() else { return Ok(lead) };
    let Ty::Item(of) = &part.ty else { return Err(refused("text has no fields")) };
    let (field, everywhere) = field(model, of, name).ok_or_else(|| refused("no such field"))?;
    (lead.ty, lead.everywhere) = (field.ty.clone(), everywhere);
    lead.field = Some(field);
    lead.further = match further {
        [] => None,
        [further] if ["description", "description_fr", "strange", "strange_fr"].contains(further) => {
            Some((*further).to_owned())
        }
        _ => return Err(refused("it ends before")),
    };
    Ok(lead)
}

/// A template in its pieces.
///
/// # Errors
/// The path that leads nowhere.
pub fn pieces(model: &Model, class: &Class, template: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (path, behind) = after.split_once('}').ok_or_else(|| format!("{template}: not closed"))?;
        pieces.push(Piece::Said(before.to_owned()));
        pieces.push(Piece::Value(lead(model, class, path)?));
        rest = behind;
    }
    pieces.push(Piece::Said(rest.to_owned()));
    pieces.retain(|piece| *piece != Piece::Said(String::new()));
    Ok(pieces)
}

/// The alternatives of a tagged type.
pub fn variants<'a>(model: &'a Model, ty: &Ty) -> &'a [Variant] {
    match ty {
        Ty::Item(name) => match model.item(name).map(|item| &item.shape) {
            Some(Shape::Tagged { variants, .. }) => variants,
            _ => &[],
        },
        _ => &[],
    }
}

/// The classes as a tree, a line each: its name, and what it means; `beside` is what a language adds to that.
pub fn tree(errors: &Errors, beside: impl Fn(&Class) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    for class in errors.classes.iter().filter(|class| class.parent.is_none()) {
        branch(errors, class, "", "", &beside, &mut lines);
    }
    lines
}

fn branch(
    errors: &Errors,
    class: &Class,
    before: &str,
    below: &str,
    beside: &impl Fn(&Class) -> String,
    lines: &mut Vec<String>,
) {
    // Two spaces at least.
    let name = format!("{before}{}  ", class.name);
    lines.push(format!("{name:<28}{}{}", class.brief, beside(class)));
    let narrow: Vec<&Class> =
        errors.classes.iter().filter(|narrow| narrow.parent.as_ref() == Some(&class.name)).collect();
    for (at, inner) in narrow.iter().enumerate() {
        let (here, on) =
            if at + 1 == narrow.len() { ("└── ", "    ") } else { ("├── ", "│   ") };
        branch(errors, inner, &format!("{below}{here}"), &format!("{below}{on}"), beside, lines);
    }
}

/// A field of a struct, or of the alternatives of a tagged type: whether all have it.
fn field(model: &Model, of: &str, name: &str) -> Option<(Field, bool)> {
    let find = |fields: &[Field]| fields.iter().find(|field| field.name == name).cloned();
    match &model.item(of)?.shape {
        Shape::Struct(fields) => find(fields).map(|field| (field, true)),
        Shape::Tagged { .. } if name == "kind" => {
            let (name, doc) = (name.to_owned(), Vec::new());
            Some((Field { name, doc, ty: Ty::Text, default: false, hidden: false }, true))
        }
        Shape::Tagged { variants, .. } => {
            let found: Vec<Field> = variants.iter().filter_map(|variant| find(&variant.fields)).collect();
            let everywhere = found.len() == variants.len();
            found.into_iter().next().map(|field| (field, everywhere))
        }
        Shape::Words { .. } => None,
    }
}

/// The tree, for a page.
pub(crate) fn listed(errors: &Errors) -> String {
    let mut text = "```text\n".to_owned();
    for line in tree(errors, |_| String::new()) {
        put!(text, "{line}\n");
    }
    text + "```\n"
}
