//! An event as text; read flat, for the reason that [`crate::order`] gives.

use crate::read::{part, read, unreadable};
use serde::Deserialize;
use serde_json::value::RawValue;
use xaalis::{Event, PaymentError};

/// Whatever an event may hold.
#[derive(Deserialize)]
struct Given<'a> {
    #[serde(default)]
    kind: String,
    #[serde(borrow)]
    code: Option<&'a RawValue>,
    #[serde(borrow)]
    failure: Option<&'a RawValue>,
    #[serde(borrow)]
    notice: Option<&'a RawValue>,
    #[serde(borrow)]
    recipients: Option<&'a RawValue>,
    #[serde(borrow)]
    record: Option<&'a RawValue>,
    #[serde(borrow)]
    reference: Option<&'a RawValue>,
    #[serde(borrow)]
    response: Option<&'a RawValue>,
}

const KINDS: &[&str] = &[
    "stored",
    "taken",
    "outrun",
    "loaded",
    "answered",
    "failed",
    "otp",
    "shown",
    "bill",
    "recipients",
    "notified",
    "abandon",
    "stop",
];

/// Refused, the part is named. A record that a journal hands out is refused as a record.
pub(crate) fn event(text: &str) -> Result<Event, PaymentError> {
    let given: Given<'_> = read(text, "event")?;
    Ok(match given.kind.as_str() {
        "stored" => Event::Stored,
        "taken" => Event::Taken,
        "outrun" => Event::Outrun,
        "loaded" => Event::Loaded {
            record: given
                .record
                .map(|record| xaalis::json::from_str(record.get()).map_err(|_| unreadable()))
                .transpose()?,
        },
        "answered" => Event::Answered { response: part(given.response, "response")? },
        "failed" => Event::Failed { failure: part(given.failure, "failure")? },
        "otp" => Event::Otp { code: part(given.code, "code")? },
        "shown" => Event::Shown,
        "bill" => Event::Bill { reference: part(given.reference, "reference")? },
        "recipients" => Event::Recipients { recipients: part(given.recipients, "recipients")? },
        "notified" => Event::Notified { notice: part(given.notice, "notice")? },
        "abandon" => Event::Abandon,
        "stop" => Event::Stop,
        _ => return Err(PaymentError::invalid("kind", "not a kind of event", KINDS.join(", "))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_kind_is_read_as_core_reads_it() {
        let record = json!({
            "version": 2, "op_id": "a", "sequence": 1, "vendor": "senfenico", "mode": "test",
            "operation": "collect", "stage": "open", "reference": null, "our_reference": null, "state": "{}",
        });
        for kind in KINDS {
            let text = json!({
                "kind": kind, "record": record, "failure": "maybe_sent", "code": "1", "reference": "b",
                "recipients": [{"ext_id": "e", "phone": "76000000"}],
                "notice": {"vendor": "senfenico", "event": "charge.success", "status": "success", "dedupe": "d"},
                "response": {"status": 200, "headers": [{"name": "Date", "value": "x"}], "body": "{}"},
            })
            .to_string();
            assert_eq!(event(&text).unwrap(), serde_json::from_str(&text).unwrap(), "{kind}");
        }
        let words = serde_json::from_str::<Event>(r#"{"kind":"?"}"#).unwrap_err().to_string();
        assert_eq!(words.matches('`').count() / 2 - 1, KINDS.len(), "{words}");
        assert_eq!(event(r#"{"kind":"loaded"}"#).unwrap(), Event::Loaded { record: None });
        assert_eq!(event(r#"{"kind":"loaded","record":null}"#).unwrap(), Event::Loaded { record: None });
    }

    #[test]
    fn a_refusal_names_what_is_wrong() {
        let refused = |text: &str| event(text).unwrap_err();
        assert_eq!(refused(r#"{"kind":"paid"}"#).field(), Some("kind"));
        assert_eq!(refused(r#"{"kind":"otp"}"#).field(), Some("code"));
        assert_eq!(refused(r#"{"kind":"otp","code":1234}"#).field(), Some("code"));
        assert_eq!(refused(r#"{"kind":"loaded","record":{}}"#), unreadable());
    }
}
