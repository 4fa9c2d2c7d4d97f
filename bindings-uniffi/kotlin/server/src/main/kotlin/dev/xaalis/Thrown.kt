package dev.xaalis

import dev.xaalis.door.Refused
import dev.xaalis.door.errorClass
import kotlinx.serialization.Serializable

/** The exception of what the native half refuses. */
internal fun thrown(refused: Refused): Told {
    val told = json.decodeFromString<Refusing>((refused as Refused.Because).told)
    return when (told.kind) {
        "invalid" -> InvalidInput(told.field.orEmpty(), told.problem, told.allowed.orEmpty(), told.suggestion)
        "record" -> RecordError(told.problem)
        "webhook" -> WebhookError(told.problem)
        "busy" -> OperationBusy(told.problem)
        "not_found" -> OperationNotFound(told.problem)
        else -> PaymentError(told.problem)
    }
}

@Serializable
private class Refusing(
    val kind: String,
    val problem: String = "",
    val field: String? = null,
    val allowed: String? = null,
    val suggestion: String? = null,
)

/** The exception of a no, as narrow as core knows. */
internal fun rejected(refusal: Refusal): PaymentRejected = when (errorClass(refusal.code.word, null)) {
    "authentication_failed" -> AuthenticationFailed(refusal)
    "not_found" -> NotFound(refusal)
    "payment_abandoned" -> PaymentAbandoned(refusal)
    else -> PaymentRejected(refusal)
}

/** The exception of what never left, as narrow as core knows. */
internal fun notSent(unsent: NotSentReason, cause: Throwable?): PaymentNotSent = when (errorClass(null, unsent.why.word)) {
    "too_many_requests" -> TooManyRequests(unsent, cause)
    else -> PaymentNotSent(unsent, cause)
}
