//! An answer that is read while it arrives.

use super::asker::State;
use super::{Call, Endpoint, Got};
use crate::machine::Event;
use crate::outcome::Doubt;
use crate::policy::{IN_FLIGHT_GRACE, LIST_TIMEOUT, READ_TIMEOUT};
use crate::value::Time;

impl<E: Endpoint> Call<E> {
    /// Would more of the answer that arrives be read?
    pub(crate) const fn wants_part(&self) -> bool {
        matches!(self.got, Got::Part(_)) && self.is_in_flight()
    }

    /// What was read of it since this was last asked. Nothing follows from it before it is whole, and an
    /// answer that begins later makes it void.
    pub(crate) fn take(&mut self) -> Option<E::Output> {
        if let Got::Part(arriving) = &mut self.got { arriving.1.take() } else { None }
    }

    /// The same for somebody who would not take it back: it is not asked for again.
    pub(crate) fn hand_over(&mut self) -> Option<E::Output> {
        let taken = self.take()?;
        self.asker.handed = true;
        Some(taken)
    }

    pub(super) fn arrives(&mut self, event: &Event, now: Time) {
        if !self.is_in_flight() {
            return;
        }
        match event {
            Event::Begun { response } => {
                self.asker.measure(response, now);
                self.got = match self.endpoint.arriving() {
                    Some(reader) => Got::Part(Box::new((response.clone(), reader))),
                    None => Got::Nothing,
                };
                self.go_on_until(now);
            }
            // Whoever hands it over may not have polled meanwhile.
            Event::Part { .. } if !self.asker.handed && now >= self.last_moment() => {
                self.asker.state = self.asker.lost(Doubt::NoAnswer, None, now);
            }
            Event::Part { bytes } => {
                let Got::Part(arriving) = &mut self.got else { return };
                if arriving.1.part(bytes) {
                    self.go_on_until(now);
                } else {
                    self.ended(now);
                }
            }
            _ => self.ended(now),
        }
    }

    fn ended(&mut self, now: Time) {
        if let Got::Part(arriving) = std::mem::replace(&mut self.got, Got::Nothing) {
            let (head, reader) = *arriving;
            self.concluded(reader.end(head), now);
        }
    }

    /// As long as it goes on arriving it is waited for, though not without end: unless somebody goes through
    /// it, who may take as long as he likes.
    fn go_on_until(&mut self, now: Time) {
        let next = now.plus(READ_TIMEOUT).plus(IN_FLIGHT_GRACE);
        let until = if self.asker.handed { next } else { next.min(self.last_moment()) };
        self.asker.state = State::InFlight { until };
    }

    fn last_moment(&self) -> Time {
        self.asker.trail.last_sent.plus(LIST_TIMEOUT)
    }
}
