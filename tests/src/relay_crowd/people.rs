//! A customer at a page: what they want, and what they do about what is shown.

use super::{ADDRESS, MINUTE, SECOND};
use xaalis::relay::{Client, ClientEvent, ShownKind, State, View};
use xaalis::sandbox::Sandbox;
use xaalis::value::Time;
use xaalis_sim::rng::Rng;

/// A page of one order, and who sits at it.
pub(super) struct Person {
    pub(super) client: Client,
    /// Of the request that is under way.
    pub(super) number: u64,
    pub(super) is_refused: bool,
    pub(super) order: usize,
    /// Acts when the other one does.
    pub(super) is_one_of_two: bool,
    /// What was acted upon last: nobody types twice at the same question.
    seen: String,
    /// The one whose phone was asked to pay.
    told_to_pay: String,
    /// How much more they put up with.
    patience: i64,
}

impl Person {
    pub(super) fn new(order: usize, is_one_of_two: bool, rng: &mut Rng) -> Self {
        Self {
            client: client(),
            number: 0,
            is_refused: false,
            order,
            is_one_of_two,
            seen: String::new(),
            told_to_pay: String::new(),
            patience: rng.range(1, 9),
        }
    }

    pub(super) fn reload(&mut self) {
        self.client = client();
        self.number += 1;
        self.seen.clear();
    }

    /// Its name, operation and price. Prices differ, so that the vendor's truth names the order.
    pub(super) fn order(&self) -> (String, &'static str, i64) {
        order(self.order)
    }

    /// The operation that a view is about.
    pub(super) fn attempt(&self, view: &View) -> String {
        format!("relay-{}-{}", self.order().0, view.rev.split('.').next().unwrap_or_default())
    }

    /// What they do, and after how long.
    pub(super) fn sees(&mut self, view: &View, rng: &mut Rng) -> Option<(i64, ClientEvent)> {
        let seen = format!("{} {} {:?}", view.rev, view.state.as_str(), view.outcome);
        if self.seen == seen || self.patience <= 0 {
            return None;
        }
        self.seen = seen;
        self.patience -= 1;
        let thinks = rng.range(SECOND, MINUTE);
        let again = view.next_attempt.is_some();
        let event = match &view.state {
            State::Ready => self.start(rng),
            State::Asking if rng.chance(60) && again => self.start(rng),
            State::Asking if rng.chance(70) => return None,
            State::Asking => {
                let code = if rng.chance(200) { "000000" } else { "123456" };
                ClientEvent::Code { code: code.into() }
            }
            State::Done if again && rng.chance(700) => self.start(rng),
            _ => return None,
        };
        Some((thinks, event))
    }

    /// Their phone, or the vendor's page, waits for them.
    pub(super) fn has_to_pay(&mut self, view: &View) -> bool {
        let waits = view.prompt.as_ref().is_some_and(|prompt| prompt.kind != ShownKind::Otp);
        let attempt = self.attempt(view);
        let is_new = waits && self.told_to_pay != attempt;
        if is_new {
            self.told_to_pay = attempt;
        }
        is_new
    }

    fn start(&self, rng: &mut Rng) -> ClientEvent {
        if self.order().1 == "checkout" {
            return ClientEvent::Start { phone: None, provider: None };
        }
        // Some have no money, some numbers dial; most are those of this order's customer.
        let ending = *rng.pick(&["", "", "", "", "", "9905", "9905", "9902"]);
        let own = format!("76{:06}", (self.order * 7) % 900_000);
        let phone = if ending.is_empty() { own } else { format!("7600{ending}") };
        ClientEvent::Start { phone: Some(phone.into()), provider: None }
    }
}

/// Name, operation and price of the order of this number.
pub(super) fn order(number: usize) -> (String, &'static str, i64) {
    let operation = if number % 5 == 4 { "checkout" } else { "collect" };
    (format!("order-{number}"), operation, 1_000 + i64::try_from(number).unwrap_or(0))
}

/// What a payer does about a prompt on their phone, or on the vendor's page.
pub(super) fn pays(sandbox: &mut Sandbox, reference: &str, now: Time, rng: &mut Rng) {
    match (reference.starts_with("ch_"), rng.chance(750)) {
        (true, true) => drop(sandbox.payer_confirms(reference, now)),
        (true, false) => drop(sandbox.payer_declines(reference, now)),
        (false, true) => drop(sandbox.checkout_paid(reference, "76000000", "orange_bf", now)),
        (false, false) => drop(sandbox.checkout_failed(reference, now)),
    }
}

fn client() -> Client {
    Client::new(ADDRESS).expect("an address")
}
