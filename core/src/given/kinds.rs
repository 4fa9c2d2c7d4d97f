//! What is told apart by its `kind`.

use super::plain::unknown_word;
use super::{At, Given, Kind, Object};
use crate::error::PaymentError;

impl<'a> Given<'a> {
    /// Which of these kinds it says it is, and its other entries. `None`: it says nothing, and is given back.
    ///
    /// # Errors
    /// It is no object, or of no such kind.
    pub fn kind(
        self,
        kinds: &[&'static str],
        at: &At<'_>,
    ) -> Result<Result<(&'static str, Self), Object<'a>>, PaymentError> {
        let mut object = match self {
            Given::Object(object) => object,
            other => return Err(other.wrong(Kind::Object, at)),
        };
        let Some(place) = object.entries.iter().position(|(name, _)| name == "kind") else {
            return Ok(Err(object));
        };
        let (_, kind) = object.entries.swap_remove(place);
        let at = at.field("kind");
        match kind {
            Given::Nothing => Ok(Err(object)),
            Given::Text(word) => match kinds.iter().find(|kind| **kind == word) {
                Some(kind) => Ok(Ok((kind, Given::Object(object)))),
                None => Err(unknown_word(&word, kinds, &at)),
            },
            other => Err(match other.wrong(Kind::Text, &at) {
                PaymentError::Invalid { field, problem, .. } => {
                    PaymentError::invalid(field, problem, kinds.join(", "))
                }
                error => error,
            }),
        }
    }

    /// The same, of what must say its kind.
    ///
    /// # Errors
    /// As [`kind`](Self::kind); or it does not say it.
    pub fn of_kind(self, kinds: &[&'static str], at: &At<'_>) -> Result<(&'static str, Self), PaymentError> {
        self.kind(kinds, at)?
            .map_err(|_| PaymentError::invalid(at.field("kind").path(), "missing", kinds.join(", ")))
    }
}

/// An enum told apart by its `kind`, how each kind is read: a word, a variant, its fields.
macro_rules! kinds {
    ($name:ident: $( $kind:literal => $variant:ident $({ $($field:ident),+ })?, )+) => {
        impl $crate::given::Read for $name {
            const KIND: $crate::given::Kind = $crate::given::Kind::Object;

            fn read(
                given: $crate::given::Given<'_>,
                at: &$crate::given::At<'_>,
            ) -> Result<Self, $crate::PaymentError> {
                let (kind, given) = given.of_kind(&[$($kind),+], at)?;
                match kind {
                    $( $kind => {
                        let mut _fields = $crate::given::Fields::of(given, &[$($(stringify!($field)),+)?], at)?;
                        Ok(Self::$variant $({ $($field: _fields.take(stringify!($field))?),+ })?)
                    } )+
                    _ => Err(at.refused("unknown", $crate::given::Kind::Object)),
                }
            }
        }
    };
}

pub(crate) use kinds;
