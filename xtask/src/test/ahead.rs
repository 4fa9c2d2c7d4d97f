//! What takes minutes, begun at the start: what a linker works at on one core, and what is downloaded.

use super::reproducible;
use super::runner::Context;
use crate::build;
use crate::swift::Swift;

/// Builds what is built once per run of a command, and gives way to the suites: one that needs it first makes it, one
/// that comes later waits for it.
///
/// What goes wrong here is not told: the suite that needs it tries again and tells.
pub(super) fn build() {
    let context = Context::giving_way();
    let _ = build::python(&context);
    let _ = reproducible::second(&context);
    let _ = build::wasm::package(&context);
}

/// Installs what takes minutes to download.
///
/// What goes wrong here is not told: the suite that needs it tries again and tells.
pub(super) fn install() {
    let _ = Swift::ready(&Context::new());
}
