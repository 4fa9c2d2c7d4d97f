//! The developer commands: `cargo xtask demo | test | print | build | sim | bench | fuzz | mutants | planted |
//! sandbox`.

mod apt;
mod bench;
mod build;
mod fuzz;
mod mutants;
mod planted;
mod print;
mod sim;
mod swift;
mod test;
mod tree;
mod venv;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// One interface to everything a developer of xaalis runs.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a day of payments against the embedded sandbox, offline and in virtual time.
    Demo(xaalis_demo::Args),
    /// Runs every suite (or those of `--only`) and prints a table.
    Test(test::Args),
    /// Simulates payments under every fault and checks that none is paid twice and none lost.
    Sim(sim::Args),
    /// Prints what other languages and the documents say of core; `--check` only compares.
    Print(print::Args),
    /// Builds what users install: `python`, `wasm`.
    Build(build::Args),
    /// Measures against a peer; writes target/bench/NAME.json.
    Bench(bench::Args),
    /// Fuzzes every reader of hostile input with nightly Rust; not a part of `test`.
    Fuzz(fuzz::Args),
    /// Changes core in one place at a time and sees whether a quick test notices; not a part of `test`.
    Mutants(mutants::Args),
    /// The bugs that test the judges: makes a copy of core that has them, to be edited, and saves it.
    Planted(planted::Args),
    /// Serves both vendors' sandbox over HTTP.
    Sandbox(xaalis_sandbox_server::Args),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Demo(args) => xaalis_demo::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Sim(args) => sim::run(&args),
        Command::Print(args) => print::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Mutants(args) => mutants::run(&args),
        Command::Planted(args) => planted::run(&args),
        Command::Sandbox(args) => xaalis_sandbox_server::run(args),
    }
}

/// The root of the repository, wherever the command was started from.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or_else(|| here.clone(), PathBuf::from)
}

/// Where cargo builds, and where the suites and benchmarks keep their files.
fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}
