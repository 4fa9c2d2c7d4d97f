package dev.xaalis.pay

import dev.xaalis.Growth
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.parallel.Isolated

/** Alone: what others take would be counted. */
@Isolated
class GrowthTest {
    private var asked = 0

    /** One that never answers. */
    private val silent = Transport {
        asked += 1
        awaitCancellation()
    }

    @Test
    fun `cancelled in the middle nothing is left`() = Growth.none("an order's client, cancelled, closed") { at ->
        runBlocking {
            Pay("https://shop.example/xaalis/pay", silent) { "t1" }.use { pay ->
                val paying = launch(start = CoroutineStart.UNDISPATCHED) { pay.run { _, _ -> } }
                while (asked <= at) kotlinx.coroutines.yield()
                paying.cancelAndJoin()
                assertEquals(at + 1, asked)
            }
        }
    }

    @Test
    fun `what nobody closed is freed when nobody holds it`() = Growth.none("an order's client, not closed") {
        Pay("https://shop.example/xaalis/pay", silent) { "t1" }.look()
    }
}
