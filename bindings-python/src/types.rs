//! How core's types become Python's, printed from core's source by `cargo xtask print`; do not edit.

use Becomes::{Class, Inner, Pair};
use Convert::{Decimal, Plain, Word};

/// A struct, or a variant of an enum tagged by `kind`, by the names that serde gives a serializer.
pub(crate) struct Shape {
    /// The struct's or the enum's name in Rust.
    pub(crate) rust: &'static str,
    /// The variant's `kind`.
    pub(crate) kind: Option<&'static str>,
    /// What it is in Python.
    pub(crate) becomes: Becomes,
    /// The fields in serde's order, without `kind`: the attribute's name, and how its value is made.
    pub(crate) fields: &'static [(&'static str, Convert)],
}

/// What a struct or variant is in Python.
pub(crate) enum Becomes {
    /// An object of this class of `_types.py`, whose attributes are the fields.
    Class(&'static str),
    /// What its only field holds.
    Inner,
    /// The tuple of its fields.
    Pair,
}

/// How the value of a field is made; within an optional or a list, that of each text in it.
pub(crate) enum Convert {
    /// As it is.
    Plain,
    /// A text: the word of this class of `_types.py`.
    Word(&'static str),
    /// A text: a `decimal.Decimal`.
    Decimal,
}

/// The classes of words in `_types.py`, sorted.
#[rustfmt::skip]
pub(crate) static WORDS: &[&str] = &["Applied", "BillStatus", "ChargeStatus", "CheckoutStatus", "Code", "Doubt", "Ended", "Evidence", "Method", "Mode", "OtpProblem", "Plan", "Provider", "Service", "SettlementStatus", "Stage", "TransferStatus", "Unsent", "Vendor", "Why"];

/// All shapes, sorted by `rust` and `kind`.
#[rustfmt::skip]
pub(crate) static SHAPES: &[Shape] = &[
    Shape { rust: "Alarm", kind: None, becomes: Class("Alarm"), fields: &[("applied", Word("Applied")), ("known", Plain), ("seen", Plain)] },
    Shape { rust: "Balance", kind: None, becomes: Class("Balance"), fields: &[("available", Plain), ("pending", Plain)] },
    Shape { rust: "Balances", kind: None, becomes: Class("Balances"), fields: &[("collection", Plain), ("transfer_total", Plain), ("transfer", Plain)] },
    Shape { rust: "Bill", kind: None, becomes: Class("Bill"), fields: &[("reference", Plain), ("customer", Plain), ("last_name", Plain), ("first_name", Plain), ("amount", Plain), ("fee", Plain), ("total", Plain), ("due_date", Plain), ("paid", Plain), ("address", Plain), ("meter_status", Plain), ("payment_transaction_number", Plain)] },
    Shape { rust: "BillInquiry", kind: None, becomes: Class("BillInquiry"), fields: &[("customer", Plain), ("bills", Plain), ("unreadable", Plain)] },
    Shape { rust: "BillPayment", kind: None, becomes: Class("BillPayment"), fields: &[("transaction_id", Plain), ("status", Word("BillStatus")), ("external_transaction_id", Plain), ("amount", Plain), ("fee", Plain), ("customer", Plain), ("bill", Plain), ("token", Plain), ("previous_balance", Plain), ("current_balance", Plain), ("message", Plain), ("evidence", Word("Evidence"))] },
    Shape { rust: "BulkQueued", kind: None, becomes: Class("BulkQueued"), fields: &[("message", Plain), ("failed_transfers", Plain)] },
    Shape { rust: "Charge", kind: None, becomes: Class("Charge"), fields: &[("reference", Plain), ("status", Word("ChargeStatus")), ("amount", Plain), ("fees", Decimal), ("currency", Plain), ("transaction_date", Plain), ("ip_address", Plain), ("live_mode", Plain), ("payment_method", Plain), ("provider", Word("Provider")), ("phone", Plain), ("cancelled_at", Plain), ("cancellation_reason", Plain), ("created_at", Plain), ("updated_at", Plain), ("confirmation_attempts", Plain)] },
    Shape { rust: "ChargeCreated", kind: None, becomes: Class("ChargeCreated"), fields: &[("reference", Plain), ("status", Word("ChargeStatus")), ("display_text", Plain), ("live_mode", Plain)] },
    Shape { rust: "Checkout", kind: None, becomes: Class("Checkout"), fields: &[("reference", Plain), ("status", Word("CheckoutStatus")), ("charge_reference", Plain), ("amount", Plain), ("email", Plain), ("success_url", Plain), ("cancel_url", Plain), ("phone", Plain), ("provider", Plain), ("live_mode", Plain), ("created_at", Plain), ("updated_at", Plain)] },
    Shape { rust: "CheckoutOpened", kind: None, becomes: Class("CheckoutOpened"), fields: &[("reference", Plain), ("authorization_url", Plain), ("live_mode", Plain)] },
    Shape { rust: "CollectionBalance", kind: None, becomes: Class("CollectionBalance"), fields: &[("available", Plain), ("pending", Plain), ("currency", Plain)] },
    Shape { rust: "ConfirmationAttempt", kind: None, becomes: Class("ConfirmationAttempt"), fields: &[("ip_address", Plain), ("attempt_date", Plain), ("confirmation_status", Plain)] },
    Shape { rust: "EarlierTry", kind: None, becomes: Class("EarlierTry"), fields: &[("number", Plain), ("unsent", Plain), ("until", Plain)] },
    Shape { rust: "Excess", kind: None, becomes: Class("Excess"), fields: &[("seen", Plain), ("limit", Plain)] },
    Shape { rust: "FailedTransfer", kind: None, becomes: Class("FailedTransfer"), fields: &[("ext_id", Plain), ("amount", Plain), ("recipient_phone", Plain), ("recipient_wallet", Plain), ("errors", Plain)] },
    Shape { rust: "FieldError", kind: None, becomes: Class("FieldError"), fields: &[("field", Plain), ("message", Plain)] },
    Shape { rust: "Header", kind: None, becomes: Pair, fields: &[("name", Plain), ("value", Plain)] },
    Shape { rust: "NewBillPayment", kind: None, becomes: Class("NewBillPayment"), fields: &[("service", Word("Service")), ("customer", Plain), ("amount", Plain), ("bill", Plain), ("external_transaction_id", Plain), ("callback_url", Plain), ("custom_data", Plain)] },
    Shape { rust: "NewCharge", kind: None, becomes: Class("NewCharge"), fields: &[("amount", Plain), ("phone", Plain), ("provider", Word("Provider"))] },
    Shape { rust: "NewCheckout", kind: None, becomes: Class("NewCheckout"), fields: &[("amount", Plain), ("success_url", Plain), ("cancel_url", Plain), ("email", Plain)] },
    Shape { rust: "NewInquiry", kind: None, becomes: Class("NewInquiry"), fields: &[("service", Word("Service")), ("customer", Plain)] },
    Shape { rust: "NewPayBill", kind: None, becomes: Class("NewPayBill"), fields: &[("service", Word("Service")), ("customer", Plain), ("amount", Plain), ("bill", Plain), ("confirm", Plain), ("external_transaction_id", Plain), ("callback_url", Plain), ("custom_data", Plain)] },
    Shape { rust: "NewSettlement", kind: None, becomes: Class("NewSettlement"), fields: &[("amount", Plain)] },
    Shape { rust: "NewTransfer", kind: None, becomes: Class("NewTransfer"), fields: &[("amount", Plain), ("phone", Plain), ("wallet", Word("Provider")), ("ext_id", Plain)] },
    Shape { rust: "NotSent", kind: None, becomes: Class("NotSentReason"), fields: &[("why", Word("Unsent")), ("doubt", Word("Doubt")), ("excess", Plain)] },
    Shape { rust: "Notice", kind: None, becomes: Class("Notice"), fields: &[("vendor", Word("Vendor")), ("event", Plain), ("reference", Plain), ("ext_id", Plain), ("status", Plain), ("amount", Plain), ("fee", Plain), ("previous_balance", Plain), ("current_balance", Plain), ("number", Plain), ("token", Plain), ("custom_data", Plain), ("live_mode", Plain), ("dedupe", Plain)] },
    Shape { rust: "Order", kind: Some("bulk_payout"), becomes: Class("BulkPayoutOrder"), fields: &[("transfers", Plain)] },
    Shape { rust: "Order", kind: Some("cancel_settlement"), becomes: Class("CancelSettlementOrder"), fields: &[("reference", Plain)] },
    Shape { rust: "Order", kind: Some("checkout"), becomes: Class("CheckoutOrder"), fields: &[("checkout", Plain)] },
    Shape { rust: "Order", kind: Some("collect"), becomes: Class("CollectOrder"), fields: &[("charge", Plain)] },
    Shape { rust: "Order", kind: Some("create_bulk_transfer"), becomes: Class("CreateBulkTransferOrder"), fields: &[("transfers", Plain)] },
    Shape { rust: "Order", kind: Some("create_charge"), becomes: Class("CreateChargeOrder"), fields: &[("charge", Plain)] },
    Shape { rust: "Order", kind: Some("create_settlement"), becomes: Class("CreateSettlementOrder"), fields: &[("settlement", Plain)] },
    Shape { rust: "Order", kind: Some("create_transfer"), becomes: Class("CreateTransferOrder"), fields: &[("transfer", Plain)] },
    Shape { rust: "Order", kind: Some("fetch_balances"), becomes: Class("FetchBalancesOrder"), fields: &[] },
    Shape { rust: "Order", kind: Some("fetch_charge"), becomes: Class("FetchChargeOrder"), fields: &[("reference", Plain)] },
    Shape { rust: "Order", kind: Some("fetch_checkout"), becomes: Class("FetchCheckoutOrder"), fields: &[("reference", Plain)] },
    Shape { rust: "Order", kind: Some("fetch_settlement"), becomes: Class("FetchSettlementOrder"), fields: &[("reference", Plain)] },
    Shape { rust: "Order", kind: Some("fetch_transaction"), becomes: Class("FetchTransactionOrder"), fields: &[("transaction_id", Plain)] },
    Shape { rust: "Order", kind: Some("fetch_transfer"), becomes: Class("FetchTransferOrder"), fields: &[("reference", Plain)] },
    Shape { rust: "Order", kind: Some("initialize_checkout"), becomes: Class("InitializeCheckoutOrder"), fields: &[("checkout", Plain)] },
    Shape { rust: "Order", kind: Some("inquire_bills"), becomes: Class("InquireBillsOrder"), fields: &[("inquiry", Plain)] },
    Shape { rust: "Order", kind: Some("list_charges"), becomes: Class("ListChargesOrder"), fields: &[] },
    Shape { rust: "Order", kind: Some("list_checkouts"), becomes: Class("ListCheckoutsOrder"), fields: &[] },
    Shape { rust: "Order", kind: Some("list_settlements"), becomes: Class("ListSettlementsOrder"), fields: &[] },
    Shape { rust: "Order", kind: Some("list_transfers"), becomes: Class("ListTransfersOrder"), fields: &[] },
    Shape { rust: "Order", kind: Some("pay_bill"), becomes: Class("PayBillOrder"), fields: &[("payment", Plain)] },
    Shape { rust: "Order", kind: Some("pay_bill_once"), becomes: Class("PayBillOnceOrder"), fields: &[("payment", Plain)] },
    Shape { rust: "Order", kind: Some("payout"), becomes: Class("PayoutOrder"), fields: &[("transfer", Plain)] },
    Shape { rust: "Order", kind: Some("settle"), becomes: Class("SettleOrder"), fields: &[("settlement", Plain)] },
    Shape { rust: "Order", kind: Some("submit_otp"), becomes: Class("SubmitOtpOrder"), fields: &[("charge", Plain), ("otp", Plain)] },
    Shape { rust: "Outcome", kind: Some("not_sent"), becomes: Class("NotSent"), fields: &[("unsent", Plain)] },
    Shape { rust: "Outcome", kind: Some("rejected"), becomes: Class("Rejected"), fields: &[("refusal", Plain)] },
    Shape { rust: "Outcome", kind: Some("settled"), becomes: Class("Settled"), fields: &[("value", Plain)] },
    Shape { rust: "Outcome", kind: Some("unknown"), becomes: Class("Unknown"), fields: &[("unknown", Plain)] },
    Shape { rust: "PayoutItem", kind: None, becomes: Class("PayoutItem"), fields: &[("index", Plain), ("ext_id", Plain), ("outcome", Plain)] },
    Shape { rust: "Payouts", kind: None, becomes: Class("Payouts"), fields: &[("items", Plain)] },
    Shape { rust: "Progress", kind: None, becomes: Class("Progress"), fields: &[("of", Plain), ("handed_over", Plain), ("settled", Plain), ("refused", Plain), ("unknown", Plain), ("not_sent", Plain)] },
    Shape { rust: "Prompt", kind: Some("bill"), becomes: Class("BillPrompt"), fields: &[("bills", Plain)] },
    Shape { rust: "Prompt", kind: Some("dial"), becomes: Class("DialPrompt"), fields: &[("text", Plain)] },
    Shape { rust: "Prompt", kind: Some("otp"), becomes: Class("OtpPrompt"), fields: &[("text", Plain), ("problem", Word("OtpProblem")), ("code", Word("Code"))] },
    Shape { rust: "Prompt", kind: Some("recipients"), becomes: Class("RecipientsPrompt"), fields: &[("ext_ids", Plain)] },
    Shape { rust: "Prompt", kind: Some("redirect"), becomes: Class("RedirectPrompt"), fields: &[("url", Plain)] },
    Shape { rust: "Recipient", kind: None, becomes: Class("Recipient"), fields: &[("ext_id", Plain), ("phone", Plain)] },
    Shape { rust: "Record", kind: None, becomes: Class("Record"), fields: &[("version", Plain), ("op_id", Plain), ("sequence", Plain), ("vendor", Word("Vendor")), ("mode", Word("Mode")), ("operation", Plain), ("stage", Word("Stage")), ("reference", Plain), ("our_reference", Plain), ("state", Plain)] },
    Shape { rust: "Refund", kind: None, becomes: Class("Refund"), fields: &[("amount", Plain), ("seen", Plain)] },
    Shape { rust: "Refusal", kind: None, becomes: Class("Refusal"), fields: &[("code", Word("Code")), ("http_status", Plain), ("message", Plain), ("field_errors", Plain), ("refund", Plain)] },
    Shape { rust: "Reply", kind: Some("balances"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("bill_payment"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("bills"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("bulk_queued"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("charge"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("charge_created"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("charges"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("checkout"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("checkout_opened"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("checkouts"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("payouts"), becomes: Inner, fields: &[("payouts", Plain)] },
    Shape { rust: "Reply", kind: Some("settlement"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("settlements"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("transfer"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Reply", kind: Some("transfers"), becomes: Inner, fields: &[("outcome", Plain)] },
    Shape { rust: "Request", kind: None, becomes: Class("Request"), fields: &[("method", Word("Method")), ("url", Plain), ("headers", Plain), ("body", Plain), ("timeout_ms", Plain), ("max_body", Plain), ("in_parts", Plain)] },
    Shape { rust: "Response", kind: None, becomes: Class("Response"), fields: &[("status", Plain), ("headers", Plain), ("body", Plain)] },
    Shape { rust: "Settlement", kind: None, becomes: Class("Settlement"), fields: &[("reference", Plain), ("status", Word("SettlementStatus")), ("amount", Plain), ("settlement_fees", Plain), ("currency", Plain), ("live_mode", Plain), ("created_at", Plain), ("updated_at", Plain), ("account_type", Plain), ("iban", Plain), ("rib", Plain), ("bank_name", Plain), ("bank_address", Plain), ("account_holder_name", Plain), ("account_holder_address", Plain), ("swift_bic_code", Plain), ("provider", Plain), ("phone", Plain), ("usdt_wallet_address", Plain)] },
    Shape { rust: "Transfer", kind: None, becomes: Class("Transfer"), fields: &[("reference", Plain), ("status", Word("TransferStatus")), ("amount", Plain), ("fees", Decimal), ("currency", Plain), ("ip_address", Plain), ("live_mode", Plain), ("recipient_wallet", Word("Provider")), ("recipient_phone", Plain), ("ext_id", Plain), ("created_at", Plain)] },
    Shape { rust: "Unknown", kind: None, becomes: Class("UnknownOutcome"), fields: &[("op_id", Plain), ("our_reference", Plain), ("provider_reference", Plain), ("attempts", Plain), ("last_sent", Plain), ("why", Word("Doubt")), ("http_status", Plain), ("code", Word("Code")), ("excess", Plain), ("plan", Word("Plan")), ("bill_paid", Plain)] },
    Shape { rust: "Unreadable", kind: None, becomes: Class("Unreadable"), fields: &[("index", Plain), ("text", Plain), ("excess", Plain)] },
    Shape { rust: "WalletBalance", kind: None, becomes: Class("WalletBalance"), fields: &[("wallet", Plain), ("balance", Plain)] },
    Shape { rust: "Words", kind: None, becomes: Class("Words"), fields: &[("ended", Word("Ended")), ("code", Word("Code")), ("refund", Plain), ("unsent", Plain), ("amount", Plain), ("payer", Plain)] },
];
