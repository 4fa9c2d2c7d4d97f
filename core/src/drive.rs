//! The loop every transport is: six arms, no payment logic.

use crate::http::{Failure, Request, Response};
use crate::machine::{Event, Prompt, Why};
use crate::record::Record;
use crate::reply::Reply;
use crate::senfenico::Progress;
use crate::session::{Session, Step};
use crate::value::{OpId, Time};

/// What the loop needs from the platform. Blocking; an asynchronous one writes the same six arms.
pub trait Platform {
    /// What can stop the loop: a full disk, a lost terminal. The session can be resumed.
    type Stop;

    /// The clock.
    fn now(&mut self) -> Time;

    /// Makes a record durable. `Ok(false)`: another operation holds its `reference`.
    ///
    /// # Errors
    /// When it could not be made durable, or another process holds the operation: nothing is sent.
    fn store(&mut self, record: &Record) -> Result<bool, Self::Stop>;

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
/// What the platform stopped for. Nothing is lost: resume the newest record.
pub fn drive<P: Platform>(session: &mut Session, platform: &mut P) -> Result<Reply, P::Stop> {
    loop {
        if let Some(progress) = session.take_progress() {
            platform.progress(&progress);
        }
        let event = match session.poll(platform.now()) {
            Step::Store { record } => {
                Some(if platform.store(&record)? { Event::Stored } else { Event::Taken })
            }
            Step::Load { op_id } => Some(Event::Loaded { record: platform.load(&op_id)? }),
            Step::Send { request } => Some(match platform.send(&request) {
                Ok(response) => Event::Answered { response },
                Err(failure) => Event::Failed { failure },
            }),
            Step::Wait { until, why } => platform.wait(until, why)?,
            Step::Ask { prompt } => Some(platform.ask(&prompt)?),
            Step::Done { reply } => return Ok(reply),
        };
        if let Some(event) = event {
            session.handle(event, platform.now());
        }
    }
}
