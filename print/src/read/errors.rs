//! What can go wrong: `Class` and its parents, the table of codes, and the texts of `texts.txt`.

use super::classes::{Row, classes};
use crate::model::{CodeOf, Errors, Said, Word};
use crate::text::put;
use proc_macro2::{TokenStream, TokenTree};
use syn::{Expr, Pat, Stmt};

/// What one file tells of it.
#[derive(Default)]
pub(super) struct Told {
    /// The table of classes.
    rows: Vec<Row>,
    /// Doubts that are said in words, by their names in Rust.
    strange: Vec<String>,
    codes: Vec<CodeOf>,
    /// Each reason why nothing happened, and its class.
    unsent: Vec<(String, String)>,
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

    /// `class/table.rs`: the rows, and the doubts that are said in words.
    pub(super) fn table(&mut self, name: &str, table: &Expr) -> Result<(), String> {
        match name {
            "TABLE" => self.rows = super::classes::rows(table)?,
            "STRANGE" => self.strange = super::classes::names(table)?,
            _ => {}
        }
        Ok(())
    }

    /// `fn class` of `impl Unsent`: a match of reasons.
    pub(super) fn unsent(&mut self, function: &syn::ImplItemFn) -> Result<(), String> {
        for (why, class) in arms(function, "class")? {
            self.unsent.push((why, last(class).ok_or("class: no class")?));
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

/// All of it, from what the files tell and the words of `Class`, `Code`, `Unsent` and `Doubt`.
pub(super) fn errors(told: &[&Told], words: [&[Word]; 4]) -> Result<Errors, String> {
    let [names, codes, reasons, doubts] = words;
    let rows: Vec<&Row> = told.iter().flat_map(|told| &told.rows).collect();
    let strange = told.iter().flat_map(|told| &told.strange).map(|name| {
        let word = doubts.iter().find(|word| word.name == *name);
        word.map(|word| word.word.clone()).ok_or_else(|| format!("STRANGE: no doubt {name}"))
    });
    let unsent: Vec<_> = told.iter().flat_map(|told| &told.unsent).collect();
    let reason = |word: &Word| {
        let found = unsent.iter().find(|(name, _)| *name == word.name);
        let (_, class) = found.ok_or_else(|| format!("Unsent: {}: no class is said", word.name))?;
        Ok((word.word.clone(), class.clone()))
    };
    let errors = Errors {
        unsent: reasons.iter().map(reason).collect::<Result<_, String>>()?,
        classes: classes(&rows, names)?,
        strange: strange.collect::<Result<_, String>>()?,
        codes: told.iter().flat_map(|told| &told.codes).cloned().collect(),
        said: told.iter().flat_map(|told| &told.said).cloned().collect(),
    };
    for class in &errors.classes {
        if errors.said(&class.block, "merchant").is_none() && !["refused", "prompt"].contains(&&*class.block)
        {
            return Err(format!("Class: {}: no block {} in texts.txt", class.name, class.block));
        }
    }
    for word in codes {
        if !errors.codes.iter().any(|code| code.word == word.word) {
            return Err(format!("Code: {}: not in the table", word.word));
        }
    }
    let known = |class: &str| errors.classes.iter().any(|known| known.name == class);
    for (why, class) in &errors.unsent {
        if !known(class) {
            return Err(format!("Unsent: {why}: no class {class}"));
        }
    }
    for code in &errors.codes {
        if !known(&code.class) {
            return Err(format!("Code: {}: no class {}", code.word, code.class));
        }
        if errors.said(&format!("code {}", code.word), "buyer_fr").is_none() {
            return Err(format!("Code: {}: no text", code.word));
        }
    }
    Ok(errors)
}

/// Does core itself say this sentence, in one of its literals?
pub(super) fn is_said(said: &Said, literals: &[&str]) -> bool {
    let english = said.texts.iter().find(|(name, _)| name == "en").map_or("", |(_, text)| text.as_str());
    // A comma or a word is everywhere.
    let mut parts = english.split("{}").map(str::trim).filter(|part| part.len() > 3);
    parts.all(|part| literals.iter().any(|literals| literals.contains(part)))
}

/// All literal texts, but those of attributes: documentation is none.
pub(super) fn literals(tokens: TokenStream, all: &mut String) {
    let mut after_hash = false;
    for token in tokens {
        let is_hash = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '#');
        match token {
            TokenTree::Group(group) if !after_hash => literals(group.stream(), all),
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    put!(all, "{}\n", text.value());
                }
            }
            _ => {}
        }
        after_hash = is_hash;
    }
}

/// The names and bodies of a function that is one match.
fn arms<'a>(function: &'a syn::ImplItemFn, called: &str) -> Result<Vec<(String, &'a Expr)>, String> {
    let [Stmt::Expr(Expr::Match(found), None)] = &function.block.stmts[..] else {
        return Err(format!("{called}: not one match"));
    };
    let mut arms = Vec::new();
    for arm in &found.arms {
        let one = std::slice::from_ref(&arm.pat);
        let narrow: Vec<&Pat> = match &arm.pat {
            Pat::Or(several) => several.cases.iter().collect(),
            _ => one.iter().collect(),
        };
        for pattern in narrow {
            let Pat::Path(path) = pattern else {
                return Err(format!("{called}: a pattern that is no name"));
            };
            let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            arms.push((name, &*arm.body));
        }
    }
    Ok(arms)
}

/// The last name of a path.
pub(super) fn last(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}
