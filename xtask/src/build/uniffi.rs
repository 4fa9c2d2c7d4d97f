//! What Kotlin and Swift call: the native library, and what UniFFI writes of it.

use crate::test::runner::{Context, Outcome};
use std::path::{Path, PathBuf};

/// A native library.
struct Library {
    package: &'static str,
    name: &'static str,
    /// The folder of its Kotlin.
    folder: &'static str,
    /// Its modules in Swift: what is called, and what that is written in.
    modules: [&'static str; 2],
}

/// For servers and for apps.
const LIBRARIES: [Library; 2] = [
    Library {
        package: "xaalis-uniffi",
        name: "xaalis_native",
        folder: "server",
        modules: ["XaalisDoor", "XaalisNative"],
    },
    Library {
        package: "xaalis-uniffi-pay",
        name: "xaalis_pay_native",
        folder: "pay",
        modules: ["XaalisPayDoor", "XaalisPayNative"],
    },
];
const BINDGEN: &str = "xaalis-uniffi-bindgen";
/// Where Swift's package looks: nothing outside a package may be a target of it.
const SWIFT: &str = "bindings-uniffi/swift/Generated";

/// The native libraries and their Kotlin, for tests; where the libraries are, and where the Kotlin.
pub(crate) fn kotlin(context: &Context) -> Result<(PathBuf, PathBuf), Outcome> {
    let built = libraries(context)?;
    let out = context.target.join("uniffi/kotlin");
    // What an earlier version wrote is not called any more.
    let _ = std::fs::remove_dir_all(&out);
    for of in &LIBRARIES {
        generate(context, of, "kotlin", &out.join(of.folder))?;
    }
    Ok((built, out))
}

/// The native libraries and their Swift, in the folder that the package has them from; where the libraries were built.
pub(crate) fn swift(context: &Context) -> Result<PathBuf, Outcome> {
    let built = libraries(context)?;
    let out = context.root.join(SWIFT);
    for of in &LIBRARIES {
        let [door, native] = of.modules;
        let fresh = context.target.join("uniffi/swift").join(of.folder);
        generate(context, of, "swift", &fresh)?;
        let swift = format!("{door}.swift");
        place(&fresh.join(&swift), &out.join(door).join(&swift))?;
        let header = format!("{native}.h");
        place(&fresh.join(&header), &out.join(native).join(&header))?;
        let map = format!("{native}.modulemap");
        place(&fresh.join(map), &out.join(native).join("module.modulemap"))?;
        let archive = format!("lib{}.a", of.name);
        place(&built.join(&archive), &out.join("lib").join(&archive))?;
    }
    Ok(built)
}

/// A library's file, as this machine calls it.
pub(crate) fn library(name: &str) -> String {
    format!("{}{name}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

fn libraries(context: &Context) -> Result<PathBuf, Outcome> {
    let [server, pay] = LIBRARIES.map(|of| of.package);
    context.cargo(&["build", "--quiet", "--locked", "-p", server, "-p", BINDGEN])?;
    // Alone: beside the other one it would be built with all that takes a key.
    context.cargo(&["build", "--quiet", "--locked", "-p", pay])?;
    Ok(context.target.join("debug"))
}

fn generate(context: &Context, of: &Library, language: &str, out: &Path) -> Result<(), Outcome> {
    let built = context.target.join("debug");
    let bindgen = built.join(BINDGEN).with_extension(std::env::consts::EXE_EXTENSION);
    let mut generate = context.command(&bindgen);
    generate.arg("generate").arg(built.join(library(of.name))).args(["--language", language, "--no-format"]);
    context.output(generate.arg("--out-dir").arg(out)).map(drop)
}

/// Copies what differs: what is newer is built anew.
fn place(from: &Path, to: &Path) -> Result<(), Outcome> {
    let failed = |why: std::io::Error| Outcome::Failed(format!("{}: {why}", to.display()));
    let fresh = std::fs::read(from).map_err(failed)?;
    if std::fs::read(to).is_ok_and(|held| held == fresh) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(to, fresh).map_err(failed)
}
