//! Which class of error an ending is: one table for every language.

use crate::outcome::{Refusal, Unsent};
use serde::Serialize;

/// The classes that an ending without money or without certainty has. Each language makes one error of
/// each, the narrow ones under their [`Class::parent`], so that who catches the wide one catches them too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The vendor said no, and no money moved.
    Rejected,
    /// The key is wrong, too old or missing: nobody can pay before the operator has mended it.
    Authentication,
    /// The vendor knows nothing under this reference.
    NotFound,
    /// The payer gave it up before a code was sent, and nothing was paid.
    Abandoned,
    /// Nothing happened at the vendor.
    NotSent,
    /// The vendor turned the request away as too frequent, again and again: try later, and less often.
    TooManyRequests,
}

impl Class {
    /// The wider class.
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::Rejected | Self::NotSent => None,
            Self::Authentication | Self::NotFound | Self::Abandoned => Some(Self::Rejected),
            Self::TooManyRequests => Some(Self::NotSent),
        }
    }

    /// Its word: `too_many_requests`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Authentication => "authentication",
            Self::NotFound => "not_found",
            Self::Abandoned => "abandoned",
            Self::NotSent => "not_sent",
            Self::TooManyRequests => "too_many_requests",
        }
    }
}

impl Refusal {
    /// Which class of error it is.
    pub fn class(&self) -> Class {
        self.code.class()
    }
}

impl Unsent {
    /// Which class of error it is.
    pub const fn class(self) -> Class {
        match self {
            Self::Busy => Class::TooManyRequests,
            Self::Unreachable | Self::Unanswered | Self::Forgotten | Self::Stopped => Class::NotSent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn keys_and_references_have_classes_of_their_own_under_the_wide_ones() {
        let of = |name: &str| Refusal::concluded(Code::from(name)).class();
        for key in ["INVALID_API_KEY", "EXPIRED_API_KEY", "MISSING_API_KEY", "UNAUTHORIZED"] {
            assert_eq!(of(key), Class::Authentication, "{key}");
        }
        for unknown in ["CHARGE_NOT_FOUND", "TRANSACTION_NOT_FOUND", "NOT_FOUND"] {
            assert_eq!(of(unknown), Class::NotFound, "{unknown}");
        }
        // A 403 need not be about the key, and an operator the account may not charge is no wrong key.
        for no in
            ["FORBIDDEN", "UNAUTHORIZED_CHARGE_PROVIDER", "NO_BILL", "INSUFFICIENT_FUNDS", "A_NEWER_CODE"]
        {
            assert_eq!(of(no), Class::Rejected, "{no}");
        }
        for why in [Unsent::Unreachable, Unsent::Busy, Unsent::Unanswered, Unsent::Forgotten, Unsent::Stopped]
        {
            let class = why.class();
            assert_eq!(class == Class::TooManyRequests, why == Unsent::Busy);
            assert_eq!(class.parent().unwrap_or(class), Class::NotSent);
        }
        assert_eq!(of("ABANDONED"), Class::Abandoned);
        for class in [
            Class::Rejected,
            Class::Authentication,
            Class::NotFound,
            Class::Abandoned,
            Class::NotSent,
            Class::TooManyRequests,
        ] {
            assert_eq!(serde_json::to_string(&class).unwrap(), format!("\"{}\"", class.as_str()));
            assert_eq!(class.parent().and_then(Class::parent), None);
        }
    }
}
