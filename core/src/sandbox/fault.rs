//! Faults as data: what goes wrong, and with which request.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One thing that goes wrong. Of several that match a request, the first injected acts.
///
/// As text `effect@when`, for command lines: `drop-after@3`, `503-before@charges`,
/// `cut:40@transfers`, `delay:90000@pay`, `429:5@bulk`, `drop-before@*`, `garbage:deep@*charges`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which requests.
    pub when: When,
    /// What happens to them.
    pub effect: Effect,
}

/// Which requests a fault hits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// The request with this number, counted over all from 1. As text: `3`.
    Nth(i64),
    /// The next request whose path (without `/v1/payment`) contains the word, once. As text: `charges`.
    Next(String),
    /// Every request whose path contains the word; the empty word is in all. As text: `*charges`, `*`.
    Always(String),
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The connection is refused: the client knows that nothing was sent. `refuse`
    Refuse,
    /// Lost on the way there: nothing happened, the client cannot know. `drop-before`
    DropBefore,
    /// Lost on the way back: it happened, the client cannot know. `drop-after`
    DropAfter,
    /// It happened, the answer comes this many milliseconds late. `delay:90000`
    Delay(i64),
    /// This HTTP status, nothing happened. `503-before`
    StatusBefore(u16),
    /// It happened, but the answer is this HTTP status. `503-after`
    StatusAfter(u16),
    /// It happened, the answer's body ends after this many bytes. `cut:40`
    CutBody(usize),
    /// It happened, the answer is HTTP 200 with something else in the body. `garbage`, `garbage:deep`
    Garbage(Garbage),
    /// The server receives it twice, the client gets the first answer. `duplicate`
    Duplicate,
    /// The first answer was lost and the transport sent it again: the client gets the second. `resent`
    Resent,
    /// A redirect to another host, nothing happened. `redirect`, `redirect:307`
    Redirect(u16),
    /// HTTP 429, nothing happened; with `Retry-After` in seconds, if given. `429`, `429:5`
    RateLimited(Option<i64>),
}

/// What stands in the body instead of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Garbage {
    /// A proxy's page. `garbage:html`
    Html,
    /// The JSON value `null`. `garbage:null`
    Null,
    /// Nothing. `garbage:empty`
    Empty,
    /// 100,000 nested arrays. `garbage:deep`
    Deep,
    /// 20 MB of JSON. `garbage:huge`
    Huge,
}

impl Fault {
    /// Whether the fault hits a request; `number` counts from 1.
    ///
    /// The word is not looked for in `/v1/payment`, where `pay` would hit all of Senfenico.
    pub(super) fn hits(&self, number: i64, path: &str) -> bool {
        let path = path.strip_prefix("/v1/payment").unwrap_or(path);
        match &self.when {
            When::Nth(nth) => *nth == number,
            When::Next(word) | When::Always(word) => path.contains(word.as_str()),
        }
    }

    /// Whether the fault is used up by one hit.
    pub(super) const fn once(&self) -> bool {
        !matches!(self.when, When::Always(_))
    }
}

impl Garbage {
    pub(super) fn body(self) -> String {
        match self {
            Self::Html => "<html><head><title>502 Bad Gateway</title></head><body></body></html>".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Empty => String::new(),
            Self::Deep => "[".repeat(100_000),
            Self::Huge => format!("{{\"status\":true,\"data\":\"{}\"}}", "x".repeat(20_000_000)),
        }
    }
}

/// Why a text is not a [`Fault`]: a clear sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFault(String);

impl fmt::Display for BadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadFault {}

impl FromStr for Fault {
    type Err = BadFault;

    fn from_str(text: &str) -> Result<Self, BadFault> {
        let (effect, when) = text.split_once('@').ok_or_else(|| {
            BadFault(format!("fault `{text}`: write effect@when, such as drop-after@3 or 503-before@charges"))
        })?;
        Ok(Self { when: when.parse()?, effect: effect.parse()? })
    }
}

impl FromStr for When {
    type Err = BadFault;

    fn from_str(text: &str) -> Result<Self, BadFault> {
        if text.is_empty() {
            return Err(BadFault("fault: after the @ stands a number, a word of the path, or *".to_owned()));
        }
        if let Some(word) = text.strip_prefix('*') {
            return Ok(Self::Always(word.to_owned()));
        }
        match text.parse::<i64>() {
            Ok(nth) if nth >= 1 => Ok(Self::Nth(nth)),
            Ok(_) => Err(BadFault(format!("fault: requests are counted from 1, not {text}"))),
            Err(_) => Ok(Self::Next(text.to_owned())),
        }
    }
}

impl FromStr for Effect {
    type Err = BadFault;

    fn from_str(text: &str) -> Result<Self, BadFault> {
        let (name, value) = text.split_once(':').map_or((text, None), |(name, value)| (name, Some(value)));
        match (name, value) {
            ("refuse", None) => Ok(Self::Refuse),
            ("drop-before", None) => Ok(Self::DropBefore),
            ("drop-after", None) => Ok(Self::DropAfter),
            ("duplicate", None) => Ok(Self::Duplicate),
            ("resent", None) => Ok(Self::Resent),
            ("delay", Some(ms)) => Ok(Self::Delay(number(text, ms)?)),
            ("cut", Some(bytes)) => Ok(Self::CutBody(number(text, bytes)?)),
            ("redirect", None) => Ok(Self::Redirect(307)),
            ("redirect", Some(status)) => Ok(Self::Redirect(status_code(text, status)?)),
            ("429", None) => Ok(Self::RateLimited(None)),
            ("429", Some(seconds)) => Ok(Self::RateLimited(Some(number(text, seconds)?))),
            ("garbage", kind) => Ok(Self::Garbage(match kind {
                None | Some("html") => Garbage::Html,
                Some("null") => Garbage::Null,
                Some("empty") => Garbage::Empty,
                Some("deep") => Garbage::Deep,
                Some("huge") => Garbage::Huge,
                Some(_) => {
                    return Err(BadFault(format!(
                        "fault `{text}`: garbage is html, null, empty, deep or huge"
                    )));
                }
            })),
            (status, None) if status.ends_with("-before") => {
                Ok(Self::StatusBefore(status_code(text, status.trim_end_matches("-before"))?))
            }
            (status, None) if status.ends_with("-after") => {
                Ok(Self::StatusAfter(status_code(text, status.trim_end_matches("-after"))?))
            }
            _ => Err(BadFault(format!(
                "fault `{text}`: known are refuse, drop-before, drop-after, delay:MS, STATUS-before, \
                 STATUS-after, cut:BYTES, garbage:KIND, duplicate, resent, redirect, 429:SECONDS"
            ))),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.effect {
            Effect::Refuse => f.write_str("refuse"),
            Effect::DropBefore => f.write_str("drop-before"),
            Effect::DropAfter => f.write_str("drop-after"),
            Effect::Delay(ms) => write!(f, "delay:{ms}"),
            Effect::StatusBefore(status) => write!(f, "{status}-before"),
            Effect::StatusAfter(status) => write!(f, "{status}-after"),
            Effect::CutBody(bytes) => write!(f, "cut:{bytes}"),
            Effect::Garbage(kind) => write!(f, "garbage:{}", format!("{kind:?}").to_lowercase()),
            Effect::Duplicate => f.write_str("duplicate"),
            Effect::Resent => f.write_str("resent"),
            Effect::Redirect(status) => write!(f, "redirect:{status}"),
            Effect::RateLimited(None) => f.write_str("429"),
            Effect::RateLimited(Some(seconds)) => write!(f, "429:{seconds}"),
        }?;
        match &self.when {
            When::Nth(nth) => write!(f, "@{nth}"),
            When::Next(word) => write!(f, "@{word}"),
            When::Always(word) => write!(f, "@*{word}"),
        }
    }
}

fn number<T: FromStr + PartialOrd + Default>(whole: &str, text: &str) -> Result<T, BadFault> {
    text.parse::<T>()
        .ok()
        .filter(|n| *n >= T::default())
        .ok_or_else(|| BadFault(format!("fault `{whole}`: `{text}` is not a whole number from 0")))
}

fn status_code(whole: &str, text: &str) -> Result<u16, BadFault> {
    text.parse::<u16>()
        .ok()
        .filter(|status| (100..=599).contains(status))
        .ok_or_else(|| BadFault(format!("fault `{whole}`: `{text}` is not an HTTP status from 100 to 599")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_survives_text_and_json() {
        for text in [
            "refuse@1",
            "drop-before@*",
            "drop-after@3",
            "delay:90000@pay",
            "503-before@charges",
            "500-after@*charges",
            "cut:40@transfers",
            "garbage:deep@2",
            "garbage:huge@x",
            "duplicate@2",
            "resent@2",
            "redirect:301@charges",
            "429@bulk",
            "429:5@bulk",
        ] {
            let fault: Fault = text.parse().unwrap();
            assert_eq!(fault.to_string(), text);
            let json = serde_json::to_string(&fault).unwrap();
            assert_eq!(serde_json::from_str::<Fault>(&json).unwrap(), fault);
        }
        assert_eq!("garbage@1".parse::<Fault>().unwrap().to_string(), "garbage:html@1");
    }

    #[test]
    fn bad_faults_say_what_is_wrong() {
        for (text, word) in [
            ("drop-after", "effect@when"),
            ("drop-after@", "after the @"),
            ("drop-after@0", "from 1"),
            ("explode@1", "known are"),
            ("cut:-1@1", "whole number"),
            ("999-before@1", "599"),
            ("garbage:odd@1", "deep"),
            ("delay@1", "known are"),
        ] {
            let said = text.parse::<Fault>().unwrap_err().to_string();
            assert!(said.contains(word), "{text}: {said}");
        }
    }

    #[test]
    fn a_fault_hits_what_it_names() {
        let nth: Fault = "refuse@2".parse().unwrap();
        assert!(nth.hits(2, "/a") && !nth.hits(1, "/a") && nth.once());
        let always: Fault = "refuse@*".parse().unwrap();
        assert!(always.hits(9, "/a") && !always.once());
        let pay: Fault = "refuse@pay".parse().unwrap();
        assert!(pay.hits(1, "/api/v1/billing/pay") && !pay.hits(1, "/v1/payment/charges"));
    }
}
