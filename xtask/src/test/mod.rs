//! `cargo xtask test`: every suite, a table, and one last line to read.

mod ahead;
mod apps;
mod checks;
mod examples;
mod kotlin;
mod kotlin_examples;
pub(crate) mod licences;
mod linear;
mod npm;
mod official_sdk;
mod python;
mod reproducible;
pub(crate) mod runner;
mod simulation;
mod supply;
mod swift;
mod transports;

use crate::build;
use runner::{Context, Finished, Outcome, Report, Suite};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only these suites, by name: `--only clippy,unit`.
    #[arg(long, value_delimiter = ',', value_name = "NAME,...")]
    only: Vec<String>,
    /// Lists the suites and stops.
    #[arg(long)]
    list: bool,
}

/// One after the other, for some measure time. Cheap checks first, so that a slip shows in seconds.
const ALONE: &[Suite] = &[
    Suite { name: "locked", about: "Cargo.lock is complete", run: checks::locked },
    Suite { name: "fmt", about: "rustfmt", run: fmt },
    Suite {
        name: "purity",
        about: "core: no clock, floats, random order or target code; small files",
        run: checks::purity,
    },
    Suite { name: "dependencies", about: "dependency list of core", run: checks::dependencies },
    Suite {
        name: "supply",
        about: "cargo-deny: licences, sources, bans, advisories at hand",
        run: supply::packages,
    },
    Suite { name: "workflows", about: "actions pinned by commit, least permissions", run: supply::workflows },
    Suite { name: "secrets", about: "no key, token or password in any file", run: supply::secrets },
    Suite { name: "print", about: "what is printed is what core's source says", run: print },
    Suite { name: "licences", about: "a text for every package in the wheel", run: licences::run },
    Suite { name: "clippy", about: "clippy pedantic, warnings denied", run: clippy },
    Suite { name: "unit", about: "unit and integration tests, vectors included", run: unit },
    Suite { name: "kill", about: "a thousand payments by a process killed again and again", run: kill },
    Suite {
        name: "linear",
        about: "every reader of foreign text: twice the length, twice the instructions",
        run: linear::run,
    },
    Suite { name: "doctest", about: "examples in doc comments", run: doctest },
    Suite { name: "doc", about: "rustdoc without warnings", run: doc },
    Suite { name: "wasm", about: "wasm32 check of core", run: wasm },
    Suite {
        name: "simulation",
        about: "200,000 payments under every fault, 200 seeds: none paid twice, none lost",
        run: simulation::run,
    },
    Suite {
        name: "crowd",
        about: "thousands of orders at a relay: none paid twice, none lost, nobody locked out",
        run: simulation::crowd,
    },
    Suite {
        name: "planted",
        about: "the simulator, the stories and the crowd find every planted bug",
        run: simulation::planted,
    },
    Suite { name: "demo", about: "cargo xtask demo, under 2 s once built", run: demo },
    Suite { name: "examples", about: "every example runs against the local sandbox", run: examples::run },
    Suite {
        name: "reproducible",
        about: "the wheel built twice, in two folders: the same bytes",
        run: reproducible::run,
    },
    Suite { name: "sdk", about: "official Python SDK against the sandbox", run: official_sdk::run },
];

/// What is Python's, one after the other.
const PYTHON: &[Suite] = &[
    Suite { name: "python", about: "the wheel in a fresh environment: pytest", run: python::tests },
    Suite { name: "python-types", about: "mypy --strict and stubtest", run: python::types },
    Suite {
        name: "python-postgres",
        about: "processes that share a journal in PostgreSQL and are killed",
        run: python::postgres,
    },
    Suite { name: "django-shop", about: "the example shop, in Chromium too", run: python::shop },
    Suite {
        name: "first-relay",
        about: "docs/first-relay.md as a reader does it, paid in Chromium",
        run: python::first_relay,
    },
];

/// What is the JVM's and the apps', beside that.
const APPS: &[Suite] = &[
    Suite {
        name: "kotlin",
        about: "the Kotlin libraries for servers and apps, with Maven",
        run: kotlin::run,
    },
    Suite {
        name: "apps",
        about: "the AAR for Android and the XCFramework for iOS, as far as no vendor's kit is needed",
        run: apps::run,
    },
    Suite { name: "swift", about: "the Swift products for servers and apps", run: swift::run },
    Suite {
        name: "kotlin-examples",
        about: "the example shop on Ktor and the app that pays at it, as their READMEs say",
        run: kotlin_examples::run,
    },
];

/// What is JavaScript's, beside those: all wait for browsers, databases and dead processes more than they work.
const JAVASCRIPT: &[Suite] = &[
    Suite { name: "npm", about: "the npm package, built, packed and tried in Node", run: npm::tests },
    Suite { name: "npm-types", about: "TypeScript 7, 6 and 5.0, publint, arethetypeswrong", run: npm::types },
    Suite { name: "npm-nodes", about: "the npm package in Node 22 and 24", run: npm::nodes },
    Suite {
        name: "npm-browser",
        about: "the npm package and the page that pays with it, in Chromium",
        run: npm::browser,
    },
    Suite {
        name: "npm-runtimes",
        about: "Node, Bun, Deno, workerd and Chromium against a server that misbehaves; Vite, webpack, esbuild",
        run: npm::runtimes,
    },
    Suite {
        name: "transports",
        about: "bindings-wasm's transports for Rust pages, in Node and in Chromium",
        run: transports::run,
    },
    Suite {
        name: "rust-checkout",
        about: "the example page written in Rust, in Chromium",
        run: transports::page,
    },
    Suite { name: "node-shop", about: "the example shop in Node, killed and in Chromium", run: npm::shop },
];

/// The demo is a newcomer's first contact: once built it must not make them wait.
const DEMO_LIMIT: Duration = Duration::from_secs(2);

/// Runs the chosen suites; fails when one of them failed.
pub(crate) fn run(args: &Args) -> ExitCode {
    let all = || [ALONE, PYTHON, APPS, JAVASCRIPT].into_iter().flatten();
    if args.list {
        for suite in all() {
            println!("{:<16}{}", suite.name, suite.about);
        }
        return ExitCode::SUCCESS;
    }
    if let Some(name) = args.only.iter().find(|name| all().all(|suite| suite.name != name.as_str())) {
        let names: Vec<_> = all().map(|suite| suite.name).collect();
        eprintln!("no suite is called {name}; there are: {}", names.join(", "));
        return ExitCode::from(2);
    }
    let chosen = |suite: &&Suite| args.only.is_empty() || args.only.iter().any(|name| name == suite.name);
    let context = Context::new();
    let finish = |suites: &[Suite]| -> Vec<Finished> {
        suites.iter().filter(chosen).map(|suite| runner::run_suite(suite, &context)).collect()
    };
    let results = std::thread::scope(|scope| {
        if args.only.is_empty() {
            scope.spawn(ahead::build);
            scope.spawn(ahead::install);
        }
        let mut results = finish(ALONE);
        let beside = [PYTHON, APPS].map(|suites| scope.spawn(move || finish(suites)));
        let javascript = finish(JAVASCRIPT);
        for suites in beside {
            // A suite that panics has found a fault of its own.
            results.extend(suites.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        results.extend(javascript);
        results
    });
    runner::summary(&results)
}

fn fmt(context: &Context) -> Report {
    context.cargo(&["fmt", "--all", "--check"])?;
    Ok(String::new())
}

fn print(context: &Context) -> Report {
    crate::print::from_source(context, true)
}

fn clippy(context: &Context) -> Report {
    context.cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"])?;
    // Without the sandbox other code is dead, and other imports are unused.
    context.cargo(&["clippy", "-p", "xaalis", "--", "-D", "warnings"])?;
    Ok(String::new())
}

fn unit(context: &Context) -> Report {
    let output = context.cargo(&[
        "test",
        "--workspace",
        "--all-features",
        "--lib",
        "--bins",
        "--tests",
        "--no-fail-fast",
    ])?;
    runner::count_tests(&output)
}

/// Longer than a unit test may be, so not among them.
fn kill(context: &Context) -> Report {
    let output = context.cargo(&[
        "test",
        "-p",
        "xaalis-tests",
        "--test",
        "kill",
        "--",
        "--ignored",
        "--nocapture",
        "a_thousand_payments",
    ])?;
    let line = output.lines().find_map(|line| line.split_once("thousand: ").map(|(_, figures)| figures));
    line.map(str::to_owned).ok_or_else(|| Outcome::Failed(format!("no figures in:\n{output}")))
}

fn doctest(context: &Context) -> Report {
    runner::count_tests(&context.cargo(&[
        "test",
        "--workspace",
        "--all-features",
        "--doc",
        "--no-fail-fast",
    ])?)
}

fn doc(context: &Context) -> Report {
    let mut command = context.cargo_command(&["doc", "--workspace", "--all-features", "--no-deps"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    context.output(&mut command)?;
    Ok(String::new())
}

fn wasm(context: &Context) -> Report {
    let check = ["check", "-p", "xaalis", "--target", build::wasm::target(context)?];
    context.cargo(&check)?;
    context.cargo(&[&check[..], &["--features", "sandbox"]].concat())?;
    Ok("with and without sandbox".to_owned())
}

fn demo(context: &Context) -> Report {
    context.cargo(&["build", "-p", "xtask"])?;
    let start = Instant::now();
    context.cargo(&["xtask", "demo"])?;
    let took = start.elapsed();
    if took > DEMO_LIMIT {
        return Err(Outcome::Failed(format!("the demo took {:.1} s", took.as_secs_f64())));
    }
    Ok(format!("{} ms", took.as_millis()))
}
