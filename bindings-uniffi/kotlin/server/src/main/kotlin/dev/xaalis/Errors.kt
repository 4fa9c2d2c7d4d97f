// Printed from core's table of errors by `cargo xtask print`; do not edit.

/*
 * What can go wrong, by what you can do about it.
 *
 *     PaymentError                nothing moved, or the vendor said no
 *     ├── InvalidInput            a field is wrong; it was not sent
 *     ├── PaymentRejected         the vendor said no, and no money moved
 *     │   ├── AuthenticationFailed  the key is wrong, too old or missing: for the operator
 *     │   ├── NotFound            the vendor knows nothing under this reference
 *     │   └── PaymentAbandoned    the payer gave it up, and nothing was paid: begin another
 *     ├── PaymentNotSent          nothing happened at the vendor: safe to try again
 *     │   └── TooManyRequests     turned away as too frequent: try again, later
 *     ├── OperationBusy           another process goes on with this operation
 *     ├── OperationNotFound       the journal knows no such operation
 *     ├── RecordError             this record is not for this client
 *     └── WebhookError            do not believe this webhook
 *     OutcomeUnknown              money may have moved: never a failure, so not a PaymentError
 *     AnswerNeeded                a person has to answer first: not a failure either
 *     ConnectFailed               for transports: certainly nothing was sent
 *     NoAnswer                    for transports: it may have been sent, and no whole answer came
 *     └── AnswerTooLarge          there was one, longer than is read
 *
 * Each has four texts: `buyerText` and `buyerTextFr` for who pays, without a word from inside, and
 * `merchantText` and `merchantTextFr` for the shop and its operator: what happened, and what to do. No text
 * holds a key, a code or a phone number: what may hold one (`refusal`, `prompt`) is given to who asks for it by
 * name, and shown nowhere.
 */

package dev.xaalis

import kotlinx.serialization.json.JsonObject

/** Doubts about an answer that came: they are said in words in a message. */
internal val STRANGE: Set<String> = setOf("oversized", "too_deep", "not_json", "malformed", "foreign", "redirected", "server_error", "mode_mismatch")

/** Nothing moved, or the vendor said no. Catch `OutcomeUnknown` beside it, not under it. */
public open class PaymentError(
    message: String? = null,
    messageFr: String? = null,
    cause: Throwable? = null,
) : Failure(message, messageFr, cause)

/**
 * A field is wrong and was not sent. Of a new operation nothing was sent; when an answer to a prompt is
 * wrong (a code that is no text), the payment stays where it was: `resume` it and answer again.
 */
public class InvalidInput(
    /** Which field: `amount`, `transfers[3].phone`. */
    public val field: String,
    /** What was wrong with it. */
    public val problem: String,
    /** What is allowed. */
    public val allowed: String,
    /** Which of the allowed words was likely meant, when one is likely. */
    public val suggestion: String? = null,
    cause: Throwable? = null,
) : PaymentError(cause = cause) {
    override val message: String
        get() {
            if (suggestion != null) return "${this.field}: ${problem}; allowed: ${allowed}; did you mean ${suggestion}?"
            return "${this.field}: ${problem}; allowed: ${allowed}"
        }

    override fun about(): Pair<String, JsonObject> = "invalid" to facts("field" to this.field, "problem" to problem, "allowed" to allowed, "suggestion" to suggestion)
}

/** The vendor said no, and no money moved; with `refusal.refund` set, a debit is being given back. */
public open class PaymentRejected(
    /** Everything the vendor said: its message, its complaints about fields, a refund that is due. */
    public val refusal: Refusal,
    cause: Throwable? = null,
) : PaymentError(cause = cause) {
    override val code: Code? get() = refusal.code

    override val httpStatus: Long? get() = refusal.httpStatus

    override val message: String
        get() {
            return "${refusal.code}: ${codeTexts(refusal.code).description}"
        }

    override val messageFr: String
        get() {
            return codeTexts(refusal.code).descriptionFr
        }

    override fun about(): Pair<String, JsonObject> = "refused" to facts("code" to refusal.code, "refund" to (refusal.refund != null))
}

/** The key is wrong, too old or missing: nobody can pay before the operator has mended it. */
public class AuthenticationFailed(
    refusal: Refusal,
    cause: Throwable? = null,
) : PaymentRejected(refusal, cause = cause)

/** The vendor knows nothing under this reference. */
public class NotFound(
    refusal: Refusal,
    cause: Throwable? = null,
) : PaymentRejected(refusal, cause = cause)

/** The payer gave it up before a code was sent, and nothing was paid. */
public class PaymentAbandoned(
    refusal: Refusal,
    cause: Throwable? = null,
) : PaymentRejected(refusal, cause = cause)

/**
 * Nothing happened at the vendor: the same call may be made again, under the same `opId`, with details
 * corrected if need be.
 */
public open class PaymentNotSent(
    /** Why nothing happened. */
    public val unsent: NotSentReason,
    cause: Throwable? = null,
) : PaymentError(cause = cause) {
    override val retryable: Boolean get() = true

    override val message: String
        get() {
            val strange = strange(unsent.doubt, unsent.excess)
            if (strange != null) return strange.english
            return "not sent: ${unsent.why}"
        }

    override val messageFr: String
        get() {
            val strange = strange(unsent.doubt, unsent.excess)
            if (strange != null) return strange.french
            return merchantTextFr
        }

    override fun about(): Pair<String, JsonObject> = "not_sent" to factsOf(unsent)
}

/** The vendor turned the request away as too frequent, again and again: try later, and less often. */
public class TooManyRequests(
    unsent: NotSentReason,
    cause: Throwable? = null,
) : PaymentNotSent(unsent, cause = cause)

/** Another process has gone further with this operation. Look again with `resume(opId)`. */
public class OperationBusy(
    opId: String,
    cause: Throwable? = null,
) : PaymentError(cause = cause) {
    override val retryable: Boolean get() = true

    init {
        this.opId = opId
    }

    override val message: String
        get() {
            return "${opId}: another process goes on with it"
        }

    override fun about(): Pair<String, JsonObject> = "busy" to facts("op_id" to opId)
}

/** The journal knows no operation of this id: it was never begun, or is in another journal. */
public class OperationNotFound(
    opId: String,
    cause: Throwable? = null,
) : PaymentError(cause = cause) {
    init {
        this.opId = opId
    }

    override val message: String
        get() {
            return "the journal knows no operation \"${opId}\""
        }

    override fun about(): Pair<String, JsonObject> = "absent" to facts("op_id" to opId)
}

/**
 * Refused, nothing was sent: a record of another vendor, mode or key, or one that was changed since it was
 * written. A key that replaced another is given `earlierKeys`.
 */
public class RecordError(
    /** Why: unreadable, a newer version, another vendor, test against live. */
    public val problem: String,
    cause: Throwable? = null,
) : PaymentError(cause = cause) {
    override val message: String
        get() {
            return problem
        }

    override fun about(): Pair<String, JsonObject> = "record" to facts("problem" to problem)
}

/** Do not believe this webhook. Answer 400, and look at your keys. */
public class WebhookError(
    /** Why: no key, wrong signature, too large, not the documented shape. */
    public val problem: String,
    cause: Throwable? = null,
) : PaymentError(cause = cause) {
    override val message: String
        get() {
            return problem
        }

    override fun about(): Pair<String, JsonObject> = "webhook" to facts("problem" to problem)
}

/**
 * Money may or may not have moved. Neither success nor failure.
 *
 * Keep the record, tell the customer to wait, and `resume(opId)` later: it looks again. Never pay again on
 * your own.
 */
public class OutcomeUnknown(
    /** What is known, and how to find out. */
    public val unknown: UnknownOutcome,
    cause: Throwable? = null,
) : Unended(cause = cause) {
    override val code: Code? get() = unknown.code

    override val httpStatus: Long? get() = unknown.httpStatus

    init {
        this.opId = unknown.opId
    }

    /** How to find out. */
    public val plan: Plan get() = unknown.plan

    override val message: String
        get() {
            val strange = strange(unknown.why, unknown.excess)
            if (strange != null) return "${unknown.opId}: outcome unknown (${strange.english}); plan: ${unknown.plan}"
            return "${unknown.opId}: outcome unknown (${unknown.why}); plan: ${unknown.plan}"
        }

    override fun about(): Pair<String, JsonObject> = "unknown" to factsOf(unknown)
}

/**
 * The operation waits for a person, and nobody was there to ask: pass `onPrompt`, or go step by step with
 * `begin` and `advance`. Nothing is lost: `resume(opId)` asks again.
 */
public class AnswerNeeded(
    opId: String,
    /** What to ask or show. */
    public val prompt: Prompt,
    cause: Throwable? = null,
) : Unended(cause = cause) {
    init {
        this.opId = opId
    }

    override val message: String
        get() {
            return "${opId}: waits for an answer (${prompt.kind})"
        }

    override fun about(): Pair<String, JsonObject> = "prompt" to facts("kind" to prompt.kind, "problem" to prompt.problemOrNull)
}

/** For transports: certainly no byte of the request has left. In doubt, raise anything else. */
public class ConnectFailed(
    message: String? = null,
    cause: Throwable? = null,
) : TransportFailure(message ?: "no connection", cause) {
    override fun about(): Pair<String, JsonObject> = "connect_failed" to facts()
}

/** For transports: the request may have been sent, but no whole answer came. */
public open class NoAnswer(
    message: String? = null,
    cause: Throwable? = null,
) : TransportFailure(message ?: "no answer", cause) {
    override fun about(): Pair<String, JsonObject> = "no_answer" to facts()
}

/** For transports: there is an answer, of more than the request's `maxBody` decompressed bytes. */
public class AnswerTooLarge(
    message: String? = null,
    cause: Throwable? = null,
) : NoAnswer(message ?: "answer too large", cause) {
    override fun about(): Pair<String, JsonObject> = "answer_too_large" to facts()
}
