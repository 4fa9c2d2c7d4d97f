//! Core's values as the frozen data classes of `xaalis._types`, through one serde serializer.
//!
//! The classes are found by the names in [`types`], printed from core's source; slots are filled
//! directly, because a frozen class's own `__setattr__` refuses and its `__init__` costs three times
//! as much (`cargo xtask bench python`).

mod classes;

use classes::{Class, Classes, Form, Text};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyInt, PyList, PyNone, PyString, PyTuple};
use serde::Serialize;
use serde::ser::{self, Impossible, SerializeMap, SerializeSeq, SerializeStruct};
use std::fmt;

/// A value of core's as a Python object.
pub(crate) fn object<'py, T: Serialize>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, PyAny>> {
    let build = Build { py, classes: Classes::get(py)?, to: To::Field(Text::Plain) };
    value.serialize(build).map_err(|Failed(error)| error)
}

/// Where a value goes, which decides its form.
#[derive(Clone, Copy)]
enum To {
    Field(Text),
    /// The value of an outcome: a list of payments is a list there, and a tuple inside a payment.
    Outcome,
}

#[derive(Clone, Copy)]
struct Build<'py> {
    py: Python<'py>,
    classes: &'static Classes,
    to: To,
}

#[derive(Debug)]
struct Failed(PyErr);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failed {}

impl ser::Error for Failed {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self(PyRuntimeError::new_err(text.to_string()))
    }
}

impl<E: Into<PyErr>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

type Built<'py> = Result<Bound<'py, PyAny>, Failed>;

/// Shapes that core's types do not have.
fn unused<T>(what: &str) -> Result<T, Failed> {
    Err(ser::Error::custom(format!("no Python form for {what}")))
}

impl<'py> ser::Serializer for Build<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failed;
    type SerializeSeq = Items<'py>;
    type SerializeTuple = Impossible<Self::Ok, Failed>;
    type SerializeTupleStruct = Impossible<Self::Ok, Failed>;
    type SerializeTupleVariant = Impossible<Self::Ok, Failed>;
    type SerializeMap = Dict<'py>;
    type SerializeStruct = Fields<'py>;
    type SerializeStructVariant = Impossible<Self::Ok, Failed>;

    fn serialize_bool(self, value: bool) -> Built<'py> {
        Ok(PyBool::new(self.py, value).to_owned().into_any())
    }

    fn serialize_i64(self, value: i64) -> Built<'py> {
        Ok(PyInt::new(self.py, value).into_any())
    }

    fn serialize_i8(self, value: i8) -> Built<'py> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Built<'py> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Built<'py> {
        self.serialize_i64(value.into())
    }

    fn serialize_u8(self, value: u8) -> Built<'py> {
        self.serialize_i64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Built<'py> {
        self.serialize_i64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Built<'py> {
        self.serialize_i64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Built<'py> {
        Ok(PyInt::new(self.py, value).into_any())
    }

    fn serialize_f32(self, _: f32) -> Built<'py> {
        unused("a float")
    }

    fn serialize_f64(self, _: f64) -> Built<'py> {
        unused("a float")
    }

    fn serialize_char(self, value: char) -> Built<'py> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Built<'py> {
        Ok(match self.to {
            To::Field(Text::Word(words)) => self.classes.word(self.py, words, text)?,
            To::Field(Text::Decimal) => self.classes.decimal(self.py, text)?,
            To::Field(Text::Plain) | To::Outcome => PyString::new(self.py, text).into_any(),
        })
    }

    fn serialize_bytes(self, _: &[u8]) -> Built<'py> {
        unused("bytes")
    }

    fn serialize_none(self) -> Built<'py> {
        Ok(PyNone::get(self.py).to_owned().into_any())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Built<'py> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Built<'py> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Built<'py> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, name: &'static str, _: u32, word: &'static str) -> Built<'py> {
        // A field's class of words is known beforehand; looking it up by name costs as much as the rest.
        let words = match self.to {
            To::Field(Text::Word(words)) => Some(words),
            _ => self.classes.words(name),
        };
        match words {
            Some(words) => Ok(self.classes.word(self.py, words, word)?),
            None => unused(name),
        }
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Built<'py> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Built<'py> {
        unused(name)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items<'py>, Failed> {
        Ok(Items { build: self, items: Vec::with_capacity(length.unwrap_or(0)) })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Failed> {
        unused("a tuple")
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Failed> {
        unused(name)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Failed> {
        unused(name)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Dict<'py>, Failed> {
        Ok(Dict { build: self, made: PyDict::new(self.py), key: None })
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'py>, Failed> {
        let made = self.classes.plain(name).map(|form| self.start(form));
        Ok(Fields { build: self, name, made })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Failed> {
        unused(name)
    }
}

struct Items<'py> {
    build: Build<'py>,
    items: Vec<Bound<'py, PyAny>>,
}

impl<'py> SerializeSeq for Items<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failed;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.items.push(value.serialize(self.build)?);
        Ok(())
    }

    fn end(self) -> Built<'py> {
        let Self { build, items } = self;
        Ok(match build.to {
            To::Outcome => build.classes.items(build.py, PyList::new(build.py, items)?)?,
            To::Field(_) => PyTuple::new(build.py, items)?.into_any(),
        })
    }
}

struct Dict<'py> {
    build: Build<'py>,
    made: Bound<'py, PyDict>,
    key: Option<Bound<'py, PyAny>>,
}

impl<'py> SerializeMap for Dict<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failed> {
        self.key = Some(key.serialize(self.build)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        let value = value.serialize(self.build)?;
        match self.key.take() {
            Some(key) => Ok(self.made.set_item(key, value)?),
            None => unused("a value without a key"),
        }
    }

    fn end(self) -> Built<'py> {
        Ok(self.made.into_any())
    }
}

/// A struct, or a variant of a tagged enum, whose first field is its `kind`.
struct Fields<'py> {
    build: Build<'py>,
    name: &'static str,
    made: Option<Made<'py>>,
}

/// What becomes of it, once that is known.
enum Made<'py> {
    Object {
        class: &'static Class,
        object: Bound<'py, PyAny>,
        next: usize,
    },
    /// Its only field stands for it.
    Inner(Option<Bound<'py, PyAny>>),
    Pair(Vec<Bound<'py, PyAny>>),
}

impl<'py> Build<'py> {
    fn start(self, form: &'static Form) -> Made<'py> {
        match form {
            Form::Class(class) => Made::Object { class, object: class.alloc(self.py), next: 0 },
            Form::Inner => Made::Inner(None),
            Form::Pair => Made::Pair(Vec::new()),
        }
    }
}

impl<'py> SerializeStruct for Fields<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Failed> {
        let build = self.build;
        let plain = Build { to: To::Field(Text::Plain), ..build };
        match &mut self.made {
            // The tag comes first; what follows belongs to the variant.
            None => {
                let kind = value.serialize(plain)?;
                let form =
                    build.classes.variant(self.name, kind.cast::<PyString>().map_err(PyErr::from)?.to_str()?);
                let Some(form) = form else { return unused(self.name) };
                self.made = Some(build.start(form));
            }
            Some(Made::Inner(inner)) => *inner = Some(value.serialize(plain)?),
            Some(Made::Pair(items)) => items.push(value.serialize(plain)?),
            Some(Made::Object { class, object, next }) => {
                let field = class.fields.get(*next).filter(|field| field.name == key);
                let Some(field) = field else { return unused(key) };
                let outcome = self.name == "Outcome" && key == "value";
                let to = if outcome { To::Outcome } else { To::Field(field.to) };
                field.write(object, &value.serialize(Build { to, ..build })?)?;
                *next += 1;
            }
        }
        Ok(())
    }

    fn end(self) -> Built<'py> {
        match self.made {
            Some(Made::Object { class, object, next }) if next == class.fields.len() => Ok(object),
            Some(Made::Inner(Some(inner))) => Ok(inner),
            Some(Made::Pair(items)) => Ok(PyTuple::new(self.build.py, items)?.into_any()),
            _ => unused(self.name),
        }
    }
}
