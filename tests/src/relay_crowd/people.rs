//! A customer at a page: what they want, and what they do about what is shown.

use super::{ADDRESS, MINUTE, SECOND};
use std::collections::BTreeSet;
use xaalis::relay::{Claims, Client, ClientEvent, Problem, ShownKind, State, View};
use xaalis::sandbox::{Bill, Sandbox};
use xaalis::value::{Amount, Time};
use xaalis_sim::rng::Rng;

/// The code that the vendor sent.
pub(super) const CODE: &str = "123456";
const WRONG_CODE: &str = "000000";

/// A page of one order, and who sits at it.
#[allow(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
pub(super) struct Person {
    pub(super) client: Client,
    /// Of the request that is under way.
    pub(super) number: u64,
    /// Of the next look at the page: one that was planned before does not count.
    pub(super) wake: u64,
    /// The relay's word, where it does not take the page's token.
    pub(super) refused: Option<String>,
    pub(super) order: usize,
    /// Acts when the other one does.
    pub(super) is_one_of_two: bool,
    /// The page is closed, or its device is switched off.
    pub(super) is_gone: bool,
    /// The shop leaves the amount that was begun, for this page.
    pub(super) keeps_amount: Option<i64>,
    /// What was acted upon last: nobody types twice at the same question.
    seen: String,
    /// The attempt whose phone was asked to pay.
    told_to_pay: String,
    /// How much more they put up with.
    patience: i64,
    /// Types codes wrong, nine of ten.
    is_clumsy: bool,
    /// Pays from another phone each time, of another operator.
    changes_phones: bool,
}

impl Person {
    pub(super) fn new(order: usize, is_one_of_two: bool, rng: &mut Rng) -> Self {
        Self {
            client: client(),
            number: 0,
            wake: 0,
            refused: None,
            order,
            is_one_of_two,
            is_gone: false,
            keeps_amount: None,
            seen: String::new(),
            told_to_pay: String::new(),
            patience: rng.range(1, 16),
            is_clumsy: rng.chance(120),
            changes_phones: rng.chance(400),
        }
    }

    /// Loads the page anew, which asks the shop for another token.
    pub(super) fn reload(&mut self) {
        self.client = client();
        self.number += 1;
        self.seen.clear();
    }

    /// Its name and operation.
    pub(super) fn order(&self) -> (String, &'static str) {
        order(self.order)
    }

    /// The operation that a view is about.
    pub(super) fn attempt(&self, view: &View) -> String {
        format!("relay-{}-{}", self.order().0, view.rev.split('.').next().unwrap_or_default())
    }

    /// What they do, and after how long.
    pub(super) fn sees(
        &mut self,
        view: &View,
        problem: Option<&Problem>,
        rng: &mut Rng,
    ) -> Option<(i64, ClientEvent)> {
        let word = problem.map_or("", |problem| problem.word.as_str());
        let seen = format!("{} {} {word} {:?}", view.rev, view.state.as_str(), view.outcome);
        if self.seen == seen || self.patience <= 0 {
            return None;
        }
        self.seen = seen;
        self.patience -= 1;
        // Who was told to come back later does.
        let thinks = rng.range(SECOND, if word.is_empty() { MINUTE } else { 12 * MINUTE });
        let again = view.next_attempt.is_some();
        let codes_are_spent = view.codes_left == Some(0);
        let event = match &view.state {
            State::Ready => self.start(rng),
            State::Asking if shows_bills(view) => self.chooses(view, rng),
            State::Asking if again && (codes_are_spent || rng.chance(60)) => self.start(rng),
            State::Asking if rng.chance(70) => return None,
            State::Asking => {
                let is_wrong = rng.chance(if self.is_clumsy { 900 } else { 150 });
                let code = if is_wrong { WRONG_CODE } else { CODE };
                ClientEvent::Code { code: code.into() }
            }
            State::Done if again && rng.chance(700) => self.start(rng),
            _ => return None,
        };
        Some((thinks, event))
    }

    /// Their phone, or the vendor's page, waits for them.
    pub(super) fn has_to_pay(&mut self, view: &View) -> bool {
        let is_to_pay = |kind: &ShownKind| !matches!(kind, ShownKind::Otp | ShownKind::Bill);
        let waits = view.prompt.as_ref().is_some_and(|prompt| is_to_pay(&prompt.kind));
        let attempt = self.attempt(view);
        let is_new = waits && self.told_to_pay != attempt;
        if is_new {
            self.told_to_pay = attempt;
        }
        is_new
    }

    /// The one that is shown, or another's.
    fn chooses(&self, view: &View, rng: &mut Rng) -> ClientEvent {
        let shown =
            view.prompt.iter().flat_map(|prompt| &prompt.bills).map(|offer| offer.bill.clone()).next();
        let another = || bill(self.order + 40).reference;
        let bill = if rng.chance(100) { Some(another()) } else { shown };
        ClientEvent::Start { phone: None, provider: None, bill }
    }

    /// Some have no money, some numbers dial, some operators never answer; most are those of this order's customer,
    /// who may have several, and may name the wrong operator.
    fn start(&self, rng: &mut Rng) -> ClientEvent {
        if self.order().1 != "collect" {
            return ClientEvent::Start { phone: None, provider: None, bill: None };
        }
        let endings = ["", "", "", "", "", "", "9901", "9902", "9903", "9904", "9905", "9905", "9906"];
        let ending = *rng.pick(&endings);
        let (prefix, provider) = match rng.range(0, if self.changes_phones { 5 } else { 1 }) {
            1 => ("70", None),
            2 => ("65", Some("coris_bf")),
            3 => ("72", Some("sank_bf")),
            // Not this operator's: refused before anything is sent.
            4 if rng.chance(200) => ("70", Some("orange_bf")),
            _ => ("76", None),
        };
        let phone = match ending {
            "" => format!("{prefix}{:06}", 10_000 + self.order * 7),
            _ => format!("{prefix}{:02}{ending}", self.order % 100),
        };
        ClientEvent::Start { phone: Some(phone.into()), provider: provider.map(str::to_owned), bill: None }
    }
}

/// Name and operation of the order of this number.
pub(super) fn order(number: usize) -> (String, &'static str) {
    let operation = match number % 40 {
        BILL | TOP_UP => "pay_bill",
        rest if rest % 5 == 4 => "checkout",
        _ => "collect",
    };
    (format!("order-{number}"), operation)
}

const BILL: usize = 37;
const TOP_UP: usize = 33;

fn shows_bills(view: &View) -> bool {
    view.prompt.as_ref().is_some_and(|prompt| prompt.kind == ShownKind::Bill)
}

/// Is it a meter that is topped up?
pub(super) fn is_top_up(number: usize) -> bool {
    number % 40 == TOP_UP
}

/// Whose bill or meter, and up to how much: of a top-up exactly that.
pub(super) fn claims_of_bill(number: usize, amount: i64, claims: Claims) -> Claims {
    let (service, customer, amount) = if is_top_up(number) {
        // The last digit is how the meter behaves: at once, later, or in vain.
        ("WOYOFAL_SN_BILL", format!("07{number:07}{:02}", [11, 12, 13, 18, 19][number / 40 % 5]), amount)
    } else {
        ("SENELEC_SN_BILL", bill(number).client, 2 * amount)
    };
    let (service, customer) = (Some(service.to_owned()), Some(customer.as_str().into()));
    Claims { service, customer, amount: Amount::new(amount).expect("an amount"), ..claims }
}

/// The bill of an order: what it costs does not change.
pub(super) fn bill(number: usize) -> Bill {
    Bill {
        service: "SENELEC_SN_BILL".to_owned(),
        client: format!("21{number:07}"),
        reference: format!("80{number:08}"),
        name: "OUSSEYNOU".to_owned(),
        amount: price(number, 0),
        due: "2026-12-31".to_owned(),
        paid: false,
    }
}

/// How often a cart changes at most.
pub(super) const MOST_CHANGES: usize = 2;

/// What the order costs after so many changes. No two cost the same, so that the vendor's truth names the order.
pub(super) fn price(number: usize, changes: usize) -> i64 {
    1_000 + i64::try_from(number * (MOST_CHANGES + 1) + changes).unwrap_or(0)
}

/// What a payer does about a prompt on their phone, or on the vendor's page.
pub(super) fn pays(sandbox: &mut Sandbox, reference: &str, now: Time, has_money: bool) {
    match (reference.starts_with("ch_"), has_money) {
        (true, true) => drop(sandbox.payer_confirms(reference, now)),
        (true, false) => drop(sandbox.payer_declines(reference, now)),
        (false, true) => drop(sandbox.checkout_paid(reference, "76000000", "orange_bf", now)),
        (false, false) => drop(sandbox.checkout_failed(reference, now)),
    }
}

/// What must stand in nothing that comes out of the shop's server, nor in its journal.
pub(super) struct Secrets {
    words: Vec<String>,
    /// Numbers and codes that somebody typed.
    pub(super) digits: BTreeSet<String>,
}

impl Secrets {
    pub(super) fn new() -> Self {
        let settings = crate::relay::settings();
        let keys = settings["keys"].as_array().into_iter().flatten().map(|key| &key["secret"]);
        let words = keys.chain([&settings["api_key"]]).filter_map(|word| Some(word.as_str()?.to_owned()));
        // How every token begins.
        let words = words.chain(["eyJ".to_owned()]).collect();
        Self { words, digits: [CODE, WRONG_CODE].map(str::to_owned).into() }
    }

    /// The first of them that stands in a text.
    pub(super) fn found_in(&self, text: &str) -> Option<&str> {
        let word = self.words.iter().find(|word| text.contains(word.as_str()));
        let digits = || {
            // Not six digits in the middle of a seal.
            let mut words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
            words.find_map(|word| self.digits.get(word.strip_prefix("226").unwrap_or(word)))
        };
        word.or_else(digits).map(String::as_str)
    }
}

fn client() -> Client {
    Client::new(ADDRESS).expect("an address")
}
