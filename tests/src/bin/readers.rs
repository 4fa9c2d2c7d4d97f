//! Every reader of foreign text, for `cargo xtask test --only linear`, which counts their instructions.
//!
//! `readers names` lists them; `readers run` reads each shape at one length and at twice that length, one
//! call of [`measured`] each, in that order. `readers run 1 4`: the second, the sixth… of them.

use std::hint::black_box;
use xaalis::dexchange::webhook::{CallbackKey, verify_hmac};
use xaalis::http::{Header, Response};
use xaalis::redact::redact;
use xaalis::senfenico::webhook::{WebhookKeys, read, sign, verify};
use xaalis::value::{
    Amount, BaseUrl, BillReference, CustomerReference, OpId, Otp, Percent, Phone, Provider, Reference, Time,
    WebUrl, path_segment,
};
use xaalis::{Event, Order, Record, Step};
use xaalis_tests::world::{DAWN, Merchant};

/// Characters of the shorter text of each pair.
const LENGTH: usize = 1_000;

const PIECES: &[&str] = &[
    "a",
    "_",
    "1",
    "1_",
    "7 ",
    "76 ",
    "76.",
    "ch_",
    "TID1_",
    "Bearer ",
    "otp:",
    "otp 8392 ",
    "code ",
    "\"",
    "\\",
    "{\"a\":",
    "[",
    "%20",
    "é",
    "/",
    "a@",
    "@",
    "sk_live_",
    "2026-01-05 ",
    "/aB3-_9xYzQwErTyUiOp12K",
    ".",
    " ",
    "\u{a0}",
    ",",
    "\"reference\":\"",
    "\"errors\":{\"",
    "token=\"",
    "1,",
    "ch_39728149f97a46f1806a694dbb620b2",
];

type Reader = (&'static str, fn(&str));

const READERS: &[Reader] = &[
    ("redact", |text| drop(black_box(redact(text)))),
    ("time", |text| _ = black_box(Time::parse(text))),
    ("phone", |text| drop(black_box(Phone::parse(text)))),
    ("otp", |text| drop(black_box(Otp::parse(text)))),
    ("amount", |text| drop(black_box(Amount::parse(text)))),
    ("percent", |text| drop(black_box(Percent::parse(text)))),
    ("reference", |text| drop(black_box(Reference::parse(text)))),
    ("operation id", |text| drop(black_box(OpId::parse(text)))),
    ("bill", |text| drop(black_box(BillReference::parse(text)))),
    ("customer", |text| drop(black_box(CustomerReference::parse(text)))),
    ("address", |text| drop(black_box(WebUrl::parse("url", text)))),
    ("base address", |text| drop(black_box(BaseUrl::parse(text)))),
    ("address of the web", |text| drop(black_box(WebUrl::parse("url", &format!("https://a.bf/{text}"))))),
    ("host", |text| drop(black_box(WebUrl::parse("url", &format!("https://{text}.bf/"))))),
    ("path segment", |text| drop(black_box(path_segment(text)))),
    ("operator", |text| drop(black_box(Provider::parse(text)))),
    ("unknown operator in an order", |text| {
        let charge = serde_json::json!({ "amount": 500, "phone": "76543210", "provider": text });
        let order = serde_json::json!({ "kind": "collect", "charge": charge });
        let order = serde_json::from_value::<Order>(order);
        drop(black_box(order.map(|order| Merchant::new().begin(order, "op-1").is_ok())));
    }),
    ("order", |text| drop(black_box(serde_json::from_str::<Order>(text)))),
    ("record", |text| drop(black_box(serde_json::from_str::<Record>(text)))),
    ("webhook", |text| {
        let keys = WebhookKeys::new(["whk_a"]).expect("a key");
        drop(black_box(read(text.as_bytes(), &sign(text.as_bytes(), "whk_a"), &keys)));
    }),
    ("webhook header", |text| {
        let keys = WebhookKeys::new(["whk_a"]).expect("a key");
        drop(black_box(verify(b"{}", text, &keys)));
        drop(black_box(verify_hmac(b"{}", text, "whk_a")));
    }),
    ("callback", |text| {
        let key = CallbackKey::new("0123456789abcdef-secret").expect("a secret");
        let ours = Reference::parse("INV-001").expect("a reference");
        let url = key.callback_url("https://shop.sn/dx", &ours).expect("an address");
        let token = url.as_str().rsplit('/').next().unwrap_or_default();
        drop(black_box(key.read(text.as_bytes(), "INV-001", token)));
        drop(black_box(key.read(b"{}", text, token)));
        drop(black_box(key.read(b"{}", "INV-001", text)));
    }),
    ("answer", |text| answered(text, 200, None)),
    ("refusal", |text| answered(text, 400, None)),
    ("answer of a server", |text| answered(text, 502, None)),
    ("message", |text| answered(&placed(r#"{"status":false,"success":false,"message":#}"#, text), 400, None)),
    ("text for the payer", |text| {
        let body = r#"{"status":true,"data":{"reference":"ch_1","status":"send_otp","amount":500,"display_text":#}}"#;
        answered(&placed(body, text), 200, None);
    }),
    ("cut answer", |text| {
        answered(
            &format!("{{\"status\":true,\"success\":true,\"data\":{{\"reference\":\"ch_1\",{text}"),
            200,
            None,
        );
    }),
    ("list that arrives", |text| arrived(&format!("{{\"status\":true,\"data\":[{text}"))),
    ("item of one", |text| arrived(&format!("{{\"status\":true,\"data\":[{{\"reference\":\"{text}"))),
    ("date", |text| answered("{}", 200, Some(("date", text)))),
    ("pause", |text| answered("", 429, Some(("retry-after", text)))),
];

/// A text inside JSON, escaped as it has to be.
fn placed(body: &str, text: &str) -> String {
    body.replace('#', &serde_json::Value::from(text).to_string())
}

/// What an answer becomes, to one order of each kind of answer; said as a log says it.
fn answered(body: &str, status: u16, header: Option<(&str, &str)>) {
    for order in [
        r#"{"kind":"collect","charge":{"amount":500,"phone":"76543210"}}"#,
        r#"{"kind":"payout","transfer":{"amount":100,"phone":"76543210","ext_id":"a-1"}}"#,
        r#"{"kind":"fetch_charge","reference":"ch_1"}"#,
        r#"{"kind":"list_charges"}"#,
        r#"{"kind":"inquire_bills","inquiry":{"service":"SENELEC_SN_BILL","customer":"210278816"}}"#,
        r#"{"kind":"fetch_transaction","transaction_id":"TID1"}"#,
        r#"{"kind":"pay_bill","payment":{"service":"WOYOFAL_SN_BILL","customer":"07061270877","amount":5000,"external_transaction_id":"INV-001"}}"#,
    ] {
        let order: Order = serde_json::from_str(order).expect("an order");
        let mut session = Merchant::new().begin(order, "op-1").expect("a good order");
        loop {
            match session.poll(DAWN) {
                Step::Load { .. } => session.handle(Event::Loaded { record: None }, DAWN),
                Step::Store { .. } => session.handle(Event::Stored, DAWN),
                Step::Send { .. } => break,
                step => panic!("{step:?}"),
            }
        }
        let headers = header.map(|(name, value)| Header { name: name.to_owned(), value: value.to_owned() });
        let response = Response { status, headers: headers.into_iter().collect(), body: body.to_owned() };
        session.handle(Event::Answered { response }, DAWN.plus(40));
        let step = session.poll(DAWN.plus(40));
        black_box(format!("{step:?}"));
        if let Step::Done { reply } = step {
            drop(black_box(serde_json::to_string(&reply)));
        }
    }
}

/// A list that arrives in small parts.
fn arrived(body: &str) {
    let mut session = Merchant::new().begin(Order::ListCharges, "op-1").expect("a good order");
    let Step::Send { .. } = session.poll(DAWN) else { panic!("nothing is sent") };
    let head = Response { status: 200, headers: Vec::new(), body: String::new() };
    session.handle(Event::Begun { response: head }, DAWN);
    for part in body.as_bytes().chunks(7) {
        session.handle(Event::Part { bytes: part.to_vec() }, DAWN);
        drop(black_box(session.arrived()));
    }
    session.handle(Event::Ended, DAWN);
    black_box(format!("{:?}", session.poll(DAWN)));
}

/// Counted by name: neither inlined nor recursive.
#[inline(never)]
fn measured(reader: fn(&str), text: &str) {
    reader(black_box(text));
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let readings = READERS.iter().flat_map(|reader| PIECES.iter().map(move |piece| (reader, piece)));
    let number = |at: usize| args.get(at).and_then(|text| text.parse::<usize>().ok());
    let (share, shares) = (number(1).unwrap_or(0), number(2).unwrap_or(1));
    for ((name, reader), piece) in readings.skip(share).step_by(shares) {
        if args.first().is_some_and(|what| what == "names") {
            println!("{name} of {piece:?}");
            continue;
        }
        for length in [LENGTH, LENGTH * 2] {
            measured(*reader, &piece.repeat(length / piece.len()));
        }
    }
}
