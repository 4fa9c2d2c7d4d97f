//! DEXCHANGE: a bill, a top-up whose token comes late, a top-up that is given back.

use crate::books::Kind;
use crate::desk::CALLBACKS;
use crate::screen::{Mark, francs};
use crate::shop::{Broken, Shop, known, settled, told};
use xaalis::dexchange::{BillPayment, NewPayBill, Service};
use xaalis::sandbox::Purse;
use xaalis::value::Reference;
use xaalis::{Code, Outcome};

pub(super) fn senelec(shop: &mut Shop) -> Result<(), Broken> {
    let id = "bill-3f9a1c";
    // `confirm`: show the bill and ask, although there is only one.
    let payment = NewPayBill { confirm: true, ..NewPayBill::new(Service::Senelec, "210278816", id) };
    let payment = with_callback(shop, payment)?;
    shop.say(Mark::Step, format!("Senelec, customer {:?}", payment.customer));
    let outcome = told(shop.run(shop.dexchange.pay_bill(id, payment))?.bill_payment())?;
    shop.books.note(id, Kind::Bill, 104_500, &outcome);
    let paid = settled(Some(outcome))?;
    let (amount, fee) = (known(paid.amount)?, known(paid.fee)?);
    let (before, after) = (known(paid.previous_balance)?, known(paid.current_balance)?);
    let (shown, cost) = (francs(amount), francs(fee));
    shop.say(
        Mark::Good,
        format!("paid {shown} and {cost} fee: balance {} → {}", francs(before), francs(after)),
    );
    shop.same("the Senelec bill is the one that was shown", paid.bill.as_deref(), Some("8000000680"));
    shop.same("the bill costs what the vendor's sample says", (amount, fee), (104_500, 1_045));
    shop.same("the balances are those of the vendor's sample", (before, after), (500_000, 394_455));
    shop.same("the bill is paid once", shop.at_vendor(id), (1, 1));
    Ok(())
}

pub(super) fn woyofal(shop: &mut Shop) -> Result<(), Broken> {
    late_token(shop)?;
    refund(shop)
}

fn late_token(shop: &mut Shop) -> Result<(), Broken> {
    let (id, asked) = ("topup-8d20b7", shop.now);
    let payment = with_callback(shop, NewPayBill::new(Service::Woyofal, "07061270878", id).amount(10_000))?;
    shop.say(Mark::Step, format!("{} for the meter {:?}", francs(10_000), payment.customer));
    let outcome = told(shop.run(shop.dexchange.pay_bill(id, payment))?.bill_payment())?;
    shop.books.note(id, Kind::Bill, 10_000, &outcome);
    let paid = settled(Some(outcome))?;
    shop.check("a late token takes a minute", shop.now.since(asked) >= 60_000);
    tell_token(shop, &paid);
    shop.same("the top-up happens once", shop.at_vendor(id), (1, 1));
    Ok(())
}

fn refund(shop: &mut Shop) -> Result<(), Broken> {
    let id = "topup-c41e60";
    let balance = |shop: &Shop| shop.sandbox.ledger().balance(Purse::Dexchange(0));
    let before = balance(shop);
    let payment = with_callback(shop, NewPayBill::new(Service::Woyofal, "07061270879", id).amount(5_000))?;
    shop.say(Mark::Step, format!("{} for the meter {:?}", francs(5_000), payment.customer));
    let outcome = told(shop.run(shop.dexchange.pay_bill(id, payment))?.bill_payment())?;
    shop.books.note(id, Kind::Bill, 5_000, &outcome);
    let Outcome::Rejected { refusal } = outcome else {
        return Err(Broken(format!("a failed top-up is a no: {outcome:?}")));
    };
    let back = refusal.refund.and_then(|refund| refund.amount);
    shop.say(Mark::Bad, format!("failed after PROCESSING: {} due back", francs(known(back)?)));
    shop.same("a failed top-up is a failed payment", refusal.code, Code::PaymentFailed);
    shop.same("amount and fee are due back", known(back)?, 5_050);
    let after = balance(shop);
    shop.say(Mark::Good, format!("{} before, {} after: nothing is missing", francs(before), francs(after)));
    shop.same("the refund restores the balance", after, before);
    Ok(())
}

/// The payment with a callback address that only its vendor can know.
pub(super) fn with_callback(shop: &Shop, payment: NewPayBill) -> Result<NewPayBill, Broken> {
    let id = Reference::parse(&payment.external_transaction_id)?;
    let url = shop.desk.callbacks.callback_url(CALLBACKS, &id)?;
    Ok(NewPayBill { callback_url: Some(url.as_str().into()), ..payment })
}

/// The receipt: what was bought is for the customer's eyes, so here it is shown.
pub(super) fn tell_token(shop: &mut Shop, paid: &BillPayment) {
    let token = paid.token.as_ref().map_or("", |token| token.expose());
    let digits: Vec<char> = token.chars().collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    shop.say(Mark::Good, format!("receipt: type {} into the meter", groups.join(" ")));
    let twenty_digits = token.len() == 20 && token.bytes().all(|digit| digit.is_ascii_digit());
    shop.check("the token has twenty digits", twenty_digits);
}
