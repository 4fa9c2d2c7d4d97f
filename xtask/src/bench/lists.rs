//! A shop's list of charges after years, in Python: a lost charge is found in it, and it is gone through.
//! The measuring is done by `bindings-python/bench/grown.py`.

use super::{Args, Row, python};
use crate::test::runner::{Context, Outcome};
use crate::{build, venv};

const SERVER: &str = "xaalis-sandbox-server";

/// Builds the sandbox's server and the wheel, measures.
pub(super) fn run(args: &Args) -> Result<Vec<Row>, String> {
    let context = Context::new();
    measure(&context, args.quick).map_err(|(Outcome::Failed(why) | Outcome::Missing(why))| why)
}

fn measure(context: &Context, quick: bool) -> Result<Vec<Row>, Outcome> {
    let server = python::build_server(context, SERVER)?;
    let wheel = build::python(context)?;
    let python = venv::python(context, "python-bench", &format!("{}/requirements.txt", python::FOLDER))?;
    venv::install(context, &python, &wheel)?;
    let mut command = context.command(python);
    command.arg(context.root.join(python::FOLDER).join("grown.py")).arg("--server").arg(server);
    python::rows(context, command, "lists-rows.json", quick)
}
