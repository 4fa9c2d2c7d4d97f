//! How a lost payment is found again: whatever the clocks say where it carries our id, by the vendor's own
//! clock where it does not, and never when something that cannot be read may be it as well.

use serde_json::{Value, json};
use xaalis::http::Failure;
use xaalis::senfenico::{NewCharge, NewSettlement, NewTransfer};
use xaalis::{Event, Order, PaymentError, Record, Stage, Step, Why};
use xaalis_tests::script::{BEGIN, Script, stamp};
use xaalis_tests::world::Merchant;

const HOUR: i64 = 3_600_000;
const CHARGES: &str = "/v1/payment/charges";
const SETTLEMENTS: &str = "/v1/payment/settlements";
const TRANSFERS: &str = "/v1/payment/transfers/";

fn good(data: &Value) -> Value {
    json!({ "status": true, "data": data })
}

/// Made so long after the order was given, by the clock of the order.
fn charge(reference: &str, made: i64) -> Value {
    json!({ "reference": reference, "status": "success", "amount": 1_400, "live_mode": false,
        "provider": "orange_bf", "phone": "77112233", "created_at": stamp(BEGIN.plus(made)) })
}

/// A charge whose answer was lost, about to be looked for.
fn lost(ahead: Option<i64>) -> Script {
    let mut script = Script::begin(Order::Collect { charge: NewCharge::new(1_400, "77112233") });
    script.ahead = ahead;
    script.sends("/v1/payment/charges/").fails(Failure::MaybeSent);
    script.waits(Why::Reconciling);
    script
}

/// What becomes of it when the list shows these.
fn found(mut script: Script, listed: &[Value]) -> Value {
    script.sends(CHARGES).hears(&good(&json!(listed)));
    if let Step::Send { request } = script.step() {
        let named = request.path().rsplit('/').next().unwrap_or_default().to_owned();
        let it = listed.iter().find(|it| it["reference"] == named.as_str()).expect("one of them");
        script.hears(&good(it));
        return script.ends()["value"]["reference"].clone();
    }
    script.told(Event::Stop);
    script.ends()["unknown"]["why"].clone()
}

#[test]
fn where_details_have_to_do_the_vendors_clock_moves_the_window() {
    for off in [2 * HOUR, -5 * HOUR, 90_000] {
        assert_eq!(found(lost(Some(off)), &[charge("ch_ours", off + 2_000)]), "ch_ours", "{off}");
    }
    // What our own clock would have taken may be ours as well, if theirs is the wrong one; what is of
    // their future has to wait.
    for (off, told) in [(2 * HOUR, "ambiguous"), (-5 * HOUR, "no_answer")] {
        let (ours, rival) = (charge("ch_ours", off + 2_000), charge("ch_rival", 2_000));
        assert_eq!(found(lost(Some(off)), &[ours, rival.clone()]), told, "{off}");
        assert_eq!(found(lost(Some(off)), &[rival]), told, "{off}");
    }
    // Without a date nobody knows: two minutes are granted.
    assert_eq!(found(lost(None), &[charge("ch_ours", 2 * HOUR)]), "no_answer");
    assert_eq!(found(lost(None), &[charge("ch_ours", -110_000)]), "ch_ours");
    // The time in between is no difference of the clocks.
    let mut script = lost(Some(0));
    script.now = script.now.plus(20 * HOUR);
    assert_eq!(found(script, &[charge("ch_ours", 3_000)]), "ch_ours");
}

#[test]
fn a_charge_of_the_moment_is_left_to_its_owner_by_the_vendors_clock() {
    // Our clock is two hours behind: the charge is as old as it must be all the same.
    let ahead = 2 * HOUR;
    let mut script = lost(Some(ahead));
    let young = script.now.since(BEGIN) + ahead - 100_000;
    script.sends(CHARGES).hears(&good(&json!([charge("ch_ours", young)])));
    // No longer than need be: the payer may hold a code that expires. A list is spared for half a minute.
    assert!((29_900..=30_000).contains(&script.waits(Why::Reconciling)));
    script.sends(CHARGES).hears(&good(&json!([charge("ch_ours", young)])));
    script.sends(&format!("{CHARGES}/ch_ours"));
}

#[test]
fn the_answer_that_was_of_no_use_tells_the_time_too_and_the_record_keeps_it() {
    let mut script = Script::begin(Order::Settle { settlement: NewSettlement { amount: 1_400 } });
    script.ahead = Some(3 * HOUR);
    let made = stamp(BEGIN.plus(3 * HOUR));
    script.sends("/v1/payment/settlements/").hears_with(502, &json!({})).told(Event::Stop);
    assert_eq!(script.ends()["unknown"]["why"], "server_error");
    assert_eq!(script.records.last().map(|record| record.stage), Some(Stage::Unknown));
    // The next process has a right clock, and takes it from the record.
    let mut heir = script.resumed(3 * HOUR);
    heir.ahead = Some(0);
    heir.now = heir.now.plus(HOUR);
    let it = json!({ "reference": "set-1", "status": "success", "amount": 1_400, "created_at": made });
    heir.sends(SETTLEMENTS).hears(&good(&json!([it])));
    heir.sends(&format!("{SETTLEMENTS}/set-1")).hears(&good(&it));
    assert_eq!(heir.ends()["value"]["reference"], "set-1");
}

#[test]
fn what_another_process_measures_says_nothing_for_certain_of_the_one_that_sent() {
    for (off, ahead, made, told) in [
        // Both on one machine, whose clock is two hours behind: likely, and not certain.
        (0, Some(2 * HOUR), 2 * HOUR, "ambiguous"),
        // The heir's clock alone is wrong.
        (-2 * HOUR, Some(2 * HOUR), 2_000, "ambiguous"),
        // Both clocks are right, or nobody knows.
        (0, Some(0), 2_000, "ch_ours"),
        (0, None, 2_000, "ch_ours"),
        (0, Some(2 * HOUR), -3 * HOUR, "crashed"),
    ] {
        let mut script = Script::begin(Order::Collect { charge: NewCharge::new(1_400, "77112233") });
        script.sends("/v1/payment/charges/");
        let mut heir = script.resumed(off);
        heir.ahead = ahead;
        // Two minutes by its own clock, however far behind the record's that is.
        assert!(heir.waits(Why::Reconciling) <= 150_000);
        heir.now = heir.now.plus(60_000);
        assert_eq!(found(heir, &[charge("ch_ours", made)]), told, "{off} {ahead:?} {made}");
    }
}

#[test]
fn a_date_of_another_day_measures_nothing() {
    // An answer that lay in a cache, and one that was handed over hours after it came.
    let mut script = lost(None);
    let old = |script: &mut Script, date: &str, more: &str| {
        let header =
            |name: &str, value: &str| xaalis::http::Header { name: name.into(), value: value.into() };
        let headers = vec![header("Date", date), header(more, "7200")];
        let body = good(&json!([charge("ch_rival", -2 * HOUR)])).to_string();
        script.told(Event::Answered { response: xaalis::http::Response { status: 200, headers, body } });
    };
    script.sends(CHARGES);
    old(&mut script, "Mon, 05 Jan 2026 05:42:00 GMT", "AGE");
    script.waits(Why::Reconciling);
    script.sends(CHARGES);
    script.now = script.now.plus(3 * HOUR);
    old(&mut script, "Mon, 05 Jan 2026 08:42:00 GMT", "x-other");
    script.told(Event::Stop);
    assert_eq!(script.ends()["unknown"]["why"], "no_answer");
}

#[test]
fn an_id_of_ours_needs_no_clock() {
    for (made, off) in [(Some(2 * HOUR), 0), (Some(-30 * HOUR), 0), (None, 0), (Some(0), -4 * HOUR)] {
        let mut script =
            Script::begin(Order::Payout { transfer: NewTransfer::new(1_400, "70112233", "Pay-c7") });
        script.sends(TRANSFERS);
        let mut heir = script.resumed(off);
        let it = json!({ "reference": "tr_1", "ext_id": "PAY-C7", "status": "success", "amount": 1_400,
            "created_at": made.map(|made| stamp(BEGIN.plus(made))) });
        // The record may be of the future: the list is read at once, or within seconds.
        match heir.step() {
            Step::Send { .. } => {}
            step => {
                assert!(off < 0 && heir.waits(Why::Reconciling) <= 60_000, "{off} {step:?}");
                heir.sends(TRANSFERS);
            }
        }
        heir.hears(&good(&json!([it])));
        heir.sends("/v1/payment/transfers/tr_1").hears(&good(&it));
        assert_eq!(heir.ends()["kind"], "settled");
    }
}

#[test]
fn a_record_of_the_future_is_followed_from_now() {
    let mut script = Script::begin(Order::Collect { charge: NewCharge::new(1_400, "77112233") });
    script.sends("/v1/payment/charges/");
    script.hears(&good(&json!({ "reference": "ch_ours", "status": "pending" })));
    script.waits(Why::Pending);
    let mut heir = script.resumed(-8 * HOUR);
    let mut pending = charge("ch_ours", 0);
    pending["status"] = json!("pending");
    heir.sends(&format!("{CHARGES}/ch_ours")).hears(&good(&pending));
    assert!(heir.waits(Why::Pending) < 10_000);
}

#[test]
fn what_cannot_be_compared_may_be_ours() {
    let ours = || charge("ch_ours", 3_000);
    for (field, value) in [
        ("phone", json!("77xxxxxx")),
        ("phone", Value::Null),
        ("amount", Value::Null),
        ("created_at", Value::Null),
        ("created_at", json!("2026-01-05T09:00:00")),
    ] {
        let mut vague = charge("ch_vague", 3_000);
        vague[field] = value.clone();
        if field == "created_at" {
            vague["transaction_date"] = value.clone();
        }
        assert_eq!(found(lost(None), &[vague.clone()]), "ambiguous", "{field} {value}");
        assert_eq!(found(lost(None), &[vague, ours()]), "ambiguous", "{field} {value}");
    }
    for (field, value) in [
        ("phone", json!("77112234")),
        ("amount", json!(1_401)),
        ("created_at", json!("2026-01-02T09:00:00")),
        ("provider", json!("moov_bf")),
        ("live_mode", json!(true)),
    ] {
        let mut other = charge("ch_other", 3_000);
        other[field] = value;
        assert_eq!(found(lost(None), &[other, ours()]), "ch_ours", "{field}");
    }
    // Words in another case, and a charge without `created_at`, are the same.
    let mut same = charge("ch_same", 3_000);
    same["transaction_date"] = same["created_at"].take();
    same["provider"] = json!("ORANGE_BF ");
    assert_eq!(found(lost(None), &[same]), "ch_same");
}

#[test]
fn an_item_that_cannot_be_read_may_be_ours_unless_what_can_be_read_speaks_against_it() {
    let odd = |field: &str, value: Value| {
        let mut odd = charge("ch_odd", 3_000);
        odd["status"] = Value::Null;
        odd[field] = value;
        odd
    };
    let ours = || charge("ch_ours", 3_000);
    for possible in [
        odd("status", Value::Null),
        odd("amount", json!("mille quatre cents")),
        odd("created_at", json!(17)),
        Value::Null,
        json!("ch_odd"),
        json!([1_400]),
    ] {
        assert_eq!(found(lost(None), std::slice::from_ref(&possible)), "unreadable", "{possible}");
        assert_eq!(found(lost(None), &[possible.clone(), ours()]), "ambiguous", "{possible}");
    }
    for other in [
        odd("amount", json!(-900)),
        odd("amount", json!(1.5)),
        odd("phone", json!("77112234")),
        odd("provider", json!("moov_bf")),
        odd("created_at", json!(stamp(BEGIN.plus(-HOUR)))),
        odd("live_mode", json!(true)),
    ] {
        assert_eq!(found(lost(None), std::slice::from_ref(&other)), "no_answer", "{other}");
        assert_eq!(found(lost(None), &[other.clone(), ours()]), "ch_ours", "{other}");
    }
}

#[test]
fn among_ids_what_cannot_be_read_hides_nobody_and_is_told_at_the_end() {
    let lost = || {
        let mut script =
            Script::begin(Order::Payout { transfer: NewTransfer::new(1_400, "70112233", "Pay-c7") });
        script.sends(TRANSFERS).fails(Failure::MaybeSent);
        script.waits(Why::Reconciling);
        script.sends(TRANSFERS);
        script
    };
    let odd =
        |id: &str| json!({ "reference": "tr_0", "ext_id": id, "status": "success", "amount": "1E+3 F" });
    let ours = json!({ "reference": "tr_1", "ext_id": "Pay-c7", "status": "success", "amount": 1_400 });
    let mut script = lost();
    script.hears(&good(&json!([odd("PAY-C7"), null, ours])));
    script.sends("/v1/payment/transfers/tr_1");

    for (listed, why) in [(json!([odd("PAY-C7")]), "unreadable"), (json!([odd("Pay-c77"), 4]), "no_answer")] {
        let mut script = lost();
        script.hears(&good(&listed));
        while let Step::Wait { until, .. } = script.step() {
            script.now = until;
            script.sends(TRANSFERS).hears(&good(&listed));
        }
        assert_eq!(script.ends()["unknown"]["why"], why);
        // Once it can be read, it is found.
        let mut again = script.resumed(0);
        again.sends(TRANSFERS).hears(&good(&json!([ours])));
        again.sends("/v1/payment/transfers/tr_1").hears(&good(&ours));
        assert_eq!(again.ends()["kind"], "settled");
    }

    // Of a batch too.
    let transfers = ["w-1", "w-2"].map(|id| NewTransfer::new(1_400, "70112233", id)).to_vec();
    let mut script = Script::begin(Order::BulkPayout { transfers });
    script.sends("/v1/payment/transfers/bulk/").fails(Failure::MaybeSent);
    script.waits(Why::Pending);
    script.sends(TRANSFERS).hears(&good(&json!([odd("W-2")]))).told(Event::Stop);
    let items = script.ends();
    assert_eq!(items[0]["outcome"]["unknown"]["why"], "no_answer");
    assert_eq!(items[1]["outcome"]["unknown"]["why"], "unreadable");
}

#[test]
fn a_list_that_cannot_be_read_is_named_with_its_limit() {
    let excess = json!({ "seen": null, "limit": 16_777_216 });
    let mut script = lost(None);
    script.sends(CHARGES).fails(Failure::TooLarge).told(Event::Stop);
    let end = script.ends();
    assert_eq!((&end["unknown"]["why"], &end["unknown"]["excess"]), (&json!("oversized"), &excess));

    let transfers = ["w-1", "w-2"].map(|id| NewTransfer::new(1_400, "70112233", id)).to_vec();
    let mut script = Script::begin(Order::BulkPayout { transfers });
    script.sends("/v1/payment/transfers/bulk/").hears(&json!({ "status": true, "failed_transfers": [] }));
    script.waits(Why::Pending);
    script.sends(TRANSFERS).fails(Failure::TooLarge).told(Event::Stop);
    let end = script.ends();
    assert_eq!(end[1]["outcome"]["unknown"]["why"], "oversized");
    assert_eq!(end[1]["outcome"]["unknown"]["excess"], excess);
}

/// Records written before records were sealed: never released, and nobody can tell who wrote them.
#[test]
fn records_of_before_are_refused_and_it_is_said_why() {
    let orders = [
        Order::Collect { charge: NewCharge::new(1_400, "77112233") },
        Order::Payout { transfer: NewTransfer::new(1_400, "70112233", "Pay-c7") },
        Order::CreateTransfer { transfer: NewTransfer::new(1_400, "70112233", "Pay-c7") },
        Order::BulkPayout { transfers: vec![NewTransfer::new(1_400, "70112233", "w-1")] },
    ];
    for order in orders {
        let mut script = Script::begin(order);
        let Step::Send { .. } = script.step() else { panic!("nothing sent") };
        script.hears_with(502, &json!({})).told(Event::Stop);
        script.ends();
        let sealed = script.records.last().expect("a record");
        let mut state: Value = serde_json::from_str(&sealed.state).expect("JSON");
        state.as_object_mut().expect("an object").remove("seal");
        let before = Record { version: 1, state: state.to_string(), ..sealed.clone() };
        let refused = Merchant::new().resume(&before, script.now).expect_err("not sealed");
        let PaymentError::Record { problem } = refused else { panic!("{refused:?}") };
        assert_eq!(problem, "of a version before records were sealed, which was never released");
    }
}
