//! The native part of `xaalis` for Python: the core's sessions, the transport, the sandbox.
//!
//! No payment logic lives here: Python's drivers (`_payment.py`, `_apayment.py`) run the loop
//! over these objects.

mod account;
mod bridge;
mod convert;
mod errors;
mod exchange;
mod input;
mod records;
mod relay;
mod relay_client;
mod sandbox;
mod session;
mod short;
mod texts;
mod transport;
mod types;
mod webhook;

use pyo3::prelude::*;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Native parts; use the names of the package `xaalis` instead.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::account::Account;
    #[pymodule_export]
    use super::bridge::Bridge;
    #[pymodule_export]
    use super::exchange::{Request, Response};
    #[pymodule_export]
    use super::records::{
        Records, among, earlier_tries, is_about, record_progress, record_to_show, record_words,
    };
    #[pymodule_export]
    use super::relay::{Gate, Visit};
    #[pymodule_export]
    use super::relay_client::RelayClient;
    #[pymodule_export]
    use super::sandbox::NativeSandbox;
    #[pymodule_export]
    use super::session::Session;
    #[pymodule_export]
    use super::texts::{code_texts, doubt_texts, error_class, error_texts};
    #[pymodule_export]
    use super::transport::Transport;
    #[pymodule_export]
    use super::version;
    #[pymodule_export]
    const STORE: u8 = crate::session::STORE;
    #[pymodule_export]
    const SEND: u8 = crate::session::SEND;
    #[pymodule_export]
    const WAIT: u8 = crate::session::WAIT;
    #[pymodule_export]
    const ASK: u8 = crate::session::ASK;
    #[pymodule_export]
    const DONE: u8 = crate::session::DONE;
    #[pymodule_export]
    const LOST: u8 = crate::session::LOST;
    #[pymodule_export]
    const LOAD: u8 = crate::session::LOAD;
    #[pymodule_export]
    const TAKE: u8 = crate::relay::TAKE;
    #[pymodule_export]
    const HOLD: u8 = crate::relay::HOLD;
    #[pymodule_export]
    const FREE: u8 = crate::relay::FREE;
    #[pymodule_export]
    const RESPOND: u8 = crate::relay::RESPOND;
    #[pymodule_export]
    const TOKEN: u8 = crate::relay::TOKEN;
    #[pymodule_export]
    const SHOW: u8 = crate::relay::SHOW;
    #[pymodule_export]
    const REFUSED: u8 = crate::relay::REFUSED;
    #[pymodule_export]
    const KEEP: u8 = crate::relay::KEEP;
    #[pymodule_export]
    const RECALL: u8 = crate::relay::RECALL;
    #[pymodule_export]
    const MOST_BODY: usize = xaalis::relay::MOST_BODY;
    #[pymodule_export]
    use super::webhook::{CallbackKey, WebhookKeys};
    #[pymodule_export]
    use crate::transport::Call;
    #[pymodule_export]
    use crate::transport::{AsyncParts, BlockingParts};
}

/// The version of the library.
#[pyo3::pyfunction]
fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The value, also after a panic of another thread.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
