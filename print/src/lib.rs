//! The printer: what other languages and the documents say of core, from core's source.
//!
//! [`Source::read`] and [`read`] make one [`model::Model`] of it. A language is one file over that
//! model (and a folder beside it, if it is long): a function from the model to its [`File`]s, named in
//! [`files`]. `cargo xtask print` writes them, `--check` fails when one differs.

mod arguments;
mod docs;
pub mod errors;
pub mod faces;
pub mod kotlin;
pub mod model;
mod names;
pub mod pages;
pub mod python;
mod read;
pub mod swift;
mod text;
pub mod typescript;

use model::Model;
pub use read::{Source, core_sources, read};
use std::path::Path;

/// A file, or what stands between two marks of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is, from the root of the repository.
    pub path: &'static str,
    /// What is printed.
    pub text: String,
    /// The marks, when the rest of the file is written by hand.
    pub marks: Option<(&'static str, &'static str)>,
}

impl File {
    /// A file that is printed as a whole.
    pub fn whole(path: &'static str, text: String) -> Self {
        Self { path, text, marks: None }
    }

    /// The whole file as it should be; `now` is what is there.
    ///
    /// # Errors
    /// The mark that is not there.
    pub fn within(&self, now: &str) -> Result<String, String> {
        let Some((begin, end)) = self.marks else { return Ok(self.text.clone()) };
        let missing = |mark: &str| format!("{}: no line `{mark}`", self.path);
        let (before, rest) = now.split_once(begin).ok_or_else(|| missing(begin))?;
        let (_, after) = rest.split_once(end).ok_or_else(|| missing(end))?;
        Ok([before, begin, &self.text, end, after].concat())
    }
}

/// Everything that is printed. The next language is a line here.
///
/// # Errors
/// What has no form in one of the languages.
pub fn files(model: &Model) -> Result<Vec<File>, String> {
    Ok([
        python::files(model)?,
        typescript::files(model)?,
        kotlin::files(model)?,
        swift::files(model)?,
        pages::files(model)?,
    ]
    .concat())
}

/// Compares everything that is printed with what is there, and writes it unless only a check is wanted.
/// Returns the files that differed.
///
/// # Errors
/// What cannot be read or written, and what lies outside the dialect.
pub fn run(root: &Path, check: bool) -> Result<Vec<&'static str>, String> {
    let sources = core_sources(&root.join("core")).map_err(|error| format!("core: {error}"))?;
    let sources =
        sources.iter().map(|(path, text)| Source::read(path, text)).collect::<Result<Vec<_>, _>>()?;
    let model = read(&sources.iter().collect::<Vec<_>>())?;
    let mut differed = Vec::new();
    for file in files(&model)? {
        let path = root.join(file.path);
        // What is not there differs.
        let now = std::fs::read_to_string(&path).unwrap_or_default();
        let wanted = file.within(&now)?;
        if now == wanted {
            continue;
        }
        differed.push(file.path);
        if !check {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", file.path))?;
            }
            std::fs::write(&path, wanted).map_err(|error| format!("{}: {error}", file.path))?;
        }
    }
    Ok(differed)
}
