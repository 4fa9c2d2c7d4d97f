//! What `bindings-wasm` offers to pages written in Rust: its transports, in Node and in Chromium, and a page that pays
//! with them.

use super::npm;
use super::runner::{Context, Outcome, Report};
use crate::apt;
use crate::build::{rust_checkout, wasm};
use xaalis::sandbox::Sandbox;
use xaalis_sandbox_server::Server;

/// Where the cases stand, and who calls them.
const CASES: &str = "bindings-wasm/tests/transport_cases.rs";
const RUNNER: &str = "bindings-wasm/tests/transports.test.mjs";
const PAGE: &str = "examples/rust-checkout/test/checkout.test.mjs";
/// Each with what cargo is told.
const TRANSPORTS: [(&str, &[&str]); 2] = [("gloo", &[]), ("reqwest", &["--features", "reqwest"])];
const PLACES: u64 = 2;

/// Every case, over both transports, in both places.
pub(super) fn run(context: &Context) -> Report {
    apt::ensure(context, "chromium", &[], &["chromium", "fonts-dejavu-core"])?;
    wasm::install(context, &wasm::folder(context))?;
    let folder = context.target.join("transports");
    for (name, features) in TRANSPORTS {
        let example = ["--package", "xaalis-wasm", "--example", "transport_cases"];
        wasm::page(
            context,
            &[&example, features].concat(),
            "examples/transport_cases.wasm",
            &folder.join(name),
            "cases",
        )?;
    }
    let mut node = context.command("node");
    node.args(["--test", RUNNER]).current_dir(&context.root).env("XAALIS_CASES", &folder);
    let told = npm::passed(&context.output(&mut node)?)?;
    let source = std::fs::read_to_string(context.root.join(CASES));
    let source = source.map_err(|why| Outcome::Failed(format!("{CASES}: {why}")))?;
    let cases = count(&source);
    // Node counts each group of them as one more.
    let groups = PLACES * TRANSPORTS.len() as u64;
    let wanted = format!("{} passed", groups * (cases + 1));
    if cases == 0 || told != wanted {
        return Err(Outcome::Failed(format!("{told}, but {CASES} has {cases} cases: {wanted}")));
    }
    Ok(format!("{cases} cases, 2 transports, Node and Chromium"))
}

/// The page of the examples: with the sandbox inside it, and over its transport with one behind a socket.
pub(super) fn page(context: &Context) -> Report {
    apt::ensure(context, "chromium", &[], &["chromium", "fonts-dejavu-core"])?;
    wasm::install(context, &wasm::folder(context))?;
    let folder = rust_checkout::folder(context)?;
    let server = Server::start(Sandbox::new(), ([127, 0, 0, 1], 0).into())
        .map_err(|error| Outcome::Failed(format!("sandbox server: {error}")))?;
    let screenshots = context.target.join("screenshots");
    let mut node = context.command("node");
    node.args(["--test", PAGE]).current_dir(&context.root);
    node.env("XAALIS_PAGE", folder).env("XAALIS_SANDBOX", server.url());
    let output = context.output(node.env("XAALIS_SCREENSHOTS", &screenshots));
    server.stop();
    Ok(format!("{}; screenshots in {}", npm::passed(&output?)?, screenshots.display()))
}

/// How many cases the file declares.
fn count(source: &str) -> u64 {
    let declared =
        source.lines().filter(|line| line.starts_with("    async fn ") && line.ends_with("(peer) {"));
    declared.count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_counted_and_nothing_else() {
        let source = "cases! {\n    async fn a_case(peer) {\n    }\n\n    async fn another(peer) {\n    }\n}\n\
                      async fn helper(peer: &str) -> Told {\n";
        assert_eq!(count(source), 2);
    }
}
