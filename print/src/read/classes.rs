//! The table of errors: the rows of `class/table.rs`.

use super::errors::last;
use crate::model::{Class, Nature, Part, Ty, Word};
use std::collections::BTreeMap;
use syn::{Expr, Lit};

/// One row: what stands in each field.
pub(super) type Row = BTreeMap<String, Value>;

/// What stands in a field of a row.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Flag(bool),
    /// The last name of a path.
    Name(String),
    /// `name(…)`.
    Made(String, Vec<Self>),
    /// A list or a tuple.
    List(Vec<Self>),
}

/// `[Entry { class: Name, word: "…", … , ..NONE }, …]`
pub(super) fn rows(table: &Expr) -> Result<Vec<Row>, String> {
    let Expr::Array(table) = table else { return Err("TABLE: not a list".to_owned()) };
    let row = |row: &Expr| {
        let Expr::Struct(row) = row else { return Err("TABLE: not an Entry".to_owned()) };
        let field = |field: &syn::FieldValue| match &field.member {
            syn::Member::Named(name) => Ok((name.to_string(), Value::of(&field.expr)?)),
            syn::Member::Unnamed(_) => Err("TABLE: a field without a name".to_owned()),
        };
        row.fields.iter().map(field).collect()
    };
    table.elems.iter().map(row).collect()
}

/// The last names of a list of paths.
pub(super) fn names(list: &Expr) -> Result<Vec<String>, String> {
    Value::of(list)?.list()?.iter().map(Value::name).collect()
}

impl Value {
    fn of(expr: &Expr) -> Result<Self, String> {
        let all = |list: &syn::punctuated::Punctuated<Expr, syn::Token![,]>| {
            list.iter().map(Self::of).collect::<Result<Vec<_>, _>>()
        };
        match expr {
            Expr::Reference(inner) => Self::of(&inner.expr),
            Expr::Array(list) => Ok(Self::List(all(&list.elems)?)),
            Expr::Tuple(list) => Ok(Self::List(all(&list.elems)?)),
            Expr::Call(call) => {
                let called = last(&call.func).ok_or("TABLE: a call of no name")?;
                Ok(Self::Made(called, all(&call.args)?))
            }
            Expr::Lit(lit) => match &lit.lit {
                Lit::Str(text) => Ok(Self::Text(text.value())),
                Lit::Bool(flag) => Ok(Self::Flag(flag.value)),
                _ => Err("TABLE: neither text nor a flag".to_owned()),
            },
            _ => last(expr).map(Self::Name).ok_or_else(|| "TABLE: what is it?".to_owned()),
        }
    }

    fn text(&self) -> Result<String, String> {
        match self {
            Self::Text(text) => Ok(text.clone()),
            _ => Err("not a text".to_owned()),
        }
    }

    fn name(&self) -> Result<String, String> {
        match self {
            Self::Name(name) => Ok(name.clone()),
            _ => Err("not a name".to_owned()),
        }
    }

    fn list(&self) -> Result<&[Self], String> {
        match self {
            Self::List(list) => Ok(list),
            _ => Err("not a list".to_owned()),
        }
    }

    fn texts(&self) -> Result<Vec<String>, String> {
        self.list()?.iter().map(Self::text).collect()
    }
}

/// The classes, in the order of the table, with the docs of the enum.
pub(super) fn classes(rows: &[&Row], words: &[Word]) -> Result<Vec<Class>, String> {
    let mut classes: Vec<Class> = Vec::new();
    for row in rows {
        let name = row.get("class").ok_or("TABLE: an Entry without a class")?.name()?;
        let refused = |why: String| format!("Class: {name}: {why}");
        let word = words.iter().find(|word| word.name == name).ok_or_else(|| refused("no class".into()))?;
        let class = class(row, word, &classes).map_err(refused)?;
        classes.push(class);
    }
    let missing = words.iter().find(|word| classes.iter().all(|class| class.name != word.name));
    missing.map_or(Ok(classes), |word| Err(format!("Class: {}: not in the table", word.name)))
}

fn class(row: &Row, word: &Word, earlier: &[Class]) -> Result<Class, String> {
    let said = text(row, "word")?;
    if said != word.word {
        return Err(format!("its word is {}", word.word));
    }
    let parent = match row.get("parent") {
        None => None,
        Some(Value::Made(some, of)) if some == "Some" => Some(of.first().ok_or("Some of no class")?.name()?),
        Some(_) => return Err("its parent is not Some of a class".to_owned()),
    };
    let wide = match &parent {
        Some(parent) => {
            let found = earlier.iter().find(|wide| wide.name == *parent);
            Some(found.ok_or("stands before its parent")?)
        }
        None => None,
    };
    let nature = match row.get("nature").map(Value::name).transpose()?.as_deref() {
        None | Some("Failure") => Nature::Failure,
        Some("Unended") => Nature::Unended,
        Some("Transport") => Nature::Transport,
        Some(_) => return Err("its nature is not known".to_owned()),
    };
    if wide.is_some_and(|wide| wide.nature != nature) {
        return Err("of another nature than the wider class".to_owned());
    }
    // What a row leaves out is as the wider class has it.
    let texts = |name: &str, of: fn(&Class) -> &Vec<String>| match row.get(name) {
        Some(texts) => texts.texts(),
        None => Ok(wide.map(of).cloned().unwrap_or_default()),
    };
    let inherited = |name: &str, of: fn(&Class) -> &Vec<String>| {
        // Facts and kept facts belong to a block and to parts of their own.
        let own = if name == "facts" { "block" } else { "parts" };
        if row.contains_key(own) && !row.contains_key(name) { Ok(Vec::new()) } else { texts(name, of) }
    };
    Ok(Class {
        name: word.name.clone(),
        word: said,
        doc: word.doc.clone(),
        nature,
        brief: text(row, "brief")?,
        retryable: matches!(row.get("retryable"), Some(Value::Flag(true))),
        parts: match row.get("parts") {
            Some(parts) => parts.list()?.iter().map(part).collect::<Result<_, _>>()?,
            None => wide.map(|wide| wide.parts.clone()).unwrap_or_default(),
        },
        is_made_as_wide: wide.is_some() && !row.contains_key("parts"),
        shows: match row.get("shows") {
            Some(shows) => shows.list()?.iter().map(pair).collect::<Result<_, _>>()?,
            None if row.contains_key("parts") => Vec::new(),
            None => wide.map(|wide| wide.shows.clone()).unwrap_or_default(),
        },
        message: texts("message", |wide| &wide.message)?,
        message_fr: texts("message_fr", |wide| &wide.message_fr)?,
        block: match row.get("block") {
            Some(block) => block.text()?,
            None => wide.map(|wide| wide.block.clone()).unwrap_or_default(),
        },
        facts: inherited("facts", |wide| &wide.facts)?,
        kept: inherited("kept", |wide| &wide.kept)?,
        parent,
    })
}

/// `text("name", "doc")`, `maybe("name", "doc")` or `of("Type", "name", "doc")`.
fn part(value: &Value) -> Result<Part, String> {
    let Value::Made(called, given) = value else { return Err("a part that is not made".to_owned()) };
    let given = given.iter().map(Value::text).collect::<Result<Vec<_>, _>>()?;
    let (ty, name, doc) = match (called.as_str(), &given[..]) {
        ("text", [name, doc]) => (Ty::Text, name, doc),
        ("maybe", [name, doc]) => (Ty::Option(Box::new(Ty::Text)), name, doc),
        ("of", [of, name, doc]) => (Ty::Item(of.clone()), name, doc),
        _ => return Err("a part that is neither text, maybe nor of".to_owned()),
    };
    Ok(Part { name: name.clone(), ty, doc: doc.clone() })
}

fn pair(value: &Value) -> Result<(String, String), String> {
    match value.texts()?.as_slice() {
        [name, path] => Ok((name.clone(), path.clone())),
        _ => Err("what is shown is not a name and a path".to_owned()),
    }
}

fn text(row: &Row, name: &str) -> Result<String, String> {
    row.get(name).ok_or_else(|| format!("no {name}"))?.text()
}
