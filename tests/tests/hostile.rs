//! Attacks on the wire that failed, kept failing: ids and addresses that would be something else, and one
//! vendor's proof at the other's door.

use serde_json::Value;
use xaalis::dexchange::webhook::{CallbackKey, verify_hmac};
use xaalis::senfenico::webhook::{WebhookKeys, read, sign, verify};
use xaalis::value::Reference;
use xaalis::{Event, Order, Prompt, Step};
use xaalis_tests::orders::ORDERS;
use xaalis_tests::world::{DAWN, Merchant};

const INJECTIONS: &[&str] = &[
    "a\r\nX-Evil: 1",
    "a\nb",
    "a\0b",
    "../../v1/payment/balances",
    "..",
    ".",
    "a/../b",
    "a%2f..%2fb",
    "a?x=1",
    "a#b",
    "a;b",
    "a\\b",
    "//evil.example/x",
    "https://evil.example/",
    "@evil.example",
    "a b",
    "a\tb",
    "{\"a\":1}",
    "\",\"amount\":1,\"x\":\"",
    "'; DROP TABLE t; --",
    "${jndi:x}",
    "\u{202e}abc",
    "a\u{200b}b",
    "ａ",
    "a\u{301}",
    "\u{feff}a",
    "\u{ff0f}",
    "",
    " ",
    "𝟕𝟔𝟓𝟒𝟑𝟐𝟏𝟎",
    "-1",
    "0x10",
    "1e9",
    "NaN",
];

/// Every text in an order, with the way to it.
fn texts(value: &Value, way: &str, into: &mut Vec<String>) {
    match value {
        Value::String(_) if way != "/kind" => into.push(way.to_owned()),
        Value::Object(map) => {
            map.iter().for_each(|(name, inner)| texts(inner, &format!("{way}/{name}"), into));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, inner)| texts(inner, &format!("{way}/{at}"), into));
        }
        _ => {}
    }
}

/// The first request of an order, whatever has to be stored or chosen before; none when it is refused.
fn first_request(order: &Value) -> Option<xaalis::http::Request> {
    let order: Order = serde_json::from_value(order.clone()).ok()?;
    let mut session = Merchant::new().begin(order, "op-1").ok()?;
    loop {
        match session.poll(DAWN) {
            Step::Load { .. } => session.handle(Event::Loaded { record: None }, DAWN),
            Step::Store { .. } => session.handle(Event::Stored, DAWN),
            Step::Send { request } => return Some(request),
            Step::Ask { prompt: Prompt::Recipients { .. } } => return None,
            step => panic!("{step:?}"),
        }
    }
}

#[test]
fn what_is_injected_into_an_order_stays_where_it_was_put() {
    let (mut refused, mut sent) = (0, 0);
    for order in ORDERS {
        let order: Value = serde_json::from_str(order).expect("JSON");
        let plain = first_request(&order).expect("a request");
        let mut ways = Vec::new();
        texts(&order, "", &mut ways);
        for (way, injected) in ways.iter().flat_map(|way| INJECTIONS.iter().map(move |text| (way, *text))) {
            let mut order = order.clone();
            *order.pointer_mut(way).expect("a way") = Value::from(injected);
            let Some(request) = first_request(&order) else {
                refused += 1;
                continue;
            };
            sent += 1;
            let what = format!("{injected:?} at {way}: {request:?}");
            let host = |url: &str| url.split('/').nth(2).map(str::to_owned);
            assert_eq!(host(&request.url), host(&plain.url), "{what}");
            assert_eq!(request.method, plain.method, "{what}");
            assert_eq!(request.path().split('/').count(), plain.path().split('/').count(), "{what}");
            assert!(
                request.url.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\".contains(&byte)),
                "{what}"
            );
            assert!(!request.path().split('/').any(|part| part == "." || part == ".."), "{what}");
            let lines = |request: &xaalis::http::Request| {
                request.headers.iter().map(|header| header.name.clone()).collect::<Vec<_>>()
            };
            assert_eq!(lines(&request), lines(&plain), "{what}");
            assert!(
                request.headers.iter().all(|header| !header.value.contains(['\r', '\n', '\0'])),
                "{what}"
            );
            // What is data stays data: the same fields, whatever is in them.
            let shape = |request: &xaalis::http::Request| {
                request.body.as_ref().map(|body| {
                    let mut ways = Vec::new();
                    texts(&serde_json::from_str(body).expect("JSON"), "", &mut ways);
                    ways
                })
            };
            assert_eq!(shape(&request), shape(&plain), "{what}");
        }
    }
    println!("{refused} refused, {sent} sent as data");
    assert!(refused > 500 && sent > 0);
}

#[test]
fn a_proof_opens_one_door_and_for_one_key() {
    let secret = "0123456789abcdef-secret";
    let keys = WebhookKeys::new([secret]).expect("a key");
    let callback = CallbackKey::new(secret).expect("a secret");
    let ours = Reference::parse("INV-001").expect("a reference");
    let url = callback.callback_url("https://shop.sn/dx", &ours).expect("an address");
    let token = url.as_str().rsplit('/').next().unwrap_or_default();
    let senfenico = r#"{"event":"charge.success","data":{"reference":"ch_1","status":"success"}}"#.as_bytes();
    let dexchange = r#"{"externalTransactionId":"INV-001","STATUS":"SUCCESS","AMOUNT":1}"#.as_bytes();
    let hash = sign(senfenico, secret);
    assert!(read(senfenico, &hash, &keys).is_ok() && callback.read(dexchange, "INV-001", token).is_ok());
    // One vendor's at the other's door, though the merchant used one secret for both.
    assert!(read(dexchange, token, &keys).is_err() && read(senfenico, token, &keys).is_err());
    assert!(callback.read(senfenico, "INV-001", token).is_err());
    assert!(callback.read(dexchange, "INV-001", &hash).is_err());
    assert!(callback.read(dexchange, "INV-001", &sign(dexchange, secret)).is_err());
    assert!(verify_hmac(dexchange, &sign(dexchange, secret), secret).is_err());
    // A part of the key, more than the key, nothing.
    for end in 0..secret.len() {
        assert!(verify(senfenico, &sign(senfenico, &secret[..end]), &keys).is_err(), "{end}");
        assert!(verify(senfenico, &sign(senfenico, &secret[end + 1..]), &keys).is_err(), "{end}");
        assert!(verify_hmac(senfenico, &hash, &secret[..end]).is_err(), "{end}");
    }
    assert!(verify(senfenico, &sign(senfenico, &format!("{secret}\0")), &keys).is_err());
    assert!(WebhookKeys::new([""]).is_err() && CallbackKey::new("").is_err());
    // Each bit of either proof, and of what is proven.
    let flips = |text: &str| {
        let bytes = text.as_bytes().to_vec();
        (0..bytes.len() * 8).filter_map(move |bit| {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            String::from_utf8(flipped).ok()
        })
    };
    // Hexadecimal is read in any case, and that is one bit of a letter.
    assert!(
        flips(&hash)
            .filter(|other| !other.eq_ignore_ascii_case(&hash))
            .all(|other| verify(senfenico, &other, &keys).is_err())
    );
    assert!(flips(token).all(|other| callback.read(dexchange, "INV-001", &other).is_err()));
    let body = std::str::from_utf8(senfenico).expect("text");
    assert!(flips(body).all(|other| verify(other.as_bytes(), &hash, &keys).is_err()));
    assert!(flips("INV-001").all(|other| callback.read(dexchange, &other, token).is_err()));
}
