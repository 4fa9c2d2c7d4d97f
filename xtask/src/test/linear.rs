//! Every reader of foreign text takes steps in proportion to its length: a text twice as long takes twice
//! the instructions. Counted by callgrind, so that a busy machine makes no difference.

use super::runner::{Context, Outcome, Report};
use crate::bench::callgrind;

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
    let counts = callgrind::each_call(&program, &["run"], "readers::measured*").map_err(Outcome::Failed)?;
    let pairs = counts.as_chunks::<2>().0;
    if names.is_empty() || pairs.len() != names.len() {
        return Err(Outcome::Failed(format!("{} readings of {}", pairs.len(), names.len())));
    }
    let steep = |(_, [once, twice]): &(&&str, &[u64; 2])| *twice > once / 100 * TIMES + FREE;
    let found: Vec<_> = names.iter().zip(pairs).filter(steep).collect();
    let lines = found.iter().map(|(name, [once, twice])| format!("{name}: {once}, twice as long {twice}\n"));
    if found.is_empty() {
        Ok(format!("{} readings", names.len()))
    } else {
        Err(Outcome::Failed(lines.collect()))
    }
}
