//! Bill inquiry and payment (pages "Bill Inquiry" and "Pay a Bill / Top-up").

use super::transactions::{Payment, Status};
use super::{Dexchange, client_key, refuse, refuse_fields};
use crate::http::Response;
use crate::sandbox::ledger::{Purse, fee};
use crate::sandbox::options::Bill;
use crate::sandbox::reply::{Json, json, object};
use crate::sandbox::world::{Job, World};
use serde_json::{Map, Value};

const WOYOFAL: &str = "WOYOFAL_SN_BILL";
const SERVICES: [&str; 3] = ["SENEAU_SN_BILL", "SENELEC_SN_BILL", WOYOFAL];
/// 1 %, in hundredths of a percent: 1,045 of 104,500.
const FEE: i64 = 100;

/// What a request to pay asks for.
struct Order {
    service: &'static str,
    client: String,
    amount: Option<i64>,
    bill: Option<String>,
    ext_id: Option<String>,
    callback: Option<String>,
    custom: Option<String>,
}

/// What a meter's last digit asks for (our own; the table stands in [`crate::sandbox`]).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meter {
    Token,
    ThreeTokens,
    LateSuccess,
    LateFailure,
}

impl Dexchange {
    pub(super) fn inquire(&self, world: &mut World, fields: &Map<String, Value>) -> Response {
        let (service, client) = match customer(fields) {
            Ok(found) => found,
            Err(problems) => return refuse_fields(problems),
        };
        let bills: Vec<Json> = if service == WOYOFAL {
            // The reference of a meter's "bill" is a session token, new at each inquiry.
            meter(&client).map(|_| show_meter(&client, world.digits(12))).into_iter().collect()
        } else {
            self.bills_of(service, &client).map(|(_, bill)| show_bill(bill)).collect()
        };
        if bills.is_empty() {
            let body = object([
                ("success", Json::Bool(false)),
                ("message", Json::text("No bill found")),
                ("bills", Json::List(Vec::new())),
            ]);
            return json(400, &body);
        }
        let body = object([
            ("success", Json::Bool(true)),
            ("referenceClient", Json::Text(client)),
            ("bills", Json::List(bills)),
        ]);
        json(200, &body)
    }

    pub(super) fn pay(
        &mut self,
        world: &mut World,
        merchant: usize,
        fields: &Map<String, Value>,
    ) -> Response {
        let order = match read_order(fields) {
            Ok(order) => order,
            Err(problems) => return refuse_fields(problems),
        };
        let switches = &world.options.switches;
        let biller_ms =
            if switches.dexchange_dedupe_before_biller { 0 } else { switches.dexchange_biller_ms };
        let burned = switches.ext_id_burned_by_400;
        let Some(owner) = self.merchants.get(merchant) else { return refuse(401, "Invalid API key", None) };
        let taken = order.ext_id.as_ref().and_then(|id| owner.ext_ids.get(id));
        if taken.is_some_and(|since| world.now.since(*since) >= biller_ms) {
            return refuse(409, "externalTransactionId already used", Some("DUPLICATE_TRANSACTION"));
        }
        let paid = self.try_pay(world, merchant, &order);
        if (paid.is_ok() || burned)
            && let (Some(owner), Some(id)) = (self.merchants.get_mut(merchant), order.ext_id)
        {
            owner.ext_ids.entry(id).or_insert(world.now);
        }
        match paid {
            Ok(at) => self.show_paid(at),
            Err(problem) => {
                let transaction = object([
                    ("success", Json::Bool(false)),
                    ("Status", Json::text("FAILED")),
                    ("message", Json::text(problem)),
                ]);
                let message = Json::text("Failed to pay bill");
                json(400, &object([("message", message), ("transaction", transaction)]))
            }
        }
    }

    fn try_pay(&mut self, world: &mut World, merchant: usize, order: &Order) -> Result<usize, &'static str> {
        if order.service == WOYOFAL {
            self.top_up(world, merchant, order)
        } else {
            self.pay_bill(world, merchant, order)
        }
    }

    fn pay_bill(&mut self, world: &mut World, merchant: usize, order: &Order) -> Result<usize, &'static str> {
        let (at, bill) = if let Some(reference) = &order.bill {
            let mut bills = self.bills_of(order.service, &order.client);
            bills.find(|(_, bill)| bill.reference == *reference).ok_or("No bill found")?
        } else {
            let mut bills = self.bills_of(order.service, &order.client).peekable();
            bills.peek().ok_or("No bill found")?;
            bills.find(|(_, bill)| !bill.paid).ok_or("Bill already paid")?
        };
        if bill.paid {
            return Err("Bill already paid");
        }
        let (amount, reference) = (bill.amount, bill.reference.clone());
        let payment = self.book(world, merchant, order, amount, Some(reference), Status::Success)?;
        if let Some(bill) = self.bills.get_mut(at) {
            bill.paid = true;
        }
        self.notify(world, payment);
        Ok(payment)
    }

    fn top_up(&mut self, world: &mut World, merchant: usize, order: &Order) -> Result<usize, &'static str> {
        let meter = meter(&order.client).ok_or("No bill found")?;
        let amount = order.amount.ok_or("Invalid amount")?;
        let late = matches!(meter, Meter::LateSuccess | Meter::LateFailure);
        let status = if late { Status::Processing } else { Status::Success };
        let payment = self.book(world, merchant, order, amount, None, status)?;
        if late {
            let ok = meter == Meter::LateSuccess;
            world.later(world.options.top_up_ms, Job::TopUpEnds { payment, ok });
        } else {
            let count = if meter == Meter::ThreeTokens { 3 } else { 1 };
            self.give_token(world, payment, count);
            self.notify(world, payment);
        }
        Ok(payment)
    }

    /// Debits the balance and writes the payment down: only now, when the biller accepted.
    fn book(
        &mut self,
        world: &mut World,
        merchant: usize,
        order: &Order,
        amount: i64,
        bill: Option<String>,
        status: Status,
    ) -> Result<usize, &'static str> {
        let number = self.merchants.get(merchant).map_or(0, |m| m.number);
        let balance = Purse::Dexchange(number);
        let (previous, cost) = (world.ledger.balance(balance), fee(amount, FEE));
        let total = amount.saturating_add(cost);
        if total > previous {
            return Err("Insufficient balance");
        }
        // Nine digits, as the pages print them: few enough to meet twice.
        let mut id = format!("TID{}", world.digits(9));
        while self.payment_index.contains_key(&id) {
            id = format!("TID{}", world.digits(9));
        }
        world.born(&id);
        let now = world.now;
        match status {
            Status::Success => {
                world.ledger.transfer(now, (balance, Purse::Billers), amount, "bill", &id);
                world.ledger.transfer(now, (balance, Purse::Fees), cost, "fee", &id);
            }
            _ if world.options.switches.processing_debits_at_once => {
                world.ledger.transfer(now, (balance, Purse::TopUps(number)), total, "top-up", &id);
            }
            _ => {}
        }
        let current = world.ledger.balance(balance);
        let at = self.payments.len();
        self.payment_index.insert(id.clone(), at);
        self.payments.push(Payment {
            merchant,
            service: order.service,
            id,
            ext_id: order.ext_id.clone(),
            client: order.client.clone(),
            bill,
            amount,
            fee: cost,
            status,
            token: None,
            previous,
            current,
            callback: order.callback.clone(),
            custom: order.custom.clone(),
            created: now,
            completed: now,
        });
        Ok(at)
    }

    /// The reply in the three forms of the page, each with exactly its fields.
    fn show_paid(&self, at: usize) -> Response {
        let Some(payment) = self.payments.get(at) else { return refuse(500, "Internal error", None) };
        let mut fields =
            vec![("success", Json::Bool(true)), ("transactionId", Json::text(payment.id.as_str()))];
        if let (Some(ext_id), true) = (&payment.ext_id, payment.bill.is_some()) {
            fields.push(("externalTransactionId", Json::text(ext_id.as_str())));
        }
        fields.push(("transactionType", Json::text("BILL")));
        fields.push(("amount", Json::Int(payment.amount)));
        if payment.status == Status::Processing {
            fields.push(("Status", Json::text("PROCESSING")));
            fields.push(("message", Json::text("Top-up in progress — token available shortly")));
        } else {
            fields.push(("transactionFee", Json::Int(payment.fee)));
            fields.push(("number", Json::text(payment.client.as_str())));
            if let Some(bill) = &payment.bill {
                fields.push(("referenceFacture", Json::text(bill.as_str())));
            }
            if let Some(token) = &payment.token {
                fields.push(("token", Json::text(token.as_str())));
            }
            fields.push(("Status", Json::text(payment.status.as_str())));
            if payment.bill.is_some() {
                fields.push(("previousBalance", Json::Int(payment.previous)));
            }
            fields.push(("currentBalance", Json::Int(payment.current)));
        }
        let transaction = Json::Object(fields.into_iter().map(|(name, v)| (name.into(), v)).collect());
        let message = Json::text("Bill paid successfully");
        json(200, &object([("message", message), ("transaction", transaction)]))
    }

    fn bills_of(&self, service: &str, client: &str) -> impl Iterator<Item = (usize, &Bill)> {
        let indexes = self.bill_index.get(&(service.to_owned(), client_key(client)));
        indexes.into_iter().flatten().filter_map(|at| self.bills.get(*at).map(|bill| (*at, bill)))
    }
}

/// Every number of eleven digits is a meter, except those ending in 00.
fn meter(client: &str) -> Option<Meter> {
    let digits = client.as_bytes();
    if digits.len() != 11 || !digits.iter().all(u8::is_ascii_digit) || client.ends_with("00") {
        return None;
    }
    Some(match digits.last() {
        Some(b'6') => Meter::ThreeTokens,
        Some(b'8') => Meter::LateSuccess,
        Some(b'9') => Meter::LateFailure,
        _ => Meter::Token,
    })
}

fn customer(fields: &Map<String, Value>) -> Result<(&'static str, String), Vec<&'static str>> {
    let mut problems = Vec::new();
    let service = match fields.get("serviceCode") {
        Some(Value::String(code)) => SERVICES.into_iter().find(|known| known == code),
        _ => None,
    };
    if service.is_none() {
        problems.push("serviceCode must be one of SENEAU_SN_BILL, SENELEC_SN_BILL, WOYOFAL_SN_BILL");
    }
    let client = match fields.get("reference_client") {
        Some(Value::String(client)) if !client.is_empty() && client.len() <= 64 => Some(client.clone()),
        _ => None,
    };
    if client.is_none() {
        problems.push("reference_client must be a string, not empty");
    }
    service.zip(client).ok_or(problems)
}

fn read_order(fields: &Map<String, Value>) -> Result<Order, Vec<&'static str>> {
    let customer = customer(fields);
    let mut problems = customer.as_ref().err().cloned().unwrap_or_default();
    let mut text = |name: &str, problem: &'static str| match fields.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if text.len() <= 2_048 => Some(text.clone()),
        Some(_) => {
            problems.push(problem);
            None
        }
    };
    let bill = text("reference_facture", "reference_facture must be a string");
    let ext_id = text("externalTransactionId", "externalTransactionId must be a string");
    let callback = text("callBackURL", "callBackURL must be a URL");
    let custom = text("customData", "customData must be a string");
    let is_url = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    if callback.as_ref().is_some_and(|url| !is_url(url)) {
        problems.push("callBackURL must be a URL");
    }
    // A number, as the page says; `"1000"` is refused. 1000.0 and 1000 are one number in JavaScript.
    let amount = match fields.get("amount") {
        Some(Value::Number(n)) => {
            let text = n.to_string();
            text.strip_suffix(".0").unwrap_or(&text).parse::<i64>().ok().filter(|n| *n > 0)
        }
        _ => None,
    };
    if amount.is_none() && customer.as_ref().is_ok_and(|(service, _)| *service == WOYOFAL) {
        problems.push("amount must be a positive number");
    }
    match customer {
        Ok((service, client)) if problems.is_empty() => {
            Ok(Order { service, client, amount, bill, ext_id, callback, custom })
        }
        _ => Err(problems),
    }
}

fn show_bill(bill: &Bill) -> Json {
    object([
        ("paymentTransactionNumber", Json::Null),
        ("referenceClient", Json::Text(format!("{:0>12}", bill.client))),
        ("referenceFacture", Json::text(bill.reference.as_str())),
        ("nom", Json::text(bill.name.as_str())),
        ("prenom", Json::Null),
        ("montant", Json::Int(bill.amount)),
        ("frais", Json::Int(0)),
        ("total", Json::Int(bill.amount)),
        ("dateEcheance", Json::text(bill.due.as_str())),
        ("paid", Json::Bool(bill.paid)),
        ("address", Json::Null),
        ("meterStatus", Json::Null),
    ])
}

fn show_meter(client: &str, session: String) -> Json {
    object([
        ("paymentTransactionNumber", Json::Null),
        ("referenceClient", Json::text(client)),
        ("referenceFacture", Json::Text(session)),
        ("nom", Json::text("BA ABDOULAYE")),
        ("prenom", Json::Null),
        ("montant", Json::Int(0)),
        ("frais", Json::Int(0)),
        ("total", Json::Int(0)),
        ("dateEcheance", Json::Null),
        ("paid", Json::Bool(false)),
        ("address", Json::text("Dakar")),
        ("meterStatus", Json::text("ACTIVE")),
    ])
}
