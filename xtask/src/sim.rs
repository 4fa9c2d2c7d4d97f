//! `cargo xtask sim`: the simulation, built with optimisation.

use std::process::{Command, ExitCode};

/// How much to simulate.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How many payments in all.
    #[arg(long, default_value_t = 20_000)]
    payments: u64,
    /// The first seed. The same seed is the same world.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many seeds share the payments; one per thousand unless told.
    #[arg(long)]
    seeds: Option<u64>,
    /// `duplicates`: the transport itself sends some requests twice.
    #[arg(long, default_value = "usual", value_parser = ["usual", "duplicates"])]
    profile: String,
    /// `old`: nobody lies, as worlds were before they did; to compare figures with.
    #[arg(long, default_value = "new", value_parser = ["new", "old"])]
    weather: String,
    /// Show the violations of the promise with this word alone.
    #[arg(long)]
    promise: Option<String>,
    /// Show what happened to this intent of the first seed, and nothing else.
    #[arg(long)]
    trace: Option<u64>,
    /// Whose rules: the library's, or a peer's. A peer is compared with all others.
    #[arg(long, default_value = "xaalis", value_parser = ["xaalis", "retry", "never"])]
    policy: String,
}

/// Builds and runs it.
pub(crate) fn run(args: &Args) -> ExitCode {
    let mut words = vec![
        format!("--payments={}", args.payments),
        format!("--seed={}", args.seed),
        format!("--profile={}", args.profile),
        format!("--weather={}", args.weather),
        format!("--policy={}", args.policy),
    ];
    words.extend(args.seeds.map(|seeds| format!("--seeds={seeds}")));
    words.extend(args.promise.as_ref().map(|word| format!("--promise={word}")));
    words.extend(args.trace.map(|intent| format!("--trace={intent}")));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--release", "-p", "xaalis-sim", "--"])
        .args(words.iter().flat_map(|word| word.splitn(2, '=')))
        .current_dir(crate::root())
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo cannot be started: {error}");
            ExitCode::FAILURE
        }
    }
}
