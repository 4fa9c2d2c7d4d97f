//! What is known of an error, whichever language made it.

use crate::error::PaymentError;
use crate::given::{At, Fields, Given, Kind, Read};
use crate::outcome::Excess;
use serde::Deserialize;

/// What is known of an error, for its texts: as much of it as its block tells.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "each is a field of what the block is about")]
pub struct Facts {
    pub field: String,
    pub problem: Option<String>,
    pub allowed: String,
    pub suggestion: Option<String>,
    pub code: String,
    /// Whether a debit was made first and is due back.
    pub refund: bool,
    pub why: String,
    pub doubt: Option<String>,
    pub excess: Option<Excess>,
    pub op_id: String,
    pub plan: String,
    pub bill_paid: Option<bool>,
    pub kind: String,
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
