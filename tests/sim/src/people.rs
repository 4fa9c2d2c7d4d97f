//! Payers and customers: they mistype, dawdle and leave.

use super::WRONG_CODE;
use super::engine::{PageEnd, What, World};
use xaalis::value::Personal;
use xaalis::{Event, Prompt, Recipient};

/// After this many codes the most patient payer gives up.
const MOST_CODES: usize = 12;

impl World {
    pub(super) fn ask(&mut self, process: usize, prompt: &Prompt) {
        let intent = self.processes[process].intent;
        let trouble = self.strikes(intent, self.weather.payer);
        if matches!(prompt, Prompt::Otp { .. }) {
            self.codes[intent] += 1;
            if self.codes[intent] > MOST_CODES {
                return self.nobody_answers(process);
            }
        }
        let rng = &mut self.rngs[intent];
        let mut soon = rng.range(3_000, 90_000);
        let event = match prompt {
            Prompt::Otp { .. } => {
                let mut code = "123456";
                if trouble {
                    match rng.range(0, 5) {
                        0 => {
                            self.report.fault("payer left");
                            return self.nobody_answers(process);
                        }
                        1 => soon += 1_200_000,
                        2 => code = "12 34",
                        _ => code = WRONG_CODE,
                    }
                    self.report.fault("payer mistyped or dawdled");
                }
                let event = Event::Otp { code: code.to_owned() };
                if self.gives_up(process, soon, &event) {
                    return;
                }
                event
            }
            Prompt::Dial { .. } => {
                if !self.options.payer_auto_confirms && !trouble {
                    let pays = rng.chance(800);
                    let dials = self.now + soon + rng.range(1_000, 400_000);
                    if let Some(reference) = self.processes[process].session.reference() {
                        let reference = reference.as_str().to_owned();
                        self.at(dials, What::Dials { reference, pays });
                    }
                }
                Event::Shown
            }
            Prompt::Redirect { url } => {
                let reference = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
                let visit = self.now + rng.range(20_000, 900_000);
                let end = if rng.chance(100) { PageEnd::GivesUp } else { PageEnd::Pays };
                if self.strikes(intent, self.weather.lies.tried) {
                    self.report.fault("payer's first try failed");
                    let end = *self.rngs[intent].pick(&[PageEnd::Tries, PageEnd::Begins]);
                    let reference = reference.clone();
                    self.at(visit - 10_000, What::Page { reference, intent, end });
                }
                if trouble {
                    self.report.fault("payer left");
                } else {
                    self.at(visit, What::Page { reference, intent, end });
                }
                Event::Shown
            }
            Prompt::Bill { bills } => {
                let first = bills.iter().find(|bill| bill.paid != Some(true));
                let reference = first.and_then(|bill| bill.reference.clone()).unwrap_or_default();
                Event::Bill { reference }
            }
            Prompt::Recipients { ext_ids } => {
                let forgets = rng.chance(100);
                let recipients = ext_ids
                    .iter()
                    .filter(|_| !forgets)
                    .filter_map(|ext_id| {
                        let place = ext_id.rsplit('-').next()?.parse::<usize>().ok()?;
                        let phone = Personal::from(self.intents[intent].phones.get(place)?.clone());
                        Some(Recipient { ext_id: ext_id.clone(), phone })
                    })
                    .collect();
                Event::Recipients { recipients }
            }
        };
        self.at(self.now + soon, What::Human { process, event: Box::new(event) });
    }

    pub(super) fn said(&mut self, process: usize, event: Event) {
        if self.processes[process].alive {
            if event == Event::Abandon {
                self.pressed_wrong_number(process);
                return self.tell(process, event);
            }
            // A second code, after one that is on its way, is not listened to.
            let open = self.processes[process].watched.asked.is_some();
            self.was_answered(process);
            match event {
                Event::Otp { .. } if open => self.code_given(process),
                Event::Shown => self.was_shown(process),
                _ => {}
            }
            self.tell(process, event);
        }
    }
}
