//! One request each, over the `fetch` of the page, the worker or Node.
//!
//! Within the request's own deadline and size; never sent again; what a redirect leads to is no answer. To stop
//! waiting, drop the future, or abort the signal where one is given: what was under way may have arrived, so tell the
//! session [`Failure::MaybeSent`](xaalis::http::Failure::MaybeSent), or let go of it and resume its newest record.
//!
//! | | [`gloo`] (default) | [`reqwest`] (feature) |
//! |---|---|---|
//! | redirects | not followed | followed by the library, which cannot be told otherwise; the answer is refused |
//! | an answer past the limit | no longer read | read, then refused |
//! | abort | a signal, or dropped | dropped |
//!
//! `fetch` does not tell whether a request has left: whatever fails after it began may have been sent. In a page written
//! in Rust a secret key is for everybody to read, as in one written in JavaScript: send through a server of yours.

#[cfg(feature = "gloo-net")]
pub mod gloo;
#[cfg(feature = "reqwest")]
pub mod reqwest;
