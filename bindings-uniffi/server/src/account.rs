//! A merchant's account.

use crate::operation::Operation;
use crate::{Answer, time};
use std::sync::Arc;
use xaalis_door as door;

/// A merchant's account at a vendor. Holds the key.
#[derive(uniffi::Object)]
pub struct Account(door::Account);

impl Account {
    pub(crate) const fn door(&self) -> &door::Account {
        &self.0
    }
}

#[uniffi::export]
impl Account {
    /// Of the door's config.
    #[uniffi::constructor]
    pub fn new(config: String) -> Answer<Arc<Self>> {
        Ok(Arc::new(Self(door::Account::new(config)?)))
    }

    /// `test` or `live` as the key says, `unknown` when it says neither.
    pub fn mode(&self) -> String {
        self.0.mode().to_owned()
    }

    /// An operation under an id of yours. It asks the journal first.
    pub fn begin(&self, order: String, op_id: String, after: String) -> Answer<Arc<Operation>> {
        Ok(Operation::of(self.0.begin(&order, &op_id, &after)?))
    }

    /// An operation under an id that nobody else has.
    pub fn begin_alone(&self, order: String, op_id: String) -> Answer<Arc<Operation>> {
        Ok(Operation::of(self.0.begin_alone(&order, &op_id)?))
    }

    /// An operation that goes on from its newest record; calmly for who comes back often.
    pub fn resume(&self, record: String, calm: bool, now: i64) -> Answer<Arc<Operation>> {
        let resumed =
            if calm { self.0.resume_calmly(&record, time(now)) } else { self.0.resume(&record, time(now)) };
        Ok(Operation::of(resumed?))
    }

    /// The same by its id, with what the journal holds under it: a record, or `null`.
    pub fn resume_under(&self, op_id: String, held: String, calm: bool, now: i64) -> Answer<Arc<Operation>> {
        let resumed = if calm {
            self.0.resume_calmly_under(&op_id, &held, time(now))
        } else {
            self.0.resume_under(&op_id, &held, time(now))
        };
        Ok(Operation::of(resumed?))
    }
}
