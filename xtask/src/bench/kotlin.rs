//! Kotlin: the native libraries' sizes and what holds an app's, and the speed of both packages beside clients by hand.
//!
//! The libraries for arm64 are linked here without Android's kit, whose unwinder comes to it: some tens of kB. The speed
//! is measured by `bindings-uniffi/kotlin/bench`, in Kotlin, over loopback and in memory.

use super::{Args, Row, python};
use crate::build::{targets, uniffi};
use crate::test::runner::{Context, Outcome};
use object::{Object, ObjectSection, ObjectSymbol, SectionKind};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const ANDROID: &str = "aarch64-linux-android";
const GOAL_KB: f64 = 600.0;
/// What Android's kit would give; what calls into it stays open.
const KIT: [&str; 6] = ["unwind", "log", "dl", "c", "m", "gcc"];

/// Builds all of it, links, measures.
pub(super) fn run(args: &Args) -> Result<Vec<Row>, String> {
    let context = Context::new();
    let mut rows = sizes(&context).map_err(why)?;
    rows.extend(speed(&context, args.quick).map_err(why)?);
    Ok(rows)
}

fn why(outcome: Outcome) -> String {
    let (Outcome::Failed(why) | Outcome::Missing(why)) = outcome;
    why
}

fn sizes(context: &Context) -> Result<Vec<Row>, Outcome> {
    targets::add(context, ANDROID)?;
    let app = linked(context, "xaalis-uniffi-pay", "xaalis_pay_native")?;
    let server = linked(context, "xaalis-uniffi", "xaalis_native")?;
    let size = kilobytes(&app.stripped)?;
    let goal = Row {
        goal: Some(format!("at most {GOAL_KB}")),
        met: Some(size <= GOAL_KB),
        ..Row::plain("xaalis-pay for arm64, stripped: kB", size)
    };
    let mut rows =
        vec![goal, Row::plain("xaalis (servers) for arm64, stripped: kB", kilobytes(&server.stripped)?)];
    let held = holds(&app.whole)?;
    rows.extend(held.into_iter().map(|(what, kb)| Row::plain(format!("xaalis-pay, held by {what}: kB"), kb)));
    Ok(rows)
}

/// A library with its names, and without.
struct Linked {
    whole: PathBuf,
    stripped: PathBuf,
}

fn linked(context: &Context, package: &str, library: &str) -> Result<Linked, Outcome> {
    let folder = context.target.join("bare");
    std::fs::create_dir_all(&folder).map_err(failed)?;
    for name in KIT {
        std::fs::write(folder.join(format!("lib{name}.a")), "!<arch>\n").map_err(failed)?;
    }
    let sysroot = context.output(context.command("rustc").args(["--print", "sysroot"]))?;
    let tools = Path::new(sysroot.trim()).join("lib/rustlib").join(host(context)?).join("bin");
    let open =
        "-Clinker-flavor=ld.lld -Clink-arg=--unresolved-symbols=ignore-all -Clink-arg=-zmax-page-size=16384";
    let mut cargo = context.cargo_command(&["rustc", "--quiet", "--locked", "--profile", "app"]);
    cargo.args(["--target", ANDROID, "-p", package, "--crate-type", "cdylib"]);
    cargo.env("CARGO_PROFILE_APP_STRIP", "none").env("CARGO_TARGET_DIR", context.target.join("bare"));
    cargo.env("CARGO_TARGET_AARCH64_LINUX_ANDROID_LINKER", tools.join("rust-lld"));
    cargo.env("CARGO_TARGET_AARCH64_LINUX_ANDROID_RUSTFLAGS", format!("{open} -L{}", folder.display()));
    context.output(&mut cargo)?;
    let whole = folder.join(ANDROID).join("app").join(format!("lib{library}.so"));
    let stripped = folder.join(format!("lib{library}.so"));
    let mut strip = context.command(tools.join("rust-objcopy"));
    // The tool finds its own library beside the toolchain's.
    strip.env("LD_LIBRARY_PATH", Path::new(sysroot.trim()).join("lib")).arg("--strip-all");
    context.output(strip.arg(&whole).arg(&stripped))?;
    Ok(Linked { whole, stripped })
}

fn host(context: &Context) -> Result<String, Outcome> {
    let said = context.output(context.command("rustc").arg("-vV"))?;
    let line = said.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned).ok_or_else(|| Outcome::Failed("rustc does not say its host".to_owned()))
}

#[allow(clippy::cast_precision_loss)] // a file's size
fn kilobytes(file: &Path) -> Result<f64, Outcome> {
    Ok(std::fs::metadata(file).map_err(failed)?.len() as f64 / 1_000.0)
}

/// Its sections, and of the code each crate's share, the largest first.
#[allow(clippy::cast_precision_loss)] // a file's size
fn holds(library: &Path) -> Result<Vec<(String, f64)>, Outcome> {
    let bytes = std::fs::read(library).map_err(failed)?;
    let file = object::File::parse(&*bytes).map_err(failed)?;
    let mut held: BTreeMap<String, u64> = BTreeMap::new();
    for section in file.sections().filter(|section| section.kind() != SectionKind::UninitializedData) {
        if let (Ok(name), true) = (section.name(), section.address() > 0) {
            *held.entry(format!("section {name}")).or_default() += section.size();
        }
    }
    for symbol in file.symbols().filter(|symbol| symbol.kind() == object::SymbolKind::Text) {
        let name = format!("{:#}", rustc_demangle::demangle(symbol.name().unwrap_or_default()));
        *held.entry(format!("the code of {}", of_crate(&name))).or_default() += symbol.size();
    }
    let mut rows: Vec<_> = held.into_iter().map(|(what, size)| (what, size as f64 / 1_000.0)).collect();
    rows.retain(|(_, kb)| *kb >= 2.0);
    rows.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    Ok(rows)
}

/// `<xaalis::relay::Client as core::fmt::Debug>::fmt` is of `xaalis`.
fn of_crate(name: &str) -> String {
    let path = name.trim_start_matches(['<', '&', '[', '(', '*']).trim_start_matches("mut ");
    let word = path.split("::").next().unwrap_or_default();
    if path.contains("::") && word.chars().all(|one| one.is_alphanumeric() || one == '_') {
        word.to_owned()
    } else {
        "what has no crate's name".to_owned()
    }
}

fn speed(context: &Context, quick: bool) -> Result<Vec<Row>, Outcome> {
    let server = python::build_server(context, "xaalis-bench-server")?;
    let (library, kotlin) = uniffi::kotlin_released(context)?;
    let mut maven = uniffi::maven(context, uniffi::KOTLIN);
    maven.args(["-Dmaven.test.skip=true", "-Pbench", "-pl", "bench", "-am", "package"]);
    context.output(maven.arg(format!("-Dxaalis.generated={}", kotlin.display())))?;
    let built = context.root.join(uniffi::KOTLIN).join("bench/target");
    let classes = [built.join("classes"), built.join("libraries/*")];
    let mut java = context.command("java");
    java.arg(format!("-Djna.library.path={}", library.display()));
    java.arg("-cp").arg(std::env::join_paths(classes).map_err(failed)?);
    java.args(["dev.xaalis.bench.MainKt", "--server"]).arg(server);
    python::rows(context, java, "kotlin-rows.json", quick)
}

fn failed(why: impl std::fmt::Display) -> Outcome {
    Outcome::Failed(why.to_string())
}
