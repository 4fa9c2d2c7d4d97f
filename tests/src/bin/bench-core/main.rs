//! The program `cargo xtask bench core` measures: every call beside hand-written `serde_json`.
//!
//! `names` lists the cases; `count WHO PART NAME TIMES` does one piece of work many times inside
//! [`measured`], for callgrind to count, with the sandbox's part where PART is `flow`; `flows` times whole payments and prints JSON.

mod calls;
mod flows;
mod peer;

use std::hint::black_box;
use std::process::ExitCode;

/// The same piece of work, done by xaalis and by hand.
pub(crate) struct Pair {
    pub(crate) ours: Box<dyn Fn()>,
    pub(crate) peer: Box<dyn Fn()>,
}

/// One call of a vendor.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// Absent for the long lists, whose request is that of the short ones.
    pub(crate) build: Option<Pair>,
    pub(crate) parse: Pair,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["names"] => {
            for case in calls::all() {
                println!("{} {}", case.name, if case.build.is_some() { "call" } else { "list" });
            }
        }
        ["count", who, part, name, times] => {
            let Some(work) = find(who, part, name) else {
                eprintln!("no such work");
                return ExitCode::from(2);
            };
            measured(&*work, times.parse().unwrap_or(0));
        }
        ["flows"] => println!("{}", flows::figures()),
        _ => {
            eprintln!("names | count ours|peer build|parse|flow NAME TIMES | flows");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// The loop alone has a case of its own, to be subtracted.
fn find(who: &str, part: &str, name: &str) -> Option<Box<dyn Fn()>> {
    if name == "nothing" {
        return Some(Box::new(|| ()));
    }
    if part == "flow" {
        return flows::work(name);
    }
    let case = calls::all().into_iter().find(|case| case.name == name)?;
    let pair = if part == "build" { case.build? } else { case.parse };
    Some(if who == "ours" { pair.ours } else { pair.peer })
}

#[inline(never)]
fn measured(work: &dyn Fn(), times: u32) {
    for _ in 0..times {
        black_box(work)();
    }
}
