//! What every operation knows of its account: its id, the mode, how to recognise people and how long to wait for them.

use crate::keyring::Keyring;
use crate::policy::People;
use crate::value::{Mode, OpId};

/// What an operation needs to know besides its order.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) op: OpId,
    pub(crate) mode: Mode,
    pub(crate) keys: Keyring,
    pub(crate) people: People,
}
