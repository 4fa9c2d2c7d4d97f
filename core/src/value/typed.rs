//! Numbers as people hand them over: typed, dictated, copied from a phone, a chat or a PDF.

/// What stands around the digits of a number and means nothing: space, marks and punctuation.
pub(crate) fn is_filler(c: char) -> bool {
    is_space(c) || is_mark(c) || is_dash(c) || is_point(c) || c == '/'
}

/// Punctuation that no number of any kind holds.
pub(crate) fn is_point(c: char) -> bool {
    matches!(c, '.' | '(' | ')' | '·' | '•')
}

/// Space within a line, of any width. A line's end is none: a second number may follow.
pub(crate) fn is_space(c: char) -> bool {
    c == '\t'
        || (c.is_whitespace()
            && !matches!(c, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'))
}

/// What shows nothing: phones and chats put marks of direction around a number, editors add the others.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// A hyphen, or what editors make of one.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// The text without the marks and the space around it, lines' ends included.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_mark(c))
}

/// Digits of other scripts (Arabic-Indic, full-width): never guessed at where money goes.
pub(crate) fn has_other_digits(text: &str) -> bool {
    text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit())
}

/// What is wrong with a number that cannot be read.
pub(crate) fn problem(text: &str, otherwise: &'static str) -> &'static str {
    if has_other_digits(text) { "digits other than 0 to 9" } else { otherwise }
}
