package dev.xaalis

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.parallel.Isolated

/** Alone: what others take would be counted. */
@Isolated
class GrowthTest {
    private var asked = 0

    /** One that never answers. */
    private val silent = object : Transport {
        override suspend fun send(request: TransportRequest): TransportResponse {
            asked += 1
            awaitCancellation()
        }
    }

    @Test
    fun `cancelled in the middle nothing is left`() = Growth.none("a client made, a charge cancelled, closed") { at ->
        runBlocking {
            Senfenico("sk_test_sandbox", transport = silent).use { senfenico ->
                val paying = launch(start = CoroutineStart.UNDISPATCHED) { senfenico.collect("order-$at", 1_000, "76 00 00 00") }
                paying.cancelAndJoin()
                assertEquals(at + 1, asked)
                assertTrue(paying.isCancelled)
            }
        }
    }

    @Test
    fun `what nobody closed is freed when nobody holds it`() = Growth.none("a client and a payment, not closed") { at ->
        runBlocking { Senfenico("sk_test_sandbox", transport = silent).beginCollect("order-$at", 1_000, "76 00 00 00").reference }
    }

    @Test
    fun `a long list takes little memory`() = runBlocking {
        val page = (0 until 1_000).joinToString(",") { """{"reference":"ch_$it","status":"success","amount":$it,"fees":"1.5"}""" }
        val vendor = object : Transport {
            override suspend fun send(request: TransportRequest): TransportResponse {
                val parts = flow {
                    emit("""{"status":true,"data":[""".toByteArray())
                    repeat(200) { emit((if (it > 0) ",$page" else page).toByteArray()) }
                    emit("]}".toByteArray())
                }
                return TransportResponse(200, emptyList(), TransportResponse.Body.Parts(parts))
            }
        }
        var seen = 0
        var most = 0L
        Senfenico("sk_test_sandbox", transport = vendor).charges.iter().collect {
            if (++seen % 20_000 == 0) {
                System.gc()
                most = maxOf(most, Runtime.getRuntime().run { totalMemory() - freeMemory() })
            }
        }
        assertEquals(200_000, seen)
        println("growth: a list of 200,000 charges: ${most shr 20} MB of heap at most, ${200 * page.length shr 20} MB of text")
        assertTrue(most < 64L shl 20, "$most")
    }
}
