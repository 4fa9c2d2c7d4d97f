//! Where a value stands in what was handed in.

use super::{Kind, Terms};
use crate::error::PaymentError;
use std::fmt::Write;

/// The place of a value, and how its language calls things. Its path is put together only when it is told.
#[derive(Clone, Copy)]
pub struct At<'a> {
    within: Option<&'a At<'a>>,
    segment: Segment<'a>,
    terms: &'a Terms,
}

#[derive(Clone, Copy)]
enum Segment<'a> {
    /// A name of core's.
    Name(&'a str),
    /// A name as it was given.
    Given(&'a str),
    Place(usize),
}

impl<'a> At<'a> {
    /// The outermost value, by what it is called: `order`.
    pub const fn new(name: &'a str, terms: &'a Terms) -> Self {
        Self { within: None, segment: Segment::Name(name), terms }
    }

    /// How the language calls things.
    pub const fn terms(&self) -> &'a Terms {
        self.terms
    }

    /// The field of this name, in core's spelling.
    #[must_use]
    pub const fn field(&'a self, name: &'a str) -> Self {
        Self { within: Some(self), segment: Segment::Name(name), terms: self.terms }
    }

    pub(super) const fn as_given(&'a self, name: &'a str) -> Self {
        Self { within: Some(self), segment: Segment::Given(name), terms: self.terms }
    }

    /// The item at this place, from 0.
    #[must_use]
    pub const fn item(&'a self, place: usize) -> Self {
        Self { within: Some(self), segment: Segment::Place(place), terms: self.terms }
    }

    /// What stands in a list is named with its place, anything else by its name alone: `transfers[3].phone`, `phone`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        self.write(&mut path);
        path
    }

    /// The refusal of this value.
    #[cold]
    pub fn refused(&self, problem: &str, wanted: Kind) -> PaymentError {
        let (path, terms) = (self.path(), self.terms);
        let is_amount = path.to_ascii_lowercase().ends_with("amount");
        let allowed = match wanted {
            Kind::Number if is_amount => terms.francs,
            Kind::Number => terms.whole_number,
            Kind::Text => terms.a_text,
            Kind::Flag => terms.a_flag,
            Kind::Object => terms.an_object,
            Kind::Objects => terms.objects,
            Kind::Texts => terms.texts,
        };
        PaymentError::invalid(path, problem, allowed)
    }

    fn write(&self, path: &mut String) {
        if let Some(within) = self.within
            && (within.is_item() || self.is_item())
        {
            within.write(path);
            if !self.is_item() {
                path.push('.');
            }
        }
        match self.segment {
            Segment::Name(name) => path.push_str(&self.terms.spelling.name(name)),
            Segment::Given(name) => path.push_str(name),
            // A string takes everything.
            Segment::Place(place) => drop(write!(path, "[{place}]")),
        }
    }

    const fn is_item(&self) -> bool {
        matches!(self.segment, Segment::Place(_))
    }
}
