//! Plain values, and the values of core's that are read from them.

use super::{At, Given, Kind, Read};
use crate::dexchange::Service;
use crate::error::PaymentError;
use crate::http::{Failure, Method};
use crate::record::Stage;
use crate::value::{Amount, Mode, OpId, Personal, Provider, Reference, meant};
use crate::vendor::Vendor;

impl Read for String {
    const KIND: Kind = Kind::Text;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        match given {
            Given::Text(text) => Ok(text.into_owned()),
            other => Err(other.wrong(Self::KIND, at)),
        }
    }
}

impl Read for i64 {
    const KIND: Kind = Kind::Number;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        match given {
            Given::Number(number) => Ok(number),
            other => Err(other.wrong(Self::KIND, at)),
        }
    }
}

impl Read for u16 {
    const KIND: Kind = Kind::Number;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        Self::try_from(i64::read(given, at)?).map_err(|_| at.refused("out of range", Self::KIND))
    }
}

/// One that is left out is false.
impl Read for bool {
    const KIND: Kind = Kind::Flag;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        match given {
            Given::Flag(flag) => Ok(flag),
            other => Err(other.wrong(Self::KIND, at)),
        }
    }

    fn absent(_: &At<'_>) -> Result<Self, PaymentError> {
        Ok(false)
    }
}

impl<T: Read> Read for Option<T> {
    const KIND: Kind = T::KIND;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        if matches!(given, Given::Nothing) { Ok(None) } else { T::read(given, at).map(Some) }
    }

    fn absent(_: &At<'_>) -> Result<Self, PaymentError> {
        Ok(None)
    }
}

impl<T: Read> Read for Vec<T> {
    const KIND: Kind = match T::KIND {
        Kind::Text => Kind::Texts,
        _ => Kind::Objects,
    };

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        match given {
            // Collected, it would be read in place, which takes more code for each type than all of this.
            Given::List(items) => {
                let mut read = Self::with_capacity(items.len());
                for (place, item) in items.into_iter().enumerate() {
                    read.push(T::read(item, &at.item(place))?);
                }
                Ok(read)
            }
            other => Err(other.wrong(Self::KIND, at)),
        }
    }
}

/// What is made of a text: checked here, or by what reads the whole order.
macro_rules! texts {
    ($( $name:ident: $parse:expr, )+) => {
        $(
            impl Read for $name {
                const KIND: Kind = Kind::Text;

                fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
                    let parse: fn(String) -> Result<Self, PaymentError> = $parse;
                    parse(String::read(given, at)?).map_err(|error| error.at(at.path()))
                }
            }
        )+
    };
}

texts! {
    Personal: |text| Ok(Self::from(text)),
    Provider: |text| Ok(Self::echoed(&text)),
    Service: |text| Ok(Self::from(text.as_str())),
    Reference: |text| Self::parse(&text),
    OpId: |text| Self::parse(&text),
}

impl Read for Amount {
    const KIND: Kind = Kind::Number;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        Self::new(i64::read(given, at)?).map_err(|error| error.at(at.path()))
    }
}

/// Words of which there are no others.
macro_rules! words {
    ($( $name:ident { $( $word:literal => $variant:ident, )+ } )+) => {
        $(
            impl Read for $name {
                const KIND: Kind = Kind::Text;

                fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
                    match String::read(given, at)?.as_str() {
                        $( $word => Ok(Self::$variant), )+
                        other => Err(unknown_word(other, &[$( $word ),+], at)),
                    }
                }
            }
        )+
    };
}

words! {
    Failure { "not_sent" => NotSent, "maybe_sent" => MaybeSent, "too_large" => TooLarge, }
    Method { "GET" => Get, "POST" => Post, }
    Mode { "test" => Test, "live" => Live, "unknown" => Unknown, }
    Stage { "open" => Open, "unknown" => Unknown, "closed" => Closed, }
    Vendor { "dexchange" => Dexchange, "senfenico" => Senfenico, }
}

/// The refusal of a word that is none of these.
#[cold]
pub(super) fn unknown_word(word: &str, words: &[&str], at: &At<'_>) -> PaymentError {
    PaymentError::Invalid {
        field: at.path(),
        problem: "unknown".to_owned(),
        allowed: words.join(", "),
        suggestion: meant(word, words).map(str::to_owned),
    }
}
