//! Bulk transfers: up to a hundred payouts in one request, at most five requests a second.
//!
//! Vendor page: "bulk transfer". Its heading says GET with a body; both official SDKs send POST.

use super::transfer::TransferBody;
use super::{CreateTransfer, NewTransfer};
use crate::call::{Endpoint, Resend, Verdict};
use crate::error::PaymentError;
use crate::http::{Draft, Response};
use crate::outcome::{Doubt, FieldError, Plan};
use crate::pace::Lane;
use crate::policy::{BATCH, BODY_CAP};
use crate::redact::debug_redacted;
use crate::senfenico::answer::{Change, whole};
use crate::senfenico::field_errors::field_errors;
use crate::value::wire;
use crate::value::{Amount, Personal};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Create up to a hundred transfers: `POST /v1/payment/transfers/bulk/`. Vendor page: "bulk transfer".
///
/// The answer names no references, so a lost one leaves every item unknown: never sent again once
/// it may have arrived; each item is looked for in the list by its `ext_id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateBulkTransfer {
    /// The payouts, 1 to 100.
    pub transfers: Vec<CreateTransfer>,
}

impl CreateBulkTransfer {
    /// Checks every field of every payout.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming the first wrong one, such as `transfers[3].phone`; also when
    /// there are none, more than 100, or two of one `ext_id`.
    pub fn check(transfers: &[NewTransfer]) -> Result<Self, PaymentError> {
        if transfers.len() > BATCH {
            let problem = format!("{} payouts in one call", transfers.len());
            return Err(PaymentError::invalid(
                "transfers",
                problem,
                "1 to 100 a call; a bulk payout takes any number",
            ));
        }
        Ok(Self { transfers: check_all(transfers)? })
    }
}

/// Checks payouts of any number.
pub(crate) fn check_all(transfers: &[NewTransfer]) -> Result<Vec<CreateTransfer>, PaymentError> {
    if transfers.is_empty() {
        return Err(PaymentError::invalid("transfers", "empty", "at least one payout"));
    }
    let mut places = BTreeMap::new();
    let mut checked = Vec::with_capacity(transfers.len());
    for (place, transfer) in transfers.iter().enumerate() {
        let good = transfer.check().map_err(|error| {
            let path = format!("transfers[{place}].{}", error.field().unwrap_or_default());
            error.at(path)
        })?;
        if let Some(first) = places.insert(good.ext_id.clone(), place) {
            let field = format!("transfers[{place}].ext_id");
            return Err(PaymentError::invalid(
                field,
                format!("the same as transfers[{first}]"),
                "one id per payout",
            ));
        }
        checked.push(good);
    }
    Ok(checked)
}

/// The names in its body.
pub(super) const FIELDS: [&str; 5] = ["transfers", "amount", "recipient_phone", "recipient_wallet", "ext_id"];

impl Endpoint for CreateBulkTransfer {
    type Output = BulkQueued;
    const RESEND: Resend = Resend::Never;
    const PLAN: Plan = Plan::SearchById;
    const LANE: Lane = Lane::Bulk;

    fn draft(&self) -> Draft {
        #[derive(Serialize)]
        struct Body<'a> {
            transfers: Vec<TransferBody<'a>>,
        }
        let body = Body { transfers: self.transfers.iter().map(TransferBody::from).collect() };
        Draft::post("/v1/payment/transfers/bulk/", &body)
    }

    fn read(&self, response: &Response) -> Verdict<BulkQueued> {
        let effect = Change::Money { prefix: "tr_", fields: &FIELDS };
        // As a rule all who were refused can be read; reading around what cannot costs more.
        match whole(response, BODY_CAP, effect, Wire::<FailedTransfer>::queued) {
            Verdict::Answer(queued) => Verdict::Answer(queued),
            _ => whole(response, BODY_CAP, effect, Wire::<Loose>::queued),
        }
    }

    /// Who was refused must have been asked for.
    fn mismatch(&self, answer: &BulkQueued) -> Option<Doubt> {
        let ids = answer.failed_transfers.iter().filter_map(|failed| failed.ext_id.as_deref());
        let is_ours = |id: &str| self.transfers.iter().any(|transfer| transfer.ext_id.is_same(id));
        ids.filter(|id| !id.trim().is_empty()).any(|id| !is_ours(id)).then_some(Doubt::Foreign)
    }
}

/// What a bulk call answers: who was refused. All others are queued; their references are told by
/// the list of transfers only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkQueued {
    /// The vendor's words, such as `2 transfers queued for processing`.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub message: Option<String>,
    /// The payouts that were not queued.
    #[serde(default, deserialize_with = "wire::list")]
    pub failed_transfers: Vec<FailedTransfer>,
}

debug_redacted!(BulkQueued: failed_transfers; message);

/// One payout that was not queued. What of it cannot be read is absent, or stands among its errors as
/// it came: that there is one must not be lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FailedTransfer {
    /// Our id, if the vendor echoed it.
    pub ext_id: Option<String>,
    /// The amount in XOF francs, as echoed.
    pub amount: Option<Amount>,
    /// The recipient's number, as echoed.
    pub recipient_phone: Option<Personal>,
    /// The wallet, as echoed.
    pub recipient_wallet: Option<String>,
    /// Why, in the vendor's words.
    pub errors: Vec<FieldError>,
}

/// The body, and how one refusal in it is read. Null is none; whether anybody was refused decides, so
/// what is no list is refused.
#[derive(Deserialize)]
struct Wire<F> {
    status: bool,
    #[serde(default, deserialize_with = "wire::text_opt")]
    message: Option<String>,
    failed_transfers: Option<Vec<F>>,
}

impl<F> Wire<F>
where
    FailedTransfer: From<F>,
{
    fn queued(self) -> Option<BulkQueued> {
        let failed = self.failed_transfers.into_iter().flatten().map(FailedTransfer::from).collect();
        self.status.then_some(BulkQueued { message: self.message, failed_transfers: failed })
    }
}

impl<'de> Deserialize<'de> for FailedTransfer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize, Default)]
        struct Echo {
            #[serde(default, deserialize_with = "wire::text_opt")]
            ext_id: Option<String>,
            #[serde(default, deserialize_with = "wire::loose_francs_opt")]
            amount: Option<Amount>,
            #[serde(default, deserialize_with = "wire::personal_opt")]
            recipient_phone: Option<Personal>,
            #[serde(default, deserialize_with = "wire::text_opt")]
            recipient_wallet: Option<String>,
        }
        #[derive(Deserialize)]
        struct Refused<'a> {
            #[serde(default)]
            data: Echo,
            #[serde(default, borrow)]
            errors: Option<&'a RawValue>,
        }
        let Refused { data, errors } = Refused::deserialize(deserializer)?;
        Ok(Self {
            ext_id: data.ext_id,
            amount: data.amount,
            recipient_phone: data.recipient_phone,
            recipient_wallet: data.recipient_wallet,
            errors: errors.map(|raw| field_errors(raw.get())).unwrap_or_default(),
        })
    }
}

/// A refusal of any shape.
struct Loose(FailedTransfer);

impl From<Loose> for FailedTransfer {
    fn from(Loose(failed): Loose) -> Self {
        failed
    }
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        Ok(Self(match crate::json::from_str(raw) {
            Ok(failed) => failed,
            Err(_) => FailedTransfer { errors: field_errors(raw), ..FailedTransfer::default() },
        }))
    }
}
