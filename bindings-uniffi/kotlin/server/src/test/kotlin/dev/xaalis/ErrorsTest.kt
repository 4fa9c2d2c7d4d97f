package dev.xaalis

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

class ErrorsTest {
    /** `errors.json`: an error's message and texts are the same in every language. */
    @Test
    fun `are told as in every language`() {
        val cases = vectors("errors.json")
        for (case in cases) {
            val told = made(case.input.getValue("class").jsonPrimitive.content, camel(case.input.getValue("parts")).jsonObject)
            val said = JsonObject(
                mapOf(
                    "message" to JsonPrimitive(told.message),
                    "message_fr" to JsonPrimitive(told.messageFr),
                    "buyer" to JsonPrimitive(told.buyerText),
                    "buyer_fr" to JsonPrimitive(told.buyerTextFr),
                    "merchant" to JsonPrimitive(told.merchantText),
                    "merchant_fr" to JsonPrimitive(told.merchantTextFr),
                    "retryable" to JsonPrimitive(told.retryable),
                    "failure" to JsonPrimitive(told is PaymentError),
                ),
            )
            val wanted = JsonObject(case.expect.jsonObject.filterKeys { it in said })
            assertEquals(wanted, JsonObject(said.filterKeys { it in wanted }), case.id)
            assertTrue(wanted.size >= 6, case.id)
        }
        assertEquals(66, cases.size)
    }

    @Test
    fun `an unknown outcome is caught by no catch of a failure`() {
        val unknown = made("OutcomeUnknown", vectors("errors.json").first { it.input["class"]?.jsonPrimitive?.content == "OutcomeUnknown" }.let { camel(it.input.getValue("parts")).jsonObject })
        assertFalse(unknown is PaymentError)
        assertEquals("order-42", unknown.opId)
        assertEquals(504, unknown.httpStatus)
    }

    private fun made(name: String, parts: JsonObject): Told {
        fun text(part: String): String? = parts[part]?.takeUnless { it is JsonNull }?.jsonPrimitive?.contentOrNull
        fun must(part: String): String = text(part) ?: error("$name without $part")
        val refusal by lazy { json.decodeFromJsonElement<Refusal>(parts.getValue("refusal")) }
        val unsent by lazy { json.decodeFromJsonElement<NotSentReason>(parts.getValue("unsent")) }
        return when (name) {
            "PaymentError" -> PaymentError(text("message"), text("messageFr"))
            "InvalidInput" -> InvalidInput(must("field"), must("problem"), must("allowed"), text("suggestion"))
            "PaymentRejected" -> PaymentRejected(refusal)
            "AuthenticationFailed" -> AuthenticationFailed(refusal)
            "NotFound" -> NotFound(refusal)
            "PaymentAbandoned" -> PaymentAbandoned(refusal)
            "PaymentNotSent" -> PaymentNotSent(unsent)
            "TooManyRequests" -> TooManyRequests(unsent)
            "OperationBusy" -> OperationBusy(must("opId"))
            "OperationNotFound" -> OperationNotFound(must("opId"))
            "RecordError" -> RecordError(must("problem"))
            "WebhookError" -> WebhookError(must("problem"))
            "OutcomeUnknown" -> OutcomeUnknown(json.decodeFromJsonElement(parts.getValue("unknown")))
            "AnswerNeeded" -> AnswerNeeded(must("opId"), json.decodeFromJsonElement(parts.getValue("prompt")))
            "ConnectFailed" -> ConnectFailed(text("message"))
            "NoAnswer" -> NoAnswer(text("message"))
            "AnswerTooLarge" -> AnswerTooLarge(text("message"))
            else -> error("no class $name")
        }
    }
}
