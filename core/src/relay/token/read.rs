//! How a token is read: everything that is not exactly as it has to be is refused.

use super::{APP, Claims, MOST_BYTES, RelayKey, SKEW, TYPE, Unfit, seconds};
use crate::given::Given;
use crate::value::{Amount, Personal, Time};
use base64ct::{Base64UrlUnpadded, Encoding};
use std::borrow::Cow;
use subtle::ConstantTimeEq;

pub(super) fn token(keys: &[RelayKey], token: &str, audience: &str, now: Time) -> Result<Claims, Unfit> {
    let invalid = Unfit::Invalid;
    if token.len() > MOST_BYTES {
        return Err(invalid("too large"));
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(invalid("shape"))?;
    let (header, claims) = signed.split_once('.').ok_or(invalid("shape"))?;
    let header = decoded(header).ok_or(invalid("encoding"))?;
    let key = key(keys, &header).ok_or(invalid("header"))?;
    let signature = Base64UrlUnpadded::decode_vec(signature).map_err(|_| invalid("encoding"))?;
    let mac = key.mac().of(&[signed.as_bytes()]);
    if !bool::from(mac.as_slice().ct_eq(signature.as_slice())) {
        return Err(invalid("signature"));
    }
    let claims = decoded(claims).ok_or(invalid("encoding"))?;
    let claims = said(&claims).ok_or(invalid("claims"))?;
    claims.check().map_err(|_| invalid("claims"))?;
    if claims.audience != audience {
        return Err(invalid("audience"));
    }
    let now = seconds(now);
    if claims.issued > now.saturating_add(SKEW) {
        return Err(invalid("future"));
    }
    if claims.expires.saturating_add(SKEW) <= now {
        return Err(Unfit::Expired);
    }
    Ok(claims)
}

/// The secret that the header names, if it has its three members and no other.
fn key<'a>(keys: &'a [RelayKey], header: &str) -> Option<&'a RelayKey> {
    let mut members = Members::of(header)?;
    let (alg, typ, kid) = (members.text("alg")?, members.text("typ")?, members.text("kid")?);
    let is_ours = alg == "HS256" && typ == TYPE && members.0.is_empty();
    keys.iter().find(|key| is_ours && key.id == kid)
}

fn said(claims: &str) -> Option<Claims> {
    let mut members = Members::of(claims)?;
    let claims = Claims {
        audience: members.text("aud")?,
        order: members.text("sub")?,
        operation: members.text("op")?,
        amount: Amount::new(members.number("amt")?).ok()?,
        origins: members.texts("org")?,
        issued: members.number("iat")?,
        expires: members.number("exp")?,
        payer: members.text_if("tel")?,
        service: members.text_if("svc")?,
        customer: members.text_if("cus")?.map(Personal::from),
    };
    members.0.is_empty().then_some(claims)
}

/// What an object holds that nobody has asked for yet. Whatever is of another kind than asked for is refused.
struct Members<'a>(Vec<(Cow<'a, str>, Given<'a>)>);

impl<'a> Members<'a> {
    fn of(text: &'a str) -> Option<Self> {
        match Given::from_json(text)? {
            Given::Object(object) => Some(Self(object.entries)),
            _ => None,
        }
    }

    /// Only the first of two of a name is taken out: the other one is left, and refused as unknown.
    fn take(&mut self, name: &str) -> Option<Given<'a>> {
        let place = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(place).1)
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.take(name).and_then(text)
    }

    #[allow(clippy::option_option, reason = "absent is not the same as refused")]
    fn text_if(&mut self, name: &str) -> Option<Option<String>> {
        self.take(name).map_or(Some(None), |given| text(given).map(Some))
    }

    fn number(&mut self, name: &str) -> Option<i64> {
        match self.take(name)? {
            Given::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A list, or the one word for apps.
    fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        match self.take(name)? {
            Given::List(items) => items.into_iter().map(text).collect(),
            Given::Text(word) if word == APP => Some(vec![word.into_owned()]),
            _ => None,
        }
    }
}

fn text(given: Given<'_>) -> Option<String> {
    match given {
        Given::Text(text) => Some(text.into_owned()),
        _ => None,
    }
}

fn decoded(part: &str) -> Option<String> {
    String::from_utf8(Base64UrlUnpadded::decode_vec(part).ok()?).ok()
}
