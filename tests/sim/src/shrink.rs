//! Makes a violation small enough to read: one intent, few faults, the last events.

use super::engine::{Setup, run_traced};
use super::report::Violation;
use std::collections::BTreeSet;
use std::fmt;

/// A violation, and how little it takes.
#[derive(Clone, Debug)]
pub struct Shrunk {
    /// What was broken.
    pub violation: Violation,
    /// Whether the intent alone breaks it.
    pub alone: bool,
    /// How many faults are left of how many.
    pub faults: (usize, usize),
    /// At most twenty events.
    pub trace: Vec<String>,
}

/// Shrinks a violation of a world.
pub fn shrink(violation: &Violation, world: &Setup) -> Shrunk {
    let mut setup = Setup { only: Some(violation.intent), trace: true, ..world.clone() };
    let breaks = |setup: &Setup| {
        let (report, trace) = run_traced(setup);
        let same = |found: &Violation| found.intent == violation.intent && found.promise == violation.promise;
        report.violations.iter().any(same).then_some(trace)
    };
    let Some(mut trace) = breaks(&setup) else {
        setup.only = None;
        let (_, whole) = run_traced(&setup);
        let mark = format!("#{} ", violation.intent);
        let lines = whole.into_iter().filter(|line| line.contains(&mark)).collect();
        return Shrunk { violation: violation.clone(), alone: false, faults: (0, 0), trace: last(lines) };
    };
    // Halves first, then one by one.
    let most = 64;
    let mut muted = BTreeSet::new();
    for chunk in [16_usize, 4, 1] {
        for from in (0..most).step_by(chunk) {
            let mut tried: BTreeSet<usize> = muted.clone();
            tried.extend(from..from + chunk);
            setup.muted.clone_from(&tried);
            if let Some(shorter) = breaks(&setup) {
                muted = tried;
                trace = shorter;
            }
        }
    }
    Shrunk {
        violation: violation.clone(),
        alone: true,
        faults: (most - muted.len(), most),
        trace: last(trace),
    }
}

fn last(mut lines: Vec<String>) -> Vec<String> {
    let from = lines.len().saturating_sub(20);
    lines.split_off(from).into_iter().map(|line| line.chars().take(220).collect()).collect()
}

impl fmt::Display for Shrunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Violation { seed, intent, promise, what } = &self.violation;
        writeln!(f, "XAALIS_SEED={seed} intent #{intent}: {promise}: {what}")?;
        if self.alone {
            writeln!(f, "alone in its world it breaks with {} of its faults:", self.faults.0)?;
        } else {
            writeln!(f, "only among the others; its last events:")?;
        }
        self.trace.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
