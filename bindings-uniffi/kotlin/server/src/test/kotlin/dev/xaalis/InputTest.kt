package dev.xaalis

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

class InputTest {
    private val sandbox = Sandbox(SandboxOptions(seed = 42))
    private val senfenico = Senfenico("sk_test_sandbox", transport = sandbox)
    private val half = "7600\ud83d"

    @Test
    fun `half a character is refused by the field it stands in`() = runBlocking {
        val phone = assertFailsWith<InvalidInput> { senfenico.collect("order-1", amount = 1_000, phone = half) }
        assertEquals("phone", phone.field.substringAfterLast('.'))
        assertEquals("opId", assertFailsWith<InvalidInput> { senfenico.collect(half, amount = 1_000, phone = "76 00 00 00") }.field)
        assertFailsWith<OperationNotFound> { senfenico.resume<Charge>("order-2") }
        assertFailsWith<InvalidInput> { senfenico.charges.fetch(half) }
        assertFailsWith<InvalidInput> { Senfenico(half) }
        assertFailsWith<WebhookError> { SenfenicoWebhooks("whk_of_a_test").read("{}".toByteArray(), half) }
        assertEquals(0, sandbox.requestsSeen)
        senfenico.beginCollect("order-3", amount = 1_000, phone = "76 00 00 00").use { payment ->
            payment.advance()
            assertFailsWith<InvalidInput> { payment.submitOtp(half) }
        }
        Unit
    }

    @Test
    fun `whole ones come back as they went`() = runBlocking {
        val fields = assertFailsWith<InvalidInput> { senfenico.collect("order-1", amount = 1_000, phone = "😀") }
        assertFalse("😀" in fields.message)
    }

    @Test
    fun `a caller's own time limit is his, and no answer that was lost`() = runBlocking {
        val journal = MemoryJournal()
        val silent = object : Transport {
            override suspend fun send(request: TransportRequest): TransportResponse = awaitCancellation()
        }
        assertFailsWith<TimeoutCancellationException> {
            withTimeout(100.milliseconds) { Senfenico("sk_test_sandbox", journal, silent).collect("order-1", 1_000, "76 00 00 00") }
        }
        delay(100)
        // It may have left, and nothing more was written.
        assertEquals(listOf(1L), journal.unfinished().map { it.sequence })
    }
}
