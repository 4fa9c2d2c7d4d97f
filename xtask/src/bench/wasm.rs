//! The npm package: its sizes beside stripe's and a client by hand, what holds the bytes of its wasm, and its speed in
//! Node and Chromium. The measuring is done by `bindings-wasm/bench`, in JavaScript.

use super::{Args, Row, python};
use crate::apt;
use crate::build::wasm;
use crate::test::runner::{Context, Outcome};
use std::path::PathBuf;

const FOLDER: &str = "bindings-wasm/bench";

/// Builds the package, installs the pinned peers, measures.
pub(super) fn run(args: &Args) -> Result<Vec<Row>, String> {
    let context = Context::new();
    measure(&context, args.quick).map_err(|(Outcome::Failed(why) | Outcome::Missing(why))| why)
}

fn measure(context: &Context, quick: bool) -> Result<Vec<Row>, Outcome> {
    apt::ensure(context, "chromium", &[], &["chromium", "fonts-dejavu-core"])?;
    let folder = with_package(context)?;
    let mut node = context.command("node");
    node.arg(folder.join("run.mjs")).arg("--named").arg(wasm::named(context));
    python::rows(context, node, "wasm-rows.json", quick)
}

/// The folder of what measures, with the package in it.
pub(super) fn with_package(context: &Context) -> Result<PathBuf, Outcome> {
    let packed = wasm::package(context)?;
    let folder = context.root.join(FOLDER);
    wasm::install(context, &folder)?;
    // As npm would put it there, but for the lock file: that knows the peers alone.
    let installed = folder.join("node_modules/xaalis");
    let _ = std::fs::remove_dir_all(&installed);
    std::fs::create_dir_all(&installed).map_err(|why| Outcome::Failed(why.to_string()))?;
    let mut unpack = context.command("tar");
    unpack.args(["--strip-components", "1", "-xzf"]).arg(packed).arg("-C").arg(installed);
    context.output(&mut unpack)?;
    Ok(folder)
}
