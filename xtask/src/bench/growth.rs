//! What memory the npm package takes after a hundred thousand calls, beside what it took after a tenth of them.

use super::{Args, Row};
use crate::build::wasm;
use crate::test::runner::{Context, Outcome, Report};
use serde::Deserialize;

/// A line of `test/growth/growth.test.ts`: kilobytes after a tenth of the calls, and after all.
#[derive(Deserialize)]
struct Figures {
    name: String,
    wasm: [u32; 2],
    heap: [u32; 2],
}

/// Runs `test/growth`, which fails when anything grows.
pub(super) fn run(args: &Args) -> Result<Vec<Row>, String> {
    let output = output(args.quick).map_err(|(Outcome::Failed(why) | Outcome::Missing(why))| why)?;
    let told = output.lines().filter_map(|line| Some(line.split_once("growth: ")?.1));
    let figures: Vec<Figures> = told.filter_map(|text| serde_json::from_str(text).ok()).collect();
    if figures.len() != 2 {
        return Err(format!("no figures in:\n{output}"));
    }
    Ok(figures.iter().flat_map(rows).collect())
}

fn output(is_quick: bool) -> Report {
    let context = Context::new();
    wasm::package(&context)?;
    let mut npm = wasm::npm_command(&context);
    npm.args(["run", "--silent", "test:growth"]).current_dir(wasm::folder(&context));
    npm.env("XAALIS_CALLS", if is_quick { "10000" } else { "100000" });
    context.output(&mut npm)
}

fn rows(Figures { name, wasm, heap }: &Figures) -> [Row; 2] {
    [("wasm's memory", wasm), ("heap", heap)].map(|(what, [before, after])| {
        let measure = format!("{name}: {what}, kB");
        Row::beside(measure, f64::from(*after), "after a tenth of them", f64::from(*before))
    })
}
