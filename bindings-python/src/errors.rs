//! Core's errors as the exceptions of `xaalis.errors`.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use xaalis::PaymentError;

/// The Python exception for an error of core's.
pub(crate) fn raise(py: Python<'_>, error: PaymentError) -> PyErr {
    match error {
        PaymentError::Invalid { field, problem, allowed, suggestion } => {
            exception(py, "InvalidInput", (field, problem, allowed, suggestion))
        }
        PaymentError::Record { problem } => exception(py, "RecordError", (problem,)),
        PaymentError::Busy { op_id } => exception(py, "OperationBusy", (op_id.as_str(),)),
        PaymentError::NotFound { op_id } => exception(py, "OperationNotFound", (op_id,)),
        PaymentError::Webhook { problem } => exception(py, "WebhookError", (problem,)),
    }
}

/// An exception of `xaalis.errors` by name.
pub(crate) fn exception<'py, A>(py: Python<'py>, name: &str, args: A) -> PyErr
where
    A: IntoPyObject<'py, Target = PyTuple, Output = Bound<'py, PyTuple>, Error: Into<PyErr>>,
{
    let made = || -> PyResult<Bound<'py, PyAny>> {
        let args = args.into_pyobject(py).map_err(Into::into)?;
        py.import("xaalis.errors")?.getattr(name)?.call1(args)
    };
    match made() {
        Ok(instance) => PyErr::from_value(instance),
        Err(error) => error,
    }
}

/// A refusal of an argument.
pub(crate) fn invalid(py: Python<'_>, field: &str, problem: impl Into<String>, allowed: &str) -> PyErr {
    raise(py, PaymentError::invalid(field, problem, allowed))
}
