//! Every answer to every order: `{order letter}{status letter}{Retry-After}{body}`, further answers
//! on further lines.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xaalis_fuzz::{ORDERS, answers, begin, follow, place};

fuzz_target!(|input: &[u8]| {
    let Some((order, rest)) = input.split_first() else { return };
    follow(&mut begin(ORDERS[place(*order, ORDERS.len())]), &answers(rest), input.len());
});
