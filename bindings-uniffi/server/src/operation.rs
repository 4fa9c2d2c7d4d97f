//! An operation on its way.

use crate::{Answer, locked, time};
use std::sync::{Arc, Mutex};
use xaalis_door as door;

/// An operation on its way: every crossing that tells something answers with the next step.
#[derive(uniffi::Object)]
pub struct Operation(Mutex<door::Operation>);

impl Operation {
    pub(crate) fn of(operation: door::Operation) -> Arc<Self> {
        Arc::new(Self(Mutex::new(operation)))
    }
}

#[uniffi::export]
impl Operation {
    /// What to do now. A request is handed out once, everything else until it is answered.
    pub fn step(&self, now: i64) -> Answer<String> {
        Ok(locked(&self.0).step(time(now))?)
    }

    /// What happened; the next step.
    pub fn tell(&self, event: String, now: i64) -> Answer<String> {
        Ok(locked(&self.0).tell(&event, time(now))?)
    }

    /// The same without the next step, for what is not gone on from at once.
    pub fn note(&self, event: String, now: i64) -> Answer<()> {
        Ok(locked(&self.0).note(&event, time(now))?)
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
    pub fn ended(&self, now: i64) -> Answer<String> {
        Ok(locked(&self.0).ended(time(now))?)
    }

    /// What was read of a list since this was last asked.
    pub fn arrived(&self) -> Option<String> {
        locked(&self.0).arrived()
    }

    /// How long a call waits for it when nothing is said, in milliseconds.
    pub fn patience(&self) -> i64 {
        locked(&self.0).patience()
    }

    /// What it tells of itself.
    pub fn view(&self) -> String {
        locked(&self.0).view()
    }

    /// How far it was before the last step, once each time that this has changed.
    pub fn take_progress(&self) -> Option<String> {
        locked(&self.0).take_progress()
    }

    /// The last answer as it came.
    pub fn last_response(&self) -> Option<String> {
        locked(&self.0).last_response()
    }

    /// Of one that was resumed calmly: the vendor is asked at the next step, due or not.
    pub fn look_now(&self) {
        locked(&self.0).look_now();
    }

    /// What the journal has to be asked for before it begins, if so.
    pub fn opening(&self) -> Option<String> {
        locked(&self.0).opening().map(str::to_owned)
    }

    /// The payer gives up: refused when it may not be given up now.
    pub fn abandon(&self, now: i64) -> Answer<()> {
        Ok(locked(&self.0).abandon(time(now))?)
    }

    /// From now on it waits until this moment at most, and stops itself rather than wait longer.
    pub fn limit(&self, until: Option<i64>) {
        locked(&self.0).limit(until.map(time));
    }
}
