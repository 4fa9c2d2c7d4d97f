//! An answer that is handed over as it arrives: read by who can read it so, gathered for all others.

use super::Session;
use crate::http::{Draft, Failure, Response};
use crate::machine::Event;
use crate::reply::Reply;
use crate::value::Time;

/// Of an answer that came whole: so much is read at a time.
const PART: usize = 1 << 16;

/// What may come of the last request, late as well.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    most: usize,
    in_parts: bool,
}

/// An answer that has begun.
#[derive(Clone)]
pub(super) enum Incoming {
    /// The operation reads it.
    Read,
    /// It wants it whole.
    Gathered(Box<Gathered>),
}

/// What came of an answer.
#[derive(Clone)]
pub(super) struct Gathered {
    head: Response,
    bytes: Vec<u8>,
}

impl Expected {
    pub(super) fn of(draft: &Draft) -> Self {
        Self { most: usize::try_from(draft.max_body).unwrap_or(usize::MAX), in_parts: draft.in_parts }
    }
}

impl Session {
    /// Is more of the answer wanted that is handed over in [`Event::Part`]s? Where it is not, close its
    /// connection, and poll.
    pub fn wants_part(&self) -> bool {
        match &self.incoming {
            Some(Incoming::Read) => self.task.wants_part(),
            Some(Incoming::Gathered(_)) => true,
            None => false,
        }
    }

    /// What was read of a list since this was last asked, for whoever goes through it as it arrives: ask
    /// after each part. What is not asked for stands in the reply at the end, and the end says whether that
    /// was the whole list. Once something was handed out here, the list is not read a second time.
    ///
    /// None where there is nothing yet, and for an operation that is no list.
    pub fn arrived(&mut self) -> Option<Reply> {
        self.task.arrived()
    }

    /// The event as the operation hears it, if it does.
    pub(super) fn gathered(&mut self, event: Event, now: Time) -> Option<Event> {
        match (event, self.incoming.take()) {
            (Event::Begun { response }, _) => self.begun(response),
            // Whoever hands it over may not have polled meanwhile.
            (Event::Part { .. }, Some(Incoming::Gathered(_)))
                if self.in_flight.is_some_and(|until| now >= until) =>
            {
                Some(Event::Failed { failure: Failure::MaybeSent })
            }
            (Event::Part { bytes }, Some(Incoming::Gathered(mut gathered))) => {
                gathered.bytes.extend_from_slice(&bytes);
                if self.expected.is_none_or(|expected| gathered.bytes.len() > expected.most) {
                    return Some(Event::Failed { failure: Failure::TooLarge });
                }
                self.incoming = Some(Incoming::Gathered(gathered));
                None
            }
            (Event::Ended, Some(Incoming::Gathered(gathered))) => {
                let Gathered { head, bytes } = *gathered;
                let body = String::from_utf8(bytes)
                    .unwrap_or_else(|odd| String::from_utf8_lossy(odd.as_bytes()).into_owned());
                Some(Event::Answered { response: Response { body, ..head } })
            }
            (event @ Event::Part { .. }, Some(Incoming::Read)) => {
                self.incoming = Some(Incoming::Read);
                Some(event)
            }
            (Event::Part { .. } | Event::Ended, None) => None,
            // Who holds it already has paid for its size: it is read like one that arrives.
            (Event::Answered { mut response }, _) if self.is_longer_than_one(&response) => {
                let bytes = std::mem::take(&mut response.body).into_bytes();
                self.handle(Event::Begun { response }, now);
                for bytes in bytes.chunks(PART) {
                    self.handle(Event::Part { bytes: bytes.to_vec() }, now);
                }
                self.incoming = None;
                Some(Event::Ended)
            }
            (event @ (Event::Answered { .. } | Event::Failed { .. } | Event::Ended), _) => Some(event),
            (event, incoming) => {
                self.incoming = incoming;
                Some(event)
            }
        }
    }

    /// Is this a list, and longer than any answer that is read as one?
    fn is_longer_than_one(&self, response: &Response) -> bool {
        self.expected.is_some_and(|expected| {
            expected.in_parts && response.body.len() > expected.most && (200..300).contains(&response.status)
        })
    }

    fn begun(&mut self, response: Response) -> Option<Event> {
        let expected = self.expected?;
        let response = Response { body: String::new(), ..response };
        if expected.in_parts && (200..300).contains(&response.status) {
            self.incoming = Some(Incoming::Read);
            self.last = Some(response.clone());
            return Some(Event::Begun { response });
        }
        self.incoming = Some(Incoming::Gathered(Box::new(Gathered { head: response, bytes: Vec::new() })));
        None
    }
}
