//! Webhooks on their way: lost, repeated, late, out of order, forged, replayed.

use super::engine::{What, World};
use super::lies::Lie;
use super::rng::Rng;
use super::{WEBHOOK_KEY, callback_key};
use serde_json::{Value, json};
use xaalis::Event;
use xaalis::http::Request;
use xaalis::sandbox::Delivery;
use xaalis::senfenico::webhook::{HASH_HEADER, WebhookKeys, read};
use xaalis::webhook::Notice;

/// One webhook as it arrives at the shop.
#[derive(Clone)]
pub(super) struct Hook {
    url: String,
    hash: String,
    body: String,
    forged: bool,
    /// It comes to a right address, and what it says is not the vendor's news.
    lying: bool,
}

impl Hook {
    /// A callback of DEXCHANGE's shape that is not news of our payment, at a right address.
    pub(super) fn callback(url: &str, body: &Value) -> Self {
        Self { url: url.to_owned(), hash: String::new(), body: body.to_string(), forged: false, lying: true }
    }
}

impl World {
    /// The vendor sends a webhook.
    pub(super) fn post(&mut self, delivery: &Delivery) {
        let mut rng =
            Rng::of(self.setup.seed ^ 0x40_0c, delivery.id.unsigned_abs() ^ self.now.unsigned_abs());
        let hash = delivery.headers.iter().find(|header| header.name.eq_ignore_ascii_case(HASH_HEADER));
        let hook = Hook {
            url: delivery.url.clone(),
            hash: hash.map(|header| header.value.clone()).unwrap_or_default(),
            body: delivery.body.clone(),
            forged: false,
            lying: false,
        };
        let hook = self.oddly(hook, &mut rng);
        let soon = self.now + rng.range(50, 3_000);
        if self.quiet || !rng.chance(self.weather.webhook) {
            self.sandbox.acknowledge(delivery.id);
            self.remember(&hook, &mut rng);
            return self.at(soon, What::Hook(hook));
        }
        match rng.range(0, 6) {
            // Not acknowledged: the vendor may send it again.
            0 => self.report.fault("webhook lost"),
            1 => {
                self.report.fault("webhook repeated");
                self.sandbox.acknowledge(delivery.id);
                for _ in 0..3 {
                    let at = self.now + rng.range(50, 600_000);
                    self.at(at, What::Hook(hook.clone()));
                }
            }
            2 => {
                self.report.fault("webhook late");
                self.sandbox.acknowledge(delivery.id);
                let at = self.now + rng.range(600_000, 7_200_000);
                self.at(at, What::Hook(hook));
            }
            3 => {
                self.report.fault("webhook forged");
                self.sandbox.acknowledge(delivery.id);
                let forged = forge(&hook, &mut rng);
                self.at(soon, What::Hook(forged));
            }
            4 => {
                self.report.fault("webhook replayed");
                self.sandbox.acknowledge(delivery.id);
                self.at(soon, What::Hook(hook));
                if !self.old_hooks.is_empty() {
                    let old = rng.pick(&self.old_hooks).clone();
                    self.at(soon + 1, What::Hook(old));
                }
            }
            _ => {
                self.report.fault("webhook regressing");
                self.sandbox.acknowledge(delivery.id);
                let body = regressed(&hook.body, &mut rng);
                // Signed with the right key: the vendor itself sends old news.
                let hash = xaalis::senfenico::webhook::sign(body.as_bytes(), WEBHOOK_KEY);
                self.at(soon, What::Hook(Hook { hash, body, ..hook.clone() }));
                self.at(soon + 60_000, What::Hook(hook));
            }
        }
    }

    fn remember(&mut self, hook: &Hook, rng: &mut Rng) {
        if self.old_hooks.len() < 32 {
            self.old_hooks.push(hook.clone());
        } else if rng.chance(50) {
            let at = usize::try_from(rng.range(0, 32)).unwrap_or(0);
            self.old_hooks[at] = hook.clone();
        }
    }

    /// A webhook arrives at the shop: verify, match, hand over.
    pub(super) fn hook(&mut self, hook: &Hook) {
        let notice = if hook.url.contains("/dexchange/") {
            let mut parts = hook.url.rsplit('/');
            let (token, ext_id) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            callback_key().read(hook.body.as_bytes(), ext_id, token)
        } else {
            let keys = WebhookKeys::new([WEBHOOK_KEY]).expect("a key");
            read(hook.body.as_bytes(), &hook.hash, &keys)
        };
        let notice = match notice {
            Ok(_) if hook.forged => return self.violation(0, "webhooks", "a forged one was believed"),
            Ok(notice) => notice,
            Err(error) => {
                if !hook.forged {
                    let about = self.addressee(hook).unwrap_or(0);
                    self.violation(about, "webhooks", format!("a genuine one was refused: {error}"));
                }
                return;
            }
        };
        // Of payments made outside its journal a shop hears nothing here: that of a twin of its own lost
        // charge would be taken for it, which is accepted (ADR 0005, "cannot be told apart").
        if notice.reference.as_ref().is_some_and(|id| self.crowd.strangers.contains(id.as_str())) {
            return;
        }
        self.note(|| format!("webhook {} {}", notice.event, notice.status));
        let by_id = notice.ext_id.as_ref().and_then(|id| self.by_id.get(id.as_str()));
        let by_reference = notice.reference.as_ref().and_then(|id| self.by_reference.get(id.as_str()));
        if let Some(intent) = by_id.or(by_reference).copied() {
            self.notify(intent, &notice, hook.lying);
            return self.wake_up(intent);
        }
        // Nobody's yet: perhaps it belongs to a payment whose answer was lost.
        let lost: Vec<usize> = self
            .processes
            .iter()
            .filter(|process| process.alive && process.session.reference().is_none())
            .map(|process| process.intent)
            .collect();
        for intent in lost {
            self.notify(intent, &notice, true);
        }
    }

    fn notify(&mut self, intent: usize, notice: &Notice, lying: bool) {
        for process in self.of_intent[intent].clone() {
            if self.processes[process].alive {
                if !lying {
                    self.news(process, notice);
                }
                self.heard_of(process, notice);
                self.tell(process, Event::Notified { notice: notice.clone() });
            }
        }
    }

    /// A shop that hears of an operation nobody is at work on takes its record up, mostly.
    fn wake_up(&mut self, intent: usize) {
        let working = self.of_intent[intent].iter().any(|process| self.processes[*process].alive);
        if !working
            && !self.setup.honest
            && self.of_intent[intent].len() < 12
            && self.rngs[intent].chance(700)
            && self.crowd.waking.insert(intent)
        {
            let soon = self.now + self.rngs[intent].range(200, 5_000);
            self.at(soon, What::Restart(intent));
        }
    }

    /// Fees and balances that are decimals or negative, and words in another case.
    fn oddly(&mut self, mut hook: Hook, rng: &mut Rng) -> Hook {
        let of = |lie: Lie| self.weather.lies.answers[lie as usize];
        let (odd, case) = (of(Lie::OddNumber), of(Lie::OtherCase));
        let lie = if !self.quiet && odd > 0 && rng.chance(odd * 4) {
            const INFORM: [&str; 3] = ["FEE", "PREVIOUS_BALANCE", "CURRENT_BALANCE"];
            let Ok(mut body) = serde_json::from_str::<Value>(&hook.body) else { return hook };
            for name in INFORM {
                if rng.chance(600) && body.get(name).is_some() {
                    body[name] = rng.pick(&[json!(12.5), json!(-100), json!("n/a"), json!(1e30)]).clone();
                }
            }
            hook.body = body.to_string();
            Lie::OddNumber
        } else if !self.quiet && case > 0 && rng.chance(case * 4) {
            for (word, other) in [("SUCCESS", "Success"), ("FAILED", "failed"), ("success", "SUCCESS")] {
                for quote in ["\"", "\\\""] {
                    let (from, to) = (format!("{quote}{word}{quote}"), format!("{quote}{other}{quote}"));
                    if hook.body.contains(&from) {
                        hook.body = hook.body.replace(&from, &to);
                        break;
                    }
                }
            }
            Lie::OtherCase
        } else {
            return hook;
        };
        if !hook.hash.is_empty() {
            hook.hash = xaalis::senfenico::webhook::sign(hook.body.as_bytes(), WEBHOOK_KEY);
        }
        self.report.fault(lie.name());
        if let Some(intent) = self.addressee(&hook) {
            self.crowd.lies[intent].insert(lie.name());
        }
        hook
    }

    /// Whose payment a callback's address names.
    fn addressee(&self, hook: &Hook) -> Option<usize> {
        self.by_id.get(hook.url.rsplit('/').nth(1)?).copied()
    }

    /// Somebody knows the address of a payment's callbacks, and posts there what suits him.
    pub(super) fn lying_callback(&mut self, intent: usize, request: &Request) {
        let asked = request.body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok());
        let Some(asked) = asked.filter(|asked| asked["callBackURL"].is_string()) else { return };
        let Some(debit) = self.intents[intent].debits.first() else { return };
        let (amount, fee) = (debit.amount, (debit.amount + 99) / 100);
        let mut rng = Rng::new(self.rngs[intent].next());
        let before = rng.range(1_000_000, 2_000_000);
        let mut body = json!({
            "id": format!("TID8{:011}", rng.range(0, 100_000_000_000)),
            "externalTransactionId": asked["externalTransactionId"], "transactionType": "BILL",
            "AMOUNT": amount, "FEE": fee, "PHONE_NUMBER": asked["reference_client"], "STATUS": "SUCCESS",
            "COMPLETED_AT": "2026-01-05T10:35:00Z", "PREVIOUS_BALANCE": before,
            "CURRENT_BALANCE": before - amount - fee, "token": "66666666666666666666",
        });
        // Where nothing but the callback can tell, and we gave the vendor nothing to give back, one that
        // is right in everything is believed: no client can tell it from a true one (ADR 0005).
        let proof = asked["customData"].is_string();
        match rng.range(i64::from(!proof), 5) {
            0 => {}
            1 => body["AMOUNT"] = json!(amount + 1),
            2 => body["CURRENT_BALANCE"] = json!(before),
            3 => body["CUSTOM_DATA"] = json!("somebody's"),
            _ => {
                body["STATUS"] = json!("FAILED");
                body["CURRENT_BALANCE"] = json!(before + amount + fee);
            }
        }
        if !proof && body.get("CUSTOM_DATA").is_some() {
            body["PREVIOUS_BALANCE"] = json!(0);
        }
        self.report.fault("lie: callback at a right address");
        self.crowd.lies[intent].insert("lie: callback at a right address");
        let url = asked["callBackURL"].as_str().unwrap_or_default();
        let at = self.now + rng.range(500, 400_000);
        self.at(at, What::Hook(Hook::callback(url, &body)));
    }
}

/// The same webhook with other status words, quoted as they were: `data` may be JSON or a string of it.
fn regressed(body: &str, rng: &mut Rng) -> String {
    const SENFENICO: [&str; 3] = ["pending", "failed", "success"];
    const DEXCHANGE: [&str; 3] = ["PROCESSING", "FAILED", "SUCCESS"];
    let words = if body.contains("externalTransactionId") { DEXCHANGE } else { SENFENICO };
    words.iter().fold(body.to_owned(), |body, word| {
        let other = rng.pick(&words);
        if !rng.chance(300) {
            return body;
        }
        ["\"", "\\\""].iter().fold(body, |body, quote| {
            body.replace(&format!("{quote}{word}{quote}"), &format!("{quote}{other}{quote}"))
        })
    })
}

/// Changes what matters and keeps what authenticates, or the reverse.
fn forge(hook: &Hook, rng: &mut Rng) -> Hook {
    let mut forged = Hook { forged: true, ..hook.clone() };
    let dexchange = hook.url.contains("/dexchange/");
    match (dexchange, rng.range(0, 3)) {
        (true, _) => {
            let cut = forged.url.rfind('/').map_or(0, |at| at + 1);
            forged.url.truncate(cut);
            forged.url.push_str(rng.pick::<&str>(&["AAAAAAAAAAAAAAAAAAAAAA", "", "token"]));
        }
        (false, 0) => forged.hash = String::new(),
        (false, 1) => forged.hash = "0".repeat(64),
        (false, _) => forged.body = forged.body.replace("success", "failed").replacen('1', "2", 1) + " ",
    }
    forged
}
