//! Balances (page section "balance").

use super::{Senfenico, accept};
use crate::http::Response;
use crate::sandbox::ledger::{Purse, Wallet};
use crate::sandbox::reply::{Json, float_text, object};
use crate::sandbox::world::World;

impl Senfenico {
    pub(super) fn balances(&self, world: &World, merchant: usize) -> Response {
        let number = self.merchants.get(merchant).map_or(0, |m| m.number);
        let of = |account| world.ledger.balance(account);
        let sum = |side: fn(i64, Wallet) -> Purse| {
            Wallet::ALL.iter().fold(0_i64, |sum, wallet| sum.saturating_add(of(side(number, *wallet))))
        };
        let wallet = |wallet| {
            object([
                ("available", float_text(of(Purse::Wallet(number, wallet)))),
                ("pending", float_text(of(Purse::WalletPending(number, wallet)))),
            ])
        };
        let collection = object([
            ("available", float_text(of(Purse::Collection(number)))),
            ("pending", float_text(of(Purse::SettlementInTransit(number)))),
            ("currency", Json::text("XOF")),
        ]);
        let transfer = object([
            ("total_available", float_text(sum(Purse::Wallet))),
            ("total_pending", float_text(sum(Purse::WalletPending))),
            ("orange_money_bf", wallet(Wallet::Orange)),
            ("moov_money_bf", wallet(Wallet::Moov)),
            ("sank_money_bf", wallet(Wallet::Sank)),
        ]);
        let data = object([("collection_balances", collection), ("transfer_balances", transfer)]);
        accept("Balance retrieved", data)
    }
}
