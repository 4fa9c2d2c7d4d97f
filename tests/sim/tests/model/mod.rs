//! A reference model: a second account of how one call behaves, written as short as it can be. The real
//! session has to agree with it at every step, whatever happens to it.

pub(crate) mod call;
pub(crate) mod payout;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use xaalis::http::{Failure, Header, Response};
use xaalis::policy::RESEND_WITHIN;
use xaalis::value::Time;
use xaalis::{Dexchange, Event, Order, Record, Reply, Resend, Senfenico, Session};

pub(crate) const DAWN: Time = Time::from_millis(1_767_600_000_000);

/// One thousand each, with the same seed in CI and here unless `PROPTEST_RNG_SEED` says otherwise.
pub(crate) fn thousand() -> ProptestConfig {
    let told = ProptestConfig::default();
    let rng_seed = if told.rng_seed == RngSeed::Random { RngSeed::Fixed(1) } else { told.rng_seed };
    ProptestConfig { cases: 1_000, failure_persistence: None, rng_seed, ..told }
}

/// What may happen to a session.
#[derive(Clone, Debug)]
pub(crate) enum Happening {
    Stored,
    Taken,
    Yes,
    No,
    Busy(Option<i64>),
    Unclear,
    NotSent,
    MaybeSent,
    Stop,
    /// The process dies, and another takes the newest record that was kept.
    Crash,
    /// Events no call waits for.
    Shown,
    Otp,
    /// Only time passes: so much, or to the end of the wait.
    Passes(i64),
    Wake,
}

pub(crate) fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        8 => Just(Happening::Stored),
        1 => Just(Happening::Taken),
        1 => Just(Happening::Yes),
        2 => Just(Happening::No),
        2 => proptest::option::of(0..400_i64).prop_map(Happening::Busy),
        2 => Just(Happening::Unclear),
        2 => Just(Happening::NotSent),
        2 => Just(Happening::MaybeSent),
        1 => Just(Happening::Stop),
        1 => Just(Happening::Crash),
        1 => prop_oneof![Just(Happening::Shown), Just(Happening::Otp)],
        6 => (0..200_000_i64).prop_map(Happening::Passes),
        4 => Just(Happening::Wake),
        1 => (0..3 * RESEND_WITHIN).prop_map(Happening::Passes),
    ]
}

/// Which call: what it may do, and what its vendor's answers look like.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ask {
    Read,
    Transfer,
    Bill,
}

impl Ask {
    pub(crate) fn resend(self) -> Resend {
        match self {
            Self::Read => Resend::Freely,
            Self::Transfer => Resend::Never,
            Self::Bill => Resend::AfterQuiet,
        }
    }

    pub(crate) fn session(self) -> Session {
        let order = match self {
            Self::Read => r#"{"kind":"fetch_transfer","reference":"tr_1"}"#,
            Self::Transfer => {
                r#"{"kind":"create_transfer","transfer":{"amount":100,"phone":"76000000","ext_id":"e-1"}}"#
            }
            Self::Bill => {
                r#"{"kind":"pay_bill_once","payment":{"service":"SENELEC_SN_BILL","customer":"210278816","bill":"8000000680","external_transaction_id":"e-1"}}"#
            }
        };
        let order: Order = serde_json::from_str(order).expect("an order");
        match self {
            Self::Bill => Dexchange::new("dx_test_sandbox")
                .and_then(|client| client.account().begin_alone(order, "op-1")),
            _ => Senfenico::new("sk_test_sandbox")
                .and_then(|client| client.account().begin_alone(order, "op-1")),
        }
        .expect("a session")
    }

    /// Another process takes its record.
    pub(crate) fn resumed(self, record: &Record, now: Time) -> Session {
        match self {
            Self::Bill => Dexchange::new("dx_test_sandbox").and_then(|client| client.resume(record, now)),
            _ => Senfenico::new("sk_test_sandbox").and_then(|client| client.resume(record, now)),
        }
        .expect("its own record")
    }

    fn yes(self) -> &'static str {
        match self {
            Self::Bill => {
                r#"{"message":"m","transaction":{"success":true,"transactionId":"TID1","externalTransactionId":"e-1","Status":"SUCCESS"}}"#
            }
            _ => {
                r#"{"status":true,"message":"m","data":{"reference":"tr_1","status":"success","amount":100,"ext_id":"e-1"}}"#
            }
        }
    }

    fn no(self) -> (u16, &'static str) {
        match self {
            Self::Bill => (403, r#"{"success":false,"message":"m"}"#),
            _ => (400, r#"{"status":false,"message":"m","error_code":"INVALID_DATA"}"#),
        }
    }
}

/// How it ended, or would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Settled,
    Rejected,
    NotSent,
    Unknown,
}

pub(crate) fn event(ask: Ask, what: &Happening) -> Option<Event> {
    let answered = |status, body: &str, pause: Option<i64>| {
        let header = |s: i64| Header { name: "Retry-After".to_owned(), value: s.to_string() };
        let headers = pause.map(header).into_iter().collect();
        Some(Event::Answered { response: Response { status, headers, body: body.to_owned() } })
    };
    match what {
        Happening::Stored => Some(Event::Stored),
        Happening::Taken => Some(Event::Taken),
        Happening::Yes => answered(200, ask.yes(), None),
        Happening::No => answered(ask.no().0, ask.no().1, None),
        Happening::Busy(pause) => answered(429, "{}", *pause),
        Happening::Unclear => answered(502, "<html>", None),
        Happening::NotSent => Some(Event::Failed { failure: Failure::NotSent }),
        Happening::MaybeSent => Some(Event::Failed { failure: Failure::MaybeSent }),
        Happening::Stop => Some(Event::Stop),
        Happening::Shown => Some(Event::Shown),
        Happening::Otp => Some(Event::Otp { code: "123456".to_owned() }),
        Happening::Crash | Happening::Passes(_) | Happening::Wake => None,
    }
}

/// How a reply ended.
pub(crate) fn end(reply: &Reply) -> End {
    let json = serde_json::to_value(reply).expect("a reply is JSON");
    match json["outcome"]["kind"].as_str() {
        Some("settled") => End::Settled,
        Some("rejected") => End::Rejected,
        Some("not_sent") => End::NotSent,
        _ => End::Unknown,
    }
}
