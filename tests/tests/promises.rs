//! Every promise of SECURITY.md names tests that exist: a promise whose test was renamed away is none.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// What is wrong with one row of a table.
fn faults(kept_by: &str, suites: &str) -> Vec<String> {
    let told: Vec<&str> = kept_by.split('`').skip(1).step_by(2).collect();
    let mut found = Vec::new();
    if told.is_empty() {
        found.push("no test at all".to_owned());
    }
    for name in told {
        let (file, test) = name.split_once("::").unwrap_or((name, ""));
        let there = if file.contains('.') {
            let content = read(file);
            let tests = content.contains("#[test]") || content.contains("def test_");
            // Names of tests end where their arguments begin.
            let has = ["fn ", "def "].iter().any(|word| content.contains(&format!("{word}{test}(")));
            tests && (test.is_empty() || has)
        } else {
            suites.contains(&format!("name: \"{file}\""))
        };
        if !there {
            found.push(format!("there is no {name}"));
        }
    }
    found
}

#[test]
fn each_promise_has_a_test_that_exists() {
    let suites = read("xtask/src/test/mod.rs");
    let text = read("SECURITY.md");
    let rows: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.rsplit_once(" | "))
        .filter(|(promise, _)| *promise != "promise")
        .collect();
    assert!(rows.len() >= 15, "{} promises", rows.len());
    for (promise, kept_by) in rows {
        assert_eq!(faults(kept_by, &suites), Vec::<String>::new(), "{promise}");
    }
}

#[test]
fn what_does_not_exist_is_noticed() {
    let suites = read("xtask/src/test/mod.rs");
    for (kept_by, wrong) in [
        ("suite `unit`", 0),
        ("`tests/tests/promises.rs::what_does_not_exist_is_noticed`", 0),
        ("suites `unit`, `units`", 1),
        ("`tests/tests/promise.rs`", 1),
        ("`tests/tests/promises.rs::what_does_not`", 1),
        ("`SECURITY.md`", 1),
        ("the authors' word", 1),
    ] {
        assert_eq!(faults(kept_by, &suites).len(), wrong, "{kept_by}");
    }
}
