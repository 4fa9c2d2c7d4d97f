//! Both vendors' servers, in process.

use crate::Answer;
use crate::keys::Keys;
use crate::read::{self, refused};
use serde::{Deserialize, Serialize};
use xaalis::http::{Header, Method, Request};
use xaalis::value::Time;
use xaalis::{Event, PaymentError, policy, sandbox};

/// Both vendors' servers; whoever forwards gives them a clock.
pub struct Sandbox {
    inner: sandbox::Sandbox,
    keys: Keys,
}

/// A request as a transport saw it: what a server never learns may be left out.
#[derive(Deserialize)]
struct Heard {
    method: Method,
    url: String,
    #[serde(default)]
    headers: Vec<Header>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    timeout_ms: Option<i64>,
    #[serde(default)]
    max_body: Option<i64>,
    #[serde(default)]
    in_parts: bool,
}

/// What a person or a vendor does in the world that the servers are in.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
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

/// A payment as the server knows it, whatever the client was told.
#[derive(Serialize)]
struct Payment<'a> {
    vendor: sandbox::Vendor,
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
        let options = read::read(options, "options").map_err(|error| refused(error, keys))?;
        Ok(Self { inner: sandbox::Sandbox::with(options), keys })
    }

    /// Answers one request: `{"method", "url", "headers"?, "body"?, "timeout_ms"?, "max_body"?, "in_parts"?}`. The
    /// event that its client is told: `answered` or `failed`.
    pub fn handle(&mut self, request: &str, now: Time) -> Answer<String> {
        let heard: Heard = read::read(request, "request").map_err(|error| refused(error, self.keys))?;
        let request = Request {
            method: heard.method,
            url: heard.url,
            headers: heard.headers,
            body: heard.body,
            timeout_ms: heard.timeout_ms.unwrap_or(policy::MONEY_TIMEOUT),
            max_body: heard.max_body.unwrap_or(i64::MAX),
            in_parts: heard.in_parts,
        };
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
