//! The data classes, looked up once.

#![allow(unsafe_code)]

use crate::lock;
use crate::types::{Becomes, Convert, SHAPES, WORDS};
use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyType};
use std::collections::HashMap;
use std::sync::Mutex;

/// More different percentages than any vendor has.
const MOST_DECIMALS: usize = 16;

/// All data classes and words.
pub(crate) struct Classes {
    plain: HashMap<&'static str, Form>,
    variants: HashMap<&'static str, Vec<(&'static str, Form)>>,
    words: Vec<Words>,
    items: Py<PyAny>,
    decimal: PyOnceLock<Py<PyAny>>,
    decimals: Mutex<Vec<(String, Py<PyAny>)>>,
}

/// How a text in a field is made.
#[derive(Clone, Copy)]
pub(crate) enum Text {
    Plain,
    /// By its place among the classes of words.
    Word(usize),
    Decimal,
}

/// The words of one class.
struct Words {
    name: &'static str,
    python: Py<PyType>,
    /// Few, so that looking at each is quicker than hashing.
    known: Vec<(String, Py<PyAny>)>,
}

/// What a struct or variant becomes.
pub(crate) enum Form {
    Class(Class),
    /// What its only field holds.
    Inner,
    /// The tuple of its fields.
    Pair,
}

/// One data class.
pub(crate) struct Class {
    python: Py<PyType>,
    pub(crate) fields: Vec<Field>,
}

/// One slot.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) to: Text,
    slot: Py<PyAny>,
    write: ffi::descrsetfunc,
}

impl Classes {
    pub(crate) fn get(py: Python<'_>) -> PyResult<&'static Self> {
        static ALL: PyOnceLock<Classes> = PyOnceLock::new();
        ALL.get_or_try_init(py, || Self::load(py))
    }

    fn load(py: Python<'_>) -> PyResult<Self> {
        let module = py.import("xaalis._types")?;
        let class = |name: &str| module.getattr(name)?.cast_into::<PyType>().map_err(PyErr::from);
        let mut plain = HashMap::new();
        let mut variants: HashMap<_, Vec<_>> = HashMap::new();
        for shape in SHAPES {
            let form = match shape.becomes {
                Becomes::Class(name) => Form::Class(Class::new(&class(name)?, shape.fields)?),
                Becomes::Inner => Form::Inner,
                Becomes::Pair => Form::Pair,
            };
            match shape.kind {
                None => drop(plain.insert(shape.rust, form)),
                Some(kind) => variants.entry(shape.rust).or_default().push((kind, form)),
            }
        }
        let mut words = Vec::new();
        for name in WORDS {
            let class = class(name)?;
            let known = class.getattr("_members")?.cast_into::<PyDict>().map_err(PyErr::from)?;
            let known = known.iter().map(|(word, member)| Ok((word.extract()?, member.unbind())));
            let known = known.collect::<PyResult<_>>()?;
            words.push(Words { name, python: class.unbind(), known });
        }
        let items = py.import("xaalis._data")?.getattr("Items")?.unbind();
        Ok(Self { plain, variants, words, items, decimal: PyOnceLock::new(), decimals: Mutex::default() })
    }

    pub(crate) fn plain(&self, rust: &str) -> Option<&Form> {
        self.plain.get(rust)
    }

    pub(crate) fn variant(&self, rust: &str, kind: &str) -> Option<&Form> {
        self.variants.get(rust)?.iter().find(|(known, _)| *known == kind).map(|(_, form)| form)
    }

    /// The place of a class of words.
    pub(crate) fn words(&self, rust: &str) -> Option<usize> {
        self.words.iter().position(|words| words.name == rust)
    }

    pub(crate) fn word<'py>(&self, py: Python<'py>, words: usize, word: &str) -> PyResult<Bound<'py, PyAny>> {
        let Some(words) = self.words.get(words) else {
            return Err(PyRuntimeError::new_err("no such class of words"));
        };
        match words.known.iter().find(|(known, _)| known == word) {
            Some((_, member)) => Ok(member.bind(py).clone()),
            None => words.python.bind(py).call1((word,)),
        }
    }

    /// The list that an operation ends with, as the class that may tell more.
    pub(crate) fn items<'py>(
        &self,
        py: Python<'py>,
        list: Bound<'py, PyList>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.items.bind(py).call1((list,))
    }

    /// A `Decimal`; those seen before are shared, for a list repeats two or three percentages.
    pub(crate) fn decimal<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
        // Not held while Python runs: an import or a constructor lets other threads in, and one that
        // waited for the lock would keep the GIL from this one.
        let seen = || lock(&self.decimals);
        if let Some((_, value)) = seen().iter().find(|(known, _)| known == text) {
            return Ok(value.bind(py).clone());
        }
        let load = || py.import("decimal")?.getattr("Decimal").map(Bound::unbind);
        let value = self.decimal.get_or_try_init(py, load)?.bind(py).call1((text,))?;
        let kept = (text.to_owned(), value.clone().unbind());
        let mut seen = seen();
        if seen.len() < MOST_DECIMALS {
            seen.push(kept);
        }
        Ok(value)
    }
}

impl Class {
    fn new(python: &Bound<'_, PyType>, fields: &'static [(&'static str, Convert)]) -> PyResult<Self> {
        let fields = fields
            .iter()
            .map(|(name, to)| {
                let slot = python.getattr(*name)?;
                // SAFETY: the type of an object is alive as long as the object; reading a slot of a type
                // has no further condition from Python 3.10 on.
                let write = unsafe { ffi::PyType_GetSlot(ffi::Py_TYPE(slot.as_ptr()), ffi::Py_tp_descr_set) };
                if write.is_null() {
                    return Err(PyRuntimeError::new_err(format!("{name} is no slot")));
                }
                // SAFETY: what stands in `Py_tp_descr_set` is a `descrsetfunc`.
                let write = unsafe { std::mem::transmute::<*mut std::ffi::c_void, ffi::descrsetfunc>(write) };
                let to = match to {
                    Convert::Plain => Text::Plain,
                    Convert::Decimal => Text::Decimal,
                    // The words are loaded in the same order.
                    Convert::Word(class) => {
                        let place = WORDS.iter().position(|name| name == class);
                        Text::Word(place.ok_or_else(|| PyRuntimeError::new_err(*class))?)
                    }
                };
                Ok(Field { name, to, slot: slot.unbind(), write })
            })
            .collect::<PyResult<_>>()?;
        Ok(Self { python: python.clone().unbind(), fields })
    }

    /// An object with empty slots; fill all of them before anyone sees it.
    pub(crate) fn alloc<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        let class = self.python.bind(py).as_type_ptr();
        // SAFETY: the class is a plain Python class whose only base is `object` (checked by the tests),
        // so the generic allocator is its own; null means out of memory, where pyo3 panics as always.
        unsafe { Bound::from_owned_ptr(py, ffi::PyType_GenericAlloc(class, 0)) }
    }
}

impl Field {
    pub(crate) fn write(&self, object: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        // SAFETY: slot, object and value are alive, the GIL is held, and the function is the slot's own;
        // it checks that the object has this slot and takes its own reference to the value.
        let failed = unsafe { (self.write)(self.slot.as_ptr(), object.as_ptr(), value.as_ptr()) };
        if failed == 0 { Ok(()) } else { Err(PyErr::fetch(object.py())) }
    }
}
