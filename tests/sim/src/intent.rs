//! What people want in one world: one intent is one payment, or one bulk of them.

use super::engine::Setup;
use super::rng::Rng;
use xaalis::Order;
use xaalis::dexchange::{NewBillPayment, NewInquiry, NewPayBill, Service};
use xaalis::sandbox::{Bill, Sandbox};
use xaalis::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use xaalis::value::{Personal, Provider, Reference};

/// What the server may hold for an intent, and how to find it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debit {
    /// `charge`, `transfer`, `settlement`, `bill`; or `cancel`, for a settlement that should be no more.
    pub kind: &'static str,
    /// Our id at the vendor, the payer's number, or for a settlement its amount.
    pub key: String,
    /// In XOF francs.
    pub amount: i64,
}

/// One intent.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Its place; seeds its own randomness.
    pub id: usize,
    /// The operation's id.
    pub op: String,
    /// Whose.
    pub merchant: usize,
    /// What is asked of the library.
    pub order: Order,
    /// What may be debited for it.
    pub debits: Vec<Debit>,
    /// When, in milliseconds since the beginning.
    pub begin: i64,
    /// The numbers a record must not hold, and a bulk payout asks for again.
    pub phones: Vec<String>,
    /// The payer's number for a payment page.
    pub page_phone: Option<String>,
    /// How many payments it counts for: none for a read or a cancellation.
    pub weight: usize,
}

/// Makes the intents of a world.
pub fn intents(setup: &Setup, merchants: usize, sandbox: &mut Sandbox) -> Vec<Intent> {
    let Setup { seed, payments, .. } = *setup;
    let rush = !setup.honest && Rng::of(seed, 0x7054).chance(125);
    let mut made = Vec::new();
    let mut total = 0;
    while total < payments {
        let id = made.len();
        let mut intent = intent(seed, id, merchants, payments - total, sandbox);
        if rush {
            hurry(seed, &mut intent);
        }
        total += intent.weight;
        made.push(intent);
    }
    made
}

#[allow(clippy::too_many_lines, reason = "one table: what people want, and how often")]
fn intent(seed: u64, id: usize, merchants: usize, left: usize, sandbox: &mut Sandbox) -> Intent {
    let mut rng = Rng::of(seed, id as u64);
    let amount = rng.range(100, 20_000);
    let mut base = Intent {
        id,
        op: format!("op-{seed}-{id}"),
        merchant: usize::try_from(rng.next() % merchants as u64).unwrap_or(0),
        order: Order::FetchBalances,
        debits: Vec::new(),
        begin: rng.range(0, 3_600_000),
        phones: Vec::new(),
        page_phone: None,
        weight: 1,
    };
    let ext_id = format!("x{seed}-{id}-{:08x}", rng.next() & 0xffff_ffff);
    match rng.range(0, 112) {
        0..24 => {
            let mut amount = amount;
            let (mut phone, mut provider) = payer(&mut rng, id);
            if let Some((mut shared, block)) = alike(&mut rng, seed, &mut base, merchants) {
                amount = shared.range(100, 20_000);
                (phone, provider) = payer(&mut shared, block);
            }
            base.debits.push(Debit { kind: "charge", key: phone.clone(), amount });
            base.phones.push(phone.clone());
            let charge = NewCharge::new(amount, phone).at(provider);
            base.order =
                if rng.chance(60) { Order::CreateCharge { charge } } else { Order::Collect { charge } };
        }
        24..32 => {
            let phone = plain_phone(id, "76");
            base.debits.push(Debit { kind: "charge", key: phone.clone(), amount });
            base.phones.push(phone.clone());
            base.page_phone = Some(phone);
            let checkout = NewCheckout {
                amount,
                success_url: "https://shop.example/ok".into(),
                cancel_url: "https://shop.example/ko".into(),
                email: None,
            };
            base.order = if rng.chance(60) {
                Order::InitializeCheckout { checkout }
            } else {
                Order::Checkout { checkout }
            };
        }
        32..52 => {
            let (phone, wallet) = recipient(&mut rng, id);
            base.debits.push(Debit { kind: "transfer", key: ext_id.clone(), amount });
            base.phones.push(phone.clone());
            let transfer = NewTransfer::new(amount, phone, ext_id).to(wallet);
            base.order =
                if rng.chance(60) { Order::CreateTransfer { transfer } } else { Order::Payout { transfer } };
        }
        52..58 => bulk(&mut base, &mut rng, left),
        58..65 => {
            // Nothing but the amount tells one settlement from another; some share theirs.
            let block = alike(&mut rng, seed, &mut base, merchants).map(|(_, block)| block);
            let amount = 100_000 + i64::try_from(block.unwrap_or(id)).unwrap_or(0);
            base.debits.push(Debit { kind: "settlement", key: amount.to_string(), amount });
            let settlement = NewSettlement { amount };
            base.order = if rng.chance(60) {
                Order::CreateSettlement { settlement }
            } else {
                Order::Settle { settlement }
            };
        }
        65..76 => bill(&mut base, &mut rng, ext_id, amount, sandbox),
        76..92 => {
            let meter = format!("07{id:08}{}", rng.pick(&[0, 1, 2, 6, 8, 8, 9]));
            base.debits.push(Debit { kind: "bill", key: ext_id.clone(), amount });
            let callback = callback(&ext_id);
            let custom_data = custom_data(&mut rng, id);
            base.order = if rng.chance(60) {
                Order::PayBillOnce {
                    payment: NewBillPayment {
                        service: Service::Woyofal,
                        customer: Personal::from(meter),
                        amount: Some(amount),
                        bill: None,
                        external_transaction_id: ext_id,
                        callback_url: callback,
                        custom_data,
                    },
                }
            } else {
                let payment = NewPayBill::new(Service::Woyofal, meter, ext_id).amount(amount);
                let confirm = rng.chance(200);
                Order::PayBill {
                    payment: NewPayBill { callback_url: callback, custom_data, confirm, ..payment },
                }
            };
        }
        92..98 => {
            // The engine fills the reference in, once the settlement exists.
            let amount = 5_000_000 + i64::try_from(id).unwrap_or(0);
            base.debits.push(Debit { kind: "cancel", key: amount.to_string(), amount });
            base.weight = 0;
            base.order = Order::CancelSettlement { reference: String::new() };
        }
        _ => {
            base.weight = 0;
            base.order = read(&mut rng);
        }
    }
    base
}

/// In some worlds one merchant pays most bills and batches at once: only then the limits of calls are met.
fn hurry(seed: u64, intent: &mut Intent) {
    let bulk = matches!(intent.order, Order::BulkPayout { .. } | Order::CreateBulkTransfer { .. });
    let bill = intent.debits.first().is_some_and(|debit| debit.kind == "bill");
    let mut rng = Rng::of(seed ^ 0x7054, intent.id as u64);
    if (bulk || bill) && rng.chance(700) {
        intent.merchant = 0;
        intent.begin = 1_800_000 + rng.range(0, 2_000);
    }
}

/// One in ten does what others do as well, at the same merchant and about the same time: the
/// generator they share, and a number to tell them from everybody else.
fn alike(rng: &mut Rng, seed: u64, base: &mut Intent, merchants: usize) -> Option<(Rng, usize)> {
    if !rng.chance(100) {
        return None;
    }
    let block = base.id / 12;
    let mut shared = Rng::of(seed ^ 0x7157, block as u64);
    base.merchant = usize::try_from(shared.next() % merchants as u64).unwrap_or(0);
    base.begin = shared.range(0, 3_600_000) + rng.range(0, 180_000);
    Some((shared, 900_000 + block))
}

fn custom_data(rng: &mut Rng, id: usize) -> Option<Personal> {
    rng.chance(500).then(|| Personal::from(format!("proof-{id:x}-{:08x}", rng.next() & 0xffff_ffff)))
}

fn bulk(base: &mut Intent, rng: &mut Rng, left: usize) {
    let most = i64::try_from(left).unwrap_or(1).clamp(1, if rng.chance(50) { 230 } else { 20 });
    let count = rng.range(1, most + 1);
    let once = count <= 100 && rng.chance(100);
    let mut transfers = Vec::new();
    for n in 0..count {
        let (phone, wallet) = recipient(rng, base.id * 7 + usize::try_from(n).unwrap_or(0));
        let ext_id = format!("{}-{n}", base.op);
        let amount = rng.range(100, 5_000);
        base.debits.push(Debit { kind: "transfer", key: ext_id.clone(), amount });
        base.phones.push(phone.clone());
        transfers.push(NewTransfer::new(amount, phone, ext_id).to(wallet));
    }
    base.weight = usize::try_from(count).unwrap_or(1);
    base.order = if once { Order::CreateBulkTransfer { transfers } } else { Order::BulkPayout { transfers } };
}

fn bill(base: &mut Intent, rng: &mut Rng, ext_id: String, amount: i64, sandbox: &mut Sandbox) {
    let client = format!("2{:08}", base.id);
    let count = if rng.chance(200) { 2 } else { 1 };
    for n in 0..count {
        sandbox.add_bill(Bill {
            service: "SENELEC_SN_BILL".into(),
            client: client.clone(),
            reference: format!("8{:08}{n}", base.id),
            name: "NDIAYE AWA".into(),
            // Two bills of one amount: only the reference tells them apart.
            amount,
            due: "2026-01-31".into(),
            paid: rng.chance(50),
        });
    }
    base.debits.push(Debit { kind: "bill", key: ext_id.clone(), amount });
    let callback = callback(&ext_id);
    let custom_data = custom_data(rng, base.id);
    base.order = if rng.chance(60) {
        Order::PayBillOnce {
            payment: NewBillPayment {
                service: Service::Senelec,
                customer: Personal::from(client),
                amount: None,
                bill: Some(format!("8{:08}0", base.id)),
                external_transaction_id: ext_id,
                callback_url: callback,
                custom_data,
            },
        }
    } else {
        let payment = NewPayBill::new(Service::Senelec, client, ext_id);
        let confirm = rng.chance(200);
        Order::PayBill { payment: NewPayBill { callback_url: callback, custom_data, confirm, ..payment } }
    };
}

fn read(rng: &mut Rng) -> Order {
    let reference = "ch_00000000000000000000000000000000".to_owned();
    match rng.range(0, 14) {
        0 | 10 => Order::ListCheckouts,
        1 => Order::ListCharges,
        2 => Order::ListTransfers,
        3 => Order::ListSettlements,
        4 => Order::FetchCheckout { reference },
        5 => Order::FetchCharge { reference },
        6 => Order::FetchTransfer { reference },
        7 => Order::FetchSettlement { reference },
        8 => Order::FetchTransaction { transaction_id: "TID000000".into() },
        9 => Order::InquireBills {
            inquiry: NewInquiry {
                service: Service::Senelec,
                customer: Personal::from("200000001".to_owned()),
            },
        },
        _ => Order::FetchBalances,
    }
}

fn callback(ext_id: &str) -> Option<Personal> {
    let reference = Reference::parse(ext_id).ok()?;
    let url = super::callback_key().callback_url("https://shop.example/hooks/dexchange", &reference).ok()?;
    Some(Personal::from(url.as_str().to_owned()))
}

/// The digits that choose a charge's end at the sandbox, or none.
fn payer(rng: &mut Rng, id: usize) -> (String, Provider) {
    let provider = rng.pick(&[
        Provider::OrangeBf,
        Provider::OrangeBf,
        Provider::MoovBf,
        Provider::CorisBf,
        Provider::SankBf,
    ]);
    let prefix = if *provider == Provider::MoovBf { "70" } else { "75" };
    (special(rng, id, prefix, &[9901, 9902, 9903, 9904, 9905, 9906, 9907, 9908, 9909]), provider.clone())
}

fn recipient(rng: &mut Rng, id: usize) -> (String, Provider) {
    let wallet = rng.pick(&[Provider::OrangeBf, Provider::MoovBf, Provider::SankBf]);
    let prefix = if *wallet == Provider::MoovBf { "71" } else { "74" };
    (special(rng, id, prefix, &[9901, 9902, 9903, 9906, 9907, 9908]), wallet.clone())
}

/// One number in six ends specially. Those share their numbers with at most one in a hundred others;
/// the plain ones are each payer's own.
fn special(rng: &mut Rng, id: usize, prefix: &str, endings: &[u32]) -> String {
    if rng.chance(160) {
        format!("{prefix}{:02}{}", id % 100, rng.pick(endings))
    } else {
        plain_phone(id, prefix)
    }
}

fn plain_phone(id: usize, prefix: &str) -> String {
    // 980,000 numbers, none with a special ending.
    let (high, low) = (id / 9_800 % 100, id % 9_800);
    format!("{prefix}{high:02}{low:04}")
}
