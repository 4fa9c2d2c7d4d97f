//! How a language calls the things that are handed in.

use std::borrow::Cow;

/// A kind of value that core reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// True or false.
    Flag,
    /// Values by names.
    Object,
    /// A list of objects.
    Objects,
    /// A list of texts.
    Texts,
}

/// How names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// As core writes them: `ext_id`.
    Snake,
    /// As JavaScript does: `extId`.
    Camel,
}

/// How a language calls the things that are handed in. The French of each text stands beside it in core's
/// `texts.txt`, or in the binding.
#[derive(Debug)]
pub struct Terms {
    /// How it writes names.
    pub spelling: Spelling,
    /// A text that was given for something else: `a str`.
    pub text: &'static str,
    /// A number: `an int`.
    pub number: &'static str,
    /// True or false: `a bool`.
    pub flag: &'static str,
    /// A list: `a list`.
    pub list: &'static str,
    /// An object without a class: `a dict`.
    pub object: &'static str,
    /// Nothing: `None`.
    pub nothing: &'static str,
    /// What is allowed for a text.
    pub a_text: &'static str,
    /// What is allowed for an amount.
    pub francs: &'static str,
    /// What is allowed for another number.
    pub whole_number: &'static str,
    /// What is allowed for a flag.
    pub a_flag: &'static str,
    /// What is allowed for an object.
    pub an_object: &'static str,
    /// What is allowed for a list of objects.
    pub objects: &'static str,
    /// What is allowed for a list of texts.
    pub texts: &'static str,
    /// What is allowed for a record.
    pub record: &'static str,
    /// An order as an example: its kind, and the name and type of the part that it takes.
    pub order: fn(kind: &str, name: &str, part: &str) -> String,
}

impl Spelling {
    /// A name of core's, so written.
    pub fn name(self, name: &str) -> Cow<'_, str> {
        if self == Self::Snake || !name.contains('_') {
            return name.into();
        }
        let mut written = String::with_capacity(name.len());
        let mut parts = name.split('_');
        written.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let mut letters = part.chars();
            written.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
            written.push_str(letters.as_str());
        }
        written.into()
    }

    /// Was this name of core's given?
    pub(super) fn is(self, name: &str, given: &str) -> bool {
        match self {
            Self::Snake => name == given,
            Self::Camel => self.name(name) == given,
        }
    }
}

impl Terms {
    /// JSON's own, with core's names.
    pub const JSON: Self = Self {
        spelling: Spelling::Snake,
        text: "a string",
        number: "a number",
        flag: "a boolean",
        list: "an array",
        object: "an object",
        nothing: "null",
        a_text: "a string",
        francs: "whole francs (XOF), a number",
        whole_number: "a whole number",
        a_flag: "true or false",
        an_object: "an object",
        objects: "an array of objects",
        texts: "an array of strings",
        record: "a record, as journals keep it",
        order: |kind, name, _| format!(r#"an order, such as {{ "kind": "{kind}", "{name}": {{ … }} }}"#),
    };

    /// JSON's, with JavaScript's names.
    pub const JAVASCRIPT: Self = Self {
        spelling: Spelling::Camel,
        order: |kind, name, _| format!(r#"an order, such as {{ kind: "{kind}", {name}: {{ … }} }}"#),
        ..Self::JSON
    };
}
