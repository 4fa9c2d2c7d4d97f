//! What the demo prints: a clock, a mark and a sentence.

use std::fmt::Write as _;
use xaalis::value::Time;

/// What kind of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Something that went well.
    Good,
    /// A definite no.
    Bad,
    /// Nobody knows yet.
    Open,
    /// What happens meanwhile.
    Step,
}

/// What is shown of the day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct View {
    /// Only this scene; the others still happen, for it lives on their money.
    pub(super) only: Option<usize>,
    /// Nothing but failed checks.
    pub(super) quiet: bool,
    /// Colours.
    pub(super) color: bool,
}

/// The lines so far: kept, then written at once, so that a test can read them.
#[derive(Debug)]
pub(super) struct Screen {
    view: View,
    scene: usize,
    text: String,
}

impl Screen {
    pub(super) const fn new(view: View) -> Self {
        Self { view, scene: 0, text: String::new() }
    }

    /// The first line, for those who see the whole day.
    pub(super) fn head(&mut self, text: &str) {
        self.put(&self.paint("1", text));
    }

    pub(super) fn scene(&mut self, number: usize, title: &str, now: Time) {
        self.scene = number;
        let title = self.paint("1", &format!("{number}  {title}"));
        self.put(&format!("\n{}  {title}", clock(now)));
    }

    pub(super) fn line(&mut self, mark: Mark, text: &str, now: Time) {
        let (sign, color) = match mark {
            Mark::Good => ("✓", "32"),
            Mark::Bad => ("✗", "31"),
            Mark::Open => ("?", "33"),
            Mark::Step => ("·", "2"),
        };
        let sign = self.paint(color, sign);
        let text = if mark == Mark::Step { self.paint("2", text) } else { text.to_owned() };
        self.put(&format!("{}  {sign} {text}", clock(now)));
    }

    /// A line without clock, such as a row of a table.
    pub(super) fn plain(&mut self, text: &str) {
        self.put(format!("            {text}").trim_end());
    }

    /// Always shown, whatever the view.
    pub(super) fn failed(&mut self, claim: &str) {
        let text = self.paint("1;31", &format!("CHECK FAILED in scene {}: {claim}", self.scene));
        let _ = writeln!(self.text, "{text}");
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn put(&mut self, line: &str) {
        let chosen = self.view.only.is_none_or(|only| only == self.scene);
        if chosen && !self.view.quiet {
            let _ = writeln!(self.text, "{line}");
        }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.view.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// `08:00:00`.
pub(super) fn clock(now: Time) -> String {
    let seconds = now.millis().div_euclid(1_000).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// `104 500 F`, and `-1 000 F` for what left an account.
pub(super) fn francs(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::from(if amount < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text + " F"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_money_and_time_as_people_write_them() {
        let shown = [0, 999, 1_000, -104_500, 5_000_000].map(francs);
        assert_eq!(shown, ["0 F", "999 F", "1 000 F", "-104 500 F", "5 000 000 F"]);
        assert_eq!(clock(Time::from_millis(1_767_600_000_000 + 3_723_999)), "09:02:03");
    }

    #[test]
    fn colours_and_silence_are_choices() {
        let shown = |view| {
            let mut screen = Screen::new(view);
            screen.scene(2, "A scene", Time::default());
            screen.line(Mark::Good, "fine", Time::default());
            screen.failed("broken");
            screen.into_text()
        };
        assert!(!shown(View::default()).contains('\u{1b}'));
        assert!(shown(View { color: true, ..View::default() }).contains("\u{1b}[32m✓\u{1b}[0m fine"));
        for view in [View { quiet: true, ..View::default() }, View { only: Some(3), ..View::default() }] {
            assert_eq!(shown(view), "CHECK FAILED in scene 2: broken\n");
        }
    }
}
