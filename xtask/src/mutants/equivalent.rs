//! `tests/mutants/equivalent.txt`: mutants that no test can notice, each with the reason.

use std::collections::BTreeMap;
use std::path::Path;

const FILE: &str = "tests/mutants/equivalent.txt";

/// The reason of each, by [`key`](super::Mutant::key).
pub(super) struct List(BTreeMap<String, String>);

impl List {
    pub(super) fn contains(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Reads it: blocks of the two lines that a run prints for a survivor, and a third that begins with `why:`.
pub(super) fn read(root: &Path) -> Result<List, String> {
    let text = std::fs::read_to_string(root.join(FILE)).map_err(|error| format!("{FILE}: {error}"))?;
    parse(&text)
}

fn parse(text: &str) -> Result<List, String> {
    let mut list = BTreeMap::new();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    while let Some(what) = lines.next() {
        let place = lines.next().unwrap_or_default();
        let why = lines.next().and_then(|line| line.trim().strip_prefix("why:")).map(str::trim);
        let key = format!("{what}\n  {}", place.trim());
        match why {
            Some(why) if !why.is_empty() => {
                if list.insert(key, why.to_owned()).is_some() {
                    return Err(format!("{FILE}: {what}: stands twice"));
                }
            }
            _ => return Err(format!("{FILE}: {what}: no `why:` in the third line")),
        }
    }
    Ok(List(list))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_without_a_reason_is_refused() {
        let list = parse("# heading\n\na.rs: replace < with <= in f\n  a «<» b\n  why: they never meet\n");
        assert!(list.is_ok_and(|list| list.contains("a.rs: replace < with <= in f\n  a «<» b")));
        assert!(parse("a.rs: replace < with <= in f\n  a «<» b\n  why:\n").is_err());
        assert!(parse("a.rs: replace < with <= in f\n  a «<» b\n").is_err());
    }
}
