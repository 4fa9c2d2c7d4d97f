//! What holds for a session whatever happens to it, tried on a thousand courses of events each.

mod model;

use model::{call, payout, thousand};
use proptest::prelude::*;

proptest! {
    #![proptest_config(thousand())]

    #[test]
    fn a_call_does_what_its_model_does(course in call::courses()) {
        call::agrees(course)?;
    }

    #[test]
    fn a_payout_is_posted_once_and_never_denied(course in payout::courses()) {
        payout::holds(course)?;
    }
}
