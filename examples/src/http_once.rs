//! A transport over `ureq`: every request exactly once.
//!
//! ureq takes what is oddly packed or oddly ended, but is strict about heads: a space before a colon, a
//! folded or an invalid header, and more than 128 of them, are [`Failure::MaybeSent`] here.

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use std::io::{self, Read};
use std::time::Duration;
use ureq::{Agent, Body, Error, Timeout, http};
use xaalis::http::{Failure, Header, Method, Request, Response};

/// Looking a name up, connecting and greeting may take this long; nothing of the request has left by then.
const CONNECT: Duration = Duration::from_secs(10);
/// Packed twice by a server and once more on the way; deeper is no accident.
const LAYERS: usize = 3;

/// Sends each request once: no redirect, no second try, one deadline for the whole, a cap on the body.
#[derive(Clone, Debug)]
pub struct HttpOnce(Agent);

impl HttpOnce {
    /// A transport for any number of requests.
    pub fn new() -> Self {
        let config = Agent::config_builder()
            // A redirect would carry `X-API-KEY` to another host. The core is shown the 3xx instead.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // 4xx and 5xx are answers: their bodies say whether money moved.
            .http_status_as_error(false)
            // A kept connection that the vendor closes at the wrong moment looks like a lost answer,
            // and a lost answer to a charge is an unknown payment. A new connection costs less.
            .max_idle_connections(0)
            // Neither variable of the environment may send the key through another machine.
            .proxy(None)
            // Some pack all the same: see `text`.
            .accept_encoding("identity")
            .max_response_header_size(256 << 10)
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .build();
        Self(config.into())
    }

    /// Performs one request.
    ///
    /// # Errors
    /// [`Failure`]: could the request have reached the vendor?
    pub fn send(&self, request: &Request) -> Result<Response, Failure> {
        let deadline = Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0));
        let answer = self.begun(request, deadline)?;
        let head = head(&answer);
        let body = whole(answer.into_body().into_reader(), &head, request)?;
        Ok(Response { body, ..head })
    }

    /// Performs one, as far as its answer has begun; `deadline`: of the whole, its body included.
    pub(crate) fn begun(
        &self,
        request: &Request,
        deadline: Duration,
    ) -> Result<http::Response<Body>, Failure> {
        let mut builder = http::Request::builder().uri(&request.url);
        for header in &request.headers {
            builder = builder.header(&header.name, &header.value);
        }
        // What cannot even be written down as HTTP has not been sent.
        let unwritable = |_| Failure::NotSent;
        let answer = match request.method {
            Method::Get => {
                let get = builder.method(http::Method::GET).body(()).map_err(unwritable)?;
                self.0.run(self.0.configure_request(get).timeout_global(Some(deadline)).build())
            }
            Method::Post => {
                let body = request.body.clone().unwrap_or_default();
                let post = builder.method(http::Method::POST).body(body).map_err(unwritable)?;
                self.0.run(self.0.configure_request(post).timeout_global(Some(deadline)).build())
            }
        };
        answer.map_err(|error| judge(&error))
    }
}

impl Default for HttpOnce {
    fn default() -> Self {
        Self::new()
    }
}

/// Status and headers.
pub(crate) fn head(answer: &http::Response<Body>) -> Response {
    let headers = answer.headers().iter().map(|(name, value)| Header {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    });
    Response { status: answer.status().as_u16(), headers: headers.collect(), body: String::new() }
}

/// The whole body, of at most so many bytes. The answer has begun, so the request arrived: whatever goes
/// wrong now, money may have moved.
pub(crate) fn whole(body: impl Read, head: &Response, request: &Request) -> Result<String, Failure> {
    let most = u64::try_from(request.max_body).unwrap_or(0);
    let mut bytes = Vec::new();
    body.take(most + 1).read_to_end(&mut bytes).map_err(|_| Failure::MaybeSent)?;
    if bytes.len() as u64 > most {
        return Err(Failure::TooLarge);
    }
    text(bytes, is_deflated(head), most)
}

pub(crate) fn is_deflated(head: &Response) -> bool {
    head.headers.iter().any(|header| {
        header.name == "content-encoding" && header.value.to_ascii_lowercase().contains("deflate")
    })
}

/// The body as text. What is not text is looked at: it may be packed, said or not, in up to [`LAYERS`] layers
/// of at most so many bytes each.
fn text(mut body: Vec<u8>, deflate: bool, most: u64) -> Result<String, Failure> {
    for _ in 0..LAYERS {
        body = match String::from_utf8(body) {
            Ok(text) => return Ok(text),
            Err(error) => error.into_bytes(),
        };
        match unpacked(&body, deflate, most) {
            Some(plain) if plain.len() as u64 > most => return Err(Failure::TooLarge),
            Some(plain) => body = plain,
            None => break,
        }
    }
    Ok(String::from_utf8_lossy(&body).into_owned())
}

/// One layer less. One byte more than `most` stands for any number: a bomb is not unpacked to its end.
fn unpacked(body: &[u8], deflate: bool, most: u64) -> Option<Vec<u8>> {
    let read = |packed: &mut dyn Read| {
        let mut plain = Vec::new();
        match packed.take(most + 1).read_to_end(&mut plain) {
            Ok(_) => Some(plain),
            // Cut: taken for what it is, as when it had not been packed.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Some(plain),
            Err(_) => None,
        }
    };
    if body.starts_with(&[0x1f, 0x8b]) {
        read(&mut GzDecoder::new(body))
    } else if deflate {
        // Some leave out the two bytes in front of it.
        read(&mut ZlibDecoder::new(body)).or_else(|| read(&mut DeflateDecoder::new(body)))
    } else {
        None
    }
}

/// Could a byte of the request have reached the vendor? Only what certainly comes before the first one
/// counts as not sent; everything else, and every error of a later `ureq`, may have been sent.
#[allow(clippy::match_same_arms, reason = "each arm has a reason of its own")]
fn judge(error: &Error) -> Failure {
    match error {
        // There is no address, or nobody to connect to.
        Error::HostNotFound | Error::ConnectionFailed => Failure::NotSent,
        // Both end before the request is written. `Timeout::Global` may strike at any time.
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => Failure::NotSent,
        // Only a connection attempt is refused; an open connection is reset. "Unreachable", on the
        // other hand, can also be the end of an open one.
        Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => Failure::NotSent,
        // Our own mistakes, found before connecting. `Error::Tls` is not among them: TLS 1.3 can
        // report a handshake refused after the request was written.
        Error::BadUri(_) | Error::Http(_) | Error::TlsRequired => Failure::NotSent,
        _ => Failure::MaybeSent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::read::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;
    use std::net::TcpListener;
    use std::thread;

    fn request(url: String) -> Request {
        let headers = vec![Header { name: "X-API-KEY".into(), value: "sk_test_sandbox".into() }];
        Request {
            method: Method::Post,
            url,
            headers,
            body: Some("{}".into()),
            timeout_ms: 500,
            max_body: 64,
            in_parts: false,
        }
    }

    /// Sends to a server that reads the request, writes `answer`, and closes; and counts the requests.
    fn send_to(answer: impl Into<Vec<u8>>) -> (Result<Response, Failure>, usize) {
        let answer = answer.into();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1/payment/charges/", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 4096];
            let length = stream.read(&mut asked).unwrap();
            let asked = String::from_utf8_lossy(&asked[..length]).to_lowercase();
            assert!(asked.contains("accept-encoding: identity\r\n"), "{asked}");
            stream.write_all(&answer).unwrap();
            drop(stream);
            // A second try, were there one, would wait here.
            listener.set_nonblocking(true).unwrap();
            thread::sleep(Duration::from_millis(100));
            1 + usize::from(listener.accept().is_ok())
        });
        let result = HttpOnce::new().send(&request(url));
        (result, server.join().unwrap())
    }

    /// A body with these header lines.
    fn framed(headers: &str, body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    }

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        GzEncoder::new(body, Compression::best()).read_to_end(&mut packed).unwrap();
        packed
    }

    #[test]
    fn a_refused_connection_was_not_sent() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        drop(listener);
        assert_eq!(HttpOnce::new().send(&request(url)), Err(Failure::NotSent));
    }

    #[test]
    fn a_silent_or_cut_answer_may_have_been_sent_and_is_not_sent_again() {
        for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\""] {
            assert_eq!(send_to(answer), (Err(Failure::MaybeSent), 1), "{answer:?}");
        }
    }

    #[test]
    fn a_timeout_after_the_request_may_have_been_sent() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        assert_eq!(HttpOnce::new().send(&request(url)), Err(Failure::MaybeSent));
    }

    #[test]
    fn an_answer_over_the_cap_is_too_large_and_one_at_it_is_not() {
        let most = [b'x'; 64];
        assert_eq!(send_to(framed("", &most)).0.map(|response| response.body.len()), Ok(64));
        let bomb = gzip(&vec![b' '; 20_000]);
        assert!(bomb.len() < 64);
        assert_eq!(unpacked(&bomb, false, 64).map(|plain| plain.len()), Some(65), "not to its end");
        for large in [framed("", &[b'x'; 65]), framed("", &bomb), framed("", &gzip(&bomb))] {
            assert_eq!(send_to(large), (Err(Failure::TooLarge), 1));
        }
    }

    #[test]
    fn what_is_oddly_put_is_an_answer() {
        let body = b"{\"status\":true}";
        let (mut deflated, mut bare) = (Vec::new(), Vec::new());
        ZlibEncoder::new(&body[..], Compression::fast()).read_to_end(&mut deflated).unwrap();
        DeflateEncoder::new(&body[..], Compression::fast()).read_to_end(&mut bare).unwrap();
        let gzipped = gzip(body);
        let text = String::from_utf8_lossy(body);
        let of = |text: String| text.into_bytes();
        for (name, answer) in [
            ("gzip", framed("Content-Encoding: gzip\r\n", &gzipped)),
            ("gzip, not said", framed("", &gzipped)),
            ("gzip and rubbish", framed("", &[&gzipped[..], &[b'?'; 20]].concat())),
            ("gzip without its checksum", framed("", &gzipped[..gzipped.len() - 8])),
            ("gzip twice", framed("Content-Encoding: gzip, gzip\r\n", &gzip(&gzipped))),
            ("gzip said of plain", framed("Content-Encoding: gzip\r\n", body)),
            ("deflate", framed("Content-Encoding: Deflate\r\n", &deflated)),
            ("deflate, raw", framed("Content-Encoding: deflate\r\n", &bare)),
            ("bare line feeds", of(format!("HTTP/1.1 200 OK\nContent-Length: 15\n\n{text}"))),
            ("no reason", of(format!("HTTP/1.1 200\r\nCONTENT-LENGTH: 15\r\n\r\n{text}"))),
            ("a value of odd bytes", framed("X-A: r\u{e9}ussi\r\n", body)),
            ("HTTP/1.0, to the end", of(format!("HTTP/1.0 200 OK\r\n\r\n{text}"))),
            ("length twice", framed("Content-Length: 15\r\n", body)),
            (
                "length and chunks",
                of(format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n\
                     f;a=b\r\n{text}\r\n0\r\nX-A: b\r\n\r\n"
                )),
            ),
            ("103 before", [b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n", &framed("", body)[..]].concat()),
        ] {
            let (result, requests) = send_to(answer);
            assert_eq!(result.map(|response| response.body), Ok(text.clone().into_owned()), "{name}");
            assert_eq!(requests, 1, "{name}");
        }
    }

    /// What ureq has no option for: in doubt, and sent once.
    #[test]
    fn an_odd_head_is_no_answer() {
        let many = "X-A: b\r\n".repeat(129);
        for head in ["X-A : b\r\n", "X-A: b\r\n c\r\n", "X-A\r\n", &many] {
            assert_eq!(send_to(framed(head, b"{}")), (Err(Failure::MaybeSent), 1), "{head:?}");
        }
    }

    #[test]
    fn redirects_and_errors_are_answers() {
        for (status, line) in
            [(307, "307 Temporary Redirect\r\nLocation: /x"), (500, "500 Oh"), (402, "402 No")]
        {
            let answer: &'static str = format!("HTTP/1.1 {line}\r\nContent-Length: 2\r\n\r\n{{}}").leak();
            let (result, requests) = send_to(answer);
            assert_eq!(
                result.map(|response| (response.status, response.body)),
                Ok((status, "{}".to_owned()))
            );
            assert_eq!(requests, 1);
        }
    }
}
