//! Collect: a charge carried from its creation to its end, codes and USSD prompts included.

use super::endpoint::{Charge, ChargeCreated, CreateCharge, FetchCharge, ListCharges, SubmitOtp};
use super::status::ChargeStatus;
use crate::context::{Context, fingerprint};
use crate::machine::Trail;
use crate::outcome::Plan;
use crate::policy::{MINUTE, MONEY_TIMEOUT, QUIET};
use crate::pursuit::{Birth, Facts, Kind, Likeness, PayerMust, Pursuit};
use crate::value::{Amount, Otp, Personal, Phone, Provider, Reference, Time};
use serde::{Deserialize, Serialize};

/// A charge on its way.
pub(crate) type Collect = Pursuit<Intent>;

/// What a record keeps of the order: the payer only as a fingerprint made with the key.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Intent {
    amount: Amount,
    provider: Provider,
    payer: String,
}

pub(crate) fn collect(ctx: Context, create: CreateCharge) -> Collect {
    let payer = ctx.fingerprint(&create.phone);
    let intent = Intent { amount: create.amount, provider: create.provider.clone(), payer };
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

    fn amount(&self) -> Amount {
        self.amount
    }

    fn our_reference(&self) -> Option<Reference> {
        None
    }

    fn born(created: &ChargeCreated) -> Birth<ChargeStatus> {
        Birth {
            reference: created.reference.clone(),
            status: created.status.clone(),
            text: created.display_text.clone(),
            live_mode: created.live_mode,
        }
    }

    fn facts(charge: &Charge) -> Facts<ChargeStatus> {
        Facts {
            reference: charge.reference.clone(),
            status: charge.status.clone(),
            amount: charge.amount,
            live_mode: charge.live_mode,
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

    fn resembles(&self, charge: &Charge, trail: &Trail, secret: &[u8; 32]) -> Likeness {
        let other_provider = charge.provider.as_ref().is_some_and(|provider| *provider != self.provider);
        if charge.amount != Some(self.amount)
            || other_provider
            || !in_window(charge.created_at.as_deref(), trail)
        {
            return Likeness::No;
        }
        match charge.phone.as_ref().map(Personal::expose).map(Phone::parse) {
            Some(Ok(phone)) if fingerprint(secret, &phone) == self.payer => Likeness::Yes,
            Some(Ok(_)) => Likeness::No,
            // Absent or masked (`77xxxxxx`).
            Some(Err(_)) | None => Likeness::Perhaps,
        }
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

/// Was it made when ours was sent? Two minutes of clock difference are granted before, the deadline
/// and five minutes after.
pub(crate) fn in_window(created_at: Option<&str>, trail: &Trail) -> bool {
    created_at.and_then(Time::parse).is_some_and(|created| {
        created >= trail.last_sent.plus(-2 * MINUTE)
            && created <= trail.last_sent.plus(MONEY_TIMEOUT + 5 * MINUTE)
    })
}
