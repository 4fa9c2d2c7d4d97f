//! Mutants as cargo-mutants lists them, and how they are told apart after the code around them moved.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// One change of the code.
pub(super) struct Mutant {
    /// Where it is, from the root of the repository.
    pub(super) file: String,
    /// What the tool calls it, line and column included.
    pub(super) name: String,
    /// File, change, and the line with the changed part in «»: holds as long as that line stays.
    pub(super) key: String,
}

#[derive(Deserialize)]
struct Listed {
    file: String,
    name: String,
    span: Span,
}

#[derive(Deserialize)]
struct Span {
    start: Place,
    end: Place,
}

/// Counted from 1, in characters.
#[derive(Deserialize)]
struct Place {
    line: usize,
    column: usize,
}

impl Mutant {
    /// A number that depends on what it is alone.
    pub(super) fn lot(&self) -> u64 {
        // FNV-1a: the same with every compiler.
        self.key
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}

/// Reads `cargo mutants --list --json` of a tree.
pub(super) fn read(tree: &Path, listed: &str) -> Result<Vec<Mutant>, String> {
    let listed: Vec<Listed> = serde_json::from_str(listed).map_err(|error| format!("the list: {error}"))?;
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    let mut mutants = Vec::with_capacity(listed.len());
    for Listed { file, name, span } in listed {
        if !sources.contains_key(&file) {
            let text =
                std::fs::read_to_string(tree.join(&file)).map_err(|error| format!("{file}: {error}"))?;
            sources.insert(file.clone(), text);
        }
        let source = sources.get(&file).map_or("", String::as_str);
        let what = name.splitn(4, ':').nth(3).unwrap_or(&name).trim();
        let key = format!("{file}: {what}\n  {}", marked(source, &span));
        mutants.push(Mutant { file, name, key });
    }
    Ok(mutants)
}

/// The line a change begins in, with the changed part in «», as far as it is in that line.
fn marked(source: &str, span: &Span) -> String {
    let line = source.lines().nth(span.start.line - 1).unwrap_or_default();
    let end = if span.end.line == span.start.line { span.end.column } else { usize::MAX };
    let mut text = String::new();
    for (at, character) in line.chars().enumerate() {
        if at + 1 == span.start.column {
            text.push('«');
        }
        if at + 1 == end {
            text.push('»');
        }
        text.push(character);
    }
    if end > line.chars().count() {
        text.push('»');
    }
    text.trim().to_owned()
}

/// A regular expression that fits this text alone.
pub(super) fn exactly(text: &str) -> String {
    let special = |c: char| r"\.+*?()|[]{}^$".contains(c);
    let escaped: String =
        text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect();
    format!("^{escaped}$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_changed_part_is_marked() {
        let at = |line, column| Place { line, column };
        let source = "fn a() {\n    é < b && c < d\n}\n";
        assert_eq!(marked(source, &Span { start: at(2, 7), end: at(2, 8) }), "é «<» b && c < d");
        assert_eq!(marked(source, &Span { start: at(2, 16), end: at(2, 19) }), "é < b && c «< d»");
        assert_eq!(marked(source, &Span { start: at(1, 8), end: at(3, 2) }), "fn a() «{»");
    }

    #[test]
    fn a_name_is_taken_literally() {
        assert_eq!(exactly("a.rs:1: replace f -> Option<_>"), r"^a\.rs:1: replace f -> Option<_>$");
    }
}
