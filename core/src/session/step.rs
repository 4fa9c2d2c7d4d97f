//! What leaves the library.

use crate::error::PaymentError;
use crate::http::Request;
use crate::machine::{Prompt, Why};
use crate::record::Record;
use crate::reply::Reply;
use crate::value::{OpId, Time};
use serde::Serialize;

/// What the platform has to do next: the arms of every transport's loop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Step {
    /// Make this durable, then answer with what the journal made of it:
    /// [`Kept::event`](crate::Kept::event).
    Store {
        /// The record.
        record: Record,
    },
    /// Read the newest record of this operation, then answer [`Event::Loaded`](crate::Event::Loaded).
    Load {
        /// The operation's id.
        op_id: OpId,
    },
    /// Perform this once, without redirects or retries, then answer [`Event::Answered`](crate::Event::Answered) or
    /// [`Event::Failed`](crate::Event::Failed), or hand the answer over as it arrives ([`Event::Begun`](crate::Event::Begun)).
    Send {
        /// The request; holds the key.
        request: Request,
    },
    /// Come back at this moment, or earlier with an event.
    Wait {
        /// The moment.
        until: Time,
        /// The reason.
        why: Why,
    },
    /// Ask the person in front of the screen, then answer with the event the prompt names.
    Ask {
        /// What to ask or show.
        prompt: Prompt,
    },
    /// The end.
    Done {
        /// How it ended.
        reply: Reply,
    },
    /// This session ends without a reply: the order is refused and nothing was sent, or another process goes
    /// on with the operation ([`PaymentError::Busy`]).
    Refused {
        /// Why.
        error: PaymentError,
    },
}
