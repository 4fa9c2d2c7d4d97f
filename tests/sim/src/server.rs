//! The vendors' side of a world: requests arrive, answers leave, and who else is at work there.

use super::DAWN;
use super::engine::{PageEnd, What, World};
use super::network::{Fate, Trouble};
use super::wire::operation;
use serde_json::{Value, json};
use xaalis::Event;
use xaalis::http::{Request, Response};
use xaalis::sandbox::{Fault, When};

impl World {
    pub(super) fn arrive(&mut self, process: usize, send: u64, request: &Request, fate: &Fate) {
        let intent = self.processes[process].intent;
        if let Some(Trouble::Server(effect)) = &fate.fault {
            let when = When::Nth(self.sandbox.requests_seen() + 1);
            self.sandbox.inject(Fault { when, effect: effect.clone() });
        }
        let (time, operation) = (self.time(), operation(request));
        let before = self.sandbox.references().len();
        let result = self.sandbox.handle(request, time);
        if matches!(fate.fault, Some(Trouble::Server(_))) {
            self.sandbox.heal();
        }
        if fate.fault == Some(Trouble::Duplicate) {
            let _ = self.sandbox.handle(request, time);
        }
        self.born(process, send, before, request);
        let result = result.map(|response| self.say(intent, operation, request, response, fate));
        self.note(|| match &result {
            Ok(response) => {
                let start: String = response.body.chars().take(400).collect();
                format!("#{intent} server answers {} {:?} {start}", response.status, fate.fault)
            }
            Err(failure) => format!("#{intent} server: {failure:?} {:?}", fate.fault),
        });
        if fate.fault != Some(Trouble::LostAfter) {
            let event = match result {
                Ok(response) => Event::Answered { response },
                Err(failure) => Event::Failed { failure },
            };
            self.fold(match &event {
                Event::Answered { response } => u64::from(response.status) ^ response.body.len() as u64,
                _ => 7,
            });
            self.at(self.now + fate.back, What::Answer { process, send, event: Box::new(event) });
        }
        self.deliver();
    }

    /// The answer as it leaves: the server's own, unless somebody lies.
    fn say(
        &mut self,
        intent: usize,
        operation: &'static str,
        request: &Request,
        response: Response,
        fate: &Fate,
    ) -> Response {
        let response = self.crowd.phantom(operation, request).unwrap_or(response);
        match fate.fault {
            Some(Trouble::Lie(lie)) => self.bend(intent, operation, request, response, lie),
            None => {
                self.sample(intent, operation, &response);
                response
            }
            Some(_) => response,
        }
    }

    /// Whose is what a request made; what may become of it.
    fn born(&mut self, process: usize, send: u64, before: usize, request: &Request) {
        let intent = self.processes[process].intent;
        let made: Vec<String> = self.sandbox.references().iter().skip(before).cloned().collect();
        for reference in made {
            self.judge.made.insert(reference.clone(), intent);
            self.deed_made(process, send, &reference);
            if self.strikes(intent, self.weather.lies.late_success) {
                let at = self.now + self.rngs[intent].range(1_200_000, 259_200_000);
                self.at(at, What::Revive { reference: reference.clone(), intent });
            }
            let page = reference.starts_with("chk_") || request.path().ends_with("/bulk/");
            // Beside two orders of ours that are alike nobody can tell a third one's payment (ADR 0005).
            if !page && self.strikes(intent, self.weather.lies.stranger) && !self.has_twin(intent) {
                let at = self.now + self.rngs[intent].range(1, 90_000);
                let stranger = strange(request, at);
                self.at(at, What::Stranger(Box::new(stranger)));
            }
        }
    }

    /// Somebody else's program pays the same on the same account.
    pub(super) fn stranger(&mut self, request: &Request) {
        self.report.fault("lie: a stranger's twin");
        let (time, before) = (self.time(), self.sandbox.references().len());
        let _ = self.sandbox.handle(request, time);
        let made: Vec<String> = self.sandbox.references().iter().skip(before).cloned().collect();
        for reference in made {
            if reference.starts_with("ch_") && self.now % 2 == 0 {
                let body = json!({ "otp": "123456", "charge_reference": reference });
                let url = request.url.replace("/charges/", "/charges/submit");
                let submit = Request { url, body: Some(body.to_string()), ..request.clone() };
                let _ = self.sandbox.handle(&submit, time);
            }
            self.crowd.strangers.insert(reference);
        }
        self.deliver();
    }

    pub(super) fn revive(&mut self, reference: &str, intent: usize) {
        let time = self.time();
        let given_up = self.judge.given_up.contains(&intent);
        if self.sandbox.succeeds_after_all(reference, time)
            || given_up && self.sandbox.paid_without_code(reference, time)
        {
            self.report.fault("lie: late success");
            self.crowd.lies[intent].insert("lie: late success");
            self.crowd.revived.insert(reference.to_owned(), self.now);
            self.note(|| format!("#{intent} {reference} succeeds after all"));
        }
        self.deliver();
    }

    /// Sends what the vendors want to tell, and comes back when they have more.
    pub(super) fn deliver(&mut self) {
        let time = self.time();
        for delivery in self.sandbox.deliveries(time) {
            self.post(&delivery);
        }
        let due = self.sandbox.next_due().map(|due| due.since(DAWN).max(self.now + 1));
        if let Some(due) = due {
            self.tick(due);
        }
    }

    pub(super) fn page(&mut self, reference: &str, intent: usize, end: PageEnd) {
        let (time, before) = (self.time(), self.sandbox.references().len());
        // The page is its owner's, and is paid as its owner's, whoever was sent there.
        let owner = self.judge.made.get(reference).copied().unwrap_or(intent);
        let phone = self.intents[owner].page_phone.clone().unwrap_or_default();
        let done = match end {
            PageEnd::Pays => self.sandbox.checkout_paid(reference, &phone, "orange_bf", time),
            PageEnd::GivesUp => self.sandbox.checkout_failed(reference, time),
            PageEnd::Tries => self.sandbox.checkout_tried(reference, &phone, "orange_bf", time),
            PageEnd::Begins => self.sandbox.checkout_begun(reference, &phone, "orange_bf", time),
        };
        if done {
            self.note(|| format!("#{intent} on the page: {end:?}"));
        }
        for charge in self.sandbox.references().iter().skip(before) {
            self.judge.made.insert(charge.clone(), owner);
            if owner != intent {
                self.crowd.paid_by_others.insert(charge.clone());
            }
        }
        self.deliver();
    }

    pub(super) fn dials(&mut self, reference: &str, pays: bool) {
        let time = self.time();
        if pays {
            self.sandbox.payer_confirms(reference, time);
        } else {
            self.sandbox.payer_declines(reference, time);
        }
        self.deliver();
    }
}

/// The same order under another id, with nobody to call back.
pub(super) fn strange(request: &Request, salt: i64) -> Request {
    let body = request.body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok());
    let mut body = body.unwrap_or_default();
    if let Some(fields) = body.as_object_mut() {
        for name in ["ext_id", "externalTransactionId"] {
            if let Some(id) = fields.get_mut(name) {
                *id = format!("stranger-{salt}").into();
            }
        }
        fields.remove("callBackURL");
        fields.remove("customData");
    }
    Request { body: Some(body.to_string()), ..request.clone() }
}
