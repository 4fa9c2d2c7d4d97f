//! What core says of errors, for the exceptions of `xaalis.errors`.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use xaalis::code::Code;
use xaalis::texts::{self, Facts};
use xaalis::{Class, Excess, Texts};

type Four = (String, String, String, String);

/// A code's texts: what happened in English and in French, and what to do next in both.
#[pyfunction]
pub(crate) fn code_texts(code: &str) -> (&'static str, &'static str, &'static str, &'static str) {
    let code = Code::from(code);
    (code.description(), code.description_fr(), code.next_step(), code.next_step_fr())
}

/// For the buyer in English and French, then for the merchant: what a block of core's texts says with these
/// facts.
#[pyfunction]
pub(crate) fn error_texts(block: &str, facts: &Bound<'_, PyDict>) -> PyResult<Four> {
    let fact = |name: &str| -> PyResult<Option<String>> {
        facts.get_item(name)?.map_or(Ok(None), |value| value.extract())
    };
    let given = |name: &str| Ok::<_, PyErr>(fact(name)?.unwrap_or_default());
    let is = |name: &str| {
        Ok::<_, PyErr>(facts.get_item(name)?.is_some_and(|value| value.is_truthy().unwrap_or(false)))
    };
    let facts = Facts {
        field: given("field")?,
        problem: fact("problem")?,
        allowed: given("allowed")?,
        suggestion: fact("suggestion")?,
        code: given("code")?,
        refund: is("refund")?,
        why: given("why")?,
        doubt: fact("doubt")?,
        excess: excess(facts)?,
        op_id: given("op_id")?,
        plan: given("plan")?,
        bill_paid: Some(is("bill_paid")?),
        kind: given("kind")?,
    };
    let told = Texts::told(block, &facts);
    Ok((told.buyer, told.buyer_fr, told.merchant, told.merchant_fr))
}

/// What was strange about an answer, in English and in French; nothing for a doubt that is about none.
#[pyfunction]
pub(crate) fn doubt_texts(facts: &Bound<'_, PyDict>) -> PyResult<Option<(String, String)>> {
    let word: Option<String> = facts.get_item("doubt")?.map_or(Ok(None), |value| value.extract())?;
    let excess = excess(facts)?;
    Ok(word.and_then(|word| texts::strange(&word, excess)))
}

/// The class of error that a code, or else a reason why nothing happened, belongs to.
#[pyfunction]
#[pyo3(signature = (code = None, why = None))]
pub(crate) fn error_class(code: Option<&str>, why: Option<&str>) -> &'static str {
    let unsent = || serde_json::from_value(why?.into()).ok();
    match code {
        Some(code) => Code::from(code).class(),
        None => unsent().map_or(Class::PaymentNotSent, xaalis::Unsent::class),
    }
    .as_str()
}

fn excess(facts: &Bound<'_, PyDict>) -> PyResult<Option<Excess>> {
    let Some(given) = facts.get_item("excess")?.filter(|given| !given.is_none()) else { return Ok(None) };
    let (seen, limit) = (given.get_item("seen")?.extract()?, given.get_item("limit")?.extract()?);
    Ok(Some(Excess { seen, limit }))
}
