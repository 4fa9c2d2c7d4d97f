//! What rustc compiles for besides this machine.

use crate::test::runner::{Context, Outcome};
use std::sync::{Mutex, PoisonError};

/// Sees to it that the standard library of this target is there.
pub(crate) fn add(context: &Context, target: &str) -> Result<(), Outcome> {
    // Two at once would both install it.
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _alone = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let said = context.output(context.command("rustup").args(["target", "list", "--installed"]));
    // Without rustup it is there or cargo says so.
    if said.is_ok_and(|said| !said.lines().any(|line| line.trim() == target)) {
        context.output(context.command("rustup").args(["target", "add", target]))?;
    }
    Ok(())
}
