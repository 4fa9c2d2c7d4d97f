//! Writing JSON the way the vendors' pages print it: field order kept, `18692.0` without a float.

use crate::http::{Header, Response};
use crate::value::Time;
use serde_json::Value;
use std::borrow::Cow;

/// A JSON value that keeps its field order and writes numbers from text.
#[derive(Clone)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Int(i64),
    /// A number as its text, such as `3.5`.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(Cow<'static, str>, Json)>),
}

/// An object in the order of the vendor's sample.
pub(super) fn object<const N: usize>(fields: [(&'static str, Json); N]) -> Json {
    Json::Object(fields.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect())
}

/// `18692.0`: how Senfenico prints a balance.
pub(super) fn float_text(francs: i64) -> Json {
    Json::Number(format!("{francs}.0"))
}

impl Json {
    pub(super) fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    pub(super) fn maybe(value: Option<&str>) -> Self {
        value.map_or(Self::Null, Self::text)
    }

    /// What a client sent, given back as it was.
    pub(super) fn echo(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(b) => Self::Bool(*b),
            Value::Number(n) => Self::Number(n.to_string()),
            Value::String(s) => Self::text(s.as_str()),
            Value::Array(items) => Self::List(items.iter().map(Self::echo).collect()),
            Value::Object(fields) => {
                Self::Object(fields.iter().map(|(k, v)| (Cow::Owned(k.clone()), Self::echo(v))).collect())
            }
        }
    }

    /// Compact, as `JSON.stringify` writes it.
    pub(super) fn compact(&self) -> String {
        let mut out = String::with_capacity(256);
        self.write(&mut out, &Style { comma: ",", colon: ":", ascii: false });
        out
    }

    /// As Python's `json.dumps` writes it: the official Python SDK hashes that form.
    pub(super) fn python(&self) -> String {
        let mut out = String::with_capacity(256);
        self.write(&mut out, &Style { comma: ", ", colon: ": ", ascii: true });
        out
    }

    fn write(&self, out: &mut String, style: &Style) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Int(n) => out.push_str(&n.to_string()),
            Self::Number(text) => out.push_str(text),
            Self::Text(text) => write_text(out, text, style.ascii),
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push_str(style.comma);
                    }
                    item.write(out, style);
                }
                out.push(']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (at, (name, value)) in fields.iter().enumerate() {
                    if at > 0 {
                        out.push_str(style.comma);
                    }
                    write_text(out, name, style.ascii);
                    out.push_str(style.colon);
                    value.write(out, style);
                }
                out.push('}');
            }
        }
    }
}

/// An answer with a JSON body.
pub(super) fn json(status: u16, body: &Json) -> Response {
    Response { status, headers: vec![header("Content-Type", "application/json")], body: body.compact() }
}

/// One header line.
pub(super) fn header(name: &str, value: impl Into<String>) -> Header {
    Header { name: name.to_owned(), value: value.into() }
}

/// `2024-08-18T12:52:33.569000Z`, as Django prints a stored moment.
pub(super) fn stamp_z(at: Time) -> Json {
    Json::Text(format!("{}Z", iso(at)))
}

/// `2024-08-18T12:52:33.569000+00:00`, as Python's `isoformat` prints one.
pub(super) fn stamp_offset(at: Time) -> Json {
    Json::Text(format!("{}+00:00", iso(at)))
}

/// `2024-03-20T10:35:00Z`, as DEXCHANGE's callback prints one.
pub(super) fn stamp_seconds(at: Time) -> Json {
    Json::Text(format!("{}Z", iso(Time::from_millis(at.millis().div_euclid(1_000).saturating_mul(1_000)))))
}

/// `Tue, 20 Aug 2024 12:52:33 GMT`: the form of a `Date` header.
pub(super) fn http_date(at: Time) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let seconds = at.millis().div_euclid(1_000);
    let days = seconds.div_euclid(86_400);
    let (year, month, day) = civil_from_days(days);
    let name = |names: &'static [&'static str], at: i64| {
        usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
    };
    let mut out = String::with_capacity(29);
    out.push_str(name(&DAYS, days.rem_euclid(7)));
    out.push_str(", ");
    push_digits(&mut out, day, 2);
    out.push(' ');
    out.push_str(name(&MONTHS, month.saturating_sub(1)));
    out.push(' ');
    push_digits(&mut out, year, 4);
    let of_day = seconds.rem_euclid(86_400);
    let clock = [
        (of_day.div_euclid(3_600), ' '),
        (of_day.div_euclid(60).rem_euclid(60), ':'),
        (of_day.rem_euclid(60), ':'),
    ];
    for (number, before) in clock {
        out.push(before);
        push_digits(&mut out, number, 2);
    }
    out.push_str(" GMT");
    out
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(64);
    for byte in bytes {
        push_hex(&mut out, u32::from(*byte), 2);
    }
    out
}

struct Style {
    comma: &'static str,
    colon: &'static str,
    ascii: bool,
}

fn write_text(out: &mut String, text: &str, ascii: bool) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| !matches!(c, ' ' | '!' | '#'..='[' | ']'..='~')) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = special.chars();
        if let Some(c) = chars.next() {
            escape(out, c, ascii);
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

fn escape(out: &mut String, c: char, ascii: bool) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        _ if ascii || c < ' ' => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str("\\u");
                push_hex(out, u32::from(*unit), 4);
            }
        }
        _ => out.push(c),
    }
}

fn push_hex(out: &mut String, value: u32, digits: u32) {
    for place in (0..digits).rev() {
        let nibble = value.wrapping_shr(place.saturating_mul(4)) & 15;
        out.push(char::from_digit(nibble, 16).unwrap_or('0'));
    }
}

/// Without decimals when they are zero, as Python does.
fn iso(at: Time) -> String {
    let ms = at.millis().rem_euclid(1_000);
    let seconds = at.millis().div_euclid(1_000);
    let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
    let of_day = seconds.rem_euclid(86_400);
    let (hour, minute) = (of_day.div_euclid(3_600), of_day.div_euclid(60).rem_euclid(60));
    let second = of_day.rem_euclid(60);
    let mut out = String::with_capacity(40);
    let numbers = [(year, 4, "-"), (month, 2, "-"), (day, 2, "T"), (hour, 2, ":"), (minute, 2, ":")];
    for (number, digits, after) in numbers {
        push_digits(&mut out, number, digits);
        out.push_str(after);
    }
    push_digits(&mut out, second, 2);
    if ms != 0 {
        out.push('.');
        push_digits(&mut out, ms, 3);
        out.push_str("000");
    }
    out
}

/// With zeros in front. By hand: a list of payments prints thousands of these.
fn push_digits(out: &mut String, number: i64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number.div_euclid(10_i64.saturating_pow(place)).rem_euclid(10);
        out.push(u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 10)).unwrap_or('0'));
    }
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = of_era
        .saturating_sub(of_era.div_euclid(1_460))
        .saturating_add(of_era.div_euclid(36_524))
        .saturating_sub(of_era.div_euclid(146_096))
        .div_euclid(365);
    let before = year_of_era
        .saturating_mul(365)
        .saturating_add(year_of_era.div_euclid(4))
        .saturating_sub(year_of_era.div_euclid(100));
    let of_year = of_era.saturating_sub(before);
    let shifted_month = of_year.saturating_mul(5).saturating_add(2).div_euclid(153);
    let start = shifted_month.saturating_mul(153).saturating_add(2).div_euclid(5);
    let day = of_year.saturating_sub(start).saturating_add(1);
    let month =
        if shifted_month < 10 { shifted_month.saturating_add(3) } else { shifted_month.saturating_sub(9) };
    let year = era.saturating_mul(400).saturating_add(year_of_era);
    (if month <= 2 { year.saturating_add(1) } else { year }, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_vendors_timestamps_read_back_as_the_same_moment() {
        for text in ["2024-08-18T12:52:33.569000Z", "2024-02-29T23:59:59Z", "1999-12-31T00:00:00.001000Z"] {
            let at = Time::parse(text).unwrap();
            assert_eq!(stamp_z(at).compact(), format!("\"{text}\""));
            assert_eq!(stamp_offset(at).compact(), format!("\"{}\"", text.replace('Z', "+00:00")));
        }
        assert_eq!(stamp_seconds(Time::from_millis(1_999)).compact(), "\"1970-01-01T00:00:01Z\"");
    }

    #[test]
    fn a_date_header_reads_as_servers_write_it() {
        let date = |text: &str| http_date(Time::parse(text).unwrap());
        assert_eq!(date("1994-11-06T08:49:37.999Z"), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(date("2026-01-05T07:39:25Z"), "Mon, 05 Jan 2026 07:39:25 GMT");
        assert_eq!(date("2024-02-29T00:00:00Z"), "Thu, 29 Feb 2024 00:00:00 GMT");
    }

    #[test]
    fn python_form_escapes_like_json_dumps() {
        let value = object([
            ("a", Json::text("é😀\u{7f}\"\n")),
            ("b", Json::List(vec![Json::Int(1), Json::Null, Json::Bool(true)])),
        ]);
        assert_eq!(value.python(), r#"{"a": "\u00e9\ud83d\ude00\u007f\"\n", "b": [1, null, true]}"#);
        assert_eq!(value.compact(), "{\"a\":\"é😀\u{7f}\\\"\\n\",\"b\":[1,null,true]}");
    }

    #[test]
    fn balances_are_floats_in_text_only() {
        assert_eq!(float_text(18_692).compact(), "18692.0");
        assert_eq!(hex(&[0, 255, 16]), "00ff10");
    }
}
