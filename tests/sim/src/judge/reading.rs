//! What an answer proves, by the vendors' pages and the rules of the design (G3, G5): a second reading,
//! so that the library's own is not its own proof.

use serde_json::Value;
use xaalis::http::Response;

/// What a client may conclude from an answer to a request that may move money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// It is done, or under way, under this reference where the answer has one.
    Yes(Option<String>),
    /// It is certain that this request moved nothing. The code, where there is one.
    No(Option<String>),
    /// Not taken, come again.
    TurnedAway,
    /// Our id was used before.
    Known,
    /// It may have been done.
    Doubt,
}

/// The codes that come before any effect, word for word from the pages.
const HARMLESS: [&str; 19] = [
    "INVALID_DATA",
    "INSUFFICIENT_FUNDS",
    "INVALID_ACCOUNT",
    "UNSUPPORTED_PROVIDER",
    "UNAUTHORIZED_CHARGE_PROVIDER",
    "BATCH_SIZE_LIMIT_EXCEEDED",
    "RATE_LIMIT_EXCEEDED",
    "CHARGE_NOT_FOUND",
    "OTP_INVALID",
    "OTP_EXPIRED",
    "OTP_STILL_VALID",
    "INVALID_API_KEY",
    "EXPIRED_API_KEY",
    "MISSING_API_KEY",
    "INVALID_AMOUNT",
    "DUPLICATE_TRANSACTION",
    "SERVICE_UNAVAILABLE",
    "UNAUTHORIZED",
    "FORBIDDEN",
];

/// Names of fields a request of Senfenico's has: complaints under them are about what was sent.
const FIELDS: [&str; 15] = [
    "amount",
    "currency",
    "payment_method",
    "payment_method_details",
    "phone",
    "provider",
    "otp",
    "charge_reference",
    "recipient_phone",
    "recipient_wallet",
    "ext_id",
    "transfers",
    "email",
    "success_url",
    "cancel_url",
];

/// Reads an answer.
pub(super) fn reading(operation: &str, response: &Response) -> Says {
    let status = response.status;
    if (300..400).contains(&status) || status >= 500 {
        return Says::Doubt;
    }
    let text = response.body.trim_start_matches('\u{feff}');
    let body = serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    let code = ["error_code", "code"].iter().find_map(|name| body[*name].as_str());
    let code = code.map(|code| code.trim().to_uppercase());
    if code.as_ref().is_some_and(|code| !HARMLESS.contains(&code.as_str())) {
        return Says::Doubt;
    }
    if status == 429 || code.as_deref() == Some("RATE_LIMIT_EXCEEDED") {
        return Says::TurnedAway;
    }
    if matches!(status, 401 | 403) {
        return Says::No(code);
    }
    match operation {
        "billing.pay" => bill(status, &body, code),
        // How the page says no to a cancellation: a sentence. Whether it is true the settlement says.
        "settlements.cancel" if (400..500).contains(&status) => Says::No(code),
        _ => senfenico(status, &body, code),
    }
}

fn senfenico(status: u16, body: &Value, code: Option<String>) -> Says {
    if let Some(code) = code {
        return Says::No(Some(code));
    }
    let good = (200..300).contains(&status);
    if good && body["status"] == true {
        let reference = body["data"]["reference"].as_str().map(str::to_owned);
        let bulk = body.get("failed_transfers").is_some();
        return if reference.is_some() || bulk { Says::Yes(reference) } else { Says::Doubt };
    }
    let errors = body["errors"].as_object().filter(|errors| !errors.is_empty());
    let ours = errors.is_some_and(|errors| errors.keys().all(|name| FIELDS.contains(&name.trim())));
    if body["status"] == false && ours { Says::No(None) } else { Says::Doubt }
}

fn bill(status: u16, body: &Value, code: Option<String>) -> Says {
    let transaction = &body["transaction"];
    let word = transaction["Status"].as_str().map(|word| word.trim().to_uppercase());
    let id = transaction["transactionId"].as_str().map(str::to_owned);
    match (status, word.as_deref()) {
        (409, _) => Says::Known,
        (200..300, Some("SUCCESS" | "PROCESSING" | "PENDING")) => Says::Yes(id),
        (200..300, Some("FAILED")) => Says::No(code),
        (400 | 402 | 422, _) if body.is_object() => Says::No(code),
        _ => Says::Doubt,
    }
}
