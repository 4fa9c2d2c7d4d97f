//! Bugs planted on purpose, to test the simulator. They exist only under
//! `--cfg xaalis_planted_bugs`; without it `planted!` is the constant `false`.

/// Is the bug of this number switched on?
#[cfg(not(xaalis_planted_bugs))]
macro_rules! planted {
    ($number:literal) => {
        false
    };
}

/// Is the bug of this number switched on?
#[cfg(xaalis_planted_bugs)]
macro_rules! planted {
    ($number:literal) => {
        $crate::planted::is($number)
    };
}

#[cfg(xaalis_planted_bugs)]
mod switch {
    use std::sync::atomic::{AtomicU32, Ordering};

    static PLANTED: AtomicU32 = AtomicU32::new(0);

    /// What each bug does, from number 1.
    pub const BUGS: &[&str] = &[
        "a payment without a key is sent again after a timeout",
        "a refusal after an uncertain attempt ends the payment",
        "gave up after an uncertain attempt: said to be not sent",
        "sent again at once, without the quiet time",
        "sent before the record is durable",
        "after a crash the armed attempt does not count as uncertain",
        "the journal keeps the record of a slower process",
        "the journal lets two operations hold one reference",
        "a callback is believed whatever it says",
        "each payout of a batch carries the first one's amount",
        "a wrong webhook hash is accepted",
        "a wrong callback token is accepted",
        "the payer's number is kept in the record",
        "never found in the list: said to be not sent",
        "stopped while a request was under way: said to be not sent",
        "a refused payout is mapped to the wrong place",
        "after a crash the batch under way counts as never sent",
        "a refused cancellation says nothing was cancelled",
        "the key is printed with a request",
        "under way counts as paid",
        "HTTP 500 counts as a refusal",
        "the record forgets the attempts",
        "a second attempt is made before its record is stored",
    ];

    /// Switches one bug on and all others off; 0: none.
    pub fn plant(number: u32) {
        PLANTED.store(number, Ordering::Relaxed);
    }

    pub(crate) fn is(number: u32) -> bool {
        PLANTED.load(Ordering::Relaxed) == number
    }
}

#[cfg(xaalis_planted_bugs)]
pub(crate) use switch::is;
#[cfg(xaalis_planted_bugs)]
pub use switch::{BUGS, plant};
