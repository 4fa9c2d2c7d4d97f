//! What any answer and any webhook takes in memory: at most eight times its bytes. Lists that come whole are
//! excepted; what those take that are read as they arrive is in `grown.rs`.
//!
//! A webhook, which is read into a tree for its keys to be compared, has a megabyte at most: its length and
//! its values are limited.
//!
//! A binary of its own with one test: the allocator counts for the whole process.

use peak_alloc::PeakAlloc;
use xaalis::dexchange::webhook::CallbackKey;
use xaalis::http::Response;
use xaalis::senfenico::webhook::{WebhookKeys, read, sign};
use xaalis::value::Reference;
use xaalis::webhook::MAX_BYTES;
use xaalis::{Event, Order, Prompt, Session, Step};
use xaalis_tests::orders::ORDERS;
use xaalis_tests::world::{DAWN, Merchant};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many times its bytes.
const TIMES: usize = 8;
/// What an empty answer may take.
const FREE: usize = 48 * 1024;

/// A repeated piece between two ends, as long as is asked.
fn filled(front: &str, piece: &str, back: &str, bytes: usize) -> String {
    let times = bytes.saturating_sub(front.len() + back.len()) / piece.len();
    format!("{front}{}{back}", piece.repeat(times))
}

/// Every shape that may be hostile, of about so many bytes, as the value of a field.
fn values(bytes: usize) -> Vec<String> {
    let half = bytes / 2;
    let name = "k".repeat(half);
    let mut values: Vec<String> = [
        ("\"", "a", "\""),
        ("\"", "\\n", "\""),
        ("\"", "\\u0041", "\""),
        ("\"", "\\ud83d\\ude42", "\""),
        ("\"", "é", "\""),
        ("\"", "_", "\""),
        ("\"", "76 ", "\""),
        ("", "7", ""),
        ("0.", "7", ""),
        ("[", "1,", "1]"),
        ("[", "\"\",", "1]"),
        ("[", "{},", "{}]"),
        ("[", "[],", "[]]"),
        ("[", "null,", "null]"),
        ("{", "\"\":1,", "\"a\":1}"),
        ("{", "\"a\":[1],", "\"b\":1}"),
        ("{", "\"a\":\"b\",", "\"b\":1}"),
        ("{\"a\":", "{\"\":{}},", "1}"),
    ]
    .map(|(front, piece, back)| filled(front, piece, back, bytes))
    .into();
    let keys: Vec<_> = (0..bytes / 12).map(|n| format!("\"k{n}\":{n}")).collect();
    values.push(format!("{{{}}}", keys.join(",")));
    values.push(format!("{{\"{name}\":{}}}", filled("[", "1,", "1]", half)));
    values.push(format!("{{\"{name}\":{{\"a\":{}}}}}", filled("[", "\"x\",", "1]", half)));
    values.push(format!("{{\"{name}\":{{\"{}\":[1,2,3]}}}}", "j".repeat(half)));
    for depth in [20, 100] {
        values.push(format!("{}1{}", "{\"kkkk\":[1,1,".repeat(depth), "]}".repeat(depth)));
        values.push(format!("{}1{}", "[".repeat(depth), "]".repeat(depth)));
    }
    values
}

/// Where in a body a value may stand. `#` is the place.
const PLACES: &[&str] = &[
    "#",
    r#"{"status":false,"errors":#}"#,
    r#"{"status":false,"message":#,"code":"INVALID_DATA"}"#,
    r#"{"success":false,"code":#,"message":"x"}"#,
    r#"{"detail":#}"#,
    r#"{"status":true,"data":#}"#,
    r#"{"status":true,"data":{"reference":"ch_1","status":#}}"#,
    r#"{"status":true,"data":{"reference":#,"status":"pending"}}"#,
    r#"{"status":true,"data":{"reference":"ch_1","status":"send_otp","display_text":#}}"#,
    r#"{"status":true,"data":{"reference":"ch_1","status":"pending","amount":500,"confirmation_attempts":#}}"#,
    r#"{"status":true,"data":{"reference":"tr_1","status":"pending","ext_id":"a-1","amount":100,"cancellation_reason":#}}"#,
    r#"{"status":true,"data":{"reference":"chk_1","authorization_url":#}}"#,
    r#"{"status":true,"data":{"queued":1,"failed_transfers":#}}"#,
    r#"{"status":true,"data":{"balances":#,"collection_balance":#}}"#,
    r#"{"success":true,"transaction":#}"#,
    r#"{"success":true,"transaction":{"transactionId":"TID1","Status":#,"amount":5000}}"#,
    r#"{"success":true,"transaction":{"transactionId":"TID1","Status":"SUCCESS","amount":5000,"token":#}}"#,
    r#"{"x":#,"reference":"ch_1","transactionId":"TID1"}"#,
];

/// Places of lists inside of one answer, which take what their items take.
fn is_list(place: &str, value: &str) -> bool {
    value.starts_with('[')
        && ["_attempts\":#", "_transfers\":#", "balances\":#"].iter().any(|list| place.contains(list))
}

/// The answers of all shapes in all places, and each of them cut.
fn bodies(places: &[&str], bytes: usize) -> impl Iterator<Item = String> {
    places.iter().flat_map(move |place| {
        let holes = place.matches('#').count();
        values(bytes / holes).into_iter().filter(|value| !is_list(place, value)).flat_map(move |value| {
            let body = place.replace('#', &value);
            let cut = body.chars().take(body.chars().count() * 9 / 10).collect();
            [body, cut]
        })
    })
}

/// The most that is allocated at once by this, beside what there was.
fn taken<T>(run: impl FnOnce() -> T) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    drop(run());
    MEMORY.peak_usage().saturating_sub(before)
}

/// A session that has just sent its first request, and how much may come back.
fn sent(order: &str) -> (Session, usize) {
    let order: Order = serde_json::from_str(order).expect("an order");
    let mut session = Merchant::new().begin(order, "op-1").expect("a good order");
    loop {
        match session.poll(DAWN) {
            Step::Load { .. } => session.handle(Event::Loaded { record: None }, DAWN),
            Step::Store { .. } => session.handle(Event::Stored, DAWN),
            Step::Send { request } => return (session, usize::try_from(request.max_body).expect("a size")),
            Step::Ask { prompt: Prompt::Recipients { .. } } => panic!("no phones"),
            step => panic!("{step:?}"),
        }
    }
}

#[test]
fn an_answer_takes_eight_times_its_bytes_at_most() {
    let (mut worst, mut total) = ((0, String::new()), 0);
    let mut seen = |took: usize, bytes: usize, what: &str| {
        let most = TIMES * bytes + FREE;
        assert!(took <= most, "{took} bytes of memory for {bytes}: {what}");
        total += 1;
        let permille = took.saturating_sub(FREE) * 1_000 / bytes;
        if permille > worst.0 {
            worst = (permille, what.to_owned());
        }
    };
    for (number, order) in ORDERS.iter().enumerate() {
        let (_, cap) = sent(order);
        // Each order has others of them.
        let longest = bodies(&PLACES[number % PLACES.len()..][..1], cap - 200).skip(number % 7).step_by(19);
        for body in bodies(PLACES, 20_000).skip(number % 7).step_by(7).chain(longest) {
            for status in [200, 400] {
                let (mut session, _) = sent(order);
                let bytes = body.len();
                let response = Response { status, headers: Vec::new(), body: body.clone() };
                let took = taken(|| {
                    session.handle(Event::Answered { response }, DAWN);
                    let mut step = session.poll(DAWN);
                    if let Step::Store { .. } = step {
                        session.handle(Event::Stored, DAWN);
                        step = session.poll(DAWN);
                    }
                    step
                });
                seen(took, bytes, &format!("{status} to {order}: {body:.200} … {bytes}"));
            }
        }
    }
    let keys = WebhookKeys::new(["whk_a"]).expect("a key");
    let callback = CallbackKey::new("0123456789abcdef-secret").expect("a secret");
    let ours = Reference::parse("INV-001").expect("a reference");
    let url = callback.callback_url("https://shop.sn/dx", &ours).expect("an address");
    let token = url.as_str().rsplit('/').next().unwrap_or_default();
    for body in bodies(PLACES, MAX_BYTES - 200).step_by(3) {
        let hash = sign(body.as_bytes(), "whk_a");
        let took = taken(|| read(body.as_bytes(), &hash, &keys).is_ok());
        assert!(took < 1 << 20, "{took} bytes for a webhook: {body:.200}");
        let took = taken(|| callback.read(body.as_bytes(), "INV-001", token).is_ok());
        assert!(took < 1 << 20, "{took} bytes for a callback: {body:.200}");
    }
    println!("{total} read; the worst took {} permille of its bytes: {}", worst.0, worst.1);
}
