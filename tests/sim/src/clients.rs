//! A merchant's clients.

use xaalis::Vendor;
use xaalis::value::Time;
use xaalis::{Dexchange, Order, PaymentError, Record, Senfenico, Session};

/// A merchant's clients, as each machine makes them: what a key may call in a minute is counted by each.
pub(super) struct Clients {
    pub(super) senfenico: Senfenico,
    pub(super) dexchange: Dexchange,
}

impl Clients {
    pub(super) fn of(merchant: usize) -> Self {
        Self {
            senfenico: Senfenico::new(&format!("sk_test_canary_{merchant}")).expect("a key"),
            dexchange: Dexchange::new(&format!("dx_canary_{merchant}")).expect("a key"),
        }
    }

    pub(super) fn begin(&self, order: Order, op: &str) -> Result<Session, PaymentError> {
        match order.vendor() {
            Vendor::Senfenico => self.senfenico.begin(order, op),
            Vendor::Dexchange => self.dexchange.begin(order, op),
        }
    }

    /// One in three is a page that is loaded again, and leaves the vendor alone until a look is due.
    pub(super) fn resume(&self, record: &Record, now: Time) -> Result<Session, PaymentError> {
        let account = match record.vendor {
            Vendor::Senfenico => self.senfenico.account(),
            Vendor::Dexchange => self.dexchange.account(),
        };
        if now.millis().rem_euclid(3) == 0 {
            account.resume_calmly(record, now)
        } else {
            account.resume(record, now)
        }
    }
}
