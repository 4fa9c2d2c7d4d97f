//! Both vendors' servers, in process.

use crate::Answer;
use crate::keys::Keys;
use crate::read::{self, given, refused};
use serde::Serialize;
use xaalis::Vendor;
use xaalis::given::{At, Fields, Given, Kind, Read};
use xaalis::http::{Header, Request};
use xaalis::value::Time;
use xaalis::{Event, PaymentError, policy, sandbox};

/// Both vendors' servers; whoever forwards gives them a clock.
pub struct Sandbox {
    inner: sandbox::Sandbox,
    keys: Keys,
}

/// A request as a transport saw it: what a server never learns may be left out.
struct Heard(Request);

impl Read for Heard {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let names = ["method", "url", "headers", "body", "timeout_ms", "max_body", "in_parts"];
        let mut fields = Fields::of(given, &names, at)?;
        Ok(Self(Request {
            method: fields.take("method")?,
            url: fields.take("url")?,
            headers: fields.take::<Option<Vec<Header>>>("headers")?.unwrap_or_default(),
            body: fields.take("body")?,
            timeout_ms: fields.take::<Option<i64>>("timeout_ms")?.unwrap_or(policy::MONEY_TIMEOUT),
            max_body: fields.take::<Option<i64>>("max_body")?.unwrap_or(i64::MAX),
            in_parts: fields.take("in_parts")?,
        }))
    }
}

/// What a person or a vendor does in the world that the servers are in.
enum Deed {
    PayerConfirms { reference: String },
    PayerDeclines { reference: String },
    PaidWithoutCode { reference: String },
    CheckoutPaid { reference: String, phone: String, provider: String },
    CheckoutFailed { reference: String },
    TransferFinishes { reference: String, ok: bool },
    SettlementAdvances { reference: String },
    TopUpFinishes { reference: String, ok: bool },
}

const DEEDS: &[&str] = &[
    "payer_confirms",
    "payer_declines",
    "paid_without_code",
    "checkout_paid",
    "checkout_failed",
    "transfer_finishes",
    "settlement_advances",
    "top_up_finishes",
];

impl Read for Deed {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let (kind, given) = given.of_kind(DEEDS, at)?;
        let names: &[&str] = match kind {
            "checkout_paid" => &["reference", "phone", "provider"],
            "transfer_finishes" | "top_up_finishes" => &["reference", "ok"],
            _ => &["reference"],
        };
        let mut fields = Fields::of(given, names, at)?;
        let reference = fields.take("reference")?;
        Ok(match kind {
            "payer_confirms" => Self::PayerConfirms { reference },
            "payer_declines" => Self::PayerDeclines { reference },
            "paid_without_code" => Self::PaidWithoutCode { reference },
            "checkout_paid" => {
                let (phone, provider) = (fields.take("phone")?, fields.take("provider")?);
                Self::CheckoutPaid { reference, phone, provider }
            }
            "checkout_failed" => Self::CheckoutFailed { reference },
            "transfer_finishes" => Self::TransferFinishes { reference, ok: fields.take("ok")? },
            "settlement_advances" => Self::SettlementAdvances { reference },
            _ => Self::TopUpFinishes { reference, ok: fields.take("ok")? },
        })
    }
}

/// A payment as the server knows it, whatever the client was told.
#[derive(Serialize)]
struct Payment<'a> {
    vendor: Vendor,
    kind: &'a str,
    reference: &'a str,
    client_reference: Option<&'a str>,
    number: &'a str,
    amount: i64,
    status: &'a str,
}

impl Sandbox {
    /// With core's options, each of which may be left out.
    pub fn new(options: &str, keys: Keys) -> Answer<Self> {
        Ok(Self { inner: sandbox::Sandbox::with(given(options, "options", keys)?), keys })
    }

    /// Answers one request: `{"method", "url", "headers"?, "body"?, "timeout_ms"?, "max_body"?, "in_parts"?}`. The
    /// event that its client is told: `answered` or `failed`.
    pub fn handle(&mut self, request: &str, now: Time) -> Answer<String> {
        let heard = read::read::<Heard>(request, "request");
        let Heard(request) = heard.map_err(|error| refused(error, self.keys))?;
        let event = match self.inner.handle(&request, now) {
            Ok(response) => Event::Answered { response },
            Err(failure) => Event::Failed { failure },
        };
        Ok(self.keys.write(&event))
    }

    /// A fault to come: `drop-after@1`, `503-before@charges`.
    pub fn inject(&mut self, fault: &str) -> Answer<()> {
        let fault = fault.parse().map_err(|_| {
            let allowed = "effect@when, such as drop-after@1 or 503-before@charges";
            refused(PaymentError::invalid("fault", "not a fault", allowed), self.keys)
        })?;
        self.inner.inject(fault);
        Ok(())
    }

    /// No faults any more.
    pub fn heal(&mut self) {
        self.inner.heal();
    }

    /// How many requests came.
    pub fn requests_seen(&self) -> i64 {
        self.inner.requests_seen()
    }

    /// When something happens there by itself.
    pub fn next_due(&self) -> Option<i64> {
        self.inner.next_due().map(Time::millis)
    }

    /// Every payment.
    pub fn payments(&self) -> String {
        let payments: Vec<Payment<'_>> = self
            .inner
            .payments()
            .map(|payment| Payment {
                vendor: payment.vendor,
                kind: payment.kind,
                reference: payment.reference,
                client_reference: payment.client_reference,
                number: payment.number,
                amount: payment.amount,
                status: payment.status,
            })
            .collect();
        self.keys.write(&payments)
    }

    /// The webhooks that are due.
    pub fn deliveries(&mut self, now: Time) -> String {
        self.keys.write(&self.inner.deliveries(now))
    }

    /// A webhook arrived.
    pub fn acknowledge(&mut self, id: i64) {
        self.inner.acknowledge(id);
    }

    /// A person or a vendor does something: `{"kind": "payer_confirms", "reference"}` and so on, as core's methods
    /// are called. False when that is not possible.
    pub fn act(&mut self, deed: &str, now: Time) -> Answer<bool> {
        let deed: Deed = read::read(deed, "deed").map_err(|error| refused(error, self.keys))?;
        let inner = &mut self.inner;
        Ok(match deed {
            Deed::PayerConfirms { reference } => inner.payer_confirms(&reference, now),
            Deed::PayerDeclines { reference } => inner.payer_declines(&reference, now),
            Deed::PaidWithoutCode { reference } => inner.paid_without_code(&reference, now),
            Deed::CheckoutPaid { reference, phone, provider } => {
                inner.checkout_paid(&reference, &phone, &provider, now)
            }
            Deed::CheckoutFailed { reference } => inner.checkout_failed(&reference, now),
            Deed::TransferFinishes { reference, ok } => inner.transfer_finishes(&reference, ok, now),
            Deed::SettlementAdvances { reference } => inner.settlement_advances(&reference, now),
            Deed::TopUpFinishes { reference, ok } => inner.top_up_finishes(&reference, ok, now),
        })
    }
}
