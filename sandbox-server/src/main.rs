//! The server as a program of its own; `cargo xtask sandbox` is the same.

use clap::Parser;
use std::process::ExitCode;

/// Serves both vendors' sandbox over HTTP.
#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: xaalis_sandbox_server::Args,
}

fn main() -> ExitCode {
    xaalis_sandbox_server::run(Cli::parse().args)
}
