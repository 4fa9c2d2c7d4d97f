package dev.xaalis

import java.io.IOException
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull

class ListingTest {
    @Test
    fun `items come before the list is whole, and no more is read than is asked for`() = runBlocking {
        val parts = listOf("{\"status\":true,\"data\":[") + (0 until 500).map { (if (it > 0) "," else "") + charge(it) } + "]}"
        val vendor = InParts(parts)
        val senfenico = Senfenico("sk_test_sandbox", transport = vendor)
        assertEquals("ch_9", senfenico.charges.iter().first { it.reference == "ch_9" }.reference)
        assertTrue(vendor.taken < 20, "${vendor.taken}")
        assertEquals(1, vendor.closed)
        val listing = senfenico.charges.iter()
        assertEquals((0 until 500).map { "ch_$it" }, listing.map { it.reference }.toList())
        assertEquals(500, listing.toList().size)
        assertEquals(3, vendor.requests)
    }

    @Test
    fun `who reads it slowly loses nothing and is stopped by nothing but himself`() = runBlocking {
        val vendor = InParts(listOf("{\"status\":true,\"data\":[${charge(1)},", charge(2), "]}"))
        val senfenico = Senfenico("sk_test_sandbox", transport = vendor)
        val seen = mutableListOf<String>()
        senfenico.charges.iter().collect { delay(50); seen += it.reference }
        assertEquals(listOf("ch_1", "ch_2"), seen)
        assertEquals(null, withTimeoutOrNull(50.milliseconds) { senfenico.charges.iter().collect { delay(10_000) } })
        assertEquals(2, vendor.closed)
        val own = assertFailsWith<IllegalStateException> { senfenico.charges.iter().collect { error("mine") } }
        assertEquals("mine", own.message)
        assertEquals(3, vendor.requests)
    }

    @Test
    fun `an item that cannot be read hides no other`() = runBlocking {
        val vendor = InParts(listOf("{\"status\":true,\"data\":[${charge(1)},{\"reference\":7},", "${charge(2)}]}"))
        val senfenico = Senfenico("sk_test_sandbox", transport = vendor)
        val listing = senfenico.charges.iter()
        assertEquals(listOf("ch_1", "ch_2"), listing.map { it.reference }.toList())
        assertEquals(1, listing.unreadableCount)
        assertEquals(listOf(1L), listing.unreadable.map { it.index })
        val whole = senfenico.charges.list()
        assertEquals(2, whole.size)
        assertEquals(listOf(1L), whole.unreadable.map { it.index })
    }

    @Test
    fun `a list that breaks off is no whole list, and what had come is seen`() = runBlocking {
        val vendor = InParts(listOf("{\"status\":true,\"data\":[", charge(1) + ","), IOException("reset"))
        val senfenico = Senfenico("sk_test_sandbox", transport = vendor)
        val seen = mutableListOf<String>()
        val error = assertFailsWith<PaymentNotSent> { senfenico.charges.iter().collect { seen += it.reference } }
        assertEquals(setOf("ch_1"), seen.toSet())
        assertIs<IOException>(error.cause)
    }

    @Test
    fun `a no is thrown where it is collected`() = runBlocking {
        val senfenico = Senfenico("sk_test_sandbox", transport = InParts(listOf("{\"status\":false,\"message\":\"no\"}"), status = 401))
        assertFailsWith<AuthenticationFailed> { senfenico.charges.iter().collect { } }
        Unit
    }

    private fun charge(at: Int) = """{"reference":"ch_$at","status":"success","amount":$at}"""

    /** Answers each request with these parts, and notes how many were taken and how often it was closed. */
    private class InParts(private val parts: List<String>, private val end: Exception? = null, private val status: Int = 200) : Transport {
        var taken = 0
        var closed = 0
        var requests = 0

        override suspend fun send(request: TransportRequest): TransportResponse {
            requests += 1
            val body = flow {
                try {
                    for (part in parts) {
                        taken += 1
                        emit(part.toByteArray())
                    }
                    if (end != null) throw end
                } finally {
                    closed += 1
                }
            }
            return TransportResponse(status, emptyList(), TransportResponse.Body.Parts(body))
        }
    }
}
