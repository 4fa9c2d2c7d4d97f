//! Senfenico: money from customers, by code, by USSD and by payment page.

use crate::books::Kind;
use crate::screen::{Mark, francs};
use crate::shop::{Broken, Shop, known, settled, told};
use xaalis::sandbox::Purse;
use xaalis::senfenico::{ChargeStatus, CheckoutStatus, NewCharge, NewCheckout};
use xaalis::value::Provider;

pub(super) fn by_code(shop: &mut Shop) -> Result<(), Broken> {
    let from = shop.sent.len();
    shop.codes = ["000000", "123456"].into();
    charge(shop, "charge-1", &NewCharge::new(1_000, "76000000"))?;
    shop.check("every code was asked for", shop.codes.is_empty());
    shop.same("one charge, two codes", (shop.posts(from, "charges"), shop.posts(from, "submit")), (1, 2));
    Ok(())
}

pub(super) fn by_ussd(shop: &mut Shop) -> Result<(), Broken> {
    let from = shop.sent.len();
    charge(shop, "charge-2", &NewCharge::new(1_500, "75009905").at(Provider::CorisBf))?;
    shop.same("no code is asked for", shop.posts(from, "submit"), 0);
    Ok(())
}

pub(super) fn by_page(shop: &mut Shop) -> Result<(), Broken> {
    let (id, amount) = ("checkout-1", 25_000);
    let checkout = NewCheckout {
        amount,
        success_url: "https://shop.example/thanks".to_owned(),
        cancel_url: "https://shop.example/basket".to_owned(),
        email: None,
    };
    let (before, start) = (collected(shop), shop.now);
    let outcome = told(shop.run(shop.senfenico.checkout(id, checkout))?.checkout())?;
    shop.books.note(id, Kind::Collected, amount, &outcome);
    let checkout = settled(Some(outcome))?;
    let seconds = shop.now.since(start) / 1_000;
    let shown = francs(known(checkout.amount)?);
    shop.say(Mark::Good, format!("{shown} paid, known {seconds} s after the page opened"));
    shop.same("the checkout is paid", checkout.status, CheckoutStatus::Success);
    // The ladder alone would have looked at 33 s and 63 s; the customer paid at 47 s.
    shop.check("the webhook hurries the poll", (47..55).contains(&seconds));
    shop.same("the checkout's money arrives", collected(shop) - before, amount - Kind::Collected.fee(amount));
    Ok(())
}

/// A charge to its end, and the money it brings.
pub(super) fn charge(shop: &mut Shop, id: &str, order: &NewCharge) -> Result<(), Broken> {
    let before = collected(shop);
    shop.say(Mark::Step, format!("{} from {:?}", francs(order.amount), order.phone));
    let outcome = told(shop.run(shop.senfenico.collect(id, order.clone()))?.charge())?;
    shop.books.note(id, Kind::Collected, order.amount, &outcome);
    let charge = settled(Some(outcome))?;
    let gain = collected(shop) - before;
    let provider = charge.provider.as_ref().map_or("?", Provider::as_str);
    let shown = francs(known(charge.amount)?);
    shop.say(Mark::Good, format!("{shown} paid by {provider}, {} after fees", francs(gain)));
    shop.same("the charge is paid", charge.status, ChargeStatus::Success);
    shop.same("the charge's money arrives", gain, order.amount - Kind::Collected.fee(order.amount));
    Ok(())
}

fn collected(shop: &Shop) -> i64 {
    shop.sandbox.ledger().balance(Purse::Collection(0))
}
