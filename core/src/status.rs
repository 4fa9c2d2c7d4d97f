//! How a payment's status may change: one order-free rule for every kind of payment.
//!
//! Each vendor's `status.rs` gives its words a level. An observation can only raise the level, so
//! the order in which fetches arrive makes no difference; a webhook changes nothing by itself, it
//! only asks for a fetch. Clocks are never used to order.

use serde::{Deserialize, Serialize};

/// A vendor's status word.
pub trait Status: Clone + PartialEq {
    /// Where the word stands: higher levels win. Words of one level are ordered by [`Status::word`].
    fn level(&self) -> Level;
    /// The vendor's word.
    fn word(&self) -> &str;
    /// True when no step is ever taken back, so that older news by a fetch is worth an alarm.
    const ONE_WAY: bool = false;
}

/// Where a status word stands between nothing and paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Begun; the payer or the vendor has to act.
    Open,
    /// Under way.
    Moving,
    /// A word this library does not know: never an ending.
    Unheard,
    /// Ended without money.
    Ended,
    /// Ended by the merchant.
    Withdrawn,
    /// Paid.
    Paid,
}

impl Level {
    /// True when nothing is expected to change any more.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Ended | Self::Withdrawn | Self::Paid)
    }
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The answer to the request that created or changed it.
    Reply,
    /// A read made on purpose.
    Fetch,
    /// A webhook: a hint.
    Webhook,
}

/// What an observation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applied {
    /// Nothing new.
    Same,
    /// The status moved on.
    Advanced,
    /// A webhook says something new: ask the vendor before believing it.
    ConfirmByFetch,
    /// Older news than what is known: ignored.
    Stale,
    /// Paid although it had ended without money: money wins, and someone should look.
    LateSuccess,
    /// The vendor replaces one ending by another: the better one is kept, and someone should look.
    Regression,
}

impl Applied {
    /// True when a person should be told.
    pub const fn is_alarm(self) -> bool {
        matches!(self, Self::LateSuccess | Self::Regression)
    }
}

/// Applies an observation. `known` is `None` before the first.
pub fn apply<S: Status>(known: Option<&S>, seen: &S, source: Source) -> (Option<S>, Applied) {
    let stays = |applied| (known.cloned(), applied);
    let Some(now) = known else {
        return if source == Source::Webhook {
            (None, Applied::ConfirmByFetch)
        } else {
            (Some(seen.clone()), Applied::Advanced)
        };
    };
    if now == seen {
        return stays(Applied::Same);
    }
    let rises = (now.level(), now.word()) < (seen.level(), seen.word());
    match (rises, source) {
        (true, Source::Webhook) => stays(Applied::ConfirmByFetch),
        (true, _) if now.level().is_terminal() => {
            let paid = seen.level() == Level::Paid;
            (Some(seen.clone()), if paid { Applied::LateSuccess } else { Applied::Regression })
        }
        (true, _) => (Some(seen.clone()), Applied::Advanced),
        (false, Source::Webhook) => stays(Applied::Stale),
        (false, _) if now.level().is_terminal() || (S::ONE_WAY && now.level() == Level::Moving) => {
            stays(Applied::Regression)
        }
        (false, _) => stays(Applied::Stale),
    }
}

/// Declares a vendor's status words: a wire enum that knows each word in any case, with any space
/// around, and keeps words it does not know as they came.
macro_rules! status_words {
    (
        $(#[$doc:meta])* $name:ident $(: $one_way:literal)? {
            $( $(#[$vdoc:meta])* $variant:ident = $word:literal $(| $alias:literal)* : $level:ident, )+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
        pub enum $name {
            $( $(#[$vdoc])* #[serde(rename = $word)] $variant, )+
            /// A word that was not documented when this was written; never an ending.
            #[serde(untagged)]
            Other(String),
        }

        impl $name {
            /// Every documented word and where it stands: the table the tests and the docs are printed from.
            pub const WORDS: &'static [(&'static str, $crate::status::Level)] =
                &[$( ($word, $crate::status::Level::$level), )+];

            /// The vendor's word.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $word, )+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(given: &str) -> Self {
                // As documented, as a rule.
                match given {
                    $( $word => return Self::$variant, )+
                    _ => {}
                }
                let is = |word| $crate::value::is_word(given, word);
                $( if is($word) $(|| is($alias))* { return Self::$variant; } )+
                Self::Other(given.to_owned())
            }
        }

        // By hand, because serde buffers a value before it tries an untagged variant.
        $crate::value::read_as_text!($name, "a status", |word| Ok($name::from(word)));

        impl $crate::status::Status for $name {
            fn level(&self) -> $crate::status::Level {
                match self {
                    $( Self::$variant => $crate::status::Level::$level, )+
                    Self::Other(_) => $crate::status::Level::Unheard,
                }
            }

            fn word(&self) -> &str {
                self.as_str()
            }

            $( const ONE_WAY: bool = $one_way; )?
        }
    };
}
pub(crate) use status_words;
