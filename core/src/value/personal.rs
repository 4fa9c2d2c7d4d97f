//! Text about a person, which no log may show.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A text about a person or what they bought: phone, meter, name, address, recharge token.
///
/// Debug shows at most its first and last two characters; there is no Display, so that showing it is
/// always a decision: [`Personal::expose`].
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal(String);

impl Personal {
    /// The text itself, for the one it is about.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Personal {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// `76••••00`, and `••••` for texts so short that four characters would give them away.
pub(crate) fn mask(text: &str) -> String {
    let mut chars = text.chars();
    if text.chars().count() < 6 {
        return "••••".to_owned();
    }
    match (chars.next(), chars.next(), chars.next_back(), chars.next_back()) {
        (Some(first), Some(second), Some(last), Some(before)) => format!("{first}{second}••••{before}{last}"),
        _ => "••••".to_owned(),
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&mask(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_at_most_four_characters() {
        for (text, shown) in [
            ("76000000", "76••••00"),
            ("123456", "12••••56"),
            ("12345", "••••"),
            ("", "••••"),
            ("FALL OUSSEYNOU", "FA••••OU"),
            ("éàüöñç", "éà••••ñç"),
        ] {
            assert_eq!(format!("{:?}", Personal::from(text.to_owned())), shown);
        }
    }

    #[test]
    fn is_its_text_in_json() {
        let token: Personal = serde_json::from_str("\"1283930093209223\"").unwrap();
        assert_eq!(token.expose(), "1283930093209223");
        assert_eq!(serde_json::to_string(&token).unwrap(), "\"1283930093209223\"");
    }
}
