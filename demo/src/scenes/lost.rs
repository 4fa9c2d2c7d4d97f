//! What goes wrong: answers that never come, and a process that dies.

use super::bills::{tell_token, with_callback};
use crate::books::Kind;
use crate::screen::{Mark, francs};
use crate::shop::{Broken, Halt, Shop, known, settled, told};
use xaalis::dexchange::{NewPayBill, Service};
use xaalis::sandbox::{Effect, Fault, When};
use xaalis::senfenico::NewTransfer;
use xaalis::value::Provider;
use xaalis::{Outcome, Plan, Stage, Why, drive};

pub(super) fn all(shop: &mut Shop) -> Result<(), Broken> {
    payout(shop)?;
    shop.later(600_000);
    bill(shop)?;
    shop.later(600_000);
    crash(shop)
}

/// A payout that is made, and whose answer is lost.
fn payout(shop: &mut Shop) -> Result<(), Broken> {
    let (id, amount, from) = ("refund-1187", 2_500, shop.sent.len());
    shop.say(Mark::Step, format!("a payout of {}; the network drops the answer", francs(amount)));
    lose_answer(shop, "transfers");
    shop.gives_up_at = Some(Why::Reconciling);
    let order = NewTransfer::new(amount, "71000042", id).to(Provider::MoovBf);
    let outcome = told(shop.run(shop.senfenico.payout(id, order))?.transfer())?;
    shop.books.note(id, Kind::PaidOut, amount, &outcome);
    let Outcome::Unknown { unknown } = outcome else {
        return Err(Broken(format!("a lost answer is unknown: {outcome:?}")));
    };
    shop.say(
        Mark::Open,
        format!("the library says: unknown ({:?}), to find out: {:?}", unknown.why, unknown.plan),
    );
    shop.same("the plan is to look for our id", unknown.plan, Plan::SearchById);
    let stage = shop.journal.get(id).map(|record| record.stage);
    shop.same("the journal keeps it as unknown", stage, Some(Stage::Unknown));
    shop.same("the vendor has made it", shop.at_vendor(id), (1, 1));
    shop.later(180_000);
    shop.say(Mark::Step, "later, another process resumes the record");
    let outcome = told(shop.resume(id)?.transfer())?;
    shop.books.note(id, Kind::PaidOut, amount, &outcome);
    let transfer = settled(Some(outcome))?;
    shop.say(Mark::Good, format!("found in the vendor's list by its ext_id: {}", transfer.status.as_str()));
    shop.same("it is our payout", transfer.ext_id.as_deref(), Some(id));
    shop.same("the payout was sent once", shop.posts(from, "transfers"), 1);
    shop.same("the payout happened once", shop.at_vendor(id), (1, 1));
    Ok(())
}

/// A bill that is paid, and whose answer and first callbacks are lost.
fn bill(shop: &mut Shop) -> Result<(), Broken> {
    let (id, amount, from) = ("bill-77e0d4", 23_760, shop.sent.len());
    let payment = with_callback(shop, NewPayBill::new(Service::Seneau, "310045512", id))?;
    shop.say(Mark::Step, "a SenEau bill; the answer is lost, and our webhook endpoint is down");
    lose_answer(shop, "pay");
    shop.desk.down_until = shop.now.plus(150_000);
    let outcome = told(shop.run(shop.dexchange.pay_bill(id, payment))?.bill_payment())?;
    shop.books.note(id, Kind::Bill, amount, &outcome);
    let paid = settled(Some(outcome))?;
    let shown = francs(known(paid.amount)?);
    shop.say(Mark::Good, format!("409 meant: accepted the first time. {shown} paid, once"));
    let sent: Vec<_> = shop.sent.iter().skip(from).filter(|sent| sent.path.ends_with("/pay")).collect();
    let statuses: Vec<_> = sent.iter().map(|sent| sent.status).collect();
    let same_bytes = sent.windows(2).all(|pair| pair[0].body == pair[1].body);
    let pause = sent.last().zip(sent.first()).map_or(0, |(last, first)| last.at.since(first.at));
    shop.same("no answer, then 409", statuses, vec![None, Some(409)]);
    shop.check("the same bytes are sent again", same_bytes);
    shop.check("not before the quiet time", pause >= 120_000);
    shop.same("the bill is paid with the amount of the bill", known(paid.amount)?, amount);
    shop.same("the lost bill is paid once", shop.at_vendor(id), (1, 1));
    Ok(())
}

/// A process that dies between storing its intent and sending it.
fn crash(shop: &mut Shop) -> Result<(), Broken> {
    let (id, amount, from) = ("topup-51b8aa", 3_000, shop.sent.len());
    let payment = with_callback(shop, NewPayBill::new(Service::Woyofal, "07061270877", id).amount(amount))?;
    shop.say(
        Mark::Step,
        format!("a top-up of {}; the process dies right after storing its record", francs(amount)),
    );
    shop.dies_after_store = true;
    let mut session = shop.dexchange.pay_bill(id, payment)?;
    match drive(&mut session, shop) {
        Err(Halt::Died) => drop(session),
        other => return Err(Broken(format!("the process should be dead: {other:?}"))),
    }
    shop.say(Mark::Bad, "dead: nobody knows whether the request left");
    shop.same("nothing was sent", shop.posts(from, "pay"), 0);
    shop.later(8_000);
    let bytes = shop.journal.text(id).map_or(0, str::len);
    shop.say(Mark::Step, format!("8 s later, a new process reads the {bytes} bytes of the record"));
    let outcome = told(shop.resume(id)?.bill_payment())?;
    shop.books.note(id, Kind::Bill, amount, &outcome);
    let paid = settled(Some(outcome))?;
    tell_token(shop, &paid);
    shop.same("the top-up was sent once, by the second process", shop.posts(from, "pay"), 1);
    shop.same("the resumed top-up happened once", shop.at_vendor(id), (1, 1));
    let stored = shop.journal.text(id).unwrap_or_default();
    let token = paid.token.as_ref().map_or("", |token| token.expose());
    let leaks = stored.is_empty() || token.is_empty() || stored.contains(token) || stored.contains("sk_test");
    shop.check("the record holds neither key nor token", !leaks);
    Ok(())
}

/// The next request to such a path is carried out, and its answer lost.
fn lose_answer(shop: &mut Shop, path: &str) {
    shop.sandbox.inject(Fault { when: When::Next(path.to_owned()), effect: Effect::DropAfter });
}
