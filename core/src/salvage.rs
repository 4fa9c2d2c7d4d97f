//! Reads what is left of an answer that broke off: a vendor's reference, to be fetched and never believed, and
//! the values it can be compared by.
//!
//! Only what is whole is taken, its end was seen: an id cut short may be somebody else's.

use crate::body::looks_like_json;
use crate::value::Reference;
use std::collections::BTreeSet;

/// The one reference with this prefix: `ch_`, `chk_` or `tr_` and 32 hex digits, `TID` and digits, or
/// with an empty prefix a UUID. The field that names it counts before any look-alike elsewhere; where
/// two could be meant, none is taken.
pub(crate) fn salvage(body: &str, prefix: &str) -> Option<Reference> {
    let fields: &[&str] = if prefix == "TID" { &["transactionId", "id"] } else { &["reference"] };
    for name in fields {
        let mut found = BTreeSet::new();
        for value in values(body, name) {
            // Cut: this would have been the one, whatever else the body holds.
            found.extend(Some(value?).filter(|word| is_reference(word, prefix)));
        }
        if !found.is_empty() {
            return only(&found);
        }
    }
    if looks_like_json(body) {
        return None;
    }
    only(&words(body).filter(|word| is_reference(word, prefix)).collect())
}

/// The value of the field of this name: a whole text or number, and the only one of its name.
pub(crate) fn field<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let mut values = values(body, name);
    let first = values.next()??;
    let says = !first.trim().is_empty() && first != "null" && !first.contains('\\');
    (says && values.all(|other| other == Some(first))).then_some(first)
}

fn only(found: &BTreeSet<&str>) -> Option<Reference> {
    let mut found = found.iter();
    match (found.next(), found.next()) {
        (Some(word), None) => Reference::parse(word).ok(),
        _ => None,
    }
}

fn is_reference(word: &str, prefix: &str) -> bool {
    let hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    match (prefix, word.strip_prefix(prefix)) {
        (_, None) => false,
        ("", Some(word)) => word.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && word.split('-').all(hex),
        ("TID", Some(rest)) => rest.len() >= 6 && rest.bytes().all(|b| b.is_ascii_digit()),
        (_, Some(rest)) => rest.len() == 32 && hex(rest),
    }
}

/// The texts and numbers under this name, each `None` when the body ends before it does. JSON inside a
/// text is read as well: there each quote has a backslash before it.
fn values<'a>(body: &'a str, name: &str) -> impl Iterator<Item = Option<&'a str>> {
    body.match_indices(name).filter_map(move |(at, _)| {
        let (before, rest) = body.split_at_checked(at)?;
        let rest = rest.strip_prefix(name)?;
        let quote = if before.ends_with("\\\"") { "\\\"" } else { "\"" };
        let rest = before.ends_with('"').then_some(rest)?.strip_prefix(quote)?.trim_start();
        let value = match rest.strip_prefix(':') {
            Some(rest) => rest.trim_start(),
            // A text that happens to be this word, unless nothing follows.
            None => return rest.is_empty().then_some(None),
        };
        match (value.strip_prefix(quote), value.chars().next()) {
            (Some(text), _) => Some(text.find(quote).and_then(|end| text.get(..end))),
            (None, Some('{' | '[')) => None,
            (None, _) => {
                Some(value.find([',', '}', ']', '"', ' ', '\n', '\r', '\t']).and_then(|end| value.get(..end)))
            }
        }
    })
}

/// The words of the body whose end was seen.
fn words(body: &str) -> impl Iterator<Item = &str> {
    let in_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut rest = body;
    std::iter::from_fn(move || {
        loop {
            let (gap, tail) = rest.split_at_checked(rest.find(in_word)?)?;
            let (word, after) = tail.split_at_checked(tail.find(|c| !in_word(c))?)?;
            rest = after;
            if is_closed(gap.chars().next_back(), after) {
                return Some(word);
            }
        }
    })
}

/// Has what stands between these two an end? A quoted word ends with its quote, and dots may stand for
/// what was left out.
fn is_closed(before: Option<char>, after: &str) -> bool {
    if let Some(quote @ ('"' | '\'')) = before {
        return after.strip_prefix('\\').unwrap_or(after).starts_with(quote);
    }
    let after = after.strip_prefix('.').unwrap_or(after);
    after.starts_with(|c: char| c.is_whitespace() || "\"'<&,;:)]}\\".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CH: &str = "ch_1ba1b4d1268b41079ee84c777e999f51";
    const UUID: &str = "d1b19637-3cce-45e7-898b-265ddfbc981c";

    fn found(body: &str, prefix: &str) -> Option<String> {
        salvage(body, prefix).map(|reference| reference.as_str().to_owned())
    }

    #[test]
    fn finds_references_in_all_their_shapes() {
        assert_eq!(found(&format!(r#"{{"data":{{"reference":"{CH}","sta"#), "ch_").as_deref(), Some(CH));
        assert_eq!(
            found(r#""transactionId": "TID987654321", "tran"#, "TID").as_deref(),
            Some("TID987654321")
        );
        assert_eq!(found(&format!("<p>{UUID}</p>"), "").as_deref(), Some(UUID));
        assert_eq!(found(&format!(r#"{{"ext_id":"{UUID}""#), "tr_"), None, "an echo of ours is not theirs");
        assert_eq!(found("<html>502 Bad Gateway</html>", ""), None);
    }

    /// Wherever the body ends, the id is found whole or not at all.
    #[test]
    fn an_id_cut_short_is_none() {
        let tid = "TID4410029";
        for (head, tail) in [
            (r#"{"transaction":{"success":true,"transactionId":""#, r#"","amount":2"#),
            (r#"{"transaction":{"transactionId" : ""#, r#"" , "#),
            (r#"{"data":"{\"transactionId\":\""#, r#"\",\"amount"#),
            (r#"Warning: x {"transactionId":""#, r#"","amount"#),
            ("<td>", "</td>"),
            ("Transaction ", ". Thank you"),
            ("'", "' is known"),
        ] {
            let body = format!("{head}{tid}{tail}");
            let seen = head.len() + tid.len() + usize::from(tail.starts_with(['\\', '.'])) + 1;
            for end in 0..=body.len() {
                let whole = (end >= seen).then_some(tid);
                let cut = body.get(..end).unwrap();
                assert_eq!(found(cut, "TID").as_deref(), whole, "{cut}");
            }
        }
        for cut in [
            format!(r#"{{"reference":"{CH}"#),
            format!(r#"{{"reference":"{CH}<html>"#),
            format!(r#"{{"reference":"{CH}…"#),
            format!("<p>{CH}"),
            format!("<p>{CH}..</p>"),
            format!("<p>{CH}…</p>"),
            format!("<p>{CH}\u{fffd}</p>"),
            r#"{"reference":"ch_1ba1b4d1268b41"}"#.to_owned(),
        ] {
            assert_eq!(found(&cut, "ch_"), None, "{cut}");
        }
    }

    #[test]
    fn what_only_looks_like_a_reference_is_none() {
        for (word, prefix) in [
            ("d1b19637-3cce-45e7-898b-265ddfbc981g", ""),
            ("d1b19637-3cce-45e7-898b-265ddfbc981", ""),
            ("d1b196373cce45e7898b265ddfbc981c", ""),
            ("cafe-beef", ""),
            ("TID12345", "TID"),
            ("TID12345A", "TID"),
            ("TIDABCDEF", "TID"),
            ("ch_1ba1b4d1268b41079ee84c777e999f5", "ch_"),
            ("ch_1ba1b4d1268b41079ee84c777e999f5g", "ch_"),
            ("tr_1ba1b4d1268b41079ee84c777e999f51", "ch_"),
        ] {
            assert_eq!(found(&format!("<p>{word}</p>"), prefix), None, "{word}");
        }
    }

    #[test]
    fn only_the_field_that_names_it_counts() {
        for (body, tid) in [
            (r#"{"message":"after TID1111111","transactionId":"TID2222222"}"#, Some("TID2222222")),
            (r#"{"id":"TID1111111","transactionId":"TID2222222"}"#, Some("TID2222222")),
            (r#"{"id":"TID1111111","note":"TID2222222"}"#, Some("TID1111111")),
            (r#"{"id":7,"note":"TID2222222"}"#, None),
            (r#"{"transactionId":null,"note":"TID2222222"}"#, None),
            (r#"{"note":"transactionId","x":"TID2222222"}"#, None),
            (r#"{"message":"see TID2222222 of yesterday","transaction":{"#, None),
            (r#"<pre>{"transactionId":{"x":1},"note":"TID2222222"}"#, Some("TID2222222")),
            // The named one is cut: the others are not it.
            (r#"{"message":"after TID1111111","transactionId":"TID22"#, None),
            (r#"{"message":"after TID1111111","transactionId":"#, None),
            (r#"{"message":"after TID1111111","transactionId""#, None),
            // Two, and nothing says which.
            (r#"{"was":{"transactionId":"TID1111111"},"is":{"transactionId":"TID2222222"}}"#, None),
            ("<p>TID1111111 was, TID2222222 is</p>", None),
            ("<p>TID1111111 was, TID1111111 is</p>", Some("TID1111111")),
            (r#"{"transactionId":"TID1111111","again":{"transactionId":"TID1111111"}}"#, Some("TID1111111")),
        ] {
            assert_eq!(found(body, "TID").as_deref(), tid, "{body}");
        }
    }

    #[test]
    fn a_field_is_whole_and_alone_of_its_name() {
        for (body, value) in [
            (r#"{"amount":2500,"#, Some("2500")),
            (r#"{"amount": 2500}"#, Some("2500")),
            (r#"{"amount":"2500","#, Some("2500")),
            (r#"{"amount":null}"#, None),
            (r#"{"amount":" "}"#, None),
            (r#"{"amount":25"#, None),
            (r#"{"amount":"25"#, None),
            (r#"{"amount":"25\u0030"}"#, None),
            (r#"{"amount":[25]}"#, None),
            (r#"{"amount":1,"fee":{"amount":2}}"#, None),
            (r#"{"amount":1,"fee":{"amount":1}}"#, Some("1")),
            (r#"{"amount":1,"fee":{"amount":2"#, None),
            (r#"{"x":"amount","y":2}"#, None),
            (r#"{"netamount":2}"#, None),
        ] {
            assert_eq!(field(body, "amount"), value, "{body}");
        }
    }
}
