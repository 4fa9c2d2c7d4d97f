//! What payers, operators and banks do, done by hand: for tests and simulations.

use super::Sandbox;
use super::options::{Bill, Switches};
use super::world::End;
use crate::value::Time;

impl Sandbox {
    /// The payer of a `pay_offline` charge dials the code and pays. False when it does not wait for that.
    pub fn payer_confirms(&mut self, charge_reference: &str, now: Time) -> bool {
        self.advance(now);
        self.senfenico.payer_acts(&mut self.world, charge_reference, End::Success)
    }

    /// The payer of a `pay_offline` charge refuses: it is `canceled`.
    pub fn payer_declines(&mut self, charge_reference: &str, now: Time) -> bool {
        self.advance(now);
        self.senfenico.payer_acts(&mut self.world, charge_reference, End::Canceled)
    }

    /// The payer completes a checkout's hosted page. False when it is not pending, or the provider
    /// does not serve the number.
    pub fn checkout_paid(
        &mut self,
        checkout_reference: &str,
        phone: &str,
        provider: &str,
        now: Time,
    ) -> bool {
        self.advance(now);
        self.senfenico.end_checkout(&mut self.world, checkout_reference, Some((phone, provider)))
    }

    /// The payment on a checkout's hosted page fails.
    pub fn checkout_failed(&mut self, checkout_reference: &str, now: Time) -> bool {
        self.advance(now);
        self.senfenico.end_checkout(&mut self.world, checkout_reference, None)
    }

    /// Ends a `pending` transfer now. False when there is none.
    pub fn transfer_finishes(&mut self, reference: &str, ok: bool, now: Time) -> bool {
        self.advance(now);
        self.senfenico.transfer_finishes(&mut self.world, reference, ok)
    }

    /// Moves a settlement one step on: `processing`, `in_transit`, `success`. False at its end.
    pub fn settlement_advances(&mut self, reference: &str, now: Time) -> bool {
        self.advance(now);
        self.senfenico.settlement_advances(&mut self.world, reference)
    }

    /// Ends a PROCESSING top-up now. False when there is none.
    pub fn top_up_finishes(&mut self, transaction_id: &str, ok: bool, now: Time) -> bool {
        self.advance(now);
        self.dexchange.top_up_finishes(&mut self.world, transaction_id, ok)
    }

    /// One more bill at its biller.
    pub fn add_bill(&mut self, bill: Bill) {
        self.dexchange.add_bill(bill);
    }

    /// A payer tries on a checkout's hosted page and fails: the page stays pending, and names the
    /// charge that failed. False as for [`checkout_paid`](Self::checkout_paid).
    pub fn checkout_tried(
        &mut self,
        checkout_reference: &str,
        phone: &str,
        provider: &str,
        now: Time,
    ) -> bool {
        self.advance(now);
        let payer = (phone, provider);
        self.senfenico.try_checkout(&mut self.world, checkout_reference, payer, Some(End::Failed))
    }

    /// A payer begins on a checkout's hosted page and does not finish: the page stays pending, and names a
    /// charge that waits for him. False as for [`checkout_paid`](Self::checkout_paid).
    pub fn checkout_begun(
        &mut self,
        checkout_reference: &str,
        phone: &str,
        provider: &str,
        now: Time,
    ) -> bool {
        self.advance(now);
        let payer = (phone, provider);
        self.senfenico.try_checkout(&mut self.world, checkout_reference, payer, None)
    }

    /// What had failed has succeeded after all, and money has moved: a charge, a transfer or a top-up.
    /// False when there is none of this reference that failed.
    pub fn succeeds_after_all(&mut self, reference: &str, now: Time) -> bool {
        self.advance(now);
        let Self { world, senfenico, dexchange, .. } = self;
        senfenico.charge_succeeds_after_all(world, reference)
            || senfenico.transfer_succeeds_after_all(world, reference)
            || dexchange.top_up_succeeds_after_all(world, reference)
    }

    /// A charge that waits for a code is paid without one: no page says that it cannot be, and a shop that
    /// abandons charges should see what becomes of it then. False when it does not wait for a code.
    pub fn paid_without_code(&mut self, charge_reference: &str, now: Time) -> bool {
        self.advance(now);
        self.senfenico.charge_paid_without_code(&mut self.world, charge_reference)
    }

    /// The vendors change what their pages leave unsaid.
    pub fn switch(&mut self, change: impl FnOnce(&mut Switches)) {
        change(&mut self.world.options.switches);
    }
}
