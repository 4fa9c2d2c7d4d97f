//! How the keys of what goes out are written.

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::io::{self, Write};
use xaalis::PaymentError;
use xaalis::given::{At, Given, Kind, Read, Spelling, Terms};

/// The names of members, in everything that goes out, and in what callers hand in: orders, events, records, notices
/// and the sandbox's options. What a package makes itself has core's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    /// As core writes them: `ext_id`.
    #[default]
    Snake,
    /// As JavaScript does: `extId`. No object of core's has data for its keys.
    Camel,
}

impl Read for Keys {
    const KIND: Kind = Kind::Text;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        match String::read(given, at)?.as_str() {
            "snake" => Ok(Self::Snake),
            "camel" => Ok(Self::Camel),
            _ => Err(PaymentError::invalid(at.path(), "unknown", "snake, camel")),
        }
    }
}

impl Keys {
    /// How the language that has names so calls things.
    pub(crate) const fn terms(self) -> &'static Terms {
        match self {
            Self::Snake => &Terms::JSON,
            Self::Camel => &Terms::JAVASCRIPT,
        }
    }

    /// A value as text.
    pub(crate) fn write(self, value: &impl Serialize) -> String {
        let mut text = Vec::with_capacity(128);
        let formatter = Named { keys: self, in_key: false };
        // Nothing of core's fails to be written, and a vector takes everything.
        let _ = value.serialize(&mut Serializer::with_formatter(&mut text, formatter));
        String::from_utf8(text).unwrap_or_default()
    }

    /// A name, or a path such as `transfers[3].ext_id`.
    pub(crate) fn name(self, name: &str) -> String {
        let spelling = if self == Self::Snake { Spelling::Snake } else { Spelling::Camel };
        spelling.name(name).into_owned()
    }
}

/// One type for both ways: core's types are written by one copy of the code.
struct Named {
    keys: Keys,
    in_key: bool,
}

impl Formatter for Named {
    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.in_key = true;
        if first { Ok(()) } else { writer.write_all(b",") }
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        self.in_key = false;
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if self.in_key && self.keys == Keys::Camel && fragment.contains('_') {
            return writer.write_all(self.keys.name(fragment).as_bytes());
        }
        writer.write_all(fragment.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Thing {
        ext_id: &'static str,
        #[serde(rename = "alreadyCamel")]
        already: Vec<Thing>,
    }

    #[test]
    fn keys_change_and_values_do_not() {
        let thing = Thing { ext_id: "a_b\"c_d", already: vec![Thing { ext_id: "e_f", already: vec![] }] };
        let text = r#"{"ext_id":"a_b\"c_d","alreadyCamel":[{"ext_id":"e_f","alreadyCamel":[]}]}"#;
        assert_eq!(Keys::Snake.write(&thing), text);
        assert_eq!(Keys::Camel.write(&thing), text.replace("ext_id", "extId"));
    }

    #[test]
    fn a_path_is_named_as_its_keys() {
        for (name, camel) in [
            ("amount", "amount"),
            ("transfers[3].ext_id", "transfers[3].extId"),
            ("earlier_keys[0]", "earlierKeys[0]"),
            ("external_transaction_id", "externalTransactionId"),
        ] {
            assert_eq!(Keys::Camel.name(name), camel);
            assert_eq!(Keys::Snake.name(name), name);
        }
    }
}
