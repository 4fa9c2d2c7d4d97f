//! The reader: core's source files to the [`Model`].
//!
//! What lies outside the house dialect is refused by name, never guessed:
//! - structs of named public fields; enums of words (unit variants, the last may be an untagged
//!   `Other(String)`); enums tagged by `kind` with named fields; no serde attribute under `cfg`;
//! - field types: the scalars of [`SCALARS`], `String`, `bool`, `i64`, `u16`, `Option`, `Vec`, `List`, each other.

mod classes;
mod errors;
mod operations;
mod shape;
mod syntax;

use crate::model::{Field, HIDDEN, Item, Model, ROOTS, SCALARS, Shape, TAKEN};
use operations::{Declared, Table, Told};
use proc_macro2::TokenStream;
use shape::{read_enum, read_replies, read_struct, word_of};
use std::collections::BTreeMap;
use std::path::Path;
use syn::{UseTree, Visibility};
use syntax::{Replies, StatusWords, derives, doc};

/// What the macros of core declare, word for word; when one changes, the reader has to learn it.
const MACROS: [(&str, &str); 3] = [
    (
        "orders",
        r#"#[serde(tag="kind",rename_all="snake_case")]pubenumOrder{$($($($(#[$doc])*$variant$({$($(#[$part_doc])*$part:$ty$(<$item>)?),+})?,)+)+)+}"#,
    ),
    (
        "status_words",
        r"#[derive(Clone,Debug,PartialEq,Eq,Hash,serde::Serialize)]pubenum$name{$($(#[$vdoc])*#[serde(rename=$word)]$variant,)+///Awordthatwasnotdocumentedwhenthiswaswritten;neveranending.#[serde(untagged)]Other(String),}",
    ),
    (
        "replies",
        r#"#[serde(tag="kind",rename_all="snake_case")]pubenumReply{$($(#[$doc])*$variant{///Howitended.outcome:Outcome<$value>,},)+///Senfenico:`bulk_payout`,itembyitem.Payouts{///Oneentryperpayoutoftheorder.payouts:Payouts,},}"#,
    ),
];

/// Reads the model from parsed source files.
///
/// # Errors
/// The file and the item that lie outside the dialect, and why.
pub fn read(sources: &[&Source]) -> Result<Model, String> {
    for (name, template) in MACROS {
        let found = sources.iter().any(|source| source.declares(name, template));
        if !found {
            return Err(format!("macro {name}: it no longer declares what the reader knows"));
        }
    }
    for (name, inner, _) in SCALARS {
        let declared: Vec<_> = sources.iter().filter_map(|source| source.newtypes.get(name)).collect();
        if declared != [&inner] {
            return Err(format!("{name}: not one `struct {name}({inner})`, as the list of scalars says"));
        }
    }
    let (sandbox, sources): (Vec<&Source>, Vec<&Source>) =
        sources.iter().partition(|source| source.path == SANDBOX);
    let sources = &sources[..];
    let mut model = Model::default();
    visit("Options", None, &sandbox, &mut model, &mut Vec::new())?;
    model.sandbox = std::mem::take(&mut model.items);
    let mut path = Vec::new();
    for root in ROOTS {
        visit(root, None, sources, &mut model, &mut path)?;
    }
    let crossing = model.items.len();
    visit(TAKEN, None, sources, &mut model, &mut path)?;
    model.taken = model.items.split_off(crossing);
    check_hidden(sources, &model)?;
    let told: Vec<&Told> = sources.iter().map(|source| &source.told).collect();
    if let Some(reply) = model.item("Reply") {
        model.clients = operations::clients(&told, reply)?;
    }
    let words = |name: &str| match &find(name, None, sources)?.0.shape {
        Shape::Words { words, .. } => Ok(&words[..]),
        _ => Err(format!("{name}: no words")),
    };
    let errors: Vec<&errors::Told> = sources.iter().map(|source| &source.errors).collect();
    model.errors =
        errors::errors(&errors, [words("Class")?, words("Code")?, words("Unsent")?, words("Doubt")?])?;
    let literals: Vec<&str> = sources.iter().map(|source| source.literals.as_str()).collect();
    model.errors.said.retain(|said| said.block != SENTENCE || errors::is_said(said, &literals));
    Ok(model)
}

/// Of the sandbox only what callers hand in.
const SANDBOX: &str = "src/sandbox/options.rs";
/// Of the relay nothing crosses yet: no language's door leads to it.
const RELAY: &str = "src/relay/";
/// What is said of errors.
const TEXTS: &str = "src/texts.txt";
/// A block of it: a sentence about a value. Some are those of one language alone.
const SENTENCE: &str = "say";

/// The paths and texts of core's source; of the sandbox its options.
///
/// # Errors
/// What the file system says.
pub fn core_sources(core: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let mut folders = vec![core.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.strip_prefix(core).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let is_folder = path.is_dir();
            if is_folder && !name.ends_with("/tests") {
                folders.push(path);
                continue;
            }
            let is_rust = path.extension().is_some_and(|ending| ending == "rs");
            let is_of_sandbox = name.contains("/sandbox/") && name != SANDBOX;
            let is_inside = is_of_sandbox || name.starts_with(RELAY) || name.ends_with("/tests.rs");
            if name.ends_with(TEXTS) || is_rust && !is_inside {
                files.push((name, std::fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// What one file declares.
pub struct Source {
    path: String,
    items: BTreeMap<String, Item>,
    newtypes: BTreeMap<String, &'static str>,
    macros: Vec<String>,
    /// The whole file without its white space.
    squeezed: String,
    /// What stands between quotation marks, one after the other.
    literals: String,
    /// Each imported name and the module it comes from.
    uses: BTreeMap<String, String>,
    debug_by_hand: Vec<String>,
    told: Told,
    errors: errors::Told,
}

impl Source {
    /// Reads a file of core, given as path and text.
    ///
    /// # Errors
    /// The item that lies outside the dialect, and why.
    pub fn read(path: &str, text: &str) -> Result<Self, String> {
        let mut source = Self {
            path: path.to_owned(),
            items: BTreeMap::new(),
            newtypes: BTreeMap::new(),
            macros: Vec::new(),
            squeezed: text.split_whitespace().collect(),
            literals: String::new(),
            uses: BTreeMap::new(),
            debug_by_hand: Vec::new(),
            told: Told::default(),
            errors: errors::Told::default(),
        };
        if path.ends_with(TEXTS) {
            source.errors.texts(text).map_err(|why| format!("{path}: {why}"))?;
            return Ok(source);
        }
        let tokens: TokenStream = text.parse().map_err(|error| format!("{path}: {error}"))?;
        errors::literals(tokens.clone(), &mut source.literals);
        let file: syn::File = syn::parse2(tokens).map_err(|error| format!("{path}: {error}"))?;
        for item in file.items {
            source.take(item)?;
        }
        Ok(source)
    }

    fn declares(&self, name: &str, template: &str) -> bool {
        self.macros.iter().any(|known| known == name) && self.squeezed.contains(template)
    }

    fn take(&mut self, item: syn::Item) -> Result<(), String> {
        let at = |path: &str, name: &str, why: String| format!("{path}: {name}: {why}");
        match item {
            syn::Item::Struct(item) if is_public(&item.vis) => self.declared(&item, false)?,
            syn::Item::Enum(item) if is_public(&item.vis) && derives(&item.attrs, "Serialize") => {
                let name = item.ident.to_string();
                let shape = read_enum(&item).map_err(|why| at(&self.path, &name, why))?;
                self.add(name, doc(&item.attrs), shape);
            }
            syn::Item::Macro(item) => {
                let called =
                    item.mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
                let refused = |error: syn::Error| at(&self.path, &called, error.to_string());
                if let Some(name) = item.ident {
                    self.macros.push(name.to_string());
                    if name == "operations" {
                        let Table(rows) = item.mac.parse_body().map_err(refused)?;
                        let order = operations::order(&rows);
                        self.add(order.name, order.doc, order.shape);
                        self.told.rows = rows;
                    }
                } else if called == "given" || called == "given_over_default" {
                    let declared: syn::ItemStruct = item.mac.parse_body().map_err(refused)?;
                    self.declared(&declared, called != "given")?;
                } else if called == "status_words" {
                    let status: StatusWords = item.mac.parse_body().map_err(refused)?;
                    self.add(status.name, status.doc, Shape::Words { words: status.words, open: true });
                } else if called == "replies" {
                    let replies: Replies = item.mac.parse_body().map_err(refused)?;
                    let shape = read_replies(replies).map_err(|why| at(&self.path, "Reply", why))?;
                    self.add("Reply".to_owned(), vec!["How an operation ended.".to_owned()], shape);
                } else if called == "client" {
                    let Declared(name, doc) = item.mac.parse_body().map_err(refused)?;
                    self.told.clients.push((name, doc));
                }
            }
            syn::Item::Impl(item) => {
                let of_debug = item
                    .trait_
                    .as_ref()
                    .is_some_and(|(path, _)| path.segments.last().is_some_and(|last| last.ident == "Debug"));
                let of = word_of(&item.self_ty);
                self.debug_by_hand.extend(of.clone().filter(|_| of_debug));
                let of = of.unwrap_or_default();
                for inner in item.items {
                    let refused = |why: String| at(&self.path, &of, why);
                    match inner {
                        syn::ImplItem::Fn(inner) if of == "Unsent" && inner.sig.ident == "class" => {
                            self.errors.unsent(&inner).map_err(refused)?;
                        }
                        _ => {}
                    }
                }
            }
            syn::Item::Static(item) if self.path.ends_with("code/table.rs") && item.ident == "TABLE" => {
                self.errors.codes(&item.expr).map_err(|why| format!("{}: {why}", self.path))?;
            }
            syn::Item::Static(item) if self.path.ends_with("class/table.rs") => {
                let taken = self.errors.table(&item.ident.to_string(), &item.expr);
                taken.map_err(|why| format!("{}: {why}", self.path))?;
            }
            syn::Item::Use(item) => self.import(&item.tree, ""),
            _ => {}
        }
        Ok(())
    }

    /// A struct; `over_default`: what of it is not given is that of a default.
    fn declared(&mut self, item: &syn::ItemStruct, over_default: bool) -> Result<(), String> {
        let name = item.ident.to_string();
        if let syn::Fields::Unnamed(fields) = &item.fields {
            let inner = fields.unnamed.first().and_then(|field| word_of(&field.ty));
            if let Some(inner) = ["i64", "String"].into_iter().find(|known| inner.as_deref() == Some(known)) {
                self.newtypes.insert(name, inner);
            }
        } else if derives(&item.attrs, "Serialize") || self.path == SANDBOX {
            let shape = read_struct(item).map_err(|why| format!("{}: {name}: {why}", self.path))?;
            let given = self.path == SANDBOX;
            let shape = match shape {
                Shape::Struct(mut fields) => {
                    for field in &mut fields {
                        // A flag that is left out is false.
                        field.default |= over_default || given && field.ty == crate::model::Ty::Flag;
                    }
                    Shape::Struct(fields)
                }
                other => other,
            };
            self.add(name, doc(&item.attrs), shape);
        }
        Ok(())
    }

    fn add(&mut self, name: String, doc: Vec<String>, shape: Shape) {
        self.items.insert(name.clone(), Item { name, doc, shape });
    }

    fn import(&mut self, tree: &UseTree, module: &str) {
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &path.ident.to_string()),
            UseTree::Name(name) => drop(self.uses.insert(name.ident.to_string(), module.to_owned())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, module)),
            _ => {}
        }
    }
}

/// Adds a type after everything it mentions.
fn visit(
    name: &str,
    from: Option<&Source>,
    sources: &[&Source],
    model: &mut Model,
    path: &mut Vec<String>,
) -> Result<(), String> {
    let (item, source) = find(name, from, sources)?;
    if let Some(known) = model.item(name) {
        return if *known == *item {
            Ok(())
        } else {
            Err(format!("{}: {name}: two types of this name cross", source.path))
        };
    }
    if path.iter().any(|outer| outer == name) {
        return Err(format!("{}: {name}: holds itself", source.path));
    }
    path.push(name.to_owned());
    let mentions: Vec<&str> = fields(item).flat_map(|field| field.ty.mentions()).collect();
    for mentioned in mentions {
        visit(mentioned, Some(source), sources, model, path)?;
    }
    path.pop();
    model.items.push(item.clone());
    Ok(())
}

/// A type as a file sees it: its own, the only one, or the one of the module it imports from.
fn find<'a>(
    name: &str,
    from: Option<&Source>,
    sources: &[&'a Source],
) -> Result<(&'a Item, &'a Source), String> {
    let all: Vec<_> = sources.iter().filter_map(|source| Some((source.items.get(name)?, *source))).collect();
    let here = from.map_or("core", |source| source.path.as_str());
    let module = from.and_then(|source| source.uses.get(name));
    let own = all.iter().find(|(_, source)| source.path == here);
    let imported = all.iter().find(|(_, source)| {
        let stem = source.path.trim_end_matches("/mod.rs").trim_end_matches(".rs");
        module.is_some_and(|module| stem.ends_with(&format!("/{module}")))
    });
    match (own.or(imported), all.as_slice()) {
        (Some(found), _) | (None, [found]) => Ok(*found),
        (None, []) => {
            Err(format!("{here}: {name}: no public type with a derived Serialize, and no known scalar"))
        }
        (None, _) => Err(format!("{here}: {name}: several types have this name")),
    }
}

fn fields(item: &Item) -> Box<dyn Iterator<Item = &Field> + '_> {
    match &item.shape {
        Shape::Struct(fields) => Box::new(fields.iter()),
        Shape::Tagged { variants, .. } => Box::new(variants.iter().flat_map(|variant| &variant.fields)),
        Shape::Words { .. } => Box::new(std::iter::empty()),
    }
}

fn check_hidden(sources: &[&Source], model: &Model) -> Result<(), String> {
    for source in sources {
        for name in &source.debug_by_hand {
            if model.item(name).is_some() && !HIDDEN.iter().any(|(listed, _)| listed == name) {
                return Err(format!(
                    "{}: {name}: its Debug is written by hand: say in HIDDEN what it hides",
                    source.path
                ));
            }
        }
    }
    for (name, hidden) in HIDDEN {
        let item = model.item(name).ok_or_else(|| format!("HIDDEN: {name} does not cross"))?;
        for field in hidden {
            if !fields(item).any(|known| known.name == *field) {
                return Err(format!("HIDDEN: {name} has no field {field}"));
            }
        }
    }
    Ok(())
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}
