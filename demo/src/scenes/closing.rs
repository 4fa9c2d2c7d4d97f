//! Closing: what the merchant believes against what the vendors hold.

use super::settlements::{LATE, LATE_AMOUNT};
use crate::books::{Belief, Kind};
use crate::screen::{Mark, francs};
use crate::shop::{Broken, Shop, settled, told};
use xaalis::sandbox::{Purse, Wallet};
use xaalis::value::Amount;

pub(super) fn reconcile(shop: &mut Shop) -> Result<(), Broken> {
    let outcome = told(shop.resume(LATE)?.settlement())?;
    shop.books.note(LATE, Kind::Settlement, LATE_AMOUNT, &outcome);
    shop.say(Mark::Good, format!("this afternoon's settlement is at the bank: {}", francs(LATE_AMOUNT)));
    tell_ledger(shop);
    tell_books(shop);
    check_ledger(shop);
    check_payments(shop);
    check_balances(shop)?;
    check_records(shop);
    if shop.checks.failed().is_empty() {
        shop.say(
            Mark::Good,
            "ledger and books agree to the franc; nothing is unknown, nothing was paid twice",
        );
    }
    Ok(())
}

/// The vendors' double-entry ledger.
fn tell_ledger(shop: &mut Shop) {
    shop.screen.plain("");
    shop.screen.plain(&format!("{:<36}{:>13}{:>13}{:>13}", "the vendors' ledger", "in", "out", "balance"));
    let mut total = 0;
    let accounts: Vec<(Purse, i64)> = shop.sandbox.ledger().accounts().collect();
    for (account, balance) in accounts {
        let sum = |side: fn(&xaalis::sandbox::Entry) -> Purse| -> i64 {
            let entries = shop.sandbox.ledger().entries();
            entries.filter(|entry| side(entry) == account).map(|entry| entry.amount).sum()
        };
        let (credit, debit) = (sum(|entry| entry.credit), sum(|entry| entry.debit));
        total += balance;
        let (into, out, balance_text) = (francs(credit), francs(debit), francs(balance));
        shop.screen.plain(&format!("{:<36}{into:>13}{out:>13}{balance_text:>13}", name(account)));
        shop.same("an account's entries make its balance", credit - debit, balance);
    }
    shop.screen.plain(&format!("{:<62}{:>13}", "sum", francs(total)));
    shop.same("the ledger sums to zero", total, 0);
}

/// The merchant's own books.
fn tell_books(shop: &mut Shop) {
    shop.screen.plain("");
    shop.screen.plain(&format!("{:<26}{:>18}{:>18}{:>13}", "our books", "settled", "rejected", "fees"));
    for kind in Kind::ALL {
        let cell = |belief| match shop.books.sum(kind, belief) {
            (0, _) => "–".to_owned(),
            (count, sum) => format!("{count}: {}", francs(sum)),
        };
        let (good, bad) = (cell(Belief::Settled), cell(Belief::Rejected));
        let fees = francs(shop.books.fees(kind));
        shop.screen.plain(&format!("{:<26}{good:>18}{bad:>18}{fees:>13}", kind.name()));
    }
    shop.screen.plain("");
}

fn check_ledger(shop: &mut Shop) {
    shop.check("the ledger is balanced", shop.sandbox.ledger().balanced());
    let settled = Kind::ALL.map(|kind| shop.books.sum(kind, Belief::Settled).1);
    let fees = Kind::ALL.map(|kind| shop.books.fees(kind));
    let [collected, paid_out, bills, settlements] = settled;
    let of = |account| shop.sandbox.ledger().balance(account);
    let wallets: i64 = Wallet::ALL.into_iter().map(|wallet| of(Purse::Wallet(0, wallet))).sum();
    let pending: i64 = Wallet::ALL.into_iter().map(|wallet| of(Purse::WalletPending(0, wallet))).sum();
    let claims = [
        ("what customers paid", of(Purse::Payers), -collected),
        ("what people received", of(Purse::Recipients), paid_out),
        ("what billers received", of(Purse::Billers), bills),
        ("what the bank received", of(Purse::Bank), settlements - fees[3]),
        ("what the vendors earned", of(Purse::Fees), fees.iter().sum()),
        ("what is left of the collected money", of(Purse::Collection(0)), collected - fees[0] - settlements),
        ("what is left in the wallets", wallets, 300_000 - paid_out - fees[1]),
        ("what is left at DEXCHANGE", of(Purse::Dexchange(0)), 500_000 - bills - fees[2]),
        ("what is held for transfers", pending, 0),
        ("what is held for settlements", of(Purse::SettlementInTransit(0)), 0),
        ("what is held for top-ups", of(Purse::TopUps(0)), 0),
    ];
    for (claim, ledger, books) in claims {
        shop.same(claim, ledger, books);
    }
}

/// Each payment the books call settled is one at the vendor, and the reverse.
fn check_payments(shop: &mut Shop) {
    for kind in Kind::ALL {
        let good = shop.sandbox.payments().filter(|payment| payment.kind == kind.at_vendor());
        let good = good.filter(|payment| payment.status.eq_ignore_ascii_case("success"));
        let held = good.fold((0, 0), |(count, sum), payment| (count + 1, sum + payment.amount));
        shop.same(&format!("{}: books and vendor", kind.name()), shop.books.sum(kind, Belief::Settled), held);
        for belief in [Belief::Unknown, Belief::NotSent] {
            shop.same(
                &format!("{}: {belief:?} at closing", kind.name()),
                shop.books.sum(kind, belief),
                (0, 0),
            );
        }
    }
    shop.same("every payment of the day is in the books", shop.books.len(), 3 + 1 + 251 + 5 + 2);
}

/// What the vendor tells through the library is what its ledger holds.
fn check_balances(shop: &mut Shop) -> Result<(), Broken> {
    let balances = settled(shop.run(shop.senfenico.fetch_balances("balances-evening"))?.balances())?;
    let of = |account| shop.sandbox.ledger().balance(account);
    let expected = [
        of(Purse::Collection(0)),
        of(Purse::Wallet(0, Wallet::Orange)),
        of(Purse::Wallet(0, Wallet::Moov)),
        of(Purse::Wallet(0, Wallet::Sank)),
    ];
    let wallet =
        |name| balances.wallet(name).and_then(|balance| balance.available).map_or(-1, Amount::francs);
    let found = [
        balances.collection.available.map_or(-1, Amount::francs),
        wallet("orange_money_bf"),
        wallet("moov_money_bf"),
        wallet("sank_money_bf"),
    ];
    shop.same("the balances the vendor tells", found, expected);
    Ok(())
}

fn check_records(shop: &mut Shop) {
    let secrets = ["sk_test", "123456", "76000000", "75000000", "71000042", "68000000"];
    let leaks =
        secrets.iter().filter(|secret| shop.journal.texts().any(|text| text.contains(*secret))).count();
    shop.same("no record holds a key, a code or a phone", leaks, 0);
    let open = shop.journal.texts().filter(|text| text.contains("\"stage\":\"closed\"")).count();
    let all = shop.journal.texts().count();
    shop.same("every record is closed", open, all);
}

fn name(account: Purse) -> String {
    match account {
        Purse::Funding => "granted at the start".to_owned(),
        Purse::Payers => "customers".to_owned(),
        Purse::Recipients => "people paid".to_owned(),
        Purse::Billers => "Senelec, SenEau, Woyofal".to_owned(),
        Purse::Bank => "our bank".to_owned(),
        Purse::Fees => "vendors' fees".to_owned(),
        Purse::Collection(_) => "Senfenico, collected".to_owned(),
        Purse::SettlementInTransit(_) => "Senfenico, on its way to the bank".to_owned(),
        Purse::Wallet(_, wallet) => format!("Senfenico, wallet {}", wallet.as_str()),
        Purse::WalletPending(_, wallet) => format!("Senfenico, wallet {}, held", wallet.as_str()),
        Purse::Dexchange(_) => "DEXCHANGE".to_owned(),
        Purse::TopUps(_) => "DEXCHANGE, top-ups held".to_owned(),
    }
}
