//! What core itself says of codes: the English `text` of `texts.txt` once more (a test compares), so that a program that
//! tells nobody anything else does not carry all texts.

/// A code's description, by its name; of one that is not listed, by none.
pub(super) static SAID: [(&str, &str); 37] = [
    ("", "The vendor sent an error code that this version does not know."),
    (
        "BATCH_SIZE_LIMIT_EXCEEDED",
        "The request exceeds the maximum batch size of 100 items. Please reduce the number of items in the batch and try again.",
    ),
    (
        "RATE_LIMIT_EXCEEDED",
        "You have exceeded the rate limit for API requests. Please wait before making further requests.",
    ),
    ("UNSUPPORTED_PROVIDER", "Senfenico does not work with this mobile operator."),
    ("OTP_INVALID", "The OTP is invalid. Please try again."),
    ("OTP_EXPIRED", "The OTP has expired. Please request a new one."),
    (
        "OTP_STILL_VALID",
        "The current OTP is still valid. Please use the existing OTP or wait until it expires to request a new one.",
    ),
    ("INSUFFICIENT_FUNDS", "Account holder does not have enough funds to complete this transaction."),
    (
        "INVALID_ACCOUNT",
        "The phone number is not valid or is not associated with an account with operator. Please check the phone number and try again.",
    ),
    ("NETWORK_ERROR", "A network error occurred. Please try again later."),
    ("CHARGE_NOT_FOUND", "Charge with the given reference not found."),
    ("INTERNAL_ERROR", "An internal error occurred. Please try again later."),
    ("UNKNOWN_ERROR", "An unknown error occurred. Please try again later."),
    ("TRANSACTION_NOT_FOUND", "Transaction not found."),
    (
        "UNAUTHORIZED_CHARGE_PROVIDER",
        "You are not authorized to charge this provider. If you think this is an error, please contact Senfenico team.",
    ),
    (
        "EXTERNAL_API_ERROR",
        "The OTP is invalid. Please try again. An error occurred with an external API. Please try again later or contact support if the issue persists.",
    ),
    ("INVALID_DATA", "Invalid data provided. Please check the input and try again."),
    ("INVALID_API_KEY", "The API key is not valid."),
    ("EXPIRED_API_KEY", "The API key has expired."),
    ("MISSING_API_KEY", "No API key was sent."),
    ("INVALID_AMOUNT", "The amount is not allowed."),
    ("DUPLICATE_TRANSACTION", "A transaction with this id exists already."),
    ("SERVICE_UNAVAILABLE", "The service is not available now."),
    ("OPERATOR_ERROR", "The operator or biller reported an error."),
    ("TIMEOUT_ERROR", "The operator or biller did not answer in time."),
    ("UNAUTHORIZED", "The API key was refused."),
    ("FORBIDDEN", "The request is not allowed, or the API is under maintenance."),
    ("NOT_FOUND", "The vendor found nothing under this reference or address."),
    ("VALIDATION", "The vendor refused a field of the request."),
    ("CONFLICT", "The request conflicts with an earlier one."),
    ("DUPLICATE_REFERENCE", "The reference was already used for another payment."),
    ("ALREADY_PAID", "The bill is already paid; nothing was debited."),
    ("NO_BILL", "There is no bill to pay under this reference."),
    ("PAYMENT_FAILED", "The payment failed."),
    ("PAYMENT_CANCELED", "The payment was canceled."),
    ("AMOUNT_CHANGED", "The bill is no longer the amount that was agreed to; nothing was paid."),
    ("ABANDONED", "The customer gave the payment up before entering a code; nothing was paid."),
];
