package shop

import dev.xaalis.SenfenicoWebhooks
import java.util.Base64
import java.util.UUID
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject

/** The shop end to end, over HTTP. */
class ShopTest {
    private val config = settings()
    private val sandbox = sandboxOf(config)
    private var shop = Shop(config, sandbox)
    private val browser = Browser(config.publicUrl)

    @AfterTest
    fun close() {
        shop.close()
        sandbox.close()
    }

    @Test
    fun `an order is paid with a code, and the goods are given`() {
        val (order, token) = ordered()
        assertEquals("asking", started(token).word("state"))
        assertEquals("settled", coded(token).outcome.word("kind"))
        assertEquals("settled", browser.relay(RELAY, token).outcome.word("kind"))
        assertContains(browser.get("/orders/$order?lang=en").body(), "Paid. Thank you")
        assertContains(browser.get("/orders/$order").body(), "Payé. Merci")
        assertEquals(listOf("success"), sandbox.payments.map { it.status })
    }

    @Test
    fun `the catalogue is in French and English, and a form sent twice is one order`() {
        assertContains(browser.get("/").body(), "Savon au karité")
        assertContains(browser.get("/", "Accept-Language" to "en-GB,en;q=0.9").body(), "Shea butter soap")
        assertContains(browser.get("/?lang=en", "Accept-Language" to "fr").body(), "1\u00a0000\u00a0F\u00a0CFA".replace(' ', '\u00a0'))
        val id = UUID.randomUUID().toString()
        val first = browser.form("/orders", "id" to id, "product" to "soap", "lang" to "en")
        assertEquals(303 to "/orders/$id?lang=en", first.statusCode() to first.headers().firstValue("Location").get())
        // The price of what is there counts.
        browser.form("/orders", "id" to id, "product" to "cloth")
        assertContains(browser.get("/orders/$id?lang=en").body(), "Shea butter soap")
        assertEquals(400, browser.form("/orders", "id" to "../x", "product" to "soap").statusCode())
        assertEquals(400, browser.form("/orders", "id" to id, "product" to "gold").statusCode())
        assertEquals(404, browser.get("/orders/none").statusCode())
        assertEquals(404, browser.form("/orders/none/token").statusCode())
    }

    @Test
    fun `a payment that is confirmed on the phone ends although nobody looks`() {
        val (order, token) = ordered()
        assertEquals("waiting", started(token, "76009905").word("state"))
        assertTrue(sandbox.payerConfirms(sandbox.payments.single().reference))
        // By the vendor's webhook, or the worker.
        eventually("paid") { "Payé" in browser.get("/orders/$order").body() }
    }

    @Test
    fun `a webhook is believed for its raw bytes alone`() {
        val (_, token) = ordered()
        started(token)
        val body = """{"event":"charge.success","data":{"reference":"${sandbox.payments.single().reference}"}}"""
        val hash = SenfenicoWebhooks.sign(body.toByteArray(), config.senfenicoWebhookKey)
        fun heard(body: String, hash: String) = browser.post("/webhooks/senfenico", body, SenfenicoWebhooks.HEADER to hash).statusCode()
        assertEquals(400, heard("$body ", hash))
        assertEquals(400, heard(body, SenfenicoWebhooks.sign(body.toByteArray(), "whk_another")))
        assertEquals(400, browser.post("/webhooks/senfenico", body).statusCode())
        assertEquals(400, browser.post("/webhooks/dexchange/${UUID.randomUUID()}/proof", "{}").statusCode())
        // What it says is a hint: the vendor is asked, and says that a code is waited for.
        assertEquals("asking", browser.relay(RELAY, token).word("state"))
    }

    @Test
    fun `a shop that is stopped in the middle goes on when it is back`() {
        val (order, token) = ordered()
        started(token)
        shop.close()
        shop = Shop(config, sandbox)
        assertEquals("asking", browser.relay(RELAY, token).word("state"))
        coded(token)
        assertContains(browser.get("/orders/$order").body(), "Payé")
        assertEquals(1, sandbox.payments.size)
    }

    @Test
    fun `the counter pays a bill that was chosen`() {
        val token = billed("SENELEC_SN_BILL", "210278817", 200_000).token()
        val asked = browser.relay(BILLS, token, """{"do":"start","attempt":1}""")
        val bills = asked.getValue("prompt").jsonObject.getValue("bills").jsonArray.map { it.jsonObject }
        assertEquals(2, bills.size)
        assertEquals(0, sandbox.payments.size)
        val paid = browser.relay(BILLS, token, """{"do":"start","attempt":1,"bill":"${bills[1].word("bill")}"}""")
        assertEquals("settled", paid.outcome.word("kind"))
        assertEquals(1, sandbox.payments.size)
    }

    @Test
    fun `a meter's code is shown whenever its token's owner looks`() {
        val token = billed("WOYOFAL_SN_BILL", "07061270877", 5_000).token()
        val code = browser.relay(BILLS, token, """{"do":"start","attempt":1}""").outcome.word("token")!!
        assertTrue(code.filter(Char::isDigit).length >= 16)
        shop.close()
        shop = Shop(config, sandbox)
        assertEquals(code, browser.relay(BILLS, token).outcome.word("token"))
    }

    @Test
    fun `what the counter cannot sell is told by field, in both languages`() {
        val wrong = billed("WOYOFAL_SN_BILL", "07061270877", 0)
        assertEquals(422, wrong.statusCode())
        for (word in listOf("\"field\":\"amount\"", "\"fr\":", "\"en\":")) assertContains(wrong.body(), word)
    }

    @Test
    fun `bills want the counter's password, and its token is good for nothing else`() {
        val guarded = settings("COUNTER_PASSWORD" to "of-the-counter-only")
        Shop(guarded, sandbox).use {
            val there = Browser(guarded.publicUrl)
            val fields = arrayOf("id" to UUID.randomUUID().toString(), "service" to "SENELEC_SN_BILL", "customer" to "210278817", "amount" to "1000")
            fun asked(password: String): Int {
                val basic = "Basic " + Base64.getEncoder().encodeToString("counter:$password".toByteArray())
                return there.form("/bills", *fields, headers = arrayOf("Authorization" to basic)).statusCode()
            }
            assertEquals(listOf(401, 401, 200), listOf(there.form("/bills", *fields).statusCode(), asked("wrong"), asked("of-the-counter-only")))
            assertEquals(404, there.form("/orders/${fields[0].second}/token").statusCode())
        }
        val (_, token) = ordered()
        assertEquals("token_invalid", browser.relay(BILLS, token).word("error"))
    }

    private fun ordered(): Pair<String, String> {
        val id = UUID.randomUUID().toString()
        browser.form("/orders", "id" to id, "product" to "soap")
        return id to browser.form("/orders/$id/token").token()
    }

    private fun billed(service: String, customer: String, amount: Long) =
        browser.form("/bills", "id" to UUID.randomUUID().toString(), "service" to service, "customer" to customer, "amount" to "$amount")

    private fun started(token: String, phone: String = "76000000") =
        browser.relay(RELAY, token, """{"do":"start","attempt":1,"phone":"$phone"}""")

    private fun coded(token: String): JsonObject {
        val rev = browser.relay(RELAY, token).word("rev")
        return browser.relay(RELAY, token, """{"do":"code","rev":"$rev","code":"123456"}""")
    }

    private val JsonObject.outcome: JsonObject get() = getValue("outcome").jsonObject

    private companion object {
        const val RELAY = Payments.RELAY
        const val BILLS = Payments.BILLS
    }
}
