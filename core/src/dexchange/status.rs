//! DEXCHANGE's status words and where each stands.

use crate::status::status_words;

status_words! {
    /// The status of a bill payment or top-up (`Status`, `STATUS`). Vendor page: "Pay a Bill / Top-up"
    /// for the first, second and last; the others stand on the vendor's transaction page, which is
    /// not among `api-docs`.
    BillStatus {
        /// Accepted, not begun.
        Pending = "PENDING": Open,
        /// Under way; the account is counted as debited.
        Processing = "PROCESSING": Moving,
        /// Not paid; a debit already made is given back.
        Failed = "FAILED": Ended,
        /// Given up; as `FAILED`.
        Cancelled = "CANCELLED" | "CANCELED": Ended,
        /// Too old; as `FAILED`.
        Expired = "EXPIRED": Ended,
        /// Paid.
        Success = "SUCCESS": Paid,
    }
}
