//! SHA-256 and HMAC-SHA256 of several parts as one.
//!
//! Portable and small as it comes; with the feature `ring`, which changes no result, with the processor's
//! own instructions: for a program that carries ring for its connections anyway (docs/adr/0007).

#[cfg(not(feature = "ring"))]
use hmac_sha256::Hash;
#[cfg(feature = "ring")]
use ring_hash::Hash;

const BLOCK: usize = 64;

pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    over(Hash::new(), parts)
}

/// HMAC-SHA256 with its key taken in already: that is half the work for a short text.
#[derive(Clone)]
pub(crate) struct Hmac {
    inner: Hash,
    outer: Hash,
}

impl Hmac {
    pub(crate) fn new(key: &[u8]) -> Self {
        let short;
        let key = if key.len() > BLOCK {
            short = sha256(&[key]);
            &short
        } else {
            key
        };
        let padded = |pad: u8| {
            let mut block = [pad; BLOCK];
            for (block, key) in block.iter_mut().zip(key) {
                *block ^= key;
            }
            let mut hash = Hash::new();
            hash.update(block);
            hash
        };
        Self { inner: padded(0x36), outer: padded(0x5c) }
    }

    pub(crate) fn of(&self, parts: &[&[u8]]) -> [u8; 32] {
        over(Hash::clone(&self.outer), &[&over(Hash::clone(&self.inner), parts)])
    }
}

impl Drop for Hmac {
    /// Neither library wipes what it was given.
    fn drop(&mut self) {
        (self.inner, self.outer) = (Hash::new(), Hash::new());
        // Else the compiler leaves out what nobody reads.
        std::hint::black_box(self);
    }
}

fn over(mut hash: Hash, parts: &[&[u8]]) -> [u8; 32] {
    for part in parts {
        hash.update(part);
    }
    hash.finalize()
}

#[cfg(feature = "ring")]
mod ring_hash {
    use ring::digest::{Context, SHA256};

    #[derive(Clone)]
    pub(super) struct Hash(Context);

    impl Hash {
        pub(super) fn new() -> Self {
            Self(Context::new(&SHA256))
        }

        pub(super) fn update(&mut self, part: impl AsRef<[u8]>) {
            self.0.update(part.as_ref());
        }

        pub(super) fn finalize(self) -> [u8; 32] {
            let mut out = [0; 32];
            for (to, from) in out.iter_mut().zip(self.0.finish().as_ref()) {
                *to = *from;
            }
            out
        }
    }
}

#[cfg(test)]
mod tests;
