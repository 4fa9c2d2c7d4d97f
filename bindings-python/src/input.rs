//! What Python hands in: checked for kind and turned into the JSON that core reads.
//!
//! All kinds are checked here, so that no text of serde's, which may quote a value, is ever needed.

use crate::errors::{invalid, raise};
use crate::given::{APART, FIELDS};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use xaalis::{PaymentError, Record};

/// What a field of core's holds.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Text,
    Number,
    Flag,
    Object,
    Objects,
    Texts,
}

/// Deeper than anything core takes: a dict may hold itself.
const DEEPEST: u8 = 8;

/// Reads a value of core's from dicts, lists, plain values and data classes.
pub(crate) fn read<T: DeserializeOwned>(value: &Bound<'_, PyAny>, what: &str) -> PyResult<T> {
    if what == "order" && value.cast::<PyDict>().is_ok_and(|dict| !dict.contains("kind").unwrap_or(false)) {
        let allowed = "an order, such as CollectOrder(NewCharge(…)), or a dict with its kind";
        return Err(invalid(value.py(), what, "a dict without its kind", allowed));
    }
    let json = json(value, what, Kind::Object, 0)?;
    serde_json::from_value(json).map_err(|error| {
        let text = error.to_string();
        if let Some(refused) = another(value, what, &text) {
            return refused;
        }
        let quoted = text.split('`').nth(1);
        let (field, problem) = match (quoted, text.split(' ').next()) {
            (Some(field), Some("missing")) => (field, "missing"),
            (Some(field), Some("unknown")) if text.starts_with("unknown field") => (field, "unknown"),
            _ => (what, "not one this version knows"),
        };
        let kind = if field == what { Kind::Object } else { kind_of(field) };
        invalid(value.py(), field, problem, allowed(field, kind))
    })
}

/// A record that a journal hands out is refused as a record, whatever is wrong with it. Anything else in its
/// place is a wrong argument.
pub(crate) fn record(value: &Bound<'_, PyAny>) -> PyResult<Record> {
    let py = value.py();
    let is_record = value.get_type().name()? == "Record";
    read(value, "record").map_err(|refused| {
        if !is_record || refused.get_type(py).name().is_ok_and(|name| name != "InvalidInput") {
            return refused;
        }
        raise(py, PaymentError::record("its parts cannot be read"))
    })
}

/// Something else than what was asked for: the part of an order in its place, as a rule.
fn another(value: &Bound<'_, PyAny>, what: &str, text: &str) -> Option<PyErr> {
    if what == "order"
        && let Some(words) = text.strip_prefix("unknown variant")
    {
        let words = words.rsplit_once("expected one of ").map_or("", |(_, words)| words).replace('`', "");
        return Some(invalid(value.py(), "kind", "not a kind of order", &words));
    }
    let is_part = text.starts_with("missing field") && (what != "order" || text.contains("`kind`"));
    let name = value.get_type().name().ok()?.to_string();
    if !is_part || value.is_instance_of::<PyDict>() || name.eq_ignore_ascii_case(what) {
        return None;
    }
    let allowed = match (what, name.as_str()) {
        ("record", _) => "a Record, as journals keep it",
        ("order", "NewCheckout") => "an order, such as CheckoutOrder(NewCheckout(…))",
        ("order", "NewTransfer") => "an order, such as PayoutOrder(NewTransfer(…))",
        ("order", "NewSettlement") => "an order, such as SettleOrder(NewSettlement(…))",
        ("order", "NewPayBill") => "an order, such as PayBillOrder(NewPayBill(…))",
        ("order", "NewBillPayment") => "an order, such as PayBillOnceOrder(NewBillPayment(…))",
        ("order", "NewInquiry") => "an order, such as InquireBillsOrder(NewInquiry(…))",
        ("order", _) => "an order, such as CollectOrder(NewCharge(…))",
        _ => return None,
    };
    Some(invalid(value.py(), what, format!("a {name}"), allowed))
}

/// `path` names the place in errors: `amount`, `transfers[3].phone`.
fn json(value: &Bound<'_, PyAny>, path: &str, kind: Kind, depth: u8) -> PyResult<Value> {
    let wrong = |what: &str| Err(invalid(value.py(), path, what, allowed(path, kind)));
    if depth > DEEPEST {
        return wrong("nested too deeply");
    }
    if let Ok(text) = value.cast::<PyString>() {
        return match (kind, text.to_str()) {
            (Kind::Text, Ok(text)) => Ok(text.into()),
            (Kind::Text, Err(_)) => Err(invalid(value.py(), path, "not valid Unicode", "text")),
            _ => wrong("a str"),
        };
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return if kind == Kind::Flag { Ok(flag.is_true().into()) } else { wrong("a bool") };
    }
    if value.is_instance_of::<PyInt>() {
        return match (kind, value.extract::<i64>()) {
            (Kind::Number, Ok(number)) => Ok(number.into()),
            (Kind::Number, Err(_)) => Err(invalid(value.py(), path, "out of range", "an int of 64 bits")),
            _ => wrong("an int"),
        };
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let item = match kind {
            Kind::Objects => Kind::Object,
            Kind::Texts => Kind::Text,
            _ => return wrong("a list"),
        };
        let items = value.try_iter()?.enumerate();
        return items
            .map(|(place, entry)| json(&entry?, &format!("{path}[{place}]"), item, depth + 1))
            .collect::<PyResult<_>>()
            .map(Value::Array);
    }
    if value.is_none() {
        return wrong("None");
    }
    if value.is_instance_of::<PyFloat>() {
        return wrong("a float");
    }
    if kind == Kind::Object {
        if let Ok(dict) = value.cast::<PyDict>() {
            let mut map = Map::new();
            let orders = dict.get_item("kind")?;
            for (name, entry) in dict {
                let Ok(name) = name.extract::<String>() else { return wrong("a dict whose keys are no str") };
                insert(&mut map, name, &entry, path, orders.as_ref(), depth + 1)?;
            }
            return Ok(Value::Object(map));
        }
        if let Some(fields) = value.getattr_opt("__match_args__")? {
            let mut map = Map::new();
            let orders = value.getattr_opt("kind")?;
            if let Some(orders) = &orders {
                insert(&mut map, "kind".to_owned(), orders, path, None, depth + 1)?;
            }
            for name in fields.try_iter()? {
                let name: String = name?.extract()?;
                let entry = value.getattr(name.as_str())?;
                insert(&mut map, name, &entry, path, orders.as_ref(), depth + 1)?;
            }
            return Ok(Value::Object(map));
        }
    }
    wrong(&format!("a {}", value.get_type().name()?))
}

/// `None` entries are left out: for core they are the same as absent.
fn insert(
    map: &mut Map<String, Value>,
    name: String,
    entry: &Bound<'_, PyAny>,
    path: &str,
    orders: Option<&Bound<'_, PyAny>>,
    depth: u8,
) -> PyResult<()> {
    if entry.is_none() {
        return Ok(());
    }
    let apart = APART.iter().find(|(order, field, _)| {
        *field == name && orders.is_some_and(|kind| kind.eq(*order).unwrap_or(false))
    });
    let kind = apart.map_or_else(|| kind_of(&name), |(_, _, kind)| *kind);
    let place = if path.ends_with(']') { format!("{path}.{name}") } else { name.clone() };
    map.insert(name, json(entry, &place, kind, depth)?);
    Ok(())
}

/// By name, for a name means the same wherever core takes it.
fn kind_of(field: &str) -> Kind {
    match FIELDS.iter().find(|(name, _)| *name == field) {
        Some((_, kind)) => *kind,
        // A misspelt one of the sandbox's, to be called unknown.
        None if field.ends_with("_ms") => Kind::Number,
        None => Kind::Text,
    }
}

fn allowed(path: &str, kind: Kind) -> &'static str {
    match kind {
        Kind::Number if path.ends_with("amount") => "whole francs (XOF), an int",
        Kind::Number => "an int",
        Kind::Flag => "a bool",
        Kind::Text => "a str",
        Kind::Object => "an object of xaalis.types, or a dict of its fields",
        Kind::Objects => "a list of objects of xaalis.types",
        Kind::Texts => "a list of str",
    }
}
