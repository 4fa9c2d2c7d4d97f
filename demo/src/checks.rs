//! Every claim the demo makes is tried; what does not hold is kept and told.

use std::fmt::Debug;

/// What held and what did not.
#[derive(Debug, Default)]
pub(super) struct Checks {
    held: usize,
    failed: Vec<String>,
}

impl Checks {
    /// Tries a claim; the text of its failure, if it does not hold.
    pub(super) fn that(&mut self, claim: &str, holds: bool) -> Option<String> {
        if holds {
            self.held += 1;
            return None;
        }
        self.failed.push(claim.to_owned());
        Some(claim.to_owned())
    }

    /// Tries that two things are the same.
    #[allow(clippy::needless_pass_by_value, reason = "a check reads better without ampersands")]
    pub(super) fn same<T: PartialEq + Debug>(
        &mut self,
        claim: &str,
        found: T,
        expected: T,
    ) -> Option<String> {
        if found == expected {
            return self.that(claim, true);
        }
        self.that(&format!("{claim}: found {found:?}, expected {expected:?}"), false)
    }

    pub(super) const fn held(&self) -> usize {
        self.held
    }

    /// What did not hold.
    pub(super) fn failed(&self) -> &[String] {
        &self.failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_hold_is_kept() {
        let mut checks = Checks::default();
        assert_eq!(checks.that("water is wet", true), None);
        assert_eq!(checks.same("two and two", 2 + 2, 4), None);
        assert!(checks.failed().is_empty());
        assert_eq!(checks.that("pigs fly", false), Some("pigs fly".to_owned()));
        assert_eq!(checks.same("two and two", 2 + 2, 5), Some("two and two: found 4, expected 5".to_owned()));
        assert_eq!((checks.held(), checks.failed().len()), (2, 2));
    }
}
