//! What people are told of errors.

use crate::Answer;
use crate::keys::Keys;
use crate::read::{self, refused};
use serde::Serialize;
use xaalis::code::Code;
use xaalis::given::{At, Fields, Given, Kind, Read};
use xaalis::{Class, Excess, PaymentError, Texts, Unsent, texts};

/// A code's texts.
#[derive(Serialize)]
struct CodeTexts {
    description: &'static str,
    description_fr: &'static str,
    next_step: &'static str,
    next_step_fr: &'static str,
}

#[derive(Serialize)]
struct Told {
    buyer_text: String,
    buyer_text_fr: String,
    merchant_text: String,
    merchant_text_fr: String,
}

#[derive(Serialize)]
struct Doubt {
    doubt: String,
    doubt_fr: String,
}

/// What is known of an error: as much of it as its kind tells.
struct Facts {
    field: String,
    problem: Option<String>,
    allowed: String,
    suggestion: Option<String>,
    code: String,
    refund: bool,
    why: String,
    doubt: Option<String>,
    excess: Option<Excess>,
    op_id: String,
    plan: String,
    bill_paid: bool,
    kind: String,
}

impl Read for Facts {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let mut fields = Fields::open(given, at)?;
        let mut text = |name: &str| fields.take::<Option<String>>(name).map(Option::unwrap_or_default);
        let (field, allowed, code, why) = (text("field")?, text("allowed")?, text("code")?, text("why")?);
        let (op_id, plan, kind) = (text("op_id")?, text("plan")?, text("kind")?);
        Ok(Self {
            field,
            problem: fields.take("problem")?,
            allowed,
            suggestion: fields.take("suggestion")?,
            code,
            refund: fields.take("refund")?,
            why,
            doubt: fields.take("doubt")?,
            excess: fields.take("excess")?,
            op_id,
            plan,
            bill_paid: fields.take("bill_paid")?,
            kind,
        })
    }
}

/// A code's texts: what happened and what to do next.
pub fn code_texts(code: &str, keys: Keys) -> String {
    let code = Code::from(code);
    keys.write(&CodeTexts {
        description: code.description(),
        description_fr: code.description_fr(),
        next_step: code.next_step(),
        next_step_fr: code.next_step_fr(),
    })
}

/// For the buyer and the merchant: what there is to say `about` a kind of error (`input`, `record`, `webhook`,
/// `refused`, `not_sent`, `unknown`, `prompt`, `busy`, `absent`, or a block of core's texts) with these facts.
pub fn error_texts(about: &str, facts: &str, keys: Keys) -> Answer<String> {
    let facts: Facts = read::read(facts, "facts").map_err(|error| refused(error, keys))?;
    let Facts { field, problem, allowed, suggestion, op_id, excess, .. } = facts;
    let told = match about {
        "input" => {
            let problem = problem.unwrap_or_default();
            PaymentError::Invalid { field, problem, allowed, suggestion }.texts()
        }
        "record" => PaymentError::record(problem.unwrap_or_default()).texts(),
        "webhook" => PaymentError::webhook(problem.unwrap_or_default()).texts(),
        "refused" => Texts::refused(&Code::from(facts.code.as_str()), facts.refund),
        "not_sent" => Texts::not_sent(&facts.why, facts.doubt.as_deref(), excess),
        "unknown" => Texts::unknown(&op_id, &facts.why, excess, &facts.plan, facts.bill_paid),
        "prompt" => Texts::prompt(&facts.kind, problem.as_deref()),
        "busy" => Texts::busy(&op_id),
        "absent" => Texts::absent(&op_id),
        other => Texts::of(other),
    };
    Ok(keys.write(&Told {
        buyer_text: told.buyer,
        buyer_text_fr: told.buyer_fr,
        merchant_text: told.merchant,
        merchant_text_fr: told.merchant_fr,
    }))
}

/// What is doubtful (`{"doubt", "excess"?}`), in English and in French.
pub fn doubt_texts(facts: &str, keys: Keys) -> Answer<String> {
    let facts: Facts = read::read(facts, "facts").map_err(|error| refused(error, keys))?;
    let (doubt, doubt_fr) = texts::doubtful(&facts.doubt.unwrap_or_default(), facts.excess);
    Ok(keys.write(&Doubt { doubt, doubt_fr }))
}

/// The class of error that a code, or else a reason why nothing happened, belongs to.
pub fn error_class(code: Option<&str>, why: Option<&str>) -> &'static str {
    let unsent = || serde_json::from_value::<Unsent>(why?.into()).ok();
    match code {
        Some(code) => Code::from(code).class(),
        None => unsent().map_or(Class::NotSent, Unsent::class),
    }
    .as_str()
}
