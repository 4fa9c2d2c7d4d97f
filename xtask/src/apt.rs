//! Debian's packages that some suites need: installed when missing, where that is possible.

use crate::test::runner::{Context, Outcome};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// A PostgreSQL to start, in the folder of its version.
pub(crate) fn postgres(context: &Context) -> Result<(), Outcome> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let places: Vec<_> = versions.map(|version| version.path().join("bin/initdb")).collect();
    ensure(context, "initdb", &places, &["postgresql"])
}

/// Makes sure that a program is there: in the path or as one of `places`.
pub(crate) fn ensure(
    context: &Context,
    program: &str,
    places: &[PathBuf],
    packages: &[&str],
) -> Result<(), Outcome> {
    // apt lets in one at a time.
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _alone = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let present = || {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let in_path = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
        in_path || places.iter().any(|place| place.exists())
    };
    if present() {
        return Ok(());
    }
    let apt = |args: &[&str]| {
        let mut command = context.command("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(args);
        context.output(&mut command)
    };
    let hint = |_| {
        let packages = packages.join(", ");
        Outcome::Missing(format!("{program} is not installed (Debian: {packages})"))
    };
    apt(&["update", "--quiet"]).map_err(hint)?;
    let install = ["install", "--yes", "--quiet", "--no-install-recommends"];
    apt(&[&install, packages].concat()).map_err(hint)?;
    // Where a place depends on a version, only the next run would find it: the package is there.
    Ok(())
}
