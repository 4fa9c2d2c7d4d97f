//! Serde helpers for the vendors' JSON, whose numbers come as int, float or text.
//!
//! What decides (an id, an amount) is strict: garbage is refused, for a doubtful amount is worse than no
//! answer. What only informs is lenient: what cannot be read is none, and hides nothing beside it.
//!
//! They look at the raw token instead of the parsed number, so that no float is ever made, and borrow it,
//! so that nothing is copied twice. They work on [`crate::json::from_str`] only.

use super::{Amount, Percent, Personal, Provider, is_word};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// An optional amount that decides: `500`, `500.0` or `"500"`; null is none, garbage is refused.
pub(crate) fn francs_opt<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Amount>, D::Error> {
    let raw = raw(deserializer)?;
    if raw.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        // What nearly every amount is.
        return Amount::parse(raw).map(Some).map_err(D::Error::custom);
    }
    match Token::of(raw).map_err(D::Error::custom)? {
        Token::Null => Ok(None),
        Token::Number(text) => Amount::parse(text).map(Some).map_err(D::Error::custom),
        Token::Text(text) => Amount::parse(&text).map(Some).map_err(D::Error::custom),
        Token::Flag(_) | Token::Nested(_) => Err(D::Error::custom("amount: not a number")),
    }
}

/// An optional text: numbers and booleans by their text; null, objects and arrays are none.
pub(crate) fn text_opt<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(word_opt(deserializer)?.map(Cow::into_owned))
}

/// The same, for a text that is looked at and not kept.
pub(crate) fn word_opt<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Cow<'de, str>>, D::Error> {
    Ok(Token::read(deserializer)?.text())
}

/// An optional id, which decides: as a text, but an object or array is refused.
pub(crate) fn id_opt<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Token::read(deserializer)? {
        Token::Nested(_) => Err(D::Error::custom("id: not a text")),
        token => Ok(token.text().map(Cow::into_owned)),
    }
}

/// An optional operator's name: any text; anything else is none.
pub(crate) fn provider_opt<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Provider>, D::Error> {
    Ok(word_opt(deserializer)?.as_deref().map(Provider::echoed))
}

/// The same for text about a person.
pub(crate) fn personal_opt<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Personal>, D::Error> {
    Ok(text_opt(deserializer)?.map(Personal::from))
}

/// An optional percentage, which only informs: no money is moved by it.
pub(crate) fn percent_opt<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Percent>, D::Error> {
    Ok(match Token::read(deserializer)? {
        Token::Number(text) => Percent::parse(text).ok(),
        Token::Text(text) => Percent::parse(&text).ok(),
        Token::Null | Token::Flag(_) | Token::Nested(_) => None,
    })
}

/// An optional boolean: `true`, `false`, the same as text; anything else is none.
pub(crate) fn flag_opt<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Token::read(deserializer)? {
        Token::Flag(word) => Some(word == "true"),
        Token::Text(word) if is_word(&word, "true") => Some(true),
        Token::Text(word) if is_word(&word, "false") => Some(false),
        Token::Text(_) | Token::Null | Token::Number(_) | Token::Nested(_) => None,
    })
}

/// An optional amount that only informs: a fee, a balance, an echo of ours.
pub(crate) fn loose_francs_opt<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Amount>, D::Error> {
    let raw = raw(deserializer)?;
    if raw.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return Ok(Amount::parse(raw).ok());
    }
    Ok(match Token::of(raw).map_err(D::Error::custom)? {
        Token::Text(text) => Amount::parse(&text).ok(),
        Token::Null | Token::Flag(_) | Token::Number(_) | Token::Nested(_) => None,
    })
}

/// A list of objects: null is empty.
pub(crate) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// What of a list of objects can be read, where they only inform; what is no list is empty.
pub(crate) fn loose_list<T: DeserializeOwned>(raw: &str) -> Vec<T> {
    let items: Vec<Lenient<T>> = crate::json::from_str(raw).unwrap_or_default();
    items.into_iter().filter_map(|Lenient(item)| item).collect()
}

/// An amount inside a map that only informs.
pub(crate) struct LooseFrancs(pub(crate) Option<Amount>);

impl<'de> Deserialize<'de> for LooseFrancs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        loose_francs_opt(deserializer).map(Self)
    }
}

/// Anything: what cannot be read as `T` is none.
pub(crate) struct Lenient<T>(pub(crate) Option<T>);

// Derived, it would ask the same of `T`.
impl<T> Default for Lenient<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> From<T> for Lenient<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Ok(Self(crate::json::from_str(raw.get()).ok()))
    }
}

/// One JSON value, told apart by its first byte.
pub(crate) enum Token<'de> {
    Null,
    Flag(&'de str),
    Number(&'de str),
    Text(Cow<'de, str>),
    Nested(&'de str),
}

impl<'de> Token<'de> {
    #[inline]
    pub(crate) fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(raw(deserializer)?).map_err(D::Error::custom)
    }

    #[inline]
    pub(crate) fn of(raw: &'de str) -> Result<Self, serde_json::Error> {
        Ok(match raw.bytes().next() {
            Some(b'"') => Self::Text(unquote(raw)?),
            Some(b'{' | b'[') => Self::Nested(raw),
            Some(b'n') | None => Self::Null,
            Some(b't' | b'f') => Self::Flag(raw),
            Some(_) => Self::Number(raw),
        })
    }

    fn text(self) -> Option<Cow<'de, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(text) | Self::Flag(text) => Some(Cow::Borrowed(text)),
            Self::Null | Self::Nested(_) => None,
        }
    }
}

/// A value as it stands in the body.
fn raw<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'de str, D::Error> {
    <&RawValue>::deserialize(deserializer).map(RawValue::get)
}

/// Most texts have no escape and need no second reading.
#[inline]
fn unquote(raw: &str) -> Result<Cow<'_, str>, serde_json::Error> {
    match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if !inner.contains('\\') => Ok(Cow::Borrowed(inner)),
        _ => crate::json::from_str::<String>(raw).map(Cow::Owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize, Debug)]
    struct Try {
        #[serde(default, deserialize_with = "text_opt")]
        at: Option<String>,
    }

    #[derive(Deserialize, Debug)]
    struct Reply {
        #[serde(default, deserialize_with = "francs_opt")]
        amount: Option<Amount>,
        #[serde(default, deserialize_with = "loose_francs_opt")]
        fee: Option<Amount>,
        #[serde(default, deserialize_with = "id_opt")]
        id: Option<String>,
        #[serde(default, deserialize_with = "provider_opt")]
        provider: Option<Provider>,
        #[serde(default, deserialize_with = "text_opt")]
        text: Option<String>,
        #[serde(default, deserialize_with = "personal_opt")]
        phone: Option<Personal>,
        #[serde(default, deserialize_with = "percent_opt")]
        fees: Option<Percent>,
        #[serde(default, deserialize_with = "flag_opt")]
        live: Option<bool>,
    }

    fn read(json: &str) -> Result<Reply, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn amounts_are_read_exactly_or_refused() {
        for (token, francs) in [
            ("500", 500),
            ("\"500\"", 500),
            ("18692.0", 18_692),
            (" \"18692.00\" ", 18_692),
            ("\"\\u0035\"", 5),
        ] {
            let reply = read(&format!(r#"{{"amount":{token},"fee":{token}}}"#)).unwrap();
            assert_eq!(
                (reply.amount.map(Amount::francs), reply.fee.map(Amount::francs)),
                (Some(francs), Some(francs)),
                "{token}"
            );
        }
        for token in [
            "0.5",
            "1e3",
            "-5",
            "-0",
            "\"\"",
            "\" 5\"",
            "true",
            "[5]",
            "{}",
            "1000000000000.5",
            "9007199254740993",
        ] {
            assert!(read(&format!(r#"{{"amount":{token}}}"#)).is_err(), "{token}");
            let informs = read(&format!(r#"{{"amount":1,"fee":{token}}}"#)).unwrap();
            assert_eq!((informs.amount, informs.fee), (Amount::new(1).ok(), None), "fee {token}");
        }
        let none = read(r#"{"amount":null,"fee":null}"#).unwrap();
        assert_eq!((none.amount, none.fee), (None, None));
        assert_eq!(read("{}").unwrap().amount, None);
    }

    #[test]
    fn an_id_that_is_no_text_is_refused_and_what_informs_is_left_out() {
        for (token, id) in [("\"7b\"", Some("7b")), ("70", Some("70")), ("null", None), ("\"\"", Some(""))] {
            assert_eq!(read(&format!(r#"{{"id":{token}}}"#)).unwrap().id.as_deref(), id, "{token}");
        }
        assert!(read(r#"{"id":{"v":"7b"}}"#).is_err() && read(r#"{"id":["7b"]}"#).is_err());
        for (token, provider) in [
            ("\"Coris_BF\"", Some(Provider::CorisBf)),
            ("7", Some(Provider::Other("7".to_owned()))),
            ("null", None),
            ("[\"coris_bf\"]", None),
        ] {
            assert_eq!(read(&format!(r#"{{"provider":{token}}}"#)).unwrap().provider, provider, "{token}");
        }
        for (token, times) in [
            (r#"[{"at":"1"},{"at":[]},{}]"#, vec![Some("1"), None, None]),
            (r#"[7,{"at":"1"},null,[{"at":"2"}],{"at":"3","at":"4"}]"#, vec![Some("1")]),
            ("null", vec![]),
            ("{}", vec![]),
            ("1.5", vec![]),
            ("\"x\"", vec![]),
        ] {
            let tries: Vec<Try> = loose_list(token);
            assert_eq!(tries.iter().map(|one| one.at.as_deref()).collect::<Vec<_>>(), times, "{token}");
        }
    }

    #[test]
    fn texts_are_taken_from_any_scalar() {
        for (token, text) in [
            (r#""a\"b\né""#, Some("a\"b\né")),
            ("\"plain\"", Some("plain")),
            ("\"\"", Some("")),
            ("07061270877.50", None),
            ("12839300932092231111", Some("12839300932092231111")),
            ("1.50", Some("1.50")),
            ("true", Some("true")),
            ("null", None),
            ("{\"a\":1}", None),
            ("[1]", None),
        ] {
            let reply = read(&format!(r#"{{"amount":1,"text":{token},"phone":{token}}}"#));
            if token.starts_with("07") {
                assert!(reply.is_err(), "no JSON");
                continue;
            }
            let reply = reply.unwrap();
            assert_eq!(reply.text.as_deref(), text, "{token}");
            assert_eq!(reply.phone.as_ref().map(Personal::expose), text, "{token}");
        }
    }

    #[test]
    fn percents_and_flags_are_tolerant() {
        for (token, percent) in [
            ("3.5", Some("3.5")),
            ("\"3.50\"", Some("3.50")),
            ("2", Some("2")),
            ("null", None),
            ("1e1", None),
            ("true", None),
            ("[]", None),
        ] {
            let reply = read(&format!(r#"{{"amount":1,"fees":{token}}}"#)).unwrap();
            assert_eq!(reply.fees.as_ref().map(Percent::as_str), percent, "{token}");
        }
        for (token, flag) in [
            ("true", Some(true)),
            ("false", Some(false)),
            ("\"true\"", Some(true)),
            ("\"False\"", Some(false)),
            ("null", None),
            ("1", None),
            ("{}", None),
        ] {
            assert_eq!(read(&format!(r#"{{"amount":1,"live":{token}}}"#)).unwrap().live, flag, "{token}");
        }
    }
}
