//! What names an order to the relay: a JSON Web Token (RFC 7519), HS256 and nothing else.
//!
//! Any JWT library mints it. What is read is read strictly: the header has exactly `alg`, `kid` and `typ`, no claim
//! is unknown or given twice, and nothing is looked at before its signature holds.

mod read;

use crate::digest::Hmac;
use crate::error::PaymentError;
use crate::value::{Amount, OpId, Personal, Phone, Time};
use base64ct::{Base64UrlUnpadded, Encoding};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// The `typ` of its header: a token that the shop made for something else, with the same secret, is refused.
pub const TYPE: &str = "xaalis-pay+jwt";
/// The most bytes of a token.
pub const MOST_BYTES: usize = 1_024;
/// The longest time a token is good for, in seconds; longer ones are refused.
pub const LONGEST: i64 = 3_600;
/// How long a token that the library mints is good for, in seconds.
pub const USUAL: i64 = 900;
/// How far the clocks of who mints and who checks may be apart, in seconds.
pub const SKEW: i64 = 60;
/// The most origins in a token.
pub const MOST_ORIGINS: usize = 4;
/// The longest id of an order: `relay-{order}-{n}` is an operation's.
pub const LONGEST_ORDER: usize = 50;
/// In place of an origin: an app, whose requests name none.
pub const APP: &str = "app";

/// A secret that tokens are signed with, and its name. Never the vendor's key, nor made from it: every customer
/// who holds a token could try keys against it.
#[derive(Clone)]
pub struct RelayKey {
    id: String,
    secret: Arc<SecretString>,
}

impl RelayKey {
    /// A secret under a name (`kid`). The secret is the text itself, as JWT libraries take it: 43 characters of
    /// base64url, made of 32 random bytes, are one.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `kid` (letters, digits, `-` and `_`, at most 32) or `relay_key` (32 to 256
    /// visible ASCII characters, and no key of a vendor's); the text never shows the secret.
    pub fn new(id: &str, secret: &str) -> Result<Self, PaymentError> {
        if !is_name(id, 32) {
            return Err(PaymentError::invalid("kid", "not a name", "letters, digits, - and _, at most 32"));
        }
        let refused = |problem: String| {
            PaymentError::invalid("relay_key", problem, "32 to 256 visible ASCII characters, random ones")
        };
        if let Some(at) = secret.bytes().position(|byte| !byte.is_ascii_graphic()) {
            return Err(refused(format!("bad character at offset {at}")));
        }
        if !(32..=256).contains(&secret.len()) {
            return Err(refused(format!("{} characters long", secret.len())));
        }
        if secret.starts_with("sk_test_") || secret.starts_with("sk_live_") {
            return Err(refused("a vendor's key".to_owned()));
        }
        Ok(Self { id: id.to_owned(), secret: Arc::new(SecretString::from(secret)) })
    }

    fn mac(&self) -> Hmac {
        Hmac::new(self.secret.expose_secret().as_bytes())
    }
}

/// The secrets of a relay: the first one mints, all of them check. To change one, add the new one behind the old,
/// then put it first, and after an hour leave the old one out.
#[derive(Clone, Debug)]
pub struct RelayKeys(Vec<RelayKey>);

impl RelayKeys {
    /// These secrets.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `relay_keys`: none, or two of one name.
    pub fn new(keys: Vec<RelayKey>) -> Result<Self, PaymentError> {
        let allowed = "one key or more, each with a name of its own";
        let twice = |(place, key): (usize, &RelayKey)| {
            keys.iter().skip(place.saturating_add(1)).any(|other| other.id == key.id)
        };
        if keys.is_empty() {
            return Err(PaymentError::invalid("relay_keys", "none", allowed));
        }
        if keys.iter().enumerate().any(twice) {
            return Err(PaymentError::invalid("relay_keys", "two of the same name", allowed));
        }
        Ok(Self(keys))
    }

    /// A token of these claims, signed with the first secret.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming the claim that no relay would take.
    pub fn mint(&self, claims: &Claims) -> Result<String, PaymentError> {
        claims.check()?;
        let Some(key) = self.0.first() else {
            return Err(PaymentError::invalid("relay_keys", "none", "one key or more"));
        };
        let header = Header { alg: "HS256", kid: &key.id, typ: TYPE };
        let signed = format!("{}.{}", encoded(&header), encoded(&claims.wire()));
        let mac = key.mac().of(&[signed.as_bytes()]);
        let token = format!("{signed}.{}", Base64UrlUnpadded::encode_string(&mac));
        if token.len() > MOST_BYTES {
            let problem = format!("{} bytes long", token.len());
            return Err(PaymentError::invalid(
                "token",
                problem,
                "at most 1024 bytes: fewer or shorter origins",
            ));
        }
        Ok(token)
    }

    /// What a token says, if it is for this address (`aud`) and good now.
    ///
    /// # Errors
    /// [`Unfit`]: why not. Only a token that is genuine in all else is [`Unfit::Expired`].
    pub fn check(&self, token: &str, audience: &str, now: Time) -> Result<Claims, Unfit> {
        read::token(&self.0, token, audience, now)
    }

    /// A payer's number as a token may pin it (`tel`), for one order: whoever reads the token learns no digits.
    /// It is the first half of HMAC-SHA256 over `tel:{order}:{8 digits}` with the secret that signs, in hexadecimal.
    pub fn pinned(&self, order: &str, phone: &Phone) -> String {
        self.0.first().map(|key| pinned(key, order, phone)).unwrap_or_default()
    }

    /// Was this pinned for this number, with whichever secret?
    pub(crate) fn is_pinned(&self, claims: &Claims, phone: &Phone) -> bool {
        let Some(pin) = &claims.payer else { return true };
        self.0.iter().any(|key| pinned(key, &claims.order, phone) == *pin)
    }

    /// Is one of them this text?
    pub(crate) fn holds(&self, secret: &str) -> bool {
        self.0.iter().any(|key| key.secret.expose_secret() == secret)
    }
}

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// `aud`: the relay's address, as it is configured.
    pub audience: String,
    /// `sub`: the shop's order. The same for every token of it: a new one for each page that is loaded would let one
    /// order be paid twice. Letters, digits, `-` and `_`, at most 50.
    pub order: String,
    /// `op`: the operation, `collect`, `checkout` or `pay_bill`.
    pub operation: String,
    /// `amt`: the amount in XOF francs, at least 1; of a bill the most it may be, of a top-up exactly that.
    pub amount: Amount,
    /// `org`: the origins of pages that may use it, as browsers write them, and [`APP`] for apps; one to four.
    pub origins: Vec<String>,
    /// `iat`: when it was minted, in seconds since 1970.
    pub issued: i64,
    /// `exp`: until when it is good, in seconds since 1970; an hour after `issued` at most.
    pub expires: i64,
    /// `tel`: the only payer, as [`RelayKeys::pinned`] writes one.
    pub payer: Option<String>,
    /// `svc`: of a bill, the service.
    pub service: Option<String>,
    /// `cus`: of a bill, the customer's or meter's number.
    pub customer: Option<Personal>,
}

impl Claims {
    /// Claims of a token that is minted now and good for a quarter of an hour.
    pub fn new(audience: &str, order: &str, operation: &str, amount: Amount, now: Time) -> Self {
        let issued = seconds(now);
        Self {
            audience: audience.to_owned(),
            order: order.to_owned(),
            operation: operation.to_owned(),
            amount,
            origins: Vec::new(),
            issued,
            expires: issued.saturating_add(USUAL),
            payer: None,
            service: None,
            customer: None,
        }
    }

    /// The same for these origins.
    #[must_use]
    pub fn for_origins<T: Into<String>>(self, origins: impl IntoIterator<Item = T>) -> Self {
        Self { origins: origins.into_iter().map(Into::into).collect(), ..self }
    }

    /// Which claim no relay would take, by what it is called here.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming it.
    pub fn check(&self) -> Result<(), PaymentError> {
        let refused =
            |field: &str, problem: &str, allowed: &str| Err(PaymentError::invalid(field, problem, allowed));
        if self.audience.is_empty() {
            return refused("audience", "empty", "the relay's address");
        }
        if !is_name(&self.order, LONGEST_ORDER) {
            return refused("order", "not an id", "letters, digits, - and _, at most 50");
        }
        if !is_operation(&self.operation) {
            return refused("operation", "not an operation", "collect, checkout, pay_bill");
        }
        Amount::at_least("amount", self.amount.francs(), 1)?;
        if !(1..=MOST_ORIGINS).contains(&self.origins.len()) {
            return refused("origins", "none, or too many", "one to four origins, or app");
        }
        if !self.origins.iter().all(|origin| is_origin(origin)) {
            let allowed = "as browsers write it: https://shop.example, without a path; or app";
            return refused("origins", "not an origin", allowed);
        }
        if self.issued < 0 || !(1..=LONGEST).contains(&self.expires.saturating_sub(self.issued)) {
            return refused("expires", "not within an hour after issued", "1 to 3600 seconds after issued");
        }
        if self.payer.as_deref().is_some_and(|pin| !is_pin(pin)) {
            return refused("payer", "not a pinned payer", "what RelayKeys::pinned gives");
        }
        let (is_bill, is_complete) =
            (self.operation == BILL, self.service.is_some() && self.customer.is_some());
        if is_bill != is_complete || (!is_bill && (self.service.is_some() || self.customer.is_some())) {
            return refused(
                "service",
                "service and customer do not fit",
                "both for a bill, neither otherwise",
            );
        }
        Ok(())
    }

    /// May a page of this origin use it? `None`: a request that names none, an app's.
    pub fn is_for(&self, origin: Option<&str>) -> bool {
        self.origins.iter().any(|known| known == origin.unwrap_or(APP))
    }

    fn wire(&self) -> Wire<'_> {
        Wire {
            aud: &self.audience,
            sub: &self.order,
            op: &self.operation,
            amt: self.amount,
            org: &self.origins,
            iat: self.issued,
            exp: self.expires,
            tel: self.payer.as_deref(),
            svc: self.service.as_deref(),
            cus: self.customer.as_ref().map(Personal::expose),
        }
    }
}

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Not genuine, not for this relay, or not as a token has to be. The word is for the audit line, not for who
    /// sent it.
    Invalid(&'static str),
    /// Genuine and too old: the shop mints another one.
    Expired,
}

/// Is it an origin as browsers write it? `https`, or `http` on this machine, or an app's own `capacitor://localhost`.
pub fn is_origin(text: &str) -> bool {
    if matches!(text, APP | "capacitor://localhost") {
        return true;
    }
    let Some((scheme, authority)) = text.split_once("://") else { return false };
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let is_host = !host.is_empty()
        && !host.starts_with(['.', '-'])
        && !host.ends_with('.')
        && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let is_port = port.is_none_or(|port| {
        let usual = if scheme == "https" { "443" } else { "80" };
        port != usual && !port.starts_with('0') && port.parse::<u16>().is_ok() && is_digits(port)
    });
    let is_safe = scheme == "https" || (scheme == "http" && matches!(host, "localhost" | "127.0.0.1"));
    text.len() <= 253 && is_host && is_port && is_safe
}

/// The operation that pays a bill or tops a meter up.
pub(super) const BILL: &str = "pay_bill";

#[derive(Serialize)]
struct Header<'a> {
    alg: &'static str,
    kid: &'a str,
    typ: &'static str,
}

#[derive(Serialize)]
struct Wire<'a> {
    aud: &'a str,
    sub: &'a str,
    op: &'a str,
    amt: Amount,
    org: &'a [String],
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    tel: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    svc: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cus: Option<&'a str>,
}

fn encoded(part: &impl Serialize) -> String {
    // Plain structs of texts and numbers: writing them cannot fail, and no relay would take an empty one.
    Base64UrlUnpadded::encode_string(serde_json::to_string(part).unwrap_or_default().as_bytes())
}

fn pinned(key: &RelayKey, order: &str, phone: &Phone) -> String {
    let mut pin =
        crate::webhook::hex(&key.mac().of(&[b"tel:", order.as_bytes(), b":", phone.as_str().as_bytes()]));
    pin.truncate(32);
    pin
}

fn seconds(now: Time) -> i64 {
    now.millis().div_euclid(1_000)
}

fn is_name(text: &str, longest: usize) -> bool {
    text.len() <= longest && OpId::parse(text).is_ok()
}

/// Any word: one that no relay carries out is refused later, and by another name.
fn is_operation(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn is_pin(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Debug for RelayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelayKey").field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
