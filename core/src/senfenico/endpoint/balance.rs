//! Balances: what was collected, and what can be paid out of each wallet.
//!
//! Vendor page: "fetch user balance".

use crate::call::{Endpoint, Resend, Verdict};
use crate::http::{Draft, Response};
use crate::outcome::Plan;
use crate::policy::BODY_CAP;
use crate::senfenico::answer::{Change, one};
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
        match one::<Wire>(response, BODY_CAP, Change::None) {
            Verdict::Answer(wire) => Verdict::Answer(wire.into()),
            _ => one::<Loose>(response, BODY_CAP, Change::None).map(|Loose(balances)| balances),
        }
    }
}

/// All balances, in XOF francs (the vendor writes `18692.0`). They only inform: a number that is
/// missing or cannot be read, such as a negative one, is absent and hides none of the others.
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
    #[serde(default, deserialize_with = "wire::loose_francs_opt")]
    pub available: Option<Amount>,
    /// Being transferred or settled; cannot be used.
    #[serde(default, deserialize_with = "wire::loose_francs_opt")]
    pub pending: Option<Amount>,
}

/// The balance money is collected into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionBalance {
    /// Can be used at once, in XOF francs.
    #[serde(default, deserialize_with = "wire::loose_francs_opt")]
    pub available: Option<Amount>,
    /// Being transferred or settled, in XOF francs.
    #[serde(default, deserialize_with = "wire::loose_francs_opt")]
    pub pending: Option<Amount>,
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

/// The body as it is documented.
#[derive(Deserialize)]
struct Wire {
    collection_balances: CollectionBalance,
    transfer_balances: WireTransfers<Balance>,
}

impl From<Wire> for Balances {
    fn from(wire: Wire) -> Self {
        let WireTransfers { total, wallets, .. } = wire.transfer_balances;
        Self { collection: wire.collection_balances, transfer_total: total, transfer: wallets }
    }
}

/// Whatever of it can be read.
#[derive(Deserialize)]
#[serde(try_from = "LooseWire")]
struct Loose(Balances);

#[derive(Deserialize)]
struct LooseWire {
    #[serde(default)]
    collection_balances: Lenient<CollectionBalance>,
    #[serde(default)]
    transfer_balances: Lenient<WireTransfers<Lenient<Balance>>>,
}

impl TryFrom<LooseWire> for Loose {
    type Error = &'static str;

    fn try_from(wire: LooseWire) -> Result<Self, Self::Error> {
        let (collection, transfers) = (wire.collection_balances.0, wire.transfer_balances.0);
        if collection.is_none() && transfers.is_none() {
            return Err("no balances");
        }
        let (total, wallets) = transfers.map(|found| (found.total, found.wallets)).unwrap_or_default();
        let collection = collection.unwrap_or_default();
        Ok(Self(Balances { collection, transfer_total: total, transfer: wallets }))
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
                        "total_available" => found.total.available = map.next_value::<wire::LooseFrancs>()?.0,
                        "total_pending" => found.total.pending = map.next_value::<wire::LooseFrancs>()?.0,
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

    fn read(data: &str) -> Option<Balances> {
        let body = format!(r#"{{"status":true,"data":{data}}}"#);
        match FetchBalances.read(&Response { status: 200, headers: Vec::new(), body }) {
            Verdict::Answer(balances) => Some(balances),
            _ => None,
        }
    }

    fn francs(balance: &Balance) -> (Option<i64>, Option<i64>) {
        (balance.available.map(Amount::francs), balance.pending.map(Amount::francs))
    }

    fn wallets(beside: &str) -> Option<Vec<(String, Option<i64>)>> {
        let balances = read(&format!(
            r#"{{"collection_balances":{{"available":18692.0}},
            "transfer_balances":{{"total_available":7.0,"total_pending":0,{beside}"new_wallet_bf":{{"available":7.0}}}}}}"#
        ))?;
        assert_eq!(francs(&balances.transfer_total), (Some(7), Some(0)), "{beside}");
        Some(
            balances
                .transfer
                .into_iter()
                .map(|w| (w.wallet, w.balance.available.map(Amount::francs)))
                .collect(),
        )
    }

    #[test]
    fn any_key_may_be_a_wallet_and_what_is_none_is_passed_over() {
        let new = ("new_wallet_bf".to_owned(), Some(7));
        assert_eq!(wallets(""), Some(vec![new.clone()]));
        for beside in [r#""currency":"XOF","#, r#""note":null,"#, r#""n":1.5,"#, r#""l":["x"],"#] {
            assert_eq!(wallets(beside), Some(vec![new.clone()]), "{beside}");
        }
        for (beside, available) in [
            (r#""w\u0031":{"available":"3"},"#, Some(3)),
            (r#""w1":{"available":0.5},"#, None),
            (r#""w1":{"available":-300},"#, None),
            (r#""w1":{},"#, None),
        ] {
            assert_eq!(wallets(beside), Some(vec![("w1".to_owned(), available), new.clone()]), "{beside}");
        }
    }

    #[test]
    fn a_number_that_cannot_be_read_hides_none_of_the_others() {
        let odd = read(
            r#"{"collection_balances":{"available":-250,"pending":40,"currency":"XOF"},
            "transfer_balances":{"total_available":1e3,"total_pending":2,"moov_money_bf":{"available":1.25,"pending":9}}}"#,
        )
        .unwrap();
        let collection = &odd.collection;
        assert_eq!((collection.available, collection.pending.map(Amount::francs)), (None, Some(40)));
        assert_eq!(francs(&odd.transfer_total), (None, Some(2)));
        assert_eq!(odd.wallet("moov_money_bf").map(francs), Some((None, Some(9))));
        let half = read(r#"{"collection_balances":"none","transfer_balances":{"total_pending":3}}"#).unwrap();
        assert_eq!(
            (half.collection, francs(&half.transfer_total)),
            (CollectionBalance::default(), (None, Some(3)))
        );
        let other = read(r#"{"collection_balances":{"available":5}}"#).unwrap();
        assert_eq!(other.collection.available.map(Amount::francs), Some(5));
        for none in ["{}", r#"{"collection_balances":null,"transfer_balances":[]}"#, "[]", "null"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
