//! The one door in: every call and every flow, as data.

use crate::dexchange::{NewBillPayment, NewInquiry, NewPayBill};
use crate::error::PaymentError;
use crate::given::{At, Fields, Given, Kind, Object, Read, Shape, Terms};
use crate::operations::operations;
use crate::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use crate::vendor::Vendor;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// Declares `Order` by the table of operations, and how one is read.
macro_rules! orders {
    ($(
        $vendor:ident {
            $( $weight:ident {
                $(
                    $(#[$doc:meta])*
                    $name:ident $variant:ident $(($( $(#[$part_doc:meta])* $part:ident: $ty:ident $(<$item:ident>)? ),+))?
                    : $machine:ty = $check:expr $(, $make:expr)? => $reply:ident $({ $field:ident })?;
                )+
            } )+
        }
    )+) => {
        /// What to do.
        #[derive(Clone, PartialEq, Eq, Serialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        pub enum Order {
            $($($(
                $(#[$doc])*
                $variant $({ $( $(#[$part_doc])* $part: $ty $(<$item>)? ),+ })?,
            )+)+)+
        }

        impl Order {
            /// Whose operation it is.
            pub const fn vendor(&self) -> Vendor {
                match self {
                    $($($( Self::$variant $({ $($part: _),+ })? )|+)|+ => Vendor::$vendor,)+
                }
            }

            /// The operation's name, as in [`Record::operation`](crate::Record::operation).
            pub const fn operation(&self) -> &'static str {
                match self {
                    $($($( Self::$variant $({ $($part: _),+ })? => stringify!($name), )+)+)+
                }
            }
        }

        const KINDS: &[&str] = &[$($($( stringify!($name), )+)+)+];

        /// What takes which part; of one that several take, the first is what is meant as a rule.
        static PARTS: &[Part] = &[
            $($($($($( Part {
                kind: stringify!($name),
                name: stringify!($part),
                class: stringify!($ty),
                fields: fields!($ty $(<$item>)?),
            }, )+)?)+)+)+
        ];

        fn of_kind(kind: &str, given: Given<'_>, at: &At<'_>) -> Result<Order, PaymentError> {
            match kind {
                $($($(
                    stringify!($name) => {
                        let mut _fields = Fields::of(given, &[$($(stringify!($part)),+)?], at)?;
                        Ok(Order::$variant $({ $($part: _fields.take(stringify!($part))?),+ })?)
                    }
                )+)+)+
                _ => Err(at.refused("unknown", Kind::Object)),
            }
        }
    };
}

/// The names of a part's fields; of one that is no object, none.
macro_rules! fields {
    (String) => {
        &[]
    };
    (Vec<$item:ident>) => {
        &[]
    };
    ($ty:ident) => {
        <$ty as Shape>::FIELDS
    };
}

operations!(orders);

impl Order {
    /// Reads an order from what a language handed in, which has `kind` for the operation.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming what is missing, unknown or of the wrong kind, by its path; the values
    /// themselves are checked by [`Account::begin`](crate::Account::begin).
    pub fn read(given: Given<'_>, terms: &Terms) -> Result<Self, PaymentError> {
        Read::read(given, &At::new("order", terms))
    }
}

impl Read for Order {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        if matches!(given, Given::Object(_)) {
            return match given.kind(KINDS, at)? {
                Ok((kind, given)) => of_kind(kind, given, at),
                Err(object) => Err(without_kind(&object, at)),
            };
        }
        let PaymentError::Invalid { field, problem, .. } = given.wrong(Kind::Object, at) else {
            return Err(given.wrong(Kind::Object, at));
        };
        Err(PaymentError::invalid(field, problem, example(PARTS.first(), at)))
    }
}

impl<'de> Deserialize<'de> for Order {
    /// As [`Order::read`] reads it. Of JSON texts only.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::given::deserialize(deserializer, "order")
    }
}

/// A part of an order, and the operation that it makes an order of.
struct Part {
    kind: &'static str,
    name: &'static str,
    class: &'static str,
    fields: &'static [&'static str],
}

/// Often a part in place of its order: told by its class, or by its fields.
#[cold]
fn without_kind(object: &Object<'_>, at: &At<'_>) -> PaymentError {
    let spelling = at.terms().spelling;
    let of_class = PARTS.iter().find(|part| object.class.as_deref() == Some(part.class));
    let has = |part: &Part, name: &str| part.fields.iter().any(|field| spelling.name(field) == name);
    let fits = |part: &&Part| object.entries.iter().all(|(name, _)| has(part, name));
    let smallest = || PARTS.iter().filter(fits).min_by_key(|part| part.fields.len());
    let fitting = if object.entries.is_empty() { None } else { smallest() };
    let meant = of_class.or(fitting).or(PARTS.first());
    let word = object.word(at.terms());
    let problem = if object.class.is_some() { word.into_owned() } else { format!("{word} without its kind") };
    PaymentError::invalid(at.path(), problem, example(meant, at))
}

fn example(part: Option<&Part>, at: &At<'_>) -> String {
    part.map_or_else(String::new, |part| {
        (at.terms().order)(part.kind, &at.terms().spelling.name(part.name), part.class)
    })
}

impl fmt::Debug for Order {
    /// The name only: orders hold codes and phone numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Order({})", self.operation())
    }
}
