//! A client nobody here wrote: the official Python SDK, unmodified, against our sandbox.

use super::runner::{Context, Outcome, Report};
use serde_json::Value;
use std::path::{Path, PathBuf};

const FOLDER: &str = "tests/official-sdk";

/// Makes a virtual environment with the pinned packages, then runs the Python tests in it.
pub(super) fn run(context: &Context) -> Report {
    let python = environment(context)?;
    let built = context.cargo(&["build", "-p", "xtask", "--bin", "xtask", "--message-format", "json"])?;
    let program =
        executable(&built).ok_or_else(|| Outcome::Failed("cargo named no xtask program".to_owned()))?;
    let script = context.root.join(FOLDER).join("test_official_sdk.py");
    let output = context.output(context.command(python).arg(script).env("XTASK", program))?;
    // unittest's own words; a run that proved nothing must not pass.
    let ran =
        output.lines().find_map(|line| line.strip_prefix("Ran ")?.split(' ').next()?.parse::<u64>().ok());
    match ran {
        Some(tests) if tests > 0 => Ok(format!("{tests} tests")),
        _ => Err(Outcome::Failed(format!("no test ran:\n{output}"))),
    }
}

/// The Python of a virtual environment that holds exactly the pinned packages, made once per list.
fn environment(context: &Context) -> Result<PathBuf, Outcome> {
    let folder = context.target.join("official-sdk-venv");
    let requirements = context.root.join(FOLDER).join("requirements.txt");
    let wanted = std::fs::read_to_string(&requirements)
        .map_err(|error| Outcome::Failed(format!("{}: {error}", requirements.display())))?;
    let stamp = folder.join("installed.txt");
    let python = if cfg!(windows) { folder.join("Scripts/python.exe") } else { folder.join("bin/python") };
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let mut venv = context.command(if cfg!(windows) { "python" } else { "python3" });
    context.output(venv.args(["-m", "venv", "--clear"]).arg(&folder)).map_err(missing_venv)?;
    let mut pip = context.command(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"]);
    context.output(pip.arg(&requirements))?;
    write(&stamp, &wanted)?;
    Ok(python)
}

/// Some systems ship Python without its venv module: a missing tool, not a broken test.
fn missing_venv(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Failed(why) if why.contains("ensurepip") => Outcome::Missing(why),
        other => other,
    }
}

fn write(path: &Path, text: &str) -> Result<(), Outcome> {
    std::fs::write(path, text).map_err(|error| Outcome::Failed(format!("{}: {error}", path.display())))
}

/// The program cargo reports to have built.
fn executable(messages: &str) -> Option<String> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| Some(message.get("executable")?.as_str()?.to_owned()))
}
