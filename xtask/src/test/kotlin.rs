//! Kotlin: the libraries for servers and for apps, on this machine's JVM.

use super::python;
use super::runner::{Context, Outcome, Report};
use crate::apt;
use crate::build::{self, uniffi};
use std::path::Path;

const FOLDER: &str = uniffi::KOTLIN;
/// A shop's server end, for what apps ship.
const RELAY: &str = "relay-over-axum";
/// The pages whose programs are run.
const PAGES: [&str; 2] = ["bindings-uniffi/kotlin/README.md", "README.md"];
/// What no library of an app holds: the header of a key, and the vendors' own paths.
const MERCHANTS: [&str; 3] = ["X-API-KEY", "/v1/payment", "/billing/pay"];

/// Builds them and runs their JUnit tests with Maven; none may be left out.
pub(super) fn run(context: &Context) -> Report {
    apt::postgres(context)?;
    // A journal is shared with Python.
    let python = python::environment(context, &build::python(context)?)?;
    let sandbox = python::sandbox_program(context)?;
    let (library, kotlin) = uniffi::kotlin(context)?;
    takes_no_key(&library.join(uniffi::library("xaalis_pay_native")))?;
    context.cargo(&["build", "--quiet", "--locked", "-p", "xaalis-examples", "--bin", RELAY])?;
    let relay = library.join(RELAY).with_extension(std::env::consts::EXE_EXTENSION);
    let programs = context.target.join("uniffi/programs");
    write_programs(context, &programs)?;
    let mut maven = uniffi::maven(context, FOLDER);
    // Both modules at once: they wait more than they work.
    maven.args(["--threads", "2", "clean", "test"]);
    maven.arg(format!("-Dxaalis.programs={}", programs.display()));
    maven.arg(format!("-Dxaalis.generated={}", kotlin.display()));
    maven.arg(format!("-Dxaalis.native={}", library.display()));
    maven.arg(format!("-Dxaalis.root={}", context.root.display()));
    maven.arg(format!("-Dxaalis.relay={}", relay.display()));
    maven.arg(format!("-Dxaalis.sandbox={}", sandbox.display()));
    maven.arg(format!("-Dxaalis.python={}", python.display()));
    let output = context.output(&mut maven)?;
    let mut passed = 0;
    for module in ["server", "pay"] {
        let (tests, good) = counted(&context.root.join(FOLDER).join(module).join("target/surefire-reports"))?;
        if tests == 0 || tests != good {
            return Err(Outcome::Failed(format!("{module}: {good} of {tests} tests passed")));
        }
        passed += good;
    }
    let figures: Vec<&str> =
        output.lines().filter_map(|line| line.split_once("growth: ")).map(|(_, told)| told).collect();
    Ok(format!("{passed} passed; {}", figures.join("; ")))
}

/// The programs of the pages, each in a package of its own, for the module that they use.
fn write_programs(context: &Context, folder: &Path) -> Result<(), Outcome> {
    let failed = |path: &Path, why: std::io::Error| Outcome::Failed(format!("{}: {why}", path.display()));
    // What an earlier page held is compiled no more.
    let _ = std::fs::remove_dir_all(folder);
    let mut counts = std::collections::BTreeMap::new();
    for page in PAGES {
        let page = context.root.join(page);
        let text = std::fs::read_to_string(&page).map_err(|why| failed(&page, why))?;
        for program in programs(&text) {
            let module = if program.contains("import dev.xaalis.pay.") { "pay" } else { "server" };
            let count = counts.entry(module).or_insert(0);
            *count += 1;
            let file = folder.join(module).join(format!("Program{count}.kt"));
            std::fs::create_dir_all(folder.join(module)).map_err(|why| failed(folder, why))?;
            std::fs::write(&file, format!("package program{count}\n\n{program}"))
                .map_err(|why| failed(&file, why))?;
        }
    }
    Ok(())
}

/// What stands between the fences for Kotlin.
fn programs(page: &str) -> Vec<&str> {
    page.split("```kotlin\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

fn takes_no_key(library: &Path) -> Result<(), Outcome> {
    let failed = |why: String| Outcome::Failed(format!("{}: {why}", library.display()));
    let bytes = std::fs::read(library).map_err(|why| failed(why.to_string()))?;
    let holds = |word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
    match MERCHANTS.into_iter().find(|word| holds(word)) {
        Some(word) => Err(failed(format!("holds {word}"))),
        None => Ok(()),
    }
}

/// Adds up what JUnit's reports of a module say: how many, and how many of them passed.
pub(super) fn counted(reports: &Path) -> Result<(u64, u64), Outcome> {
    let failed = |why: std::io::Error| Outcome::Failed(format!("{}: {why}", reports.display()));
    let (mut ran, mut passed) = (0, 0);
    for report in std::fs::read_dir(reports).map_err(failed)?.flatten() {
        if report.path().extension().is_some_and(|extension| extension == "txt") {
            let (tests, others) = told(&std::fs::read_to_string(report.path()).map_err(failed)?);
            ran += tests;
            passed += tests.saturating_sub(others);
        }
    }
    Ok((ran, passed))
}

/// `Tests run: 8, Failures: 0, Errors: 0, Skipped: 0`: how many, and how many of them did not pass.
fn told(report: &str) -> (u64, u64) {
    let Some(line) = report.lines().find(|line| line.starts_with("Tests run:")) else { return (0, 0) };
    let number = |name: &str| -> u64 {
        let part = line.split(", ").find_map(|part| part.strip_prefix(name)?.strip_prefix(": "));
        part.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
    };
    (number("Tests run"), number("Failures") + number("Errors") + number("Skipped"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_what_stands_between_fences_for_kotlin() {
        let page = "x\n```kotlin\na\nb\n```\n```ts\nc\n```\n```kotlin\nd\n```\n";
        assert_eq!(programs(page), ["a\nb\n", "d\n"]);
    }

    #[test]
    fn what_was_left_out_did_not_pass() {
        assert_eq!(
            told("---\nTests run: 8, Failures: 1, Errors: 2, Skipped: 3, Time elapsed: 2 s\n"),
            (8, 6)
        );
        assert_eq!(told("nothing"), (0, 0));
    }
}
