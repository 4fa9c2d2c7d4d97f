//! What holds for every value and every order of statuses, tried on a thousand of each. What holds for
//! a session stands in `sim/tests/sessions.rs`.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use serde_json::json;
use xaalis::http::Response;
use xaalis::status::{Applied, Source, Status};
use xaalis::value::{Amount, Percent, Phone, Provider};
use xaalis::{Event, Order, Outcome, Step};
use xaalis_tests::vectors::{Machine, apply};
use xaalis_tests::world::{DAWN, Merchant};

/// One thousand each, with the same seed in CI and here unless `PROPTEST_RNG_SEED` says otherwise.
fn thousand() -> ProptestConfig {
    let told = ProptestConfig::default();
    let rng_seed = if told.rng_seed == RngSeed::Random { RngSeed::Fixed(1) } else { told.rng_seed };
    ProptestConfig { cases: 1_000, failure_persistence: None, rng_seed, ..told }
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

/// What a list of charges comes to, whole or cut at these places; what was handed on is counted in.
fn listed(body: &[u8], cuts: Option<&[Index]>, taking: bool) -> (String, Vec<String>) {
    let mut session = Merchant::new().begin(Order::ListCharges, "op-1").expect("a good order");
    assert!(matches!(session.poll(DAWN), Step::Send { .. }));
    let head = Response { status: 200, headers: Vec::new(), body: String::new() };
    let mut came = Vec::new();
    if let Some(cuts) = cuts {
        let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(body.len() + 1)).collect();
        places.extend([0, body.len()]);
        places.sort_unstable();
        session.handle(Event::Begun { response: head }, DAWN);
        for place in places.windows(2) {
            session.handle(Event::Part { bytes: body[place[0]..place[1]].to_vec() }, DAWN);
            if taking {
                came.extend(session.arrived());
            }
        }
        session.handle(Event::Ended, DAWN);
    } else {
        let body = String::from_utf8_lossy(body).into_owned();
        session.handle(Event::Answered { response: Response { body, ..head } }, DAWN);
    }
    let mut now = DAWN;
    let last = loop {
        match session.poll(now) {
            Step::Wait { until, .. } => now = until,
            Step::Send { .. } => break "again".to_owned(),
            Step::Done { reply } => {
                came.push(reply.clone());
                let outcome = serde_json::to_value(&reply).expect("JSON")["outcome"].clone();
                break if outcome["kind"] == "settled" { "settled".to_owned() } else { outcome.to_string() };
            }
            step => panic!("{step:?}"),
        }
    };
    let items = came.into_iter().flat_map(|reply| {
        let odd =
            reply.unreadable().iter().map(|odd| format!("{} {}", odd.index, odd.text.expose())).collect();
        let read = reply.charges().and_then(Outcome::settled).map(|list| {
            list.iter().map(|charge| serde_json::to_string(charge).expect("JSON")).collect::<Vec<_>>()
        });
        [read.unwrap_or_default(), odd].concat()
    });
    let mut items: Vec<_> = items.collect();
    items.sort_unstable();
    (last, items)
}

/// A list of charges as a vendor may write it, with some of its bytes changed.
fn lists() -> impl Strategy<Value = Vec<u8>> {
    let text = "[a-z\"\\\\\\[\\]{},:é€🙂 \n]{0,12}";
    let item = (text, any::<Option<i64>>(), 0..12_u8).prop_map(|(text, amount, odd)| match odd {
        0 => "null".to_owned(),
        1 => json!([text, { "a": text }]).to_string(),
        2 => format!("{{\"note\":\"{text}\"}}"),
        _ => json!({ "reference": "ch_1", "note": text, "status": "success", "amount": amount.map(i64::unsigned_abs) })
            .to_string(),
    });
    let frame = select(&[
        r#"{"status":true,"message":"ok","data":[#]}"#,
        " {\"data\" : [ # ] ,\"status\":true}\n",
        r#"{"status":true,"data":[#],"data":[]}"#,
        r#"{"status":true,"a":{"data":[1]},"data":[#],"b":["data",[]]}"#,
        r#"{"status":false,"data":[#]}"#,
        r#"[{"status":true,"data":[#]}]"#,
    ]);
    let changes = vec((any::<Index>(), any::<Option<u8>>()), 0..3);
    (vec(item, 0..6), frame, changes).prop_map(|(items, frame, changes)| {
        let mut body = frame.replace('#', &items.join(", ")).into_bytes();
        for (at, byte) in changes {
            let at = at.index(body.len());
            match byte {
                Some(byte) if byte % 4 == 0 => body[at] = b"\"[]{},:\\"[usize::from(byte / 4) % 8],
                Some(byte) if byte % 4 == 1 => body[at] = byte,
                Some(_) => {}
                None => body.truncate(at.max(1)),
            }
        }
        body
    })
}

proptest! {
    #![proptest_config(thousand())]

    #[test]
    fn a_list_comes_to_the_same_however_it_is_cut(body in lists(), cuts in vec(any::<Index>(), 0..8)) {
        let whole = listed(&body, None, false);
        prop_assert_eq!(&listed(&body, Some(&cuts), false), &whole);
        let taken = listed(&body, Some(&cuts), true);
        if whole.0 == "settled" {
            prop_assert_eq!(&taken, &whole);
        } else {
            prop_assert_ne!(&taken.0, "settled");
        }
    }
}
