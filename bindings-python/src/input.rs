//! What Python hands in, as core takes it: dicts, lists, plain values and data classes. What is wrong with it is
//! for core to say.

use crate::errors::{invalid, raise};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use std::borrow::Cow;
use xaalis::given::{At, Given, Kind, Object, Read, Spelling, Terms};
use xaalis::{PaymentError, Record};

/// How Python calls things.
static PYTHON: Terms = Terms {
    spelling: Spelling::Snake,
    text: "a str",
    number: "an int",
    flag: "a bool",
    list: "a list",
    object: "a dict",
    nothing: "None",
    a_text: "a str",
    francs: "whole francs (XOF), an int",
    whole_number: "an int",
    a_flag: "a bool",
    an_object: "an object of xaalis.types, or a dict of its fields",
    objects: "a list of objects of xaalis.types",
    texts: "a list of str",
    record: "a Record, as journals keep it",
    order: |kind, _, part| format!("an order, such as {}Order({part}(…))", capital(kind)),
};

/// Deeper than anything core takes: a dict may hold itself.
const DEEPEST: u8 = 8;

/// Reads a value of core's.
pub(crate) fn read<T: Read>(value: &Bound<'_, PyAny>, what: &str) -> PyResult<T> {
    let given = given(value, &mut Vec::new())?;
    T::read(given, &At::new(what, &PYTHON)).map_err(|error| raise(value.py(), error))
}

/// A record that a journal hands out is refused as a record, whatever is wrong with it. Anything else in its
/// place, a dict that is none among it, is a wrong argument.
pub(crate) fn record(value: &Bound<'_, PyAny>) -> PyResult<Record> {
    let py = value.py();
    Record::read(given(value, &mut Vec::new())?, &PYTHON).map_err(|error| match error {
        PaymentError::Record { .. } if value.is_instance_of::<PyDict>() => {
            invalid(py, "record", PYTHON.object, PYTHON.record)
        }
        error => raise(py, error),
    })
}

/// `around`: where what it stands in is kept.
fn given(value: &Bound<'_, PyAny>, around: &mut Vec<usize>) -> PyResult<Given<'static>> {
    if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_str().map(|text| Given::Text(Cow::Owned(text.to_owned())));
        return Ok(text.unwrap_or(Given::Broken(Kind::Text, "not valid Unicode")));
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Given::Flag(flag.is_true()));
    }
    if value.is_instance_of::<PyInt>() {
        return Ok(value.extract().map_or(Given::Broken(Kind::Number, "out of range"), Given::Number));
    }
    if value.is_none() {
        return Ok(Given::Nothing);
    }
    if value.is_instance_of::<PyFloat>() {
        return Ok(Given::Other("a float".into()));
    }
    let place = value.as_ptr().addr();
    if around.len() >= usize::from(DEEPEST) || around.contains(&place) {
        return Ok(Given::TooDeep);
    }
    around.push(place);
    let given = container(value, around);
    around.pop();
    given
}

fn container(value: &Bound<'_, PyAny>, around: &mut Vec<usize>) -> PyResult<Given<'static>> {
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return value
            .try_iter()?
            .map(|entry| given(&entry?, around))
            .collect::<PyResult<_>>()
            .map(Given::List);
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        let mut entries = Vec::with_capacity(dict.len());
        for (name, entry) in dict {
            let Ok(name) = name.extract::<String>() else {
                return Ok(Given::Other("a dict whose keys are no str".into()));
            };
            entries.push((name.into(), given(&entry, around)?));
        }
        return Ok(Given::Object(Object { class: None, entries }));
    }
    let class = value.get_type().name()?.to_string();
    let Some(fields) = value.getattr_opt("__match_args__")? else {
        let vowel = class.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']);
        return Ok(Given::Other(format!("{} {class}", if vowel { "an" } else { "a" }).into()));
    };
    let mut entries = Vec::new();
    if let Some(kind) = value.getattr_opt("kind")? {
        entries.push(("kind".into(), given(&kind, around)?));
    }
    for name in fields.try_iter()? {
        let name: String = name?.extract()?;
        let entry = given(&value.getattr(name.as_str())?, around)?;
        entries.push((name.into(), entry));
    }
    Ok(Given::Object(Object { class: Some(class.into()), entries }))
}

/// `BulkPayout` of `bulk_payout`.
fn capital(kind: &str) -> String {
    let words = kind.split('_').map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    });
    words.collect()
}
