//! What is judged before any store is read: path and method, origin, size and type, token, operation, body.

use super::super::token::{Claims, Unfit};
use super::answer::{No, Said};
use super::body::Verb;
use super::{Gate, Incoming, MOST_BODY};
use crate::value::Time;

/// Who came in, and what for.
pub(super) struct Entered {
    pub(super) claims: Claims,
    pub(super) verb: Verb,
}

/// What is known of a request by then.
#[derive(Default)]
pub(super) struct Seen {
    /// Its origin, once it was found to be good.
    pub(super) origin: Option<String>,
    /// Why its token was refused: for the audit line alone.
    pub(super) reason: Option<&'static str>,
}

pub(super) fn enter(gate: &Gate, incoming: &Incoming, seen: &mut Seen, now: Time) -> Result<Entered, Said> {
    let no = |status, word| Err(Said::No(No::new(status, word)));
    let path = incoming.target.split('?').next().unwrap_or_default();
    if path != gate.path {
        return no(404, "not_found");
    }
    let is_overridden = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]
        .iter()
        .any(|name| incoming.has(name));
    let is_post = match incoming.method.as_str() {
        _ if is_overridden => return no(405, "method"),
        "GET" | "OPTIONS" => false,
        "POST" => true,
        _ => return no(405, "method"),
    };
    let is_preflight = incoming.method == "OPTIONS";
    seen.origin = origin(gate, incoming).map_err(Said::No)?;
    if is_preflight {
        return if seen.origin.is_some() { Err(Said::Preflight) } else { no(403, "origin") };
    }
    if is_post {
        check_body(incoming).map_err(Said::No)?;
    }
    let claims = claims(gate, incoming, seen, now)?;
    // A page on the relay's own origin names none when it reads, so a read that names none is taken.
    if !(claims.is_for(seen.origin.as_deref()) || (!is_post && seen.origin.is_none())) {
        seen.origin = None;
        return no(403, "origin");
    }
    if gate.check_operation(&claims).is_err() {
        return no(403, "not_allowed");
    }
    let verb = if is_post { Verb::read(&incoming.body, &claims)? } else { Verb::Look };
    if let Verb::Start { payer: Some(payer), .. } = &verb
        && !gate.keys.is_pinned(&claims, &payer.phone)
    {
        return no(403, "payer");
    }
    Ok(Entered { claims, verb })
}

/// The origin of a page, none for an app, or what no page of the shop sends.
fn origin(gate: &Gate, incoming: &Incoming) -> Result<Option<String>, No> {
    const BAD: No = No::new(403, "origin");
    let mut named = incoming.all("Origin");
    let origin = match (named.next(), named.next()) {
        (None, _) => None,
        (Some(origin), None) if gate.knows(origin) => Some(origin.to_owned()),
        _ => return Err(BAD),
    };
    let one = |name: &str| incoming.all(name).next();
    let (site, mode, dest) = (one("Sec-Fetch-Site"), one("Sec-Fetch-Mode"), one("Sec-Fetch-Dest"));
    let is_called_by_hand = site == Some("none") || (site == Some("cross-site") && origin.is_none());
    let is_fetched = mode.is_none_or(|mode| matches!(mode, "cors" | "same-origin"));
    if is_called_by_hand || !is_fetched || dest.is_some_and(|dest| dest != "empty") {
        return Err(BAD);
    }
    Ok(origin)
}

fn check_body(incoming: &Incoming) -> Result<(), No> {
    let mut lengths = incoming.all("Content-Length").map(str::parse);
    let is_honest = lengths.all(|length| length == Ok(incoming.body.len()));
    if incoming.body.len() > MOST_BODY || !is_honest {
        return Err(No::new(413, "too_large"));
    }
    let mut types = incoming.all("Content-Type");
    let is_json = matches!((types.next(), types.next()), (Some(name), None) if is_json(name));
    let is_plain = incoming.all("Content-Encoding").all(|name| name.eq_ignore_ascii_case("identity"));
    if is_json && is_plain { Ok(()) } else { Err(No::new(415, "content_type")) }
}

fn is_json(name: &str) -> bool {
    let (name, rest) = name.split_once(';').unwrap_or((name, ""));
    name.trim().eq_ignore_ascii_case("application/json")
        && matches!(rest.trim().to_ascii_lowercase().as_str(), "" | "charset=utf-8" | "charset=\"utf-8\"")
}

fn claims(gate: &Gate, incoming: &Incoming, seen: &mut Seen, now: Time) -> Result<Claims, Said> {
    let mut all = incoming.all("Authorization");
    let (Some(value), None) = (all.next(), all.next()) else {
        return Err(Said::No(No::new(401, "token_missing")));
    };
    let bearer = value.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"));
    let Some((_, token)) = bearer else { return Err(Said::No(No::new(401, "token_missing"))) };
    gate.keys.check(token, &gate.url, now).map_err(|unfit| {
        Said::No(match unfit {
            Unfit::Expired => No::new(401, "token_expired"),
            Unfit::Invalid(reason) => {
                seen.reason = Some(reason);
                No::new(401, "token_invalid")
            }
        })
    })
}

impl Incoming {
    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = move |header: &&crate::http::Header| header.name.eq_ignore_ascii_case(name);
        self.headers.iter().filter(named).map(|header| header.value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }
}
