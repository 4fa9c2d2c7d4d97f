//! What a careful programmer writes by hand: one struct per body, every documented field, the type
//! the sample shows. No tolerance, no checks beyond HTTP status and `status`.
//!
//! A field the samples show as text in one place and as a number in another (`fees`) gets the type
//! of its own sample: faster than any type that takes both.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use xaalis::http::Response;

/// Path and body.
pub(crate) type Built = (String, Option<String>);

pub(crate) fn get(path: &str) -> Built {
    (path.to_owned(), None)
}

pub(crate) fn post(path: &str, body: &impl Serialize) -> Built {
    (path.to_owned(), serde_json::to_string(body).ok())
}

/// Senfenico's envelope.
pub(crate) fn data<T: DeserializeOwned>(response: &Response) -> Option<T> {
    #[derive(Deserialize)]
    struct Envelope<T> {
        status: bool,
        data: T,
    }
    let envelope: Envelope<T> = body(response)?;
    envelope.status.then_some(envelope.data)
}

pub(crate) fn body<T: DeserializeOwned>(response: &Response) -> Option<T> {
    if !(200..300).contains(&response.status) {
        return None;
    }
    serde_json::from_str(&response.body).ok()
}

macro_rules! bodies {
    ($( $name:ident $(<$life:lifetime>)? { $($field:ident: $type:ty,)+ } )+) => {
        $( #[derive(Serialize)] pub(crate) struct $name $(<$life>)? { $(pub(crate) $field: $type,)+ } )+
    };
}

bodies! {
    NewCheckout<'a> { email: &'a str, amount: i64, success_url: &'a str, cancel_url: &'a str, }
    NewCharge<'a> { amount: i64, currency: &'a str, payment_method: &'a str, payment_method_details: Method<'a>, }
    Method<'a> { phone: &'a str, provider: &'a str, }
    NewOtp<'a> { otp: &'a str, charge_reference: &'a str, }
    NewTransfer<'a> { amount: i64, recipient_phone: &'a str, recipient_wallet: &'a str, ext_id: &'a str, }
    NewTransfers<'a> { transfers: Vec<NewTransfer<'a>>, }
    NewSettlement { amount: i64, }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewInquiry<'a> {
    pub(crate) service_code: &'a str,
    #[serde(rename = "reference_client")]
    pub(crate) reference_client: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewBillPayment<'a> {
    pub(crate) service_code: &'a str,
    #[serde(rename = "reference_client")]
    pub(crate) reference_client: &'a str,
    #[serde(rename = "reference_facture")]
    pub(crate) reference_facture: &'a str,
    pub(crate) external_transaction_id: &'a str,
    #[serde(rename = "callBackURL")]
    pub(crate) call_back_url: &'a str,
}

/// Reply structs.
macro_rules! replies {
    ($( $name:ident $(<$generic:ident>)? { $($field:ident: $type:ty,)+ } )+) => {
        $(
            #[derive(Deserialize)]
            #[allow(dead_code, clippy::struct_field_names, reason = "the vendors' fields, which nothing reads")]
            pub(crate) struct $name $(<$generic>)? { $($field: $type,)+ }
        )+
    };
}

replies! {
    CheckoutOpened { reference: String, authorization_url: String, live_mode: bool, }
    Checkout {
        email: Option<String>, reference: String, charge_reference: Option<String>, amount: i64,
        success_url: String, cancel_url: String, phone: String, provider: String, live_mode: bool,
        created_at: String, updated_at: String, status: String,
    }
    ChargeCreated { reference: String, status: String, display_text: String, live_mode: bool, }
    Charge<Fees> {
        reference: String, amount: i64, fees: Fees, currency: String, transaction_date: String,
        ip_address: String, status: String, live_mode: bool, payment_method: String, provider: String,
        phone: Option<String>, cancelled_at: Option<String>, cancellation_reason: Option<String>,
        created_at: Option<String>, updated_at: Option<String>, confirmation_attempts: Vec<Attempt>,
    }
    Attempt { ip_address: String, attempt_date: String, confirmation_status: String, }
    Balances { collection_balances: Collection, transfer_balances: Wallets, }
    Collection { available: f64, pending: f64, currency: String, }
    Wallets {
        total_available: f64, total_pending: f64, orange_money_bf: Balance, moov_money_bf: Balance,
        sank_money_bf: Balance,
    }
    Balance { available: f64, pending: f64, }
    Transfer<Fees> {
        reference: String, amount: i64, fees: Fees, recipient_phone: String, currency: String,
        ip_address: String, status: String, live_mode: bool, recipient_wallet: String,
        ext_id: Option<String>, created_at: String,
    }
    Bulk { status: bool, message: String, failed_transfers: Vec<Failed>, }
    Failed { data: Echo, errors: std::collections::HashMap<String, Vec<String>>, }
    Echo {
        amount: i64, recipient_phone: String, recipient_wallet: Option<String>, ext_id: Option<String>,
    }
    Settlement {
        reference: String, amount: i64, settlement_fees: i64, currency: String, status: String,
        live_mode: bool, created_at: String, updated_at: String, account_type: String,
        iban: Option<String>, rib: Option<String>, bank_name: Option<String>, bank_address: Option<String>,
        account_holder_name: Option<String>, account_holder_address: Option<String>,
        swift_bic_code: Option<String>, provider: Option<String>, phone: Option<String>,
        usdt_wallet_address: Option<String>,
    }
    Paid { transaction: Transaction, }
}

pub(crate) fn bulk(response: &Response) -> Option<Bulk> {
    body::<Bulk>(response).filter(|bulk| bulk.status)
}

pub(crate) fn inquiry(response: &Response) -> Option<Inquiry> {
    body::<Inquiry>(response).filter(|inquiry| inquiry.success)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, clippy::struct_field_names, reason = "the vendors' fields, which nothing reads")]
pub(crate) struct Inquiry {
    success: bool,
    reference_client: String,
    bills: Vec<Bill>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, clippy::struct_field_names, reason = "the vendors' fields, which nothing reads")]
struct Bill {
    payment_transaction_number: Option<String>,
    reference_client: String,
    reference_facture: String,
    nom: Option<String>,
    prenom: Option<String>,
    montant: i64,
    frais: i64,
    total: i64,
    date_echeance: Option<String>,
    paid: bool,
    address: Option<String>,
    meter_status: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, clippy::struct_field_names, reason = "the vendors' fields, which nothing reads")]
pub(crate) struct Transaction {
    transaction_id: String,
    external_transaction_id: Option<String>,
    amount: i64,
    transaction_fee: Option<i64>,
    number: Option<String>,
    reference_facture: Option<String>,
    token: Option<String>,
    #[serde(rename = "Status")]
    status: String,
    previous_balance: Option<i64>,
    current_balance: Option<i64>,
    message: Option<String>,
}
