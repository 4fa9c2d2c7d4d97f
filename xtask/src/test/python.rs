//! The Python package as a user gets it: the wheel, in an environment of its own.

use super::runner::{Context, Outcome, Report};
use crate::{build, venv};

/// Builds the wheel, installs it, runs every test of `bindings-python/tests` against it.
pub(super) fn tests(context: &Context) -> Report {
    let wheel = build::python(context)?;
    let python = venv::python(context, "python-tests", "bindings-python/requirements/tests.txt")?;
    venv::install(context, &python, &wheel)?;
    let mut pytest = context.command(&python);
    pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]);
    let output = context.output(pytest.current_dir(context.root.join("bindings-python")))?;
    let bytes = std::fs::metadata(&wheel).map_or(0, |wheel| wheel.len());
    Ok(format!("{}; wheel {} kB", last_line(&output)?, bytes / 1000))
}

/// The types: mypy and stubtest on the package.
pub(super) fn types(context: &Context) -> Report {
    let wheel = build::python(context)?;
    let python = venv::python(context, "python-tests", "bindings-python/requirements/tests.txt")?;
    venv::install(context, &python, &wheel)?;
    let folder = context.root.join("bindings-python");
    let run = |module: &str, args: &[&str]| {
        let mut command = context.command(&python);
        command.args(["-m", module]).args(args);
        context.output(command.current_dir(&folder))
    };
    run("mypy", &["--config-file", "pyproject.toml", "-p", "xaalis"])?;
    run("mypy.stubtest", &["xaalis._native", "--mypy-config-file", "pyproject.toml"])?;
    let mut printed = context.command(&python);
    context.output(printed.args(["bindings-python/tools/print_async.py", "--check"]))?;
    Ok("mypy --strict, stubtest".to_owned())
}

/// `214 passed in 3.2s`; a run that proved nothing must not pass.
fn last_line(output: &str) -> Result<&str, Outcome> {
    let line = output.lines().rev().find(|line| line.contains(" passed"));
    line.map(|line| line.trim_matches('=').trim())
        .ok_or_else(|| Outcome::Failed(format!("no test ran:\n{output}")))
}
