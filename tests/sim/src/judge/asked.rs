//! The payer is asked nothing twice without need.

use super::super::engine::World;
use super::Watched;
use xaalis::{OtpProblem, Prompt};

impl World {
    /// Is this the question that still stands open? Then nobody is asked again.
    pub(crate) fn stands_open(&mut self, process: usize, prompt: &Prompt) -> bool {
        let asked = format!("{prompt:?}");
        let open = self.processes[process].watched.asked.as_ref() == Some(&asked);
        self.processes[process].watched.asked = Some(asked);
        open
    }

    /// Somebody answered.
    pub(crate) fn was_answered(&mut self, process: usize) {
        self.processes[process].watched.asked = None;
    }

    pub(crate) fn judge_prompt(&mut self, process: usize, prompt: &Prompt) {
        let intent = self.processes[process].intent;
        // Of a try that ended not sent nothing is known to the next one.
        let deeds = &self.judge.deeds[intent][self.judge.anew[intent].1..];
        let submitted = deeds.iter().any(|deed| deed.operation == "charges.submit");
        let paid = deeds.iter().any(|deed| deed.operation == "billing.pay" && deed.left());
        let needless = match prompt {
            // After a code only the charge itself can say that it waits for another.
            Prompt::Otp { problem, .. } => {
                let watched = &self.processes[process].watched;
                (submitted && watched.charge_reads != Some(true))
                    || (watched.typed
                        && !matches!(problem, Some(OtpProblem::Malformed | OtpProblem::Repeated)))
            }
            Prompt::Dial { .. } | Prompt::Redirect { .. } => self.processes[process].watched.shown,
            Prompt::Bill { .. } => paid,
            Prompt::Recipients { ext_ids } => {
                let sent = |id: &String| deeds.iter().any(|deed| deed.carries.contains(id));
                ext_ids.iter().any(sent)
            }
        };
        if needless {
            let what = format!("{prompt:?}").chars().take(60).collect::<String>();
            self.violation(intent, "nothing is asked twice without need", what);
        }
    }

    /// A new process of an operation begins or resumes.
    pub(crate) fn watched(&self, intent: usize) -> Watched {
        Watched { shown: self.judge.shown[intent], ..Watched::default() }
    }

    /// Somebody saw what was to be shown.
    pub(crate) fn was_shown(&mut self, process: usize) {
        self.processes[process].watched.shown = true;
    }

    /// The operation went on to something else: its record had the chance to say what was shown.
    pub(crate) fn went_on(&mut self, process: usize) {
        let intent = self.processes[process].intent;
        self.judge.shown[intent] |= self.processes[process].watched.shown;
    }

    pub(crate) fn code_given(&mut self, process: usize) {
        let intent = self.processes[process].intent;
        self.judge.codes[intent] += 1;
        self.processes[process].watched.typed = true;
    }
}
