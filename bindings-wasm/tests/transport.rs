//! The same cases over each transport, against a server that misbehaves: `node bindings-wasm/tests/run.mjs`.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test;
use xaalis::http::{Failure, Header, Method, Request, Response};
use xaalis_wasm::transport;

/// Where `run.mjs` listens.
const PEER: &str = match option_env!("XAALIS_PEER") {
    Some(address) => address,
    None => "http://127.0.0.1:1",
};

#[cfg(not(feature = "reqwest"))]
async fn send(request: &Request) -> Result<Response, Failure> {
    transport::gloo::send(request, None).await
}

#[cfg(feature = "reqwest")]
async fn send(request: &Request) -> Result<Response, Failure> {
    transport::reqwest::send(&reqwest::Client::new(), request).await
}

fn post(path: &str) -> Request {
    Request {
        method: Method::Post,
        url: format!("{PEER}{path}"),
        headers: vec![
            Header { name: "X-API-KEY".to_owned(), value: "sk_test_sandbox".to_owned() },
            Header { name: "Content-Type".to_owned(), value: "application/json".to_owned() },
        ],
        body: Some(r#"{"amount":1000}"#.to_owned()),
        timeout_ms: 1_000,
        max_body: 100_000,
        in_parts: false,
    }
}

/// How often the server was asked at this path, and whether each time with the key.
async fn asked(path: &str) -> String {
    let mut request = post("/asked");
    request.body = Some(path.to_owned());
    send(&request).await.unwrap().body
}

#[wasm_bindgen_test]
async fn an_answer_comes_as_it_is() {
    let answer = send(&post("/echo")).await.unwrap();
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
    assert_eq!(answer.body, r#"POST application/json {"amount":1000} é"#);
    assert_eq!(asked("/echo").await, "1 with the key");
}

#[wasm_bindgen_test]
async fn a_redirect_is_no_answer() {
    let answer = send(&post("/redirected")).await;
    if cfg!(feature = "reqwest") {
        assert_eq!(answer.err(), Some(Failure::MaybeSent));
    } else {
        assert!((300..400).contains(&answer.unwrap().status));
        assert_eq!(asked("/elsewhere").await, "0 with the key");
    }
    assert_eq!(asked("/redirected").await, "1 with the key");
}

#[wasm_bindgen_test]
async fn a_deadline_is_kept_and_nothing_is_sent_again() {
    for path in ["/silent", "/stalled", "/dripping"] {
        let begun = js_sys::Date::now();
        assert_eq!(send(&post(path)).await.err(), Some(Failure::MaybeSent), "{path}");
        assert!(js_sys::Date::now() - begun < 3_000.0, "{path}");
        assert_eq!(asked(path).await, "1 with the key", "{path}");
    }
}

#[wasm_bindgen_test]
async fn what_breaks_may_have_been_sent_and_is_not_sent_again() {
    for path in ["/reset", "/cut"] {
        assert_eq!(send(&post(path)).await.err(), Some(Failure::MaybeSent), "{path}");
        assert_eq!(asked(path).await, "1 with the key", "{path}");
    }
}

#[wasm_bindgen_test]
async fn an_answer_past_the_limit_is_called_so() {
    assert_eq!(send(&post("/large")).await.err(), Some(Failure::TooLarge));
    assert_eq!(asked("/large").await, "1 with the key");
}

#[wasm_bindgen_test]
async fn what_is_no_address_was_not_sent() {
    let request = Request { url: "http://".to_owned(), ..post("/") };
    assert_eq!(send(&request).await.err(), Some(Failure::NotSent));
}

#[cfg(not(feature = "reqwest"))]
#[wasm_bindgen_test]
async fn an_abort_ends_the_wait() {
    let gone = transport::gloo::send(&post("/never-asked"), Some(&web_sys::AbortSignal::abort())).await;
    assert_eq!(gone.err(), Some(Failure::NotSent));
    assert_eq!(asked("/never-asked").await, "0 with the key");
    let begun = js_sys::Date::now();
    let soon = web_sys::AbortSignal::timeout_with_u32(100);
    let gone = transport::gloo::send(&post("/silent-too"), Some(&soon)).await;
    assert_eq!(gone.err(), Some(Failure::MaybeSent));
    assert!(js_sys::Date::now() - begun < 900.0);
}
