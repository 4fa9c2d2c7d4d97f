//! JSON texts, as what is handed in. No number becomes a float on the way.

use super::{At, Given, Kind, Object, Read, Terms};
use crate::error::PaymentError;
use crate::value::wire::Token;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Reads a JSON text that was handed in. In it, an object whose only name is empty stands for what JSON has no
/// value for: `{"": "a Date"}`.
///
/// # Errors
/// As [`Read::read`]; what is no JSON is refused by the name of the whole.
pub fn from_json<T: Read>(text: &str, at: &At<'_>) -> Result<T, PaymentError> {
    T::read(Given::from_json(text).ok_or_else(|| at.refused("not JSON", T::KIND))?, at)
}

impl<'a> Given<'a> {
    /// What a JSON text holds; `None` when it is none.
    pub fn from_json(text: &'a str) -> Option<Self> {
        let raw: &RawValue = crate::json::from_str(text).ok()?;
        value(raw, 0)
    }
}

/// Reads for serde, from a JSON text, what is read from what is handed in.
pub(crate) fn deserialize<'de, T: Read, D: Deserializer<'de>>(
    deserializer: D,
    name: &str,
) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    from_json(raw.get(), &At::new(name, &Terms::JSON)).map_err(D::Error::custom)
}

/// Deeper than anything core takes.
const DEEPEST: u8 = 8;

fn value(raw: &RawValue, depth: u8) -> Option<Given<'_>> {
    let raw = raw.get();
    let deeper = depth.saturating_add(1);
    Some(match Token::of(raw) {
        Ok(Token::Null) => Given::Nothing,
        Ok(Token::Flag(word)) => Given::Flag(word == "true"),
        Ok(Token::Number(digits)) => number(digits),
        Ok(Token::Text(text)) => Given::Text(text),
        Ok(Token::Nested(_)) if depth >= DEEPEST => Given::TooDeep,
        Ok(Token::Nested(raw)) if raw.starts_with('[') => {
            let items: Vec<&RawValue> = crate::json::from_str(raw).ok()?;
            Given::List(items.into_iter().map(|item| value(item, deeper)).collect::<Option<_>>()?)
        }
        Ok(Token::Nested(raw)) => {
            let Entries(entries) = crate::json::from_str(raw).ok()?;
            let entries = entries.into_iter().map(|(name, raw)| Some((name, value(raw, deeper)?)));
            object(entries.collect::<Option<_>>()?)
        }
        // JSON may name half a character.
        Err(_) => Given::Broken(Kind::Text, "not valid Unicode"),
    })
}

fn number(digits: &str) -> Given<'_> {
    let is_whole = !digits.contains(['.', 'e', 'E']);
    let problem = if is_whole { "out of range" } else { "a fraction" };
    digits.parse().map_or(Given::Broken(Kind::Number, problem), Given::Number)
}

fn object<'a>(entries: Vec<(Cow<'a, str>, Given<'a>)>) -> Given<'a> {
    match entries.as_slice() {
        [(name, Given::Text(word))] if name.is_empty() => match word.as_ref() {
            "a fraction" => Given::Broken(Kind::Number, "a fraction"),
            "NaN" => Given::Broken(Kind::Number, "NaN"),
            "out of range" => Given::Broken(Kind::Number, "out of range"),
            "nested too deeply" => Given::TooDeep,
            word => Given::Other(word.to_owned().into()),
        },
        _ => Given::Object(Object { class: None, entries }),
    }
}

/// The names of an object, each with its value as it stands there.
struct Entries<'de>(Vec<(Cow<'de, str>, &'de RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    entries.push((name, value));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// A name, borrowed where it can be.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
