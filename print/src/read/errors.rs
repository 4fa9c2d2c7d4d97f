//! What can go wrong: `Class` and its parents, the table of codes, and the texts of `texts.txt`.

use crate::model::{Class, CodeOf, Errors, Said, Word};
use syn::{Expr, Pat, Stmt};

/// What one file tells of it.
#[derive(Default)]
pub(super) struct Told {
    /// Each class and the wider one.
    parents: Vec<(String, Option<String>)>,
    codes: Vec<CodeOf>,
    said: Vec<Said>,
}

impl Told {
    /// The blocks of `texts.txt`: a name, then indented lines of a word and a text.
    pub(super) fn texts(&mut self, text: &str) -> Result<(), String> {
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty())
        {
            if !line.starts_with(' ') {
                self.said.push(Said { block: line.to_owned(), texts: Vec::new() });
                continue;
            }
            let said = line.trim_start().split_once(' ').zip(self.said.last_mut());
            let ((name, text), block) = said.ok_or_else(|| format!("{line}: no text of a block"))?;
            block.texts.push((name.to_owned(), text.trim_start().to_owned()));
        }
        Ok(())
    }

    /// `fn parent` of `impl Class`: a match of classes.
    pub(super) fn parents(&mut self, function: &syn::ImplItemFn) -> Result<(), String> {
        let [Stmt::Expr(Expr::Match(found), None)] = &function.block.stmts[..] else {
            return Err("parent: not one match".to_owned());
        };
        for arm in &found.arms {
            let wider = match &*arm.body {
                Expr::Path(path) if path.path.is_ident("None") => None,
                Expr::Call(call) if last(&call.func).as_deref() == Some("Some") => {
                    Some(call.args.first().and_then(last).ok_or("parent: Some of no class")?)
                }
                _ => return Err("parent: neither None nor Some of a class".to_owned()),
            };
            let one = std::slice::from_ref(&arm.pat);
            let narrow: Vec<&Pat> = match &arm.pat {
                Pat::Or(several) => several.cases.iter().collect(),
                _ => one.iter().collect(),
            };
            for class in narrow {
                let Pat::Path(path) = class else {
                    return Err("parent: a pattern that is no class".to_owned());
                };
                let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
                self.parents.push((name, wider.clone()));
            }
        }
        Ok(())
    }

    /// `[entry(Code::Name, "NAME", No, Rejected), …]`
    pub(super) fn codes(&mut self, table: &Expr) -> Result<(), String> {
        let Expr::Array(rows) = table else { return Err("TABLE: not a list".to_owned()) };
        for row in &rows.elems {
            let Expr::Call(row) = row else { return Err("TABLE: not a row".to_owned()) };
            let [_, Expr::Lit(word), applied, class] = &row.args.iter().collect::<Vec<_>>()[..] else {
                return Err("TABLE: not a row of four".to_owned());
            };
            let syn::Lit::Str(word) = &word.lit else {
                return Err("TABLE: a code without a word".to_owned());
            };
            let may_have_moved = match last(applied).as_deref() {
                Some("No") => false,
                Some("Maybe") => true,
                _ => return Err(format!("TABLE: {}: neither No nor Maybe", word.value())),
            };
            let class = last(class).ok_or_else(|| format!("TABLE: {}: no class", word.value()))?;
            self.codes.push(CodeOf { word: word.value(), may_have_moved, class });
        }
        Ok(())
    }
}

/// All of it, from what the files tell and the words of `Class`.
pub(super) fn errors(told: &[&Told], classes: (&[Word], &[Word])) -> Result<Errors, String> {
    let (classes, codes) = classes;
    let parents: Vec<_> = told.iter().flat_map(|told| &told.parents).collect();
    let class = |word: &Word| {
        let found = parents.iter().find(|(name, _)| *name == word.name);
        let (_, parent) = found.ok_or_else(|| format!("Class: {}: no parent is said", word.name))?;
        let (name, word, doc) = (word.name.clone(), word.word.clone(), word.doc.clone());
        Ok(Class { name, word, doc, parent: parent.clone() })
    };
    let errors = Errors {
        classes: classes.iter().map(class).collect::<Result<_, String>>()?,
        codes: told.iter().flat_map(|told| &told.codes).cloned().collect(),
        said: told.iter().flat_map(|told| &told.said).cloned().collect(),
    };
    for (at, class) in errors.classes.iter().enumerate() {
        let mut earlier = errors.classes.iter().take(at);
        if class.parent.as_ref().is_some_and(|parent| earlier.all(|wide| wide.name != *parent)) {
            return Err(format!("Class: {}: stands before its parent", class.name));
        }
    }
    for word in codes {
        if !errors.codes.iter().any(|code| code.word == word.word) {
            return Err(format!("Code: {}: not in the table", word.word));
        }
    }
    for code in &errors.codes {
        if !errors.classes.iter().any(|class| class.name == code.class) {
            return Err(format!("Code: {}: no class {}", code.word, code.class));
        }
        if errors.said(&format!("code {}", code.word), "buyer_fr").is_none() {
            return Err(format!("Code: {}: no text", code.word));
        }
    }
    Ok(errors)
}

/// The last name of a path.
fn last(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}
