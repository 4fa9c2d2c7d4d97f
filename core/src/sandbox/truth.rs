//! What really happened, for tests and simulations to compare a client's belief with.

use super::Sandbox;
use crate::value::Time;
use crate::vendor::Vendor;
use std::fmt;

/// One payment as the server knows it, whatever the client was told.
#[derive(Clone, PartialEq, Eq)]
pub struct Payment<'a> {
    /// Whose.
    pub vendor: Vendor,
    /// `charge`, `transfer`, `settlement` or `bill`.
    pub kind: &'static str,
    /// The vendor's reference.
    pub reference: &'a str,
    /// The client's own: `ext_id` or `externalTransactionId`. Charges and settlements have none.
    pub client_reference: Option<&'a str>,
    /// The payer's or recipient's phone, or the biller's customer; empty for settlements.
    pub number: &'a str,
    /// Without fees, XOF.
    pub amount: i64,
    /// The vendor's word: `success`, `SUCCESS`, `pending` and so on.
    pub status: &'static str,
    /// The operator, wallet or service; empty for settlements.
    pub provider: &'static str,
    /// What the vendor takes for it, XOF.
    pub fee: i64,
    /// What the customer bought: the recharge code of a top-up, once there is one.
    pub token: Option<&'a str>,
    /// When the vendor stored it.
    pub created: Time,
}

impl Sandbox {
    /// Every reference given out so far, of checkouts too, oldest first: what a request made is what
    /// was added by it.
    pub fn references(&self) -> &[String] {
        self.world.references()
    }

    /// The payment of a reference.
    pub fn payment(&self, reference: &str) -> Option<Payment<'_>> {
        self.senfenico.payment(reference).or_else(|| self.dexchange.payment(reference))
    }

    /// A checkout's status, and the charge its page names.
    pub fn checkout(&self, reference: &str) -> Option<(&'static str, Option<&str>)> {
        self.senfenico.checkout(reference)
    }

    /// Every payment of every merchant, by kind and then oldest first. Checkouts appear by their charges.
    pub fn payments(&self) -> impl Iterator<Item = Payment<'_>> {
        self.senfenico.payments().chain(self.dexchange.payments())
    }
}

impl fmt::Debug for Payment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payment")
            .field("kind", &self.kind)
            .field("reference", &self.reference)
            .field("client_reference", &self.client_reference)
            .field("amount", &self.amount)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
