//! `cargo xtask print`: what is printed from core's source (the crate `print`), and the licences of what the
//! wheel is made of. The suites `print` and `licences` check both.

use crate::test::licences;
use crate::test::runner::{Context, Outcome, Report};
use std::process::ExitCode;

/// Whether to write.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Writes nothing, and fails when a file is not what it should be.
    #[arg(long)]
    check: bool,
}

/// Writes every printed file that is stale, or says which are.
pub(crate) fn run(args: &Args) -> ExitCode {
    let context = Context::new();
    let parts = [from_source(&context, args.check), licences::printed(&context, args.check)];
    let mut failed = false;
    for part in parts {
        match part {
            Ok(printed) if args.check || printed.is_empty() => {}
            Ok(printed) => println!("{printed}"),
            Err(Outcome::Failed(why) | Outcome::Missing(why)) => {
                eprintln!("{why}");
                failed = true;
            }
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Runs the printer, a program of its own.
pub(crate) fn from_source(context: &Context, check: bool) -> Report {
    let mut args = vec!["run", "--quiet", "--locked", "-p", "xaalis-print"];
    args.extend(if check { &["--", "--check"][..] } else { &[] });
    context.cargo(&args).map(|printed| printed.trim_end().to_owned())
}
