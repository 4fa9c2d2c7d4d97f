//! An answer that is read while it arrives.

use super::{Call, Endpoint, State};
use crate::machine::Event;
use crate::outcome::Doubt;
use crate::policy::{IN_FLIGHT_GRACE, LIST_TIMEOUT, READ_TIMEOUT};
use crate::value::Time;

impl<E: Endpoint> Call<E> {
    /// Would more of the answer that arrives be read?
    pub(crate) const fn wants_part(&self) -> bool {
        self.arriving.is_some() && self.is_in_flight()
    }

    /// What was read of it since this was last asked. Nothing follows from it before it is whole, and an
    /// answer that begins later makes it void.
    pub(crate) fn take(&mut self) -> Option<E::Output> {
        self.arriving.as_mut()?.1.take()
    }

    /// The same for somebody who would not take it back: it is not asked for again.
    pub(crate) fn hand_over(&mut self) -> Option<E::Output> {
        let taken = self.take()?;
        self.handed = true;
        Some(taken)
    }

    pub(super) fn arrives(&mut self, event: &Event, now: Time) {
        if !self.is_in_flight() {
            return;
        }
        match event {
            Event::Begun { response } => {
                self.measure(response, now);
                self.arriving = self.endpoint.arriving().map(|reader| Box::new((response.clone(), reader)));
                self.go_on_until(now);
            }
            // Whoever hands it over may not have polled meanwhile.
            Event::Part { .. } if !self.handed && now >= self.last_moment() => {
                self.state = self.lost(Doubt::NoAnswer, None, now);
            }
            Event::Part { bytes } => {
                let Some(arriving) = &mut self.arriving else { return };
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
        if let Some(arriving) = self.arriving.take() {
            let (head, reader) = *arriving;
            self.concluded(reader.end(head), now);
        }
    }

    /// As long as it goes on arriving it is waited for, though not without end: unless somebody goes through
    /// it, who may take as long as he likes.
    fn go_on_until(&mut self, now: Time) {
        let next = now.plus(READ_TIMEOUT).plus(IN_FLIGHT_GRACE);
        let until = if self.handed { next } else { next.min(self.last_moment()) };
        self.state = State::InFlight { until };
    }

    fn last_moment(&self) -> Time {
        self.trail.last_sent.plus(LIST_TIMEOUT)
    }
}
