//! What every transport does, against a server that misbehaves (`transports.test.mjs`, which calls this from Node and
//! from a page): `cargo xtask test --only transports`.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, unreachable_pub, reason = "JavaScript reaches it")]

use futures_util::future::{Either, select};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::wasm_bindgen;
use xaalis::http::{Failure, Header, Method, Request, Response};
use xaalis::value::{OpId, Time};
use xaalis::{Event, Kept, Outcome, PaymentError, Prompt, Record, Senfenico, Why};
use xaalis_wasm::clock;
use xaalis_wasm::drive::{Platform, drive_each};

#[cfg(not(feature = "reqwest"))]
mod one {
    use super::{Event, Failure, Request, Response};
    use xaalis_wasm::transport::gloo;

    pub(super) const IS_FOLLOWING: bool = false;

    pub(super) async fn send(request: &Request) -> Result<Response, Failure> {
        gloo::send(request, None).await
    }

    pub(super) async fn in_parts(
        request: &Request,
        hear: impl FnMut(Event) -> bool,
    ) -> Result<Option<Response>, Failure> {
        gloo::send_in_parts(request, None, hear).await
    }
}

#[cfg(feature = "reqwest")]
mod one {
    use super::{Event, Failure, Request, Response};
    use xaalis_wasm::transport::reqwest as over;

    /// The library cannot be told otherwise. Once it can, the cases say so.
    pub(super) const IS_FOLLOWING: bool = true;

    pub(super) async fn send(request: &Request) -> Result<Response, Failure> {
        over::send(&reqwest::Client::new(), request).await
    }

    pub(super) async fn in_parts(
        request: &Request,
        hear: impl FnMut(Event) -> bool,
    ) -> Result<Option<Response>, Failure> {
        over::send_in_parts(&reqwest::Client::new(), request, hear).await
    }
}

type Told = Result<(), String>;

/// Declares the cases, each of which is run by its name.
macro_rules! cases {
    ($( async fn $name:ident($peer:ident) $body:block )+) => {
        $( async fn $name($peer: &str) -> Told { $body Ok(()) } )+

        /// The cases' names.
        #[wasm_bindgen]
        pub fn names() -> Vec<String> {
            vec![$( stringify!($name).to_owned() ),+]
        }

        /// Runs a case against the server at `peer`; what was not as it has to be.
        #[wasm_bindgen]
        pub async fn run(name: String, peer: String) -> Told {
            match name.as_str() {
                $( stringify!($name) => $name(&peer).await, )+
                _ => Err(format!("there is no case {name}")),
            }
        }
    };
}

/// A panic would leave its caller waiting for ever.
macro_rules! same {
    ($left:expr, $right:expr $(, $what:expr)?) => {
        match ($left, $right) {
            (left, right) if left == right => {}
            (left, right) => {
                return Err(format!("line {}: {left:?} is not {right:?} {}", line!(), what!($($what)?)));
            }
        }
    };
}

macro_rules! what {
    () => {
        ""
    };
    ($what:expr) => {
        $what
    };
}

cases! {
    async fn an_answer_comes_as_it_is(peer) {
        let answer = one::send(&post(peer, "/echo")).await.map_err(named)?;
        same!((answer.status, answer.header("retry-after")), (429, Some("7")));
        same!(answer.body.as_str(), r#"POST application/json {"amount":1000} é"#);
        same!(asked(peer, "/echo").await?, "1 with the key");
    }

    async fn an_answer_may_be_packed_and_have_no_body(peer) {
        same!(one::send(&post(peer, "/packed")).await.map_err(named)?.body, "packed");
        let answer = one::send(&post(peer, "/nothing")).await.map_err(named)?;
        same!((answer.status, answer.body.as_str()), (204, ""));
    }

    async fn a_redirect_is_no_answer(peer) {
        for status in ["301", "302", "303", "307", "308"] {
            let path = format!("/redirected/{status}");
            let answer = one::send(&post(peer, &path)).await;
            if one::IS_FOLLOWING {
                same!(answer.err(), Some(Failure::MaybeSent), &path);
            } else {
                let answer = answer.map_err(named)?;
                same!((answer.status / 100, answer.body.as_str()), (3, ""), &path);
            }
            same!(asked(peer, &path).await?, "1 with the key", &path);
        }
        let elsewhere = asked(peer, "elsewhere").await?;
        same!(elsewhere, if one::IS_FOLLOWING { "5 with the key" } else { "0 with the key" });
    }

    async fn a_deadline_is_kept_and_nothing_is_sent_again(peer) {
        for path in ["/silent", "/stalled", "/dripping"] {
            let begun = clock::now();
            same!(one::send(&post(peer, path)).await.err(), Some(Failure::MaybeSent), path);
            let took = clock::now().since(begun);
            same!((990..3_000).contains(&took), true, &format!("{path}: {took} ms"));
            same!(asked(peer, path).await?, "1 with the key", path);
            same!(is_closed(peer, path).await?, true, path);
        }
    }

    async fn what_breaks_may_have_been_sent_and_is_not_sent_again(peer) {
        for path in ["/reset", "/cut"] {
            same!(one::send(&post(peer, path)).await.err(), Some(Failure::MaybeSent), path);
            same!(asked(peer, path).await?, "1 with the key", path);
        }
    }

    async fn an_answer_past_the_limit_is_called_so_and_no_longer_read(peer) {
        // The second one would take less than the limit, had it not been packed; the third one never ends.
        for path in ["/large", "/bomb", "/endless"] {
            same!(one::send(&post(peer, path)).await.err(), Some(Failure::TooLarge), path);
            same!(asked(peer, path).await?, "1 with the key", path);
        }
        same!(is_closed(peer, "/endless").await?, true);
        let most = Request { max_body: 3_000_000, ..post(peer, "/large") };
        same!(one::send(&most).await.map_err(named)?.body.len(), 3_000_000);
    }

    async fn what_is_no_address_was_not_sent(peer) {
        let request = Request { url: "http://".to_owned(), ..post(peer, "/") };
        same!(one::send(&request).await.err(), Some(Failure::NotSent));
    }

    async fn what_is_dropped_is_closed(peer) {
        for path in ["/silent?dropped", "/stalled?dropped"] {
            dropped(peer, path).await?;
        }
    }

    async fn an_abort_ends_the_wait(peer) {
        aborted(peer).await?;
    }

    async fn an_answer_is_handed_over_as_it_arrives(peer) {
        let (heard, begun) = (Heard::default(), clock::now());
        // Longer than the deadline, which is of each part.
        let request = Request { timeout_ms: 800, ..list(peer, "/list") };
        same!(one::in_parts(&request, |event| heard.hear(event, usize::MAX)).await.map_err(named)?, None);
        let took = clock::now().since(begun);
        same!(took >= 1_000, true, &format!("{took} ms"));
        same!(heard.text.take(), "200:[é,é,é,é,é]");
        same!(heard.parts.get() >= 4, true, &format!("{} parts", heard.parts.get()));
        same!(asked(peer, "/list").await?, "1 with the key");
    }

    async fn no_more_is_read_than_is_wanted(peer) {
        let heard = Heard::default();
        let request = list(peer, "/endless-list");
        same!(one::in_parts(&request, |event| heard.hear(event, 2)).await.map_err(named)?, None);
        same!(heard.parts.get(), 2);
        same!(is_closed(peer, "/endless-list").await?, true);
    }

    async fn what_breaks_off_did_not_end(peer) {
        for path in ["/cut?parts", "/stalled?parts"] {
            let heard = Heard::default();
            let answer = one::in_parts(&list(peer, path), |event| heard.hear(event, usize::MAX)).await;
            same!((answer.err(), heard.text.take().as_str()), (Some(Failure::MaybeSent), "200:{"), path);
            same!(asked(peer, path).await?, "1 with the key", path);
        }
    }

    async fn a_refusal_comes_whole_and_within_its_limit(peer) {
        let heard = Heard::default();
        let hear = |event| heard.hear(event, usize::MAX);
        let answer = one::in_parts(&list(peer, "/refused"), hear).await.map_err(named)?;
        same!(answer.map(|answer| (answer.status, answer.body)), Some((401, "none".to_owned())));
        let few = Request { max_body: 3, ..list(peer, "/refused") };
        same!(one::in_parts(&few, hear).await.err(), Some(Failure::TooLarge));
        same!(heard.text.take(), "");
    }

    async fn a_list_is_read_while_it_arrives(peer) {
        let senfenico = Senfenico::new("sk_test_sandbox").and_then(|it| it.dangerous_base_url(peer)).map_err(named)?;
        let mut session = senfenico.list_charges("charges").map_err(named)?;
        let (mut references, begun) = (Vec::new(), clock::now());
        let mut page = Reader;
        let reply = drive_each(&mut session, &mut page, |reply| {
            let at = clock::now().since(begun);
            let arrived = reply.charges().and_then(Outcome::settled);
            let arrived = arrived.iter().flat_map(|list| list.iter());
            references.extend(arrived.map(|charge| (charge.reference.to_string(), at)));
        });
        // All that it holds was handed over before.
        let rest = reply.await.map_err(named)?.charges().and_then(Outcome::settled);
        same!(rest.map(|rest| rest.len()), Some(0));
        let names: Vec<_> = references.iter().map(|(name, _)| name.as_str()).collect();
        same!(names, ["ch_1", "ch_2", "ch_3"]);
        let times: Vec<_> = references.iter().map(|(_, at)| *at).collect();
        same!(times[2] - times[0] >= 150, true, &format!("{times:?}"));
    }
}

/// A page that only reads.
struct Reader;

impl Platform for Reader {
    type Stop = PaymentError;

    fn now(&mut self) -> Time {
        clock::now()
    }

    async fn store(&mut self, _record: &Record) -> Result<Kept, PaymentError> {
        Ok(Kept::Stored)
    }

    async fn load(&mut self, _op_id: &OpId) -> Result<Option<Record>, PaymentError> {
        Ok(None)
    }

    async fn send(&mut self, request: &Request) -> Result<Response, Failure> {
        one::send(request).await
    }

    async fn send_in_parts(
        &mut self,
        request: &Request,
        hear: &mut dyn FnMut(Event, Time) -> bool,
    ) -> Result<Option<Response>, Failure> {
        one::in_parts(request, |event| hear(event, clock::now())).await
    }

    async fn wait(&mut self, until: Time, _why: Why) -> Result<Option<Event>, PaymentError> {
        clock::sleep_until(until).await;
        Ok(None)
    }

    async fn ask(&mut self, _prompt: &Prompt) -> Result<Event, PaymentError> {
        Ok(Event::Stop)
    }
}

#[cfg(not(feature = "reqwest"))]
async fn aborted(peer: &str) -> Told {
    use web_sys::AbortSignal;
    use xaalis_wasm::transport::gloo;

    let gone = gloo::send(&post(peer, "/silent?never"), Some(&AbortSignal::abort())).await;
    same!(gone.err(), Some(Failure::NotSent));
    same!(asked(peer, "/silent?never").await?, "0 with the key");
    for path in ["/silent?aborted", "/stalled?aborted"] {
        let begun = clock::now();
        let gone = gloo::send(&post(peer, path), Some(&AbortSignal::timeout_with_u32(300))).await;
        same!(gone.err(), Some(Failure::MaybeSent), path);
        let took = clock::now().since(begun);
        same!(took < 900, true, &format!("{path}: {took} ms"));
        same!(is_closed(peer, path).await?, true, path);
    }
    Ok(())
}

/// reqwest takes no signal: what is dropped is aborted.
#[cfg(feature = "reqwest")]
async fn aborted(peer: &str) -> Told {
    dropped(peer, "/silent?aborted").await
}

async fn dropped(peer: &str, path: &str) -> Told {
    let request = post(peer, path);
    let late = clock::sleep_until(Time::from_millis(clock::now().millis() + 200));
    let first = select(Box::pin(one::send(&request)), Box::pin(late)).await;
    same!(matches!(first, Either::Right(_)), true, path);
    drop(first);
    same!(is_closed(peer, path).await?, true, path);
    same!(asked(peer, path).await?, "1 with the key", path);
    Ok(())
}

/// What was heard of an answer.
#[derive(Default)]
struct Heard {
    text: RefCell<String>,
    parts: Cell<usize>,
}

impl Heard {
    fn hear(&self, event: Event, most: usize) -> bool {
        let mut text = self.text.borrow_mut();
        match event {
            Event::Begun { response } => text.extend([response.status.to_string(), ":".to_owned()]),
            Event::Part { bytes } => {
                self.parts.set(self.parts.get() + 1);
                *text += &String::from_utf8_lossy(&bytes);
            }
            other => text.push_str(&named(other)),
        }
        self.parts.get() < most
    }
}

fn post(peer: &str, path: &str) -> Request {
    let header = |name: &str, value: &str| Header { name: name.to_owned(), value: value.to_owned() };
    Request {
        method: Method::Post,
        url: format!("{peer}{path}"),
        headers: vec![header("X-API-KEY", "sk_test_sandbox"), header("Content-Type", "application/json")],
        body: Some(r#"{"amount":1000}"#.to_owned()),
        timeout_ms: 1_000,
        max_body: 100_000,
        in_parts: false,
    }
}

fn list(peer: &str, path: &str) -> Request {
    Request { method: Method::Get, body: None, in_parts: true, ..post(peer, path) }
}

/// How often the server was asked at this path, and whether each time with the key.
async fn asked(peer: &str, path: &str) -> Result<String, String> {
    told(peer, "/asked", path).await
}

/// Was the last connection at this path closed before its answer was whole? The server gives it a while.
async fn is_closed(peer: &str, path: &str) -> Result<bool, String> {
    Ok(told(peer, "/closed", path).await? == "closed")
}

async fn told(peer: &str, question: &str, path: &str) -> Result<String, String> {
    let request = Request { body: Some(path.to_owned()), timeout_ms: 5_000, ..post(peer, question) };
    Ok(one::send(&request).await.map_err(named)?.body)
}

fn named(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}
