//! The Python wheel beside the clients its users have now; the measuring is done by
//! `bindings-python/bench`, in Python.

use super::{Args, Row};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const FOLDER: &str = "bindings-python/bench";
const SERVER: &str = "xaalis-bench-server";

/// Builds the server and the wheel, installs the pinned peers, measures.
pub(super) fn run(args: &Args) -> Result<Vec<Row>, String> {
    let server = build_server()?;
    let wheel = wheel();
    if wheel.is_none() {
        eprintln!("no wheel in target/wheels: only the peers are measured, and every goal counts as missed");
    }
    let python = environment(wheel.as_deref())?;
    let rows = crate::target_dir().join("bench").join("python-rows.json");
    std::fs::create_dir_all(rows.parent().unwrap_or(&rows)).map_err(|error| error.to_string())?;

    let mut command = Command::new(python);
    command.arg(crate::root().join(FOLDER).join("run.py")).arg("--server").arg(server);
    command.arg("--out").arg(&rows);
    if let Some(wheel) = &wheel {
        command.arg("--wheel").arg(wheel);
    }
    if args.quick {
        command.arg("--quick");
    }
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("python: {error}"))?;
    if !status.success() {
        return Err(format!("{FOLDER}/run.py: {status}"));
    }
    println!();
    let text = std::fs::read_to_string(&rows).map_err(|error| format!("{}: {error}", rows.display()))?;
    let _ = std::fs::remove_file(&rows);
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", rows.display()))
}

fn build_server() -> Result<PathBuf, String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(crate::root()).args(["build", "--release", "--quiet", "-p", SERVER]);
    succeed(&mut cargo)?;
    Ok(crate::target_dir().join("release").join(SERVER).with_extension(std::env::consts::EXE_EXTENSION))
}

/// The newest wheel of ours.
fn wheel() -> Option<PathBuf> {
    // HERE `crate::build::python()` is to be called, so that the wheel measured is the code at hand.
    let entries = std::fs::read_dir(crate::target_dir().join("wheels")).ok()?;
    let wheels = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with("xaalis-") && path.extension().is_some_and(|kind| kind == "whl")
    });
    wheels.max_by_key(|path| path.metadata().and_then(|data| data.modified()).ok())
}

/// The Python of a virtual environment with the pinned peers, made once per list, and our wheel,
/// installed anew each time.
fn environment(wheel: Option<&Path>) -> Result<PathBuf, String> {
    let folder = crate::target_dir().join("bench-python-venv");
    let requirements = crate::root().join(FOLDER).join("requirements.txt");
    let wanted = std::fs::read_to_string(&requirements)
        .map_err(|error| format!("{}: {error}", requirements.display()))?;
    let stamp = folder.join("installed.txt");
    let python = if cfg!(windows) { folder.join("Scripts/python.exe") } else { folder.join("bin/python") };
    if !std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        let system = if cfg!(windows) { "python" } else { "python3" };
        succeed(Command::new(system).args(["-m", "venv", "--clear"]).arg(&folder))?;
        succeed(pip(&python, "install").args(["--no-deps", "-r"]).arg(&requirements))?;
        std::fs::write(&stamp, &wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    }
    if let Some(wheel) = wheel {
        succeed(pip(&python, "install").args(["--no-deps", "--force-reinstall"]).arg(wheel))?;
    } else {
        // One of an earlier run must not be measured as if it were today's.
        succeed(pip(&python, "uninstall").args(["--yes", "xaalis"]))?;
    }
    Ok(python)
}

fn pip(python: &Path, what: &str) -> Command {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "--quiet", "--disable-pip-version-check", what]);
    pip
}

fn succeed(command: &mut Command) -> Result<(), String> {
    let program = Path::new(command.get_program()).display().to_string();
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!("{program}: {}\n{said}", output.status))
}
