//! What a linker works at for minutes on one core, begun at the start, beside suites that wait more than they work.

use super::reproducible;
use super::runner::Context;
use crate::build;

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
