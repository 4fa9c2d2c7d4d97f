//! The examples in Kotlin, built and tested with the commands that their READMEs tell.

use super::kotlin::counted;
use super::runner::{Context, Outcome, Report};
use crate::build::uniffi;

/// A folder, and what its README says and is done here. The app's tests pay at the shop, which is installed before.
const EXAMPLES: [(&str, &str); 2] =
    [("examples/kotlin-server", "mvn -q install"), ("examples/kotlin", "mvn -q test")];
const PACKAGES: &str = "cargo xtask build kotlin";

/// Installs the packages, then runs each example's tests; none may be left out.
pub(super) fn run(context: &Context) -> Report {
    uniffi::install(context, false)?;
    let mut passed = 0;
    for (folder, told) in EXAMPLES {
        let path = context.root.join(folder);
        let readme = std::fs::read_to_string(path.join("README.md"))
            .map_err(|why| Outcome::Failed(format!("{folder}: {why}")))?;
        if let Some(missing) = [PACKAGES, told].into_iter().find(|command| !readme.contains(command)) {
            return Err(Outcome::Failed(format!("{folder}/README.md does not say `{missing}`")));
        }
        let goal = told.rsplit(' ').next().unwrap_or_default();
        let mut maven = uniffi::maven(context, folder);
        // With it the shop's relay is tried at all attacks.
        maven.args(["clean", goal]).arg(format!("-Dxaalis.root={}", context.root.display()));
        context.output(&mut maven)?;
        let (tests, good) = counted(&path.join("target/surefire-reports"))?;
        if tests == 0 || tests != good {
            return Err(Outcome::Failed(format!("{folder}: {good} of {tests} tests passed")));
        }
        passed += good;
    }
    Ok(format!("{passed} passed"))
}
