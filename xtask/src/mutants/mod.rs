//! `cargo xtask mutants`: changes core's code in one place at a time and sees whether a quick test notices.

mod equivalent;
mod mutant;
mod tree;

use mutant::Mutant;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// Which mutants.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only mutants in lines that differ from this commit, all of them.
    #[arg(long, value_name = "BASE")]
    in_diff: Option<String>,
    /// Only mutants of files whose path begins so, all of them: `core/src/redact`.
    #[arg(long, value_name = "PATH")]
    file: Vec<String>,
    /// Only what the last run did not catch.
    #[arg(long)]
    missed: bool,
    /// One of several parts of the work, counted from 1: `3/8`.
    #[arg(long, value_name = "K/N", value_parser = shard)]
    shard: Option<(usize, usize)>,
    /// Prints their names and stops.
    #[arg(long)]
    list: bool,
}

const TOOL: &str = "27.1.0";
/// Where a mistake costs a payment: every mutant. Beginnings of paths below `core/src`.
const EVERY: &[&str] = &[
    "call",
    "dexchange/answer",
    "dexchange/pay_bill",
    "dexchange/webhook",
    "guarded",
    "pursuit",
    "redact",
    "salvage",
    "senfenico/answer",
    "senfenico/bulk_payout",
    "senfenico/cancel",
    "senfenico/checkout",
    "senfenico/payouts",
    "senfenico/webhook",
    "watch",
    "webhook",
];
/// Elsewhere one mutant in so many, always the same ones: chosen by what they are, not where they stand.
const ELSEWHERE_ONE_IN: u64 = 5;
/// Tests too slow to run for every mutant; they run for those that the others missed.
const SLOW: &[&str] = &["suites::crashes::", "the_order_of_observations"];

/// What became of a set of mutants, by full name.
#[derive(Default)]
struct Results {
    caught: BTreeSet<String>,
    missed: BTreeSet<String>,
    undecided: BTreeSet<String>,
    unviable: BTreeSet<String>,
}

/// Fails when a mutant survives that is not known to be equivalent, or when the list of those is stale.
pub(crate) fn run(args: &Args) -> ExitCode {
    match examine(args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn examine(args: &Args) -> Result<bool, String> {
    prepare()?;
    tree::make(&tree())?;
    let all = mutant::read(&tree(), &list(&[])?)?;
    let chosen = choose(args, &all)?;
    if args.list {
        for mutant in &chosen {
            println!("{}", mutant.name);
        }
        return Ok(true);
    }
    let known = equivalent::read(&crate::root())?;
    println!("{} mutants of {}", chosen.len(), all.len());
    let start = Instant::now();
    let results = test(&chosen)?;
    remember(&chosen, &results)?;
    table(&chosen, &results, &known);
    let tested = chosen.len().max(1);
    println!(
        "\n{:.1} s for each",
        start.elapsed().as_secs_f64() / f64::from(u32::try_from(tested).unwrap_or(1))
    );
    Ok(judge(&all, &chosen, &results, &known))
}

fn shard(text: &str) -> Result<(usize, usize), String> {
    let parts = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
    parts.filter(|(k, n)| (1..=*n).contains(k)).ok_or_else(|| "K/N with K from 1 to N".to_owned())
}

fn choose<'a>(args: &Args, all: &'a [Mutant]) -> Result<Vec<&'a Mutant>, String> {
    let changed = args.in_diff.as_deref().map(changed).transpose()?;
    let missed = if args.missed { Some(last_missed()?) } else { None };
    let whole = changed.is_none() && missed.is_none() && args.file.is_empty();
    let wanted = |mutant: &&Mutant| {
        changed.as_ref().is_none_or(|names| names.contains(&mutant.name))
            && missed.as_ref().is_none_or(|keys| keys.contains(&mutant.key))
            && (args.file.is_empty() || args.file.iter().any(|path| mutant.file.starts_with(path.as_str())))
            && (!whole || in_whole(mutant))
    };
    let chosen: Vec<_> = all.iter().filter(wanted).collect();
    let Some((k, n)) = args.shard else { return Ok(chosen) };
    // Neighbours together: the compiler does less when the same file changes again.
    let (from, to) = (chosen.len() * (k - 1) / n, chosen.len() * k / n);
    Ok(chosen.get(from..to).unwrap_or_default().to_vec())
}

fn in_whole(mutant: &Mutant) -> bool {
    let path = mutant.file.strip_prefix("core/src/").unwrap_or_default();
    EVERY.iter().any(|begin| path.starts_with(begin)) || mutant.lot().is_multiple_of(ELSEWHERE_ONE_IN)
}

/// The names of mutants in lines that differ from a commit.
fn changed(base: &str) -> Result<BTreeSet<String>, String> {
    let mut git = Command::new("git");
    git.args(["diff", "--no-ext-diff", "--no-color", base, "--", "core/src"]).current_dir(crate::root());
    let diff = output(&mut git)?;
    if diff.is_empty() {
        return Ok(BTreeSet::new());
    }
    let file = folder().join("in.diff");
    std::fs::write(&file, diff).map_err(|error| format!("{}: {error}", file.display()))?;
    let listed = list(&["--in-diff", &file.to_string_lossy()])?;
    Ok(mutant::read(&tree(), &listed)?.into_iter().map(|mutant| mutant.name).collect())
}

/// The quick tests for all, the slow ones for what is left.
fn test(chosen: &[&Mutant]) -> Result<Results, String> {
    let skipped: Vec<_> = SLOW.iter().flat_map(|name| ["--skip", name]).collect();
    let mut results = pass("quick", chosen, &skipped, 20)?;
    let missed = std::mem::take(&mut results.missed);
    let left: Vec<_> = chosen.iter().copied().filter(|mutant| missed.contains(&mutant.name)).collect();
    let slow = pass("slow", &left, SLOW, 150)?;
    results.caught.extend(slow.caught);
    results.undecided.extend(slow.undecided);
    results.missed = slow.missed;
    Ok(results)
}

/// Runs cargo-mutants over some mutants with some of the tests.
fn pass(name: &str, mutants: &[&Mutant], tests: &[&str], seconds: u32) -> Result<Results, String> {
    let mut results = Results::default();
    // A command line has an end.
    for part in mutants.chunks(400) {
        let out = folder().join(name);
        std::fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
        let mut command = tool();
        command.args(["--in-place", "--annotations=none", "--timeout=600", "--build-timeout=600"]);
        command.arg("-C=--lib").arg("-o").arg(&out);
        // Deleted fields escape the names (sourcefrog/cargo-mutants#632): the files keep most of them out.
        let files: BTreeSet<_> = part.iter().map(|mutant| &mutant.file).collect();
        command.args(files.iter().map(|file| format!("--file={file}")));
        command.args(part.iter().map(|mutant| format!("--re={}", mutant::exactly(&mutant.name))));
        command.args(["--", "--"]).args(tests).env("MUTANT_SECONDS", seconds.to_string());
        let status = command.status().map_err(|error| format!("cargo mutants: {error}"))?;
        // 0: all caught; 2: some missed; 3: some took too long.
        if !matches!(status.code(), Some(0 | 2 | 3)) {
            return Err(format!("cargo mutants: {status}; see {}", out.join("mutants.out").display()));
        }
        let asked: BTreeSet<_> = part.iter().map(|mutant| mutant.name.as_str()).collect();
        let read = |file: &str| {
            let path = out.join("mutants.out").join(file);
            let text =
                std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let names = text.lines().filter(|name| asked.contains(name));
            Ok::<_, String>(names.map(str::to_owned).collect::<Vec<_>>())
        };
        results.caught.extend(read("caught.txt")?);
        results.missed.extend(read("missed.txt")?);
        results.undecided.extend(read("timeout.txt")?);
        results.unviable.extend(read("unviable.txt")?);
    }
    Ok(results)
}

/// Says what is wrong; whether nothing is.
fn judge(all: &[Mutant], chosen: &[&Mutant], results: &Results, known: &equivalent::List) -> bool {
    let mut problems = 0;
    let mut say = |what: &str, lines: Vec<String>| {
        problems += lines.len();
        if !lines.is_empty() {
            println!("\n{what}:\n{}", lines.join("\n"));
        }
    };
    let of = |names: &BTreeSet<String>, listed: bool| -> Vec<String> {
        let fits = |mutant: &&&Mutant| names.contains(&mutant.name) && known.contains(&mutant.key) == listed;
        chosen.iter().filter(fits).map(|mutant| mutant.key.clone()).collect()
    };
    say("survived", of(&results.missed, false));
    let told = [&results.caught, &results.missed, &results.undecided, &results.unviable];
    let untold = chosen.iter().filter(|mutant| !told.iter().any(|names| names.contains(&mutant.name)));
    say("not tested", untold.map(|mutant| mutant.key.clone()).collect());
    say("took too long to tell", of(&results.undecided, false));
    say("caught, yet listed as equivalent", of(&results.caught, true));
    let exist: BTreeSet<&str> = all.iter().map(|mutant| mutant.key.as_str()).collect();
    let gone = known.keys().filter(|key| !exist.contains(key)).map(str::to_owned).collect();
    say("listed as equivalent, but no longer there", gone);
    problems == 0
}

fn table(chosen: &[&Mutant], results: &Results, known: &equivalent::List) {
    let mut files: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for mutant in chosen {
        let row = files.entry(&mutant.file).or_default();
        row[0] += 1;
        let listed = results.missed.contains(&mutant.name) && known.contains(&mutant.key);
        row[1] += usize::from(results.caught.contains(&mutant.name));
        row[2] += usize::from(results.unviable.contains(&mutant.name));
        row[3] += usize::from(results.missed.contains(&mutant.name) && !listed);
        row[4] += usize::from(listed);
    }
    println!(
        "\n{:<42}{:>8}{:>8}{:>10}{:>10}{:>12}",
        "file", "mutants", "caught", "unviable", "survived", "equivalent"
    );
    let line = |name: &str, row: &[usize; 5]| {
        println!("{name:<42}{:>8}{:>8}{:>10}{:>10}{:>12}", row[0], row[1], row[2], row[3], row[4]);
    };
    for (file, row) in &files {
        line(file, row);
    }
    line("all", &files.values().fold([0; 5], |sum, row| std::array::from_fn(|at| sum[at] + row[at])));
}

/// Keeps what was not caught for `--missed`: by key, since names hold line numbers.
fn remember(chosen: &[&Mutant], results: &Results) -> Result<(), String> {
    let left = |mutant: &&&Mutant| {
        !results.caught.contains(&mutant.name) && !results.unviable.contains(&mutant.name)
    };
    let keys: Vec<_> = chosen.iter().filter(left).map(|mutant| mutant.key.as_str()).collect();
    let text = serde_json::to_string_pretty(&keys).map_err(|error| error.to_string())?;
    std::fs::write(missed(), text).map_err(|error| format!("{}: {error}", missed().display()))
}

fn last_missed() -> Result<BTreeSet<String>, String> {
    let text =
        std::fs::read_to_string(missed()).map_err(|error| format!("{}: {error}", missed().display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", missed().display()))
}

/// The tool, always of the same version: another one may know other mutants.
fn prepare() -> Result<(), String> {
    let version = output(tool().arg("--version")).unwrap_or_default();
    if version.split_whitespace().last() == Some(TOOL) {
        return Ok(());
    }
    println!("installing cargo-mutants {TOOL}");
    let mut install = cargo();
    install.args(["install", "cargo-mutants", "--locked", "--force", "--version", TOOL]);
    let status = install.status().map_err(|error| format!("cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("cargo install cargo-mutants: {status}")) }
}

fn list(more: &[&str]) -> Result<String, String> {
    output(tool().args(["--list", "--json"]).args(more))
}

fn tool() -> Command {
    let mut command = cargo();
    command.arg("mutants");
    command
}

fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.stdin(Stdio::null()).env_remove("CARGO_TARGET_DIR").env("RUST_BACKTRACE", "0");
    if tree().exists() {
        command.current_dir(tree());
    }
    command
}

fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("{command:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)))
}

fn folder() -> PathBuf {
    crate::target_dir().join("mutants")
}

fn missed() -> PathBuf {
    folder().join("missed.json")
}

fn tree() -> PathBuf {
    folder().join("tree")
}
