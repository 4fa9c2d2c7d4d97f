//! As published, and as another library has it.

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
