"""The data of xaalis, printed from core's source by `cargo xtask print`; do not edit.

Amounts are whole XOF francs, moments are milliseconds since 1970, percentages are `Decimal`. Every
class is frozen. A word's class keeps words it does not know; `None` is what the vendor did not say.
"""

from __future__ import annotations

from ._data import T, _CodeWord, _Data, _DataOf, _known, _RecordData, _union, _Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import ClassVar, Literal, TypeAlias

__all__ = [
    "Alarm",
    "Applied",
    "Balance",
    "Balances",
    "Bill",
    "BillInquiry",
    "BillPayment",
    "BillPrompt",
    "BillStatus",
    "BulkPayoutOrder",
    "BulkQueued",
    "CancelSettlementOrder",
    "Charge",
    "ChargeCreated",
    "ChargeStatus",
    "Checkout",
    "CheckoutOpened",
    "CheckoutOrder",
    "CheckoutStatus",
    "Code",
    "CollectOrder",
    "CollectionBalance",
    "ConfirmationAttempt",
    "CreateBulkTransferOrder",
    "CreateChargeOrder",
    "CreateSettlementOrder",
    "CreateTransferOrder",
    "DialPrompt",
    "Doubt",
    "EarlierTry",
    "Ended",
    "Evidence",
    "Excess",
    "FailedTransfer",
    "FetchBalancesOrder",
    "FetchChargeOrder",
    "FetchCheckoutOrder",
    "FetchSettlementOrder",
    "FetchTransactionOrder",
    "FetchTransferOrder",
    "FieldError",
    "InitializeCheckoutOrder",
    "InquireBillsOrder",
    "ListChargesOrder",
    "ListCheckoutsOrder",
    "ListSettlementsOrder",
    "ListTransfersOrder",
    "Mode",
    "NewBillPayment",
    "NewCharge",
    "NewCheckout",
    "NewInquiry",
    "NewPayBill",
    "NewSettlement",
    "NewTransfer",
    "NotSent",
    "NotSentReason",
    "Notice",
    "Order",
    "OtpProblem",
    "OtpPrompt",
    "Outcome",
    "PayBillOnceOrder",
    "PayBillOrder",
    "PayoutItem",
    "PayoutOrder",
    "Payouts",
    "Plan",
    "Progress",
    "Prompt",
    "Provider",
    "Recipient",
    "RecipientsPrompt",
    "Record",
    "RedirectPrompt",
    "Refund",
    "Refusal",
    "Rejected",
    "Service",
    "SettleOrder",
    "Settled",
    "Settlement",
    "SettlementStatus",
    "Stage",
    "SubmitOtpOrder",
    "Transfer",
    "TransferStatus",
    "Unknown",
    "UnknownOutcome",
    "Unreadable",
    "Unsent",
    "Vendor",
    "WalletBalance",
    "Why",
    "Words",
]


class Code(_CodeWord):
    """Why a payment was refused: the codes of Senfenico, of DEXCHANGE and of this library.

    BATCH_SIZE_LIMIT_EXCEEDED: Senfenico: a bulk transfer of more than 100 items.
    RATE_LIMIT_EXCEEDED: Senfenico, and HTTP 429 of both: too many requests.
    UNSUPPORTED_PROVIDER: Senfenico: no such operator.
    OTP_INVALID: Senfenico: the OTP is wrong.
    OTP_EXPIRED: Senfenico: the OTP is too old.
    OTP_STILL_VALID: Senfenico: the OTP sent before can still be used.
    INSUFFICIENT_FUNDS: Both: not enough money on the account that pays.
    INVALID_ACCOUNT: Senfenico: the phone number has no account with the operator.
    NETWORK_ERROR: Senfenico: something failed on the way to the operator.
    CHARGE_NOT_FOUND: Senfenico: no charge has this reference.
    INTERNAL_ERROR: Senfenico: an error on its side.
    UNKNOWN_ERROR: Senfenico: an error it cannot name.
    TRANSACTION_NOT_FOUND: Both: no transaction has this reference.
    UNAUTHORIZED_CHARGE_PROVIDER: Senfenico: your account may not charge this operator.
    EXTERNAL_API_ERROR: Senfenico: the operator's system failed.
    INVALID_DATA: Senfenico: a field was refused.
    INVALID_API_KEY: DEXCHANGE: the key is wrong.
    EXPIRED_API_KEY: DEXCHANGE: the key is too old.
    MISSING_API_KEY: DEXCHANGE: no key was sent.
    INVALID_AMOUNT: DEXCHANGE: the amount is not allowed.
    DUPLICATE_TRANSACTION: DEXCHANGE: a transaction with this id exists.
    SERVICE_UNAVAILABLE: DEXCHANGE: the service is down.
    OPERATOR_ERROR: DEXCHANGE: the operator or biller failed.
    TIMEOUT_ERROR: DEXCHANGE: the operator or biller did not answer in time.
    UNAUTHORIZED: Ours, for HTTP 401 without a code: the key was refused.
    FORBIDDEN: Ours, for HTTP 403 without a code: not allowed.
    NOT_FOUND: Ours, for HTTP 404 without a code.
    VALIDATION: Ours, for HTTP 400 without a code: a field was refused.
    CONFLICT: Ours, for HTTP 409 without a code.
    DUPLICATE_REFERENCE: Ours: the reference was used for another payment.
    ALREADY_PAID: Ours: the bill is paid.
    NO_BILL: Ours: nothing to pay.
    PAYMENT_FAILED: Ours: the vendor's final status is failed.
    PAYMENT_CANCELED: Ours: the vendor's final status is canceled.
    AMOUNT_CHANGED: Ours: the bill is no longer what the customer agreed to; nothing was paid.
    ABANDONED: Ours: the payer gave the charge up before a code was sent; nothing was paid.
    """

    __slots__ = ()
    BATCH_SIZE_LIMIT_EXCEEDED: ClassVar[Code] = _known("BATCH_SIZE_LIMIT_EXCEEDED")
    RATE_LIMIT_EXCEEDED: ClassVar[Code] = _known("RATE_LIMIT_EXCEEDED")
    UNSUPPORTED_PROVIDER: ClassVar[Code] = _known("UNSUPPORTED_PROVIDER")
    OTP_INVALID: ClassVar[Code] = _known("OTP_INVALID")
    OTP_EXPIRED: ClassVar[Code] = _known("OTP_EXPIRED")
    OTP_STILL_VALID: ClassVar[Code] = _known("OTP_STILL_VALID")
    INSUFFICIENT_FUNDS: ClassVar[Code] = _known("INSUFFICIENT_FUNDS")
    INVALID_ACCOUNT: ClassVar[Code] = _known("INVALID_ACCOUNT")
    NETWORK_ERROR: ClassVar[Code] = _known("NETWORK_ERROR")
    CHARGE_NOT_FOUND: ClassVar[Code] = _known("CHARGE_NOT_FOUND")
    INTERNAL_ERROR: ClassVar[Code] = _known("INTERNAL_ERROR")
    UNKNOWN_ERROR: ClassVar[Code] = _known("UNKNOWN_ERROR")
    TRANSACTION_NOT_FOUND: ClassVar[Code] = _known("TRANSACTION_NOT_FOUND")
    UNAUTHORIZED_CHARGE_PROVIDER: ClassVar[Code] = _known("UNAUTHORIZED_CHARGE_PROVIDER")
    EXTERNAL_API_ERROR: ClassVar[Code] = _known("EXTERNAL_API_ERROR")
    INVALID_DATA: ClassVar[Code] = _known("INVALID_DATA")
    INVALID_API_KEY: ClassVar[Code] = _known("INVALID_API_KEY")
    EXPIRED_API_KEY: ClassVar[Code] = _known("EXPIRED_API_KEY")
    MISSING_API_KEY: ClassVar[Code] = _known("MISSING_API_KEY")
    INVALID_AMOUNT: ClassVar[Code] = _known("INVALID_AMOUNT")
    DUPLICATE_TRANSACTION: ClassVar[Code] = _known("DUPLICATE_TRANSACTION")
    SERVICE_UNAVAILABLE: ClassVar[Code] = _known("SERVICE_UNAVAILABLE")
    OPERATOR_ERROR: ClassVar[Code] = _known("OPERATOR_ERROR")
    TIMEOUT_ERROR: ClassVar[Code] = _known("TIMEOUT_ERROR")
    UNAUTHORIZED: ClassVar[Code] = _known("UNAUTHORIZED")
    FORBIDDEN: ClassVar[Code] = _known("FORBIDDEN")
    NOT_FOUND: ClassVar[Code] = _known("NOT_FOUND")
    VALIDATION: ClassVar[Code] = _known("VALIDATION")
    CONFLICT: ClassVar[Code] = _known("CONFLICT")
    DUPLICATE_REFERENCE: ClassVar[Code] = _known("DUPLICATE_REFERENCE")
    ALREADY_PAID: ClassVar[Code] = _known("ALREADY_PAID")
    NO_BILL: ClassVar[Code] = _known("NO_BILL")
    PAYMENT_FAILED: ClassVar[Code] = _known("PAYMENT_FAILED")
    PAYMENT_CANCELED: ClassVar[Code] = _known("PAYMENT_CANCELED")
    AMOUNT_CHANGED: ClassVar[Code] = _known("AMOUNT_CHANGED")
    ABANDONED: ClassVar[Code] = _known("ABANDONED")


class FieldError(_Data):
    """One complaint of the vendor about one field.

    field: The field's name at the vendor; `non_field_errors` for the whole.
    message: The complaint, as it came.
    """

    _hidden = ("message",)
    field: str
    message: str


class Refund(_Data):
    """Money that was debited and is due back (a Woyofal top-up that failed after PROCESSING).

    seen: True once the vendor's callback showed the balance rising by it.
    amount: Amount plus fee, in XOF francs, as far as the vendor told; absent when it did not.
    """

    seen: bool
    amount: int | None = None


class Refusal(_Data):
    """A definite no.

    code: Which kind of no; its texts in English and French stand in `Code`.
    message: The vendor's own message, as it came. May hold personal data: show it, do not log it.
    field_errors: The vendor's complaints about single fields (`errors`), one line each.
    http_status: The HTTP status it came with; absent when a flow concluded it.
    refund: Set when a debit was made first and is due back.
    """

    _hidden = ("message",)
    code: Code
    message: str
    field_errors: tuple[FieldError, ...]
    http_status: int | None = None
    refund: Refund | None = None


class Unsent(_Word):
    """Reasons why nothing happened at the vendor.

    UNREACHABLE: The vendor could not be reached.
    BUSY: The vendor turned the request away as too frequent, again and again.
    UNANSWERED: A request without effect was sent but never answered usefully.
    FORGOTTEN: The process died before it was sent, and its details were not given again.
    STOPPED: Stopped before it was sent.
    """

    __slots__ = ()
    UNREACHABLE: ClassVar[Unsent] = _known("unreachable")
    BUSY: ClassVar[Unsent] = _known("busy")
    UNANSWERED: ClassVar[Unsent] = _known("unanswered")
    FORGOTTEN: ClassVar[Unsent] = _known("forgotten")
    STOPPED: ClassVar[Unsent] = _known("stopped")


class Doubt(_Word):
    """What makes an outcome uncertain.

    NO_ANSWER: The request may have left, and no answer came.
    SERVER_ERROR: HTTP 5xx.
    NOT_JSON: An answer that is not JSON, such as an HTML page.
    MALFORMED: JSON that is cut or not of the documented shape.
    OVERSIZED: An answer larger than the cap.
    TOO_DEEP: JSON nested deeper than is read.
    FOREIGN: A well-formed answer about something else than was asked.
    UNREADABLE: The vendor's list holds an item that cannot be read and may be this payment, or the
        bill to pay.
    REDIRECTED: An unexpected redirect, never followed because the key would follow.
    CONFLICT: HTTP 409 of an API that does not say what it means.
    UNCERTAIN_CODE: An error code that may stand for a payment already made.
    ACCEPTED_EARLIER: The vendor knows our id from an earlier attempt: that one was accepted.
    REFUSED_AFTER_UNCERTAIN: A refusal now, but an earlier attempt may have gone through.
    CRASHED: The process died while the request was, or was about to be, under way.
    AMBIGUOUS: Several payments at the vendor could be this one.
    TAKEN: The vendor's payment already belongs to another operation.
    AMOUNT_MISMATCH: The vendor shows another amount than ordered.
    MODE_MISMATCH: The vendor shows a live payment for a test key, or the reverse.
    STILL_OPEN: Still not finished when the waiting ended.
    VANISHED: The vendor does not know the payment it acknowledged.
    """

    __slots__ = ()
    NO_ANSWER: ClassVar[Doubt] = _known("no_answer")
    SERVER_ERROR: ClassVar[Doubt] = _known("server_error")
    NOT_JSON: ClassVar[Doubt] = _known("not_json")
    MALFORMED: ClassVar[Doubt] = _known("malformed")
    OVERSIZED: ClassVar[Doubt] = _known("oversized")
    TOO_DEEP: ClassVar[Doubt] = _known("too_deep")
    FOREIGN: ClassVar[Doubt] = _known("foreign")
    UNREADABLE: ClassVar[Doubt] = _known("unreadable")
    REDIRECTED: ClassVar[Doubt] = _known("redirected")
    CONFLICT: ClassVar[Doubt] = _known("conflict")
    UNCERTAIN_CODE: ClassVar[Doubt] = _known("uncertain_code")
    ACCEPTED_EARLIER: ClassVar[Doubt] = _known("accepted_earlier")
    REFUSED_AFTER_UNCERTAIN: ClassVar[Doubt] = _known("refused_after_uncertain")
    CRASHED: ClassVar[Doubt] = _known("crashed")
    AMBIGUOUS: ClassVar[Doubt] = _known("ambiguous")
    TAKEN: ClassVar[Doubt] = _known("taken")
    AMOUNT_MISMATCH: ClassVar[Doubt] = _known("amount_mismatch")
    MODE_MISMATCH: ClassVar[Doubt] = _known("mode_mismatch")
    STILL_OPEN: ClassVar[Doubt] = _known("still_open")
    VANISHED: ClassVar[Doubt] = _known("vanished")


class Excess(_Data):
    """A limit that an answer passed.

    limit: How much is taken.
    seen: How much came: bytes, or levels of nesting. Absent when reading stopped at the limit.
    """

    limit: int
    seen: int | None = None


class NotSentReason(_Data):
    """Why nothing happened at the vendor.

    why: The reason.
    doubt: For a read that was answered unusably: how.
    excess: With `Doubt.Oversized` and `Doubt.TooDeep`: the limit that was passed.
    """

    why: Unsent
    doubt: Doubt | None = None
    excess: Excess | None = None


class Plan(_Word):
    """How an unknown outcome can be found out.

    FETCH: Read it again by the vendor's reference.
    SEARCH_BY_ID: Look for our id in the vendor's list.
    SEARCH_BY_DETAILS: Look for amount, payer and time in the vendor's list.
    AWAIT_CALLBACK: Wait for the vendor's callback, or ask its support with our id.
    ASK_SUPPORT: Ask the vendor's support.
    """

    __slots__ = ()
    FETCH: ClassVar[Plan] = _known("fetch")
    SEARCH_BY_ID: ClassVar[Plan] = _known("search_by_id")
    SEARCH_BY_DETAILS: ClassVar[Plan] = _known("search_by_details")
    AWAIT_CALLBACK: ClassVar[Plan] = _known("await_callback")
    ASK_SUPPORT: ClassVar[Plan] = _known("ask_support")


class UnknownOutcome(_Data):
    """An outcome nobody knows yet.

    op_id: Our operation: the one to resume.
    attempts: How many times the request was handed to the transport.
    last_sent: When it was last handed out.
    why: What made it unknown.
    plan: How to find out.
    our_reference: The id we gave the payment at the vendor (`externalTransactionId`, `ext_id`), if
        it takes one.
    provider_reference: The vendor's id, if any answer let it be read.
    http_status: The last HTTP status seen, if any.
    code: The last error code seen, if any.
    excess: With `Doubt.Oversized` and `Doubt.TooDeep`: the limit that was passed.
    bill_paid: For a bill: does an inquiry made since show it paid? Paid by *someone*: no proof of
        who, but a reason not to pay it again.
    """

    op_id: str
    attempts: int
    last_sent: int
    why: Doubt
    plan: Plan
    our_reference: str | None = None
    provider_reference: str | None = None
    http_status: int | None = None
    code: Code | None = None
    excess: Excess | None = None
    bill_paid: bool | None = None


class Settled(_DataOf[T]):
    """The vendor said yes. For a flow: the money arrived, the bill is paid.

    value: The vendor's answer.
    """

    kind: ClassVar[Literal["settled"]] = "settled"
    value: T


class Rejected(_Data):
    """The vendor said no, and no money moved (or it is being given back: see the refusal).

    refusal: Why, in the vendor's words and in ours.
    """

    kind: ClassVar[Literal["rejected"]] = "rejected"
    refusal: Refusal


class NotSent(_Data):
    """Nothing happened at the vendor: the same order, or a corrected one, may be given again under its
    id.

    unsent: Why not.
    """

    kind: ClassVar[Literal["not_sent"]] = "not_sent"
    unsent: NotSentReason


class Unknown(_Data):
    """Money may or may not have moved. Neither success nor failure: keep it, look, or ask.

    unknown: What is known and how to find out.
    """

    kind: ClassVar[Literal["unknown"]] = "unknown"
    unknown: UnknownOutcome


if TYPE_CHECKING:
    Outcome: TypeAlias = Settled[T] | Rejected | NotSent | Unknown
else:
    Outcome = _union("Outcome", Settled, Rejected, NotSent, Unknown)


class CheckoutOpened(_Data):
    """What opening a payment page answers.

    reference: The checkout's reference.
    authorization_url: The page to send the customer to: `https`, or `http` on this machine in test
        mode. An answer with any other is not readable, since pages redirect to it (`javascript:…`).
    live_mode: False in test mode.
    """

    reference: str
    authorization_url: str
    live_mode: bool | None = None


class CheckoutStatus(_Word):
    """The status of a checkout. Vendor page: "fetch checkout".

    PENDING: Awaiting payment.
    FAILED: Payment failed.
    SUCCESS: Paid.
    """

    __slots__ = ()
    PENDING: ClassVar[CheckoutStatus] = _known("pending")
    FAILED: ClassVar[CheckoutStatus] = _known("failed")
    SUCCESS: ClassVar[CheckoutStatus] = _known("success")


class Checkout(_Data):
    """A checkout. Vendor page: "fetch checkout".

    Both references, status and amount decide and are read strictly; what cannot be read of the rest
    is absent.

    reference: The checkout's reference.
    status: The checkout's status.
    charge_reference: The charge made on the page, once there is one: its status is the stronger
        witness.
    amount: The amount in XOF francs.
    email: The customer's e-mail address.
    success_url: As given when it was opened.
    cancel_url: As given when it was opened.
    phone: The customer's number, empty before the customer paid; may be masked by the vendor.
    provider: The operator, empty before the customer paid.
    live_mode: False in test mode.
    created_at: When the vendor stored it, as the vendor writes it.
    updated_at: When the vendor last changed it, as the vendor writes it.
    """

    _hidden = ("email", "phone")
    reference: str
    status: CheckoutStatus
    charge_reference: str | None = None
    amount: int | None = None
    email: str | None = None
    success_url: str | None = None
    cancel_url: str | None = None
    phone: str | None = None
    provider: str | None = None
    live_mode: bool | None = None
    created_at: str | None = None
    updated_at: str | None = None


class ChargeStatus(_Word):
    """The status of a charge. Vendor page: "fetch charge".

    SEND_OTP: The payer has to give a one-time code.
    PAY_OFFLINE: The payer has to confirm on the phone.
    PENDING: Under way at the operator.
    FAILED: Refused by payer or operator; no money moved.
    CANCELED: Given up before it was paid.
    SUCCESS: Paid.
    """

    __slots__ = ()
    SEND_OTP: ClassVar[ChargeStatus] = _known("send_otp")
    PAY_OFFLINE: ClassVar[ChargeStatus] = _known("pay_offline")
    PENDING: ClassVar[ChargeStatus] = _known("pending")
    FAILED: ClassVar[ChargeStatus] = _known("failed")
    CANCELED: ClassVar[ChargeStatus] = _known("canceled")
    SUCCESS: ClassVar[ChargeStatus] = _known("success")


class ChargeCreated(_Data):
    """What creating a charge answers. Vendor page: "create a charge".

    reference: The charge's reference.
    status: What the payer has to do next.
    display_text: The vendor's instruction for the payer (French).
    live_mode: False in test mode.
    """

    _hidden = ("display_text",)
    reference: str
    status: ChargeStatus
    display_text: str | None = None
    live_mode: bool | None = None


class Provider(_Word):
    """A mobile-money operator of Burkina Faso, by its name in the Senfenico API.

    ORANGE_BF: Orange Money.
    MOOV_BF: Moov Money.
    CORIS_BF: Coris Money: any Burkinabè mobile number.
    SANK_BF: Sank Money: any Burkinabè mobile number.
    """

    __slots__ = ()
    ORANGE_BF: ClassVar[Provider] = _known("orange_bf")
    MOOV_BF: ClassVar[Provider] = _known("moov_bf")
    CORIS_BF: ClassVar[Provider] = _known("coris_bf")
    SANK_BF: ClassVar[Provider] = _known("sank_bf")


class ConfirmationAttempt(_Data):
    """One try of the payer to confirm a charge.

    ip_address: From where.
    attempt_date: When, as the vendor writes it.
    confirmation_status: `success` or `failed`.
    """

    ip_address: str | None = None
    attempt_date: str | None = None
    confirmation_status: str | None = None


class Charge(_Data):
    """A charge. Vendor page: "fetch charge".

    The answer to a submitted code is the same without `phone`, `created_at` and `updated_at`.
    Reference, status and amount decide and are read strictly; what cannot be read of the rest is
    absent.

    reference: The charge's reference.
    status: The charge's status.
    amount: The amount in XOF francs.
    fees: The vendor's fee in percent of the amount: `3.5`, or `3.50` as text.
    currency: `XOF`.
    transaction_date: When it was made, as the vendor writes it.
    ip_address: From where it was made.
    live_mode: False in test mode.
    payment_method: `mobile_money`.
    provider: The operator.
    phone: The customer's number; may be masked by the vendor (`77xxxxxx`).
    cancelled_at: When it was given up, as the vendor writes it.
    cancellation_reason: Why it was given up.
    created_at: When the vendor stored it, as the vendor writes it.
    updated_at: When the vendor last changed it, as the vendor writes it.
    confirmation_attempts: Every code that was tried, as far as it can be read.
    """

    _hidden = ("phone", "cancellation_reason")
    reference: str
    status: ChargeStatus
    amount: int | None = None
    fees: Decimal | None = None
    currency: str | None = None
    transaction_date: str | None = None
    ip_address: str | None = None
    live_mode: bool | None = None
    payment_method: str | None = None
    provider: Provider | None = None
    phone: str | None = None
    cancelled_at: str | None = None
    cancellation_reason: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    confirmation_attempts: tuple[ConfirmationAttempt, ...] = ()


class CollectionBalance(_Data):
    """The balance money is collected into.

    available: Can be used at once, in XOF francs.
    pending: Being transferred or settled, in XOF francs.
    currency: `XOF`.
    """

    available: int | None = None
    pending: int | None = None
    currency: str | None = None


class Balance(_Data):
    """Two numbers of one balance, in XOF francs.

    available: Can be used at once.
    pending: Being transferred or settled; cannot be used.
    """

    available: int | None = None
    pending: int | None = None


class WalletBalance(_Data):
    """The balance of one wallet money is sent from.

    wallet: The vendor's name: `orange_money_bf`, `moov_money_bf`, `sank_money_bf`, or a newer one.
    balance: What it holds.
    """

    wallet: str
    balance: Balance


class Balances(_Data):
    """All balances, in XOF francs (the vendor writes `18692.0`). They only inform: a number that is
    missing or cannot be read, such as a negative one, is absent and hides none of the others.

    collection: Money collected from customers.
    transfer_total: All wallets together.
    transfer: Money that can be sent, wallet by wallet, in the vendor's order; wallets the vendor
        adds later appear here too.
    """

    collection: CollectionBalance
    transfer_total: Balance
    transfer: tuple[WalletBalance, ...]


class TransferStatus(_Word):
    """The status of a transfer. Vendor page: "single transfer".

    PENDING: Queued or under way.
    FAILED: Not delivered.
    SUCCESS: Delivered.
    """

    __slots__ = ()
    PENDING: ClassVar[TransferStatus] = _known("pending")
    FAILED: ClassVar[TransferStatus] = _known("failed")
    SUCCESS: ClassVar[TransferStatus] = _known("success")


class Transfer(_Data):
    """A transfer. Vendor page: "single transfer".

    Reference, `ext_id`, status and amount decide and are read strictly; what cannot be read of the
    rest is absent.

    reference: The transfer's reference.
    status: The transfer's status.
    amount: The amount in XOF francs.
    fees: The vendor's fee in percent of the amount: `1.5`, or `1.50` as text.
    currency: `XOF`.
    ip_address: From where it was made.
    live_mode: False in test mode.
    recipient_wallet: The wallet.
    recipient_phone: The recipient's number; may be masked by the vendor (`65xxxxxx`).
    ext_id: Our id, as the vendor echoes it.
    created_at: When the vendor stored it, as the vendor writes it.
    """

    _hidden = ("recipient_phone",)
    reference: str
    status: TransferStatus
    amount: int | None = None
    fees: Decimal | None = None
    currency: str | None = None
    ip_address: str | None = None
    live_mode: bool | None = None
    recipient_wallet: Provider | None = None
    recipient_phone: str | None = None
    ext_id: str | None = None
    created_at: str | None = None


class FailedTransfer(_Data):
    """One payout that was not queued. What of it cannot be read is absent, or stands among its errors
    as it came: that there is one must not be lost.

    errors: Why, in the vendor's words.
    ext_id: Our id, if the vendor echoed it.
    amount: The amount in XOF francs, as echoed.
    recipient_phone: The recipient's number, as echoed.
    recipient_wallet: The wallet, as echoed.
    """

    _hidden = ("recipient_phone",)
    errors: tuple[FieldError, ...]
    ext_id: str | None = None
    amount: int | None = None
    recipient_phone: str | None = None
    recipient_wallet: str | None = None


class BulkQueued(_Data):
    """What a bulk call answers: who was refused. All others are queued; their references are told by
    the list of transfers only.

    message: The vendor's words, such as `2 transfers queued for processing`.
    failed_transfers: The payouts that were not queued.
    """

    _hidden = ("message",)
    message: str | None = None
    failed_transfers: tuple[FailedTransfer, ...] = ()


class SettlementStatus(_Word):
    """The status of a settlement. Vendor page: "create settlement".

    PROCESSING: Accepted; may still be cancelled.
    IN_TRANSIT: On its way; too late to cancel.
    CANCELLED: Cancelled by the merchant.
    SUCCESS: Arrived.
    """

    __slots__ = ()
    PROCESSING: ClassVar[SettlementStatus] = _known("processing")
    IN_TRANSIT: ClassVar[SettlementStatus] = _known("in_transit")
    CANCELLED: ClassVar[SettlementStatus] = _known("cancelled")
    SUCCESS: ClassVar[SettlementStatus] = _known("success")


class Settlement(_Data):
    """A settlement. Vendor page: "create settlement".

    Reference, status and amount decide and are read strictly; what cannot be read of the rest is
    absent.

    reference: The settlement's reference.
    status: The settlement's status.
    amount: The amount in XOF francs.
    settlement_fees: The vendor's fee, a whole number whose unit the page does not give.
    currency: `XOF`.
    live_mode: False in test mode.
    created_at: When the vendor stored it, as the vendor writes it.
    updated_at: When the vendor last changed it, as the vendor writes it.
    account_type: `bank`, `mobile` or `usdt`.
    iban: The account it goes to.
    rib: The account it goes to.
    bank_name: The bank.
    bank_address: The bank's address.
    account_holder_name: The account's holder.
    account_holder_address: The holder's address.
    swift_bic_code: The bank's SWIFT code.
    provider: The operator, for a mobile account.
    phone: The number, for a mobile account.
    usdt_wallet_address: The wallet, for a USDT account.
    """

    _hidden = ("iban", "rib", "account_holder_name", "account_holder_address", "phone", "usdt_wallet_address")
    reference: str
    status: SettlementStatus
    amount: int | None = None
    settlement_fees: str | None = None
    currency: str | None = None
    live_mode: bool | None = None
    created_at: str | None = None
    updated_at: str | None = None
    account_type: str | None = None
    iban: str | None = None
    rib: str | None = None
    bank_name: str | None = None
    bank_address: str | None = None
    account_holder_name: str | None = None
    account_holder_address: str | None = None
    swift_bic_code: str | None = None
    provider: str | None = None
    phone: str | None = None
    usdt_wallet_address: str | None = None


class Bill(_Data):
    """One bill, or a Woyofal meter. Vendor page: "Bill Inquiry", "bills[] fields".

    reference: The bill's reference: what pins a payment to this bill. For Woyofal a session token.
    customer: The meter or customer number, as the biller writes it.
    last_name: The holder's family name (`nom`).
    first_name: The holder's first name (`prenom`).
    amount: What is owed in XOF francs (`montant`); 0 for Woyofal.
    fee: The biller's fee in XOF francs (`frais`), for information.
    total: `montant` + `frais`, in XOF francs.
    due_date: When it is due (`dateEcheance`), as the biller writes it.
    paid: True when it is settled already.
    address: Where the meter is (Woyofal).
    meter_status: How the meter is (`meterStatus`, Woyofal).
    payment_transaction_number: `paymentTransactionNumber`, which the vendor's page does not
        explain.
    """

    _hidden = ("customer", "last_name", "first_name", "address")
    reference: str | None = None
    customer: str | None = None
    last_name: str | None = None
    first_name: str | None = None
    amount: int | None = None
    fee: int | None = None
    total: int | None = None
    due_date: str | None = None
    paid: bool | None = None
    address: str | None = None
    meter_status: str | None = None
    payment_transaction_number: str | None = None


class Unreadable(_Data):
    """An item of a list that this library cannot read.

    index: Its place in the vendor's list, from 0.
    text: The item as it came; the beginning of one that is too large.
    excess: The limit that it passed, if it is too large.
    """

    _hidden = ("text",)
    index: int
    text: str
    excess: Excess | None = None


class BillInquiry(_Data):
    """What an inquiry answers.

    customer: The number that was looked up.
    bills: The bills found, or for Woyofal the meter as a single one.
    unreadable: What else stands in the list and cannot be read as a bill; it hides none of the
        others.
    """

    _hidden = ("customer",)
    customer: str | None = None
    bills: tuple[Bill, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


class BillStatus(_Word):
    """The status of a bill payment or top-up (`Status`, `STATUS`). Vendor page: "Pay a Bill / Top-up"
    for the first, second and last; the others stand on the vendor's transaction page, which is not
    among `api-docs`.

    PENDING: Accepted, not begun.
    PROCESSING: Under way; the account is counted as debited.
    FAILED: Not paid; a debit already made is given back.
    CANCELLED: Given up; as `FAILED`.
    EXPIRED: Too old; as `FAILED`.
    SUCCESS: Paid.
    """

    __slots__ = ()
    PENDING: ClassVar[BillStatus] = _known("PENDING")
    PROCESSING: ClassVar[BillStatus] = _known("PROCESSING")
    FAILED: ClassVar[BillStatus] = _known("FAILED")
    CANCELLED: ClassVar[BillStatus] = _known("CANCELLED")
    EXPIRED: ClassVar[BillStatus] = _known("EXPIRED")
    SUCCESS: ClassVar[BillStatus] = _known("SUCCESS")


class Evidence(_Word):
    """How the state of a bill payment is known.

    REPLY: The vendor answered the payment with it.
    LOOKUP: The vendor's transaction page shows it.
    CALLBACK: Only an authenticated callback says so, with the right amount and matching balances,
        because the vendor's transaction page said that it does not know the payment. One that could
        not be asked (no answer, HTTP 5xx, 429, maintenance, a wrong key) lets no callback conclude.
        What remains: whoever knows the callback's address and its `customData`, and guesses the
        amount, is believed where the vendor knows no such transaction. So keep both out of logs,
        and look at the vendor's dashboard before much is given away on this evidence.
    """

    __slots__ = ()
    REPLY: ClassVar[Evidence] = _known("reply")
    LOOKUP: ClassVar[Evidence] = _known("lookup")
    CALLBACK: ClassVar[Evidence] = _known("callback")


class BillPayment(_Data):
    """A payment of a bill or a top-up. Vendor page: "Pay a Bill / Top-up", `transaction`.

    status: The only field that says how it stands: the vendor writes "Bill paid successfully" and
        `success: true` for a payment that is still `PROCESSING`.
    evidence: How this is known.
    transaction_id: The vendor's id (`TID…`).
    external_transaction_id: Our id.
    amount: What was paid, in XOF francs.
    fee: The vendor's fee on top, in XOF francs.
    customer: The number on the bill or meter.
    bill: The bill that was paid.
    token: The code to type into the meter (Woyofal). Opaque text: it may be several codes.
    previous_balance: The account before, in XOF francs.
    current_balance: The account after, in XOF francs.
    message: The vendor's remark. Shown, never interpreted.
    """

    _hidden = ("customer", "token", "message")
    status: BillStatus
    evidence: Evidence
    transaction_id: str | None = None
    external_transaction_id: str | None = None
    amount: int | None = None
    fee: int | None = None
    customer: str | None = None
    bill: str | None = None
    token: str | None = None
    previous_balance: int | None = None
    current_balance: int | None = None
    message: str | None = None


class PayoutItem(_Data):
    """How one payout ended.

    index: Its place in the order, from 0.
    ext_id: Its `ext_id`.
    outcome: How it ended.
    """

    index: int
    ext_id: str
    outcome: Outcome[Transfer]


class Payouts(_Data):
    """How a bulk payout ended.

    items: One entry per payout of the order, in its order. Those not sent while others were need an
        order of their own, under another id.
    """

    items: tuple[PayoutItem, ...]


class NewCharge(_Data):
    """A payment to ask for.

    amount: The amount in XOF francs, at least 1.
    phone: The customer's number, 8 digits; spaces and `+226` are fine.
    provider: The operator. Absent: told by the number's prefix (Orange and Moov only).
    """

    _hidden = ("phone",)
    amount: int
    phone: str
    provider: Provider | str | None = None


class NewCheckout(_Data):
    """A payment page to open.

    amount: The amount in XOF francs, at least 1.
    success_url: Where the customer goes after paying. Coming back there proves nothing.
    cancel_url: Where the customer goes after giving up.
    email: The customer's e-mail address.
    """

    _hidden = ("email",)
    amount: int
    success_url: str
    cancel_url: str
    email: str | None = None


class NewTransfer(_Data):
    """A payout to make.

    amount: The amount in XOF francs, at least 100.
    phone: The recipient's number, 8 digits; spaces and `+226` are fine.
    ext_id: Your id of this payout, unique and hard to guess (a UUID): the only way to find it again
        after a lost answer. Letters, digits, `-` and `_`, at most 64.
    wallet: The wallet: Orange, Moov or Sank. Absent: told by the number (Orange and Moov only).
    """

    _hidden = ("phone",)
    amount: int
    phone: str
    ext_id: str
    wallet: Provider | str | None = None


class NewSettlement(_Data):
    """A settlement to make.

    amount: The amount in XOF francs, at least 1.
    """

    amount: int


class Service(_Word):
    """Whose bill. Vendor page: "Bill Inquiry", "Available billing services".

    SENEAU: Water bill, paid afterwards.
    SENELEC: Electricity bill, paid afterwards.
    WOYOFAL: Prepaid electricity: the customer chooses the amount and gets a code for the meter.
    """

    __slots__ = ()
    SENEAU: ClassVar[Service] = _known("SENEAU_SN_BILL")
    SENELEC: ClassVar[Service] = _known("SENELEC_SN_BILL")
    WOYOFAL: ClassVar[Service] = _known("WOYOFAL_SN_BILL")


class NewPayBill(_Data):
    """A bill to look up and pay, or a meter to top up, to the end.

    service: Whose bill.
    customer: The number on the bill or meter: meter number, police, customer reference.
    external_transaction_id: Your id of this payment, unique and hard to guess: the vendor's
        idempotency key. Letters, digits, `-` and `_`, at most 64.
    amount: Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes
        it.
    bill: The reference of a bill found before. Absent: the bill is looked up; if exactly one is
        unpaid it is paid, otherwise the customer is asked.
    confirm: Show the bill or meter and ask before paying, even when there is only one.
    callback_url: Where the vendor tells changes; see `webhooks.Dexchange`.
    custom_data: Text the vendor gives back in its callback.
    """

    _hidden = ("customer", "callback_url", "custom_data")
    service: Service | str
    customer: str
    external_transaction_id: str
    amount: int | None = None
    bill: str | None = None
    confirm: bool = False
    callback_url: str | None = None
    custom_data: str | None = None


class NewBillPayment(_Data):
    """A bill to pay or a meter to top up.

    service: Whose bill.
    customer: The number on the bill or meter: meter number, police, customer reference.
    external_transaction_id: Your id of this payment, unique and hard to guess: the vendor's
        idempotency key. Letters, digits, `-` and `_`, at most 64.
    amount: Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes
        it.
    bill: SenEau and Senelec: the bill's reference from an inquiry, required here because without it
        the vendor settles the first unpaid bill, and a repeated request the next one.
    callback_url: Where the vendor tells changes; see `webhooks.Dexchange`.
    custom_data: Text the vendor gives back in its callback.
    """

    _hidden = ("customer", "callback_url", "custom_data")
    service: Service | str
    customer: str
    external_transaction_id: str
    amount: int | None = None
    bill: str | None = None
    callback_url: str | None = None
    custom_data: str | None = None


class NewInquiry(_Data):
    """A bill or meter to look up.

    service: Whose bill.
    customer: The number on the bill or meter: meter number, police, customer reference.
    """

    _hidden = ("customer",)
    service: Service | str
    customer: str


class CollectOrder(_Data):
    """Asks a customer for a payment and follows it to its end.

    Vendor pages: "create a charge", "submit OTP", "fetch charge".

    charge: The payment.
    """

    kind: ClassVar[Literal["collect"]] = "collect"
    charge: NewCharge


class CheckoutOrder(_Data):
    """Opens a payment page and follows it to its end.

    Vendor pages: "Initialisation du Checkout", "fetch checkout".

    checkout: The page.
    """

    kind: ClassVar[Literal["checkout"]] = "checkout"
    checkout: NewCheckout


class PayoutOrder(_Data):
    """Pays one recipient and follows the transfer to its end.

    Vendor pages: "single transfer", "fetch single transfer", "list transfers".

    transfer: The payout.
    """

    kind: ClassVar[Literal["payout"]] = "payout"
    transfer: NewTransfer


class BulkPayoutOrder(_Data):
    """Pays any number of recipients, a hundred a request, and follows each to its end.

    Vendor pages: "bulk transfers", "list transfers".

    transfers: The payouts.
    """

    kind: ClassVar[Literal["bulk_payout"]] = "bulk_payout"
    transfers: tuple[NewTransfer, ...]


class SettleOrder(_Data):
    """Sends collected money to your own account and follows it to its end.

    Vendor pages: "create settlement", "fetch settlement".

    settlement: The settlement.
    """

    kind: ClassVar[Literal["settle"]] = "settle"
    settlement: NewSettlement


class CancelSettlementOrder(_Data):
    """Cancels a settlement, and reads it to be sure.

    Vendor page: "cancel settlement".

    reference: The settlement's reference.
    """

    kind: ClassVar[Literal["cancel_settlement"]] = "cancel_settlement"
    reference: str


class CreateChargeOrder(_Data):
    """Asks a customer for a payment, once; only `Senfenico.collect` finds out what became of it.

    Vendor page: "create a charge".

    charge: The payment.
    """

    kind: ClassVar[Literal["create_charge"]] = "create_charge"
    charge: NewCharge


class SubmitOtpOrder(_Data):
    """Submits the payer's one-time code, once. Vendor page: "submit OTP".

    charge: The charge's reference.
    otp: The code.
    """

    kind: ClassVar[Literal["submit_otp"]] = "submit_otp"
    _hidden = ("otp",)
    charge: str
    otp: str


class CreateTransferOrder(_Data):
    """Pays one recipient, once; only `Senfenico.payout` finds out what became of it.

    Vendor page: "single transfer".

    transfer: The payout.
    """

    kind: ClassVar[Literal["create_transfer"]] = "create_transfer"
    transfer: NewTransfer


class CreateBulkTransferOrder(_Data):
    """Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers".

    transfers: The payouts.
    """

    kind: ClassVar[Literal["create_bulk_transfer"]] = "create_bulk_transfer"
    transfers: tuple[NewTransfer, ...]


class CreateSettlementOrder(_Data):
    """Asks for a settlement, once; only `Senfenico.settle` finds out what became of it.

    Vendor page: "create settlement".

    settlement: The settlement.
    """

    kind: ClassVar[Literal["create_settlement"]] = "create_settlement"
    settlement: NewSettlement


class InitializeCheckoutOrder(_Data):
    """Opens a payment page: send the customer to its `authorization_url`.

    Vendor page: "Initialisation du Checkout".

    checkout: The page.
    """

    kind: ClassVar[Literal["initialize_checkout"]] = "initialize_checkout"
    checkout: NewCheckout


class FetchCheckoutOrder(_Data):
    """Reads one checkout. Vendor page: "fetch checkout".

    reference: Its reference.
    """

    kind: ClassVar[Literal["fetch_checkout"]] = "fetch_checkout"
    reference: str


class ListCheckoutsOrder(_Data):
    """Reads all checkouts; the vendor has no pages. Vendor page: "list checkout"."""

    kind: ClassVar[Literal["list_checkouts"]] = "list_checkouts"


class FetchChargeOrder(_Data):
    """Reads one charge. Vendor page: "fetch charge".

    reference: Its reference.
    """

    kind: ClassVar[Literal["fetch_charge"]] = "fetch_charge"
    reference: str


class ListChargesOrder(_Data):
    """Reads all charges; the vendor has no pages. Vendor page: "list charges"."""

    kind: ClassVar[Literal["list_charges"]] = "list_charges"


class FetchBalancesOrder(_Data):
    """Reads the balances, in XOF francs. Vendor page: "fetch balance"."""

    kind: ClassVar[Literal["fetch_balances"]] = "fetch_balances"


class FetchTransferOrder(_Data):
    """Reads one transfer. Vendor page: "fetch single transfer".

    reference: Its reference.
    """

    kind: ClassVar[Literal["fetch_transfer"]] = "fetch_transfer"
    reference: str


class ListTransfersOrder(_Data):
    """Reads all transfers; the vendor has no pages. Vendor page: "list transfers"."""

    kind: ClassVar[Literal["list_transfers"]] = "list_transfers"


class FetchSettlementOrder(_Data):
    """Reads one settlement. Vendor page: "fetch settlement".

    reference: Its reference.
    """

    kind: ClassVar[Literal["fetch_settlement"]] = "fetch_settlement"
    reference: str


class ListSettlementsOrder(_Data):
    """Reads all settlements; the vendor has no pages. Vendor page: "list settlements"."""

    kind: ClassVar[Literal["list_settlements"]] = "list_settlements"


class PayBillOrder(_Data):
    """Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.

    Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up".

    payment: The bill.
    """

    kind: ClassVar[Literal["pay_bill"]] = "pay_bill"
    payment: NewPayBill


class PayBillOnceOrder(_Data):
    """Pays a bill found before, or tops a meter up, without following it to its end.

    Only `status` says how it stands: it may be `PROCESSING`. The fields are those of
    `Dexchange.pay_bill`; `bill` is required for a bill. Vendor page: "Pay a Bill / Top-up".

    payment: The payment.
    """

    kind: ClassVar[Literal["pay_bill_once"]] = "pay_bill_once"
    payment: NewBillPayment


class InquireBillsOrder(_Data):
    """Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry".

    inquiry: Whose.
    """

    kind: ClassVar[Literal["inquire_bills"]] = "inquire_bills"
    inquiry: NewInquiry


class FetchTransactionOrder(_Data):
    """Reads one transaction (`TID…`). Not on the pages this library was written from; whether it
    serves bills is not said there. Vendor page: "Get Transaction".

    transaction_id: The vendor's id.
    """

    kind: ClassVar[Literal["fetch_transaction"]] = "fetch_transaction"
    transaction_id: str


Order: TypeAlias = (
    CollectOrder
    | CheckoutOrder
    | PayoutOrder
    | BulkPayoutOrder
    | SettleOrder
    | CancelSettlementOrder
    | CreateChargeOrder
    | SubmitOtpOrder
    | CreateTransferOrder
    | CreateBulkTransferOrder
    | CreateSettlementOrder
    | InitializeCheckoutOrder
    | FetchCheckoutOrder
    | ListCheckoutsOrder
    | FetchChargeOrder
    | ListChargesOrder
    | FetchBalancesOrder
    | FetchTransferOrder
    | ListTransfersOrder
    | FetchSettlementOrder
    | ListSettlementsOrder
    | PayBillOrder
    | PayBillOnceOrder
    | InquireBillsOrder
    | FetchTransactionOrder
)


class OtpProblem(_Word):
    """Why a code is asked for again.

    MALFORMED: Not 4 to 10 digits; nothing was sent.
    INVALID: The vendor says the code is wrong.
    EXPIRED: The vendor says the code is too old: the payer needs a new one.
    STILL_VALID: The vendor says an earlier code still holds.
    NO_ANSWER: The code was sent but no answer came, and the charge still waits for a code.
    REFUSED: The vendor refused for another reason: see the prompt's `code`.
    REPEATED: The same code again that was refused just before: nothing was sent, and given once
        more it will be. Whoever answers without a person, with a constant, stops here.
    """

    __slots__ = ()
    MALFORMED: ClassVar[OtpProblem] = _known("malformed")
    INVALID: ClassVar[OtpProblem] = _known("invalid")
    EXPIRED: ClassVar[OtpProblem] = _known("expired")
    STILL_VALID: ClassVar[OtpProblem] = _known("still_valid")
    NO_ANSWER: ClassVar[OtpProblem] = _known("no_answer")
    REFUSED: ClassVar[OtpProblem] = _known("refused")
    REPEATED: ClassVar[OtpProblem] = _known("repeated")


class OtpPrompt(_Data):
    """Ask for the one-time code; answer with `submit_otp`.

    text: The vendor's instruction for the payer, as it came (French). Empty when the answer that
        carried it was lost: then say how the operator's payers get a code. After a resume, the
        payer's number in it is masked.
    problem: What was wrong with the last code, if this is not the first try.
    code: The vendor's error code for it, with texts in English and French.
    """

    kind: ClassVar[Literal["otp"]] = "otp"
    _hidden = ("text",)
    text: str
    problem: OtpProblem | None = None
    code: Code | None = None


class DialPrompt(_Data):
    """Show how to confirm on the phone (often a USSD code); answer with `shown`.

    text: The vendor's instruction for the payer, as it came (French); empty or masked as for
        `OtpPrompt`.
    """

    kind: ClassVar[Literal["dial"]] = "dial"
    _hidden = ("text",)
    text: str


class RedirectPrompt(_Data):
    """Send the customer to this page; answer with `shown`.

    url: The vendor's payment page.
    """

    kind: ClassVar[Literal["redirect"]] = "redirect"
    url: str


class BillPrompt(_Data):
    """Let the customer choose or confirm a bill; answer with `choose_bill`.

    bills: The bills found, paid ones included.
    """

    kind: ClassVar[Literal["bill"]] = "bill"
    bills: tuple[Bill, ...]


class RecipientsPrompt(_Data):
    """A resumed bulk payout needs the phone numbers again, for records never hold one; answer with
    `give_recipients`.

    ext_ids: The `ext_id` of each payout that was not sent yet.
    """

    kind: ClassVar[Literal["recipients"]] = "recipients"
    ext_ids: tuple[str, ...]


Prompt: TypeAlias = (
    OtpPrompt
    | DialPrompt
    | RedirectPrompt
    | BillPrompt
    | RecipientsPrompt
)


class Vendor(_Word):
    """Whose API it is.

    DEXCHANGE: DEXCHANGE: bills in Senegal.
    SENFENICO: Senfenico: mobile money in Burkina Faso.
    """

    __slots__ = ()
    DEXCHANGE: ClassVar[Vendor] = _known("dexchange")
    SENFENICO: ClassVar[Vendor] = _known("senfenico")


class Mode(_Word):
    """Whether a key moves real money.

    TEST: `sk_test_…`: play money.
    LIVE: `sk_live_…`: real money.
    UNKNOWN: The key does not say (DEXCHANGE's do not): treat it as live.
    """

    __slots__ = ()
    TEST: ClassVar[Mode] = _known("test")
    LIVE: ClassVar[Mode] = _known("live")
    UNKNOWN: ClassVar[Mode] = _known("unknown")


class Stage(_Word):
    """How a stored operation stands.

    OPEN: On its way: resume it after a crash.
    UNKNOWN: Handed over with an unknown outcome: resuming it looks again.
    CLOSED: Ended: resuming it only reports.
    """

    __slots__ = ()
    OPEN: ClassVar[Stage] = _known("open")
    UNKNOWN: ClassVar[Stage] = _known("unknown")
    CLOSED: ClassVar[Stage] = _known("closed")


class Record(_RecordData):
    """A stored operation.

    A journal keeps the newest record per `op_id`, refuses one whose `sequence` is not exactly one
    more than what it holds (another process was faster), and refuses a `reference` that another
    `op_id` holds (`taken`).

    version: The version of `state`.
    op_id: The operation.
    sequence: 1 for the first record of the operation, then 2, 3, …
    vendor: Whose payment.
    mode: Test or live: a record is only resumed with a key of the same mode.
    operation: What kind of operation, such as `collect` or `pay_bill`.
    stage: How it stands.
    state: Everything else, as JSON; its last member is the seal. Keep it to the byte.
    reference: The vendor's reference, once known; unique per vendor and mode.
    our_reference: The id we gave the payment at the vendor (`ext_id`, `externalTransactionId`), if
        it takes one: what a callback that comes before the vendor's answer is matched by.
    """

    _hidden = ("state",)
    version: int
    op_id: str
    sequence: int
    vendor: Vendor
    mode: Mode
    operation: str
    stage: Stage
    state: str
    reference: str | None = None
    our_reference: str | None = None


class EarlierTry(_Data):
    """A try that ended before anything of it reached the vendor; after it the same id began anew.

    number: 1 for the first one under this id.
    unsent: Why nothing happened at the vendor.
    until: When the next one began.
    """

    number: int
    unsent: NotSentReason
    until: int


class Ended(_Word):
    """How an operation ended: the kind of its `Outcome`.

    SETTLED: The vendor said yes.
    REJECTED: The vendor said no, and no money moved.
    NOT_SENT: Nothing happened at the vendor.
    UNKNOWN: Money may or may not have moved. Resuming it looks again.
    """

    __slots__ = ()
    SETTLED: ClassVar[Ended] = _known("settled")
    REJECTED: ClassVar[Ended] = _known("rejected")
    NOT_SENT: ClassVar[Ended] = _known("not_sent")
    UNKNOWN: ClassVar[Ended] = _known("unknown")


class Words(_Data):
    """What a record tells of its operation, to show it in a list or on a page. What it does not tell
    is absent.

    ended: How it ended, if it has. The payouts of a bulk payout have ends of their own.
    code: Of a rejected one: which kind of no.
    refund: Of a rejected one: what was debited and is due back.
    unsent: Of one that was not sent: why.
    amount: How much it is about, in XOF francs; of a bulk payout, all payouts together.
    payer: The number of a charge's payer, or of the meter or customer of a bill, masked:
        `76••••01`.
    """

    ended: Ended | None = None
    code: Code | None = None
    refund: Refund | None = None
    unsent: NotSentReason | None = None
    amount: int | None = None
    payer: str | None = None


class Progress(_Data):
    """How far a bulk payout is: what a progress bar shows, and a page.

    Those that were handed over and neither settled nor refused nor unknown are on their way; those
    that were neither handed over nor left unsent wait for their batch. At the end there are none of
    either.

    of: How many payouts there are.
    handed_over: How many were handed to the vendor, whatever became of them. One that is held back
        by the call rate was not.
    settled: How many are paid.
    refused: How many the vendor refused, or gave up later, without money moving.
    unknown: Of how many nobody knows whether they are paid; while it runs, not yet: the answer was
        lost, or a process died, and the vendor's list has not shown them.
    not_sent: How many were never sent and will not be: stopped, or no connection. They need an
        order of their own.
    """

    of: int
    handed_over: int
    settled: int
    refused: int
    unknown: int
    not_sent: int


class Applied(_Word):
    """What an observation did.

    SAME: Nothing new.
    ADVANCED: The status moved on.
    CONFIRM_BY_FETCH: A webhook says something new: ask the vendor before believing it.
    STALE: Older news than what is known: ignored.
    LATE_SUCCESS: Paid although it had ended without money: money wins, and someone should look.
    REGRESSION: The vendor replaces one ending by another: the better one is kept, and someone
        should look.
    """

    __slots__ = ()
    SAME: ClassVar[Applied] = _known("same")
    ADVANCED: ClassVar[Applied] = _known("advanced")
    CONFIRM_BY_FETCH: ClassVar[Applied] = _known("confirm_by_fetch")
    STALE: ClassVar[Applied] = _known("stale")
    LATE_SUCCESS: ClassVar[Applied] = _known("late_success")
    REGRESSION: ClassVar[Applied] = _known("regression")


class Alarm(_Data):
    """Something a person should look at although the operation goes on or ended well.

    applied: What was unusual: a late success, or a regression.
    known: The status word known before.
    seen: The status word seen then.
    """

    applied: Applied
    known: str
    seen: str


class Recipient(_Data):
    """The recipient of a payout that was not sent yet, given again after a crash.

    ext_id: The payout's `ext_id`.
    phone: The phone number, as in the order.
    """

    _hidden = ("phone",)
    ext_id: str
    phone: str


class Why(_Word):
    """Why nothing happens at the moment.

    IN_FLIGHT: A request is under way; past the deadline it counts as possibly sent.
    BACKOFF: The last try did not get through; the next one comes after a pause.
    RATE_LIMITED: The vendor asked for a pause (HTTP 429), or its published call rate does.
    QUIET: A payment may have been sent; it is not sent again before it had time to arrive.
    PENDING: The vendor or the payer has not finished.
    AWAITING_TOKEN: Success is certain but the Woyofal code has not come yet.
    RECONCILING: The outcome is unknown and is being looked for.
    ELSEWHERE: Another process may be waiting for the vendor's answer: what it stores next is waited
        for.
    """

    __slots__ = ()
    IN_FLIGHT: ClassVar[Why] = _known("in_flight")
    BACKOFF: ClassVar[Why] = _known("backoff")
    RATE_LIMITED: ClassVar[Why] = _known("rate_limited")
    QUIET: ClassVar[Why] = _known("quiet")
    PENDING: ClassVar[Why] = _known("pending")
    AWAITING_TOKEN: ClassVar[Why] = _known("awaiting_token")
    RECONCILING: ClassVar[Why] = _known("reconciling")
    ELSEWHERE: ClassVar[Why] = _known("elsewhere")


class Notice(_Data):
    """What a webhook says, checked for shape and origin. Nothing in it is proof that money moved.

    vendor: Who sent it.
    event: What happened: Senfenico's `event` (`charge.success`), DEXCHANGE's `transactionType`
        (`BILL`).
    status: The status in the vendor's own word, empty when it gives none.
    dedupe: The hex SHA-256 of the raw body: the same webhook again has the same one.
    reference: The vendor's reference: `ch_…`, `chk_…`, `tr_…`, a UUID or `TID…`.
    ext_id: Ours: Senfenico's `ext_id`, DEXCHANGE's `externalTransactionId`.
    amount: The amount in francs CFA.
    fee: DEXCHANGE's fee in francs CFA. Senfenico's `fees` is a percentage and is not read here.
    previous_balance: DEXCHANGE: your balance before, in francs CFA.
    current_balance: DEXCHANGE: your balance after, in francs CFA.
    number: DEXCHANGE: the meter or customer number (`PHONE_NUMBER`). Senfenico: the phone.
    token: DEXCHANGE: the Woyofal recharge code, opaque text.
    custom_data: DEXCHANGE: `customData`, echoed back.
    live_mode: Senfenico: whether real money is meant.
    """

    _hidden = ("number", "token", "custom_data")
    vendor: Vendor
    event: str
    status: str
    dedupe: str
    reference: str | None = None
    ext_id: str | None = None
    amount: int | None = None
    fee: int | None = None
    previous_balance: int | None = None
    current_balance: int | None = None
    number: str | None = None
    token: str | None = None
    custom_data: str | None = None
    live_mode: bool | None = None


class Method(_Word):
    """The two HTTP methods the vendors use.

    GET: A read, or Senfenico's settlement cancel (a GET with an effect).
    POST: Everything that creates or submits.
    """

    __slots__ = ()
    GET: ClassVar[Method] = _known("GET")
    POST: ClassVar[Method] = _known("POST")


class Request(_Data):
    """A sealed request: what the transport performs, exactly once.

    Do not follow redirects (the key would follow), do not retry (a payment would be sent twice),
    stop reading after `max_body` bytes, and give up after `timeout_ms` in total.

    An answer can also be handed over as it arrives, where `in_parts` says that this is of use:
    `Event.Begun`, any number of `Event.Part`s, and `Event.Ended` once it is known to be whole, or
    `Event.Failed`. There is no limit of bytes then, and `timeout_ms` is that of each part; ask
    `Session.wants_part` before each.

    method: The HTTP method.
    url: The absolute address.
    headers: All headers to send, the key among them.
    timeout_ms: How long the whole exchange may take, in milliseconds, from the first byte to the
        last.
    max_body: The most bytes of (decompressed) answer to read whole; past it, answer
        `AnswerTooLarge`.
    body: The JSON body of a POST.
    in_parts: The answer may have no end: hand it over as it arrives if you can. One that is whole,
        within `max_body`, will do as well.
    """

    _hidden = ("headers", "body")
    method: Method
    url: str
    headers: tuple[tuple[str, str], ...]
    timeout_ms: int
    max_body: int
    body: str | None = None
    in_parts: bool = False


class Response(_Data):
    """What came back from the vendor, whole.

    status: The HTTP status code.
    body: The body as text, unpacked. Bytes that are not UTF-8 may be replaced: such a body is no
        JSON anyway.
    headers: The headers; only `Retry-After`, `Date` and `Age` are read.
    """

    _hidden = ("body", "headers")
    status: int
    body: str
    headers: tuple[tuple[str, str], ...] = ()
