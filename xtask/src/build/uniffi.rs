//! What Kotlin and Swift call: the native library, and what UniFFI writes of it.

use crate::test::runner::{Context, Outcome};
use std::path::PathBuf;

const PACKAGE: &str = "xaalis-uniffi";
const BINDGEN: &str = "xaalis-uniffi-bindgen";

/// The native library and its Kotlin, for tests; where the library is, and where the Kotlin.
pub(crate) fn kotlin(context: &Context) -> Result<(PathBuf, PathBuf), Outcome> {
    context.cargo(&["build", "--quiet", "--locked", "-p", PACKAGE, "-p", BINDGEN])?;
    let built = context.target.join("debug");
    let library = format!("{}xaalis_native{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let out = context.target.join("uniffi/kotlin");
    // What an earlier version wrote is not called any more.
    let _ = std::fs::remove_dir_all(&out);
    let bindgen = built.join(BINDGEN).with_extension(std::env::consts::EXE_EXTENSION);
    let mut generate = context.command(bindgen);
    generate.arg("generate").arg(built.join(library)).args(["--language", "kotlin", "--no-format"]);
    context.output(generate.arg("--out-dir").arg(&out))?;
    Ok((built, out))
}
