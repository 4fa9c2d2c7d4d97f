//! The gate over a store in memory, a step at a time.

use super::End;
use serde_json::Value;
use xaalis::relay::{Answer, Incoming};
use xaalis::sandbox::Sandbox;
use xaalis_tests::relay::Server;

#[test]
fn no_attack_succeeds() {
    super::no_attack_succeeds::<Server>(u64::MAX);
}

impl End for Server {
    fn begin(settings: &Value) -> Self {
        Self::new(settings, Sandbox::new())
    }

    fn serve(&mut self, incoming: &Incoming) -> Answer {
        Self::serve(self, incoming)
    }

    /// A step of the one or the other at a time.
    fn at_once(&mut self, requests: &[Incoming], run: u64) -> Vec<Answer> {
        let mut visits: Vec<_> = requests.iter().map(|request| Some(self.visit(request))).collect();
        let mut answers = Vec::new();
        let mut dice = run.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        while visits.iter().any(Option::is_some) {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = usize::try_from(dice >> 40).expect("a number") % visits.len();
            let Some(visit) = &mut visits[place] else { continue };
            if let Some(answer) = self.step(visit) {
                answers.push(answer);
                visits[place] = None;
            }
        }
        answers
    }

    fn dies_after(&mut self, incoming: &Incoming, path: &str) {
        Self::dies_after(self, incoming, path);
    }

    fn hang(&mut self, requests: &[Incoming]) -> (usize, Vec<Answer>) {
        let (mut hanging, mut refused) = (Vec::new(), Vec::new());
        for request in requests {
            match self.hangs(request) {
                Ok(visit) => hanging.push(visit),
                Err(answer) => refused.push(answer),
            }
        }
        (hanging.len(), refused)
    }

    fn wait(&mut self, ms: i64) {
        self.now = self.now.plus(ms);
    }

    fn vendor(&mut self, is_silent: bool) {
        self.is_silent = is_silent;
    }

    fn store(&mut self, is_down: bool) {
        self.is_down = is_down;
    }

    fn sent(&self) -> Vec<String> {
        self.sent.clone()
    }

    fn records(&self) -> usize {
        self.journal.records().count()
    }

    fn touched(&self) -> Option<usize> {
        Some(self.touched)
    }

    fn trace(&self) -> Vec<String> {
        self.trace.clone()
    }
}
