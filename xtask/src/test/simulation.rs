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

/// The orders of a crowd at a relay, and how long it may take once it is built.
const CROWD: (&str, Duration) = ("4000", Duration::from_mins(3));

/// A crowd of customers at a relay: no order is paid twice, lost, called what it is not, or locked out.
pub(super) fn crowd(context: &Context) -> Report {
    let go = |orders: &str| {
        // As the tests have built it: to optimize all that they need takes longer than it saves.
        context.cargo(&["run", "--quiet", "-p", "xaalis-tests", "--bin", "relay-crowd", "--", orders])
    };
    // Builds it, so that the clock below measures the run alone.
    go("100")?;
    let start = Instant::now();
    let output = go(CROWD.0)?;
    let took = start.elapsed();
    if took > CROWD.1 {
        return Err(Outcome::Failed(format!("took {} s of at most {}", took.as_secs(), CROWD.1.as_secs())));
    }
    Ok(output.lines().last().unwrap_or_default().to_owned())
}

/// Every bug of `tests/sim/planted` is found by its judge: within 200 seeds of the simulator, by a story, or by the
/// crowd at a relay; those of a call by its reference model as well. In a copy of the sources, which alone has them.
pub(super) fn planted(context: &Context) -> Report {
    let home = context.target.join("planted");
    let copy = home.join("sources");
    crate::planted::make(&copy).map_err(Outcome::Failed)?;
    let cargo = |args: &[&str]| {
        let mut command = context.cargo_command(args);
        context.output(command.current_dir(&copy).env("CARGO_TARGET_DIR", &home))
    };
    cargo(&["fmt", "--all", "--check"])?;
    let output = cargo(&["test", "--release", "-p", "xaalis-planted", "--tests", "--", "--nocapture"])?;
    let found: Vec<&str> = output.lines().filter(|line| line.contains("planted bugs found by")).collect();
    match found.as_slice() {
        [_, _, _] => Ok(found.join(", ")),
        _ => Err(Outcome::Failed("not every judge was tried".to_owned())),
    }
}
