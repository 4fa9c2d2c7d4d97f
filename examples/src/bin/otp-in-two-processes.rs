//! Asks for a payment in one process and submits the payer's code in another, as a web application
//! does in two requests. Between the two there is only a row in SQLite.
//!
//! `cargo run -p xaalis-examples --bin otp-in-two-processes`

use std::error::Error;
use std::path::Path;
use std::process::Command;
use xaalis::http::{Failure, Request, Response};
use xaalis::senfenico::NewCharge;
use xaalis::value::{OpId, Time};
use xaalis::{Event, Journal, Kept, Outcome, Platform, Prompt, Record, Why, drive};
use xaalis_examples::{HttpOnce, SqliteJournal, StoreError, Vendor, now, sleep_until, vendor};

const ORDER: &str = "order-43";
const CODE: &str = "123456";

fn main() -> Result<(), Box<dyn Error>> {
    let vendor = Vendor::reach()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => first_request(&vendor),
        [command, journal, code] if command == "submit" => second_request(&vendor, journal.as_ref(), code),
        _ => Err("usage: otp-in-two-processes".into()),
    }
}

/// The customer asks to pay. Ends where the code is needed: the page now shows a field for it.
fn first_request(vendor: &Vendor) -> Result<(), Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("xaalis-otp-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("journal.sqlite");
    let done = ask_and_hand_over(vendor, &file);
    std::fs::remove_dir_all(&folder)?;
    done
}

fn ask_and_hand_over(vendor: &Vendor, file: &Path) -> Result<(), Box<dyn Error>> {
    let journal = SqliteJournal::open(file)?;
    // After a reload of the page, or a second click, it goes on with what the journal holds under this id.
    let mut session = vendor.senfenico()?.collect(ORDER, NewCharge::new(2_500, "70 00 00 00"))?;
    let mut web = Web { http: HttpOnce::new(), journal, code: None };
    match drive(&mut session, &mut web) {
        Err(Stop::NeedsCode(text)) => println!("process {}: show the customer: {text}", std::process::id()),
        Err(Stop::Store(error)) => return Err(error.into()),
        Ok(reply) => return Err(format!("ended without a code: {reply:?}").into()),
    }
    // Nothing of the session survives; the record does, and holds neither key nor phone number.
    drop((session, web));

    let child = Command::new(std::env::current_exe()?)
        .args(["submit", &file.to_string_lossy(), CODE])
        .env(vendor::VARIABLE, vendor.url())
        .status()?;
    if child.success() { Ok(()) } else { Err(format!("the second process failed: {child}").into()) }
}

/// The customer sent the code: another process, later.
fn second_request(vendor: &Vendor, file: &Path, code: &str) -> Result<(), Box<dyn Error>> {
    let journal = SqliteJournal::open(file)?;
    let record = journal.get(&OpId::parse(ORDER)?)?.ok_or("no such order")?;
    let mut session = vendor.senfenico()?.resume(&record, now())?;
    let mut web = Web { http: HttpOnce::new(), journal, code: Some(code.to_owned()) };
    match drive(&mut session, &mut web) {
        Ok(reply) => match reply.charge() {
            Some(Outcome::Settled { value }) => {
                println!("process {}: {} is {}", std::process::id(), value.reference, value.status.as_str());
                Ok(())
            }
            other => Err(format!("not paid: {other:?}").into()),
        },
        Err(Stop::NeedsCode(text)) => Err(format!("the code was refused; ask again: {text}").into()),
        Err(Stop::Store(error)) => Err(error.into()),
    }
}

/// What ends a request before the payment ends.
enum Stop {
    /// The answer comes with the next request.
    NeedsCode(String),
    Store(StoreError),
}

impl<E: Into<StoreError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}

/// Everything around the library while one web request is served.
struct Web {
    http: HttpOnce,
    journal: SqliteJournal,
    /// The code that came with this request; good for one question.
    code: Option<String>,
}

impl Platform for Web {
    type Stop = Stop;

    fn now(&mut self) -> Time {
        now()
    }

    fn store(&mut self, record: &Record) -> Result<Kept, Stop> {
        Ok(self.journal.put(record)?)
    }

    fn load(&mut self, op_id: &OpId) -> Result<Option<Record>, Stop> {
        Ok(self.journal.get(op_id)?)
    }

    fn send(&mut self, request: &Request) -> Result<Response, Failure> {
        println!("process {}: {} {}", std::process::id(), request.method.as_str(), request.path());
        self.http.send(request)
    }

    fn send_in_parts(
        &mut self,
        request: &Request,
        hear: &mut dyn FnMut(Event, Time) -> bool,
    ) -> Result<Option<Response>, Failure> {
        println!("process {}: {} {}", std::process::id(), request.method.as_str(), request.path());
        self.http.send_in_parts(request, now, hear)
    }

    fn wait(&mut self, until: Time, _why: Why) -> Result<Option<Event>, Stop> {
        // A web application would leave here as well, and let a worker or a webhook go on.
        sleep_until(until);
        Ok(None)
    }

    fn ask(&mut self, prompt: &Prompt) -> Result<Event, Stop> {
        match prompt {
            Prompt::Otp { text, .. } => match self.code.take() {
                Some(code) => Ok(Event::Otp { code }),
                None => Err(Stop::NeedsCode(text.clone())),
            },
            Prompt::Dial { .. } | Prompt::Redirect { .. } => Ok(Event::Shown),
            Prompt::Bill { .. } | Prompt::Recipients { .. } => Ok(Event::Stop),
        }
    }
}
