//! One request each, over the `fetch` of the page, the worker or Node.
//!
//! Within the request's own deadline and size; never sent again; what a redirect leads to is no answer. To stop
//! waiting, drop the future, or abort the signal where one is given: the connection is closed. What was under way may
//! have arrived, so tell the session [`Failure::MaybeSent`], or let go of it and resume its newest record.
//!
//! | | [`gloo`] (default) | [`reqwest`] (feature) |
//! |---|---|---|
//! | redirects | not followed | followed by the library, which cannot be told otherwise, **with the key**; the answer is refused |
//! | abort | a signal, or dropped | dropped |
//!
//! So prefer [`gloo`]; the other is for programs that have reqwest already, and trust their vendor's addresses.
//!
//! `fetch` does not tell whether a request has left: whatever fails after it began may have been sent. A browser
//! sends a POST again by itself when a connection that it had used before closes without an answer; neither library
//! can forbid it. In a page written in Rust a secret key is for everybody to read, as in one written in JavaScript:
//! send through a server of yours.

mod body;
#[cfg(feature = "gloo-net")]
pub mod gloo;
#[cfg(feature = "reqwest")]
pub mod reqwest;

use crate::clock;
use body::{Answer, Body};
use futures_util::future::{Either, select};
use std::pin::pin;
use xaalis::Event;
use xaalis::http::{Failure, Request, Response};

/// The whole exchange, within the request's deadline and size.
async fn whole<B: Body>(
    request: &Request,
    answer: impl Future<Output = Result<Answer<B>, Failure>>,
) -> Result<Response, Failure> {
    within(request, async { answer.await?.whole(request.max_body).await }).await
}

/// An answer as it arrives, each part within the deadline; one that is no success whole.
async fn in_parts<B: Body>(
    request: &Request,
    answer: impl Future<Output = Result<Answer<B>, Failure>>,
    mut hear: impl FnMut(Event) -> bool,
) -> Result<Option<Response>, Failure> {
    let answer = within(request, answer).await?;
    if !(200..300).contains(&answer.head.status) {
        return within(request, answer.whole(request.max_body)).await.map(Some);
    }
    let Answer { head, mut body } = answer;
    let mut wanted = hear(Event::Begun { response: head });
    while wanted {
        let Some(bytes) = within(request, body.part()).await? else { break };
        wanted = hear(Event::Part { bytes });
    }
    Ok(None)
}

/// What takes longer is dropped, and so aborted.
async fn within<T>(request: &Request, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    match select(pin!(work), pin!(clock::sleep(request.timeout_ms))).await {
        Either::Left((result, _)) => result,
        Either::Right(_) => Err(Failure::MaybeSent),
    }
}
