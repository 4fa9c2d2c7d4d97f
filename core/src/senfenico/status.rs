//! Senfenico's status words and where each stands. Source: `shared/api-docs/senfenico.txt`.

use crate::status::status_words;

status_words! {
    /// The status of a charge. Vendor page: "fetch charge".
    ChargeStatus {
        /// The payer has to give a one-time code.
        SendOtp = "send_otp": Open,
        /// The payer has to confirm on the phone.
        PayOffline = "pay_offline": Open,
        /// Under way at the operator.
        Pending = "pending": Moving,
        /// Refused by payer or operator; no money moved.
        Failed = "failed": Ended,
        /// Given up before it was paid.
        Canceled = "canceled" | "cancelled": Ended,
        /// Paid.
        Success = "success": Paid,
    }
}

status_words! {
    /// The status of a checkout. Vendor page: "fetch checkout".
    CheckoutStatus {
        /// Awaiting payment.
        Pending = "pending": Open,
        /// Payment failed.
        Failed = "failed": Ended,
        /// Paid.
        Success = "success": Paid,
    }
}

status_words! {
    /// The status of a transfer. Vendor page: "single transfer".
    TransferStatus {
        /// Queued or under way.
        Pending = "pending": Open,
        /// Not delivered.
        Failed = "failed": Ended,
        /// Delivered.
        Success = "success": Paid,
    }
}

status_words! {
    /// The status of a settlement. Vendor page: "create settlement".
    SettlementStatus: true {
        /// Accepted; may still be cancelled.
        Processing = "processing": Open,
        /// On its way; too late to cancel.
        InTransit = "in_transit": Moving,
        /// Cancelled by the merchant.
        Cancelled = "cancelled" | "canceled": Withdrawn,
        /// Arrived.
        Success = "success": Paid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_both_ways_in_json_and_unknown_ones_are_kept() {
        for (json, word) in [
            ("\"pay_offline\"", ChargeStatus::PayOffline),
            ("\"canceled\"", ChargeStatus::Canceled),
            ("\"on_hold\"", ChargeStatus::Other("on_hold".to_owned())),
        ] {
            assert_eq!(serde_json::from_str::<ChargeStatus>(json).ok(), Some(word.clone()));
            assert_eq!(serde_json::to_string(&word).ok().as_deref(), Some(json));
        }
        assert_eq!(serde_json::from_str::<ChargeStatus>("\"cancelled\"").ok(), Some(ChargeStatus::Canceled));
        for (json, word) in [
            ("\"CANCELLED\"", ChargeStatus::Canceled),
            ("\" Pay_Offline\\n\"", ChargeStatus::PayOffline),
            ("\"On_Hold \"", ChargeStatus::Other("On_Hold ".to_owned())),
        ] {
            assert_eq!(serde_json::from_str::<ChargeStatus>(json).ok(), Some(word), "{json}");
        }
        for bad in ["1", "null", "true", "{\"success\":null}"] {
            assert!(serde_json::from_str::<ChargeStatus>(bad).is_err(), "{bad}");
        }
    }
}
