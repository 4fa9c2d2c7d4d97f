//! DEXCHANGE, Senegal: SenEau and Senelec bills, Woyofal top-ups, callbacks.

mod about;
mod answer;
mod endpoint;
mod pay_bill;
mod shape;
mod status;
pub mod webhook;

pub use endpoint::*;
pub use pay_bill::NewPayBill;
pub(crate) use pay_bill::PayBillFlow;
pub use status::BillStatus;
