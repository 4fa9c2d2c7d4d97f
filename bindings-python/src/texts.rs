//! What core says of errors, for the exceptions of `xaalis.errors`.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use xaalis::code::Code;
use xaalis::{Class, Excess, PaymentError, Texts, texts};

type Four = (String, String, String, String);

/// A code's texts: what happened in English and in French, and what to do next in both.
#[pyfunction]
pub(crate) fn code_texts(code: &str) -> (&'static str, &'static str, &'static str, &'static str) {
    let code = Code::from(code);
    (code.description(), code.description_fr(), code.next_step(), code.next_step_fr())
}

/// For the buyer in English and French, then for the merchant: what there is to say `about` a kind of
/// error with these facts.
#[pyfunction]
pub(crate) fn error_texts(about: &str, facts: &Bound<'_, PyDict>) -> PyResult<Four> {
    let fact = |name: &str| -> PyResult<Option<String>> {
        facts.get_item(name)?.map_or(Ok(None), |value| value.extract())
    };
    let given = |name: &str| Ok::<_, PyErr>(fact(name)?.unwrap_or_default());
    let is = |name: &str| {
        Ok::<_, PyErr>(facts.get_item(name)?.is_some_and(|value| value.is_truthy().unwrap_or(false)))
    };
    let told = match about {
        "input" => {
            let (field, problem, allowed) = (given("field")?, given("problem")?, given("allowed")?);
            PaymentError::Invalid { field, problem, allowed, suggestion: fact("suggestion")? }.texts()
        }
        "record" => PaymentError::record(given("problem")?).texts(),
        "webhook" => PaymentError::webhook(given("problem")?).texts(),
        "refused" => Texts::refused(&Code::from(given("code")?.as_str()), is("refund")?),
        "not_sent" => Texts::not_sent(&given("why")?, fact("doubt")?.as_deref(), excess(facts)?),
        "unknown" => {
            let (op_id, why, plan) = (given("op_id")?, given("why")?, given("plan")?);
            Texts::unknown(&op_id, &why, excess(facts)?, &plan, is("bill_paid")?)
        }
        "prompt" => Texts::prompt(&given("kind")?, fact("problem")?.as_deref()),
        "busy" => Texts::busy(&given("op_id")?),
        "absent" => Texts::absent(&given("op_id")?),
        other => Texts::of(other),
    };
    Ok((told.buyer, told.buyer_fr, told.merchant, told.merchant_fr))
}

/// What is doubtful, in English and in French.
#[pyfunction]
pub(crate) fn doubt_texts(facts: &Bound<'_, PyDict>) -> PyResult<(String, String)> {
    let word: Option<String> = facts.get_item("doubt")?.map_or(Ok(None), |value| value.extract())?;
    Ok(texts::doubtful(&word.unwrap_or_default(), excess(facts)?))
}

/// The class of error that a code, or else a reason why nothing happened, belongs to.
#[pyfunction]
#[pyo3(signature = (code = None, why = None))]
pub(crate) fn error_class(code: Option<&str>, why: Option<&str>) -> &'static str {
    let unsent = || serde_json::from_value(why?.into()).ok();
    match code {
        Some(code) => Code::from(code).class(),
        None => unsent().map_or(Class::NotSent, xaalis::Unsent::class),
    }
    .as_str()
}

fn excess(facts: &Bound<'_, PyDict>) -> PyResult<Option<Excess>> {
    let Some(given) = facts.get_item("excess")?.filter(|given| !given.is_none()) else { return Ok(None) };
    let (seen, limit) = (given.get_item("seen")?.extract()?, given.get_item("limit")?.extract()?);
    Ok(Some(Excess { seen, limit }))
}
