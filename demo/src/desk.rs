//! Where webhooks arrive: nothing is believed that the vendor cannot have sent.

use std::collections::BTreeSet;
use xaalis::PaymentError;
use xaalis::Vendor;
use xaalis::dexchange::webhook::CallbackKey;
use xaalis::sandbox::Delivery;
use xaalis::senfenico::webhook::{self, HASH_HEADER, WebhookKeys};
use xaalis::value::Time;
use xaalis::webhook::Notice;

/// Where Senfenico's webhooks go, as its dashboard knows.
pub(super) const HOOKS: &str = "https://shop.example/hooks/senfenico";
/// The secret behind them.
pub(super) const HOOK_KEY: &str = "whk_demo_not_a_secret";
/// Where DEXCHANGE's callbacks go; each payment adds its id and its own token.
pub(super) const CALLBACKS: &str = "https://shop.example/hooks/dexchange";

/// The merchant's webhook endpoint.
#[derive(Debug)]
pub(super) struct Desk {
    keys: WebhookKeys,
    /// Makes and checks the address of each DEXCHANGE callback.
    pub(super) callbacks: CallbackKey,
    /// The endpoint answers nobody before this moment.
    pub(super) down_until: Time,
    seen: BTreeSet<String>,
    /// What was believed, kept for the forgers of scene 9.
    mail: Vec<Delivery>,
}

/// What became of a delivery.
#[derive(Debug)]
pub(super) enum Received {
    /// Nobody was there: the vendor will come again.
    Down,
    /// Genuine and new.
    Fresh(Notice),
    /// Genuine, and known already.
    Again,
    /// Not to be believed.
    Refused(PaymentError),
}

impl Desk {
    pub(super) fn new() -> Result<Self, PaymentError> {
        Ok(Self {
            keys: WebhookKeys::new([HOOK_KEY])?,
            callbacks: CallbackKey::new("demo-callback-secret")?,
            down_until: Time::default(),
            seen: BTreeSet::new(),
            mail: Vec::new(),
        })
    }

    pub(super) fn receive(&mut self, delivery: &Delivery, now: Time) -> Received {
        if now < self.down_until {
            return Received::Down;
        }
        match self.read(delivery) {
            Err(error) => Received::Refused(error),
            // Neither vendor signs a time: only the memory of the merchant tells a replay.
            Ok(notice) if !self.seen.insert(notice.dedupe.clone()) => Received::Again,
            Ok(notice) => {
                self.mail.push(delivery.clone());
                Received::Fresh(notice)
            }
        }
    }

    /// The last one of a vendor that was believed.
    pub(super) fn last(&self, vendor: Vendor) -> Option<&Delivery> {
        self.mail.iter().rfind(|delivery| delivery.vendor == vendor)
    }

    /// How many were believed.
    pub(super) const fn believed(&self) -> usize {
        self.mail.len()
    }

    /// Checks where a delivery comes from, and reads it.
    pub(super) fn read(&self, delivery: &Delivery) -> Result<Notice, PaymentError> {
        let body = delivery.body.as_bytes();
        match delivery.vendor {
            Vendor::Senfenico => {
                let is_hash = |name: &str| name.eq_ignore_ascii_case(HASH_HEADER);
                let hash = delivery.headers.iter().find(|header| is_hash(&header.name));
                webhook::read(body, hash.map_or("", |header| header.value.as_str()), &self.keys)
            }
            Vendor::Dexchange => {
                let mut path = delivery.url.rsplit('/');
                let (token, ext_id) = (path.next().unwrap_or_default(), path.next().unwrap_or_default());
                self.callbacks.read(body, ext_id, token)
            }
        }
    }
}
