//! `cargo xtask fuzz`: builds and runs the fuzz targets of `tests/fuzz`, each for a while.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// How long, and which.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How long each target runs.
    #[arg(long, default_value_t = 60, value_name = "N")]
    seconds: u32,
    /// Only this target.
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
}

const TARGETS: &[&str] = &["response", "webhook", "record", "address", "amount", "redaction"];
/// Hostile input may not fill the memory of a small server, nor keep it busy: what the targets count
/// for themselves (`tests/fuzz/src/budget.rs`) and, should they never come to an end, by the clock.
const LIMITS: &[&str] = &["-rss_limit_mb=512", "-timeout=5", "-max_len=16384"];
/// The edges of the program, for the targets to count.
const STEPS: &str = "-Cllvm-args=-sanitizer-coverage-trace-pc -Clink-arg=-Wl,--wrap=__sanitizer_cov_trace_pc";
/// The library forbids unsafe code: the address sanitizer would find nothing and cost half the speed.
const BUILD: &[&str] = &["--fuzz-dir", "tests/fuzz", "--sanitizer", "none"];

/// What one target came to.
struct Run {
    name: &'static str,
    executions: u64,
    per_second: u64,
    coverage: u64,
    inputs: u64,
    crashed: bool,
}

/// Fails when a target crashed, with the input that made it.
pub(crate) fn run(args: &Args) -> ExitCode {
    let chosen: Vec<_> = TARGETS
        .iter()
        .copied()
        .filter(|name| args.target.as_deref().is_none_or(|wanted| wanted == *name))
        .collect();
    if chosen.is_empty() {
        eprintln!("no such target; there are: {}", TARGETS.join(", "));
        return ExitCode::from(2);
    }
    let all = || chosen.iter().map(|name| fuzz(name, args.seconds)).collect::<Result<Vec<_>, _>>();
    match prepare().and_then(|()| all()) {
        Ok(runs) => summary(&runs),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The tool, which needs nightly Rust, and the build.
fn prepare() -> Result<(), String> {
    let quiet = |command: &mut Command| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()
    };
    if !quiet(rustup("cargo").args(["fuzz", "--version"])).is_ok_and(|status| status.success()) {
        println!("installing cargo-fuzz");
        done(rustup("cargo").args(["install", "cargo-fuzz", "--locked"]))?;
    }
    println!("building (some minutes the first time)");
    done(rustup("cargo").args(["fuzz", "build"]).args(BUILD))
}

fn fuzz(name: &'static str, seconds: u32) -> Result<Run, String> {
    // What is found goes to the first folder; the committed corpus stays as it is.
    let (found, crashes) = (work(name, "corpus")?, work(name, "crashes")?);
    println!("{name}: {seconds} s");
    let mut command = rustup("cargo");
    command.args(["fuzz", "run"]).args(BUILD).arg(name).arg(&found);
    command.arg(Path::new("tests/fuzz/corpus").join(name)).arg("--").args(LIMITS);
    command.arg(format!("-max_total_time={seconds}"));
    command.arg(format!("-artifact_prefix={}/", crashes.display()));
    let mut child = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cargo fuzz: {error}"))?;
    let mut run = Run { name, executions: 0, per_second: 0, coverage: 0, inputs: 0, crashed: false };
    let mut last = Vec::new();
    // libFuzzer prints input bytes too, which need not be text.
    for line in child.stderr.take().into_iter().flat_map(|pipe| BufReader::new(pipe).split(b'\n')) {
        let line = String::from_utf8_lossy(&line.map_err(|error| error.to_string())?).into_owned();
        if !read(&line, &mut run) {
            last.push(line);
        }
    }
    run.crashed = !child.wait().map_err(|error| error.to_string())?.success();
    if run.crashed {
        println!("{}\n\nthe input is in {}", last.join("\n"), crashes.display());
    }
    Ok(run)
}

/// Takes the figures out of a line such as `#1024 NEW cov: 528 ft: 961 corp: 96/939b exec/s: 512`.
fn read(line: &str, run: &mut Run) -> bool {
    let mut words = line.split_whitespace();
    let Some(executions) = words.next().and_then(|word| word.strip_prefix('#')?.parse().ok()) else {
        return false;
    };
    run.executions = executions;
    while let Some(word) = words.next() {
        let into = match word {
            "cov:" => &mut run.coverage,
            "corp:" => &mut run.inputs,
            "exec/s:" => &mut run.per_second,
            _ => continue,
        };
        let digits = words.next().unwrap_or_default().split('/').next().unwrap_or_default();
        *into = digits.parse().unwrap_or(*into);
    }
    true
}

fn summary(runs: &[Run]) -> ExitCode {
    println!("\n{:<11}{:>12}{:>9}{:>10}{:>8}  result", "target", "executions", "per s", "coverage", "inputs");
    for run in runs {
        let result = if run.crashed { "CRASHED" } else { "no crash" };
        let Run { name, executions, per_second, coverage, inputs, .. } = run;
        println!("{name:<11}{executions:>12}{per_second:>9}{coverage:>10}{inputs:>8}  {result}");
    }
    let crashed = runs.iter().filter(|run| run.crashed).count();
    println!("\n{} targets, {crashed} crashed", runs.len());
    if crashed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn work(name: &str, kind: &str) -> Result<PathBuf, String> {
    let folder = crate::target_dir().join("fuzz").join(kind).join(name);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// A program of the nightly toolchain.
fn rustup(program: &str) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", program]).current_dir(crate::root());
    // The stable cargo that runs this leaves its own paths behind.
    for name in ["CARGO", "RUSTC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(name);
    }
    command.env("CARGO_TARGET_DIR", crate::target_dir().join("fuzz")).env("RUSTUP_TOOLCHAIN", "nightly");
    command.env("RUSTFLAGS", STEPS);
    command
}

fn done(command: &mut Command) -> Result<(), String> {
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("rustup: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_read() {
        let mut run = Run { name: "a", executions: 0, per_second: 0, coverage: 0, inputs: 0, crashed: false };
        assert!(read(
            "#5139\tDONE   cov: 9881 ft: 21158 corp: 807/373Kb lim: 9 exec/s: 734 rss: 38Mb",
            &mut run
        ));
        assert_eq!((run.executions, run.coverage, run.inputs, run.per_second), (5_139, 9_881, 807, 734));
        assert!(!read("thread '<unnamed>' panicked", &mut run) && run.executions == 5_139);
    }
}
