//! `cargo xtask build rust-checkout`: the example page written in Rust, as a folder that any server of files serves.

use super::wasm;
use crate::test::runner::{Context, Outcome};
use std::path::PathBuf;

/// Its sources, and what it has of its own and of the page in TypeScript.
const FILES: [(&str, &str); 3] = [
    ("examples/rust-checkout/index.html", "index.html"),
    ("examples/rust-checkout/start.js", "start.js"),
    ("examples/web-checkout/src/style.css", "style.css"),
];

/// Builds it; its folder.
pub(crate) fn folder(context: &Context) -> Result<PathBuf, Outcome> {
    let folder = context.target.join("rust-checkout");
    let package = ["--package", "xaalis-rust-checkout"];
    wasm::page(context, &package, "xaalis-rust-checkout.wasm", &folder, "page")?;
    for (from, to) in FILES {
        wasm::copy(&context.root.join(from), &folder.join(to))?;
    }
    Ok(folder)
}
