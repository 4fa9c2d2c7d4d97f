//! What `cargo xtask sim` builds with optimisation and runs. Arguments: `--payments N --seed S
//! --seeds K --profile usual|duplicates --policy xaalis|retry|never --cells N`.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;
use xaalis_sim::{Policy, Report, Runs, run_many, shrink};

/// Every operation of both vendors: each must be in the table.
const OPERATIONS: usize = 19;

struct Args {
    payments: u64,
    seed: u64,
    seeds: Option<u64>,
    duplicates: bool,
    policy: Policy,
    cells: u64,
}

fn main() -> ExitCode {
    match args() {
        Ok(args) => simulate(&args),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn simulate(args: &Args) -> ExitCode {
    let seeds = args.seeds.unwrap_or(args.payments.div_ceil(1_000)).max(1);
    let each = usize::try_from(args.payments.div_ceil(seeds)).unwrap_or(usize::MAX);
    let range = args.seed..args.seed.saturating_add(seeds);
    let mut runs = Runs { policy: args.policy, ..Runs::new(range.clone(), each) };
    if args.duplicates {
        runs.duplicates = 5;
        println!("Profile duplicates: the transport itself sends 5 requests in 1,000 twice. No client");
        println!("can mend that; a client must use a transport that does not. What it costs:");
    }
    let started = Instant::now();
    let report = run_with_progress(&runs, started);
    let took = started.elapsed();
    println!(
        "seeds {}..{}, {each} payments each, policy {:?}\n{report}",
        range.start, range.end, args.policy
    );
    let pace = u128::from(report.payments) * 1_000 / took.as_millis().max(1);
    println!("{} s, {pace} payments a second", took.as_secs());
    if args.policy != Policy::Xaalis || args.duplicates {
        compare(&runs);
        return ExitCode::SUCCESS;
    }
    if let Some(violation) = report.violations.first() {
        println!("\n{}", shrink::shrink(violation, each));
        return ExitCode::FAILURE;
    }
    if args.cells > 0 {
        let thin = report.thinnest().filter(|(_, _, count)| *count < args.cells);
        if report.coverage.len() != OPERATIONS || thin.is_some() {
            println!("the table is too thin: {} operations, {thin:?}", report.coverage.len());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn run_with_progress(runs: &Runs, started: Instant) -> Report {
    let report = run_many(runs, &|_, total| {
        let (payments, violations) = (total.payments, total.violations.len());
        let line = format!("{} seeds, {payments} payments, violations: {violations}", total.seeds);
        let _ = write!(std::io::stderr(), "\r{:>5} s  {line}  ", started.elapsed().as_secs());
    });
    let _ = writeln!(std::io::stderr());
    report
}

/// Every policy under the same seeds, the same weather and the same draws.
fn compare(runs: &Runs) {
    println!("\nper million payments         paid twice   said failed, though paid");
    for (policy, name) in [
        (Policy::Retry, "retry any POST three times"),
        (Policy::Never, "never; timeout is failed"),
        (Policy::Xaalis, "xaalis"),
    ] {
        let report = run_many(&Runs { policy, ..runs.clone() }, &|_, _| {});
        let million = |count: u64| count * 1_000_000 / report.payments.max(1);
        println!("{name:<28} {:>10} {:>26}", million(report.double_debits), million(report.false_failures));
    }
}

fn args() -> Result<Args, String> {
    let mut args =
        Args { payments: 20_000, seed: 0, seeds: None, duplicates: false, policy: Policy::Xaalis, cells: 0 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{word}: {value} is no number"));
        match word.as_str() {
            "--payments" => args.payments = number()?,
            "--seed" => args.seed = number()?,
            "--seeds" => args.seeds = Some(number()?),
            "--cells" => args.cells = number()?,
            "--profile" => args.duplicates = value == "duplicates",
            "--policy" => {
                args.policy = match value.as_str() {
                    "xaalis" => Policy::Xaalis,
                    "retry" => Policy::Retry,
                    "never" => Policy::Never,
                    _ => return Err(format!("no policy is called {value}")),
                };
            }
            _ => return Err(format!("{word} is not known")),
        }
    }
    Ok(args)
}
