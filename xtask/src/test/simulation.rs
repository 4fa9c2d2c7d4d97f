//! The simulation in full, and the proof that it would notice.

use super::runner::{Context, Outcome, Report};
use std::time::{Duration, Instant};

/// On two cores; a change that makes the library twice as slow should be seen.
const LIMIT: Duration = Duration::from_mins(3);

/// 200,000 payments; every operation meets every kind of answer at least a hundred times.
pub(super) fn run(context: &Context) -> Report {
    let simulate = |last: &[&str]| {
        let mut args = vec!["run", "--quiet", "--release", "-p", "xaalis-sim", "--"];
        args.extend(last);
        context.cargo(&args)
    };
    // Builds it, so that the clock below measures the run alone.
    simulate(&["--payments", "100", "--seeds", "1"])?;
    let start = Instant::now();
    let output = simulate(&["--payments", "200000", "--seeds", "200", "--cells", "100"])?;
    let took = start.elapsed();
    if took > LIMIT {
        return Err(Outcome::Failed(format!("took {} s of at most {}", took.as_secs(), LIMIT.as_secs())));
    }
    let pace = output.lines().rev().find(|line| line.ends_with("payments a second")).unwrap_or_default();
    Ok(format!("0 violations, {pace}"))
}

/// Every bug of `core/src/planted.rs` is found by its judge: within 200 seeds of the simulator, or by a
/// story; those of a call by its reference model as well. Its own target folder: the flag rebuilds
/// everything.
pub(super) fn planted(context: &Context) -> Report {
    let mut args = vec!["test", "--release", "-p", "xaalis-sim"];
    args.extend(
        ["planted", "planted_model", "planted_stories"].into_iter().flat_map(|test| ["--test", test]),
    );
    args.extend(["--", "--nocapture"]);
    let mut command = context.cargo_command(&args);
    command.env("RUSTFLAGS", "--cfg xaalis_planted_bugs");
    command.env("CARGO_TARGET_DIR", context.target.join("planted"));
    let output = context.output(&mut command)?;
    let found: Vec<&str> = output.lines().filter(|line| line.contains("planted bugs found by")).collect();
    match found.as_slice() {
        [_, _] => Ok(found.join(", ")),
        _ => Err(Outcome::Failed("not every judge was tried".to_owned())),
    }
}
