//! How answers arrive: whole, or in parts of so many bytes. What they come to must be the same.

use std::cell::Cell;
use xaalis::Event;
use xaalis::http::Response;
use xaalis::policy::BODY_CAP;

thread_local! {
    static PARTS: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Does this with answers that arrive in parts of so many bytes.
pub fn in_parts<T>(size: usize, work: impl FnOnce() -> T) -> T {
    PARTS.set(Some(size));
    let done = work();
    PARTS.set(None);
    done
}

/// What a transport says of an answer. One that is larger than is gathered comes whole: in parts, nobody
/// reads on to see how large.
pub(super) fn events(response: Response) -> Vec<Event> {
    let is_small = response.body.len() <= usize::try_from(BODY_CAP).unwrap_or(usize::MAX);
    let Some(size) = PARTS.get().filter(|_| is_small) else { return vec![Event::Answered { response }] };
    let parts: Vec<_> =
        response.body.as_bytes().chunks(size).map(|bytes| Event::Part { bytes: bytes.to_vec() }).collect();
    let head = Response { body: String::new(), ..response };
    [Event::Begun { response: head }].into_iter().chain(parts).chain([Event::Ended]).collect()
}
