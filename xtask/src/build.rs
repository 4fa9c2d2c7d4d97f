//! `cargo xtask build`: what users install.

use crate::test::runner::{Context, Outcome};
use crate::venv;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

/// What to build.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    package: Package,
}

#[derive(clap::Subcommand)]
enum Package {
    /// The wheel for this machine's kind, usable on any Linux since 2014; in target/wheels.
    Python,
}

/// Builds and says where it is.
pub(crate) fn run(args: &Args) -> ExitCode {
    let context = Context::new();
    let built = match args.package {
        Package::Python => python(&context),
    };
    match built {
        Ok(wheel) => {
            println!("{}", wheel.display());
            ExitCode::SUCCESS
        }
        Err(Outcome::Failed(why) | Outcome::Missing(why)) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Builds the wheel, once per run of a command.
pub(crate) fn python(context: &Context) -> Result<PathBuf, Outcome> {
    static BUILT: Mutex<Option<PathBuf>> = Mutex::new(None);
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(wheel) = &*built {
        return Ok(wheel.clone());
    }
    let wheel = wheel(context)?;
    *built = Some(wheel.clone());
    Ok(wheel)
}

/// Builds the wheel with maturin. On Linux zig links it, so that it runs where glibc is old.
fn wheel(context: &Context) -> Result<PathBuf, Outcome> {
    let python = venv::python(context, "build", "bindings-python/requirements/build.txt")?;
    let wheels = context.target.join("wheels");
    // Old ones would hide which one was built.
    let _ = std::fs::remove_dir_all(&wheels);
    let mut maturin = context.command(&python);
    // maturin looks for zig beside the first Python of the path.
    let bin = python.parent().map(PathBuf::from).unwrap_or_default();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path)));
    maturin.env("PATH", path.unwrap_or_default());
    maturin.args(["-m", "maturin", "build", "--locked", "--manifest-path", "bindings-python/Cargo.toml"]);
    maturin.arg("--out").arg(&wheels);
    if cfg!(target_os = "linux") {
        maturin.args(["--zig", "--compatibility", "manylinux2014"]);
    }
    context.output(&mut maturin)?;
    let made = std::fs::read_dir(&wheels).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut made: Vec<PathBuf> =
        made.filter(|path| path.extension().is_some_and(|extension| extension == "whl")).collect();
    match (made.pop(), made.len()) {
        (Some(wheel), 0) => Ok(wheel),
        _ => Err(Outcome::Failed(format!("not one wheel in {}", wheels.display()))),
    }
}
