//! The `errors` of a refusal, read as they come: no tree of them is built.

use crate::body::too_deep;
use crate::outcome::FieldError;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// What is kept at least, whatever the length of the answer.
const ROOM: usize = 16 * 1024;

/// How deep they are looked into, for each step into them reads them once more: what is deeper is told as it
/// stands.
const DEPTH: usize = 8;

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
    let mut found = Found { path: String::new(), errors: Vec::new(), room, is_whole: true, is_deep: false };
    // What nobody looked into may say anything.
    let is_read = crate::json::from_str::<&RawValue>(errors).and_then(|raw| read(&mut found, raw, 0)).is_ok();
    if !is_read && found.is_whole {
        (Vec::new(), false)
    } else {
        (found.errors, found.is_whole && !found.is_deep)
    }
}

struct Found {
    path: String,
    errors: Vec<FieldError>,
    room: usize,
    is_whole: bool,
    /// Something was told as it stands, for it is too deep.
    is_deep: bool,
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

/// What stands at one place: its text, or what is within it.
fn read<E: Error>(found: &mut Found, raw: &RawValue, depth: usize) -> Result<(), E> {
    let text = raw.get();
    let mut json = serde_json::Deserializer::from_str(text);
    match text.as_bytes().first() {
        Some(b'n') => Ok(()),
        Some(b'{' | b'[') if depth < DEPTH => {
            json.deserialize_any(Within { found, depth: depth.saturating_add(1) }).map_err(E::custom)
        }
        Some(b'{' | b'[') if too_deep(text).is_some() => Err(E::custom("nested deeper than is read")),
        Some(b'{' | b'[') => {
            found.is_deep = true;
            found.push(text)
        }
        Some(b'"') => found.push(&String::deserialize(&mut json).map_err(E::custom)?),
        // A number as the vendor wrote it.
        _ => found.push(text),
    }
}

struct Within<'a> {
    found: &'a mut Found,
    depth: usize,
}

impl<'de> Visitor<'de> for Within<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("errors")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(item) = list.next_element::<&RawValue>()? {
            read(self.found, item, self.depth)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let outer = self.found.path.len();
        while let Some(key) = map.next_key::<String>()? {
            if !self.found.path.is_empty() {
                self.found.path.push('.');
            }
            self.found.path.push_str(&key);
            read(self.found, map.next_value::<&RawValue>()?, self.depth)?;
            self.found.path.truncate(outer);
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
    fn a_number_is_told_as_it_was_written() {
        let told = |errors: &str| field_errors(errors).into_iter().map(|one| one.message).collect::<Vec<_>>();
        assert_eq!(
            told(r#"{"amount":[100, 2.50, -1e3, true, null, "100"]}"#),
            ["100", "2.50", "-1e3", "true", "100"]
        );
    }

    #[test]
    fn what_is_nested_deeper_than_anybody_writes_is_told_as_it_stands() {
        let nested = |depth: usize| format!("{}\"no\"{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
        let told = |depth| field_errors(&nested(depth)).pop().map(|one| (one.field, one.message));
        assert_eq!(told(8), Some(("a.a.a.a.a.a.a.a".to_owned(), "no".to_owned())));
        assert_eq!(told(9), Some(("a.a.a.a.a.a.a.a".to_owned(), r#"{"a":"no"}"#.to_owned())));
    }

    #[test]
    fn what_was_left_out_is_told() {
        let all = |errors: &str| all_field_errors(errors).1;
        assert!(all(r#"{"amount":["too small", null]}"#));
        assert!(!all(&format!(r#"{{"amount":[{}1],"other":2}}"#, "1,".repeat(15_000))));
        assert!(!all(r#"{"amount":["too sm"#));
        assert!(!all(r#"{"amount":[[[[[[[[{"detail":"timeout after debit"}]]]]]]]]}"#));
    }
}
