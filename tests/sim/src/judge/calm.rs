//! When a world has come to rest, whoever does not know how his payment ended looks once more, in fine
//! weather: then nothing that the vendor knows, and that can be told from others, stays unknown.

use super::super::engine::World;
use super::{is_dead, is_once, is_paid};
use xaalis::policy::{HOUR, MINUTE, MONEY_TIMEOUT};
use xaalis::sandbox::Payment;
use xaalis::{Event, Journal, Order, Reply, Session, Step};

/// So long a look takes; what has not ended by then is stopped.
const PATIENCE: i64 = 2 * HOUR;

impl World {
    pub(crate) fn look_calmly(&mut self) {
        self.sandbox.switch(|switches| {
            switches.list_lag_ms = 0;
            switches.list_limit = 0;
        });
        for intent in 0..self.intents.len() {
            let open = self.replies[intent].as_ref().is_some_and(Reply::is_unknown);
            let late = self.made_by(intent).iter().any(|id| self.crowd.revived.contains_key(id));
            if (open || late) && self.setup.only.is_none_or(|only| only == intent) {
                self.look_again(intent);
            }
        }
    }

    fn look_again(&mut self, intent: usize) {
        let held = self.proven_reference(intent);
        let skew = self.judge.sent_skew[intent];
        let Some(mut session) = self.resumed(intent, skew) else { return };
        let Some(reply) = self.ends_calmly(intent, &mut session) else { return };
        self.note(|| format!("#{intent} looked again in fine weather: {reply:?}"));
        let alarms = session.alarms().to_vec();
        self.judge_claims(intent, &reply, session.reference(), &alarms, None);
        self.judge_knowledge(intent, &reply, held.as_deref());
        self.judge.calm[intent] = Some(reply);
    }

    /// The reference in the newest record; empty for one that has yet to be compared in amount, payer
    /// and time, and may be another's.
    fn proven_reference(&self, intent: usize) -> Option<String> {
        let op = xaalis::value::OpId::parse(&self.intents[intent].op).ok()?;
        let record = self.merchants[self.intents[intent].merchant].journal.get(&op).ok()??;
        let state: serde_json::Value = serde_json::from_str(&record.state).unwrap_or_default();
        let proven = state["found"].is_null() || matches!(record.operation.as_str(), "payout" | "pay_bill");
        record.reference.map(|held| if proven { held.as_str().to_owned() } else { String::new() })
    }

    /// The machine that looks has the clock of the one that sent.
    fn ends_calmly(&mut self, intent: usize, session: &mut Session) -> Option<Reply> {
        let (began, skew) = (self.now, self.judge.sent_skew[intent]);
        for _ in 0..2_000 {
            let time = self.time();
            let local = time.plus(skew);
            let event = match session.poll(local) {
                Step::Store { record } => self.put(intent, &record).event(),
                Step::Refused { .. } => {
                    self.violation(intent, "outrun only by another", "nobody else is at work");
                    return None;
                }
                Step::Load { op_id } => self.loaded(intent, &op_id),
                Step::Send { request } => match self.sandbox.handle(&request, time) {
                    Ok(response) => Event::Answered { response },
                    Err(failure) => Event::Failed { failure },
                },
                Step::Wait { until, .. } if self.now - began < PATIENCE => {
                    self.now += until.since(local).max(1);
                    continue;
                }
                Step::Wait { .. } | Step::Ask { .. } => Event::Stop,
                Step::Done { reply } => return Some(reply),
            };
            session.handle(event, local);
        }
        self.violation(intent, "it ends", "it did not, in fine weather");
        None
    }

    fn judge_knowledge(&mut self, intent: usize, reply: &Reply, held: Option<&str>) {
        let reply = serde_json::to_value(reply).unwrap_or_default();
        let outcomes = match reply["payouts"]["items"].as_array() {
            Some(items) => items.iter().map(|item| item["outcome"].clone()).collect(),
            None => vec![reply["outcome"].clone()],
        };
        for (place, outcome) in outcomes.into_iter().enumerate() {
            let known = self.knowable(intent, place, held);
            if outcome["kind"] == "unknown"
                && let Some((reference, status)) = &known
            {
                let why = &outcome["unknown"]["why"];
                let what = format!("{reference} is {status}, but unknown ({why})");
                self.violation(intent, "what the vendor knows is found", what);
            }
            if outcome["kind"] != "settled"
                && known.is_some_and(|(reference, _)| self.crowd.revived.contains_key(&reference))
                && outcome["kind"] != "unknown"
                && !matches!(self.intents[intent].order, Order::BulkPayout { .. })
            {
                self.violation(intent, "a late success is told", format!("told {}", outcome["kind"]));
            }
        }
    }

    /// The payment, if it has ended and can be found and told from all others.
    fn knowable(&self, intent: usize, place: usize, held: Option<&str>) -> Option<(String, &'static str)> {
        let order = &self.intents[intent].order;
        let debit = self.intents[intent].debits.get(place).filter(|_| !is_once(order))?;
        if let Order::CancelSettlement { reference } = order {
            let payment = self.sandbox.payment(reference)?;
            return (payment.status != "processing").then(|| (reference.clone(), payment.status));
        }
        let made = self.made_by(intent);
        if self.is_misled(intent) {
            // Told to another order, which may hold it.
            return None;
        }
        let ours = |reference: &str| made.iter().any(|made| made == reference);
        let found = match debit.kind {
            "transfer" => {
                let mut named = made
                    .iter()
                    .filter_map(|id| self.sandbox.payment(id))
                    .filter(|payment| payment.client_reference == Some(&debit.key));
                named.next().filter(|_| named.next().is_none())?
            }
            // Only its own id finds a bill's payment, where the lookup serves bills at all.
            "bill" => self.sandbox.payment(held.filter(|held| ours(held) && self.serves_bills())?)?,
            _ => match held.filter(|held| ours(held)) {
                Some(held) => match self.sandbox.checkout(held) {
                    Some(("pending", None)) => return None,
                    Some((status, None)) => return Some((held.to_owned(), status)),
                    Some((page, Some(charge))) => self
                        .sandbox
                        .payment(charge)
                        .filter(|charge| is_paid(charge.status) || page != "pending")?,
                    None => self.sandbox.payment(held)?,
                },
                None if held.is_some() || self.weather.clock > 0 || self.has_twin(intent) => return None,
                None => self.found_by_details(intent, &made)?,
            },
        };
        // That one attempt failed says nothing of another, and nothing says which one it was.
        let attempts = self.judge.deeds[intent].iter().filter(|deed| deed.left()).count();
        let open = debit.kind == "bill" && (attempts > 1 || self.judge.crashed.contains(&intent));
        let ended = (is_dead(found.status) && !open) || is_paid(found.status);
        ended.then(|| (found.reference.to_owned(), found.status))
    }

    /// Was what this order made told to another?
    pub(super) fn is_misled(&self, intent: usize) -> bool {
        self.made_by(intent).iter().any(|reference| self.crowd.misled.contains(reference))
    }

    pub(super) fn serves_bills(&self) -> bool {
        self.options.switches.dexchange_serves_bill_lookup
    }

    /// The only payment of the account that fits, by amount, payer, operator and time.
    fn found_by_details(&self, intent: usize, made: &[String]) -> Option<Payment<'_>> {
        let masked = self.options.switches.phones_masked_in_lists;
        let mut made = made.iter().filter_map(|id| self.sandbox.payment(id));
        let ours = made.next().filter(|payment| payment.kind == "settlement" || !masked)?;
        let merchant = self.intents[intent].merchant;
        // Of a clock that is off, only who sent can say by how much, and only if he was ever answered.
        if self.merchants[merchant].skew != 0 && !self.judge.measured.contains(&intent) {
            return None;
        }
        let (from, to) = (-2 * MINUTE, MONEY_TIMEOUT + 5 * MINUTE);
        let near =
            |payment: &Payment<'_>| (from - to..to - from).contains(&payment.created.since(ours.created));
        let same = |payment: &Payment<'_>| {
            let account = self.judge.made.get(payment.reference).map(|maker| self.intents[*maker].merchant);
            (payment.kind, payment.amount, payment.number) == (ours.kind, ours.amount, ours.number)
                && (account == Some(merchant) || self.crowd.strangers.contains(payment.reference))
        };
        let alone = self.sandbox.payments().filter(|payment| same(payment) && near(payment)).count() == 1;
        // Sent long before it arrived: not made when the order was sent.
        (alone && made.next().is_none() && !self.was_late(intent)).then_some(ours)
    }

    fn was_late(&self, intent: usize) -> bool {
        self.judge.late.contains(&intent)
    }
}
