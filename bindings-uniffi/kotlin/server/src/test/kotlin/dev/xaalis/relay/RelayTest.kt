package dev.xaalis.relay

import dev.xaalis.Dexchange
import dev.xaalis.DexchangeWebhooks
import dev.xaalis.Header
import dev.xaalis.InvalidInput
import dev.xaalis.Journal
import dev.xaalis.Kept
import dev.xaalis.MemoryJournal
import dev.xaalis.Outcome
import dev.xaalis.Record
import dev.xaalis.Sandbox
import dev.xaalis.SandboxOptions
import dev.xaalis.Senfenico
import dev.xaalis.Service
import dev.xaalis.Stage
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/** What a shop could get wrong with a relay, and what a relay does with hooks that do. */
class RelayTest {
    private val sandbox = Sandbox(SandboxOptions(seed = 3))
    private val senfenico = Senfenico("sk_test_canary_5f2c9a", transport = sandbox)
    private val dexchange = Dexchange("dx_test_canary_5f2c9a", transport = sandbox)

    @Test
    fun `settings are refused by argument, in both languages, without a secret`() {
        val codes = InMemory()
        val cases = listOf<Pair<String, () -> Relay>>(
            "url" to { relay(url = "http://canary.example/pay") },
            "keys" to { relay(keys = listOf()) },
            "keys" to { relay(keys = listOf(RelayKey("k1", "canary"))) },
            "keys" to { relay(keys = listOf(RelayKey("../canary", SECRET))) },
            "keys" to { relay(keys = listOf(RelayKey("k1", SECRET), RelayKey("k1", "$SECRET-2"))) },
            "origins" to { relay(origins = listOf("https://shop.example/canary")) },
            "checkout" to { relay(checkout = CheckoutPages("canary", "$PAGE/cart")) },
            "atOnce" to { relay(atOnce = 0) },
            "callbacks" to { relay(callbacks = CALLBACKS) },
            "codes" to { relay(codes = codes) },
            "client" to { relay(bills = true) },
            "bills" to { Relay(dexchange, URL, KEYS, listOf(PAGE)) },
            "client" to { Relay(dexchange, URL, KEYS, listOf(PAGE), bills = true, collect = true) },
            "callbacks" to { Relay(dexchange, URL, KEYS, listOf(PAGE), bills = true, callbacks = Callbacks(CALLBACKS.base, listOf())) },
            "callbacks" to { Relay(dexchange, URL, KEYS, listOf(PAGE), bills = true, callbacks = Callbacks("http://shop.example/canary", CALLBACKS.secrets)) },
            "tally" to { Relay(Senfenico("sk_test_canary_5f2c9a", Elsewhere(), sandbox), URL, KEYS, listOf(PAGE)) },
        )
        for ((field, make) in cases) {
            val error = assertFailsWith<InvalidInput>(field) { make() }
            assertEquals(field, error.field, error.message)
            assertFalse("canary" in "$error${error.messageFr}${error.merchantTextFr}${error.stackTraceToString()}", "$error")
            assertTrue(error.messageFr != error.message)
        }
    }

    @Test
    fun `a token is refused by argument`() {
        val bills = Relay(dexchange, URL, KEYS, listOf(PAGE), bills = true)
        val cases = listOf<Pair<String, () -> String>>(
            "order" to { relay().mint("canary 42", 1_500) },
            "amount" to { relay().mint("42", 0) },
            "seconds" to { relay().mint("42", 1_500, seconds = 3_601) },
            "phone" to { relay().mint("42", 1_500, phone = "canary") },
            "origins" to { relay().mint("42", 1_500, origins = listOf("https://canary.example")) },
            "operation" to { relay().mint("42", 1_500, RelayOperation.CHECKOUT) },
            "operation" to { relay().mint("42", 1_500, service = Service.SENELEC, customer = "210278816") },
            "service" to { bills.mint("42", 1_500) },
            "customer" to { bills.mint("42", 1_500, service = Service.SENELEC, customer = "12 canary!") },
            // Nobody keeps its code.
            "service" to { bills.mint("42", 5_000, service = Service.WOYOFAL, customer = METER) },
        )
        for ((field, mint) in cases) {
            val error = assertFailsWith<InvalidInput>(field) { mint() }
            assertEquals(field, error.field, error.message)
            assertFalse("canary" in "$error${error.merchantTextFr}", "$error")
        }
        assertFalse("canary" in "${relay()} ${KEYS[0]} $CALLBACKS $bills")
    }

    @Test
    fun `the shop hears of an end before the page does`() = runBlocking {
        val ends = mutableListOf<String>()
        val journal = object : Journal by MemoryJournal() {
            override suspend fun ended(opId: String, operation: String, outcome: Outcome<*>) {
                assertIs<Outcome.Settled<*>>(outcome)
                ends += "$opId $operation"
            }
        }
        val relay = Relay(Senfenico("sk_test_canary_5f2c9a", journal, sandbox), URL, KEYS, listOf("app"), tally = MemoryTally())
        val token = relay.mint("42", 1_500)
        assertEquals("asking", relay.said(token, """{"do":"start","attempt":1,"phone":"76000000"}""").word("state"))
        assertEquals(listOf(), ends)
        val rev = relay.said(token).word("rev")
        assertEquals("done", relay.said(token, """{"do":"code","rev":"$rev","code":"123456"}""").word("state"))
        assertEquals(listOf("relay-42-1 collect"), ends)
        relay.said(token)
        assertEquals(1, ends.size)
    }

    @Test
    fun `the shop hears although a worker looks at the same moment`() = runBlocking {
        val ends = mutableListOf<String>()
        val kept = MemoryJournal()
        var closed = 0
        val journal = object : Journal by kept {
            override suspend fun put(record: Record): Kept {
                val isClosed = kept.get(record.opId)?.stage == Stage.CLOSED
                if (isClosed) closed += 1
                return if (closed == 1 && isClosed) Kept.OUTRUN else kept.put(record)
            }

            override suspend fun ended(opId: String, operation: String, outcome: Outcome<*>) {
                ends += opId
            }
        }
        val relay = Relay(Senfenico("sk_test_canary_5f2c9a", journal, sandbox), URL, KEYS, listOf("app"), MemoryTally())
        val token = relay.mint("42", 1_500)
        relay.said(token, """{"do":"start","attempt":1,"phone":"76000000"}""")
        relay.said(token, """{"do":"code","rev":"${relay.said(token).word("rev")}","code":"123456"}""")
        assertTrue(closed >= 1)
        assertEquals(listOf("relay-42-1"), ends)
    }

    @Test
    fun `a journal that fails to hear does not keep the page from hearing`() = runBlocking {
        val journal = object : Journal by MemoryJournal() {
            override suspend fun ended(opId: String, operation: String, outcome: Outcome<*>) = error("canary")
        }
        val relay = Relay(Dexchange("dx_test_canary_5f2c9a", journal, sandbox), URL, KEYS, listOf("app"), MemoryTally(), bills = true, codes = InMemory())
        val token = relay.mint("42", 5_000, service = Service.WOYOFAL, customer = METER)
        assertEquals("settled", relay.said(token, START).getValue("outcome").jsonObject.word("kind"))
    }

    @Test
    fun `a page that goes away leaves nothing half done`() = runBlocking {
        val arrived = CompletableDeferred<Unit>()
        val goes = CompletableDeferred<Unit>()
        val transport = object : dev.xaalis.Transport by sandbox {
            override val clock get() = sandbox.clock

            override suspend fun send(request: dev.xaalis.TransportRequest): dev.xaalis.TransportResponse {
                arrived.complete(Unit)
                goes.await()
                return sandbox.send(request)
            }
        }
        val relay = Relay(Senfenico("sk_test_canary_5f2c9a", transport = transport), URL, KEYS, listOf("app"))
        val token = relay.mint("42", 1_500)
        val page = launch { relay.said(token, """{"do":"start","attempt":1,"phone":"76000000"}""") }
        arrived.await()
        page.cancel()
        goes.complete(Unit)
        page.cancelAndJoin()
        assertEquals("asking", relay.said(token).word("state"))
    }

    @Test
    fun `a code is kept before it is shown, and shown from where it was kept`() = runBlocking {
        val codes = InMemory()
        val relay = topUps(codes)
        val token = relay.mint("42", 5_000, service = Service.WOYOFAL, customer = METER)
        val paid = relay.said(token, START).getValue("outcome").jsonObject
        val code = codes.kept.getValue("42")
        assertTrue(Regex("[\\d -]{16,}").matches(code))
        assertEquals(code, paid.word("token"))
        codes.kept["42"] = "1111 2222 3333 4444 5555"
        assertEquals("1111 2222 3333 4444 5555", relay.said(token).getValue("outcome").jsonObject.word("token"))
    }

    @Test
    fun `a hook that fails to keep - its customer sees the code, and it is kept at the next look`() = runBlocking {
        var works = false
        var seen = ""
        val codes = object : InMemory() {
            override suspend fun keep(order: String, code: String) {
                seen = code
                check(works) { code }
                super.keep(order, code)
            }
        }
        val relay = topUps(codes)
        val token = relay.mint("42", 5_000, service = Service.WOYOFAL, customer = METER)
        val shown = relay.said(token, START).getValue("outcome").jsonObject.word("token")
        assertEquals(seen, shown)
        assertTrue(seen.length >= 16 && codes.kept.isEmpty())
        works = true
        assertEquals(seen, relay.said(token).getValue("outcome").jsonObject.word("token"))
        assertEquals(mapOf("42" to seen), codes.kept)
        assertEquals(1, sandbox.payments.size)
    }

    @Test
    fun `a callback finds the payment that a page began`() = runBlocking {
        val codes = InMemory()
        val relay = topUps(codes, CALLBACKS)
        // Of the sandbox: its code comes later.
        val token = relay.mint("42", 5_000, service = Service.WOYOFAL, customer = "07061270878")
        assertEquals("waiting", relay.said(token, START).word("state"))
        sandbox.passTime(1.minutes)
        val delivery = sandbox.deliveries().single()
        val (id, proof) = delivery.url.removePrefix("${CALLBACKS.base}/").split('/')
        val notice = DexchangeWebhooks(*CALLBACKS.secrets.toTypedArray()).read(delivery.body.toByteArray(), id, proof)
        assertEquals("relay-42-1", dexchange.paymentOf(notice))
        val outcome = relay.said(token).getValue("outcome").jsonObject
        assertEquals("settled", outcome.word("kind"))
        assertContains(codes.kept.values, outcome.word("token"))
    }

    private fun relay(
        url: String = URL,
        keys: List<RelayKey> = KEYS,
        origins: List<String> = listOf(PAGE),
        checkout: CheckoutPages? = null,
        bills: Boolean = false,
        callbacks: Callbacks? = null,
        codes: Codes? = null,
        atOnce: Int = 8,
    ) = Relay(senfenico, url, keys, origins, checkout = checkout, bills = bills, callbacks = callbacks, codes = codes, atOnce = atOnce)

    private fun topUps(codes: Codes, callbacks: Callbacks? = null) =
        Relay(dexchange, URL, KEYS, listOf("app"), bills = true, callbacks = callbacks, codes = codes)

    private suspend fun Relay.said(token: String, body: String? = null): JsonObject {
        val headers = listOfNotNull(Header("Authorization", "Bearer $token"), body?.let { Header("Content-Type", "application/json") })
        val method = if (body == null) "GET" else "POST"
        val answer = handle(Incoming(method, "/xaalis/pay", headers, body.orEmpty().toByteArray()))
        return Json.parseToJsonElement(answer.body).jsonObject
    }

    private open class InMemory : Codes {
        val kept = HashMap<String, String>()

        override suspend fun keep(order: String, code: String) {
            kept[order] = code
        }

        override suspend fun recall(order: String): String? = kept[order]
    }

    private class Elsewhere : Journal by MemoryJournal()

    private companion object {
        const val SECRET = "relay-secret-canary-0123456789abcdefghijklm"
        const val PAGE = "https://shop.example"
        const val URL = "$PAGE/xaalis/pay"
        const val METER = "07061270877"
        const val START = """{"do":"start","attempt":1}"""
        val KEYS = listOf(RelayKey("a1", SECRET))
        val CALLBACKS = Callbacks("$PAGE/dexchange", listOf("callbacks-canary-0123"))
    }
}
