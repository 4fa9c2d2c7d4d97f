//! A record that was not written by whoever has the key, or not as it stands, is refused: nothing is sent.

use hmac_sha256::HMAC;
use serde_json::{Value, json};
use xaalis::Vendor;
use xaalis::dexchange::{NewBillPayment, NewPayBill, Service};
use xaalis::http::Failure;
use xaalis::sandbox::Sandbox;
use xaalis::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use xaalis::value::{ApiKey, Mode, Personal, Reference, Time};
use xaalis::{
    Dexchange, Event, Order, PaymentError, RECORD_VERSION, Record, Senfenico, Session, Stage, Step, policy,
};
use xaalis_tests::script::{BEGIN, Script};
use xaalis_tests::world::{Merchant, World, opened};

const SEALED_BY_ANOTHER: &str = "sealed with another key, or changed since";
const CONTRADICTS: &str = "its parts contradict each other";

/// One order of every kind that leaves records.
fn orders() -> Vec<Order> {
    let transfers =
        || (0..3).map(|n| NewTransfer::new(500, format!("7000000{n}"), format!("s-{n}"))).collect();
    let bill = |customer| Order::PayBill { payment: NewPayBill::new(Service::Senelec, customer, "inv-1") };
    let top_up = |meter| Order::PayBill {
        payment: NewPayBill {
            custom_data: Some(Personal::from("till-7".to_owned())),
            ..NewPayBill::new(Service::Woyofal, meter, "top-1").amount(1_000)
        },
    };
    vec![
        Order::Collect { charge: NewCharge::new(1_000, "76000000") },
        Order::Checkout {
            checkout: NewCheckout {
                amount: 600,
                success_url: "https://example.com/success".into(),
                cancel_url: "https://example.com/cancel".into(),
                email: None,
            },
        },
        Order::Payout { transfer: NewTransfer::new(500, "70000000", "pay-1") },
        Order::BulkPayout { transfers: transfers() },
        Order::Settle { settlement: NewSettlement { amount: 10_000 } },
        Order::CancelSettlement { reference: "d1b19637-3cce-45e7-898b-000000000007".into() },
        bill("210278816"),
        bill("210278817"),
        top_up("07061270877"),
        top_up("07061270879"),
        Order::SubmitOtp { charge: "ch_00000000000000000000000000000007".into(), otp: "123456".into() },
        Order::CreateCharge { charge: NewCharge::new(1_000, "76000000") },
        Order::CreateTransfer { transfer: NewTransfer::new(500, "70000000", "pay-1") },
        Order::CreateBulkTransfer { transfers: transfers() },
        Order::CreateSettlement { settlement: NewSettlement { amount: 10_000 } },
        Order::PayBillOnce {
            payment: NewBillPayment {
                service: Service::Woyofal,
                customer: Personal::from("07061270877".to_owned()),
                amount: Some(1_000),
                bill: None,
                external_transaction_id: "top-1".into(),
                callback_url: None,
                custom_data: None,
            },
        },
    ]
}

/// All that each order stores when all goes well, and when every answer is lost and it is stopped.
fn records() -> Vec<Record> {
    let mut records = Vec::new();
    for (place, order) in orders().into_iter().enumerate() {
        let op = format!("op-{place}");
        let mut world = World::new(Sandbox::default());
        world.run(&Merchant::new(), order.clone(), &op);
        records.extend(world.stored.iter().map(|json| serde_json::from_str(json).unwrap()));
        records.extend(lost(order, &op));
    }
    let distinct = |kept: &mut Vec<Record>, record: Record| {
        if !kept.contains(&record) {
            kept.push(record);
        }
    };
    records.into_iter().fold(Vec::new(), |mut kept, record| {
        distinct(&mut kept, record);
        kept
    })
}

fn lost(order: Order, op: &str) -> Vec<Record> {
    let mut session = Merchant::new().begin(order, op).unwrap();
    let (mut now, mut kept) = (BEGIN, Vec::new());
    for step in 0..60 {
        match session.poll(now) {
            Step::Store { record } => {
                kept.push(record);
                session.handle(Event::Stored, now);
            }
            Step::Send { .. } => {
                now = now.plus(60_000);
                session.handle(Event::Failed { failure: Failure::MaybeSent }, now);
            }
            Step::Wait { until, .. } => now = until,
            Step::Load { .. } => session.handle(Event::Loaded { record: kept.last().cloned() }, now),
            Step::Ask { .. } => {}
            Step::Done { .. } => break,
            Step::Refused { error } => panic!("{error}"),
        }
        if step == 20 {
            session.handle(Event::Stop, now);
        }
    }
    kept
}

/// Why it is refused; what is resumed instead fails the test.
#[track_caller]
fn refused(record: &Record, what: &str) -> String {
    let resumed: Result<Session, _> = Merchant::new().resume(record, BEGIN);
    match resumed {
        Err(PaymentError::Record { problem }) => problem,
        Err(other) => panic!("{what}: {other}"),
        Ok(mut session) => panic!("{what}: goes on with {:?}", session.poll(BEGIN)),
    }
}

/// A seal as the documentation of records has it, made here once more.
fn sealed(mut record: Record, key: &str) -> Record {
    if let Some((memo, _)) = record.state.rsplit_once(",\"seal\"") {
        record.state = format!("{memo}}}");
    }
    let parts = json!([
        record.version,
        record.op_id,
        record.sequence,
        record.vendor,
        record.mode,
        record.operation,
        record.stage,
        record.reference,
        record.our_reference,
    ]);
    let secret = ApiKey::parse(key).unwrap().derive("xaalis-seal-v1");
    let seal = HMAC::mac(format!("{parts}{}", record.state), secret);
    let seal = seal.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    record.state.pop();
    record.state.extend([",\"seal\":\"", &seal, "\"}"]);
    record
}

/// The key of [`Merchant`] for a vendor.
fn key(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Senfenico => "sk_test_canary_5f2c9a",
        Vendor::Dexchange => "dx_canary_77aa01",
    }
}

#[test]
fn every_record_goes_on_as_it_was_sealed() {
    let records = records();
    for operation in
        ["collect", "checkout", "payout", "bulk_payout", "settle", "cancel_settlement", "pay_bill"]
    {
        assert!(records.iter().any(|record| record.operation == operation), "{operation}");
    }
    for record in records {
        assert_eq!(record.version, RECORD_VERSION);
        assert!(Merchant::new().resume(&record, BEGIN).is_ok(), "{record:?}");
        let made = sealed(record.clone(), key(record.vendor));
        assert_eq!(made.state, record.state);
    }
}

/// As a journal keeps it that keeps JSON: what stands beside the state is in it as well.
#[test]
fn no_flipped_bit_is_believed() {
    let (mut flips, mut the_same) = (0, 0);
    for record in records() {
        let json = serde_json::to_string(&record).unwrap().into_bytes();
        for place in 0..json.len() {
            for bit in 0..8 {
                flips += 1;
                let mut flipped = json.clone();
                flipped[place] ^= 1 << bit;
                // No text, no JSON, or no record: no journal can hand it out.
                let Ok(changed) = serde_json::from_slice::<Record>(&flipped) else { continue };
                if changed == record {
                    the_same += 1;
                } else {
                    refused(&changed, &String::from_utf8_lossy(&flipped));
                }
            }
        }
    }
    println!("{flips} flips, {the_same} of them of a name whose part is null");
    assert!(flips > 115_192, "{flips}");
}

#[test]
fn no_part_fits_another_record() {
    let records = records();
    for record in &records {
        for other in &records {
            let mixed = [
                Record { version: 3, ..record.clone() },
                Record { op_id: other.op_id.clone(), ..record.clone() },
                Record { sequence: other.sequence, ..record.clone() },
                Record { sequence: record.sequence + 1, ..record.clone() },
                Record { vendor: other.vendor, ..record.clone() },
                Record { mode: Mode::Live, ..record.clone() },
                Record { operation: other.operation.clone(), ..record.clone() },
                Record { stage: other.stage, ..record.clone() },
                Record { reference: other.reference.clone(), ..record.clone() },
                Record { our_reference: other.our_reference.clone(), ..record.clone() },
                Record { state: other.state.clone(), ..record.clone() },
            ];
            for mixed in mixed.iter().filter(|mixed| !records.contains(mixed)) {
                refused(mixed, "mixed");
            }
        }
    }
}

#[test]
fn no_cut_or_longer_state_is_believed() {
    for record in records() {
        let state = &record.state;
        let (memo, seal) = state.rsplit_once(",\"seal\":").unwrap();
        let mut changed = vec![
            format!(" {state}"),
            format!("{state} "),
            format!("{state}{state}"),
            format!("{memo}}}"),
            format!("{memo},\"seal\":null}}"),
            format!("{memo},\"seal\":\"\"}}"),
            format!("{memo},\"seal\":{seal},\"seal\":{seal}"),
            format!("{memo},\"seal\":{}", seal.to_uppercase()),
            format!("{memo},\"more\":1,\"seal\":{seal}"),
            format!("{},\"seal\":{seal}", memo.replacen('{', "{ ", 1)),
            format!("{memo}é{}", "0".repeat(65)),
        ];
        for end in (0..state.len()).filter(|end| state.is_char_boundary(*end)) {
            changed.push(state[..end].to_owned());
            changed.extend(state.get(end + 1..).map(str::to_owned));
        }
        for state in changed {
            refused(&Record { state, ..record.clone() }, "cut");
        }
    }
}

/// Whoever writes them has the key, and a bug.
#[test]
fn parts_that_contradict_each_other_are_refused_even_if_sealed() {
    let other = |reference: &Option<Reference>| match reference {
        Some(_) => None,
        None => Reference::parse("somebody-elses").ok(),
    };
    for record in records() {
        for stage in [Stage::Open, Stage::Unknown, Stage::Closed] {
            let changed = Record { stage, ..record.clone() };
            let changed = sealed(changed, key(record.vendor));
            if stage != record.stage {
                assert_eq!(refused(&changed, "stage"), CONTRADICTS, "{record:?}");
            }
        }
        let changed = Record { reference: other(&record.reference), ..record.clone() };
        assert_eq!(refused(&sealed(changed, key(record.vendor)), "reference"), CONTRADICTS);
        let changed = Record { our_reference: other(&record.our_reference), ..record.clone() };
        assert_eq!(refused(&sealed(changed, key(record.vendor)), "our reference"), CONTRADICTS);
        let vendor = match record.vendor {
            Vendor::Senfenico => Vendor::Dexchange,
            Vendor::Dexchange => Vendor::Senfenico,
        };
        let mode = if vendor == Vendor::Dexchange { Mode::Unknown } else { Mode::Test };
        let changed = Record { vendor, mode, ..record.clone() };
        assert_eq!(refused(&sealed(changed, key(vendor)), "vendor"), CONTRADICTS, "{record:?}");
        let changed = Record { mode: Mode::Live, ..record.clone() };
        let problem = refused(&sealed(changed, key(record.vendor)), "mode");
        assert_eq!(problem, "of the other mode: test and live do not mix");
        for (state, operation) in [("{}", record.operation.as_str()), (&record.state, "refund")] {
            let (state, operation) = (state.to_owned(), operation.to_owned());
            let changed = Record { state, operation, ..record.clone() };
            refused(&sealed(changed, key(record.vendor)), "no such memo");
        }
    }
}

/// It is not of another version, only of another key: DEXCHANGE's keys say no mode.
#[test]
fn a_record_of_a_test_key_is_refused_under_a_live_one() {
    let live = Dexchange::new("dx_of_the_live_shop").unwrap();
    let of_test = records().into_iter().filter(|record| record.vendor == Vendor::Dexchange);
    for record in of_test {
        assert_eq!(record.mode, Mode::Unknown);
        let refused = live.resume(&record, BEGIN).map(|_| ()).unwrap_err();
        assert_eq!(refused, PaymentError::record(SEALED_BY_ANOTHER));
    }
}

#[test]
fn an_earlier_key_checks_and_recognises_and_makes_nothing_new() {
    let earlier = "sk_test_canary_5f2c9a";
    let rotated = || Senfenico::new("sk_test_rotated").unwrap();
    let knowing = rotated().earlier_keys(["sk_test_before", earlier]).unwrap();
    for record in records().into_iter().filter(|record| record.vendor == Vendor::Senfenico) {
        let begin = |client: &Senfenico, place: usize| {
            client.begin(orders()[place].clone(), record.op_id.as_str()).unwrap()
        };
        let place: usize = record.op_id.as_str()[3..].parse().unwrap();
        assert!(rotated().resume(&record, BEGIN).is_err());
        let refused = opened(begin(&rotated(), place), Some(&record), BEGIN).map(|_| ()).unwrap_err();
        assert_eq!(refused, PaymentError::record(SEALED_BY_ANOTHER));
        // The same order, the payer and the recipients included.
        assert!(opened(begin(&knowing, place), Some(&record), BEGIN).is_ok(), "{record:?}");
        let mut session = knowing.resume(&record, BEGIN).unwrap();
        session.handle(Event::Stop, BEGIN);
        for _ in 0..4 {
            match session.poll(BEGIN) {
                Step::Store { record: next } => {
                    assert!(rotated().resume(&next, BEGIN).is_ok(), "sealed with the new key");
                    assert!(Merchant::new().resume(&next, BEGIN).is_err(), "not with the earlier one");
                    session.handle(Event::Stored, BEGIN);
                }
                Step::Send { request } => {
                    assert_eq!(request.header("X-API-KEY"), Some("sk_test_rotated"));
                }
                _ => break,
            }
        }
    }
    let other_payer = Order::Collect { charge: NewCharge::new(1_000, "76000001") };
    let held = records().into_iter().find(|record| record.operation == "collect").unwrap();
    let other_payer = knowing.begin(other_payer, held.op_id.as_str()).unwrap();
    assert_eq!(opened(other_payer, Some(&held), BEGIN).unwrap_err().field(), Some("op_id"));
}

#[test]
fn an_earlier_key_is_a_key_of_the_same_mode() {
    let client = || Senfenico::new("sk_test_now").unwrap();
    for (keys, field) in [
        (["sk_test_before", "sk_live_before"], "earlier_keys[1]"),
        (["dx_before_of_no_mode", "sk_test_before"], "earlier_keys[0]"),
        (["sk_test_before", ""], "earlier_keys[1]"),
        (["sk_test_canary\n", "sk_test_before"], "earlier_keys[0]"),
    ] {
        let refused = client().earlier_keys(keys).unwrap_err();
        assert_eq!(refused.field(), Some(field));
        assert!(!refused.to_string().contains("canary"), "{refused}");
    }
    assert!(client().earlier_keys(Vec::<String>::new()).is_ok());
}

/// What the documentation says a seal cannot tell.
#[test]
fn an_old_record_that_was_put_back_is_not_noticed() {
    let mut script = Script::begin(Order::Payout { transfer: NewTransfer::new(500, "70000000", "pay-1") });
    script.sends("/v1/payment/transfers/").fails(Failure::MaybeSent).told(Event::Stop);
    script.ends();
    let (first, last) = (&script.records[0], script.records.last().unwrap());
    assert_ne!(first, last);
    let later: Time = script.now.plus(policy::LEASE);
    assert!(Merchant::new().resume(first, later).is_ok());
    // Nor is it a payment more: an attempt that was stored is looked for, never sent again.
    let mut heir = Merchant::new().resume(first, later).unwrap();
    let Step::Send { request } = heir.poll(later) else { panic!("no request") };
    assert_eq!(request.path(), "/v1/payment/transfers/");
    assert_eq!(request.body, None::<String>, "a read");
    let state: Value = serde_json::from_str(&first.state).unwrap();
    assert_eq!(state["seal"].as_str().map(str::len), Some(64));
}
