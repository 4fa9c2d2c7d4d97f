//! Collects a charge and pays a bill over real HTTP, against the sandbox.
//!
//! `cargo run -p xaalis-examples --bin charge-over-http`

use std::error::Error;
use xaalis::dexchange::{NewPayBill, Service};
use xaalis::http::{Failure, Request, Response};
use xaalis::senfenico::NewCharge;
use xaalis::value::{OpId, Time};
use xaalis::{Code, Event, Journal, Kept, Outcome, Platform, Prompt, Record, Why, drive};
use xaalis_examples::{HttpOnce, SqliteJournal, StoreError, Vendor, now, sleep_until};

fn main() -> Result<(), Box<dyn Error>> {
    let vendor = Vendor::reach()?;
    let journal = SqliteJournal::open(":memory:".as_ref())?;
    let mut shop = Shop { http: HttpOnce::new(), journal };

    let mut session = vendor.senfenico()?.collect("order-42", NewCharge::new(1_000, "76 00 00 00"))?;
    let charge = drive(&mut session, &mut shop)?.charge().ok_or("not a charge")?;
    report("charge of 1,000 F", &charge)?;

    // A UUID in a program of yours: unique and hard to guess.
    let external_id = format!("bill-{}-{}", std::process::id(), now().millis());
    let bill = NewPayBill::new(Service::Senelec, "210278816", external_id);
    let mut session = vendor.dexchange()?.pay_bill("bill-1", bill)?;
    let payment = drive(&mut session, &mut shop)?.bill_payment().ok_or("not a bill")?;
    report("Senelec bill", &payment)
}

/// Everything around the library in a program that runs on a terminal.
struct Shop {
    http: HttpOnce,
    journal: SqliteJournal,
}

impl Platform for Shop {
    type Stop = StoreError;

    fn now(&mut self) -> Time {
        now()
    }

    fn store(&mut self, record: &Record) -> Result<Kept, StoreError> {
        println!("  store  {} #{}", record.operation, record.sequence);
        Ok(self.journal.put(record)?)
    }

    fn load(&mut self, op_id: &OpId) -> Result<Option<Record>, StoreError> {
        Ok(self.journal.get(op_id)?)
    }

    fn send(&mut self, request: &Request) -> Result<Response, Failure> {
        println!("  send   {} {}", request.method.as_str(), request.path());
        self.http.send(request)
    }

    fn send_in_parts(
        &mut self,
        request: &Request,
        hear: &mut dyn FnMut(Event, Time) -> bool,
    ) -> Result<Option<Response>, Failure> {
        println!("  send   {} {}", request.method.as_str(), request.path());
        self.http.send_in_parts(request, now, hear)
    }

    fn wait(&mut self, until: Time, why: Why) -> Result<Option<Event>, StoreError> {
        println!("  wait   {why:?}");
        sleep_until(until);
        Ok(None)
    }

    fn ask(&mut self, prompt: &Prompt) -> Result<Event, StoreError> {
        Ok(match prompt {
            Prompt::Otp { text, .. } => {
                // A program of yours reads a line here.
                println!("  ask    {text} -> 123456");
                Event::Otp { code: "123456".to_owned() }
            }
            // Neither order asks these: no recipient is missing, and there is one bill.
            Prompt::Dial { .. } | Prompt::Redirect { .. } => Event::Shown,
            Prompt::Bill { .. } | Prompt::Recipients { .. } => Event::Stop,
        })
    }
}

/// The four endings. Only the first one is good news, and only the last one must never be guessed.
fn report<T>(what: &str, outcome: &Outcome<T>) -> Result<(), Box<dyn Error>> {
    match outcome {
        Outcome::Settled { .. } => {
            println!("{what}: settled\n");
            Ok(())
        }
        // The second run against the same sandbox: found out before anything was sent.
        Outcome::Rejected { refusal } if refusal.code == Code::AlreadyPaid => {
            println!("{what}: already paid, and not paid again\n");
            Ok(())
        }
        Outcome::Rejected { refusal } => {
            Err(format!("{what}: {}. {}", refusal.code, refusal.code.next_step()).into())
        }
        Outcome::NotSent { unsent } => Err(format!("{what}: nothing happened ({:?})", unsent.why).into()),
        Outcome::Unknown { unknown } => Err(format!("{what}: nobody knows yet: {unknown:?}").into()),
    }
}
