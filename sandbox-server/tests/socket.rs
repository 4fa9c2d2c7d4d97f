//! The sandbox behind a socket: what only a socket can get wrong.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};
use xaalis::sandbox::{Options, Sandbox};
use xaalis_sandbox_server::{Access, Server};

const CHARGE: &str = r#"{"amount":1000,"currency":"XOF","payment_method":"mobile_money",
    "payment_method_details":{"phone":"76000000","provider":"orange_bf"}}"#;

fn serve(faults: &[&str], options: Options) -> Server {
    serve_with(faults, options, Access::default())
}

fn serve_with(faults: &[&str], options: Options, access: Access) -> Server {
    let mut sandbox = Sandbox::with(options);
    for fault in faults {
        sandbox.inject(fault.parse().unwrap());
    }
    Server::start_with(sandbox, ([127, 0, 0, 1], 0).into(), access).unwrap()
}

/// Sends one request on a connection of its own and reads until the server closes it.
fn exchange(server: &Server, method: &str, path: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nX-API-KEY: sk_test_sandbox\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        server.address(),
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // The server may refuse by the head alone and close while we still write.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    // A reset after some bytes is one of the faults; what came before it still counts.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

fn charge(server: &Server) -> String {
    exchange(server, "POST", "/v1/payment/charges/", CHARGE.as_bytes())
}

fn charges_seen(server: &Server) -> usize {
    exchange(server, "GET", "/v1/payment/charges", b"").matches("\"reference\"").count()
}

#[test]
fn a_charge_is_created_and_listed() {
    let server = serve(&[], Options::default());
    let answer = charge(&server);
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("send_otp"), "{answer}");
    assert_eq!(charges_seen(&server), 1);
    assert_eq!(server.with_sandbox(|sandbox, _| sandbox.requests_seen()), 2);
    server.stop();
}

#[test]
fn both_drops_close_without_a_byte_and_differ_in_what_happened() {
    let server = serve(&["drop-before@charges", "drop-after@charges"], Options::default());
    assert_eq!(charge(&server), "");
    assert_eq!(server.with_sandbox(|sandbox, _| sandbox.requests_seen()), 1);
    assert_eq!(charge(&server), "");
    assert_eq!(charges_seen(&server), 1, "the second charge was made, the first was not");
}

#[test]
fn a_cut_body_promises_more_than_it_sends() {
    let server = serve(&["cut:40@charges"], Options::default());
    let answer = charge(&server);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let length = head.to_ascii_lowercase();
    let length = length.split_once("content-length: ").unwrap().1;
    let length: usize = length.lines().next().unwrap().parse().unwrap();
    assert_eq!(body.len(), 40);
    assert!(length > 40, "{head}");
    assert_eq!(charges_seen(&server), 1);
}

#[test]
fn a_delay_is_waited_for_and_others_are_served_meanwhile() {
    let server = serve(&["delay:400@charges"], Options::default());
    let start = Instant::now();
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| charge(&server));
        std::thread::sleep(Duration::from_millis(100));
        assert!(exchange(&server, "GET", "/v1/payment/balances", b"").contains("200 OK"));
        assert!(start.elapsed() < Duration::from_millis(400), "the second request waited for the first");
        assert!(slow.join().unwrap().contains("send_otp"));
    });
    assert!(start.elapsed() >= Duration::from_millis(400));
}

#[test]
fn bad_input_is_refused_before_the_sandbox_sees_it() {
    let server = serve(&[], Options::default());
    let status = |method: &str, body: &[u8]| {
        let answer = exchange(&server, method, "/v1/payment/charges/", body);
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(status("POST", &vec![b' '; (1 << 20) + 1]), "413");
    assert_eq!(status("POST", b"{\"amount\":\"\xff\"}"), "400");
    assert_eq!(status("PUT", b"{}"), "405");
    assert_eq!(server.with_sandbox(|sandbox, _| sandbox.requests_seen()), 0);
    assert_eq!(status("POST", &vec![b' '; 1 << 20]), "400");
    assert_eq!(server.with_sandbox(|sandbox, _| sandbox.requests_seen()), 1);
}

#[test]
fn what_is_refused_is_told_in_the_vendors_json() {
    let server = serve(&[], Options::default());
    let large = vec![b' '; (1 << 20) + 1];
    for (method, path, body, status, allow) in [
        ("PUT", "/v1/payment/charges/", &b"{}"[..], "405", Some("GET, POST")),
        ("DELETE", "/v1/payment/charges/submit", b"", "405", Some("POST")),
        ("PATCH", "/api/v1/billing/pay", b"{}", "405", Some("POST")),
        ("POST", "/v1/payment/balances", b"{}", "405", Some("GET")),
        ("POST", "/api/v1/transaction/init", b"{}", "404", None),
        ("PUT", "/nothing", b"{}", "404", None),
        ("POST", "/v1/payment/charges/", &large, "413", None),
        ("POST", "/api/v1/billing/pay", &large, "413", None),
        ("POST", "/v1/payment/transfers/", b"{\"amount\":\"\xff\"}", "400", None),
        ("POST", "/api/v1/billing/pay", b"\xc3", "400", None),
    ] {
        let answer = exchange(&server, method, path, body);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert_eq!(head.split(' ').nth(1), Some(status), "{method} {path}: {answer}");
        let head = head.to_ascii_lowercase();
        assert!(head.contains("\r\ncontent-type: application/json"), "{head}");
        let allowed = head.lines().find_map(|line| line.strip_prefix("allow: ")).map(str::to_ascii_uppercase);
        assert_eq!(allowed.as_deref(), allow, "{method} {path}");
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        let dexchange = path.starts_with("/api/");
        assert_eq!(body["success"].is_boolean(), dexchange, "{method} {path}: {body}");
    }
}

#[test]
fn one_slow_receiver_does_not_hold_the_others() {
    let (slow, fast) = (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
    let url = |of: &TcpListener| format!("http://{}/hook", of.local_addr().unwrap());
    let access = Access { callback_ports: vec![slow.local_addr().unwrap().port()], ..Access::default() };
    let server = serve_with(&[], Options { webhook_url: Some(url(&fast)), ..Options::default() }, access);
    server.with_sandbox(|sandbox, now| {
        let ask = |path: &str, body: String| xaalis::http::Request {
            method: xaalis::http::Method::Post,
            url: format!("http://localhost{path}"),
            headers: ["X-API-KEY", "Authorization"]
                .map(|name| (name, if name == "X-API-KEY" { "sk_test_sandbox" } else { "Bearer sandbox" }))
                .map(|(name, value)| xaalis::http::Header { name: name.to_owned(), value: value.to_owned() })
                .to_vec(),
            body: Some(body),
            timeout_ms: 1_000,
            max_body: 1 << 20,
            in_parts: false,
        };
        let top_up = format!(
            r#"{{"serviceCode":"WOYOFAL_SN_BILL","reference_client":"07061270877","amount":1000,"callBackURL":"{}"}}"#,
            url(&slow)
        );
        let checkout = r#"{"amount":5,"success_url":"https://a.b","cancel_url":"https://a.b"}"#;
        assert_eq!(sandbox.handle(&ask("/api/v1/billing/pay", top_up), now).unwrap().status, 200);
        let opened = sandbox.handle(&ask("/v1/payment/checkouts/initialize/", checkout.to_owned()), now);
        assert_eq!(opened.unwrap().status, 200);
    });
    let start = Instant::now();
    let (held, _) = slow.accept().unwrap();
    let (told, _) = fast.accept().unwrap();
    assert!(start.elapsed() < Duration::from_secs(2), "the fast one waited: {:?}", start.elapsed());
    drop((held, told));
}

#[test]
fn only_200_ends_a_webhook() {
    for (answer, times) in [("200 OK", 1), ("204 No Content", 7), ("202 Accepted", 7), ("500 Oh no", 7)] {
        let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
        let webhook_url = Some(format!("http://{}/hook", receiver.local_addr().unwrap()));
        let sandbox = Sandbox::with(Options { webhook_url, ..Options::default() });
        // A minute each 10 ms: the hour of sending again is over in less than a second.
        let begun = Instant::now();
        let clock = move || {
            let ms = i64::try_from(begun.elapsed().as_millis()).unwrap();
            xaalis::value::Time::from_millis(ms * 6_000)
        };
        let server = Server::start_by(sandbox, ([127, 0, 0, 1], 0).into(), clock).unwrap();
        let checkout = br#"{"amount":5,"success_url":"https://a.b","cancel_url":"https://a.b"}"#;
        exchange(&server, "POST", "/v1/payment/checkouts/initialize/", checkout);
        let seen = std::thread::spawn(move || {
            receiver.set_nonblocking(true).unwrap();
            let (mut seen, end) = (0, Instant::now() + Duration::from_millis(1_800));
            while Instant::now() < end {
                let Ok((mut stream, _)) = receiver.accept() else {
                    std::thread::sleep(Duration::from_millis(5));
                    continue;
                };
                stream.set_nonblocking(false).unwrap();
                let mut buffer = [0; 4096];
                while !buffer.windows(2).any(|pair| pair == b"}}" || pair == b"}\"") {
                    assert_ne!(stream.read(&mut buffer).unwrap(), 0);
                }
                let reply = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                stream.write_all(reply.as_bytes()).unwrap();
                seen += 1;
            }
            seen
        });
        assert_eq!(seen.join().unwrap(), times, "{answer}");
    }
}

#[test]
fn a_webhook_is_sent_signed_and_only_to_this_machine() {
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", receiver.local_addr().unwrap());
    let key = Some("whk_sandbox".to_owned());
    let server = serve(&[], Options { webhook_url: Some(url), webhook_key: key, ..Options::default() });
    let answer = charge(&server);
    let reference = &answer[answer.find("ch_").unwrap()..][..35];
    let otp = format!(r#"{{"otp":"123456","charge_reference":"{reference}"}}"#);
    exchange(&server, "POST", "/v1/payment/charges/submit", otp.as_bytes());

    let (mut stream, _) = receiver.accept().unwrap();
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    while !String::from_utf8_lossy(&seen).contains(reference) {
        let count = stream.read(&mut buffer).unwrap();
        assert_ne!(count, 0, "{}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&buffer[..count]);
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
    let seen = String::from_utf8(seen).unwrap();
    assert!(seen.starts_with("POST /hook HTTP/1.1\r\n"), "{seen}");
    assert!(seen.to_ascii_lowercase().contains("\r\nx-webhook-hash: "), "{seen}");
    assert!(seen.contains("charge.success"), "{seen}");
}

#[test]
fn an_idle_connection_does_not_hold_up_the_stop() {
    let server = serve(&[], Options::default());
    let idle = TcpStream::connect(server.address()).unwrap();
    let start = Instant::now();
    let address = server.address();
    server.stop();
    assert!(start.elapsed() < Duration::from_secs(4));
    assert!(TcpStream::connect(address).is_err(), "still listening");
    drop(idle);
}

/// Sends these lines as they are, and reads the status.
fn told(server: &Server, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let length = body.len();
    let text = format!("{head}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn a_name_that_was_pointed_at_this_machine_and_other_sites_pages_are_refused() {
    let server = serve(&[], Options::default());
    let port = server.address().port();
    let head = "POST /v1/payment/charges/ HTTP/1.1\r\nX-API-KEY: sk_test_sandbox";
    for (more, status) in [
        (format!("Host: 127.0.0.1:{port}"), "200"),
        (format!("Host: localhost:{port}"), "200"),
        (format!("Host: rebound.example:{port}"), "421"),
        ("X-Forwarded-Host: 127.0.0.1".to_owned(), "400"),
        (format!("Host: 127.0.0.1:{port}\r\nHost: rebound.example"), "421"),
        (format!("Host: 127.0.0.1:{port}\r\nOrigin: http://pages.example"), "403"),
        (format!("Host: 127.0.0.1:{port}\r\nSec-Fetch-Site: cross-site"), "403"),
    ] {
        let seen = server.with_sandbox(|sandbox, _| sandbox.requests_seen());
        let answered = told(&server, &format!("{head}\r\n{more}"), CHARGE);
        if status == "400" {
            // Without a host it is no HTTP/1.1; whoever refuses it, nothing happens.
            assert!(["400", "421"].contains(&answered.as_str()), "{more}: {answered}");
        } else {
            assert_eq!(answered, status, "{more}");
        }
        let now = server.with_sandbox(|sandbox, _| sandbox.requests_seen());
        assert_eq!(now - seen, i64::from(status == "200"), "{more}");
    }
    let absolute = "GET http://rebound.example/v1/payment/charges HTTP/1.1\r\nX-API-KEY: sk_test_sandbox";
    assert_eq!(told(&server, &format!("{absolute}\r\nHost: 127.0.0.1"), ""), "421");
    let named = Access { hosts: vec!["sandbox.test".to_owned()], ..Access::default() };
    let server = serve_with(&[], Options::default(), named);
    assert_eq!(told(&server, &format!("{head}\r\nHost: sandbox.test:{port}"), CHARGE), "200");
}

#[test]
fn a_callers_address_reaches_no_port_that_was_not_named_and_no_redirect_is_followed() {
    let (named, other) =
        (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
    let url = |of: &TcpListener| format!("http://{}/hook", of.local_addr().unwrap());
    let access = Access { callback_ports: vec![named.local_addr().unwrap().port()], ..Access::default() };
    let server = serve_with(&[], Options::default(), access);
    for (at, target) in [url(&other), url(&named)].into_iter().enumerate() {
        let top_up = format!(
            r#"{{"serviceCode":"WOYOFAL_SN_BILL","reference_client":"07061270877","amount":1000,"externalTransactionId":"e-{at}","callBackURL":"{target}"}}"#
        );
        let head = "POST /api/v1/billing/pay HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sandbox\r\nContent-Type: application/json";
        assert_eq!(told(&server, head, &top_up), "200");
    }
    let (mut called, _) = named.accept().unwrap();
    let mut buffer = [0; 4096];
    while !buffer.windows(3).any(|part| part == b"e-1") {
        assert_ne!(called.read(&mut buffer).unwrap(), 0);
    }
    let moved = format!("HTTP/1.1 307 Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", url(&other));
    called.write_all(moved.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(400));
    other.set_nonblocking(true).unwrap();
    assert!(other.accept().is_err(), "a port that nobody named was reached");
}
