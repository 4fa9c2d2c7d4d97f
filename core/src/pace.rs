//! How often a key may call, so that a vendor need not say no.

use crate::policy;
use crate::value::Time;
use crate::vendor::Vendor;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// What a vendor counts a request among.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Any request.
    Single,
    /// Many payouts in one request.
    Bulk,
}

/// The calls of one key at one vendor in the last minute, shared by all sessions of one client.
#[derive(Clone, Default)]
pub(crate) struct Pace(Arc<Mutex<Calls>>);

#[derive(Default)]
struct Calls {
    dexchange: VecDeque<Time>,
    bulk: VecDeque<Time>,
}

impl Pace {
    /// Counts a request and lets it pass, or says when to try again.
    ///
    /// # Errors
    /// The moment before which the request must not be sent.
    pub(crate) fn admit(&self, vendor: Vendor, lane: Lane, now: Time) -> Result<(), Time> {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (calls, most, window) = match (vendor, lane) {
            (Vendor::Dexchange, _) => (&mut calls.dexchange, policy::DEXCHANGE_PER_MINUTE, policy::MINUTE),
            (Vendor::Senfenico, Lane::Bulk) => (&mut calls.bulk, policy::BULK_PER_SECOND, policy::SECOND),
            (Vendor::Senfenico, Lane::Single) => return Ok(()),
        };
        // A clock that went back would otherwise hold everything until it caught up again.
        calls.retain(|at| (0..window).contains(&now.since(*at)));
        match calls.front() {
            Some(oldest) if calls.len() >= most => Err(oldest.plus(window)),
            _ => {
                calls.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_minute_and_no_second_is_overfull() {
        let pace = Pace::default();
        let (mut now, mut bulks, mut pays) = (Time::default(), Vec::new(), Vec::new());
        while now < Time::from_millis(180_000) {
            if pace.admit(Vendor::Senfenico, Lane::Bulk, now).is_ok() {
                bulks.push(now);
            }
            match pace.admit(Vendor::Dexchange, Lane::Single, now) {
                Ok(()) => pays.push(now),
                Err(until) => assert!(until > now),
            }
            now = now.plus(50);
        }
        let most = |calls: &[Time], window: i64| {
            let within =
                |from: &Time| calls.iter().filter(|at| (0..window).contains(&at.since(*from))).count();
            calls.iter().map(within).max()
        };
        assert_eq!(most(&bulks, 1_000), Some(policy::BULK_PER_SECOND));
        assert_eq!(most(&pays, 60_000), Some(policy::DEXCHANGE_PER_MINUTE));
        assert!(pace.admit(Vendor::Senfenico, Lane::Single, now).is_ok());
        let back = pace.admit(Vendor::Dexchange, Lane::Single, Time::default());
        assert!(back.is_ok(), "a clock that jumped back");
    }

    #[test]
    fn only_bulk_calls_share_the_bulk_pace() {
        let (pace, now) = (Pace::default(), Time::from_millis(5));
        for _ in 0..100 {
            assert_eq!(pace.admit(Vendor::Senfenico, Lane::Single, now), Ok(()));
        }
        for _ in 0..policy::BULK_PER_SECOND {
            assert_eq!(pace.clone().admit(Vendor::Senfenico, Lane::Bulk, now), Ok(()));
        }
        assert_eq!(pace.admit(Vendor::Senfenico, Lane::Bulk, now), Err(Time::from_millis(1_005)));
        assert_eq!(pace.admit(Vendor::Senfenico, Lane::Single, now), Ok(()));
    }
}
