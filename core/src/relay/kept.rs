//! What the relay reads of a record beside what all are told: how many codes were sent, whose payment it is as a
//! fingerprint, and until when a request may be under way.

use crate::policy::LEASE;
use crate::record::Record;
use crate::value::{Amount, Time};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    under_way_until: Option<Time>,
    pub(super) codes: Codes,
    intent: Option<Intent>,
    /// Of the payment of a bill.
    #[serde(rename = "order")]
    pub(super) bill: Option<Ordered>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Codes {
    pub(super) submitted: i64,
    pub(super) unanswered: i64,
}

/// What was ordered of DEXCHANGE.
#[derive(Deserialize)]
pub(super) struct Ordered {
    pub(super) service: String,
    pub(super) customer: String,
    #[serde(default)]
    pub(super) bill: Option<String>,
    #[serde(default)]
    pub(super) amount: Option<Amount>,
}

#[derive(Deserialize)]
struct Intent {
    #[serde(default)]
    payer: String,
    #[serde(default)]
    provider: String,
    amount: Option<Amount>,
}

impl Kept {
    pub(super) fn of(record: &Record) -> Self {
        crate::json::from_str(&record.state).unwrap_or_default()
    }

    /// May another process be at it? By a clock that ran ahead it is not for longer than by ours.
    pub(super) fn is_under_way(&self, now: Time) -> bool {
        self.under_way_until.is_some_and(|until| now < until.min(now.plus(LEASE)))
    }

    /// The payer's fingerprint, of a charge.
    pub(super) fn payer(&self) -> Option<&str> {
        self.intent.as_ref().map(|intent| intent.payer.as_str()).filter(|payer| !payer.is_empty())
    }

    pub(super) fn provider(&self) -> Option<&str> {
        self.intent.as_ref().map(|intent| intent.provider.as_str())
    }

    pub(super) fn amount(&self) -> Option<Amount> {
        self.intent.as_ref()?.amount
    }
}
