//! `cargo xtask build wasm`: the npm package, with what Cargo.lock and package-lock.json pin.

use super::Once;
use crate::test::runner::{Context, Outcome};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A wasm file: the feature of `xaalis-wasm` that it is built with, and its name in the package.
struct Part {
    feature: &'static str,
    name: &'static str,
}

/// Two, for a program without the sandbox need not load it. They share nothing but text.
const PARTS: [Part; 2] =
    [Part { feature: "operations", name: "wasm" }, Part { feature: "sandbox", name: "sandbox_wasm" }];

const TARGET: &str = "wasm32-unknown-unknown";

/// What Node 20 and every browser of its time run, as rustc writes it. Never `--all-features`: engines refuse
/// what comes of it.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-multivalue",
];

/// Inlined, the code is a little shorter and a tenth longer once packed, for what was alike is not any more. Sorted
/// by name, what is alike stands side by side: a twentieth less.
const SHRINK: [&str; 4] = ["-g", "-Oz", "--skip-pass=inlining-optimizing", "--reorder-functions-by-name"];
const STRIP: [&str; 2] = ["--strip-debug", "--strip-producers"];

/// Builds the package, once per run of a command; the tarball.
pub(crate) fn package(context: &Context) -> Result<PathBuf, Outcome> {
    static BUILT: Once = Once::new();
    BUILT.get(|| tarball(context))
}

fn tarball(context: &Context) -> Result<PathBuf, Outcome> {
    let npm = folder(context);
    install(context, &npm)?;
    binaries(context, &npm)?;
    let node = |args: &[&str]| context.output(context.command("node").args(args).current_dir(&npm));
    node(&["build.mjs"])?;
    node(&["types.mjs"])?;
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&context.root.join(name), &npm.join(name))?;
    }
    let out = context.target.join("npm");
    // Old ones would hide which one was built.
    let _ = std::fs::remove_dir_all(&out);
    std::fs::create_dir_all(&out).map_err(|why| Outcome::Failed(format!("{}: {why}", out.display())))?;
    let mut pack = npm_command(context);
    let said =
        context.output(pack.args(["pack", "--silent", "--pack-destination"]).arg(&out).current_dir(&npm))?;
    Ok(out.join(said.trim()))
}

/// Only the two wasm files and their glue, beside the sources: what the package's tests need first.
pub(super) fn binaries(context: &Context, npm: &Path) -> Result<(), Outcome> {
    tools(context)?;
    let sources = npm.join("src");
    for part in &PARTS {
        let wasm = glued(context, part, &sources)?;
        let named = context.target.join(format!("named/{}.wasm", part.name));
        optimized(context, &wasm, &SHRINK, &named)?;
        optimized(context, &named, &STRIP, &wasm)?;
    }
    Ok(())
}

/// Builds a part and writes it with its JavaScript; the file.
fn glued(context: &Context, part: &Part, folder: &Path) -> Result<PathBuf, Outcome> {
    let features = ["--no-default-features", "--features", part.feature];
    let mut cargo = context.cargo_command(&["build", "--quiet", "--locked", "--package", "xaalis-wasm"]);
    cargo.args(["--profile", "wasm", "--target", TARGET]).args(features);
    let mut flags = super::same_paths(&context.root, &context.target);
    // Names that begin with the path of what they are, for sorting.
    flags.push("\u{1f}-Csymbol-mangling-version=v0");
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags);
    cargo.env_remove("RUSTFLAGS");
    context.output(&mut cargo)?;
    // Both are built under one name.
    let built = context.target.join(TARGET).join("wasm/xaalis_wasm.wasm");
    glue(context, &built, folder, part.name)?;
    Ok(folder.join(format!("{}_bg.wasm", part.name)))
}

fn optimized(context: &Context, from: &Path, passes: &[&str], to: &Path) -> Result<(), Outcome> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).map_err(|why| Outcome::Failed(why.to_string()))?;
    }
    let mut optimize = context.command("node");
    optimize.arg(folder(context).join("node_modules/binaryen/bin/wasm-opt")).args(FEATURES);
    context.output(optimize.arg(from).args(passes).arg("-o").arg(to)).map(drop)
}

/// The operations' file as it is in the package, with the names of its functions: for who asks what holds its bytes.
pub(crate) fn named(context: &Context) -> PathBuf {
    context.target.join("named/wasm.wasm")
}

/// Something else for a page, built quickly and not small: `cargo build` with these arguments makes `made`, which comes
/// to `folder` as `name.js` and `name_bg.wasm`.
pub(crate) fn page(
    context: &Context,
    args: &[&str],
    made: &str,
    folder: &Path,
    name: &str,
) -> Result<(), Outcome> {
    tools(context)?;
    let mut cargo = context.cargo_command(&["build", "--quiet", "--locked", "--target", TARGET]);
    context.output(cargo.args(args))?;
    glue(context, &context.target.join(TARGET).join("debug").join(made), folder, name)
}

/// The target, and the program that writes the JavaScript.
fn tools(context: &Context) -> Result<(), Outcome> {
    target(context)?;
    context.cargo(&["build", "--quiet", "--locked", "--package", "xaalis-wasm-glue", "--profile", "tool"])?;
    Ok(())
}

/// The target's name, once it is installed.
pub(crate) fn target(context: &Context) -> Result<&'static str, Outcome> {
    super::targets::add(context, TARGET)?;
    Ok(TARGET)
}

fn glue(context: &Context, built: &Path, folder: &Path, name: &str) -> Result<(), Outcome> {
    let glue = context.target.join("tool/xaalis-wasm-glue").with_extension(std::env::consts::EXE_EXTENSION);
    std::fs::create_dir_all(folder).map_err(|why| Outcome::Failed(why.to_string()))?;
    context.output(context.command(glue).arg(built).arg(folder).arg(name))?;
    Ok(())
}

/// The npm package's folder.
pub(crate) fn folder(context: &Context) -> PathBuf {
    context.root.join("bindings-wasm/npm")
}

/// What the package-lock.json of a folder pins.
pub(crate) fn install(context: &Context, npm: &Path) -> Result<(), Outcome> {
    // Two suites may come to one folder at once.
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _alone = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let changed = |path: &str| std::fs::metadata(npm.join(path)).and_then(|file| file.modified()).ok();
    // npm writes its own copy of the lock file last.
    let is_installed = changed("node_modules/.package-lock.json")
        .is_some_and(|installed| changed("package-lock.json").is_some_and(|locked| locked <= installed));
    if !is_installed {
        let mut ci = npm_command(context);
        context.output(ci.args(["ci", "--no-audit", "--no-fund"]).current_dir(npm))?;
    }
    Ok(())
}

pub(crate) fn npm_command(context: &Context) -> std::process::Command {
    context.command(OsString::from(if cfg!(windows) { "npm.cmd" } else { "npm" }))
}

pub(super) fn copy(from: &Path, to: &Path) -> Result<(), Outcome> {
    std::fs::copy(from, to).map_err(|why| Outcome::Failed(format!("{}: {why}", to.display())))?;
    Ok(())
}
