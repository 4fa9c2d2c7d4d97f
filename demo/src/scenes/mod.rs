//! The scenes of the day, in order.

mod bills;
mod closing;
mod collect;
mod lost;
mod payouts;
mod settlements;
mod webhooks;

use super::shop::{Broken, Shop};

/// One scene.
pub(super) struct Scene {
    pub(super) title: &'static str,
    /// When it begins, if the one before is over by then.
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) play: fn(&mut Shop) -> Result<(), Broken>,
}

pub(super) const ALL: [Scene; 10] = [
    Scene { title: "A Senelec bill, looked up and paid", hour: 8, minute: 0, play: bills::senelec },
    Scene { title: "Woyofal: a late token, and a refund", hour: 8, minute: 30, play: bills::woyofal },
    Scene {
        title: "A charge, one wrong code, then the right one",
        hour: 9,
        minute: 0,
        play: collect::by_code,
    },
    Scene { title: "A charge confirmed by USSD", hour: 9, minute: 30, play: collect::by_ussd },
    Scene {
        title: "A checkout page; a webhook hurries the poll",
        hour: 10,
        minute: 0,
        play: collect::by_page,
    },
    Scene { title: "250 salaries in three batches", hour: 12, minute: 0, play: payouts::salaries },
    Scene { title: "Settlements: one cancelled, one too late", hour: 14, minute: 0, play: settlements::both },
    Scene { title: "Lost answers and a crash", hour: 15, minute: 0, play: lost::all },
    Scene { title: "Genuine and forged webhooks", hour: 17, minute: 0, play: webhooks::both },
    Scene { title: "Closing: the books, to the franc", hour: 20, minute: 0, play: closing::reconcile },
];

/// The numbers the salaries go to, which nobody may read.
#[cfg(test)]
pub(super) fn phones() -> impl Iterator<Item = String> {
    payouts::phones()
}
