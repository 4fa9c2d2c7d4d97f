//! What ended not sent begins anew under its id, and nothing else does.

mod shop;

use shop::{OP, Shop, inquired, is_not_sent, orders, phone};
use std::collections::BTreeSet;
use xaalis::http::Failure;
use xaalis::sandbox::Sandbox;
use xaalis::senfenico::{NewCharge, NewTransfer};
use xaalis::{Event, Journal, Kept, Order, Prompt, Record, Session, Stage, Step, Unsent};
use xaalis_tests::world::{Crash, Merchant, World, opened};

/// Whatever a network and people do: what is said to be not sent begins anew, and what may have arrived, in
/// whichever process, does not.
#[test]
fn begins_anew_if_and_only_if_nothing_arrived() {
    let (mut anew, mut went_on) = (0, 0);
    for order in orders() {
        for seed in 0..150 {
            let mut shop = Shop::new(seed);
            for _press in 0..3 {
                let pressed = shop.met(&order).unwrap();
                let mut reply = shop.lives(pressed);
                for _ in 0..shop.dice.below(3) {
                    let Some(record) = shop.held() else { break };
                    shop.now = shop.now.plus(1_000);
                    reply = shop.lives(Merchant::new().resume(&record, shop.now).unwrap());
                }
                let stage = shop.held().map(|record| record.stage);
                let met = shop.met(&order).unwrap();
                let begins = shop.begins(met);
                let what = format!("{order:?} {seed} {reply:?} {:?}", shop.held());
                assert!(
                    !begins || stage.is_none_or(|stage| stage == Stage::Closed) && !shop.arrived,
                    "{what}"
                );
                assert!(begins || !reply.as_ref().is_some_and(is_not_sent), "{what}");
                *(if begins { &mut anew } else { &mut went_on }) += 1;
                if !begins {
                    break;
                }
            }
        }
    }
    println!("{anew} began anew, {went_on} went on");
    assert!(anew > 1_000 && went_on > 1_000, "{anew} {went_on}");
}

/// A try of which no request leaves.
fn not_sent(shop: &mut Shop, mut session: Session) {
    loop {
        let event = match session.poll(shop.now) {
            Step::Store { record } => {
                assert_eq!(shop.journal.put(&record).unwrap(), Kept::Stored);
                Event::Stored
            }
            Step::Send { request } if request.path().contains("inquiry") => inquired(),
            Step::Send { .. } => Event::Failed { failure: Failure::NotSent },
            Step::Wait { until, .. } => {
                shop.now = until;
                continue;
            }
            Step::Load { .. } => Event::Loaded { record: shop.held() },
            Step::Refused { error } => panic!("{error}"),
            Step::Ask { prompt } => shop.asked(&prompt),
            Step::Done { reply } => {
                assert!(is_not_sent(&reply), "{reply:?}");
                return;
            }
        };
        session.handle(event, shop.now);
    }
}

/// A shop where this order ended not sent.
fn unreachable(order: &Order) -> Shop {
    let mut shop = Shop::new(1);
    let session = Merchant::new().begin(order.clone(), OP).unwrap();
    not_sent(&mut shop, session);
    shop
}

/// The first record that it wants to be kept.
fn first_record(shop: &Shop, session: &mut Session) -> Record {
    loop {
        let event = match session.poll(shop.now) {
            Step::Store { record } => return record,
            Step::Send { request } if request.path().contains("inquiry") => inquired(),
            Step::Ask { prompt: Prompt::Bill { .. } } => Event::Bill { reference: "8000000680".to_owned() },
            Step::Load { .. } => Event::Loaded { record: shop.held() },
            Step::Refused { error } => panic!("{error}"),
            step => panic!("{step:?}"),
        };
        session.handle(event, shop.now);
    }
}

fn collect(amount: i64, phone: &str) -> Order {
    Order::Collect { charge: NewCharge::new(amount, phone) }
}

#[test]
fn the_history_keeps_both() {
    for order in orders() {
        let mut shop = unreachable(&order);
        let Some(held) = shop.held() else {
            assert!(
                matches!(order, Order::Checkout { .. }),
                "{order:?}: before there is a page, nothing is kept"
            );
            continue;
        };
        assert_eq!((held.stage, held.earlier()), (Stage::Closed, Vec::new()), "{order:?}");
        shop.now = shop.now.plus(60_000);
        let mut again = shop.met(&order).unwrap();
        let next = first_record(&shop, &mut again);
        assert_eq!((next.sequence, next.stage), (held.sequence + 1, Stage::Open), "{order:?}");
        let earlier = next.earlier();
        assert_eq!((earlier.len(), earlier[0].number, earlier[0].until), (1, 1, shop.now), "{order:?}");
        assert!(matches!(earlier[0].unsent.why, Unsent::Unreachable | Unsent::Stopped), "{order:?}");
        // Another process knows of it too, and its own records tell.
        shop.journal.put(&next).unwrap();
        let mut heir = Merchant::new().resume(&next, shop.now).unwrap();
        heir.handle(Event::Stop, shop.now);
        if let Step::Store { record } = heir.poll(shop.now) {
            assert_eq!(record.earlier(), earlier, "{order:?}");
        }
    }
}

#[test]
fn a_shop_that_tries_all_day_has_records_of_one_size() {
    let order = collect(1_000, "76000000");
    let mut shop = unreachable(&order);
    let mut sizes = Vec::new();
    for number in 1..=60 {
        let again = shop.met(&order).unwrap();
        not_sent(&mut shop, again);
        let held = shop.held().unwrap();
        assert_eq!(held.earlier().last().map(|last| last.number), Some(number));
        sizes.push(held.state.len());
    }
    let held = shop.held().unwrap();
    assert_eq!((held.earlier().len(), held.earlier()[0].number), (16, 45));
    assert!(sizes[59] < sizes[19] + 64, "{sizes:?}");
}

#[test]
fn other_details_are_no_conflict_and_another_kind_of_operation_is() {
    let shop = unreachable(&collect(1_000, "76000000"));
    for corrected in [collect(1_000, "76000001"), collect(1_001, "76000000"), collect(1_000, "76000000")] {
        let record = first_record(&shop, &mut shop.met(&corrected).unwrap());
        assert_eq!((record.earlier().len(), record.reference), (1, None));
    }
    let charge = NewCharge::new(1_000, "76000000");
    for other in
        [Order::CreateCharge { charge }, Order::Payout { transfer: NewTransfer::new(500, "70000000", "x") }]
    {
        assert_eq!(shop.met(&other).unwrap_err().field(), Some("op_id"));
    }
    // The records tell the corrected order from then on.
    let mut shop = shop;
    let mut again = shop.met(&collect(1_000, "76000001")).unwrap();
    let record = first_record(&shop, &mut again);
    shop.journal.put(&record).unwrap();
    assert!(shop.met(&collect(1_000, "76000001")).is_ok());
    assert_eq!(shop.met(&collect(1_000, "76000000")).unwrap_err().field(), Some("op_id"));
}

#[test]
fn of_two_that_begin_anew_at_once_the_journal_lets_one_go_on() {
    for order in orders() {
        let mut shop = unreachable(&order);
        let Some(closed) = shop.held() else { continue };
        let (mut one, mut other) = (shop.met(&order).unwrap(), shop.met(&order).unwrap());
        let (first, second) = (first_record(&shop, &mut one), first_record(&shop, &mut other));
        assert_eq!(shop.journal.put(&first).unwrap(), Kept::Stored, "{order:?}");
        assert_eq!(shop.journal.put(&second).unwrap(), Kept::Outrun, "{order:?}");
        // Nothing has left before that answer, and none that held the old record can write over it.
        assert!(matches!(other.poll(shop.now), Step::Store { .. }), "{order:?}");
        assert_eq!(shop.journal.put(&closed).unwrap(), Kept::Outrun, "{order:?}");
        // Who comes later goes on with the one that is under way.
        let later = shop.met(&order).unwrap();
        one.handle(Event::Stored, shop.now);
        assert!(matches!(one.poll(shop.now), Step::Send { .. }), "{order:?}");
        assert!(!shop.begins(later), "{order:?}");
    }
}

#[test]
fn resuming_has_no_order_and_still_tells_how_it_ended() {
    for order in orders() {
        let shop = unreachable(&order);
        let Some(held) = shop.held() else { continue };
        let mut session = Merchant::new().resume(&held, shop.now).unwrap();
        let reply = loop {
            match session.poll(shop.now) {
                Step::Store { record } => {
                    assert_eq!(record.stage, Stage::Closed, "{order:?}");
                    session.handle(Event::Stored, shop.now);
                }
                Step::Done { reply } => break reply,
                step => panic!("{order:?}: {step:?}"),
            }
        };
        assert!(is_not_sent(&reply), "{order:?} {reply:?}");
    }
}

/// A shop whose second try dies at every step, before and after what the step does, and that then gives the
/// same order again, until it is told an end: never two payments, and never one that nobody knows of.
#[test]
fn a_second_try_that_dies_at_any_step_pays_once_at_most() {
    let mut died = 0;
    for order in orders() {
        for (step, after) in (1..12).flat_map(|step| [(step, false), (step, true)]) {
            let mut world = World::new(Sandbox::default());
            world.phones = (0..101).map(|n| (format!("s-{n}"), phone(n))).collect();
            world.sandbox.inject("refuse@*".parse().unwrap());
            let reply = world.run(&Merchant::new(), order.clone(), OP).unwrap();
            assert!(is_not_sent(&reply), "{reply:?}");
            world.sandbox.heal();
            (world.steps, world.crash) = (0, Some(Crash { step, after }));
            let reply = loop {
                world.now = world.now.plus(7_000);
                let begun = Merchant::new().begin(order.clone(), OP).unwrap();
                let held = world.record(OP);
                let mut session = opened(begun, held.as_ref(), world.now).unwrap();
                match world.live(&mut session) {
                    Some(reply) => break reply,
                    None => died += 1,
                }
            };
            let what = format!("{order:?}, dead at {step} (after: {after}): {reply:?}\n{:#?}", world.log);
            let many = matches!(order, Order::BulkPayout { .. } | Order::CreateBulkTransfer { .. });
            let made: Vec<_> =
                world.sandbox.payments().map(|payment| payment.client_reference.map(str::to_owned)).collect();
            let distinct: BTreeSet<_> = made.iter().collect();
            assert!(distinct.len() == made.len() && (many || made.len() <= 1), "{what}");
            assert!(!is_not_sent(&reply), "{what}");
        }
    }
    assert!(died > 100, "{died}");
}
