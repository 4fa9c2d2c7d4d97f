//! What an operation says at its end, against what the vendors hold at that moment.

use super::super::engine::World;
use super::super::lies::Lie;
use super::deeds::Heard;
use super::{is_dead, is_once, is_paid};
use serde_json::Value;
use xaalis::status::Applied;
use xaalis::value::Reference;
use xaalis::{Alarm, Order, Reply};

/// What is said about one payment of an order.
struct Claim<'a> {
    intent: usize,
    place: usize,
    outcome: &'a Value,
    /// The vendor's reference in the record.
    held: Option<&'a str>,
}

impl World {
    /// A session has ended with this.
    pub(crate) fn judge_reply(&mut self, process: usize, reply: &Reply) {
        let intent = self.processes[process].intent;
        let session = &self.processes[process].session;
        let (held, alarms) = (session.reference().cloned(), session.alarms().to_vec());
        let reason = self.processes[process].watched.reason.clone();
        let left = !self.judge.deeds[intent].is_empty() || self.judge.cut.contains(&intent);
        if reply.is_unknown() && !left {
            self.violation(intent, "what no request left for is never unknown", format!("{reply:?}"));
        }
        self.judge_claims(intent, reply, held.as_ref(), &alarms, reason.as_deref());
    }

    pub(super) fn judge_claims(
        &mut self,
        intent: usize,
        reply: &Reply,
        held: Option<&Reference>,
        alarms: &[Alarm],
        reason: Option<&str>,
    ) {
        if self.intents[intent].debits.is_empty() || matches!(reply, Reply::BulkQueued { .. }) {
            return;
        }
        let reply = serde_json::to_value(reply).unwrap_or_default();
        let held = held.map(Reference::as_str);
        let mut wrong = Vec::new();
        let outcomes: Vec<&Value> = match reply["payouts"]["items"].as_array() {
            Some(items) => items.iter().map(|item| &item["outcome"]).collect(),
            None => vec![&reply["outcome"]],
        };
        for (place, outcome) in outcomes.into_iter().enumerate() {
            let claim = Claim { intent, place, outcome, held };
            match outcome["kind"].as_str() {
                Some("settled") => {
                    self.settled(&claim, &mut wrong);
                    let is_late = |alarm: &Alarm| alarm.applied == Applied::LateSuccess;
                    // Another process that is at it may have said so already.
                    let late = alarms.iter().any(is_late)
                        || self.of_intent[intent]
                            .iter()
                            .any(|process| self.processes[*process].session.alarms().iter().any(is_late));
                    // It is told once, by whoever saw it; a process that dies before that takes it along.
                    let lost = self.judge.crashed.contains(&intent);
                    if self.judge.denied.remove(&intent) && !late && !lost {
                        wrong.push(("alarms", "none, though it was told failed before".to_owned()));
                    }
                }
                Some("rejected") => {
                    if held.is_some() {
                        self.judge.denied.insert(intent);
                    }
                    self.denied(&claim, &mut wrong);
                    self.refused(&claim, reason, &mut wrong);
                }
                Some("not_sent") => self.denied(&claim, &mut wrong),
                _ => {}
            }
        }
        for alarm in alarms {
            // Nothing in these worlds takes an ending back but a late success, a page that lies, and a
            // second transaction under one id, or what another's answer makes look like one.
            let late = alarm.applied == Applied::LateSuccess && self.revived_of(intent);
            let told = |lie: Lie| self.crowd.lies[intent].contains(lie.name());
            let second = told(Lie::Repeat) || (told(Lie::Foreign) && alarm.known.is_empty());
            if !late && !told(Lie::Page) && !second {
                wrong.push(("alarms", format!("{alarm:?}, and nothing of the kind happened")));
            }
        }
        for (promise, what) in wrong {
            self.violation(intent, promise, what);
        }
    }

    fn revived_of(&self, intent: usize) -> bool {
        self.crowd
            .revived
            .keys()
            .any(|reference| self.judge.made.get(reference).is_some_and(|maker| self.alike(*maker, intent)))
    }

    /// Paid: is it this order's, and as it was told?
    fn settled(&self, claim: &Claim<'_>, wrong: &mut Vec<(&'static str, String)>) {
        let (value, intent) = (&claim.outcome["value"], claim.intent);
        let Some(debit) = self.intents[intent].debits.get(claim.place) else { return };
        let mut said = |what: String| wrong.push(("what is told paid is this order's", what));
        let reference = ["reference", "transaction_id"].iter().find_map(|name| value[*name].as_str());
        let Some(reference) = reference else {
            // Told by a callback or a record that names none: our own id has to do.
            let ours = self.made_by(intent);
            let paid = |id: &String| self.sandbox.payment(id).is_some_and(|payment| is_paid(payment.status));
            if !ours.iter().any(paid) && !is_once(&self.intents[intent].order) {
                said("told paid without a reference, and none of ours is".to_owned());
            }
            return;
        };
        if debit.kind == "cancel" {
            let order = &self.intents[intent].order;
            let ours = matches!(order, Order::CancelSettlement { reference: ours } if ours == reference);
            let status = self.sandbox.payment(reference).map(|payment| payment.status);
            if !ours || status != Some("cancelled") {
                said(format!("told that {reference} is cancelled: it is {status:?}, asked for: {ours}"));
            }
            return;
        }
        let maker = self.judge.made.get(reference);
        if !maker.is_some_and(|maker| self.alike(*maker, intent)) {
            let whose = match maker {
                Some(other) => format!("that of #{other}"),
                None if self.crowd.strangers.contains(reference) => "a stranger's".to_owned(),
                None => "nobody's".to_owned(),
            };
            return said(format!("{reference} is {whose}"));
        }
        if is_once(&self.intents[intent].order) {
            return;
        }
        let paid = match self.sandbox.checkout(reference) {
            Some((_, charge)) => charge.and_then(|charge| self.sandbox.payment(charge)),
            None => self.sandbox.payment(reference),
        };
        let Some(payment) = paid else { return said(format!("{reference}: no charge was made")) };
        if !is_paid(payment.status) {
            return said(format!("{reference} is {}", payment.status));
        }
        for (name, truth) in [("amount", payment.amount), ("fee", payment.fee)] {
            if value[name].as_i64().is_some_and(|told| told != truth) {
                said(format!("{reference}: told {name} {}, not {truth}", value[name]));
            }
        }
        if value["token"].as_str().is_some_and(|told| payment.token != Some(told)) {
            said(format!("{reference}: told the token {}, not {:?}", value["token"], payment.token));
        }
    }

    /// Not paid: is there any attempt that may have been?
    fn denied(&self, claim: &Claim<'_>, wrong: &mut Vec<(&'static str, String)>) {
        let (intent, kind) = (claim.intent, claim.outcome["kind"].as_str().unwrap_or_default());
        let Some(debit) = self.intents[intent].debits.get(claim.place) else { return };
        let bulk = !self.judge.deeds[intent].iter().all(|deed| deed.carries.is_empty());
        if let Some((page, Some(charge))) = claim.held.and_then(|held| self.sandbox.checkout(held))
            && let Some(payment) = self.sandbox.payment(charge)
            && !is_dead(payment.status)
            && (self.quiet || !self.crowd.revived.contains_key(charge))
        {
            let what = format!("told {kind}, but the page is {page} and its charge {}", payment.status);
            wrong.push(("no is told only of what is certain", what));
        }
        let makes = |operation: &str| !matches!(operation, "charges.submit" | "checkouts.initialize");
        for deed in self.judge.deeds[intent].iter().filter(|deed| makes(deed.operation)) {
            if bulk && !deed.carries.contains(&debit.key) {
                continue;
            }
            let status = |id: &str| self.sandbox.payment(id).map_or("", |payment| payment.status);
            // Told before it succeeded after all, and nothing newer was read since.
            let told_before = |id: &&String| {
                let before = bulk || self.judge.denied.contains(&intent);
                // Where no lookup serves bills the callback was all there was to hear.
                let unheard = debit.kind == "bill" && !self.serves_bills();
                self.crowd.revived.contains_key(*id) && ((before && !self.quiet) || unheard)
            };
            let about = |id: &str| {
                !bulk || self.sandbox.payment(id).is_some_and(|p| p.client_reference == Some(&debit.key))
            };
            let mut made = deed.made.iter().filter(|id| about(id));
            // A charge that is given up is left as it is: nothing moves before a code is sent.
            let given_up = claim.outcome["refusal"]["code"] == "ABANDONED";
            let over = |id: &str| is_dead(status(id)) || given_up && status(id) == "send_otp";
            let alive = made.clone().find(|id| !over(id) && !told_before(id));
            if debit.kind == "cancel" {
                let Order::CancelSettlement { reference } = &self.intents[intent].order else { continue };
                let now = status(reference);
                if now == "cancelled" || (now == "processing" && deed.is_doubtful()) {
                    wrong.push(("no is told only of what is certain", format!("{kind}: it is {now}")));
                }
                continue;
            }
            if let Some(alive) = alive.filter(|_| !self.has_twin(intent)) {
                let what = format!("told {kind}, but {alive} is {}", status(alive));
                wrong.push(("no is told only of what is certain", what));
                continue;
            }
            // In doubt, unless what it made was found and has ended.
            let found =
                |id: &String| bulk || claim.held == Some(id) || self.intents[intent].page_phone.is_some();
            let twin =
                claim.held.is_some_and(|held| self.judge.made.contains_key(held)) && self.has_twin(intent);
            if deed.is_doubtful() && !made.any(found) && !twin {
                let what = format!("told {kind}, but {} is in doubt ({:?})", deed.operation, deed.heard);
                wrong.push(("no is told only of what is certain", what));
            }
        }
    }

    /// The code, and the refund, are the vendor's.
    fn refused(&self, claim: &Claim<'_>, reason: Option<&str>, wrong: &mut Vec<(&'static str, String)>) {
        let (refusal, intent) = (&claim.outcome["refusal"], claim.intent);
        let code = refusal["code"].as_str().unwrap_or_default();
        let statuses: Vec<&str> = self
            .made_by(intent)
            .iter()
            .chain(claim.held.map(str::to_owned).iter())
            .filter_map(|id| Some(self.sandbox.payment(id)?.status))
            .collect();
        let has = |words: &[&str]| statuses.iter().any(|s| words.iter().any(|w| s.eq_ignore_ascii_case(w)));
        if code == "PAYMENT_CANCELED" && !has(&["canceled", "cancelled", "success"]) {
            wrong.push(("the vendor's reason is told", format!("{code}, but it is {statuses:?}")));
        }
        if code == "PAYMENT_FAILED"
            && let Some(reason) = reason
        {
            wrong.push(("the vendor's reason is told", format!("{code}, though {reason} was said")));
        }
        if self.intents[intent].debits[claim.place].kind != "bill" {
            return;
        }
        let failed = self
            .made_by(intent)
            .into_iter()
            .find(|id| self.sandbox.payment(id).is_some_and(|payment| is_dead(payment.status)));
        let refund = &refusal["refund"];
        if self.revived_of(intent) {
            return;
        }
        match failed.and_then(|id| self.sandbox.payment(&id).map(|payment| payment.amount + payment.fee)) {
            None if !refund.is_null() => {
                wrong.push(("a refund is told as it is", format!("{refund}, and nothing was debited")));
            }
            Some(total) if refund["amount"].as_i64().is_some_and(|told| told != total) => {
                wrong.push(("a refund is told as it is", format!("{refund}, not {total}")));
            }
            Some(_) if refund.is_null() && self.was_accepted(intent) => {
                wrong.push(("a refund is told as it is", "none, though it was debited before".to_owned()));
            }
            _ => {}
        }
    }

    fn was_accepted(&self, intent: usize) -> bool {
        self.judge.deeds[intent].iter().any(|deed| deed.heard == Heard::Yes)
    }
}
