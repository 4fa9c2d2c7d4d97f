//! Collect: a charge carried from its creation to its end, codes and USSD prompts included.

use super::endpoint::{Charge, ChargeCreated, CreateCharge, FetchCharge, ListCharges, SubmitOtp};
use super::status::ChargeStatus;
use crate::context::Context;
use crate::keyring::Keyring;
use crate::outcome::{Doubt, Plan};
use crate::policy::QUIET;
use crate::pursuit::{Birth, Facts, Kind, Likeness, PayerMust, Pursuit, Sketch, Sought};
use crate::redact::mask_number;
use crate::value::{Amount, Otp, Phone, Provider, Reference, Time, is_word, mask};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A charge on its way.
pub(crate) type Collect = Pursuit<Intent>;

/// What a record keeps of the order: the payer only as a fingerprint made with the key, and masked.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Intent {
    amount: Amount,
    provider: Provider,
    payer: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    masked: Option<String>,
    /// Known to the process that was given the order.
    #[serde(skip)]
    phone: Option<Phone>,
}

pub(crate) fn collect(ctx: Context, create: CreateCharge) -> Collect {
    let payer = ctx.keys.fingerprint(&create.phone);
    let intent = Intent {
        amount: create.amount,
        provider: create.provider.clone(),
        payer,
        masked: Some(mask(create.phone.as_str())),
        phone: Some(create.phone.clone()),
    };
    Pursuit::new(ctx, intent, create)
}

impl Kind for Intent {
    type Create = CreateCharge;
    type Fetch = FetchCharge;
    type List = ListCharges;
    type Submit = SubmitOtp;
    type Item = Charge;
    type Status = ChargeStatus;

    // The vendor echoes nothing of ours: amount, payer and time have to do, and only once every
    // other charge of the moment has had time to be answered.
    const SEARCH_AFTER: i64 = QUIET;
    const PLAN: Plan = Plan::SearchByDetails;
    const WORD: &str = "charge";

    fn amount(&self) -> Amount {
        self.amount
    }

    fn our_reference(&self) -> Option<&Reference> {
        None
    }

    fn payer(&self) -> Option<&str> {
        self.masked.as_deref()
    }

    fn without_payer(&self, text: &str) -> String {
        self.phone.as_ref().map_or_else(|| text.to_owned(), |phone| mask_number(text, phone.as_str()))
    }

    fn is_of(&self, held: &Self, keys: &Keyring) -> bool {
        let same_payer = match &self.phone {
            Some(phone) => keys.recognises(phone, &held.payer),
            None => self.payer == held.payer,
        };
        same_payer && (self.amount, &self.provider) == (held.amount, &held.provider)
    }

    fn born(created: &ChargeCreated) -> Birth<ChargeStatus> {
        Birth {
            reference: created.reference.clone(),
            status: created.status.clone(),
            text: created.display_text.clone(),
        }
    }

    fn facts(charge: &Charge) -> Facts<ChargeStatus> {
        Facts {
            reference: charge.reference.clone(),
            status: charge.status.clone(),
            amount: charge.amount,
            reason: charge.cancellation_reason.clone(),
            created_at: charge.created_at.as_deref().and_then(Time::parse),
        }
    }

    fn fetch(reference: Reference) -> FetchCharge {
        FetchCharge { reference }
    }

    fn list() -> ListCharges {
        ListCharges
    }

    fn resembles(&self, charge: &Charge, sought: &Sought<'_>) -> Likeness {
        let made = charge.created_at.as_deref().or(charge.transaction_date.as_deref());
        let sketch = Sketch {
            // One known to be another's is left out by the search itself.
            reference: None,
            amount: charge.amount.map(Amount::francs),
            provider: charge.provider.as_ref().map(|provider| provider.as_str().into()),
            phone: charge.phone.as_ref().map(|phone| phone.expose().into()),
            created_at: made.map(Cow::Borrowed),
            live_mode: charge.live_mode,
        };
        self.matches(&sketch, sought)
    }

    fn may_be(&self, text: &str, sought: &Sought<'_>) -> bool {
        self.matches(&Sketch::read(text), sought) != Likeness::No
    }

    fn belies(&self, charge: &Charge) -> Option<Doubt> {
        let phone = charge.phone.as_ref().and_then(|phone| Phone::parse(phone.expose()).ok());
        let another = self.phone.is_some() && phone.is_some() && self.phone != phone;
        another.then_some(Doubt::Foreign)
    }

    fn payer_must(status: &ChargeStatus) -> Option<PayerMust> {
        match status {
            ChargeStatus::SendOtp => Some(PayerMust::GiveCode),
            ChargeStatus::PayOffline => Some(PayerMust::Dial),
            _ => None,
        }
    }

    fn submit(reference: &Reference, code: &str) -> Option<SubmitOtp> {
        let otp = Otp::parse(code).ok()?;
        Some(SubmitOtp { charge: reference.clone(), otp })
    }
}

impl Intent {
    fn matches(&self, sketch: &Sketch<'_>, sought: &Sought<'_>) -> Likeness {
        let provider = sketch.provider.as_deref();
        let operator = Likeness::of(provider.is_none_or(|seen| is_word(seen, self.provider.as_str())));
        let known = operator.min(sought.resembles(sketch, self.amount));
        if known == Likeness::No {
            return known;
        }
        known.min(match sketch.phone.as_deref().map(Phone::parse) {
            Some(Ok(phone)) => Likeness::of(sought.ctx.keys.recognises(&phone, &self.payer)),
            // Absent or masked (`77xxxxxx`).
            Some(Err(_)) | None => Likeness::Perhaps,
        })
    }
}
