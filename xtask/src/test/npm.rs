//! The npm package: its tests in Node, in other Nodes and in Chromium, its types, what it is packed as, and the page
//! and the shop that pay with it.

use super::runner::{Context, Outcome, Report};
use crate::apt;
use crate::build::wasm;
use std::path::Path;

/// The page of the examples.
const PAGE: &str = "examples/web-checkout";
const SHOP: &str = "examples/node-shop";

/// The package as it is built and packed, then its tests in the Node that is there.
pub(super) fn tests(context: &Context) -> Report {
    apt::postgres(context)?;
    let packed = wasm::package(context)?;
    let npm = wasm::folder(context);
    let output = script(context, &npm, "test")?;
    let bytes = std::fs::metadata(&packed).map_err(|error| Outcome::Failed(error.to_string()))?.len();
    Ok(format!("{}; tarball {} kB", passed(&output)?, bytes / 1000))
}

/// Node 22 and 24, as npm ships them.
pub(super) fn nodes(context: &Context) -> Report {
    apt::postgres(context)?;
    wasm::package(context)?;
    let output = script(context, &wasm::folder(context), "test:nodes")?;
    let versions: Vec<&str> = output.lines().filter(|line| line.starts_with('v')).collect();
    Ok(format!("{}: {}", versions.join(" and "), passed(&output)?))
}

/// The packed package in every runtime and bundler: a server that misbehaves, the whole of it in short, a page of each
/// bundler, and that nothing grows.
pub(super) fn runtimes(context: &Context) -> Report {
    apt::ensure(context, "chromium", &[], &["chromium", "fonts-dejavu-core"])?;
    wasm::package(context)?;
    let npm = wasm::folder(context);
    for folder in ["test/nodes", "test/runtimes/tools"] {
        wasm::install(context, &npm.join(folder))?;
    }
    passed(&script(context, &npm, "test:runtimes")?)
}

/// Chromium, under a policy that lets wasm run and nothing else; then the page of the examples.
pub(super) fn browser(context: &Context) -> Report {
    apt::ensure(context, "chromium", &[], &["chromium", "fonts-dejavu-core"])?;
    wasm::package(context)?;
    let package = passed(&script(context, &wasm::folder(context), "test:browser")?)?;
    let page = context.root.join(PAGE);
    wasm::install(context, &page)?;
    let screenshots = context.target.join("screenshots");
    std::fs::create_dir_all(&screenshots).map_err(|error| Outcome::Failed(error.to_string()))?;
    let tsc = ["node_modules/typescript/bin/tsc", "--noEmit"];
    context.output(context.command("node").args(tsc).current_dir(&page))?;
    let mut test = wasm::npm_command(context);
    test.env("XAALIS_SCREENSHOTS", &screenshots);
    let output = context.output(test.args(["run", "--silent", "test"]).current_dir(&page))?;
    Ok(format!("package: {package}; web-checkout: {}", passed(&output)?))
}

/// The shop of the examples: its processes over PostgreSQL, and its pages in Chromium.
pub(super) fn shop(context: &Context) -> Report {
    apt::postgres(context)?;
    apt::ensure(context, "chromium", &[], &["chromium", "fonts-dejavu-core"])?;
    wasm::package(context)?;
    let shop = context.root.join(SHOP);
    wasm::install(context, &shop)?;
    // Its relay is paid through by the page of the examples.
    wasm::install(context, &context.root.join(PAGE))?;
    let screenshots = context.target.join("screenshots");
    std::fs::create_dir_all(&screenshots).map_err(|error| Outcome::Failed(error.to_string()))?;
    let tsc = ["node_modules/typescript/bin/tsc", "--noEmit"];
    context.output(context.command("node").args(tsc).current_dir(&shop))?;
    let mut test = wasm::npm_command(context);
    test.env("XAALIS_SCREENSHOTS", &screenshots);
    let output = context.output(test.args(["run", "--silent", "test"]).current_dir(&shop))?;
    Ok(format!("{}; screenshots in {}", passed(&output)?, screenshots.display()))
}

/// The types as a strict user has them, with the compilers that are promised, and the tarball as tools of the field see it.
pub(super) fn types(context: &Context) -> Report {
    let packed = wasm::package(context)?;
    let npm = wasm::folder(context);
    let node = |args: &[&str]| context.output(context.command("node").args(args).current_dir(&npm));
    node(&["types/check.mjs"])?;
    for project in ["tsconfig.json", "test/tsconfig.json"] {
        node(&["node_modules/typescript/bin/tsc", "--noEmit", "-p", project])?;
    }
    let packed = packed.to_string_lossy();
    node(&["node_modules/publint/src/cli.js", "run", "--strict", &packed])?;
    let wrong = "node_modules/@arethetypeswrong/cli/dist/index.js";
    let assets = ["asset", "asset/webhooks", "asset/sandbox", "asset/relay"];
    node(&[&[wrong, &packed, "--exclude-entrypoints"], assets.as_slice()].concat())?;
    // Bundlers alone know what to do with the address of a file.
    node(&[&[wrong, &packed, "--profile", "esm-only", "--entrypoints"], assets.as_slice()].concat())?;
    Ok("three compilers, publint and arethetypeswrong".to_owned())
}

fn script(context: &Context, folder: &Path, name: &str) -> Result<String, Outcome> {
    let mut npm = wasm::npm_command(context);
    npm.env("XAALIS_SCREENSHOTS", context.target.join("screenshots"));
    context.output(npm.args(["run", "--silent", name]).current_dir(folder))
}

/// `162 passed`, added up; a run that left something out must not pass.
pub(super) fn passed(output: &str) -> Report {
    let count = |what: &str| -> u64 {
        let told = |line: &str| {
            line.trim_start_matches(['#', 'ℹ', ' ']).strip_prefix(what)?.trim().parse::<u64>().ok()
        };
        output.lines().filter_map(told).sum()
    };
    let (tests, passed) = (count("tests "), count("pass "));
    if passed == 0 || tests != passed {
        return Err(Outcome::Failed(format!("{passed} of {tests} tests passed:\n{output}")));
    }
    Ok(format!("{passed} passed"))
}

#[cfg(test)]
mod tests_of_counting {
    use super::*;

    #[test]
    fn all_have_to_pass_and_none_is_a_failure() {
        let output = "# Subtest: x\n# tests 3\n# pass 3\n# skipped 0\nℹ tests 2\nℹ pass 2\n";
        assert!(matches!(passed(output), Ok(text) if text == "5 passed"));
        assert!(passed("# tests 3\n# pass 2\n# skipped 1\n").is_err());
        assert!(passed("").is_err());
    }
}
