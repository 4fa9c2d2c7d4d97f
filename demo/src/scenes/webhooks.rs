//! Webhooks: what is believed, what is not, and what is old.

use super::collect::charge;
use crate::desk::{CALLBACKS, HOOK_KEY, Received};
use crate::screen::Mark;
use crate::shop::{Broken, Shop, settled};
use xaalis::Vendor;
use xaalis::sandbox::Delivery;
use xaalis::senfenico::webhook::{HASH_HEADER, sign};
use xaalis::senfenico::{ChargeStatus, NewCharge};
use xaalis::value::{Provider, Reference};
use xaalis::{Event, drive};

pub(super) fn both(shop: &mut Shop) -> Result<(), Broken> {
    charge(shop, "charge-3", &NewCharge::new(3_000, "68009905").at(Provider::SankBf))?;
    senfenico(shop)?;
    dexchange(shop)
}

fn senfenico(shop: &mut Shop) -> Result<(), Broken> {
    let genuine = last(shop, Vendor::Senfenico)?;
    let forged = |body: String| Delivery { body, ..genuine.clone() };
    let signed = |key: &str| {
        let mut delivery = forged(genuine.body.replace("3000", "3001"));
        let hash = sign(delivery.body.as_bytes(), key);
        delivery.headers.iter_mut().filter(|h| h.name == HASH_HEADER).for_each(|h| h.value.clone_from(&hash));
        delivery
    };
    refuse(shop, "the same webhook with another amount", &forged(genuine.body.replace("3000", "9000")));
    refuse(shop, "one signed with a guessed key", &signed("whk_guess"));
    refuse(shop, "one without signature", &Delivery { headers: Vec::new(), ..genuine.clone() });
    // So that the refusals above are known to be about the signature.
    let readable = shop.desk.read(&signed(HOOK_KEY)).is_ok();
    shop.check("the right key would have signed it", readable);
    replay(shop, &genuine)
}

/// An old webhook is genuine for ever: told apart by memory, and harmless even without.
fn replay(shop: &mut Shop, genuine: &Delivery) -> Result<(), Broken> {
    let again = matches!(shop.desk.receive(genuine, shop.now), Received::Again);
    shop.check("a replayed webhook is recognised", again);
    let (movements, sent) = (shop.sandbox.ledger().len(), shop.sent.len());
    let stored = shop.journal.get("charge-3").ok_or_else(|| Broken("no record".to_owned()))?;
    let notice = shop.desk.read(genuine)?;
    let mut session = shop.senfenico.resume(&stored, shop.now)?;
    session.handle(Event::Notified { notice }, shop.now);
    let charge = settled(drive(&mut session, shop)?.charge())?;
    shop.same("a replay changes no status", charge.status, ChargeStatus::Success);
    shop.same("a replay moves no money", shop.sandbox.ledger().len(), movements);
    let reads = shop.sent.iter().skip(sent).all(|sent| sent.body.is_none());
    shop.check("a replay sends nothing but reads", reads);
    shop.say(Mark::Good, "the genuine one again: recognised, and nothing changes");
    Ok(())
}

fn dexchange(shop: &mut Shop) -> Result<(), Broken> {
    let genuine = last(shop, Vendor::Dexchange)?;
    let token = genuine.url.rsplit('/').next().unwrap_or_default().to_owned();
    shop.say(
        Mark::Step,
        format!("DEXCHANGE signs nothing: each payment has its own address, …/{}…", &token[..4]),
    );
    let at = |url: String| Delivery { url, ..genuine.clone() };
    refuse(
        shop,
        "a callback to a guessed address",
        &at(genuine.url.replace(&token, &"A".repeat(token.len()))),
    );
    let other = shop.desk.callbacks.callback_url(CALLBACKS, &Reference::parse("bill-3f9a1c")?)?;
    refuse(shop, "a callback to another payment's address", &at(other.as_str().to_owned()));
    let again = matches!(shop.desk.receive(&genuine, shop.now), Received::Again);
    shop.check("a replayed callback is recognised", again);
    shop.say(Mark::Good, format!("{} genuine ones were believed today", shop.desk.believed()));
    Ok(())
}

fn refuse(shop: &mut Shop, what: &str, forged: &Delivery) {
    match shop.desk.receive(forged, shop.now) {
        Received::Refused(error) => shop.say(Mark::Bad, format!("{what} — refused, {error}")),
        other => shop.check(&format!("{what} is refused: {other:?}"), false),
    }
}

fn last(shop: &Shop, vendor: Vendor) -> Result<Delivery, Broken> {
    shop.desk.last(vendor).cloned().ok_or_else(|| Broken(format!("no webhook of {vendor:?} came")))
}
