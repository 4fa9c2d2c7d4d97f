//! What a page or an app is told of its order, and no more.
//!
//! It is made of the newest record and never of a vendor's answer: a record holds no key, code or number, and of
//! it only what is named here is taken. So nothing else can stand in a view, whatever the vendor answers.

use super::kept::Kept;
use super::receipt::Receipt;
use super::words::words;
use crate::account::Account;
use crate::machine::{OtpProblem, Prompt};
use crate::policy::SECOND;
use crate::record::{Record, Stage};
use crate::value::{Amount, Time};
use serde::{Deserialize, Serialize};

/// The most codes that are sent for one attempt: then the payer begins another.
pub const MOST_CODES: i64 = 5;
/// The most attempts of one order.
pub const MOST_ATTEMPTS: i64 = 3;

/// More of a vendor's instruction than a payer reads.
const MOST_TEXT: usize = 1_000;

/// How an order stands, as its page is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The shop's order.
    pub order: String,
    /// The attempt and how many codes were sent for it: `1.0`; `0.0` before anything was begun. A code answers one of
    /// them, and none twice.
    pub rev: String,
    /// The amount in XOF francs; of a bill the most it may be, until one was chosen.
    pub amount: Amount,
    /// `XOF`.
    pub currency: String,
    /// How it stands.
    pub state: State,
    /// While it waits: for what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Waits>,
    /// What the payer has to be shown while the payment waits for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<Shown>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Receipt>,
    /// How many codes may be sent yet for this attempt, while it waits for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes_left: Option<i64>,
    /// The attempt that `start` may be given for; absent while none may begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt: Option<i64>,
    /// In how many milliseconds to look again; absent at an end that stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_ms: Option<i64>,
}

words! {
    /// How an order stands.
    State {
        /// Nothing was begun.
        Ready = "ready",
        /// A request is under way.
        Working = "working",
        /// The payer's code is waited for, or which bill is to be paid.
        Asking = "asking",
        /// The payer or the vendor has not finished.
        Waiting = "waiting",
        /// It ended, or nobody knows.
        Done = "done",
    }
}

words! {
    /// What is waited for.
    Waits {
        /// The payer: to dial, or to pay on the vendor's page.
        Payer = "payer",
        /// The vendor.
        Vendor = "vendor",
        /// What became of a request that was not answered.
        Lost = "lost",
    }
}

/// What the payer has to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What to do with it.
    pub kind: ShownKind,
    /// The vendor's instruction (French), the payer's own number masked; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The vendor's payment page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What was wrong with the last code: [`OtpProblem`]'s word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// The bills that are owed; perhaps none that can be paid here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bills: Vec<Offer>,
}

/// A bill that can be paid: `start` with it. Whose it is, no page is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its reference.
    pub bill: String,
    /// What is owed in XOF francs, the biller's own fee among it.
    pub amount: Amount,
    /// When it is due, as the biller writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<String>,
}

words! {
    /// What to do with what is shown.
    ShownKind {
        /// Ask for the one-time code.
        Otp = "otp",
        /// Show how to confirm on the phone.
        Dial = "dial",
        /// Send the payer to `url`.
        Redirect = "redirect",
        /// Let one of `bills` be chosen.
        Bill = "bill",
    }
}

impl View {
    /// Of an order of which nothing was begun.
    pub(super) fn ready(order: &str, amount: Amount) -> Self {
        Self {
            order: order.to_owned(),
            rev: "0.0".to_owned(),
            amount,
            currency: "XOF".to_owned(),
            state: State::Ready,
            why: None,
            prompt: None,
            outcome: None,
            codes_left: None,
            next_attempt: Some(1),
            after_ms: None,
        }
    }

    /// Of an order whose newest attempt, the `number`th, has this record. `problem`: what was just heard of a code.
    pub(super) fn of(
        order: &str,
        (record, number): (&Record, i64),
        account: &Account,
        problem: Option<OtpProblem>,
        now: Time,
    ) -> Self {
        let (kept, words) = (Kept::of(record), record.words());
        let mut view = Self::ready(order, words.amount.unwrap_or_default());
        view.rev = rev(number, record);
        view.next_attempt = next_attempt(record, number, account, now);
        if record.stage != Stage::Open {
            view.state = State::Done;
            view.outcome = Some(Receipt::of(&words));
            // Somebody may find out.
            view.after_ms = (record.stage == Stage::Unknown).then_some(30 * SECOND);
        } else if kept.is_under_way(now) {
            view.state = State::Working;
            view.after_ms = Some(2 * SECOND);
        } else {
            view.waits(record, &kept, problem);
        }
        view
    }

    /// Is a code heard?
    pub(super) fn asks_for_code(&self) -> bool {
        self.asks(&ShownKind::Otp)
    }

    /// Is one of some bills to be chosen?
    pub(super) fn asks_for_a_bill(&self) -> bool {
        self.asks(&ShownKind::Bill)
    }

    fn asks(&self, kind: &ShownKind) -> bool {
        self.state == State::Asking && self.prompt.as_ref().is_some_and(|shown| shown.kind == *kind)
    }

    fn waits(&mut self, record: &Record, kept: &Kept, problem: Option<OtpProblem>) {
        let shown = |kind, text: String| {
            let text = text.chars().take(MOST_TEXT).collect();
            Shown { text, ..Shown::of(kind) }
        };
        (self.state, self.after_ms) = (State::Waiting, Some(3 * SECOND));
        match record.to_show() {
            Some(Prompt::Otp { text, .. }) => {
                self.state = State::Asking;
                // Another tab, or the vendor, may end it.
                self.after_ms = Some(10 * SECOND);
                self.codes_left = Some(MOST_CODES.saturating_sub(kept.codes.submitted).max(0));
                let problem = problem.map(word);
                self.prompt = Some(Shown { problem, ..shown(ShownKind::Otp, text) });
            }
            Some(Prompt::Dial { text }) => {
                (self.why, self.prompt) = (Some(Waits::Payer), Some(shown(ShownKind::Dial, text)));
            }
            Some(Prompt::Redirect { url }) => {
                let page = Shown { url: Some(url), ..Shown::of(ShownKind::Redirect) };
                (self.why, self.prompt) = (Some(Waits::Payer), Some(page));
            }
            _ if record.reference.is_some() => self.why = Some(Waits::Vendor),
            _ => self.why = Some(Waits::Lost),
        }
    }
}

impl Shown {
    const fn of(kind: ShownKind) -> Self {
        Self { kind, text: String::new(), url: None, problem: None, bills: Vec::new() }
    }

    pub(super) fn bills(bills: Vec<Offer>) -> Self {
        Self { bills, ..Self::of(ShownKind::Bill) }
    }
}

pub(super) fn rev(number: i64, record: &Record) -> String {
    format!("{number}.{}", Kept::of(record).codes.submitted)
}

/// The attempt that may begin after this one, if one may: after one of which nothing was sent its own id begins anew.
fn next_attempt(record: &Record, number: i64, account: &Account, now: Time) -> Option<i64> {
    use crate::words::Ended;
    let next = Some(number.saturating_add(1)).filter(|next| *next <= MOST_ATTEMPTS);
    match (record.stage, record.words().ended) {
        (Stage::Closed, Some(Ended::NotSent)) => Some(number),
        (Stage::Closed, Some(Ended::Rejected)) => next,
        (Stage::Open, _) if account.resume(record, now).is_ok_and(|session| session.can_abandon()) => next,
        _ => None,
    }
}

fn word(problem: OtpProblem) -> String {
    let word = match problem {
        OtpProblem::Malformed => "malformed",
        OtpProblem::Invalid => "invalid",
        OtpProblem::Expired => "expired",
        OtpProblem::StillValid => "still_valid",
        OtpProblem::NoAnswer => "no_answer",
        OtpProblem::Refused => "refused",
        OtpProblem::Repeated => "repeated",
    };
    word.to_owned()
}
