//! What a list that has grown for years takes in memory while it arrives: the same as a short one.
//!
//! A binary of its own with one test: the allocator counts for the whole process.

use peak_alloc::PeakAlloc;
use xaalis::http::{Failure, Response};
use xaalis::senfenico::{NewCharge, NewTransfer};
use xaalis::{Event, Order, Outcome, Session, Step, Why};
use xaalis_tests::script::{BEGIN, Script, stamp};
use xaalis_tests::world::Merchant;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const CHARGES: usize = 50_000;
/// At once, beside what there was: the part under way, an item, and what was read of a part.
const MOST: usize = 1 << 20;
const PART: usize = 64 * 1024;

fn item(out: &mut String, reference: &str, phone: &str, ext_id: &str, made: &str) {
    use std::fmt::Write;
    write!(
        out,
        r#"{{"reference":"{reference}","amount":1400,"fees":"3.50","currency":"XOF","transaction_date":"{made}","ip_address":"172.18.0.1","status":"success","live_mode":false,"payment_method":"mobile_money","provider":"orange_bf","recipient_wallet":"orange_bf","phone":"{phone}","recipient_phone":"{phone}","ext_id":"{ext_id}","cancelled_at":null,"cancellation_reason":null,"created_at":"{made}","updated_at":"{made}","confirmation_attempts":[{{"ip_address":"172.18.0.1","attempt_date":"{made}","confirmation_status":"success"}}]}}"#
    )
    .expect("a text");
}

/// Hands a list over in parts that are made as they are needed; how many bytes, and the most that was
/// allocated meanwhile.
fn hand_over(
    session: &mut Session,
    now: xaalis::value::Time,
    each: &mut dyn FnMut(&mut Session),
) -> (usize, usize) {
    let made = stamp(BEGIN.plus(3_000));
    let head = Response { status: 200, headers: Vec::new(), body: String::new() };
    session.handle(Event::Begun { response: head }, now);
    let mut text = String::with_capacity(2 * PART);
    text.push_str(r#"{"status":true,"message":"Charge list retreived","data":["#);
    let (mut bytes, mut before) = (0, MEMORY.current_usage());
    MEMORY.reset_peak_usage();
    for number in 0..CHARGES {
        if number == CHARGES / 2 {
            item(&mut text, "it_ours", "77112233", "Pay-c7", &made);
        } else {
            item(
                &mut text,
                &format!("it_{number}"),
                &format!("76{number:06}"),
                &format!("o-{number}"),
                &made,
            );
        }
        text.push_str(if number + 1 < CHARGES { "," } else { "]}" });
        if text.len() >= PART || number + 1 == CHARGES {
            bytes += text.len();
            session.handle(Event::Part { bytes: text.as_bytes().to_vec() }, now);
            text.clear();
            each(session);
        }
        before = before.min(MEMORY.current_usage());
    }
    assert!(session.wants_part());
    session.handle(Event::Ended, now);
    (bytes, MEMORY.peak_usage().saturating_sub(before))
}

fn lost(order: Order, create: &str, list: &str) -> Script {
    let mut script = Script::begin(order);
    script.sends(create).fails(Failure::MaybeSent);
    let Step::Wait { until, why: Why::Reconciling | Why::Pending } = script.step() else {
        panic!("no search")
    };
    script.now = until;
    script.sends(list);
    script
}

#[test]
fn a_list_takes_no_more_memory_than_a_part_of_it() {
    let transfers = "/v1/payment/transfers/";
    for (order, create, list, found) in [
        (
            Order::Collect { charge: NewCharge::new(1_400, "77112233") },
            "/v1/payment/charges/",
            "/v1/payment/charges",
            Some("/v1/payment/charges/it_ours"),
        ),
        (
            Order::Payout { transfer: NewTransfer::new(1_400, "77112233", "Pay-c7") },
            transfers,
            transfers,
            Some("/v1/payment/transfers/it_ours"),
        ),
        (
            Order::BulkPayout { transfers: vec![NewTransfer::new(1_400, "77112233", "Pay-c7")] },
            "/v1/payment/transfers/bulk/",
            transfers,
            None,
        ),
    ] {
        let kind = order.operation();
        let mut script = lost(order, create, list);
        let now = script.now;
        let (bytes, took) = hand_over(&mut script.session, now, &mut |_| {});
        assert!(bytes > 20_000_000 && took < MOST, "{kind}: {took} bytes of memory for {bytes}");
        match found {
            Some(path) => drop(script.sends(path)),
            None => assert_eq!(script.ends()[0]["outcome"]["value"]["reference"], "it_ours"),
        }
        println!("{kind}: {took} bytes of memory for {bytes}");
    }
    let mut session = Merchant::new().begin(Order::ListCharges, "op-1").expect("a good order");
    assert!(matches!(session.poll(BEGIN), Step::Send { .. }));
    let mut seen = 0;
    let (bytes, took) = hand_over(&mut session, BEGIN, &mut |session| {
        let arrived = session.arrived().and_then(xaalis::Reply::charges).and_then(Outcome::settled);
        seen += arrived.map_or(0, |list| list.len());
    });
    assert!(seen == CHARGES && took < MOST, "{took} bytes of memory for {bytes}");
    println!("gone through: {took} bytes of memory for {bytes}");
    assert!(matches!(session.poll(BEGIN), Step::Done { .. }));
}
