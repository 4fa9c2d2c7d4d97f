//! Balances: what was collected, and what can be paid out of each wallet.
//!
//! Vendor page: "fetch user balance".

use crate::call::{Endpoint, Resend, Verdict};
use crate::http::{Draft, Response};
use crate::outcome::Plan;
use crate::policy::BODY_CAP;
use crate::senfenico::answer::{Effect, one};
use crate::value::Amount;
use crate::value::wire::{self, Lenient};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

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
        // As a rule every key beside the totals is a wallet; reading around one that is not costs
        // a second look at each, so it comes second.
        match one::<Wire<wire::Object<Balance>>>(response, BODY_CAP, Effect::None) {
            Verdict::Answer(wire) => Verdict::Answer(wire.into()),
            _ => one::<Wire<Lenient<Balance>>>(response, BODY_CAP, Effect::None).map(Balances::from),
        }
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

/// The body's shape; `W` reads the value of each key that may be a wallet.
#[derive(Deserialize)]
#[serde(bound(deserialize = "W: Deserialize<'de> + Into<Lenient<Balance>>"))]
struct Wire<W> {
    collection_balances: CollectionBalance,
    transfer_balances: WireTransfers<W>,
}

impl<W> From<Wire<W>> for Balances {
    fn from(wire: Wire<W>) -> Self {
        Self {
            collection: wire.collection_balances,
            transfer_total: wire.transfer_balances.total,
            transfer: wire.transfer_balances.wallets,
        }
    }
}

/// A key, copied only when it names a wallet.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// Totals and wallets stand side by side in one object; its keys are open.
struct WireTransfers<W> {
    total: Balance,
    wallets: Vec<WalletBalance>,
    read_as: PhantomData<W>,
}

impl<'de, W: Deserialize<'de> + Into<Lenient<Balance>>> Deserialize<'de> for WireTransfers<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Open<W>(PhantomData<W>);
        impl<'de, W: Deserialize<'de> + Into<Lenient<Balance>>> Visitor<'de> for Open<W> {
            type Value = WireTransfers<W>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of wallet balances")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<WireTransfers<W>, A::Error> {
                let (total, wallets) = (Balance::default(), Vec::new());
                let mut found = WireTransfers { total, wallets, read_as: PhantomData };
                while let Some(Key(key)) = map.next_key()? {
                    match &*key {
                        "total_available" => found.total.available = map.next_value::<wire::Francs>()?.0,
                        "total_pending" => found.total.pending = map.next_value::<wire::Francs>()?.0,
                        _ => {
                            if let Some(balance) = map.next_value::<W>()?.into().0 {
                                found.wallets.push(WalletBalance { wallet: key.into_owned(), balance });
                            }
                        }
                    }
                }
                Ok(found)
            }
        }
        deserializer.deserialize_map(Open(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wallets(beside: &str) -> Option<Vec<(String, i64)>> {
        let body = format!(
            r#"{{"status":true,"data":{{"collection_balances":{{"available":18692.0}},
            "transfer_balances":{{"total_available":7.0,"total_pending":0,{beside}"new_wallet_bf":{{"available":7.0}}}}}}}}"#
        );
        match FetchBalances.read(&Response { status: 200, headers: Vec::new(), body }) {
            Verdict::Answer(balances) if balances.transfer_total.available.francs() == 7 => {
                let each = balances.transfer.into_iter().map(|w| (w.wallet, w.balance.available.francs()));
                Some(each.collect())
            }
            _ => None,
        }
    }

    #[test]
    fn any_key_may_be_a_wallet_and_what_is_none_is_passed_over() {
        let new = ("new_wallet_bf".to_owned(), 7);
        assert_eq!(wallets(""), Some(vec![new.clone()]));
        for beside in [
            r#""currency":"XOF","#,
            r#""note":null,"#,
            r#""n":1.5,"#,
            r#""l":["x"],"#,
            r#""w":{"available":0.5},"#,
        ] {
            assert_eq!(wallets(beside), Some(vec![new.clone()]), "{beside}");
        }
        assert_eq!(wallets(r#""w\u0031":{"available":"3"},"#), Some(vec![("w1".to_owned(), 3), new]));
    }
}
