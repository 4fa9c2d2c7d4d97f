//! What Kotlin and Swift call: the native library, and what UniFFI writes of it.

use crate::test::runner::{Context, Outcome};
use std::path::PathBuf;
use std::process::Command;

/// For servers and for apps: the package, its library, and the folder of its Kotlin.
const LIBRARIES: [(&str, &str, &str); 2] =
    [("xaalis-uniffi", "xaalis_native", "server"), ("xaalis-uniffi-pay", "xaalis_pay_native", "pay")];
const BINDGEN: &str = "xaalis-uniffi-bindgen";

/// The native libraries and their Kotlin, for tests; where the libraries are, and where the Kotlin.
pub(crate) fn kotlin(context: &Context) -> Result<(PathBuf, PathBuf), Outcome> {
    let [(server, ..), (pay, ..)] = LIBRARIES;
    context.cargo(&["build", "--quiet", "--locked", "-p", server, "-p", BINDGEN])?;
    // Alone: beside the other one it would be built with all that takes a key.
    context.cargo(&["build", "--quiet", "--locked", "-p", pay])?;
    let built = context.target.join("debug");
    let out = context.target.join("uniffi/kotlin");
    // What an earlier version wrote is not called any more.
    let _ = std::fs::remove_dir_all(&out);
    let bindgen = built.join(BINDGEN).with_extension(std::env::consts::EXE_EXTENSION);
    for (_, name, folder) in LIBRARIES {
        let mut generate = context.command(&bindgen);
        generate.arg("generate").arg(built.join(library(name))).args(["--language", "kotlin", "--no-format"]);
        context.output(generate.arg("--out-dir").arg(out.join(folder)))?;
    }
    Ok((built, out))
}

/// The packages in this machine's own Maven repository, for programs that use them; where their native libraries are.
pub(crate) fn install(context: &Context) -> Result<PathBuf, Outcome> {
    let (library, kotlin) = kotlin(context)?;
    let mut install = maven(context, "bindings-uniffi/kotlin");
    install.args(["install", "-Dmaven.test.skip=true"]);
    install.arg(format!("-Dxaalis.generated={}", kotlin.display()));
    context.output(&mut install)?;
    Ok(library)
}

/// Maven in a folder of the repository.
pub(crate) fn maven(context: &Context, folder: &str) -> Command {
    let mut maven = context.command(if cfg!(windows) { "mvn.cmd" } else { "mvn" });
    maven.args(["--quiet", "--batch-mode", "--no-transfer-progress"]);
    maven.current_dir(context.root.join(folder));
    maven
}

/// A library's file, as this machine calls it.
pub(crate) fn library(name: &str) -> String {
    format!("{}{name}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}
