//! The loop every transport is: an arm for each step, no payment logic.

use crate::error::PaymentError;
use crate::http::{Failure, Request, Response};
use crate::journal::Kept;
use crate::machine::{Event, Prompt, Why};
use crate::record::Record;
use crate::reply::Reply;
use crate::senfenico::Progress;
use crate::session::{Session, Step};
use crate::value::{OpId, Time};

/// What the loop needs from the platform. Blocking; an asynchronous one writes the same arms.
pub trait Platform {
    /// What can stop the loop: a full disk, a lost terminal, and a session that goes no further
    /// ([`Step::Refused`]). The operation can be resumed.
    type Stop: From<PaymentError>;

    /// The clock.
    fn now(&mut self) -> Time;

    /// Makes a record durable, and tells what the journal made of it.
    ///
    /// # Errors
    /// When it is not certain that it is durable: nothing is sent.
    fn store(&mut self, record: &Record) -> Result<Kept, Self::Stop>;

    /// The newest record of an operation, or none.
    ///
    /// # Errors
    /// When the journal cannot be read.
    fn load(&mut self, op_id: &OpId) -> Result<Option<Record>, Self::Stop>;

    /// Performs a request once: no redirects, no retries, within its deadline and size.
    ///
    /// # Errors
    /// [`Failure`]: could the request have reached the vendor?
    fn send(&mut self, request: &Request) -> Result<Response, Failure>;

    /// Performs one whose answer may have no end (`request.in_parts`), and hands it over as it arrives: to
    /// `hear`, each with the time, [`Event::Begun`] and then [`Event::Part`]s, as long as it says that more
    /// is wanted. `None` when it is whole, or no more was wanted. Unless you write this, the answer is read
    /// whole, and only within `max_body`.
    ///
    /// # Errors
    /// As [`send`](Self::send). What had been heard by then is no whole answer.
    fn send_in_parts(
        &mut self,
        request: &Request,
        _hear: &mut dyn FnMut(Event, Time) -> bool,
    ) -> Result<Option<Response>, Failure> {
        self.send(request).map(Some)
    }

    /// Sleeps. May return early, with an event such as a webhook or [`Event::Stop`].
    ///
    /// # Errors
    /// To leave the loop; the session can be resumed.
    fn wait(&mut self, until: Time, why: Why) -> Result<Option<Event>, Self::Stop>;

    /// Asks the person in front of the screen.
    ///
    /// # Errors
    /// To leave the loop, for instance because the answer comes in another process.
    fn ask(&mut self, prompt: &Prompt) -> Result<Event, Self::Stop>;

    /// Shows how far a bulk payout is: at the start, after each batch, and whenever the vendor's list shows more.
    /// No request is under way then.
    fn progress(&mut self, _progress: &Progress) {}
}

/// Runs a session to its end.
///
/// # Errors
/// What the platform or the session stopped for. Nothing is lost: resume the newest record.
pub fn drive<P: Platform>(session: &mut Session, platform: &mut P) -> Result<Reply, P::Stop> {
    run(session, platform, |session| session.wants_part())
}

/// The same for a list that is gone through as it arrives, in memory that does not grow with it: `each` is
/// given what has arrived, a reply of the same kind as the last. Only the last one says whether that was the
/// whole list; what had not been given stands in it.
///
/// # Errors
/// As [`drive`].
pub fn drive_each<P: Platform>(
    session: &mut Session,
    platform: &mut P,
    mut each: impl FnMut(Reply),
) -> Result<Reply, P::Stop> {
    run(session, platform, |session| {
        if let Some(reply) = session.arrived() {
            each(reply);
        }
        session.wants_part()
    })
}

fn run<P: Platform>(
    session: &mut Session,
    platform: &mut P,
    mut heard: impl FnMut(&mut Session) -> bool,
) -> Result<Reply, P::Stop> {
    loop {
        if let Some(progress) = session.take_progress() {
            platform.progress(&progress);
        }
        let event = match session.poll(platform.now()) {
            Step::Store { record } => Some(platform.store(&record)?.event()),
            Step::Load { op_id } => Some(Event::Loaded { record: platform.load(&op_id)? }),
            Step::Send { request } => Some(send(session, platform, &request, &mut heard)),
            Step::Wait { until, why } => platform.wait(until, why)?,
            Step::Ask { prompt } => Some(platform.ask(&prompt)?),
            Step::Done { reply } => return Ok(reply),
            Step::Refused { error } => return Err(error.into()),
        };
        if let Some(event) = event {
            session.handle(event, platform.now());
        }
    }
}

fn send<P: Platform>(
    session: &mut Session,
    platform: &mut P,
    request: &Request,
    heard: &mut impl FnMut(&mut Session) -> bool,
) -> Event {
    let answer = if request.in_parts {
        platform.send_in_parts(request, &mut |event, now| {
            session.handle(event, now);
            heard(session)
        })
    } else {
        platform.send(request).map(Some)
    };
    match answer {
        Ok(Some(response)) => Event::Answered { response },
        Ok(None) => Event::Ended,
        Err(failure) => Event::Failed { failure },
    }
}
