//! The demo as a program of its own; `cargo xtask demo` is the same.

use clap::Parser;
use std::process::ExitCode;

/// Runs a day of payments against the embedded sandbox, offline and in virtual time.
#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: xaalis_demo::Args,
}

fn main() -> ExitCode {
    xaalis_demo::run(&Cli::parse().args)
}
