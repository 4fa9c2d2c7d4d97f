//! The five status machines by name.

use serde_json::{Value, json};
use xaalis::dexchange::BillStatus;
use xaalis::senfenico::{ChargeStatus, CheckoutStatus, SettlementStatus, TransferStatus};
use xaalis::status::{Applied, Source};

/// A kind of payment.
#[derive(Clone, Copy, Debug)]
pub enum Machine {
    /// Senfenico.
    Charge,
    /// Senfenico.
    Checkout,
    /// Senfenico.
    Transfer,
    /// Senfenico.
    Settlement,
    /// DEXCHANGE.
    Bill,
}

impl Machine {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Charge, Self::Checkout, Self::Transfer, Self::Settlement, Self::Bill];

    /// The words this library knows.
    pub fn words(self) -> Vec<&'static str> {
        let words = match self {
            Self::Charge => ChargeStatus::WORDS,
            Self::Checkout => CheckoutStatus::WORDS,
            Self::Transfer => TransferStatus::WORDS,
            Self::Settlement => SettlementStatus::WORDS,
            Self::Bill => BillStatus::WORDS,
        };
        words.iter().map(|(word, _)| *word).collect()
    }
}

/// One observation: the status kept, and what to make of it.
pub fn apply(machine: Machine, known: Option<&str>, seen: &str, source: Source) -> (Option<String>, Applied) {
    macro_rules! by {
        ($status:ty) => {{
            let known = known.map(<$status>::from);
            let (status, applied) = xaalis::status::apply(known.as_ref(), &<$status>::from(seen), source);
            (status.map(|status| status.as_str().to_owned()), applied)
        }};
    }
    match machine {
        Machine::Charge => by!(ChargeStatus),
        Machine::Checkout => by!(CheckoutStatus),
        Machine::Transfer => by!(TransferStatus),
        Machine::Settlement => by!(SettlementStatus),
        Machine::Bill => by!(BillStatus),
    }
}

/// `{machine, known, seen, source}` to `{status, applied, alarm}`.
pub(super) fn transition(input: &Value) -> Value {
    let machine = match input["machine"].as_str().expect("a machine") {
        "charge" => Machine::Charge,
        "checkout" => Machine::Checkout,
        "transfer" => Machine::Transfer,
        "settlement" => Machine::Settlement,
        "bill" => Machine::Bill,
        other => panic!("no machine {other}"),
    };
    let source: Source = serde_json::from_value(input["source"].clone()).expect("a source");
    let seen = input["seen"].as_str().expect("a status");
    let (status, applied) = apply(machine, input["known"].as_str(), seen, source);
    json!({ "status": status, "applied": applied, "alarm": applied.is_alarm() })
}
