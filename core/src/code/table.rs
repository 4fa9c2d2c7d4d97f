//! Each code's name, whether money may have moved, and which class of error it is. The texts are those of
//! `texts.txt`.

use super::Code;
use super::Moved::{self, Maybe, No};
use crate::class::Class::{self, AuthenticationFailed, NotFound, PaymentAbandoned, PaymentRejected};

/// What is decided by one code.
pub(super) struct Entry {
    pub(super) code: Code,
    pub(super) name: &'static str,
    pub(super) moved: Moved,
    pub(super) class: Class,
}

/// For a code that no document we know lists.
pub(super) static UNLISTED: Entry = entry(Code::Other(String::new()), "", Maybe, PaymentRejected);

/// DEXCHANGE's page gives names only. What may have been applied follows design rule G5: only what cannot
/// have moved money is `No`.
pub(super) static TABLE: [Entry; 36] = [
    entry(Code::BatchSizeLimitExceeded, "BATCH_SIZE_LIMIT_EXCEEDED", No, PaymentRejected),
    // Asked again until `Unsent::Busy`, which has a class of its own.
    entry(Code::RateLimitExceeded, "RATE_LIMIT_EXCEEDED", No, PaymentRejected),
    entry(Code::UnsupportedProvider, "UNSUPPORTED_PROVIDER", No, PaymentRejected),
    entry(Code::OtpInvalid, "OTP_INVALID", No, PaymentRejected),
    entry(Code::OtpExpired, "OTP_EXPIRED", No, PaymentRejected),
    entry(Code::OtpStillValid, "OTP_STILL_VALID", No, PaymentRejected),
    entry(Code::InsufficientFunds, "INSUFFICIENT_FUNDS", No, PaymentRejected),
    entry(Code::InvalidAccount, "INVALID_ACCOUNT", No, PaymentRejected),
    entry(Code::NetworkError, "NETWORK_ERROR", Maybe, PaymentRejected),
    entry(Code::ChargeNotFound, "CHARGE_NOT_FOUND", No, NotFound),
    entry(Code::InternalError, "INTERNAL_ERROR", Maybe, PaymentRejected),
    entry(Code::UnknownError, "UNKNOWN_ERROR", Maybe, PaymentRejected),
    entry(Code::TransactionNotFound, "TRANSACTION_NOT_FOUND", Maybe, NotFound),
    entry(Code::UnauthorizedChargeProvider, "UNAUTHORIZED_CHARGE_PROVIDER", No, PaymentRejected),
    entry(Code::ExternalApiError, "EXTERNAL_API_ERROR", Maybe, PaymentRejected),
    entry(Code::InvalidData, "INVALID_DATA", No, PaymentRejected),
    entry(Code::InvalidApiKey, "INVALID_API_KEY", No, AuthenticationFailed),
    entry(Code::ExpiredApiKey, "EXPIRED_API_KEY", No, AuthenticationFailed),
    entry(Code::MissingApiKey, "MISSING_API_KEY", No, AuthenticationFailed),
    entry(Code::InvalidAmount, "INVALID_AMOUNT", No, PaymentRejected),
    entry(Code::DuplicateTransaction, "DUPLICATE_TRANSACTION", Maybe, PaymentRejected),
    entry(Code::ServiceUnavailable, "SERVICE_UNAVAILABLE", Maybe, PaymentRejected),
    entry(Code::OperatorError, "OPERATOR_ERROR", Maybe, PaymentRejected),
    entry(Code::TimeoutError, "TIMEOUT_ERROR", Maybe, PaymentRejected),
    entry(Code::Unauthorized, "UNAUTHORIZED", No, AuthenticationFailed),
    entry(Code::Forbidden, "FORBIDDEN", No, PaymentRejected),
    entry(Code::NotFound, "NOT_FOUND", Maybe, NotFound),
    entry(Code::Validation, "VALIDATION", No, PaymentRejected),
    entry(Code::Conflict, "CONFLICT", Maybe, PaymentRejected),
    entry(Code::DuplicateReference, "DUPLICATE_REFERENCE", No, PaymentRejected),
    entry(Code::AlreadyPaid, "ALREADY_PAID", No, PaymentRejected),
    entry(Code::NoBill, "NO_BILL", No, PaymentRejected),
    entry(Code::PaymentFailed, "PAYMENT_FAILED", No, PaymentRejected),
    entry(Code::PaymentCanceled, "PAYMENT_CANCELED", No, PaymentRejected),
    entry(Code::AmountChanged, "AMOUNT_CHANGED", No, PaymentRejected),
    entry(Code::Abandoned, "ABANDONED", No, PaymentAbandoned),
];

const fn entry(code: Code, name: &'static str, moved: Moved, class: Class) -> Entry {
    Entry { code, name, moved, class }
}
