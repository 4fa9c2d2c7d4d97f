//! What every operation knows of its account: its id, the mode, and a secret for fingerprints of people.

use crate::value::{Mode, OpId, Phone};
use hmac_sha256::HMAC;

/// What an operation needs to know besides its order.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) op: OpId,
    pub(crate) mode: Mode,
    /// Derived from the key: makes fingerprints that nobody without the key can compute.
    pub(crate) secret: [u8; 32],
}

impl Context {
    /// A phone number as a record may hold it.
    pub(crate) fn fingerprint(&self, phone: &Phone) -> String {
        fingerprint(&self.secret, phone)
    }
}

/// The number under a secret derived from the key: the same number, the same text, and nobody
/// without the key can try all numbers.
pub(crate) fn fingerprint(secret: &[u8; 32], phone: &Phone) -> String {
    use std::fmt::Write;
    if planted!(13) {
        return phone.as_str().to_owned();
    }
    HMAC::mac(phone.as_str().as_bytes(), secret).iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
