//! `cargo xtask build android`: `dev.xaalis:xaalis-pay` for Android apps, an AAR and its pom, in target/android.
//!
//! Its native libraries are linked by Android's kit (NDK), where `ANDROID_NDK_HOME` names it. Elsewhere they are compiled
//! as far as that goes, into static libraries, and the AAR says by its name that it has none.

use super::wasm::copy;
use super::{targets, uniffi};
use crate::test::runner::{Context, Outcome};
use std::fs;
use std::path::{Path, PathBuf};

const PACKAGE: &str = "xaalis-uniffi-pay";
const LIBRARY: &str = "libxaalis_pay_native";
/// Rust's name of it, Android's, and that of the kit's compiler.
pub(crate) const ABIS: [(&str, &str, &str); 3] = [
    ("aarch64-linux-android", "arm64-v8a", "aarch64-linux-android24-clang"),
    ("armv7-linux-androideabi", "armeabi-v7a", "armv7a-linux-androideabi24-clang"),
    ("x86_64-linux-android", "x86_64", "x86_64-linux-android24-clang"),
];
/// What devices with pages of 16 KiB ask for; others do not mind.
const PAGES: &str = "-Clink-arg=-Wl,-z,max-page-size=16384";
const FILES: &str = "bindings-uniffi/kotlin/pay/android";

/// Makes the AAR and its pom, its native libraries by this profile of Cargo's; the AAR.
pub(crate) fn package(context: &Context, profile: &str) -> Result<PathBuf, Outcome> {
    let folder = context.target.join("android");
    let inside = folder.join("aar");
    // What an earlier one left is not packed.
    let _ = fs::remove_dir_all(&folder);
    make(&inside)?;
    let kit = std::env::var_os("ANDROID_NDK_HOME").map(PathBuf::from);
    for (target, abi, compiler) in ABIS {
        targets::add(context, target)?;
        let (made, kind, to) = if let Some(kit) = &kit {
            (linked(context, target, profile, &kit.join(PREBUILT).join(compiler))?, "so", inside.join("jni"))
        } else {
            (compiled(context, target, profile)?, "a", folder.join("static"))
        };
        let to = to.join(abi);
        make(&to)?;
        copy(&made, &to.join(format!("{LIBRARY}.{kind}")))?;
    }
    let pom = read(&context.root.join(uniffi::KOTLIN).join("pom.xml"))?;
    let version = between(&pom, "<version>", "</version>")?;
    classes(context, version, &inside.join("classes.jar"))?;
    let files = context.root.join(FILES);
    copy(&files.join("AndroidManifest.xml"), &inside.join("AndroidManifest.xml"))?;
    copy(&files.join("proguard.txt"), &inside.join("proguard.txt"))?;
    // It has no resources.
    write(&inside.join("R.txt"), "")?;
    let meta = inside.join("META-INF/com/android/build/gradle");
    make(&meta)?;
    copy(&files.join("aar-metadata.properties"), &meta.join("aar-metadata.properties"))?;
    let name = format!("xaalis-pay-{version}");
    write(&folder.join(format!("{name}.pom")), &filled(&read(&files.join("pom.xml"))?, &pom, version)?)?;
    let without = if kit.is_some() { "" } else { "-without-jni" };
    let aar = folder.join(format!("{name}{without}.aar"));
    zip(context, &inside, &aar)?;
    Ok(aar)
}

#[cfg(target_os = "linux")]
const PREBUILT: &str = "toolchains/llvm/prebuilt/linux-x86_64/bin";
#[cfg(not(target_os = "linux"))]
const PREBUILT: &str = "toolchains/llvm/prebuilt/darwin-x86_64/bin";

/// A static library, which needs no linker.
pub(crate) fn compiled(context: &Context, target: &str, profile: &str) -> Result<PathBuf, Outcome> {
    let arguments = ["rustc", "--quiet", "--locked", "-p", PACKAGE, "--profile", profile, "--target", target];
    context.output(context.cargo_command(&arguments).args(["--crate-type", "staticlib"]))?;
    Ok(built(context, target, profile).join(format!("{LIBRARY}.a")))
}

fn linked(context: &Context, target: &str, profile: &str, compiler: &Path) -> Result<PathBuf, Outcome> {
    let arguments = ["rustc", "--quiet", "--locked", "-p", PACKAGE, "--profile", profile, "--target", target];
    let mut cargo = context.cargo_command(&arguments);
    let name = target.replace('-', "_").to_uppercase();
    cargo.args(["--crate-type", "cdylib"]).env(format!("CARGO_TARGET_{name}_LINKER"), compiler);
    cargo.env(format!("CARGO_TARGET_{name}_RUSTFLAGS"), PAGES);
    context.output(&mut cargo)?;
    Ok(built(context, target, profile).join(format!("{LIBRARY}.so")))
}

fn built(context: &Context, target: &str, profile: &str) -> PathBuf {
    context.target.join(target).join(if profile == "dev" { "debug" } else { profile })
}

/// The Kotlin, compiled: the jar that Maven makes of it.
fn classes(context: &Context, version: &str, to: &Path) -> Result<(), Outcome> {
    let kotlin = uniffi::pay_kotlin(context)?;
    let mut maven = uniffi::maven(context, uniffi::KOTLIN);
    maven.args(["-Dmaven.test.skip=true", "-pl", "pay", "clean", "package"]);
    context.output(maven.arg(format!("-Dxaalis.generated={}", kotlin.display())))?;
    copy(&context.root.join(uniffi::KOTLIN).join(format!("pay/target/xaalis-pay-{version}.jar")), to)
}

/// The pom of the AAR, with the versions that the parent's names.
fn filled(template: &str, parent: &str, version: &str) -> Result<String, Outcome> {
    let mut pom = template.replace("${project.version}", version);
    while let Some(at) = pom.find("${") {
        let name = between(&pom[at..], "${", "}")?.to_owned();
        let value = between(parent, &format!("<{name}>"), &format!("</{name}>"))?;
        pom = pom.replace(&format!("${{{name}}}"), value);
    }
    Ok(pom)
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Result<&'a str, Outcome> {
    let found = text.split_once(from).and_then(|(_, rest)| rest.split_once(to));
    found.map(|(value, _)| value).ok_or_else(|| Outcome::Failed(format!("no {from} in a pom")))
}

/// With the JDK's own tool, and a time that says nothing.
fn zip(context: &Context, folder: &Path, to: &Path) -> Result<(), Outcome> {
    let mut jar = context.command("jar");
    jar.args(["--create", "--no-manifest", "--date=1980-01-01T00:00:02Z", "--file"]).arg(to);
    context.output(jar.arg("-C").arg(folder).arg("."))?;
    Ok(())
}

fn make(folder: &Path) -> Result<(), Outcome> {
    fs::create_dir_all(folder).map_err(|why| failed(folder, &why))
}

fn read(file: &Path) -> Result<String, Outcome> {
    fs::read_to_string(file).map_err(|why| failed(file, &why))
}

fn write(file: &Path, text: &str) -> Result<(), Outcome> {
    fs::write(file, text).map_err(|why| failed(file, &why))
}

fn failed(file: &Path, why: &std::io::Error) -> Outcome {
    Outcome::Failed(format!("{}: {why}", file.display()))
}
