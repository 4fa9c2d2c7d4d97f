//! Every number the library decides by: how long, how often, how many.
//!
//! All durations are milliseconds. The reasons stand in `docs/adr/0002-what-may-be-resent.md`.

use crate::value::{OpId, Time};

/// One second.
pub const SECOND: i64 = 1_000;
/// One minute.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour.
pub const HOUR: i64 = 60 * MINUTE;
/// One day.
pub const DAY: i64 = 24 * HOUR;

/// The deadline of a read.
pub const READ_TIMEOUT: i64 = 30 * SECOND;
/// The deadline of a request that moves money: a bank's answer may be slow, and giving up costs more.
pub const MONEY_TIMEOUT: i64 = 60 * SECOND;
/// How much later than the transport's deadline the core itself gives an attempt up.
pub const IN_FLIGHT_GRACE: i64 = 5 * SECOND;
/// How long after a record was written for a request another process leaves the payment alone: until the
/// request is over by all clocks, and a little longer, for its end is stored as well.
pub const LEASE: i64 = MONEY_TIMEOUT + IN_FLIGHT_GRACE + 2 * SECOND;
/// How often the journal is asked meanwhile.
pub const LOOK_AGAIN: i64 = SECOND;
/// A payment that may have been sent is not sent again before this time since the last send.
pub const QUIET: i64 = 2 * MONEY_TIMEOUT;

/// A payment with a vendor-side idempotency key is sent again within this time of the last send, or
/// not at all: nobody says how long the vendor remembers the key.
pub const RESEND_WITHIN: i64 = HOUR;

/// How long a blocking call of this name goes on waiting when its caller says nothing. What is under way
/// then is unknown, kept, and can be resumed.
pub fn patience(operation: &str) -> i64 {
    match operation {
        // A customer types a code or confirms on the phone: operators' codes hold for minutes. Many payouts
        // are as one, and four requests a second for each hundred before.
        "collect" | "bulk_payout" => 10 * MINUTE,
        // A customer finds the way through a page, perhaps to another telephone.
        "checkout" => 30 * MINUTE,
        // Operators pay within a minute or in hours; a lost answer is searched for at 30 s, 1 and 2 minutes.
        "payout" => 3 * MINUTE,
        // Takes days: who blocks for it learns only that it was accepted, or refused at once.
        "settle" => MINUTE,
        // Quiet ends after two minutes, and the one resend after it has a minute to be answered.
        "pay_bill" | "pay_bill_once" => 5 * MINUTE,
        // Three tries of a read, with their pauses, and a cancel with its reads.
        _ => 2 * MINUTE,
    }
}

/// What an account decides about payments that wait for a person: for a code, for a prompt on a phone to be
/// confirmed, for a customer on a payment page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct People {
    /// May a charge that waits for a code be abandoned, as by a customer who mistyped the number?
    ///
    /// No page of the vendor says what this rests on: **that no money moves before a code is submitted**. It
    /// says only that the payer "must enter" one. Turn it off if the vendor tells you otherwise; a payment
    /// that arrives for an abandoned charge all the same is told, with an alarm.
    pub may_abandon: bool,
    /// How long the person is waited for, in milliseconds, from a minute to a week. Then the vendor is read
    /// once more, and what has not ended there ends [`Unknown`](crate::Unknown), `still_open`, for somebody to
    /// look at. It may be paid all the same: resume it when a webhook tells of it.
    pub age_ms: i64,
}

/// How long a person is waited for, where an account says nothing: operators' codes and prompts hold for
/// minutes, and a link to a page may be sent to a customer who pays in the evening.
pub const PERSON_AGE: i64 = DAY;

impl People {
    /// How long a person may be waited for: the vendor is looked at no longer than a week.
    pub(crate) const AGES: std::ops::RangeInclusive<i64> = MINUTE..=7 * DAY;

    /// Has what a person has to do since then been waited for long enough?
    pub(crate) fn is_overdue(&self, since: Time, now: Time) -> bool {
        now.since(since) >= self.age_ms
    }
}

impl Default for People {
    fn default() -> Self {
        Self { may_abandon: true, age_ms: PERSON_AGE }
    }
}

/// How often a read, or a request that surely never left, is tried.
pub const TRIES: i64 = 3;
/// How often a request is tried that the vendor turns away as too frequent.
pub const BUSY_TRIES: i64 = 5;
/// How often a payment with a vendor-side idempotency key is sent again after an uncertain attempt.
pub const KEYED_RESENDS: i64 = 1;
/// The longest pause a vendor's `Retry-After` is granted.
pub const RETRY_AFTER_CAP: i64 = 300 * SECOND;
/// The longest pause between two tries.
pub const BACKOFF_CAP: i64 = 30 * SECOND;

/// The most payouts in one bulk call (the vendor's limit).
pub const BATCH: usize = 100;
/// The pause between two bulk calls: four a second, where the vendor allows five.
pub const BULK_PACE: i64 = 250;

/// The most bulk calls of one key in a second.
pub const BULK_PER_SECOND: usize = 4;
/// The most calls of one DEXCHANGE key in a minute, where the vendor's site allows a hundred.
pub const DEXCHANGE_PER_MINUTE: usize = 80;

/// The most bytes of an ordinary answer.
pub const BODY_CAP: i64 = 1 << 20;
/// The most bytes of a list that is not read as it arrives: the vendors' lists have no pages.
pub const LIST_BODY_CAP: i64 = 16 << 20;
/// The most bytes of one item of a list: what the answer about it alone may have.
pub const ITEM_CAP: i64 = BODY_CAP;
/// The most bytes of items that are kept of a list; one that is gone through as it arrives has no end.
pub const LIST_KEPT_CAP: i64 = 128 << 20;
/// How long a list may go on arriving, as long as nobody is handed its items.
pub const LIST_TIMEOUT: i64 = 10 * MINUTE;
/// The most levels of nesting of an answer's JSON.
pub const DEPTH_CAP: i64 = 128;

/// The least time between two readings of a list, which has no pages.
pub const LIST_GAP: i64 = 30 * SECOND;

/// How many times an automatic settlement cancel is repeated while the settlement is still processing.
pub const CANCEL_TRIES: i64 = 3;

/// The pause before try number `tries + 1`: doubled each time, between half and all of it.
pub fn backoff(op: &OpId, tries: i64) -> i64 {
    let doubling = u32::try_from(tries.clamp(1, 7)).unwrap_or(7).saturating_sub(1);
    let full = 500_i64.saturating_mul(1_i64 << doubling).min(BACKOFF_CAP);
    let half = full / 2;
    half.saturating_add(spread(op, tries, half))
}

/// When to look again at something that is not finished, given when the waiting began:
/// 3, 5, 10, 15, 30 s, then each minute to 15 min, each 5 min to 1 h, once at 70 min (Senfenico's
/// webhooks are repeated for an hour), hourly to a day, daily to a week. `None`: a person must look.
pub fn next_look(op: &OpId, began: Time, now: Time) -> Option<Time> {
    let after = pending_offset(now.since(began).max(0))?;
    Some(jittered(op, began, after))
}

/// When to look again for a payment whose outcome is unknown, given when it was last sent: after
/// 30 s, 1, 2 and 5 min, then like [`next_look`] to one day. `None`: a person must look.
pub fn next_search(op: &OpId, sent: Time, now: Time) -> Option<Time> {
    let age = now.since(sent).max(0);
    let after = match age {
        ..30_000 => 30 * SECOND,
        30_000..60_000 => MINUTE,
        60_000..120_000 => 2 * MINUTE,
        120_000..300_000 => 5 * MINUTE,
        _ => pending_offset(age.max(15 * MINUTE)).filter(|at| *at <= DAY)?,
    };
    Some(jittered(op, sent, after))
}

fn pending_offset(age: i64) -> Option<i64> {
    const FIRST: [i64; 5] = [3 * SECOND, 8 * SECOND, 18 * SECOND, 33 * SECOND, 63 * SECOND];
    if let Some(at) = FIRST.into_iter().find(|at| age < *at) {
        return Some(at);
    }
    let every = |step: i64| age.div_euclid(step).saturating_add(1).saturating_mul(step);
    match age {
        ..900_000 => Some(every(MINUTE)),
        900_000..3_600_000 => Some(every(5 * MINUTE)),
        3_600_000..4_200_000 => Some(70 * MINUTE),
        4_200_000..86_400_000 => Some(every(HOUR)),
        86_400_000..604_800_000 => Some(every(DAY)),
        _ => None,
    }
}

/// Moves a moment later by up to a fifth of the wait, so that many payments do not ask at once.
fn jittered(op: &OpId, began: Time, after: i64) -> Time {
    began.plus(after.saturating_add(spread(op, after, after.min(HOUR) / 5)))
}

/// A number in `0..=window` that depends on the operation only: storms spread, and tests replay.
fn spread(op: &OpId, salt: i64, window: i64) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in op.as_str().bytes().chain(salt.to_le_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    // FNV leaves the low bits poor; fold the high ones in.
    let mixed = (hash ^ (hash >> 32)) & 0x7fff_ffff;
    i64::try_from(mixed).unwrap_or(0).checked_rem(window.saturating_add(1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `docs/adr/0002`, in milliseconds and bytes written out.
    #[test]
    fn the_numbers_are_those_of_the_decision() {
        let times = [READ_TIMEOUT, MONEY_TIMEOUT, IN_FLIGHT_GRACE, QUIET, RESEND_WITHIN, RETRY_AFTER_CAP];
        assert_eq!(times, [30_000, 60_000, 5_000, 120_000, 3_600_000, 300_000]);
        assert_eq!([BACKOFF_CAP, BULK_PACE, LIST_GAP], [30_000, 250, 30_000]);
        assert_eq!([TRIES, BUSY_TRIES, KEYED_RESENDS, CANCEL_TRIES], [3, 5, 1, 3]);
        let flows = ["collect", "checkout", "payout", "bulk_payout", "settle", "pay_bill", "fetch_charge"];
        assert_eq!(flows.map(|flow| patience(flow) / SECOND), [600, 1_800, 180, 600, 60, 300, 120]);
        let people = People::default();
        assert_eq!((people.may_abandon, people.age_ms), (true, 86_400_000));
        assert_eq!([BATCH, BULK_PER_SECOND, DEXCHANGE_PER_MINUTE], [100, 4, 80]);
        assert_eq!([BODY_CAP, ITEM_CAP, LIST_BODY_CAP], [1_048_576, 1_048_576, 16_777_216]);
        assert_eq!([LIST_KEPT_CAP, LIST_TIMEOUT], [134_217_728, 600_000]);
    }

    /// 3, 5, 10, 15, 30 s apart, each minute to 15 min, each 5 min to 1 h, once at 70 min, hourly to a
    /// day, daily to a week.
    #[test]
    fn the_ladder_is_the_one_of_the_decision() {
        let seconds = [3, 3 + 5, 3 + 5 + 10, 3 + 5 + 10 + 15, 3 + 5 + 10 + 15 + 30];
        let minutes = (2..=15).chain((20..=60).step_by(5)).chain([70]).map(|minute| minute * 60);
        let hours = (2..=24).chain((48..=168).step_by(24)).map(|hour| hour * 3_600);
        let wanted: Vec<i64> = seconds.into_iter().chain(minutes).chain(hours).map(|at| at * 1_000).collect();
        let climb = std::iter::successors(pending_offset(0), |at| pending_offset(*at));
        assert_eq!(climb.collect::<Vec<_>>(), wanted);
        // A moment before a step it is still ahead.
        for pair in wanted.windows(2) {
            assert_eq!(pending_offset(pair[1] - 1), Some(pair[1]));
        }
    }

    #[test]
    fn a_look_is_a_little_later_than_its_step() {
        let began = Time::from_millis(1_000);
        for (age, step, most) in
            [(0, 3_000, 600), (63_000, 120_000, 24_000), (90_000_000, 172_800_000, 720_000)]
        {
            let mut latest = 0;
            for n in 0..200 {
                let op = OpId::parse(&format!("op-{n}")).unwrap();
                let after = next_look(&op, began, began.plus(age)).unwrap().since(began) - step;
                assert!((0..=most).contains(&after), "{after} after {step}");
                latest = latest.max(after);
            }
            assert!(latest > most * 9 / 10, "at most {latest} after {step}");
        }
        assert_eq!(next_look(&OpId::parse("op-1").unwrap(), began, began.plus(7 * DAY)), None);
    }

    #[test]
    fn the_search_climbs_and_ends_after_a_day() {
        let op = OpId::parse("op-1").unwrap();
        let (sent, mut now) = (Time::from_millis(0), Time::from_millis(0));
        while let Some(next) = next_search(&op, sent, now) {
            assert!(next > now);
            now = next;
        }
        assert!((23 * HOUR..26 * HOUR).contains(&now.since(sent)), "{now:?}");
    }

    #[test]
    fn a_search_takes_quicker_first_steps_and_ends_after_a_day() {
        let sent = Time::from_millis(1_000);
        let op = OpId::parse("op-1").unwrap();
        let steps = [
            (0, 30_000),
            (29_999, 30_000),
            (30_000, 60_000),
            (60_000, 120_000),
            (120_000, 300_000),
            (299_999, 300_000),
            (300_000, 1_200_000),
            (1_199_999, 1_200_000),
            (1_200_000, 1_500_000),
            (82_800_000, 86_400_000),
        ];
        for (age, step) in steps {
            let after = next_search(&op, sent, sent.plus(age)).unwrap().since(sent) - step;
            assert!((0..=step / 5).contains(&after), "{after} after {step}");
        }
        assert_eq!(next_search(&op, sent, sent.plus(DAY)), None);
        // A clock that went back starts again.
        assert!(next_search(&op, sent, sent.plus(-5_000)).is_some_and(|at| at >= sent.plus(30_000)));
    }

    /// By FNV-1a as published, in another language.
    #[test]
    fn the_spread_is_the_same_everywhere() {
        let cases = [
            ("op-1", 1, 250, 29),
            ("order-42", 3_000, 600, 192),
            ("a", 90_000_000, 720_000, 579_452),
            ("b", 7, 15_000, 2_111),
        ];
        for (op, salt, window, wanted) in cases {
            assert_eq!(spread(&OpId::parse(op).unwrap(), salt, window), wanted, "{op}");
        }
    }

    #[test]
    fn backoff_doubles_to_its_cap_and_spreads() {
        let (a, b) = (OpId::parse("a").unwrap(), OpId::parse("b").unwrap());
        assert_ne!(backoff(&a, 5), backoff(&b, 5));
        for (tries, full) in
            [(1, 500), (2, 1_000), (3, 2_000), (4, 4_000), (5, 8_000), (6, 16_000), (7, 30_000), (19, 30_000)]
        {
            let pauses = (0..200).map(|n| backoff(&OpId::parse(&format!("op-{n}")).unwrap(), tries));
            let (least, most) =
                pauses.fold((i64::MAX, 0), |(least, most), pause| (least.min(pause), most.max(pause)));
            assert!(least >= full / 2 && most <= full, "{least} to {most} of {full}");
            assert!(least < full * 55 / 100 && most > full * 95 / 100, "{least} to {most} of {full}");
        }
    }
}
