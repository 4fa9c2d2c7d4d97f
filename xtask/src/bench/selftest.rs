//! Proof that the counter counts: twice the work must cost about twice the instructions.

use super::{Row, callgrind};

/// Measures `probe.rs` with one and with two thousand additions.
pub(super) fn run() -> Result<Vec<Row>, String> {
    callgrind::ensure_installed()?;
    let source = crate::root().join("xtask/src/bench/probe.rs");
    let program = callgrind::compile(&source)?;
    let count = |additions: &str| callgrind::instructions(&program, &[additions], "*measured_sum*");
    let (once, twice) = (exact(count("1000")?)?, exact(count("2000")?)?);
    // The loop's fixed cost makes twice the work a little less than twice the count.
    if twice < once * 1.8 {
        return Err(format!("2000 additions cost {twice}, 1000 cost {once}: the counter does not count"));
    }
    Ok(vec![Row::at_most("2000 additions, instructions", twice, "1000 additions", once, 2.05)])
}

/// A count as a table figure; 2³² instructions are more than any measure here should take.
fn exact(count: u64) -> Result<f64, String> {
    u32::try_from(count).map(f64::from).map_err(|_| format!("{count} instructions: measure less"))
}
