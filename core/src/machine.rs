//! The grammar every operation speaks: `poll` says what to do next, `handle` says what happened.
//!
//! Nothing here waits, reads a clock or opens a socket. A transport is a loop with six arms; see
//! [`Step`](crate::Step) for what leaves the library and [`drive`](crate::drive()) for the loop itself.

use crate::code::Code;
use crate::dexchange::Bill;
use crate::error::PaymentError;
use crate::given::{At, Given, Read, Terms, kinds, shape};
use crate::http::{Draft, Failure, Response};
use crate::pace::Lane;
use crate::record::Record;
use crate::redact::redact;
use crate::value::{Personal, Time};
use crate::webhook::Notice;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One operation: a single call, or a flow made of calls.
pub trait Machine {
    /// What the operation ends with.
    type Output;

    /// What to do now. Safe to call again at any time; the same request is never handed out twice.
    fn poll(&mut self, now: Time) -> Action<Self::Output>;

    /// What happened. An event that answers nothing is ignored.
    fn handle(&mut self, event: &Event, now: Time);
}

/// What a machine wants next.
#[derive(Clone, Debug)]
pub enum Action<T> {
    /// Make the record durable before going on.
    Checkpoint,
    /// The same, for a request follows that may move money.
    Arm,
    /// May a request of this kind leave now? Asked before it is counted as made.
    Admit(Lane),
    /// Perform this request, once.
    Send(Draft),
    /// Nothing to do before this moment.
    Wait(Time, Why),
    /// Only a person can say.
    Ask(Prompt),
    /// The end.
    Done(T),
}

impl<T> Action<T> {
    /// The result of a finished machine, or what else it wants, for the machine around it to pass on.
    pub(crate) fn split<U>(self) -> Result<T, Action<U>> {
        Err(match self {
            Self::Done(value) => return Ok(value),
            Self::Checkpoint => Action::Checkpoint,
            Self::Arm => Action::Arm,
            Self::Admit(lane) => Action::Admit(lane),
            Self::Send(draft) => Action::Send(draft),
            Self::Wait(until, why) => Action::Wait(until, why),
            Self::Ask(prompt) => Action::Ask(prompt),
        })
    }
}

/// Why nothing happens at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A request is under way; past the deadline it counts as possibly sent.
    InFlight,
    /// The last try did not get through; the next one comes after a pause.
    Backoff,
    /// The vendor asked for a pause (HTTP 429), or its published call rate does.
    RateLimited,
    /// A payment may have been sent; it is not sent again before it had time to arrive.
    Quiet,
    /// The vendor or the payer has not finished.
    Pending,
    /// Success is certain but the Woyofal code has not come yet.
    AwaitingToken,
    /// The outcome is unknown and is being looked for.
    Reconciling,
    /// Another process may be waiting for the vendor's answer: what it stores next is waited for.
    Elsewhere,
}

/// A question for the person in front of the screen.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Prompt {
    /// Ask for the one-time code; answer with [`Event::Otp`].
    Otp {
        /// The vendor's instruction for the payer, as it came (French). Empty when the answer that
        /// carried it was lost: then say how the operator's payers get a code. After a resume, the
        /// payer's number in it is masked.
        text: String,
        /// What was wrong with the last code, if this is not the first try.
        problem: Option<OtpProblem>,
        /// The vendor's error code for it, with texts in English and French.
        code: Option<Code>,
    },
    /// Show how to confirm on the phone (often a USSD code); answer with [`Event::Shown`].
    Dial {
        /// The vendor's instruction for the payer, as it came (French); empty or masked as for
        /// [`Prompt::Otp`].
        text: String,
    },
    /// Send the customer to this page; answer with [`Event::Shown`].
    Redirect {
        /// The vendor's payment page.
        url: String,
    },
    /// Let the customer choose or confirm a bill; answer with [`Event::Bill`].
    Bill {
        /// The bills found, paid ones included.
        bills: Vec<Bill>,
    },
    /// A resumed bulk payout needs the phone numbers again, for records never hold one; answer with
    /// [`Event::Recipients`].
    Recipients {
        /// The `ext_id` of each payout that was not sent yet.
        ext_ids: Vec<String>,
    },
}

/// Why a code is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtpProblem {
    /// Not 4 to 10 digits; nothing was sent.
    Malformed,
    /// The vendor says the code is wrong.
    Invalid,
    /// The vendor says the code is too old: the payer needs a new one.
    Expired,
    /// The vendor says an earlier code still holds.
    StillValid,
    /// The code was sent but no answer came, and the charge still waits for a code.
    NoAnswer,
    /// The vendor refused for another reason: see the prompt's `code`.
    Refused,
    /// The same code again that was refused just before: nothing was sent, and given once more it will be.
    /// Whoever answers without a person, with a constant, stops here.
    Repeated,
}

/// The recipient of a payout that was not sent yet, given again after a crash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The payout's `ext_id`.
    pub ext_id: String,
    /// The phone number, as in the order.
    pub phone: Personal,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The record is durable.
    Stored,
    /// The journal refused: another operation already holds the record's `reference`.
    Taken,
    /// Another process has gone further with this operation: the session ends with
    /// [`PaymentError::Busy`](crate::PaymentError::Busy).
    Outrun,
    /// The newest record that the journal holds, or none.
    Loaded {
        /// As it was stored.
        record: Option<Record>,
    },
    /// The vendor answered.
    Answered {
        /// The whole answer.
        response: Response,
    },
    /// The vendor answers, and what follows is handed over as it arrives: see
    /// [`Request::in_parts`](crate::http::Request::in_parts). Any answer may come so. Of one request at a
    /// time: whoever sends another has let go of the first one's answer.
    #[serde(skip)]
    Begun {
        /// Status and headers; the body is empty.
        response: Response,
    },
    /// The next bytes of the body, unpacked, cut anywhere.
    #[serde(skip)]
    Part {
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// The body is whole. One that only stopped coming has [`Event::Failed`].
    #[serde(skip)]
    Ended,
    /// No answer came, or it broke off.
    Failed {
        /// Could the request have reached the vendor?
        failure: Failure,
    },
    /// Of a session to what it carries: the key's own call rate lets the request pass.
    #[serde(skip)]
    Admitted,
    /// Of a session to what it carries: the key's own call rate holds the request back.
    #[serde(skip)]
    Held {
        /// Not before this moment.
        until: Time,
    },
    /// The payer's one-time code.
    Otp {
        /// As typed; spaces are fine.
        code: String,
    },
    /// The customer saw what a prompt asked to show.
    Shown,
    /// The customer chose this bill.
    Bill {
        /// Its `reference_facture`.
        reference: String,
    },
    /// The recipients a resumed bulk payout asked for.
    Recipients {
        /// In any order; missing ones are reported as not sent.
        recipients: Vec<Recipient>,
    },
    /// A verified webhook.
    Notified {
        /// What it says: a hint, never believed without asking the vendor.
        notice: Notice,
    },
    /// The payer gives up a charge that waits for a code: it ends rejected as `ABANDONED` once the vendor was
    /// read, and no code is asked for or sent any more. Ignored when [`Session::can_abandon`] says no.
    ///
    /// [`Session::can_abandon`]: crate::Session::can_abandon
    Abandon,
    /// Stop waiting and say what is known; the operation can be resumed later.
    Stop,
}

/// What a send left behind: enough to know, after a crash, whether money may have moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail {
    /// How many times the request was, or was about to be, handed to the transport.
    pub attempts: i64,
    /// How many of those may have reached the vendor without a definite answer.
    pub uncertain: i64,
    /// When it was last handed out.
    pub last_sent: Time,
    /// How far the vendor's clock was ahead of the clock that `last_sent` was read from, in
    /// milliseconds, once an answer told (its `Date`).
    #[serde(default)]
    pub ahead: Option<i64>,
}

shape! { Recipient { ext_id, phone, } }

kinds! { Event:
    "stored" => Stored,
    "taken" => Taken,
    "outrun" => Outrun,
    "loaded" => Loaded { record },
    "answered" => Answered { response },
    "failed" => Failed { failure },
    "otp" => Otp { code },
    "shown" => Shown,
    "bill" => Bill { reference },
    "recipients" => Recipients { recipients },
    "notified" => Notified { notice },
    "abandon" => Abandon,
    "stop" => Stop,
}

impl Event {
    /// Reads an event from what a language handed in, which has `kind` for what happened.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming what is missing, unknown or of the wrong kind, by its path;
    /// [`PaymentError::Record`] for a record that cannot be read.
    pub fn read(given: Given<'_>, terms: &Terms) -> Result<Self, PaymentError> {
        Read::read(given, &At::new("event", terms))
    }
}

impl fmt::Debug for Prompt {
    /// The vendor's instruction may name the payer's number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Otp { text, problem, code } => f
                .debug_struct("Otp")
                .field("text", &redact(text))
                .field("problem", problem)
                .field("code", code)
                .finish(),
            Self::Dial { text } => f.debug_struct("Dial").field("text", &redact(text)).finish(),
            Self::Redirect { url } => f.debug_struct("Redirect").field("url", &redact(url)).finish(),
            Self::Bill { bills } => f.debug_struct("Bill").field("bills", bills).finish(),
            Self::Recipients { ext_ids } => f.debug_struct("Recipients").field("ext_ids", ext_ids).finish(),
        }
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored => f.write_str("Stored"),
            Self::Taken => f.write_str("Taken"),
            Self::Outrun => f.write_str("Outrun"),
            Self::Loaded { record } => f.debug_tuple("Loaded").field(record).finish(),
            Self::Answered { response } => f.debug_tuple("Answered").field(response).finish(),
            Self::Begun { response } => f.debug_tuple("Begun").field(response).finish(),
            Self::Part { bytes } => f.debug_tuple("Part").field(&bytes.len()).finish(),
            Self::Ended => f.write_str("Ended"),
            Self::Failed { failure } => f.debug_tuple("Failed").field(failure).finish(),
            Self::Admitted => f.write_str("Admitted"),
            Self::Held { until } => f.debug_tuple("Held").field(until).finish(),
            Self::Otp { .. } => f.write_str("Otp([OTP])"),
            Self::Shown => f.write_str("Shown"),
            Self::Bill { reference } => f.debug_tuple("Bill").field(reference).finish(),
            Self::Recipients { recipients } => f.debug_tuple("Recipients").field(recipients).finish(),
            Self::Notified { notice } => f.debug_tuple("Notified").field(notice).finish(),
            Self::Abandon => f.write_str("Abandon"),
            Self::Stop => f.write_str("Stop"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vendor writes the payer's number wherever it likes.
    #[test]
    fn a_log_of_a_prompt_names_nobody() {
        let text = "Composez *144*4*6*900# sur le +226 70 11 22 33".to_owned();
        for prompt in [
            Prompt::Otp {
                text: text.clone(),
                problem: Some(OtpProblem::Invalid),
                code: Some(Code::OtpInvalid),
            },
            Prompt::Dial { text },
            Prompt::Redirect { url: "https://pay.example/70112233".to_owned() },
        ] {
            let log = format!("{prompt:?}");
            assert!(!log.contains("11 22") && !log.contains("1122"), "{log}");
        }
    }
}
