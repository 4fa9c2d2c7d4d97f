//! Reading a request's JSON field by field, as the vendors' servers would.

use super::reply::Json;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The fields of one JSON object, and what was wrong with them so far.
pub(super) struct Form<'a> {
    fields: &'a Map<String, Value>,
    errors: Vec<(Cow<'static, str>, Json)>,
}

/// A JSON object from a body; None for anything else.
pub(super) fn read_object(body: Option<&str>) -> Option<Map<String, Value>> {
    match serde_json::from_str(body?) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

impl<'a> Form<'a> {
    pub(super) fn new(fields: &'a Map<String, Value>) -> Self {
        Self { fields, errors: Vec::new() }
    }

    /// What was wrong, as the field names with a list of sentences each.
    pub(super) fn errors(self) -> Option<Json> {
        (!self.errors.is_empty()).then_some(Json::Object(self.errors))
    }

    pub(super) fn is_bad(&self) -> bool {
        !self.errors.is_empty()
    }

    pub(super) fn refuse(&mut self, field: &'static str, problem: impl Into<String>) {
        let list = Json::List(vec![Json::text(problem)]);
        self.errors.push((Cow::Borrowed(field), list));
    }

    pub(super) fn nest(&mut self, field: &'static str, errors: Json) {
        self.errors.push((Cow::Borrowed(field), errors));
    }

    pub(super) fn value(&self, field: &str) -> Option<&'a Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    /// A whole number of francs: `500`, `"500"`, `500.0`.
    pub(super) fn amount(&mut self, field: &'static str, least: i64) -> Option<i64> {
        let Some(value) = self.value(field) else {
            self.refuse(field, "This field is required.");
            return None;
        };
        match whole(value) {
            None => self.refuse(field, "A valid integer is required."),
            Some(n) if n < least => {
                self.refuse(field, format!("Ensure this value is greater than or equal to {least}."));
            }
            Some(n) if n > 1_000_000_000_000 => {
                self.refuse(field, "Ensure this value is less than or equal to 1000000000000.");
            }
            Some(n) => return Some(n),
        }
        None
    }

    /// A text that must be there; a number is read as its digits, as the PHP sample's OTP.
    pub(super) fn text(&mut self, field: &'static str) -> Option<String> {
        match self.optional_text(field) {
            Some(text) if text.trim().is_empty() => {
                self.refuse(field, "This field may not be blank.");
                None
            }
            Some(text) => Some(text),
            None => {
                if !self.errors.iter().any(|(name, _)| name == field) {
                    self.refuse(field, "This field is required.");
                }
                None
            }
        }
    }

    pub(super) fn optional_text(&mut self, field: &'static str) -> Option<String> {
        let text = match self.value(field)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => {
                self.refuse(field, "Not a valid string.");
                return None;
            }
        };
        if text.len() > 2_048 {
            self.refuse(field, "Ensure this field has no more than 2048 characters.");
            return None;
        }
        Some(text)
    }

    pub(super) fn url(&mut self, field: &'static str) -> Option<String> {
        let text = self.text(field)?;
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
        if host.is_empty() || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            self.refuse(field, "Enter a valid URL.");
            return None;
        }
        Some(text)
    }
}

/// Whole francs from a number or a text, through text only.
fn whole(value: &Value) -> Option<i64> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let digits = match text.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|b| b == b'0') => whole,
        Some(_) => return None,
        None => text.as_str(),
    };
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let plain = !unsigned.is_empty() && unsigned.bytes().all(|b| b.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(json: &str) -> Option<i64> {
        let fields = read_object(Some(&format!("{{\"amount\":{json}}}"))).unwrap();
        Form::new(&fields).amount("amount", 1)
    }

    #[test]
    fn amounts_are_read_as_a_django_server_reads_them() {
        assert_eq!([amount("500"), amount("\"500\""), amount("500.0"), amount("\" 500 \"")], [Some(500); 4]);
        for bad in ["0", "-5", "1.5", "\"\"", "\"1e3\"", "true", "[]", "1e30", "\"9999999999999\"", "null"] {
            assert_eq!(amount(bad), None, "{bad}");
        }
    }

    #[test]
    fn every_missing_field_is_named() {
        let fields = read_object(Some(r#"{"success_url":"ftp://x","otp":["1"]}"#)).unwrap();
        let mut form = Form::new(&fields);
        form.url("success_url");
        form.text("otp");
        form.text("charge_reference");
        assert_eq!(
            form.errors().unwrap().compact(),
            r#"{"success_url":["Enter a valid URL."],"otp":["Not a valid string."],"charge_reference":["This field is required."]}"#
        );
        assert!(read_object(Some("[1]")).is_none() && read_object(None).is_none());
    }
}
