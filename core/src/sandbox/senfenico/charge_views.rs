//! How a charge looks in the replies, which differ from each other on the page.

use super::charges::{Charge, Status};
use super::{Senfenico, phones};
use crate::sandbox::reply::{Json, object, stamp_offset, stamp_z};
use crate::sandbox::world::World;
use crate::value::Time;

const IP: &str = "172.18.0.1";

impl Senfenico {
    /// The submit reply: fees a number, `+00:00`, no phone.
    pub(super) fn show_submitted(&self, charge: &Charge) -> Json {
        object([
            ("reference", Json::text(charge.reference.as_str())),
            ("amount", Json::Int(charge.amount)),
            ("fees", Json::Number("3.5".to_owned())),
            ("currency", Json::text("XOF")),
            ("transaction_date", stamp_offset(charge.created)),
            ("ip_address", Json::text(IP)),
            ("status", Json::text(charge.status.as_str())),
            ("live_mode", Json::Bool(self.is_live(charge.merchant))),
            ("payment_method", Json::text("mobile_money")),
            ("provider", Json::text(charge.provider)),
            ("cancelled_at", charge.cancelled.map_or(Json::Null, stamp_offset)),
            ("cancellation_reason", reason(charge)),
            ("confirmation_attempts", attempts(charge, stamp_offset)),
        ])
    }

    pub(super) fn show_charge(&self, world: &World, charge: &Charge) -> Json {
        self.show_charge_bare(charge, world.options.switches.phones_masked_in_lists)
    }

    /// The fetch and list shape: fees a text, `Z`, with the phone.
    pub(super) fn show_charge_bare(&self, charge: &Charge, masked: bool) -> Json {
        let phone = if masked { phones::mask(&charge.phone) } else { charge.phone.clone() };
        object([
            ("reference", Json::text(charge.reference.as_str())),
            ("amount", Json::Int(charge.amount)),
            ("fees", Json::text("3.50")),
            ("currency", Json::text("XOF")),
            ("transaction_date", stamp_z(charge.created)),
            ("ip_address", Json::text(IP)),
            ("status", Json::text(charge.status.as_str())),
            ("live_mode", Json::Bool(self.is_live(charge.merchant))),
            ("payment_method", Json::text("mobile_money")),
            ("provider", Json::text(charge.provider)),
            ("phone", Json::Text(phone)),
            ("cancelled_at", charge.cancelled.map_or(Json::Null, stamp_z)),
            ("cancellation_reason", reason(charge)),
            ("created_at", stamp_z(charge.created)),
            ("updated_at", stamp_z(charge.updated)),
            ("confirmation_attempts", attempts(charge, stamp_z)),
        ])
    }
}

/// What the payer is asked to do.
pub(super) fn display_text(world: &World, charge: &Charge) -> String {
    let text = match (charge.status, charge.provider) {
        (Status::SendOtp, "orange_bf") => format!(
            "Composez *144*4*6*{}# pour obtenir un code OTP, puis entrez-le sur notre plateforme pour finaliser la transaction.",
            charge.amount
        ),
        (Status::SendOtp, _) => {
            "Veuillez entrer le code OTP reçu sur votre téléphone pour finaliser la transaction.".to_owned()
        }
        // The page prints no sample of this one.
        _ => format!(
            "Composez le code USSD de votre opérateur sur votre téléphone et confirmez le paiement de {} FCFA.",
            charge.amount
        ),
    };
    phones::named(world, &text, &charge.phone)
}

fn reason(charge: &Charge) -> Json {
    charge.cancelled.map_or(Json::Null, |_| Json::text(charge.reason.as_str()))
}

fn attempts(charge: &Charge, stamp: fn(Time) -> Json) -> Json {
    let rows = charge.attempts.iter().map(|(at, ok)| {
        object([
            ("ip_address", Json::text(IP)),
            ("attempt_date", stamp(*at)),
            ("confirmation_status", Json::text(if *ok { "success" } else { "failed" })),
        ])
    });
    Json::List(rows.collect())
}
