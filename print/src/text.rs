//! What every printer does with text.

/// Writing to a String cannot fail.
macro_rules! put {
    ($text:ident, $($what:tt)+) => {{
        use std::fmt::Write as _;
        let _ = write!($text, $($what)+);
    }};
}
pub(crate) use put;

/// `SEND_OTP` of `SendOtp`.
pub(crate) fn upper(variant: &str) -> String {
    variant.char_indices().fold(String::new(), |mut text, (at, c)| {
        if at > 0 && c.is_uppercase() {
            text.push('_');
        }
        text.extend(c.to_uppercase());
        text
    })
}

/// Documentation without the links of Rust: `named` says what each name in one is called elsewhere.
pub(crate) fn without_links(doc: &str, named: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    let mut rest = doc;
    while let Some((before, after)) = rest.split_once("[`") {
        text.push_str(before);
        let Some((name, behind)) = after.split_once("`]") else {
            text.push_str("[`");
            rest = after;
            continue;
        };
        let name = name.trim_end_matches("()");
        put!(text, "`{}`", named(name));
        rest =
            behind.strip_prefix('(').and_then(|link| link.split_once(')')).map_or(behind, |(_, rest)| rest);
    }
    text + rest
}

/// Lines of at most `width`, those after the first indented.
pub(crate) fn wrapped(text: &str, indent: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let used = lines.last().map_or(0, |line| line.chars().count());
        if used > 0 && used + 1 + word.chars().count() > width {
            lines.push(format!("{indent}{word}"));
        } else if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
