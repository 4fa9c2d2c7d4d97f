//! The relay's other end: an app that holds a token instead of a key, step by step. It has no journal and no account.

use crate::Answer;
use crate::keys::Keys;
use crate::read::{self, given, refused};
use serde::Serialize;
use xaalis::PaymentError;
use xaalis::given::{At, Fields, Given, Kind, Read};
use xaalis::http::{Failure, Request};
use xaalis::relay::{self, ClientEvent, ClientStep, Problem, View};
use xaalis::value::Time;

/// An app's end of a shop's relay, for the order that its token names.
pub struct RelayClient {
    inner: relay::Client,
    keys: Keys,
}

impl RelayClient {
    /// Of `{"url", "keys"?}`: the relay's address, and `snake` or `camel` for all that goes out. Nothing is sent yet.
    pub fn new(settings: &str) -> Answer<Self> {
        let read: Result<Settings, _> = read::read(settings, "settings");
        let settings = read.map_err(|error| refused(error, Keys::default()))?;
        let keys = settings.keys.unwrap_or_default();
        let inner = relay::Client::new(&settings.url).map_err(|error| refused(error, keys))?;
        Ok(Self { inner, keys })
    }

    /// What to do now: `{"kind": "token"}`, which the shop's backend is asked for, `send` (`request`; it holds the
    /// token), `wait` (`until`), `show` (`view`, `problem`?, `until`), `done` (`view`, `problem`?) or `refused`
    /// (`word`). Safe to ask again: a request is handed out once.
    pub fn step(&mut self, now: Time) -> String {
        let step = self.inner.poll(now);
        self.keys.write(&match &step {
            ClientStep::Token => Said::Token,
            ClientStep::Send { request } => Said::Send { request },
            ClientStep::Wait { until } => Said::Wait { until: *until },
            ClientStep::Show { view, problem, until } => {
                Said::Show { view, problem: problem.as_ref().map(Wrong::of), until: *until }
            }
            ClientStep::Done { view, problem } => {
                Said::Done { view, problem: problem.as_ref().map(Wrong::of) }
            }
            ClientStep::Refused { word } => Said::Refused { word },
        })
    }

    /// What came of it, or what the person did: `{"kind": "token", "token"}`, `failed`, `start` (`phone`?,
    /// `provider`?, `bill`?), `code` (`code`) or `look`. Whether it was heard; then the step is asked for.
    pub fn tell(&mut self, event: &str, now: Time) -> Answer<bool> {
        let Told(event) = given(event, "event", self.keys)?;
        Ok(self.inner.handle(event, now))
    }

    /// The relay answered; `headers` are a list of pairs. Whether that was waited for.
    pub fn answered(&mut self, status: u16, headers: &str, body: Vec<u8>, now: Time) -> Answer<bool> {
        let response = read::response(status, headers, body, self.keys)?;
        Ok(self.inner.handle(ClientEvent::Answered { response }, now))
    }
}

struct Settings {
    url: String,
    keys: Option<Keys>,
}

struct Told(ClientEvent);

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Said<'a> {
    Token,
    Send {
        request: &'a Request,
    },
    Wait {
        until: Time,
    },
    Show {
        view: &'a View,
        #[serde(skip_serializing_if = "Option::is_none")]
        problem: Option<Wrong<'a>>,
        until: Time,
    },
    Done {
        view: &'a View,
        #[serde(skip_serializing_if = "Option::is_none")]
        problem: Option<Wrong<'a>>,
    },
    Refused {
        word: &'a str,
    },
}

#[derive(Serialize)]
struct Wrong<'a> {
    word: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<&'a str>,
}

impl<'a> Wrong<'a> {
    fn of(problem: &'a Problem) -> Self {
        Self { word: &problem.word, field: problem.field.as_deref(), allowed: problem.allowed.as_deref() }
    }
}

impl Read for Settings {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let mut fields = Fields::of(given, &["url", "keys"], at)?;
        Ok(Self { url: fields.take("url")?, keys: fields.take("keys")? })
    }
}

impl Read for Told {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let (kind, given) = given.of_kind(&["token", "failed", "start", "code", "look"], at)?;
        let names: &[&str] = match kind {
            "token" => &["token"],
            "start" => &["phone", "provider", "bill"],
            "code" => &["code"],
            _ => &[],
        };
        let mut fields = Fields::of(given, names, at)?;
        Ok(Self(match kind {
            "token" => ClientEvent::Token { token: fields.take("token")? },
            "start" => {
                let phone: Option<String> = fields.take("phone")?;
                let (provider, bill) = (fields.take("provider")?, fields.take("bill")?);
                ClientEvent::Start { phone: phone.map(Into::into), provider, bill }
            }
            "code" => ClientEvent::Code { code: fields.take::<String>("code")?.into() },
            "look" => ClientEvent::Look,
            _ => ClientEvent::Failed { failure: Failure::MaybeSent },
        }))
    }
}
