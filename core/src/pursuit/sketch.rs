//! What a payment of the vendor's can be recognised by where it carries no id of ours: amount, payer
//! and time, as far as they can be read.

use crate::context::Context;
use crate::machine::Trail;
use crate::policy::{HOUR, MINUTE, MONEY_TIMEOUT};
use crate::value::wire;
use crate::value::{Amount, Reference, Time};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// How alike a payment of the vendor's is to the one that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    No,
    /// Nothing speaks against it, but something cannot be compared.
    Perhaps,
    Yes,
}

/// What can be read of a payment, or of an item of a list that cannot be read whole.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sketch<'a> {
    #[serde(borrow, deserialize_with = "wire::word_opt")]
    pub(crate) reference: Option<Cow<'a, str>>,
    /// In francs; negative for a number that is no amount.
    #[serde(deserialize_with = "number")]
    pub(crate) amount: Option<i64>,
    #[serde(borrow, deserialize_with = "wire::word_opt")]
    pub(crate) provider: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::word_opt")]
    pub(crate) phone: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "wire::word_opt")]
    pub(crate) created_at: Option<Cow<'a, str>>,
    #[serde(deserialize_with = "wire::flag_opt")]
    pub(crate) live_mode: Option<bool>,
}

/// The payment that is looked for.
pub(crate) struct Sought<'a> {
    pub(crate) ctx: &'a Context,
    pub(crate) window: Window,
    /// Known to be another's.
    pub(crate) excluded: &'a [Reference],
}

/// When a payment that was sent can have been made, by the vendor's clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    sent: Time,
    ahead: Ahead,
}

/// How far the vendor's clock is ahead of ours.
#[derive(Clone, Copy, Debug)]
enum Ahead {
    Unmeasured,
    /// Of the clock that read the time of sending.
    OfSender(i64),
    /// Of another clock: that of the process that goes on.
    OfHeir(i64),
}

/// Does an item of a list that cannot be read name this id of ours?
pub(crate) fn names(text: &str, ours: &Reference) -> bool {
    words(text).any(|word| ours.is_same(word))
}

/// Everything in a text that can be an id of ours.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').filter(|word| !word.is_empty())
}

impl<'a> Sketch<'a> {
    /// What can be read of an item that cannot be read whole; of some, nothing.
    pub(crate) fn read(text: &'a str) -> Self {
        crate::json::from_str(text).unwrap_or_default()
    }
}

impl Sought<'_> {
    /// As far as reference, mode, amount and time tell.
    pub(crate) fn resembles(&self, sketch: &Sketch<'_>, amount: Amount) -> Likeness {
        let same = sketch.amount.map_or(Likeness::Perhaps, |seen| Likeness::of(seen == amount.francs()));
        let named = sketch.reference.as_deref();
        let another = self.excluded.iter().any(|other| Some(other.as_str()) == named)
            || self.ctx.mode.contradicts(sketch.live_mode);
        same.min(Likeness::of(!another)).min(self.window.holds(sketch.created_at.as_deref()))
    }
}

impl Likeness {
    pub(crate) const fn of(same: bool) -> Self {
        if same { Self::Yes } else { Self::No }
    }
}

impl Window {
    /// `heir`: what was measured by a process that goes on with what another one sent.
    pub(crate) fn new(trail: &Trail, heir: Option<i64>) -> Self {
        let ahead = match (trail.ahead, heir) {
            (Some(ahead), _) => Ahead::OfSender(ahead),
            (None, Some(ahead)) => Ahead::OfHeir(ahead),
            (None, None) => Ahead::Unmeasured,
        };
        Self { sent: trail.last_sent, ahead }
    }

    /// Was it made when ours was sent? Where the clocks disagree, what either would take is possible,
    /// and only what the better one would take is more: a wrong clock must not make us take what
    /// belongs to another.
    fn holds(self, created_at: Option<&str>) -> Likeness {
        let Some(text) = created_at else { return Likeness::Perhaps };
        let Some(created) = Time::parse(text) else { return self.may_hold(text) };
        let ours = self.fits(created, 0, 0);
        match self.ahead {
            Ahead::Unmeasured => Likeness::of(ours),
            Ahead::OfSender(ahead) if self.fits(created, ahead, 0) => Likeness::Yes,
            Ahead::OfHeir(ahead) if ours && self.fits(created, ahead, 0) => Likeness::Yes,
            Ahead::OfHeir(ahead) if self.fits(created, ahead, 0) => Likeness::Perhaps,
            _ if ours => Likeness::Perhaps,
            _ => Likeness::No,
        }
    }

    /// A time of no zone is somebody's: at most fourteen hours from ours.
    fn may_hold(self, text: &str) -> Likeness {
        let Some(somewhere) = Time::parse(&format!("{}Z", text.trim())) else { return Likeness::Perhaps };
        let ahead = match self.ahead {
            Ahead::Unmeasured => 0,
            Ahead::OfSender(ahead) | Ahead::OfHeir(ahead) => ahead,
        };
        let near = self.fits(somewhere, 0, 14 * HOUR) || self.fits(somewhere, ahead, 14 * HOUR);
        if near { Likeness::Perhaps } else { Likeness::No }
    }

    /// Two minutes of clock difference are granted before, the deadline and five minutes after.
    fn fits(self, created: Time, ahead: i64, more: i64) -> bool {
        let sent = self.sent.plus(ahead);
        let (before, after) = (2 * MINUTE, MONEY_TIMEOUT + 5 * MINUTE);
        created.plus(before).plus(more) >= sent && created <= sent.plus(after).plus(more)
    }
}

/// A number, exactly: in francs, or negative when it is one but no amount. Anything else is none.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(wire::word_opt(deserializer)?.as_deref().and_then(francs))
}

fn francs(text: &str) -> Option<i64> {
    const NO_AMOUNT: i64 = -1;
    let (mantissa, exponent) = text.trim().split_once(['e', 'E']).unwrap_or((text.trim(), "0"));
    let positive = mantissa.trim_start_matches('-');
    let (whole, decimals) = positive.split_once('.').unwrap_or((positive, ""));
    let digits = format!("{whole}{decimals}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    let bare = digits.trim_end_matches('0');
    if bare.is_empty() {
        return Some(0);
    }
    // The value is `bare` times ten to this power.
    let zeros = i64::try_from(digits.len().saturating_sub(bare.len())).ok()?;
    let power = exponent.parse::<i64>().ok()?.saturating_add(zeros);
    let power = power.saturating_sub(i64::try_from(decimals.len()).ok()?);
    let francs = u32::try_from(power).ok().and_then(|power| 10_i64.checked_pow(power));
    let francs = francs.zip(bare.parse::<i64>().ok()).and_then(|(tens, bare)| bare.checked_mul(tens));
    let amount = francs.filter(|_| mantissa == positive).and_then(|francs| Amount::new(francs).ok());
    Some(amount.map_or(NO_AMOUNT, Amount::francs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly_and_what_is_no_amount_is_told_apart() {
        for (text, is) in [
            ("1000", Some(1_000)),
            ("1000.00", Some(1_000)),
            ("1E+3", Some(1_000)),
            ("0.25e4", Some(2_500)),
            ("25000e-1", Some(2_500)),
            ("0", Some(0)),
            ("-0.0", Some(0)),
            ("0e99999", Some(0)),
            (" 7 ", Some(7)),
            ("12.5", Some(-1)),
            ("-900", Some(-1)),
            ("1e-1", Some(-1)),
            ("1e13", Some(-1)),
            ("1e999999", Some(-1)),
            ("99999999999999999999999", Some(-1)),
            ("1 000", None),
            ("mille", None),
            ("true", None),
            ("", None),
            (".", None),
            ("1e", None),
            ("1ex", None),
        ] {
            assert_eq!(francs(text), is, "{text}");
        }
    }

    #[test]
    fn what_can_be_read_of_an_item_is() {
        let sketch = Sketch::read(
            r#"{"reference": "ch_1", "status": null, "amount": -40, "phone": 70112233, "live_mode": "True",
                "created_at": "2026-01-05T07:00:00Z", "provider": {"name": "moov_bf"}}"#,
        );
        assert_eq!((sketch.reference.as_deref(), sketch.amount), (Some("ch_1"), Some(-1)));
        assert_eq!((sketch.phone.as_deref(), sketch.provider), (Some("70112233"), None));
        assert_eq!(sketch.created_at.as_deref(), Some("2026-01-05T07:00:00Z"));
        assert_eq!(sketch.live_mode, Some(true));
        for nothing in ["null", "7", "[\"ch_1\", 40]", "\"ch_1\"", r#"{"amount": 1, "amount": 2}"#] {
            assert_eq!(Sketch::read(nothing).amount, None, "{nothing}");
        }
    }

    #[test]
    fn an_id_of_ours_stands_alone_in_a_text() {
        let ours = Reference::parse("Pay-7_x").unwrap();
        assert!(names(r#"{"ext_id":"PAY-7_X","amount":-1}"#, &ours) && names("pay-7_x", &ours));
        for other in ["", r#"{"ext_id":"pay-7_xy"}"#, r#"{"ext_id":"a-pay-7_x"}"#, r#"{"ext_id":"pay 7_x"}"#]
        {
            assert!(!names(other, &ours), "{other}");
        }
    }

    #[test]
    fn a_window_is_moved_by_what_was_measured_and_sure_only_where_the_clocks_agree() {
        use Likeness::{No, Perhaps, Yes};
        let sent = Time::parse("2026-03-01T12:00:00Z").unwrap();
        let trail = |ahead| Trail { attempts: 1, uncertain: 1, last_sent: sent, ahead };
        let ahead = 3 * HOUR;
        for (what, window, at_noon, at_three) in [
            ("unmeasured", Window::new(&trail(None), None), Yes, No),
            ("by the sender", Window::new(&trail(Some(ahead)), None), Perhaps, Yes),
            ("by its heir alone", Window::new(&trail(None), Some(ahead)), Perhaps, Perhaps),
            ("by both", Window::new(&trail(Some(0)), Some(ahead)), Yes, No),
            ("by an heir whose clock agrees", Window::new(&trail(None), Some(9_000)), Yes, No),
        ] {
            assert_eq!(window.holds(Some("2026-03-01T12:00:30.5Z")), at_noon, "{what}");
            assert_eq!(window.holds(Some("2026-03-01T16:00:30+01:00")), at_three, "{what}");
            assert_eq!(window.holds(Some("2026-03-01T11:50:00Z")), No, "{what}");
            assert_eq!(window.holds(None), Perhaps, "{what}");
            assert_eq!(window.holds(Some("yesterday")), Perhaps, "{what}");
            assert_eq!(window.holds(Some("2026-03-01T02:00:00")), Perhaps, "{what}: of some zone");
            assert_eq!(window.holds(Some("2026-02-27T12:00:00")), No, "{what}: of no zone on Earth");
        }
        let plain = Window::new(&trail(None), None);
        // Of no zone: fourteen hours more on both sides, of either clock.
        let apart = Window::new(&trail(Some(100 * HOUR)), None);
        for (created, by_ours, by_either) in [
            ("02-28T21:57:00", No, No),
            ("02-28T21:58:00", Perhaps, Perhaps),
            ("03-02T02:06:00", Perhaps, Perhaps),
            ("03-02T02:07:00", No, No),
            ("03-05T01:57:00", No, No),
            ("03-05T01:58:00", No, Perhaps),
            ("03-06T06:06:00", No, Perhaps),
            ("03-06T06:07:00", No, No),
        ] {
            let created = format!("2026-{created}");
            assert_eq!(plain.holds(Some(&created)), by_ours, "{created}");
            assert_eq!(apart.holds(Some(&created)), by_either, "{created}");
        }
        for (created, fits) in [("11:58:00", Yes), ("11:57:59", No), ("12:06:00", Yes), ("12:06:01", No)] {
            assert_eq!(plain.holds(Some(&format!("2026-03-01T{created}Z"))), fits, "{created}");
        }
    }
}
