//! How every value that is a checked text crosses serde: out as its text, in through its parser.

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
