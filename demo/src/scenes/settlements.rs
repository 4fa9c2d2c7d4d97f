//! Senfenico: collected money on its way to the bank.

use crate::books::{Belief, Kind};
use crate::screen::{Mark, francs};
use crate::shop::{Broken, Shop, settled, told};
use xaalis::sandbox::Purse;
use xaalis::senfenico::{NewSettlement, SettlementStatus};
use xaalis::{Doubt, Outcome, Why};

/// The settlement that is under way until the evening.
pub(super) const LATE: &str = "settlement-2";
pub(super) const LATE_AMOUNT: i64 = 20_000;

pub(super) fn both(shop: &mut Shop) -> Result<(), Broken> {
    cancelled(shop)?;
    too_late(shop)
}

fn cancelled(shop: &mut Shop) -> Result<(), Broken> {
    let (id, amount) = ("settlement-1", 10_000);
    let collected = |shop: &Shop| shop.sandbox.ledger().balance(Purse::Collection(0));
    let before = collected(shop);
    let order = NewSettlement { amount };
    let created = settled(shop.run(shop.senfenico.create_settlement(id, order))?.settlement())?;
    shop.say(Mark::Good, format!("{} leave for the bank: {}", francs(amount), created.status.as_str()));
    shop.same("a settlement reserves its money", collected(shop), before - amount);
    shop.later(120_000);
    let reference = created.reference.as_str();
    let reply = shop.run(shop.senfenico.cancel_settlement("cancel-1", reference))?;
    let settlement = settled(reply.settlement())?;
    shop.books.believe(id, Kind::Settlement, amount, Belief::Rejected);
    shop.say(Mark::Good, format!("two minutes later: cancelled, {} are back", francs(amount)));
    shop.same("the settlement is cancelled", settlement.status, SettlementStatus::Cancelled);
    shop.same("a cancelled settlement gives everything back", collected(shop), before);
    Ok(())
}

fn too_late(shop: &mut Shop) -> Result<(), Broken> {
    // A settlement takes hours: the process stops waiting, the record stays.
    shop.gives_up_at = Some(Why::Pending);
    let order = NewSettlement { amount: LATE_AMOUNT };
    let outcome = told(shop.run(shop.senfenico.settle(LATE, order))?.settlement())?;
    shop.books.note(LATE, Kind::Settlement, LATE_AMOUNT, &outcome);
    let Outcome::Unknown { unknown } = outcome else {
        return Err(Broken(format!("a settlement is not over at once: {outcome:?}")));
    };
    shop.same("the settlement is open", unknown.why, Doubt::StillOpen);
    let reference = unknown.provider_reference.ok_or_else(|| Broken("no reference".to_owned()))?;
    shop.say(Mark::Open, format!("{} under way; this evening the record is resumed", francs(LATE_AMOUNT)));
    shop.later(11 * 60_000);
    let reply = shop.run(shop.senfenico.cancel_settlement("cancel-2", reference.as_str()))?;
    match told(reply.settlement())? {
        Outcome::Rejected { refusal } => {
            let words = refusal.message.replace("Validation error: ", "");
            shop.say(Mark::Bad, format!("eleven minutes later: refused, {words}"));
            shop.check("the vendor's own words are kept", refusal.message.contains("only be cancelled"));
        }
        other => return Err(Broken(format!("a settlement in transit is not cancelled: {other:?}"))),
    }
    let held = shop.sandbox.ledger().balance(Purse::SettlementInTransit(0));
    shop.same("the money stays on its way", held, LATE_AMOUNT);
    Ok(())
}
