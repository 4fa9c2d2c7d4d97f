//! The documents say what the code says.

use std::path::{Path, PathBuf};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn rusts_page_names_every_operation() {
    let (table, page) = (read("core/src/operations.rs"), read("docs/rust.md"));
    // A row begins with its word and its variant: `collect Collect(`.
    let is_row = |(word, rest): &(&str, &str)| {
        word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            && rest.starts_with(|first: char| first.is_ascii_uppercase())
    };
    let rows = table.lines().filter_map(|line| line.trim().split_once(' ').filter(is_row));
    let names: Vec<_> = rows.map(|(word, _)| word).collect();
    assert!(names.len() >= 25, "{names:?}");
    for name in names {
        assert!(page.contains(&format!("`{name}`")), "docs/rust.md does not name {name}");
    }
}

#[test]
fn every_number_has_its_reason() {
    let (policy, reasons) = (read("core/src/policy.rs"), read("docs/adr/0002-what-may-be-resent.md"));
    let units = ["SECOND", "MINUTE", "HOUR", "DAY"];
    let names: Vec<_> = policy
        .lines()
        .filter_map(|line| line.strip_prefix("pub const ")?.split_once(':').map(|(name, _)| name))
        .filter(|name| !units.contains(name))
        .collect();
    assert!(names.len() >= 10, "{names:?}");
    for name in names {
        assert!(reasons.contains(&format!("`{name}`")), "docs/adr/0002 gives no reason for {name}");
    }
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    let mut pages = Vec::new();
    documents(&path(""), &mut pages);
    let mut links = 0;
    for page in pages {
        let name = page.file_name().unwrap();
        let folder = page.parent().map(Path::to_path_buf).unwrap_or_default();
        let text = std::fs::read_to_string(&page).unwrap();
        let page = page.display();
        for link in prose(&text).split("](").skip(1) {
            let target = link.split(')').next().unwrap_or_default();
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { folder.join(name) } else { folder.join(file) };
            links += 1;
            assert!(
                file.exists() || target.starts_with("https:") || target.starts_with("http:"),
                "{page}: {target} does not exist"
            );
            if !heading.is_empty() && file.exists() {
                let text = std::fs::read_to_string(&file).unwrap();
                let found =
                    text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == heading);
                assert!(found, "{page}: {target} leads to no heading");
            }
        }
    }
    assert!(links >= 150, "only {links} links found");
}

/// Every document that is ours: nothing that was built, installed or played.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            if !["target", "node_modules", ".git", "dist"].iter().any(|other| name == *other) {
                documents(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

/// Without what stands in code.
fn prose(text: &str) -> String {
    let outside = text.split("```").step_by(2).flat_map(|part| part.split('`').step_by(2));
    outside.collect::<Vec<_>>().join("\u{2026}")
}

/// What a heading is linked by.
fn anchor(line: &str) -> String {
    let words = line.trim_start_matches('#').trim().to_lowercase();
    words
        .chars()
        .filter(|c| c.is_alphanumeric() || "- _".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
