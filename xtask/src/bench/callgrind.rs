//! Instruction counts by callgrind: the same on a busy machine as on an idle one.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs an optimised program under callgrind and returns the instructions executed inside the
/// functions whose (demangled) name matches `function`, everything they call included.
///
/// `function` is a callgrind pattern such as `*measured_parse*`. The function must be
/// `#[inline(never)]`, not recursive, and keep its work alive with `std::hint::black_box`.
pub(crate) fn instructions(program: &Path, args: &[&str], function: &str) -> Result<u64, String> {
    let folder = crate::target_dir().join("bench");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let file = folder.join(format!("callgrind.{}.out", std::process::id()));
    let result = measure(program, args, function, &file);
    // Left behind, it would only be a stray file.
    let _ = std::fs::remove_file(&file);
    result
}

/// Runs a program, and returns the instructions from each call of `function` to the next one.
pub(crate) fn each_call(program: &Path, args: &[&str], function: &str) -> Result<Vec<u64>, String> {
    // Several may run at once.
    let thread = format!("{:?}", std::thread::current().id());
    let thread: String = thread.chars().filter(char::is_ascii_digit).collect();
    let folder = crate::target_dir().join("bench").join(format!("calls.{}.{thread}", std::process::id()));
    let counts = calls(program, args, function, &folder);
    let _ = std::fs::remove_dir_all(&folder);
    counts
}

fn calls(program: &Path, args: &[&str], function: &str, folder: &Path) -> Result<Vec<u64>, String> {
    let said = |error: std::io::Error| error.to_string();
    std::fs::create_dir_all(folder).map_err(said)?;
    run(&[&format!("--dump-before={function}")], program, args, &folder.join("out"))?;
    // `out.1` is what came before the first call, `out` the last one.
    let count = std::fs::read_dir(folder).map_err(said)?.count();
    (2..=count)
        .map(|call| {
            let name = if call == count { "out".to_owned() } else { format!("out.{call}") };
            let report = std::fs::read_to_string(folder.join(name)).map_err(said)?;
            total(&report).ok_or_else(|| format!("callgrind wrote no total for call {call}"))
        })
        .collect()
}

/// Installs valgrind where the system has apt-get and we may use it; otherwise says what is missing.
pub(crate) fn ensure_installed() -> Result<(), String> {
    if runs("valgrind", &["--version"]) {
        return Ok(());
    }
    eprintln!("installing valgrind");
    let installed = runs("apt-get", &["install", "-y", "-qq", "valgrind"])
        || (runs("apt-get", &["update", "-qq"]) && runs("apt-get", &["install", "-y", "-qq", "valgrind"]));
    if installed {
        Ok(())
    } else {
        Err("valgrind is not installed, and apt-get could not install it".to_owned())
    }
}

/// Builds a single-file program with optimisation, for measures that need no package.
pub(crate) fn compile(source: &Path) -> Result<PathBuf, String> {
    let folder = crate::target_dir().join("bench");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let program = folder.join(source.file_stem().unwrap_or_default());
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--edition", "2024", "-C", "opt-level=3", "-C", "debuginfo=line-tables-only", "-o"]);
    let output = rustc.arg(&program).arg(source).output().map_err(|error| format!("rustc: {error}"))?;
    if output.status.success() {
        Ok(program)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn measure(program: &Path, args: &[&str], function: &str, file: &Path) -> Result<u64, String> {
    run(&["--collect-atstart=no", &format!("--toggle-collect={function}")], program, args, file)?;
    let report = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    match total(&report) {
        Some(0) => Err(format!("{function} was never entered: is it inlined, or spelled otherwise?")),
        Some(count) => Ok(count),
        None => Err("callgrind wrote no total".to_owned()),
    }
}

fn run(options: &[&str], program: &Path, args: &[&str], file: &Path) -> Result<(), String> {
    let mut out_file = std::ffi::OsString::from("--callgrind-out-file=");
    out_file.push(file);
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .args(options)
        .arg(out_file)
        .arg(program)
        .args(args)
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    if !output.status.success() {
        return Err(format!("{}: {}", program.display(), String::from_utf8_lossy(&output.stderr)));
    }
    Ok(())
}

/// The instructions counted, from callgrind's output file.
fn total(report: &str) -> Option<u64> {
    let line =
        report.lines().find_map(|line| line.strip_prefix("totals:").or(line.strip_prefix("summary:")))?;
    line.split_whitespace().next()?.parse().ok()
}

fn runs(program: &str, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_read_from_either_line() {
        assert_eq!(total("events: Ir\nsummary: 1234\n\nfn=(0) x\n"), Some(1234));
        assert_eq!(total("events: Ir Dr\ntotals: 42 7\n"), Some(42));
        assert_eq!(total("events: Ir\n"), None);
    }
}
