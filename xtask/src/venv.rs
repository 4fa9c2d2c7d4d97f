//! Virtual environments of Python, each from a checked-in list, so that nothing installed by hand counts.

use crate::test::runner::{Context, Outcome};
use std::path::{Path, PathBuf};

/// The Python of the environment `name`, which holds exactly the packages of `requirements`; made once
/// per list.
pub(crate) fn python(context: &Context, name: &str, requirements: &str) -> Result<PathBuf, Outcome> {
    let list = context.root.join(requirements);
    let wanted = std::fs::read_to_string(&list).map_err(|error| failed(&list, &error))?;
    let folder = context.target.join("venvs").join(name);
    let stamp = folder.join("installed.txt");
    let python = program(&folder);
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    create(context, &folder)?;
    let mut pip = context.command(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"]);
    context.output(pip.arg(&list))?;
    std::fs::write(&stamp, &wanted).map_err(|error| failed(&stamp, &error))?;
    Ok(python)
}

/// Installs a wheel built here, without asking any registry for it.
pub(crate) fn install(context: &Context, python: &Path, wheel: &Path) -> Result<(), Outcome> {
    let mut pip = context.command(python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]);
    context.output(pip.arg("--force-reinstall").arg(wheel)).map(drop)
}

/// A new, empty environment.
fn create(context: &Context, folder: &Path) -> Result<(), Outcome> {
    let mut venv = context.command(if cfg!(windows) { "python" } else { "python3" });
    context.output(venv.args(["-m", "venv", "--clear"]).arg(folder)).map(drop).map_err(missing_venv)
}

/// A program of an environment.
fn program(folder: &Path) -> PathBuf {
    if cfg!(windows) { folder.join("Scripts/python.exe") } else { folder.join("bin/python") }
}

/// Some systems ship Python without its venv module: a missing tool, not a broken test.
fn missing_venv(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Failed(why) if why.contains("ensurepip") => Outcome::Missing(why),
        other => other,
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Outcome {
    Outcome::Failed(format!("{}: {error}", path.display()))
}
