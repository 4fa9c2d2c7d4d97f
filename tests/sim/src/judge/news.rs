//! A webhook's news is acted on within a minute: a look is sent, or the operation ends.

use super::super::engine::{What, World};
use xaalis::Why;
use xaalis::policy::{LIST_GAP, MINUTE};
use xaalis::webhook::Notice;

impl World {
    /// News of a payment of its own reaches a process.
    pub(crate) fn news(&mut self, process: usize, notice: &Notice) {
        let state = &self.processes[process];
        let ours = self.judge.deeds[state.intent].iter().flat_map(|deed| deed.carries.iter());
        let by_id = notice.ext_id.as_ref().is_some_and(|id| {
            state.session.our_reference().as_ref() == Some(id) || ours.clone().any(|ours| ours == id.as_str())
        });
        let by_reference =
            notice.reference.is_some() && notice.reference.as_ref() == state.session.reference();
        // Before the first request there is nothing to look for.
        let began = !self.judge.deeds[state.intent].is_empty();
        if (by_id || by_reference) && began && state.watched.news.is_none() {
            self.processes[process].watched.news = Some(self.now);
            self.at(self.now + MINUTE, What::News { process, since: self.now });
        }
    }

    /// A minute has passed.
    pub(crate) fn news_due(&mut self, process: usize, since: i64) {
        let state = &self.processes[process];
        if !state.alive || self.quiet || state.watched.news != Some(since) {
            return;
        }
        // What is under way ends first, and nobody calls while the vendor or its rate forbids it.
        let held = match state.watched.rests {
            Some((Why::InFlight | Why::Backoff | Why::RateLimited, until)) => until + MINUTE,
            Some((_, until)) if until - self.now <= LIST_GAP => until + 1,
            _ => 0,
        };
        if held > self.now {
            return self.at(held, What::News { process, since });
        }
        let (intent, rests) = (state.intent, state.watched.rests);
        let seconds = (self.now - since) / 1_000;
        self.processes[process].watched.news = None;
        self.violation(intent, "news is acted on", format!("none for {seconds} s; rests {rests:?}"));
    }

    /// It looks, or it ends.
    pub(crate) fn acts(&mut self, process: usize) {
        self.processes[process].watched.news = None;
    }
}
