// Printed from core's source by `cargo xtask print`; do not edit.

/**
 * What callers hand in. A line is a struct, or a variant of an enum with its kind, and its fields by core's
 * names: `?` behind one says that it may be left out, then comes what it holds: `$` text, `#` a whole number, `!`
 * true or false, `:` and a struct or enum; `*` before it says any number of these.
 */
export const SHAPES = `Event.abandon
Event.bill reference$
Event.failed failure$
Event.loaded record?:Record
Event.notified notice:Notice
Event.otp code$
Event.outrun
Event.recipients recipients*:Recipient
Event.shown
Event.stop
Event.stored
Event.taken
NewBillPayment service$ customer$ amount?# bill?$ external_transaction_id$ callback_url?$ custom_data?$
NewCharge amount# phone$ provider?$
NewCheckout amount# success_url$ cancel_url$ email?$
NewInquiry service$ customer$
NewPayBill service$ customer$ amount?# bill?$ confirm?! external_transaction_id$ callback_url?$ custom_data?$
NewSettlement amount#
NewTransfer amount# phone$ wallet?$ ext_id$
Notice vendor$ event$ reference?$ ext_id?$ status$ amount?# fee?# previous_balance?# current_balance?# number?$ token?$ custom_data?$ live_mode?! dedupe$
Order.bulk_payout transfers*:NewTransfer
Order.cancel_settlement reference$
Order.checkout checkout:NewCheckout
Order.collect charge:NewCharge
Order.create_bulk_transfer transfers*:NewTransfer
Order.create_charge charge:NewCharge
Order.create_settlement settlement:NewSettlement
Order.create_transfer transfer:NewTransfer
Order.fetch_balances
Order.fetch_charge reference$
Order.fetch_checkout reference$
Order.fetch_settlement reference$
Order.fetch_transaction transaction_id$
Order.fetch_transfer reference$
Order.initialize_checkout checkout:NewCheckout
Order.inquire_bills inquiry:NewInquiry
Order.list_charges
Order.list_checkouts
Order.list_settlements
Order.list_transfers
Order.pay_bill payment:NewPayBill
Order.pay_bill_once payment:NewBillPayment
Order.payout transfer:NewTransfer
Order.settle settlement:NewSettlement
Order.submit_otp charge$ otp$
Recipient ext_id$ phone$
Record version# op_id$ sequence# vendor$ mode$ operation$ stage$ reference?$ our_reference?$ state$
SandboxBill service$ client$ reference$ name$ amount# due$ paid?!
SandboxOptions seed?# webhook_url?$ webhook_key?$ otp_ttl_ms?# payer_auto_confirms?! payer_ms?# checkout_pays_itself_ms?# transfer_ms?# slow_ms?# settlement_transit_ms?# settlement_success_ms?# top_up_ms?# offline_providers?*$ transfer_balance?# collection_balance?# dexchange_balance?# bills?*:SandboxBill earlier_charges?# keep_entries?! switches?:SandboxSwitches
SandboxSwitches ext_id_deduped?! ext_id_duplicate_is_error?! list_lag_ms?# list_limit?# phones_masked_in_lists?! texts_name_the_payer?! errors_always_200?! errors_described?! otp_expired_ends_charge?! otp_tries?# otp_still_valid_refuses?! pending_after_submit_ms?# only_test_numbers?! retry_after_header?! webhook_data_as_string?! webhooks_for_transfers?! webhooks_for_pending_checkouts?! ext_id_burned_by_400?! dexchange_dedupe_before_biller?! dexchange_biller_ms?# dexchange_serves_bill_lookup?! token_in_webhook?! token_arrives_late_ms?# token_never_arrives?! dexchange_callback_tries?# processing_debits_at_once?!`;
