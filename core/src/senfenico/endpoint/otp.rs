//! Submit the one-time code the payer received.
//!
//! Vendor page: "submit OTP".

use super::charge::read;
use super::{Charge, other_reference};
use crate::call::{Endpoint, Resend, Verdict};
use crate::error::PaymentError;
use crate::http::{Draft, Response};
use crate::outcome::{Doubt, Plan};
use crate::senfenico::answer::Change;
use crate::value::{Otp, Reference};
use serde::Serialize;

/// Submit the code: `POST /v1/payment/charges/submit`.
///
/// One charge is debited at most once, but a wrong guess counts as a try: never sent again by
/// itself. After a lost answer the charge is read, which tells everything.
#[derive(Clone, Debug)]
pub struct SubmitOtp {
    /// The charge.
    pub charge: Reference,
    /// The code.
    pub otp: Otp,
}

impl SubmitOtp {
    /// Checks both.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `otp` or `charge`.
    pub fn check(charge: &str, otp: &str) -> Result<Self, PaymentError> {
        let otp = Otp::parse(otp)?;
        Ok(Self { charge: Reference::parse(charge).map_err(|error| error.at("charge"))?, otp })
    }
}

/// The names in its body.
pub(super) const FIELDS: [&str; 2] = ["otp", "charge_reference"];

impl Endpoint for SubmitOtp {
    type Output = Charge;
    const RESEND: Resend = Resend::Never;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        #[derive(Serialize)]
        struct Body<'a> {
            otp: &'a str,
            charge_reference: &'a str,
        }
        let body = Body { otp: self.otp.expose(), charge_reference: self.charge.as_str() };
        Draft::post("/v1/payment/charges/submit", &body)
    }

    fn read(&self, response: &Response) -> Verdict<Charge> {
        read(response, Change::Money { prefix: "ch_", fields: &FIELDS })
    }

    fn mismatch(&self, answer: &Charge) -> Option<Doubt> {
        other_reference(&self.charge, &answer.reference)
    }

    fn live_mode(answer: &Charge) -> Option<bool> {
        answer.live_mode
    }

    fn reference(&self) -> Option<Reference> {
        Some(self.charge.clone())
    }
}
