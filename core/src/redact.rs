//! Masks what must not be read in logs.
//!
//! Written by hand: a regex engine would be larger than all of this library in the browser package.

/// What stands where a secret stood.
const MASK: &str = "[REDACTED]";

/// `Debug` of an answer that holds texts of the vendor's: they may name people.
macro_rules! debug_redacted {
    ($name:ident: $($field:ident),+; $($text:ident),+) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut shown = f.debug_struct(stringify!($name));
                $( shown.field(stringify!($field), &self.$field); )+
                $( shown.field(stringify!($text), &self.$text.as_deref().map($crate::redact::redact)); )+
                shown.finish()
            }
        }
    };
}
pub(crate) use debug_redacted;

/// Masks keys, phone numbers, meters, recharge codes and OTPs inside a text.
///
/// - `sk_test_…`, `sk_live_…` and `Bearer …` become `sk_test_[REDACTED]`, `Bearer [REDACTED]`.
/// - The value of a field named `otp` or `token` becomes `[REDACTED]`.
/// - 8 digits or more, also in groups (`+226 76 00 00 01`), keep two at each end: `76••••01`.
///
/// Payment references (`ch_…`, `chk_…`, `tr_…`, `TID…`, UUIDs), dates and timestamps stay, as they are what
/// a log is searched by. In doubt it masks: a large amount may be hidden too.
pub fn redact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0_usize;
    while let Some((before, rest)) = text.split_at_checked(at) {
        let Some(next) = rest.chars().next() else { break };
        let starts_word = !before.ends_with(char::is_alphanumeric);
        // Only at the start of a word: looking at every letter of a long one would take quadratic time.
        let kept = if starts_word { reference(rest).or_else(|| timestamp(rest)) } else { None };
        let taken = if let Some(len) = kept {
            out.push_str(head(rest, len));
            len
        } else if let Some((from, to)) = secret(rest, starts_word) {
            out.push_str(head(rest, from));
            out.push_str(MASK);
            to
        } else if next.is_numeric() {
            digits(rest, &mut out)
        } else {
            out.push(next);
            next.len_utf8()
        };
        at = at.saturating_add(taken);
    }
    out
}

/// The length of a payment reference that starts here.
fn reference(rest: &str) -> Option<usize> {
    let hex = |len: usize| move |text: &str| text.len() == len && text.bytes().all(|b| b.is_ascii_hexdigit());
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let name = head(rest, word);
    let is_tid = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let named = ["ch_", "chk_", "tr_"].iter().any(|kind| name.strip_prefix(kind).is_some_and(hex(32)));
    if named || name.strip_prefix("TID").is_some_and(is_tid) {
        return Some(word);
    }
    let uuid = rest.get(..36)?;
    let mut groups = uuid.split('-');
    let fits = [8, 4, 4, 4, 12].into_iter().all(|len| groups.next().is_some_and(hex(len)));
    (fits && groups.next().is_none() && ends_word(rest, 36)).then_some(36)
}

/// The length of a date or RFC 3339 timestamp that starts here.
fn timestamp(rest: &str) -> Option<usize> {
    let date = shaped(rest, "dddd-dd-dd")?;
    let (century, month, day) = (rest.get(..2)?, rest.get(5..7)?, rest.get(8..10)?);
    if !matches!(century, "19" | "20") || !("01"..="12").contains(&month) || !("01"..="31").contains(&day) {
        return None;
    }
    let Some(time) = ["Tdd:dd:dd", " dd:dd:dd", "Tdd:dd", " dd:dd"]
        .iter()
        .find_map(|shape| shaped(tail(rest, date), shape))
        .map(|len| len.saturating_add(date))
    else {
        // `2024-08-18-12` may be the groups of a number.
        return (ends_word(rest, date) && shaped(tail(rest, date), "-d").is_none()).then_some(date);
    };
    let fraction = match tail(rest, time).strip_prefix('.') {
        Some(after) => {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 9 {
                return None;
            }
            digits.saturating_add(1)
        }
        None => 0,
    };
    let end = time.saturating_add(fraction);
    let zone = ["Z", "+dd:dd", "-dd:dd"].iter().find_map(|shape| shaped(tail(rest, end), shape)).unwrap_or(0);
    let end = end.saturating_add(zone);
    ends_word(rest, end).then_some(end)
}

/// Where a secret lies, from here: what comes before it stays.
fn secret(rest: &str, starts_word: bool) -> Option<(usize, usize)> {
    if matches!(rest.get(..8), Some("sk_test_" | "sk_live_")) {
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let len = tail(rest, 8).find(|c: char| !is_key(c)).unwrap_or(rest.len().saturating_sub(8));
        return (len > 0).then_some((8, len.saturating_add(8)));
    }
    if !starts_word {
        return None;
    }
    if is_bearer(rest) {
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';');
        let value = tail(rest, 7).trim_start_matches(' ');
        let len = value.find(ends).unwrap_or(value.len());
        let from = rest.len().saturating_sub(value.len());
        // Of `Bearer Bearer x` the secret comes after the second.
        return (len > 0 && !is_bearer(value)).then_some((from, from.saturating_add(len)));
    }
    field_value(rest, field_name(rest)?)
}

/// The length of the name of a secret field that starts here.
fn field_name(rest: &str) -> Option<usize> {
    let fits = |name: &&str| rest.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name));
    ["otp", "token"].into_iter().find(fits).map(str::len)
}

/// Of `"otp": "otp": "8392"` the secret comes after the second.
fn names_field(after: &str) -> bool {
    let quotes = ['\\', '"', '\'', ' '];
    let inner = after.trim_start_matches(quotes);
    let value = field_name(inner).map(|len| tail(inner, len).trim_start_matches(quotes));
    value.is_some_and(|value| value.starts_with([':', '=']))
}

fn is_bearer(rest: &str) -> bool {
    rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("bearer "))
}

/// Where the value of `name: value` lies, in JSON, in JSON inside a JSON string, or in plain text.
fn field_value(rest: &str, name: usize) -> Option<(usize, usize)> {
    let after = tail(rest, name).trim_start_matches(['\\', '"', '\'', ' ']);
    let after = after.strip_prefix([':', '='])?.trim_start();
    if is_bearer(after) || names_field(after) {
        // The secret is the word after it.
        return None;
    }
    let quote = after.find(|c| c != '\\').filter(|at| tail(after, *at).starts_with(['"', '\'']));
    let (value, len) = if let Some(escapes) = quote {
        let (open, value) = after.split_at_checked(escapes.saturating_add(1))?;
        (value, if escapes == 0 { quoted(value, open) } else { value.find(open).unwrap_or(value.len()) })
    } else {
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '&' | '"' | '\'' | ')');
        // What is masked already ends like an array, and stays as it is.
        let masked = if after.starts_with(MASK) { MASK.len() } else { 0 };
        let len = tail(after, masked)
            .find(|c: char| ends(c) || matches!(c, '{' | '}' | ']'))
            .map_or(after.len(), |len| len.saturating_add(masked));
        (after, if matches!(head(after, len), "null" | "None" | "true" | "false" | "[") { 0 } else { len })
    };
    let from = rest.len().saturating_sub(value.len());
    (len > 0).then_some((from, from.saturating_add(len)))
}

/// The length of a quoted text, up to its own closing quote or, in a cut body, to the end.
fn quoted(value: &str, quote: &str) -> usize {
    let mut escaped = false;
    for (at, c) in value.char_indices() {
        if !escaped && quote.starts_with(c) {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    value.len()
}

/// Writes the digits that start here, masked when they are many enough to name someone.
fn digits(rest: &str, out: &mut String) -> usize {
    let run = |text: &str| text.find(|c: char| !c.is_numeric()).unwrap_or(text.len());
    let mut end = run(rest);
    // A lone digit before a space is a thousand of an amount or a count, not a part of a number.
    let mut more = head(rest, end).chars().count() >= 2;
    while more {
        let gap = gap(tail(rest, end));
        let from = end.saturating_add(gap);
        let next = tail(rest, from);
        let group = run(next);
        more = gap > 0
            && head(next, group).chars().count() >= 2
            && timestamp(next).or_else(|| reference(next)).is_none();
        if more {
            end = from.saturating_add(group);
        }
    }
    let shown = head(rest, end);
    let found: Vec<char> = shown.chars().filter(|c| c.is_numeric()).collect();
    match found.as_slice() {
        [first, second, middle @ .., before, last] if middle.len() >= 4 => {
            out.extend([first, second]);
            out.push_str("••••");
            out.extend([before, last]);
        }
        _ => out.push_str(shown),
    }
    end
}

/// The length of what may stand between two groups of one number.
fn gap(text: &str) -> usize {
    let mut left = text;
    for _ in 0..3 {
        let gaps = [" ", ".", "-", "\u{a0}", "\u{202f}", "%20"];
        left = gaps.iter().find_map(|gap| left.strip_prefix(gap)).unwrap_or(left);
    }
    text.len().saturating_sub(left.len())
}

/// The length of `shape` when the text starts so; `d` is a digit.
fn shaped(text: &str, shape: &str) -> Option<usize> {
    let start = text.as_bytes().get(..shape.len())?;
    let fits = |(byte, want): (&u8, u8)| if want == b'd' { byte.is_ascii_digit() } else { *byte == want };
    start.iter().zip(shape.bytes()).all(fits).then_some(shape.len())
}

fn ends_word(text: &str, at: usize) -> bool {
    !tail(text, at).starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn head(text: &str, len: usize) -> &str {
    text.get(..len).unwrap_or(text)
}

fn tail(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What goes in, what comes out.
    const MASKED: &[(&str, &str)] = &[
        // Keys.
        ("sk_test_abc123", "sk_test_[REDACTED]"),
        ("sk_live_abc-1_2, next", "sk_live_[REDACTED], next"),
        ("key=sk_live_a", "key=sk_live_[REDACTED]"),
        ("xsk_test_abc", "xsk_test_[REDACTED]"),
        ("X-API-KEY: sk_test_ab sk_live_cd", "X-API-KEY: sk_test_[REDACTED] sk_live_[REDACTED]"),
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer [REDACTED]"),
        ("bearer abc\nnext", "bearer [REDACTED]\nnext"),
        ("\"otp\": \"otp\": \"8392\", ", "\"otp\": \"otp\": \"[REDACTED]\", "),
        ("token=Token : abc", "token=Token : [REDACTED]"),
        ("{\"a\":\"Bearer abc\",\"b\":1}", "{\"a\":\"Bearer [REDACTED]\",\"b\":1}"),
        // Numbers of people and meters.
        ("76000001", "76••••01"),
        ("call 76000001 now", "call 76••••01 now"),
        ("76 00 00 01", "76••••01"),
        ("76.00.00.01!", "76••••01!"),
        ("76-00-00-01", "76••••01"),
        ("76 - 00 - 00 01", "76••••01"),
        ("76. 00. 00. 01", "76••••01"),
        ("76\u{a0}00\u{202f}00\u{a0}01", "76••••01"),
        ("?phone=76%2000%2000%2001&x", "?phone=76••••01&x"),
        ("+22676000001", "+22••••01"),
        ("+226 76 00 00 01", "+22••••01"),
        ("00226-76-00-00-01", "00••••01"),
        ("(226) 76000001", "(226) 76••••01"),
        ("tel76000001x", "tel76••••01x"),
        ("{\"phone\":\"76000001\"}", "{\"phone\":\"76••••01\"}"),
        ("{\"phone\":76000001}", "{\"phone\":76••••01}"),
        ("meter 07061270877", "meter 07••••77"),
        ("1283 9300 9320 9223 1111", "12••••11"),
        ("٧٦٠٠٠٠٠١", "٧٦••••٠١"),
        ("76000001 65000002", "76••••02"),
        ("76000001,65000002", "76••••01,65••••02"),
        ("tr_76000001", "tr_76••••01"),
        ("TIDE76000001", "TIDE76••••01"),
        ("ch_39728149f97a46f1806a694dbb620b2345678901", "ch_39••••49f97a46f1806a694dbb620b23••••01"),
        ("76000001 2024-08-18", "76••••01 2024-08-18"),
        ("2024-08-18-76", "20••••76"),
        ("2024-13-18", "20••••18"),
        ("1 76000001", "1 76••••01"),
        ("12345678-1234-1234-1234-1234567890123", "12••••23"),
        ("2024-08-18T11:43:47.7600000123456Z", "20••••18T11:43:47••••56Z"),
        ("3024-08-18", "30••••18"),
        // Codes, by the name of their field.
        ("{\"otp\": \"1234\"}", "{\"otp\": \"[REDACTED]\"}"),
        ("{\"otp\":123456,\"a\":1}", "{\"otp\":[REDACTED],\"a\":1}"),
        ("{\"token\": \"12-ab\\\"cd\",\"a\":1}", "{\"token\": \"[REDACTED]\",\"a\":1}"),
        ("{\"TOKEN\":\"x y\"}", "{\"TOKEN\":\"[REDACTED]\"}"),
        ("{\"access_token\":\"xy\"}", "{\"access_token\":\"[REDACTED]\"}"),
        ("\"{\\\"otp\\\": \\\"839231\\\"}\"", "\"{\\\"otp\\\": \\\"[REDACTED]\\\"}\""),
        ("{'otp': '839231'}", "{'otp': '[REDACTED]'}"),
        ("otp=839231&a=1", "otp=[REDACTED]&a=1"),
        ("OTP: 839231.", "OTP: [REDACTED]"),
        ("{\"otp\": \"8392", "{\"otp\": \"[REDACTED]"),
        ("otp=[REDACTED]", "otp=[REDACTED]"),
        ("token: Bearer abc", "token: Bearer [REDACTED]"),
        ("token=bearer  abc;", "token=bearer  [REDACTED];"),
        ("Bearer  Bearer abc", "Bearer  Bearer [REDACTED]"),
        ("otp=[REDACTED]8392&a=1", "otp=[REDACTED]&a=1"),
    ];

    /// What stays as it is.
    const KEPT: &[&str] = &[
        "",
        "ch_39728149f97a46f1806a694dbb620b23",
        "/v1/payment/charges/ch_12345678901234567890123456789012/",
        "chk_de1ca053573c40a29a9fe95e7ad91d7e,tr_61242504fdf24d1b9f5344deed8657f9",
        "TID123456789 and \"TID987654321\"",
        "98b96ea4-210d-4ea0-9b03-8d7fd96e4064",
        "12345678-1234-1234-1234-123456789012.",
        "2024-08-18T11:43:47.380565+00:00",
        "200 2024-08-18T12:52:33.569084Z 201",
        "2024-08-18 12:52:33, 2018-12-31",
        "2024-08-18T11:43:47.760000012Z",
        "104500 F, 104 500 F CFA, 3.5 %, 1234567",
        "sk_test_...",
        "Bearer",
        "Bearer ",
        "{\"token\": null, \"otp\":\"\"}",
        "no token available, éàü 🙂",
        "172.18.0.1",
    ];

    #[test]
    fn masks_what_names_a_person_or_opens_a_door() {
        for (text, masked) in MASKED {
            assert_eq!(redact(text), *masked, "{text}");
        }
    }

    #[test]
    fn keeps_what_a_log_is_searched_by() {
        for text in KEPT {
            assert_eq!(redact(text), *text);
        }
    }

    #[test]
    fn stays_whole_on_any_cut_of_any_text() {
        for (text, _) in MASKED {
            for (at, _) in text.char_indices() {
                let (front, back) = text.split_at(at);
                assert!(redact(front).len() <= front.len() + 24 && redact(back).len() <= back.len() + 24);
            }
        }
        let long = "7".repeat(100_000);
        assert_eq!(redact(&long), "77••••77");
        let many = "76 ".repeat(100_000);
        assert_eq!(redact(&many), "76••••76 ");
        assert_eq!(redact(&"otp".repeat(100_000)).len(), 300_000);
    }
}
