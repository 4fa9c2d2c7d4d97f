//! Lists that arrive in parts: what is found in them, and what is not concluded from half of one.

use serde_json::{Value, json};
use xaalis::http::{Failure, Header, Response};
use xaalis::policy::{IN_FLIGHT_GRACE, LIST_BODY_CAP, LIST_TIMEOUT, READ_TIMEOUT};
use xaalis::senfenico::{NewCharge, NewTransfer};
use xaalis::{Event, Order, Step, Why};
use xaalis_tests::script::{BEGIN, Script, begun, parts, stamp};

const CHARGES: &str = "/v1/payment/charges";
const TRANSFERS: &str = "/v1/payment/transfers/";

/// A whole list.
fn arrives(script: &mut Script, items: &[Value]) {
    script.told(begun(200));
    for part in parts(items, 41) {
        assert!(script.session.wants_part());
        script.told(part);
    }
    script.told(Event::Ended);
    assert!(!script.session.wants_part());
}

/// A list of which so many bytes come.
fn breaks_off(script: &mut Script, items: &[Value], after: usize) {
    script.told(begun(200));
    for part in parts(items, 1).into_iter().take(after) {
        script.told(part);
    }
    script.told(Event::Failed { failure: Failure::MaybeSent });
}

fn charge(reference: &str) -> Value {
    json!({ "reference": reference, "status": "success", "amount": 1_400, "live_mode": false,
        "provider": "orange_bf", "phone": "77112233", "created_at": stamp(BEGIN.plus(3_000)) })
}

/// A charge whose answer was lost, and whose list is being asked for.
fn lost() -> Script {
    let mut script = Script::begin(Order::Collect { charge: NewCharge::new(1_400, "77112233") });
    script.sends("/v1/payment/charges/").fails(Failure::MaybeSent);
    script.waits(Why::Reconciling);
    script.sends(CHARGES);
    script
}

#[test]
fn a_lost_charge_is_found_among_many() {
    let mut items: Vec<_> = (0..300)
        .map(|n| {
            let mut other = charge(&format!("ch_{n}"));
            other["phone"] = json!(format!("76{n:06}"));
            other
        })
        .collect();
    // Twice, as lists show a payment that moves while they are made.
    items.insert(20, charge("ch_ours"));
    items.push(charge("ch_ours"));
    let mut script = lost();
    arrives(&mut script, &items);
    script.sends("/v1/payment/charges/ch_ours");

    // Two that fit are told apart by nobody, wherever they stand.
    items.insert(200, charge("ch_rival"));
    let mut script = lost();
    arrives(&mut script, &items);
    assert_eq!(script.ends()["unknown"]["why"], "ambiguous");
}

/// From a transport that hands answers over whole, and holds this one already.
#[test]
fn a_lost_charge_is_found_in_a_long_list_that_comes_whole() {
    let mut items: Vec<_> = (0..100_000)
        .map(|n| {
            let mut other = charge(&format!("ch_{n}"));
            other["phone"] = json!(format!("76{n:06}"));
            other["display_text"] = json!("what a person is told of it; what is told of it to a person");
            other
        })
        .collect();
    items.push(charge("ch_ours"));
    let whole = |status| {
        let body = json!({ "status": true, "message": "ok", "data": items }).to_string();
        assert!(body.len() > usize::try_from(LIST_BODY_CAP).unwrap());
        Event::Answered { response: Response { status, headers: Vec::new(), body } }
    };
    let mut script = lost();
    script.told(whole(200));
    script.sends("/v1/payment/charges/ch_ours");

    // A page of an outage is no list, however long.
    let mut script = lost();
    script.told(whole(502));
    script.waits(Why::Reconciling);
}

/// What was seen of it may not be alone in the rest, and what was not may be there.
#[test]
fn nothing_is_concluded_from_half_a_list() {
    let ours = [charge("ch_ours"), json!({ "reference": "ch_2", "status": "success", "amount": 9 })];
    let length = parts(&ours, 1).len();
    for after in 0..=length {
        let mut script = lost();
        breaks_off(&mut script, &ours, after);
        script.waits(Why::Backoff);
        script.sends(CHARGES);
        // The rest holds another one.
        arrives(&mut script, &[charge("ch_ours"), charge("ch_rival")]);
        assert_eq!(script.ends()["unknown"]["why"], "ambiguous", "{after}");
    }
    // Ended without its end, by a transport that could not tell.
    let mut script = lost();
    script.told(begun(200));
    for part in parts(&ours, 1).into_iter().take(length - 1) {
        script.told(part);
    }
    script.told(Event::Ended).waits(Why::Backoff);
}

#[test]
fn what_was_seen_of_a_list_that_broke_off_is_void() {
    let rival = [charge("ch_rival"), charge("ch_x")];
    let mut unreadable = charge("ch_odd");
    unreadable["status"] = Value::Null;
    for first in [&rival[..], &[unreadable, charge("ch_x")]] {
        let mut script = lost();
        breaks_off(&mut script, first, parts(first, 1).len() - 20);
        script.waits(Why::Backoff);
        script.sends(CHARGES);
        arrives(&mut script, &[charge("ch_ours")]);
        script.sends("/v1/payment/charges/ch_ours");
        // The same for a second one that comes whole.
        let mut script = lost();
        breaks_off(&mut script, first, parts(first, 1).len() - 20);
        script.waits(Why::Backoff);
        script.sends(CHARGES).hears(&json!({ "status": true, "data": [charge("ch_ours")] }));
        script.sends("/v1/payment/charges/ch_ours");
    }
}

#[test]
fn an_item_that_is_too_large_may_be_ours() {
    let mut large = charge("ch_large");
    // Whatever its beginning says of it.
    large["amount"] = json!(9);
    large["note"] = json!("x".repeat(1 << 20));
    for (items, why) in [(vec![large.clone()], "unreadable"), (vec![charge("ch_ours"), large], "ambiguous")] {
        let mut script = lost();
        script.told(begun(200));
        for part in parts(&items, 65_536) {
            script.told(part);
        }
        script.told(Event::Ended).told(Event::Stop);
        assert_eq!(script.ends()["unknown"]["why"], why);
    }
}

#[test]
fn each_payout_of_a_batch_is_found_where_the_list_shows_it() {
    let transfers = ["w-1", "w-2", "w-3", "w-4"].map(|id| NewTransfer::new(1_400, "70112233", id)).to_vec();
    let mut script = Script::begin(Order::BulkPayout { transfers });
    script.sends("/v1/payment/transfers/bulk/").fails(Failure::MaybeSent);
    script.waits(Why::Pending);
    let transfer = |reference: &str, id: &str, status: &str| {
        json!({ "reference": reference, "ext_id": id, "status": status, "amount": 1_400, "live_mode": false,
            "recipient_phone": "70112233", "recipient_wallet": "moov_bf" })
    };
    let odd = json!({ "reference": "tr_8", "ext_id": "W-4", "status": "success", "amount": "1E+3 F" });
    let others = (0..100).map(|n| transfer(&format!("tr_o{n}"), &format!("other-{n}"), "success"));
    let mut items: Vec<_> = others.collect();
    items.insert(3, transfer("tr_1", "w-1", "success"));
    items.insert(50, transfer("tr_2", "W-2", "success"));
    items.insert(51, transfer("tr_3", "w-3", "success"));
    items.push(transfer("tr_4", "w-3", "success"));
    items.push(odd);
    script.sends(TRANSFERS);
    // What is seen before it breaks off is not believed.
    let first = [transfer("tr_9", "w-4", "success"), transfer("tr_8", "w-1", "success"), json!(1)];
    breaks_off(&mut script, &first, parts(&first, 1).len() - 4);
    script.waits(Why::Backoff);
    script.sends(TRANSFERS);
    arrives(&mut script, &items);
    script.told(Event::Stop);
    let ended = script.ends();
    let outcome = |at: usize| &ended[at]["outcome"];
    assert_eq!(outcome(0)["value"]["reference"], "tr_1");
    assert_eq!(outcome(1)["value"]["reference"], "tr_2");
    assert_eq!(outcome(2)["unknown"]["why"], "ambiguous");
    assert_eq!(outcome(3)["unknown"]["why"], "unreadable");
}

/// What comes of it need not say whose it is.
#[test]
fn a_payout_that_is_too_large_may_be_ours() {
    let large = json!({ "a": "x".repeat(1 << 20), "ext_id": "w-2", "reference": "tr_1", "status": "success", "amount": 1_400 });
    let transfers = ["w-1", "w-2"].map(|id| NewTransfer::new(1_400, "70112233", id));
    let orders = [
        Order::Payout { transfer: NewTransfer::new(1_400, "70112233", "w-2") },
        Order::BulkPayout { transfers: transfers.to_vec() },
    ];
    for (order, path) in orders.into_iter().zip([TRANSFERS, "/v1/payment/transfers/bulk/"]) {
        let mut script = Script::begin(order);
        script.sends(path).fails(Failure::MaybeSent);
        let Step::Wait { until, .. } = script.step() else { panic!("no search") };
        script.now = until;
        script.sends(TRANSFERS).told(begun(200));
        for part in parts(std::slice::from_ref(&large), 65_536) {
            script.told(part);
        }
        script.told(Event::Ended).told(Event::Stop);
        let ended = script.ends().to_string();
        let hidden = ended.matches("\"why\":\"unreadable\"").count();
        assert_eq!(hidden, ended.matches("\"kind\":\"unknown\"").count(), "{ended}");
        assert!(hidden > 0, "{ended}");
    }
}

/// The head says what time it is at the vendor's, before anything is compared.
#[test]
fn what_arrives_is_compared_by_the_vendors_clock() {
    let mut script = lost();
    let ahead = 2 * 3_600_000;
    let mut made = charge("ch_ours");
    made["created_at"] = json!(stamp(BEGIN.plus(ahead + 3_000)));
    let Event::Begun { mut response } = begun(200) else { panic!("a head") };
    let date = xaalis_tests::script::http(script.now.plus(ahead));
    response.headers.push(Header { name: "Date".to_owned(), value: date });
    script.told(Event::Begun { response });
    for part in parts(&[made], 41) {
        script.told(part);
    }
    script.told(Event::Ended).sends("/v1/payment/charges/ch_ours");
}

/// A list goes on as long as it arrives, though not for ever; silence is not waited for.
#[test]
fn a_search_is_not_held_up_for_ever() {
    // Whether it is polled meanwhile or not.
    for polled in [true, false] {
        drips(polled);
    }

    let mut script = lost();
    script.told(begun(200));
    assert_eq!(script.waits(Why::InFlight), READ_TIMEOUT + IN_FLIGHT_GRACE);
    assert!(!script.session.wants_part() || matches!(script.step(), Step::Wait { .. }));
    script.waits(Why::Backoff);
    // Told to stop, it reads no more.
    let mut script = lost();
    script.told(begun(200)).told(Event::Stop);
    assert_eq!(script.ends()["unknown"]["why"], "no_answer");
    assert!(!script.session.wants_part());
}

fn drips(polled: bool) {
    let mut script = lost();
    let sent = script.now;
    script.told(begun(200)).told(Event::Part { bytes: br#"{"status":true,"data":["#.to_vec() });
    let mut heard = 0;
    while script.session.wants_part() {
        if polled {
            let Step::Wait { until, why: Why::InFlight } = script.step() else { break };
            assert!(until <= sent.plus(LIST_TIMEOUT));
        }
        script.now = script.now.plus(READ_TIMEOUT);
        script.told(Event::Part { bytes: format!("{},", charge("ch_other")).into_bytes() });
        heard += 1;
        assert!(heard < 100);
    }
    assert_eq!(heard, LIST_TIMEOUT / READ_TIMEOUT);
    script.waits(Why::Backoff);
}
