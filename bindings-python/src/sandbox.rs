//! Both vendors' servers in the same process.

use crate::errors::invalid;
use crate::exchange::{Request, Response};
use crate::input;
use crate::transport::{failed, once::Lost};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use xaalis::sandbox::{Delivery, Options, Sandbox};
use xaalis::value::Time;

/// Both vendors' servers; `xaalis.Sandbox` gives them a clock.
#[pyclass(module = "xaalis._native")]
pub(crate) struct NativeSandbox(Sandbox);

#[pymethods]
impl NativeSandbox {
    #[new]
    fn new(options: &Bound<'_, PyDict>) -> PyResult<Self> {
        let options: Options = input::read(options.as_any(), "options")?;
        Ok(Self(Sandbox::with(options)))
    }

    fn handle(&mut self, py: Python<'_>, request: &Request, now: i64) -> PyResult<Response> {
        let answer = self.0.handle(&request.0, Time::from_millis(now));
        answer
            .map(Response::whole)
            .map_err(|failure| failed(py, &Lost { failure, why: "a fault of the sandbox" }))
    }

    fn inject(&mut self, py: Python<'_>, fault: &str) -> PyResult<()> {
        let fault = fault.parse().map_err(|_| {
            invalid(py, "fault", "not a fault", "effect@when, such as drop-after@1 or 503-before@charges")
        })?;
        self.0.inject(fault);
        Ok(())
    }

    fn heal(&mut self) {
        self.0.heal();
    }

    #[getter]
    fn requests_seen(&self) -> i64 {
        self.0.requests_seen()
    }

    fn next_due(&self) -> Option<i64> {
        self.0.next_due().map(Time::millis)
    }

    fn payments<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        self.0
            .payments()
            .map(|payment| {
                let dict = PyDict::new(py);
                let vendor = format!("{:?}", payment.vendor).to_lowercase();
                dict.set_item("vendor", vendor)?;
                dict.set_item("kind", payment.kind)?;
                dict.set_item("reference", payment.reference)?;
                dict.set_item("client_reference", payment.client_reference)?;
                dict.set_item("number", payment.number)?;
                dict.set_item("amount", payment.amount)?;
                dict.set_item("status", payment.status)?;
                Ok(dict)
            })
            .collect()
    }

    /// The webhooks due: `(id, vendor, url, headers, body)`.
    #[allow(clippy::type_complexity, reason = "one tuple per delivery")]
    fn deliveries(&mut self, now: i64) -> Vec<(i64, String, String, Vec<(String, String)>, Vec<u8>)> {
        let parts = |delivery: Delivery| {
            let headers =
                delivery.headers.iter().map(|header| (header.name.clone(), header.value.clone())).collect();
            let vendor = format!("{:?}", delivery.vendor).to_lowercase();
            (delivery.id, vendor, delivery.url, headers, delivery.body.into_bytes())
        };
        self.0.deliveries(Time::from_millis(now)).into_iter().map(parts).collect()
    }

    fn acknowledge(&mut self, id: i64) {
        self.0.acknowledge(id);
    }

    fn payer_confirms(&mut self, charge: &str, now: i64) -> bool {
        self.0.payer_confirms(charge, Time::from_millis(now))
    }

    fn payer_declines(&mut self, charge: &str, now: i64) -> bool {
        self.0.payer_declines(charge, Time::from_millis(now))
    }

    fn paid_without_code(&mut self, charge: &str, now: i64) -> bool {
        self.0.paid_without_code(charge, Time::from_millis(now))
    }

    fn checkout_paid(&mut self, checkout: &str, phone: &str, provider: &str, now: i64) -> bool {
        self.0.checkout_paid(checkout, phone, provider, Time::from_millis(now))
    }

    fn checkout_failed(&mut self, checkout: &str, now: i64) -> bool {
        self.0.checkout_failed(checkout, Time::from_millis(now))
    }

    fn transfer_finishes(&mut self, transfer: &str, ok: bool, now: i64) -> bool {
        self.0.transfer_finishes(transfer, ok, Time::from_millis(now))
    }

    fn settlement_advances(&mut self, settlement: &str, now: i64) -> bool {
        self.0.settlement_advances(settlement, Time::from_millis(now))
    }

    fn top_up_finishes(&mut self, transaction: &str, ok: bool, now: i64) -> bool {
        self.0.top_up_finishes(transaction, ok, Time::from_millis(now))
    }
}
