//! Every call of the core beside plain hand-written `serde_json`, by instructions; a whole flow and
//! a waiting session by the clock and by memory. The measured program is `bench-core` of `tests`.

use super::{Row, callgrind};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the issue asks for: at most this many times the peer's instructions.
const GOAL: f64 = 1.3;
const PEER: &str = "serde_json by hand";

/// Builds the program and measures every call, the long lists, the collect flow.
pub(super) fn run() -> Result<Vec<Row>, String> {
    callgrind::ensure_installed()?;
    let program = build()?;
    let turn = instructions(&program, "ours", "parse", "nothing", 1_000)?;
    let measured = Measured { program, turn };
    let mut rows = Vec::new();
    for line in output(Command::new(&measured.program).arg("names"))?.lines() {
        match line.rsplit_once(' ') {
            Some((name, "call")) => rows.extend(measured.call(name)?),
            Some((name, "list")) => rows.push(measured.list(name)?),
            _ => return Err(format!("{}: what is {line:?}?", measured.program.display())),
        }
    }
    rows.extend(measured.flows()?);
    Ok(rows)
}

/// The program, and what one turn of its empty loop costs.
struct Measured {
    program: PathBuf,
    turn: f64,
}

impl Measured {
    fn call(&self, name: &str) -> Result<[Row; 3], String> {
        let [built, built_by_hand] = self.both("build", name, 200)?;
        let [parsed, parsed_by_hand] = self.both("parse", name, 200)?;
        let (whole, whole_by_hand) = (built + parsed, built_by_hand + parsed_by_hand);
        Ok([
            Row::at_most(format!("{name}, build + parse, instructions"), whole, PEER, whole_by_hand, GOAL),
            Row::beside(format!("{name}, build, instructions"), built, PEER, built_by_hand),
            Row::beside(format!("{name}, parse, instructions"), parsed, PEER, parsed_by_hand),
        ])
    }

    fn list(&self, name: &str) -> Result<Row, String> {
        let [ours, by_hand] = self.both("parse", name, 3)?;
        Ok(Row::at_most(format!("list of {name}, parse, instructions"), ours, PEER, by_hand, GOAL))
    }

    /// Ours and the peer's, without the loop around them.
    fn both(&self, part: &str, name: &str, times: u32) -> Result<[f64; 2], String> {
        let ours = instructions(&self.program, "ours", part, name, times)?;
        let by_hand = instructions(&self.program, "peer", part, name, times)?;
        Ok([ours - self.turn, by_hand - self.turn])
    }

    fn flows(&self) -> Result<Vec<Row>, String> {
        let text = output(Command::new(&self.program).arg("flows"))?;
        let figures: BTreeMap<String, Option<f64>> =
            serde_json::from_str(&text).map_err(|error| format!("{text}: {error}"))?;
        let timed = figures.into_iter().filter_map(|(name, figure)| Some(Row::plain(name, figure?)));
        let counted = ["collect", "collect, first record"].map(|name| {
            let count = instructions(&self.program, "ours", "flow", name, 100)?;
            Ok(Row::plain(format!("flow of {name}, with the sandbox, instructions"), count - self.turn))
        });
        timed.map(Ok).chain(counted).collect()
    }
}

/// The instructions of one turn.
fn instructions(program: &Path, who: &str, part: &str, name: &str, times: u32) -> Result<f64, String> {
    let args = ["count", who, part, name, &times.to_string()];
    let count = callgrind::instructions(program, &args, "bench_core::measured*")?;
    let count = u32::try_from(count).map_err(|_| format!("{name}: {count} instructions: measure less"))?;
    Ok(f64::from(count) / f64::from(times))
}

fn build() -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--profile", "measured", "-p", "xaalis-tests", "--bin", "bench-core"]);
    command.arg("--target-dir").arg(crate::target_dir()).current_dir(crate::root());
    output(&mut command)?;
    Ok(crate::target_dir().join("measured/bench-core"))
}

fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}
