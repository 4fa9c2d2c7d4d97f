//! The `errors` of a refusal, read as they come: no tree of them is built.

use crate::outcome::FieldError;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// What is kept at least, whatever the length of the answer.
const ROOM: usize = 16 * 1024;

/// What one error takes beside its texts, in a list that grows.
const EACH: usize = 112;

/// `errors` is a map of lists in the samples; a text or a list is kept as well. Each error repeats the
/// path to it, so that a long name before a long list would take its product: what is over twice
/// the length of the answer, and what a few dozen take, is left out.
pub(crate) fn field_errors(errors: &str) -> Vec<FieldError> {
    all_field_errors(errors).0
}

/// The same, and whether these are all of them.
pub(crate) fn all_field_errors(errors: &str) -> (Vec<FieldError>, bool) {
    let room = errors.len().saturating_mul(2).saturating_add(ROOM);
    let mut found = Found { path: String::new(), errors: Vec::new(), room, is_whole: true };
    let mut json = serde_json::Deserializer::from_str(errors);
    let is_read = Lines(&mut found).deserialize(&mut json).and_then(|()| json.end()).is_ok();
    if is_read || !found.is_whole { (found.errors, found.is_whole) } else { (Vec::new(), false) }
}

struct Found {
    path: String,
    errors: Vec<FieldError>,
    room: usize,
    is_whole: bool,
}

impl Found {
    fn push<E: Error>(&mut self, message: &str) -> Result<(), E> {
        let field = if self.path.is_empty() { "non_field_errors" } else { self.path.as_str() };
        let takes = field.len().saturating_add(message.len()).saturating_add(EACH);
        let Some(left) = self.room.checked_sub(takes) else {
            self.is_whole = false;
            return Err(E::custom("too many"));
        };
        self.room = left;
        self.errors.push(FieldError { field: field.to_owned(), message: message.to_owned() });
        Ok(())
    }
}

struct Lines<'a>(&'a mut Found);

impl<'de> DeserializeSeed<'de> for Lines<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Lines<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("errors")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.0.push(&value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.0.push(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.0.push(&value.to_string())
    }

    #[expect(clippy::disallowed_types, reason = "serde hands them over so; it is only written down")]
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.0.push(&serde_json::Value::from(value).to_string())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.0.push(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Lines(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let outer = self.0.path.len();
        while let Some(key) = map.next_key::<String>()? {
            if !self.0.path.is_empty() {
                self.0.path.push('.');
            }
            self.0.path.push_str(&key);
            map.next_value_seed(Lines(self.0))?;
            self.0.path.truncate(outer);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(found: &[FieldError]) -> usize {
        let each = |one: &FieldError| {
            one.field.len().saturating_add(one.message.len()).saturating_add(size_of::<FieldError>())
        };
        found.iter().map(each).sum()
    }

    #[test]
    fn a_long_name_before_a_long_list_takes_no_product() {
        let (name, list) = ("k".repeat(30_000), "1,".repeat(15_000));
        let nested = format!("{}1{}", r#"{"kkkkkkkk":[1,1,"#.repeat(60), "]}".repeat(60));
        for errors in [format!(r#"{{"{name}":[{list}1]}}"#), format!("[{list}1]"), nested] {
            let (found, _) = all_field_errors(&errors);
            assert!(bytes(&found) <= 2 * errors.len() + ROOM, "{}", bytes(&found));
        }
    }

    #[test]
    fn what_was_left_out_is_told() {
        let all = |errors: &str| all_field_errors(errors).1;
        assert!(all(r#"{"amount":["too small", null]}"#));
        assert!(!all(&format!(r#"{{"amount":[{}1],"other":2}}"#, "1,".repeat(15_000))));
        assert!(!all(r#"{"amount":["too sm"#));
    }
}
