//! The same transport for answers that may have no end: handed over as they arrive.

use crate::http_once::{HttpOnce, head, is_deflated, whole};
use std::io::Read;
use std::time::Duration;
use xaalis::Event;
use xaalis::http::{Failure, Request, Response};
use xaalis::policy::LIST_TIMEOUT;
use xaalis::value::Time;

/// The most of a body at a time.
const PART: usize = 64 * 1024;

impl HttpOnce {
    /// Performs one request and hands its answer to `hear` as it arrives, as far as more is wanted: see
    /// [`send_in_parts`](xaalis::Platform::send_in_parts). Refusals, and what comes packed, are read whole.
    ///
    /// ureq has one deadline for a body and none for the pauses in it: a vendor that falls silent is given
    /// up when the whole list has to be there.
    ///
    /// # Errors
    /// [`Failure`]: could the request have reached the vendor?
    pub fn send_in_parts(
        &self,
        request: &Request,
        now: impl Fn() -> Time,
        hear: &mut dyn FnMut(Event, Time) -> bool,
    ) -> Result<Option<Response>, Failure> {
        let deadline = Duration::from_millis(u64::try_from(LIST_TIMEOUT).unwrap_or(0));
        let answer = self.begun(request, deadline)?;
        let begun = head(&answer);
        let mut body = answer.into_body().into_reader();
        let mut part = vec![0; PART];
        let first = body.read(&mut part).map_err(|_| Failure::MaybeSent)?;
        let packed = part[..first].first() == Some(&0x1f) || is_deflated(&begun);
        if !(200..300).contains(&begun.status) || packed {
            let text = whole(part[..first].chain(body), &begun, request)?;
            return Ok(Some(Response { body: text, ..begun }));
        }
        let mut wanted = hear(Event::Begun { response: begun }, now());
        let mut length = first;
        while wanted && length > 0 {
            wanted = hear(Event::Part { bytes: part[..length].to_vec() }, now());
            length = body.read(&mut part).map_err(|_| Failure::MaybeSent)?;
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::net::TcpListener;
    use std::thread;
    use xaalis::http::Method;

    /// What is heard of an answer, joined; how often; and what comes of it.
    fn heard(answer: Vec<u8>, most: usize) -> (String, usize, Result<Option<Response>, Failure>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            // Who has heard enough has gone.
            let _ = stream.write_all(&answer);
        });
        let request = Request {
            method: Method::Get,
            url,
            headers: Vec::new(),
            body: None,
            timeout_ms: 500,
            max_body: 64,
            in_parts: true,
        };
        let (mut text, mut times) = (String::new(), 0);
        let now = || Time::from_millis(7);
        let result = HttpOnce::new().send_in_parts(&request, now, &mut |event, at| {
            assert_eq!(at, now());
            times += 1;
            match event {
                Event::Begun { response } => text.extend([response.status.to_string(), ":".to_owned()]),
                Event::Part { bytes } => text += std::str::from_utf8(&bytes).unwrap(),
                other => panic!("{other:?}"),
            }
            times < most
        });
        server.join().unwrap();
        (text, times, result)
    }

    fn framed(status: &str, length: usize, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n").as_bytes(), body].concat()
    }

    #[test]
    fn a_list_is_handed_over_as_it_arrives() {
        let list = "[1]".repeat(100_000);
        let (text, times, result) = heard(framed("200 OK", list.len(), list.as_bytes()), usize::MAX);
        assert!(text == format!("200:{list}") && times > 4, "{times}");
        assert_eq!(result, Ok(None));
        // No more is read than is wanted.
        let (_, times, result) = heard(framed("200 OK", list.len(), list.as_bytes()), 2);
        assert_eq!((times, result), (2, Ok(None)));
    }

    #[test]
    fn what_breaks_off_did_not_end() {
        let (text, _, result) = heard(framed("200 OK", 9, b"[1,"), usize::MAX);
        assert_eq!((text.as_str(), result), ("200:[1,", Err(Failure::MaybeSent)));
    }

    #[test]
    fn a_refusal_comes_whole_and_within_its_cap() {
        let (text, _, result) = heard(framed("401 No", 4, b"none"), usize::MAX);
        assert_eq!(
            (text.as_str(), result.map(|answer| answer.map(|it| it.body))),
            ("", Ok(Some("none".into())))
        );
        let (_, _, result) = heard(framed("401 No", 65, &[b'x'; 65]), usize::MAX);
        assert_eq!(result, Err(Failure::TooLarge));
    }
}
