//! stub
#![allow(missing_docs)]
use crate::value::{Amount, Personal, Reference};
use serde::{Deserialize, Serialize};
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Vendor { Dexchange, Senfenico }
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice { pub vendor: Vendor, pub event: String, pub reference: Option<Reference>, pub ext_id: Option<Reference>, pub status: String, pub amount: Option<Amount>, pub fee: Option<Amount>, pub previous_balance: Option<Amount>, pub current_balance: Option<Amount>, pub token: Option<Personal>, pub live_mode: Option<bool>, pub dedupe: String }
