//! Every operation behind one face: which machine, which reply, what a record keeps.

use crate::call::Call;
use crate::context::Context;
use crate::dexchange::{FetchTransaction, InquireBills, PayBill, PayBillFlow};
use crate::error::PaymentError;
use crate::guarded::{self, Guarded};
use crate::machine::{Action, Event, Machine, Prompt};
use crate::order::Order;
use crate::outcome::Outcome;
use crate::record::{Alarm, Kept, Record, Stage};
use crate::reply::Reply;
use crate::senfenico::{self as sf, BulkPayout, CancelFlow, CheckoutFlow, Collect, Payout, Progress, Settle};
use crate::value::{Reference, Time};
use crate::webhook::Vendor;
use serde::de::DeserializeOwned;

/// Declares `Task`: reads, which leave no record; money calls, whose record can only say that they
/// may have happened; flows, which go on from theirs.
macro_rules! tasks {
    (
        reads { $( $read:ident($endpoint:ty) => $read_reply:ident, )+ }
        calls { $( $call:ident($money:ty) = $call_name:literal => $call_reply:ident, )+ }
        flows { $( $flow:ident($machine:ty) = $flow_name:literal => $flow_reply:ident { $field:ident }, )+ }
    ) => {
        #[derive(Clone)]
        pub(crate) enum Task {
            $( $read(Call<$endpoint>), )+
            $( $call(Guarded<$money>), )+
            $( $flow($machine), )+
            /// A money call found in a record.
            Told(Reply),
        }

        impl Task {
            pub(crate) fn poll(&mut self, now: Time) -> Action<Reply> {
                match self {
                    $( Self::$read(machine) => match machine.poll(now).split() {
                        Ok(outcome) => Action::Done(Reply::$read_reply { outcome }),
                        Err(other) => other,
                    }, )+
                    $( Self::$call(machine) => match machine.poll(now).split() {
                        Ok(outcome) => Action::Done(Reply::$call_reply { outcome }),
                        Err(other) => other,
                    }, )+
                    $( Self::$flow(machine) => match machine.poll(now).split() {
                        Ok($field) => Action::Done(Reply::$flow_reply { $field }),
                        Err(other) => other,
                    }, )+
                    Self::Told(reply) => Action::Done(reply.clone()),
                }
            }

            pub(crate) fn handle(&mut self, event: &Event, now: Time) {
                match self {
                    $( Self::$read(machine) => machine.handle(event, now), )+
                    $( Self::$call(machine) => machine.handle(event, now), )+
                    $( Self::$flow(machine) => machine.handle(event, now), )+
                    Self::Told(_) => {}
                }
            }

            /// What was read of a list since this was last asked.
            pub(crate) fn arrived(&mut self) -> Option<Reply> {
                match self {
                    $( Self::$read(machine) => {
                        let outcome = Outcome::Settled { value: machine.hand_over()? };
                        Some(Reply::$read_reply { outcome })
                    } )+
                    _ => None,
                }
            }

            /// Would more of the answer that arrives be read?
            pub(crate) fn wants_part(&self) -> bool {
                match self {
                    $( Self::$read(machine) => machine.wants_part(), )+
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
                !matches!(self, $( Self::$read(_) )|+)
            }

            /// What a record keeps; reads keep nothing.
            pub(crate) fn memo(&self) -> String {
                match self {
                    $( Self::$read(_) => String::new(), )+
                    $( Self::$call(machine) => json(&machine.memo()), )+
                    $( Self::$flow(machine) => json(&machine.memo()), )+
                    Self::Told(_) => String::new(),
                }
            }

            pub(crate) fn stage(&self) -> Stage {
                match self {
                    $( Self::$read(_) => Stage::Closed, )+
                    $( Self::$call(machine) => machine.stage(), )+
                    $( Self::$flow(machine) => machine.stage(), )+
                    Self::Told(reply) => if reply.is_unknown() { Stage::Unknown } else { Stage::Closed },
                }
            }

            /// Was this written by an operation of the same order, as far as it tells?
            pub(crate) fn wrote(&self, state: &str) -> bool {
                match self {
                    $( Self::$read(_) => true, )+
                    // What cannot be read is for `resume` to refuse.
                    $( Self::$call(machine) => read(state).map_or(true, |held| machine.is_of_order(&held)), )+
                    $( Self::$flow(machine) => read(state).map_or(true, |held| machine.is_of_order(&held)), )+
                    Self::Told(_) => true,
                }
            }

            /// What a record keeps, if it can be read.
            pub(crate) fn kept(record: &Record) -> Option<Box<dyn Kept>> {
                Some(match record.operation.as_str() {
                    $( $call_name => Box::new(memo::<guarded::Memo>(record).ok()?), )+
                    $( $flow_name => Box::new(of_machine(<$machine>::memo, record).ok()?), )+
                    _ => return None,
                })
            }

            /// The task a record describes.
            pub(crate) fn resume(record: &Record, ctx: Context, now: Time) -> Result<Self, PaymentError> {
                let task = match record.operation.as_str() {
                    $( $call_name => {
                        let outcome = memo::<guarded::Memo>(record)?.outcome(ctx.op);
                        Self::Told(Reply::$call_reply { outcome })
                    } )+
                    $( $flow_name => Self::$flow(<$machine>::resume(ctx, memo(record)?, now)), )+
                    _ => return Err(PaymentError::record("an operation this version does not know")),
                };
                let is_bill = matches!(task, Self::PayBill(_) | Self::Told(Reply::BillPayment { .. }));
                if is_bill == (record.vendor == Vendor::Dexchange) { Ok(task) } else { Err(contradicts()) }
            }
        }
    };
}

tasks! {
    reads {
        InitializeCheckout(sf::InitializeCheckout) => CheckoutOpened,
        FetchCheckout(sf::FetchCheckout) => Checkout,
        ListCheckouts(sf::ListCheckouts) => Checkouts,
        FetchCharge(sf::FetchCharge) => Charge,
        ListCharges(sf::ListCharges) => Charges,
        FetchBalances(sf::FetchBalances) => Balances,
        FetchTransfer(sf::FetchTransfer) => Transfer,
        ListTransfers(sf::ListTransfers) => Transfers,
        FetchSettlement(sf::FetchSettlement) => Settlement,
        ListSettlements(sf::ListSettlements) => Settlements,
        InquireBills(InquireBills) => Bills,
        FetchTransaction(FetchTransaction) => BillPayment,
    }
    calls {
        CreateCharge(sf::CreateCharge) = "create_charge" => ChargeCreated,
        SubmitOtp(sf::SubmitOtp) = "submit_otp" => Charge,
        CreateTransfer(sf::CreateTransfer) = "create_transfer" => Transfer,
        CreateBulkTransfer(sf::CreateBulkTransfer) = "create_bulk_transfer" => BulkQueued,
        CreateSettlement(sf::CreateSettlement) = "create_settlement" => Settlement,
        PayBillOnce(PayBill) = "pay_bill_once" => BillPayment,
    }
    flows {
        Collect(Collect) = "collect" => Charge { outcome },
        Checkout(CheckoutFlow) = "checkout" => Checkout { outcome },
        Payout(Payout) = "payout" => Transfer { outcome },
        BulkPayout(BulkPayout) = "bulk_payout" => Payouts { payouts },
        Settle(Settle) = "settle" => Settlement { outcome },
        CancelSettlement(CancelFlow) = "cancel_settlement" => Settlement { outcome },
        PayBill(PayBillFlow) = "pay_bill" => BillPayment { outcome },
    }
}

impl Task {
    /// Checks an order and makes its machine.
    pub(crate) fn begin(order: Order, ctx: Context) -> Result<Self, PaymentError> {
        let parse = |text: &str, field: &str| Reference::parse(text).map_err(|error| error.at(field));
        let reference = |text: &str| parse(text, "reference");
        Ok(match order {
            Order::InitializeCheckout { checkout } => {
                Self::InitializeCheckout(Call::new(&ctx, checkout.check()?))
            }
            Order::FetchCheckout { reference: text } => {
                Self::FetchCheckout(Call::new(&ctx, sf::FetchCheckout { reference: reference(&text)? }))
            }
            Order::ListCheckouts => Self::ListCheckouts(Call::new(&ctx, sf::ListCheckouts)),
            Order::CreateCharge { charge } => Self::CreateCharge(Guarded::new(&ctx, charge.check()?)),
            Order::SubmitOtp { charge, otp } => {
                let otp = crate::value::Otp::parse(&otp)?;
                Self::SubmitOtp(Guarded::new(&ctx, sf::SubmitOtp { charge: parse(&charge, "charge")?, otp }))
            }
            Order::FetchCharge { reference: text } => {
                Self::FetchCharge(Call::new(&ctx, sf::FetchCharge { reference: reference(&text)? }))
            }
            Order::ListCharges => Self::ListCharges(Call::new(&ctx, sf::ListCharges)),
            Order::FetchBalances => Self::FetchBalances(Call::new(&ctx, sf::FetchBalances)),
            Order::CreateTransfer { transfer } => Self::CreateTransfer(Guarded::new(&ctx, transfer.check()?)),
            Order::CreateBulkTransfer { transfers } => {
                Self::CreateBulkTransfer(Guarded::new(&ctx, sf::CreateBulkTransfer::check(&transfers)?))
            }
            Order::FetchTransfer { reference: text } => {
                Self::FetchTransfer(Call::new(&ctx, sf::FetchTransfer { reference: reference(&text)? }))
            }
            Order::ListTransfers => Self::ListTransfers(Call::new(&ctx, sf::ListTransfers)),
            Order::CreateSettlement { settlement } => {
                Self::CreateSettlement(Guarded::new(&ctx, settlement.check()?))
            }
            Order::FetchSettlement { reference: text } => {
                Self::FetchSettlement(Call::new(&ctx, sf::FetchSettlement { reference: reference(&text)? }))
            }
            Order::ListSettlements => Self::ListSettlements(Call::new(&ctx, sf::ListSettlements)),
            Order::InquireBills { inquiry } => Self::InquireBills(Call::new(&ctx, inquiry.check()?)),
            Order::PayBillOnce { payment } => Self::PayBillOnce(Guarded::new(&ctx, payment.check()?)),
            Order::FetchTransaction { transaction_id } => {
                let transaction_id = parse(&transaction_id, "transaction_id")?;
                Self::FetchTransaction(Call::new(&ctx, FetchTransaction { transaction_id }))
            }
            Order::Collect { charge } => Self::Collect(sf::collect(ctx, charge.check()?)),
            Order::Checkout { checkout } => Self::Checkout(CheckoutFlow::new(ctx, checkout.check()?)),
            Order::Payout { transfer } => Self::Payout(sf::payout(ctx, transfer.check()?)),
            Order::BulkPayout { transfers } => {
                Self::BulkPayout(BulkPayout::new(ctx, &sf::check_all(&transfers)?))
            }
            Order::Settle { settlement } => Self::Settle(sf::settle(ctx, settlement.check()?)),
            Order::CancelSettlement { reference: text } => {
                Self::CancelSettlement(CancelFlow::new(ctx, reference(&text)?))
            }
            Order::PayBill { payment } => Self::PayBill(PayBillFlow::new(ctx, payment.check()?)),
        })
    }

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
fn memo<T: DeserializeOwned + Kept>(record: &Record) -> Result<T, PaymentError> {
    let memo = read(&record.state)?;
    if record.agrees_with(&memo) { Ok(memo) } else { Err(contradicts()) }
}

/// The same, of what machines of this kind keep.
fn of_machine<M, T: DeserializeOwned + Kept>(_: fn(&M) -> T, record: &Record) -> Result<T, PaymentError> {
    memo(record)
}

fn contradicts() -> PaymentError {
    PaymentError::record("its parts contradict each other")
}

fn read<T: DeserializeOwned>(state: &str) -> Result<T, PaymentError> {
    crate::json::from_str(state).map_err(|_| PaymentError::record("its state cannot be read"))
}
