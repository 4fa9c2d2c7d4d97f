//! Webhooks on their way: lost, repeated, late, out of order, forged, replayed.

use super::engine::{What, World};
use super::rng::Rng;
use super::{WEBHOOK_KEY, callback_key};
use xaalis::Event;
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
        };
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
            Ok(_) if hook.forged => return self.violation(0, "a forged webhook was believed"),
            Ok(notice) => notice,
            Err(error) => {
                if !hook.forged {
                    self.violation(0, format!("a genuine webhook was refused: {error}"));
                }
                return;
            }
        };
        self.note(|| format!("webhook {} {}", notice.event, notice.status));
        let by_id = notice.ext_id.as_ref().and_then(|id| self.by_id.get(id.as_str()));
        let by_reference = notice.reference.as_ref().and_then(|id| self.by_reference.get(id.as_str()));
        if let Some(intent) = by_id.or(by_reference).copied() {
            return self.notify(intent, &notice);
        }
        // Nobody's yet: perhaps it belongs to a payment whose answer was lost.
        let lost: Vec<usize> = self
            .processes
            .iter()
            .filter(|process| process.alive && process.session.reference().is_none())
            .map(|process| process.intent)
            .collect();
        for intent in lost {
            self.notify(intent, &notice);
        }
    }

    fn notify(&mut self, intent: usize, notice: &Notice) {
        for process in self.of_intent[intent].clone() {
            if self.processes[process].alive {
                self.tell(process, Event::Notified { notice: notice.clone() });
            }
        }
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
