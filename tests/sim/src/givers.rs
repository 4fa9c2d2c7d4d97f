//! Payers who give up: the number was wrong, or they changed their mind. And the vendor that takes the money
//! all the same.

use super::engine::{What, World};
use super::rng::Rng;
use xaalis::policy::{MINUTE, PERSON_AGE};
use xaalis::{Event, Outcome, Record, Reply};

impl World {
    /// Some press "wrong number" instead of typing a code, some do both, in either order.
    pub(super) fn gives_up(&mut self, process: usize, soon: i64, code: &Event) -> bool {
        let intent = self.processes[process].intent;
        let mut dice = self.giving(intent, self.codes[intent]);
        if self.quiet || !dice.chance(90) {
            return false;
        }
        let (first, second) = if dice.chance(250) {
            (code.clone(), Some(Event::Abandon))
        } else {
            (Event::Abandon, dice.chance(500).then(|| code.clone()))
        };
        let at = self.now + soon;
        self.at(at, What::Human { process, event: Box::new(first) });
        if let Some(event) = second {
            self.at(at + dice.range(1, 20_000), What::Human { process, event: Box::new(event) });
        }
        true
    }

    /// A payer presses it. Where it cannot be given up, he types a code.
    pub(super) fn pressed_wrong_number(&mut self, process: usize) {
        if self.processes[process].session.can_abandon() {
            self.report.fault("payer gave up");
            return self.was_answered(process);
        }
        let event = Box::new(Event::Otp { code: "123456".to_owned() });
        self.at(self.now + 2_000, What::Human { process, event });
    }

    /// Nobody answers: whoever looks after the payment comes back when it has waited for long enough.
    pub(super) fn nobody_answers(&mut self, process: usize) {
        let token = self.processes[process].next_token();
        self.at(self.now + PERSON_AGE + 10 * MINUTE, What::Poll { process, token });
    }

    /// A record is kept. From when it says that a charge is given up, no code may be sent for it; and then none
    /// may be on its way.
    pub(super) fn judge_given_up(&mut self, intent: usize, record: &Record) {
        if record.state.contains("\"abandoned\":")
            && self.judge.given_up.insert(intent)
            && let Some(heard) = self.code_in_doubt(intent)
        {
            self.violation(intent, "no code is unanswered when it is given up", heard);
        }
    }

    /// It was told as given up: in a world that lies, some pay all the same.
    pub(super) fn paid_all_the_same(&mut self, intent: usize, reply: &Reply) {
        let Reply::Charge { outcome: Outcome::Rejected { refusal } } = reply else { return };
        if refusal.code != xaalis::Code::Abandoned {
            return;
        }
        let mut dice = self.giving(intent, 99);
        if !self.quiet && self.weather.lies.late_success > 0 && dice.chance(400) {
            let made = self.made_by(intent);
            let at = self.now + dice.range(60_000, 259_200_000);
            for reference in made {
                self.at(at, What::Revive { reference, intent });
            }
        }
    }

    /// Of this alone, so that the rest of the world goes on as it would.
    fn giving(&self, intent: usize, place: usize) -> Rng {
        Rng::of(self.setup.seed ^ 0x0aba_0d01, (intent as u64) << 16 | place as u64)
    }
}
