//! Callbacks: every wrong byte refused, every documented shape read.

use super::*;
use crate::webhook::hex;

const SECRET: &str = "callback-secret-sandbox";
const SAMPLE: &str = r#"{
  "id": "TID123456789",
  "externalTransactionId": "INV-001",
  "transactionType": "BILL",
  "AMOUNT": 104500,
  "FEE": 1045,
  "PHONE_NUMBER": "210278816",
  "STATUS": "SUCCESS",
  "COMPLETED_AT": "2024-03-20T10:35:00Z",
  "PREVIOUS_BALANCE": 500000,
  "CURRENT_BALANCE": 394455
}"#;

fn key() -> CallbackKey {
    CallbackKey::new(SECRET).unwrap()
}

fn token(ext_id: &str) -> String {
    path_token(SECRET.as_bytes(), ext_id)
}

fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

fn with(field: &str) -> String {
    format!(r#"{{"externalTransactionId":"INV-001","STATUS":"SUCCESS",{field}}}"#)
}

fn read(raw: &str) -> Result<Notice, PaymentError> {
    key().read(raw.as_bytes(), "INV-001", &token("INV-001"))
}

#[test]
fn reads_the_page_sample_at_its_own_address() {
    let url = key().callback_url("https://m.example/hooks/", &reference("INV-001")).unwrap();
    let (rest, token) = url.as_str().rsplit_once('/').unwrap();
    assert_eq!((rest, token.len()), ("https://m.example/hooks/INV-001", 22));
    let notice = key().read(SAMPLE.as_bytes(), "INV-001", token).unwrap();
    let amount = |francs| Amount::new(francs).ok();
    assert_eq!(
        (notice.vendor, notice.event.as_str(), notice.status.as_str()),
        (Vendor::Dexchange, "BILL", "SUCCESS")
    );
    assert_eq!(
        (notice.reference, notice.ext_id),
        (Some(reference("TID123456789")), Some(reference("INV-001")))
    );
    assert_eq!((notice.amount, notice.fee), (amount(104_500), amount(1_045)));
    assert_eq!((notice.previous_balance, notice.current_balance), (amount(500_000), amount(394_455)));
    assert_eq!((notice.number.unwrap().expose(), notice.token, notice.live_mode), ("210278816", None, None));
}

#[test]
fn every_changed_byte_of_the_address_is_refused() {
    let token = token("INV-001");
    for at in 0..token.len() {
        for byte in (0..128_u8).filter(|byte| *byte != token.as_bytes()[at]) {
            let mut other = token.clone().into_bytes();
            other[at] = byte;
            let other = String::from_utf8(other).unwrap();
            assert!(key().read(SAMPLE.as_bytes(), "INV-001", &other).is_err(), "{at} {byte}");
        }
    }
    for other in ["", "INV-002", "INV-0011", "inv-001", "INV-00", "INV-001/", " INV-001"] {
        assert!(key().read(SAMPLE.as_bytes(), other, &token).is_err(), "{other:?}");
    }
    for other in
        ["", token.trim_end_matches(|c| token.ends_with(c)), &format!("{token}A"), &format!(" {token}")]
    {
        assert!(key().read(SAMPLE.as_bytes(), "INV-001", other).is_err());
    }
    assert!(
        CallbackKey::new("another-secret-here").unwrap().read(SAMPLE.as_bytes(), "INV-001", &token).is_err()
    );
}

#[test]
fn the_body_must_speak_of_the_payment_of_the_address() {
    assert!(key().read(SAMPLE.as_bytes(), "INV-002", &token("INV-002")).is_err());
    let unnamed = SAMPLE.replace("externalTransactionId", "other");
    assert!(read(&unnamed).is_err());
    assert!(read(SAMPLE).is_ok());
}

#[test]
fn tolerates_what_is_not_documented_and_nothing_doubtful() {
    for field in [
        r#""token":"1283 9300""#,
        r#""TOKEN":"1283 9300""#,
        r#""token":"","TOKEN":"1283 9300""#,
        r#""token":null,"TOKEN":"1283 9300""#,
    ] {
        assert_eq!(read(&with(field)).unwrap().token.unwrap().expose(), "1283 9300", "{field}");
    }
    assert_eq!(
        read(&with(r#""token":128393009320922311112839"#)).unwrap().token.unwrap().expose(),
        "128393009320922311112839"
    );
    let notice = read(&with(
        r#""CUSTOM_DATA":"x","BALANCE":1.5,"CURRENT_BALANCE":-3,"PREVIOUS_BALANCE":"0.5","AMOUNT":"500.00""#,
    ))
    .unwrap();
    assert_eq!(
        (notice.current_balance, notice.previous_balance, notice.amount),
        (None, None, Amount::new(500).ok())
    );
    assert_eq!(notice.custom_data.unwrap().expose(), "x");
    for field in [
        r#""AMOUNT":0.5"#,
        r#""AMOUNT":-1"#,
        r#""AMOUNT":"x""#,
        r#""amount":-1"#,
        r#""STATUS":"FAILED""#,
        r#""a":1,"a":2"#,
        r#""transactionType":"""#,
        r#""transactionType":"76 00""#,
        r#""a":NaN"#,
    ] {
        assert!(matches!(read(&with(field)), Err(PaymentError::Webhook { .. })), "{field}");
    }
    for raw in [
        "",
        "[]",
        "null",
        r#"{"externalTransactionId":"INV-001"}"#,
        r#"{"externalTransactionId":"INV-001","STATUS":""}"#,
        r#"{"externalTransactionId":"INV-001","STATUS":null}"#,
    ] {
        assert!(read(raw).is_err(), "{raw}");
    }
    assert!(read(&with(&format!(r#""a":"{}""#, "x".repeat(crate::webhook::MAX_BYTES)))).is_err());
}

#[test]
fn what_only_informs_loses_no_callback() {
    for odd in ["12.5", "-3", "1e3", "\"gratuit\"", "{}", "[1]", "true", "null"] {
        let fields = format!(
            r#""AMOUNT":"500.00","FEE":{odd},"PREVIOUS_BALANCE":{odd},"CURRENT_BALANCE":{odd},"COMPLETED_AT":{odd},"token":"44 71""#
        );
        let notice = read(&with(&fields)).unwrap();
        assert_eq!(
            (notice.fee, notice.previous_balance, notice.current_balance),
            (None, None, None),
            "{odd}"
        );
        assert_eq!(
            (notice.amount, notice.token.unwrap().expose()),
            (Amount::new(500).ok(), "44 71"),
            "{odd}"
        );
    }
    for number in ["{}", "[]", "null", "\"\""] {
        assert_eq!(read(&with(&format!(r#""PHONE_NUMBER":{number}"#))).unwrap().number, None, "{number}");
    }
}

#[test]
fn words_and_names_are_known_in_other_spellings() {
    let lower = r#"{"id":" TID7 ","externalTransactionId":" inv-001 ","status":" Failed ","amount":700,
        "fee":7,"number":"61442","customData":"c","TOKEN":["44",71]}"#;
    let notice = read(lower).unwrap();
    assert_eq!((notice.reference, notice.ext_id), (Some(reference("TID7")), Some(reference("INV-001"))));
    assert_eq!((notice.status.as_str(), notice.event.as_str()), ("Failed", "BILL"));
    assert_eq!((notice.amount, notice.fee), (Amount::new(700).ok(), Amount::new(7).ok()));
    let shown =
        [notice.number, notice.custom_data, notice.token].map(|text| text.unwrap().expose().to_owned());
    assert_eq!(shown, ["61442", "c", "44 71"]);
    // The documented name counts.
    let both =
        r#"{"externalTransactionId":"INV-001","STATUS":"SUCCESS","status":"ok","AMOUNT":5,"amount":6}"#;
    let notice = read(both).unwrap();
    assert_eq!((notice.status.as_str(), notice.amount), ("SUCCESS", Amount::new(5).ok()));
    assert!(read(r#"{"externalTransactionId":"INV-001","Status":"PENDING"}"#).is_ok());
    for other in ["INV-01", "INV-0011", "INV 001", ""] {
        assert!(read(&SAMPLE.replace("INV-001", other)).is_err(), "{other}");
    }
}

#[test]
fn secrets_can_be_replaced_and_are_never_weak() {
    let both = CallbackKey::rotating(["newer-secret-sandbox", SECRET]).unwrap();
    assert!(both.read(SAMPLE.as_bytes(), "INV-001", &token("INV-001")).is_ok());
    let fresh = path_token(b"newer-secret-sandbox", "INV-001");
    assert!(
        both.callback_url("https://m.example", &reference("INV-001")).unwrap().as_str().ends_with(&fresh)
    );
    assert!(both.read(SAMPLE.as_bytes(), "INV-001", &fresh).is_ok());
    // A secret given twice counts as given.
    let twice = CallbackKey::rotating([SECRET, SECRET]).unwrap();
    assert!(twice.read(SAMPLE.as_bytes(), "INV-001", &token("INV-001")).is_ok());
    assert!(CallbackKey::new("").is_err() && CallbackKey::new("fifteen-letters").is_err());
    assert!(CallbackKey::rotating(Vec::<String>::new()).is_err());
    assert_eq!(format!("{both:?}"), "[REDACTED]");
}

#[test]
fn addresses_are_only_made_on_safe_bases() {
    for bad in [
        "http://m.example",
        "https://m.example?x=",
        "https://m.example/#a",
        "m.example",
        "https://u:p@m.example",
    ] {
        assert!(key().callback_url(bad, &reference("a")).is_err(), "{bad}");
    }
}

#[test]
fn custom_data_proves_one_order() {
    let id = reference("INV-001");
    let amount = Amount::new(1000).ok();
    let made = key().custom_data(&id, "WOYOFAL_SN_BILL", "07061270877", amount);
    let fits = |echoed: &str, service: &str, number: &str, amount| {
        key().custom_data_fits(echoed, &id, service, number, amount)
    };
    assert!(fits(&made, "WOYOFAL_SN_BILL", "07061270877", amount));
    assert!(!fits(&made, "SENELEC_SN_BILL", "07061270877", amount));
    assert!(!fits(&made, "WOYOFAL_SN_BILL", "07061270878", amount));
    assert!(!fits(&made, "WOYOFAL_SN_BILL", "07061270877", Amount::new(10_000).ok()));
    assert!(!fits(&made, "WOYOFAL_SN_BILL", "07061270877", None));
    assert!(!fits("", "WOYOFAL_SN_BILL", "07061270877", amount));
    assert_ne!(key().custom_data(&id, "a", "b|1:c", None), key().custom_data(&id, "a|1:b", "c", None));
}

#[test]
fn the_sdk_signature_is_checked_and_fails_closed() {
    // RFC 4231, test case 2.
    let raw = b"what do ya want for nothing?";
    let good = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert!(verify_hmac(raw, good, "Jefe").is_ok());
    assert_eq!(hex(&Hmac::new(b"Jefe").of(&[raw])), good);
    for at in 0..raw.len() {
        let mut other = *raw;
        other[at] ^= 1;
        assert!(verify_hmac(&other, good, "Jefe").is_err());
    }
    for at in 0..good.len() {
        let mut other = good.as_bytes().to_vec();
        other[at] = if other[at] == b'0' { b'1' } else { b'0' };
        assert!(verify_hmac(raw, &String::from_utf8(other).unwrap(), "Jefe").is_err());
    }
    assert!(verify_hmac(raw, good, "jefe").is_err() && verify_hmac(raw, "", "Jefe").is_err());
    let with_empty = hex(&Hmac::new(b"").of(&[raw]));
    assert!(verify_hmac(raw, &with_empty, "").is_err(), "an empty secret signs for everyone");
}
