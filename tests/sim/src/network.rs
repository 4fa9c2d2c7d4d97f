//! What happens to one request on its way there and back.

use super::lies::Lie;
use super::report::Column;
use super::rng::Rng;
use super::weather::Weather;
use xaalis::sandbox::{Effect, Garbage};

/// The fate of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// What goes wrong, if anything.
    pub fault: Option<Trouble>,
    /// On the way there, in milliseconds.
    pub there: i64,
    /// On the way back, in milliseconds.
    pub back: i64,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The connection is refused, and the client knows.
    Refused,
    /// Lost on the way there.
    LostBefore,
    /// Lost on the way back.
    LostAfter,
    /// Arrives after the client gave up.
    LateEffect,
    /// The answer comes after the client gave up.
    LateAnswer,
    /// The server, or something before it, answers this instead.
    Server(Effect),
    /// The transport sends it twice behind the client's back.
    Duplicate,
    /// It happened, and the answer lies.
    Lie(Lie),
}

impl Trouble {
    /// The column of the decision table it belongs to.
    pub const fn column(&self) -> Option<Column> {
        Some(match self {
            Self::Refused => Column::NotSent,
            Self::LostBefore | Self::LostAfter | Self::LateEffect | Self::LateAnswer => Column::NoAnswer,
            Self::Server(Effect::StatusBefore(409) | Effect::StatusAfter(409)) => Column::Conflict,
            Self::Server(Effect::StatusBefore(_) | Effect::StatusAfter(_)) => Column::ServerError,
            Self::Server(Effect::RateLimited(_)) => Column::Busy,
            Self::Server(Effect::CutBody(_) | Effect::Garbage(_)) => Column::Malformed,
            Self::Server(_) | Self::Duplicate | Self::Lie(_) => return None,
        })
    }

    /// Its name in the summary.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Refused => "connection refused",
            Self::LostBefore => "lost before the effect",
            Self::LostAfter => "lost after the effect",
            Self::LateEffect => "effect past the deadline",
            Self::LateAnswer => "answer past the deadline",
            Self::Server(Effect::StatusBefore(409) | Effect::StatusAfter(409)) => "409",
            Self::Server(Effect::StatusBefore(_)) => "5xx before the effect",
            Self::Server(Effect::StatusAfter(_)) => "5xx after the effect",
            Self::Server(Effect::RateLimited(None)) => "429",
            Self::Server(Effect::RateLimited(Some(_))) => "429 with Retry-After",
            Self::Server(Effect::CutBody(_)) => "2xx cut",
            Self::Server(Effect::Garbage(Garbage::Huge)) => "huge body",
            Self::Server(Effect::Garbage(Garbage::Deep)) => "deep body",
            Self::Server(Effect::Garbage(_)) => "garbage body",
            Self::Server(Effect::Redirect(_)) => "redirect",
            Self::Server(_) => "other",
            Self::Duplicate => "hidden duplicate",
            Self::Lie(lie) => lie.name(),
        }
    }
}

/// Draws the fate of a request. `rarity`: how many times more often than usual something goes wrong.
pub fn fate(weather: &Weather, rng: &mut Rng, operation: &str, rarity: i64) -> Fate {
    // DEXCHANGE's 409 means that its id was used.
    let keyed = operation == "billing.pay";
    let calm = Fate { fault: None, there: rng.range(5, 400), back: rng.range(5, 400) };
    let (there, back) = (calm.there, calm.back);
    let plain = |trouble| Fate { fault: Some(trouble), there, back };
    let server = |effect| plain(Trouble::Server(effect));
    let status = *rng.pick(&[500, 502, 503, 504, 520]);
    let garbage = [Garbage::Html, Garbage::Null, Garbage::Empty, Garbage::Html, Garbage::Null, Garbage::Deep];
    let garbage = if rng.chance(4) { Garbage::Huge } else { *rng.pick(&garbage) };
    let conflict = match (keyed, rng.chance(500)) {
        // The vendor says that of an id it knows; out of the blue it is not applied.
        (true, _) | (false, true) => Effect::StatusBefore(409),
        (false, false) => Effect::StatusAfter(409),
    };
    let retry_after = if rng.chance(500) { Some(rng.range(1, 20)) } else { None };
    let cut = usize::try_from(rng.range(0, 420)).unwrap_or(0);
    let redirect = *rng.pick(&[301, 302, 307, 308]);
    let late = rng.range(61_000, 600_000);
    let choices = [
        (weather.refused, plain(Trouble::Refused)),
        (weather.lost_before, plain(Trouble::LostBefore)),
        (weather.lost_after, plain(Trouble::LostAfter)),
        (weather.late_effect, Fate { fault: Some(Trouble::LateEffect), there: late, back: 100 }),
        (weather.late_answer, Fate { fault: Some(Trouble::LateAnswer), there, back: late }),
        (weather.error_before, server(Effect::StatusBefore(status))),
        (weather.error_after, server(Effect::StatusAfter(status))),
        (weather.cut, server(Effect::CutBody(cut))),
        (weather.garbage, server(Effect::Garbage(garbage))),
        (weather.redirect, server(Effect::Redirect(redirect))),
        (weather.busy, server(Effect::RateLimited(retry_after))),
        (weather.conflict, server(conflict)),
        (weather.duplicate, plain(Trouble::Duplicate)),
    ];
    let all: i64 = choices.iter().map(|(rate, _)| rate * rarity).sum();
    let mut drawn = rng.range(0, all.max(1_000));
    for (rate, fate) in choices {
        let rate = rate * rarity;
        if drawn < rate {
            return fate;
        }
        drawn -= rate;
    }
    Fate { fault: weather.lies.draw(rng, operation).map(Trouble::Lie), ..calm }
}
