//! Licences: of what the wheel is made of, in a file that goes into it, and of each crate here.

use super::runner::{Context, Outcome, Report};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Goes into the wheel, as every `LICENSE-*` beside it.
const FILE: &str = "bindings-python/LICENSE-THIRD-PARTY";
/// The same list for programs, with the hash of each package (CycloneDX, PEP 770). maturin's own names the
/// folder it was built in, so no two builds would be the same.
const PARTS: &str = "bindings-python/sbom.cyclonedx.json";
/// Where wheels are built for: those of the workflow `release-python`.
const TARGETS: [&str; 7] = [
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
];
const HEAD: &str = "\
The native part of this package is made of xaalis, of Rust's standard library (copyright The Rust
Project Contributors, MIT OR Apache-2.0) and of the packages below, each under the licence that
stands with it. This file is written by `cargo xtask print`.
";

/// One package of the registry.
struct Package {
    name: String,
    /// Of what the registry gave, as the lock file has it.
    hash: String,
    licence: String,
    folder: PathBuf,
}

/// The file is what the packages say now, none is without a text, and what is published has its own.
pub(super) fn run(context: &Context) -> Report {
    let remark = printed(context, true)?;
    for folder in ["core", "bindings-python"] {
        for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let copy = context.root.join(folder).join(name);
            if read(&copy)? != read(&context.root.join(name))? {
                return Err(Outcome::Failed(format!("{} is another text", copy.display())));
            }
        }
    }
    Ok(remark)
}

/// Compares both files with what the packages say, and writes them unless only a check is wanted.
pub(crate) fn printed(context: &Context, check: bool) -> Report {
    let packages = packages(context)?;
    let mut written = Vec::new();
    for (name, wanted) in [(FILE, text(&packages)?), (PARTS, parts(&packages))] {
        let file = context.root.join(name);
        if std::fs::read_to_string(&file).is_ok_and(|now| now == wanted) {
            continue;
        }
        if check {
            let why = format!("{name} is not what the packages say: run cargo xtask print");
            return Err(Outcome::Failed(why));
        }
        std::fs::write(&file, &wanted).map_err(|error| failed(&file, &error))?;
        written.push(format!("printed {name}"));
    }
    Ok(if check { format!("{} packages", packages.len()) } else { written.join("\n") })
}

/// What is linked into a wheel for any target; what only builds it is not.
fn packages(context: &Context) -> Result<Vec<Package>, Outcome> {
    let mut linked = BTreeSet::new();
    for target in TARGETS {
        let mut args = vec!["tree", "--locked", "-p", "xaalis-python", "-e", "normal,no-proc-macro"];
        args.extend(["--target", target, "--prefix", "none", "--format", "{p}"]);
        for line in context.cargo(&args)?.lines() {
            let mut words = line.split_whitespace();
            if let (Some(name), Some(version)) = (words.next(), words.next()) {
                linked.insert(format!("{name} {}", version.trim_start_matches('v')));
            }
        }
    }
    let locked = read(&context.root.join("Cargo.lock"))?;
    let metadata = context.cargo(&["metadata", "--locked", "--format-version", "1"])?;
    let metadata: Value = serde_json::from_str(&metadata).unwrap_or_default();
    let all = metadata["packages"].as_array().into_iter().flatten();
    let others = all.filter(|package| package["source"].is_string()).filter_map(|package| {
        let word = |key: &str| package[key].as_str().unwrap_or_default();
        let name = format!("{} {}", word("name"), word("version"));
        let folder = Path::new(word("manifest_path")).parent()?.to_owned();
        let hash = hash(&locked, word("name"), word("version"))?.to_owned();
        linked.contains(&name).then(|| Package { name, hash, licence: word("license").to_owned(), folder })
    });
    let mut others: Vec<Package> = others.collect();
    others.sort_by(|a, b| a.name.cmp(&b.name));
    // Core and the binding themselves are of no registry.
    if others.len() + 2 == linked.len() {
        return Ok(others);
    }
    Err(Outcome::Failed(format!("{} of {} packages found", others.len(), linked.len())))
}

fn hash<'a>(locked: &'a str, name: &str, version: &str) -> Option<&'a str> {
    let begin = format!("\nname = \"{name}\"\nversion = \"{version}\"\n");
    let (_, package) = locked.split_once(&begin)?;
    let (package, _) = package.split_once("[[package]]").unwrap_or((package, ""));
    package.split_once("checksum = \"")?.1.split_once('"').map(|(hash, _)| hash)
}

/// The list as CycloneDX.
fn parts(packages: &[Package]) -> String {
    let components = packages.iter().map(|package| {
        let (name, version) = package.name.split_once(' ').unwrap_or((&package.name, ""));
        let licence = package.licence.replace('/', " OR ");
        serde_json::json!({
            "type": "library",
            "name": name,
            "version": version,
            "purl": format!("pkg:cargo/{name}@{version}"),
            "hashes": [{ "alg": "SHA-256", "content": package.hash }],
            "licenses": [{ "expression": licence }],
        })
    });
    let whole = serde_json::json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": { "type": "library", "name": "xaalis", "licenses": [{ "expression": "Apache-2.0 OR MIT" }] } },
        "components": components.collect::<Vec<_>>(),
    });
    format!("{whole:#}\n")
}

/// The whole file; equal texts stand once.
fn text(packages: &[Package]) -> Report {
    let mut list = HEAD.to_owned() + "\n";
    let mut texts: BTreeMap<String, (Vec<&str>, String)> = BTreeMap::new();
    for package in packages {
        let _ = writeln!(list, "{}: {}", package.name, package.licence);
        let names = files(&package.folder)?;
        let chosen = chosen(&package.licence, &names);
        if chosen.is_empty() {
            return Err(Outcome::Failed(format!("{} comes without a licence's text", package.name)));
        }
        for name in chosen {
            let text = read(&package.folder.join(name))?;
            let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
            texts.entry(plain).or_insert_with(|| (Vec::new(), text)).0.push(&package.name);
        }
    }
    let mut texts: Vec<_> = texts.into_values().collect();
    texts.sort();
    for (owners, text) in texts {
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let _ =
            write!(list, "\n{:-<80}\n{}\n\n{}\n", "", owners.join(", "), lines.join("\n").trim_matches('\n'));
    }
    Ok(list)
}

/// Where a package offers MIT, that and what it says of others; else all there is.
fn chosen<'a>(licence: &str, files: &'a [String]) -> Vec<&'a String> {
    let has = |file: &str, word: &str| file.to_ascii_uppercase().contains(word);
    let offers = !licence.contains("AND") && licence.contains("MIT");
    if !offers || !files.iter().any(|file| has(file, "MIT")) {
        return files.iter().collect();
    }
    let kept = |file: &&String| ["MIT", "NOTICE", "THIRD", "COPYRIGHT"].iter().any(|word| has(file, word));
    files.iter().filter(kept).collect()
}

fn files(folder: &Path) -> Result<Vec<String>, Outcome> {
    let entries = std::fs::read_dir(folder).map_err(|error| failed(folder, &error))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let begins = ["LICEN", "COPYING", "NOTICE", "UNLICENSE", "COPYRIGHT"];
    let mut found: Vec<String> = names
        .filter(|name| begins.iter().any(|begin| name.to_ascii_uppercase().starts_with(begin)))
        .filter(|name| folder.join(name).is_file())
        .collect();
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Report {
    std::fs::read_to_string(path).map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> Outcome {
    Outcome::Failed(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_offers_is_taken_and_all_of_what_is_asked_for() {
        let files = ["LICENSE-APACHE", "LICENSE-MIT", "LICENSE-THIRD-PARTY"].map(str::to_owned);
        assert_eq!(chosen("MIT OR Apache-2.0", &files), [&files[1], &files[2]]);
        assert_eq!(chosen("MIT AND Apache-2.0", &files).len(), 3);
        assert_eq!(chosen("Apache-2.0", &files).len(), 3);
        assert_eq!(chosen("MIT", &files[..1]), [&files[0]]);
    }

    #[test]
    fn a_package_without_a_text_is_told() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let (name, hash, licence) = ("a 1".to_owned(), String::new(), "MIT".to_owned());
        let package = Package { name, hash, licence, folder };
        assert!(matches!(text(&[package]), Err(Outcome::Failed(why)) if why.contains("a 1")));
    }
}
