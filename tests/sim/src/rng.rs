//! A seeded generator: SplitMix64, small enough to be one per payment.

/// A stream of numbers that depends on its seed only.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// The stream of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The stream of one thing among many under a seed: independent of all others.
    pub fn of(seed: u64, what: u64) -> Self {
        let mut rng = Self(seed ^ what.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        rng.next();
        Self(rng.next() ^ what)
    }

    /// The next number.
    #[allow(clippy::should_implement_trait, reason = "no iterator: it has no end")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `from..until`.
    pub fn range(&mut self, from: i64, until: i64) -> i64 {
        let width = u64::try_from(until - from).unwrap_or(1).max(1);
        from + i64::try_from(self.next() % width).unwrap_or(0)
    }

    /// True this often in a thousand.
    pub fn chance(&mut self, in_a_thousand: i64) -> bool {
        self.range(0, 1_000) < in_a_thousand
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let at = usize::try_from(self.next() % choices.len().max(1) as u64).unwrap_or(0);
        &choices[at]
    }
}
