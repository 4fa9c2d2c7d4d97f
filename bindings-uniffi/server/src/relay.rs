//! The relay's server end.

use crate::account::Account;
use crate::{Answer, locked, time};
use std::sync::{Arc, Mutex};
use xaalis_door as door;

/// A merchant's relay. One for a process: how many requests wait for the vendor is counted in it.
#[derive(uniffi::Object)]
pub struct Gate(door::Gate);

/// A request of a page or an app on its way: every crossing that tells something answers with the next step.
#[derive(uniffi::Object)]
pub struct Visit(Mutex<door::Visit>);

#[uniffi::export]
impl Gate {
    /// Of the door's settings.
    #[uniffi::constructor]
    pub fn new(account: Arc<Account>, settings: String) -> Answer<Arc<Self>> {
        Ok(Arc::new(Self(door::Gate::new(account.door(), settings)?)))
    }

    /// A token for one order.
    pub fn mint(&self, wanted: String, now: i64) -> Answer<String> {
        Ok(self.0.mint(&wanted, time(now))?)
    }

    /// A request as it came; `headers` are a list of pairs. `id` is a random one.
    pub fn visit(
        &self,
        method: String,
        target: String,
        headers: String,
        body: Vec<u8>,
        id: String,
        now: i64,
    ) -> Answer<Arc<Visit>> {
        let visit = self.0.visit((&method, &target), &headers, body, &id, time(now))?;
        Ok(Arc::new(Visit(Mutex::new(visit))))
    }
}

#[uniffi::export]
impl Visit {
    /// What to do now. A request is handed out once, everything else until it is answered.
    pub fn step(&self, now: i64) -> String {
        locked(&self.0).step(time(now))
    }

    /// What came of it; the next step.
    pub fn tell(&self, event: String, now: i64) -> Answer<String> {
        Ok(locked(&self.0).tell(&event, time(now))?)
    }

    /// The vendor answered, whole; `headers` are a list of pairs. The next step.
    pub fn answered(&self, status: u16, headers: String, body: Vec<u8>, now: i64) -> Answer<String> {
        Ok(locked(&self.0).answered(status, &headers, body, time(now))?)
    }

    /// The vendor answers: the head of what parts follow of.
    pub fn begun(&self, status: u16, headers: String, now: i64) -> Answer<()> {
        Ok(locked(&self.0).begun(status, &headers, time(now))?)
    }

    /// The next bytes of the body. False when no more are wanted.
    pub fn part(&self, bytes: Vec<u8>, now: i64) -> bool {
        locked(&self.0).part(bytes, time(now))
    }

    /// The body was whole. The next step.
    pub fn ended(&self, now: i64) -> String {
        locked(&self.0).ended(time(now))
    }
}
