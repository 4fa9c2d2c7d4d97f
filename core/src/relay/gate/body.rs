//! What a page or an app may say: three things, each with its own fields and no other.

use super::super::token::{BILL, Claims};
use super::answer::{No, Said};
use crate::dexchange::Service;
use crate::error::PaymentError;
use crate::given::Given;
use crate::senfenico::NewCharge;
use crate::value::{Amount, BillReference, Otp, Phone, Provider};
use std::borrow::Cow;

/// What is wanted. Core's own events are never read from a request: one of them says that the vendor answered.
pub(super) enum Verb {
    Look,
    Start { attempt: i64, payer: Option<Payer>, bill: Option<BillReference> },
    Code { rev: String, code: Otp },
}

/// Who is asked to pay a charge, checked.
#[derive(Clone)]
pub(super) struct Payer {
    pub(super) phone: Phone,
    pub(super) provider: Provider,
}

impl Verb {
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Start { .. } => "start",
            Self::Code { .. } => "code",
        }
    }

    /// Reads a body, for a token of this operation.
    pub(super) fn read(body: &[u8], claims: &Claims) -> Result<Self, Said> {
        let (operation, amount) = (claims.operation.as_str(), claims.amount);
        let mut fields = Fields::of(body).ok_or(Said::No(BAD))?;
        let verb = match fields.text("do")?.as_deref() {
            Some("start") => {
                let attempt = fields.number("attempt")?;
                let (phone, provider) = (fields.text("phone")?, fields.text("provider")?);
                let bill = fields.text("bill")?;
                fields.end()?;
                let may_choose = operation == BILL
                    && !Service::from(claims.service.as_deref().unwrap_or_default()).is_prepaid();
                if bill.is_some() && !may_choose {
                    return Err(Said::No(BAD));
                }
                let bill = bill.map(|bill| BillReference::parse(&bill)).transpose();
                let bill = bill.map_err(|error| Said::Field(error.at("bill")))?;
                let payer = match (operation, phone) {
                    ("collect", phone) => Some(payer(phone, provider.as_deref(), amount)?),
                    (_, None) if provider.is_none() => None,
                    _ => return Err(Said::No(BAD)),
                };
                Self::Start { attempt, payer, bill }
            }
            Some("code") if operation == "collect" => {
                let (rev, code) = (fields.text("rev")?, fields.text("code")?);
                fields.end()?;
                let (Some(rev), Some(code)) = (rev, code) else { return Err(Said::No(BAD)) };
                let code = Otp::parse(&code).map_err(|error| Said::Field(error.at("code")))?;
                Self::Code { rev: rev.into_owned(), code }
            }
            _ => return Err(Said::No(BAD)),
        };
        Ok(verb)
    }
}

const BAD: No = No::new(400, "bad_request");

fn payer(phone: Option<Cow<'_, str>>, provider: Option<&str>, amount: Amount) -> Result<Payer, Said> {
    let phone = phone.ok_or_else(|| {
        Said::Field(PaymentError::invalid(
            "phone",
            "missing",
            "8 digits, optionally after +226, 00226 or 226",
        ))
    })?;
    let charge = NewCharge {
        amount: amount.francs(),
        phone: phone.as_ref().into(),
        provider: provider.map(Provider::parse).transpose().map_err(Said::Field)?,
    };
    let charge = charge.check().map_err(Said::Field)?;
    Ok(Payer { phone: charge.phone, provider: charge.provider })
}

/// The members of the body that nobody has asked for yet. No member holds others.
struct Fields<'a>(Vec<(Cow<'a, str>, Given<'a>)>);

impl<'a> Fields<'a> {
    fn of(body: &'a [u8]) -> Option<Self> {
        match Given::from_json(std::str::from_utf8(body).ok()?)? {
            Given::Object(object) => Some(Self(object.entries)),
            _ => None,
        }
    }

    /// Of two of a name one is left, and refused by [`end`](Self::end).
    fn take(&mut self, name: &str) -> Given<'a> {
        let place = self.0.iter().position(|(known, _)| known == name);
        place.map_or(Given::Nothing, |place| self.0.remove(place).1)
    }

    fn text(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, Said> {
        match self.take(name) {
            Given::Text(text) => Ok(Some(text)),
            Given::Nothing => Ok(None),
            _ => Err(Said::No(BAD)),
        }
    }

    fn number(&mut self, name: &str) -> Result<i64, Said> {
        match self.take(name) {
            Given::Number(number) => Ok(number),
            _ => Err(Said::No(BAD)),
        }
    }

    fn end(&self) -> Result<(), Said> {
        if self.0.is_empty() { Ok(()) } else { Err(Said::No(BAD)) }
    }
}
