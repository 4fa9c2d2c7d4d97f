//! The other end: what an app does with the relay's address and a token, and nothing it could lose.
//!
//! The same grammar as everywhere, without a journal: [`Client::poll`] says what to do, [`Client::handle`] is told
//! what happened. Whoever loads it again makes a new one, which reads where the order stands. Any request may be sent
//! twice: a start names its attempt, a code the question that it answers.

use super::view::{State as Stands, View};
use crate::error::PaymentError;
use crate::http::{Failure, Header, Method, Request, Response, retry_after_ms};
use crate::policy::{MINUTE, RETRY_AFTER_CAP, SECOND};
use crate::value::{Personal, Time, WebUrl};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How long a request may take: then the order is read again.
pub const TIMEOUT: i64 = 20 * SECOND;
/// How long what a person did is sent again without asking them once more.
pub const INSIST: i64 = 2 * MINUTE;
/// How long a choice of bills stands. Nothing of it is recorded: whoever looks again has to ask again.
const CHOICE: i64 = 10 * MINUTE;
const LARGEST: i64 = 64 << 10;
/// Longer than any token.
const LONGEST_TOKEN: usize = 4096;

/// An app's end of the relay, for one order.
#[derive(Clone)]
pub struct Client {
    url: String,
    token: Option<SecretString>,
    /// The token was made anew, and no answer was good since.
    renewed: bool,
    view: Option<View>,
    problem: Option<Problem>,
    state: State,
    /// What the person did, until it is answered.
    act: Option<Act>,
    failures: u32,
}

#[derive(Clone)]
enum State {
    /// Something is sent at the next poll.
    Wants,
    InFlight(Time),
    /// The next look is at this moment.
    Rests(Time),
    /// It ended, and nobody need look again.
    Ended,
    Refused(String),
}

#[derive(Clone)]
struct Act {
    body: String,
    since: Time,
}

/// What an app has to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientStep {
    /// Ask the shop's backend for a token, then answer [`ClientEvent::Token`], or [`ClientEvent::Failed`] where none
    /// came. At the start, and when one is too old.
    Token,
    /// Perform this once, then answer [`ClientEvent::Answered`] or [`ClientEvent::Failed`].
    Send {
        /// The request; holds the token.
        request: Request,
    },
    /// Nothing new to show: come back at this moment, or earlier with an event.
    Wait {
        /// The moment.
        until: Time,
    },
    /// Show how it stands, and come back at this moment, or earlier with what the person did.
    Show {
        /// How it stands.
        view: View,
        /// What was wrong with what the person did last.
        problem: Option<Problem>,
        /// The moment.
        until: Time,
    },
    /// The end. Where `view.next_attempt` is given, the person may begin again.
    Done {
        /// How it stands.
        view: View,
        /// What was wrong with what the person did last.
        problem: Option<Problem>,
    },
    /// The relay does not take this token or request: the shop has to look.
    Refused {
        /// The relay's word for it.
        word: String,
    },
}

/// What happened at an app's end.
#[derive(Clone, PartialEq, Eq)]
pub enum ClientEvent {
    /// The shop's backend minted a token.
    Token {
        /// As it came.
        token: String,
    },
    /// The relay answered.
    Answered {
        /// The whole answer.
        response: Response,
    },
    /// No answer came, or no token.
    Failed {
        /// Could the request have arrived?
        failure: Failure,
    },
    /// The person wants to pay: heard while `view.next_attempt` is given.
    Start {
        /// The payer's number; none for a payment page or a bill.
        phone: Option<Personal>,
        /// The operator, where its prefix does not tell.
        provider: Option<String>,
        /// Which of the bills that are shown; none, to be shown them.
        bill: Option<String>,
    },
    /// The person typed the code: heard while one is asked for.
    Code {
        /// As typed.
        code: Personal,
    },
    /// Look now: the person came back to the app.
    Look,
}

/// What was wrong with what the person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The relay's word: `invalid`, `open`, `payer_busy`, or `offline`, when nothing got through.
    pub word: String,
    /// The field, of an invalid one.
    pub field: Option<String>,
    /// What is allowed there.
    pub allowed: Option<String>,
}

impl Client {
    /// A client of the relay at this address. Nothing is sent yet.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `url`: no `https` address (nor `http` on this machine).
    pub fn new(url: &str) -> Result<Self, PaymentError> {
        WebUrl::parse("url", url)?;
        Ok(Self {
            url: url.to_owned(),
            token: None,
            renewed: false,
            view: None,
            problem: None,
            state: State::Wants,
            act: None,
            failures: 0,
        })
    }

    /// How it stood when it was told last.
    pub const fn view(&self) -> Option<&View> {
        self.view.as_ref()
    }

    /// What to do now. Safe to call again: a request is handed out once.
    pub fn poll(&mut self, now: Time) -> ClientStep {
        if let State::InFlight(until) = self.state
            && until <= now
        {
            self.failed(now);
        }
        if matches!(self.state, State::Rests(until) if until <= now) {
            self.state = State::Wants;
        }
        match &self.state {
            State::Refused(word) => ClientStep::Refused { word: word.clone() },
            State::Wants if self.token.is_none() => ClientStep::Token,
            State::Wants => {
                self.state = State::InFlight(now.plus(TIMEOUT));
                ClientStep::Send { request: self.request() }
            }
            State::InFlight(until) => ClientStep::Wait { until: *until },
            State::Rests(until) => match &self.view {
                // What a person did is tried again meanwhile.
                Some(view) if self.act.is_none() => {
                    ClientStep::Show { view: view.clone(), problem: self.problem.clone(), until: *until }
                }
                _ => ClientStep::Wait { until: *until },
            },
            State::Ended => match &self.view {
                Some(view) => ClientStep::Done { view: view.clone(), problem: self.problem.clone() },
                None => ClientStep::Wait { until: now.plus(SECOND) },
            },
        }
    }

    /// What happened. An event that answers nothing is ignored: `false`.
    pub fn handle(&mut self, event: ClientEvent, now: Time) -> bool {
        let is_heard = match &event {
            ClientEvent::Token { .. } => self.token.is_none(),
            ClientEvent::Answered { .. } => matches!(self.state, State::InFlight(_)),
            ClientEvent::Failed { .. } => {
                matches!(self.state, State::InFlight(_))
                    || (matches!(self.state, State::Wants) && self.token.is_none())
            }
            ClientEvent::Look => matches!(self.state, State::Rests(_) | State::Ended),
            ClientEvent::Start { .. } | ClientEvent::Code { .. } => {
                // One thing at a time: while something is under way, a person is not heard.
                matches!(self.state, State::Rests(_) | State::Ended) && self.act.is_none()
            }
        };
        is_heard && self.heard(event, now)
    }

    fn heard(&mut self, event: ClientEvent, now: Time) -> bool {
        match event {
            ClientEvent::Token { token } if is_token(&token) => self.token = Some(SecretString::from(token)),
            ClientEvent::Token { .. } => self.state = State::Refused("token_invalid".to_owned()),
            ClientEvent::Answered { response } => self.answered(&response, now),
            ClientEvent::Failed { .. } => self.failed(now),
            ClientEvent::Look => self.state = State::Wants,
            ClientEvent::Start { phone, provider, bill } => {
                let attempt = self.view.as_ref().and_then(|view| view.next_attempt);
                if attempt.is_none() {
                    return false;
                }
                let phone = phone.as_ref().map(Personal::expose);
                let (provider, bill) = (provider.as_deref(), bill.as_deref());
                self.acts(&Body { attempt, phone, provider, bill, ..Body::of("start") }, now);
            }
            ClientEvent::Code { code } => {
                let asking = self.view.as_ref().filter(|view| view.asks_for_code());
                let Some(rev) = asking.map(|view| view.rev.clone()) else { return false };
                let (rev, code) = (Some(rev.as_str()), Some(code.expose()));
                self.acts(&Body { rev, code, ..Body::of("code") }, now);
            }
        }
        true
    }

    fn acts(&mut self, body: &Body<'_>, now: Time) {
        let body = serde_json::to_string(body).unwrap_or_default();
        (self.act, self.problem, self.failures) = (Some(Act { body, since: now }), None, 0);
        self.state = State::Wants;
    }

    fn request(&self) -> Request {
        let header = |name: &str, value: String| Header { name: name.to_owned(), value };
        let token = self.token.as_ref().map_or("", |token| token.expose_secret());
        let mut headers = vec![
            header("Accept", "application/json".to_owned()),
            header("Authorization", ["Bearer ", token].concat()),
        ];
        if self.act.is_some() {
            headers.push(header("Content-Type", "application/json".to_owned()));
        }
        Request {
            method: if self.act.is_some() { Method::Post } else { Method::Get },
            url: self.url.clone(),
            headers,
            body: self.act.as_ref().map(|act| act.body.clone()),
            timeout_ms: TIMEOUT,
            max_body: LARGEST,
            in_parts: false,
        }
    }

    fn answered(&mut self, response: &Response, now: Time) {
        if response.status == 200 {
            return match crate::json::from_str::<View>(&response.body) {
                Ok(view) => self.stands(view, now),
                Err(_) => self.failed(now),
            };
        }
        let said: Said = crate::json::from_str(&response.body).unwrap_or_default();
        match (response.status, said.view) {
            (409, Some(view)) => {
                self.stands(view, now);
                self.problem = Some(Problem { word: said.error, field: None, allowed: None });
            }
            (401, _) if said.error == "token_expired" && !self.renewed => {
                (self.token, self.renewed) = (None, true);
                self.state = State::Wants;
            }
            // Another one may be less.
            (403, _) if said.error == "over_limit" => {
                self.rejects(Problem { word: said.error, field: None, allowed: None }, now);
            }
            (422, _) => {
                let problem = Problem { word: said.error, field: said.field, allowed: said.allowed };
                self.rejects(problem, now);
            }
            // A person is not kept waiting for minutes without being told why.
            (429, _) if self.act.is_some() => {
                self.rejects(Problem { word: said.error, field: None, allowed: None }, now);
            }
            (429 | 500..=599, _) => {
                let pause = retry_after_ms(response).map(|pause| pause.clamp(SECOND, RETRY_AFTER_CAP));
                self.pauses(pause, now);
            }
            _ => {
                self.act = None;
                self.state = State::Refused(said.error);
            }
        }
    }

    fn stands(&mut self, view: View, now: Time) {
        (self.act, self.problem, self.renewed, self.failures) = (None, None, false, 0);
        self.state = match view.after_ms {
            Some(after) => State::Rests(now.plus(after.clamp(SECOND, MINUTE))),
            None if view.asks_for_a_bill() => State::Rests(now.plus(CHOICE)),
            // What was not begun is not looked at again and again.
            None if view.state == Stands::Ready => State::Rests(now.plus(MINUTE)),
            None => State::Ended,
        };
        self.view = Some(view);
    }

    /// What the person did is not taken.
    fn rejects(&mut self, problem: Problem, now: Time) {
        (self.act, self.problem) = (None, Some(problem));
        let is_choice = self.view.as_ref().is_some_and(View::asks_for_a_bill);
        self.state = State::Rests(now.plus(if is_choice { CHOICE } else { 10 * SECOND }));
    }

    fn failed(&mut self, now: Time) {
        self.pauses(None, now);
    }

    fn pauses(&mut self, pause: Option<i64>, now: Time) {
        self.failures = self.failures.saturating_add(1);
        if self.act.as_ref().is_some_and(|act| now.since(act.since) >= INSIST) {
            self.act = None;
            self.problem = Some(Problem { word: "offline".to_owned(), field: None, allowed: None });
        }
        let backoff = SECOND.saturating_mul(1 << self.failures.clamp(1, 5).saturating_sub(1));
        self.state = State::Rests(now.plus(pause.unwrap_or(backoff)));
    }
}

#[derive(Serialize)]
struct Body<'a> {
    r#do: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bill: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rev: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
}

impl Body<'_> {
    const fn of(verb: &'static str) -> Self {
        Self { r#do: verb, attempt: None, phone: None, provider: None, bill: None, rev: None, code: None }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    error: String,
    field: Option<String>,
    allowed: Option<String>,
    view: Option<View>,
}

/// A page to log in on, say, that came instead of one: it would fit into no header.
fn is_token(text: &str) -> bool {
    (1..=LONGEST_TOKEN).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("url", &self.url).finish_non_exhaustive()
    }
}

impl fmt::Debug for ClientEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token { .. } => "Token",
            Self::Answered { .. } => "Answered",
            Self::Failed { .. } => "Failed",
            Self::Start { .. } => "Start",
            Self::Code { .. } => "Code",
            Self::Look => "Look",
        })
    }
}
