//! A world that lies: what the vendors, their networks and strangers say that is not so, or not as
//! their pages have it.

use super::rng::Rng;

/// How often each lie is told, in a thousand; zero: not in this world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lies {
    /// Answers, in the order of [`Lie::ALL`].
    pub answers: [i64; Lie::ALL.len()],
    /// A callback at a right address that says something else.
    pub callback: i64,
    /// What failed succeeds days later.
    pub late_success: i64,
    /// Another program on the same account pays the same at the same moment.
    pub stranger: i64,
    /// A payer's first try on the hosted page fails.
    pub tried: i64,
    /// Somebody says stop between an answer and the next step.
    pub stop: i64,
    /// How far a merchant's clock may be off all the time, in milliseconds.
    pub skew: i64,
}

/// An answer that lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lie {
    /// A well-formed answer about somebody else's payment.
    Foreign,
    /// Our own id is not given back.
    NoEcho,
    /// The page of a checkout says something else than the charge it names.
    Page,
    /// It happened; the answer is a 4xx whose code may stand for a payment made.
    Contradiction,
    /// It happened; the answer is a text, a list or a `detail` where codes should be.
    Text,
    /// A list holds items that cannot be read.
    OddItem,
    /// A fee or balance is a decimal or negative.
    OddNumber,
    /// Words and ids in another case, or with spaces.
    OtherCase,
    /// A byte order mark before the JSON.
    Mark,
    /// DEXCHANGE: a repeated id is answered by FAILED, or by another transaction that fails.
    Repeat,
    /// DEXCHANGE: the answer ends inside its id, and what is left of it is somebody's.
    CutId,
}

impl Lie {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Foreign,
        Self::NoEcho,
        Self::Page,
        Self::Contradiction,
        Self::Text,
        Self::OddItem,
        Self::OddNumber,
        Self::OtherCase,
        Self::Mark,
        Self::Repeat,
        Self::CutId,
    ];

    /// Its name in the summary.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Foreign => "lie: another's answer",
            Self::NoEcho => "lie: our id not echoed",
            Self::Page => "lie: page against charge",
            Self::Contradiction => "lie: code against status",
            Self::Text => "lie: errors as text",
            Self::OddItem => "lie: odd item in a list",
            Self::OddNumber => "lie: odd fee or balance",
            Self::OtherCase => "lie: words in other case",
            Self::Mark => "lie: byte order mark",
            Self::Repeat => "lie: FAILED for a repeat",
            Self::CutId => "lie: id cut to another's",
        }
    }

    /// How often it is told about an operation, as a multiple of its rate; what fits one operation
    /// only is told more often there.
    fn weight(self, operation: &str) -> i64 {
        let bill = operation == "billing.pay";
        let list =
            matches!(operation, "checkouts.list" | "charges.list" | "transfers.list" | "settlements.list");
        let money = matches!(
            operation,
            "charges.create"
                | "charges.submit"
                | "transfers.create"
                | "transfers.bulk"
                | "settlements.create"
                | "settlements.cancel"
                | "billing.pay"
        );
        let transfer = matches!(
            operation,
            "transfers.create" | "transfers.fetch" | "transfers.list" | "transaction.fetch"
        );
        let some = |fits: bool, weight: i64| if fits { weight } else { 0 };
        match self {
            Self::Foreign => some(!list && operation != "balances.fetch", 1),
            Self::NoEcho => some(transfer || bill, 2),
            Self::Page => some(operation == "checkouts.fetch", 6),
            Self::Contradiction | Self::Text => some(money, 3),
            Self::OddItem => some(list || operation == "billing.inquiry", 3),
            Self::OddNumber | Self::OtherCase | Self::Mark => 1,
            Self::Repeat => some(bill, 12),
            Self::CutId => some(bill, 4),
        }
    }
}

impl Lies {
    /// The lies of a seed: each is told or not, seldom or often.
    pub fn of(seed: u64) -> Self {
        let mut rng = Rng::of(seed, 0x11e5);
        let strength = *rng.pick(&[6, 15, 40]);
        let mut rate = |share: i64| if rng.chance(450) { rng.range(1, strength * share + 2) } else { 0 };
        Self {
            answers: std::array::from_fn(|_| rate(1)),
            callback: rate(5),
            late_success: rate(2),
            stranger: rate(1),
            tried: rate(4),
            stop: rate(1),
            skew: if rng.chance(350) { *rng.pick(&[600_000, 7_200_000, 43_200_000]) } else { 0 },
        }
    }

    /// The lie told in an answer to this operation, if any.
    pub fn draw(&self, rng: &mut Rng, operation: &str) -> Option<Lie> {
        if self.answers.iter().all(|rate| *rate == 0) {
            return None;
        }
        let mut drawn = rng.range(0, 1_000);
        Lie::ALL.into_iter().zip(self.answers).find_map(|(lie, rate)| {
            let rate = rate * lie.weight(operation);
            drawn -= rate;
            (drawn < 0).then_some(lie)
        })
    }
}
