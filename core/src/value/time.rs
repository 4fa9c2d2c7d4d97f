//! Time as a number handed in: the core has no clock.

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00Z, read from the platform's clock by the caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(i64);

impl Time {
    /// The moment this many milliseconds after 1970.
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This moment plus `ms` milliseconds (minus, when negative).
    #[must_use]
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds passed since `earlier`; negative when `earlier` is later.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Reads the vendors' timestamps: `2024-08-18T11:43:47.380565+00:00` and `…Z`, any offset,
    /// any number of decimals (kept to the millisecond). `None` when it is anything else.
    ///
    /// Written here because the calendar crates would add more to the browser package than all of
    /// this library's parsing.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.trim().as_bytes();
        let number = |from: usize, to: usize| -> Option<i64> {
            let digits = bytes.get(from..to)?;
            digits.iter().try_fold(0_i64, |sum, byte| {
                byte.is_ascii_digit()
                    .then(|| sum.saturating_mul(10).saturating_add(i64::from(byte.saturating_sub(b'0'))))
            })
        };
        let mark = |at: usize, byte: u8| (bytes.get(at) == Some(&byte)).then_some(());
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        mark(4, b'-').and(mark(7, b'-')).and(mark(13, b':')).and(mark(16, b':'))?;
        mark(10, b'T').or(mark(10, b' '))?;
        let in_range =
            (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60;
        if !in_range {
            return None;
        }
        let mut at = 19_usize;
        let mut ms = 0_i64;
        if mark(at, b'.').is_some() {
            at = at.saturating_add(1);
            let mut weight = 100_i64;
            let start = at;
            while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
                ms = ms.saturating_add(i64::from(digit.saturating_sub(b'0')).saturating_mul(weight));
                weight = weight.checked_div(10).unwrap_or(0);
                at = at.saturating_add(1);
            }
            if at == start {
                return None;
            }
        }
        let offset_minutes = match bytes.get(at..)? {
            b"Z" | b"z" => 0,
            [sign @ (b'+' | b'-'), rest @ ..] if rest.len() == 5 && rest.get(2) == Some(&b':') => {
                let from = at.saturating_add(1);
                let hours = number(from, from.saturating_add(2))?;
                let minutes = number(from.saturating_add(3), from.saturating_add(5))?;
                let total = hours.saturating_mul(60).saturating_add(minutes);
                if *sign == b'-' { total.saturating_neg() } else { total }
            }
            _ => return None,
        };
        let seconds = days_from_civil(year, month, day)
            .saturating_mul(86_400)
            .saturating_add(hour.saturating_mul(3_600))
            .saturating_add(minute.saturating_mul(60))
            .saturating_add(second)
            .saturating_sub(offset_minutes.saturating_mul(60));
        Some(Self(seconds.saturating_mul(1_000).saturating_add(ms)))
    }
}

impl Time {
    /// Reads the date of an HTTP answer, `Sun, 06 Nov 1994 08:49:37 GMT`: the one form that servers may
    /// write. `None` when it is anything else.
    pub(crate) fn parse_http(text: &str) -> Option<Self> {
        const MONTHS: [(&str, &str); 12] = [
            ("Jan", "01"),
            ("Feb", "02"),
            ("Mar", "03"),
            ("Apr", "04"),
            ("May", "05"),
            ("Jun", "06"),
            ("Jul", "07"),
            ("Aug", "08"),
            ("Sep", "09"),
            ("Oct", "10"),
            ("Nov", "11"),
            ("Dec", "12"),
        ];
        let mut words = text.split_ascii_whitespace();
        let mut word = || words.next();
        let (weekday, day, month, year, clock, zone) = (word()?, word()?, word()?, word()?, word()?, word()?);
        let (_, month) = MONTHS.iter().find(|(name, _)| *name == month)?;
        let fits = weekday.ends_with(',') && zone == "GMT" && clock.len() == 8 && word().is_none();
        fits.then(|| Self::parse(&[year, "-", month, "-", day, "T", clock, "Z"].concat())).flatten()
    }
}

/// Days since 1970-01-01 of a date in the Gregorian calendar (years 0 to 9999).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year.saturating_sub(1) } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = if month > 2 { month.saturating_sub(3) } else { month.saturating_add(9) };
    let day_of_year =
        shifted.saturating_mul(153).saturating_add(2).div_euclid(5).saturating_add(day).saturating_sub(1);
    let day_of_era = year_of_era
        .saturating_mul(365)
        .saturating_add(year_of_era.div_euclid(4))
        .saturating_sub(year_of_era.div_euclid(100))
        .saturating_add(day_of_year);
    era.saturating_mul(146_097).saturating_add(day_of_era).saturating_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_the_docs_are_the_same_moment() {
        let z = Time::parse("2024-08-18T12:52:33.569084Z").unwrap();
        assert_eq!(Time::parse("2024-08-18T12:52:33.569084+00:00"), Some(z));
        assert_eq!(Time::parse("2024-08-18T13:52:33.569+01:00"), Some(z));
        assert_eq!(z.millis(), 1_723_985_553_569);
        assert_eq!(Time::parse("1970-01-01T00:00:00Z"), Some(Time::default()));
        for bad in [
            "",
            "2024-08-18",
            "2024-13-18T12:52:33Z",
            "2024-08-18T12:52:33",
            "2024-08-18T12:52:33.Z",
            "2024-08-18T24:00:00Z",
            "2024-08-18T12:60:00Z",
            "2024-08-18T12:52:61Z",
            "2024-08-18T12:52:33+0100",
            "2024-08-18T12:52:33+01",
            "2024-08-18T12:52:33+01:000",
            "2024-08-18T12:52:33+01-00",
            "2024-08-18T12:52:33+01x00",
            "é024-08-18T12:52:33Z",
        ] {
            assert_eq!(Time::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_date_of_an_answer_is_read_in_its_one_form() {
        let read = |text: &str| Time::parse_http(text).map(Time::millis);
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777_000));
        assert_eq!(read(" Thu, 29 Feb 2024 23:59:59 GMT"), Some(1_709_251_199_000));
        for bad in [
            "",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 06 Nov 1994 08:49:37 +0100",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 94 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37.5 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT x",
            "2024-08-18T12:52:33Z",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
