//! How often a key may call, so that a vendor need not say no.

use crate::http::Request;
use crate::policy;
use crate::value::Time;
use crate::webhook::Vendor;
use std::collections::VecDeque;

/// The calls of one key in the last minute. One per client object, shared by all its sessions: ask
/// before performing a request, and answer [`Event::Held`](crate::Event::Held) when it must wait.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    dexchange: VecDeque<Time>,
    bulk: VecDeque<Time>,
}

impl Pace {
    /// No call yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts the request and lets it pass, or says when to try again.
    ///
    /// # Errors
    /// The moment before which the request must not be sent.
    pub fn admit(&mut self, vendor: Vendor, request: &Request, now: Time) -> Result<(), Time> {
        let path = request.path();
        let (calls, most, window) = match vendor {
            Vendor::Dexchange => (&mut self.dexchange, policy::DEXCHANGE_PER_MINUTE, policy::MINUTE),
            Vendor::Senfenico if path.ends_with("/bulk/") => {
                (&mut self.bulk, policy::BULK_PER_SECOND, policy::SECOND)
            }
            Vendor::Senfenico => return Ok(()),
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
    use crate::http::Method;

    fn request(path: &str) -> Request {
        Request {
            method: Method::Post,
            url: format!("https://example.com{path}"),
            headers: Vec::new(),
            body: None,
            timeout_ms: 1,
            max_body: 1,
        }
    }

    #[test]
    fn no_minute_and_no_second_is_overfull() {
        let bulk = request("/v1/payment/transfers/bulk/");
        let pay = request("/api/v1/billing/pay");
        let mut pace = Pace::new();
        let (mut now, mut bulks, mut pays) = (Time::default(), Vec::new(), Vec::new());
        while now < Time::from_millis(180_000) {
            if pace.admit(Vendor::Senfenico, &bulk, now).is_ok() {
                bulks.push(now);
            }
            match pace.admit(Vendor::Dexchange, &pay, now) {
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
        assert!(pace.admit(Vendor::Senfenico, &request("/v1/payment/charges/"), now).is_ok());
        assert!(pace.admit(Vendor::Dexchange, &pay, Time::default()).is_ok(), "a clock that jumped back");
    }
    #[test]
    fn only_bulk_calls_share_the_bulk_pace() {
        let (bulk, charge) = (request("/v1/payment/transfers/bulk/"), request("/v1/payment/charges/"));
        let (mut pace, now) = (Pace::new(), Time::from_millis(5));
        for _ in 0..100 {
            assert_eq!(pace.admit(Vendor::Senfenico, &charge, now), Ok(()));
        }
        for _ in 0..policy::BULK_PER_SECOND {
            assert_eq!(pace.admit(Vendor::Senfenico, &bulk, now), Ok(()));
        }
        assert_eq!(pace.admit(Vendor::Senfenico, &bulk, now), Err(Time::from_millis(1_005)));
        assert_eq!(pace.admit(Vendor::Senfenico, &charge, now), Ok(()));
    }
}
