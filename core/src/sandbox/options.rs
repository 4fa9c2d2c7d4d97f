//! How a sandbox is set up: times, balances, bills, and one switch for each thing the docs leave unsaid.

use crate::given::{given, given_over_default};
use serde::{Deserialize, Deserializer};
use std::fmt;

given_over_default! {
    /// What a [`Sandbox`](super::Sandbox) starts from. Every field has a default, also in JSON.
    ///
    /// Times are virtual milliseconds, money is XOF francs.
    #[derive(Clone)]
    pub struct Options {
        /// All references are derived from this: the same seed and requests give the same answers.
        pub seed: i64,
        /// Where Senfenico's webhooks go. None: no webhooks. (The vendor's dashboard holds it.)
        pub webhook_url: Option<String>,
        /// The secret that signs Senfenico's webhooks. None: they are sent unsigned.
        pub webhook_key: Option<String>,
        /// How long an OTP is good for after the charge was created.
        pub otp_ttl_ms: i64,
        /// Whether the payer of a `pay_offline` charge confirms by himself, after `payer_ms`.
        pub payer_auto_confirms: bool,
        /// How long the payer takes to confirm a `pay_offline` charge.
        pub payer_ms: i64,
        /// After how long a payer completes a checkout's page by himself; None: only
        /// [`checkout_paid`](super::Sandbox::checkout_paid) does.
        pub checkout_pays_itself_ms: Option<i64>,
        /// How long a transfer stays `pending`.
        pub transfer_ms: i64,
        /// How long the slow magic numbers stay `pending`.
        pub slow_ms: i64,
        /// When a settlement goes from `processing` to `in_transit`, after its creation.
        pub settlement_transit_ms: i64,
        /// When a settlement goes from `in_transit` to `success`, after its creation.
        pub settlement_success_ms: i64,
        /// How long an asynchronous Woyofal top-up stays `PROCESSING`.
        pub top_up_ms: i64,
        /// Providers whose charges start as `pay_offline`. None by default: the page's table of test numbers
        /// gives every provider a code, and never says who pays offline.
        pub offline_providers: Vec<String>,
        /// Each transfer wallet's first balance (the page grants 100,000 in test mode).
        pub transfer_balance: i64,
        /// The collection balance at the start.
        pub collection_balance: i64,
        /// The DEXCHANGE balance at the start.
        pub dexchange_balance: i64,
        /// The bills that exist. The default holds those listed at [`Bill::seeded`].
        pub bills: Vec<Bill>,
        /// How many charges of the time before, all paid, each Senfenico account has at the start: for lists that
        /// have grown. They are in no book.
        pub earlier_charges: i64,
        /// Whether the ledger keeps every entry, or the balances only (for millions of payments).
        pub keep_entries: bool,
        /// What the docs leave unsaid.
        pub switches: Switches,
    }
}

given! {
    /// A postpaid bill at a Senegalese biller.
    #[derive(Clone, PartialEq, Eq)]
    pub struct Bill {
        /// `SENELEC_SN_BILL` or `SENEAU_SN_BILL`.
        pub service: String,
        /// The customer's reference, with or without leading zeros.
        pub client: String,
        /// The bill's reference (`referenceFacture`).
        pub reference: String,
        /// The customer's name.
        pub name: String,
        /// The amount due, XOF.
        pub amount: i64,
        /// The due date, `2018-12-31`.
        pub due: String,
        /// Whether it is settled already.
        pub paid: bool,
    }
}

given_over_default! {
    /// One switch for each thing the docs leave unsaid (`P1`..`P13` of the reliability study).
    #[allow(clippy::struct_excessive_bools, reason = "each is an independent unknown of the vendors")]
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Switches {
        /// P1: a transfer with a known `ext_id` makes no second transfer. Default false.
        pub ext_id_deduped: bool,
        /// P1: with `ext_id_deduped`, answer INVALID_DATA instead of the first transfer. Default false.
        pub ext_id_duplicate_is_error: bool,
        /// P2: how long a new object is missing from lists. Default 0.
        pub list_lag_ms: i64,
        /// P2: lists hold only this many objects, newest first; 0 is no limit. Default 0.
        pub list_limit: i64,
        /// P2: phones in lists and fetches read `77xxxxxx`, as in the page's samples. Default false.
        pub phones_masked_in_lists: bool,
        /// The vendors' texts name the payer's number: instructions, messages, complaints, reasons. Default false.
        pub texts_name_the_payer: bool,
        /// P3: errors of Senfenico's table answer HTTP 200. Default false: 400, 404, 429, 5xx.
        pub errors_always_200: bool,
        /// Senfenico's errors carry `description` and `description_fr`, which the page's table promises and
        /// its samples do not show. Default false.
        pub errors_described: bool,
        /// P4: OTP_EXPIRED ends the charge as `failed`. Default false.
        pub otp_expired_ends_charge: bool,
        /// P4: a wrong OTP may be tried this often before the charge fails; 0 is for ever. Default 0.
        pub otp_tries: i64,
        /// P4: a second charge of one phone and provider while an OTP is out answers OTP_STILL_VALID. Default false.
        pub otp_still_valid_refuses: bool,
        /// How long a charge reads `pending` between a right OTP and its end; 0 is not at all. Default 0.
        pub pending_after_submit_ms: i64,
        /// Charges of numbers outside the page's test table answer INVALID_ACCOUNT. Default false.
        pub only_test_numbers: bool,
        /// A rate limit answer carries `Retry-After: 1`. Default false.
        pub retry_after_header: bool,
        /// P8: webhooks carry `data` as a JSON string (as both SDKs read it), else as an object. Default true.
        pub webhook_data_as_string: bool,
        /// P8: webhooks exist for transfers as well. Default true.
        pub webhooks_for_transfers: bool,
        /// Checkouts that wait are told by `checkout.pending`. Default true.
        pub webhooks_for_pending_checkouts: bool,
        /// P9: an externalTransactionId whose payment got a 400 is used up. Default false.
        pub ext_id_burned_by_400: bool,
        /// P10: the externalTransactionId is taken before the biller is called. When false, a second
        /// request within `dexchange_biller_ms` passes as well. Default true.
        pub dexchange_dedupe_before_biller: bool,
        /// P10: how long the biller call takes, for the switch above. Default 5,000.
        pub dexchange_biller_ms: i64,
        /// P11: the transaction lookup knows bill payments. Default true.
        pub dexchange_serves_bill_lookup: bool,
        /// P12: the callback of a top-up carries its `token`. Default true.
        pub token_in_webhook: bool,
        /// P12: the token arrives this long after SUCCESS, at the lookup and by one more callback. Default 0.
        pub token_arrives_late_ms: i64,
        /// P12: the token of an asynchronous top-up never arrives. Default false.
        pub token_never_arrives: bool,
        /// P12: how often DEXCHANGE sends one callback until it is acknowledged. Default 1.
        pub dexchange_callback_tries: i64,
        /// P13: a PROCESSING top-up is debited at once and refunded on failure, else debited on success. Default true.
        pub processing_debits_at_once: bool,
    }
}

impl<'de> Deserialize<'de> for Options {
    /// Of JSON texts only.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::given::deserialize(deserializer, "options")
    }
}

impl Bill {
    /// The bills of a fresh sandbox:
    ///
    /// | service | client | bills |
    /// |---|---|---|
    /// | SENELEC_SN_BILL | 210278816 | 8000000680 of 104,500 (the page's own sample) |
    /// | SENELEC_SN_BILL | 210278817 | 8000000681 of 12,300 and 8000000682 of 7,150, both unpaid |
    /// | SENEAU_SN_BILL | 310045512 | 9000000417 of 23,760 |
    /// | SENELEC_SN_BILL | 210278818 | 8000000683 of 15,000, paid |
    pub fn seeded() -> Vec<Self> {
        let bill = |service: &str, client: &str, reference: &str, name: &str, amount, due: &str, paid| Self {
            service: service.to_owned(),
            client: client.to_owned(),
            reference: reference.to_owned(),
            name: name.to_owned(),
            amount,
            due: due.to_owned(),
            paid,
        };
        vec![
            bill(
                "SENELEC_SN_BILL",
                "210278816",
                "8000000680",
                "FALL OUSSEYNOU",
                104_500,
                "2018-12-31",
                false,
            ),
            bill("SENELEC_SN_BILL", "210278817", "8000000681", "NDIAYE AWA", 12_300, "2019-01-31", false),
            bill("SENELEC_SN_BILL", "210278817", "8000000682", "NDIAYE AWA", 7_150, "2019-02-28", false),
            bill("SENEAU_SN_BILL", "310045512", "9000000417", "DIOP MAMADOU", 23_760, "2019-03-15", false),
            bill("SENELEC_SN_BILL", "210278818", "8000000683", "SARR FATOU", 15_000, "2018-11-30", true),
        ]
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 0,
            webhook_url: None,
            webhook_key: None,
            otp_ttl_ms: 300_000,
            payer_auto_confirms: true,
            payer_ms: 20_000,
            checkout_pays_itself_ms: None,
            transfer_ms: 30_000,
            slow_ms: 600_000,
            settlement_transit_ms: 600_000,
            settlement_success_ms: 3_600_000,
            top_up_ms: 60_000,
            offline_providers: Vec::new(),
            transfer_balance: 100_000,
            collection_balance: 0,
            dexchange_balance: 5_000_000,
            bills: Bill::seeded(),
            earlier_charges: 0,
            keep_entries: true,
            switches: Switches::default(),
        }
    }
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            ext_id_deduped: false,
            ext_id_duplicate_is_error: false,
            list_lag_ms: 0,
            list_limit: 0,
            phones_masked_in_lists: false,
            texts_name_the_payer: false,
            errors_always_200: false,
            errors_described: false,
            otp_expired_ends_charge: false,
            otp_tries: 0,
            otp_still_valid_refuses: false,
            pending_after_submit_ms: 0,
            only_test_numbers: false,
            retry_after_header: false,
            webhook_data_as_string: true,
            webhooks_for_transfers: true,
            webhooks_for_pending_checkouts: true,
            ext_id_burned_by_400: false,
            dexchange_dedupe_before_biller: true,
            dexchange_biller_ms: 5_000,
            dexchange_serves_bill_lookup: true,
            token_in_webhook: true,
            token_arrives_late_ms: 0,
            token_never_arrives: false,
            dexchange_callback_tries: 1,
            processing_debits_at_once: true,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("seed", &self.seed)
            .field("bills", &self.bills.len())
            .field("switches", &self.switches)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Bill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bill")
            .field("service", &self.service)
            .field("amount", &self.amount)
            .field("paid", &self.paid)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_from_partial_json_and_refuse_misspelt_switches() {
        let read: Options = serde_json::from_str(r#"{"seed":7,"switches":{"ext_id_deduped":true}}"#).unwrap();
        assert!(read.switches.ext_id_deduped && read.switches.token_in_webhook);
        assert_eq!((read.seed, read.transfer_ms), (7, 30_000));
        assert!(serde_json::from_str::<Options>(r#"{"switches":{"ext_id_dedupe":true}}"#).is_err());
    }

    #[test]
    fn debug_shows_no_secret() {
        let options = Options { webhook_key: Some("hush".to_owned()), ..Options::default() };
        assert!(!format!("{options:?}").contains("hush"));
        assert!(!format!("{:?}", options.bills).contains("FALL"));
    }
}
