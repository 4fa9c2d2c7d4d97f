//! A merchant on one virtual day: the sandbox for a network, a clock that only moves when asked, a
//! journal, customers who answer, and an endpoint for webhooks. All a `Platform` has to be.

use super::books::Books;
use super::checks::Checks;
use super::desk::{Desk, Received};
use super::journal::Journal;
use super::screen::{Mark, Screen, View, clock, francs};
use std::collections::VecDeque;
use std::fmt::{self, Debug};
use xaalis::Vendor;
use xaalis::http::{Failure, Method, Request, Response};
use xaalis::redact::redact;
use xaalis::sandbox::{Delivery, Options, Sandbox};
use xaalis::value::{Amount, OpId, Time};
use xaalis::webhook::Notice;
use xaalis::{
    Dexchange, Event, Kept, OtpProblem, Outcome, PaymentError, Platform, Prompt, Record, Reply, Senfenico,
    Session, Why, drive,
};

/// When the day begins: 2026-01-05T08:00:00Z, a Monday.
const DAWN: Time = Time::from_millis(1_767_600_000_000);
/// How long an answer takes.
const ROUND_TRIP: i64 = 180;

/// Everything around the library.
pub(super) struct Shop {
    pub(super) senfenico: Senfenico,
    pub(super) dexchange: Dexchange,
    pub(super) sandbox: Sandbox,
    pub(super) now: Time,
    pub(super) journal: Journal,
    pub(super) desk: Desk,
    pub(super) books: Books,
    pub(super) screen: Screen,
    pub(super) checks: Checks,
    /// Every request that left, in order.
    pub(super) sent: Vec<Sent>,
    /// The codes the next payer types.
    pub(super) codes: VecDeque<&'static str>,
    /// The process dies right after it has stored a record.
    pub(super) dies_after_store: bool,
    /// The cashier goes home instead of waiting for this.
    pub(super) gives_up_at: Option<Why>,
    /// A customer on a payment page, and when he pays.
    on_page: Option<(Time, String)>,
    told: Option<Why>,
}

/// A request as the network saw it.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) at: Time,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) body: Option<String>,
    pub(super) status: Option<u16>,
}

/// Why the loop was left early.
#[derive(Debug)]
pub(super) enum Halt {
    /// The process died.
    Died,
    /// The payer was asked for a code more often than expected.
    NoCode,
    /// The journal refused.
    Journal(String),
    /// The library went no further.
    Refused(PaymentError),
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Died => f.write_str("the process died"),
            Self::NoCode => f.write_str("the payer has no code left"),
            Self::Journal(why) => write!(f, "the journal refused: {why}"),
            Self::Refused(error) => write!(f, "{error}"),
        }
    }
}

/// Why a scene could not be played to its end.
#[derive(Debug)]
pub(super) struct Broken(pub(super) String);

impl From<PaymentError> for Broken {
    fn from(error: PaymentError) -> Self {
        Self(error.to_string())
    }
}

impl From<PaymentError> for Halt {
    fn from(error: PaymentError) -> Self {
        Self::Refused(error)
    }
}

impl From<Halt> for Broken {
    fn from(halt: Halt) -> Self {
        Self(halt.to_string())
    }
}

impl Shop {
    pub(super) fn open(options: Options, view: View) -> Result<Self, PaymentError> {
        Ok(Self {
            senfenico: Senfenico::new("sk_test_demo_senfenico")?,
            dexchange: Dexchange::new("sk_test_demo_dexchange")?,
            sandbox: Sandbox::with(options),
            now: DAWN,
            journal: Journal::default(),
            desk: Desk::new()?,
            books: Books::default(),
            screen: Screen::new(view),
            checks: Checks::default(),
            sent: Vec::new(),
            codes: VecDeque::new(),
            dies_after_store: false,
            gives_up_at: None,
            on_page: None,
            told: None,
        })
    }

    /// Runs an operation to its end.
    pub(super) fn run(&mut self, session: Result<Session, PaymentError>) -> Result<Reply, Broken> {
        self.told = None;
        let mut session = session?;
        let reply = drive(&mut session, self)?;
        // The vendors' day goes on while we read the reply.
        self.sandbox.advance(self.now);
        self.check("a quiet operation raises no alarm", session.alarms().is_empty());
        Ok(reply)
    }

    /// Goes on with an operation as a new process would: from nothing but its stored text.
    pub(super) fn resume(&mut self, op: &str) -> Result<Reply, Broken> {
        let record = self.journal.get(op).ok_or_else(|| Broken(format!("no record of {op}")))?;
        let session = match record.vendor {
            Vendor::Senfenico => self.senfenico.resume(&record, self.now),
            Vendor::Dexchange => self.dexchange.resume(&record, self.now),
        };
        self.run(session)
    }

    /// Lets time pass to this time of the day; webhooks arrive meanwhile.
    pub(super) fn until(&mut self, hour: i64, minute: i64) {
        let time = DAWN.plus(((hour - 8) * 60 + minute) * 60_000);
        self.later(time.since(self.now).max(0));
    }

    /// Lets some milliseconds pass; webhooks arrive meanwhile.
    pub(super) fn later(&mut self, ms: i64) {
        let end = self.now.plus(ms);
        while let Some(due) = self.sandbox.next_due().filter(|due| *due <= end) {
            self.now = self.now.max(due);
            self.collect_mail();
        }
        self.now = end;
        self.collect_mail();
    }

    pub(super) fn say(&mut self, mark: Mark, text: impl AsRef<str>) {
        self.screen.line(mark, text.as_ref(), self.now);
    }

    pub(super) fn check(&mut self, claim: &str, holds: bool) {
        if let Some(failure) = self.checks.that(claim, holds) {
            self.screen.failed(&failure);
        }
    }

    pub(super) fn same<T: PartialEq + Debug>(&mut self, claim: &str, found: T, expected: T) {
        if let Some(failure) = self.checks.same(claim, found, expected) {
            self.screen.failed(&failure);
        }
    }

    /// How many POSTs went to paths that end so, since this place in `sent`.
    pub(super) fn posts(&self, since: usize, path: &str) -> usize {
        let fits =
            |sent: &&Sent| sent.method == Method::Post && sent.path.trim_end_matches('/').ends_with(path);
        self.sent.iter().skip(since).filter(fits).count()
    }

    /// How many payments the vendors hold under an id of ours, and how many succeeded.
    pub(super) fn at_vendor(&self, id: &str) -> (usize, usize) {
        let ours = self.sandbox.payments().filter(|payment| payment.client_reference == Some(id));
        ours.fold((0, 0), |(all, good), payment| {
            (all + 1, good + usize::from(payment.status.eq_ignore_ascii_case("success")))
        })
    }

    /// Hands every delivery that is due to the desk; the genuine new ones come back.
    fn collect_mail(&mut self) -> Vec<Notice> {
        let due = self.sandbox.deliveries(self.now);
        due.iter().filter_map(|delivery| self.deliver(delivery)).collect()
    }

    fn deliver(&mut self, delivery: &Delivery) -> Option<Notice> {
        let received = self.desk.receive(delivery, self.now);
        if matches!(received, Received::Fresh(_) | Received::Again) {
            self.sandbox.acknowledge(delivery.id);
        }
        match received {
            Received::Fresh(notice) => Some(notice),
            Received::Refused(error) => {
                self.check(&format!("the vendors' own webhooks are believed: {error}"), false);
                None
            }
            Received::Down | Received::Again => None,
        }
    }

    fn tell_wait(&mut self, until: Time, why: Why) {
        if self.told.replace(why) == Some(why) && why != Why::RateLimited {
            return;
        }
        let at = clock(until);
        match why {
            Why::Quiet => {
                self.say(Mark::Open, format!("it may have been paid: nothing is sent again before {at}"));
            }
            Why::Elsewhere => {
                self.say(Mark::Open, "another process may be waiting for the answer: it is given its time");
            }
            Why::Reconciling => {
                self.say(Mark::Open, "outcome unknown: it is looked for, never sent again blindly");
            }
            Why::RateLimited => {
                let pause = until.since(self.now);
                self.say(Mark::Step, format!("{pause} ms pause: the vendor takes 5 such calls a second"));
            }
            Why::Pending => {
                self.say(Mark::Step, format!("not finished: looks at {at}, then ever less often"));
            }
            Why::AwaitingToken => self.say(Mark::Step, format!("paid, but no token yet: looks at {at}")),
            Why::Backoff => self.say(Mark::Step, format!("not reached: again at {at}")),
            Why::InFlight => {}
        }
    }
}

impl Platform for Shop {
    type Stop = Halt;

    fn now(&mut self) -> Time {
        self.now
    }

    fn store(&mut self, record: &Record) -> Result<Kept, Halt> {
        let stored = self.journal.put(record).map_err(Halt::Journal)?;
        if std::mem::take(&mut self.dies_after_store) {
            return Err(Halt::Died);
        }
        Ok(stored)
    }

    fn load(&mut self, op_id: &OpId) -> Result<Option<Record>, Halt> {
        Ok(self.journal.get(op_id.as_str()))
    }

    fn send(&mut self, request: &Request) -> Result<Response, Failure> {
        let answer = self.sandbox.handle(request, self.now);
        let (method, path) = (request.method, request.path().to_owned());
        let status = answer.as_ref().ok().map(|response| response.status);
        // Polls would drown the rest; what moves money is shown, one way or the other.
        let shown = method == Method::Post;
        let line = format!("{} {path}", method.as_str());
        self.sent.push(Sent { at: self.now, method, path, body: request.body.clone(), status });
        self.now = self.now.plus(ROUND_TRIP);
        match &answer {
            Ok(response) if shown => self.say(Mark::Step, format!("{line}  →  {}", response.status)),
            Ok(_) => {}
            Err(Failure::NotSent) => self.say(Mark::Bad, format!("{line}  →  not reached")),
            Err(Failure::TooLarge) => self.say(Mark::Open, format!("{line}  →  an answer too large to read")),
            Err(Failure::MaybeSent) => {
                self.now = self.now.plus(request.timeout_ms);
                let seconds = request.timeout_ms / 1_000;
                self.say(Mark::Open, format!("{line}  →  no answer within {seconds} s"));
            }
        }
        answer
    }

    fn wait(&mut self, until: Time, why: Why) -> Result<Option<Event>, Halt> {
        self.tell_wait(until, why);
        if self.gives_up_at.take_if(|limit| *limit == why).is_some() {
            return Ok(Some(Event::Stop));
        }
        loop {
            if let Some((_, reference)) = self.on_page.take_if(|(at, _)| *at <= self.now) {
                let paid = self.sandbox.checkout_paid(&reference, "77000000", "orange_bf", self.now);
                self.check("the payment page takes the payment", paid);
                self.say(Mark::Step, "the customer pays on the page, by Orange Money");
            }
            // A notice only means "look now", so of several that come at once the last is enough.
            if let Some(notice) = self.collect_mail().pop() {
                let what = match notice.vendor {
                    Vendor::Senfenico => format!("webhook {}", notice.event),
                    Vendor::Dexchange => format!("callback {}", notice.status),
                };
                self.say(Mark::Good, format!("{what}: genuine, so the vendor is asked now"));
                return Ok(Some(Event::Notified { notice }));
            }
            if self.now >= until {
                return Ok(None);
            }
            let page = self.on_page.as_ref().map(|(at, _)| *at);
            let next =
                [page, self.sandbox.next_due()].into_iter().flatten().filter(|due| *due > self.now).min();
            self.now = next.map_or(until, |due| due.min(until));
        }
    }

    fn ask(&mut self, prompt: &Prompt) -> Result<Event, Halt> {
        Ok(match prompt {
            Prompt::Otp { text, problem, code } => {
                match (problem, code) {
                    (None, _) => self.say(Mark::Step, to_payer(text)),
                    (Some(OtpProblem::Invalid), Some(code)) => {
                        self.say(Mark::Bad, format!("wrong code: {}", code.description()));
                    }
                    (Some(problem), _) => self.say(Mark::Bad, format!("asked again: {problem:?}")),
                }
                self.now = self.now.plus(15_000);
                let code = self.codes.pop_front().ok_or(Halt::NoCode)?;
                self.say(Mark::Step, format!("the payer types {code}"));
                Event::Otp { code: code.to_owned() }
            }
            Prompt::Dial { text } => {
                self.say(Mark::Step, to_payer(text));
                Event::Shown
            }
            Prompt::Redirect { url } => {
                self.say(Mark::Step, format!("the customer is sent to {url}"));
                let reference = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                self.on_page = Some((self.now.plus(47_000), reference.to_owned()));
                Event::Shown
            }
            Prompt::Bill { bills } => {
                for bill in bills {
                    let reference = bill.reference.as_deref().unwrap_or("?");
                    let due = bill.due_date.as_deref().unwrap_or("no date");
                    let amount = francs(bill.amount.map_or(0, Amount::francs));
                    let holder = bill.last_name.as_ref().map_or_else(String::new, |name| format!("{name:?}"));
                    self.say(Mark::Good, format!("bill {reference}: {amount}, due {due}, holder {holder}"));
                }
                self.now = self.now.plus(20_000);
                self.say(Mark::Step, "the customer says: yes, that one");
                let chosen = bills.iter().find(|bill| bill.paid != Some(true));
                let reference = chosen.and_then(|bill| bill.reference.clone()).unwrap_or_default();
                Event::Bill { reference }
            }
            // Only asked of a bulk payout that died half-way, which this day has none of.
            Prompt::Recipients { .. } => Event::Recipients { recipients: Vec::new() },
        })
    }
}

/// The vendor's words, which may hold a number, as a log may show them.
fn to_payer(text: &str) -> String {
    format!("to the payer: “{}”", redact(text))
}

/// The value of an outcome that has to be settled.
pub(super) fn settled<T: Debug>(outcome: Option<Outcome<T>>) -> Result<T, Broken> {
    match outcome {
        Some(Outcome::Settled { value }) => Ok(value),
        other => Err(Broken(format!("not settled: {other:?}"))),
    }
}

/// The outcome of a reply, or that the reply is of another kind.
pub(super) fn told<T>(outcome: Option<Outcome<T>>) -> Result<Outcome<T>, Broken> {
    outcome.ok_or_else(|| Broken("a reply of another kind".to_owned()))
}

/// An amount a vendor may leave out, in francs.
pub(super) fn known(amount: Option<Amount>) -> Result<i64, Broken> {
    amount.map(Amount::francs).ok_or_else(|| Broken("an amount is missing".to_owned()))
}
