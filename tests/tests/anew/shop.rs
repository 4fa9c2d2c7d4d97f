//! One order of every kind, and a shop that gives it again and again.

use std::collections::BTreeMap;
use xaalis::dexchange::{NewBillPayment, NewPayBill, Service};
use xaalis::http::{Failure, Request, Response};
use xaalis::policy::LEASE;
use xaalis::sandbox::Sandbox;
use xaalis::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use xaalis::value::{OpId, Personal, Time};
use xaalis::{
    Event, Journal, Kept, MemoryJournal, Order, PaymentError, Prompt, Recipient, Record, Reply, Session,
    Step, Why,
};
use xaalis_tests::world::{DAWN, Merchant, opened};

pub(crate) const OP: &str = "op-1";

/// One of every kind that leaves records; the batches go out in two requests.
pub(crate) fn orders() -> Vec<Order> {
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

pub(crate) fn phone(n: usize) -> String {
    format!("7000{n:04}")
}

/// Dice that fall the same way each time.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 27)) % sides
    }
}

/// A shop, its journal, and a network that does anything.
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) journal: MemoryJournal,
    pub(crate) now: Time,
    pub(crate) dice: Dice,
    /// A request that may move money may have arrived, or another process cannot know.
    pub(crate) arrived: bool,
}

fn may_move_money(request: &Request) -> bool {
    let path = request.path();
    path.contains("cancel")
        || (request.body.is_some() && !path.contains("inquiry") && !path.contains("initialize"))
}

fn answered(status: u16, body: &str) -> Event {
    Event::Answered { response: Response { status, headers: Vec::new(), body: body.to_owned() } }
}

pub(crate) fn inquired() -> Event {
    answered(200, r#"{"success": true, "bills": [{"referenceFacture": "8000000680", "montant": 500}]}"#)
}

impl Shop {
    pub(crate) fn new(seed: u64) -> Self {
        let (sandbox, journal) = (Sandbox::default(), MemoryJournal::new());
        Self { sandbox, journal, now: DAWN, dice: Dice(seed), arrived: false }
    }

    pub(crate) fn held(&self) -> Option<Record> {
        self.journal.get(&OpId::parse(OP).unwrap()).unwrap()
    }

    pub(crate) fn met(&self, order: &Order) -> Result<Session, PaymentError> {
        opened(Merchant::new().begin(order.clone(), OP)?, self.held().as_ref(), self.now)
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
    pub(crate) fn lives(&mut self, mut session: Session) -> Option<Reply> {
        for _ in 0..60 {
            if self.dice.below(25) == 0 {
                session.handle(Event::Stop, self.now);
            }
            let event = match session.poll(self.now) {
                Step::Done { reply } => return Some(reply),
                Step::Wait { until, why } => {
                    // Nobody else is at it.
                    self.now = if why == Why::Elsewhere { self.now.plus(LEASE) } else { until };
                    continue;
                }
                Step::Load { .. } => Event::Loaded { record: self.held() },
                Step::Refused { error } => panic!("{error}"),
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

    pub(crate) fn asked(&mut self, prompt: &Prompt) -> Event {
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
    pub(crate) fn begins(&mut self, mut session: Session) -> bool {
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
                Step::Wait { until, why } => {
                    self.now = if why == Why::Elsewhere { self.now.plus(LEASE) } else { until };
                    continue;
                }
                Step::Load { .. } => Event::Loaded { record: self.held() },
                Step::Refused { error } => panic!("{error}"),
            };
            session.handle(event, self.now);
        }
        false
    }
}

/// None of it left, as far as a reply tells.
pub(crate) fn is_not_sent(reply: &Reply) -> bool {
    let reply = serde_json::to_value(reply).unwrap();
    let is = |value: &serde_json::Value| value["outcome"]["kind"] == "not_sent";
    reply["payouts"]["items"].as_array().map_or_else(|| is(&reply), |items| items.iter().all(is))
}
