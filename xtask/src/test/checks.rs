//! What the compiler does not check: the lock file, core's dependencies and its purity.

use super::runner::{Context, Outcome, Report};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The checked-in list of packages core may depend on.
const LIST: &str = "xtask/core-dependencies.txt";
/// The most packages a user of core may have to audit, core included.
const MOST_PACKAGES: usize = 20;
/// A file longer than this holds more than one thing.
const MOST_LINES: usize = 400;
/// Clocks, floats, random order and code per target have no place in core: time is an argument, money
/// is an integer, and every platform runs the same lines with the same result. A hash map is in order where
/// it names its hasher, so that it is the same map everywhere. A planted bug is in a copy alone (`xtask/src/planted`).
const FORBIDDEN: &[&str] = &[
    "f32",
    "f64",
    "as_f64",
    "as_f32",
    "Instant",
    "SystemTime",
    "HashMap",
    "HashSet",
    "target_arch",
    "planted",
];

/// The lock file must be complete, or two clones would build two programs.
pub(super) fn locked(context: &Context) -> Report {
    context.cargo(&["metadata", "--locked", "--format-version", "1"])?;
    Ok(String::new())
}

/// Core's packages are exactly those of the checked-in list.
pub(super) fn dependencies(context: &Context) -> Report {
    let tree = context.cargo(&["tree", "--locked", "-p", "xaalis", "-e", "normal", "--prefix", "none"])?;
    let found: BTreeSet<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let list = read(&context.root.join(LIST))?;
    let allowed: BTreeSet<&str> =
        list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut problems: Vec<String> =
        found.difference(&allowed).map(|name| format!("{name} is not in {LIST}")).collect();
    problems.extend(allowed.difference(&found).map(|name| format!("{name} is in {LIST} but not used")));
    if found.len() > MOST_PACKAGES {
        problems.push(format!("core has {} packages; the most is {MOST_PACKAGES}", found.len()));
    }
    verdict(&problems, format!("{} packages of at most {MOST_PACKAGES}", found.len()))
}

/// Core's source keeps its promises, tests aside.
pub(super) fn purity(context: &Context) -> Report {
    let mut files = Vec::new();
    rust_files(&context.root.join("core/src"), &mut files)?;
    if files.is_empty() {
        return Err(Outcome::Failed("no file found in core/src".to_owned()));
    }
    let mut problems = Vec::new();
    for file in &files {
        let name = file.strip_prefix(&context.root).unwrap_or(file).display();
        let text = read(file)?;
        let lines = text.lines().count();
        if lines > MOST_LINES {
            problems.push(format!("{name} has {lines} lines; the most is {MOST_LINES}"));
        }
        if file.file_name().is_some_and(|file| file == "tests.rs") {
            continue;
        }
        problems
            .extend(impurities(&text).into_iter().map(|(line, token)| format!("{name}:{line} says {token}")));
    }
    verdict(&problems, format!("{} files", files.len()))
}

/// The forbidden tokens of a source text with their line numbers; comments and the tests at the end
/// of the file are left out.
fn impurities(text: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        if opens_tests(&lines[at..]) {
            break;
        }
        let code = if line.trim_start().starts_with("//") { "" } else { line };
        let code = code.split_once(" // ").map_or(code, |(code, _)| code);
        let names_hasher = code.trim_start().starts_with("use ") || code.contains("BuildHasherDefault");
        for token in code.split(|c: char| !c.is_alphanumeric() && c != '_') {
            if names_hasher && token.starts_with("Hash") {
                continue;
            }
            found.extend(FORBIDDEN.iter().find(|word| **word == token).map(|word| (at + 1, *word)));
        }
    }
    found
}

/// Whether the test module starts here; `#[cfg(test)]` on anything smaller hides nothing below it.
fn opens_tests(lines: &[&str]) -> bool {
    lines.first().is_some_and(|line| line.trim_start().starts_with("#[cfg(test)]"))
        && lines
            .iter()
            .find(|line| !line.trim_start().starts_with("#["))
            .is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Outcome> {
    let failed = |error| Outcome::Failed(format!("{}: {error}", folder.display()));
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            rust_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

fn read(path: &Path) -> Result<String, Outcome> {
    std::fs::read_to_string(path).map_err(|error| Outcome::Failed(format!("{}: {error}", path.display())))
}

fn verdict(problems: &[String], remark: String) -> Report {
    if problems.is_empty() { Ok(remark) } else { Err(Outcome::Failed(problems.join("\n"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_words_are_found_in_code_only() {
        let text = "/// no f64 here\nlet a = 1; // nor f32\nfn b(x: f64) -> Instant {}\n\
            #[cfg(test)]\n#[allow(dead_code)]\nmod tests {\nlet y: f32;";
        assert_eq!(impurities(text), [(3, "f64"), (3, "Instant")]);
        assert_eq!(impurities("#[cfg(test)]\nuse a::b;\ntype C = f64;"), [(3, "f64")]);
        assert_eq!(impurities("let my_f64x = xf32;"), []);
        assert_eq!(impurities("#[cfg(target_arch = \"wasm32\")]"), [(1, "target_arch")]);
    }
}
