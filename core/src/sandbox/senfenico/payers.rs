//! What payers do at their phones: no request of a merchant's.

use super::Senfenico;
use super::charges::Status;
use crate::sandbox::world::{End, World};

impl Senfenico {
    /// The payer acts on a `pay_offline` charge. False when it is not waiting for him.
    pub(in crate::sandbox) fn payer_acts(&mut self, world: &mut World, reference: &str, end: End) -> bool {
        let Some(at) = self.charge_index.get(reference).copied() else { return false };
        let waiting = self.charges.get(at).is_some_and(|charge| charge.status == Status::PayOffline);
        if waiting {
            self.end_charge(world, at, end);
        }
        waiting
    }

    /// What had failed or was canceled is paid. False when there is none.
    pub(in crate::sandbox) fn charge_succeeds_after_all(
        &mut self,
        world: &mut World,
        reference: &str,
    ) -> bool {
        let Some(at) = self.charge_index.get(reference).copied() else { return false };
        let Some(charge) = self.charges.get_mut(at) else { return false };
        let ended = matches!(charge.status, Status::Failed | Status::Canceled);
        if ended {
            (charge.status, charge.cancelled) = (Status::Pending, None);
            self.end_charge(world, at, End::Success);
        }
        ended
    }

    /// What waits for a code is paid without one. False when there is none.
    pub(in crate::sandbox) fn charge_paid_without_code(
        &mut self,
        world: &mut World,
        reference: &str,
    ) -> bool {
        let Some(at) = self.charge_index.get(reference).copied() else { return false };
        let waits = self.charges.get(at).is_some_and(|charge| matches!(charge.status, Status::SendOtp));
        if waits {
            self.end_charge(world, at, End::Success);
        }
        waits
    }
}
