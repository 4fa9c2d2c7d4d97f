// Printed from core's source by `cargo xtask print`; do not edit.

/*
 * The data of xaalis. Amounts are whole XOF francs, moments are milliseconds since 1970, percentages are
 * decimal numbers as text. `null` is what the vendor did not say. Words are open: one that this version does
 * not know is kept as it came.
 */
@file:OptIn(kotlinx.serialization.ExperimentalSerializationApi::class)

package dev.xaalis

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonClassDiscriminator

/** Why a payment was refused: the codes of Senfenico, of DEXCHANGE and of this library. */
@JvmInline
@Serializable
public value class Code(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Senfenico: a bulk transfer of more than 100 items. */
        public val BATCH_SIZE_LIMIT_EXCEEDED: Code = Code("BATCH_SIZE_LIMIT_EXCEEDED")

        /** Senfenico, and HTTP 429 of both: too many requests. */
        public val RATE_LIMIT_EXCEEDED: Code = Code("RATE_LIMIT_EXCEEDED")

        /** Senfenico: no such operator. */
        public val UNSUPPORTED_PROVIDER: Code = Code("UNSUPPORTED_PROVIDER")

        /** Senfenico: the OTP is wrong. */
        public val OTP_INVALID: Code = Code("OTP_INVALID")

        /** Senfenico: the OTP is too old. */
        public val OTP_EXPIRED: Code = Code("OTP_EXPIRED")

        /** Senfenico: the OTP sent before can still be used. */
        public val OTP_STILL_VALID: Code = Code("OTP_STILL_VALID")

        /** Both: not enough money on the account that pays. */
        public val INSUFFICIENT_FUNDS: Code = Code("INSUFFICIENT_FUNDS")

        /** Senfenico: the phone number has no account with the operator. */
        public val INVALID_ACCOUNT: Code = Code("INVALID_ACCOUNT")

        /** Senfenico: something failed on the way to the operator. */
        public val NETWORK_ERROR: Code = Code("NETWORK_ERROR")

        /** Senfenico: no charge has this reference. */
        public val CHARGE_NOT_FOUND: Code = Code("CHARGE_NOT_FOUND")

        /** Senfenico: an error on its side. */
        public val INTERNAL_ERROR: Code = Code("INTERNAL_ERROR")

        /** Senfenico: an error it cannot name. */
        public val UNKNOWN_ERROR: Code = Code("UNKNOWN_ERROR")

        /** Both: no transaction has this reference. */
        public val TRANSACTION_NOT_FOUND: Code = Code("TRANSACTION_NOT_FOUND")

        /** Senfenico: your account may not charge this operator. */
        public val UNAUTHORIZED_CHARGE_PROVIDER: Code = Code("UNAUTHORIZED_CHARGE_PROVIDER")

        /** Senfenico: the operator's system failed. */
        public val EXTERNAL_API_ERROR: Code = Code("EXTERNAL_API_ERROR")

        /** Senfenico: a field was refused. */
        public val INVALID_DATA: Code = Code("INVALID_DATA")

        /** DEXCHANGE: the key is wrong. */
        public val INVALID_API_KEY: Code = Code("INVALID_API_KEY")

        /** DEXCHANGE: the key is too old. */
        public val EXPIRED_API_KEY: Code = Code("EXPIRED_API_KEY")

        /** DEXCHANGE: no key was sent. */
        public val MISSING_API_KEY: Code = Code("MISSING_API_KEY")

        /** DEXCHANGE: the amount is not allowed. */
        public val INVALID_AMOUNT: Code = Code("INVALID_AMOUNT")

        /** DEXCHANGE: a transaction with this id exists. */
        public val DUPLICATE_TRANSACTION: Code = Code("DUPLICATE_TRANSACTION")

        /** DEXCHANGE: the service is down. */
        public val SERVICE_UNAVAILABLE: Code = Code("SERVICE_UNAVAILABLE")

        /** DEXCHANGE: the operator or biller failed. */
        public val OPERATOR_ERROR: Code = Code("OPERATOR_ERROR")

        /** DEXCHANGE: the operator or biller did not answer in time. */
        public val TIMEOUT_ERROR: Code = Code("TIMEOUT_ERROR")

        /** Ours, for HTTP 401 without a code: the key was refused. */
        public val UNAUTHORIZED: Code = Code("UNAUTHORIZED")

        /** Ours, for HTTP 403 without a code: not allowed. */
        public val FORBIDDEN: Code = Code("FORBIDDEN")

        /** Ours, for HTTP 404 without a code. */
        public val NOT_FOUND: Code = Code("NOT_FOUND")

        /** Ours, for HTTP 400 without a code: a field was refused. */
        public val VALIDATION: Code = Code("VALIDATION")

        /** Ours, for HTTP 409 without a code. */
        public val CONFLICT: Code = Code("CONFLICT")

        /** Ours: the reference was used for another payment. */
        public val DUPLICATE_REFERENCE: Code = Code("DUPLICATE_REFERENCE")

        /** Ours: the bill is paid. */
        public val ALREADY_PAID: Code = Code("ALREADY_PAID")

        /** Ours: nothing to pay. */
        public val NO_BILL: Code = Code("NO_BILL")

        /** Ours: the vendor's final status is failed. */
        public val PAYMENT_FAILED: Code = Code("PAYMENT_FAILED")

        /** Ours: the vendor's final status is canceled. */
        public val PAYMENT_CANCELED: Code = Code("PAYMENT_CANCELED")

        /** Ours: the bill is no longer what the customer agreed to; nothing was paid. */
        public val AMOUNT_CHANGED: Code = Code("AMOUNT_CHANGED")

        /** Ours: the payer gave the charge up before a code was sent; nothing was paid. */
        public val ABANDONED: Code = Code("ABANDONED")
    }
}

/** One complaint of the vendor about one field. */
@Serializable
public data class FieldError(
    /** The field's name at the vendor; `non_field_errors` for the whole. */
    val field: String,
    /** The complaint, as it came. */
    val message: String,
) {
    /** No log may show all of it. */
    override fun toString(): String = "FieldError(field=$field, message=•••)"
}

/** Money that was debited and is due back (a Woyofal top-up that failed after PROCESSING). */
@Serializable
public data class Refund(
    /** Amount plus fee, in XOF francs, as far as the vendor told; absent when it did not. */
    val amount: Long? = null,
    /** True once the vendor's callback showed the balance rising by it. */
    val seen: Boolean,
)

/** A definite no. */
@Serializable
public data class Refusal(
    /** Which kind of no; its texts in English and French stand in `Code`. */
    val code: Code,
    /** The HTTP status it came with; absent when a flow concluded it. */
    val httpStatus: Long? = null,
    /** The vendor's own message, as it came. May hold personal data: show it, do not log it. */
    val message: String,
    /** The vendor's complaints about single fields (`errors`), one line each. */
    val fieldErrors: List<FieldError>,
    /** Set when a debit was made first and is due back. */
    val refund: Refund? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "Refusal(code=$code, httpStatus=$httpStatus, message=•••, fieldErrors=$fieldErrors, refund=$refund)"
}

/** Reasons why nothing happened at the vendor. */
@JvmInline
@Serializable
public value class Unsent(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** The vendor could not be reached. */
        public val UNREACHABLE: Unsent = Unsent("unreachable")

        /** The vendor turned the request away as too frequent, again and again. */
        public val BUSY: Unsent = Unsent("busy")

        /** A request without effect was sent but never answered usefully. */
        public val UNANSWERED: Unsent = Unsent("unanswered")

        /** The process died before it was sent, and its details were not given again. */
        public val FORGOTTEN: Unsent = Unsent("forgotten")

        /** Stopped before it was sent. */
        public val STOPPED: Unsent = Unsent("stopped")
    }
}

/** What makes an outcome uncertain. */
@JvmInline
@Serializable
public value class Doubt(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** The request may have left, and no answer came. */
        public val NO_ANSWER: Doubt = Doubt("no_answer")

        /** HTTP 5xx. */
        public val SERVER_ERROR: Doubt = Doubt("server_error")

        /** An answer that is not JSON, such as an HTML page. */
        public val NOT_JSON: Doubt = Doubt("not_json")

        /** JSON that is cut or not of the documented shape. */
        public val MALFORMED: Doubt = Doubt("malformed")

        /** An answer larger than the cap. */
        public val OVERSIZED: Doubt = Doubt("oversized")

        /** JSON nested deeper than is read. */
        public val TOO_DEEP: Doubt = Doubt("too_deep")

        /** A well-formed answer about something else than was asked. */
        public val FOREIGN: Doubt = Doubt("foreign")

        /** The vendor's list holds an item that cannot be read and may be this payment, or the bill to pay. */
        public val UNREADABLE: Doubt = Doubt("unreadable")

        /** An unexpected redirect, never followed because the key would follow. */
        public val REDIRECTED: Doubt = Doubt("redirected")

        /** HTTP 409 of an API that does not say what it means. */
        public val CONFLICT: Doubt = Doubt("conflict")

        /** An error code that may stand for a payment already made. */
        public val UNCERTAIN_CODE: Doubt = Doubt("uncertain_code")

        /** The vendor knows our id from an earlier attempt: that one was accepted. */
        public val ACCEPTED_EARLIER: Doubt = Doubt("accepted_earlier")

        /** A refusal now, but an earlier attempt may have gone through. */
        public val REFUSED_AFTER_UNCERTAIN: Doubt = Doubt("refused_after_uncertain")

        /** The process died while the request was, or was about to be, under way. */
        public val CRASHED: Doubt = Doubt("crashed")

        /** Several payments at the vendor could be this one. */
        public val AMBIGUOUS: Doubt = Doubt("ambiguous")

        /** The vendor's payment already belongs to another operation. */
        public val TAKEN: Doubt = Doubt("taken")

        /** The vendor shows another amount than ordered. */
        public val AMOUNT_MISMATCH: Doubt = Doubt("amount_mismatch")

        /** The vendor shows a live payment for a test key, or the reverse. */
        public val MODE_MISMATCH: Doubt = Doubt("mode_mismatch")

        /** Still not finished when the waiting ended. */
        public val STILL_OPEN: Doubt = Doubt("still_open")

        /** The vendor does not know the payment it acknowledged. */
        public val VANISHED: Doubt = Doubt("vanished")
    }
}

/** A limit that an answer passed. */
@Serializable
public data class Excess(
    /** How much came: bytes, or levels of nesting. Absent when reading stopped at the limit. */
    val seen: Long? = null,
    /** How much is taken. */
    val limit: Long,
)

/** Why nothing happened at the vendor. */
@Serializable
public data class NotSentReason(
    /** The reason. */
    val why: Unsent,
    /** For a read that was answered unusably: how. */
    val doubt: Doubt? = null,
    /** With `"oversized"` and `"too_deep"`: the limit that was passed. */
    val excess: Excess? = null,
)

/** How an unknown outcome can be found out. */
@JvmInline
@Serializable
public value class Plan(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Read it again by the vendor's reference. */
        public val FETCH: Plan = Plan("fetch")

        /** Look for our id in the vendor's list. */
        public val SEARCH_BY_ID: Plan = Plan("search_by_id")

        /** Look for amount, payer and time in the vendor's list. */
        public val SEARCH_BY_DETAILS: Plan = Plan("search_by_details")

        /** Wait for the vendor's callback, or ask its support with our id. */
        public val AWAIT_CALLBACK: Plan = Plan("await_callback")

        /** Ask the vendor's support. */
        public val ASK_SUPPORT: Plan = Plan("ask_support")
    }
}

/** An outcome nobody knows yet. */
@Serializable
public data class UnknownOutcome(
    /** Our operation: the one to resume. */
    val opId: String,
    /** The id we gave the payment at the vendor (`externalTransactionId`, `extId`), if it takes one. */
    val ourReference: String? = null,
    /** The vendor's id, if any answer let it be read. */
    val providerReference: String? = null,
    /** How many times the request was handed to the transport. */
    val attempts: Long,
    /** When it was last handed out. Milliseconds since 1970. */
    val lastSent: Long,
    /** What made it unknown. */
    val why: Doubt,
    /** The last HTTP status seen, if any. */
    val httpStatus: Long? = null,
    /** The last error code seen, if any. */
    val code: Code? = null,
    /** With `"oversized"` and `"too_deep"`: the limit that was passed. */
    val excess: Excess? = null,
    /** How to find out. */
    val plan: Plan,
    /**
     * For a bill: does an inquiry made since show it paid? Paid by *someone*: no proof of who, but a reason
     * not to pay it again.
     */
    val billPaid: Boolean? = null,
)

/** How an operation ended. */
@Serializable(with = OutcomeSerializer::class)
public sealed interface Outcome<out T> {
    /** The vendor said yes. For a flow: the money arrived, the bill is paid. */
    public data class Settled<out T>(
        /** The vendor's answer. */
        val value: T,
    ) : Outcome<T>

    /** The vendor said no, and no money moved (or it is being given back: see the refusal). */
    public data class Rejected(
        /** Why, in the vendor's words and in ours. */
        val refusal: Refusal,
    ) : Outcome<Nothing>

    /** Nothing happened at the vendor: the same order, or a corrected one, may be given again under its id. */
    public data class NotSent(
        /** Why not. */
        val unsent: NotSentReason,
    ) : Outcome<Nothing>

    /** Money may or may not have moved. Neither success nor failure: keep it, look, or ask. */
    public data class Unknown(
        /** What is known and how to find out. */
        val unknown: UnknownOutcome,
    ) : Outcome<Nothing>
}

/** What opening a payment page answers. */
@Serializable
public data class CheckoutOpened(
    /** The checkout's reference. */
    val reference: String,
    /**
     * The page to send the customer to: `https`, or `http` on this machine in test mode. An answer with any
     * other is not readable, since pages redirect to it (`javascript:…`).
     */
    val authorizationUrl: String,
    /** False in test mode. */
    val liveMode: Boolean? = null,
)

/** The status of a checkout. Vendor page: "fetch checkout". */
@JvmInline
@Serializable
public value class CheckoutStatus(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Awaiting payment. */
        public val PENDING: CheckoutStatus = CheckoutStatus("pending")

        /** Payment failed. */
        public val FAILED: CheckoutStatus = CheckoutStatus("failed")

        /** Paid. */
        public val SUCCESS: CheckoutStatus = CheckoutStatus("success")
    }
}

/**
 * A checkout. Vendor page: "fetch checkout".
 *
 * Both references, status and amount decide and are read strictly; what cannot be read of the rest is
 * absent.
 */
@Serializable
public data class Checkout(
    /** The checkout's reference. */
    val reference: String,
    /** The checkout's status. */
    val status: CheckoutStatus,
    /** The charge made on the page, once there is one: its status is the stronger witness. */
    val chargeReference: String? = null,
    /** The amount in XOF francs. */
    val amount: Long? = null,
    /** The customer's e-mail address. */
    val email: String? = null,
    /** As given when it was opened. */
    val successUrl: String? = null,
    /** As given when it was opened. */
    val cancelUrl: String? = null,
    /** The customer's number, empty before the customer paid; may be masked by the vendor. */
    val phone: String? = null,
    /** The operator, empty before the customer paid. */
    val provider: String? = null,
    /** False in test mode. */
    val liveMode: Boolean? = null,
    /** When the vendor stored it, as the vendor writes it. */
    val createdAt: String? = null,
    /** When the vendor last changed it, as the vendor writes it. */
    val updatedAt: String? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "Checkout(reference=$reference, status=$status, chargeReference=$chargeReference, amount=$amount, email=•••, successUrl=$successUrl, cancelUrl=$cancelUrl, phone=•••, provider=$provider, liveMode=$liveMode, createdAt=$createdAt, updatedAt=$updatedAt)"
}

/** The status of a charge. Vendor page: "fetch charge". */
@JvmInline
@Serializable
public value class ChargeStatus(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** The payer has to give a one-time code. */
        public val SEND_OTP: ChargeStatus = ChargeStatus("send_otp")

        /** The payer has to confirm on the phone. */
        public val PAY_OFFLINE: ChargeStatus = ChargeStatus("pay_offline")

        /** Under way at the operator. */
        public val PENDING: ChargeStatus = ChargeStatus("pending")

        /** Refused by payer or operator; no money moved. */
        public val FAILED: ChargeStatus = ChargeStatus("failed")

        /** Given up before it was paid. */
        public val CANCELED: ChargeStatus = ChargeStatus("canceled")

        /** Paid. */
        public val SUCCESS: ChargeStatus = ChargeStatus("success")
    }
}

/** What creating a charge answers. Vendor page: "create a charge". */
@Serializable
public data class ChargeCreated(
    /** The charge's reference. */
    val reference: String,
    /** What the payer has to do next. */
    val status: ChargeStatus,
    /** The vendor's instruction for the payer (French). */
    val displayText: String? = null,
    /** False in test mode. */
    val liveMode: Boolean? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "ChargeCreated(reference=$reference, status=$status, displayText=•••, liveMode=$liveMode)"
}

/** A mobile-money operator of Burkina Faso, by its name in the Senfenico API. */
@JvmInline
@Serializable
public value class Provider(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Orange Money. */
        public val ORANGE_BF: Provider = Provider("orange_bf")

        /** Moov Money. */
        public val MOOV_BF: Provider = Provider("moov_bf")

        /** Coris Money: any Burkinabè mobile number. */
        public val CORIS_BF: Provider = Provider("coris_bf")

        /** Sank Money: any Burkinabè mobile number. */
        public val SANK_BF: Provider = Provider("sank_bf")
    }
}

/** One try of the payer to confirm a charge. */
@Serializable
public data class ConfirmationAttempt(
    /** From where. */
    val ipAddress: String? = null,
    /** When, as the vendor writes it. */
    val attemptDate: String? = null,
    /** `success` or `failed`. */
    val confirmationStatus: String? = null,
)

/**
 * A charge. Vendor page: "fetch charge".
 *
 * The answer to a submitted code is the same without `phone`, `createdAt` and `updatedAt`. Reference,
 * status and amount decide and are read strictly; what cannot be read of the rest is absent.
 */
@Serializable
public data class Charge(
    /** The charge's reference. */
    val reference: String,
    /** The charge's status. */
    val status: ChargeStatus,
    /** The amount in XOF francs. */
    val amount: Long? = null,
    /** The vendor's fee in percent of the amount: `3.5`, or `3.50` as text. A decimal number, as text. */
    val fees: String? = null,
    /** `XOF`. */
    val currency: String? = null,
    /** When it was made, as the vendor writes it. */
    val transactionDate: String? = null,
    /** From where it was made. */
    val ipAddress: String? = null,
    /** False in test mode. */
    val liveMode: Boolean? = null,
    /** `mobile_money`. */
    val paymentMethod: String? = null,
    /** The operator. */
    val provider: Provider? = null,
    /** The customer's number; may be masked by the vendor (`77xxxxxx`). */
    val phone: String? = null,
    /** When it was given up, as the vendor writes it. */
    val cancelledAt: String? = null,
    /** Why it was given up. */
    val cancellationReason: String? = null,
    /** When the vendor stored it, as the vendor writes it. */
    val createdAt: String? = null,
    /** When the vendor last changed it, as the vendor writes it. */
    val updatedAt: String? = null,
    /** Every code that was tried, as far as it can be read. */
    val confirmationAttempts: List<ConfirmationAttempt> = emptyList(),
) {
    /** No log may show all of it. */
    override fun toString(): String = "Charge(reference=$reference, status=$status, amount=$amount, fees=$fees, currency=$currency, transactionDate=$transactionDate, ipAddress=$ipAddress, liveMode=$liveMode, paymentMethod=$paymentMethod, provider=$provider, phone=•••, cancelledAt=$cancelledAt, cancellationReason=•••, createdAt=$createdAt, updatedAt=$updatedAt, confirmationAttempts=$confirmationAttempts)"
}

/** The balance money is collected into. */
@Serializable
public data class CollectionBalance(
    /** Can be used at once, in XOF francs. */
    val available: Long? = null,
    /** Being transferred or settled, in XOF francs. */
    val pending: Long? = null,
    /** `XOF`. */
    val currency: String? = null,
)

/** Two numbers of one balance, in XOF francs. */
@Serializable
public data class Balance(
    /** Can be used at once. In XOF francs. */
    val available: Long? = null,
    /** Being transferred or settled; cannot be used. In XOF francs. */
    val pending: Long? = null,
)

/** The balance of one wallet money is sent from. */
@Serializable
public data class WalletBalance(
    /** The vendor's name: `orange_money_bf`, `moov_money_bf`, `sank_money_bf`, or a newer one. */
    val wallet: String,
    /** What it holds. */
    val balance: Balance,
)

/**
 * All balances, in XOF francs (the vendor writes `18692.0`). They only inform: a number that is missing or
 * cannot be read, such as a negative one, is absent and hides none of the others.
 */
@Serializable
public data class Balances(
    /** Money collected from customers. */
    val collection: CollectionBalance,
    /** All wallets together. */
    val transferTotal: Balance,
    /**
     * Money that can be sent, wallet by wallet, in the vendor's order; wallets the vendor adds later appear
     * here too.
     */
    val transfer: List<WalletBalance>,
)

/** The status of a transfer. Vendor page: "single transfer". */
@JvmInline
@Serializable
public value class TransferStatus(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Queued or under way. */
        public val PENDING: TransferStatus = TransferStatus("pending")

        /** Not delivered. */
        public val FAILED: TransferStatus = TransferStatus("failed")

        /** Delivered. */
        public val SUCCESS: TransferStatus = TransferStatus("success")
    }
}

/**
 * A transfer. Vendor page: "single transfer".
 *
 * Reference, `extId`, status and amount decide and are read strictly; what cannot be read of the rest is
 * absent.
 */
@Serializable
public data class Transfer(
    /** The transfer's reference. */
    val reference: String,
    /** The transfer's status. */
    val status: TransferStatus,
    /** The amount in XOF francs. */
    val amount: Long? = null,
    /** The vendor's fee in percent of the amount: `1.5`, or `1.50` as text. A decimal number, as text. */
    val fees: String? = null,
    /** `XOF`. */
    val currency: String? = null,
    /** From where it was made. */
    val ipAddress: String? = null,
    /** False in test mode. */
    val liveMode: Boolean? = null,
    /** The wallet. */
    val recipientWallet: Provider? = null,
    /** The recipient's number; may be masked by the vendor (`65xxxxxx`). */
    val recipientPhone: String? = null,
    /** Our id, as the vendor echoes it. */
    val extId: String? = null,
    /** When the vendor stored it, as the vendor writes it. */
    val createdAt: String? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "Transfer(reference=$reference, status=$status, amount=$amount, fees=$fees, currency=$currency, ipAddress=$ipAddress, liveMode=$liveMode, recipientWallet=$recipientWallet, recipientPhone=•••, extId=$extId, createdAt=$createdAt)"
}

/**
 * One payout that was not queued. What of it cannot be read is absent, or stands among its errors as it
 * came: that there is one must not be lost.
 */
@Serializable
public data class FailedTransfer(
    /** Our id, if the vendor echoed it. */
    val extId: String? = null,
    /** The amount in XOF francs, as echoed. */
    val amount: Long? = null,
    /** The recipient's number, as echoed. */
    val recipientPhone: String? = null,
    /** The wallet, as echoed. */
    val recipientWallet: String? = null,
    /** Why, in the vendor's words. */
    val errors: List<FieldError>,
) {
    /** No log may show all of it. */
    override fun toString(): String = "FailedTransfer(extId=$extId, amount=$amount, recipientPhone=•••, recipientWallet=$recipientWallet, errors=$errors)"
}

/**
 * What a bulk call answers: who was refused. All others are queued; their references are told by the list
 * of transfers only.
 */
@Serializable
public data class BulkQueued(
    /** The vendor's words, such as `2 transfers queued for processing`. */
    val message: String? = null,
    /** The payouts that were not queued. */
    val failedTransfers: List<FailedTransfer> = emptyList(),
) {
    /** No log may show all of it. */
    override fun toString(): String = "BulkQueued(message=•••, failedTransfers=$failedTransfers)"
}

/** The status of a settlement. Vendor page: "create settlement". */
@JvmInline
@Serializable
public value class SettlementStatus(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Accepted; may still be cancelled. */
        public val PROCESSING: SettlementStatus = SettlementStatus("processing")

        /** On its way; too late to cancel. */
        public val IN_TRANSIT: SettlementStatus = SettlementStatus("in_transit")

        /** Cancelled by the merchant. */
        public val CANCELLED: SettlementStatus = SettlementStatus("cancelled")

        /** Arrived. */
        public val SUCCESS: SettlementStatus = SettlementStatus("success")
    }
}

/**
 * A settlement. Vendor page: "create settlement".
 *
 * Reference, status and amount decide and are read strictly; what cannot be read of the rest is absent.
 */
@Serializable
public data class Settlement(
    /** The settlement's reference. */
    val reference: String,
    /** The settlement's status. */
    val status: SettlementStatus,
    /** The amount in XOF francs. */
    val amount: Long? = null,
    /** The vendor's fee, a whole number whose unit the page does not give. */
    val settlementFees: String? = null,
    /** `XOF`. */
    val currency: String? = null,
    /** False in test mode. */
    val liveMode: Boolean? = null,
    /** When the vendor stored it, as the vendor writes it. */
    val createdAt: String? = null,
    /** When the vendor last changed it, as the vendor writes it. */
    val updatedAt: String? = null,
    /** `bank`, `mobile` or `usdt`. */
    val accountType: String? = null,
    /** The account it goes to. */
    val iban: String? = null,
    /** The account it goes to. */
    val rib: String? = null,
    /** The bank. */
    val bankName: String? = null,
    /** The bank's address. */
    val bankAddress: String? = null,
    /** The account's holder. */
    val accountHolderName: String? = null,
    /** The holder's address. */
    val accountHolderAddress: String? = null,
    /** The bank's SWIFT code. */
    val swiftBicCode: String? = null,
    /** The operator, for a mobile account. */
    val provider: String? = null,
    /** The number, for a mobile account. */
    val phone: String? = null,
    /** The wallet, for a USDT account. */
    val usdtWalletAddress: String? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "Settlement(reference=$reference, status=$status, amount=$amount, settlementFees=$settlementFees, currency=$currency, liveMode=$liveMode, createdAt=$createdAt, updatedAt=$updatedAt, accountType=$accountType, iban=•••, rib=•••, bankName=$bankName, bankAddress=$bankAddress, accountHolderName=•••, accountHolderAddress=•••, swiftBicCode=$swiftBicCode, provider=$provider, phone=•••, usdtWalletAddress=•••)"
}

/** One bill, or a Woyofal meter. Vendor page: "Bill Inquiry", "bills[] fields". */
@Serializable
public data class Bill(
    /** The bill's reference: what pins a payment to this bill. For Woyofal a session token. */
    val reference: String? = null,
    /** The meter or customer number, as the biller writes it. */
    val customer: String? = null,
    /** The holder's family name (`nom`). */
    val lastName: String? = null,
    /** The holder's first name (`prenom`). */
    val firstName: String? = null,
    /** What is owed in XOF francs (`montant`); 0 for Woyofal. */
    val amount: Long? = null,
    /** The biller's fee in XOF francs (`frais`), for information. */
    val fee: Long? = null,
    /** `montant` + `frais`, in XOF francs. */
    val total: Long? = null,
    /** When it is due (`dateEcheance`), as the biller writes it. */
    val dueDate: String? = null,
    /** True when it is settled already. */
    val paid: Boolean? = null,
    /** Where the meter is (Woyofal). */
    val address: String? = null,
    /** How the meter is (`meterStatus`, Woyofal). */
    val meterStatus: String? = null,
    /** `paymentTransactionNumber`, which the vendor's page does not explain. */
    val paymentTransactionNumber: String? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "Bill(reference=$reference, customer=•••, lastName=•••, firstName=•••, amount=$amount, fee=$fee, total=$total, dueDate=$dueDate, paid=$paid, address=•••, meterStatus=$meterStatus, paymentTransactionNumber=$paymentTransactionNumber)"
}

/** An item of a list that this library cannot read. */
@Serializable
public data class Unreadable(
    /** Its place in the vendor's list, from 0. */
    val index: Long,
    /** The item as it came; the beginning of one that is too large. */
    val text: String,
    /** The limit that it passed, if it is too large. */
    val excess: Excess? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "Unreadable(index=$index, text=•••, excess=$excess)"
}

/** What an inquiry answers. */
@Serializable
public data class BillInquiry(
    /** The number that was looked up. */
    val customer: String? = null,
    /** The bills found, or for Woyofal the meter as a single one. */
    val bills: List<Bill> = emptyList(),
    /** What else stands in the list and cannot be read as a bill; it hides none of the others. */
    val unreadable: List<Unreadable> = emptyList(),
) {
    /** No log may show all of it. */
    override fun toString(): String = "BillInquiry(customer=•••, bills=$bills, unreadable=$unreadable)"
}

/**
 * The status of a bill payment or top-up (`Status`, `STATUS`). Vendor page: "Pay a Bill / Top-up" for the
 * first, second and last; the others stand on the vendor's transaction page, which is not among
 * `api-docs`.
 */
@JvmInline
@Serializable
public value class BillStatus(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Accepted, not begun. */
        public val PENDING: BillStatus = BillStatus("PENDING")

        /** Under way; the account is counted as debited. */
        public val PROCESSING: BillStatus = BillStatus("PROCESSING")

        /** Not paid; a debit already made is given back. */
        public val FAILED: BillStatus = BillStatus("FAILED")

        /** Given up; as `FAILED`. */
        public val CANCELLED: BillStatus = BillStatus("CANCELLED")

        /** Too old; as `FAILED`. */
        public val EXPIRED: BillStatus = BillStatus("EXPIRED")

        /** Paid. */
        public val SUCCESS: BillStatus = BillStatus("SUCCESS")
    }
}

/** How the state of a bill payment is known. */
@JvmInline
@Serializable
public value class Evidence(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** The vendor answered the payment with it. */
        public val REPLY: Evidence = Evidence("reply")

        /** The vendor's transaction page shows it. */
        public val LOOKUP: Evidence = Evidence("lookup")

        /**
         * Only an authenticated callback says so, with the right amount and matching balances, because the
         * vendor's transaction page said that it does not know the payment. One that could not be asked (no
         * answer, HTTP 5xx, 429, maintenance, a wrong key) lets no callback conclude. What remains: whoever knows
         * the callback's address and its `customData`, and guesses the amount, is believed where the vendor knows
         * no such transaction. So keep both out of logs, and look at the vendor's dashboard before much is given
         * away on this evidence.
         */
        public val CALLBACK: Evidence = Evidence("callback")
    }
}

/** A payment of a bill or a top-up. Vendor page: "Pay a Bill / Top-up", `transaction`. */
@Serializable
public data class BillPayment(
    /** The vendor's id (`TID…`). */
    val transactionId: String? = null,
    /**
     * The only field that says how it stands: the vendor writes "Bill paid successfully" and `success: true`
     * for a payment that is still `PROCESSING`.
     */
    val status: BillStatus,
    /** Our id. */
    val externalTransactionId: String? = null,
    /** What was paid, in XOF francs. */
    val amount: Long? = null,
    /** The vendor's fee on top, in XOF francs. */
    val fee: Long? = null,
    /** The number on the bill or meter. */
    val customer: String? = null,
    /** The bill that was paid. */
    val bill: String? = null,
    /** The code to type into the meter (Woyofal). Opaque text: it may be several codes. */
    val token: String? = null,
    /** The account before, in XOF francs. */
    val previousBalance: Long? = null,
    /** The account after, in XOF francs. */
    val currentBalance: Long? = null,
    /** The vendor's remark. Shown, never interpreted. */
    val message: String? = null,
    /** How this is known. */
    val evidence: Evidence,
) {
    /** No log may show all of it. */
    override fun toString(): String = "BillPayment(transactionId=$transactionId, status=$status, externalTransactionId=$externalTransactionId, amount=$amount, fee=$fee, customer=•••, bill=$bill, token=•••, previousBalance=$previousBalance, currentBalance=$currentBalance, message=•••, evidence=$evidence)"
}

/** How one payout ended. */
@Serializable
public data class PayoutItem(
    /** Its place in the order, from 0. */
    val index: Long,
    /** Its `extId`. */
    val extId: String,
    /** How it ended. */
    val outcome: Outcome<Transfer>,
)

/** How a bulk payout ended. */
@Serializable
public data class Payouts(
    /**
     * One entry per payout of the order, in its order. Those not sent while others were need an order of their
     * own, under another id.
     */
    val items: List<PayoutItem>,
)

/** A payment to ask for. */
@Serializable
public data class NewCharge(
    /** The amount in XOF francs, at least 1. */
    val amount: Long,
    /** The customer's number, 8 digits; spaces and `+226` are fine. */
    val phone: String,
    /** The operator. Absent: told by the number's prefix (Orange and Moov only). */
    val provider: Provider? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "NewCharge(amount=$amount, phone=•••, provider=$provider)"
}

/** A payment page to open. */
@Serializable
public data class NewCheckout(
    /** The amount in XOF francs, at least 1. */
    val amount: Long,
    /** Where the customer goes after paying. Coming back there proves nothing. */
    val successUrl: String,
    /** Where the customer goes after giving up. */
    val cancelUrl: String,
    /** The customer's e-mail address. */
    val email: String? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "NewCheckout(amount=$amount, successUrl=$successUrl, cancelUrl=$cancelUrl, email=•••)"
}

/** A payout to make. */
@Serializable
public data class NewTransfer(
    /** The amount in XOF francs, at least 100. */
    val amount: Long,
    /** The recipient's number, 8 digits; spaces and `+226` are fine. */
    val phone: String,
    /** The wallet: Orange, Moov or Sank. Absent: told by the number (Orange and Moov only). */
    val wallet: Provider? = null,
    /**
     * Your id of this payout, unique and hard to guess (a UUID): the only way to find it again after a lost
     * answer. Letters, digits, `-` and `_`, at most 64.
     */
    val extId: String,
) {
    /** No log may show all of it. */
    override fun toString(): String = "NewTransfer(amount=$amount, phone=•••, wallet=$wallet, extId=$extId)"
}

/** A settlement to make. */
@Serializable
public data class NewSettlement(
    /** The amount in XOF francs, at least 1. */
    val amount: Long,
)

/** Whose bill. Vendor page: "Bill Inquiry", "Available billing services". */
@JvmInline
@Serializable
public value class Service(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Water bill, paid afterwards. */
        public val SENEAU: Service = Service("SENEAU_SN_BILL")

        /** Electricity bill, paid afterwards. */
        public val SENELEC: Service = Service("SENELEC_SN_BILL")

        /** Prepaid electricity: the customer chooses the amount and gets a code for the meter. */
        public val WOYOFAL: Service = Service("WOYOFAL_SN_BILL")
    }
}

/** A bill to look up and pay, or a meter to top up, to the end. */
@Serializable
public data class NewPayBill(
    /** Whose bill. */
    val service: Service,
    /** The number on the bill or meter: meter number, police, customer reference. */
    val customer: String,
    /** Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes it. */
    val amount: Long? = null,
    /**
     * The reference of a bill found before. Absent: the bill is looked up; if exactly one is unpaid it is
     * paid, otherwise the customer is asked.
     */
    val bill: String? = null,
    /** Show the bill or meter and ask before paying, even when there is only one. */
    val confirm: Boolean? = null,
    /**
     * Your id of this payment, unique and hard to guess: the vendor's idempotency key. Letters, digits, `-`
     * and `_`, at most 64.
     */
    val externalTransactionId: String,
    /** Where the vendor tells changes; see `CallbackKey`. */
    val callbackUrl: String? = null,
    /** Text the vendor gives back in its callback. */
    val customData: String? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "NewPayBill(service=$service, customer=•••, amount=$amount, bill=$bill, confirm=$confirm, externalTransactionId=$externalTransactionId, callbackUrl=•••, customData=•••)"
}

/** A bill to pay or a meter to top up. */
@Serializable
public data class NewBillPayment(
    /** Whose bill. */
    val service: Service,
    /** The number on the bill or meter: meter number, police, customer reference. */
    val customer: String,
    /** Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes it. */
    val amount: Long? = null,
    /**
     * SenEau and Senelec: the bill's reference from an inquiry, required here because without it the vendor
     * settles the first unpaid bill, and a repeated request the next one.
     */
    val bill: String? = null,
    /**
     * Your id of this payment, unique and hard to guess: the vendor's idempotency key. Letters, digits, `-`
     * and `_`, at most 64.
     */
    val externalTransactionId: String,
    /** Where the vendor tells changes; see `CallbackKey`. */
    val callbackUrl: String? = null,
    /** Text the vendor gives back in its callback. */
    val customData: String? = null,
) {
    /** No log may show all of it. */
    override fun toString(): String = "NewBillPayment(service=$service, customer=•••, amount=$amount, bill=$bill, externalTransactionId=$externalTransactionId, callbackUrl=•••, customData=•••)"
}

/** A bill or meter to look up. */
@Serializable
public data class NewInquiry(
    /** Whose bill. */
    val service: Service,
    /** The number on the bill or meter: meter number, police, customer reference. */
    val customer: String,
) {
    /** No log may show all of it. */
    override fun toString(): String = "NewInquiry(service=$service, customer=•••)"
}

/** What to do. */
@Serializable
@JsonClassDiscriminator("kind")
public sealed interface Order {
    /**
     * Asks a customer for a payment and follows it to its end.
     *
     * Vendor pages: "create a charge", "submit OTP", "fetch charge".
     */
    @Serializable
    @SerialName("collect")
    public data class Collect(
        /** The payment. */
        val charge: NewCharge,
    ) : Order

    /**
     * Opens a payment page and follows it to its end.
     *
     * Vendor pages: "Initialisation du Checkout", "fetch checkout".
     */
    @Serializable
    @SerialName("checkout")
    public data class Checkout(
        /** The page. */
        val checkout: NewCheckout,
    ) : Order

    /**
     * Pays one recipient and follows the transfer to its end.
     *
     * Vendor pages: "single transfer", "fetch single transfer", "list transfers".
     */
    @Serializable
    @SerialName("payout")
    public data class Payout(
        /** The payout. */
        val transfer: NewTransfer,
    ) : Order

    /**
     * Pays any number of recipients, a hundred a request, and follows each to its end.
     *
     * Vendor pages: "bulk transfers", "list transfers".
     */
    @Serializable
    @SerialName("bulk_payout")
    public data class BulkPayout(
        /** The payouts. */
        val transfers: List<NewTransfer>,
    ) : Order

    /**
     * Sends collected money to your own account and follows it to its end.
     *
     * Vendor pages: "create settlement", "fetch settlement".
     */
    @Serializable
    @SerialName("settle")
    public data class Settle(
        /** The settlement. */
        val settlement: NewSettlement,
    ) : Order

    /**
     * Cancels a settlement, and reads it to be sure.
     *
     * Vendor page: "cancel settlement".
     */
    @Serializable
    @SerialName("cancel_settlement")
    public data class CancelSettlement(
        /** The settlement's reference. */
        val reference: String,
    ) : Order

    /**
     * Asks a customer for a payment, once; only `Senfenico.collect` finds out what became of it.
     *
     * Vendor page: "create a charge".
     */
    @Serializable
    @SerialName("create_charge")
    public data class CreateCharge(
        /** The payment. */
        val charge: NewCharge,
    ) : Order

    /** Submits the payer's one-time code, once. Vendor page: "submit OTP". */
    @Serializable
    @SerialName("submit_otp")
    public data class SubmitOtp(
        /** The charge's reference. */
        val charge: String,
        /** The code. */
        val otp: String,
    ) : Order {
        /** No log may show all of it. */
        override fun toString(): String = "SubmitOtp(charge=$charge, otp=•••)"
    }

    /**
     * Pays one recipient, once; only `Senfenico.payout` finds out what became of it.
     *
     * Vendor page: "single transfer".
     */
    @Serializable
    @SerialName("create_transfer")
    public data class CreateTransfer(
        /** The payout. */
        val transfer: NewTransfer,
    ) : Order

    /** Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers". */
    @Serializable
    @SerialName("create_bulk_transfer")
    public data class CreateBulkTransfer(
        /** The payouts. */
        val transfers: List<NewTransfer>,
    ) : Order

    /**
     * Asks for a settlement, once; only `Senfenico.settle` finds out what became of it.
     *
     * Vendor page: "create settlement".
     */
    @Serializable
    @SerialName("create_settlement")
    public data class CreateSettlement(
        /** The settlement. */
        val settlement: NewSettlement,
    ) : Order

    /**
     * Opens a payment page: send the customer to its `authorizationUrl`.
     *
     * Vendor page: "Initialisation du Checkout".
     */
    @Serializable
    @SerialName("initialize_checkout")
    public data class InitializeCheckout(
        /** The page. */
        val checkout: NewCheckout,
    ) : Order

    /** Reads one checkout. Vendor page: "fetch checkout". */
    @Serializable
    @SerialName("fetch_checkout")
    public data class FetchCheckout(
        /** Its reference. */
        val reference: String,
    ) : Order

    /** Reads all checkouts; the vendor has no pages. Vendor page: "list checkout". */
    @Serializable
    @SerialName("list_checkouts")
    public data object ListCheckouts : Order

    /** Reads one charge. Vendor page: "fetch charge". */
    @Serializable
    @SerialName("fetch_charge")
    public data class FetchCharge(
        /** Its reference. */
        val reference: String,
    ) : Order

    /** Reads all charges; the vendor has no pages. Vendor page: "list charges". */
    @Serializable
    @SerialName("list_charges")
    public data object ListCharges : Order

    /** Reads the balances, in XOF francs. Vendor page: "fetch balance". */
    @Serializable
    @SerialName("fetch_balances")
    public data object FetchBalances : Order

    /** Reads one transfer. Vendor page: "fetch single transfer". */
    @Serializable
    @SerialName("fetch_transfer")
    public data class FetchTransfer(
        /** Its reference. */
        val reference: String,
    ) : Order

    /** Reads all transfers; the vendor has no pages. Vendor page: "list transfers". */
    @Serializable
    @SerialName("list_transfers")
    public data object ListTransfers : Order

    /** Reads one settlement. Vendor page: "fetch settlement". */
    @Serializable
    @SerialName("fetch_settlement")
    public data class FetchSettlement(
        /** Its reference. */
        val reference: String,
    ) : Order

    /** Reads all settlements; the vendor has no pages. Vendor page: "list settlements". */
    @Serializable
    @SerialName("list_settlements")
    public data object ListSettlements : Order

    /**
     * Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.
     *
     * Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up".
     */
    @Serializable
    @SerialName("pay_bill")
    public data class PayBill(
        /** The bill. */
        val payment: NewPayBill,
    ) : Order

    /**
     * Pays a bill found before, or tops a meter up, without following it to its end.
     *
     * Only `status` says how it stands: it may be `PROCESSING`. The fields are those of `Dexchange.payBill`;
     * `bill` is required for a bill. Vendor page: "Pay a Bill / Top-up".
     */
    @Serializable
    @SerialName("pay_bill_once")
    public data class PayBillOnce(
        /** The payment. */
        val payment: NewBillPayment,
    ) : Order

    /** Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry". */
    @Serializable
    @SerialName("inquire_bills")
    public data class InquireBills(
        /** Whose. */
        val inquiry: NewInquiry,
    ) : Order

    /**
     * Reads one transaction (`TID…`). Not on the pages this library was written from; whether it serves bills
     * is not said there. Vendor page: "Get Transaction".
     */
    @Serializable
    @SerialName("fetch_transaction")
    public data class FetchTransaction(
        /** The vendor's id. */
        val transactionId: String,
    ) : Order
}

/** Why a code is asked for again. */
@JvmInline
@Serializable
public value class OtpProblem(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Not 4 to 10 digits; nothing was sent. */
        public val MALFORMED: OtpProblem = OtpProblem("malformed")

        /** The vendor says the code is wrong. */
        public val INVALID: OtpProblem = OtpProblem("invalid")

        /** The vendor says the code is too old: the payer needs a new one. */
        public val EXPIRED: OtpProblem = OtpProblem("expired")

        /** The vendor says an earlier code still holds. */
        public val STILL_VALID: OtpProblem = OtpProblem("still_valid")

        /** The code was sent but no answer came, and the charge still waits for a code. */
        public val NO_ANSWER: OtpProblem = OtpProblem("no_answer")

        /** The vendor refused for another reason: see the prompt's `code`. */
        public val REFUSED: OtpProblem = OtpProblem("refused")

        /**
         * The same code again that was refused just before: nothing was sent, and given once more it will be.
         * Whoever answers without a person, with a constant, stops here.
         */
        public val REPEATED: OtpProblem = OtpProblem("repeated")
    }
}

/** A question for the person in front of the screen. */
@Serializable
@JsonClassDiscriminator("kind")
public sealed interface Prompt {
    /** Ask for the one-time code; answer with `submitOtp`. */
    @Serializable
    @SerialName("otp")
    public data class Otp(
        /**
         * The vendor's instruction for the payer, as it came (French). Empty when the answer that carried it was
         * lost: then say how the operator's payers get a code. After a resume, the payer's number in it is masked.
         */
        val text: String,
        /** What was wrong with the last code, if this is not the first try. */
        val problem: OtpProblem? = null,
        /** The vendor's error code for it, with texts in English and French. */
        val code: Code? = null,
    ) : Prompt {
        /** No log may show all of it. */
        override fun toString(): String = "Otp(text=•••, problem=$problem, code=$code)"
    }

    /** Show how to confirm on the phone (often a USSD code); answer with `shown`. */
    @Serializable
    @SerialName("dial")
    public data class Dial(
        /** The vendor's instruction for the payer, as it came (French); empty or masked as for `OtpPrompt`. */
        val text: String,
    ) : Prompt {
        /** No log may show all of it. */
        override fun toString(): String = "Dial(text=•••)"
    }

    /** Send the customer to this page; answer with `shown`. */
    @Serializable
    @SerialName("redirect")
    public data class Redirect(
        /** The vendor's payment page. */
        val url: String,
    ) : Prompt

    /** Let the customer choose or confirm a bill; answer with `chooseBill`. */
    @Serializable
    @SerialName("bill")
    public data class Bill(
        /** The bills found, paid ones included. */
        val bills: List<Bill>,
    ) : Prompt

    /**
     * A resumed bulk payout needs the phone numbers again, for records never hold one; answer with
     * `giveRecipients`.
     */
    @Serializable
    @SerialName("recipients")
    public data class Recipients(
        /** The `extId` of each payout that was not sent yet. */
        val extIds: List<String>,
    ) : Prompt
}

/** Whose API it is. */
@JvmInline
@Serializable
public value class Vendor(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** DEXCHANGE: bills in Senegal. */
        public val DEXCHANGE: Vendor = Vendor("dexchange")

        /** Senfenico: mobile money in Burkina Faso. */
        public val SENFENICO: Vendor = Vendor("senfenico")
    }
}

/** Whether a key moves real money. */
@JvmInline
@Serializable
public value class Mode(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** `sk_test_…`: play money. */
        public val TEST: Mode = Mode("test")

        /** `sk_live_…`: real money. */
        public val LIVE: Mode = Mode("live")

        /** The key does not say (DEXCHANGE's do not): treat it as live. */
        public val UNKNOWN: Mode = Mode("unknown")
    }
}

/** How a stored operation stands. */
@JvmInline
@Serializable
public value class Stage(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** On its way: resume it after a crash. */
        public val OPEN: Stage = Stage("open")

        /** Handed over with an unknown outcome: resuming it looks again. */
        public val UNKNOWN: Stage = Stage("unknown")

        /** Ended: resuming it only reports. */
        public val CLOSED: Stage = Stage("closed")
    }
}

/**
 * A stored operation.
 *
 * A journal keeps the newest record per `opId`, refuses one whose `sequence` is not exactly one more than
 * what it holds (another process was faster), and refuses a `reference` that another `opId` holds
 * (`taken`).
 */
@Serializable
public data class Record(
    /** The version of `state`. */
    val version: Long,
    /** The operation. */
    val opId: String,
    /** 1 for the first record of the operation, then 2, 3, … */
    val sequence: Long,
    /** Whose payment. */
    val vendor: Vendor,
    /** Test or live: a record is only resumed with a key of the same mode. */
    val mode: Mode,
    /** What kind of operation, such as `collect` or `pay_bill`. */
    val operation: String,
    /** How it stands. */
    val stage: Stage,
    /** The vendor's reference, once known; unique per vendor and mode. */
    val reference: String? = null,
    /**
     * The id we gave the payment at the vendor (`extId`, `externalTransactionId`), if it takes one: what a
     * callback that comes before the vendor's answer is matched by.
     */
    val ourReference: String? = null,
    /** Everything else, as JSON; its last member is the seal. Keep it to the byte. */
    val state: String,
) {
    /** No log may show all of it. */
    override fun toString(): String = "Record(version=$version, opId=$opId, sequence=$sequence, vendor=$vendor, mode=$mode, operation=$operation, stage=$stage, reference=$reference, ourReference=$ourReference, state=•••)"
}

/** A try that ended before anything of it reached the vendor; after it the same id began anew. */
@Serializable
public data class EarlierTry(
    /** 1 for the first one under this id. */
    val number: Long,
    /** Why nothing happened at the vendor. */
    val unsent: NotSentReason,
    /** When the next one began. Milliseconds since 1970. */
    val until: Long,
)

/** How an operation ended: the kind of its `Outcome`. */
@JvmInline
@Serializable
public value class Ended(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** The vendor said yes. */
        public val SETTLED: Ended = Ended("settled")

        /** The vendor said no, and no money moved. */
        public val REJECTED: Ended = Ended("rejected")

        /** Nothing happened at the vendor. */
        public val NOT_SENT: Ended = Ended("not_sent")

        /** Money may or may not have moved. Resuming it looks again. */
        public val UNKNOWN: Ended = Ended("unknown")
    }
}

/**
 * What a record tells of its operation, to show it in a list or on a page. What it does not tell is
 * absent.
 */
@Serializable
public data class Words(
    /** How it ended, if it has. The payouts of a bulk payout have ends of their own. */
    val ended: Ended? = null,
    /** Of a rejected one: which kind of no. */
    val code: Code? = null,
    /** Of a rejected one: what was debited and is due back. */
    val refund: Refund? = null,
    /** Of one that was not sent: why. */
    val unsent: NotSentReason? = null,
    /** How much it is about, in XOF francs; of a bulk payout, all payouts together. */
    val amount: Long? = null,
    /** The number of a charge's payer, or of the meter or customer of a bill, masked: `76••••01`. */
    val payer: String? = null,
)

/**
 * How far a bulk payout is: what a progress bar shows, and a page.
 *
 * Those that were handed over and neither settled nor refused nor unknown are on their way; those that
 * were neither handed over nor left unsent wait for their batch. At the end there are none of either.
 */
@Serializable
public data class Progress(
    /** How many payouts there are. */
    val of: Long,
    /**
     * How many were handed to the vendor, whatever became of them. One that is held back by the call rate was
     * not.
     */
    val handedOver: Long,
    /** How many are paid. */
    val settled: Long,
    /** How many the vendor refused, or gave up later, without money moving. */
    val refused: Long,
    /**
     * Of how many nobody knows whether they are paid; while it runs, not yet: the answer was lost, or a
     * process died, and the vendor's list has not shown them.
     */
    val unknown: Long,
    /** How many were never sent and will not be: stopped, or no connection. They need an order of their own. */
    val notSent: Long,
)

/** What an observation did. */
@JvmInline
@Serializable
public value class Applied(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Nothing new. */
        public val SAME: Applied = Applied("same")

        /** The status moved on. */
        public val ADVANCED: Applied = Applied("advanced")

        /** A webhook says something new: ask the vendor before believing it. */
        public val CONFIRM_BY_FETCH: Applied = Applied("confirm_by_fetch")

        /** Older news than what is known: ignored. */
        public val STALE: Applied = Applied("stale")

        /** Paid although it had ended without money: money wins, and someone should look. */
        public val LATE_SUCCESS: Applied = Applied("late_success")

        /** The vendor replaces one ending by another: the better one is kept, and someone should look. */
        public val REGRESSION: Applied = Applied("regression")
    }
}

/** Something a person should look at although the operation goes on or ended well. */
@Serializable
public data class Alarm(
    /** What was unusual: a late success, or a regression. */
    val applied: Applied,
    /** The status word known before. */
    val known: String,
    /** The status word seen then. */
    val seen: String,
)

/** The recipient of a payout that was not sent yet, given again after a crash. */
@Serializable
public data class Recipient(
    /** The payout's `extId`. */
    val extId: String,
    /** The phone number, as in the order. */
    val phone: String,
) {
    /** No log may show all of it. */
    override fun toString(): String = "Recipient(extId=$extId, phone=•••)"
}

/** Why nothing happens at the moment. */
@JvmInline
@Serializable
public value class Why(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** A request is under way; past the deadline it counts as possibly sent. */
        public val IN_FLIGHT: Why = Why("in_flight")

        /** The last try did not get through; the next one comes after a pause. */
        public val BACKOFF: Why = Why("backoff")

        /** The vendor asked for a pause (HTTP 429), or its published call rate does. */
        public val RATE_LIMITED: Why = Why("rate_limited")

        /** A payment may have been sent; it is not sent again before it had time to arrive. */
        public val QUIET: Why = Why("quiet")

        /** The vendor or the payer has not finished. */
        public val PENDING: Why = Why("pending")

        /** Success is certain but the Woyofal code has not come yet. */
        public val AWAITING_TOKEN: Why = Why("awaiting_token")

        /** The outcome is unknown and is being looked for. */
        public val RECONCILING: Why = Why("reconciling")

        /** Another process may be waiting for the vendor's answer: what it stores next is waited for. */
        public val ELSEWHERE: Why = Why("elsewhere")
    }
}

/** What a webhook says, checked for shape and origin. Nothing in it is proof that money moved. */
@Serializable
public data class Notice(
    /** Who sent it. */
    val vendor: Vendor,
    /** What happened: Senfenico's `event` (`charge.success`), DEXCHANGE's `transactionType` (`BILL`). */
    val event: String,
    /** The vendor's reference: `ch_…`, `chk_…`, `tr_…`, a UUID or `TID…`. */
    val reference: String? = null,
    /** Ours: Senfenico's `extId`, DEXCHANGE's `externalTransactionId`. */
    val extId: String? = null,
    /** The status in the vendor's own word, empty when it gives none. */
    val status: String,
    /** The amount in francs CFA. */
    val amount: Long? = null,
    /** DEXCHANGE's fee in francs CFA. Senfenico's `fees` is a percentage and is not read here. */
    val fee: Long? = null,
    /** DEXCHANGE: your balance before, in francs CFA. */
    val previousBalance: Long? = null,
    /** DEXCHANGE: your balance after, in francs CFA. */
    val currentBalance: Long? = null,
    /** DEXCHANGE: the meter or customer number (`PHONE_NUMBER`). Senfenico: the phone. */
    val number: String? = null,
    /** DEXCHANGE: the Woyofal recharge code, opaque text. */
    val token: String? = null,
    /** DEXCHANGE: `customData`, echoed back. */
    val customData: String? = null,
    /** Senfenico: whether real money is meant. */
    val liveMode: Boolean? = null,
    /** The hex SHA-256 of the raw body: the same webhook again has the same one. */
    val dedupe: String,
) {
    /** No log may show all of it. */
    override fun toString(): String = "Notice(vendor=$vendor, event=$event, reference=$reference, extId=$extId, status=$status, amount=$amount, fee=$fee, previousBalance=$previousBalance, currentBalance=$currentBalance, number=•••, token=•••, customData=•••, liveMode=$liveMode, dedupe=$dedupe)"
}

/** The two HTTP methods the vendors use. */
@JvmInline
@Serializable
public value class Method(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** A read, or Senfenico's settlement cancel (a GET with an effect). */
        public val GET: Method = Method("GET")

        /** Everything that creates or submits. */
        public val POST: Method = Method("POST")
    }
}

/** One header line. */
@Serializable
public data class Header(
    /** The header's name; compared without case. */
    val name: String,
    /** Its value, wiped when dropped. May be a secret: never log it. */
    val value: String,
) {
    /** No log may show all of it. */
    override fun toString(): String = "Header(name=$name, value=•••)"
}

/**
 * A sealed request: what the transport performs, exactly once.
 *
 * Do not follow redirects (the key would follow), do not retry (a payment would be sent twice), stop
 * reading after `maxBody` bytes, and give up after `timeoutMs` in total.
 *
 * An answer can also be handed over as it arrives, where `inParts` says that this is of use:
 * `Event.Begun`, any number of `Event.Part`s, and `Event.Ended` once it is known to be whole, or
 * `Event.Failed`. There is no limit of bytes then, and `timeoutMs` is that of each part; ask
 * `Session.wantsPart` before each.
 */
@Serializable
public data class VendorRequest(
    /** The HTTP method. */
    val method: Method,
    /** The absolute address. */
    val url: String,
    /** All headers to send, the key among them. */
    val headers: List<Header>,
    /** The JSON body of a POST. */
    val body: String? = null,
    /** How long the whole exchange may take, in milliseconds, from the first byte to the last. */
    val timeoutMs: Long,
    /** The most bytes of (decompressed) answer to read whole; past it, answer `AnswerTooLarge`. */
    val maxBody: Long,
    /**
     * The answer may have no end: hand it over as it arrives if you can. One that is whole, within `maxBody`,
     * will do as well.
     */
    val inParts: Boolean,
) {
    /** No log may show all of it. */
    override fun toString(): String = "VendorRequest(method=$method, url=$url, headers=•••, body=•••, timeoutMs=$timeoutMs, maxBody=$maxBody, inParts=$inParts)"
}

/** What came back from the vendor, whole. */
@Serializable
public data class VendorResponse(
    /** The HTTP status code. */
    val status: Long,
    /** The headers; only `Retry-After`, `Date` and `Age` are read. */
    val headers: List<Header> = emptyList(),
    /** The body as text, unpacked. Bytes that are not UTF-8 may be replaced: such a body is no JSON anyway. */
    val body: String,
) {
    /** No log may show all of it. */
    override fun toString(): String = "VendorResponse(status=$status, headers=•••, body=•••)"
}

/** A postpaid bill at a Senegalese biller. */
@Serializable
public data class SandboxBill(
    /** `SENELEC_SN_BILL` or `SENEAU_SN_BILL`. */
    val service: String,
    /** The customer's reference, with or without leading zeros. */
    val client: String,
    /** The bill's reference (`referenceFacture`). */
    val reference: String,
    /** The customer's name. */
    val name: String,
    /** The amount due, XOF. */
    val amount: Long,
    /** The due date, `2018-12-31`. */
    val due: String,
    /** Whether it is settled already. */
    val paid: Boolean? = null,
)

/** One switch for each thing the docs leave unsaid (`P1`..`P13` of the reliability study). */
@Serializable
public data class SandboxSwitches(
    /** P1: a transfer with a known `extId` makes no second transfer. Default false. */
    val extIdDeduped: Boolean? = null,
    /** P1: with `extIdDeduped`, answer INVALID_DATA instead of the first transfer. Default false. */
    val extIdDuplicateIsError: Boolean? = null,
    /** P2: how long a new object is missing from lists. Default 0. */
    val listLagMs: Long? = null,
    /** P2: lists hold only this many objects, newest first; 0 is no limit. Default 0. */
    val listLimit: Long? = null,
    /** P2: phones in lists and fetches read `77xxxxxx`, as in the page's samples. Default false. */
    val phonesMaskedInLists: Boolean? = null,
    /** The vendors' texts name the payer's number: instructions, messages, complaints, reasons. Default false. */
    val textsNameThePayer: Boolean? = null,
    /** P3: errors of Senfenico's table answer HTTP 200. Default false: 400, 404, 429, 5xx. */
    val errorsAlways200: Boolean? = null,
    /**
     * Senfenico's errors carry `description` and `description_fr`, which the page's table promises and its
     * samples do not show. Default false.
     */
    val errorsDescribed: Boolean? = null,
    /** P4: OTP_EXPIRED ends the charge as `failed`. Default false. */
    val otpExpiredEndsCharge: Boolean? = null,
    /** P4: a wrong OTP may be tried this often before the charge fails; 0 is for ever. Default 0. */
    val otpTries: Long? = null,
    /**
     * P4: a second charge of one phone and provider while an OTP is out answers OTP_STILL_VALID. Default
     * false.
     */
    val otpStillValidRefuses: Boolean? = null,
    /** How long a charge reads `pending` between a right OTP and its end; 0 is not at all. Default 0. */
    val pendingAfterSubmitMs: Long? = null,
    /** Charges of numbers outside the page's test table answer INVALID_ACCOUNT. Default false. */
    val onlyTestNumbers: Boolean? = null,
    /** A rate limit answer carries `Retry-After: 1`. Default false. */
    val retryAfterHeader: Boolean? = null,
    /** P8: webhooks carry `data` as a JSON string (as both SDKs read it), else as an object. Default true. */
    val webhookDataAsString: Boolean? = null,
    /** P8: webhooks exist for transfers as well. Default true. */
    val webhooksForTransfers: Boolean? = null,
    /** Checkouts that wait are told by `checkout.pending`. Default true. */
    val webhooksForPendingCheckouts: Boolean? = null,
    /** P9: an externalTransactionId whose payment got a 400 is used up. Default false. */
    val extIdBurnedBy400: Boolean? = null,
    /**
     * P10: the externalTransactionId is taken before the biller is called. When false, a second request within
     * `dexchangeBillerMs` passes as well. Default true.
     */
    val dexchangeDedupeBeforeBiller: Boolean? = null,
    /** P10: how long the biller call takes, for the switch above. Default 5,000. */
    val dexchangeBillerMs: Long? = null,
    /** P11: the transaction lookup knows bill payments. Default true. */
    val dexchangeServesBillLookup: Boolean? = null,
    /** P12: the callback of a top-up carries its `token`. Default true. */
    val tokenInWebhook: Boolean? = null,
    /** P12: the token arrives this long after SUCCESS, at the lookup and by one more callback. Default 0. */
    val tokenArrivesLateMs: Long? = null,
    /** P12: the token of an asynchronous top-up never arrives. Default false. */
    val tokenNeverArrives: Boolean? = null,
    /** P12: how often DEXCHANGE sends one callback until it is acknowledged. Default 1. */
    val dexchangeCallbackTries: Long? = null,
    /**
     * P13: a PROCESSING top-up is debited at once and refunded on failure, else debited on success. Default
     * true.
     */
    val processingDebitsAtOnce: Boolean? = null,
)

/**
 * What a `Sandbox` starts from. Every field has a default, also in JSON.
 *
 * Times are virtual milliseconds, money is XOF francs.
 */
@Serializable
public data class SandboxOptions(
    /** All references are derived from this: the same seed and requests give the same answers. */
    val seed: Long? = null,
    /** Where Senfenico's webhooks go. None: no webhooks. (The vendor's dashboard holds it.) */
    val webhookUrl: String? = null,
    /** The secret that signs Senfenico's webhooks. None: they are sent unsigned. */
    val webhookKey: String? = null,
    /** How long an OTP is good for after the charge was created. */
    val otpTtlMs: Long? = null,
    /** Whether the payer of a `pay_offline` charge confirms by himself, after `payerMs`. */
    val payerAutoConfirms: Boolean? = null,
    /** How long the payer takes to confirm a `pay_offline` charge. */
    val payerMs: Long? = null,
    /** After how long a payer completes a checkout's page by himself; None: only `checkoutPaid` does. */
    val checkoutPaysItselfMs: Long? = null,
    /** How long a transfer stays `pending`. */
    val transferMs: Long? = null,
    /** How long the slow magic numbers stay `pending`. */
    val slowMs: Long? = null,
    /** When a settlement goes from `processing` to `in_transit`, after its creation. */
    val settlementTransitMs: Long? = null,
    /** When a settlement goes from `in_transit` to `success`, after its creation. */
    val settlementSuccessMs: Long? = null,
    /** How long an asynchronous Woyofal top-up stays `PROCESSING`. */
    val topUpMs: Long? = null,
    /**
     * Providers whose charges start as `pay_offline`. None by default: the page's table of test numbers gives
     * every provider a code, and never says who pays offline.
     */
    val offlineProviders: List<String> = emptyList(),
    /** Each transfer wallet's first balance (the page grants 100,000 in test mode). */
    val transferBalance: Long? = null,
    /** The collection balance at the start. */
    val collectionBalance: Long? = null,
    /** The DEXCHANGE balance at the start. */
    val dexchangeBalance: Long? = null,
    /** The bills that exist. The default holds those listed at `Bill.seeded`. */
    val bills: List<SandboxBill> = emptyList(),
    /**
     * How many charges of the time before, all paid, each Senfenico account has at the start: for lists that
     * have grown. They are in no book.
     */
    val earlierCharges: Long? = null,
    /** Whether the ledger keeps every entry, or the balances only (for millions of payments). */
    val keepEntries: Boolean? = null,
    /** What the docs leave unsaid. */
    val switches: SandboxSwitches? = null,
)
