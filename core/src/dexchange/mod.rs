//! DEXCHANGE, Senegal: SenEau and Senelec bills, Woyofal top-ups, callbacks.

mod answer;
mod bill_memo;
mod bill_order;
mod endpoint;
mod pay_bill;
mod status;
pub mod webhook;

pub use bill_order::NewPayBill;
pub use endpoint::*;
pub(crate) use pay_bill::PayBillFlow;
pub use status::BillStatus;
