//! A client nobody here wrote: the official Python SDK, unmodified, against our sandbox.

use super::runner::{Context, Outcome, Report};
use crate::venv;
use serde_json::Value;

const FOLDER: &str = "tests/official-sdk";
const SERVER: &str = "xaalis-sandbox-server";

/// Makes a virtual environment with the pinned packages, then runs the Python tests in it.
pub(super) fn run(context: &Context) -> Report {
    let python = venv::python(context, "official-sdk", &format!("{FOLDER}/requirements.txt"))?;
    let built = context.cargo(&["build", "-p", SERVER, "--message-format", "json"])?;
    let program =
        executable(&built).ok_or_else(|| Outcome::Failed(format!("cargo named no program of {SERVER}")))?;
    let script = context.root.join(FOLDER).join("test_official_sdk.py");
    let output = context.output(context.command(python).arg(script).env("SANDBOX_SERVER", program))?;
    // unittest's own words; a run that proved nothing must not pass.
    let ran =
        output.lines().find_map(|line| line.strip_prefix("Ran ")?.split(' ').next()?.parse::<u64>().ok());
    match ran {
        Some(tests) if tests > 0 => Ok(format!("{tests} tests")),
        _ => Err(Outcome::Failed(format!("no test ran:\n{output}"))),
    }
}

/// The program cargo reports to have built.
fn executable(messages: &str) -> Option<String> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| Some(message.get("executable")?.as_str()?.to_owned()))
}
