//! DEXCHANGE's operations, one file per page of the vendor's documentation (kept as
//! `shared/api-docs/dexchange-*.txt`, read 2026-11-21).

mod inquiry;
mod pay;
mod transaction;

pub use inquiry::{Bill, BillInquiry, InquireBills, NewInquiry, Service};
pub use pay::{BillPayment, Evidence, NewBillPayment, PayBill};
pub use transaction::FetchTransaction;
