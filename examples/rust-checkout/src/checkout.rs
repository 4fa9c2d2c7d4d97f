//! A customer pays an order: one attempt after the other, never two open at once.

use crate::desk::{Deed, Desk, Screen};
use crate::vendor::Vendor;
use xaalis::http::{Failure, Request, Response};
use xaalis::senfenico::{Charge, NewCharge};
use xaalis::value::{Amount, OpId, Provider, Time};
use xaalis::{
    Code, Event, Journal, Kept, MemoryJournal, Outcome, PaymentError, Prompt, Record, Reply, Senfenico,
    Session, Texts, Why,
};
use xaalis_wasm::clock;
use xaalis_wasm::drive::{Platform, drive};

/// Until it is paid, and then the next one.
pub(crate) async fn checkout(desk: Desk, vendor: Vendor, amount: i64) {
    let mut page = Page { desk, vendor, journal: MemoryJournal::new() };
    let senfenico = match page.vendor.senfenico() {
        Ok(senfenico) => senfenico,
        Err(error) => return page.desk.show(Screen::Refused { texts: error.texts() }),
    };
    for order in 1.. {
        if paid(&mut page, &senfenico, order, amount).await.is_err() {
            return;
        }
    }
}

/// What a page has: a customer, a way to the vendor, and a journal. In memory here; in a page of yours it stands where
/// a page that is closed does not take it along: in IndexedDB, or at your server.
struct Page {
    desk: Desk,
    vendor: Vendor,
    journal: MemoryJournal,
}

/// Why the loop was left.
enum Stop {
    Payment(PaymentError),
    /// The customer closed the page.
    Gone,
}

impl From<PaymentError> for Stop {
    fn from(error: PaymentError) -> Self {
        Self::Payment(error)
    }
}

impl Platform for Page {
    type Stop = Stop;

    fn now(&mut self) -> Time {
        clock::now()
    }

    async fn store(&mut self, record: &Record) -> Result<Kept, Stop> {
        let Ok(kept) = self.journal.put(record);
        Ok(kept)
    }

    async fn load(&mut self, op_id: &OpId) -> Result<Option<Record>, Stop> {
        let Ok(record) = self.journal.get(op_id);
        Ok(record)
    }

    async fn send(&mut self, request: &Request) -> Result<Response, Failure> {
        self.vendor.send(request).await
    }

    async fn send_in_parts(
        &mut self,
        request: &Request,
        hear: &mut dyn FnMut(Event, Time) -> bool,
    ) -> Result<Option<Response>, Failure> {
        self.vendor.send_in_parts(request, |event| hear(event, clock::now())).await
    }

    async fn wait(&mut self, until: Time, _why: Why) -> Result<Option<Event>, Stop> {
        clock::sleep_until(until).await;
        Ok(None)
    }

    async fn ask(&mut self, prompt: &Prompt) -> Result<Event, Stop> {
        match prompt {
            Prompt::Otp { text, problem, .. } => {
                let screen = Screen::Code { text: text.clone(), problem: *problem };
                Ok(match self.desk.until_deed(screen).await.ok_or(Stop::Gone)? {
                    Deed::Code(code) => Event::Otp { code },
                    _ => Event::Abandon,
                })
            }
            Prompt::Dial { text } => {
                self.desk.show(Screen::Dial { text: text.clone() });
                Ok(Event::Shown)
            }
            // A charge asks none of these.
            Prompt::Redirect { .. } | Prompt::Bill { .. } | Prompt::Recipients { .. } => Ok(Event::Stop),
        }
    }
}

async fn paid(page: &mut Page, senfenico: &Senfenico, order: u32, amount: i64) -> Result<(), Stop> {
    let mut tries: Vec<String> = Vec::new();
    let mut problem = None;
    loop {
        let deed = page.desk.until_deed(Screen::Form { problem: problem.take() }).await;
        let Deed::Pay { phone, provider } = deed.ok_or(Stop::Gone)? else { continue };
        let op_id = format!("order-{order}-{}", tries.len() + 1);
        let mut session = match begin(senfenico, &op_id, (amount, &phone, provider), &tries) {
            Ok(session) => session,
            Err(error) => {
                problem = Some(error.texts());
                continue;
            }
        };
        tries.push(op_id.clone());
        let texts = match settled(page, senfenico, &mut session, &op_id).await? {
            Outcome::Settled { value } => {
                let paid = value.amount.map_or(amount, Amount::francs);
                let reference = value.reference.to_string();
                let receipt = Screen::Receipt { reference, amount: paid, phone };
                return page.desk.until_deed(receipt).await.map(|_| ()).ok_or(Stop::Gone);
            }
            Outcome::Rejected { refusal } if refusal.code == Code::Abandoned => continue,
            Outcome::Rejected { refusal } => refusal.texts(),
            Outcome::NotSent { unsent } => unsent.texts(),
            Outcome::Unknown { unknown } => unknown.texts(),
        };
        page.desk.until_deed(Screen::Refused { texts }).await.ok_or(Stop::Gone)?;
    }
}

fn begin(
    senfenico: &Senfenico,
    op_id: &str,
    (amount, phone, provider): (i64, &str, Option<Provider>),
    tries: &[String],
) -> Result<Session, PaymentError> {
    let charge = NewCharge { provider, ..NewCharge::new(amount, phone) };
    senfenico.collect(op_id, charge)?.after(tries)
}

/// Follows one attempt to its end. What nobody knows yet is asked for again, never paid again.
async fn settled(
    page: &mut Page,
    senfenico: &Senfenico,
    session: &mut Session,
    op_id: &str,
) -> Result<Outcome<Charge>, Stop> {
    loop {
        let texts: Texts = match drive(session, page).await.map(Reply::charge) {
            Ok(Some(Outcome::Unknown { unknown })) => unknown.texts(),
            Ok(Some(outcome)) => return Ok(outcome),
            Err(Stop::Payment(error)) => error.texts(),
            Ok(None) | Err(Stop::Gone) => return Err(Stop::Gone),
        };
        page.desk.until_deed(Screen::Unknown { texts }).await.ok_or(Stop::Gone)?;
        let Ok(record) = page.journal.get(&OpId::parse(op_id)?);
        if let Some(record) = record {
            *session = senfenico.resume(&record, clock::now())?;
        }
    }
}
