//! Swift: the products for servers and for apps, on this machine.

use super::runner::{Context, Outcome, Report};
use crate::build::uniffi;
use crate::swift::Swift;
use std::path::Path;

const PACKAGE: &str = "bindings-uniffi/swift";
/// A package of its own over it.
const EXAMPLE: &str = "examples/swift/checkout";
/// What has a process of its own.
const ALONE: &str = "VectorsTests|GrowthTests|HTTPTransportTests|MisbehaveTests";
/// What works hard, what measures time, and what looks at its memory disturb each other.
const RUNS: [(&str, &str, &[&str]); 6] = [
    (PACKAGE, "swift", &["--filter", "VectorsTests"]),
    (PACKAGE, "swift", &["--skip-build", "--filter", "GrowthTests"]),
    (PACKAGE, "swift", &["--skip-build", "--filter", "HTTPTransportTests"]),
    (PACKAGE, "swift", &["--skip-build", "--filter", "MisbehaveTests"]),
    (PACKAGE, "swift", &["--skip-build", "--skip", ALONE]),
    (EXAMPLE, "swift-example", &[]),
];
/// A shop's server end, for what apps ship.
const RELAY: &str = "relay-over-axum";

/// Builds them and runs their tests; every one that is declared has to pass, without a warning of the compiler.
pub(super) fn run(context: &Context) -> Report {
    let swift = Swift::ready(context)?;
    let built = uniffi::swift(context)?;
    context.cargo(&["build", "--quiet", "--locked", "-p", "xaalis-examples", "--bin", RELAY])?;
    let relay = built.join(RELAY).with_extension(std::env::consts::EXE_EXTENSION);
    let (mut all, mut told) = (0, 0);
    for (package, scratch, which) in RUNS {
        let scratch = context.target.join(scratch);
        if !which.contains(&"--skip-build") {
            relinked(&scratch);
        }
        let scratch = scratch.to_string_lossy();
        let mut args = vec!["test", "--scratch-path", &scratch, "--disable-xctest"];
        args.extend(["-Xswiftc", "-warnings-as-errors"]);
        args.extend(which);
        let mut variables = vec![("XAALIS_ROOT", context.root.as_path()), ("XAALIS_RELAY", relay.as_path())];
        if which.contains(&"GrowthTests") {
            variables.push(("XAALIS_GROWTH", Path::new("yes")));
        }
        let said =
            context.output(&mut swift.command(context, &context.root.join(package), &variables, &args))?;
        all += passed(&said);
        told += vectors(&said);
    }
    let folders = [PACKAGE, EXAMPLE].map(|package| context.root.join(package).join("Tests"));
    let [here, there] = folders.map(|folder| declared(&folder));
    let declared = here? + there?;
    if all == 0 || all != declared {
        return Err(Outcome::Failed(format!("{all} of {declared} tests passed")));
    }
    Ok(format!("{all} passed, {told} vectors"))
}

/// What is linked is not looked at by Swift's builder: where it was built before, it is linked anew.
fn relinked(scratch: &Path) {
    for entry in std::fs::read_dir(scratch.join("debug")).into_iter().flatten().flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "xctest") {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// `Test run with 12 tests passed after 0.5 seconds`: how many.
fn passed(said: &str) -> usize {
    let numbers = said.lines().filter_map(|line| {
        let (_, rest) = line.split_once("Test run with ")?;
        let (number, rest) = rest.split_once(" test")?;
        rest.contains("passed").then(|| number.parse::<usize>().ok())?
    });
    numbers.sum()
}

/// `vectors: 12 of errors.json`, a line a file: all of them. A file that runs fewer than it holds has failed before.
fn vectors(said: &str) -> usize {
    let files = said.lines().filter_map(|line| line.split_once("vectors: ")?.1.split_once(" of "));
    files.filter_map(|(number, _)| number.parse::<usize>().ok()).sum()
}

/// How many tests the sources hold.
fn declared(folder: &Path) -> Result<usize, Outcome> {
    let failed = |why: std::io::Error| Outcome::Failed(format!("{}: {why}", folder.display()));
    let mut count = 0;
    for entry in std::fs::read_dir(folder).map_err(failed)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            count += declared(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "swift") {
            let text = std::fs::read_to_string(&path).map_err(failed)?;
            count += text.lines().filter(|line| line.trim_start().starts_with("@Test")).count();
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_passed_counts() {
        assert_eq!(passed("◇ Test run started.\n✔ Test run with 12 tests passed after 0.5 seconds.\n"), 12);
        assert_eq!(passed("✘ Test run with 12 tests failed after 0.5 seconds with 1 issue.\n"), 0);
        assert_eq!(passed("✔ Test run with 1 test passed after 0.5 seconds."), 1);
        assert_eq!(passed(""), 0);
        assert_eq!(vectors("vectors: 17 of journal.json\n✔ x\n\nvectors: 3 of a.json\n"), 20);
    }
}
