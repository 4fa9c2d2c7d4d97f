//! Each code's name, whether money may have moved, and which class of error it is. The texts are those of
//! `texts.txt`.

use super::Applied::{self, Maybe, No};
use super::Code;
use crate::class::Class::{self, Abandoned, Authentication, NotFound, Rejected};

/// What is decided by one code.
pub(super) struct Entry {
    pub(super) code: Code,
    pub(super) name: &'static str,
    pub(super) applied: Applied,
    pub(super) class: Class,
}

/// For a code that no document we know lists.
pub(super) static UNLISTED: Entry = entry(Code::Other(String::new()), "", Maybe, Rejected);

/// DEXCHANGE's page gives names only. What may have been applied follows design rule G5: only what cannot
/// have moved money is `No`.
pub(super) static TABLE: [Entry; 36] = [
    entry(Code::BatchSizeLimitExceeded, "BATCH_SIZE_LIMIT_EXCEEDED", No, Rejected),
    // Asked again until `Unsent::Busy`, which has a class of its own.
    entry(Code::RateLimitExceeded, "RATE_LIMIT_EXCEEDED", No, Rejected),
    entry(Code::UnsupportedProvider, "UNSUPPORTED_PROVIDER", No, Rejected),
    entry(Code::OtpInvalid, "OTP_INVALID", No, Rejected),
    entry(Code::OtpExpired, "OTP_EXPIRED", No, Rejected),
    entry(Code::OtpStillValid, "OTP_STILL_VALID", No, Rejected),
    entry(Code::InsufficientFunds, "INSUFFICIENT_FUNDS", No, Rejected),
    entry(Code::InvalidAccount, "INVALID_ACCOUNT", No, Rejected),
    entry(Code::NetworkError, "NETWORK_ERROR", Maybe, Rejected),
    entry(Code::ChargeNotFound, "CHARGE_NOT_FOUND", No, NotFound),
    entry(Code::InternalError, "INTERNAL_ERROR", Maybe, Rejected),
    entry(Code::UnknownError, "UNKNOWN_ERROR", Maybe, Rejected),
    entry(Code::TransactionNotFound, "TRANSACTION_NOT_FOUND", Maybe, NotFound),
    entry(Code::UnauthorizedChargeProvider, "UNAUTHORIZED_CHARGE_PROVIDER", No, Rejected),
    entry(Code::ExternalApiError, "EXTERNAL_API_ERROR", Maybe, Rejected),
    entry(Code::InvalidData, "INVALID_DATA", No, Rejected),
    entry(Code::InvalidApiKey, "INVALID_API_KEY", No, Authentication),
    entry(Code::ExpiredApiKey, "EXPIRED_API_KEY", No, Authentication),
    entry(Code::MissingApiKey, "MISSING_API_KEY", No, Authentication),
    entry(Code::InvalidAmount, "INVALID_AMOUNT", No, Rejected),
    entry(Code::DuplicateTransaction, "DUPLICATE_TRANSACTION", Maybe, Rejected),
    entry(Code::ServiceUnavailable, "SERVICE_UNAVAILABLE", Maybe, Rejected),
    entry(Code::OperatorError, "OPERATOR_ERROR", Maybe, Rejected),
    entry(Code::TimeoutError, "TIMEOUT_ERROR", Maybe, Rejected),
    entry(Code::Unauthorized, "UNAUTHORIZED", No, Authentication),
    entry(Code::Forbidden, "FORBIDDEN", No, Rejected),
    entry(Code::NotFound, "NOT_FOUND", Maybe, NotFound),
    entry(Code::Validation, "VALIDATION", No, Rejected),
    entry(Code::Conflict, "CONFLICT", Maybe, Rejected),
    entry(Code::DuplicateReference, "DUPLICATE_REFERENCE", No, Rejected),
    entry(Code::AlreadyPaid, "ALREADY_PAID", No, Rejected),
    entry(Code::NoBill, "NO_BILL", No, Rejected),
    entry(Code::PaymentFailed, "PAYMENT_FAILED", No, Rejected),
    entry(Code::PaymentCanceled, "PAYMENT_CANCELED", No, Rejected),
    entry(Code::AmountChanged, "AMOUNT_CHANGED", No, Rejected),
    entry(Code::Abandoned, "ABANDONED", No, Abandoned),
];

const fn entry(code: Code, name: &'static str, applied: Applied, class: Class) -> Entry {
    Entry { code, name, applied, class }
}
