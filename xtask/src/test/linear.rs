//! Every reader of foreign text takes steps in proportion to its length: a text twice as long takes twice
//! the instructions. Counted by callgrind, so that a busy machine makes no difference.

use super::runner::{Context, Outcome, Report};
use crate::bench::callgrind;
use std::path::Path;

/// Twice, and a little for tables that grow in steps, in hundredths.
const TIMES: u64 = 230;
/// What a call may cost however short the text is.
const FREE: u64 = 100_000;

pub(super) fn run(context: &Context) -> Report {
    callgrind::ensure_installed().map_err(Outcome::Missing)?;
    context.cargo(&["build", "--quiet", "-p", "xaalis-tests", "--bin", "readers"])?;
    let program = context.target.join("debug/readers");
    let names = context.output(context.command(&program).arg("names"))?;
    let names: Vec<_> = names.lines().collect();
    let pairs = counted(&program)?;
    if names.is_empty() || pairs.len() != names.len() {
        return Err(Outcome::Failed(format!("{} readings of {}", pairs.len(), names.len())));
    }
    let steep = |(_, [once, twice]): &(&&str, &[u64; 2])| *twice > once / 100 * TIMES + FREE;
    let found: Vec<_> = names.iter().zip(&pairs).filter(steep).collect();
    let lines = found.iter().map(|(name, [once, twice])| format!("{name}: {once}, twice as long {twice}\n"));
    if found.is_empty() {
        Ok(format!("{} readings", names.len()))
    } else {
        Err(Outcome::Failed(lines.collect()))
    }
}

/// Each reading, once and twice as long, in their order; as many processes at once as there are cores.
fn counted(program: &Path) -> Result<Vec<[u64; 2]>, Outcome> {
    let shares = std::thread::available_parallelism().map_or(1, usize::from);
    let count = |share: usize| {
        let args = ["run", &share.to_string(), &shares.to_string()];
        callgrind::each_call(program, &args, "readers::measured*")
    };
    let counts: Result<Vec<_>, _> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..shares).map(|share| scope.spawn(move || count(share))).collect();
        let died = |_| Err("a thread died".to_owned());
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(died)).collect()
    });
    let counts = counts.map_err(Outcome::Failed)?;
    // Dealt out one by one, and gathered so.
    let mut hands: Vec<_> = counts.iter().map(|counts| counts.as_chunks::<2>().0.iter()).collect();
    Ok((0..).map_while(|at: usize| hands[at % shares].next().copied()).collect())
}
