//! Webhooks and callbacks: verified, then read.

use crate::convert;
use crate::errors::{invalid, raise};
use pyo3::prelude::*;
use xaalis::dexchange::webhook as dexchange;
use xaalis::senfenico::webhook as senfenico;
use xaalis::value::{Amount, Reference};

/// The webhook keys of Senfenico's dashboard.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct WebhookKeys(senfenico::WebhookKeys);

#[pymethods]
impl WebhookKeys {
    #[new]
    fn new(py: Python<'_>, keys: Vec<String>) -> PyResult<Self> {
        senfenico::WebhookKeys::new(keys).map(Self).map_err(|error| raise(py, error))
    }

    fn read<'py>(&self, py: Python<'py>, raw: &[u8], signature: &str) -> PyResult<Bound<'py, PyAny>> {
        let notice = senfenico::read(raw, signature, &self.0).map_err(|error| raise(py, error))?;
        convert::object(py, &notice)
    }

    #[staticmethod]
    fn sign(raw: &[u8], key: &str) -> String {
        senfenico::sign(raw, key)
    }

    #[classattr]
    const HEADER: &'static str = senfenico::HASH_HEADER;

    #[allow(clippy::unused_self, reason = "a method of Python's")]
    fn __repr__(&self) -> &'static str {
        "<WebhookKeys ***>"
    }
}

/// The secret behind DEXCHANGE's callback addresses.
#[pyclass(module = "xaalis._native", frozen)]
pub(crate) struct CallbackKey(dexchange::CallbackKey);

#[pymethods]
impl CallbackKey {
    #[new]
    fn new(py: Python<'_>, secrets: Vec<String>) -> PyResult<Self> {
        dexchange::CallbackKey::rotating(secrets).map(Self).map_err(|error| raise(py, error))
    }

    fn callback_url(&self, py: Python<'_>, base: &str, external_id: &str) -> PyResult<String> {
        let url = self.0.callback_url(base, &reference(py, external_id)?);
        url.map(|url| url.as_str().to_owned()).map_err(|error| raise(py, error))
    }

    #[pyo3(signature = (external_id, service, customer, amount = None))]
    fn custom_data(
        &self,
        py: Python<'_>,
        external_id: &str,
        service: &str,
        customer: &str,
        amount: Option<i64>,
    ) -> PyResult<String> {
        let amount = amount.map(Amount::new).transpose().map_err(|error| raise(py, error))?;
        Ok(self.0.custom_data(&reference(py, external_id)?, service, customer, amount))
    }

    fn read<'py>(
        &self,
        py: Python<'py>,
        raw: &[u8],
        external_id: &str,
        token: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let notice = self.0.read(raw, external_id, token).map_err(|error| raise(py, error))?;
        convert::object(py, &notice)
    }

    #[staticmethod]
    fn verify_hmac(py: Python<'_>, raw: &[u8], signature: &str, secret: &str) -> PyResult<()> {
        dexchange::verify_hmac(raw, signature, secret).map_err(|error| raise(py, error))
    }

    #[allow(clippy::unused_self, reason = "a method of Python's")]
    fn __repr__(&self) -> &'static str {
        "<CallbackKey ***>"
    }
}

fn reference(py: Python<'_>, text: &str) -> PyResult<Reference> {
    Reference::parse(text).map_err(|_| {
        invalid(py, "external_transaction_id", "not usable as an id", "letters, digits, - and _, at most 64")
    })
}
