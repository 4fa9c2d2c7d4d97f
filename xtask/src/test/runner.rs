//! Runs suites and commands, and says how it went.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// One line of the table.
pub(crate) struct Suite {
    /// What `--only` takes.
    pub(crate) name: &'static str,
    /// What it proves, in a few words.
    pub(crate) about: &'static str,
    /// The suite itself.
    pub(crate) run: fn(&Context) -> Report,
}

/// Why a suite did not pass.
pub(crate) enum Outcome {
    /// It found something wrong; the text is everything needed to mend it.
    Failed(String),
    /// A tool is not on this machine. In CI that is a failure: nothing may go unproven there.
    Missing(String),
}

/// A remark for the table (`214 tests`), or why the suite did not pass.
pub(crate) type Report = Result<String, Outcome>;

/// Where and how the suites run.
pub(crate) struct Context {
    /// The root of the repository.
    pub(crate) root: PathBuf,
    /// Where the suites may write.
    pub(crate) target: PathBuf,
    ci: bool,
    gives_way: bool,
}

/// A suite that has run.
pub(crate) struct Finished {
    name: &'static str,
    about: &'static str,
    took: Duration,
    verdict: Verdict,
    remark: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    Skipped,
}

impl Verdict {
    const fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "FAILED",
            Self::Skipped => "skipped",
        }
    }
}

impl Context {
    /// Reads the surroundings once.
    pub(crate) fn new() -> Self {
        let ci = std::env::var("CI").is_ok_and(|value| value == "true" || value == "1");
        Self { root: crate::root(), target: crate::target_dir(), ci, gives_way: false }
    }

    /// The same, for work beside other work that measures time: commands run at a lower priority.
    pub(crate) fn giving_way() -> Self {
        Self { gives_way: cfg!(unix), ..Self::new() }
    }

    /// A command started at the root of the repository.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = if self.gives_way {
            let mut nice = Command::new("nice");
            nice.arg(program);
            nice
        } else {
            Command::new(program)
        };
        command.current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// A cargo command of the same toolchain that runs this one.
    pub(crate) fn cargo_command(&self, args: &[&str]) -> Command {
        let mut command = self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(args);
        command
    }

    /// Runs cargo and returns what it printed.
    pub(crate) fn cargo(&self, args: &[&str]) -> Report {
        self.output(&mut self.cargo_command(args))
    }

    /// Runs a command and returns what it printed on standard output.
    #[allow(clippy::unused_self)] // reads as the others do
    pub(crate) fn output(&self, command: &mut Command) -> Report {
        let program = Path::new(command.get_program()).file_name().unwrap_or_default();
        let program = program.to_string_lossy().into_owned();
        let output = command.output().map_err(|error| match error.kind() {
            ErrorKind::NotFound => Outcome::Missing(format!("{program} is not installed")),
            _ => Outcome::Failed(format!("{program}: {error}")),
        })?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(text);
        }
        let args: Vec<_> = command.get_args().map(|arg| arg.to_string_lossy()).collect();
        let errors = String::from_utf8_lossy(&output.stderr);
        // Cargo names a subcommand it does not have instead of failing to start it.
        if errors.contains("is not installed for the toolchain") || errors.contains("no such command") {
            return Err(Outcome::Missing(errors.trim().to_owned()));
        }
        Err(Outcome::Failed(format!("$ {program} {}\n{text}{errors}({})", args.join(" "), output.status)))
    }
}

/// Runs one suite, with a line of its own when it begins and when it ends, for another may run beside it; and, if it
/// failed, everything it said.
pub(crate) fn run_suite(suite: &Suite, context: &Context) -> Finished {
    println!("{:<16}…", suite.name);
    let start = Instant::now();
    let report = (suite.run)(context);
    let took = start.elapsed();
    let (verdict, remark, detail) = match report {
        Ok(remark) => (Verdict::Passed, remark, None),
        Err(Outcome::Missing(why)) if !context.ci => (Verdict::Skipped, why, None),
        Err(Outcome::Missing(why) | Outcome::Failed(why)) => {
            (Verdict::Failed, why.lines().next().unwrap_or_default().to_owned(), Some(why))
        }
    };
    let detail = detail.map_or_else(String::new, |detail| format!("\n\n{}\n", detail.trim_end()));
    println!("{:<16}{} in {:.1} s{detail}", suite.name, verdict.word(), took.as_secs_f64());
    Finished { name: suite.name, about: suite.about, took, verdict, remark }
}

/// Prints the table and the last line.
pub(crate) fn summary(results: &[Finished]) -> ExitCode {
    println!("\n{:<16}{:>7}  {:<9}remark", "suite", "seconds", "result");
    for result in results {
        let remark = if result.remark.is_empty() { result.about } else { &result.remark };
        println!(
            "{:<16}{:>7.1}  {:<9}{remark}",
            result.name,
            result.took.as_secs_f64(),
            result.verdict.word()
        );
    }
    let count = |verdict| results.iter().filter(|result| result.verdict == verdict).count();
    let (failed, skipped) = (count(Verdict::Failed), count(Verdict::Skipped));
    let skipped = if skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
    println!("\n{} passed, {failed} failed{skipped}", count(Verdict::Passed));
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Adds up cargo's `test result:` lines; no test at all is a failure, for then nothing was proven.
pub(crate) fn count_tests(output: &str) -> Report {
    let passed: u64 = output
        .lines()
        .filter_map(|line| {
            line.trim().strip_prefix("test result: ok. ")?.split(' ').next()?.parse::<u64>().ok()
        })
        .sum();
    if passed == 0 {
        return Err(Outcome::Failed("no test ran".to_owned()));
    }
    Ok(format!("{passed} tests"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_added_up_and_none_is_a_failure() {
        let output =
            "test result: ok. 12 passed; 0 failed; 0 ignored\n\ntest result: ok. 3 passed; 0 failed\n";
        assert!(matches!(count_tests(output), Ok(text) if text == "15 tests"));
        assert!(count_tests("test result: ok. 0 passed; 0 failed").is_err());
    }
}
