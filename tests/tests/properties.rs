//! What holds for every value and every course of events, tried on a thousand of each.
//!
//! The model at the end is a second account of how one call behaves, written as short as it can be; the
//! real session has to agree with it at every step.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use xaalis::http::{Failure, Header, Method, Response};
use xaalis::policy::{
    BACKOFF_CAP, BULK_PACE, BUSY_TRIES, IN_FLIGHT_GRACE, KEYED_RESENDS, QUIET, RESEND_WITHIN,
    RETRY_AFTER_CAP, TRIES,
};
use xaalis::status::{Applied, Source, Status};
use xaalis::value::{Amount, Percent, Phone, Provider, Time};
use xaalis::{Dexchange, Event, Order, Resend, Senfenico, Session, Step};
use xaalis_tests::vectors::{Machine, apply};

const DAWN: Time = Time::from_millis(1_767_600_000_000);

/// One thousand each, with the same seed in CI and here unless `PROPTEST_RNG_SEED` says otherwise.
fn thousand() -> ProptestConfig {
    ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(thousand())]

    #[test]
    fn an_amount_reads_back_whatever_it_is_written_as(francs in 0..=Amount::MAX.francs(), zeros in 0_usize..4) {
        let amount = Amount::new(francs).expect("in range");
        let decimals = if zeros == 0 { String::new() } else { format!(".{}", "0".repeat(zeros)) };
        prop_assert_eq!(Amount::parse(&format!("{francs}{decimals}")), Ok(amount));
        prop_assert_eq!(Amount::parse(&format!("{}{francs}", "0".repeat(zeros))), Ok(amount));
        let shown = amount.to_string();
        let digits: String = shown.strip_suffix(" F CFA").expect("francs").split(' ').collect();
        prop_assert_eq!(digits, francs.to_string());
        prop_assert!(shown.strip_suffix(" F CFA").unwrap_or_default().split(' ').skip(1).all(|g| g.len() == 3));
        let json = serde_json::to_string(&amount).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Amount>(&json).ok(), Some(amount));
    }

    #[test]
    fn an_amount_is_never_guessed(francs in 0..10_000_000_i64, fraction in "[0-9]{0,6}[1-9]", sign in "[-+ ]", mark in "[ ,'_eE]") {
        for bad in [
            format!("{francs}.{fraction}"),
            format!("{sign}{francs}"),
            format!("{francs}{mark}{fraction}"),
            format!("{francs}."),
            format!(".{francs}"),
            format!("{}", francs + 1_000_000_000_001),
            format!("{francs} F"),
        ] {
            prop_assert!(Amount::parse(&bad).is_err(), "{bad:?}");
        }
        prop_assert!(Amount::new(-1 - francs).is_err());
    }

    #[test]
    fn sums_of_amounts_stop_at_the_most(a in 0..=Amount::MAX.francs(), b in 0..=Amount::MAX.francs()) {
        let sum = Amount::new(a).expect("a").plus(Amount::new(b).expect("b"));
        prop_assert_eq!(sum.francs(), (a + b).min(Amount::MAX.francs()));
    }

    #[test]
    fn a_phone_is_its_eight_digits(digits in "[0-9]{8}", before in select(&["", "226", "+226", "00226", "+226 "]), gap in select(&["", " ", ".", "-", "\u{a0}"])) {
        let grouped = digits.as_bytes().chunks(2).map(String::from_utf8_lossy).collect::<Vec<_>>().join(gap);
        let phone = Phone::parse(&format!("{before}{grouped}")).expect("a phone");
        prop_assert_eq!(phone.as_str(), digits.as_str());
        let debug = format!("{phone:?}");
        prop_assert!(!debug.contains(&digits) && debug.contains('•'));
        for provider in [Provider::OrangeBf, Provider::MoovBf] {
            prop_assert_eq!(phone.check(&provider).is_ok(), phone.detect() == Some(provider));
        }
    }

    #[test]
    fn no_other_count_of_digits_is_a_phone(digits in "[0-9]{0,7}|[0-9]{9,10}|[013-9][0-9]{10}|[0-9]{14,20}", letter in "[a-zA-Z٣]", eight in "[0-9]{7}") {
        let phone = Phone::parse(&digits);
        prop_assert!(phone.is_err(), "{digits}");
        for bad in [format!("{eight}{letter}"), format!("+221 {eight}0"), format!("+{eight}0")] {
            prop_assert!(Phone::parse(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn percents_are_equal_by_value(whole in 0..100_i64, hundredths in 0..100_i64, zeros in 0_usize..6, other in 0..10_000_i64) {
        let text = format!("{whole}.{hundredths:02}");
        let percent = Percent::parse(&text).expect("a percent");
        prop_assert_eq!(percent.as_str(), text.as_str());
        let longer = format!("{}{text}{}", "0".repeat(zeros), "0".repeat(zeros));
        prop_assert_eq!(&Percent::parse(&longer).expect("the same"), &percent);
        let count = whole * 100 + hundredths;
        prop_assert_eq!(percent.ten_thousandths(), Some(count));
        let different = Percent::parse(&format!("{}.{:02}", other / 100, other % 100)).expect("a percent");
        prop_assert_eq!(different == percent, other == count);
        let over = Percent::parse(&format!("{}.01", whole + 100));
        prop_assert!(over.is_err(), "{over:?}");
    }

    #[test]
    fn a_status_is_the_highest_ever_fetched(machine in select(&Machine::ALL[..]), seen in vec((any::<Index>(), 0_u8..3), 1..8), turn in any::<Index>()) {
        let mut words = machine.words();
        words.extend(["a_new_word", "zz_another"]);
        let mut seen: Vec<(&str, Source)> = seen
            .iter()
            .map(|(word, by)| (*word.get(&words), [Source::Fetch, Source::Reply, Source::Webhook][usize::from(*by)]))
            .collect();
        let run = |seen: &[(&str, Source)]| {
            seen.iter().fold(None, |known: Option<String>, (word, source)| {
                let (next, applied) = apply(machine, known.as_deref(), word, *source);
                // A webhook changes nothing, the same again says nothing, and no level is ever lost.
                assert!(*source != Source::Webhook || next == known, "{word}");
                assert_eq!(applied == Applied::Same, known.as_deref() == Some(*word));
                if let (Some(before), Some(after)) = (&known, &next) {
                    assert!(level(machine, before) <= level(machine, after), "{before} became {after}");
                    assert_eq!(apply(machine, Some(after), after, *source), (next.clone(), Applied::Same));
                }
                next
            })
        };
        let end = run(&seen);
        let at = turn.index(seen.len());
        seen.rotate_left(at);
        prop_assert_eq!(run(&seen), end.clone());
        seen.reverse();
        prop_assert_eq!(run(&seen), end);
    }
}

fn level(machine: Machine, word: &str) -> xaalis::status::Level {
    use xaalis::{dexchange as dx, senfenico as sf};
    match machine {
        Machine::Charge => sf::ChargeStatus::from(word).level(),
        Machine::Checkout => sf::CheckoutStatus::from(word).level(),
        Machine::Transfer => sf::TransferStatus::from(word).level(),
        Machine::Settlement => sf::SettlementStatus::from(word).level(),
        Machine::Bill => dx::BillStatus::from(word).level(),
    }
}

/// What may happen to a session.
#[derive(Clone, Debug)]
enum Happening {
    Stored,
    Taken,
    Yes,
    No,
    Busy(Option<i64>),
    Unclear,
    NotSent,
    MaybeSent,
    Held(i64),
    Stop,
    /// Events no call waits for.
    Shown,
    Otp,
    /// Only time passes: so much, or to the end of the wait.
    Passes(i64),
    Wake,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        8 => Just(Happening::Stored),
        1 => Just(Happening::Taken),
        1 => Just(Happening::Yes),
        2 => Just(Happening::No),
        2 => proptest::option::of(0..400_i64).prop_map(Happening::Busy),
        2 => Just(Happening::Unclear),
        2 => Just(Happening::NotSent),
        2 => Just(Happening::MaybeSent),
        1 => (0..60_000_i64).prop_map(Happening::Held),
        1 => Just(Happening::Stop),
        1 => prop_oneof![Just(Happening::Shown), Just(Happening::Otp)],
        6 => (0..200_000_i64).prop_map(Happening::Passes),
        4 => Just(Happening::Wake),
        1 => (0..3 * RESEND_WITHIN).prop_map(Happening::Passes),
    ]
}

/// Which call: what it may do, and what its vendor's answers look like.
#[derive(Clone, Copy, Debug)]
enum Ask {
    Read,
    Transfer,
    Bill,
}

impl Ask {
    fn resend(self) -> Resend {
        match self {
            Self::Read => Resend::Freely,
            Self::Transfer => Resend::Never,
            Self::Bill => Resend::AfterQuiet,
        }
    }

    fn session(self) -> Session {
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
            Self::Bill => Dexchange::new("dx_test_sandbox").and_then(|client| client.begin(order, "op-1")),
            _ => Senfenico::new("sk_test_sandbox").and_then(|client| client.begin(order, "op-1")),
        }
        .expect("a session")
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
enum End {
    Settled,
    Rejected,
    NotSent,
    Unknown,
}

/// The second account of one call: its limits, its pauses and how it ends.
struct Model {
    resend: Resend,
    uncertain: i64,
    tries: i64,
    busy: i64,
    last_sent: Time,
    state: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Unstored,
    Stored,
    Flying {
        until: Time,
    },
    /// A payment that may have arrived has time to.
    Quiet,
    /// A pause that ends somewhere between the two.
    Pausing(Time, Time),
    Over(End),
}

impl Model {
    fn new(resend: Resend) -> Self {
        let state = if resend == Resend::Freely { Stage::Stored } else { Stage::Unstored };
        Self { resend, uncertain: 0, tries: 0, busy: 0, last_sent: DAWN, state }
    }

    fn doubtful(&self) -> bool {
        self.uncertain > 0 && self.resend != Resend::Freely
    }

    /// No attempt that may have arrived is ever denied.
    fn end(&mut self, end: End) {
        self.state = Stage::Over(if self.doubtful() && end != End::Settled { End::Unknown } else { end });
    }

    fn retry(&mut self, now: Time) {
        self.tries += 1;
        self.state = Stage::Pausing(now.plus(250), now.plus(BACKOFF_CAP));
        if self.tries >= TRIES {
            self.end(End::NotSent);
        }
    }

    fn unclear(&mut self, now: Time) {
        self.uncertain += 1;
        match self.resend {
            Resend::Freely => self.retry(now),
            Resend::AfterQuiet if self.uncertain <= KEYED_RESENDS => self.state = Stage::Quiet,
            Resend::AfterQuiet | Resend::Never => self.end(End::Unknown),
        }
    }

    fn happens(&mut self, what: &Happening, now: Time) {
        match (self.state, what) {
            (Stage::Over(_), _) => {}
            (Stage::Unstored, Happening::Stored) => self.state = Stage::Stored,
            (Stage::Unstored, Happening::Taken) | (Stage::Flying { .. }, Happening::Stop) => {
                self.uncertain += i64::from(self.state != Stage::Unstored);
                self.end(End::NotSent);
            }
            (_, Happening::Stop) => self.end(End::NotSent),
            (Stage::Flying { .. } | Stage::Quiet, Happening::Yes) => self.end(End::Settled),
            (Stage::Flying { .. }, Happening::No) => self.end(End::Rejected),
            (Stage::Flying { .. }, Happening::Busy(pause)) => {
                self.busy += 1;
                let exact = pause.map(|s| now.plus((s * 1_000).clamp(BULK_PACE, RETRY_AFTER_CAP)));
                let lot = (now.plus(250), now.plus(BACKOFF_CAP));
                let (from, to) = exact.map_or(lot, |at| (at, at));
                self.state = Stage::Pausing(from, to);
                if self.busy >= BUSY_TRIES {
                    self.end(End::NotSent);
                }
            }
            (Stage::Flying { .. }, Happening::NotSent) => self.retry(now),
            (Stage::Flying { .. }, Happening::Held(ms)) => {
                self.state = Stage::Pausing(now.plus(*ms), now.plus(*ms));
            }
            (Stage::Flying { .. }, Happening::MaybeSent | Happening::Unclear) => self.unclear(now),
            _ => {}
        }
    }

    /// The real session has taken this step: may it have?
    fn steps(&mut self, step: &Step, now: Time) -> Result<(), TestCaseError> {
        if matches!(self.state, Stage::Flying { until } if now >= until) {
            self.unclear(now);
        }
        if self.state == Stage::Quiet && now.since(self.last_sent) > RESEND_WITHIN {
            self.end(End::Unknown);
        }
        let rested = match self.state {
            Stage::Pausing(from, _) => now >= from,
            Stage::Quiet => now.since(self.last_sent) >= QUIET,
            _ => false,
        };
        match (step, self.state) {
            (Step::Store { .. }, Stage::Unstored | Stage::Over(_)) => {}
            (Step::Store { .. }, _) if rested => {
                self.last_sent = now;
                self.state = Stage::Unstored;
            }
            (Step::Send { request }, state) if state == Stage::Stored || rested => {
                prop_assert!(state == Stage::Stored || self.resend == Resend::Freely, "sent before stored");
                let allowed = match self.resend {
                    Resend::Freely => TRIES,
                    Resend::AfterQuiet => 1 + KEYED_RESENDS,
                    Resend::Never => 1,
                };
                prop_assert!(self.uncertain < allowed, "sent again");
                self.last_sent = now;
                self.state = Stage::Flying { until: now.plus(request.timeout_ms + IN_FLIGHT_GRACE) };
            }
            (Step::Wait { until, .. }, Stage::Flying { until: ours }) => prop_assert_eq!(*until, ours),
            (Step::Wait { until, .. }, Stage::Quiet) => {
                prop_assert_eq!(*until, self.last_sent.plus(QUIET));
            }
            (Step::Wait { until, .. }, Stage::Pausing(from, to)) => {
                prop_assert!((from..=to).contains(until), "{from:?} {until:?} {to:?}");
                self.state = Stage::Pausing(*until, *until);
            }
            (Step::Done { reply }, Stage::Over(ours)) => prop_assert_eq!(end(reply), ours),
            (step, state) => prop_assert!(false, "{step:?} at {state:?}"),
        }
        if let Step::Wait { until, .. } = step {
            prop_assert!(*until > now);
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(thousand())]

    #[test]
    fn a_call_does_what_its_model_does(ask in select(&[Ask::Read, Ask::Transfer, Ask::Bill]), course in vec(happening(), 0..60)) {
        let (mut session, mut model, mut now) = (ask.session(), Model::new(ask.resend()), DAWN);
        // However it went, it can be stopped, and then it ends once its last record is kept.
        let ending = [Happening::Stop, Happening::Stored, Happening::Stored, Happening::Stored];
        for what in course.iter().chain(&ending) {
            let step = session.poll(now);
            model.steps(&step, now)?;
            match (what, &step) {
                (Happening::Passes(ms), _) => now = now.plus(*ms),
                (Happening::Wake, Step::Wait { until, .. }) => now = *until,
                _ => {}
            }
            if let Some(event) = event(ask, what, now) {
                session.handle(event, now);
                model.happens(what, now);
            }
        }
        let step = session.poll(now);
        model.steps(&step, now)?;
        prop_assert!(matches!(step, Step::Done { .. }), "stopped, and yet {:?}", step);
    }

    #[test]
    fn a_payout_is_posted_once_and_never_denied(course in vec((happening(), 0..ANSWERS.len()), 0..80)) {
        let order = r#"{"kind":"payout","transfer":{"amount":100,"phone":"76000000","ext_id":"e-1"}}"#;
        let order: Order = serde_json::from_str(order).expect("an order");
        let client = Senfenico::new("sk_test_sandbox").expect("a client");
        let (mut session, mut now) = (client.begin(order, "op-1").expect("a session"), DAWN);
        let (mut posted, mut record) = (false, None);
        for (what, answer) in &course {
            match session.poll(now) {
                Step::Send { request } => {
                    let money = request.method == Method::Post;
                    prop_assert!(!(money && posted), "posted again");
                    let (status, body) = ANSWERS[*answer];
                    let response = Response { status, headers: Vec::new(), body: body.to_owned() };
                    let event = match what {
                        Happening::NotSent | Happening::Busy(_) | Happening::Held(_) => event(Ask::Transfer, what, now),
                        Happening::Passes(_) | Happening::MaybeSent => Some(Event::Failed { failure: Failure::MaybeSent }),
                        _ => Some(Event::Answered { response }),
                    };
                    let left = matches!(event, Some(Event::Answered { .. } | Event::Failed { failure: Failure::MaybeSent }));
                    // A 429 is a promise that nothing was done.
                    posted |= money && left && !matches!(what, Happening::Busy(_));
                    session.handle(event.expect("an event"), now);
                }
                Step::Wait { until, .. } => {
                    prop_assert!(until > now);
                    now = if matches!(what, Happening::Passes(ms) if now.plus(*ms) < until) { now.plus(1) } else { until };
                }
                Step::Store { record: new } => {
                    record = Some(new);
                    session.handle(if matches!(what, Happening::Taken) { Event::Taken } else { Event::Stored }, now);
                }
                Step::Ask { prompt } => prop_assert!(false, "asks {prompt:?}"),
                Step::Done { reply } => {
                    let end = end(&reply);
                    prop_assert!(!posted || matches!(end, End::Settled | End::Unknown), "denied: {reply:?}");
                    break;
                }
            }
            // A crash: the newest record is all that is left.
            if let (Happening::Shown, Some(record)) = (what, &record) {
                session = client.resume(record, now).expect("its own record");
            }
        }
    }
}

/// What the vendor may say of a payout that it has taken. Never that it failed.
const ANSWERS: [(u16, &str); 6] = [
    (
        200,
        r#"{"status":true,"message":"m","data":{"reference":"tr_1","status":"pending","amount":100,"ext_id":"e-1"}}"#,
    ),
    (
        200,
        r#"{"status":true,"message":"m","data":{"reference":"tr_1","status":"success","amount":100,"ext_id":"e-1"}}"#,
    ),
    (
        200,
        r#"{"status":true,"message":"m","data":[{"reference":"tr_1","status":"pending","amount":100,"ext_id":"e-1"}]}"#,
    ),
    (200, r#"{"status":true,"message":"m","data":[]}"#),
    (502, "<html>"),
    (200, r#"{"status":true,"message":"m","data":{"refer"#),
];

fn event(ask: Ask, what: &Happening, now: Time) -> Option<Event> {
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
        Happening::Held(ms) => Some(Event::Held { until: now.plus(*ms) }),
        Happening::Stop => Some(Event::Stop),
        Happening::Shown => Some(Event::Shown),
        Happening::Otp => Some(Event::Otp { code: "123456".to_owned() }),
        Happening::Passes(_) | Happening::Wake => None,
    }
}

/// How a reply ended.
fn end(reply: &xaalis::Reply) -> End {
    let json = serde_json::to_value(reply).expect("a reply is JSON");
    match json["outcome"]["kind"].as_str() {
        Some("settled") => End::Settled,
        Some("rejected") => End::Rejected,
        Some("not_sent") => End::NotSent,
        _ => End::Unknown,
    }
}
