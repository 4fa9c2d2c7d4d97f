//! What a language hands in, and how it is read: the one place that says which field is wrong, and why.
//!
//! A binding turns what it was given into a [`Given`] and says by [`Terms`] how its language calls things. All else
//! is decided here: which fields there are, which are missing or unknown, which kind of value each takes. No text
//! ever quotes a value, nor a name that may be one.

mod at;
mod json;
mod kinds;
mod plain;
mod terms;

pub use at::At;
pub(crate) use json::deserialize;
pub use json::from_json;
pub(crate) use kinds::kinds;
pub use terms::{Kind, Spelling, Terms};

use crate::error::PaymentError;
use crate::value::meant;
use std::borrow::Cow;
use std::fmt;

/// A value as a language has it, without any of its types.
pub enum Given<'a> {
    /// The language's nothing: as if left out.
    Nothing,
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
    /// True or false.
    Flag(bool),
    /// Any number of values.
    List(Vec<Self>),
    /// Values by names.
    Object(Object<'a>),
    /// A text or a number that is none for core, and what is wrong with it: `out of range`, `not valid Unicode`.
    Broken(Kind, &'static str),
    /// Anything else, in the language's own word: `a float`, `a Date`.
    Other(Cow<'a, str>),
    /// What holds itself, or is nested deeper than anything that core takes.
    TooDeep,
}

/// Values by names.
pub struct Object<'a> {
    /// The name of its class, if the language has one for it: `NewCharge`.
    pub class: Option<Cow<'a, str>>,
    /// Each name with its value.
    pub entries: Vec<(Cow<'a, str>, Given<'a>)>,
}

/// What core reads from data.
pub trait Read: Sized {
    /// The kind of value it is read from.
    const KIND: Kind;

    /// Reads it.
    ///
    /// # Errors
    /// The field, by its path, what is wrong with it, and what is allowed.
    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError>;

    /// What stands for it where nothing was given.
    ///
    /// # Errors
    /// The field is missing.
    fn absent(at: &At<'_>) -> Result<Self, PaymentError> {
        Err(at.refused("missing", Self::KIND))
    }
}

/// A struct that is read from an object: made by `given!`.
pub trait Shape: Sized {
    /// The names of its fields.
    const FIELDS: &'static [&'static str];
    /// Are other names passed over? Only in what core itself gave out: a newer version may have given more.
    const OPEN: bool = false;

    /// Takes each of its fields.
    ///
    /// # Errors
    /// As [`Read::read`].
    fn fill(fields: &mut Fields<'_, '_>) -> Result<Self, PaymentError>;
}

/// The entries of an object, all of whose names are known.
pub struct Fields<'a, 'p> {
    entries: Vec<(Cow<'a, str>, Given<'a>)>,
    at: &'p At<'p>,
}

impl<'a, 'p> Fields<'a, 'p> {
    /// The entries of an object that has no other fields than these.
    ///
    /// # Errors
    /// It is no object, or has a field that is unknown or given twice.
    pub fn of(given: Given<'a>, names: &[&str], at: &'p At<'p>) -> Result<Self, PaymentError> {
        match given {
            Given::Object(object) => Self::known(object.entries, names, at),
            other => Err(other.wrong(Kind::Object, at)),
        }
    }

    /// The same, where other names are passed over.
    ///
    /// # Errors
    /// It is no object.
    pub fn open(given: Given<'a>, at: &'p At<'p>) -> Result<Self, PaymentError> {
        match given {
            Given::Object(object) => Ok(Self { entries: object.entries, at }),
            other => Err(other.wrong(Kind::Object, at)),
        }
    }

    fn known(
        entries: Vec<(Cow<'a, str>, Given<'a>)>,
        names: &[&str],
        at: &'p At<'p>,
    ) -> Result<Self, PaymentError> {
        let spelling = at.terms().spelling;
        for (place, (name, _)) in entries.iter().enumerate() {
            if !names.iter().any(|known| spelling.is(known, name)) {
                return Err(unknown(name, names, at));
            }
            if entries.iter().skip(place.saturating_add(1)).any(|(other, _)| other == name) {
                return Err(PaymentError::invalid(at.field(name).path(), "given twice", "one of them"));
            }
        }
        Ok(Self { entries, at })
    }

    /// What was given as this.
    fn given(&mut self, name: &str) -> Given<'a> {
        let spelling = self.at.terms().spelling;
        let entry = self.entries.iter_mut().find(|(given, _)| spelling.is(name, given));
        entry.map_or(Given::Nothing, |(_, value)| std::mem::replace(value, Given::Nothing))
    }

    /// A field.
    ///
    /// # Errors
    /// As [`Read::read`].
    pub fn take<T: Read>(&mut self, name: &str) -> Result<T, PaymentError> {
        let given = self.given(name);
        let at = self.at.field(name);
        if matches!(given, Given::Nothing) { T::absent(&at) } else { T::read(given, &at) }
    }
}

impl Given<'_> {
    /// The refusal of something else than what is read here.
    #[cold]
    pub fn wrong(&self, wanted: Kind, at: &At<'_>) -> PaymentError {
        let terms = at.terms();
        let problem: Cow<'_, str> = match self {
            Self::Broken(kind, problem) if *kind == wanted => (*problem).into(),
            Self::Nothing => terms.nothing.into(),
            Self::Number(_) | Self::Broken(Kind::Number, _) => terms.number.into(),
            Self::Text(_) | Self::Broken(..) => terms.text.into(),
            Self::Flag(_) => terms.flag.into(),
            Self::List(_) => terms.list.into(),
            Self::Object(object) => object.word(terms),
            Self::Other(word) => word.as_ref().into(),
            Self::TooDeep => "nested too deeply".into(),
        };
        at.refused(&problem, wanted)
    }
}

impl Object<'_> {
    /// What it is called: `a NewCharge`, or the language's word for an object without a class.
    pub(crate) fn word(&self, terms: &Terms) -> Cow<'static, str> {
        match self.class.as_deref() {
            None => terms.object.into(),
            Some(class) => {
                let vowel = class.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']);
                format!("{} {class}", if vowel { "an" } else { "a" }).into()
            }
        }
    }
}

/// Reads a struct.
///
/// # Errors
/// As [`Read::read`].
pub fn of_shape<T: Shape>(given: Given<'_>, at: &At<'_>) -> Result<T, PaymentError> {
    let mut fields = if T::OPEN { Fields::open(given, at) } else { Fields::of(given, T::FIELDS, at) }?;
    T::fill(&mut fields)
}

/// A name that is none of these is told if it looks like a name: anything else may be a value in its place.
#[cold]
fn unknown(name: &str, names: &[&str], at: &At<'_>) -> PaymentError {
    let names: Vec<Cow<'_, str>> = names.iter().map(|name| at.terms().spelling.name(name)).collect();
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let field = if is_name(name) { at.as_given(name).path() } else { at.path() };
    let allowed = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    let suggestion = meant(name, &names).map(str::to_owned);
    PaymentError::Invalid { field, problem: "unknown".to_owned(), allowed, suggestion }
}

fn is_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    text.len() <= 48
        && text.bytes().all(is_part)
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && !text.is_empty()
}

impl fmt::Debug for Given<'_> {
    /// What it is, and nothing of what it holds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Text(_) => "Text",
            Self::Number(_) => "Number",
            Self::Flag(_) => "Flag",
            Self::List(_) => "List",
            Self::Object(_) => "Object",
            Self::Broken(..) => "Broken",
            Self::Other(_) => "Other",
            Self::TooDeep => "TooDeep",
        })
    }
}

/// Declares structs of what callers hand in, and how each is read: by the names and types of its fields alone. What
/// may be left out is an `Option`, or a flag.
macro_rules! given {
    ($(#[$meta:meta])* pub struct $name:ident { $( $(#[$field_meta:meta])* pub $field:ident : $ty:ty, )+ }) => {
        $(#[$meta])*
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $ty, )+
        }

        $crate::given::shape! { $name { $($field,)+ } }
    };
}

/// The same, where all of a default stands but for what is given.
#[cfg(feature = "sandbox")]
macro_rules! given_over_default {
    ($(#[$meta:meta])* pub struct $name:ident { $( $(#[$field_meta:meta])* pub $field:ident : $ty:ty, )+ }) => {
        $(#[$meta])*
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $ty, )+
        }

        impl $crate::given::Shape for $name {
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn fill(fields: &mut $crate::given::Fields<'_, '_>) -> Result<Self, $crate::PaymentError> {
                let mut filled = Self::default();
                $(
                    if let Some(given) = fields.take::<Option<_>>(stringify!($field))? {
                        filled.$field = given;
                    }
                )+
                Ok(filled)
            }
        }

        $crate::given::read_shape! { $name }
    };
}

/// How a struct that is declared elsewhere is read; an open one passes over other names.
macro_rules! shape {
    ($name:ident $($rest:tt)+) => {
        $crate::given::filled! { $name $($rest)+ }
        $crate::given::read_shape! { $name }
    };
}

/// The fields of a struct.
macro_rules! filled {
    ($name:ident { $($field:ident,)+ } $(open = $open:literal)?) => {
        impl $crate::given::Shape for $name {
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];
            $( const OPEN: bool = $open; )?

            fn fill(fields: &mut $crate::given::Fields<'_, '_>) -> Result<Self, $crate::PaymentError> {
                Ok(Self { $( $field: fields.take(stringify!($field))?, )+ })
            }
        }
    };
}

/// What has a shape is read from an object.
macro_rules! read_shape {
    ($name:ident) => {
        impl $crate::given::Read for $name {
            const KIND: $crate::given::Kind = $crate::given::Kind::Object;

            fn read(
                given: $crate::given::Given<'_>,
                at: &$crate::given::At<'_>,
            ) -> Result<Self, $crate::PaymentError> {
                $crate::given::of_shape(given, at)
            }
        }
    };
}

#[cfg(feature = "sandbox")]
pub(crate) use given_over_default;
pub(crate) use {filled, given, read_shape, shape};

#[cfg(test)]
mod tests;
