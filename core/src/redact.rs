//! Masks what must not be read in logs.
//!
//! Written by hand: a regex engine would be larger than all of this library in the browser package.

/// What stands where a secret stood.
const MASK: &str = "[REDACTED]";

/// Fields whose value is a secret, whatever it looks like.
const FIELDS: [&str; 6] = ["otp", "token", "password", "passcode", "secret", "api_key"];

/// Words of a sentence that tells a code: `votre code est 839231`, `mot de passe 8392`.
const CODE_WORDS: [&str; 9] =
    ["otp", "code", "pin", "passe", "password", "passcode", "mdp", "token", "secret"];

/// How far from a code the word for it may stand. A bound, since each number of a text asks for it.
const CLAUSE: usize = 64;

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
        } else if let Some(len) = callback_token(before, rest) {
            out.push_str(MASK);
            len
        } else if let Some((from, to)) = secret(rest, starts_word) {
            out.push_str(head(rest, from));
            out.push_str(MASK);
            to
        } else if rest.starts_with("%20") {
            // An encoded space: its digits are not those of what follows.
            out.push_str("%20");
            3
        } else if next.is_numeric() {
            digits(before, rest, &mut out)
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
    // Each look is of a fixed length: words of a hostile text have no end.
    let named = |kind: &&str| {
        let end = kind.len().saturating_add(32);
        let id = rest.strip_prefix(*kind).and_then(|id| id.get(..32));
        (id.is_some_and(hex(32)) && ends_word(rest, end)).then_some(end)
    };
    if let Some(end) = ["ch_", "chk_", "tr_"].iter().find_map(named) {
        return Some(end);
    }
    if let Some(number) = rest.strip_prefix("TID") {
        let len = number.bytes().take_while(u8::is_ascii_digit).count();
        let end = len.saturating_add(3);
        return (len > 0 && ends_word(rest, end)).then_some(end);
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

/// The length of the token that ends our callback address (`CallbackKey`), a path's segment of its own.
fn callback_token(before: &str, rest: &str) -> Option<usize> {
    const LEN: usize = 22;
    if !before.ends_with('/') && !before.ends_with("%2F") && !before.ends_with("%2f") {
        return None;
    }
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let token = rest.get(..LEN).filter(|token| token.bytes().all(is_token))?;
    let mixed =
        token.bytes().any(|b| b.is_ascii_uppercase()) && token.bytes().any(|b| b.is_ascii_lowercase());
    (mixed && ends_word(rest, LEN) && !tail(rest, LEN).starts_with('-')).then_some(LEN)
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
    FIELDS.into_iter().find(fits).map(str::len)
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
fn digits(before: &str, rest: &str, out: &mut String) -> usize {
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
        code if (4..=7).contains(&code.len()) && says_code(before, tail(rest, end)) => out.push_str(MASK),
        [first, second, middle @ .., before, last] if middle.len() >= 4 => {
            out.extend([first, second]);
            out.push_str("••••");
            out.extend([before, last]);
        }
        _ => out.push_str(shown),
    }
    end
}

/// Whether the clause around a number calls it a code: `code : 839231`, `839231 est votre code`.
fn says_code(before: &str, after: &str) -> bool {
    let ends = |c: char| matches!(c, ',' | ';' | '{' | '}' | '[' | ']' | '&' | '!' | '?' | '\n');
    let words = |text: &str| {
        let any = |wanted: &[&str]| {
            text.split(|c: char| !c.is_alphanumeric())
                .any(|word| wanted.iter().any(|name| word.eq_ignore_ascii_case(name)))
        };
        any(&CODE_WORDS) && !any(&["error", "erreur", "http", "status", "statut"])
    };
    let unit = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let is_amount = ["F", "CFA", "FCFA", "XOF", "francs"]
        .iter()
        .any(|name| unit.strip_prefix(name).is_some_and(|more| ends_word(more, 0)));
    if is_amount {
        return false;
    }
    let from = before.len().saturating_sub(CLAUSE);
    let near = (from..=before.len()).find_map(|at| before.get(at..)).unwrap_or_default();
    let to = after.len().min(CLAUSE);
    let next = (0..=to).rev().find_map(|at| after.get(..at)).unwrap_or_default();
    let next = next.split(ends).next().unwrap_or_default();
    let names = ["is ", "est ", "as ", "comme "];
    let told = names.iter().any(|verb| next.trim_start().starts_with(verb));
    words(near.rsplit(ends).next().unwrap_or_default()) || (told && words(next))
}

/// The length of what may stand between two groups of one number.
fn gap(text: &str) -> usize {
    let mut left = text;
    for _ in 0..3 {
        let gaps = [" ", ".", "-", "/", "_", "\u{a0}", "\u{202f}", "%20"];
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
mod tests;
