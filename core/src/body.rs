//! What can be said of an answer's body before its shape is known; both vendors' readers use it.

use crate::http::Response;
use crate::outcome::{Doubt, Excess};
use crate::policy::DEPTH_CAP;

/// By how much the body passes what is read; none when it is small enough.
pub(crate) fn too_large(response: &Response, cap: i64) -> Option<Excess> {
    let size = count(response.body.len());
    (size > cap).then_some(Excess { seen: Some(size), limit: cap })
}

/// What a body is that could not be read, and the limit if it passed one.
pub(crate) fn strange(body: &str) -> (Doubt, Option<Excess>) {
    if !looks_like_json(body) {
        return (Doubt::NotJson, None);
    }
    match too_deep(body) {
        Some(excess) => (Doubt::TooDeep, Some(excess)),
        None => (Doubt::Malformed, None),
    }
}

/// By how much the body is nested deeper than is read. Looked at only when the reading failed: a part
/// that nobody reads may be as deep as it likes.
pub(crate) fn too_deep(body: &str) -> Option<Excess> {
    let depth = depth(body);
    (depth > DEPTH_CAP).then_some(Excess { seen: Some(depth), limit: DEPTH_CAP })
}

/// Serde's readers of structs take lists as well, field by field: an envelope is an object.
pub(crate) fn is_object(body: &str) -> bool {
    body.trim_start().starts_with('{')
}

/// Whether the body begins as JSON does; an empty one is JSON that was cut.
pub(crate) fn looks_like_json(body: &str) -> bool {
    let body = body.trim_start();
    body.is_empty() || body.starts_with(['{', '[', '"']) || body.starts_with("null")
}

/// The most levels of nesting at once, texts left out; it is also told of JSON that is cut.
fn depth(body: &str) -> i64 {
    let (mut now, mut most) = (0_i64, 0_i64);
    let (mut in_text, mut escaped) = (false, false);
    for byte in body.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                now = now.saturating_add(1);
                most = most.max(now);
            }
            b']' | b'}' if !in_text => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

/// As the numbers of the policy are.
pub(crate) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_texts_and_in_one_pass() {
        for (body, levels) in [
            ("", 0),
            ("7", 0),
            ("{}", 1),
            (r#"{"a":[{}],"b":[[]]}"#, 3),
            (r#"{"a":"[[[[","b":"\"{{","c":"\\"}"#, 1),
            (r#"[["\\",["#, 3),
            (r#"{"a":"}]","b":[[]]}"#, 3),
            ("[[[", 3),
        ] {
            assert_eq!(depth(body), levels, "{body}");
        }
        assert_eq!(depth(&"[".repeat(1 << 20)), 1 << 20);
    }

    #[test]
    fn a_strange_body_is_named_with_the_limit_it_passed() {
        let nested = |levels: i64| {
            let levels = usize::try_from(levels).unwrap();
            format!("{{\"data\":{}{}}}", "[".repeat(levels), "]".repeat(levels))
        };
        let at_limit = DEPTH_CAP.saturating_sub(1);
        assert_eq!(strange(&nested(at_limit)), (Doubt::Malformed, None));
        let over = Excess { seen: Some(DEPTH_CAP.saturating_add(1)), limit: DEPTH_CAP };
        assert_eq!(strange(&nested(DEPTH_CAP)), (Doubt::TooDeep, Some(over)));
        for (body, why) in [
            ("", Doubt::Malformed),
            (" {\"status\":tr", Doubt::Malformed),
            ("<html>[[[", Doubt::NotJson),
            ("[".repeat(200).as_str(), Doubt::TooDeep),
            (format!("<{}", "[".repeat(200)).as_str(), Doubt::NotJson),
        ] {
            assert_eq!(strange(body).0, why, "{body}");
        }
    }

    #[test]
    fn a_large_body_is_named_with_its_size() {
        let answer = |size: usize| Response { status: 200, headers: Vec::new(), body: "x".repeat(size) };
        assert_eq!(too_large(&answer(9), 9), None);
        assert_eq!(too_large(&answer(12), 9), Some(Excess { seen: Some(12), limit: 9 }));
    }
}
