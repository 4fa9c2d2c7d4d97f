//! What the fuzz targets share: every order there is, and a world that answers with the fuzzer's bytes.
//!
//! A target takes readable text, not an encoding of its own, so that the golden vectors can be its
//! corpus and a crash can be read: `cargo run --example seed` writes the corpus anew.

mod budget;

pub use budget::Budget;
use xaalis::http::{Failure, Header, Response};
use xaalis::value::Time;
use xaalis::Vendor;
use xaalis::{Dexchange, Event, Order, Prompt, Recipient, Record, Senfenico, Session, Step, Why, policy};

/// When everything begins, in milliseconds since 1970.
pub const DAWN: Time = Time::from_millis(1_767_600_000_000);
/// Keys and code that must never be seen in a record or a log.
pub const SENFENICO_KEY: &str = "sk_test_canaryOfSenfenico";
/// See [`SENFENICO_KEY`].
pub const DEXCHANGE_KEY: &str = "dx_test_canaryOfDexchange";
/// See [`SENFENICO_KEY`].
pub const OTP: &str = "839231";
/// The number every order is about.
pub const PHONE: &str = "76543210";

/// The HTTP statuses an answer may have.
const STATUSES: [u16; 24] = [
    200, 201, 202, 204, 301, 302, 307, 400, 401, 402, 403, 404, 405, 409, 410, 413, 422, 429, 499, 500, 502,
    503, 504, 0,
];

/// One order of each kind: the first byte of the `response` target chooses among them.
pub const ORDERS: [&str; 27] = [
    r#"{"kind":"initialize_checkout","checkout":{"amount":600,"success_url":"https://a.bf/s","cancel_url":"https://a.bf/c"}}"#,
    r#"{"kind":"fetch_checkout","reference":"8872031d-178e-464c-9261-7984f0a313c0"}"#,
    r#"{"kind":"list_checkouts"}"#,
    r#"{"kind":"create_charge","charge":{"amount":500,"phone":"76543210"}}"#,
    r#"{"kind":"submit_otp","charge":"ch_39728149f97a46f1806a694dbb620b23","otp":"839231"}"#,
    r#"{"kind":"fetch_charge","reference":"ch_45a408fd483a4d66b98aeea97aa7c2e2"}"#,
    r#"{"kind":"list_charges"}"#,
    r#"{"kind":"fetch_balances"}"#,
    r#"{"kind":"create_transfer","transfer":{"amount":100,"phone":"76543210","ext_id":"98b96ea4-210d-4ea0-9b03-8d7fd96e4064"}}"#,
    r#"{"kind":"create_bulk_transfer","transfers":[{"amount":100,"phone":"76543210","ext_id":"98b96ea4-210d-4ea0-9b03-8d7fd96e4064"}]}"#,
    r#"{"kind":"fetch_transfer","reference":"tr_61242504fdf24d1b9f5344deed8657f9"}"#,
    r#"{"kind":"list_transfers"}"#,
    r#"{"kind":"create_settlement","settlement":{"amount":1000}}"#,
    r#"{"kind":"fetch_settlement","reference":"dc5a902d-a4eb-4025-b4f1-3c9b30468b64"}"#,
    r#"{"kind":"list_settlements"}"#,
    r#"{"kind":"inquire_bills","inquiry":{"service":"SENELEC_SN_BILL","customer":"210278816"}}"#,
    r#"{"kind":"inquire_bills","inquiry":{"service":"WOYOFAL_SN_BILL","customer":"07061270877"}}"#,
    r#"{"kind":"pay_bill_once","payment":{"service":"SENELEC_SN_BILL","customer":"210278816","bill":"8000000680","external_transaction_id":"INV-001"}}"#,
    r#"{"kind":"fetch_transaction","transaction_id":"TID123456789"}"#,
    r#"{"kind":"collect","charge":{"amount":500,"phone":"76543210"}}"#,
    r#"{"kind":"checkout","checkout":{"amount":600,"success_url":"https://a.bf/s","cancel_url":"https://a.bf/c"}}"#,
    r#"{"kind":"payout","transfer":{"amount":100,"phone":"76543210","ext_id":"98b96ea4-210d-4ea0-9b03-8d7fd96e4064"}}"#,
    r#"{"kind":"bulk_payout","transfers":[{"amount":100,"phone":"76543210","ext_id":"a-1"},{"amount":250,"phone":"76543210","ext_id":"a-2"}]}"#,
    r#"{"kind":"settle","settlement":{"amount":1000}}"#,
    r#"{"kind":"cancel_settlement","reference":"dc5a902d-a4eb-4025-b4f1-3c9b30468b64"}"#,
    r#"{"kind":"pay_bill","payment":{"service":"SENELEC_SN_BILL","customer":"210278816","bill":"8000000680","external_transaction_id":"INV-001"}}"#,
    r#"{"kind":"pay_bill","payment":{"service":"WOYOFAL_SN_BILL","customer":"07061270877","amount":5000,"external_transaction_id":"INV-001"}}"#,
];

/// The letter that stands for an order or a status in an input: `A` is the first.
pub fn letter(at: usize) -> char {
    char::from(b'A'.saturating_add(u8::try_from(at).unwrap_or(0)))
}

/// The place a letter stands for.
pub fn place(letter: u8, of: usize) -> usize {
    usize::from(letter.wrapping_sub(b'A')) % of
}

/// The letter of an HTTP status; the last one stands for no answer at all.
pub fn status_letter(status: u16) -> char {
    letter(STATUSES.iter().position(|known| *known == status).unwrap_or(0))
}

/// A session of this order.
pub fn begin(order: &str) -> Session {
    let order: Order = serde_json::from_str(order).expect("an order");
    match order.vendor() {
        Vendor::Senfenico => senfenico().account().begin_alone(order, "op-1"),
        Vendor::Dexchange => dexchange().account().begin_alone(order, "op-1"),
    }
    .expect("a good order")
}

/// A client of each vendor.
pub fn senfenico() -> Senfenico {
    Senfenico::new(SENFENICO_KEY).expect("a key")
}

/// See [`senfenico`].
pub fn dexchange() -> Dexchange {
    Dexchange::new(DEXCHANGE_KEY).expect("a key")
}

/// The session of a record, if its vendor's client takes it.
pub fn resume(record: &Record) -> Option<Session> {
    match record.vendor {
        Vendor::Senfenico => senfenico().resume(record, DAWN),
        Vendor::Dexchange => dexchange().resume(record, DAWN),
    }
    .ok()
}

/// The answers in an input: one a line, each a status letter, a letter for `Retry-After` (or `_`)
/// and the body.
pub fn answers(input: &[u8]) -> Vec<Event> {
    input.split(|byte| *byte == b'\n').take(6).map(answer).collect()
}

fn answer(line: &[u8]) -> Event {
    let [status, pause, body @ ..] = line else { return Event::Failed { failure: Failure::NotSent } };
    let status = STATUSES[place(*status, STATUSES.len())];
    if status == 0 {
        return Event::Failed { failure: Failure::MaybeSent };
    }
    let headers = match pause {
        b'_' => Vec::new(),
        pause => vec![Header { name: "Retry-After".to_owned(), value: pause.to_string() }],
    };
    // As a transport does with bytes that are no text.
    Event::Answered { response: Response { status, headers, body: String::from_utf8_lossy(body).into_owned() } }
}

/// What one step of a session may cost, for each byte of its record and of all answers.
const STEP: Budget = Budget { steps: 250, memory: 24 };

/// Answers a session, the last answer for ever, and checks what holds for every step: it ends or waits
/// for something in the future, it asks the right host, it gives no secret away, and it costs no more
/// than so much for each byte it was given.
pub fn follow(session: &mut Session, answers: &[Event], given: usize) {
    let mut now = DAWN;
    let mut next = 0;
    let mut waited = 0;
    for _ in 0..200 {
        let event = match STEP.holds(given, || session.poll(now)) {
            Step::Store { record } => {
                STEP.holds(given, || check_record(&record));
                Event::Stored
            }
            Step::Send { request } => {
                let url = url::Url::parse(&request.url).expect("an address");
                let host = url.host_str().expect("a host");
                assert!(["api.senfenico.com", "api-m.dexchange.sn"].contains(&host), "{host}");
                assert_eq!(url.path(), request.path(), "the path survives any parser");
                assert!(request.path().starts_with("/v1/") || request.path().starts_with("/api"), "{url}");
                assert!(url.query().is_none() && url.fragment().is_none(), "{url}");
                check_hidden(&format!("{request:?}"));
                let event = answers.get(next).or(answers.last()).cloned();
                next += 1;
                let event = event.unwrap_or(Event::Failed { failure: Failure::MaybeSent });
                if request.in_parts { arrives(session, event, given, now) } else { event }
            }
            Step::Load { .. } => Event::Loaded { record: None },
            Step::Refused { error } => panic!("{error}"),
            Step::Wait { until, why } => {
                assert!(until > now, "a wait for {until:?} at {now:?}");
                waited += 1;
                // Nobody is.
                now = if why == Why::Elsewhere { now.plus(policy::LEASE) } else { until };
                if waited % 16 == 0 { Event::Shown } else { continue }
            }
            Step::Ask { prompt } => match prompt {
                Prompt::Otp { .. } => Event::Otp { code: OTP.to_owned() },
                Prompt::Bill { bills } => Event::Bill {
                    reference: bills.into_iter().find_map(|bill| bill.reference).unwrap_or_default(),
                },
                Prompt::Recipients { ext_ids } => Event::Recipients {
                    recipients: ext_ids
                        .into_iter()
                        .skip(1)
                        .map(|ext_id| Recipient { ext_id, phone: PHONE.to_owned().into() })
                        .collect(),
                },
                Prompt::Dial { .. } | Prompt::Redirect { .. } => Event::Shown,
            },
            Step::Done { reply } => {
                STEP.holds(given, || check_hidden(&format!("{reply:?}")));
                serde_json::to_string(&reply).expect("a reply is JSON");
                return;
            }
        };
        STEP.holds(given, || session.handle(event, now));
    }
    // It may go on for a week, but it can always be stopped.
    session.handle(Event::Stop, now);
    for _ in 0..8 {
        match session.poll(now) {
            Step::Store { .. } => session.handle(Event::Stored, now),
            Step::Done { .. } => return,
            other => panic!("stopped, and yet {other:?}"),
        }
    }
    panic!("stopped, and yet no end");
}

/// Every second answer to a list comes in parts; what is left to be said of it.
fn arrives(session: &mut Session, event: Event, given: usize, now: Time) -> Event {
    let Event::Answered { response } = event else { return event };
    if response.body.len().is_multiple_of(2) {
        return Event::Answered { response };
    }
    let size = 1 + response.body.len() % 9;
    let head = Response { body: String::new(), headers: response.headers.clone(), status: response.status };
    session.handle(Event::Begun { response: head }, now);
    for part in response.body.as_bytes().chunks(size) {
        STEP.holds(given, || session.handle(Event::Part { bytes: part.to_vec() }, now));
        drop(session.arrived());
    }
    Event::Ended
}

/// A record is JSON that can be read and resumed, and holds no secret.
pub fn check_record(record: &Record) {
    let json = serde_json::to_string(record).expect("a record is JSON");
    check_hidden(&json);
    let again: Record = serde_json::from_str(&json).expect("its own record");
    assert_eq!(&again, record);
    assert!(resume(&again).is_some(), "its own record is refused: {json}");
}

fn check_hidden(text: &str) {
    for secret in ["canaryOf", OTP] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
