//! One operation, one door: what crosses to a language that has no types of its own for core's.
//!
//! Everything is JSON text, and every crossing that tells something answers with the
//! [next step](xaalis::Step). No clock, no socket and no journal is in here: whoever forwards to it brings them.
//!
//! What is refused is text as well: the JSON of a [`PaymentError`](xaalis::PaymentError). It holds no key, no
//! code and no phone number.

#[cfg(feature = "merchant")]
mod account;
mod keys;
#[cfg(feature = "merchant")]
mod operation;
mod read;
#[cfg(feature = "merchant")]
mod records;
#[cfg(feature = "merchant")]
mod relay;
mod relay_client;
#[cfg(feature = "sandbox")]
mod sandbox;
mod texts;
#[cfg(feature = "merchant")]
mod webhook;

#[cfg(feature = "merchant")]
pub use account::Account;
pub use keys::Keys;
#[cfg(feature = "merchant")]
pub use operation::Operation;
pub use read::refused;
#[cfg(feature = "merchant")]
pub use records::{
    among, earlier_tries, is_about, notice_vendor, record_progress, record_to_show, record_words,
};
#[cfg(feature = "merchant")]
pub use relay::{Gate, Visit};
pub use relay_client::RelayClient;
#[cfg(feature = "sandbox")]
pub use sandbox::Sandbox;
pub use texts::{code_texts, doubt_texts, error_class, error_texts};
#[cfg(feature = "merchant")]
pub use webhook::{callback_url, custom_data, read_callback, read_webhook, sign_webhook, verify_hmac};

/// What was asked for, or the JSON of why it is refused.
pub type Answer<T> = Result<T, String>;
