//! Shops that give their order again under the same id: after it was not sent, after it ended otherwise, and
//! instead of resuming its record.

use super::engine::World;
use super::rng::Rng;
use xaalis::value::OpId;
use xaalis::{Journal, Record, Reply};

/// More processes than this have no one intent.
const MOST: usize = 12;

impl World {
    /// The newest record of an intent.
    pub(super) fn held(&self, intent: usize) -> Option<Record> {
        let op = OpId::parse(&self.intents[intent].op).ok()?;
        self.merchants[self.intents[intent].merchant].journal.get(&op).ok().flatten()
    }

    /// Of this intent and its next process alone, so that the rest of the world goes on as it would.
    pub(super) fn dice(&self, intent: usize) -> Rng {
        let place = (intent as u64) << 16 | self.of_intent[intent].len() as u64;
        Rng::of(self.setup.seed ^ 0x00a9_a123, place)
    }

    pub(super) fn presses(&self, intent: usize, in_a_thousand: i64) -> bool {
        self.dice(intent).chance(in_a_thousand)
    }

    /// Most shops do when nothing was sent, and some when part of a batch was not.
    pub(super) fn wants_to_press(&self, intent: usize, reply: &Reply) -> bool {
        if self.quiet || self.intents[intent].debits.is_empty() || self.of_intent[intent].len() >= MOST {
            return false;
        }
        let often = if unsent(reply).0 > 0 { 600 } else { 20 };
        self.presses(intent, often)
    }

    /// The same order, under the same id.
    pub(super) fn press(&mut self, intent: usize) {
        self.crowd.waking.remove(&intent);
        let held = self.held(intent);
        if let Some(record) = &held {
            self.resumed_twice(intent, record);
        }
        let skew = self.a_skew(intent);
        let (order, op) = (self.intents[intent].order.clone(), &self.intents[intent].op);
        match self.with_clients(intent, |clients| clients.begin(order, op)) {
            Ok(session) => {
                self.note(|| format!("#{intent} given again"));
                if self.replies[intent].as_ref().map(unsent).is_some_and(|(unsent, all)| unsent == all) {
                    // What was told of the try before says nothing of this one.
                    self.replies[intent] = None;
                }
                self.start(intent, session, skew);
            }
            Err(error) => self.violation(intent, "orders are taken again", error.to_string()),
        }
    }
}

/// How many payments of it were not sent, and how many there are.
fn unsent(reply: &Reply) -> (usize, usize) {
    let reply = serde_json::to_value(reply).unwrap_or_default();
    let one = [reply.clone()];
    let all = reply["payouts"]["items"].as_array().map_or(one.as_slice(), Vec::as_slice);
    (all.iter().filter(|item| item["outcome"]["kind"] == "not_sent").count(), all.len())
}
