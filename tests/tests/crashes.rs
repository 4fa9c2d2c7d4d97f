//! Every flow with the process dying at every step, and with every answer lost: never two debits,
//! never "failed" or "not sent" for money that moved, never a secret in a record.

use std::collections::BTreeMap;
use xaalis::dexchange::{NewPayBill, Service};
use xaalis::sandbox::{Effect, Fault, Options, Sandbox, When};
use xaalis::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use xaalis::value::Provider;
use xaalis::{Order, Outcome, Reply};
use xaalis_tests::world::{Crash, Merchant, Stop, World};

/// One flow to torture.
#[derive(Clone, Copy)]
struct Story {
    name: &'static str,
    order: fn() -> Order,
    /// What the vendor calls the payment, and how many it makes at most for this order.
    kind: &'static str,
    most: usize,
}

fn stories() -> Vec<Story> {
    let story = |name, kind, most, order| Story { name, order, kind, most };
    vec![
        story("collect", "charge", 1, || Order::Collect { charge: NewCharge::new(1_000, "76000000") }),
        story("collect by ussd", "charge", 1, || Order::Collect {
            charge: NewCharge::new(1_000, "75009905").at(Provider::CorisBf),
        }),
        story("checkout", "charge", 1, || Order::Checkout {
            checkout: NewCheckout {
                amount: 600,
                success_url: "https://example.com/success".into(),
                cancel_url: "https://example.com/cancel".into(),
                email: None,
            },
        }),
        story("payout", "transfer", 1, || Order::Payout {
            transfer: NewTransfer::new(500, "70000000", "pay-1"),
        }),
        story("bulk payout", "transfer", 120, || Order::BulkPayout {
            transfers: (0..120)
                .map(|n| NewTransfer::new(100, phone(n), format!("salary-{n}")).to(Provider::SankBf))
                .collect(),
        }),
        story("settle", "settlement", 1, || Order::Settle { settlement: NewSettlement { amount: 10_000 } }),
        story("bill", "bill", 1, || Order::PayBill {
            payment: NewPayBill::new(Service::Senelec, "210278816", "inv-1"),
        }),
        story("one of two bills", "bill", 1, || Order::PayBill {
            payment: NewPayBill::new(Service::Senelec, "210278817", "inv-1"),
        }),
        story("top-up", "bill", 1, || Order::PayBill {
            payment: NewPayBill::new(Service::Woyofal, "07061270877", "top-1").amount(1_000),
        }),
        story("slow top-up", "bill", 1, || Order::PayBill {
            payment: NewPayBill::new(Service::Woyofal, "07061270878", "top-1").amount(1_000),
        }),
        story("failing top-up", "bill", 1, || Order::PayBill {
            payment: NewPayBill::new(Service::Woyofal, "07061270879", "top-1").amount(1_000),
        }),
    ]
}

fn phone(n: usize) -> String {
    format!("7{}{n:06}", n % 10)
}

fn world() -> World {
    let options = Options { collection_balance: 50_000, ..Options::default() };
    let mut world = World::new(Sandbox::with(options));
    world.phones = (0..120).map(|n| (format!("salary-{n}"), phone(n))).collect();
    world
}

/// What must hold however the story went.
fn check(story: &Story, world: &World, reply: Option<&Reply>, what: &str) {
    let what = format!("{}: {what}\n{:#?}", story.name, world.log);
    assert!(world.sandbox.ledger().balanced(), "{what}");

    let payments: Vec<_> = world.sandbox.payments().filter(|payment| payment.kind == story.kind).collect();
    let alive = payments.iter().filter(|payment| !is_dead(payment.status)).count();
    assert!(alive <= story.most, "{alive} payments: {what}");
    let mut per_id: BTreeMap<&str, usize> = BTreeMap::new();
    for payment in payments.iter().filter(|payment| !is_dead(payment.status)) {
        if let Some(id) = payment.client_reference {
            *per_id.entry(id).or_default() += 1;
        }
    }
    assert!(per_id.values().all(|count| *count == 1), "{per_id:?} {what}");

    let moved = |id: Option<&str>| {
        payments
            .iter()
            .any(|payment| !is_dead(payment.status) && (id.is_none() || payment.client_reference == id))
    };
    match reply {
        None => {}
        Some(Reply::Payouts { payouts }) => {
            for item in &payouts.items {
                verdict(&item.outcome, moved(Some(item.ext_id.as_str())), &what);
            }
        }
        Some(Reply::Charge { outcome }) => verdict(outcome, moved(None), &what),
        Some(Reply::Checkout { outcome }) => verdict(outcome, moved(None), &what),
        Some(Reply::Transfer { outcome }) => verdict(outcome, moved(None), &what),
        Some(Reply::Settlement { outcome }) => verdict(outcome, moved(None), &what),
        Some(Reply::BillPayment { outcome }) => verdict(outcome, moved(None), &what),
        Some(other) => panic!("{other:?} {what}"),
    }

    let secrets =
        ["canary", "123456", "76000000", "75009905", "70000000", "1283930093209223"].map(str::to_owned);
    for secret in secrets.into_iter().chain((0..120).map(phone)) {
        let leak = |line: &&String| line.contains(&secret);
        assert_eq!(world.stored.iter().find(leak), None, "{what}");
        assert_eq!(world.log.iter().find(leak), None, "{what}");
    }
}

fn verdict<T>(outcome: &Outcome<T>, moved: bool, what: &str) {
    match outcome {
        Outcome::Settled { .. } => assert!(moved, "settled without a payment: {what}"),
        Outcome::Rejected { .. } | Outcome::NotSent { .. } => assert!(!moved, "denied, but paid: {what}"),
        Outcome::Unknown { .. } => {}
    }
}

fn is_dead(status: &str) -> bool {
    matches!(status.to_lowercase().as_str(), "failed" | "canceled" | "cancelled")
}

#[test]
fn a_process_may_die_at_any_step() {
    for story in stories() {
        let mut calm = world();
        let reply = calm.run(&Merchant::new(), (story.order)(), "op-1");
        check(&story, &calm, reply.as_ref(), "calm");
        for step in 1..=calm.steps {
            for after in [false, true] {
                let mut world = world();
                world.crash = Some(Crash { step, after });
                let reply = world.run(&Merchant::new(), (story.order)(), "op-1");
                check(&story, &world, reply.as_ref(), &format!("crash at {step}, after: {after}"));
            }
        }
    }
}

/// Told to stop it only stores and ends, whatever it was doing; and what it had been answered by then
/// it takes in first, so that after the last answer it ends as if nobody had said anything.
#[test]
fn a_process_may_be_told_to_stop_at_any_step() {
    for story in stories() {
        let mut calm = world();
        let ended = calm.run(&Merchant::new(), (story.order)(), "op-1").expect("an end");
        let answered = calm.log.iter().rposition(|line| line.starts_with("send")).map_or(0, |at| at + 1);
        for step in 1..=calm.steps {
            for under_way in [false, true] {
                let mut world = world();
                world.stop = Some(Stop { step, under_way });
                let reply = world.run(&Merchant::new(), (story.order)(), "op-1").expect("an end");
                check(&story, &world, Some(&reply), &format!("stopped at {step}, under way: {under_way}"));
                // A request under way has its answer before the session is polled again.
                if step >= answered + usize::from(!under_way) {
                    assert_eq!(kind(&reply), kind(&ended), "{}: {:#?}", story.name, world.log);
                }
            }
        }
    }
}

#[test]
fn any_answer_may_be_lost_or_spoiled() {
    let effects = |request: i64| {
        let cut = |bytes| Effect::CutBody(bytes);
        vec![
            Effect::DropBefore,
            Effect::DropAfter,
            Effect::Refuse,
            Effect::StatusBefore(503),
            Effect::StatusAfter(500),
            cut(0),
            cut(60),
            cut(120),
            Effect::Delay(90_000),
            Effect::RateLimited(None),
            Effect::RateLimited(Some(2)),
            Effect::Redirect(307),
        ]
        .into_iter()
        .map(move |effect| Fault { when: When::Nth(request), effect })
    };
    for story in stories() {
        let mut calm = world();
        let _ = calm.run(&Merchant::new(), (story.order)(), "op-1");
        for request in 1..=calm.sandbox.requests_seen().min(12) {
            for fault in effects(request) {
                let mut world = world();
                let what = format!("{fault:?}");
                world.sandbox.inject(fault);
                let reply = world.run(&Merchant::new(), (story.order)(), "op-1");
                check(&story, &world, reply.as_ref(), &what);
            }
        }
    }
}

#[test]
fn resuming_an_ended_operation_tells_the_same_again() {
    for story in stories() {
        let mut world = world();
        let merchant = Merchant::new();
        let first = world.run(&merchant, (story.order)(), "op-1").expect("an end");
        let before = world.sandbox.payments().count();
        for _ in 0..2 {
            let again = world.resume(&merchant, "op-1").expect("an end");
            assert_eq!(kind(&first), kind(&again), "{}", story.name);
        }
        assert_eq!(world.sandbox.payments().count(), before, "{}", story.name);
    }
}

/// From any record, in the world as the dead process left it: a second process that dies before it has
/// kept a record of its own makes no difference to the third.
#[test]
fn recovering_twice_equals_recovering_once() {
    let merchant = Merchant::new();
    for story in stories() {
        let mut calm = world();
        let _ = calm.run(&merchant, (story.order)(), "op-1");
        for step in 1..=calm.steps {
            let mut dead = world();
            dead.crash = Some(Crash { step, after: true });
            let mut session = merchant.begin((story.order)(), "op-1").expect("a good order");
            let _ = dead.live(&mut session);
            if dead.record("op-1").is_none() {
                continue;
            }
            let (mut once, mut twice) = (dead.clone(), dead);
            once.crash = None;
            let first = once.resume(&merchant, "op-1").expect("an end");

            let lived = twice.steps;
            let stores = once.log[lived..].iter().position(|line| line.starts_with("store"));
            twice.crash = stores.map(|steps| Crash { step: lived + steps + 1, after: false });
            let second = twice.resume(&merchant, "op-1");
            let second = second.or_else(|| twice.resume(&merchant, "op-1")).expect("an end");

            let what = || format!("{} from step {step}: {:#?}\n{:#?}", story.name, once.log, twice.log);
            assert_eq!(kind(&first), kind(&second), "{}", what());
            assert_eq!(left_behind(&once), left_behind(&twice), "{}", what());
        }
    }
}

/// A journal that says "another operation's" of all it is given, from any record on or now and then, is
/// no loop: the operation ends soon, and what it says is true.
#[test]
fn a_journal_may_refuse_whatever_it_is_given() {
    type Refuses = fn(&xaalis::Record, usize) -> bool;
    let from: [Refuses; 7] = [
        |_, _| true,
        |_, put| put > 1,
        |_, put| put > 2,
        |_, put| put > 3,
        |_, put| put > 4,
        |_, put| put > 5,
        |_, put| put > 6,
    ];
    let some: [Refuses; 6] = [
        |_, put| put % 2 == 0,
        |_, put| put % 2 == 1,
        |_, put| put % 3 != 0,
        |record, _| record.reference.is_some(),
        |record, put| record.reference.is_none() && put > 1,
        |record, _| record.stage != xaalis::Stage::Open,
    ];
    let faults: Vec<_> = [None, Some(Effect::DropAfter), Some(Effect::CutBody(60))]
        .into_iter()
        .flat_map(|effect| {
            (1..=3).map(move |nth| effect.clone().map(|effect| Fault { when: When::Nth(nth), effect }))
        })
        .skip(2)
        .collect();
    let journals: Vec<_> = from.into_iter().chain(some).enumerate().collect();
    for (story, (number, refuses), fault) in stories().into_iter().flat_map(|story| {
        let (journals, faults) = (&journals, &faults);
        journals.iter().flat_map(move |journal| faults.iter().map(move |fault| (story, *journal, fault)))
    }) {
        let mut world = world();
        let always = number < from.len();
        world.refuses = refuses;
        if let Some(fault) = fault {
            world.sandbox.inject(fault.clone());
        }
        let reply = world.run(&Merchant::new(), (story.order)(), "op-1").expect("an end");
        check(&story, &world, Some(&reply), &format!("journal {number}, {fault:?}"));
        let refused = world.log.iter().rev().skip(1).take_while(|line| line.starts_with("store")).count();
        assert!(refused <= 3 && world.steps < 1_000, "journal {number}: {:#?}", world.log);
        let puts = world.stored.len();
        assert!(!always || puts <= number + 3, "journal {number} was asked {puts} times: {:#?}", world.log);
    }
}

/// What is at the vendor, what stands in the journal, and how often money was asked for.
fn left_behind(world: &World) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut sandbox = world.sandbox.clone();
    sandbox.advance(world.now.plus(86_400_000));
    let payments: Vec<_> = sandbox
        .payments()
        .map(|payment| (payment.kind, payment.number.to_owned(), payment.amount, payment.status.to_owned()))
        .collect();
    let asked =
        |line: &&String| line.starts_with("send") && line.contains("Post") && !line.contains("inquiry");
    let record = world.record("op-1").map(|record| (record.sequence, record.stage, record.reference));
    (payments, record, world.log.iter().filter(asked).count())
}

fn kind(reply: &Reply) -> Vec<String> {
    let value = serde_json::to_value(reply).expect("a reply is JSON");
    let outcome = |value: &serde_json::Value| value["outcome"]["kind"].to_string();
    match value["payouts"]["items"].as_array() {
        Some(items) => items.iter().map(outcome).collect(),
        None => vec![outcome(&value)],
    }
}
