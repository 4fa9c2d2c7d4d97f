//! Masks what must not be read in logs.
//!
//! Written by hand: a regex engine would be larger than all of this library in the browser package.

mod fields;
mod numbers;
mod one;

pub(crate) use one::mask_number;

/// What stands where a secret stood.
const MASK: &str = "[REDACTED]";

/// What stands for one character in an address: its digits are not those of what follows.
const ESCAPES: [&str; 14] =
    ["%20", "%22", "%26", "%27", "%28", "%29", "%2B", "%2C", "%2D", "%2F", "%3A", "%3D", "%40", "%5F"];

/// The longest name before an `@`.
const NAME: usize = 64;

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
/// - The value of a field becomes `[REDACTED]` when a word of its name is `otp`, `token`, `password`, `secret`
///   and the like: `otpCode`, `access_token`, `X-Api-Key`. So does all that follows `Authorization:`.
/// - 8 digits or more, also in groups (`+226 76 00 00 01`), keep two at each end: `76••••01`.
/// - 4 to 7 digits that the words around them call a code become `[REDACTED]`: `votre code est …`.
/// - The token of our callback addresses, and the name before the `@` of an address of mail.
///
/// Payment references (`ch_…`, `chk_…`, `tr_…`, `TID…`, UUIDs), dates, timestamps and amounts in thousands
/// with their unit (`12 500 000 FCFA`) stay, as they are what a log is searched by. In doubt it masks: a
/// large amount may be hidden too. Any text takes time in proportion to its length.
pub fn redact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        // What stands before is seen as it was written, so that masking twice is masking once.
        let starts_word = !out.ends_with(char::is_alphanumeric);
        // Only at the start of a word: looking at every letter of a long one would take quadratic time.
        let kept = if starts_word { reference(rest).or_else(|| timestamp(rest)) } else { None };
        let taken = if let Some(len) = kept {
            out.push_str(head(rest, len));
            len
        } else if let Some(len) = callback_token(&out, rest) {
            out.push_str(MASK);
            len
        } else if let Some((from, to)) = secret(&out, rest, starts_word) {
            out.push_str(head(rest, from));
            out.push_str(MASK);
            to
        } else if ESCAPES.iter().any(|escape| shaped_any_case(rest, escape)) {
            out.push_str(head(rest, 3));
            3
        } else if next.is_numeric() {
            numbers::write(rest, &mut out)
        } else {
            out.push(next);
            next.len_utf8()
        };
        rest = tail(rest, taken);
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
    let date = date(rest)?;
    let clock = |shape: &&str| {
        let time = date.saturating_add(shaped(tail(rest, date), shape)?);
        let fraction = match tail(rest, time).strip_prefix('.') {
            Some(after) => after.bytes().take(10).take_while(u8::is_ascii_digit).count().saturating_add(1),
            None => 0,
        };
        let end = time.saturating_add(fraction);
        let zone =
            ["Z", "+dd:dd", "-dd:dd"].iter().find_map(|shape| shaped(tail(rest, end), shape)).unwrap_or(0);
        let end = end.saturating_add(zone);
        (fraction <= 10 && ends_word(rest, end)).then_some(end)
    };
    ["Tdd:dd:dd", " dd:dd:dd", "Tdd:dd", " dd:dd"].iter().find_map(clock).or_else(|| {
        // `2024-08-18-12` may be the groups of a number.
        let more = ["-d", "/d", ".d"].iter().any(|more| shaped(tail(rest, date), more).is_some());
        (ends_word(rest, date) && !more).then_some(date)
    })
}

/// The length of a day that starts here: as machines write it, or as people do in French.
fn date(rest: &str) -> Option<usize> {
    let shapes = ["dddd-dd-dd", "dddd/dd/dd", "dd/dd/dddd", "dd-dd-dddd", "dd.dd.dddd"];
    let shape = shapes.iter().find(|shape| shaped(rest, shape).is_some())?;
    let (year, month, day) = if shape.starts_with("dddd") { (0, 5, 8) } else { (6, 3, 0) };
    let two = |from: usize| rest.get(from..)?.get(..2);
    let fits = matches!(two(year)?, "19" | "20")
        && ("01"..="12").contains(&two(month)?)
        && ("01"..="31").contains(&two(day)?);
    fits.then_some(shape.len())
}

/// The length of the name in an address of mail that starts here, or of the password in one of a server.
fn name_before_at(before: &str, rest: &str) -> Option<usize> {
    // From its first letter: where it ends was asked once. Nor is a masked number a part of one.
    if before.ends_with(|c| is_mail_name(c) || c == '•') {
        return None;
    }
    let (len, c) = rest.char_indices().take(NAME).find(|(_, c)| !is_mail_name(*c))?;
    let is_host = tail(rest, len.saturating_add(1)).starts_with(char::is_alphanumeric);
    (c == '@' && len > 0 && is_host).then_some(len)
}

/// May it stand before the `@` of an address of mail?
fn is_mail_name(c: char) -> bool {
    c.is_alphanumeric() || "._%+-!#$^~*".contains(c)
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
    // What is masked already went on, before it was.
    let goes_on = ["-", MASK].iter().any(|more| tail(rest, LEN).starts_with(more));
    (mixed && ends_word(rest, LEN) && !goes_on).then_some(LEN)
}

/// Where a secret lies, from here: what comes before it stays.
fn secret(before: &str, rest: &str, starts_word: bool) -> Option<(usize, usize)> {
    if let Some(start) = key_start(rest) {
        return key(rest).map(|end| (start, end));
    }
    if !starts_word {
        return None;
    }
    if let Some(len) = name_before_at(before, rest) {
        return Some((0, len));
    }
    if fields::is_bearer(rest) {
        return fields::bearer(rest);
    }
    fields::value(before, rest)
}

/// Where what is secret of a key of Senfenico's begins.
fn key_start(rest: &str) -> Option<usize> {
    ["sk_test_", "sk_live_"].iter().find(|prefix| rest.starts_with(**prefix)).map(|prefix| prefix.len())
}

/// Where a key of Senfenico's ends.
fn key(rest: &str) -> Option<usize> {
    let start = key_start(rest)?;
    let key = tail(rest, start);
    let len = key.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(key.len());
    (len > 0).then_some(len.saturating_add(start))
}

/// The length of `shape` when the text starts so; `d` is a digit.
fn shaped(text: &str, shape: &str) -> Option<usize> {
    let start = text.as_bytes().get(..shape.len())?;
    let fits = |(byte, want): (&u8, u8)| if want == b'd' { byte.is_ascii_digit() } else { *byte == want };
    start.iter().zip(shape.bytes()).all(fits).then_some(shape.len())
}

/// Does the text start so, in capitals or not?
fn shaped_any_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start))
}

fn ends_word(text: &str, at: usize) -> bool {
    !tail(text, at).starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '•'))
}

fn head(text: &str, len: usize) -> &str {
    text.get(..len).unwrap_or(text)
}

fn tail(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests;
