//! Bugs planted on purpose, to test those who judge the library. This file is `core/src/planted.rs` in the copy
//! of core that has them, and nowhere else.

use std::sync::atomic::{AtomicU32, Ordering};

/// Is the bug of this number switched on?
macro_rules! planted {
    ($number:literal) => {
        $crate::planted::is($number)
    };
}

static PLANTED: AtomicU32 = AtomicU32::new(0);

/// Switches one bug on and all others off, for the whole process; 0: none.
pub fn plant(number: u32) {
    PLANTED.store(number, Ordering::Relaxed);
}

pub(crate) fn is(number: u32) -> bool {
    PLANTED.load(Ordering::Relaxed) == number
}
