//! An app's end of the relay against the server's end, over links that lose what goes there and what comes back.

use serde_json::{Value, json};
use xaalis::http::{Failure, Response};
use xaalis::relay::{Client, ClientEvent, ClientStep, State};
use xaalis::value::Time;
use xaalis_tests::relay::{Server, URL, arrived, header, response};
use xaalis_tests::vectors;
use xaalis_tests::world::DAWN;

/// Which of the requests are lost, by their number: on the way there, or the answer.
#[derive(Clone, Copy, Debug, Default)]
struct Link {
    lost_there: Option<usize>,
    lost_back: Option<usize>,
    doubled: Option<usize>,
}

struct App {
    server: Server,
    client: Client,
    requests: usize,
    tokens: usize,
    codes: Vec<&'static str>,
    phones: Vec<&'static str>,
    /// The last thing that was shown.
    states: Vec<String>,
}

impl App {
    fn new(codes: &[&'static str], phones: &[&'static str]) -> Self {
        Self {
            server: Server::default(),
            client: Client::new(URL).expect("an address"),
            requests: 0,
            tokens: 0,
            codes: codes.to_vec(),
            phones: phones.to_vec(),
            states: Vec::new(),
        }
    }

    /// Until it ends, or this many turns passed.
    fn run(&mut self, link: Link) -> Option<ClientStep> {
        for _ in 0..400 {
            let now = self.server.now;
            let event = match self.client.poll(now) {
                ClientStep::Token => {
                    self.tokens += 1;
                    Some(ClientEvent::Token { token: self.server.token("42", "collect", 1_500) })
                }
                ClientStep::Send { request } => {
                    assert!(
                        request.header("authorization").is_some_and(|value| value.starts_with("Bearer "))
                    );
                    self.requests += 1;
                    Some(self.carry(&request, link))
                }
                ClientStep::Show { view, until, .. } => {
                    self.states.push(view.state.as_str().to_owned());
                    let acted = match view.state {
                        State::Ready if !self.phones.is_empty() => Some(self.start()),
                        State::Asking if !self.codes.is_empty() => {
                            Some(ClientEvent::Code { code: self.codes.remove(0).into() })
                        }
                        _ => None,
                    };
                    self.server.now = if acted.is_some() { now.plus(5_000) } else { until };
                    acted
                }
                ClientStep::Wait { until } => {
                    self.server.now = until;
                    None
                }
                done @ (ClientStep::Done { .. } | ClientStep::Refused { .. }) => return Some(done),
            };
            if let Some(event) = event {
                self.client.handle(event, self.server.now);
            }
        }
        None
    }

    fn start(&mut self) -> ClientEvent {
        ClientEvent::Start { phone: Some(self.phones.remove(0).into()), provider: None, bill: None }
    }

    fn carry(&mut self, request: &xaalis::http::Request, link: Link) -> ClientEvent {
        let incoming = arrived(request);
        let number = Some(self.requests);
        if link.lost_there == number {
            return ClientEvent::Failed { failure: Failure::MaybeSent };
        }
        if link.doubled == number {
            self.server.serve(&incoming);
        }
        let answer = self.server.serve(&incoming);
        if link.lost_back == number {
            return ClientEvent::Failed { failure: Failure::MaybeSent };
        }
        ClientEvent::Answered { response: response(answer) }
    }
}

fn kind(end: Option<&ClientStep>) -> String {
    match end {
        Some(ClientStep::Done { view, .. }) => {
            view.outcome.as_ref().map_or("?", |outcome| outcome.kind.as_str()).to_owned()
        }
        other => format!("{other:?}"),
    }
}

/// The lines of `tests/vectors/relay-client.json`, which the page's own client has to keep as well.
#[test]
fn the_stories_of_a_client() {
    let file = vectors::load("relay-client");
    let mut failures = Vec::new();
    for test in &file.groups[0].tests {
        let mut client = Client::new(test.input["url"].as_str().expect("an address")).expect("an address");
        let mut now = DAWN;
        for (place, line) in test.input["lines"].as_array().expect("lines").iter().enumerate() {
            if let Err(problem) = play(&mut client, line, &mut now) {
                failures.push(format!("{} {}, line {}: {problem}", test.id, test.comment, place + 1));
                break;
            }
        }
    }
    assert!(failures.is_empty(), "{} failed\n{}", failures.len(), failures.join("\n"));
    assert_eq!(file.cases, file.groups[0].tests.len());
}

fn play(client: &mut Client, line: &Value, now: &mut Time) -> Result<(), String> {
    let text = |name: &str| line[name].as_str().map(str::to_owned);
    *now = now.plus(line["after_ms"].as_i64().unwrap_or(0));
    let event = match line["in"].as_str() {
        None => {
            let told = told(client.poll(*now), *now);
            let same = line.as_object().expect("a line").iter().all(|(name, value)| told[name] == *value);
            return if same { Ok(()) } else { Err(format!("{told}, not {line}")) };
        }
        Some("token") => ClientEvent::Token { token: text("token").expect("a token") },
        Some("answer") => {
            let pairs = line["headers"].as_array().expect("headers").iter();
            let headers = pairs
                .map(|pair| header(pair[0].as_str().expect("a name"), pair[1].as_str().expect("a value")));
            let body = text("body").unwrap_or_else(|| line["body"].to_string());
            let status =
                line["status"].as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
            ClientEvent::Answered { response: Response { status, headers: headers.collect(), body } }
        }
        Some("fail") => ClientEvent::Failed { failure: Failure::MaybeSent },
        Some("start") => {
            let phone = text("phone").map(Into::into);
            ClientEvent::Start { phone, provider: text("provider"), bill: text("bill") }
        }
        Some("code") => ClientEvent::Code { code: text("code").expect("a code").into() },
        Some("look") => ClientEvent::Look,
        Some("time") => return Ok(()),
        Some(other) => return Err(format!("no such line: {other}")),
    };
    client.handle(event, *now);
    Ok(())
}

fn told(step: ClientStep, now: Time) -> Value {
    let word = |problem: Option<xaalis::relay::Problem>| problem.map(|problem| problem.word);
    match step {
        ClientStep::Token => json!({"out": "token"}),
        ClientStep::Send { request } => {
            let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
            assert_eq!((request.url.as_str(), request.timeout_ms), (URL, 20_000));
            let body = request.body.as_ref().map(|body| serde_json::from_str::<Value>(body).expect("JSON"));
            json!({"out": "send", "method": request.method.as_str(), "body": body, "token": token})
        }
        ClientStep::Wait { until } => json!({"out": "wait", "until_ms": until.since(now)}),
        ClientStep::Show { view, problem, until } => json!({
            "out": "show", "state": view.state, "rev": view.rev, "problem": word(problem), "until_ms": until.since(now),
        }),
        ClientStep::Done { view, problem } => json!({
            "out": "done", "state": view.state, "problem": word(problem),
            "kind": view.outcome.map(|outcome| outcome.kind),
        }),
        ClientStep::Refused { word } => json!({"out": "refused", "word": word}),
    }
}

#[test]
fn an_app_pays() {
    let mut app = App::new(&["000000", "123456"], &["76 00 00 00"]);
    let end = app.run(Link::default());
    assert_eq!(kind(end.as_ref()), "settled");
    assert_eq!((app.tokens, app.server.begun(), app.server.codes()), (1, 1, 2));
    assert_eq!(app.requests, 4, "one to look, one for each thing a person did");
    assert_eq!(app.states, ["ready", "asking", "asking"]);
}

/// Each request in turn is lost, or its answer, or it arrives twice.
#[test]
fn whatever_is_lost_it_pays_once() {
    for number in 1..8 {
        for link in [
            Link { lost_there: Some(number), ..Link::default() },
            Link { lost_back: Some(number), ..Link::default() },
            Link { doubled: Some(number), ..Link::default() },
        ] {
            let mut app = App::new(&["000000", "123456", "123456"], &["76 00 00 00"]);
            let end = app.run(link);
            assert_eq!(kind(end.as_ref()), "settled", "{link:?}");
            assert_eq!((app.server.begun(), app.server.codes()), (1, 2), "{link:?}");
        }
    }
}

#[test]
fn a_token_that_is_too_old_is_made_anew_once() {
    let mut app = App::new(&["123456"], &["76 00 00 00"]);
    app.client.handle(ClientEvent::Token { token: app.server.token("42", "collect", 1_500) }, app.server.now);
    app.server.now = app.server.now.plus(1_000_000);
    assert_eq!(kind(app.run(Link::default()).as_ref()), "settled");
    assert_eq!(app.tokens, 1);

    let mut app = App::new(&[], &[]);
    app.client.handle(ClientEvent::Token { token: "eyJ.eyJ.x".to_owned() }, app.server.now);
    assert_eq!(app.run(Link::default()), Some(ClientStep::Refused { word: "token_invalid".to_owned() }));
}

#[test]
fn what_is_wrong_is_told_by_its_field() {
    let mut app = App::new(&[], &[]);
    assert_eq!(app.run(Link::default()), None);
    let now = app.server.now;
    app.client.handle(ClientEvent::Start { phone: Some("7600".into()), provider: None, bill: None }, now);
    let ClientStep::Send { request } = app.client.poll(now) else { panic!("sent") };
    let event = app.carry(&request, Link::default());
    app.client.handle(event, now);
    let ClientStep::Show { problem: Some(problem), .. } = app.client.poll(now) else { panic!("shown") };
    assert_eq!((problem.word.as_str(), problem.field.as_deref()), ("invalid", Some("phone")));
    assert!(!format!("{problem:?}").contains("7600"));
}

/// What a person did two minutes ago is not sent any more: they may have gone.
#[test]
fn after_two_minutes_offline_the_person_is_asked_again() {
    let mut app = App::new(&[], &["76 00 00 00"]);
    let mut problems = 0;
    for _ in 0..200 {
        let now = app.server.now;
        match app.client.poll(now) {
            ClientStep::Token => {
                let token = app.server.token("42", "collect", 1_500);
                app.client.handle(ClientEvent::Token { token }, now);
            }
            ClientStep::Send { request } if request.body.is_some() => {
                app.client.handle(ClientEvent::Failed { failure: Failure::NotSent }, now);
            }
            ClientStep::Send { request } => {
                let event = app.carry(&request, Link::default());
                app.client.handle(event, now);
            }
            ClientStep::Show { problem: Some(problem), .. } if problem.word == "offline" => {
                problems += 1;
                break;
            }
            ClientStep::Show { until, .. } => {
                if !app.phones.is_empty() {
                    let start = app.start();
                    app.client.handle(start, now);
                }
                app.server.now = until;
            }
            ClientStep::Wait { until } => app.server.now = until,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((problems, app.server.begun()), (1, 0));
}
