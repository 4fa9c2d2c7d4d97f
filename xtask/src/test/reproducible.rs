//! Whoever builds the wheel from the same sources gets the same bytes, so anybody can check a published one.

use super::runner::{Context, Outcome, Report};
use crate::build::{self, Once};
use std::path::{Path, PathBuf};

/// Builds the wheel once more, from a copy of the sources in another folder into another folder, with the
/// profile that is shipped and nothing taken over from the first build.
pub(super) fn run(context: &Context) -> Report {
    let first = build::python(context)?;
    let second = second(context)?;
    let read = |path: &Path| std::fs::read(path).map_err(|error| failed(path, &error));
    let (one, other) = (read(&first)?, read(&second)?);
    if first.file_name() != second.file_name() || one != other {
        let why = format!("two builds differ: compare {} and {}", first.display(), second.display());
        return Err(Outcome::Failed(why));
    }
    let _ = std::fs::remove_dir_all(place(context));
    Ok(format!("{} bytes, twice the same", one.len()))
}

/// The wheel of the copy, built once per run of a command.
pub(super) fn second(context: &Context) -> Result<PathBuf, Outcome> {
    static BUILT: Once = Once::new();
    BUILT.get(|| {
        let place = place(context);
        let (sources, target) = (place.join("a copy/of the sources"), place.join("built"));
        // Both anew: what an earlier run left is no second build.
        let _ = std::fs::remove_dir_all(&place);
        copy(context, &sources)?;
        build::wheel_of(context, &sources, &target)
    })
}

fn place(context: &Context) -> PathBuf {
    context.target.join("elsewhere")
}

/// What git knows and what is new, as it is now.
fn copy(context: &Context, to: &Path) -> Result<(), Outcome> {
    let mut list = context.command("git");
    let files =
        context.output(list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    for file in files.split('\0').filter(|file| !file.is_empty()) {
        let (from, to) = (context.root.join(file), to.join(file));
        let Some(folder) = to.parent() else { continue };
        std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        // One that is deleted and not committed yet is in the list as well.
        if from.exists() {
            std::fs::copy(&from, &to).map_err(|error| failed(&from, &error))?;
        }
    }
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> Outcome {
    Outcome::Failed(format!("{}: {error}", path.display()))
}
