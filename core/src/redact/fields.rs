//! Fields whose value is hidden, whatever it looks like: `"otpCode": "…"`, `access_token=…`,
//! `Authorization: …`.

use super::{MASK, head, key, key_start, shaped_any_case, tail};

/// Words of a name whose value is hidden, as in `otp_code`, `accessToken`, `mot-de-passe`.
const WORDS: [&str; 11] =
    ["otp", "token", "password", "passcode", "passwd", "passe", "mdp", "pin", "nip", "secret", "apikey"];

/// Words that do when `key` follows.
const KEYS: [&str; 5] = ["api", "webhook", "access", "private", "signing"];

/// Names of headers whose value is all of their line.
const HEADERS: [&str; 2] = ["authorization", "cookie"];

/// What says how a header proves something, and stays.
const SCHEMES: [&str; 6] = ["basic ", "token ", "digest ", "apikey ", "hmac ", "negotiate "];

/// Their codes tell what went wrong with a code: `OTP_INVALID: …`.
const TROUBLES: [&str; 11] = [
    "invalid",
    "expired",
    "required",
    "missing",
    "wrong",
    "incorrect",
    "failed",
    "error",
    "limit",
    "exceeded",
    "valid",
];

/// The longest name of a field.
const NAME: usize = 64;

const QUOTES: [&str; 5] = ["\\", "\"", "'", "%22", "%27"];
const SPACES: [&str; 3] = [" ", "\t", "%20"];
/// What may stand between a name, its sign and its value.
const BETWEEN: [&[&str]; 2] = [&QUOTES, &SPACES];

/// Where the value of a secret field that starts here lies: in JSON, in JSON inside a JSON string, in an
/// address or in plain text.
pub(super) fn value(before: &str, rest: &str) -> Option<(usize, usize)> {
    let name = Name::of(rest)?;
    let closed = past_any(tail(rest, name.len), &BETWEEN);
    let is_quoted = QUOTES.iter().any(|quote| tail(rest, name.len).starts_with(quote));
    let sign = sign(closed, name.is_header && is_quoted)?;
    if (name.tells_trouble || is_one_of_trouble(before)) && !is_quoted && closed.starts_with(':') {
        return None;
    }
    let after = past_any(tail(closed, sign), &[&["%20"]]).trim_start();
    let after = if name.is_header { past_list(after) } else { after };
    let bare = past_any(after, &BETWEEN);
    let is_key = key(bare)
        .or_else(|| masked_key(bare))
        .is_some_and(|end| !tail(bare, end).starts_with(|c| !is_end(c) && c != '\\'));
    if is_bearer(bare) || names_field(bare) || is_key {
        // The secret is the word after it, or says itself what it is.
        return None;
    }
    let quote = after.find(|c| c != '\\').filter(|at| tail(after, *at).starts_with(['"', '\'']));
    let (text, len) = if let Some(escapes) = quote {
        let (open, text) = after.split_at_checked(escapes.saturating_add(1))?;
        let text = if name.is_header { past_scheme(text) } else { text };
        (text, if escapes == 0 { quoted(text, open) } else { text.find(open).unwrap_or(text.len()) })
    } else if name.is_header {
        let text = past_scheme(after);
        (text, line(text))
    } else {
        let text = after.strip_prefix("%22").unwrap_or(after);
        (text, word(text, closed.starts_with('%')))
    };
    let from = rest.len().saturating_sub(text.len());
    (len > 0).then_some((from, from.saturating_add(len)))
}

/// Where the secret of a `Bearer …` lies that starts here. None of its own: another one follows, or nothing.
pub(super) fn bearer(rest: &str) -> Option<(usize, usize)> {
    let value = past_any(tail(rest, BEARER.len()), &[&SPACES]);
    let len =
        value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';')).unwrap_or(value.len());
    let from = rest.len().saturating_sub(value.len());
    // Of `Bearer Bearer x` the secret comes after the second.
    (len > 0 && !is_bearer(value)).then_some((from, from.saturating_add(len)))
}

const BEARER: &str = "bearer";

pub(super) fn is_bearer(rest: &str) -> bool {
    shaped_any_case(rest, BEARER) && SPACES.iter().any(|space| tail(rest, BEARER.len()).starts_with(space))
}

/// The name of a secret field.
struct Name {
    len: usize,
    is_header: bool,
    tells_trouble: bool,
}

impl Name {
    fn of(rest: &str) -> Option<Self> {
        let ends = |(at, c): &(usize, char)| *at >= NAME || !is_name(*c);
        let len = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
        let text = head(rest, len);
        // Its digits stay as they are: in front, or more of them, they may be a number of somebody.
        if len > NAME
            || key(text).is_some()
            || !text.starts_with(char::is_alphabetic)
            || text.chars().filter(|c| c.is_numeric()).count() > 2
        {
            return None;
        }
        let (mut is_secret, mut is_header, mut tells_trouble, mut before) = (false, false, false, "");
        for word in words(text) {
            let is_key = word.eq_ignore_ascii_case("key") && is_one(before, &KEYS);
            is_header |= is_one(word, &HEADERS);
            is_secret |= is_one(word, &WORDS) || is_key;
            tells_trouble |= is_one(word, &TROUBLES);
            before = word;
        }
        (is_secret || is_header).then_some(Self { len, is_header, tells_trouble })
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Is it the rest of a name that tells what went wrong: `INVALID_` before `TOKEN: …`?
fn is_one_of_trouble(before: &str) -> bool {
    let from = before.char_indices().rev().take(NAME).take_while(|(_, c)| is_name(*c)).last();
    words(tail(before, from.map_or(before.len(), |(at, _)| at))).any(|word| is_one(word, &TROUBLES))
}

/// The words of a text; `otpCode` is two of them, and so is `OTPCode`.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut left = text;
    std::iter::from_fn(move || {
        left = left.trim_start_matches(|c: char| !c.is_alphabetic());
        let (word, rest) = left.split_at_checked(hump(left))?;
        left = rest;
        (!word.is_empty()).then_some(word)
    })
    .filter(|word| *word != "REDACTED")
}

/// The last word of a text.
pub(super) fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches(|c: char| !c.is_alphabetic());
    let run = text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let mut last = run;
    while hump(last) < last.len() {
        last = tail(last, hump(last));
    }
    last
}

/// The length of the word that starts here.
fn hump(text: &str) -> usize {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let next = tail(text, at.saturating_add(c.len_utf8())).chars().next().unwrap_or(' ');
        let rises =
            c.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && next.is_lowercase()));
        if !c.is_alphabetic() || rises {
            return at;
        }
        before = c;
    }
    text.len()
}

pub(super) fn is_one(word: &str, of: &[&str]) -> bool {
    of.iter().any(|name| word.eq_ignore_ascii_case(name))
}

/// Of `"otp": "otp": "8392"` the secret comes after the second.
fn names_field(bare: &str) -> bool {
    Name::of(bare).is_some_and(|name| sign(past_any(tail(bare, name.len), &BETWEEN), false).is_some())
}

/// The length of the sign between a name and its value.
fn sign(text: &str, is_pair: bool) -> Option<usize> {
    let pair = (is_pair && text.starts_with(',')).then_some(1);
    [":", "=", "%3A", "%3D"].iter().find(|sign| shaped_any_case(text, sign)).map(|sign| sign.len()).or(pair)
}

fn past_scheme(text: &str) -> &str {
    SCHEMES
        .iter()
        .find(|scheme| shaped_any_case(text, scheme))
        .map_or(text, |scheme| tail(text, scheme.len()).trim_start_matches(' '))
}

/// Where a key of Senfenico's ends that is masked already.
fn masked_key(bare: &str) -> Option<usize> {
    key_start(bare)
        .filter(|start| tail(bare, *start).starts_with(MASK))
        .map(|start| start.saturating_add(MASK.len()))
}

/// Past what opens a list of values or Python's bytes: `["x"]`, `b'x'`.
fn past_list(text: &str) -> &str {
    let first = if text.starts_with(MASK) { text } else { past_any(text, &[&["[", "("]]) };
    first.strip_prefix('b').filter(|text| text.starts_with(['\'', '"'])).unwrap_or(first)
}

fn past_any<'a>(text: &'a str, of: &[&[&str]]) -> &'a str {
    let mut left = text;
    while let Some(one) = of.iter().flat_map(|some| some.iter()).find(|one| left.starts_with(**one)) {
        left = tail(left, one.len());
    }
    left
}

/// The length of a value that is one word. What is masked already stays as it is; so does `null`.
fn word(text: &str, is_escaped: bool) -> usize {
    let masked = if text.starts_with(MASK) { MASK.len() } else { 0 };
    let len = tail(text, masked).find(is_end).map_or(text.len(), |len| len.saturating_add(masked));
    let escapes = ["%22", "%26", "%2C", "%7D"];
    let len = if is_escaped {
        escapes.iter().filter_map(|end| head(text, len).find(end)).min().unwrap_or(len)
    } else {
        len
    };
    if matches!(head(text, len), "null" | "None" | "true" | "false" | "[") { 0 } else { len }
}

/// The length of a value that is all of its line: `Digest username="a", response="b"`.
fn line(text: &str) -> usize {
    let (mut before, mut open) = (' ', None);
    for (at, c) in text.char_indices() {
        let is_quote = matches!(c, '"' | '\'');
        match open {
            _ if matches!(c, '\r' | '\n') => return at,
            Some(quote) if c == quote => open = None,
            None if is_quote
                && before == '='
                && tail(text, at.saturating_add(1)).starts_with(char::is_alphanumeric) =>
            {
                open = Some(c);
            }
            None if is_quote || matches!(c, '&' | ')' | '}') => return at,
            None if c == ']' && !head(text, at).ends_with("[REDACTED") => return at,
            _ => {}
        }
        before = c;
    }
    if matches!(text, "null" | "None") { 0 } else { text.len() }
}

fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '&' | '"' | '\'' | ')' | '{' | '}' | ']')
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
