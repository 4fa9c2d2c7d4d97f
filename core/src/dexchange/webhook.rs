//! DEXCHANGE's callbacks.
//!
//! They are not signed: whoever knows the address could post "SUCCESS". So the address itself carries a
//! secret, a different one for each payment, and `customData`, which they echo, carries a second proof.
//! Even so a callback is a hint: confirm it with GET transaction before giving anything away. The flow does
//! so itself; it concludes by a callback alone only where the vendor says that it does not know the
//! transaction ([`Evidence::Callback`](super::Evidence::Callback)), never where the lookup is out of reach.

use super::shape::codes;
use crate::digest::Hmac;
use crate::error::PaymentError;
use crate::value::{Amount, Personal, Reference, WebUrl, is_word, wire};
use crate::vendor::Vendor;
use crate::webhook::{Notice, Secrets, check_size, from_hex, not_documented, strict_json};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Deserialize;
use std::fmt;
use subtle::{Choice, ConstantTimeEq};

/// The merchant's own secret behind callback addresses; DEXCHANGE never sees it.
#[derive(Clone)]
pub struct CallbackKey(Secrets);

impl CallbackKey {
    /// One secret, which must be random: at least 16 characters.
    ///
    /// # Errors
    /// `callback_key`, when shorter.
    pub fn new(secret: impl Into<String>) -> Result<Self, PaymentError> {
        Self::rotating([secret])
    }

    /// Several secrets while one replaces another: the first makes new addresses, all are believed.
    ///
    /// # Errors
    /// `callback_key`, when there is none or one is shorter than 16 characters.
    pub fn rotating(secrets: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, PaymentError> {
        Secrets::new("callback_key", 16, secrets).map(Self)
    }

    /// The `callBackURL` of one payment: `{base}/{ext_id}/{token}`.
    ///
    /// # Errors
    /// `callBackURL`, when the base is no https address or has a query or fragment.
    pub fn callback_url(&self, base: &str, ext_id: &Reference) -> Result<WebUrl, PaymentError> {
        if base.contains(['?', '#']) {
            let allowed = "an https address without query or fragment";
            return Err(PaymentError::invalid("callBackURL", "a query or fragment", allowed));
        }
        let token = path_token(self.0.newest(), ext_id.as_str());
        WebUrl::parse("callBackURL", &format!("{}/{ext_id}/{token}", base.trim_end_matches('/')))
    }

    /// The `customData` of one payment, which the callback echoes: a proof of what was ordered.
    ///
    /// `service` is the service code, `reference` the meter or customer number, `amount` in francs CFA.
    pub fn custom_data(
        &self,
        ext_id: &Reference,
        service: &str,
        reference: &str,
        amount: Option<Amount>,
    ) -> String {
        order_proof(self.0.newest(), ext_id, service, reference, amount)
    }

    /// Whether the echoed `customData` is the one made for this order, under any of the secrets.
    pub fn custom_data_fits(
        &self,
        echoed: &str,
        ext_id: &Reference,
        service: &str,
        reference: &str,
        amount: Option<Amount>,
    ) -> bool {
        self.any(|key| order_proof(key, ext_id, service, reference, amount), echoed)
    }

    /// Checks a callback by the last two segments of its path, and reads it.
    ///
    /// # Errors
    /// `webhook`, when too large, the token is not the one of this `externalTransactionId`, the body is not
    /// the documented shape in strict JSON, or it speaks of another payment.
    pub fn read(&self, raw: &[u8], path_ext_id: &str, path_token: &str) -> Result<Notice, PaymentError> {
        check_size(raw)?;
        if !self.any(|key| self::path_token(key, path_ext_id), path_token) {
            return Err(PaymentError::webhook("the address is not one of ours"));
        }
        let body: Body = crate::json::from_str(strict_json(raw)?).map_err(|_| not_documented())?;
        if !body.ext_id.as_deref().is_some_and(|named| is_word(named, path_ext_id)) {
            return Err(PaymentError::webhook("externalTransactionId is not the one of the address"));
        }
        let word = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let given = |text: &Personal| !text.expose().trim().is_empty();
        let status = word(body.status).or(word(body.status_lower)).or(word(body.status_title));
        let event = body.kind.unwrap_or_else(|| "BILL".to_owned());
        let mut notice = Notice::new(Vendor::Dexchange, &event, &status.ok_or_else(not_documented)?, raw)?;
        notice.reference = body.id.and_then(|id| Reference::parse(id.trim()).ok());
        notice.ext_id = Some(Reference::parse(path_ext_id).map_err(|_| not_documented())?);
        notice.amount = body.amount.or(body.amount_lower);
        notice.fee = body.fee.or(body.fee_lower);
        notice.previous_balance = body.previous_balance;
        notice.current_balance = body.current_balance;
        notice.number = body.number.filter(given).or(body.number_lower.filter(given));
        notice.token = body.token.or(body.token_upper);
        notice.custom_data = body.custom_data.filter(given).or(body.custom_data_camel.filter(given));
        Ok(notice)
    }

    /// Compares with what each secret makes, without telling by the time taken which fits or how well.
    fn any(&self, make: impl Fn(&[u8]) -> String, given: &str) -> bool {
        let fits = |key: &[u8]| make(key).as_bytes().ct_eq(given.as_bytes());
        self.0.iter().fold(Choice::from(0), |found, key| found | fits(key)).into()
    }
}

impl fmt::Debug for CallbackKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

/// Checks the hex HMAC-SHA256 of a raw body.
///
/// DEXCHANGE's official JavaScript SDK ships this check, but no page names the header, nor says that the
/// signature is sent: use it in addition to [`CallbackKey::read`], never in its place.
///
/// # Errors
/// `webhook`, when the secret is empty, the signature is not 64 hex digits or does not match.
pub fn verify_hmac(raw: &[u8], signature_hex: &str, secret: &str) -> Result<(), PaymentError> {
    check_size(raw)?;
    if secret.trim().is_empty() {
        return Err(PaymentError::webhook("no secret to check the signature with"));
    }
    let given =
        from_hex(signature_hex.trim()).ok_or_else(|| PaymentError::webhook("no readable signature"))?;
    if Hmac::new(secret.as_ref()).of(&[raw]).ct_eq(&given).into() {
        Ok(())
    } else {
        Err(PaymentError::webhook("the signature does not match"))
    }
}

/// The callback of the page "Pay a Bill", "Notification Webhook"; `CUSTOM_DATA` is from the official SDK's
/// type, and the name of the recharge code is not documented. What the answers call otherwise is known by
/// that name as well, each in a field of its own.
///
/// Status and amount decide. The rest backs up what else is known: what of it cannot be read is left out
/// rather than losing the callback, which may be the only carrier of a recharge code.
#[derive(Deserialize)]
struct Body {
    #[serde(default, deserialize_with = "wire::text_opt")]
    id: Option<String>,
    #[serde(default, rename = "externalTransactionId", deserialize_with = "wire::text_opt")]
    ext_id: Option<String>,
    #[serde(default, rename = "transactionType", deserialize_with = "wire::text_opt")]
    kind: Option<String>,
    #[serde(default, rename = "AMOUNT", deserialize_with = "wire::francs_opt")]
    amount: Option<Amount>,
    #[serde(default, rename = "amount", deserialize_with = "wire::francs_opt")]
    amount_lower: Option<Amount>,
    #[serde(default, rename = "FEE", deserialize_with = "wire::loose_francs_opt")]
    fee: Option<Amount>,
    #[serde(default, rename = "fee", deserialize_with = "wire::loose_francs_opt")]
    fee_lower: Option<Amount>,
    #[serde(default, rename = "PHONE_NUMBER", deserialize_with = "wire::personal_opt")]
    number: Option<Personal>,
    #[serde(default, rename = "number", deserialize_with = "wire::personal_opt")]
    number_lower: Option<Personal>,
    #[serde(default, rename = "STATUS", deserialize_with = "wire::text_opt")]
    status: Option<String>,
    #[serde(default, rename = "status", deserialize_with = "wire::text_opt")]
    status_lower: Option<String>,
    #[serde(default, rename = "Status", deserialize_with = "wire::text_opt")]
    status_title: Option<String>,
    #[serde(default, rename = "PREVIOUS_BALANCE", deserialize_with = "wire::loose_francs_opt")]
    previous_balance: Option<Amount>,
    #[serde(default, rename = "CURRENT_BALANCE", deserialize_with = "wire::loose_francs_opt")]
    current_balance: Option<Amount>,
    #[serde(default, deserialize_with = "codes")]
    token: Option<Personal>,
    #[serde(default, rename = "TOKEN", deserialize_with = "codes")]
    token_upper: Option<Personal>,
    #[serde(default, rename = "CUSTOM_DATA", deserialize_with = "wire::personal_opt")]
    custom_data: Option<Personal>,
    #[serde(default, rename = "customData", deserialize_with = "wire::personal_opt")]
    custom_data_camel: Option<Personal>,
}

/// 132 bits, for this payment only: a leaked access log forges one callback, not all.
fn path_token(key: &[u8], ext_id: &str) -> String {
    let mac = Hmac::new(key).of(&[b"dx-cb-v1|", ext_id.as_bytes()]);
    let mut token = Base64UrlUnpadded::encode_string(&mac);
    token.truncate(22);
    token
}

fn order_proof(
    key: &[u8],
    ext_id: &Reference,
    service: &str,
    reference: &str,
    amount: Option<Amount>,
) -> String {
    let amount = amount.map(|amount| amount.francs().to_string()).unwrap_or_default();
    // Each with its length, so that no two orders run together into the same text.
    let parts = [ext_id.as_str(), service, reference, &amount].map(|part| format!("|{}:{part}", part.len()));
    let text = format!("dx-cd-v1{}", parts.concat());
    Base64UrlUnpadded::encode_string(&Hmac::new(key).of(&[text.as_bytes()]))
}

#[cfg(test)]
mod tests;
