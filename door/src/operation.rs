//! An operation on its way.

use crate::Answer;
use crate::keys::Keys;
use crate::read::{self, given, refused};
use serde::Serialize;
use xaalis::senfenico::Progress;
use xaalis::value::{OpId, Reference, Time, Unreadable};
use xaalis::{Alarm, Event, PaymentError, Prompt, Reply, Session, Step};

/// An operation on its way: one at a time tells it what happened.
pub struct Operation {
    session: Session,
    keys: Keys,
    /// How far it was before the step that was said last: that may hand more over.
    progress: Option<Progress>,
}

/// What it tells of itself.
#[derive(Serialize)]
struct View<'a> {
    op_id: &'a str,
    operation: &'a str,
    reference: Option<&'a Reference>,
    our_reference: Option<Reference>,
    can_abandon: bool,
    progress: Option<Progress>,
    alarms: &'a [Alarm],
    /// What the payer has to be shown while it waits for him.
    to_show: Option<Prompt>,
}

/// Core's last step, and what of a list could not be read.
#[derive(Serialize)]
struct End<'a> {
    kind: &'static str,
    reply: &'a Reply,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unreadable: &'a [Unreadable],
}

#[derive(Serialize)]
struct Arrived<'a> {
    reply: &'a Reply,
    unreadable: &'a [Unreadable],
}

impl Operation {
    pub(crate) const fn new(session: Session, keys: Keys) -> Self {
        Self { session, keys, progress: None }
    }

    /// What to do now. Safe to ask again: a request is handed out once, everything else until it is answered.
    ///
    /// Refused when it goes no further.
    pub fn step(&mut self, now: Time) -> Answer<String> {
        self.progress = self.session.take_progress().or(self.progress.take());
        match self.session.poll(now) {
            Step::Refused { error } => Err(refused(error, self.keys)),
            Step::Done { reply } => {
                let unreadable = reply.unreadable();
                Ok(self.keys.write(&End { kind: "done", reply: &reply, unreadable }))
            }
            step => Ok(self.keys.write(&step)),
        }
    }

    /// What happened, as the JSON of an [`Event`]; the next step.
    pub fn tell(&mut self, event: &str, now: Time) -> Answer<String> {
        self.note(event, now)?;
        self.step(now)
    }

    /// The same without the next step, for what is not gone on from at once: a step that sends is said once.
    pub fn note(&mut self, event: &str, now: Time) -> Answer<()> {
        let event: Event = given(event, "event", self.keys)?;
        self.handle(event, now).map_err(|error| refused(error, self.keys))
    }

    /// The vendor answered, whole; `headers` are a list of pairs.
    pub fn answered(&mut self, status: u16, headers: &str, body: Vec<u8>, now: Time) -> Answer<String> {
        let response = read::response(status, headers, body, self.keys)?;
        self.session.handle(Event::Answered { response }, now);
        self.step(now)
    }

    /// The vendor answers: the head of what [parts](Self::part) follow of.
    pub fn begun(&mut self, status: u16, headers: &str, now: Time) -> Answer<()> {
        let response = read::response(status, headers, Vec::new(), self.keys)?;
        self.session.handle(Event::Begun { response }, now);
        Ok(())
    }

    /// The next bytes of the body. False when no more are wanted: close what they come from.
    pub fn part(&mut self, bytes: Vec<u8>, now: Time) -> bool {
        self.session.handle(Event::Part { bytes }, now);
        self.session.wants_part()
    }

    /// The body was whole.
    pub fn ended(&mut self, now: Time) -> Answer<String> {
        self.session.handle(Event::Ended, now);
        self.step(now)
    }

    /// What was read of a list since this was last asked: `{"reply", "unreadable"}`.
    pub fn arrived(&mut self) -> Option<String> {
        let reply = self.session.arrived()?;
        Some(self.keys.write(&Arrived { unreadable: reply.unreadable(), reply: &reply }))
    }

    /// How long a call waits for it when nothing is said, in milliseconds.
    pub fn patience(&self) -> i64 {
        self.session.patience()
    }

    /// What it tells of itself.
    pub fn view(&self) -> String {
        let session = &self.session;
        self.keys.write(&View {
            op_id: session.op_id().as_str(),
            operation: session.operation(),
            reference: session.reference(),
            our_reference: session.our_reference(),
            can_abandon: session.can_abandon(),
            progress: session.progress(),
            alarms: session.alarms(),
            to_show: session.to_show(),
        })
    }

    /// How far it was before the last step, once each time that this has changed and no batch was on its way.
    pub fn take_progress(&mut self) -> Option<String> {
        self.progress.take().map(|progress| self.keys.write(&progress))
    }

    /// The last answer as it came.
    pub fn last_response(&self) -> Option<String> {
        self.session.last_response().map(|response| self.keys.write(response))
    }

    /// Of one that was resumed calmly: the vendor is asked at the next step, due or not.
    pub fn look_now(&mut self) {
        self.session.look_now();
    }

    /// What the journal has to be asked for before it begins, if so.
    pub fn opening(&self) -> Option<&str> {
        self.session.opening().map(OpId::as_str)
    }

    /// The payer gives up: refused when it may not be given up now.
    pub fn abandon(&mut self, now: Time) -> Answer<()> {
        self.session.abandon(now).map_err(|error| refused(error, self.keys))
    }

    /// From now on it waits until this moment at most, and stops itself rather than wait longer.
    pub const fn limit(&mut self, until: Option<Time>) {
        self.session.limit(until);
    }

    /// Why it goes no further is told where it is known.
    fn handle(&mut self, event: Event, now: Time) -> Result<(), PaymentError> {
        self.session.handle(event, now);
        self.session.refusal().cloned().map_or(Ok(()), Err)
    }
}
