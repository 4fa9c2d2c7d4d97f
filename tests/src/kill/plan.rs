//! What is to be paid: the same list for every process, made from its length alone.

use xaalis::dexchange::{NewPayBill, Service};
use xaalis::sandbox::Bill;
use xaalis::senfenico::{NewCharge, NewTransfer};
use xaalis::value::Provider;
use xaalis::{Order, Recipient};

/// How many payouts one bulk holds.
const BULK: usize = 6;

/// One operation, and the payments it may make.
#[derive(Clone, Debug)]
pub struct Intent {
    /// The operation's id.
    pub op: String,
    /// What is asked of the library.
    pub order: Order,
    /// What the vendor may hold for it.
    pub debits: Vec<Debit>,
    /// The phones a resumed bulk payout asks for again.
    pub recipients: Vec<Recipient>,
    /// The bill that must exist at the biller.
    pub bill: Option<Bill>,
}

/// One payment, and how to find it at the vendor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Debit {
    /// `charge`, `transfer` or `bill`.
    pub kind: &'static str,
    /// Our id at the vendor; for a charge the payer's number, which no other payer has.
    pub key: String,
}

/// A list of exactly so many payments.
pub fn plan(payments: usize) -> Vec<Intent> {
    let (mut made, mut total) = (Vec::new(), 0);
    while total < payments {
        let intent = intent(made.len(), payments - total);
        total += intent.debits.len();
        made.push(intent);
    }
    made
}

fn intent(id: usize, left: usize) -> Intent {
    let round = id / 10;
    let collect = |phone: String, provider: Provider| {
        let charge = NewCharge::new(1_000, phone.clone()).at(provider);
        single(id, "charge", phone, Order::Collect { charge })
    };
    let payout = |phone: String| {
        let ext_id = format!("pay-{id}");
        let transfer = NewTransfer::new(500, phone, ext_id.clone()).to(Provider::OrangeBf);
        single(id, "transfer", ext_id, Order::Payout { transfer })
    };
    let top_up = |last: u8| {
        let ext_id = format!("top-{id}");
        let payment = NewPayBill::new(Service::Woyofal, format!("07{id:08}{last}"), ext_id.clone());
        single(id, "bill", ext_id, Order::PayBill { payment: payment.amount(1_000) })
    };
    match id % 10 {
        // Every third of these fails at the operator, by the sandbox's magic number.
        0 if round.is_multiple_of(3) && round < 300 => {
            collect(format!("77{:02}9901", round / 3), Provider::OrangeBf)
        }
        0 | 1 => collect(format!("76{id:06}"), Provider::OrangeBf),
        // On the payer's phone: that operator is one of the sandbox's `offline_providers`.
        2 => collect(format!("75{id:06}"), Provider::CorisBf),
        4 if round.is_multiple_of(3) => payout("74009901".to_owned()),
        3 | 4 => payout(format!("74{id:06}")),
        5 => bulk(id, left.min(BULK)),
        6 => bill(id),
        7 => top_up(7),
        8 => top_up(8),
        // Debited and then given back.
        _ => top_up(9),
    }
}

fn single(id: usize, kind: &'static str, key: String, order: Order) -> Intent {
    let debits = vec![Debit { kind, key }];
    Intent { op: format!("op-{id:06}"), order, debits, recipients: Vec::new(), bill: None }
}

fn bulk(id: usize, count: usize) -> Intent {
    let phone = |n: usize| format!("71{id:05}{n}");
    let ext_id = |n: usize| format!("salary-{id}-{n}");
    let transfer = |n| NewTransfer::new(200, phone(n), ext_id(n)).to(Provider::MoovBf);
    Intent {
        op: format!("op-{id:06}"),
        order: Order::BulkPayout { transfers: (0..count).map(transfer).collect() },
        debits: (0..count).map(|n| Debit { kind: "transfer", key: ext_id(n) }).collect(),
        recipients: (0..count).map(|n| Recipient { ext_id: ext_id(n), phone: phone(n).into() }).collect(),
        bill: None,
    }
}

fn bill(id: usize) -> Intent {
    let (client, ext_id) = (format!("2{id:08}"), format!("bill-{id}"));
    let bill = Bill {
        service: "SENELEC_SN_BILL".to_owned(),
        client: client.clone(),
        reference: format!("8{id:09}"),
        name: "NDIAYE AWA".to_owned(),
        amount: 12_300,
        due: "2026-01-31".to_owned(),
        paid: false,
    };
    let payment = NewPayBill::new(Service::Senelec, client, ext_id.clone());
    Intent { bill: Some(bill), ..single(id, "bill", ext_id, Order::PayBill { payment }) }
}
