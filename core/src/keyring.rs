//! What is made of the key besides requests: fingerprints of people, and seals on records.
//!
//! Each purpose has a secret of its own, and a client may know the secrets of keys it had before: they
//! recognise and check, and never make anything new.

use crate::digest::Hmac;
use crate::record::Record;
use crate::value::{ApiKey, Phone};
use crate::webhook::hex;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// The secrets of an account's key, then those of its earlier ones. Clones share one copy.
#[derive(Clone)]
pub(crate) struct Keyring(Arc<[Secrets]>);

#[derive(Clone)]
struct Secrets {
    people: Hmac,
    records: Hmac,
}

/// The last member of a sealed state, up to the seal.
const MEMBER: &str = ",\"seal\":\"";
/// After it.
const END: &str = "\"}";
/// SHA-256 in hexadecimal.
const SEAL: usize = 64;

impl Keyring {
    pub(crate) fn new(key: &ApiKey) -> Self {
        Self(Arc::new([Secrets::new(key)]))
    }

    /// The same, knowing these too.
    pub(crate) fn knowing(&self, earlier: &[ApiKey]) -> Self {
        Self(self.0.iter().cloned().chain(earlier.iter().map(Secrets::new)).collect())
    }

    /// A phone number as a record may hold it: nobody without the key can try all numbers.
    pub(crate) fn fingerprint(&self, phone: &Phone) -> String {
        self.0.first().map(|secrets| secrets.fingerprint(phone)).unwrap_or_default()
    }

    /// The same of any texts, for one purpose, which is the first of them: a number has none of its own.
    pub(crate) fn fingerprint_of(&self, parts: &[&str]) -> String {
        let Some(secrets) = self.0.first() else { return String::new() };
        // As a list of JSON: where one ends and the next begins can be read in one way only.
        let text = serde_json::to_string(parts).unwrap_or_default();
        let mut text = hex(&secrets.people.of(&[text.as_bytes()]));
        text.truncate(32);
        text
    }

    /// Was this fingerprint made of this number, with whichever key?
    pub(crate) fn recognises(&self, phone: &Phone, fingerprint: &str) -> bool {
        self.0.iter().any(|secrets| secrets.fingerprint(phone) == fingerprint)
    }

    /// Seals a record whose state is not sealed yet.
    pub(crate) fn seal(&self, record: &mut Record) {
        let Some(secrets) = self.0.first() else { return };
        let seal = secrets.seal(record, &record.state, "");
        // Every memo is an object with members.
        if record.state.pop().is_some() {
            record.state.reserve_exact(MEMBER.len().saturating_add(SEAL).saturating_add(END.len()));
            record.state.extend([MEMBER, &seal, END]);
        }
    }

    /// Has it come back as it was sealed with one of the keys?
    pub(crate) fn sealed(&self, record: &Record) -> bool {
        cut(&record.state).is_some_and(|(open, seal)| {
            let fits =
                |secrets: &Secrets| secrets.seal(record, open, "}").as_bytes().ct_eq(seal.as_bytes()).into();
            self.0.iter().any(fits)
        })
    }
}

/// The state of a sealed record as it was before.
pub(crate) fn unsealed(state: &str) -> String {
    cut(state).map_or_else(|| state.to_owned(), |(open, _)| [open, "}"].concat())
}

/// What is sealed, but for its last brace, and the seal.
fn cut(state: &str) -> Option<(&str, &str)> {
    let text = state.strip_suffix(END)?;
    let (rest, seal) = text.split_at_checked(text.len().checked_sub(SEAL)?)?;
    Some((rest.strip_suffix(MEMBER)?, seal))
}

impl Secrets {
    fn new(key: &ApiKey) -> Self {
        let ready = |label: &str| Hmac::new(&key.derive(label));
        Self { people: ready("xaalis-payer-v1"), records: ready("xaalis-seal-v1") }
    }

    fn fingerprint(&self, phone: &Phone) -> String {
        let mut text = hex(&self.people.of(&[phone.as_str().as_bytes()]));
        text.truncate(32);
        text
    }

    /// Over all parts as a list of JSON, then the state as it is without its seal: where one ends and the
    /// next begins can be read in one way only.
    fn seal(&self, record: &Record, state: &str, rest: &str) -> String {
        let parts = (
            record.version,
            &record.op_id,
            record.sequence,
            record.vendor,
            record.mode,
            &record.operation,
            record.stage,
            &record.reference,
            &record.our_reference,
        );
        let parts = serde_json::to_string(&parts).unwrap_or_default();
        hex(&self.records.of(&[parts.as_bytes(), state.as_bytes(), rest.as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_has_a_secret_of_its_own() {
        let secrets = Secrets::new(&ApiKey::parse("sk_test_sandbox").unwrap());
        assert_ne!(secrets.people.of(&[b"76000000"]), secrets.records.of(&[b"76000000"]));
    }
}
