//! The workspace that is changed and built for each mutant: core alone, with the suites of `tests` inside its
//! own test program. One crate to compile and one program to link is what makes a thousand mutants affordable.

use crate::tree::{Tree, entries, read, with_members};
use std::fmt::Write as _;
use std::path::Path;

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
pub(super) fn make(folder: &Path) -> Result<(), String> {
    let root = crate::root();
    let mut tree = Tree::at(folder);
    tree.put("Cargo.toml", manifest(&read(&root.join("Cargo.toml"))?)?.as_bytes())?;
    let whole = read(&root.join("core/src/lib.rs"))? + &suites(&root.join("tests/tests"))?;
    tree.put("core/src/lib.rs", whole.as_bytes())?;
    tree.put(".cargo/config.toml", LIMITS.as_bytes())?;
    for name in
        ["core/src", "core/Cargo.toml", "tests/src", "tests/tests", ".cargo/mutants.toml", "Cargo.lock"]
    {
        tree.copy(&root.join(name), name)?;
    }
    // Where the suites look for them: beside the manifest of the package they are in.
    tree.copy(&root.join("tests/vectors"), "core/vectors")?;
    ["core/src", "core/vectors", "tests"].into_iter().try_for_each(|folder| tree.remove_others(folder))
}

/// The root's, with core as the only member and nothing built but to be run at once.
fn manifest(text: &str) -> Result<String, String> {
    let text = with_members(text, &["core"])?;
    let (text, _) = text.split_once("[profile.").ok_or("Cargo.toml: no profile")?;
    Ok(format!("{text}{PROFILE}"))
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
