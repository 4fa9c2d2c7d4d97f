//! Every call of the core beside plain hand-written `serde_json`, by instructions; a whole flow and
//! a waiting session by the clock and by memory. The measured program is `bench-core` of `tests`.

use super::{Row, callgrind};
use std::path::Path;
use std::process::Command;

/// What the issue asks for: at most this many times the peer's instructions.
const GOAL: f64 = 1.3;
const PEER: &str = "serde_json by hand";

/// Builds the program and measures every call, the long lists, the collect flow.
pub(super) fn run() -> Result<Vec<Row>, String> {
    callgrind::ensure_installed()?;
    let program = build()?;
    let mut rows = Vec::new();
    for line in output(Command::new(&program).arg("names"))?.lines() {
        match line.rsplit_once(' ') {
            Some((name, "call")) => rows.extend(call(&program, name)?),
            Some((name, "list")) => rows.push(list(&program, name)?),
            _ => return Err(format!("{}: what is {line:?}?", program.display())),
        }
    }
    rows.extend(flows(&program)?);
    Ok(rows)
}

fn call(program: &Path, name: &str) -> Result<[Row; 3], String> {
    let [built, built_by_hand] = both(program, "build", name, 200)?;
    let [parsed, parsed_by_hand] = both(program, "parse", name, 200)?;
    Ok([
        Row::at_most(
            format!("{name}, build + parse, instructions"),
            built + parsed,
            PEER,
            built_by_hand + parsed_by_hand,
            GOAL,
        ),
        Row::beside(format!("{name}, build"), built, PEER, built_by_hand),
        Row::beside(format!("{name}, parse"), parsed, PEER, parsed_by_hand),
    ])
}

fn list(program: &Path, name: &str) -> Result<Row, String> {
    let [ours, by_hand] = both(program, "parse", name, 3)?;
    Ok(Row::at_most(format!("list of {name}, parse, instructions"), ours, PEER, by_hand, GOAL))
}

/// Ours and the peer's, per piece of work and without the loop around it.
fn both(program: &Path, part: &str, name: &str, times: u32) -> Result<[f64; 2], String> {
    let times_text = times.to_string();
    let count = |who: &str, name: &str| {
        let count = callgrind::instructions(program, &["count", who, part, name, &times_text], "bench_core::measured*")?;
        u32::try_from(count).map(f64::from).map_err(|_| format!("{name}: {count} instructions: measure less"))
    };
    let nothing = count("ours", "nothing")?;
    Ok([(count("ours", name)? - nothing) / f64::from(times), (count("peer", name)? - nothing) / f64::from(times)])
}

fn flows(program: &Path) -> Result<Vec<Row>, String> {
    let text = output(Command::new(program).arg("flows"))?;
    let figures: std::collections::BTreeMap<String, Option<f64>> =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", program.display()))?;
    Ok(figures.into_iter().filter_map(|(name, figure)| figure.map(|figure| Row::plain(name, figure))).collect())
}

fn build() -> Result<std::path::PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--release", "-p", "xaalis-tests", "--bin", "bench-core"]);
    command.arg("--target-dir").arg(crate::target_dir()).current_dir(crate::root());
    output(&mut command)?;
    Ok(crate::target_dir().join("release/bench-core"))
}

fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}
