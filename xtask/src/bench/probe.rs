//! The harness's own probe, compiled alone by `selftest.rs`: adds up as many numbers as it is told.

use std::hint::black_box;

fn main() {
    let additions = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    println!("{}", measured_sum(additions));
}

#[inline(never)]
fn measured_sum(additions: u64) -> u64 {
    let mut sum = 0_u64;
    for number in 0..additions {
        sum = sum.wrapping_add(black_box(number));
    }
    sum
}
