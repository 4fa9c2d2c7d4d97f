//! The workspace that is changed and built for each mutant: core alone, with the suites of `tests` inside its
//! own test program. One crate to compile and one program to link is what makes a thousand mutants affordable.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Suites of `tests/tests` that look at something else than core alone, or that take too long.
const NOT_CORE: &[&str] =
    &["docs", "journal", "kill", "promises", "properties", "keys", "memory", "seals", "told"];
/// What they share, from `tests/src`.
const SHARED: &[(&str, &str)] =
    &[("orders", "orders.rs"), ("script", "script.rs"), ("vectors", "vectors/mod.rs"), ("world", "world.rs")];

const PROFILE: &str = "[profile.dev]\ndebug = 0\n\n[profile.dev.package.\"*\"]\nopt-level = 2\n";
/// A mutant that loops, or fills the memory, has an end; and one failed test is enough (which libtest offers
/// to nightly programs, or to those that say they are).
const LIMITS: &str = r#"[target."cfg(unix)"]
runner = ["sh", "-c", '''
ulimit -t "${MUTANT_SECONDS:-60}"
ulimit -v 4000000
RUSTC_BOOTSTRAP=1 exec "$@" -Zunstable-options --fail-fast''', "sh"]
"#;

/// Makes it, or brings it up to date; what is the same stays untouched, and cargo need not build it again.
pub(super) fn make(tree: &Path) -> Result<(), String> {
    let root = crate::root();
    let mut files = BTreeSet::new();
    for (from, to) in [
        ("core/src", "core/src"),
        ("tests/src", "tests/src"),
        ("tests/tests", "tests/tests"),
        // Where the suites look for them: beside the manifest of the package they are in.
        ("tests/vectors", "core/vectors"),
    ] {
        copy(&root.join(from), &tree.join(to), &mut files)?;
    }
    let put = |name: &str, text: String| write(&tree.join(name), text.as_bytes());
    put("Cargo.toml", manifest(&read(&root.join("Cargo.toml"))?)?)?;
    put("core/src/lib.rs", read(&root.join("core/src/lib.rs"))? + &suites(&root.join("tests/tests"))?)?;
    put(".cargo/config.toml", LIMITS.to_owned())?;
    for name in ["core/Cargo.toml", ".cargo/mutants.toml", "Cargo.lock"] {
        put(name, read(&root.join(name))?)?;
    }
    for folder in ["core/src", "core/vectors", "tests"] {
        remove_others(&tree.join(folder), &files)?;
    }
    Ok(())
}

/// The root's, with core as the only member and nothing built but to be run at once.
fn manifest(text: &str) -> Result<String, String> {
    let (before, after) = text.split_once("members = [").ok_or("Cargo.toml: no members")?;
    let (_, after) = after.split_once(']').ok_or("Cargo.toml: no end of members")?;
    let (after, _) = after.split_once("[profile.").ok_or("Cargo.toml: no profile")?;
    Ok(format!("{before}members = [\"core\"]{after}{PROFILE}"))
}

/// The end of core's `lib.rs`: the suites as modules, which find core and what they share under the names
/// they know.
fn suites(folder: &Path) -> Result<String, String> {
    const IN_TESTS: &str = "\n#[cfg(test)]\n#[allow(warnings)]\n";
    let mut text = String::new();
    for name in ["xaalis", "xaalis_tests"] {
        let _ = write!(text, "\n#[cfg(test)]\nextern crate self as {name};");
    }
    for (name, path) in SHARED {
        let _ = write!(text, "{IN_TESTS}#[path = \"../../tests/src/{path}\"]\nmod {name};");
    }
    let _ = write!(text, "{IN_TESTS}#[path = \"../../tests/tests\"]\nmod suites {{");
    for entry in entries(folder)? {
        let name = entry.file_stem().unwrap_or_default().to_string_lossy();
        let file = if entry.is_dir() { format!("{name}/main.rs") } else { format!("{name}.rs") };
        if !NOT_CORE.contains(&&*name) && folder.join(&file).is_file() {
            let _ = write!(text, "\n    #[path = \"{file}\"]\n    mod {name};");
        }
    }
    Ok(text + "\n}\n")
}

fn copy(from: &Path, to: &Path, files: &mut BTreeSet<PathBuf>) -> Result<(), String> {
    for entry in entries(from)? {
        let target = to.join(entry.file_name().unwrap_or_default());
        if entry.is_dir() {
            copy(&entry, &target, files)?;
        } else {
            // `make` writes this one itself.
            if !target.ends_with("core/src/lib.rs") {
                write(&target, &fs::read(&entry).map_err(|error| failed(&entry, &error))?)?;
            }
            files.insert(target);
        }
    }
    Ok(())
}

fn remove_others(folder: &Path, files: &BTreeSet<PathBuf>) -> Result<(), String> {
    for entry in entries(folder)? {
        if entry.is_dir() {
            remove_others(&entry, files)?;
        } else if !files.contains(&entry) {
            fs::remove_file(&entry).map_err(|error| failed(&entry, &error))?;
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let all = fs::read_dir(folder).map_err(|error| failed(folder, &error))?;
    let paths = all.map(|entry| entry.map(|entry| entry.path()).map_err(|error| failed(folder, &error)));
    let mut paths = paths.collect::<Result<Vec<_>, _>>()?;
    // The same `lib.rs` each time, or all is built again.
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| failed(path, &error))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
    parent.and_then(|()| fs::write(path, bytes)).map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_core_alone() {
        let text =
            "[workspace]\nmembers = [\"core\", \"tests\"]\n[workspace.package]\n\n[profile.dev]\ndebug = 1\n";
        let wanted = format!("[workspace]\nmembers = [\"core\"]\n[workspace.package]\n\n{PROFILE}");
        assert_eq!(manifest(text), Ok(wanted));
    }
}
