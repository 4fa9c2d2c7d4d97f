//! The Python wheel beside the clients its users have now; the measuring is done by
//! `bindings-python/bench`, in Python.

use super::{Args, Row};
use crate::test::runner::{Context, Outcome};
use crate::{build, venv};
use std::path::PathBuf;
use std::process::Command;

pub(super) const FOLDER: &str = "bindings-python/bench";
const SERVER: &str = "xaalis-bench-server";

/// Builds the server and the wheel, installs the pinned peers, measures.
pub(super) fn run(args: &Args) -> Result<Vec<Row>, String> {
    let context = Context::new();
    measure(&context, args.quick).map_err(|(Outcome::Failed(why) | Outcome::Missing(why))| why)
}

fn measure(context: &Context, quick: bool) -> Result<Vec<Row>, Outcome> {
    let server = build_server(context, SERVER)?;
    let wheel = build::python(context)?;
    let python = venv::python(context, "python-bench", &format!("{FOLDER}/requirements.txt"))?;
    venv::install(context, &python, &wheel)?;

    let mut command = context.command(python);
    command.arg(context.root.join(FOLDER).join("run.py"));
    command.arg("--server").arg(server).arg("--wheel").arg(wheel);
    rows(context, command, "python-rows.json", quick)
}

/// What a script measures, which writes it to the file it is told.
pub(super) fn rows(
    context: &Context,
    mut command: Command,
    name: &str,
    quick: bool,
) -> Result<Vec<Row>, Outcome> {
    let folder = context.target.join("bench");
    let file = folder.join(name);
    std::fs::create_dir_all(&folder).map_err(failed)?;
    command.arg("--out").arg(&file);
    if quick {
        command.arg("--quick");
    }
    // Not captured: it takes minutes, and shows each figure as it comes.
    let status = command.status().map_err(failed)?;
    if !status.success() {
        return Err(Outcome::Failed(format!("{command:?}: {status}")));
    }
    println!();
    let text = std::fs::read_to_string(&file).map_err(failed)?;
    let _ = std::fs::remove_file(&file);
    serde_json::from_str(&text).map_err(failed)
}

/// The program of this package, built to be measured with.
pub(super) fn build_server(context: &Context, package: &str) -> Result<PathBuf, Outcome> {
    context.cargo(&["build", "--release", "--quiet", "-p", package])?;
    Ok(context.target.join("release").join(package).with_extension(std::env::consts::EXE_EXTENSION))
}

fn failed(why: impl std::fmt::Display) -> Outcome {
    Outcome::Failed(why.to_string())
}
