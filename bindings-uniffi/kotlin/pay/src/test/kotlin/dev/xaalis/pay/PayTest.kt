package dev.xaalis.pay

import java.io.IOException
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

class PayTest {
    private val shop = Script()

    @Test
    fun `a token that does not come is asked for again`() = test {
        var asked = 0
        val pay = Pay(URL, shop, Skipping()) { if (++asked < 4) throw IOException("offline") else "t1" }
        shop.answers(READY)
        assertIs<View.Ready>(assertIs<Step.Shown>(pay.advance()).view)
        assertEquals(4, asked)
        assertEquals("offline", pay.lastError?.message)
    }

    @Test
    fun `a page to log in on is no token`() = test {
        assertEquals(Step.Refused("token_invalid"), Pay(URL, shop, Skipping()) { "<!doctype html>\n<form>" }.advance())
        assertEquals(0, shop.sent.size)
    }

    @Test
    fun `a person does not wait for a look that is under way`() = test {
        val pay = pay()
        shop.answers(ASKING)
        assertIs<View.Asking>(shown(pay))
        val next = async { pay.advance() }
        pay.look()
        shop.begun.receive()
        shop.begun.receive()
        assertTrue(pay.code("123456"))
        shop.answers(PAID)
        assertIs<Step.Ended>(next.await())
        assertEquals(listOf("GET", "GET", "POST"), shop.sent.map { it.method })
    }

    @Test
    fun `what was cancelled in the middle is said again`() = test {
        val pay = pay()
        shop.answers(READY)
        assertIs<View.Ready>(shown(pay))
        assertTrue(pay.start(phone = "76 00 00 00"))
        val going = launch { pay.advance() }
        repeat(2) { shop.begun.receive() }
        going.cancelAndJoin()
        shop.answers(ASKING)
        assertIs<View.Asking>(shown(pay))
        assertEquals(2, shop.sent.filter { it.method == "POST" }.size)
        assertEquals(1, shop.sent.mapNotNull { it.body }.toSet().size)
    }

    @Test
    fun `one thing at a time`() = test {
        val pay = pay()
        assertFalse(pay.start(phone = "76 00 00 00"))
        shop.answers(ASKING)
        shown(pay)
        assertTrue(pay.code("123456"))
        assertFalse(pay.code("123456"))
        val first = launch(start = CoroutineStart.UNDISPATCHED) { pay.advance() }
        assertFailsWith<IllegalStateException> { pay.advance() }
        first.cancelAndJoin()
    }

    @Test
    fun `after a no the same flow goes on`() = test {
        val pay = pay()
        shop.answers(REJECTED)
        val news = async { pay.steps().toList() }
        repeat(1) { shop.begun.receive() }
        repeat(100) { yield() }
        assertTrue(pay.start(phone = "76 00 00 00"))
        shop.answers(PAID)
        val (no, yes) = news.await().map { assertIs<Step.Ended>(it) }
        assertEquals(Receipt.Rejected("PAYMENT_FAILED", "No.", "Non."), no.view.outcome)
        assertEquals("settled", yes.kind)
        assertTrue(shop.sent.last().body!!.contains("\"attempt\":2"))
    }

    @Test
    fun `a bill is chosen among those that are owed`() = test {
        val pay = pay()
        shop.answers(READY)
        shown(pay)
        assertTrue(pay.start())
        shop.answers(CHOICE)
        val asking = assertIs<View.Asking>(shown(pay))
        assertEquals(listOf(Offer("8000000680", 1_500, "2018-12-31"), Offer("2", 700)), assertIs<Prompt.Bill>(asking.prompt).bills)
        assertTrue(pay.start(bill = "8000000680"))
        shop.answers(TOPPED_UP)
        val receipt = assertIs<Receipt.Settled>(assertIs<Step.Ended>(pay.advance()).view.outcome)
        assertEquals("1234 5678 9012 3456 7890", receipt.token)
        assertFalse(receipt.toString().contains("1234"))
        assertEquals("""{"do":"start","attempt":1,"bill":"8000000680"}""", shop.sent.last().body)
    }

    @Test
    fun `words of a newer relay are kept, and shown as one that waits`() = test {
        val pay = pay()
        shop.answers(NEWER)
        val view = assertIs<View.Waiting>(shown(pay))
        assertEquals("levitating" to Why("weather"), view.state to view.why)
        assertEquals(Prompt.Other("dance", "Dansez", null), view.prompt)
    }

    @Test
    fun `an address that would run is none`() = test {
        val pay = pay()
        shop.answers(PAGE.replace("ADDRESS", "https://pay.example/1"), PAGE.replace("ADDRESS", "javascript:alert(1)"))
        assertEquals("https://pay.example/1", assertIs<Prompt.Redirect>((shown(pay) as View.Waiting).prompt).url)
        assertEquals(null, assertIs<Prompt.Redirect>((shown(pay) as View.Waiting).prompt).url)
    }

    @Test
    fun `an answer that is too large is none`() = test {
        val pay = pay()
        shop.answers(READY + " ".repeat(70_000), READY)
        shown(pay)
        assertEquals(2, shop.sent.size)
    }

    @Test
    fun `closed, whoever goes through it is cancelled`() = test {
        val pay = pay()
        val going = async { runCatching { pay.advance() }.exceptionOrNull() }
        shop.begun.receive()
        pay.close()
        assertIs<CancellationException>(going.await())
        assertFalse(pay.start(phone = "76 00 00 00"))
        assertFailsWith<CancellationException> { pay.advance() }
        pay.look()
        pay.close()
    }

    @Test
    fun `a wrong address names its field, in both languages`() {
        val wrong = assertFailsWith<InvalidInput> { Pay("http://shop.example/pay") { "t" } }
        assertEquals("url", wrong.field)
        assertTrue(wrong.allowed.contains("https") && wrong.merchantTextFr.contains("https"), wrong.merchantTextFr)
        assertTrue(wrong.buyerTextFr != wrong.buyerText)
    }

    @Test
    fun `a screen's buttons rest while what was done is under way`() = test {
        val scope = this
        val model = PayModel(pay(), scope)
        assertEquals(PayState(), model.state.value)
        shop.answers(READY)
        model.state.first { it.view is View.Ready && !it.isBusy }
        assertFalse(model.code("123456"))
        assertFalse(model.state.value.isBusy)
        assertTrue(model.start(phone = "76 00 00 00"))
        assertTrue(model.state.value.isBusy)
        shop.answersWith(422, """{"error":"invalid","field":"phone","allowed":"8 digits"}""")
        val again = model.state.first { !it.isBusy }
        assertEquals(Problem(Problem.Word.INVALID, "phone", "8 digits"), again.problem)
        assertIs<View.Ready>(again.view)
        model.look()
        shop.answersWith(403, """{"error":"origin"}""")
        assertEquals("origin", model.state.first { it.refused != null }.refused)
        model.close()
    }

    private fun pay() = Pay(URL, shop, Skipping()) { " t1\n" }

    private suspend fun shown(pay: Pay): View = assertIs<Step.Shown>(pay.advance()).view

    private fun test(test: suspend kotlinx.coroutines.CoroutineScope.() -> Unit): Unit = runBlocking { withTimeout(20_000) { test() } }

    /** The relay, in the test's hands: what it was not told to answer, it is silent about. */
    private class Script : Transport {
        private val answers = Channel<CompletableDeferred<TransportResponse>>(Channel.UNLIMITED)
        val begun = Channel<Unit>(Channel.UNLIMITED)
        val sent = mutableListOf<TransportRequest>()

        fun answers(vararg views: String) = views.forEach { answersWith(200, it) }

        fun answersWith(status: Int, body: String) {
            answers.trySend(CompletableDeferred(TransportResponse(status, listOf(), body.toByteArray())))
        }

        override suspend fun send(request: TransportRequest): TransportResponse {
            sent += request
            begun.trySend(Unit)
            return answers.receive().await()
        }
    }

    /** Time passes when somebody waits for it. */
    private class Skipping : Clock {
        private var time = 0L

        override fun now(): Long = time

        override suspend fun sleepUntil(moment: Long) {
            // Whoever does something comes first.
            repeat(20) { yield() }
            if (moment - time > 5_000) awaitCancellation()
            time = maxOf(time, moment)
        }
    }

    private companion object {
        const val URL = "https://shop.example/xaalis/pay"
        const val ORDER = """"order":"42","amount":1500,"currency":"XOF""""
        const val READY = """{$ORDER,"rev":"0.0","state":"ready","next_attempt":1}"""
        const val ASKING = """{$ORDER,"rev":"1.0","state":"asking","prompt":{"kind":"otp","text":"*144#"},"codes_left":5,"after_ms":10000}"""
        const val PAID = """{$ORDER,"rev":"1.1","state":"done","outcome":{"kind":"settled"}}"""
        const val TOPPED_UP = """{$ORDER,"rev":"1.0","state":"done","outcome":{"kind":"settled","token":"1234 5678 9012 3456 7890"}}"""
        const val REJECTED = """{$ORDER,"rev":"1.0","state":"done","next_attempt":2,"outcome":{"kind":"rejected","code":"PAYMENT_FAILED","text":"No.","text_fr":"Non."}}"""
        const val CHOICE = """{$ORDER,"rev":"0.0","state":"asking","next_attempt":1,"prompt":{"kind":"bill","bills":[{"bill":"8000000680","amount":1500,"due_date":"2018-12-31"},{"bill":"2","amount":700}]}}"""
        const val NEWER = """{$ORDER,"rev":"1.0","state":"levitating","why":"weather","new":{},"prompt":{"kind":"dance","text":"Dansez","url":"intent:x"},"after_ms":3000}"""
        const val PAGE = """{$ORDER,"rev":"1.0","state":"waiting","why":"payer","prompt":{"kind":"redirect","url":"ADDRESS"},"after_ms":3000}"""
    }
}
