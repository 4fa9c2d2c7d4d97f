//! What an operation sends that may move money: at most once, or once more where that is permitted, over
//! all its processes, and never after proof that one arrived.

use super::super::engine::World;
use super::reading::{Says, reading};
use serde_json::Value;
use xaalis::Vendor;
use xaalis::http::{Failure, Request};
use xaalis::policy::{CANCEL_TRIES, KEYED_RESENDS};
use xaalis::webhook::Notice;
use xaalis::{Event, Order, Record};

/// One request that may move money.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    process: usize,
    send: u64,
    pub(super) operation: &'static str,
    /// The ids of a bulk call.
    pub(super) carries: Vec<String>,
    pub(super) heard: Heard,
    /// What it made at the vendor.
    pub(super) made: Vec<String>,
}

/// What the process that sent it learned of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Nothing, and perhaps never anything.
    Silence,
    /// It certainly never left, or was turned away.
    Nothing,
    No(Option<String>),
    Yes,
    /// Its id was known before.
    Known,
    Doubt,
}

impl Deed {
    pub(super) const fn is_doubtful(&self) -> bool {
        matches!(self.heard, Heard::Silence | Heard::Doubt)
    }

    /// It may have reached the vendor.
    pub(super) fn left(&self) -> bool {
        self.heard != Heard::Nothing
    }
}

impl World {
    /// A process hands a request over that may move money.
    pub(crate) fn deed(&mut self, process: usize, operation: &'static str, request: &Request) {
        if !matches!(
            operation,
            "charges.create"
                | "charges.submit"
                | "transfers.create"
                | "transfers.bulk"
                | "settlements.create"
                | "settlements.cancel"
                | "billing.pay"
                | "checkouts.initialize"
        ) {
            return;
        }
        let intent = self.processes[process].intent;
        self.judge.sent_skew[intent] = self.processes[process].skew;
        if !self.processes[process].watched.measured {
            // What the sender of an earlier try measured says nothing of this one's clock.
            self.judge.measured.remove(&intent);
        }
        let carries = if operation == "transfers.bulk" { ids(request) } else { Vec::new() };
        self.judge_deed(process, operation, &carries);
        let send = self.processes[process].send;
        let (heard, made) = (Heard::Silence, Vec::new());
        self.judge.deeds[intent].push(Deed { process, send, operation, carries, heard, made });
        self.processes[process].watched.charge_reads = None;
        self.processes[process].watched.typed = false;
    }

    fn judge_deed(&mut self, process: usize, operation: &'static str, carries: &[String]) {
        let intent = self.processes[process].intent;
        if operation == "charges.submit" && self.judge.given_up.contains(&intent) {
            self.violation(intent, "no code is sent for what is given up", "a code leaves");
        }
        let since = if operation == "settlements.cancel" { self.judge.anew[intent].1 } else { 0 };
        let before: Vec<&Deed> = self.judge.deeds[intent]
            .iter()
            .skip(since)
            .filter(|deed| deed.operation == operation && deed.left())
            .filter(|deed| carries.is_empty() || carries.iter().any(|id| deed.carries.contains(id)))
            .collect();
        // What a process that died was told, and no record says, nobody else knows.
        let told = before.iter().any(|deed| !deed.is_doubtful() && deed.process == process);
        let known = self.processes[process].watched.proof || self.judge.proven[intent];
        let permitted = usize::try_from(KEYED_RESENDS).unwrap_or(0);
        let tries = usize::try_from(CANCEL_TRIES).unwrap_or(0);
        let wrong = match operation {
            // A code is sent once; the payer may type another.
            "charges.submit" => before.len() >= self.judge.codes[intent],
            "settlements.cancel" => before.len() >= tries,
            // A page nobody knows is paid by nobody.
            "checkouts.initialize" => false,
            "billing.pay" => told || known || before.len() > permitted,
            _ => !before.is_empty(),
        };
        if wrong {
            let heard: Vec<&Heard> = before.iter().map(|deed| &deed.heard).collect();
            let what = format!("{operation} again after {heard:?}{}", if known { ", and proof" } else { "" });
            self.violation(intent, "one payment, one request", what);
        }
    }

    /// What was heard of a code that may be on its way, if any is.
    pub(crate) fn code_in_doubt(&self, intent: usize) -> Option<String> {
        let mut codes = self.judge.deeds[intent].iter().filter(|deed| deed.operation == "charges.submit");
        codes.find(|deed| deed.is_doubtful()).map(|deed| format!("{:?}", deed.heard))
    }

    /// A record is kept. An id begins anew only when no request of the tries before can have arrived.
    pub(crate) fn judge_anew(&mut self, intent: usize, record: &Record) {
        let tries = record.earlier().last().map_or(0, |last| usize::try_from(last.number).unwrap_or(0));
        if tries == self.judge.anew[intent].0 {
            return;
        }
        self.judge.anew[intent] = (tries, self.judge.deeds[intent].len());
        self.report.fault("given again after not sent");
        // What was not to be cancelled yet may be when it is tried again.
        let nothing = |deed: &Deed| {
            !deed.left() || (deed.operation == "settlements.cancel" && matches!(deed.heard, Heard::No(_)))
        };
        if let Some(deed) = self.judge.deeds[intent].iter().find(|deed| !nothing(deed)) {
            let what = format!("{} was sent before ({:?})", deed.operation, deed.heard);
            self.violation(intent, "an id begins anew only when nothing left", what);
        }
    }

    pub(crate) fn deed_made(&mut self, process: usize, send: u64, reference: &str) {
        let intent = self.processes[process].intent;
        let deeds = self.judge.deeds[intent].iter_mut();
        if let Some(deed) = deeds.rev().find(|deed| (deed.process, deed.send) == (process, send)) {
            deed.made.push(reference.to_owned());
        }
    }

    /// What is about to be told to a process about its last request.
    pub(crate) fn hears(&mut self, process: usize, event: &Event, late: bool) {
        let (intent, send) = (self.processes[process].intent, self.processes[process].send);
        let flying = self.processes[process].flying;
        if let Event::Answered { response } = event
            && matches!(flying, "charges.fetch" | "charges.submit" | "charges.create")
        {
            let waits = response.body.to_lowercase().contains("send_otp");
            self.processes[process].watched.charge_reads = Some(waits);
        }
        let sender = self.judge.deeds[intent].last().is_some_and(|deed| deed.process == process);
        self.processes[process].watched.measured |=
            sender && !late && matches!(event, Event::Answered { .. });
        let deeds = self.judge.deeds[intent].iter();
        let Some(at) = deeds.rev().position(|deed| (deed.process, deed.send) == (process, send)) else {
            return;
        };
        let at = self.judge.deeds[intent].len() - 1 - at;
        let heard = match event {
            Event::Answered { response } => match reading(flying, response) {
                Says::Yes(Some(reference)) if !self.is_ours(intent, &reference) => Heard::Doubt,
                Says::Yes(_) => Heard::Yes,
                Says::No(code) => Heard::No(code),
                Says::TurnedAway => Heard::Nothing,
                Says::Known => Heard::Known,
                Says::Doubt => Heard::Doubt,
            },
            Event::Failed { failure: Failure::NotSent } => Heard::Nothing,
            _ => Heard::Doubt,
        };
        // Of an answer past the deadline only a yes is taken.
        if late && heard != Heard::Yes {
            return;
        }
        let watched = &mut self.processes[process].watched;
        match &heard {
            Heard::Yes | Heard::Known if flying == "billing.pay" => watched.proof = true,
            Heard::No(Some(code)) if !code.starts_with("OTP_") && code != "CHARGE_NOT_FOUND" => {
                watched.reason = Some(code.clone());
            }
            _ => {}
        }
        self.judge.deeds[intent][at].heard = heard;
    }

    fn is_ours(&self, intent: usize, reference: &str) -> bool {
        self.judge.made.get(reference).is_some_and(|maker| self.alike(*maker, intent))
    }

    /// A callback about a payment of DEXCHANGE's proves to whoever hears it that one arrived.
    pub(crate) fn heard_of(&mut self, process: usize, notice: &Notice) {
        let intent = self.processes[process].intent;
        let given = match &self.intents[intent].order {
            Order::PayBill { payment } => payment.custom_data.as_ref(),
            Order::PayBillOnce { payment } => payment.custom_data.as_ref(),
            _ => None,
        };
        // One that gives back what we never gave is not about our order.
        let echoed = notice.custom_data.as_ref();
        let fits = echoed.is_none_or(|echoed| given.is_some_and(|given| given.expose() == echoed.expose()));
        // Of what certainly never arrived there is no news.
        let arrived =
            self.judge.deeds[intent].iter().any(|deed| deed.left() && !matches!(deed.heard, Heard::No(_)));
        if notice.vendor == Vendor::Dexchange && fits && arrived {
            self.processes[process].watched.proof = true;
        }
    }

    /// Whoever resumes this record knows what its process knew.
    pub(crate) fn knowledge_kept(&mut self, process: usize) {
        let intent = self.processes[process].intent;
        self.judge.proven[intent] |= self.processes[process].watched.proof;
        if self.processes[process].watched.measured {
            self.judge.measured.insert(intent);
        }
    }
}

fn ids(request: &Request) -> Vec<String> {
    let body = request.body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok());
    let items = body.as_ref().and_then(|body| body["transfers"].as_array());
    items.into_iter().flatten().filter_map(|item| Some(item["ext_id"].as_str()?.to_owned())).collect()
}
