//! Balances: what was collected, and what can be paid out of each wallet.
//!
//! Vendor page: "fetch user balance".

use crate::call::{Endpoint, Resend, Verdict};
use crate::http::{Draft, Response};
use crate::outcome::Plan;
use crate::policy::BODY_CAP;
use crate::senfenico::answer::{Effect, data};
use crate::value::{Amount, wire};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// Read the balances: `GET /v1/payment/balances`. Vendor page: "fetch user balance".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchBalances;

impl Endpoint for FetchBalances {
    type Output = Balances;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        Draft::get("/v1/payment/balances")
    }

    fn read(&self, response: &Response) -> Verdict<Balances> {
        #[derive(Deserialize)]
        struct Wire {
            collection_balances: CollectionBalance,
            transfer_balances: WireTransfers,
        }
        data::<Wire>(response, BODY_CAP, Effect::None).map(|wire| Balances {
            collection: wire.collection_balances,
            transfer_total: wire.transfer_balances.total,
            transfer: wire.transfer_balances.wallets,
        })
    }
}

/// All balances, in XOF francs (the vendor writes `18692.0`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balances {
    /// Money collected from customers.
    pub collection: CollectionBalance,
    /// All wallets together.
    pub transfer_total: Balance,
    /// Money that can be sent, wallet by wallet, in the vendor's order; wallets the vendor adds
    /// later appear here too.
    pub transfer: Vec<WalletBalance>,
}

impl Balances {
    /// One wallet by the vendor's name for it, such as `orange_money_bf`.
    pub fn wallet(&self, name: &str) -> Option<&Balance> {
        self.transfer.iter().find(|wallet| wallet.wallet == name).map(|wallet| &wallet.balance)
    }
}

/// Two numbers of one balance, in XOF francs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Can be used at once.
    #[serde(default, deserialize_with = "wire::francs")]
    pub available: Amount,
    /// Being transferred or settled; cannot be used.
    #[serde(default, deserialize_with = "wire::francs")]
    pub pending: Amount,
}

/// The balance money is collected into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionBalance {
    /// Can be used at once, in XOF francs.
    #[serde(deserialize_with = "wire::francs")]
    pub available: Amount,
    /// Being transferred or settled, in XOF francs.
    #[serde(default, deserialize_with = "wire::francs")]
    pub pending: Amount,
    /// `XOF`.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub currency: Option<String>,
}

/// The balance of one wallet money is sent from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletBalance {
    /// The vendor's name: `orange_money_bf`, `moov_money_bf`, `sank_money_bf`, or a newer one.
    pub wallet: String,
    /// What it holds.
    pub balance: Balance,
}

/// Totals and wallets stand side by side in one object; its keys are open.
struct WireTransfers {
    total: Balance,
    wallets: Vec<WalletBalance>,
}

impl<'de> Deserialize<'de> for WireTransfers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Open;
        impl<'de> Visitor<'de> for Open {
            type Value = WireTransfers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of wallet balances")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<WireTransfers, A::Error> {
                let mut found = WireTransfers { total: Balance::default(), wallets: Vec::new() };
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "total_available" => found.total.available = map.next_value::<wire::Francs>()?.0,
                        "total_pending" => found.total.pending = map.next_value::<wire::Francs>()?.0,
                        _ => {
                            if let Some(balance) = map.next_value::<wire::Lenient<Balance>>()?.0 {
                                found.wallets.push(WalletBalance { wallet: key, balance });
                            }
                        }
                    }
                }
                Ok(found)
            }
        }
        deserializer.deserialize_map(Open)
    }
}
