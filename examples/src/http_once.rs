//! A transport over `ureq`: every request exactly once.

use std::io;
use std::time::Duration;
use ureq::{Agent, Error, Timeout, http};
use xaalis::http::{Failure, Header, Method, Request, Response};

/// Looking a name up, connecting and greeting may take this long; nothing of the request has left by then.
const CONNECT: Duration = Duration::from_secs(10);

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
        let mut builder = http::Request::builder().uri(&request.url);
        for header in &request.headers {
            builder = builder.header(&header.name, &header.value);
        }
        let deadline = Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0));
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
        let mut answer = answer.map_err(|error| judge(&error))?;
        let headers = answer.headers().iter().map(|(name, value)| Header {
            name: name.as_str().to_owned(),
            value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
        });
        let headers = headers.collect();
        let status = answer.status().as_u16();
        let limit = u64::try_from(request.max_body).unwrap_or(0);
        // The answer has begun, so the request arrived: whatever goes wrong now, money may have moved.
        let body = answer.body_mut().with_config().limit(limit).read_to_vec();
        let body = body.map_err(|_| Failure::MaybeSent)?;
        Ok(Response { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
    }
}

impl Default for HttpOnce {
    fn default() -> Self {
        Self::new()
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
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    fn request(url: String) -> Request {
        let headers = vec![Header { name: "X-API-KEY".into(), value: "sk_test_sandbox".into() }];
        Request { method: Method::Post, url, headers, body: Some("{}".into()), timeout_ms: 500, max_body: 64 }
    }

    /// Sends to a server that reads the request, writes `answer`, and closes; and counts the requests.
    fn send_to(answer: &'static str) -> (Result<Response, Failure>, usize) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1/payment/charges/", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            drop(stream);
            // A second try, were there one, would wait here.
            listener.set_nonblocking(true).unwrap();
            thread::sleep(Duration::from_millis(100));
            1 + usize::from(listener.accept().is_ok())
        });
        let result = HttpOnce::new().send(&request(url));
        (result, server.join().unwrap())
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
    fn an_answer_over_the_cap_is_given_up() {
        let large = "HTTP/1.1 200 OK\r\nContent-Length: 65\r\n\r\n\
            0123456789012345678901234567890123456789012345678901234567890123456789";
        assert_eq!(send_to(large).0, Err(Failure::MaybeSent));
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
