//! One patch: the bugs of one file of core, as a unified diff that `git apply` reads.

use crate::tree;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// How well a patch has to fit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Every line around it is as it was.
    Exact,
    /// What does not fit is left beside the file, to be planted by hand.
    Near,
}

/// What became of one.
pub(super) struct Applied {
    /// Names and contents of the patched file and, where something did not fit, of what was left over.
    pub(super) files: Vec<(PathBuf, Vec<u8>)>,
    pub(super) problems: Vec<String>,
}

/// The patch of a file of core: `core/src/call.rs` has `call.rs.patch`.
pub(super) fn name(file: &Path) -> Result<PathBuf, String> {
    let inner = file.strip_prefix("core/src").map_err(|_| format!("{}: not in core/src", file.display()))?;
    Ok(PathBuf::from(format!("{}.patch", inner.display())))
}

/// The file of core that a patch is for.
pub(super) fn file(name: &Path) -> Result<PathBuf, String> {
    if name.extension().is_none_or(|is| is != "patch") {
        return Err(format!("{}: not a patch", name.display()));
    }
    Ok(Path::new("core/src").join(name.with_extension("")))
}

/// What is wrong with a patch by itself: it is for another file, or changes what no switch decides.
pub(super) fn problems(file: &Path, text: &str) -> Vec<String> {
    let file = file.display();
    let mut problems = Vec::new();
    let mut hunks = text.split("\n@@ ");
    let head = hunks.next().unwrap_or_default();
    if head != format!("--- a/{file}\n+++ b/{file}") {
        problems.push(format!("{file}: its patch has to be for this file alone"));
    }
    let (mut any, mut at) = (false, head.lines().count() + 1);
    for hunk in hunks {
        any = true;
        if !hunk.lines().any(|line| line.starts_with('+') && line.contains("planted")) {
            problems.push(format!("{file}: line {at} of its patch changes something and plants nothing"));
        }
        at += hunk.lines().count();
    }
    if !any {
        problems.push(format!("{file}: its patch changes nothing"));
    }
    problems
}

/// Applies one, in a folder of its own; what is in the sources stays as it is.
pub(super) fn apply(
    scratch: &Path,
    root: &Path,
    file: &Path,
    patch: &Path,
    fit: Fit,
) -> Result<Applied, String> {
    let shown = file.display();
    let Ok(before) = tree::read(&root.join(file)) else {
        let gone = format!("{shown}: has a patch, and is not there");
        return Ok(Applied { files: Vec::new(), problems: vec![gone] });
    };
    tree::remove(scratch)?;
    let copy = scratch.join(file);
    tree::write(&copy, before.as_bytes())?;
    let mut output = git(scratch, &["apply", "--whitespace=nowarn"], &[patch])?;
    if !output.status.success() && fit == Fit::Near {
        output = git(scratch, &["apply", "--whitespace=nowarn", "-C1", "--reject"], &[patch])?;
    }
    let mut problems = Vec::new();
    let after = tree::read(&copy)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said: Vec<&str> = said.lines().filter(|line| line.starts_with("error: ")).collect();
        problems.push(format!("{shown}: its patch does not apply: {}", said.join(" ")));
    } else if after == before {
        problems.push(format!("{shown}: its patch changes nothing"));
    }
    let mut files = vec![(file.to_path_buf(), after.into_bytes())];
    let rejected = PathBuf::from(format!("{shown}.rej"));
    if let Ok(text) = tree::read(&scratch.join(&rejected)) {
        files.push((rejected, text.into_bytes()));
    }
    Ok(Applied { files, problems })
}

/// The patch that makes one file of the other; none where they are the same.
pub(super) fn between(
    scratch: &Path,
    file: &Path,
    before: &Path,
    after: &Path,
) -> Result<Option<String>, String> {
    tree::remove(scratch)?;
    let (old, new) = (Path::new("a").join(file), Path::new("b").join(file));
    tree::write(&scratch.join(&old), tree::read(before)?.as_bytes())?;
    tree::write(&scratch.join(&new), tree::read(after)?.as_bytes())?;
    let args = ["diff", "--no-index", "--no-prefix", "--no-color", "--no-ext-diff", "--diff-algorithm=myers"];
    let output = git(scratch, &args, &[&old, &new])?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.code() {
        Some(0) => Ok(None),
        // Without the sums of both files, which change with every line of core.
        Some(1) => Ok(text.find("--- ").map(|at| text[at..].to_owned())),
        _ => Err(format!("git diff: {}", String::from_utf8_lossy(&output.stderr))),
    }
}

/// In a folder that git takes for no part of a repository, or it would leave out what is not tracked.
fn git(folder: &Path, args: &[&str], paths: &[&Path]) -> Result<Output, String> {
    let folder = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut command = Command::new("git");
    command.args(args).args(paths).env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(&folder));
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
    command.current_dir(&folder).output().map_err(|error| format!("git: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLEAN: &str = "fn a() {\n    b();\n}\n\nfn c() -> bool {\n    d()\n}\n\n// e\n// f\n// g\n";

    /// What becomes of `core`, patched with what makes a bug of the clean text.
    fn patched(case: &str, core: &str, fit: Fit) -> (Vec<String>, Applied) {
        let root = std::env::temp_dir().join(format!("xaalis-patch-{case}-{}", std::process::id()));
        tree::remove(&root).unwrap();
        let file = Path::new("core/src/here/call.rs");
        let (before, after) = (root.join("before"), root.join("after"));
        tree::write(&before, CLEAN.as_bytes()).unwrap();
        tree::write(&after, CLEAN.replace("    d()", "    d() && !planted!(1)").as_bytes()).unwrap();
        let text = between(&root.join("scratch"), file, &before, &after).unwrap().unwrap();
        let patch = root.join(name(file).unwrap());
        tree::write(&patch, text.as_bytes()).unwrap();
        tree::write(&root.join(file), core.as_bytes()).unwrap();
        let done = apply(&root.join("scratch"), &root, file, &patch, fit).unwrap();
        tree::remove(&root).unwrap();
        (problems(file, &text), done)
    }

    #[test]
    fn a_patch_plants_what_it_was_made_from_also_where_lines_were_added_before() {
        let (problems, done) = patched("moved", &format!("// new\n{CLEAN}"), Fit::Exact);
        assert!(problems.is_empty() && done.problems.is_empty());
        let text = String::from_utf8(done.files[0].1.clone()).unwrap();
        assert_eq!(text, format!("// new\n{}", CLEAN.replace("    d()", "    d() && !planted!(1)")));
    }

    #[test]
    fn a_patch_that_does_not_apply_is_named_and_what_does_not_fit_is_left() {
        let other = CLEAN.replace("d()", "h()");
        let (_, done) = patched("exact", &other, Fit::Exact);
        assert!(done.problems[0].starts_with("core/src/here/call.rs: its patch does not apply: error: "));
        let (_, done) = patched("near", &other, Fit::Near);
        assert_eq!(done.files[0].1, other.as_bytes());
        assert_eq!(done.files[1].0, Path::new("core/src/here/call.rs.rej"));
    }

    #[test]
    fn a_patch_is_for_its_file_and_plants_something_wherever_it_changes_something() {
        let file = Path::new("core/src/call.rs");
        let head = "--- a/core/src/call.rs\n+++ b/core/src/call.rs\n";
        assert_eq!(problems(file, head.trim_end()), ["core/src/call.rs: its patch changes nothing"]);
        let text = format!("{head}@@ -1,1 +1,1 @@\n-a\n+planted!(1)\n@@ -9,1 +9,1 @@\n-a\n+b\n");
        let problem = "core/src/call.rs: line 6 of its patch changes something and plants nothing";
        assert_eq!(problems(file, &text), [problem]);
        assert_eq!(problems(Path::new("core/src/watch.rs"), &text).len(), 2);
    }
}
