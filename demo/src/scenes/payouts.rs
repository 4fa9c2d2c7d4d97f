//! Senfenico: 250 salaries, of which some cannot be paid.

use crate::books::{Belief, Kind};
use crate::screen::{Mark, francs};
use crate::shop::{Broken, Sent, Shop};
use xaalis::Outcome;
use xaalis::policy::{BATCH, BULK_PACE};
use xaalis::senfenico::{NewTransfer, PayoutItem, TransferStatus};
use xaalis::value::Provider;

const COUNT: usize = 250;
const SALARY: i64 = 1_000;
/// What the vendor grants each wallet in test mode.
const WALLET: i64 = 100_000;
/// People without an account at their operator.
const NO_ACCOUNT: [usize; 3] = [17, 143, 201];
/// Transfers the operator takes and then gives back.
const GIVEN_BACK: [usize; 2] = [60, 188];

/// How a salary has to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Paid,
    NoAccount,
    NoFunds,
    GivenBack,
}

pub(super) fn salaries(shop: &mut Shop) -> Result<(), Broken> {
    let from = shop.sent.len();
    let transfers: Vec<NewTransfer> = (0..COUNT).map(salary).collect();
    shop.say(Mark::Step, format!("{COUNT} × {}, the phones known to this process only", francs(SALARY)));
    let payouts = shop.run(shop.senfenico.bulk_payout("salaries-january", transfers))?.payouts();
    let items = payouts.ok_or_else(|| Broken("no payouts".to_owned()))?.items;
    tell(shop, &items);
    check_items(shop, &items);
    check_batches(shop, from)
}

/// Whose turn it is: four of nine by Orange, three by Moov, two by Sank.
fn wallet(place: usize) -> (&'static str, Provider) {
    match place % 9 {
        0..4 => ("76", Provider::OrangeBf),
        4..7 => ("71", Provider::MoovBf),
        _ => ("68", Provider::SankBf),
    }
}

fn phone(place: usize) -> String {
    // The sandbox's magic endings.
    let rest = match fate(place) {
        Fate::NoAccount => "009907".to_owned(),
        Fate::GivenBack => "009901".to_owned(),
        _ => format!("{place:06}"),
    };
    format!("{}{rest}", wallet(place).0)
}

fn salary(place: usize) -> NewTransfer {
    NewTransfer::new(SALARY, phone(place), format!("salary-{place:03}")).to(wallet(place).1)
}

/// What has to happen, from the wallets' money alone: each pays in order until it cannot.
fn fate(place: usize) -> Fate {
    if NO_ACCOUNT.contains(&place) {
        return Fate::NoAccount;
    }
    let mine = wallet(place).1;
    let paid_before =
        (0..place).filter(|other| wallet(*other).1 == mine && !NO_ACCOUNT.contains(other)).count();
    let payable = WALLET / (SALARY + Kind::PaidOut.fee(SALARY));
    if i64::try_from(paid_before).is_ok_and(|paid| paid >= payable) {
        return Fate::NoFunds;
    }
    if GIVEN_BACK.contains(&place) { Fate::GivenBack } else { Fate::Paid }
}

fn found(item: &PayoutItem) -> Option<Fate> {
    match &item.outcome {
        Outcome::Settled { value } => (value.status == TransferStatus::Success).then_some(Fate::Paid),
        Outcome::Rejected { refusal } if refusal.field_errors.is_empty() => Some(Fate::GivenBack),
        Outcome::Rejected { refusal } if refusal.message.contains("Insufficient balance") => {
            Some(Fate::NoFunds)
        }
        Outcome::Rejected { .. } => Some(Fate::NoAccount),
        Outcome::NotSent { .. } | Outcome::Unknown { .. } => None,
    }
}

fn tell(shop: &mut Shop, items: &[PayoutItem]) {
    let places = |fate| {
        let places = items.iter().filter(|item| found(item) == Some(fate)).map(|item| item.index.to_string());
        places.collect::<Vec<_>>()
    };
    let told = [
        (Fate::NoAccount, "no such account"),
        (Fate::NoFunds, "not enough left on the Orange wallet"),
        (Fate::GivenBack, "taken, then failed and given back"),
    ];
    for (fate, why) in told {
        let places = places(fate);
        shop.say(Mark::Bad, format!("{} × {why}: places {}", places.len(), places.join(", ")));
    }
    shop.say(
        Mark::Good,
        format!("{} paid, each known by its place in the list, from 0", places(Fate::Paid).len()),
    );
}

fn check_items(shop: &mut Shop, items: &[PayoutItem]) {
    shop.same("every salary has an outcome", items.len(), COUNT);
    for (place, item) in items.iter().enumerate() {
        let id = format!("salary-{place:03}");
        shop.books.note(&id, Kind::PaidOut, SALARY, &item.outcome);
        let here = usize::try_from(item.index) == Ok(place) && item.ext_id.as_str() == id;
        let vendor = match fate(place) {
            Fate::Paid => (1, 1),
            Fate::GivenBack => (1, 0),
            Fate::NoAccount | Fate::NoFunds => (0, 0),
        };
        if !here || found(item) != Some(fate(place)) || shop.at_vendor(&id) != vendor {
            shop.check(&format!("{id} is {:?} at its place: {:?}", fate(place), item.outcome), false);
        }
    }
    for kind in [Fate::NoAccount, Fate::NoFunds, Fate::GivenBack] {
        shop.check(&format!("some are {kind:?}"), items.iter().any(|item| found(item) == Some(kind)));
    }
    shop.same("nobody's salary is unknown", shop.books.sum(Kind::PaidOut, Belief::Unknown), (0, 0));
}

fn check_batches(shop: &mut Shop, from: usize) -> Result<(), Broken> {
    let bulk = |sent: &&Sent| sent.path.contains("/bulk");
    let batches: Vec<&Sent> = shop.sent.iter().skip(from).filter(bulk).collect();
    let mut sizes = Vec::new();
    for batch in &batches {
        let body = batch.body.as_deref().unwrap_or_default();
        let body: serde_json::Value =
            serde_json::from_str(body).map_err(|error| Broken(error.to_string()))?;
        sizes.push(body["transfers"].as_array().map_or(0, Vec::len));
    }
    let paced = batches.windows(2).all(|pair| pair[1].at.since(pair[0].at) >= BULK_PACE);
    let good = batches.iter().all(|batch| batch.status == Some(200));
    shop.same("three batches", sizes, vec![BATCH, BATCH, COUNT - 2 * BATCH]);
    shop.check("batches keep the vendor's pace", paced && good);
    let stored = shop.journal.text("salaries-january").unwrap_or_default().to_owned();
    shop.check(
        "the record holds no phone",
        !stored.is_empty() && !phones().any(|phone| stored.contains(&phone)),
    );
    Ok(())
}

/// The numbers the salaries go to.
pub(super) fn phones() -> impl Iterator<Item = String> {
    (0..COUNT).map(phone)
}
