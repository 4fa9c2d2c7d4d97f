//! Every flow, on a quiet day: what a merchant sees, and what the ledger holds.

use xaalis::dexchange::{BillStatus, NewPayBill, Service};
use xaalis::sandbox::{Options, Sandbox};
use xaalis::senfenico::{
    ChargeStatus, CheckoutStatus, NewCharge, NewCheckout, NewSettlement, NewTransfer, SettlementStatus,
    TransferStatus,
};
use xaalis::value::Provider;
use xaalis::{Code, Order, Outcome, Reply, Stage};
use xaalis_tests::world::{Merchant, World};

fn world() -> World {
    World::new(Sandbox::with(Options { collection_balance: 50_000, ..Options::default() }))
}

fn run(world: &mut World, order: Order) -> Reply {
    world.run(&Merchant::new(), order, "op-1").expect("an end")
}

#[test]
fn collects_with_one_wrong_code() {
    let mut world = world();
    world.codes = ["000000".to_owned(), "12 34 56".to_owned()].into();
    let reply = run(&mut world, Order::Collect { charge: NewCharge::new(1_000, "+226 76 00 00 00") });
    let charge = reply.charge().and_then(Outcome::settled).expect("settled");
    assert_eq!(charge.status, ChargeStatus::Success);
    assert_eq!(world.stage("op-1"), Some(Stage::Closed));
    assert!(world.sandbox.ledger().balanced());
}

#[test]
fn collects_by_ussd() {
    let mut world = world();
    let charge = NewCharge::new(1_500, "75009905").at(Provider::CorisBf);
    let reply = run(&mut world, Order::Collect { charge });
    assert_eq!(reply.charge().and_then(Outcome::settled).map(|c| c.status), Some(ChargeStatus::Success));
    assert!(world.log.iter().any(|line| line.starts_with("ask Dial")), "{:#?}", world.log);
}

#[test]
fn a_refused_payment_is_rejected() {
    let mut world = world();
    let reply = run(&mut world, Order::Collect { charge: NewCharge::new(1_000, "76009901") });
    match reply.charge() {
        Some(Outcome::Rejected { refusal }) => assert_eq!(refusal.code, Code::PaymentFailed),
        other => panic!("{other:?}"),
    }
}

#[test]
fn checks_out() {
    let mut world = world();
    let checkout = NewCheckout {
        amount: 600,
        success_url: "https://example.com/success".into(),
        cancel_url: "https://example.com/cancel".into(),
        email: None,
    };
    let reply = run(&mut world, Order::Checkout { checkout });
    assert_eq!(reply.checkout().and_then(Outcome::settled).map(|c| c.status), Some(CheckoutStatus::Success));
}

#[test]
fn pays_out() {
    let mut world = world();
    let reply = run(&mut world, Order::Payout { transfer: NewTransfer::new(1_000, "70000000", "pay-1") });
    assert_eq!(reply.transfer().and_then(Outcome::settled).map(|t| t.status), Some(TransferStatus::Success));
}

#[test]
fn pays_out_in_bulk() {
    let mut world = world();
    let mut transfers: Vec<_> = (0..250)
        .map(|n| NewTransfer::new(100, format!("7{}{:06}", n % 10, n), format!("salary-{n}")))
        .collect();
    for transfer in &mut transfers {
        transfer.wallet = Some(Provider::SankBf);
    }
    transfers[120].phone = String::from("76009907").into();
    let payouts = run(&mut world, Order::BulkPayout { transfers }).payouts().expect("payouts");
    assert_eq!(payouts.items.len(), 250);
    for item in &payouts.items {
        let index = usize::try_from(item.index).unwrap();
        match &item.outcome {
            Outcome::Rejected { .. } => assert_eq!(index, 120),
            Outcome::Settled { value } => {
                assert_ne!(index, 120);
                assert_eq!(value.status, TransferStatus::Success);
            }
            other => panic!("{index}: {other:?}"),
        }
    }
    let sends = world.log.iter().filter(|line| line.contains("bulk")).count();
    assert_eq!(sends, 3);
}

#[test]
fn settles_and_cancels() {
    let mut world = world();
    let reply = run(&mut world, Order::Settle { settlement: NewSettlement { amount: 10_000 } });
    let settlement = reply.settlement().and_then(Outcome::settled).expect("settled");
    assert_eq!(settlement.status, SettlementStatus::Success);

    let merchant = Merchant::new();
    let order = Order::CreateSettlement { settlement: NewSettlement { amount: 5_000 } };
    let created = world.run(&merchant, order, "op-2").and_then(Reply::settlement).and_then(Outcome::settled);
    let reference = created.expect("created").reference.as_str().to_owned();
    let order = Order::CancelSettlement { reference: reference.clone() };
    let cancelled =
        world.run(&merchant, order, "op-3").and_then(Reply::settlement).and_then(Outcome::settled);
    assert_eq!(cancelled.expect("cancelled").status, SettlementStatus::Cancelled);

    let late = settlement.reference.as_str().to_owned();
    let reply = world.run(&merchant, Order::CancelSettlement { reference: late }, "op-4");
    assert!(matches!(reply.and_then(Reply::settlement), Some(Outcome::Rejected { .. })));
}

#[test]
fn pays_the_only_bill() {
    let mut world = world();
    let reply =
        run(&mut world, Order::PayBill { payment: NewPayBill::new(Service::Senelec, "210278816", "inv-1") });
    let payment = reply.bill_payment().and_then(Outcome::settled).expect("settled");
    assert_eq!(payment.status, BillStatus::Success);
    assert_eq!(payment.bill.as_deref(), Some("8000000680"));
    assert_eq!(payment.amount.map(xaalis::value::Amount::francs), Some(104_500));
}

#[test]
fn asks_which_of_two_bills() {
    let mut world = world();
    world.choice = Some("8000000682".into());
    let reply =
        run(&mut world, Order::PayBill { payment: NewPayBill::new(Service::Senelec, "210278817", "inv-1") });
    let payment = reply.bill_payment().and_then(Outcome::settled).expect("settled");
    assert_eq!(payment.bill.as_deref(), Some("8000000682"));
}

#[test]
fn a_paid_bill_is_not_paid_again() {
    let mut world = world();
    let reply =
        run(&mut world, Order::PayBill { payment: NewPayBill::new(Service::Senelec, "210278818", "inv-1") });
    match reply.bill_payment() {
        Some(Outcome::Rejected { refusal }) => assert_eq!(refusal.code, Code::AlreadyPaid),
        other => panic!("{other:?}"),
    }
}

#[test]
fn tops_up_at_once_and_later() {
    for (meter, waits) in [("07061270877", false), ("07061270878", true)] {
        let mut world = world();
        let payment = NewPayBill::new(Service::Woyofal, meter, "top-1").amount(1_000);
        let reply = run(&mut world, Order::PayBill { payment });
        let payment = reply.bill_payment().and_then(Outcome::settled).expect("settled");
        assert!(payment.token.is_some(), "{meter}");
        assert_eq!(world.log.iter().any(|line| line.starts_with("wait")), waits, "{:#?}", world.log);
    }
}

#[test]
fn a_failed_top_up_is_refunded() {
    let mut world = world();
    let payment = NewPayBill::new(Service::Woyofal, "07061270879", "top-1").amount(1_000);
    match run(&mut world, Order::PayBill { payment }).bill_payment() {
        Some(Outcome::Rejected { refusal }) => {
            assert_eq!(refusal.code, Code::PaymentFailed);
            assert!(refusal.refund.is_some());
        }
        other => panic!("{other:?}"),
    }
    assert!(world.sandbox.ledger().balanced());
}
