package dev.xaalis

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.encodeToJsonElement
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.longOrNull

class WebhooksTest {
    /** `webhooks.json`: both vendors', as they stand. */
    @Test
    fun `are read as in every language`() {
        val cases = vectors("webhooks.json")
        for (case in cases) {
            val got = try {
                said(case.input)
            } catch (error: WebhookError) {
                JsonObject(mapOf("webhook" to JsonPrimitive(error.problem)))
            } catch (error: InvalidInput) {
                JsonObject(mapOf("invalid" to JsonPrimitive(error.message)))
            }
            val wanted = case.expect
            // A field has the name of its language.
            if (wanted is JsonObject && "invalid" in wanted) assertTrue("invalid" in (got as JsonObject), case.id)
            // Whether a made proof fits an echoed one, callbacks tell.
            else assertTrue(agrees(if (wanted is JsonObject) JsonObject(wanted - "fits") else wanted, got), "${case.id}: $got")
        }
        assertEquals(227, cases.size)
    }

    @Test
    fun `a webhook of the sandbox is signed, read and about its payment`() = runBlocking {
        val sandbox = Sandbox(SandboxOptions(seed = 7, webhookUrl = "http://127.0.0.1:9/hook", webhookKey = "whk_key_of_the_dashboard"))
        val senfenico = Senfenico("sk_test_sandbox", transport = sandbox)
        senfenico.collect("order-1", amount = 1_000, phone = "76 00 00 00") { Answer.Otp("123456") }
        val delivery = sandbox.deliveries().first()
        val signature = delivery.headers.single { it.name.equals(SenfenicoWebhooks.HEADER, ignoreCase = true) }.value
        val webhooks = SenfenicoWebhooks("whk_key_of_the_dashboard")
        val notice = webhooks.read(delivery.body.toByteArray(), signature)
        assertEquals("order-1", senfenico.paymentOf(notice))
        assertFailsWith<WebhookError> { webhooks.read((delivery.body + " ").toByteArray(), signature) }
        assertFailsWith<WebhookError> { webhooks.read(delivery.body.toByteArray(), null) }
        sandbox.acknowledge(delivery)
    }

    private fun said(given: JsonObject): JsonElement {
        fun text(of: String) = text(given.getValue(of))
        fun secrets() = given.getValue("secrets").jsonArray.map(::text).toTypedArray()
        return when {
            "header" in given -> {
                val keys = given.getValue("keys").jsonArray.map(::text).toTypedArray()
                snake(json.encodeToJsonElement(SenfenicoWebhooks(*keys).read(bytes(given.getValue("body")), text("header"))))
            }
            "token" in given ->
                snake(json.encodeToJsonElement(DexchangeWebhooks(*secrets()).read(bytes(given.getValue("body")), text("ext_id"), text("token"))))
            "base" in given -> JsonPrimitive(DexchangeWebhooks(*secrets()).callbackUrl(text("base"), text("ext_id")))
            "echoed" in given -> {
                val amount = given.getValue("amount").jsonPrimitive.longOrNull
                val made = DexchangeWebhooks(*secrets()).customData(text("ext_id"), Service(text("service")), text("reference"), amount)
                JsonObject(mapOf("made" to JsonPrimitive(made)))
            }
            else -> {
                DexchangeWebhooks.verifyHmac(bytes(given.getValue("body")), text("signature"), text("secret"))
                JsonPrimitive("verified")
            }
        }
    }
}
