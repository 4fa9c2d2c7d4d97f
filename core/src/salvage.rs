//! Finds a vendor's reference in the wreck of an answer, to be fetched and never believed.

use crate::value::Reference;

/// The first whole reference with this prefix: `ch_`, `chk_` or `tr_` and 32 hex digits, `TID` and
/// digits, or with an empty prefix a UUID.
pub(crate) fn salvage(body: &str, prefix: &str) -> Option<Reference> {
    body.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .find(|word| is_reference(word, prefix))
        .and_then(|word| Reference::parse(word).ok())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_references_only() {
        let found = |text: &str, prefix| salvage(text, prefix).map(|r| r.as_str().to_owned());
        let ch = "ch_1ba1b4d1268b41079ee84c777e999f51";
        let uuid = "d1b19637-3cce-45e7-898b-265ddfbc981c";
        assert_eq!(found(&format!(r#"{{"data":{{"reference":"{ch}","sta"#), "ch_").as_deref(), Some(ch));
        assert_eq!(found(r#"{"reference":"ch_1ba1b4d1268b41"#, "ch_"), None);
        assert_eq!(
            found(r#""transactionId": "TID987654321", "tran"#, "TID").as_deref(),
            Some("TID987654321")
        );
        assert_eq!(found(&format!("<p>{uuid}</p>"), "").as_deref(), Some(uuid));
        assert_eq!(found(&format!(r#"{{"ext_id":"{uuid}""#), "tr_"), None, "an echo of ours is not theirs");
        assert_eq!(found("<html>502 Bad Gateway</html>", ""), None);
    }
}
