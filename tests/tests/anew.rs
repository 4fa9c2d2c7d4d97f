//! What ended not sent begins anew under its id, and nothing else does.

use std::collections::BTreeMap;
use xaalis::dexchange::{NewBillPayment, NewPayBill, Service};
use xaalis::http::{Failure, Request, Response};
use xaalis::sandbox::Sandbox;
use xaalis::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use xaalis::value::{OpId, Personal, Time};
use xaalis::{
    Event, Journal, Kept, MemoryJournal, Order, PaymentError, Prompt, Recipient, Record, Reply, Session,
    Stage, Step, Unsent,
};
use xaalis_tests::world::{DAWN, Merchant};

const OP: &str = "op-1";

/// One of every kind that leaves records; the batches go out in two requests.
fn orders() -> Vec<Order> {
    let transfers = |count| (0..count).map(|n| NewTransfer::new(500, phone(n), format!("s-{n}"))).collect();
    let top_up = |confirm| {
        let payment = NewPayBill::new(Service::Woyofal, "07061270877", "top-1").amount(1_000);
        Order::PayBill { payment: NewPayBill { confirm, ..payment } }
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
        Order::BulkPayout { transfers: transfers(101) },
        Order::Settle { settlement: NewSettlement { amount: 10_000 } },
        Order::CancelSettlement { reference: "d1b19637-3cce-45e7-898b-000000000007".into() },
        Order::PayBill { payment: NewPayBill::new(Service::Senelec, "210278816", "inv-1") },
        top_up(false),
        top_up(true),
        Order::SubmitOtp { charge: "ch_00000000000000000000000000000007".into(), otp: "123456".into() },
        Order::CreateCharge { charge: NewCharge::new(1_000, "76000000") },
        Order::CreateTransfer { transfer: NewTransfer::new(500, "70000000", "pay-1") },
        Order::CreateBulkTransfer { transfers: transfers(2) },
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

fn phone(n: usize) -> String {
    format!("7000{n:04}")
}

/// Dice that fall the same way each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 27)) % sides
    }
}

/// A shop, its journal, and a network that does anything.
struct Shop {
    sandbox: Sandbox,
    journal: MemoryJournal,
    now: Time,
    dice: Dice,
    /// A request that may move money may have arrived, or another process cannot know.
    arrived: bool,
}

fn may_move_money(request: &Request) -> bool {
    let path = request.path();
    path.contains("cancel")
        || (request.body.is_some() && !path.contains("inquiry") && !path.contains("initialize"))
}

fn answered(status: u16, body: &str) -> Event {
    Event::Answered { response: Response { status, headers: Vec::new(), body: body.to_owned() } }
}

fn inquired() -> Event {
    answered(200, r#"{"success": true, "bills": [{"referenceFacture": "8000000680", "montant": 500}]}"#)
}

impl Shop {
    fn new(seed: u64) -> Self {
        let (sandbox, journal) = (Sandbox::default(), MemoryJournal::new());
        Self { sandbox, journal, now: DAWN, dice: Dice(seed), arrived: false }
    }

    fn held(&self) -> Option<Record> {
        self.journal.get(&OpId::parse(OP).unwrap()).unwrap()
    }

    fn met(&self, order: &Order) -> Result<Session, PaymentError> {
        Merchant::new().begin(order.clone(), OP)?.go_on_from(self.held().as_ref(), self.now)
    }

    /// What becomes of a request: mostly it does not leave.
    fn sent(&mut self, request: &Request) -> Event {
        self.now = self.now.plus(40);
        let fate = self.dice.below(20);
        if fate < 14 {
            return Event::Failed { failure: Failure::NotSent };
        }
        if fate < 16 {
            return answered(429, "{}");
        }
        if fate == 16 {
            return answered(422, r#"{"status": false, "errors": [{"code": "INVALID_PHONE"}]}"#);
        }
        self.arrived |= may_move_money(request);
        match fate {
            17 => Event::Failed { failure: Failure::MaybeSent },
            18 => answered(500, "<html>"),
            _ => self.by_the_sandbox(request),
        }
    }

    fn by_the_sandbox(&mut self, request: &Request) -> Event {
        match self.sandbox.handle(request, self.now) {
            Ok(response) => Event::Answered { response },
            Err(failure) => Event::Failed { failure },
        }
    }

    /// One process, to its end, or until it dies or nobody waits any longer.
    fn lives(&mut self, mut session: Session) -> Option<Reply> {
        for _ in 0..60 {
            if self.dice.below(25) == 0 {
                session.handle(Event::Stop, self.now);
            }
            let event = match session.poll(self.now) {
                Step::Done { reply } => return Some(reply),
                Step::Wait { until, .. } => {
                    self.now = until;
                    continue;
                }
                Step::Store { record } => {
                    assert_eq!(self.journal.put(&record).unwrap(), Kept::Stored);
                    Event::Stored
                }
                Step::Send { request } => {
                    if may_move_money(&request) && self.dice.below(15) == 0 {
                        // Gone with a request that nobody knows about.
                        self.arrived = true;
                        return None;
                    }
                    if may_move_money(&request) && self.dice.below(25) == 0 {
                        self.arrived = true;
                        Event::Stop
                    } else {
                        self.sent(&request)
                    }
                }
                Step::Ask { prompt } => self.asked(&prompt),
            };
            session.handle(event, self.now);
        }
        self.arrived |= matches!(session.poll(self.now), Step::Send { request } if may_move_money(&request));
        None
    }

    fn asked(&mut self, prompt: &Prompt) -> Event {
        let phones: BTreeMap<String, String> = (0..101).map(|n| (format!("s-{n}"), phone(n))).collect();
        match prompt {
            _ if self.dice.below(3) == 0 => Event::Stop,
            Prompt::Otp { .. } => Event::Otp { code: "123456".to_owned() },
            Prompt::Dial { .. } | Prompt::Redirect { .. } => Event::Shown,
            Prompt::Bill { bills } => {
                Event::Bill { reference: bills[0].reference.clone().unwrap_or_default() }
            }
            Prompt::Recipients { ext_ids } => {
                let given = |ext_id: &String| {
                    let phone = Personal::from(phones.get(ext_id)?.clone());
                    Some(Recipient { ext_id: ext_id.clone(), phone })
                };
                Event::Recipients { recipients: ext_ids.iter().filter_map(given).collect() }
            }
        }
    }

    /// Does the session that a shop would go on with write the first record of a new try? Questions are
    /// answered.
    fn begins(&mut self, mut session: Session) -> bool {
        let tries = self.held().map(|record| record.earlier().len());
        for _ in 0..30 {
            let event = match session.poll(self.now) {
                Step::Store { record } => return tries.is_none_or(|tries| record.earlier().len() > tries),
                Step::Send { request } if request.path().contains("inquiry") => inquired(),
                Step::Send { request } if tries.is_none() && request.path().contains("initialize") => {
                    return true;
                }
                Step::Send { request } => {
                    assert!(!may_move_money(&request), "before its record: {request:?}");
                    self.by_the_sandbox(&request)
                }
                Step::Ask { prompt: Prompt::Bill { bills } } => {
                    Event::Bill { reference: bills[0].reference.clone().unwrap_or_default() }
                }
                Step::Ask { .. } | Step::Done { .. } => return false,
                Step::Wait { until, .. } => {
                    self.now = until;
                    continue;
                }
            };
            session.handle(event, self.now);
        }
        false
    }
}

/// None of it left, as far as a reply tells.
fn is_not_sent(reply: &Reply) -> bool {
    let reply = serde_json::to_value(reply).unwrap();
    let is = |value: &serde_json::Value| value["outcome"]["kind"] == "not_sent";
    reply["payouts"]["items"].as_array().map_or_else(|| is(&reply), |items| items.iter().all(is))
}

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
