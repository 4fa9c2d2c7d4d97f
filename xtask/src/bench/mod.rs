//! `cargo xtask bench NAME`: a table for people, `target/bench/NAME.json` for everything else.

pub(crate) mod callgrind;
mod core;
mod growth;
mod kotlin;
mod lists;
mod python;
mod relay;
mod selftest;
mod wasm;

use serde::{Deserialize, Serialize};
use std::path::Path;
use std::process::ExitCode;

/// Which benchmark.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The benchmark's name; without it the names are listed.
    name: Option<String>,
    /// Fewer and shorter rounds, where the benchmark has rounds: for a first look, not for print.
    #[arg(long)]
    quick: bool,
}

/// A benchmark measures and returns its rows, or says why it cannot.
type Bench = fn(&Args) -> Result<Vec<Row>, String>;

const BENCHES: &[(&str, &str, Bench)] = &[
    ("core", "every call and a list of 1,000 beside serde_json by hand; a flow; a session's memory", |_| {
        core::run()
    }),
    (
        "growth",
        "100,000 calls of the npm package and 10,000 aborted ones: what memory grows; --quick",
        growth::run,
    ),
    (
        "kotlin",
        "the native libraries' sizes and what holds an app's; calls and a relay payment beside clients by hand; --quick",
        kotlin::run,
    ),
    (
        "lists",
        "a list of up to 200,000 charges in Python: memory and time of a search and of an iterator; --quick",
        lists::run,
    ),
    (
        "python",
        "our wheel beside requests, httpx, aiohttp and the official SDK, over loopback TLS; --quick",
        python::run,
    ),
    (
        "relay",
        "a view of the relay beside a constant, on Django, Node and axum; a paid order on a slow link; --quick",
        relay::run,
    ),
    (
        "wasm",
        "the npm package's size and what holds it, beside stripe; its speed beside fetch by hand and zod; --quick",
        wasm::run,
    ),
    ("selftest", "the harness measured by itself: instruction counts of a trivial sum", |_| selftest::run()),
];

/// One measure, ours beside a peer's.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    /// What was measured, with its unit.
    measure: String,
    /// Our figure; absent when only the peers could be measured.
    ours: Option<f64>,
    /// Who else was measured.
    peer: Option<String>,
    /// Their figure, same unit.
    peer_value: Option<f64>,
    /// `ours / peer_value`.
    ratio: Option<f64>,
    /// What we set out to reach, in words.
    goal: Option<String>,
    /// Whether we did; absent without a goal.
    met: Option<bool>,
}

impl Row {
    /// A cost (time, instructions, bytes) that may be at most `goal` times the peer's.
    pub(crate) fn at_most(
        measure: impl Into<String>,
        ours: f64,
        peer: impl Into<String>,
        peer_value: f64,
        goal: f64,
    ) -> Self {
        let ratio = ours / peer_value;
        Self {
            measure: measure.into(),
            ours: Some(ours),
            peer: Some(peer.into()),
            peer_value: Some(peer_value),
            ratio: Some(ratio),
            goal: Some(format!("ratio at most {goal}")),
            met: Some(ratio <= goal),
        }
    }

    /// A figure beside a peer's, without a goal of its own.
    pub(crate) fn beside(
        measure: impl Into<String>,
        ours: f64,
        peer: impl Into<String>,
        peer_value: f64,
    ) -> Self {
        Self { goal: None, met: None, ..Self::at_most(measure, ours, peer, peer_value, f64::INFINITY) }
    }

    /// A figure with no peer and no goal, kept to see it move.
    pub(crate) fn plain(measure: impl Into<String>, ours: f64) -> Self {
        Self {
            measure: measure.into(),
            ours: Some(ours),
            peer: None,
            peer_value: None,
            ratio: None,
            goal: None,
            met: None,
        }
    }
}

/// Runs one benchmark; fails when it cannot measure or misses a goal.
pub(crate) fn run(args: &Args) -> ExitCode {
    let wanted = args.name.as_deref();
    let Some((name, _, bench)) = BENCHES.iter().find(|(name, ..)| Some(*name) == wanted) else {
        if let Some(name) = wanted {
            eprintln!("no benchmark is called {name}; there are:");
        }
        for (name, about, _) in BENCHES {
            println!("{name:<12}{about}");
        }
        return if wanted.is_none() { ExitCode::SUCCESS } else { ExitCode::from(2) };
    };
    let rows = match bench(args) {
        Ok(rows) => rows,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::FAILURE;
        }
    };
    print!("{}", table(&rows));
    let file = crate::target_dir().join("bench").join(format!("{name}.json"));
    if let Err(why) = write(&file, &rows) {
        eprintln!("{}: {why}", file.display());
        return ExitCode::FAILURE;
    }
    println!("\nwritten to {}", file.display());
    if rows.iter().any(|row| row.met == Some(false)) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn write(file: &Path, rows: &[Row]) -> Result<(), String> {
    let text = serde_json::to_string_pretty(rows).map_err(|error| error.to_string())?;
    let folder = file.parent().unwrap_or(file);
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    std::fs::write(file, text + "\n").map_err(|error| error.to_string())
}

fn table(rows: &[Row]) -> String {
    let heading = ["measure", "ours", "peer", "peer value", "ratio", "goal", "met"].map(str::to_owned);
    let number = |value: Option<f64>| value.map(figure).unwrap_or_default();
    let cells: Vec<[String; 7]> = std::iter::once(heading)
        .chain(rows.iter().map(|row| {
            [
                row.measure.clone(),
                number(row.ours),
                row.peer.clone().unwrap_or_default(),
                number(row.peer_value),
                row.ratio.map(ratio).unwrap_or_default(),
                row.goal.clone().unwrap_or_default(),
                row.met.map(|met| if met { "yes" } else { "NO" }.to_owned()).unwrap_or_default(),
            ]
        }))
        .collect();
    let mut widths = [0_usize; 7];
    for line in &cells {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for line in &cells {
        let padded: Vec<_> = line.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Whole numbers from 100 on, three decimals below.
fn figure(value: f64) -> String {
    if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}

/// Two decimals; more for the small ones, which would read 0.00.
fn ratio(value: f64) -> String {
    if value.abs() < 0.1 { format!("{value:.4}") } else { format!("{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_carry_exactly_the_documented_keys() {
        let row = Row::at_most("build, instructions", 130.0, "serde_json by hand", 100.0, 1.3);
        let json = serde_json::to_value(&row).unwrap();
        let keys: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
        let mut wanted = ["measure", "ours", "peer", "peer_value", "ratio", "goal", "met"];
        wanted.sort_unstable();
        assert!(wanted.iter().all(|key| keys.contains(key)) && keys.len() == wanted.len(), "{keys:?}");
        assert_eq!(json["met"], true);
        assert_eq!(Row::at_most("x", 131.0, "y", 100.0, 1.3).met, Some(false));
        assert_eq!(Row::plain("steps per second", 1.0).met, None);
    }

    #[test]
    fn the_table_lines_up() {
        let rows = [Row::at_most("a", 1.0, "peer", 2.0, 1.0), Row::plain("a longer measure", 12_345.6)];
        let text = table(&rows);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].find("ours"), lines[2].find("12346"));
        assert!(lines[1].ends_with("yes"), "{text}");
    }
}
