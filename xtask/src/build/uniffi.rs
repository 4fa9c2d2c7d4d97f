//! What Kotlin and Swift call: the native library, and what UniFFI writes of it.

use crate::test::runner::{Context, Outcome};
use std::path::{Path, PathBuf};

/// For servers and for apps: the package, its library, and the folder of its Kotlin.
const LIBRARIES: [(&str, &str, &str); 2] =
    [("xaalis-uniffi", "xaalis_native", "server"), ("xaalis-uniffi-pay", "xaalis_pay_native", "pay")];
const BINDGEN: &str = "xaalis-uniffi-bindgen";

/// The native libraries and their Kotlin, for tests; where the libraries are, and where the Kotlin.
pub(crate) fn kotlin(context: &Context) -> Result<(PathBuf, PathBuf), Outcome> {
    let [(server, ..), _] = LIBRARIES;
    context.cargo(&["build", "--quiet", "--locked", "-p", server])?;
    let out = pay_kotlin(context)?;
    let (_, name, folder) = LIBRARIES[0];
    generate(context, name, "kotlin", &out.join(folder))?;
    Ok((context.target.join("debug"), out))
}

/// The same with the libraries as they are released, for measuring.
pub(crate) fn kotlin_released(context: &Context) -> Result<(PathBuf, PathBuf), Outcome> {
    let (_, out) = kotlin(context)?;
    // Each alone, as released.
    for (package, ..) in LIBRARIES {
        context.cargo(&["build", "--quiet", "--locked", "--profile", "app", "-p", package])?;
    }
    Ok((context.target.join("app"), out))
}

/// The Kotlin of an app's library, in a folder `pay` of this one.
pub(crate) fn pay_kotlin(context: &Context) -> Result<PathBuf, Outcome> {
    let out = context.target.join("uniffi/kotlin");
    pay(context, "kotlin", &out.join("pay"))?;
    Ok(out)
}

/// The Swift of an app's library, with its header and its module's map.
pub(crate) fn pay_swift(context: &Context) -> Result<PathBuf, Outcome> {
    let out = context.target.join("uniffi/swift/pay");
    pay(context, "swift", &out)?;
    Ok(out)
}

fn pay(context: &Context, language: &str, out: &Path) -> Result<(), Outcome> {
    let (package, name, _) = LIBRARIES[1];
    // Alone: beside the other one it would be built with all that takes a key.
    context.cargo(&["build", "--quiet", "--locked", "-p", package])?;
    generate(context, name, language, out)
}

fn generate(context: &Context, name: &str, language: &str, out: &Path) -> Result<(), Outcome> {
    context.cargo(&["build", "--quiet", "--locked", "-p", BINDGEN])?;
    let built = context.target.join("debug");
    // What an earlier version wrote is not called any more.
    let _ = std::fs::remove_dir_all(out);
    let bindgen = built.join(BINDGEN).with_extension(std::env::consts::EXE_EXTENSION);
    let mut command = context.command(&bindgen);
    command.arg("generate").arg(built.join(library(name))).args(["--language", language, "--no-format"]);
    context.output(command.arg("--out-dir").arg(out))?;
    Ok(())
}

/// A library's file, as this machine calls it.
pub(crate) fn library(name: &str) -> String {
    format!("{}{name}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}
