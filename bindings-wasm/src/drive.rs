//! The loop of a page, a worker or any other place that must not block: an arm for each step, no payment logic.
//!
//! ```
//! use xaalis::http::{Failure, Request, Response};
//! use xaalis::sandbox::Sandbox;
//! use xaalis::senfenico::NewCharge;
//! use xaalis::value::{OpId, Time};
//! use xaalis::{Event, Journal, Kept, MemoryJournal, PaymentError, Prompt, Record, Senfenico, Why};
//! use xaalis_wasm::drive::{Platform, drive};
//!
//! /// What a page has: a clock, a journal, `fetch`, a customer.
//! struct Page {
//!     time: Time,
//!     journal: MemoryJournal,
//!     sandbox: Sandbox,
//! }
//!
//! impl Platform for Page {
//!     type Stop = PaymentError;
//!
//!     // In a page: `xaalis_wasm::clock::now()`.
//!     fn now(&mut self) -> Time {
//!         self.time
//!     }
//!
//!     // In a page: IndexedDB or your server, so that a payment is not lost with a page that is closed.
//!     async fn store(&mut self, record: &Record) -> Result<Kept, PaymentError> {
//!         let Ok(kept) = self.journal.put(record);
//!         Ok(kept)
//!     }
//!
//!     async fn load(&mut self, op_id: &OpId) -> Result<Option<Record>, PaymentError> {
//!         let Ok(record) = self.journal.get(op_id);
//!         Ok(record)
//!     }
//!
//!     // In a page: `transport::gloo::send(request, None).await`.
//!     async fn send(&mut self, request: &Request) -> Result<Response, Failure> {
//!         self.sandbox.handle(request, self.time)
//!     }
//!
//!     // In a page: `xaalis_wasm::clock::sleep_until(until).await`.
//!     async fn wait(&mut self, until: Time, _why: Why) -> Result<Option<Event>, PaymentError> {
//!         self.time = until;
//!         Ok(None)
//!     }
//!
//!     // In a page: show it, and wait for what the customer does.
//!     async fn ask(&mut self, prompt: &Prompt) -> Result<Event, PaymentError> {
//!         Ok(match prompt {
//!             Prompt::Otp { .. } => Event::Otp { code: "123456".to_owned() },
//!             _ => Event::Shown,
//!         })
//!     }
//! }
//!
//! # let done = async {
//! let senfenico = Senfenico::new("sk_test_sandbox")?;
//! let mut session = senfenico.collect("order-42", NewCharge::new(1_000, "76 00 00 00"))?;
//! let mut page = Page { time: Time::from_millis(0), journal: MemoryJournal::new(), sandbox: Sandbox::new() };
//! let reply = drive(&mut session, &mut page).await?;
//! assert!(reply.charge().is_some_and(|charge| charge.settled().is_some()));
//! # Ok::<(), PaymentError>(())
//! # };
//! # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! # assert!(std::pin::pin!(done).poll(&mut context) == std::task::Poll::Ready(Ok(())));
//! ```
//!
//! In a page it is started with `wasm_bindgen_futures::spawn_local`. `examples/rust-checkout` is such a page, with a
//! code box and a receipt in French and English.

#![allow(async_fn_in_trait, reason = "a page has one thread")]

use xaalis::http::{Failure, Request, Response};
use xaalis::senfenico::Progress;
use xaalis::value::{OpId, Time};
use xaalis::{Event, Kept, PaymentError, Prompt, Record, Reply, Session, Step, Why};

/// What the loop needs from the page: as [`xaalis::Platform`], without blocking.
pub trait Platform {
    /// What can stop the loop: storage that is full, a customer who left, and a session that goes no further
    /// ([`Step::Refused`]). The operation can be resumed.
    type Stop: From<PaymentError>;

    /// The clock.
    fn now(&mut self) -> Time;

    /// Makes a record durable, and tells what the journal made of it.
    ///
    /// # Errors
    /// When it is not certain that it is durable: nothing is sent.
    async fn store(&mut self, record: &Record) -> Result<Kept, Self::Stop>;

    /// The newest record of an operation, or none.
    ///
    /// # Errors
    /// When the journal cannot be read.
    async fn load(&mut self, op_id: &OpId) -> Result<Option<Record>, Self::Stop>;

    /// Performs a request once: no redirects, no retries, within its deadline and size.
    ///
    /// # Errors
    /// [`Failure`]: could the request have reached the vendor?
    async fn send(&mut self, request: &Request) -> Result<Response, Failure>;

    /// Performs one whose answer may have no end (`request.in_parts`), and hands it to `hear` as it arrives, each
    /// part with the time, as long as that says that more is wanted: what a transport's `send_in_parts` does. `None`
    /// when it is whole, or no more was wanted. Unless you write this, the answer is read whole, and only within
    /// `max_body`.
    ///
    /// # Errors
    /// As [`send`](Self::send). What had been heard by then is no whole answer.
    async fn send_in_parts(
        &mut self,
        request: &Request,
        _hear: &mut dyn FnMut(Event, Time) -> bool,
    ) -> Result<Option<Response>, Failure> {
        self.send(request).await.map(Some)
    }

    /// Sleeps. May return early, with an event such as [`Event::Stop`].
    ///
    /// # Errors
    /// To leave the loop; the session can be resumed.
    async fn wait(&mut self, until: Time, why: Why) -> Result<Option<Event>, Self::Stop>;

    /// Asks the person in front of the screen.
    ///
    /// # Errors
    /// To leave the loop, for instance because the answer comes after the page was loaded again.
    async fn ask(&mut self, prompt: &Prompt) -> Result<Event, Self::Stop>;

    /// Shows how far a bulk payout is. No request is under way then.
    fn progress(&mut self, _progress: &Progress) {}
}

/// Runs a session to its end. Dropped before it, nothing is lost: resume the newest record.
///
/// # Errors
/// What the platform or the session stopped for; resume likewise.
pub async fn drive<P: Platform>(session: &mut Session, platform: &mut P) -> Result<Reply, P::Stop> {
    run(session, platform, |session| session.wants_part()).await
}

/// The same for a list that is gone through as it arrives: see [`xaalis::drive_each`].
///
/// # Errors
/// As [`drive`].
pub async fn drive_each<P: Platform>(
    session: &mut Session,
    platform: &mut P,
    mut each: impl FnMut(Reply),
) -> Result<Reply, P::Stop> {
    let heard = |session: &mut Session| {
        if let Some(reply) = session.arrived() {
            each(reply);
        }
        session.wants_part()
    };
    run(session, platform, heard).await
}

async fn run<P: Platform>(
    session: &mut Session,
    platform: &mut P,
    mut heard: impl FnMut(&mut Session) -> bool,
) -> Result<Reply, P::Stop> {
    loop {
        if let Some(progress) = session.take_progress() {
            platform.progress(&progress);
        }
        let event = match session.poll(platform.now()) {
            Step::Store { record } => Some(platform.store(&record).await?.event()),
            Step::Load { op_id } => Some(Event::Loaded { record: platform.load(&op_id).await? }),
            Step::Send { request } => Some(send(session, platform, &request, &mut heard).await),
            Step::Wait { until, why } => platform.wait(until, why).await?,
            Step::Ask { prompt } => Some(platform.ask(&prompt).await?),
            Step::Done { reply } => return Ok(reply),
            Step::Refused { error } => return Err(error.into()),
        };
        if let Some(event) = event {
            session.handle(event, platform.now());
        }
    }
}

async fn send<P: Platform>(
    session: &mut Session,
    platform: &mut P,
    request: &Request,
    heard: &mut impl FnMut(&mut Session) -> bool,
) -> Event {
    let answer = if request.in_parts {
        let mut hear = |event: Event, now: Time| {
            session.handle(event, now);
            heard(session)
        };
        platform.send_in_parts(request, &mut hear).await
    } else {
        platform.send(request).await.map(Some)
    };
    match answer {
        Ok(Some(response)) => Event::Answered { response },
        Ok(None) => Event::Ended,
        Err(failure) => Event::Failed { failure },
    }
}
