//! `cargo xtask planted`: the bugs that are planted in a copy of core, to test those who judge it. They stand in
//! `tests/sim/planted`: the table of what each does, and a patch for each file of core that has some
//! (docs/adr/0021). The suite `planted` builds the copy and asks the judges.

mod patch;
mod table;

use crate::tree::{self, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What to do with them.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Makes a copy of the sources with every bug in it, to be edited: target/planted/edit.
    Apply,
    /// Writes the patches anew from that copy, and removes it.
    Save,
}

/// The table, the patches and the judges.
const HOME: &str = "tests/sim/planted";
const TABLE: &str = "tests/sim/planted/bugs.txt";
/// What switches a bug on, beside the copy's `lib.rs`.
const SWITCH: (&str, &str) = ("tests/sim/planted/switch.rs", "core/src/planted.rs");
/// What the judges are built from. The patches stay where they are.
const SOURCES: &[&str] = &[
    "core/Cargo.toml",
    "core/src",
    "tests/src/vectors",
    "tests/src/relay.rs",
    "tests/src/relay",
    "tests/src/relay_crowd",
    "tests/vectors",
    "tests/sim/Cargo.toml",
    "tests/sim/src",
    "tests/sim/tests",
    "tests/sim/planted/Cargo.toml",
    "tests/sim/planted/src",
    "tests/sim/planted/tests",
    TABLE,
];
const MEMBERS: &[&str] = &["core", "tests/sim", "tests/sim/planted"];

/// Files by their names in the sources, and what is in them.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Makes the copy, or saves it.
pub(crate) fn run(args: &Args) -> ExitCode {
    let said = match args.what {
        What::Apply => apply(),
        What::Save => save(),
    };
    match said {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// A copy of the sources in which every bug of the table is planted; fails when one is not, and names it.
pub(crate) fn make(copy: &Path) -> Result<(), String> {
    let (planted, mut problems) = planted(patch::Fit::Exact)?;
    if problems.is_empty() {
        problems = table::problems(&tree::read(&crate::root().join(TABLE))?, planted.values());
    }
    if !problems.is_empty() {
        return Err(format!("{}\n(mend it with cargo xtask planted apply, and save)", problems.join("\n")));
    }
    write(copy, &planted)
}

fn apply() -> Result<String, String> {
    let (edit, base) = (folder("edit"), folder("base"));
    if edit.exists() {
        return Err(format!("{} is there: save it, or remove it", edit.display()));
    }
    let (planted, problems) = planted(patch::Fit::Near)?;
    write(&edit, &planted)?;
    // What the patches are made against, whatever happens to core until they are saved.
    tree::remove(&base)?;
    Tree::at(&base).copy(&crate::root().join("core/src"), "core/src")?;
    let mut said = format!("edit {}, then: cargo xtask planted save", edit.join("core/src").display());
    for problem in problems {
        said = format!("{problem}\n{said}");
    }
    Ok(said)
}

fn save() -> Result<String, String> {
    let (edit, base, root) = (folder("edit"), folder("base"), crate::root());
    if !edit.exists() {
        return Err("there is no copy to save: cargo xtask planted apply makes it".to_owned());
    }
    if let Some(left) = tree::files(&edit)?.iter().find(|path| path.extension().is_some_and(|is| is == "rej"))
    {
        return Err(format!("{} was not applied: plant it by hand and remove the file", left.display()));
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let formatted = Command::new(cargo).args(["fmt", "--package", "xaalis"]).current_dir(&edit).status();
    if !formatted.map_err(|error| format!("cargo fmt: {error}"))?.success() {
        return Err("the copy cannot be formatted".to_owned());
    }
    let switch = edit.join(SWITCH.1);
    let mut patches = Tree::at(&root.join(HOME).join("patches"));
    let mut many = 0_usize;
    for name in names(&[&edit, &base])? {
        let (before, after) = (base.join(&name), edit.join(&name));
        if after == switch {
            continue;
        }
        if !before.exists() || !after.exists() {
            return Err(format!("{}: a file cannot be added or removed", name.display()));
        }
        if let Some(text) = patch::between(&folder("scratch"), &name, &before, &after)? {
            patches.put(patch::name(&name)?, text.as_bytes())?;
            many += 1;
        }
    }
    patches.remove_others("")?;
    tree::write(&root.join(SWITCH.0), tree::read(&switch)?.as_bytes())?;
    let (planted, mut problems) = planted(patch::Fit::Exact)?;
    problems.extend(table::problems(&tree::read(&root.join(TABLE))?, planted.values()));
    if !problems.is_empty() {
        return Err(format!("{}\n(the patches are saved, and the copy is still there)", problems.join("\n")));
    }
    tree::remove(&edit)?;
    tree::remove(&base)?;
    Ok(format!("{many} patches saved"))
}

/// The files of core that have bugs, with them, by their names; and what is wrong with the patches.
fn planted(fit: patch::Fit) -> Result<(Files, Vec<String>), String> {
    let root = crate::root();
    let home = root.join(HOME).join("patches");
    let (mut planted, mut problems) = (Files::new(), Vec::new());
    for path in tree::files(&home)? {
        let text = tree::read(&path)?;
        let name = patch::file(path.strip_prefix(&home).unwrap_or(&path))?;
        problems.extend(patch::problems(&name, &text));
        let done = patch::apply(&folder("scratch"), &root, &name, &path, fit)?;
        problems.extend(done.problems);
        planted.extend(done.files);
    }
    Ok((planted, problems))
}

fn write(copy: &Path, planted: &Files) -> Result<(), String> {
    let root = crate::root();
    let mut tree = Tree::at(copy);
    for (name, bytes) in planted {
        tree.put(name, bytes)?;
    }
    tree.copy(&root.join(SWITCH.0), SWITCH.1)?;
    for name in SOURCES {
        tree.copy(&root.join(name), name)?;
    }
    let manifest = tree::with_members(&tree::read(&root.join("Cargo.toml"))?, MEMBERS)?;
    tree.put("Cargo.toml", manifest.as_bytes())?;
    tree.copy(&root.join("Cargo.lock"), "Cargo.lock")?;
    tree.copy(&root.join("rustfmt.toml"), "rustfmt.toml")?;
    tree.remove_others("core")?;
    tree.remove_others("tests")
}

/// The names of all files of core in these copies.
fn names(copies: &[&Path]) -> Result<BTreeSet<PathBuf>, String> {
    let mut names = BTreeSet::new();
    for copy in copies {
        let files = tree::files(&copy.join("core/src"))?;
        names.extend(files.iter().map(|file| file.strip_prefix(copy).unwrap_or(file).to_path_buf()));
    }
    Ok(names)
}

fn folder(name: &str) -> PathBuf {
    crate::target_dir().join("planted").join(name)
}
