//! One operation, one door: what crosses to a language that has no types of its own for core's.
//!
//! Everything is JSON text, and every crossing that tells something answers with the
//! [next step](xaalis::Step). No clock, no socket and no journal is in here: whoever forwards to it brings them.
//!
//! What is refused is text as well: the JSON of a [`PaymentError`](xaalis::PaymentError). It holds no key, no
//! code and no phone number.

mod account;
mod keys;
mod operation;
mod read;
mod records;
mod relay;
mod relay_client;
#[cfg(feature = "sandbox")]
mod sandbox;
mod texts;
mod webhook;

pub use account::Account;
pub use keys::Keys;
pub use operation::Operation;
pub use read::refused;
pub use records::{
    among, earlier_tries, is_about, notice_vendor, record_progress, record_to_show, record_words,
};
pub use relay::{Gate, Visit};
pub use relay_client::RelayClient;
#[cfg(feature = "sandbox")]
pub use sandbox::Sandbox;
pub use texts::{code_texts, doubt_texts, error_class, error_texts};
pub use webhook::{callback_url, custom_data, read_callback, read_webhook, sign_webhook, verify_hmac};

/// What was asked for, or the JSON of why it is refused.
pub type Answer<T> = Result<T, String>;
