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
        over(self.outer.clone(), &[&over(self.inner.clone(), parts)])
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
mod tests {
    use super::*;
    use crate::webhook::hex;

    /// FIPS 180-2, appendix B, and the empty text.
    #[test]
    fn sha256_is_as_published() {
        let two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        for (text, expected) in [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (two, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        ] {
            assert_eq!(hex(&sha256(&[text.as_bytes()])), expected);
            let (left, right) = text.as_bytes().split_at(text.len() / 2);
            assert_eq!(hex(&sha256(&[left, &[], right])), expected);
        }
    }

    /// RFC 4231, cases 1, 2, 6 and 7: a short key, and one longer than a block.
    #[test]
    fn hmac_is_as_published() {
        let long = [0xaa; 131];
        let hashed: &[u8] = b"Test Using Larger Than Block-Size Key - Hash Key First";
        let larger: &[u8] =
            b"This is a test using a larger than block-size key and a larger than block-size data. \
            The key needs to be hashed before being used by the HMAC algorithm.";
        let cases: [(&[u8], &[u8], &str); 4] = [
            (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (&long, hashed, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
            (&long, larger, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
        ];
        for (key, text, expected) in cases {
            let mac = Hmac::new(key);
            let (left, right) = text.split_at(text.len() / 3);
            assert_eq!(hex(&mac.of(&[text])), expected);
            assert_eq!(hex(&mac.of(&[left, right])), expected, "the key is taken in once and used again");
        }
    }

    #[test]
    fn the_length_of_a_text_and_where_it_is_cut_change_nothing() {
        let (key, text) = ([0x5a; 32], "a text of more than one block ".repeat(9));
        for cut in [0, 1, 55, 56, 63, 64, 65, text.len()] {
            let (first, rest) = text.as_bytes().split_at(cut);
            let mac = Hmac::new(&key);
            assert_eq!(mac.of(&[first, rest]), hmac_sha256::HMAC::mac(&text, key));
            assert_eq!(mac.of(&[first]), hmac_sha256::HMAC::mac(first, key));
            assert_eq!(sha256(&[first]), hmac_sha256::Hash::hash(first));
        }
    }
}
