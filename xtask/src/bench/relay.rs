//! What a view of the relay costs a server beside a view that answers a constant, and what a paid order costs a slow
//! link; the measuring is done by `bindings-python/bench/relay`, in Python.

use super::python::rows;
use super::{Args, Row, wasm as npm};
use crate::build::{self, wasm};
use crate::test::runner::{Context, Outcome};
use crate::{apt, venv};
use std::path::PathBuf;

const FOLDER: &str = "bindings-python/bench/relay";
/// Django, gunicorn and what starts Chromium, at the versions that the example shop is tested with.
const REQUIREMENTS: &str = "examples/django-shop/requirements-test.txt";

/// Builds the wheel, the npm package, the server over axum and the page's part, and measures.
pub(super) fn run(args: &Args) -> Result<Vec<Row>, String> {
    let context = Context::new();
    measure(&context, args.quick).map_err(|(Outcome::Failed(why) | Outcome::Missing(why))| why)
}

fn measure(context: &Context, quick: bool) -> Result<Vec<Row>, Outcome> {
    apt::ensure(context, "chromium", &[], &["chromium", "fonts-dejavu-core"])?;
    let axum = axum(context)?;
    let pay = pay(context)?;
    let node = npm::with_package(context)?.join("relay.mjs");
    let wheel = build::python(context)?;
    let python = venv::python(context, "relay-bench", REQUIREMENTS)?;
    venv::install(context, &python, &wheel)?;
    let mut command = context.command(python);
    command.arg(context.root.join(FOLDER).join("run.py"));
    command.arg("--axum").arg(axum).arg("--node").arg(node).arg("--pay-js").arg(pay);
    rows(context, command, "relay-rows.json", quick)
}

fn axum(context: &Context) -> Result<PathBuf, Outcome> {
    context.cargo(&["build", "--release", "--quiet", "-p", "xaalis-tests", "--bin", "bench-relay"])?;
    Ok(context.target.join("release/bench-relay").with_extension(std::env::consts::EXE_EXTENSION))
}

/// `xaalis/pay` as it is shipped; it has no wasm, so that nothing else has to be built for it.
fn pay(context: &Context) -> Result<PathBuf, Outcome> {
    let npm = context.root.join("bindings-wasm/npm");
    wasm::install(context, &npm)?;
    let made = context.target.join("bench/pay.js");
    let mut esbuild = context.command("node");
    esbuild.args(["node_modules/esbuild/bin/esbuild", "src/pay.ts", "--bundle", "--minify", "--format=esm"]);
    esbuild.args(["--target=es2022", "--log-level=error"]).arg(format!("--outfile={}", made.display()));
    context.output(esbuild.current_dir(npm))?;
    Ok(made)
}
