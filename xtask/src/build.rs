//! `cargo xtask build`: what users install.

pub(crate) mod android;
pub(crate) mod ios;
pub(crate) mod rust_checkout;
pub(crate) mod targets;
pub(crate) mod uniffi;
pub(crate) mod wasm;

use crate::test::runner::{Context, Outcome};
use crate::venv;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

/// What to build.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    package: Package,
}

#[derive(clap::Subcommand)]
enum Package {
    /// The wheel for this machine's kind, usable on any Linux since 2014; in target/wheels.
    Python,
    /// The npm package, in target/npm; `--only-wasm`: the wasm files beside its sources, for its tests.
    Wasm {
        /// Stop before the package.
        #[arg(long)]
        only_wasm: bool,
    },
    /// The Kotlin packages, in this machine's own Maven repository, for this machine.
    Kotlin,
    /// The example page written in Rust, in target/rust-checkout.
    RustCheckout,
    /// The AAR for Android apps and its pom, in target/android; with native libraries where `ANDROID_NDK_HOME` is set.
    Android,
    /// The XCFramework for iOS apps, in target/ios.
    Ios,
}

/// Builds and says where it is.
pub(crate) fn run(args: &Args) -> ExitCode {
    let context = Context::new();
    let built = match args.package {
        Package::Python => python(&context),
        Package::Wasm { only_wasm: true } => {
            let npm = wasm::folder(&context);
            wasm::install(&context, &npm)
                .and_then(|()| wasm::binaries(&context, &npm))
                .map(|()| npm.join("src"))
        }
        Package::Wasm { only_wasm: false } => wasm::package(&context),
        Package::Kotlin => uniffi::install(&context, true),
        Package::RustCheckout => rust_checkout::folder(&context),
        Package::Android => android::package(&context, uniffi::RELEASED),
        Package::Ios => ios::framework(&context, uniffi::RELEASED),
    };
    match built {
        Ok(built) => {
            println!("{}", built.display());
            ExitCode::SUCCESS
        }
        Err(Outcome::Failed(why) | Outcome::Missing(why)) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Builds the wheel, once per run of a command.
pub(crate) fn python(context: &Context) -> Result<PathBuf, Outcome> {
    static BUILT: Once = Once::new();
    BUILT.get(|| wheel(context))
}

/// What is built once per run of a command, for every suite starts with it.
pub(crate) struct Once(Mutex<Option<PathBuf>>);

impl Once {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// What was built before, or is built now.
    pub(crate) fn get(&self, make: impl FnOnce() -> Result<PathBuf, Outcome>) -> Result<PathBuf, Outcome> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = &*kept {
            return Ok(path.clone());
        }
        let path = make()?;
        *kept = Some(path.clone());
        Ok(path)
    }
}

/// Builds the wheel with maturin. On Linux zig links it, so that it runs where glibc is old.
///
/// The same sources give the same bytes, whichever folder they are in and whoever builds them: paths are
/// written as if everybody had the same, and time is `SOURCE_DATE_EPOCH`.
fn wheel(context: &Context) -> Result<PathBuf, Outcome> {
    wheel_of(context, &context.root, &context.target)
}

/// The wheel of the sources in `root`, built in `target`.
pub(crate) fn wheel_of(context: &Context, root: &Path, target: &Path) -> Result<PathBuf, Outcome> {
    let python = venv::python(context, "build", "bindings-python/requirements/build.txt")?;
    let wheels = target.join("wheels");
    // Old ones would hide which one was built.
    let _ = std::fs::remove_dir_all(&wheels);
    let mut maturin = context.command(&python);
    // maturin looks for zig beside the first Python of the path.
    let bin = python.parent().map(PathBuf::from).unwrap_or_default();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path)));
    maturin.env("PATH", path.unwrap_or_default());
    maturin.current_dir(root).env("CARGO_TARGET_DIR", target);
    maturin.env("CARGO_ENCODED_RUSTFLAGS", same_paths(root, target)).env_remove("RUSTFLAGS");
    maturin.env("SOURCE_DATE_EPOCH", std::env::var_os("SOURCE_DATE_EPOCH").unwrap_or(EPOCH.into()));
    maturin.args(["-m", "maturin", "build", "--locked", "--manifest-path", "bindings-python/Cargo.toml"]);
    maturin.arg("--out").arg(&wheels);
    if cfg!(target_os = "linux") {
        maturin.args(["--zig", "--compatibility", "manylinux2014"]);
    }
    context.output(&mut maturin)?;
    let made = std::fs::read_dir(&wheels).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut made: Vec<PathBuf> =
        made.filter(|path| path.extension().is_some_and(|extension| extension == "whl")).collect();
    match (made.pop(), made.len()) {
        (Some(wheel), 0) => Ok(wheel),
        _ => Err(Outcome::Failed(format!("not one wheel in {}", wheels.display()))),
    }
}

/// 1980-01-01, the earliest time a zip archive knows.
const EPOCH: &str = "315532800";

/// Tells rustc what to write in the place of this machine's paths.
fn same_paths(root: &Path, target: &Path) -> OsString {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap_or_default();
    let mut flags = OsString::new();
    // Of several that match, the last one counts.
    for (path, name) in [(home.as_path(), "/cargo"), (root, "/xaalis"), (target, "/target")] {
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(path);
        flags.push("=");
        flags.push(name);
    }
    flags
}
