//! Orders as data: one of each operation that sends anything but a plain list.

/// Each as JSON.
pub const ORDERS: &[&str] = &[
    r#"{"kind":"initialize_checkout","checkout":{"amount":600,"success_url":"https://a.bf/s","cancel_url":"https://a.bf/c"}}"#,
    r#"{"kind":"fetch_checkout","reference":"chk_1"}"#,
    r#"{"kind":"create_charge","charge":{"amount":500,"phone":"76543210"}}"#,
    r#"{"kind":"submit_otp","charge":"ch_1","otp":"839231"}"#,
    r#"{"kind":"fetch_charge","reference":"ch_1"}"#,
    r#"{"kind":"fetch_balances"}"#,
    r#"{"kind":"create_transfer","transfer":{"amount":100,"phone":"76543210","ext_id":"a-1"}}"#,
    r#"{"kind":"create_bulk_transfer","transfers":[{"amount":100,"phone":"76543210","ext_id":"a-1"}]}"#,
    r#"{"kind":"fetch_transfer","reference":"tr_1"}"#,
    r#"{"kind":"create_settlement","settlement":{"amount":1000}}"#,
    r#"{"kind":"fetch_settlement","reference":"s-1"}"#,
    r#"{"kind":"cancel_settlement","reference":"s-1"}"#,
    r#"{"kind":"pay_bill_once","payment":{"service":"SENELEC_SN_BILL","customer":"210278816","bill":"8000000680","external_transaction_id":"INV-001"}}"#,
    r#"{"kind":"fetch_transaction","transaction_id":"TID1"}"#,
    r#"{"kind":"collect","charge":{"amount":500,"phone":"76543210"}}"#,
    r#"{"kind":"checkout","checkout":{"amount":600,"success_url":"https://a.bf/s","cancel_url":"https://a.bf/c"}}"#,
    r#"{"kind":"payout","transfer":{"amount":100,"phone":"76543210","ext_id":"a-1"}}"#,
    r#"{"kind":"bulk_payout","transfers":[{"amount":100,"phone":"76543210","ext_id":"a-1"},{"amount":250,"phone":"76543211","ext_id":"a-2"}]}"#,
    r#"{"kind":"settle","settlement":{"amount":1000}}"#,
    r#"{"kind":"pay_bill","payment":{"service":"WOYOFAL_SN_BILL","customer":"07061270877","amount":5000,"external_transaction_id":"INV-001"}}"#,
];
