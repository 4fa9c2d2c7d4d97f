//! How an answer reaches a process: two of three transports hand it over in parts.

use xaalis::Event;
use xaalis::http::{Failure, Response};

/// What the transport of this process says. Of a body that is cut, it knows that there was more to come.
pub(crate) fn as_it_arrives(event: Event, process: usize) -> Vec<Event> {
    let Event::Answered { response } = event else { return vec![event] };
    let size = match process % 3 {
        0 => return vec![Event::Answered { response }],
        1 => 1 + response.body.len() % 97,
        _ => 16 * 1024,
    };
    let ended = if (200..300).contains(&response.status) && is_cut(&response.body) {
        Event::Failed { failure: Failure::MaybeSent }
    } else {
        Event::Ended
    };
    let parts: Vec<_> =
        response.body.as_bytes().chunks(size).map(|bytes| Event::Part { bytes: bytes.to_vec() }).collect();
    let head = Response { body: String::new(), ..response };
    [Event::Begun { response: head }].into_iter().chain(parts).chain([ended]).collect()
}

/// A list that was cut in the middle; of all else the beginning is an answer as any other.
fn is_cut(body: &str) -> bool {
    body.contains("\"data\":[") && !body.trim_end().ends_with('}')
}
