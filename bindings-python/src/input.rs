//! What Python hands in: checked for kind and turned into the JSON that core reads.

use crate::errors::invalid;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Reads a value of core's from dicts, lists, plain values and data classes.
pub(crate) fn read<T: DeserializeOwned>(value: &Bound<'_, PyAny>, what: &str) -> PyResult<T> {
    let json = json(value, what)?;
    serde_json::from_value(json).map_err(|error| {
        // Every value has the right kind by now, so the text names fields and no contents.
        let text = error.to_string();
        let field = text.split('`').nth(1).unwrap_or(what).to_owned();
        let problem = if text.starts_with("missing field") { "missing".to_owned() } else { text };
        invalid(value.py(), &field, problem, allowed(&field))
    })
}

/// `None` entries are left out: for core they are the same as absent.
fn json(value: &Bound<'_, PyAny>, field: &str) -> PyResult<Value> {
    let py = value.py();
    if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_str().map_err(|_| invalid(py, field, "not valid Unicode", "text"))?;
        return if wants_number(field) {
            Err(invalid(py, field, "a str", allowed(field)))
        } else {
            Ok(Value::from(text))
        };
    }
    if value.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return if wants_flag(field) {
            Ok(flag.is_true().into())
        } else {
            Err(invalid(py, field, "a bool", allowed(field)))
        };
    }
    if value.is_instance_of::<PyInt>() {
        return match (wants_number(field), value.extract::<i64>()) {
            (true, Ok(number)) => Ok(number.into()),
            (true, Err(_)) => Err(invalid(py, field, "out of range", "an int of at most 64 bits")),
            (false, _) => Err(invalid(py, field, "an int", allowed(field))),
        };
    }
    if value.is_instance_of::<PyFloat>() {
        return Err(invalid(py, field, "a float", allowed(field)));
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        let mut map = Map::new();
        for (key, entry) in dict {
            let key: String = key.extract()?;
            if !entry.is_none() {
                let entry = json(&entry, &key)?;
                map.insert(key, entry);
            }
        }
        return Ok(Value::Object(map));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return value.try_iter()?.map(|item| json(&item?, field)).collect::<PyResult<_>>().map(Value::Array);
    }
    match value.getattr("__match_args__") {
        Ok(fields) => object(value, &fields),
        Err(_) => Err(invalid(py, field, format!("a {}", value.get_type().name()?), allowed(field))),
    }
}

/// One of the data classes.
fn object(value: &Bound<'_, PyAny>, fields: &Bound<'_, PyAny>) -> PyResult<Value> {
    let mut map = Map::new();
    if let Ok(kind) = value.getattr("kind") {
        map.insert("kind".to_owned(), kind.extract::<String>()?.into());
    }
    for name in fields.try_iter()? {
        let name: String = name?.extract()?;
        let entry = value.getattr(name.as_str())?;
        if !entry.is_none() {
            let entry = json(&entry, &name)?;
            map.insert(name, entry);
        }
    }
    Ok(Value::Object(map))
}

/// The whole numbers among what core takes: francs, and the numbers of records and sandboxes.
fn wants_number(field: &str) -> bool {
    matches!(
        field,
        "amount"
            | "version"
            | "sequence"
            | "seed"
            | "transfer_balance"
            | "collection_balance"
            | "dexchange_balance"
            | "otp_tries"
            | "list_limit"
            | "dexchange_callback_tries"
            | "fee"
            | "previous_balance"
            | "current_balance"
    ) || field.ends_with("_ms")
}

fn wants_flag(field: &str) -> bool {
    !matches!(field, "amount" | "phone" | "customer" | "ext_id") && !field.ends_with("_ms")
}

fn allowed(field: &str) -> &'static str {
    if field == "amount" {
        "whole francs (XOF), an int"
    } else if wants_number(field) {
        "an int"
    } else {
        "a str"
    }
}
