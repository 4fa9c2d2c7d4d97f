//! Both vendors' servers.

use crate::{Answer, locked, time};
use std::sync::{Arc, Mutex};
use xaalis_door as door;
use xaalis_door::Keys::Camel;

/// Both vendors' servers, in process; whoever forwards gives them a clock.
#[derive(uniffi::Object)]
pub struct SandboxServers(Mutex<door::Sandbox>);

#[uniffi::export]
impl SandboxServers {
    /// With core's options.
    #[uniffi::constructor]
    pub fn new(options: String) -> Answer<Arc<Self>> {
        Ok(Arc::new(Self(Mutex::new(door::Sandbox::new(&options, Camel)?))))
    }

    /// Answers one request. The event that its client is told.
    pub fn handle(&self, request: String, now: i64) -> Answer<String> {
        Ok(locked(&self.0).handle(&request, time(now))?)
    }

    /// A fault to come: `drop-after@1`, `503-before@charges`.
    pub fn inject(&self, fault: String) -> Answer<()> {
        Ok(locked(&self.0).inject(&fault)?)
    }

    /// No faults any more.
    pub fn heal(&self) {
        locked(&self.0).heal();
    }

    /// How many requests came.
    pub fn requests_seen(&self) -> i64 {
        locked(&self.0).requests_seen()
    }

    /// When something happens there by itself.
    pub fn next_due(&self) -> Option<i64> {
        locked(&self.0).next_due()
    }

    /// Every payment.
    pub fn payments(&self) -> String {
        locked(&self.0).payments()
    }

    /// The webhooks that are due.
    pub fn deliveries(&self, now: i64) -> String {
        locked(&self.0).deliveries(time(now))
    }

    /// A webhook arrived.
    pub fn acknowledge(&self, id: i64) {
        locked(&self.0).acknowledge(id);
    }

    /// A person or a vendor does something. False when that is not possible.
    pub fn act(&self, deed: String, now: i64) -> Answer<bool> {
        Ok(locked(&self.0).act(&deed, time(now))?)
    }
}
