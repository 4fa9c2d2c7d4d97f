//! What Kotlin and Swift call: the native library, and what UniFFI writes of it.

use crate::test::runner::{Context, Outcome};
use std::path::{Path, PathBuf};
use std::process::Command;

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
const PAY: &Library = &LIBRARIES[1];
const BINDGEN: &str = "xaalis-uniffi-bindgen";
/// Cargo's profile of the tests, and of what is released.
const TESTS: &str = "dev";
pub(crate) const RELEASED: &str = "app";
/// Where Swift's package looks: nothing outside a package may be a target of it.
const SWIFT: &str = "bindings-uniffi/swift/Generated";
/// Maven's parent of all that is Kotlin here.
pub(crate) const KOTLIN: &str = "bindings-uniffi/kotlin";

/// The native libraries and their Kotlin, for tests; where the libraries are, and where the Kotlin.
pub(crate) fn kotlin(context: &Context) -> Result<(PathBuf, PathBuf), Outcome> {
    let built = libraries(context, TESTS)?;
    let out = context.target.join("uniffi/kotlin");
    for of in &LIBRARIES {
        generate(context, of, "kotlin", &out.join(of.folder))?;
    }
    Ok((built, out))
}

/// The same with the libraries as they are released, for measuring.
pub(crate) fn kotlin_released(context: &Context) -> Result<(PathBuf, PathBuf), Outcome> {
    let (_, out) = kotlin(context)?;
    Ok((libraries(context, RELEASED)?, out))
}

/// The Kotlin packages in this machine's own Maven repository, with its native libraries in them: small for what is
/// used, quickly built for tests.
pub(crate) fn install(context: &Context, is_released: bool) -> Result<PathBuf, Outcome> {
    let (tests, kotlin) = kotlin(context)?;
    let built = if is_released { libraries(context, RELEASED)? } else { tests };
    let natives = context.target.join("uniffi/natives");
    for of in &LIBRARIES {
        let file = library(of.name);
        place(&built.join(&file), &natives.join(of.folder).join(platform()).join(&file))?;
    }
    let mut install = maven(context, KOTLIN);
    install.args(["install", "-Dmaven.test.skip=true"]);
    install.arg(format!("-Dxaalis.generated={}", kotlin.display()));
    install.arg(format!("-Dxaalis.natives={}", natives.display()));
    context.output(&mut install)?;
    Ok(context.root.join(KOTLIN))
}

/// The Kotlin of an app's library, in a folder `pay` of this one.
pub(crate) fn pay_kotlin(context: &Context) -> Result<PathBuf, Outcome> {
    let out = context.target.join("uniffi/kotlin");
    build(context, PAY, TESTS)?;
    generate(context, PAY, "kotlin", &out.join(PAY.folder))?;
    Ok(out)
}

/// The native libraries and their Swift, in the folder that the package has them from; where the libraries were built.
pub(crate) fn swift(context: &Context) -> Result<PathBuf, Outcome> {
    let built = libraries(context, TESTS)?;
    let out = context.root.join(SWIFT);
    for of in &LIBRARIES {
        let fresh = context.target.join("uniffi/swift").join(of.folder);
        generate(context, of, "swift", &fresh)?;
        let [door, native] = of.modules;
        let [swift, header, map] = modules(of);
        place(&fresh.join(&swift), &out.join(door).join(&swift))?;
        place(&fresh.join(&header), &out.join(native).join(&header))?;
        place(&fresh.join(map), &out.join(native).join("module.modulemap"))?;
        let archive = format!("lib{}.a", of.name);
        place(&built.join(&archive), &out.join("lib").join(&archive))?;
    }
    Ok(built)
}

/// The Swift of an app's library, with its header and its module's map.
pub(crate) fn pay_swift(context: &Context) -> Result<PathBuf, Outcome> {
    let out = context.target.join("uniffi/swift").join(PAY.folder);
    build(context, PAY, TESTS)?;
    generate(context, PAY, "swift", &out)?;
    Ok(out)
}

/// The names of what [`pay_swift`] gives: Swift's own file, the header and the map.
pub(crate) fn pay_modules() -> [String; 3] {
    modules(PAY)
}

fn modules(of: &Library) -> [String; 3] {
    let [door, native] = of.modules;
    [format!("{door}.swift"), format!("{native}.h"), format!("{native}.modulemap")]
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

/// This machine, as JNA calls it.
fn platform() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let processor = if cfg!(target_arch = "x86_64") { "x86-64" } else { std::env::consts::ARCH };
    format!("{system}-{processor}")
}

/// Each alone: beside the server's an app's would be built with all that takes a key.
fn libraries(context: &Context, profile: &str) -> Result<PathBuf, Outcome> {
    for of in &LIBRARIES {
        build(context, of, profile)?;
    }
    Ok(context.target.join(if profile == TESTS { "debug" } else { profile }))
}

fn build(context: &Context, of: &Library, profile: &str) -> Result<(), Outcome> {
    context.cargo(&["build", "--quiet", "--locked", "--profile", profile, "-p", of.package]).map(drop)
}

/// Of the tests' library, for what is released has no names left to read.
fn generate(context: &Context, of: &Library, language: &str, out: &Path) -> Result<(), Outcome> {
    context.cargo(&["build", "--quiet", "--locked", "-p", BINDGEN])?;
    let built = context.target.join("debug");
    // What an earlier version wrote is not called any more.
    let _ = std::fs::remove_dir_all(out);
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
