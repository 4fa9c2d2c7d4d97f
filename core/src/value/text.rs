//! How every value that is a checked text crosses serde: out as its text, in through its parser; and
//! how words of the wire are compared.

/// Is this the word? Neither case nor the space around counts: one vendor's pages alone spell a status
/// in three ways.
#[inline]
pub(crate) fn is_word(given: &str, word: &str) -> bool {
    given.trim().eq_ignore_ascii_case(word.trim())
}

/// Serde for a type with `as_str`, read back through `$parse`, so that no record, reply or binding
/// can smuggle in a value the parser would refuse.
macro_rules! serde_as_text {
    ($type:ty, $what:literal, $parse:expr) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        read_as_text!($type, $what, $parse);
    };
}

/// The reading half of [`serde_as_text`], for secrets that must never be written.
macro_rules! read_as_text {
    ($type:ty, $what:literal, $parse:expr) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Reader;
                impl serde::de::Visitor<'_> for Reader {
                    type Value = $type;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($what)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        let parse: fn(&str) -> Result<$type, $crate::error::PaymentError> = $parse;
                        parse(text).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Reader)
            }
        }
    };
}

pub(crate) use read_as_text;

#[cfg(test)]
mod tests {
    use super::is_word;

    #[test]
    fn neither_case_nor_the_space_around_makes_another_word() {
        for same in ["in_transit", "IN_TRANSIT", " In_Transit", "in_transit\r\n", "\tin_transit "] {
            assert!(is_word(same, "in_transit") && is_word("in_transit", same), "{same:?}");
        }
        for other in ["", " ", "in transit", "in-transit", "in_transi", "in_transitt", "ın_transıt"] {
            assert!(!is_word(other, "in_transit"), "{other:?}");
        }
    }
}
