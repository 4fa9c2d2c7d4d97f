//! What has to hold, judged while a world lives and once it has come to rest. The judge knows what the
//! vendors hold, what was sent and what came back, and reads answers by the vendors' pages by itself.

mod asked;
mod calm;
mod deeds;
mod news;
mod reading;
mod told;
mod verdict;

pub(super) use deeds::Deed;
pub(super) use verdict::{Truth, truth};

use super::engine::World;
use std::collections::{HashMap, HashSet};
use xaalis::{Order, Reply};

/// What the judge has noted.
#[derive(Default)]
pub(super) struct Judge {
    /// What each intent sent that may move money, all its processes together.
    pub(super) deeds: Vec<Vec<Deed>>,
    /// How often each intent began anew, and how much it had sent before that.
    anew: Vec<(usize, usize)>,
    /// Whose request made what the vendors hold.
    pub(super) made: HashMap<String, usize>,
    /// A record says that a payment arrived, for whoever resumes it.
    proven: Vec<bool>,
    /// Codes that payers typed and that were handed over.
    codes: Vec<usize>,
    /// Prompts that were shown, and the operation went on.
    shown: Vec<bool>,
    /// Who lost a process on the way: what a record says was about to be sent may have been.
    pub(super) crashed: HashSet<usize>,
    /// Whose record may say how far the clock of the sender is off.
    measured: HashSet<usize>,
    /// Who was told no of a payment that the vendor holds.
    denied: HashSet<usize>,
    /// Whose payment arrived long after it was sent.
    pub(super) late: HashSet<usize>,
    /// How far the clock of the process was off that sent last.
    pub(super) sent_skew: Vec<i64>,
    /// Whose process died between a record and what it was stored for.
    pub(super) cut: HashSet<usize>,
    /// What a record says is given up.
    pub(super) given_up: HashSet<usize>,
    /// What each intent was told when it looked again at the end, in fine weather.
    calm: Vec<Option<Reply>>,
}

/// What the judge notes of one process.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts")]
pub(super) struct Watched {
    /// It was told to stop.
    pub(super) stopped: bool,
    /// It sent, and was answered since: with the vendor's time.
    measured: bool,
    /// It knows that a payment of its order arrived.
    proof: bool,
    /// News came at this time that it has not acted on.
    news: Option<i64>,
    /// Why it waits, when it does not wait for an answer, and until when.
    pub(super) rests: Option<(xaalis::Why, i64)>,
    /// What was to be shown has been, as far as it knows.
    shown: bool,
    /// Does the charge wait for a code, by the last answer after the last code?
    charge_reads: Option<bool>,
    /// A code was typed, and has not been sent.
    typed: bool,
    /// It was asked this, and nobody has answered.
    pub(super) asked: Option<String>,
    /// The reason a vendor gave on the way.
    reason: Option<String>,
}

impl Judge {
    pub(super) fn new(intents: usize) -> Self {
        Self {
            deeds: (0..intents).map(|_| Vec::new()).collect(),
            anew: vec![(0, 0); intents],
            proven: vec![false; intents],
            codes: vec![0; intents],
            shown: vec![false; intents],
            sent_skew: vec![0; intents],
            cut: HashSet::new(),
            calm: vec![None; intents],
            ..Self::default()
        }
    }
}

impl World {
    /// Everything the vendors hold that a request of this intent made.
    pub(super) fn made_by(&self, intent: usize) -> Vec<String> {
        let made = self.judge.deeds[intent].iter().flat_map(|deed| deed.made.iter());
        made.cloned().collect()
    }

    /// Could nobody tell the payments of these two apart?
    fn alike(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.intents[one], &self.intents[other]);
        one.id == other.id || (one.merchant == other.merchant && one.debits == other.debits)
    }

    /// Is another intent of this world the same in everything?
    pub(crate) fn has_twin(&self, intent: usize) -> bool {
        let from = intent.saturating_sub(12);
        let near = from..self.intents.len().min(intent + 12);
        near.into_iter().any(|other| other != intent && self.alike(intent, other))
    }
}

/// A single call: its answer is all it learns.
pub(super) const fn is_once(order: &Order) -> bool {
    matches!(
        order,
        Order::CreateCharge { .. }
            | Order::CreateTransfer { .. }
            | Order::CreateBulkTransfer { .. }
            | Order::CreateSettlement { .. }
            | Order::PayBillOnce { .. }
            | Order::InitializeCheckout { .. }
    )
}

/// The vendor will not change its mind about a payment in this status by itself.
fn is_dead(status: &str) -> bool {
    ["failed", "canceled", "cancelled"].iter().any(|word| status.eq_ignore_ascii_case(word))
}

fn is_paid(status: &str) -> bool {
    status.eq_ignore_ascii_case("success")
}
