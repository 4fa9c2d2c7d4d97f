//! The documents say what the code says.

use std::path::{Path, PathBuf};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_readme_names_every_operation() {
    let (table, readme) = (read("core/src/operations.rs"), read("README.md"));
    // A row begins with its word and its variant: `collect Collect(`.
    let is_row = |(word, rest): &(&str, &str)| {
        word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            && rest.starts_with(|first: char| first.is_ascii_uppercase())
    };
    let rows = table.lines().filter_map(|line| line.trim().split_once(' ').filter(is_row));
    let names: Vec<_> = rows.map(|(word, _)| word).collect();
    assert!(names.len() >= 25, "{names:?}");
    for name in names {
        assert!(readme.contains(&format!("`{name}`")), "README.md does not name {name}");
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
    let mut pages =
        ["README", "ARCHITECTURE", "CONTRIBUTING", "SECURITY"].map(|name| format!("{name}.md")).to_vec();
    pages.push("bindings-python/docs/django.md".to_owned());
    for entry in std::fs::read_dir(path("docs/adr")).unwrap() {
        pages.push(format!("docs/adr/{}", entry.unwrap().file_name().to_string_lossy()));
    }
    let mut links = 0;
    for page in pages {
        let folder = path(&page).parent().map(Path::to_path_buf).unwrap_or_default();
        for link in read(&page).split("](").skip(1) {
            let target = link.split(')').next().unwrap_or_default();
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { path(&page) } else { folder.join(file) };
            links += 1;
            assert!(file.exists() || target.starts_with("https:"), "{page}: {target} does not exist");
            if !heading.is_empty() && file.exists() {
                let text = std::fs::read_to_string(&file).unwrap();
                let found =
                    text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == heading);
                assert!(found, "{page}: {target} leads to no heading");
            }
        }
    }
    assert!(links >= 15, "only {links} links found");
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
