//! Every operation behind one face: which machine, which reply, what a record keeps.

use crate::call::Call;
use crate::context::Context;
use crate::dexchange as dx;
use crate::error::PaymentError;
use crate::guarded::{self, Guarded};
use crate::machine::{Action, Event, Machine, Prompt};
use crate::operations::operations;
use crate::order::Order;
use crate::outcome::Outcome;
use crate::record::{Alarm, Record, Remembers, Stage};
use crate::reply::Reply;
use crate::senfenico::{self as sf, Progress};
use crate::value::{Reference, Time};
use crate::vendor::Vendor;
use serde::de::DeserializeOwned;

/// Declares `Task` by the table of operations: reads, which leave no record; calls, whose record can only say that
/// they may have happened; flows, which go on from theirs.
macro_rules! tasks {
    ($(
        $vendor:ident {
            flows { $(
                $(#[$flow_doc:meta])*
                $flow_name:ident $flow:ident $(($( $(#[$_fd:meta])* $flow_part:ident: $_ft:ident $(<$_fi:ident>)? ),+))?
                : $machine:ty = $flow_check:expr, $make:expr => $flow_reply:ident { $field:ident };
            )+ }
            calls { $(
                $(#[$call_doc:meta])*
                $call_name:ident $call:ident $(($( $(#[$_cd:meta])* $call_part:ident: $_ct:ident $(<$_ci:ident>)? ),+))?
                : $money:ty = $call_check:expr => $call_reply:ident;
            )+ }
            reads { $(
                $(#[$read_doc:meta])*
                $read_name:ident $read:ident $(($( $(#[$_rd:meta])* $read_part:ident: $_rt:ident $(<$_ri:ident>)? ),+))?
                : $endpoint:ty = $read_check:expr => $read_reply:ident;
            )+ }
        }
    )+) => {
        #[derive(Clone)]
        pub(crate) enum Task {
            $($( $read(Call<$endpoint>), )+)+
            $($( $call(Guarded<$money>), )+)+
            $($( $flow($machine), )+)+
            /// A money call found in a record.
            Told(Reply),
        }

        impl Task {
            pub(crate) fn poll(&mut self, now: Time) -> Action<Reply> {
                match self {
                    $($( Self::$read(machine) => match machine.poll(now).split() {
                        Ok(outcome) => Action::Done(Reply::$read_reply { outcome }),
                        Err(other) => other,
                    }, )+)+
                    $($( Self::$call(machine) => match machine.poll(now).split() {
                        Ok(outcome) => Action::Done(Reply::$call_reply { outcome }),
                        Err(other) => other,
                    }, )+)+
                    $($( Self::$flow(machine) => match machine.poll(now).split() {
                        Ok($field) => Action::Done(Reply::$flow_reply { $field }),
                        Err(other) => other,
                    }, )+)+
                    Self::Told(reply) => Action::Done(reply.clone()),
                }
            }

            pub(crate) fn handle(&mut self, event: &Event, now: Time) {
                match self {
                    $($( Self::$read(machine) => machine.handle(event, now), )+)+
                    $($( Self::$call(machine) => machine.handle(event, now), )+)+
                    $($( Self::$flow(machine) => machine.handle(event, now), )+)+
                    Self::Told(_) => {}
                }
            }

            /// What was read of a list since this was last asked.
            pub(crate) fn arrived(&mut self) -> Option<Reply> {
                match self {
                    $($( Self::$read(machine) => {
                        let outcome = Outcome::Settled { value: machine.hand_over()? };
                        Some(Reply::$read_reply { outcome })
                    } )+)+
                    _ => None,
                }
            }

            /// Would more of the answer that arrives be read?
            pub(crate) fn wants_part(&self) -> bool {
                match self {
                    $($( Self::$read(machine) => machine.wants_part(), )+)+
                    Self::Collect(flow) => flow.wants_part(),
                    Self::Payout(flow) => flow.wants_part(),
                    Self::Settle(flow) => flow.wants_part(),
                    Self::BulkPayout(flow) => flow.wants_part(),
                    _ => false,
                }
            }

            /// Does a record of it, of which nothing was sent, hold all that is needed, or ask for it?
            pub(crate) const fn can_begin_from_record(&self) -> bool {
                matches!(self, Self::PayBill(_) | Self::BulkPayout(_))
            }

            pub(crate) const fn keeps_records(&self) -> bool {
                !matches!(self, $($( Self::$read(_) )|+)|+)
            }

            /// What a record keeps; reads keep nothing.
            pub(crate) fn memo(&self) -> String {
                match self {
                    $($( Self::$read(_) => String::new(), )+)+
                    $($( Self::$call(machine) => json(&machine.memo()), )+)+
                    $($( Self::$flow(machine) => json(&machine.memo()), )+)+
                    Self::Told(_) => String::new(),
                }
            }

            pub(crate) fn stage(&self) -> Stage {
                match self {
                    $($( Self::$read(_) => Stage::Closed, )+)+
                    $($( Self::$call(machine) => machine.stage(), )+)+
                    $($( Self::$flow(machine) => machine.stage(), )+)+
                    Self::Told(reply) => if reply.is_unknown() { Stage::Unknown } else { Stage::Closed },
                }
            }

            /// Was this written by an operation of the same order, as far as it tells?
            pub(crate) fn wrote(&self, state: &str) -> bool {
                match self {
                    $($( Self::$read(_) => true, )+)+
                    // What cannot be read is for `resume` to refuse.
                    $($( Self::$call(machine) => read(state).map_or(true, |held| machine.is_of_order(&held)), )+)+
                    $($( Self::$flow(machine) => read(state).map_or(true, |held| machine.is_of_order(&held)), )+)+
                    Self::Told(_) => true,
                }
            }

            /// What a record keeps, if it can be read.
            pub(crate) fn kept(record: &Record) -> Option<Box<dyn Remembers>> {
                Some(match record.operation.as_str() {
                    $($( stringify!($call_name) => Box::new(memo::<guarded::Memo>(record).ok()?), )+)+
                    $($( stringify!($flow_name) => Box::new(of_machine(<$machine>::memo, record).ok()?), )+)+
                    _ => return None,
                })
            }

            /// The task a record describes.
            pub(crate) fn resume(record: &Record, ctx: Context, now: Time) -> Result<Self, PaymentError> {
                let task = match record.operation.as_str() {
                    $($( stringify!($call_name) => {
                        let outcome = memo::<guarded::Memo>(record)?.outcome(ctx.op);
                        Self::Told(Reply::$call_reply { outcome })
                    } )+)+
                    $($( stringify!($flow_name) => Self::$flow(<$machine>::resume(ctx, memo(record)?, now)), )+)+
                    _ => return Err(PaymentError::record("an operation this version does not know")),
                };
                if vendor(&record.operation) == Some(record.vendor) { Ok(task) } else { Err(contradicts()) }
            }

            /// Checks an order and makes its machine.
            pub(crate) fn begin(order: Order, ctx: Context) -> Result<Self, PaymentError> {
                Ok(match order {
                    $($( Order::$flow $({ $($flow_part),+ })? => Self::$flow(($make)(ctx, $flow_check?)), )+)+
                    $($( Order::$call $({ $($call_part),+ })? => {
                        Self::$call(Guarded::new(&ctx, $call_check?))
                    } )+)+
                    $($( Order::$read $({ $($read_part),+ })? => {
                        Self::$read(Call::new(&ctx, $read_check?))
                    } )+)+
                })
            }
        }

        /// Whose an operation is that leaves records.
        fn vendor(operation: &str) -> Option<Vendor> {
            match operation {
                $( $( stringify!($flow_name) )|+ | $( stringify!($call_name) )|+ => Some(Vendor::$vendor), )+
                _ => None,
            }
        }
    };
}

operations!(tasks);

impl Task {
    /// The vendor's reference, once known.
    pub(crate) fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Collect(flow) => flow.reference(),
            Self::Checkout(flow) => flow.reference(),
            Self::Payout(flow) => flow.reference(),
            Self::Settle(flow) => flow.reference(),
            Self::PayBill(flow) => flow.reference(),
            _ => None,
        }
    }

    /// The id we gave the payment at the vendor, if it takes one.
    pub(crate) fn our_reference(&self) -> Option<Reference> {
        match self {
            Self::Payout(flow) => flow.our_reference().cloned(),
            Self::PayBill(flow) => Some(flow.our_reference().clone()),
            Self::CreateTransfer(call) => call.our_reference(),
            Self::PayBillOnce(call) => call.our_reference(),
            _ => None,
        }
    }

    /// How far a bulk payout is.
    pub(crate) fn progress(&self) -> Option<Progress> {
        if let Self::BulkPayout(flow) = self { Some(flow.progress()) } else { None }
    }

    /// Is one of many batches on its way, or about to be?
    pub(crate) const fn is_sending_batch(&self) -> bool {
        matches!(self, Self::BulkPayout(flow) if flow.is_sending())
    }

    /// May the payer give it up now?
    pub(crate) fn can_abandon(&self) -> bool {
        matches!(self, Self::Collect(flow) if flow.can_abandon())
    }

    /// What the payer has to be shown while it waits for him.
    pub(crate) fn to_show(&self) -> Option<Prompt> {
        match self {
            Self::Collect(flow) => flow.to_show(),
            Self::Checkout(flow) => flow.to_show(),
            _ => None,
        }
    }

    /// These are other payments: not what is looked for, should an answer be lost.
    pub(crate) fn exclude<'a>(&mut self, others: impl Iterator<Item = &'a Reference>) {
        match self {
            Self::Collect(flow) => flow.exclude(others),
            Self::Payout(flow) => flow.exclude(others),
            Self::Settle(flow) => flow.exclude(others),
            _ => {}
        }
    }

    /// What was unusual on the way.
    pub(crate) fn alarms(&self) -> &[Alarm] {
        match self {
            Self::Collect(flow) => flow.alarms(),
            Self::Checkout(flow) => flow.alarms(),
            Self::Payout(flow) => flow.alarms(),
            Self::BulkPayout(flow) => flow.alarms(),
            Self::Settle(flow) => flow.alarms(),
            Self::PayBill(flow) => flow.alarms(),
            _ => &[],
        }
    }
}

fn json(memo: &impl serde::Serialize) -> String {
    serde_json::to_string(memo).unwrap_or_default()
}

/// What a record's state says, if what stands beside it says the same.
fn memo<T: DeserializeOwned + Remembers>(record: &Record) -> Result<T, PaymentError> {
    let memo = read(&record.state)?;
    if record.agrees_with(&memo) { Ok(memo) } else { Err(contradicts()) }
}

/// The same, of what machines of this kind keep.
fn of_machine<M, T: DeserializeOwned + Remembers>(
    _: fn(&M) -> T,
    record: &Record,
) -> Result<T, PaymentError> {
    memo(record)
}

fn contradicts() -> PaymentError {
    PaymentError::record("its parts contradict each other")
}

fn read<T: DeserializeOwned>(state: &str) -> Result<T, PaymentError> {
    crate::json::from_str(state).map_err(|_| PaymentError::record("its state cannot be read"))
}
