//! What `cargo xtask sim` builds with optimisation and runs. Arguments: `--payments N --seed S
//! --seeds K --profile usual|duplicates --weather new|old --policy xaalis|retry|never --cells N`.
//! `--promise WORD` shows the violations of one promise alone, `--trace N` what happened to intent N of the
//! first seed.
//! In the old weather nobody lies: worlds as they were before they did, to compare figures with.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;
use xaalis::policy::{BULK_PER_SECOND, DEXCHANGE_PER_MINUTE};
use xaalis_sim::engine::run_traced;
use xaalis_sim::{Policy, Report, Runs, Setup, Violation, run_many, shrink};

/// Every operation of both vendors: each must be in the table.
const OPERATIONS: usize = 19;

struct Args {
    payments: u64,
    seed: u64,
    seeds: Option<u64>,
    duplicates: bool,
    honest: bool,
    policy: Policy,
    cells: u64,
    promise: Option<String>,
    trace: Option<usize>,
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
    let mut runs = Runs { policy: args.policy, honest: args.honest, ..Runs::new(range.clone(), each) };
    if args.duplicates {
        runs.duplicates = 5;
        println!("Profile duplicates: the transport itself sends 5 requests in 1,000 twice. No client");
        println!("can mend that; a client must use a transport that does not. What it costs:");
    }
    if let Some(intent) = args.trace {
        let setup = Setup { trace: true, ..runs.setup(args.seed) };
        let mark = format!("#{intent} ");
        run_traced(&setup)
            .1
            .into_iter()
            .filter(|line| line.contains(&mark))
            .for_each(|line| println!("{line}"));
        return ExitCode::SUCCESS;
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
    if !report.violations.is_empty() {
        show(args, &runs, &report);
        return ExitCode::FAILURE;
    }
    if args.cells > 0 {
        let thin = report.thinnest().filter(|(_, _, count)| *count < args.cells);
        if report.coverage.len() != OPERATIONS || thin.is_some() {
            println!("the table is too thin: {} operations, {thin:?}", report.coverage.len());
            return ExitCode::FAILURE;
        }
        // Rates that are never reached are not judged.
        let limits = [DEXCHANGE_PER_MINUTE as u64, BULK_PER_SECOND as u64];
        if report.busiest != limits {
            println!(
                "the call rates were not reached, so that nothing was judged: {:?} of {limits:?}",
                report.busiest
            );
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// The first of each kind, made small; or all of one kind in a line each, and the first few made small.
fn show(args: &Args, runs: &Runs, report: &Report) {
    let mut shown = BTreeSet::new();
    let wanted = args.promise.as_deref().unwrap_or_default();
    let found: Vec<&Violation> = report
        .violations
        .iter()
        .filter(|found| found.promise.contains(wanted))
        .filter(|found| args.promise.is_some() || shown.insert(found.promise))
        .collect();
    if args.promise.is_some() {
        for Violation { seed, intent, what, .. } in &found {
            println!("{seed} #{intent}: {what}");
        }
    }
    for violation in found.into_iter().take(if args.promise.is_some() { 4 } else { usize::MAX }) {
        println!("\n{}", shrink::shrink(violation, &runs.setup(violation.seed)));
    }
}

fn run_with_progress(runs: &Runs, started: Instant) -> Report {
    let report = run_many(runs, &|_, total| {
        let (payments, violations) = (total.payments, total.violated());
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
    let mut args = Args {
        payments: 20_000,
        seed: 0,
        seeds: None,
        duplicates: false,
        honest: false,
        policy: Policy::Xaalis,
        cells: 0,
        promise: None,
        trace: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{word}: {value} is no number"));
        match word.as_str() {
            "--payments" => args.payments = number()?,
            "--seed" => args.seed = number()?,
            "--seeds" => args.seeds = Some(number()?),
            "--cells" => args.cells = number()?,
            "--trace" => args.trace = Some(usize::try_from(number()?).unwrap_or(0)),
            "--promise" => args.promise = Some(value.clone()),
            "--profile" => args.duplicates = value == "duplicates",
            "--weather" => {
                args.honest = match value.as_str() {
                    "old" => true,
                    "new" => false,
                    _ => return Err(format!("no weather is called {value}")),
                };
            }
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
